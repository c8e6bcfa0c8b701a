//! Below the threshold of social care: early help, no further action, one agency, a lead professional, back to the referrer.

use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{Rating, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::deed::{DeedId, FieldId as F};
use dutydesk::domain::event::Told;
use dutydesk::domain::outcome::{Ground, More};
use dutydesk::domain::schema::QuestionId as Q;

use super::super::common::after::{Story, decision, deed, rang, rate, referral, route, route_to};
use super::super::common::desk::{manager, worker};

#[test]
fn early_help_before_easter_waits_for_a_manager_and_its_letters_go_on_the_tuesday() {
    let mut story = Story::filed("2027-03-25T16:00", referral("1B", &[], &[]));
    story
        .worker("2027-03-25T16:10", &rate(Rating::Green))
        .worker("2027-03-25T16:30", &route_to(Route::EarlyHelp, "Family centre"))
        .worker("2027-03-25T16:40", &rang(Told::Decided))
        .runs(&["outcome-referrer Tue 30 Mar 17:20", "outcome-family Tue 30 Mar 17:20"])
        .letter("2027-03-30T09:00", ClockId::OutcomeReferrer)
        .letter("2027-03-30T09:00", ClockId::OutcomeFamily)
        .runs(&[]);
    assert!(story.contact.awaits_agreement() && story.contact.is_open(), "nobody has agreed yet");
    let agree = deed(DeedId::Agreement, &[(F::Agrees, "agree")]);
    let why = story.refuses(&worker(), "2027-03-30T09:10", &agree);
    assert!(why.contains("is for a manager"), "{why}");
    story.manager("2027-03-30T09:30", &agree);
    story.ends(&[
        "feedback-first: Thu 25 Mar 16:00 to Fri 26 Mar 16:00 - Thu 25 Mar 16:40 feedback-given",
        "stage1-decision: Thu 25 Mar 16:00 to Fri 26 Mar 16:00 - Thu 25 Mar 16:30 route-decided",
        "response-decision: Thu 25 Mar 16:00 to Tue 30 Mar 17:20 - Thu 25 Mar 16:30 route-decided",
        "outcome-referrer: Thu 25 Mar 16:30 to Tue 30 Mar 17:20 - Tue 30 Mar 09:00 letter",
        "outcome-family: Thu 25 Mar 16:30 to Tue 30 Mar 17:20 - Tue 30 Mar 09:00 letter",
    ]);
}

#[test]
fn no_further_action_for_a_caller_without_a_name_is_never_owed_to_them() {
    let mut story = Story::filed("2026-10-24T12:00", referral("9", &[], &[]));
    story
        .runs(&[
            // The night has 25 hours.
            "feedback-first Sun 25 Oct 11:00",
            "stage1-decision Sun 25 Oct 11:00",
            "response-decision Mon 26 Oct 17:20",
        ])
        .worker("2026-10-24T12:10", &Command::GiveUpFeedback { reason: "no name, no number".into() })
        .runs(&["stage1-decision Sun 25 Oct 11:00", "response-decision Mon 26 Oct 17:20"]);
    let nothing = More {
        with: "Sam Placeham".into(),
        ground: Some(Ground::Unsubstantiated),
        remaining: "The family knows the children's centre.".into(),
        alone: "Nobody else knows the family".into(),
        ..More::default()
    };
    story
        .worker("2026-10-26T09:00", &decision(Route::Nfa, nothing))
        .runs(&["outcome-family Tue 27 Oct 17:20"])
        .letter("2026-10-27T10:00", ClockId::OutcomeFamily);
    story.ends(&[
        "feedback-first: Sat 24 Oct 12:00 to Sun 25 Oct 11:00 - Sat 24 Oct 12:10 feedback-impossible, not met",
        "stage1-decision: Sat 24 Oct 12:00 to Sun 25 Oct 11:00 - Mon 26 Oct 09:00 route-decided",
        "response-decision: Sat 24 Oct 12:00 to Mon 26 Oct 17:20 - Mon 26 Oct 09:00 route-decided",
        "outcome-family: Mon 26 Oct 09:00 to Tue 27 Oct 17:20 - Tue 27 Oct 10:00 letter",
    ]);
}

#[test]
fn one_agency_helps_a_school_on_a_friday_before_three() {
    let child: &[(Q, &str)] = &[(Q::ChildCollection, "14:40")];
    let mut story = Story::filed("2026-11-27T13:00", referral("2A", &[], &[child]));
    let why = story.refuses(&worker(), "2026-11-27T13:05", &route(Route::SingleAgency));
    assert!(why.contains("Which agency helps: this must be said"), "{why}");
    story
        .runs(&[
            "feedback-first Sat 28 Nov 13:00",
            "feedback-school Fri 27 Nov 14:40",
            "stage1-decision Sat 28 Nov 13:00",
            "response-decision Mon 30 Nov 17:20",
            "written-24h Sat 28 Nov 13:00",
            "written-48h Sun 29 Nov 13:00",
        ])
        .worker("2026-11-27T13:20", &rate(Rating::Green))
        .manager("2026-11-27T13:30", &route_to(Route::SingleAgency, "School nursing"))
        .worker("2026-11-27T13:40", &rang(Told::Decided))
        .worker("2026-11-27T13:45", &deed(DeedId::OtherTold, &[(F::Whom, "School nursing")]))
        .worker("2026-11-27T13:50", &Command::WaiveWritten { reason: "advice only".into() })
        .letter("2026-11-30T10:00", ClockId::OutcomeReferrer)
        .letter("2026-11-30T10:00", ClockId::OutcomeFamily);
    story.ends(&[
        "feedback-first: Fri 27 Nov 13:00 to Sat 28 Nov 13:00 - Fri 27 Nov 13:40 feedback-given",
        "feedback-school: Fri 27 Nov 13:00 to Fri 27 Nov 14:40 - Fri 27 Nov 13:40 feedback-given",
        "stage1-decision: Fri 27 Nov 13:00 to Sat 28 Nov 13:00 - Fri 27 Nov 13:30 route-decided",
        "response-decision: Fri 27 Nov 13:00 to Mon 30 Nov 17:20 - Fri 27 Nov 13:30 route-decided",
        "written-24h: Fri 27 Nov 13:00 to Sat 28 Nov 13:00 - Fri 27 Nov 13:50 written-referral-waived, not met",
        "written-48h: Fri 27 Nov 13:00 to Sun 29 Nov 13:00 - Fri 27 Nov 13:50 written-referral-waived, not met",
        "outcome-referrer: Fri 27 Nov 13:30 to Mon 30 Nov 17:20 - Mon 30 Nov 10:00 letter",
        "outcome-family: Fri 27 Nov 13:30 to Mon 30 Nov 17:20 - Mon 30 Nov 10:00 letter",
    ]);
}

#[test]
fn several_services_need_a_lead_by_name_over_christmas() {
    let form = [(Q::Channel, "form"), (Q::ReceivedAt, "2026-12-24T12:15:00+00:00")];
    let mut story = Story::filed("2026-12-24T14:00", referral("3B", &form, &[]));
    story
        // Counted from its own receipt; nothing more is owed in writing.
        .runs(&[
            "feedback-first Fri 25 Dec 12:15",
            "stage1-decision Fri 25 Dec 12:15",
            "response-decision Tue 29 Dec 17:20",
            "written-next-steps Fri 25 Dec 12:15",
        ])
        .worker("2026-12-24T14:10", &rate(Rating::Amber));
    let why = story.refuses(&manager(), "2026-12-24T14:20", &route(Route::LeadProfessional));
    assert!(why.contains("Name the lead professional"), "{why}");
    let led = More { lead: "Pat Mockford, health visitor".into(), ..More::default() };
    story
        .manager("2026-12-24T14:20", &decision(Route::LeadProfessional, led))
        .runs(&[
            "feedback-first Fri 25 Dec 12:15",
            "outcome-referrer Tue 29 Dec 17:20",
            "outcome-family Tue 29 Dec 17:20",
        ])
        .worker("2026-12-24T15:00", &rang(Told::Decided))
        .letter("2026-12-29T09:00", ClockId::OutcomeReferrer)
        .letter("2026-12-29T09:10", ClockId::OutcomeFamily);
    story.ends(&[
        "feedback-first: Thu 24 Dec 12:15 to Fri 25 Dec 12:15 - Thu 24 Dec 15:00 feedback-given",
        "stage1-decision: Thu 24 Dec 12:15 to Fri 25 Dec 12:15 - Thu 24 Dec 14:20 route-decided",
        "response-decision: Thu 24 Dec 12:15 to Tue 29 Dec 17:20 - Thu 24 Dec 14:20 route-decided",
        "written-next-steps: Thu 24 Dec 12:15 to Fri 25 Dec 12:15 - Thu 24 Dec 14:20 route-decided",
        "outcome-referrer: Thu 24 Dec 14:20 to Tue 29 Dec 17:20 - Tue 29 Dec 09:00 letter",
        "outcome-family: Thu 24 Dec 14:20 to Tue 29 Dec 17:20 - Tue 29 Dec 09:10 letter",
    ]);
}

#[test]
fn what_is_not_for_the_front_door_goes_back_by_telephone() {
    let mut story = Story::filed("2027-03-29T10:00", referral("4", &[], &[]));
    story
        .worker("2027-03-30T08:50", &rate(Rating::Green))
        .manager("2027-03-30T09:00", &route(Route::Returned))
        .runs(&[
            "feedback-first Tue 30 Mar 10:00",
            "written-24h Tue 30 Mar 10:00",
            "written-48h Wed 31 Mar 10:00",
            "outcome-referrer Wed 31 Mar 17:20",
            "outcome-family Wed 31 Mar 17:20",
        ])
        .worker("2027-03-30T09:20", &Command::TryFeedback { note: "no answer".into() })
        .worker("2027-03-30T09:40", &rang(Told::Decided))
        .worker("2027-03-30T09:45", &Command::WaiveWritten { reason: "it went back".into() })
        .worker("2027-03-30T09:50", &deed(DeedId::FamilyTold, &[]));
    assert_eq!(story.contact.feedback.tries, 1);
    story.ends(&[
        "feedback-first: Mon 29 Mar 10:00 to Tue 30 Mar 10:00 - Tue 30 Mar 09:40 feedback-given",
        "stage1-decision: Mon 29 Mar 10:00 to Tue 30 Mar 10:00 - Tue 30 Mar 09:00 route-decided",
        // A bank holiday: the first working day after it is Tuesday.
        "response-decision: Mon 29 Mar 10:00 to Tue 30 Mar 17:20 - Tue 30 Mar 09:00 route-decided",
        "written-24h: Mon 29 Mar 10:00 to Tue 30 Mar 10:00 - Tue 30 Mar 09:45 written-referral-waived, not met",
        "written-48h: Mon 29 Mar 10:00 to Wed 31 Mar 10:00 - Tue 30 Mar 09:45 written-referral-waived, not met",
        "outcome-referrer: Tue 30 Mar 09:00 to Wed 31 Mar 17:20 - Tue 30 Mar 09:40 feedback-given",
        "outcome-family: Tue 30 Mar 09:00 to Wed 31 Mar 17:20 - Tue 30 Mar 09:50 family-told",
    ]);
}
