//! Section 47.

use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{Rating, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::deed::{DeedId, FieldId as F};
use dutydesk::domain::event::Told;
use dutydesk::domain::outcome::{LeadJob, More};
use dutydesk::domain::schema::QuestionId as Q;

use super::super::common::after::{Story, allocate, decision, deed, letter, rang, rate, referral, route};
use super::super::common::desk::worker;

#[test]
fn a_section_47_on_christmas_eve_is_done_that_night_and_the_rest_by_the_new_year() {
    let intake = referral("3E", &[(Q::Injury, "seen")], &[&[(Q::ChildSurname, "Placeham")]]);
    let mut story = Story::filed("2026-12-24T15:00", intake);
    story.runs(&[
        "feedback-first Fri 25 Dec 15:00",
        "stage1-decision Fri 25 Dec 15:00",
        "response-decision Tue 29 Dec 17:20",
        "written-24h Fri 25 Dec 15:00",
        "written-48h Sat 26 Dec 15:00",
    ]);
    let social_worker = More {
        to: "Duty team".into(),
        lead: "Kit Exemplar".into(),
        lead_job: Some(LeadJob::SocialWorker),
        ..More::default()
    };
    story
        .worker("2026-12-24T15:05", &rate(Rating::Red))
        .manager("2026-12-24T15:20", &decision(Route::S47, social_worker))
        .runs(&[
            "feedback-first Fri 25 Dec 15:00",
            "written-24h Fri 25 Dec 15:00",
            "written-48h Sat 26 Dec 15:00",
            "s47-action Thu 24 Dec 23:59",
            "strategy-discussion Fri 25 Dec 15:20",
            "outcome-referrer Tue 29 Dec 17:20",
            "outcome-family Tue 29 Dec 17:20",
        ])
        .manager("2026-12-24T15:25", &allocate("Kit Exemplar"))
        .worker("2026-12-24T15:40", &deed(DeedId::StrategyArranged, &[(F::At, "2026-12-24T17:30")]))
        .worker("2026-12-24T15:45", &deed(DeedId::PoliceInformed, &[(F::Lead, "joint")]));
    assert!(story.is_running(ClockId::S47Action), "a discussion that is arranged is not yet action");
    for outcome in [ClockId::OutcomeReferrer, ClockId::OutcomeFamily] {
        let why = story.refuses(&worker(), "2026-12-24T15:50", &letter(outcome));
        assert!(why.contains("told by telephone on this route"), "{why}");
    }
    story
        .worker("2026-12-24T16:10", &deed(DeedId::S47Action, &[(F::Seen, "yes"), (F::By, "Kit Exemplar")]))
        .worker("2026-12-24T16:20", &rang(Told::Decided))
        .worker("2026-12-24T16:40", &deed(DeedId::FamilyTold, &[(F::Whom, "The mother")]))
        .worker("2026-12-24T18:40", &deed(DeedId::StrategyHeld, &[(F::At, "17:30"), (F::Outcome, "joint")]));
    let arrived = story.at("2026-12-24T18:50");
    story
        .worker("2026-12-24T19:00", &Command::RecordWritten { arrived, note: String::new() })
        .runs(&[
            "written-next-steps Fri 25 Dec 18:50",
            "family-visit Tue 5 Jan 17:20",
            "oversight Sun 3 Jan 15:25",
        ])
        .manager("2026-12-24T19:10", &deed(DeedId::NextSteps, &[]))
        .worker("2026-12-29T09:00", &deed(DeedId::VisitArranged, &[(F::At, "2026-12-29T15:00")]))
        .manager("2026-12-31T11:00", &deed(DeedId::Oversight, &[]));
    story.ends(&[
        "feedback-first: Thu 24 Dec 15:00 to Fri 25 Dec 15:00 - Thu 24 Dec 16:20 feedback-given",
        "stage1-decision: Thu 24 Dec 15:00 to Fri 25 Dec 15:00 - Thu 24 Dec 15:20 route-decided",
        "response-decision: Thu 24 Dec 15:00 to Tue 29 Dec 17:20 - Thu 24 Dec 15:20 route-decided",
        "written-24h: Thu 24 Dec 15:00 to Fri 25 Dec 15:00 - Thu 24 Dec 19:00 written-referral-arrived",
        "written-48h: Thu 24 Dec 15:00 to Sat 26 Dec 15:00 - Thu 24 Dec 19:00 written-referral-arrived",
        "s47-action: Thu 24 Dec 15:20 to Thu 24 Dec 23:59 - Thu 24 Dec 16:10 s47-action",
        "strategy-discussion: Thu 24 Dec 15:20 to Fri 25 Dec 15:20 - Thu 24 Dec 18:40 strategy-held",
        "outcome-referrer: Thu 24 Dec 15:20 to Tue 29 Dec 17:20 - Thu 24 Dec 16:20 feedback-given",
        "outcome-family: Thu 24 Dec 15:20 to Tue 29 Dec 17:20 - Thu 24 Dec 16:40 family-told",
        "family-visit: Thu 24 Dec 15:25 to Tue 5 Jan 17:20 - Tue 29 Dec 09:00 visit-arranged",
        "oversight: Thu 24 Dec 15:25 to Sun 3 Jan 15:25 - Thu 31 Dec 11:00 oversight",
        "written-next-steps: Thu 24 Dec 18:50 to Fri 25 Dec 18:50 - Thu 24 Dec 19:10 next-steps",
    ]);
}

#[test]
fn a_section_47_in_the_night_when_the_clocks_go_back_counts_hours_and_not_the_face_of_the_clock() {
    let mut story = Story::filed("2026-10-24T17:30", referral("1A", &[], &[]));
    // 24 hours from half past five are half past four: the night has 25 hours.
    story.runs(&[
        "feedback-first Sun 25 Oct 16:30",
        "stage1-decision Sun 25 Oct 16:30",
        "response-decision Mon 26 Oct 17:20",
    ]);
    story
        .worker("2026-10-24T17:40", &rate(Rating::Red))
        .manager("2026-10-24T18:00", &route(Route::S47))
        .runs(&[
            "feedback-first Sun 25 Oct 16:30",
            "s47-action Sat 24 Oct 23:59",
            "strategy-discussion Sun 25 Oct 17:00",
            "outcome-referrer Mon 26 Oct 17:20",
            "outcome-family Mon 26 Oct 17:20",
        ])
        .worker("2026-10-24T18:10", &deed(DeedId::Protected, &[(F::Power, "police"), (F::Legal, "no-time")]))
        .worker("2026-10-24T18:20", &deed(DeedId::S47Action, &[]))
        .worker("2026-10-24T18:30", &deed(DeedId::StrategyArranged, &[(F::At, "2026-10-25T10:00")]))
        .worker("2026-10-25T11:05", &deed(DeedId::StrategyHeld, &[(F::At, "10:00"), (F::Outcome, "single")]))
        .worker("2026-10-25T11:30", &rang(Told::Decided))
        .worker("2026-10-26T09:00", &deed(DeedId::FamilyTried, &[]))
        .runs(&["outcome-family Mon 26 Oct 17:20"])
        .worker("2026-10-26T09:30", &deed(DeedId::FamilyTold, &[(F::Means, "in-person")]));
    story.ends_but_for_an_owner(&[
        "feedback-first: Sat 24 Oct 17:30 to Sun 25 Oct 16:30 - Sun 25 Oct 11:30 feedback-given",
        "stage1-decision: Sat 24 Oct 17:30 to Sun 25 Oct 16:30 - Sat 24 Oct 18:00 route-decided",
        "response-decision: Sat 24 Oct 17:30 to Mon 26 Oct 17:20 - Sat 24 Oct 18:00 route-decided",
        "s47-action: Sat 24 Oct 18:00 to Sat 24 Oct 23:59 - Sat 24 Oct 18:30 strategy-arranged",
        "strategy-discussion: Sat 24 Oct 18:00 to Sun 25 Oct 17:00 - Sun 25 Oct 11:05 strategy-held",
        "outcome-referrer: Sat 24 Oct 18:00 to Mon 26 Oct 17:20 - Sun 25 Oct 11:30 feedback-given",
        "outcome-family: Sat 24 Oct 18:00 to Mon 26 Oct 17:20 - Mon 26 Oct 09:30 family-told",
    ]);
}

#[test]
fn siblings_go_different_ways_and_the_clocks_are_those_of_the_child_most_at_risk() {
    let children: [&[(Q, &str)]; 2] = [&[(Q::ChildForename, "Ash")], &[(Q::ChildForename, "Wren")]];
    let mut story = Story::filed("2027-03-25T16:00", referral("1B", &[], &children));
    let apart = |child, route| More {
        apart: vec![dutydesk::domain::outcome::Apart { child, route }],
        ..More::default()
    };
    let other = decision(Route::S17, apart(1, Route::S47));
    let why = story.refuses(&worker(), "2027-03-25T16:20", &other);
    assert!(why.contains("Child 2 goes to section 47: decide that for the contact"), "{why}");
    let why = story.refuses(&worker(), "2027-03-25T16:20", &decision(Route::S47, apart(2, Route::Nfa)));
    assert!(why.contains("There is no child 3: 2 are named."), "{why}");
    story.manager("2027-03-25T16:30", &decision(Route::S47, apart(1, Route::EarlyHelp)));
    let decided = story.contact.decision().expect("a decision");
    assert_eq!(decided.more.of_child(0), None, "as the contact");
    assert_eq!(decided.more.of_child(1), Some(Route::EarlyHelp));
    story
        .worker("2027-03-25T16:40", &deed(DeedId::StrategyArranged, &[(F::At, "2027-03-26T09:00")]))
        .worker("2027-03-25T16:50", &deed(DeedId::S47Action, &[(F::Others, "Wren: at the grandmother's")]))
        .worker("2027-03-25T17:00", &rang(Told::Decided))
        .worker("2027-03-25T17:10", &deed(DeedId::FamilyTold, &[]))
        .runs(&["strategy-discussion Fri 26 Mar 16:30"])
        .worker("2027-03-26T10:00", &deed(DeedId::StrategyHeld, &[(F::At, "09:00")]));
    story.ends_but_for_an_owner(&[
        "feedback-first: Thu 25 Mar 16:00 to Fri 26 Mar 16:00 - Thu 25 Mar 17:00 feedback-given",
        "stage1-decision: Thu 25 Mar 16:00 to Fri 26 Mar 16:00 - Thu 25 Mar 16:30 route-decided",
        "response-decision: Thu 25 Mar 16:00 to Tue 30 Mar 17:20 - Thu 25 Mar 16:30 route-decided",
        "s47-action: Thu 25 Mar 16:30 to Thu 25 Mar 23:59 - Thu 25 Mar 16:50 s47-action",
        "strategy-discussion: Thu 25 Mar 16:30 to Fri 26 Mar 16:30 - Fri 26 Mar 10:00 strategy-held",
        "outcome-referrer: Thu 25 Mar 16:30 to Tue 30 Mar 17:20 - Thu 25 Mar 17:00 feedback-given",
        "outcome-family: Thu 25 Mar 16:30 to Tue 30 Mar 17:20 - Thu 25 Mar 17:10 family-told",
    ]);
}

#[test]
fn in_child_protection_a_social_worker_leads() {
    let mut story = Story::filed("2026-12-24T15:00", referral("3E", &[], &[]));
    let teacher = More { lead: "Pat Mockford".into(), lead_job: Some(LeadJob::Other), ..More::default() };
    let why = story.refuses(&worker(), "2026-12-24T15:20", &decision(Route::S47, teacher));
    assert!(why.contains("must be a social worker"), "{why}");
}
