use super::*;
use crate::domain::codes::ContactKind;
use crate::domain::intake::{Answer, State, Unanswered};

fn rung_by(source: &str) -> Intake {
    let mut intake = Intake::new(ContactKind::Referral);
    intake.answers.set(QuestionId::CallerSource, Answer::text(source));
    intake
}

fn asks(intake: &Intake, question: QuestionId) -> bool {
    Step::ALL.iter().any(|step| places(intake, *step).iter().any(|place| place.question == question))
}

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

#[test]
fn the_table_keeps_the_questions_of_a_step_together() {
    assert!(QUESTIONS.iter().map(|question| question.step).is_sorted());
    let by_step: usize = Step::ALL.iter().map(|step| step.questions().len()).sum();
    assert_eq!(by_step, QUESTIONS.len());
    for step in Step::ALL {
        assert_eq!(step.questions().is_empty(), *step == Step::Review, "{step}");
    }
}

#[test]
fn every_ledger_line_that_is_named_exists() {
    let hints = QUESTIONS.iter().flat_map(|question| question.hints);
    let named =
        QUESTIONS.iter().flat_map(|question| question.ledger).chain(hints.flat_map(|hint| hint.ledger));
    for line in named.chain(aids::AIDS.iter().flat_map(|aid| aid.ledger)) {
        assert!((1..=534).contains(line), "{line}");
    }
}

#[test]
fn the_codes_of_the_department_are_all_there() {
    assert_eq!(QuestionId::ChildEthnicity.question().kind.choices().len(), 20);
    assert_eq!(QuestionId::ChildDisability.question().kind.choices().len(), 13);
    for question in QUESTIONS {
        let choices = question.kind.choices();
        for (n, choice) in choices.iter().enumerate() {
            let twice = choices.iter().skip(n + 1).any(|other| other.code == choice.code);
            assert!(!twice, "{}: {}", question.id, choice.code);
        }
    }
}

#[test]
fn a_child_who_rings_is_asked_for_a_safe_way_and_not_who_collects() {
    let intake = rung_by("1C");
    for asked in [QuestionId::CallerSafeReach, QuestionId::CallerSafeToTalk] {
        assert!(gaps(&intake).contains(&Place::call(asked)), "{asked}");
    }
    for not in [
        QuestionId::ChildCollector,
        QuestionId::ChildCollection,
        QuestionId::WrittenPromised,
        QuestionId::CallerReach,
        QuestionId::EarlyHelp,
    ] {
        assert!(!asks(&intake, not), "{not}");
    }
    assert!(!asks(&rung_by("2A"), QuestionId::CallerSafeReach));
}

#[test]
fn a_professional_whose_name_is_kept_back_is_asked_why_and_a_neighbour_is_not() {
    for (source, asked) in [("2A", true), ("1B", false), ("9", false)] {
        let mut intake = rung_by(source);
        assert!(!asks(&intake, QuestionId::AnonymityReason));
        intake.answers.set(QuestionId::CallerNameUse, Answer::text("confidential"));
        assert_eq!(asks(&intake, QuestionId::AnonymityReason), asked, "{source}");
    }
}

#[test]
fn consultation_questions_belong_to_consultations_alone() {
    let mut consultation = Intake::new(ContactKind::Consultation);
    consultation.answers.set(QuestionId::CallerSource, Answer::text("3A"));
    let referral = rung_by("3A");
    for question in [QuestionId::ConsultWanted, QuestionId::ConsultDone, QuestionId::ConsultAgreed] {
        assert!(asks(&consultation, question) && !asks(&referral, question), "{question}");
    }
    for step in Step::ALL {
        for place in places(&consultation, *step) {
            assert_eq!(place.subject, Subject::Call, "{}", place.question);
        }
    }
    assert!(!asks(&consultation, QuestionId::WrittenPromised), "a consultation is followed by no form");
}

