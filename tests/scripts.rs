//! Stories of the desk as key scripts: what a person presses, and what the record then holds.
#![expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]

mod common {
    pub mod desk;
}

use common::desk::{Desk, at, manager, worker};
use dutydesk::app::Screen;
use dutydesk::app::overlay::Overlay;
use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{Rating, Route};
use dutydesk::domain::contact::Contact;
use dutydesk::domain::event::Told;
use dutydesk::domain::intake::Basis;
use dutydesk::domain::schema::QuestionId;

/// A teacher's call, typed in the order of the steps.
fn teachers_call(desk: &mut Desk) {
    desk.keys("f2").keys("2 enter").keys("\"Pat Mockford\" enter \"01632 960201\" enter");
    desk.keys("ctrl-g 2 \"Ash\" enter \"Sampleton\" enter \"12/3/2016\" enter");
    desk.keys("ctrl-g 3 \"Bruise on arm\" enter");
    desk.text("Saw a bruise on the left arm\nMother says he fell").keys("f5");
    desk.keys("ctrl-g 4 \"in class\" enter \"the teacher\" enter \"mother\" enter \"15:15\" enter");
}

fn filed() -> Desk {
    let mut desk = Desk::new("2026-11-24T14:10");
    teachers_call(&mut desk);
    desk.keys("ctrl-s ctrl-s enter");
    desk
}

fn clock(contact: &Contact, id: ClockId) -> &dutydesk::domain::contact::Clock {
    contact.clocks.iter().find(|c| c.deadline.clock == id).expect("the clock")
}

#[test]
fn a_teachers_call_at_ten_past_two_is_owed_an_answer_by_three() {
    let desk = filed();
    let contact = desk.only();
    assert_eq!(contact.intake().children[0].text(QuestionId::ChildForename), "Ash");
    assert_eq!(contact.received.received, at("2026-11-24T14:10"));
    let school = clock(&contact, ClockId::FeedbackSchool);
    assert_eq!(school.deadline.due(), Some(at("2026-11-24T15:00")));
    assert_eq!(desk.app.screen, Screen::Board);
    assert_eq!(desk.app.board.selected, Some(contact.id));
    assert!(desk.record.drafts.is_empty(), "the draft ended with the filing");
    let lines = &contact.intake().narrative;
    assert_eq!(lines[0].basis, Basis::Seen);
    assert_eq!(lines[1].basis, Basis::Told);
}

#[test]
fn filing_says_who_rings_back_by_when_and_on_which_number() {
    let mut desk = Desk::new("2026-11-24T14:10");
    teachers_call(&mut desk);
    desk.keys("ctrl-s ctrl-s");
    let Some(Overlay::Promise(promise)) = desk.app.overlays.last() else { panic!("what to say is shown") };
    let say = promise.say.join(" ");
    assert!(say.contains("15:00"), "{say}");
    assert!(say.contains("01632 960201"), "{say}");
    assert!(say.contains("Jo Testerby"), "{say}");
}

#[test]
fn a_mark_on_the_body_map_is_kept_read_back_and_filed() {
    let mut desk = Desk::new("2026-11-24T14:10");
    teachers_call(&mut desk);
    desk.keys("ctrl-g 3 ctrl-o").keys("right right right right right enter").text("2 cm");
    desk.keys("tab").text("yellow, round");
    desk.wait(1_000);
    let kept = desk.record.drafts.values().next().expect("a draft").intake.marks.clone();
    assert_eq!(kept[0].colour, "yellow, round", "kept while the box is still open");
    desk.keys("enter").text("the teacher").keys("enter enter esc");
    assert!(desk.app.overlays.is_empty());
    desk.keys("ctrl-s ctrl-s enter");
    let contact = desk.only();
    assert_eq!(
        contact.intake().marks[0].sentence(),
        "left upper arm, front: 2 cm, yellow, round; seen by the teacher"
    );
}

