//! The clocks of `docs/CLOCKS.md`, rule by rule, on the protocols that are shipped.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test may fail loudly"
)]

use std::sync::LazyLock;

use dutydesk::domain::calendar::{Local, Zone};
use dutydesk::domain::clocks::{ClockId, Deadline, Outcome, deadlines, wants_collection_time};
use dutydesk::domain::codes::{ContactKind, Rating, Route, Source};
use dutydesk::domain::facts::{AgencyAsk, Facts, OwnDuty};
use dutydesk::domain::protocol::Protocol;
use dutydesk::domain::when::Moment;
use dutydesk::protocols;
use proptest::prelude::*;

static GENERAL: LazyLock<Protocol> = LazyLock::new(|| protocols::built_in("general").unwrap());

fn at(text: &str) -> Moment {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    match Zone::LONDON.resolve(local) {
        Local::One(at) => at,
        other => panic!("{text} is {other:?}"),
    }
}

fn referral(received: &str) -> Facts {
    Facts::new(ContactKind::Referral, at(received))
}

fn from_school(received: &str) -> Facts {
    Facts { source: Some(Source::School), professional: true, ..referral(received) }
}

fn find(facts: &Facts, id: ClockId) -> Option<Deadline> {
    let mut found = deadlines(facts, &GENERAL).into_iter().filter(|deadline| deadline.clock == id);
    let first = found.next();
    assert!(found.next().is_none(), "{id} runs once");
    first
}

/// Due time as people read it, or the reason why there is none, or "absent".
fn due(facts: &Facts, id: ClockId) -> String {
    match find(facts, id).map(|deadline| deadline.outcome) {
        Some(Outcome::Running { due, .. }) => Zone::LONDON.short(due),
        Some(Outcome::NotAchievable { reason }) => format!("not achievable: {reason}"),
        None => "absent".to_owned(),
    }
}

fn act_by(facts: &Facts, id: ClockId) -> Option<String> {
    match find(facts, id).unwrap().outcome {
        Outcome::Running { act_by, .. } => act_by.map(|at| Zone::LONDON.short(at)),
        Outcome::NotAchievable { .. } => None,
    }
}

fn ids(facts: &Facts) -> Vec<&'static str> {
    deadlines(facts, &GENERAL).iter().map(|deadline| deadline.clock.code()).collect()
}

#[test]
fn the_worked_examples_hold() {
    for (received, feedback, act, response) in [
        ("2026-03-25 10:00", "Thu 26 Mar 10:00", Some("Thu 26 Mar 10:00"), "Thu 26 Mar 17:20"),
        ("2026-04-02 16:00", "Fri 3 Apr 16:00", Some("Thu 2 Apr 17:20"), "Tue 7 Apr 17:20"),
        ("2026-05-22 15:10", "Sat 23 May 15:10", Some("Fri 22 May 16:20"), "Tue 26 May 17:20"),
        ("2026-10-24 12:00", "Sun 25 Oct 11:00", None, "Mon 26 Oct 17:20"),
    ] {
        let facts = referral(received);
        assert_eq!(due(&facts, ClockId::FeedbackFirst), feedback);
        assert_eq!(act_by(&facts, ClockId::FeedbackFirst).as_deref(), act, "{received}");
        assert_eq!(due(&facts, ClockId::ResponseDecision), response);
        let consultation = Facts::new(ContactKind::Consultation, at(received));
        assert_eq!(due(&consultation, ClockId::Consultation), response);
    }
}

#[test]
fn both_sides_of_a_conflict_are_shown() {
    let facts = from_school("2026-11-24 14:10");
    assert_eq!(
        ids(&facts),
        [
            "feedback-first",
            "feedback-school",
            "stage1-decision",
            "response-decision",
            "written-24h",
            "written-48h"
        ]
    );
    assert_eq!(due(&facts, ClockId::Stage1Decision), "Wed 25 Nov 14:10");
    assert_eq!(due(&facts, ClockId::ResponseDecision), "Wed 25 Nov 17:20");
    assert_eq!(due(&facts, ClockId::Written24h), "Wed 25 Nov 14:10");
    assert_eq!(due(&facts, ClockId::Written48h), "Thu 26 Nov 14:10");
}

