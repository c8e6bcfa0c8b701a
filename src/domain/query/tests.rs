use proptest::prelude::*;

use super::*;
use crate::domain::actor::Actor;
use crate::domain::codes::Role;
use crate::domain::contact::{ChildName, NextDuty};
use crate::domain::ids::{ContactId, UserId};

const NOW: Moment = Moment::from_millis(1_795_529_400_000);

pub(in crate::domain) fn row() -> Summary {
    Summary {
        restricted: None,
        id: ContactId(1007),
        version: 3,
        open: true,
        kind: ContactKind::Referral,
        received: NOW,
        child: Some(ChildName { forename: "Siân".into(), surname: "Mockford".into(), age: "9y".into() }),
        children: 1,
        concern: "Bruising to the left arm".into(),
        source: Some(Source::School),
        organisation: "Sampleton Primary".into(),
        rating: Some(Rating::Amber),
        route: None,
        owner: Some("Jo Testerby".into()),
        team: false,
        taken_by: Actor { user: UserId("j.testerby".into()), name: "Jo Testerby".into(), role: Role::Worker },
        told: false,
        tries: 0,
        written_owed: true,
        ask_collection: true,
        marks: crate::domain::contact::Marks::default(),
        duties: vec![NextDuty {
            clock: ClockId::FeedbackSchool,
            subject: None,
            start: NOW,
            due: NOW + TimeDelta::minutes(50),
        }],
        words: "Nguyễn Placeham deputy head".into(),
    }
}

fn fits(filter: &str, row: &Summary) -> bool {
    Query::parse(filter).matches(row, &haystack(row), &Asker { now: NOW, me: "Jo Testerby" })
}

#[test]
fn a_missing_child_is_found_by_its_mark_and_the_word_in_quotes_by_the_text() {
    let mut marked = row();
    marked.marks.missing = true;
    let told = Summary { concern: "Missing from lessons".into(), ..row() };
    assert!(fits("missing", &marked) && !fits("-missing", &marked));
    assert!(!fits("missing", &told) && fits("\"missing\"", &told));
}

#[test]
fn an_empty_filter_shows_everything() {
    for text in ["", "  ", "-", "due<", "\"\"", "-\"", " - due< "] {
        assert!(Query::parse(text).is_empty(), "{text}");
        assert!(fits(text, &row()), "{text}");
    }
}

#[test]
fn plain_words_match_anything_shown_and_the_referrer_without_accents() {
    for word in [
        "sian",
        "SIÂN",
        "Sia\u{302}n",
        "mockford",
        "bruis",
        "nguyen",
        "r-1007",
        "1007",
        "amber",
        "s.m.",
        "tell the",
    ] {
        assert!(fits(word, &row()), "{word}");
    }
    assert!(!fits("dummerton", &row()));
    assert!(fits("sian bruising", &row()), "every word");
    assert!(!fits("sian dummerton", &row()));
}

#[test]
fn a_phrase_in_quotation_marks_is_one_word() {
    assert!(fits("\"sampleton primary\"", &row()));
    assert!(!fits("\"primary sampleton\"", &row()));
    assert!(fits("primary sampleton", &row()));
}

#[test]
fn known_words_ask_what_they_say() {
    let amber = row();
    for yes in ["amber", "mine", "untold", "undecided", "school", "due<1h", "due<60m", "due<1", "due<1d"] {
        assert!(fits(yes, &amber), "{yes}");
        assert!(!fits(&format!("-{yes}"), &amber), "-{yes}");
    }
    for no in ["red", "green", "blue", "unrated", "late", "unallocated", "due<30m"] {
        assert!(!fits(no, &amber), "{no}");
        assert!(fits(&format!("-{no}"), &amber), "-{no}");
    }
}

#[test]
fn late_means_a_due_time_has_passed_and_counts_as_due() {
    let mut late = row();
    late.duties[0].due = NOW - TimeDelta::minutes(1);
    assert!(fits("late due<30m", &late));
    late.duties.clear();
    assert!(!fits("late", &late));
    assert!(!fits("due<9d", &late));
}

#[test]
fn a_rating_in_quotation_marks_is_only_a_word() {
    let mut unrated = row();
    unrated.rating = None;
    unrated.concern = "Blue lips".into();
    assert!(!fits("blue", &unrated));
    assert!(fits("\"blue\"", &unrated));
}

#[test]
fn a_consultation_is_never_untold() {
    let mut consultation = row();
    consultation.kind = ContactKind::Consultation;
    assert!(!fits("untold", &consultation));
}

#[test]
fn nobody_is_mine_by_accident() {
    let mut nobody = row();
    nobody.owner = None;
    assert!(!fits("mine", &nobody));
    assert!(fits("unallocated", &nobody));
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_as_the_same_filter(text in "[-a-zâêŴ\" <2hdm.:]{0,24}|(-?(red|late|due<[0-9]{1,3}[mhd]?|school|\"blue\") ?){0,4}") {
        let query = Query::parse(&text);
        prop_assert_eq!(Query::parse(&query.to_string()), query);
    }

    #[test]
    fn any_text_is_a_filter(text in "\\PC{0,40}") {
        let query = Query::parse(&text);
        prop_assert_eq!(Query::parse(&query.to_string()), query.clone());
        let row = row();
        let _ = query.matches(&row, &haystack(&row), &Asker { now: NOW, me: "" });
    }

    #[test]
    fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once.clone());
    }
}