#[test]
fn a_consultation_has_no_body_map() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("N c ctrl-g b");
    assert!(desk.app.overlays.is_empty());
    assert!(desk.app.notice.as_ref().expect("a reason").text.contains("names no child"));
}

#[test]
fn rating_deciding_and_ringing_back_stop_their_clocks_and_stand_in_the_timeline() {
    let mut desk = filed();
    desk.keys("r a").keys("tab \"bruise, explanation unclear\" ctrl-s");
    assert_eq!(desk.only().rating(), Some(Rating::Amber));
    desk.clock("2026-11-24T14:40");
    desk.keys("c \"r\" tab \"we are looking at it\" ctrl-s");
    let contact = desk.only();
    assert_eq!(contact.feedback.told, Some((at("2026-11-24T14:40"), Told::Undecided)));
    for id in [ClockId::FeedbackFirst, ClockId::FeedbackSchool] {
        assert!(clock(&contact, id).stopped.as_ref().is_some_and(|s| s.met), "{id}");
    }
    assert!(clock(&contact, ClockId::ResponseDecision).is_running());
    desk.keys("d \"section 17\" tab \"needs an assessment\" ctrl-s");
    let contact = desk.only();
    assert!(!clock(&contact, ClockId::ResponseDecision).is_running());
    let kinds: Vec<&str> = contact.history.iter().map(|r| r.event.kind()).collect();
    for kind in ["contact-received", "rated", "feedback-given", "clock-stopped", "route-decided"] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
}

#[test]
fn an_attempt_stops_nothing() {
    let mut desk = filed();
    desk.keys("c n tab \"engaged\" ctrl-s");
    let contact = desk.only();
    assert_eq!(contact.feedback.tries, 1);
    assert!(clock(&contact, ClockId::FeedbackSchool).is_running());
}

#[test]
fn a_decision_without_a_rationale_is_refused_and_keeps_the_box() {
    let mut desk = filed();
    desk.keys("d s ctrl-s");
    assert!(desk.notice().contains("rationale"), "{}", desk.notice());
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Form(_))));
    assert_eq!(desk.only().route(), None);
}

#[test]
fn only_a_manager_lowers_a_red() {
    let mut desk = filed();
    desk.keys("r r tab \"injury seen\" ctrl-s");
    assert_eq!(desk.only().rating(), Some(Rating::Red));
    desk.keys("r g tab \"calmer\" ctrl-s");
    assert!(desk.notice().contains("manager"), "{}", desk.notice());
    let mut desk = desk.reopened("2026-11-24T14:30", manager());
    desk.keys("r g tab \"seen by the GP\" ctrl-s");
    assert_eq!(desk.only().rating(), Some(Rating::Green));
}

#[test]
fn undo_takes_the_last_action_back_and_the_clock_runs_again() {
    let mut desk = filed();
    desk.keys("c \"r\" tab \"told\" ctrl-s");
    assert!(!clock(&desk.only(), ClockId::FeedbackSchool).is_running());
    desk.keys("u \"rang the wrong school\" ctrl-s");
    let contact = desk.only();
    assert!(contact.feedback.told.is_none());
    assert!(clock(&contact, ClockId::FeedbackSchool).is_running());
    assert!(contact.history.iter().any(|r| r.event.kind() == "feedback-given"), "nothing is deleted");
}

#[test]
fn a_call_that_crashed_goes_on_where_it_stopped() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 \"Left alone\" enter \"Two nights alo\"").wait(1000);
    let id = desk
        .app
        .intake
        .as_ref()
        .and_then(dutydesk::app::screens::intake::IntakeScreen::id)
        .expect("a number");
    // The program is gone; only the record is left.
    let mut desk = desk.reopened("2026-11-24T14:12", worker());
    assert_eq!(desk.app.board.order.first(), Some(&id), "the call is the first row");
    desk.keys("home enter \"ne\"");
    let intake = desk.app.intake.as_ref().expect("the call");
    assert_eq!(intake.draft.intake.narrative[0].text, "Two nights alone");
    assert_eq!(intake.draft.started, at("2026-11-24T14:10"));
}

