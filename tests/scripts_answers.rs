//! Key scripts for the answers of a call: reasons typed in place, who told a line, decisions to share, a child who rings.
#![expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod desk;
}

use common::desk::Desk;
use dutydesk::app::overlay::Overlay;
use dutydesk::domain::intake::{Answer, Basis, Intake, State, Subject, Unanswered};
use dutydesk::domain::schema::{self, Place, QuestionId, Step};

fn call() -> Desk {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2");
    desk
}

fn intake(desk: &Desk) -> &Intake {
    &desk.app.intake.as_ref().expect("a call").draft.intake
}

fn state(desk: &Desk, id: QuestionId) -> Option<(State, &str)> {
    match intake(desk).answers.get(id)? {
        Answer::State(Unanswered { state, reason }) => Some((*state, reason.as_str())),
        _ => None,
    }
}

#[test]
fn a_refusal_takes_its_reason_in_place_and_enter_goes_on() {
    let mut desk = call();
    desk.keys("2 enter f8 f8 f8 \"afraid of the father\" enter \"01632 960201\"");
    assert_eq!(state(&desk, QuestionId::CallerName), Some((State::Refused, "afraid of the father")));
    assert_eq!(intake(&desk).answers.text(QuestionId::CallerPhone), "01632 960201");
    // Back on the question, the reason goes on where it ended.
    desk.keys("shift-tab \" too\"");
    assert_eq!(state(&desk, QuestionId::CallerName), Some((State::Refused, "afraid of the father too")));
}

#[test]
fn a_reason_is_typed_on_a_choice_too_and_letters_choose_nothing() {
    let mut desk = call();
    desk.keys("ctrl-g 4 tab tab tab tab tab f8 f8 \"no need, sat beside me\"");
    assert_eq!(state(&desk, QuestionId::Danger), Some((State::NotAsked, "no need, sat beside me")));
}

#[test]
fn the_reason_goes_along_from_state_to_state_and_to_the_notes_when_the_question_opens_again() {
    let mut desk = call();
    desk.keys("2 enter f8 f8 \"no time\" f8");
    assert_eq!(state(&desk, QuestionId::CallerName), Some((State::Refused, "no time")));
    desk.keys("f8 f8");
    assert_eq!(intake(&desk).answers.get(QuestionId::CallerName), None);
    assert_eq!(intake(&desk).notes.last().map(|note| note.text.as_str()), Some("Name: no time"));
}

#[test]
fn backspace_before_the_first_letter_of_a_reason_opens_the_question() {
    let mut desk = call();
    desk.keys("2 enter f8 f8 backspace \"Pat Mockford\"");
    assert_eq!(intake(&desk).answers.text(QuestionId::CallerName), "Pat Mockford");
}

#[test]
fn not_known_gives_way_to_the_answer_when_the_caller_remembers() {
    let mut desk = call();
    desk.keys("2 enter f8 \"Pat\"");
    assert_eq!(intake(&desk).answers.text(QuestionId::CallerName), "Pat");
}

#[test]
fn a_choice_that_f8_takes_away_stays_in_the_notes_in_words() {
    let mut desk = call();
    desk.keys("ctrl-g 3 tab tab tab p space n space f8");
    assert_eq!(
        intake(&desk).notes.last().map(|note| note.text.as_str()),
        Some("Kind of harm: Physical, Neglect")
    );
}

#[test]
fn who_told_a_line_is_typed_in_front_of_it() {
    let mut desk = call();
    desk.keys("ctrl-g 3 tab").text("Saw a mark on the arm\nAsh: he fell off the sofa").keys("f5");
    let lines = &intake(&desk).narrative;
    assert_eq!((lines[0].basis, lines[0].teller()), (Basis::Seen, None));
    assert_eq!((lines[1].basis, lines[1].teller()), (Basis::Told, Some("Ash")));
    assert_eq!(lines[1].words(), "he fell off the sofa");
    // The next line goes on with the same teller until another is named.
    desk.text("\nthen it was the dog\nMum said: nothing happened");
    let lines = &intake(&desk).narrative;
    assert_eq!(lines[2].teller(), Some("Ash"));
    assert_eq!(lines[3].teller(), Some("Mum"));
    desk.keys("f5");
    assert_eq!(intake(&desk).narrative[3].basis_words(), "opinion");
}

#[test]
fn a_decision_to_share_is_added_on_the_consent_step_and_filed_with_the_call() {
    let mut desk = call();
    desk.keys("2 enter ctrl-g 6 ctrl-n \"the bruise and its place\" enter \"the GP\" enter space");
    desk.keys("ctrl-s ctrl-s enter");
    let contact = desk.only();
    let share = contact.intake().about(Subject::Share(0)).expect("a decision");
    assert_eq!(share.text(QuestionId::ShareWith), "the GP");
    assert_eq!(share.text(QuestionId::ShareDecision), "shared");
    let reason = Place { question: QuestionId::ShareReason, subject: Subject::Share(0) };
    assert!(schema::gaps(contact.intake()).contains(&reason), "the reason is still wanted");
}

#[test]
fn a_child_who_rings_is_promised_the_safe_way_and_nothing_in_writing() {
    let mut desk = call();
    // The third source of the list: the child or young person.
    desk.keys("down down enter \"Ash\" enter \"07700 900123\" enter");
    assert_eq!(intake(&desk).answers.text(QuestionId::CallerSource), "1C");
    let asked = schema::places(intake(&desk), Step::Caller);
    assert!(asked.contains(&Place::call(QuestionId::CallerSafeReach)));
    desk.keys("tab space enter \"through Ms Specimen at school\" ctrl-s ctrl-s");
    let Some(Overlay::Promise(promise)) = desk.app.overlays.last() else { panic!("what to say is shown") };
    let say = promise.say.join(" ");
    assert!(say.contains("safe: through Ms Specimen at school") && !say.contains("writ"), "{say}");
}

#[test]
fn what_to_weigh_opens_over_a_call_scrolls_and_leaves_the_typing_alone() {
    let mut desk = call();
    desk.keys("ctrl-g 3 \"Bruise\" ctrl-l down pgdn");
    assert!(matches!(desk.app.overlays.last(), Some(Overlay::Aids(9))));
    desk.keys("ctrl-l \" on arm\"");
    assert_eq!(intake(&desk).answers.text(QuestionId::Concern), "Bruise on arm");
}