#[test]
fn a_member_of_the_public_owes_no_writing_and_an_open_case_only_the_longer_one() {
    let public = Facts { source: Some(Source::Family), ..referral("2026-11-24 14:10") };
    assert_eq!(ids(&public), ["feedback-first", "stage1-decision", "response-decision"]);
    let open = Facts { open_case: true, ..from_school("2026-11-24 14:10") };
    assert!(!ids(&open).contains(&"written-24h"));
    assert!(ids(&open).contains(&"written-48h"));
    let routed = Facts { route: Some(Route::OpenCase), ..from_school("2026-11-24 14:10") };
    assert!(!ids(&routed).contains(&"written-24h"), "a contact for the allocated worker is open to one");
}

#[test]
fn a_consultation_sets_off_its_own_clock_only() {
    let facts = Facts { kind: ContactKind::Consultation, ..from_school("2026-11-24 14:10") };
    assert_eq!(ids(&facts), ["consultation"]);
    assert!(!wants_collection_time(&facts));
}

#[test]
fn a_teacher_is_told_by_three_or_before_collection() {
    let facts = from_school("2026-11-24 14:10");
    assert_eq!(due(&facts, ClockId::FeedbackSchool), "Tue 24 Nov 15:00");
    assert!(wants_collection_time(&facts));
    let collected = |times: &[&str]| Facts {
        collections: times.iter().map(|time| at(&format!("2026-11-24 {time}"))).collect(),
        ..from_school("2026-11-24 14:10")
    };
    assert_eq!(due(&collected(&["15:15"]), ClockId::FeedbackSchool), "Tue 24 Nov 15:00");
    assert_eq!(due(&collected(&["15:15", "14:40"]), ClockId::FeedbackSchool), "Tue 24 Nov 14:40");
    assert_eq!(
        due(&collected(&["14:10", "12:00"]), ClockId::FeedbackSchool),
        "Tue 24 Nov 15:00",
        "left already"
    );
    assert!(wants_collection_time(&collected(&["12:00"])));
    assert!(!wants_collection_time(&collected(&["15:15"])));
}

#[test]
fn after_three_only_the_collection_counts() {
    for received in ["2026-11-24 15:00", "2026-11-24 15:20"] {
        let late = from_school(received);
        let reason = "not achievable: 3pm had passed when the call came";
        assert_eq!(due(&late, ClockId::FeedbackSchool), reason);
        let collected = Facts { collections: vec![at("2026-11-24 17:30")], ..late };
        assert_eq!(due(&collected, ClockId::FeedbackSchool), "Tue 24 Nov 17:30");
    }
    assert_eq!(due(&from_school("2026-11-24 14:59"), ClockId::FeedbackSchool), "Tue 24 Nov 15:00");
}

#[test]
fn there_is_no_three_o_clock_on_a_day_without_school() {
    for received in ["2026-11-28 10:00", "2026-12-25 10:00", "2026-11-28 16:00"] {
        let facts = from_school(received);
        assert_eq!(due(&facts, ClockId::FeedbackSchool), "not achievable: not a school day");
        let handed_over = Facts { collections: vec![at("2026-12-30 12:00")], ..facts };
        assert_eq!(due(&handed_over, ClockId::FeedbackSchool), "Wed 30 Dec 12:00");
    }
}

#[test]
fn another_caller_has_the_rule_only_with_a_collection_time() {
    let nursery = Facts { source: Some(Source::Education), ..referral("2026-11-24 10:00") };
    assert_eq!(due(&nursery, ClockId::FeedbackSchool), "absent");
    let collected = Facts { collections: vec![at("2026-11-24 17:45")], ..nursery };
    assert_eq!(due(&collected, ClockId::FeedbackSchool), "Tue 24 Nov 17:45");
    assert_eq!(act_by(&collected, ClockId::FeedbackSchool).as_deref(), Some("Tue 24 Nov 17:20"));
}

