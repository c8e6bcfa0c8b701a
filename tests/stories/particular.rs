//! Particular circumstances: domestic abuse, a missing child, a child of another authority, a held notice, a dispute.

use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{Rating, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::deed::{DeedId, FieldId as F, read};
use dutydesk::domain::event::Told;
use dutydesk::domain::schema::QuestionId as Q;

use super::super::common::after::{Story, deed, letter, rang, rate, referral, route};
use super::super::common::desk::{manager, worker};

#[test]
fn domestic_abuse_on_christmas_eve_is_reviewed_in_the_hours_of_the_working_week_and_goes_to_marac() {
    let told =
        [(Q::Channel, "police"), (Q::ReceivedAt, "2026-12-24T14:00:00+00:00"), (Q::Harm, "domestic-abuse")];
    let mut story = Story::filed("2026-12-24T14:20", referral("6", &told, &[]));
    story
        // Ten hours of Thursday count, then fourteen of Tuesday.
        .runs(&[
            "feedback-first Fri 25 Dec 14:00",
            "stage1-decision Fri 25 Dec 14:00",
            "response-decision Tue 29 Dec 17:20",
            "da-review Tue 29 Dec 14:00",
        ])
        .worker("2026-12-24T14:30", &rate(Rating::Red))
        .worker("2026-12-24T14:40", &rang(Told::Undecided));
    let high = |more: &[(F, &str)]| {
        let given: Vec<(F, &str)> = [(F::Risk, "high")].iter().chain(more).copied().collect();
        deed(DeedId::DaReview, &given)
    };
    let (plan, marac) = ((F::Plan, "Locks changed, refuge asked"), (F::Marac, "yes"));
    for (said, missing) in [
        (&[][..], "a safety or protection plan"),
        (&[plan][..], "whether it goes to MARAC"),
        (&[plan, marac][..], "who was alerted"),
    ] {
        let why = story.refuses(&worker(), "2026-12-29T09:30", &high(said));
        assert!(why.contains("At high risk this must be said") && why.contains(missing), "{why}");
    }
    let alerted = (F::Alerted, "School, GP, health visitor");
    story
        .worker("2026-12-29T09:30", &high(&[plan, marac, alerted]))
        .runs(&["stage1-decision Fri 25 Dec 14:00", "response-decision Tue 29 Dec 17:20"])
        .manager("2026-12-29T10:00", &route(Route::S17))
        .letter("2026-12-29T11:00", ClockId::OutcomeReferrer)
        .letter("2026-12-29T11:10", ClockId::OutcomeFamily);
    story.ends_but_for_an_owner(&[
        "feedback-first: Thu 24 Dec 14:00 to Fri 25 Dec 14:00 - Thu 24 Dec 14:40 feedback-given",
        "stage1-decision: Thu 24 Dec 14:00 to Fri 25 Dec 14:00 - Tue 29 Dec 10:00 route-decided",
        "response-decision: Thu 24 Dec 14:00 to Tue 29 Dec 17:20 - Tue 29 Dec 10:00 route-decided",
        "da-review: Thu 24 Dec 14:00 to Tue 29 Dec 14:00 - Tue 29 Dec 09:30 da-review",
        "outcome-referrer: Tue 29 Dec 10:00 to Wed 30 Dec 17:20 - Tue 29 Dec 11:00 letter",
        "outcome-family: Tue 29 Dec 10:00 to Wed 30 Dec 17:20 - Tue 29 Dec 11:10 letter",
    ]);
}

#[test]
fn a_missing_child_of_a_weekend_is_reviewed_and_goes_to_section_47() {
    let told = [(Q::Missing, "yes"), (Q::MissingSince, "2026-10-23T22:00:00+01:00")];
    let mut story = Story::filed("2026-10-24T09:00", referral("1A", &told, &[]));
    story
        .worker("2026-10-24T09:10", &rate(Rating::Red))
        .worker("2026-10-24T09:20", &deed(DeedId::PoliceInformed, &[(F::Lead, "police")]))
        .worker("2026-10-24T10:00", &deed(DeedId::MissingReview, &[(F::Outcome, "strategy")]))
        .worker("2026-10-24T10:05", &deed(DeedId::StrategyArranged, &[(F::At, "2026-10-24T12:00")]))
        .manager("2026-10-24T10:30", &route(Route::S47))
        // The discussion was arranged before the decision and lies ahead: it counts.
        .worker("2026-10-24T10:50", &deed(DeedId::S47Action, &[]))
        .runs(&[
            "feedback-first Sun 25 Oct 08:00",
            "strategy-discussion Sun 25 Oct 09:30",
            "outcome-referrer Mon 26 Oct 17:20",
            "outcome-family Mon 26 Oct 17:20",
        ])
        .worker("2026-10-24T13:00", &deed(DeedId::StrategyHeld, &[(F::At, "12:00"), (F::Outcome, "joint")]))
        .worker("2026-10-24T13:10", &rang(Told::Decided))
        .worker("2026-10-24T13:20", &deed(DeedId::FamilyTold, &[]));
    story.ends_but_for_an_owner(&[
        "feedback-first: Sat 24 Oct 09:00 to Sun 25 Oct 08:00 - Sat 24 Oct 13:10 feedback-given",
        "stage1-decision: Sat 24 Oct 09:00 to Sun 25 Oct 08:00 - Sat 24 Oct 10:30 route-decided",
        "response-decision: Sat 24 Oct 09:00 to Mon 26 Oct 17:20 - Sat 24 Oct 10:30 route-decided",
        "s47-action: Sat 24 Oct 10:30 to Sat 24 Oct 23:59 - Sat 24 Oct 10:50 s47-action",
        "strategy-discussion: Sat 24 Oct 10:30 to Sun 25 Oct 09:30 - Sat 24 Oct 13:00 strategy-held",
        "outcome-referrer: Sat 24 Oct 10:30 to Mon 26 Oct 17:20 - Sat 24 Oct 13:10 feedback-given",
        "outcome-family: Sat 24 Oct 10:30 to Mon 26 Oct 17:20 - Sat 24 Oct 13:20 family-told",
    ]);
}

#[test]
fn the_host_is_relieved_of_a_child_of_another_authority_only_in_writing_the_next_day() {
    let child: &[(Q, &str)] = &[(Q::ChildElsewhere, "yes")];
    let mut story = Story::filed("2027-03-27T16:00", referral("1B", &[], &[child]));
    let accepted = |more: &[(F, &str)]| {
        let given: Vec<(F, &str)> = [(F::Agency, "Northmock")].iter().chain(more).copied().collect();
        deed(DeedId::AuthorityAccepts, &given)
    };
    story
        .worker("2027-03-27T16:10", &rate(Rating::Amber))
        .worker("2027-03-27T17:00", &accepted(&[]))
        .runs(&[
            "feedback-first Sun 28 Mar 17:00",
            "stage1-decision Sun 28 Mar 17:00",
            "response-decision Tue 30 Mar 17:20",
            "cross-boundary Sun 28 Mar 17:00",
        ])
        .worker("2027-03-27T17:20", &rang(Told::Undecided))
        .worker("2027-03-28T12:30", &accepted(&[(F::At, "Sat 17:00"), (F::Written, "12:10")]))
        .runs(&["stage1-decision Sun 28 Mar 17:00", "response-decision Tue 30 Mar 17:20"])
        .manager("2027-03-30T09:00", &route(Route::Returned))
        .worker("2027-03-30T09:30", &rang(Told::Decided))
        .worker("2027-03-30T09:40", &deed(DeedId::FamilyTold, &[]));
    story.ends(&[
        "feedback-first: Sat 27 Mar 16:00 to Sun 28 Mar 17:00 - Sat 27 Mar 17:20 feedback-given",
        "stage1-decision: Sat 27 Mar 16:00 to Sun 28 Mar 17:00 - Tue 30 Mar 09:00 route-decided",
        "response-decision: Sat 27 Mar 16:00 to Tue 30 Mar 17:20 - Tue 30 Mar 09:00 route-decided",
        "cross-boundary: Sat 27 Mar 16:00 to Sun 28 Mar 17:00 - Sun 28 Mar 12:30 authority-accepts",
        "outcome-referrer: Tue 30 Mar 09:00 to Wed 31 Mar 17:20 - Tue 30 Mar 09:30 feedback-given",
        "outcome-family: Tue 30 Mar 09:00 to Wed 31 Mar 17:20 - Tue 30 Mar 09:40 family-told",
    ]);
}

#[test]
fn a_notice_to_the_family_is_held_over_easter_until_a_manager_lets_it_go() {
    let mut story = Story::filed("2027-03-25T14:00", referral("1A", &[], &[]));
    let hold =
        deed(DeedId::NoticeHeld, &[(F::Whom, "family"), (F::Why, "He threatened her over the last letter")]);
    story
        .worker("2027-03-25T14:10", &rate(Rating::Amber))
        .manager("2027-03-25T14:30", &route(Route::S17))
        .worker("2027-03-25T14:40", &rang(Told::Decided))
        .worker("2027-03-25T14:50", &hold)
        .runs(&["outcome-referrer Tue 30 Mar 17:20"]);
    for telling in [deed(DeedId::FamilyTold, &[]), letter(ClockId::OutcomeFamily)] {
        assert!(story.tries(&manager(), "2027-03-25T15:00", &telling).is_err(), "{telling:?}");
    }
    let issue = story.issue("2027-03-25T15:00", ClockId::OutcomeFamily);
    let why = story.refuses(&manager(), "2027-03-25T15:00", &issue);
    assert!(why.contains("is held, because telling them would add risk"), "{why}");
    let why = story.refuses(&worker(), "2027-03-30T09:00", &hold);
    assert!(why.contains("held already"), "{why}");
    let release = deed(DeedId::NoticeReleased, &[(F::Whom, "family"), (F::Why, "She has moved")]);
    let why = story.refuses(&worker(), "2027-03-31T09:00", &release);
    assert!(why.contains("is for a manager"), "{why}");
    story
        .letter("2027-03-30T09:00", ClockId::OutcomeReferrer)
        .manager("2027-03-31T09:00", &release)
        // Owed from now, not late from the start.
        .runs(&["outcome-family Thu 1 Apr 17:20"])
        .letter("2027-03-31T10:00", ClockId::OutcomeFamily);
    story.ends_but_for_an_owner(&[
        "feedback-first: Thu 25 Mar 14:00 to Fri 26 Mar 14:00 - Thu 25 Mar 14:40 feedback-given",
        "stage1-decision: Thu 25 Mar 14:00 to Fri 26 Mar 14:00 - Thu 25 Mar 14:30 route-decided",
        "response-decision: Thu 25 Mar 14:00 to Tue 30 Mar 17:20 - Thu 25 Mar 14:30 route-decided",
        "outcome-referrer: Thu 25 Mar 14:30 to Tue 30 Mar 17:20 - Tue 30 Mar 09:00 letter",
        "outcome-family: Thu 25 Mar 14:30 to Tue 30 Mar 17:20 - Thu 25 Mar 14:50 notice-held, not met",
        "outcome-family: Wed 31 Mar 09:00 to Thu 1 Apr 17:20 - Wed 31 Mar 10:00 letter",
    ]);
}

#[test]
fn a_dispute_of_a_friday_climbs_the_ladder_and_is_resolved_on_monday() {
    let mut story = Story::filed("2026-11-27T10:00", referral("1A", &[], &[]));
    let raise = deed(DeedId::DisputeRaised, &[(F::Rung, "Team managers")]);
    let why = story.refuses(&worker(), "2026-11-27T10:20", &raise);
    assert!(why.contains("Nothing was decided or recommended yet"), "{why}");
    story
        .worker("2026-11-27T10:30", &rate(Rating::Green))
        .manager("2026-11-27T10:40", &route(Route::Nfa))
        .worker("2026-11-27T11:00", &rang(Told::Decided))
        .worker("2026-11-27T11:30", &raise);
    let up = |rung| deed(DeedId::DisputeEscalated, &[(F::Rung, rung), (F::Person, "Lee Sampleton")]);
    let why = story.refuses(&worker(), "2026-11-27T12:00", &up("Team managers"));
    assert!(why.contains("It stands with Team managers now. Choose a rung above."), "{why}");
    story
        .worker("2026-11-27T14:00", &up("Service managers"))
        .worker("2026-11-27T15:00", &up("Heads of service"))
        .runs(&[
            "dispute Mon 30 Nov 17:20",
            "outcome-referrer Mon 30 Nov 17:20",
            "outcome-family Mon 30 Nov 17:20",
        ]);
    assert_eq!(read::rung(&story.contact), Some(("Heads of service", "Lee Sampleton")));
    let why = story.refuses(&worker(), "2026-11-27T15:10", &up("Service managers"));
    assert!(why.contains("Choose a rung above"), "{why}");
    story
        .worker("2026-11-30T10:00", &deed(DeedId::DisputeSettled, &[(F::How, "Early help after all")]))
        .manager("2026-11-30T10:10", &route(Route::EarlyHelp))
        .letter("2026-11-30T11:00", ClockId::OutcomeReferrer)
        .letter("2026-11-30T11:00", ClockId::OutcomeFamily);
    assert_eq!(read::rung(&story.contact), None);
    story.ends(&[
        "feedback-first: Fri 27 Nov 10:00 to Sat 28 Nov 10:00 - Fri 27 Nov 11:00 feedback-given",
        "stage1-decision: Fri 27 Nov 10:00 to Sat 28 Nov 10:00 - Fri 27 Nov 10:40 route-decided",
        "response-decision: Fri 27 Nov 10:00 to Mon 30 Nov 17:20 - Fri 27 Nov 10:40 route-decided",
        // Decided anew on Monday: both are owed from then.
        "outcome-referrer: Mon 30 Nov 10:10 to Tue 1 Dec 17:20 (was Mon 30 Nov 17:20) - Mon 30 Nov 11:00 letter",
        "outcome-family: Mon 30 Nov 10:10 to Tue 1 Dec 17:20 (was Mon 30 Nov 17:20) - Mon 30 Nov 11:00 letter",
        "dispute: Fri 27 Nov 11:30 to Mon 30 Nov 17:20 - Mon 30 Nov 10:00 dispute-settled",
    ]);
}

#[test]
fn a_deadline_of_ones_own_keeps_a_contact_open_until_it_is_met() {
    let mut story = Story::filed("2027-03-25T14:00", referral("1A", &[], &[]));
    let flight = Command::AddDuty {
        title: "The flight leaves".into(),
        due: story.at("2027-03-28T02:30"),
        reason: "abroad for good".into(),
    };
    story
        .worker("2027-03-25T14:20", &flight)
        .manager("2027-03-25T14:30", &route(Route::Returned))
        .worker("2027-03-25T14:40", &rang(Told::Decided))
        .worker("2027-03-25T14:50", &deed(DeedId::FamilyTold, &[]))
        .runs(&["custom The flight leaves Sun 28 Mar 02:30"]);
    assert!(story.contact.is_open());
    let met = Command::MeetDuty {
        clock: ClockId::Custom,
        subject: Some("The flight leaves".into()),
        how: "the border force was told".into(),
    };
    story.worker("2027-03-26T09:00", &met);
    story.ends(&[
        "feedback-first: Thu 25 Mar 14:00 to Fri 26 Mar 14:00 - Thu 25 Mar 14:40 feedback-given",
        "stage1-decision: Thu 25 Mar 14:00 to Fri 26 Mar 14:00 - Thu 25 Mar 14:30 route-decided",
        "response-decision: Thu 25 Mar 14:00 to Tue 30 Mar 17:20 - Thu 25 Mar 14:30 route-decided",
        "custom The flight leaves: Thu 25 Mar 14:20 to Sun 28 Mar 02:30 - Fri 26 Mar 09:00 duty-met",
        "outcome-referrer: Thu 25 Mar 14:30 to Tue 30 Mar 17:20 - Thu 25 Mar 14:40 feedback-given",
        "outcome-family: Thu 25 Mar 14:30 to Tue 30 Mar 17:20 - Thu 25 Mar 14:50 family-told",
    ]);
}