#[test]
fn an_unborn_child_is_where_its_mother_is_and_has_neither_disability_nor_pupil_number() {
    let mut intake = rung_by("3D");
    let questions = [
        QuestionId::ChildDisability,
        QuestionId::ChildUpn,
        QuestionId::ChildCollector,
        QuestionId::ChildCollection,
        QuestionId::ChildWhere,
        QuestionId::ChildWith,
    ];
    let mothers = [QuestionId::MotherWhere, QuestionId::MotherWith];
    assert!(
        !mothers.into_iter().any(|id| asks(&intake, id)),
        "the mother of a born child is not asked after"
    );
    for id in questions {
        assert!(asks(&intake, id), "{id}");
    }
    intake.about_mut(Subject::Child(0)).set(QuestionId::ChildBirth, Answer::text("due 3 March 2027"));
    for id in questions {
        assert!(!asks(&intake, id), "{id}");
    }
    let gaps = gaps(&intake);
    for question in mothers {
        assert!(gaps.contains(&Place { question, subject: Subject::Child(0) }), "{question}");
        assert_eq!(question.question().need, Need::Must);
    }
}

#[test]
fn what_the_caller_was_told_is_asked_only_where_somebody_was_there_to_be_told() {
    let told = [QuestionId::WorkerNamed, QuestionId::FeedbackHow, QuestionId::CallerTold];
    for (channel, listens) in [
        ("", true),
        ("telephone", true),
        ("in-person", true),
        ("form", false),
        ("email", false),
        ("police", false),
        ("edt", false),
    ] {
        let mut intake = rung_by("6");
        intake.answers.set(QuestionId::Channel, Answer::text(channel));
        for id in told {
            assert_eq!(asks(&intake, id), listens, "{id} of what came by {channel:?}");
        }
    }
}

#[test]
fn a_school_is_asked_for_the_collection_until_there_is_an_answer() {
    let place = QuestionId::ChildCollection;
    let lacks = |answer: Option<Answer>| {
        let mut intake = rung_by("2A");
        intake.about_mut(Subject::Child(0)).set(place, answer.unwrap_or_else(|| Answer::text("")));
        lacks_collection_time(&intake)
    };
    assert!(lacks(None));
    assert!(lacks(Some(Answer::not_known())), "somebody has to find out");
    assert!(!lacks(Some(Answer::text("14:00"))), "past or not, it was answered");
    let walks = Answer::State(Unanswered { state: State::NotApplicable, reason: "walks home".into() });
    assert!(!lacks(Some(walks)));
    let mut unborn = rung_by("2A");
    unborn.about_mut(Subject::Child(0)).set(QuestionId::ChildBirth, Answer::text("due 3 March 2027"));
    assert!(!lacks_collection_time(&unborn));
    assert!(!lacks_collection_time(&rung_by("3A")));
}

#[test]
fn each_person_alleged_to_have_harmed_is_asked_after_with_other_children() {
    let mut intake = rung_by("2A");
    intake.about_mut(Subject::Person(1)).set(QuestionId::PersonAlleged, Answer::text("yes"));
    let family = places(&intake, Step::Family);
    let place = |n| Place { question: QuestionId::PersonContact, subject: Subject::Person(n) };
    assert!(family.contains(&place(1)) && !family.contains(&place(0)));
}

#[test]
fn a_decision_to_share_exists_only_once_it_is_made_and_then_wants_its_reason() {
    let mut intake = rung_by("2A");
    assert!(!asks(&intake, QuestionId::ShareReason));
    intake.about_mut(Subject::Share(0)).set(QuestionId::ShareWith, Answer::text("the GP"));
    let reason = Place { question: QuestionId::ShareReason, subject: Subject::Share(0) };
    assert!(gaps(&intake).contains(&reason));
}

#[test]
fn the_needed_questions_of_an_ordinary_call_stay_few() {
    for (source, most) in [("2A", 18), ("1B", 18), ("1C", 18)] {
        let must = gaps(&rung_by(source)).iter().filter(|p| p.question.question().need == Need::Must).count();
        assert!(must <= most, "{source}: {must}");
    }
}

#[test]
fn hints_stand_beside_the_question_when_they_matter() {
    let shown = |intake: &Intake, id: QuestionId| {
        id.question().hints(intake).map(|hint| hint.text).collect::<Vec<_>>().join(" ")
    };
    let mut intake = rung_by("1B");
    assert!(shown(&intake, QuestionId::CallerNameUse).contains("Never promise"));
    assert!(!shown(&intake, QuestionId::CallerNameUse).contains("only by exception"));
    assert_eq!(shown(&intake, QuestionId::Injury), "");
    intake.answers.set(QuestionId::Injury, Answer::text("seen"));
    assert!(shown(&intake, QuestionId::Injury).contains("examined"));
}