#[test]
fn at_most_one_second_of_steady_typing_is_at_risk() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 tab");
    for letter in "abcdefghijklmnopqrst".chars() {
        desk.text(&letter.to_string()).wait(150);
        let saved =
            desk.record.drafts.values().next().map_or(String::new(), |d| d.intake.opening().to_owned());
        let typed = desk.app.intake.as_ref().expect("the call").draft.intake.opening().to_owned();
        assert!(typed.len() - saved.len() <= 7, "{} letters at risk", typed.len() - saved.len());
    }
}

#[test]
fn nothing_of_one_call_shows_in_another() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 \"First concern\" f2 ctrl-g 3");
    let second = desk.app.intake.as_ref().expect("a call");
    assert!(second.draft.is_untouched());
    assert_eq!(second.editor.text(), "");
    desk.wait(1000);
    let first = desk.record.drafts.values().next().expect("the first call");
    assert_eq!(first.intake.answers.text(QuestionId::Concern), "First concern");
}

#[test]
fn a_call_given_up_before_its_number_came_leaves_no_row() {
    let mut desk = Desk::new("2026-11-24T14:10");
    let f2 = || dutydesk::app::msg::Msg::Key("f2".parse().expect("a key"));
    // Two presses before the record answers: the first call never had a word in it.
    let mut asked = dutydesk::app::update(&mut desk.app, f2());
    asked.extend(dutydesk::app::update(&mut desk.app, f2()));
    desk.serve(asked);
    assert_eq!(desk.record.discarded.len(), 1);
    desk.keys("\"x\"").wait(1000);
    assert_eq!(desk.record.drafts.len(), 1);
}

#[test]
fn letters_typed_in_a_call_never_run_a_command() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-g 3 tab").text("quit : ? / g b n N u x 1234");
    assert_eq!(desk.app.screen, Screen::Intake);
    assert!(desk.app.overlays.is_empty());
    assert_eq!(desk.app.intake.as_ref().expect("call").editor.text(), "quit : ? / g b n N u x 1234");
}

#[test]
fn a_failed_save_keeps_every_word_and_says_so() {
    let mut desk = Desk::new("2026-11-24T14:10");
    teachers_call(&mut desk);
    desk.record.broken = true;
    desk.keys("ctrl-s ctrl-s");
    assert_eq!(desk.app.screen, Screen::Intake);
    assert!(desk.notice().contains("disk is full"), "{}", desk.notice());
    desk.record.broken = false;
    desk.keys("ctrl-s");
    assert_eq!(desk.record.contacts.len(), 1);
}

#[test]
fn two_people_on_one_contact_lose_neither_text() {
    let mut desk = filed();
    let id = desk.only().id;
    desk.keys("e \"mother rang\"");
    // Somebody else is faster.
    let mut other = Desk::of("2026-11-24T14:20", manager());
    std::mem::swap(&mut other.record, &mut desk.record);
    let start =
        dutydesk::app::msg::Msg::Store(other.record.answer(dutydesk::port::Request::WatchBoard).remove(0));
    other.msg(start).keys("e \"police rang\" ctrl-s");
    std::mem::swap(&mut other.record, &mut desk.record);
    desk.keys("ctrl-s");
    let Some(Overlay::Compare(compare)) = desk.app.overlays.last() else { panic!("both are shown") };
    assert_eq!(compare.mine.fields[0].value(), "mother rang");
    assert!(!compare.theirs.is_empty());
    desk.keys("enter ctrl-s");
    let notes = desk.record.contacts[&id].iter().filter(|r| r.event.kind() == "note-added").count();
    assert_eq!(notes, 2);
}

#[test]
fn esc_keeps_what_was_typed_into_a_box() {
    let mut desk = filed();
    desk.keys("d s tab \"thinking about it\" esc");
    assert!(desk.app.overlays.is_empty());
    desk.keys("d");
    let Some(Overlay::Form(form)) = desk.app.overlays.last() else { panic!("the box") };
    assert_eq!(form.fields[1].value(), "thinking about it");
    assert_eq!(
        form.fields[0].value(),
        Route::ALL.iter().find(|r| r.label().starts_with('S')).unwrap().code()
    );
}

