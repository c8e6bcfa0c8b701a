use super::*;
use crate::domain::intake::Answer;

#[test]
fn the_table_holds_every_question_in_the_order_of_its_ids() {
    assert_eq!(QUESTIONS.len(), QuestionId::ALL.len());
    for (at, question) in QUESTIONS.iter().enumerate() {
        assert_eq!(question.id as usize, at, "{}", question.id);
        assert_eq!(question.id.question().id, question.id);
        assert!(!question.why.is_empty() && !question.ledger.is_empty(), "{}", question.id);
    }
}

#[test]
fn labels_fit_beside_their_answer_at_eighty_columns() {
    for question in QUESTIONS {
        assert!(question.label.chars().count() <= 48, "{}", question.label);
    }
}

#[test]
fn a_consultation_asks_for_no_identity() {
    let intake = Intake::new(ContactKind::Consultation);
    assert!(places(&intake, Step::Child).is_empty());
    assert!(places(&intake, Step::Concern).contains(&Place::call(QuestionId::Narrative)));
}

#[test]
fn a_public_caller_is_not_asked_for_a_written_referral() {
    let mut intake = Intake::new(ContactKind::Referral);
    intake.answers.set(QuestionId::CallerSource, Answer::text("1B"));
    assert!(!places(&intake, Step::Caller).contains(&Place::call(QuestionId::WrittenPromised)));
    intake.answers.set(QuestionId::CallerSource, Answer::text("2A"));
    assert!(places(&intake, Step::Caller).contains(&Place::call(QuestionId::WrittenPromised)));
}

#[test]
fn each_child_has_a_whereabouts_of_its_own() {
    let mut intake = Intake::new(ContactKind::Referral);
    intake.about_mut(Subject::Child(1));
    let asked = places(&intake, Step::Safety);
    for n in 0..2 {
        assert!(asked.contains(&Place { question: QuestionId::ChildWhere, subject: Subject::Child(n) }));
    }
}

#[test]
fn not_known_yet_closes_a_gap_and_silence_does_not() {
    let mut intake = Intake::new(ContactKind::Referral);
    let place = Place::call(QuestionId::Medical);
    assert!(gaps(&intake).contains(&place));
    intake.answers.set(QuestionId::Medical, Answer::not_known());
    assert!(!gaps(&intake).contains(&place));
}

#[test]
fn must_gaps_come_before_the_others() {
    let gaps = gaps(&Intake::new(ContactKind::Referral));
    let needs: Vec<Need> = gaps.iter().map(|p| p.question.question().need).collect();
    assert!(needs.is_sorted());
    assert_eq!(needs.first(), Some(&Need::Must));
}
