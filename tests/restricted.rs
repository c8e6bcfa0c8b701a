//! Key scripts for restricted contacts and for who looked: what is shown, asked, noted and refused.

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod desk;
}

use common::desk::{Desk, at, manager, worker};
use dutydesk::app::Screen;
use dutydesk::domain::actor::Actor;
use dutydesk::domain::codes::Role;
use dutydesk::domain::event::{DeskEvent, OPEN_RESTRICTED};
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::domain::looked::{Entry, Flag, Happened, SearchWay};

const TIME: &str = "2026-11-24T14:00";

fn robin() -> Actor {
    Actor { user: UserId("r.dummerton".into()), name: "Robin Dummerton".into(), role: Role::Worker }
}

/// A desk with one contact about a child called Ash Sampleton, on the board.
fn desk() -> Desk {
    let mut desk = Desk::new(TIME);
    desk.keys("f2 2 enter ctrl-g 2 \"Ash\" tab \"Sampleton\" ctrl-g 3 \"Bruise\" ctrl-s ctrl-s esc");
    assert_eq!(desk.record.contacts.len(), 1);
    desk.record.notes.clear();
    desk
}

fn searches(desk: &Desk) -> Vec<(String, u32)> {
    let searched = |(_, event): &(UserId, DeskEvent)| match event {
        DeskEvent::Searched { by: SearchWay::Board, words, found } => Some((words.clone(), *found)),
        _ => None,
    };
    desk.record.notes.iter().filter_map(searched).collect()
}

#[test]
fn a_filter_typed_letter_by_letter_is_one_search_once_it_has_settled() {
    let mut desk = desk();
    desk.keys("/ \"sampleton\"");
    assert!(searches(&desk).is_empty(), "nothing is written for a letter");
    desk.wait(1000);
    assert!(searches(&desk).is_empty(), "not settled yet");
    desk.wait(4000);
    assert_eq!(searches(&desk), [("sampleton".to_owned(), 1)]);
    desk.wait(60_000).keys("enter j");
    assert_eq!(searches(&desk).len(), 1, "the same filter kept on screen is the same search");
}

#[test]
fn enter_and_leaving_settle_a_search_at_once_and_its_longest_form_is_kept() {
    let mut desk = desk();
    desk.keys("/ \"mockford\" enter");
    assert_eq!(searches(&desk), [("mockford".to_owned(), 0)]);
    desk.keys("esc / \"placeham\" backspace backspace esc");
    assert_eq!(searches(&desk).last().expect("a search").0, "placeham");
    desk.keys("/ \"testerby\" ctrl-q y");
    assert_eq!(searches(&desk).last().expect("a search").0, "testerby");
}

#[test]
fn a_filter_without_a_name_and_what_a_call_looks_for_are_no_searches() {
    let mut desk = desk();
    desk.keys("/ \"red late R-1001\" enter esc").wait(10_000);
    desk.keys("f2 2 enter ctrl-g 2 \"Ash\" tab \"Sampleton\"").wait(10_000);
    assert!(searches(&desk).is_empty());
}

#[test]
fn a_manager_restricts_from_the_board_and_others_see_only_that_it_is() {
    let mut desk = desk().reopened(TIME, manager());
    desk.keys("X tab \"a colleague's niece\" ctrl-s");
    assert!(desk.notice().contains("1 of 1 done"), "{}", desk.notice());
    assert!(desk.record.notes.is_empty(), "saying who may open it does not open it");
    let mut desk = desk.reopened(TIME, robin());
    let row = desk.app.board.selected_row().expect("a row");
    assert!(row.child.is_none() && row.concern.is_empty() && row.restricted.is_some());
    desk.keys("/ \"sampleton\"");
    assert!(desk.app.board.order.is_empty());
    desk.keys("esc enter");
    assert_eq!(desk.app.screen, Screen::Board);
    assert!(desk.notice().contains("restricted to named people. Ask Sam Placeham"), "{}", desk.notice());
    desk.keys("e \"hello\"");
    assert!(desk.app.overlays.is_empty(), "no box of a contact that may not be opened");
}

