//! Several contacts at once, as key scripts: marking, acting on what is marked, and deadlines that changed rules would move.
#![expect(clippy::expect_used, clippy::panic, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "not every helper of the harness is used here")]
    pub mod desk;
}

use std::sync::Arc;

use chrono::TimeDelta;
use common::desk::{Desk, at, general, manager, worker};
use dutydesk::app::Screen;
use dutydesk::app::action::TABLE;
use dutydesk::app::action::many::goes_to_many;
use dutydesk::app::msg::Msg;
use dutydesk::app::overlay::{FormBox, Overlay};
use dutydesk::domain::actor::Actor;
use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{ContactKind, Role};
use dutydesk::domain::command::Command;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::decide::{decide, file};
use dutydesk::domain::event::{Event, Received};
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::domain::intake::{Answer, Intake};
use dutydesk::domain::protocol::Protocol;
use dutydesk::domain::schema::QuestionId;
use dutydesk::protocols;

const MORNING: &str = "2026-12-23T14:10";

/// A desk with four contacts, received a minute apart from 14:00 on the day before Christmas Eve.
fn four(actor: Actor) -> Desk {
    let mut desk = Desk::new(MORNING);
    for n in 1..=4 {
        let mut intake = Intake::new(ContactKind::Referral);
        intake.answers.set(QuestionId::Concern, Answer::text(format!("Concern {n}")));
        let received = at("2026-12-23T14:00") + TimeDelta::minutes(n);
        let call = Received::new(received, None, intake);
        let id = ContactId(2000 + u64::try_from(n).expect("small"));
        desk.record.contacts.insert(id, file(id, call, &worker(), &general(), received).expect("filed"));
    }
    desk.reopened(MORNING, actor)
}

fn id(n: u64) -> ContactId {
    ContactId(2000 + n)
}

fn marked(desk: &Desk) -> Vec<u64> {
    desk.app.board.marked.ids().map(|id| id.0 - 2000).collect()
}

fn contact(desk: &Desk, n: u64) -> Contact {
    Contact::from_history(id(n), desk.record.contacts.get(&id(n)).expect("a history").clone())
        .expect("a contact")
}

fn owner(desk: &Desk, n: u64) -> Option<String> {
    contact(desk, n).owner.map(|owner| owner.name)
}

fn form(desk: &Desk) -> &FormBox {
    match desk.app.overlays.last() {
        Some(Overlay::Form(form)) => form,
        other => panic!("a box is open, not {other:?}"),
    }
}

/// Somebody else does something to a contact.
fn meanwhile(desk: &mut Desk, n: u64, command: &Command) {
    let events = decide(&contact(desk, n), command, &manager(), &general(), desk.app.now).expect("accepted");
    desk.record.contacts.get_mut(&id(n)).expect("a contact").extend(events);
}

#[test]
fn space_marks_shift_extends_and_a_range_reaches_to_the_cursor() {
    let mut desk = four(worker());
    desk.keys("home space");
    assert_eq!(marked(&desk), [1]);
    desk.keys("space");
    assert_eq!(marked(&desk), [0_u64; 0]);
    desk.keys("shift-down shift-down");
    assert_eq!(marked(&desk), [1, 2, 3]);
    desk.keys("shift-up");
    assert_eq!(marked(&desk), [1, 2], "going back takes back what the step had marked");
    desk.keys("down down space");
    assert_eq!(marked(&desk), [1, 2, 4], "without Shift nothing is marked on the way");
    desk.keys("esc home V down down");
    assert_eq!(marked(&desk), [1, 2, 3]);
    desk.keys("V down");
    assert_eq!(marked(&desk), [1, 2, 3], "the range has ended, its marks stay");
    desk.keys("*");
    assert_eq!(marked(&desk), [1, 2, 3, 4]);
    desk.keys("*");
    assert_eq!(marked(&desk), [0_u64; 0]);
}

