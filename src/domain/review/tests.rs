use super::super::intake::{Answer, Basis, NarrativeLine, NoteLine, State, Subject, Unanswered};
use super::super::schema::{Need, QuestionId};
use super::*;

fn call() -> Moment {
    serde_json::from_str("\"2026-11-24T14:10:00Z\"").unwrap()
}

fn protocol() -> Protocol {
    crate::protocols::built_in("general").unwrap()
}

fn told(intake: &Intake) -> String {
    summary(intake, call(), &protocol()).join("\n")
}

fn set(intake: &mut Intake, subject: Subject, id: QuestionId, text: &str) {
    intake.about_mut(subject).set(id, Answer::text(text));
}

/// A teacher's call as far as it got.
fn teacher() -> Intake {
    let mut intake = Intake::new(ContactKind::Referral);
    for (id, text) in [
        (QuestionId::CallerSource, "2A"),
        (QuestionId::CallerName, "P. Testerby"),
        (QuestionId::CallerRole, "safeguarding lead"),
        (QuestionId::CallerOrganisation, "Placeham Primary"),
        (QuestionId::CallerPhone, "01632 960111"),
        (QuestionId::Concern, "Belt mark on the arm"),
        (QuestionId::When, "Sat evening"),
        (QuestionId::Injury, "seen"),
        (QuestionId::ParentsInformed, "no"),
    ] {
        set(&mut intake, Subject::Call, id, text);
    }
    intake.answers.set(QuestionId::Harm, Answer::Many(vec!["physical".into(), "neglect".into()]));
    for (id, text) in [
        (QuestionId::ChildForename, "Ana"),
        (QuestionId::ChildSurname, "Mockford"),
        (QuestionId::ChildBirth, "3/5/2016"),
        (QuestionId::ChildWhere, "at school"),
        (QuestionId::ChildCollection, "2.45pm"),
    ] {
        set(&mut intake, Subject::Child(0), id, text);
    }
    intake.narrative = vec![
        NarrativeLine { text: "Mark on the left arm".into(), basis: Basis::Seen, told_by: String::new() },
        NarrativeLine {
            text: "Hit with a belt on Saturday".into(),
            basis: Basis::Told,
            told_by: "the child".into(),
        },
        NarrativeLine {
            text: "Mother is frightened too".into(),
            basis: Basis::Opinion,
            told_by: String::new(),
        },
        NarrativeLine { text: "  ".into(), basis: Basis::Opinion, told_by: String::new() },
    ];
    intake
}

#[test]
fn what_was_told_is_read_back_in_sentences() {
    let told = told(&teacher());
    for sentence in [
        "Call received Tue 24 Nov 2026 14:10. Who is ringing: School.",
        "Caller: P. Testerby, safeguarding lead at Placeham Primary.",
        "Number to ring back: 01632 960111.",
        "Child: Ana Mockford, 10 years old, born 3 May 2016.",
        "Kind of harm: physical, neglect.",
        "Seen or heard by the caller: Mark on the left arm.",
        "Told to the caller by the child: Hit with a belt on Saturday.",
        "The caller's opinion: Mother is frightened too.",
        "When: Sat evening (Sat 21 Nov 2026, about 18:00–22:00).",
        "Ana now: at school, with whom is not asked.",
        "Ana is collected at: 14:45; by: not asked.",
        "Do the parents know of this call: no; reason: not asked.",
    ] {
        assert!(told.lines().any(|line| line == sentence), "{sentence}\n---\n{told}");
    }
}

#[test]
fn what_was_not_asked_is_said_to_be_so_and_nothing_is_made_up() {
    let told = told(&Intake::new(ContactKind::Referral));
    for line in told.lines() {
        assert!(line.contains("not asked"), "{line}");
    }
    assert!(told.contains("Child: name not asked, birth date or age not asked."), "{told}");
    assert!(told.contains("In danger at this moment: not asked."));
}

#[test]
fn answers_without_a_value_keep_their_own_words() {
    let mut intake = teacher();
    intake.answers.set(QuestionId::Medical, Answer::not_known());
    let refused = Unanswered { state: State::Refused, reason: "afraid".into() };
    intake.answers.set(QuestionId::CallerName, Answer::State(refused));
    let told = told(&intake);
    assert!(told.contains("Emergency medical attention: not known yet."), "{told}");
    assert!(told.contains("Caller: refused (afraid), safeguarding lead at Placeham Primary."), "{told}");
}

#[test]
fn each_of_several_children_has_sentences_of_its_own() {
    let mut intake = teacher();
    set(&mut intake, Subject::Child(1), QuestionId::ChildWhere, "at home\nwith a cold");
    let told = told(&intake);
    assert!(told.contains("Child 1 of 2: Ana Mockford"));
    assert!(told.contains("Child 2 of 2: name not asked"));
    assert!(told.contains("Child 2 now: at home; with a cold, with whom is not asked."), "{told}");
}