#[test]
fn a_silent_call_ends_with_a_reason_and_leaves_nothing_behind() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 ctrl-x s");
    assert_eq!(desk.app.screen, Screen::Board);
    assert!(desk.record.drafts.is_empty());
    assert_eq!(desk.record.discarded[0].1, "Silent call");
}

#[test]
fn the_written_referral_stops_its_clocks_and_starts_the_managers() {
    let mut desk = filed();
    desk.clock("2026-11-24T16:00").keys("p ctrl-s");
    let contact = desk.only();
    assert!(clock(&contact, ClockId::Written24h).stopped.is_some());
    assert!(clock(&contact, ClockId::WrittenNextSteps).is_running());
}

#[test]
fn an_own_deadline_shows_like_any_other_and_is_marked_done() {
    let mut desk = filed();
    desk.keys("t \"Ring the GP\" tab \"14:30\" tab \"agreed with the school\" ctrl-s");
    let row = desk.app.board.selected_row().expect("the row");
    assert_eq!(row.next().map(|duty| duty.title().to_owned()), Some("Ring the GP".into()));
    desk.keys("x 1 tab \"rang, no answer needed\" ctrl-s");
    assert!(clock(&desk.only(), ClockId::Custom).stopped.as_ref().is_some_and(|s| s.met));
}

#[test]
fn what_to_weigh_is_shown_over_the_decision_card_and_gives_it_back_as_it_was() {
    let mut desk = filed();
    desk.keys("d s tab \"two injuries\" ctrl-l");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Aids(0))));
    desk.keys("esc \" in a week\" ctrl-s");
    let contact = desk.only();
    let decision = contact.decision().expect("decided");
    assert_eq!(decision.rationale, "two injuries in a week");
}

#[test]
fn a_row_that_becomes_late_is_said_and_the_selection_stays() {
    let mut desk = filed();
    let id = desk.only().id;
    desk.clock("2026-11-24T14:59").clock("2026-11-24T15:01");
    assert!(desk.notice().contains("late"), "{}", desk.notice());
    assert_eq!(desk.app.board.selected, Some(id));
    assert!(desk.app.board.now_late.contains_key(&id));
}

#[test]
fn the_filter_narrows_and_esc_shows_everything_again() {
    let mut desk = filed();
    desk.keys("/ \"nobody\"");
    assert!(desk.app.board.order.is_empty());
    desk.keys("esc");
    assert_eq!(desk.app.board.order.len(), 1);
    desk.keys("/ \"q\" enter");
    assert!(!desk.app.quitting, "letters in the filter are text");
}

#[test]
fn a_click_selects_a_row_and_another_opens_it() {
    use dutydesk::app::msg::{Mouse, Msg};
    let mut desk = filed();
    let id = desk.only().id;
    desk.msg(Msg::Resize(80, 24)).msg(Msg::Mouse(Mouse::Press(10, 6)));
    assert_eq!(desk.app.screen, Screen::Board, "there is no second row");
    desk.app.board.selected = None;
    desk.msg(Msg::Mouse(Mouse::Press(10, 5)));
    assert_eq!(desk.app.board.selected, Some(id));
    desk.msg(Msg::Mouse(Mouse::Press(10, 5)));
    assert_eq!(desk.app.screen, Screen::Contact);
}

#[test]
fn a_clock_that_was_set_back_is_said_on_the_board() {
    let desk = filed().reopened("2026-11-24T13:00", worker());
    assert!(desk.notice().contains("clock"), "{}", desk.notice());
}

#[test]
fn quitting_asks_and_needs_another_key() {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("ctrl-q ctrl-q");
    assert!(!desk.app.quitting);
    desk.keys("ctrl-q y");
    assert!(desk.app.quitting);
}