#[test]
fn a_named_person_gives_a_reason_and_then_goes_on_with_what_they_began() {
    let mut desk = desk().reopened(TIME, manager());
    desk.keys("X tab \"own family\" ctrl-s enter");
    assert_eq!(desk.app.screen, Screen::Board, "it asks first");
    desk.keys("ctrl-s");
    assert_eq!(desk.app.screen, Screen::Board, "an empty reason is none");
    desk.keys("\"to agree the decision\" ctrl-s");
    assert_eq!(desk.app.screen, Screen::Contact);
    let (_, event) = &desk.record.notes[0];
    assert!(matches!(event, DeskEvent::RestrictedOpened { reason, .. } if reason == "to agree the decision"));
    // From the board an action is begun, the reason asked, and the action's box opened.
    let mut desk = desk.reopened(TIME, manager());
    desk.keys("e \"to add a note\" ctrl-s \"rang the school\" ctrl-s");
    assert!(desk.notice().contains("note added"), "{}", desk.notice());
    desk.keys("ctrl-p \"lift\" enter \"closed\" ctrl-s");
    assert!(desk.app.board.selected_row().expect("a row").restricted.is_none());
}

/// What this person tried and may not do, as the record has it.
fn tried(desk: &Desk, who: &Actor) -> Vec<(String, Option<ContactId>)> {
    let refused = desk.record.notes.iter().filter_map(|(user, event)| match event {
        DeskEvent::AttemptRefused { what, contact } if *user == who.user => Some((what.clone(), *contact)),
        _ => None,
    });
    refused.collect()
}

#[test]
fn whatever_a_role_does_not_allow_is_noted_when_it_is_tried() {
    let mut desk = desk();
    desk.keys("X");
    assert!(desk.notice().starts_with("Only these may restrict"), "{}", desk.notice());
    desk.keys("g a g r");
    assert_eq!(desk.app.screen, Screen::Board);
    let id = desk.app.board.selected;
    let worker_tried = [("restrict", id), ("see-who-looked", None), ("erase", None)];
    assert_eq!(tried(&desk, &worker()), worker_tried.map(|(what, id)| (what.to_owned(), id)));
    let viewer = Actor { role: Role::Viewer, ..robin() };
    let mut desk = desk.reopened(TIME, viewer.clone());
    desk.keys("r n");
    assert!(desk.app.overlays.is_empty() && desk.app.screen == Screen::Board);
    let viewer_tried = [("work".to_owned(), desk.app.board.selected), ("work".to_owned(), None)];
    assert_eq!(tried(&desk, &viewer), viewer_tried);
}

#[test]
fn names_that_are_turned_on_are_noted_and_turning_them_off_is_not() {
    let mut desk = desk();
    desk.keys("f6 f6 j");
    let shown =
        |desk: &Desk| desk.record.notes.iter().filter(|(_, event)| *event == DeskEvent::NamesShown).count();
    assert_eq!((shown(&desk), desk.app.shows_names()), (1, false));
    desk.keys("f6");
    assert_eq!((shown(&desk), desk.app.shows_names()), (2, true));
}

#[test]
fn the_page_opens_what_a_line_is_about_and_marks_it_as_seen() {
    let mut desk = desk().reopened(TIME, manager());
    let attempt = DeskEvent::AttemptRefused { what: OPEN_RESTRICTED.into(), contact: Some(ContactId(1001)) };
    let happened = Happened::Desk(attempt);
    desk.record.looks.push(Entry { seq: 7, at: at("2026-11-24T09:00"), actor: robin(), happened });
    desk.keys("g a");
    let page = desk.app.looked.as_ref().and_then(|screen| screen.page.clone()).expect("a page");
    assert_eq!((page.unseen(), page.lines[0].flag), (1, Flag::Refused));
    desk.keys("m \"spoken with\" ctrl-s");
    let page = desk.app.looked.as_ref().and_then(|screen| screen.page.clone()).expect("a page");
    assert_eq!(page.unseen(), 0);
    assert_eq!(page.lines[0].reviewed.as_ref().expect("a mark").note, "spoken with");
    desk.keys("enter");
    assert_eq!(desk.app.screen, Screen::Contact);
    assert!(matches!(desk.record.notes.last(), Some((_, DeskEvent::ContactViewed { .. }))));
    desk.keys("esc");
    assert_eq!(desk.app.screen, Screen::Looked, "one step back leads to the page");
    desk.keys("[ [ ]");
    assert_eq!(desk.app.looked.as_ref().expect("the screen").back, 1);
    desk.keys("esc");
    assert_eq!(desk.app.screen, Screen::Board);
}
