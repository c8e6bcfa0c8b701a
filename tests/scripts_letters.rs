//! Letters from the keyboard: the menu, the box that fills the window, the tab, posting and withdrawing.
#![expect(clippy::expect_used, clippy::panic, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "no letter waits for time to pass")]
    pub mod desk;
}

use common::desk::{Desk, manager, worker};
use dutydesk::app::overlay::{BoxInput, FormBox, Overlay};
use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{Role, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::decide::decide as made;
use dutydesk::domain::event::Event;
use dutydesk::domain::letter::{self, LetterKind};
use dutydesk::domain::schema::{Place, QuestionId};
use dutydesk::office::LetterFiles;
use dutydesk::port::{Reply, Token, Trouble};

/// A school's contact, filed.
fn filed() -> Desk {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2").keys("2 enter").keys("\"Pat Mockford\" enter \"01632 960201\" enter");
    desk.keys("\"Teacher\" enter \"Specimen Primary\" enter");
    desk.keys(
        "ctrl-g 2 \"Ash\" enter \"Sampleton\" enter \"12/3/2016\" enter enter \"5 Exemplar Way\" enter",
    );
    desk.keys("ctrl-g 3 \"Bruise on arm\" enter ctrl-s ctrl-s enter");
    desk.clock("2026-11-24T14:20");
    desk
}

/// The same, decided as section 17.
fn decided() -> Desk {
    let mut desk = filed();
    decide(&mut desk, Route::S17);
    desk
}

/// Decides: a letter moves on to the next route that begins with it.
fn decide(desk: &mut Desk, route: Route) {
    let chosen = match route {
        Route::S47 => "s",
        Route::S17 => "s s",
        Route::EarlyHelp => "e",
        other => panic!("no test decides {other}"),
    };
    desk.keys(&format!("d {chosen} tab \"The bruise is not explained.\" ctrl-s"));
    assert_eq!(desk.only().route(), Some(route), "{}", desk.notice());
}

fn form(desk: &Desk) -> &FormBox {
    match desk.app.overlays.last() {
        Some(Overlay::Form(form)) => form,
        other => panic!("a box is expected, not {other:?}; {}", desk.notice()),
    }
}

fn typed(desk: &Desk) -> String {
    form(desk).fields.first().expect("a field").value()
}

fn is_running(desk: &Desk, id: ClockId) -> bool {
    desk.only().running().iter().any(|clock| clock.deadline.clock == id)
}

#[test]
fn the_menu_says_why_a_letter_is_refused_and_stays_open() {
    let mut desk = filed();
    desk.keys("l");
    let Some(Overlay::Menu(menu)) = desk.app.overlays.last() else { panic!("the menu") };
    assert_eq!(menu.rows.len(), LetterKind::ALL.len());
    let off = |letter| menu.rows.iter().find(|row| row.letter == letter).and_then(|row| row.off.clone());
    assert!(off('h').expect("refused").contains("Nothing has been decided yet"));
    assert_eq!(off('f'), None);
    desk.keys("h");
    assert!(desk.notice().contains("Nothing has been decided yet"), "{}", desk.notice());
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Menu(_))));
    desk.keys("esc");
    assert!(desk.app.overlays.is_empty());
}

#[test]
fn a_letter_is_drafted_edited_issued_and_its_files_are_what_the_record_says() {
    let mut desk = decided();
    desk.keys("l h");
    assert!(typed(&desk).starts_with(letter::TRAINING));
    assert!(typed(&desk).contains("To the parents or carers of Ash Sampleton"));
    desk.keys("end enter \"Edited by hand.\" ctrl-s");
    assert!(desk.notice().contains("R-1001-outcome-family-1.docx"), "{}", desk.notice());
    assert!(desk.app.overlays.is_empty() && !desk.app.is_saving());

    let contact = desk.only();
    let state = contact.letter(1).expect("the letter");
    assert!(state.edited && state.text.contains("Edited by hand."));
    let made = LetterFiles::of(&state.title, &state.text).expect("files");
    assert_eq!(made.sha256, state.sha256);
    assert_eq!(desk.record.files["R-1001-outcome-family-1.docx"], made.docx);
    assert_eq!(desk.record.files["R-1001-outcome-family-1.txt"], format!("{}\n", state.text).into_bytes());
    assert!(desk.record.boxes.is_empty(), "what was sent is not kept as a draft");
    assert!(is_running(&desk, ClockId::OutcomeFamily), "issued is not posted");
}

#[test]
fn what_was_edited_comes_back_after_esc_and_after_a_new_decision_says_so() {
    let mut desk = decided();
    desk.keys("l h end enter \"Half a thought\" esc");
    assert!(desk.record.boxes.iter().any(|kept| kept.action == "letters/outcome-family"));
    // Another letter has a draft of its own.
    desk.keys("l r");
    assert!(!typed(&desk).contains("Half a thought"));
    desk.keys("esc l h");
    assert!(typed(&desk).contains("Half a thought"));
    assert_eq!(form(&desk).error, None);
    desk.keys("esc");

    decide(&mut desk, Route::EarlyHelp);
    desk.keys("l h");
    assert!(typed(&desk).contains("Half a thought"), "nothing typed is lost");
    assert!(form(&desk).error.as_ref().expect("a warning").contains("Decided anew"));
    desk.keys("ctrl-x l h");
    assert!(typed(&desk).contains("early help") && !typed(&desk).contains("Half a thought"));
}

#[test]
fn a_letter_that_gives_the_caller_away_stays_in_its_box_with_the_reason() {
    let mut desk = decided();
    desk.keys("l h end enter \"Ms Mockford rang us.\" ctrl-s");
    assert!(form(&desk).error.as_ref().expect("the reason").contains("give the caller away"));
    assert!(typed(&desk).contains("Ms Mockford rang us."));
    assert!(desk.only().letters.is_empty() && desk.record.files.is_empty());
}

