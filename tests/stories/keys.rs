//! The same stories by keys: `m` and a letter record what was done, `x` shows what is due.

use dutydesk::app::overlay::{BoxInput, FormBox, Overlay, Pick};
use dutydesk::domain::actor::Actor;
use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::decide::decide;
use dutydesk::domain::deed::{DeedId, FieldId as F};

use super::super::common::after::{Story, letter, ordinary};
use super::super::common::desk::{Desk, at, general, manager, worker};

/// A neighbour's call, filed by keys and opened.
fn filed(now: &str) -> Desk {
    let mut desk = Desk::new(now);
    desk.keys("f2 ctrl-g 3 \"Shouting and a fall\" ctrl-s ctrl-s enter");
    desk.keys("enter");
    assert!(desk.app.contact.is_some(), "the contact is on screen");
    desk
}

/// The same desk under somebody else's hands, with the contact on screen.
fn handed(desk: Desk, now: &str, to: Actor) -> Desk {
    let mut desk = desk.reopened(now, to);
    desk.keys("home enter");
    assert!(desk.app.contact.is_some(), "the contact is on screen");
    desk
}

fn form(desk: &Desk) -> &FormBox {
    match desk.app.overlays.last() {
        Some(Overlay::Form(form)) => form,
        other => panic!("no box is open but {other:?}: {}", desk.notice()),
    }
}

/// Goes to the field with this label by Tab and answers it: a choice by its letter, as often as it takes.
fn answer(desk: &mut Desk, label: &str, value: &str) {
    let stands = |desk: &Desk| {
        let form = form(desk);
        form.fields.get(form.focus).is_some_and(|field| field.label.starts_with(label))
    };
    for _ in 0..form(desk).fields.len() {
        if stands(desk) {
            break;
        }
        desk.keys("tab");
    }
    assert!(stands(desk), "{label} is reached by Tab");
    let open = form(desk);
    let field = open.fields.get(open.focus).expect("a field");
    let BoxInput::Choice { options, .. } = &field.input else {
        desk.text(value);
        return;
    };
    let (_, words) = options.iter().find(|(code, _)| code == value).expect("one of the choices");
    let (presses, letter) =
        (options.len(), words.chars().next().expect("a letter").to_lowercase().to_string());
    let chosen = |desk: &Desk| form(desk).value(form(desk).focus) == value;
    for _ in 0..presses {
        if chosen(desk) {
            break;
        }
        desk.text(&letter);
    }
    assert!(chosen(desk), "{value} is chosen by its letter");
}

/// Saves the box.
#[track_caller]
fn saved(desk: &mut Desk) {
    desk.keys("ctrl-s");
    assert!(desk.app.overlays.is_empty(), "{}", desk.notice());
}

/// An action's key, its fields, Ctrl-S.
#[track_caller]
fn act(desk: &mut Desk, now: &str, key: &str, answers: &[(&str, &str)]) {
    desk.clock(now).keys(key);
    for (label, value) in answers {
        answer(desk, label, value);
    }
    saved(desk);
}

/// Fills the open box of a deed: what is given, and what is most ordinary where it must be said and nothing stands yet.
#[track_caller]
fn fills(desk: &mut Desk, deed: DeedId, given: &[(F, &str)]) {
    assert_eq!(form(desk).deed, Some(deed), "{}", desk.notice());
    for (n, field) in deed.deed().fields.iter().enumerate() {
        let said = given.iter().find(|(id, _)| *id == field.id).map(|(_, words)| *words);
        let empty = form(desk).value(n).is_empty();
        let usual = ordinary(field).filter(|_| field.must && empty);
        if let Some(value) = said.or(usual) {
            answer(desk, field.label, value);
        }
    }
    saved(desk);
}

/// `m`, the deed's letter, its fields, Ctrl-S.
#[track_caller]
fn records(desk: &mut Desk, now: &str, deed: DeedId, given: &[(F, &str)]) {
    desk.clock(now).keys("m").text(&deed.deed().letter.to_string());
    fills(desk, deed, given);
}

