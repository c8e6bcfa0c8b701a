use super::super::codes::Role;
use super::super::ids::UserId;
use super::super::intake::{Answer, Basis, NarrativeLine, Subject};
use super::super::schema::QuestionId;
use super::*;

const NOW: Moment = Moment::from_millis(1_795_529_400_000);

fn draft() -> Draft {
    let taker = Actor { user: UserId("j.testerby".into()), name: "Jo Testerby".into(), role: Role::Worker };
    let mut draft = Draft::new(ContactId(1001), taker, NOW, Intake::new(ContactKind::Referral));
    draft.intake.answers.set(QuestionId::Concern, Answer::text("left alone"));
    draft
}

fn line(text: &str) -> NarrativeLine {
    NarrativeLine { text: text.into(), basis: Basis::Seen, told_by: String::new() }
}

#[test]
fn what_two_screens_typed_into_one_call_is_all_kept() {
    let (mut theirs, mut mine) = (draft(), draft());
    theirs.intake.answers.set(QuestionId::Concern, Answer::text("left alone since noon"));
    theirs.intake.narrative = vec![line("Crying."), line("No adult came.")];
    mine.intake.about_mut(Subject::Child(1)).set(QuestionId::ChildForename, Answer::text("Wren"));
    mine.intake.answers.set(QuestionId::Danger, Answer::text("no"));
    mine.intake.narrative = vec![line("Crying."), line("A light is on.")];
    mine.note_in_hand = "ring the sch".into();
    let before = theirs.clone();
    theirs.keep_beside(&mine, NOW);
    let notes: Vec<&str> = theirs.intake.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(
        notes,
        [
            "Also typed: First name (child 2): Wren",
            "Also typed: In a few words: left alone",
            "Also typed: In danger at this moment: No",
            "Also typed: A light is on.",
            "Also typed: ring the sch",
        ]
    );
    theirs.intake.notes.clear();
    assert_eq!(theirs, before, "their own words stay as they are");
}

#[test]
fn nothing_is_noted_where_both_say_the_same() {
    let mut theirs = draft();
    theirs.keep_beside(&draft(), NOW);
    assert_eq!(theirs, draft());
}