#[test]
fn posting_from_the_tab_stops_the_clock_and_undo_starts_it_again() {
    let mut desk = decided();
    desk.keys("l h ctrl-s").clock("2026-11-24T14:30").keys("enter 7 enter");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Letter(view)) if view.letter == 1));
    desk.keys("p");
    let Some(BoxInput::Choice { chosen, options }) = form(&desk).fields.first().map(|f| &f.input) else {
        panic!("which letter")
    };
    assert_eq!((*chosen, options.len()), (Some(0), 1));
    desk.keys("tab \"first class\" ctrl-s");
    assert!(desk.notice().contains("letter 1 is posted"), "{}", desk.notice());
    assert!(!is_running(&desk, ClockId::OutcomeFamily) && is_running(&desk, ClockId::OutcomeReferrer));
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Letter(_))), "back at the letter");
    desk.keys("p");
    assert!(desk.notice().contains("posted or withdrawn"), "{}", desk.notice());
    desk.keys("esc u \"still in the tray\" ctrl-s");
    assert!(is_running(&desk, ClockId::OutcomeFamily));
}

#[test]
fn withdrawing_and_writing_the_files_again() {
    let mut desk = decided();
    desk.keys("l h ctrl-s");
    let written = std::mem::take(&mut desk.record.files);
    desk.keys("enter 7 enter a");
    assert_eq!(desk.record.files, written, "the same files, made from the text in the record");
    desk.keys("w tab \"wrong address\" ctrl-s");
    assert_eq!(desk.only().letters[0].state(), "withdrawn");
    desk.keys("pgdn pgdn pgdn pgdn up home esc");
    assert!(desk.app.overlays.is_empty());
}

#[test]
fn a_section_47_decision_takes_the_waiting_letter_back_and_closes_the_way_to_another() {
    let mut desk = decided();
    desk.keys("l h ctrl-s").clock("2026-11-24T14:40");
    desk = desk.reopened("2026-11-24T14:40", manager());
    desk.keys("enter");
    decide(&mut desk, Route::S47);
    let contact = desk.only();
    assert_eq!(contact.letters[0].state(), "withdrawn");
    assert!(is_running(&desk, ClockId::OutcomeFamily), "the family is owed a call");
    assert!(contact.history.iter().any(|r| matches!(r.event, Event::LetterWithdrawn { .. })));
    desk.keys("l h");
    assert!(desk.notice().contains("by telephone, and a letter is refused"), "{}", desk.notice());
    desk.keys("esc 7 enter p");
    assert!(desk.notice().contains("posted or withdrawn"), "{}", desk.notice());
}

#[test]
fn a_request_asks_which_agency() {
    let mut desk = filed();
    desk.keys("l a");
    assert!(desk.notice().contains("consent"), "{}", desk.notice());
    let mut desk = filed_with_consent();
    desk.keys("l a 2");
    assert!(typed(&desk).contains("\nHealth\n"), "{}", typed(&desk));
    desk.keys("ctrl-s");
    assert_eq!(desk.only().letters[0].to, letter::Addressee::Agency("Health".into()));
    assert!(desk.record.files.contains_key("R-1001-agency-request-1.txt"));
}

fn filed_with_consent() -> Desk {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2").keys("2 enter").keys("\"Pat Mockford\" enter");
    desk.keys("ctrl-g 3 \"Bruise on arm\" enter ctrl-g 6");
    let place = Place::call(QuestionId::Consent);
    while desk.app.intake.as_ref().and_then(|intake| intake.draft.cursor.place) != Some(place) {
        desk.keys("tab");
    }
    desk.keys("\"g\" enter ctrl-s ctrl-s enter").clock("2026-11-24T14:20");
    desk
}

#[test]
fn somebody_else_first_keeps_the_letter_and_shows_both_sides() {
    let mut desk = decided();
    desk.keys("l h end enter \"My words.\"");
    let id = desk.only().id;
    let theirs = made(
        &desk.only(),
        &Command::AddNote { text: "rang again".into() },
        &manager(),
        &common::desk::general(),
        desk.app.now,
    )
    .expect("a note");
    desk.record.contacts.get_mut(&id).expect("the contact").extend(theirs);
    desk.keys("ctrl-s");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Compare(_))), "{}", desk.notice());
    assert!(desk.record.files.is_empty(), "no file of a letter that is not in the record");
    desk.keys("enter");
    assert!(typed(&desk).contains("My words."));
    desk.keys("ctrl-s");
    assert_eq!(desk.only().letters.len(), 1);
}

#[test]
fn a_letter_whose_files_could_not_be_written_is_issued_and_says_so() {
    let mut desk = decided();
    desk.keys("l h ctrl-s");
    let trouble = Trouble {
        what: "Could not write the files: the disk is full.".into(),
        safe: "The letter itself is in the record.".into(),
        advice: "Free some space.".into(),
    };
    desk.msg(dutydesk::app::msg::Msg::Store(Reply::Written { token: Token(0), written: Err(trouble) }));
    assert!(desk.notice().contains("The letter itself is in the record"), "{}", desk.notice());
    assert_eq!(desk.only().letters.len(), 1);
}

#[test]
fn a_viewer_cannot_write() {
    let desk = decided();
    let mut viewer = worker();
    viewer.role = Role::Viewer;
    let mut desk = desk.reopened("2026-11-24T15:00", viewer);
    desk.keys("enter l");
    assert!(desk.notice().contains("You may read this desk"), "{}", desk.notice());
    assert!(desk.app.overlays.is_empty());
}
