//! Key scripts for handing the desk over: one terminal leaves, another takes over, on one record.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test may fail loudly"
)]

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod desk;
}

use common::desk::{Desk, at, general, manager, worker};
use dutydesk::app::Screen;
use dutydesk::app::overlay::Overlay;
use dutydesk::app::screens::handover::{HandoverScreen, Row};
use dutydesk::domain::actor::Actor;
use dutydesk::domain::codes::Role;
use dutydesk::domain::command::Command;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::decide;
use dutydesk::domain::handover::{Section, Turn};
use dutydesk::domain::ids::{ContactId, UserId};

/// A contact of the record.
fn contact(desk: &Desk, id: u64) -> Contact {
    let id = ContactId(id);
    Contact::from_history(id, desk.record.contacts[&id].clone()).expect("a contact")
}

/// A desk on a Tuesday at closing, with a call of the morning and one of the afternoon.
fn at_closing() -> Desk {
    let mut desk = Desk::new("2026-11-24T09:00");
    for (time, concern) in [("2026-11-24T09:00", "Bruise"), ("2026-11-24T16:00", "Hungry")] {
        desk.clock(time).keys("f2 2 enter ctrl-g 3").text(concern).keys("ctrl-s ctrl-s esc");
    }
    desk.clock("2026-11-24T17:00");
    assert_eq!(desk.record.contacts.len(), 2);
    desk
}

/// Somebody else sits down at another terminal on the same record.
fn joined(first: &mut Desk, now: &str, who: Actor) -> Desk {
    let mut other = Desk::of(now, who);
    hand(first, &mut other);
    other
}

/// The record as one terminal left it, read by the other.
fn hand(from: &mut Desk, to: &mut Desk) {
    std::mem::swap(&mut from.record, &mut to.record);
    let start = to.app.start();
    to.serve(start);
}

fn error(desk: &Desk) -> &str {
    match desk.app.overlays.last() {
        Some(Overlay::Form(form)) => form.error.as_deref().unwrap_or(""),
        other => panic!("no box is open but {other:?}"),
    }
}

#[test]
fn one_leaves_and_signs_and_another_takes_the_whole_sheet_over() {
    let mut leaving = at_closing();
    leaving.keys("g h");
    let screen = leaving.app.handover.as_ref().expect("the screen");
    assert_eq!(screen.turn, Turn::ToEdt, "it is twenty minutes to closing");
    assert_eq!(screen.sheet.contacts().len(), 2);
    leaving.keys("s \"Lee Synthley\" tab \"The keys are in the drawer\" ctrl-s");
    assert!(leaving.notice().contains("Sheet H-1 is signed"), "{}", leaving.notice());
    assert!(leaving.app.overlays.is_empty() && !leaving.app.is_saving());
    for id in [1001, 1002] {
        let handed = contact(&leaving, id).handed_over.expect("handed over");
        assert_eq!((handed.by.as_str(), handed.to.as_str()), ("Jo Testerby", "Lee Synthley"));
        assert_eq!(handed.until, at("2026-11-25T08:45"), "until the desk opens again");
        assert_eq!(handed.note, "The keys are in the drawer");
    }
    let text = &leaving.record.sheets[0].signed.text;
    assert!(
        text.contains("TRAINING") && text.contains("R-1001") && text.contains("by Jo Testerby to Lee"),
        "{text}"
    );
    // The one who leaves cannot take it in the same breath.
    leaving.keys("H ctrl-s");
    assert!(error(&leaving).contains("Somebody else takes it"), "{}", error(&leaving));
    leaving.keys("esc");

    let night = Actor { user: UserId("l.synthley".into()), name: "Lee Synthley".into(), role: Role::Worker };
    let mut taking = joined(&mut leaving, "2026-11-24T17:15", night);
    taking.keys("g h");
    let chosen = taking.app.handover.as_ref().and_then(HandoverScreen::chosen);
    assert!(matches!(chosen, Some(Row::Kept(kept)) if kept.taken.is_none()), "what waits is selected");
    taking.keys("H ctrl-s");
    assert!(taking.notice().contains("H-1 is taken over, 2 contacts"), "{}", taking.notice());
    for id in [1001, 1002] {
        let contact = contact(&taking, id);
        assert_eq!(contact.acknowledged.as_ref().map(|done| done.by.as_str()), Some("Lee Synthley"));
        assert!(!contact.awaits_acknowledgement());
    }
    taking.keys("H");
    assert!(
        taking.notice().contains("both signatures") || taking.notice().contains("No sheet"),
        "{}",
        taking.notice()
    );
    hand(&mut taking, &mut leaving);
    leaving.keys("g b g h");
    let screen = leaving.app.handover.as_ref().expect("the screen");
    assert_eq!(
        (screen.waiting().count(), screen.taken().count()),
        (0, 1),
        "the first terminal sees both names"
    );
}