#[test]
fn clocks_run_from_the_emergency_duty_team_when_it_was_earlier() {
    let night = Facts { edt_received: Some(at("2026-11-22 22:00")), ..referral("2026-11-23 08:50") };
    assert_eq!(due(&night, ClockId::FeedbackFirst), "Mon 23 Nov 22:00");
    assert_eq!(due(&night, ClockId::ResponseDecision), "Mon 23 Nov 17:20");
    assert!(find(&night, ClockId::FeedbackFirst).unwrap().because[0].contains("Sun 22 Nov 22:00"));
    let later = Facts { edt_received: Some(at("2026-11-23 09:30")), ..referral("2026-11-23 08:50") };
    assert_eq!(due(&later, ClockId::FeedbackFirst), "Tue 24 Nov 08:50");
    let monday_school =
        Facts { edt_received: Some(at("2026-11-22 22:00")), ..from_school("2026-11-23 08:50") };
    assert_eq!(due(&monday_school, ClockId::FeedbackSchool), "not achievable: not a school day");
}

#[test]
fn section_47_is_acted_on_the_same_day_and_discussed_within_24_hours() {
    let facts = Facts {
        route: Some(Route::S47),
        decided: Some(at("2026-11-27 16:30")),
        ..referral("2026-11-27 10:00")
    };
    let action = find(&facts, ClockId::S47Action).unwrap();
    assert_eq!(Zone::LONDON.iso(action.due().unwrap()), "2026-11-27T23:59:59+00:00");
    assert_eq!(act_by(&facts, ClockId::S47Action), None, "the desk closed at 16:20");
    assert_eq!(due(&facts, ClockId::StrategyDiscussion), "Sat 28 Nov 16:30");
    assert_eq!(due(&facts, ClockId::FamilyVisit), "absent", "not before it is allocated");
    let allocated = Facts { allocated: Some(at("2026-11-27 17:00")), ..facts };
    assert_eq!(due(&allocated, ClockId::FamilyVisit), "Fri 4 Dec 16:20");
    assert_eq!(due(&allocated, ClockId::Oversight), "Mon 7 Dec 17:00");
    let undecided = Facts { route: Some(Route::S47), ..referral("2026-11-27 10:00") };
    assert_eq!(due(&undecided, ClockId::S47Action), "absent");
}

#[test]
fn only_section_17_and_47_start_visit_and_oversight() {
    for route in Route::ALL {
        let facts = Facts {
            route: Some(*route),
            allocated: Some(at("2026-11-25 10:00")),
            ..referral("2026-11-24 10:00")
        };
        let expected = matches!(route, Route::S17 | Route::S47);
        assert_eq!(find(&facts, ClockId::FamilyVisit).is_some(), expected, "{route}");
        assert_eq!(find(&facts, ClockId::Oversight).is_some(), expected, "{route}");
    }
}

#[test]
fn an_outcome_is_owed_where_there_is_one_to_tell() {
    for route in Route::ALL {
        let facts = Facts {
            route: Some(*route),
            decided: Some(at("2026-11-24 15:00")),
            ..referral("2026-11-24 10:00")
        };
        let referrer = !matches!(route, Route::Stage2);
        let family = !matches!(route, Route::Stage2 | Route::Consultation | Route::Edt | Route::Wait);
        assert_eq!(find(&facts, ClockId::OutcomeReferrer).is_some(), referrer, "{route}");
        assert_eq!(find(&facts, ClockId::OutcomeFamily).is_some(), family, "{route}");
    }
    let unrouted = Facts { decided: Some(at("2026-11-24 15:00")), ..referral("2026-11-24 10:00") };
    assert_eq!(due(&unrouted, ClockId::OutcomeFamily), "Wed 25 Nov 17:20");
}

#[test]
fn stage_2_goes_by_rating() {
    let rated = |rating| Facts { route: Some(Route::Stage2), rating, ..referral("2026-11-27 15:00") };
    assert_eq!(due(&rated(Some(Rating::Red)), ClockId::Stage2Decision), "Fri 27 Nov 19:00");
    assert_eq!(due(&rated(Some(Rating::Amber)), ClockId::Stage2Decision), "Mon 30 Nov 17:20");
    assert_eq!(due(&rated(Some(Rating::Green)), ClockId::Stage2Decision), "Wed 2 Dec 17:20");
    assert_eq!(due(&rated(None), ClockId::Stage2Decision), "absent");
    assert_eq!(due(&rated(Some(Rating::Blue)), ClockId::Stage2Decision), "absent");
}