/// `x`, the key of what is due, then the fields of the deed that ends it.
#[track_caller]
fn ends_duty(desk: &mut Desk, now: &str, deed: DeedId, given: &[(F, &str)]) {
    desk.clock(now).keys("x");
    let Some(Overlay::Menu(menu)) = desk.app.overlays.last() else { panic!("a menu of what is due") };
    let row = menu.rows.iter().find(|row| matches!(row.pick, Pick::Deed(ends) if ends == deed));
    let letter = row.expect("what is due").letter.to_string();
    desk.text(&letter);
    fills(desk, deed, given);
}

/// The letters of another system have gone; the desk is opened again.
fn letters_go(mut desk: Desk, now: &str, outcomes: &[ClockId]) -> Desk {
    for outcome in outcomes {
        let contact = desk.only();
        let events = decide(&contact, &letter(*outcome), &worker(), &general(), at(now)).expect("a letter");
        desk.record.contacts.entry(contact.id).or_default().extend(events);
    }
    desk.reopened(now, worker())
}

fn story(desk: &Desk) -> Story {
    Story { contact: desk.only(), protocol: general() }
}

#[test]
fn a_section_47_by_keys_on_christmas_eve() {
    let mut desk = filed("2026-12-24T15:00");
    act(&mut desk, "2026-12-24T15:05", "r", &[("Rating", "red"), ("Why", "a fall on the stairs")]);
    let mut desk = handed(desk, "2026-12-24T15:20", manager());
    act(&mut desk, "2026-12-24T15:20", "d", &[("Route", "s47"), ("Rationale", "harm is likely")]);
    let mut desk = handed(desk, "2026-12-24T15:30", worker());
    records(&mut desk, "2026-12-24T15:30", DeedId::StrategyArranged, &[(F::At, "17:00")]);
    records(&mut desk, "2026-12-24T15:35", DeedId::PoliceInformed, &[]);
    ends_duty(&mut desk, "2026-12-24T16:00", DeedId::S47Action, &[(F::Protection, "To the grandmother")]);
    act(&mut desk, "2026-12-24T16:10", "c", &[("Outcome", "decided"), ("What was said", "all of it")]);
    ends_duty(&mut desk, "2026-12-24T16:20", DeedId::FamilyTold, &[]);
    ends_duty(&mut desk, "2026-12-24T18:00", DeedId::StrategyHeld, &[]);
    story(&desk).ends_but_for_an_owner(&[
        "feedback-first: Thu 24 Dec 15:00 to Fri 25 Dec 15:00 - Thu 24 Dec 16:10 feedback-given",
        "stage1-decision: Thu 24 Dec 15:00 to Fri 25 Dec 15:00 - Thu 24 Dec 15:20 route-decided",
        "response-decision: Thu 24 Dec 15:00 to Tue 29 Dec 17:20 - Thu 24 Dec 15:20 route-decided",
        "s47-action: Thu 24 Dec 15:20 to Thu 24 Dec 23:59 - Thu 24 Dec 16:00 s47-action",
        "strategy-discussion: Thu 24 Dec 15:20 to Fri 25 Dec 15:20 - Thu 24 Dec 18:00 strategy-held",
        "outcome-referrer: Thu 24 Dec 15:20 to Tue 29 Dec 17:20 - Thu 24 Dec 16:10 feedback-given",
        "outcome-family: Thu 24 Dec 15:20 to Tue 29 Dec 17:20 - Thu 24 Dec 16:20 family-told",
    ]);
}