#[test]
fn a_contact_that_changed_meanwhile_is_read_again_and_still_handed_over() {
    let mut leaving = at_closing();
    leaving.keys("g h s \"Lee Synthley\"");
    // A colleague adds a note while the name is typed, and this terminal has not heard of it.
    let seen = contact(&leaving, 1001);
    let note = Command::AddNote { text: "the school rang".into() };
    let events =
        decide::decide(&seen, &note, &manager(), &general(), at("2026-11-24T17:01")).expect("allowed");
    leaving.record.contacts.get_mut(&ContactId(1001)).expect("a contact").extend(events);
    leaving.keys("ctrl-s");
    assert!(leaving.notice().contains("R-1001"), "{}", leaving.notice());
    assert_eq!(leaving.record.sheets[0].signed.changed, [ContactId(1001)]);
    assert!(
        contact(&leaving, 1001).awaits_acknowledgement() && contact(&leaving, 1002).awaits_acknowledgement()
    );
}

#[test]
fn contacts_are_taken_one_by_one_too_and_one_step_back_leads_to_the_sheet() {
    let mut leaving = at_closing();
    leaving.keys("g h s \"Sam Placeham\" ctrl-s");
    let mut taking = joined(&mut leaving, "2026-11-24T17:05", manager());
    taking.keys("g h j enter");
    assert_eq!(taking.app.screen, Screen::Contact);
    taking.keys("H ctrl-s");
    assert!(taking.notice().contains("acknowledged"), "{}", taking.notice());
    taking.keys("esc");
    assert_eq!(taking.app.screen, Screen::Handover);
    let waits = [1001, 1002].map(|id| contact(&taking, id).awaits_acknowledgement());
    assert_eq!(waits.iter().filter(|waits| **waits).count(), 1);
    taking.keys("home H ctrl-s");
    assert!(
        taking.notice().contains("1 contact with it"),
        "the rest comes with the sheet: {}",
        taking.notice()
    );
    taking.keys("esc");
    assert_eq!(taking.app.screen, Screen::Board);
}

#[test]
fn what_was_handed_over_rises_on_the_board_after_what_is_late_and_before_the_rest() {
    let mut desk = at_closing();
    // A third call, due last of all, is handed over alone.
    desk.clock("2026-11-25T08:50").keys("g b f2 2 enter ctrl-g 3 \"Alone\" ctrl-s ctrl-s esc");
    let third = contact(&desk, 1003);
    let signing = dutydesk::domain::handover::Signing {
        turn: Turn::Shift,
        by: "Jo Testerby".into(),
        to: "Sam Placeham".into(),
        until: at("2026-11-25T17:20"),
        note: String::new(),
        contacts: vec![(third.id, third.version)],
        text: "Handover".into(),
    };
    let handed = decide::hand_over(
        &third,
        signing.handed_over(dutydesk::domain::handover::SheetId(1)),
        &worker(),
        at("2026-11-25T08:55"),
    );
    desk.record.contacts.get_mut(&third.id).expect("a contact").push(handed);
    let start = desk.app.start();
    desk.clock("2026-11-25T09:30").serve(start);
    desk.wait(3000);
    let order: Vec<u64> = desk.app.board.order.iter().map(|id| id.0).collect();
    assert_eq!(order, [1001, 1003, 1002], "late, handed over, then due");
    assert!(desk.app.board.sort.label().starts_with("late, handed over, then due"));
}