fn asked(rating: Rating, asks: &[(&str, &str)]) -> Facts {
    let agencies = asks.iter().map(|(agency, time)| AgencyAsk { agency: (*agency).to_owned(), at: at(time) });
    Facts {
        rating: Some(rating),
        route: Some(Route::Stage2),
        agencies: agencies.collect(),
        ..referral("2026-11-24 09:00")
    }
}

fn returns(facts: &Facts) -> Vec<(String, String)> {
    deadlines(facts, &GENERAL)
        .into_iter()
        .filter(|deadline| deadline.clock == ClockId::AgencyReturn)
        .map(|deadline| {
            (deadline.subject.clone().unwrap_or_default(), Zone::LONDON.short(deadline.due().unwrap()))
        })
        .collect()
}

#[test]
fn every_agency_has_its_own_return() {
    let asks = [("Police", "2026-11-24 10:00"), ("Health", "2026-11-24 16:00")];
    let found = |rating| {
        let found = returns(&asked(rating, &asks));
        assert_eq!((&*found[0].0, &*found[1].0), ("Police", "Health"));
        (found[0].1.clone(), found[1].1.clone())
    };
    let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert_eq!(found(Rating::Red), pair("Tue 24 Nov 12:00", "Tue 24 Nov 18:00"));
    assert_eq!(found(Rating::Amber), pair("Tue 24 Nov 16:00", "Wed 25 Nov 13:25"));
    assert_eq!(found(Rating::Green), pair("Wed 25 Nov 17:20", "Wed 25 Nov 17:20"));
}

#[test]
fn a_raised_rating_counts_open_returns_again_from_the_request() {
    let mut facts = asked(Rating::Red, &[("Police", "2026-11-24 10:00"), ("Health", "2026-11-24 11:30")]);
    facts.rating_raised = Some(at("2026-11-24 11:00"));
    facts.rating_before = Some(Rating::Amber);
    let found = deadlines(&facts, &GENERAL);
    let police = found.iter().find(|deadline| deadline.subject.as_deref() == Some("Police")).unwrap();
    assert_eq!(Zone::LONDON.short(police.due().unwrap()), "Tue 24 Nov 12:00");
    assert!(
        police.because.iter().any(|step| step == "rating raised Tue 24 Nov 11:00"),
        "{:?}",
        police.because
    );
    assert!(police.due().unwrap() <= at("2026-11-24 13:00"), "no later than the raise and the new time");
    assert_eq!(returns(&facts)[1].1, "Tue 24 Nov 13:30", "asked after the raise");
}

#[test]
fn other_events_start_their_own_clocks() {
    let facts = Facts {
        domestic_abuse: true,
        other_authority: true,
        written_received: Some(at("2026-11-27 11:00")),
        meeting_convened: Some(at("2026-11-27 14:00")),
        dispute_raised: Some(at("2026-11-27 12:00")),
        ..referral("2026-11-27 09:10")
    };
    assert_eq!(due(&facts, ClockId::DaReview), "Mon 30 Nov 09:10");
    assert_eq!(due(&facts, ClockId::CrossBoundary), "Sat 28 Nov 09:10");
    assert_eq!(due(&facts, ClockId::WrittenNextSteps), "Sat 28 Nov 11:00");
    assert_eq!(due(&facts, ClockId::MashMeeting), "Mon 30 Nov 10:00");
    assert_eq!(due(&facts, ClockId::Dispute), "Mon 30 Nov 17:20");
}

#[test]
fn a_deadline_that_a_person_adds_is_due_when_they_said() {
    let own = |due: &str| Facts {
        custom: vec![OwnDuty {
            title: "Flight BX 12".to_owned(),
            added: at("2026-11-24 10:00"),
            due: at(due),
        }],
        ..referral("2026-11-24 09:00")
    };
    assert_eq!(due(&own("2026-11-24 21:40"), ClockId::Custom), "Tue 24 Nov 21:40");
    assert_eq!(act_by(&own("2026-11-24 21:40"), ClockId::Custom).as_deref(), Some("Tue 24 Nov 17:20"));
    assert!(due(&own("2026-11-24 09:40"), ClockId::Custom).starts_with("not achievable"));
}

