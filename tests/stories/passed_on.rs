//! Passed on: to the allocated worker, the previous team, the emergency duty team, the next working day; and a consultation.

use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{ContactKind, Rating, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::deed::{DeedId, FieldId as F};
use dutydesk::domain::event::Told;
use dutydesk::domain::intake::Intake;
use dutydesk::domain::schema::QuestionId as Q;

use super::super::common::after::{Story, deed, rang, rate, referral, route, route_to};
use super::super::common::desk::worker;

#[test]
fn an_open_case_goes_to_its_worker_and_owes_the_writing_within_two_days() {
    let child: &[(Q, &str)] = &[(Q::ChildOpen, "yes"), (Q::ChildWorker, "Kit Exemplar")];
    let mut story = Story::filed("2026-11-27T15:20", referral("2A", &[], &[child]));
    assert!(story.lives().iter().any(|life| life == "feedback-school: Fri 27 Nov 15:20 to never - it runs"));
    story
        .runs(&[
            "feedback-first Sat 28 Nov 15:20",
            "stage1-decision Sat 28 Nov 15:20",
            "response-decision Mon 30 Nov 17:20",
            "written-48h Sun 29 Nov 15:20",
        ])
        .worker("2026-11-27T15:30", &route_to(Route::OpenCase, "Kit Exemplar"))
        .worker("2026-11-27T15:35", &deed(DeedId::OtherTold, &[(F::Whom, "Kit Exemplar, allocated")]))
        .worker(
            "2026-11-27T15:40",
            &deed(DeedId::OpenCase, &[(F::Strategy, "no"), (F::Assessment, "update")]),
        )
        .worker("2026-11-27T15:50", &rang(Told::Decided))
        .runs(&["written-48h Sun 29 Nov 15:20", "outcome-family Mon 30 Nov 17:20"]);
    let arrived = story.at("2026-11-28T18:00");
    story
        .worker("2026-11-30T08:50", &Command::RecordWritten { arrived, note: "by e-mail".into() })
        .worker("2026-11-30T09:00", &deed(DeedId::FamilyTold, &[]))
        .manager("2026-11-30T09:10", &deed(DeedId::NextSteps, &[]));
    story.ends(&[
        "feedback-first: Fri 27 Nov 15:20 to Sat 28 Nov 15:20 - Fri 27 Nov 15:50 feedback-given",
        "feedback-school: Fri 27 Nov 15:20 to never - Fri 27 Nov 15:50 feedback-given",
        "stage1-decision: Fri 27 Nov 15:20 to Sat 28 Nov 15:20 - Fri 27 Nov 15:30 route-decided",
        "response-decision: Fri 27 Nov 15:20 to Mon 30 Nov 17:20 - Fri 27 Nov 15:30 route-decided",
        "written-48h: Fri 27 Nov 15:20 to Sun 29 Nov 15:20 - Mon 30 Nov 08:50 written-referral-arrived",
        "outcome-referrer: Fri 27 Nov 15:30 to Mon 30 Nov 17:20 - Fri 27 Nov 15:50 feedback-given",
        "outcome-family: Fri 27 Nov 15:30 to Mon 30 Nov 17:20 - Mon 30 Nov 09:00 family-told",
        "written-next-steps: Sat 28 Nov 18:00 to Sun 29 Nov 18:00 - Mon 30 Nov 09:10 next-steps",
    ]);
}

#[test]
fn a_case_closed_lately_goes_to_its_previous_team_at_easter() {
    let mut story = Story::filed("2027-03-27T16:00", referral("1A", &[], &[]));
    story
        // Sunday's clocks go forward: 24 hours from four are five.
        .runs(&[
            "feedback-first Sun 28 Mar 17:00",
            "stage1-decision Sun 28 Mar 17:00",
            "response-decision Tue 30 Mar 17:20",
        ])
        .worker("2027-03-27T16:10", &rate(Rating::Amber))
        .manager("2027-03-27T16:30", &route_to(Route::PreviousTeam, "North team"))
        .worker("2027-03-27T16:40", &rang(Told::Decided))
        .runs(&["outcome-family Tue 30 Mar 17:20"])
        .worker("2027-03-30T09:00", &deed(DeedId::FamilyTold, &[(F::Means, "in-person")]));
    story.ends(&[
        "feedback-first: Sat 27 Mar 16:00 to Sun 28 Mar 17:00 - Sat 27 Mar 16:40 feedback-given",
        "stage1-decision: Sat 27 Mar 16:00 to Sun 28 Mar 17:00 - Sat 27 Mar 16:30 route-decided",
        "response-decision: Sat 27 Mar 16:00 to Tue 30 Mar 17:20 - Sat 27 Mar 16:30 route-decided",
        "outcome-referrer: Sat 27 Mar 16:30 to Tue 30 Mar 17:20 - Sat 27 Mar 16:40 feedback-given",
        "outcome-family: Sat 27 Mar 16:30 to Tue 30 Mar 17:20 - Tue 30 Mar 09:00 family-told",
    ]);
}

#[test]
fn a_consultation_over_christmas_tells_the_professional_and_nobody_else() {
    let mut intake = Intake::new(ContactKind::Consultation);
    intake.answers =
        referral("3A", &[(Q::CallerPhone, "01632 960202"), (Q::ConsultAgreed, "Keep a record")], &[]).answers;
    let mut story = Story::filed("2026-12-24T15:10", intake);
    story.runs(&["consultation Tue 29 Dec 17:20"]);
    let why = story.refuses(&worker(), "2026-12-29T09:00", &deed(DeedId::FamilyTold, &[]));
    assert!(why.contains("A consultation stays with the caller"), "{why}");
    let why = story.refuses(&worker(), "2026-12-29T09:00", &route(Route::Nfa));
    assert!(why.contains("its only route is consultation"), "{why}");
    story
        .worker(
            "2026-12-29T10:00",
            &deed(DeedId::ConsultationCall, &[(F::Said, "Keep a record; ask the mother")]),
        )
        .runs(&[])
        .worker("2026-12-29T10:10", &route(Route::Consultation))
        .runs(&["outcome-referrer Wed 30 Dec 17:20"])
        .letter("2026-12-30T09:00", ClockId::OutcomeReferrer);
    story.ends(&[
        "consultation: Thu 24 Dec 15:10 to Tue 29 Dec 17:20 - Tue 29 Dec 10:00 consultation-call",
        "outcome-referrer: Tue 29 Dec 10:10 to Wed 30 Dec 17:20 - Wed 30 Dec 09:00 letter",
    ]);
}

#[test]
fn a_call_of_the_repeated_hour_is_handed_over_and_goes_back_to_the_emergency_team() {
    let mut story = Story::json(
        r#"{ "kind": "referral", "received": "2026-10-26T08:50", "answers": {
            "channel": "edt", "edt-received": "2026-10-25T01:30:00+01:00", "edt-worker": "Robin Dummerton",
            "caller-source": "6", "concern": "Found alone at night" } }"#,
    );
    story
        // The first of the two half past ones, 24 hours on, is half past midnight.
        .runs(&[
            "feedback-first Mon 26 Oct 00:30",
            "stage1-decision Mon 26 Oct 00:30",
            "response-decision Mon 26 Oct 17:20",
            "written-24h Mon 26 Oct 00:30",
            "written-48h Tue 27 Oct 00:30",
        ])
        .worker("2026-10-26T08:55", &Command::AcknowledgeHandover { by: "Jo Testerby".into() })
        .worker("2026-10-26T09:00", &rate(Rating::Red))
        .worker("2026-10-26T16:50", &route_to(Route::Edt, "Kim Fakeley"))
        .runs(&[
            "feedback-first Mon 26 Oct 00:30",
            "written-24h Mon 26 Oct 00:30",
            "written-48h Tue 27 Oct 00:30",
            "outcome-referrer Tue 27 Oct 17:20",
        ])
        .worker("2026-10-26T17:00", &rang(Told::Decided))
        .worker("2026-10-26T17:05", &Command::WaiveWritten { reason: "the police log is here".into() });
    story.ends(&[
        "feedback-first: Sun 25 Oct 01:30 BST to Mon 26 Oct 00:30 - Mon 26 Oct 17:00 feedback-given",
        "stage1-decision: Sun 25 Oct 01:30 BST to Mon 26 Oct 00:30 - Mon 26 Oct 16:50 route-decided",
        "response-decision: Sun 25 Oct 01:30 BST to Mon 26 Oct 17:20 - Mon 26 Oct 16:50 route-decided",
        "written-24h: Sun 25 Oct 01:30 BST to Mon 26 Oct 00:30 - Mon 26 Oct 17:05 written-referral-waived, not met",
        "written-48h: Sun 25 Oct 01:30 BST to Tue 27 Oct 00:30 - Mon 26 Oct 17:05 written-referral-waived, not met",
        "outcome-referrer: Mon 26 Oct 16:50 to Tue 27 Oct 17:20 - Mon 26 Oct 17:00 feedback-given",
    ]);
}

