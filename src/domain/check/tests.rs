mod numbers;

use super::*;

fn at(text: &str) -> Moment {
    serde_json::from_str(&format!("\"{text}\"")).unwrap()
}

/// Tuesday 24 November 2026, 14:10 in London.
fn call() -> Moment {
    at("2026-11-24T14:10:00Z")
}

fn issues(question: QuestionId, typed: &str) -> Vec<Issue> {
    check(question, typed, call(), Zone::LONDON)
}

fn warns(question: QuestionId, typed: &str) -> bool {
    issues(question, typed).iter().any(|issue| issue.severity == Severity::Warn)
}

fn read(question: QuestionId, typed: &str) -> Option<String> {
    reading(question, typed, call(), Zone::LONDON)
}

#[test]
fn a_blank_answer_is_a_question_not_asked_and_nothing_is_wrong_with_it() {
    for question in QuestionId::ALL {
        assert_eq!(issues(*question, "  "), []);
    }
}

#[test]
fn a_time_is_read_back_with_its_distance_from_the_call() {
    let id = QuestionId::ChildCollection;
    assert_eq!(read(id, "3.15pm").unwrap(), "15:15 today, 1 h 05 min after the call came");
    assert_eq!(read(id, "14:45").unwrap(), "14:45 today, 35 min after the call came");
    assert_eq!(issues(id, "15:15"), []);
    assert_eq!(read(id, "after school"), None);
    assert!(warns(id, "after school"));
}

#[test]
fn a_bare_hour_is_asked_about_and_not_guessed() {
    let found = issues(QuestionId::ChildCollection, "3");
    assert_eq!(found[0].text, "Morning or afternoon? Type 3am or 3pm, or 15:15.");
}

#[test]
fn a_collection_before_the_call_is_noted() {
    let found = issues(QuestionId::ChildCollection, "13:00");
    assert_eq!(found[0].severity, Severity::Note);
    assert!(found[0].text.contains("past when the call came"));
}

#[test]
fn a_time_that_comes_twice_is_refused_with_both_readings() {
    let evening = at("2026-10-25T00:10:00Z");
    let found = check(QuestionId::ChildCollection, "01:30", evening, Zone::LONDON);
    assert_eq!(found[0].severity, Severity::Warn);
    let text = &found[0].text;
    assert!(
        text.contains("comes twice on Sun 25 Oct")
            && text.contains("in BST")
            && text.contains("60 minutes later in GMT")
    );
    assert_eq!(reading(QuestionId::ChildCollection, "01:30", evening, Zone::LONDON), None);
}

#[test]
fn a_time_that_never_comes_is_refused_with_the_change_named() {
    let night = at("2027-03-28T00:10:00Z");
    let found = check(QuestionId::ChildCollection, "1:30am", night, Zone::LONDON);
    assert_eq!(
        found[0].text,
        "01:30 does not happen on this day: the clocks go from 01:00 straight to 02:00. It moves no clock: ask again."
    );
}

#[test]
fn births_are_read_as_dates_ages_or_due_dates() {
    let id = QuestionId::ChildBirth;
    assert_eq!(read(id, "3/5/2016").unwrap(), "10 years old, born 3 May 2016");
    assert_eq!(read(id, "about 10").unwrap(), "about 10 years old");
    assert_eq!(read(id, "due 3 March 2027").unwrap(), "not born yet, due 3 Mar 2027");
    assert_eq!(read(id, "6 months").unwrap(), "under a year old");
    for fine in ["3/5/2016", "about 10", "due 3/3/2027", "unborn", "6 months"] {
        assert_eq!(issues(id, fine), [], "{fine}");
    }
}

#[test]
fn a_birth_to_come_and_a_child_over_25_are_questioned() {
    let id = QuestionId::ChildBirth;
    assert!(warns(id, "3/5/2027"));
    assert!(warns(id, "3/5/1999"));
    assert!(warns(id, "26"));
    assert!(!warns(id, "25"));
    assert!(!warns(QuestionId::PersonBirth, "3/5/1985"), "a parent may be of any age");
    assert!(warns(id, "10-ish, in year 6"));
    assert!(warns(id, "due 3/3/2072"));
}

#[test]
fn a_day_is_echoed_as_a_stretch_of_time() {
    let id = QuestionId::When;
    assert_eq!(read(id, "Sat evening").unwrap(), "Sat 21 Nov 2026, about 18:00–22:00");
    assert_eq!(issues(id, "3 weeks ago"), []);
    assert_eq!(issues(id, "for years, on and off")[0].severity, Severity::Note);
    assert!(warns(id, "1/12/2026"));
}

#[test]
fn a_number_too_short_to_ring_is_questioned() {
    let id = QuestionId::CallerPhone;
    for fine in [
        "01632 960111",
        "07700 900123",
        "+44 1632 960111",
        "01632 960111 ext 23",
        "(01632) 960 111",
        "01632960111x204",
    ] {
        assert_eq!(issues(id, fine), [], "{fine}");
    }
    assert!(issues(id, "960111")[0].text.contains("Only 6 digits"));
    assert!(warns(id, "withheld"));
    assert!(warns(id, "1234567890123456"));
    assert_eq!(issues(id, "016329601112")[0].severity, Severity::Note);
}

#[test]
fn postcodes_are_checked_by_shape_only() {
    for fine in ["TE5 7AB", "te57ab", "T1 1AA", "TE1A 1AA", "T12 3CD", "TE5  7AB"] {
        assert!(is_postcode(fine), "{fine}");
    }
    for odd in
        ["TE5", "TE5 7A", "5TE 7AB", "TEST5 7AB", "TE5 77B", "", "AB", "T E5 7AB", "TE57 AB", "ŤE5 7AB"]
    {
        assert!(!is_postcode(odd), "{odd}");
    }
    assert!(warns(QuestionId::ChildPostcode, "TE5"));
    assert!(!warns(QuestionId::ChildPostcode, "TE5 7AB"));
}

#[test]
fn lines_choices_and_narrative_are_never_questioned() {
    for question in [QuestionId::Concern, QuestionId::Narrative, QuestionId::Harm, QuestionId::CallerSource] {
        assert_eq!(issues(question, "13:75 ???"), []);
        assert_eq!(read(question, "15:15"), None);
    }
}