#[test]
fn a_year_without_bank_holiday_data_says_so() {
    let facts = referral("2028-12-29 10:00");
    let because = find(&facts, ClockId::ResponseDecision).unwrap().because;
    assert!(because.iter().any(|step| step.contains("bank holidays of 2029 are not known")), "{because:?}");
    assert!(because.last().unwrap().starts_with("due at close"));
    let known = find(&referral("2028-12-28 10:00"), ClockId::ResponseDecision).unwrap().because;
    assert!(!known.iter().any(|step| step.contains("not known")));
}

#[test]
fn the_steps_begin_with_receipt_and_name_their_source() {
    let deadline = find(&referral("2026-12-24 15:00"), ClockId::ResponseDecision).unwrap();
    assert_eq!(deadline.because.first().unwrap(), "received Thu 24 Dec 15:00");
    assert_eq!(deadline.because.last().unwrap(), "due at close, Tue 29 Dec 17:20");
    assert_eq!(deadline.basis, "L148");
    let outcome = Facts { decided: Some(at("2026-12-24 16:00")), ..referral("2026-12-24 15:00") };
    assert_eq!(find(&outcome, ClockId::OutcomeFamily).unwrap().basis, "default");
}

#[test]
fn a_deadline_reads_back_as_it_was_stored() {
    for deadline in deadlines(&from_school("2026-11-24 16:10"), &GENERAL) {
        let text = serde_json::to_string(&deadline).unwrap();
        assert_eq!(serde_json::from_str::<Deadline>(&text).unwrap(), deadline);
    }
}

prop_compose! {
    fn any_facts()(
        seconds in 1_767_225_600_i64..1_846_000_000,
        source in proptest::sample::select(Source::ALL),
        rating in proptest::option::of(proptest::sample::select(Rating::ALL)),
        route in proptest::option::of(proptest::sample::select(Route::ALL)),
        later in proptest::collection::vec(0_i64..400_000, 8),
        flags in proptest::collection::vec(any::<bool>(), 8),
    ) -> Facts {
        let received = Moment::from_millis(seconds * 1000);
        let after = |place: usize| flags[place].then(|| Moment::from_millis((seconds + later[place]) * 1000));
        Facts {
            source: Some(source),
            professional: source.is_professional(),
            collections: after(0).into_iter().collect(),
            open_case: flags[1],
            domestic_abuse: flags[2],
            other_authority: flags[3],
            rating,
            route,
            decided: after(4),
            allocated: after(5),
            meeting_convened: after(6),
            written_received: after(7),
            agencies: after(1).map(|at| AgencyAsk { agency: "Police".to_owned(), at }).into_iter().collect(),
            rating_raised: after(2),
            ..Facts::new(ContactKind::Referral, received)
        }
    }
}

proptest! {
    #[test]
    fn no_deadline_lies_before_its_start_and_act_by_lies_within(facts in any_facts()) {
        for deadline in deadlines(&facts, &GENERAL) {
            if let Outcome::Running { due, act_by } = deadline.outcome {
                prop_assert!(due >= deadline.start, "{deadline:?}");
                prop_assert!(act_by.is_none_or(|act_by| deadline.start < act_by && act_by <= due), "{deadline:?}");
            }
            prop_assert!(deadline.because.len() >= 2, "{deadline:?}");
        }
    }

    #[test]
    fn a_school_clock_is_never_born_late(facts in any_facts()) {
        if let Some(Outcome::Running { due, .. }) = find(&facts, ClockId::FeedbackSchool).map(|found| found.outcome) {
            prop_assert!(due > facts.received);
        }
    }

    #[test]
    fn clocks_come_in_their_fixed_order(facts in any_facts()) {
        let found: Vec<_> = deadlines(&facts, &GENERAL).iter().map(|deadline| deadline.clock).collect();
        prop_assert!(found.is_sorted());
    }
}