#[test]
fn a_handover_needs_two_people_and_what_was_typed_comes_back() {
    let mut desk = at_closing();
    desk.keys("g h s ctrl-s");
    assert!(error(&desk).contains("who takes over"), "{}", error(&desk));
    desk.keys("\"jo testerby\" ctrl-s");
    assert!(error(&desk).contains("two people"), "{}", error(&desk));
    desk.keys("ctrl-u \"Lee Synth\" esc");
    assert!(desk.record.sheets.is_empty());
    desk.keys("s \"ley\" ctrl-s");
    assert_eq!(desk.record.sheets[0].signed.to, "Lee Synthley");
}

#[test]
fn a_record_that_cannot_save_leaves_the_box_open_with_every_word() {
    let mut desk = at_closing();
    desk.keys("g h s \"Lee Synthley\"");
    desk.record.broken = true;
    desk.keys("ctrl-s");
    assert!(error(&desk).contains("disk is full"), "{}", error(&desk));
    desk.record.broken = false;
    desk.keys("ctrl-s");
    assert_eq!(desk.record.sheets.len(), 1);
}

#[test]
fn the_kinds_of_handover_are_chosen_by_number_and_the_next_shift_by_its_end() {
    let mut desk = at_closing();
    desk.clock("2026-11-25T08:50").keys("g h");
    let screen = |desk: &Desk| desk.app.handover.clone().expect("the screen");
    assert_eq!(screen(&desk).turn, Turn::FromEdt, "it is five minutes after opening");
    desk.keys("t");
    assert!(desk.notice().contains("press 3"), "{}", desk.notice());
    desk.keys("3 t \"12:00\" ctrl-s");
    assert_eq!(screen(&desk).sheet.span.until, at("2026-11-25T12:00"));
    let soon = screen(&desk).sheet.sections.into_iter().find(|(section, _)| *section == Section::Soon);
    assert_eq!(soon.expect("a section").1.len(), 1, "the first call is due at nine");
    // Time goes on, and with it the sheet.
    desk.clock("2026-11-25T09:10");
    let late = screen(&desk).sheet.sections.into_iter().find(|(section, _)| *section == Section::Late);
    assert_eq!(late.expect("a section").1.len(), 1);
}

#[test]
fn a_viewer_reads_the_sheet_and_signs_nothing() {
    let mut desk = at_closing();
    let viewer = Actor { user: UserId("k.fakeley".into()), name: "Kim Fakeley".into(), role: Role::Viewer };
    let mut other = joined(&mut desk, "2026-11-24T17:00", viewer);
    other.keys("g h");
    assert_eq!(other.app.handover.as_ref().expect("the screen").sheet.contacts().len(), 2);
    other.keys("s");
    assert!(other.notice().contains("not sign"), "{}", other.notice());
}

#[test]
fn a_manager_signs_the_end_of_the_record_with_one_key_and_the_words_stay_on_screen_and_sheet() {
    let mut desk = at_closing();
    desk.keys("g h c");
    assert!(desk.notice().contains("Only these may sign the daily close: manager"), "{}", desk.notice());
    let mut managing = joined(&mut desk, "2026-11-24T17:01", manager());
    managing.keys("g h c");
    let words = managing.record.closes[0].line();
    assert!(managing.notice().contains("six words below"), "{}", managing.notice());
    managing.keys("s \"Lee Synthley\" ctrl-s");
    let signed = &managing.record.sheets[0].signed.text;
    assert!(
        signed.contains(&words) && signed.contains("Signed by Sam Placeham, Tue 24 Nov 17:01."),
        "{signed}"
    );
    assert!(!sheet_of(&managing).last_close.is_due(at("2026-11-25T17:01")));
    assert!(sheet_of(&managing).last_close.is_due(at("2026-11-25T17:02")));
    // It may be made again; the newest one stands on the screen.
    managing.clock("2026-11-25T17:30").keys("c");
    assert_eq!(managing.record.closes.len(), 2);
    let newest = managing.record.closes[1].clone();
    assert_eq!(sheet_of(&managing).last_close, Some(newest).into());
}

fn sheet_of(desk: &Desk) -> &dutydesk::domain::handover::Sheet {
    &desk.app.handover.as_ref().expect("the screen").sheet
}
