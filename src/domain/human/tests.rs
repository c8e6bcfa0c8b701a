use super::*;

fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

#[test]
fn times_are_read_as_people_say_them() {
    for (text, wanted) in [
        ("15:15", Some("15:15")),
        ("15.15", Some("15:15")),
        ("1515", Some("15:15")),
        ("3pm", Some("15:00")),
        ("3.15 pm", Some("15:15")),
        ("12am", Some("00:00")),
        ("12pm", Some("12:00")),
        ("noon", Some("12:00")),
        ("3", None),
        ("25:00", None),
        ("13pm", None),
        ("after lunch", None),
        ("", None),
    ] {
        let read = time(text).map(|t| t.format("%H:%M").to_string());
        assert_eq!(read.as_deref(), wanted, "{text}");
    }
}

#[test]
fn births_are_read_as_dates_ages_or_due_dates() {
    assert_eq!(birth("12/3/2016"), Some(Birth::Born(day("2016-03-12"))));
    assert_eq!(birth("12th March 2016"), Some(Birth::Born(day("2016-03-12"))));
    assert_eq!(birth("2016-03-12"), Some(Birth::Born(day("2016-03-12"))));
    assert_eq!(birth("about 10"), Some(Birth::About(10)));
    assert_eq!(birth("6 months"), Some(Birth::About(0)));
    assert_eq!(birth("due 3/3/2027"), Some(Birth::Due(Some(day("2027-03-03")))));
    assert_eq!(birth("unborn"), Some(Birth::Due(None)));
    assert_eq!(birth("31/2/2016"), None);
}

#[test]
fn an_age_fits_a_narrow_column() {
    let on: Moment = serde_json::from_str("\"2026-11-24T14:10:00Z\"").unwrap();
    assert_eq!(age("12/3/2016", on), "10y");
    assert_eq!(age("24/11/2016", on), "10y");
    assert_eq!(age("25/11/2016", on), "9y");
    assert_eq!(age("1/10/2026", on), "<1y");
    assert_eq!(age("about 4", on), "~4y");
    assert_eq!(age("unborn", on), "unborn");
    assert_eq!(age("no idea", on), "");
    assert_eq!(age("1/1/2030", on), "");
}

#[test]
fn past_days_are_read_against_today() {
    let today = day("2026-11-24");
    for (text, wanted) in [
        ("Sat evening", "Sat 21 Nov 2026, about 18:00–22:00"),
        ("yesterday", "Mon 23 Nov 2026"),
        ("last night", "Mon 23 Nov 2026, about 19:00–23:00"),
        ("this morning", "Tue 24 Nov 2026, about 06:00–12:00"),
        ("tuesday", "Tue 24 Nov 2026"),
        ("3 weeks ago", "Sat 31 Oct 2026 – Fri 6 Nov 2026"),
        ("a month ago", "Fri 9 Oct 2026 – Sun 8 Nov 2026"),
        ("21/11/2026", "Sat 21 Nov 2026"),
    ] {
        assert_eq!(span(text, today).map(|s| s.to_string()).as_deref(), Some(wanted), "{text}");
    }
    assert_eq!(span("when the moon was full", today), None);
}

#[test]
fn instants_are_read_in_local_time_and_never_guessed() {
    let zone = Zone::named("Europe/London").unwrap();
    let now: Moment = serde_json::from_str("\"2026-10-24T13:10:00Z\"").unwrap();
    let read = |text: &str| moment(text, now, zone).map(|at| at.to_string());
    assert_eq!(read("15:30").unwrap(), "2026-10-24T14:30:00Z");
    assert_eq!(read("tomorrow 10:00").unwrap(), "2026-10-25T10:00:00Z");
    assert_eq!(read("today 3pm").unwrap(), "2026-10-24T14:00:00Z");
    assert_eq!(read("24/11/2026 15:30").unwrap(), "2026-11-24T15:30:00Z");
    assert_eq!(read("2026-11-24T15:30").unwrap(), "2026-11-24T15:30:00Z");
    assert_eq!(read("2026-10-25T01:30:00+00:00").unwrap(), "2026-10-25T01:30:00Z");
    let twice = read("25/10/2026 01:30").unwrap_err();
    assert!(twice.contains("+01:00") && twice.contains("+00:00"), "{twice}");
    assert!(read("28/3/2027 01:30").unwrap_err().contains("never"));
    assert!(read("after lunch").unwrap_err().contains("after lunch"));
}
