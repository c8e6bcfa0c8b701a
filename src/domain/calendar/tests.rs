use chrono::{NaiveDate, NaiveDateTime};
use proptest::prelude::*;

use super::*;

pub(in crate::domain) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(in crate::domain) fn local(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

/// The instant of a local time that happens once.
pub(in crate::domain) fn at(text: &str) -> Moment {
    match Zone::LONDON.resolve(local(text)) {
        Local::One(at) => at,
        other => panic!("{text} is {other:?}"),
    }
}

fn off(days: &[(&str, &str)]) -> Vec<DayOff> {
    days.iter().map(|(day, name)| DayOff { date: date(day), name: (*name).to_owned() }).collect()
}

pub(in crate::domain) fn bank_holidays() -> Vec<DayOff> {
    off(&[
        ("2026-01-01", "New Year's Day"),
        ("2026-04-03", "Good Friday"),
        ("2026-04-06", "Easter Monday"),
        ("2026-05-04", "Early May bank holiday"),
        ("2026-05-25", "Spring bank holiday"),
        ("2026-08-31", "Summer bank holiday"),
        ("2026-12-25", "Christmas Day"),
        ("2026-12-28", "Boxing Day (substitute day)"),
        ("2027-01-01", "New Year's Day"),
        ("2027-03-26", "Good Friday"),
        ("2027-03-29", "Easter Monday"),
        ("2027-05-03", "Early May bank holiday"),
        ("2027-05-31", "Spring bank holiday"),
        ("2027-08-30", "Summer bank holiday"),
        ("2027-12-27", "Christmas Day (substitute day)"),
        ("2027-12-28", "Boxing Day (substitute day)"),
        ("2028-01-03", "New Year's Day (substitute day)"),
    ])
}

/// Panics in use if the hours are impossible: a calendar without them is never open.
fn hours(open: u16, close: u16) -> Option<Hours> {
    Hours::new(open, close)
}

/// 08:45-17:20, Friday to 16:20.
pub(in crate::domain) fn hub() -> Calendar {
    let day = hours(525, 1040);
    let week = [day, day, day, day, hours(525, 980), None, None];
    Calendar::new(Zone::LONDON, week, &bank_holidays(), &[], &[2026, 2027, 2028]).unwrap()
}

/// 08:30-17:30, Monday to Friday.
pub(in crate::domain) fn plain() -> Calendar {
    let day = hours(510, 1050);
    Calendar::new(Zone::LONDON, [day, day, day, day, day, None, None], &bank_holidays(), &[], &[2026, 2027])
        .unwrap()
}

fn always() -> Calendar {
    Calendar::new(Zone::LONDON, [hours(0, 1440); 7], &[], &[], &[]).unwrap()
}

/// The same count made the slow way, minute by minute.
fn counted_by_minutes(calendar: &Calendar, from: Moment, to: Moment) -> u64 {
    let minutes = (from.millis()..to.millis()).step_by(60_000);
    minutes.filter(|minute| calendar.is_open(Moment::from_millis(*minute))).count() as u64
}

#[test]
fn opening_is_inclusive_and_closing_exclusive() {
    let hub = hub();
    assert!(!hub.is_open(at("2026-11-24 08:44")));
    assert!(hub.is_open(at("2026-11-24 08:45")));
    assert!(hub.is_open(at("2026-11-27 16:19")));
    assert!(!hub.is_open(at("2026-11-27 16:20")), "Friday 16:20:00 is closed");
    assert!(!hub.is_open(at("2026-11-28 10:00")), "Saturday");
    assert!(!hub.is_open(at("2026-12-28 10:00")), "bank holiday");
}

#[test]
fn a_closure_is_no_working_day_and_a_bank_holiday_keeps_its_own_name() {
    let closures = off(&[("2026-12-24", "Christmas closure"), ("2026-12-25", "Christmas closure")]);
    let calendar = Calendar::new(Zone::LONDON, *hub().week(), &bank_holidays(), &closures, &[2026]).unwrap();
    assert_eq!(calendar.day(date("2026-12-24")), DayKind::Closure("Christmas closure"));
    assert_eq!(calendar.day(date("2026-12-25")), DayKind::BankHoliday("Christmas Day"));
    assert_eq!(calendar.day(date("2026-12-26")), DayKind::NoHours);
    assert!(calendar.is_working_day(date("2026-12-29")));
}

#[test]
fn a_calendar_that_is_never_open_does_not_exist() {
    assert_eq!(Calendar::new(Zone::LONDON, [None; 7], &[], &[], &[]), None);
}

#[test]
fn act_by_is_the_due_time_itself_while_the_desk_is_open() {
    let hub = hub();
    let act_by = |start, due| hub.last_staffed_end(at(start), at(due));
    assert_eq!(act_by("2026-11-24 10:00", "2026-11-25 10:00"), Some(at("2026-11-25 10:00")));
    assert_eq!(act_by("2026-11-24 10:00", "2026-11-24 17:20"), Some(at("2026-11-24 17:20")), "due at close");
    assert_eq!(
        act_by("2026-11-24 08:45", "2026-11-25 08:45"),
        Some(at("2026-11-25 08:45")),
        "due at opening"
    );
    assert_eq!(
        act_by("2026-11-24 10:00", "2026-11-24 23:59"),
        Some(at("2026-11-24 17:20")),
        "the close before"
    );
    assert_eq!(
        act_by("2026-12-24 15:00", "2026-12-28 15:00"),
        Some(at("2026-12-24 17:20")),
        "over Christmas"
    );
}

#[test]
fn act_by_is_absent_when_no_staffed_minute_lies_between() {
    let hub = hub();
    let act_by = |start, due| hub.last_staffed_end(at(start), at(due));
    assert_eq!(act_by("2026-11-24 17:20", "2026-11-24 23:59"), None);
    assert_eq!(act_by("2026-10-24 12:00", "2026-10-25 11:00"), None);
    assert_eq!(act_by("2026-11-29 08:45", "2026-11-30 08:45"), None, "open again only as it falls due");
    assert_eq!(act_by("2026-11-24 10:00", "2026-11-24 10:00"), None);
}

#[test]
fn staffed_minutes_leave_out_nights_weekends_and_holidays() {
    let hub = hub();
    let minutes = |from, to| hub.staffed_minutes(at(from), at(to));
    assert_eq!(minutes("2026-11-24 14:10", "2026-11-24 15:00"), 50);
    assert_eq!(minutes("2026-12-24 15:00", "2026-12-29 10:00"), 140 + 75);
    assert_eq!(minutes("2026-11-28 00:00", "2026-11-30 08:45"), 0);
    assert_eq!(minutes("2026-11-25 00:00", "2026-11-24 00:00"), 0, "past is past");
}

#[test]
fn a_desk_that_never_closes_has_the_hour_that_the_clocks_give_and_take() {
    let always = always();
    let minutes = |from, to| always.staffed_minutes(at(from), at(to));
    assert_eq!(minutes("2026-10-25 00:00", "2026-10-26 00:00"), 25 * 60);
    assert_eq!(minutes("2027-03-28 00:00", "2027-03-29 00:00"), 23 * 60);
    assert_eq!(minutes("2026-10-24 12:00", "2026-10-27 12:00"), 73 * 60, "the change on a whole day between");
    assert_eq!(minutes("2026-01-01 00:00", "2027-01-01 00:00"), 365 * 24 * 60);
}

#[test]
fn counting_a_thousand_years_takes_no_longer_than_a_day() {
    let hub = hub();
    let week = 4 * (1040 - 525) + (980 - 525);
    let start = at("2100-01-04 00:00");
    let weeks = 52_000;
    let end = Moment::from_millis(start.millis() + weeks * 7 * DAY);
    let counted = hub.staffed_minutes(start, end);
    assert!(counted.abs_diff(u64::try_from(weeks).unwrap() * week) <= 1, "{counted}");
    assert!(hub.staffed_minutes(Moment::from_millis(i64::MIN), Moment::from_millis(i64::MAX)) > 0);
}

#[test]
fn the_next_opening_is_found_over_a_holiday() {
    let hub = hub();
    assert_eq!(hub.next_open(at("2026-12-24 17:20")), at("2026-12-29 08:45"));
    assert_eq!(hub.next_open(at("2026-12-29 03:00")), at("2026-12-29 08:45"));
    assert_eq!(hub.next_open(at("2026-12-29 09:00")), at("2026-12-29 09:00"));
}

#[test]
fn a_time_that_happens_twice_gives_the_earlier_instant_first() {
    let Local::Twice(earlier, later) = Zone::LONDON.resolve(local("2026-10-25 01:30")) else { panic!() };
    assert_eq!(Zone::LONDON.iso(earlier), "2026-10-25T01:30:00+01:00");
    assert_eq!(Zone::LONDON.iso(later), "2026-10-25T01:30:00+00:00");
    assert_eq!(Zone::LONDON.computed(local("2026-10-25 01:30")), earlier);
}

#[test]
fn a_time_that_never_happens_names_the_gap() {
    let never = local("2027-03-28 01:30");
    assert_eq!(Zone::LONDON.resolve(never), Local::Never);
    let (from, to) = Zone::LONDON.gap(never).unwrap();
    assert_eq!((from.to_string(), to.to_string()), ("01:00:00".to_owned(), "02:00:00".to_owned()));
    assert_eq!(Zone::LONDON.computed(never), at("2027-03-28 02:00"), "a computed time falls on the change");
    assert_eq!(Zone::LONDON.gap(local("2027-03-28 02:30")), None);
}

#[test]
fn instants_read_as_people_write_them() {
    let zone = Zone::LONDON;
    assert_eq!(zone.short(at("2026-12-24 15:00")), "Thu 24 Dec 15:00");
    assert_eq!(zone.short(at("2026-07-05 09:05")), "Sun 5 Jul 09:05");
    assert_eq!(zone.long(at("2026-12-24 15:00")), "Thu 24 Dec 2026 15:00");
    assert_eq!(zone.short_date(at("2026-12-24 15:00")), "Thu 24 Dec");
    assert_eq!(zone.short_time(at("2026-12-24 15:00")), "15:00");
    let Local::Twice(earlier, later) = zone.resolve(local("2026-10-25 01:30")) else { panic!() };
    assert_eq!(zone.short(earlier), "Sun 25 Oct 01:30 BST");
    assert_eq!(zone.short(later), "Sun 25 Oct 01:30 GMT");
    assert_eq!(zone.short(at("2026-10-25 02:00")), "Sun 25 Oct 02:00");
}

fn moments() -> impl Strategy<Value = Moment> {
    // 2025-06 to 2028-06, to the second.
    (1_748_736_000_i64..1_843_430_400).prop_map(|seconds| Moment::from_millis(seconds * 1000))
}

proptest! {
    #[test]
    fn counting_by_weeks_agrees_with_counting_by_minutes(from in moments(), minutes in 0_i64..30_000) {
        let from = Moment::from_millis(from.millis() / 60_000 * 60_000);
        let to = Moment::from_millis(from.millis() + minutes * 60_000);
        for calendar in [hub(), always()] {
            prop_assert_eq!(calendar.staffed_minutes(from, to), counted_by_minutes(&calendar, from, to));
        }
    }

    #[test]
    fn act_by_lies_between_start_and_due(start in moments(), seconds in 0_i64..3_000_000) {
        let hub = hub();
        let due = Moment::from_millis(start.millis() + seconds * 1000);
        if let Some(act_by) = hub.last_staffed_end(start, due) {
            prop_assert!(start < act_by && act_by <= due);
            prop_assert!(hub.is_open(Moment::from_millis(act_by.millis() - 1)) || act_by == due);
            prop_assert_eq!(hub.staffed_minutes(act_by, due), 0);
        } else {
            prop_assert_eq!(hub.staffed_minutes(start, due), 0);
        }
    }

    #[test]
    fn computed_times_never_run_backwards(at in moments(), more in 0_i64..10_000_000) {
        let zone = Zone::LONDON;
        let first = zone.local(at);
        let second = first + chrono::TimeDelta::milliseconds(more);
        prop_assert!(zone.computed(first) <= zone.computed(second));
    }

    #[test]
    fn a_remembered_offset_is_the_one_of_the_rules(millis in -3_000_000_000_000_i64..6_000_000_000_000) {
        use chrono::{Offset as _, TimeZone as _};
        let at = Moment::from_millis(millis);
        let rules = chrono_tz::Europe::London.offset_from_utc_datetime(&at.utc().naive_utc()).fix();
        prop_assert_eq!(Zone::LONDON.offset(at), rules);
        prop_assert_eq!(Zone::LONDON.offset(at), rules, "and again");
    }

    #[test]
    fn a_local_time_leads_back_to_its_instant(at in moments()) {
        let zone = Zone::LONDON;
        let back = match zone.resolve(zone.local(at)) {
            Local::One(one) => one == at,
            Local::Twice(earlier, later) => earlier < later && (earlier == at || later == at),
            Local::Never => false,
        };
        prop_assert!(back);
    }
}