#[test]
fn marks_stay_through_sorting_filtering_and_changes_by_others() {
    let mut desk = four(worker());
    desk.keys("home space down space s s");
    assert_eq!(marked(&desk), [1, 2]);
    desk.keys("/ \"concern 4\" enter");
    assert_eq!((marked(&desk), desk.app.board.marked_unseen()), (vec![1, 2], 2));
    desk.keys("*");
    assert_eq!(marked(&desk), [1, 2, 4], "what is hidden keeps its mark");
    meanwhile(&mut desk, 1, &Command::AddNote { text: "rang".into() });
    let start = desk.app.start();
    desk.serve(start);
    assert_eq!(marked(&desk), [1, 2, 4]);
    desk.keys("esc");
    assert_eq!(marked(&desk), [0_u64; 0]);
    assert_eq!(desk.app.board.filter.text(), "concern 4", "Esc clears the marks first");
    desk.keys("esc");
    assert_eq!(desk.app.board.filter.text(), "");
}

#[test]
fn three_contacts_are_allocated_with_one_box_that_names_them() {
    let mut desk = four(worker());
    desk.keys("home space down space down down space a");
    assert_eq!(form(&desk).title, "Allocate · 3 contacts: R-2001, R-2002, R-2004");
    desk.keys("\"r\" tab \"has room\" ctrl-s");
    assert!(desk.app.overlays.is_empty());
    assert_eq!(desk.notice(), "Allocate: 3 of 3 done.");
    for n in [1, 2, 4] {
        assert_eq!(owner(&desk, n).as_deref(), Some("Robin Dummerton"));
    }
    assert_eq!(owner(&desk, 3), None);
    assert_eq!(marked(&desk), [0_u64; 0]);
}

#[test]
fn what_is_refused_stays_marked_with_its_reason() {
    let mut desk = four(worker());
    meanwhile(&mut desk, 2, &Command::Allocate { to: "Robin Dummerton".into(), reason: String::new() });
    desk.keys("home V down down a \"r\" ctrl-s");
    assert_eq!(desk.notice(), "2 of 3 done; R-2002: It is allocated to this person already.");
    assert_eq!(marked(&desk), [2]);
    assert!(desk.app.overlays.is_empty());
    assert_eq!(owner(&desk, 3).as_deref(), Some("Robin Dummerton"));
}

#[test]
fn if_all_are_refused_the_box_and_its_text_stay() {
    let mut desk = four(worker());
    for n in 1..=4 {
        meanwhile(&mut desk, n, &Command::Allocate { to: "Robin Dummerton".into(), reason: String::new() });
    }
    desk.keys("* a \"r\" tab \"handed on\" ctrl-s");
    assert!(desk.notice().starts_with("0 of 4 done; R-2001: "), "{}", desk.notice());
    assert!(desk.notice().ends_with("; 2 more refused."), "{}", desk.notice());
    assert!(form(&desk).error.as_deref().expect("a reason").starts_with("R-2001: "));
    assert_eq!(form(&desk).fields[1].value(), "handed on");
    assert_eq!(marked(&desk), [1, 2, 3, 4]);
}

#[test]
fn a_note_goes_to_each_and_an_empty_one_to_none() {
    let mut desk = four(worker());
    desk.keys("* e ctrl-s");
    assert_eq!(form(&desk).error.as_deref(), Some("The note is empty."));
    desk.keys("\"the school is closed\" ctrl-s");
    for n in 1..=4 {
        let last = contact(&desk, n).history.last().expect("an event").event.clone();
        assert_eq!(last, Event::NoteAdded { text: "the school is closed".into() });
    }
}

#[test]
fn text_of_a_box_that_was_left_comes_back_and_can_be_discarded() {
    let mut desk = four(worker());
    desk.keys("* e \"half a sentence\" esc home space e");
    assert_eq!(form(&desk).many.len(), 3);
    assert_eq!(form(&desk).fields[0].value(), "half a sentence");
    desk.keys("ctrl-x e");
    assert_eq!(form(&desk).fields[0].value(), "");
}