#[test]
fn a_stage_2_by_keys_across_the_autumn_weekend() {
    let mut desk = filed("2026-10-23T14:00");
    act(&mut desk, "2026-10-23T14:05", "r", &[("Rating", "amber"), ("Why", "unclear")]);
    desk.keys("m").text("a");
    assert!(desk.notice().contains("none of these"), "nobody is asked before Stage 2: {}", desk.notice());
    desk.keys("esc");
    let mut desk = handed(desk, "2026-10-23T14:20", manager());
    act(
        &mut desk,
        "2026-10-23T14:20",
        "d",
        &[("Route", "stage2"), ("Rationale", "the picture is not whole")],
    );
    let mut desk = handed(desk, "2026-10-23T14:30", worker());
    let ground = (F::Ground, "reasonable-cause");
    records(
        &mut desk,
        "2026-10-23T14:30",
        DeedId::AskAgency,
        &[(F::Agency, "Probation"), ground, (F::Why, "Asking would warn him")],
    );
    act(&mut desk, "2026-10-23T14:40", "c", &[("Outcome", "undecided"), ("What was said", "we ask others")]);
    story(&desk).runs(&["agency-return Probation Mon 26 Oct 12:55", "stage2-decision Mon 26 Oct 17:20"]);
    records(&mut desk, "2026-10-26T09:00", DeedId::AgencyChased, &[]);
    ends_duty(&mut desk, "2026-10-26T10:00", DeedId::AgencyReturn, &[]);
    records(&mut desk, "2026-10-26T10:20", DeedId::Recommended, &[(F::Route, "early-help")]);
    let mut desk = handed(desk, "2026-10-26T11:00", manager());
    act(&mut desk, "2026-10-26T11:00", "d", &[("Route", "early-help"), ("Rationale", "as recommended")]);
    let desk = letters_go(desk, "2026-10-26T15:00", &[ClockId::OutcomeReferrer, ClockId::OutcomeFamily]);
    story(&desk).ends(&[
        "feedback-first: Fri 23 Oct 14:00 to Sat 24 Oct 14:00 - Fri 23 Oct 14:40 feedback-given",
        "stage1-decision: Fri 23 Oct 14:00 to Sat 24 Oct 14:00 - Fri 23 Oct 14:20 route-decided",
        "response-decision: Fri 23 Oct 14:00 to Mon 26 Oct 17:20 - Fri 23 Oct 14:20 route-decided",
        "stage2-decision: Fri 23 Oct 14:00 to Mon 26 Oct 17:20 - Mon 26 Oct 11:00 route-decided",
        "agency-return Probation: Fri 23 Oct 14:30 to Mon 26 Oct 12:55 - Mon 26 Oct 10:00 agency-return",
        "outcome-referrer: Mon 26 Oct 11:00 to Tue 27 Oct 17:20 - Mon 26 Oct 15:00 letter",
        "outcome-family: Mon 26 Oct 11:00 to Tue 27 Oct 17:20 - Mon 26 Oct 15:00 letter",
    ]);
}

#[test]
fn a_no_further_action_by_keys_is_agreed_by_another_name() {
    let mut desk = filed("2027-03-27T16:00");
    act(&mut desk, "2027-03-27T16:05", "r", &[("Rating", "blue"), ("Why", "advice only")]);
    let nothing = [("Route", "nfa"), ("Rationale", "nothing was borne out"), ("Because", "unsubstantiated")];
    act(&mut desk, "2027-03-27T16:20", "d", &nothing);
    act(&mut desk, "2027-03-27T16:30", "c", &[("Outcome", "decided"), ("What was said", "nothing follows")]);
    let desk = letters_go(desk, "2027-03-30T09:00", &[ClockId::OutcomeReferrer, ClockId::OutcomeFamily]);
    assert!(desk.only().is_open(), "a manager's agreement is awaited");
    let mut desk = handed(desk, "2027-03-30T09:30", manager());
    records(&mut desk, "2027-03-30T09:30", DeedId::Agreement, &[(F::Agrees, "agree")]);
    story(&desk).ends(&[
        "feedback-first: Sat 27 Mar 16:00 to Sun 28 Mar 17:00 - Sat 27 Mar 16:30 feedback-given",
        "stage1-decision: Sat 27 Mar 16:00 to Sun 28 Mar 17:00 - Sat 27 Mar 16:20 route-decided",
        "response-decision: Sat 27 Mar 16:00 to Tue 30 Mar 17:20 - Sat 27 Mar 16:20 route-decided",
        "outcome-referrer: Sat 27 Mar 16:20 to Tue 30 Mar 17:20 - Tue 30 Mar 09:00 letter",
        "outcome-family: Sat 27 Mar 16:20 to Tue 30 Mar 17:20 - Tue 30 Mar 09:00 letter",
    ]);
}
