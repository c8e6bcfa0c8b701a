//! Decisions that are looked at again: kept, changed, or not agreed with.

use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{Rating, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::contact::LetterState;
use dutydesk::domain::deed::{DeedId, FieldId as F};
use dutydesk::domain::event::Told;
use dutydesk::domain::intake::{Basis, NarrativeLine};
use dutydesk::domain::outcome::{More, Talk};

use super::super::common::after::{Story, decision, deed, letter, rang, rate, referral, route};
use super::super::common::desk::worker;

fn keep() -> Command {
    Command::KeepDecision { reason: "it says nothing new".into() }
}

#[test]
fn a_letter_route_that_becomes_section_47_is_told_by_telephone_from_the_new_decision() {
    let mut story = Story::filed("2026-12-24T10:00", referral("1A", &[], &[]));
    story
        .worker("2026-12-24T10:10", &rate(Rating::Amber))
        .manager("2026-12-24T10:30", &route(Route::S17))
        .worker("2026-12-24T10:40", &rang(Told::Decided))
        .letter("2026-12-24T11:00", ClockId::OutcomeReferrer)
        .issued("2026-12-24T11:10", ClockId::OutcomeFamily)
        .runs(&["outcome-family Tue 29 Dec 17:20"]);
    let line =
        NarrativeLine { text: "He has a knife now".into(), basis: Basis::Seen, told_by: String::new() };
    let received = story.at("2026-12-29T09:00");
    let informed = Command::AddInformation { from: "the aunt".into(), received, lines: vec![line] };
    story
        .worker("2026-12-29T09:10", &informed)
        .worker("2026-12-29T09:15", &rate(Rating::Red))
        .manager("2026-12-29T09:30", &route(Route::S47))
        .runs(&[
            "s47-action Tue 29 Dec 23:59",
            "strategy-discussion Wed 30 Dec 09:30",
            "outcome-referrer Wed 30 Dec 17:20",
            "outcome-family Wed 30 Dec 17:20",
        ]);
    let state: Vec<&str> = story.contact.letters.iter().map(LetterState::state).collect();
    assert_eq!(state, ["posted", "withdrawn"], "what had not gone does not go");
    for outcome in [ClockId::OutcomeReferrer, ClockId::OutcomeFamily] {
        let why = story.refuses(&worker(), "2026-12-29T09:35", &letter(outcome));
        assert!(why.contains("told by telephone on this route"), "{why}");
        let issue = story.issue("2026-12-29T09:35", outcome);
        let why = story.refuses(&worker(), "2026-12-29T09:35", &issue);
        assert!(why.contains("a letter is refused"), "{why}");
    }
    story
        .worker("2026-12-29T09:40", &rang(Told::Decided))
        .worker("2026-12-29T09:50", &deed(DeedId::FamilyTold, &[]))
        .worker("2026-12-29T10:00", &deed(DeedId::StrategyArranged, &[(F::At, "2026-12-29T14:00")]))
        .worker("2026-12-29T10:30", &deed(DeedId::S47Action, &[]))
        .worker("2026-12-29T15:00", &deed(DeedId::StrategyHeld, &[(F::At, "14:00")]));
    assert_eq!(story.contact.decisions.len(), 2, "the first decision is kept");
    story.ends_but_for_an_owner(&[
        "feedback-first: Thu 24 Dec 10:00 to Fri 25 Dec 10:00 - Thu 24 Dec 10:40 feedback-given",
        "stage1-decision: Thu 24 Dec 10:00 to Fri 25 Dec 10:00 - Thu 24 Dec 10:30 route-decided",
        "response-decision: Thu 24 Dec 10:00 to Tue 29 Dec 17:20 - Thu 24 Dec 10:30 route-decided",
        "outcome-referrer: Thu 24 Dec 10:30 to Tue 29 Dec 17:20 - Thu 24 Dec 11:00 letter",
        // The letter that had not gone: the duty is the telephone's from the new decision.
        "outcome-family: Tue 29 Dec 09:30 to Wed 30 Dec 17:20 (was Tue 29 Dec 17:20) - Tue 29 Dec 09:50 family-told",
        "s47-action: Tue 29 Dec 09:30 to Tue 29 Dec 23:59 - Tue 29 Dec 10:30 s47-action",
        "strategy-discussion: Tue 29 Dec 09:30 to Wed 30 Dec 09:30 - Tue 29 Dec 15:00 strategy-held",
        "outcome-referrer: Tue 29 Dec 09:30 to Wed 30 Dec 17:20 - Tue 29 Dec 09:40 feedback-given",
    ]);
}

#[test]
fn what_the_referrer_adds_opens_the_decision_and_it_can_stand() {
    let mut story = Story::filed("2026-11-27T10:00", referral("1B", &[], &[]));
    let adds = Talk { added: "The dog has died".into(), letter: Some(false), ..Talk::default() };
    let told = Command::GiveFeedback { told: Told::Decided, said: "told".into(), talk: Box::new(adds) };
    story
        .worker("2026-11-27T10:10", &rate(Rating::Green))
        .manager("2026-11-27T10:30", &route(Route::Nfa))
        .worker("2026-11-27T10:40", &told)
        .letter("2026-11-27T11:00", ClockId::OutcomeReferrer)
        .letter("2026-11-27T11:00", ClockId::OutcomeFamily)
        .runs(&[]);
    assert!(story.contact.is_open(), "to be looked at again");
    story.worker("2026-11-30T09:00", &keep());
    let why = story.refuses(&worker(), "2026-11-30T09:10", &keep());
    assert!(why.contains("Nothing new has come since"), "{why}");
    story.ends(&[
        "feedback-first: Fri 27 Nov 10:00 to Sat 28 Nov 10:00 - Fri 27 Nov 10:40 feedback-given",
        "stage1-decision: Fri 27 Nov 10:00 to Sat 28 Nov 10:00 - Fri 27 Nov 10:30 route-decided",
        "response-decision: Fri 27 Nov 10:00 to Mon 30 Nov 17:20 - Fri 27 Nov 10:30 route-decided",
        "outcome-referrer: Fri 27 Nov 10:30 to Mon 30 Nov 17:20 - Fri 27 Nov 11:00 letter",
        "outcome-family: Fri 27 Nov 10:30 to Mon 30 Nov 17:20 - Fri 27 Nov 11:00 letter",
    ]);
}

#[test]
fn a_decision_that_a_manager_does_not_agree_with_is_made_anew() {
    let mut story = Story::filed("2026-11-27T10:00", referral("1B", &[], &[]));
    let disagrees = deed(DeedId::Agreement, &[(F::Agrees, "disagree"), (F::Why, "The pattern is new")]);
    story
        .worker("2026-11-27T10:10", &rate(Rating::Green))
        .worker("2026-11-27T10:30", &route(Route::Nfa))
        .worker("2026-11-27T10:40", &rang(Told::Decided))
        .manager("2026-11-27T15:00", &disagrees);
    assert!(story.contact.reconsider.is_some() && !story.contact.awaits_agreement());
    let why = story.refuses(&worker(), "2026-11-27T15:10", &keep());
    assert!(why.contains("Sam Placeham did not agree with it: decide again"), "{why}");
    let together = More { with: "Sam Placeham".into(), ..More::default() };
    story
        .worker("2026-11-27T15:30", &decision(Route::EarlyHelp, together))
        .runs(&["outcome-referrer Mon 30 Nov 17:20", "outcome-family Mon 30 Nov 17:20"]);
    assert!(!story.contact.awaits_agreement(), "weighed with the manager");
    story
        .letter("2026-11-30T09:00", ClockId::OutcomeReferrer)
        .letter("2026-11-30T09:00", ClockId::OutcomeFamily);
    story.ends(&[
        "feedback-first: Fri 27 Nov 10:00 to Sat 28 Nov 10:00 - Fri 27 Nov 10:40 feedback-given",
        "stage1-decision: Fri 27 Nov 10:00 to Sat 28 Nov 10:00 - Fri 27 Nov 10:30 route-decided",
        "response-decision: Fri 27 Nov 10:00 to Mon 30 Nov 17:20 - Fri 27 Nov 10:30 route-decided",
        "outcome-referrer: Fri 27 Nov 15:30 to Mon 30 Nov 17:20 - Mon 30 Nov 09:00 letter",
        "outcome-family: Fri 27 Nov 15:30 to Mon 30 Nov 17:20 - Mon 30 Nov 09:00 letter",
    ]);
}

#[test]
fn a_manager_may_let_the_decision_stand_that_another_did_not_agree_with() {
    let mut story = Story::filed("2026-11-27T10:00", referral("1B", &[], &[]));
    story
        .worker("2026-11-27T10:30", &route(Route::Nfa))
        .manager("2026-11-27T15:00", &deed(DeedId::Agreement, &[(F::Agrees, "disagree")]))
        .manager("2026-11-27T16:00", &keep());
    assert_eq!(story.contact.reconsider, None);
}
