use super::*;
use crate::domain::codes::Role;
use crate::domain::ids::UserId;
use crate::domain::register::Standing;
use crate::domain::schema;

const NOW: Moment = Moment::from_millis(1_795_529_400_000);

fn today() -> NaiveDate {
    "2026-11-24".parse().unwrap()
}

const fn place(question: Q, subject: Subject) -> Place {
    Place { question, subject }
}

fn told(answers: &[(Q, &str)]) -> Intake {
    let mut intake = Intake::new(ContactKind::Referral);
    for (question, text) in answers {
        intake.about_mut(Subject::Child(0)).set(*question, Answer::text(*text));
    }
    intake
}

fn found(open_to: &str) -> Found {
    let person = KnownPerson {
        forename: "Ash".into(),
        surname: "Sampleton".into(),
        standing: Standing { open_to: open_to.into(), ..Standing::default() },
        ..KnownPerson::new("P7", PersonKind::Child)
    };
    let ribbon = Ribbon { open_to: open_to.into(), ..Ribbon::default() };
    Found {
        restricted: None,
        person,
        ribbon,
        relation: Relation::SamePerson,
        bits: 12.0,
        score: 0.9,
        reasons: vec!["birth date equal"],
    }
}

fn worker() -> Actor {
    Actor { user: UserId("j.testerby".into()), name: "Jo Testerby".into(), role: Role::Worker }
}

#[test]
fn one_letter_looks_for_nobody_and_two_do() {
    let at = Some(place(Q::ChildForename, Subject::Child(0)));
    assert_eq!(query(&told(&[(Q::ChildForename, "A")]), at, today()), None);
    let (subject, asked) = query(&told(&[(Q::ChildForename, "As")]), at, today()).unwrap();
    assert_eq!((subject, asked.typing), (Subject::Child(0), Some(Typing::Forename)));
    assert_eq!(asked.kind, Some(PersonKind::Child));
}

#[test]
fn an_age_is_a_range_and_an_unborn_child_is_looked_for_by_the_mother() {
    let (_, asked) =
        query(&told(&[(Q::ChildForename, "Ash"), (Q::ChildBirth, "about 10")]), None, today()).unwrap();
    assert!(matches!(asked.birth, Some(Born::Between { .. })));
    let mut intake = told(&[(Q::ChildBirth, "due 3/3/2027")]);
    let mother = intake.about_mut(Subject::Person(0));
    mother.set(Q::PersonName, Answer::text("Mia Fakeley"));
    mother.set(Q::PersonRelation, Answer::text("mother"));
    let (_, asked) = query(&intake, None, today()).unwrap();
    assert_eq!(asked.mother, "Mia Fakeley");
    assert!(matches!(asked.birth, Some(Born::Due(Some(_)))));
}

#[test]
fn another_person_is_looked_for_at_the_childs_home() {
    let mut intake = told(&[(Q::ChildPostcode, "TE5 7AB"), (Q::ChildAddress, "12 Placeham Road")]);
    intake.about_mut(Subject::Person(0)).set(Q::PersonName, Answer::text("Sam Mockford"));
    let at = Some(place(Q::PersonName, Subject::Person(0)));
    let (subject, asked) = query(&intake, at, today()).unwrap();
    assert_eq!(subject, Subject::Person(0));
    assert_eq!((asked.forename.as_str(), asked.surname.as_str()), ("Sam", "Mockford"));
    assert_eq!(asked.postcode, "TE5 7AB");
    intake.about_mut(Subject::Person(0)).set(Q::PersonAddress, Answer::text("3 Exemplar Close"));
    let (_, asked) = query(&intake, at, today()).unwrap();
    assert_eq!((asked.address.as_str(), asked.postcode.as_str()), ("3 Exemplar Close", ""));
}

#[test]
fn a_consultation_looks_for_nobody() {
    let mut intake = told(&[(Q::ChildForename, "Ash")]);
    intake.kind = ContactKind::Consultation;
    assert_eq!(query(&intake, None, today()), None);
}

#[test]
fn a_link_answers_only_what_was_not_answered() {
    let mut intake = told(&[(Q::ChildWorker, "Robin Dummerton")]);
    let found = found("Team 2");
    let made = found.link(Subject::Child(0), &worker(), NOW, today());
    assert_eq!(made.known, ["Open to Team 2."]);
    link(&mut intake, &found, made.clone(), "Jo Testerby, 14:10");
    let child = intake.about(Subject::Child(0)).unwrap();
    assert!(child.has_code(Q::ChildOpen, "yes") && child.has_code(Q::RecordsChild, "known"));
    assert_eq!(child.text(Q::RecordsBy), "Jo Testerby, 14:10");
    assert_eq!(child.text(Q::ChildWorker), "Robin Dummerton", "what was typed stays");
    let again = Link { id: "P8".into(), ..made };
    link(&mut intake, &found, again, "");
    assert_eq!(intake.links.len(), 1, "one person is one person");
    assert_eq!(intake.links[0].id, "P8");
}

#[test]
fn no_trace_is_an_answer_with_who_looked() {
    let mut intake = told(&[(Q::ChildForename, "Ash")]);
    let made = found("").link(Subject::Child(0), &worker(), NOW, today());
    link(&mut intake, &found(""), made, "x");
    no_trace(&mut intake, Subject::Child(0), "Jo Testerby, 14:12");
    let child = intake.about(Subject::Child(0)).unwrap();
    assert!(intake.links.is_empty());
    assert!(child.has_code(Q::RecordsChild, "no-trace"));
    assert_eq!(child.text(Q::RecordsBy), "Jo Testerby, 14:12");
    assert!(schema::is_answered(&intake, Place { question: Q::RecordsChild, subject: Subject::Child(0) }));
}