#[test]
fn an_action_for_one_contact_says_why_it_does_not_go_to_many() {
    let mut desk = four(worker());
    desk.keys("* d");
    assert!(desk.app.overlays.is_empty());
    assert_eq!(
        desk.notice(),
        "Decide a route: one contact at a time, because each child is judged by what is known of that child. \
         Esc clears the marks."
    );
    desk.keys("u");
    assert!(desk.notice().contains("what is taken back is another thing on each"), "{}", desk.notice());
    desk.keys("H");
    assert!(desk.notice().contains("None of the marked contacts"), "{}", desk.notice());
}

#[test]
fn undo_takes_it_back_on_one_contact_only() {
    let mut desk = four(worker());
    desk.keys("home space down space a \"r\" ctrl-s").keys("home u \"a slip\" ctrl-s");
    assert_eq!((owner(&desk, 1), owner(&desk, 2).is_some()), (None, true));
}

#[test]
fn marks_are_of_the_board_not_of_an_open_contact() {
    let mut desk = four(worker());
    desk.keys("* home enter");
    assert_eq!(desk.app.screen, Screen::Contact);
    desk.keys("e");
    assert!(form(&desk).many.is_empty() && form(&desk).contact == Some(id(1)));
}

#[test]
fn a_viewer_marks_but_changes_nothing() {
    let viewer = Actor { user: UserId("k.fakeley".into()), name: "Kit Fakeley".into(), role: Role::Viewer };
    let mut desk = four(viewer);
    desk.keys("* a");
    assert!(desk.app.overlays.is_empty());
    assert!(desk.notice().contains("You may read this desk"), "{}", desk.notice());
}

#[test]
fn a_call_in_progress_cannot_be_marked() {
    let mut desk = four(worker());
    desk.keys("f2 2 enter esc").wait(3_000).keys("home space");
    assert!(desk.app.board.selected.is_some_and(|id| desk.app.board.is_draft(id)));
    assert_eq!(marked(&desk), [0_u64; 0]);
    assert!(desk.notice().contains("Only contacts are marked"), "{}", desk.notice());
    desk.keys("*");
    assert_eq!(marked(&desk), [1, 2, 3, 4]);
}

#[test]
fn a_contact_that_leaves_the_board_leaves_the_marks() {
    let mut desk = four(worker());
    desk.keys("*");
    let mut row = contact(&desk, 2).summary();
    row.open = false;
    let update = dutydesk::port::BoardUpdate { rows: vec![row], complete: true, open: 3 };
    desk.msg(Msg::Store(dutydesk::port::Reply::Board(update)));
    assert_eq!(marked(&desk), [1, 3, 4]);
}

#[test]
fn the_table_says_which_actions_go_to_many_and_each_of_them_has_a_box() {
    let many: Vec<&str> = TABLE.iter().filter(|row| row.many).map(|row| row.id).collect();
    assert_eq!(
        many,
        ["allocate", "note", "add-deadline", "acknowledge", "confirm-moves", "restrict", "unrestrict"]
    );
    for key in ["a", "e", "t"] {
        let mut desk = four(worker());
        desk.keys("*").keys(key);
        assert_eq!(form(&desk).many.len(), 4, "{key}");
    }
    for row in TABLE.iter().filter(|row| !row.many) {
        assert!(row.doing.is_none_or(|doing| !goes_to_many(doing)), "{}", row.id);
    }
}

fn closed_on_christmas_eve() -> Arc<Protocol> {
    let text = include_str!("../assets/protocols/general.toml");
    let closure = "\n[[closures]]\nfrom = \"2026-12-24\"\nname = \"Christmas closure\"\n";
    Arc::new(protocols::parse(&format!("{text}{closure}")).expect("a protocol"))
}