#[test]
fn a_consultation_names_no_child_and_no_family() {
    let mut intake = Intake::new(ContactKind::Consultation);
    set(&mut intake, Subject::Call, QuestionId::CallerSource, "3A");
    let told = told(&intake);
    assert!(told.starts_with("Consultation asked for Tue 24 Nov 2026 14:10. Who is ringing: GP."));
    for word in ["Child:", "Home:", "Consent", "written referral", "collected"] {
        assert!(!told.contains(word), "{word}\n{told}");
    }
}

#[test]
fn what_must_be_asked_leads_the_rows_and_unused_notes_end_them() {
    let mut intake = teacher();
    let note = |text: &str, used| NoteLine { at: call(), text: text.into(), used };
    intake.notes = vec![
        note("mum works nights", false),
        note("used", true),
        note(" ", false),
        note("younger brother", false),
    ];
    let rows = rows(&intake);
    let needs: Vec<Need> = rows
        .iter()
        .filter_map(
            |row| if let ReviewRow::Gap(place) = row { Some(place.question.question().need) } else { None },
        )
        .collect();
    assert!(needs.is_sorted() && needs[0] == Need::Must && needs.len() + 2 == rows.len());
    assert_eq!(&rows[rows.len() - 2..], [ReviewRow::Note(0), ReviewRow::Note(3)]);
}

#[test]
fn what_was_agreed_is_said_as_it_was_understood() {
    let mut intake = teacher();
    set(&mut intake, Subject::Call, QuestionId::CallerNameUse, "confidential");
    let said = |intake: &Intake| -> Vec<String> {
        agreements(intake).into_iter().map(|agreed| agreed.said).collect()
    };
    assert_eq!(
        said(&intake),
        ["not to be named to the family; reason: not asked", "no; reason: not asked", "not asked"]
    );
    assert_eq!(said(&Intake::new(ContactKind::Consultation)), ["not asked"]);
}

#[test]
fn no_answer_is_ever_missing_from_the_review() {
    use super::super::schema::{Per, QUESTIONS};
    for question in QUESTIONS {
        if question.id == QuestionId::Narrative {
            continue;
        }
        let consultation = question.id.code().starts_with("consult") || question.id == QuestionId::Navigator;
        let mut intake = if consultation { Intake::new(ContactKind::Consultation) } else { teacher() };
        let subject = match question.per {
            Per::Call => Subject::Call,
            Per::Child => Subject::Child(0),
            Per::Person => Subject::Person(0),
            Per::Share => Subject::Share(0),
        };
        let choices = question.kind.choices();
        // What makes the answer appear among those that depend on it.
        for (id, text) in [(QuestionId::ParentsInformed, "no"), (QuestionId::Consent, "refused")] {
            set(&mut intake, Subject::Call, id, text);
        }
        let (answer, words) = match choices.last() {
            Some(last) if matches!(question.kind, schema::Kind::Any(_)) => {
                (Answer::Many(vec![last.code.to_owned()]), last.label.to_lowercase())
            }
            Some(last) => (Answer::text(last.code), last.label.to_lowercase()),
            None => (Answer::text("Zebra 77"), "zebra 77".to_owned()),
        };
        intake.about_mut(subject).set(question.id, answer);
        let told = told(&intake).to_lowercase();
        let yes_or_no =
            question.id == QuestionId::ChildElsewhere || question.id == QuestionId::PersonResponsibility;
        assert!(yes_or_no || told.contains(&words), "{}: {words}\n{told}", question.id);
    }
}

#[test]
fn answers_under_one_heading_are_one_sentence() {
    let mut intake = teacher();
    set(&mut intake, Subject::Child(0), QuestionId::RecordsChild, "no-trace");
    set(&mut intake, Subject::Child(0), QuestionId::RecordsBy, "J. Testerby, 14:20");
    set(&mut intake, Subject::Child(0), QuestionId::ChildGp, "Dr Synthley, Placeham Surgery");
    set(&mut intake, Subject::Share(0), QuestionId::ShareWith, "the school nurse");
    let told = told(&intake);
    for sentence in [
        "Children's records: looked: no trace; who looked, and when: J. Testerby, 14:20.",
        "GP and practice: Dr Synthley, Placeham Surgery.",
        "What information: not asked; with whom: the school nurse; shared or not: not asked; reason: not asked.",
    ] {
        assert!(told.lines().any(|line| line == sentence), "{sentence}\n---\n{told}");
    }
}

#[test]
fn an_unborn_child_is_where_its_mother_is() {
    let mut intake = Intake::new(ContactKind::Referral);
    let child = Subject::Child(0);
    set(&mut intake, child, QuestionId::ChildBirth, "due 3/3/2027");
    assert!(
        told(&intake).contains("The mother now: where is not asked, with whom is not asked."),
        "{}",
        told(&intake)
    );
    set(&mut intake, child, QuestionId::MotherWhere, "at the surgery");
    set(&mut intake, child, QuestionId::MotherWith, "the GP");
    let said = told(&intake);
    assert!(said.contains("The mother now: at the surgery, with the GP."), "{said}");
    assert!(!said.contains("The child now") && !said.contains("collected"), "{said}");
    // What was said of the child before it was known to be unborn is not lost.
    set(&mut intake, child, QuestionId::ChildWhere, "on the ward");
    assert!(told(&intake).contains("The child now: on the ward"), "{}", told(&intake));
}
