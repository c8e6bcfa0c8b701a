//! Where other councils' protocols differ from the general one.

use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{Rating, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::deed::{DeedId, FieldId as F};
use dutydesk::domain::event::Told;

use super::super::common::after::{Story, deed, rang, rate, referral, route};
use super::super::common::desk::{manager, worker};

#[test]
fn in_cambridgeshire_the_colour_says_where_a_contact_goes() {
    let mut story = Story::under("cambridgeshire", "2027-03-25T15:00", referral("1A", &[], &[]));
    let why = story.refuses(&manager(), "2027-03-25T15:10", &route(Route::EarlyHelp));
    assert!(why.contains("Rate it first"), "{why}");
    story.worker("2027-03-25T15:10", &rate(Rating::Amber));
    for elsewhere in [Route::EarlyHelp, Route::Nfa, Route::S17, Route::S47] {
        let why = story.refuses(&manager(), "2027-03-25T15:20", &route(elsewhere));
        assert!(why.contains("a contact rated AMBER cannot go to"), "{why}");
    }
    let why = story.refuses(&manager(), "2027-03-25T15:20", &route(Route::PreviousTeam));
    assert!(why.contains("does not use this route"), "{why}");
    story
        .manager("2027-03-25T15:20", &route(Route::Stage2))
        .worker("2027-03-25T15:30", &deed(DeedId::AskAgency, &[(F::Agency, "Housing")]))
        .runs(&[
            "feedback-first Fri 26 Mar 15:00",
            // 1 h 50 of Thursday, the rest of the Tuesday after Easter.
            "agency-return Housing Tue 30 Mar 12:55",
            "stage2-decision Tue 30 Mar 17:20",
        ])
        .worker("2027-03-25T15:40", &rang(Told::Undecided))
        .worker("2027-03-30T09:00", &deed(DeedId::AgencyReturn, &[]));
    let why = story.refuses(&manager(), "2027-03-30T09:10", &route(Route::EarlyHelp));
    assert!(why.contains("Rate it again first"), "{why}");
    story
        .worker("2027-03-30T09:10", &rate(Rating::Green))
        .manager("2027-03-30T09:20", &route(Route::EarlyHelp))
        .letter("2027-03-30T10:00", ClockId::OutcomeReferrer)
        .letter("2027-03-30T10:00", ClockId::OutcomeFamily);
    story.ends(&[
        "feedback-first: Thu 25 Mar 15:00 to Fri 26 Mar 15:00 - Thu 25 Mar 15:40 feedback-given",
        "stage1-decision: Thu 25 Mar 15:00 to Fri 26 Mar 15:00 - Thu 25 Mar 15:20 route-decided",
        "response-decision: Thu 25 Mar 15:00 to Tue 30 Mar 17:20 - Thu 25 Mar 15:20 route-decided",
        // Rated green on Tuesday: three working days from receipt.
        "stage2-decision: Thu 25 Mar 15:00 to Thu 1 Apr 17:20 (was Tue 30 Mar 17:20) - Tue 30 Mar 09:20 route-decided",
        "agency-return Housing: Thu 25 Mar 15:30 to Tue 30 Mar 12:55 - Tue 30 Mar 09:00 agency-return",
        "outcome-referrer: Tue 30 Mar 09:20 to Wed 31 Mar 17:20 - Tue 30 Mar 10:00 letter",
        "outcome-family: Tue 30 Mar 09:20 to Wed 31 Mar 17:20 - Tue 30 Mar 10:00 letter",
    ]);
}

#[test]
fn in_cambridgeshire_a_section_47_counts_the_discussion_and_no_action_of_the_day() {
    let mut story = Story::under("cambridgeshire", "2026-12-24T15:00", referral("3A", &[], &[]));
    story
        .worker("2026-12-24T15:10", &rate(Rating::Red))
        .manager("2026-12-24T15:30", &route(Route::S47))
        .runs(&[
            "feedback-first Fri 25 Dec 15:00",
            "written-24h Fri 25 Dec 15:00",
            "written-48h Sat 26 Dec 15:00",
            "strategy-discussion Fri 25 Dec 15:30",
            "outcome-referrer Tue 29 Dec 17:20",
            "outcome-family Tue 29 Dec 17:20",
        ])
        .worker("2026-12-24T15:40", &rang(Told::Decided))
        .worker("2026-12-24T15:50", &deed(DeedId::FamilyTold, &[]))
        .worker("2026-12-24T16:00", &Command::WaiveWritten { reason: "the hospital's own form".into() })
        .worker("2026-12-25T10:00", &deed(DeedId::StrategyHeld, &[(F::At, "09:00")]));
    story.ends_but_for_an_owner(&[
        "feedback-first: Thu 24 Dec 15:00 to Fri 25 Dec 15:00 - Thu 24 Dec 15:40 feedback-given",
        "stage1-decision: Thu 24 Dec 15:00 to Fri 25 Dec 15:00 - Thu 24 Dec 15:30 route-decided",
        "response-decision: Thu 24 Dec 15:00 to Tue 29 Dec 17:20 - Thu 24 Dec 15:30 route-decided",
        "written-24h: Thu 24 Dec 15:00 to Fri 25 Dec 15:00 - Thu 24 Dec 16:00 written-referral-waived, not met",
        "written-48h: Thu 24 Dec 15:00 to Sat 26 Dec 15:00 - Thu 24 Dec 16:00 written-referral-waived, not met",
        "strategy-discussion: Thu 24 Dec 15:30 to Fri 25 Dec 15:30 - Fri 25 Dec 10:00 strategy-held",
        "outcome-referrer: Thu 24 Dec 15:30 to Tue 29 Dec 17:20 - Thu 24 Dec 15:40 feedback-given",
        "outcome-family: Thu 24 Dec 15:30 to Tue 29 Dec 17:20 - Thu 24 Dec 15:50 family-told",
    ]);
}

#[test]
fn in_rotherham_there_is_no_blue_and_the_discussion_is_of_the_same_day() {
    let mut story = Story::under("rotherham", "2026-11-27T15:30", referral("3A", &[], &[]));
    let why = story.refuses(&worker(), "2026-11-27T15:40", &rate(Rating::Blue));
    assert!(why.contains("has no rating BLUE"), "{why}");
    story
        .runs(&[
            "feedback-first Sat 28 Nov 15:30",
            "stage1-decision Sat 28 Nov 15:30",
            "response-decision Mon 30 Nov 17:20",
            // The writing has one clock, and it is a breach.
            "written-24h Sat 28 Nov 15:30",
        ])
        .worker("2026-11-27T15:40", &rate(Rating::Red))
        .manager("2026-11-27T15:50", &route(Route::S47))
        .runs(&[
            "feedback-first Sat 28 Nov 15:30",
            "written-24h Sat 28 Nov 15:30",
            "s47-action Fri 27 Nov 23:59",
            "strategy-discussion Fri 27 Nov 23:59",
            "outcome-referrer Mon 30 Nov 17:20",
            "outcome-family Mon 30 Nov 17:20",
        ])
        .worker("2026-11-27T16:00", &deed(DeedId::S47Action, &[]))
        // Held without having been arranged: it counts for the action, too.
        .worker("2026-11-27T18:00", &deed(DeedId::StrategyHeld, &[(F::At, "17:30")]))
        .worker("2026-11-27T18:10", &rang(Told::Decided))
        .worker("2026-11-27T18:20", &deed(DeedId::FamilyTold, &[]))
        .worker("2026-11-27T18:30", &Command::WaiveWritten { reason: "sent to the team itself".into() });
    story.ends_but_for_an_owner(&[
        "feedback-first: Fri 27 Nov 15:30 to Sat 28 Nov 15:30 - Fri 27 Nov 18:10 feedback-given",
        "stage1-decision: Fri 27 Nov 15:30 to Sat 28 Nov 15:30 - Fri 27 Nov 15:50 route-decided",
        "response-decision: Fri 27 Nov 15:30 to Mon 30 Nov 17:20 - Fri 27 Nov 15:50 route-decided",
        "written-24h: Fri 27 Nov 15:30 to Sat 28 Nov 15:30 - Fri 27 Nov 18:30 written-referral-waived, not met",
        "s47-action: Fri 27 Nov 15:50 to Fri 27 Nov 23:59 - Fri 27 Nov 18:00 strategy-held",
        "strategy-discussion: Fri 27 Nov 15:50 to Fri 27 Nov 23:59 - Fri 27 Nov 18:00 strategy-held",
        "outcome-referrer: Fri 27 Nov 15:50 to Mon 30 Nov 17:20 - Fri 27 Nov 18:10 feedback-given",
        "outcome-family: Fri 27 Nov 15:50 to Mon 30 Nov 17:20 - Fri 27 Nov 18:20 family-told",
    ]);
}