fn response(desk: &Desk, n: u64) -> Option<dutydesk::domain::when::Moment> {
    contact(desk, n).clock(ClockId::ResponseDecision, None).expect("the clock").deadline.due()
}

#[test]
fn opening_a_desk_under_changed_rules_says_how_many_deadlines_would_move() {
    let desk = four(worker());
    assert!(!desk.notice().contains("would move"), "the same rules move nothing: {}", desk.notice());
    let desk = desk.reopened_under(MORNING, worker(), closed_on_christmas_eve());
    assert_eq!(desk.notice(), "4 deadlines would move under the changed rules: g v shows them.");
    assert_eq!(response(&desk, 1), Some(at("2026-12-24T17:20")), "nothing has moved");
}

#[test]
fn a_worker_sees_the_moves_and_a_manager_confirms_them_with_a_reason() {
    let mut desk = four(worker()).reopened_under(MORNING, worker(), closed_on_christmas_eve());
    desk.keys("g v y");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Moves(_))));
    assert!(desk.notice().contains("A manager confirms"), "{}", desk.notice());
    let mut desk = desk.reopened_under(MORNING, manager(), closed_on_christmas_eve());
    desk.keys("g v y ctrl-s");
    assert!(form(&desk).error.is_some(), "a reason is needed");
    desk.keys("\"letter of the director\" ctrl-s");
    assert!(desk.notice().ends_with("4 of 4 done."), "{}", desk.notice());
    for n in 1..=4 {
        assert_eq!(response(&desk, n), Some(at("2026-12-29T17:20")));
    }
    assert_eq!(desk.app.moving().count(), 0);
    desk.keys("esc g v");
    assert!(desk.app.overlays.is_empty());
}

#[test]
fn only_the_marked_contacts_move_and_enter_opens_one() {
    let mut desk = four(worker()).reopened_under(MORNING, manager(), closed_on_christmas_eve());
    desk.keys("g v down space y");
    assert_eq!(form(&desk).many, [id(2)]);
    desk.keys("\"announced\" ctrl-s");
    assert_eq!(response(&desk, 2), Some(at("2026-12-29T17:20")));
    assert_eq!(response(&desk, 1), Some(at("2026-12-24T17:20")));
    assert_eq!(desk.app.moving().map(|(id, _)| id).collect::<Vec<_>>(), [id(1), id(3), id(4)]);
    desk.keys("home enter");
    assert_eq!((desk.app.screen, desk.app.last_contact), (Screen::Contact, Some(id(1))));
}

#[test]
fn a_clock_that_goes_back_is_said_at_once_and_moves_nothing() {
    let mut desk = four(worker());
    let before = response(&desk, 1);
    desk.clock("2026-12-23T12:00");
    assert!(desk.notice().contains("set back"), "{}", desk.notice());
    assert!(desk.notice().contains("Deadlines stay as they are"), "{}", desk.notice());
    desk.keys("home e \"rang\" ctrl-s");
    assert_eq!(response(&desk, 1), before);
}

#[test]
fn a_desk_opened_with_a_clock_behind_the_record_says_so() {
    let desk = four(worker()).reopened("2026-12-23T12:00", worker());
    assert!(desk.notice().contains("This clock is behind the record"), "{}", desk.notice());
}

#[test]
fn rules_changed_during_a_shift_are_said_and_move_nothing() {
    let mut desk = four(worker());
    desk.msg(Msg::Rules(Ok(closed_on_christmas_eve())));
    assert_eq!(desk.notice(), "4 deadlines would move under the changed rules: g v shows them.");
    assert_eq!(response(&desk, 1), Some(at("2026-12-24T17:20")));
    desk.msg(Msg::Rules(Err("The protocol has a mistake.".into())));
    assert!(desk.notice().contains("those of before hold"), "{}", desk.notice());
    assert_eq!(desk.app.moving().count(), 4);
}