#[test]
fn what_waits_for_monday_has_a_name_and_stays_open_until_it_is_decided_then() {
    let mut story = Story::filed("2026-10-23T19:00", referral("1B", &[], &[]));
    let why = story.refuses(&worker(), "2026-10-23T19:10", &route(Route::Wait));
    assert!(why.contains("Who answers for it until then: this must be said"), "{why}");
    story
        .worker("2026-10-23T19:05", &rate(Rating::Green))
        .worker("2026-10-23T19:10", &route_to(Route::Wait, "Jo Testerby"))
        .runs(&["feedback-first Sat 24 Oct 19:00", "outcome-referrer Mon 26 Oct 17:20"])
        .worker("2026-10-23T19:20", &rang(Told::Decided))
        .runs(&[]);
    assert!(story.contact.is_open(), "somebody looks at it on Monday");
    story
        .manager("2026-10-26T09:00", &route(Route::Nfa))
        .runs(&["outcome-referrer Tue 27 Oct 17:20", "outcome-family Tue 27 Oct 17:20"])
        .letter("2026-10-27T09:00", ClockId::OutcomeReferrer)
        .letter("2026-10-27T09:00", ClockId::OutcomeFamily);
    story.ends(&[
        "feedback-first: Fri 23 Oct 19:00 to Sat 24 Oct 19:00 - Fri 23 Oct 19:20 feedback-given",
        "stage1-decision: Fri 23 Oct 19:00 to Sat 24 Oct 19:00 - Fri 23 Oct 19:10 route-decided",
        "response-decision: Fri 23 Oct 19:00 to Mon 26 Oct 17:20 - Fri 23 Oct 19:10 route-decided",
        "outcome-referrer: Fri 23 Oct 19:10 to Mon 26 Oct 17:20 - Fri 23 Oct 19:20 feedback-given",
        "outcome-referrer: Mon 26 Oct 09:00 to Tue 27 Oct 17:20 - Tue 27 Oct 09:00 letter",
        "outcome-family: Mon 26 Oct 09:00 to Tue 27 Oct 17:20 - Tue 27 Oct 09:00 letter",
    ]);
}
