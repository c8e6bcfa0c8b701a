use super::super::super::actor::Actor;
use super::super::super::codes::{ContactKind, Role, Route};
use super::super::super::event::{Event, Received, Recorded, Told};
use super::super::super::ids::{ContactId, UserId};
use super::super::super::intake::{Answer, NoteLine};
use super::super::super::outcome::{Apart, More};
use super::super::super::schema::{Per, QUESTIONS};
use super::*;

const NOON: Moment = Moment::from_millis(1_795_529_400_000);

fn line(text: &str, basis: Basis, by: &str) -> NarrativeLine {
    NarrativeLine { text: text.into(), basis, told_by: by.into() }
}

fn contact(intake: Intake, events: Vec<Event>) -> Contact {
    let by = Actor { user: UserId("j.testerby".into()), name: "Jo Testerby".into(), role: Role::Worker };
    let filed = Event::ContactReceived(Box::new(Received::new(NOON, None, intake)));
    let all = std::iter::once(filed).chain(events).zip(1..);
    let history = all.map(|(event, seq)| Recorded { seq, at: NOON, actor: by.clone(), batch: seq, event });
    Contact::from_history(ContactId(1004), history.collect()).unwrap()
}

fn of(contact: &Contact, subject: Subject) -> Pack {
    pack(&[(contact, subject)], Zone::LONDON, NOON, false)
}

/// Ash with a sister and a stepfather; a teacher rang.
fn family() -> Contact {
    let mut intake = Intake::new(ContactKind::Referral);
    for (subject, id, answer) in [
        (Subject::Call, Q::CallerName, "Pat Fakeley"),
        (Subject::Call, Q::CallerPhone, "01632 960123"),
        (Subject::Call, Q::CallerOrganisation, "Placeham Primary"),
        (Subject::Call, Q::Concern, "Pat Fakeley saw a bruise on Ash"),
        (Subject::Call, Q::Household, "Grandfather visits"),
        (Subject::Child(0), Q::ChildForename, "Ash"),
        (Subject::Child(0), Q::ChildSurname, "Mockford"),
        (Subject::Child(0), Q::ChildSchool, "Placeham Primary"),
        (Subject::Child(1), Q::ChildForename, "Robin"),
        (Subject::Child(1), Q::ChildMedical, "asthma"),
        (Subject::Person(0), Q::PersonName, "Lee Dummerton"),
        (Subject::Person(0), Q::PersonAlleged, "yes"),
    ] {
        intake.about_mut(subject).set(id, Answer::text(answer));
    }
    intake.narrative = vec![
        line("Ash was crying beside Robin", Basis::Seen, ""),
        line("Neighbour Exemplar: he shouts", Basis::Told, "Neighbour Exemplar"),
    ];
    intake.notes = vec![NoteLine { at: NOON, text: "ring Fakeley after 3".into(), used: false }];
    let more = More { apart: vec![Apart { child: 1, route: Route::S17 }], ..More::default() };
    contact(
        intake,
        vec![
            Event::RouteDecided {
                route: Route::Nfa,
                rationale: "Dummerton has left".into(),
                more: Box::new(more),
                waits: false,
            },
            Event::FeedbackGiven {
                told: Told::Decided,
                said: "thanked for ringing".into(),
                talk: Box::default(),
            },
            Event::NoteAdded { text: "spoke with the mother".into() },
        ],
    )
}

#[test]
fn nothing_of_the_referrer_and_of_others_is_in_the_pack() {
    let pack = of(&family(), Subject::Child(0));
    for word in [
        "Fakeley",
        "960123",
        "Robin",
        "asthma",
        "Dummerton",
        "Lee",
        "Exemplar",
        "Grandfather",
        "thanked",
        "Section 17",
    ] {
        assert!(!pack.text.contains(word), "{word}: {}", pack.text);
    }
    for word in
        ["Ash", "Mockford", "a bruise on Ash", "he shouts", "spoke with the mother", "No further action"]
    {
        assert!(pack.text.contains(word), "{word}: {}", pack.text);
    }
    assert!(pack.text.contains("School or nursery: Placeham Primary"), "the school is the child's own");
    assert!(pack.text.contains(Why::Referrer.mark()) && pack.text.contains(Why::ThirdParty.mark()));
}

#[test]
fn the_reviewer_is_told_everything_that_was_left_out_and_why() {
    let pack = of(&family(), Subject::Child(0));
    let review = pack.review("Subject-access pack 1, R-1004");
    assert!(review.contains("Read the pack before it leaves: the program cannot know every name."));
    for left in [
        "R-1004, Name: Pat Fakeley",
        "R-1004, everything about (child 2): all answers",
        "R-1004, everything about (person 1): all answers",
        "R-1004, What happened, who told it: Neighbour Exemplar",
        "R-1004, Who else matters: Grandfather visits",
    ] {
        assert!(review.contains(left), "{left}: {review}");
    }
    assert!(review.contains("told to the caller by somebody else: he shouts"), "{review}");
}

#[test]
fn another_subject_gets_their_own() {
    let pack = of(&family(), Subject::Person(0));
    assert!(
        pack.text.contains("Lee Dummerton") && pack.text.contains("Alleged to have harmed: Yes"),
        "{}",
        pack.text
    );
    for word in ["Ash", "Mockford", "Robin", "Fakeley"] {
        assert!(!pack.text.contains(word), "{word}: {}", pack.text);
    }
}

#[test]
fn whatever_is_answered_about_somebody_else_never_shows() {
    for question in QUESTIONS {
        let mut intake = Intake::new(ContactKind::Referral);
        for n in 0..2 {
            intake.about_mut(Subject::Child(n)).set(Q::ChildForename, Answer::text(["Ash", "Robin"][n]));
        }
        let subject = match question.per {
            Per::Child => Subject::Child(1),
            Per::Person => Subject::Person(0),
            Per::Call | Per::Share => continue,
        };
        intake.about_mut(subject).set(question.id, Answer::text("Synthleymarker"));
        let contact = contact(intake, Vec::new());
        assert!(!of(&contact, Subject::Child(0)).text.contains("Synthleymarker"), "{}", question.id);
    }
}

#[test]
fn an_answer_left_out_says_so_in_its_place() {
    for question in
        QUESTIONS.iter().filter(|question| question.per == Per::Call && question.id != Q::Narrative)
    {
        let mut intake = Intake::new(ContactKind::Referral);
        intake.answers.set(question.id, Answer::text("Synthleymarker"));
        let pack = of(&contact(intake, Vec::new()), Subject::Child(0));
        let mark = match give::of(question.id) {
            Give::Own | Give::Others => Why::ThirdParty.mark(),
            Give::Referrer => Why::Referrer.mark(),
            Give::Case => {
                assert!(pack.text.contains("Synthleymarker"), "{}", question.id);
                continue;
            }
        };
        assert!(!pack.text.contains("Synthleymarker"), "{}", question.id);
        assert!(pack.text.contains(&format!("{}: {mark}", question.label)), "{}: {}", question.id, pack.text);
    }
}
