use super::*;
use crate::domain::actor::Actor;
use crate::domain::codes::Role;
use crate::domain::event::{Event, Received, Recorded};
use crate::domain::ids::UserId;
use crate::domain::intake::{Answer, Intake};

/// 24 November 2026, 14:10 UTC.
const NOON: Moment = Moment::from_millis(1_795_529_400_000);

fn contact(intake: Intake, routes: &[Route]) -> Contact {
    let received = Received::new(NOON, None, intake);
    let mut events = vec![Event::ContactReceived(Box::new(received))];
    events.extend(routes.iter().map(|route| Event::RouteDecided {
        route: *route,
        rationale: "because".into(),
        more: Box::default(),
        waits: false,
    }));
    let actor = Actor { user: UserId("j.testerby".into()), name: "Jo Testerby".into(), role: Role::Worker };
    let recorded = |(event, seq)| Recorded { seq, at: NOON, actor: actor.clone(), batch: seq, event };
    Contact::from_history(ContactId(1004), events.into_iter().zip(1..).map(recorded).collect()).unwrap()
}

fn told(answers: &[(Subject, QuestionId, &str)]) -> Intake {
    let mut intake = Intake::new(ContactKind::Referral);
    for (subject, question, text) in answers {
        intake.about_mut(*subject).set(*question, Answer::text(*text));
    }
    intake
}

const CHILD: Subject = Subject::Child(0);
const PERSON: Subject = Subject::Person(0);

#[test]
fn a_number_in_the_register_leads_back_to_the_contact_and_the_person() {
    for (subject, text) in [(Subject::Child(0), "R-1004/child 1"), (Subject::Person(2), "R-1004/person 3")] {
        assert_eq!(id(ContactId(1004), subject), text);
        assert_eq!(from_id(text), Some((ContactId(1004), subject)));
    }
    for imported in ["1004", "R-1004", "R-1004/child 0", "R-1004/dog 1", "1004/child 1", "A/child 1", ""] {
        assert_eq!(from_id(imported), None, "{imported}");
    }
}

#[test]
fn children_and_others_are_entries_and_whoever_has_no_name_is_none() {
    let intake = told(&[
        (CHILD, QuestionId::ChildForename, " Siân "),
        (CHILD, QuestionId::ChildSurname, "Mockford"),
        (CHILD, QuestionId::ChildBirth, "12/3/2016"),
        (CHILD, QuestionId::ChildSex, "F"),
        (CHILD, QuestionId::ChildAddress, "12 Placeham Road"),
        (CHILD, QuestionId::ChildPostcode, "TE5 7AB"),
        (Subject::Child(1), QuestionId::ChildSchool, "Exemplar Academy"),
        (PERSON, QuestionId::PersonName, "Gwen Mockford"),
        (Subject::Person(1), QuestionId::PersonName, "Ben Mockford"),
        (Subject::Person(1), QuestionId::PersonBirth, "about 15"),
        (Subject::Call, QuestionId::CallerName, "Jo Fakeley"),
    ]);
    let entries = named(&contact(intake, &[]));
    let ids: Vec<&str> = entries.iter().map(|entry| entry.person.id.as_str()).collect();
    assert_eq!(ids, ["R-1004/child 1", "R-1004/person 1", "R-1004/person 2"]);
    let child = &entries[0].person;
    assert_eq!((child.forename.as_str(), child.birth), ("Siân", "2016-03-12".parse().ok()));
    assert_eq!((child.sex, child.postcode.as_str()), (Some(Sex::Female), "TE5 7AB"));
    assert_eq!(
        (entries[1].person.forename.as_str(), entries[1].person.surname.as_str()),
        ("Gwen", "Mockford")
    );
    assert_eq!(entries[1].person.kind, PersonKind::Adult);
    assert_eq!(entries[2].person.kind, PersonKind::Child, "a brother of fifteen is a child");
    assert_eq!(entries[0].caller.as_deref(), Some("jofakeley"));
    assert_eq!(entries[0].shared, None);
}

#[test]
fn an_unborn_child_is_known_by_its_mother_alone() {
    let intake = told(&[
        (CHILD, QuestionId::ChildBirth, "due 3/3/2027"),
        (PERSON, QuestionId::PersonName, "Gwen Mockford"),
        (PERSON, QuestionId::PersonRelation, "Mother"),
    ]);
    let child = &named(&contact(intake, &[]))[0].person;
    assert_eq!((child.birth, child.due), (None, "2027-03-03".parse().ok()));
    assert_eq!(child.mother, "Gwen Mockford");
}

#[test]
fn the_number_of_a_family_caller_is_the_familys_and_a_teachers_is_not() {
    for (source, phone) in [(Source::Family, "01632 960123"), (Source::School, "")] {
        let intake = told(&[
            (CHILD, QuestionId::ChildForename, "Ben"),
            (Subject::Call, QuestionId::CallerSource, source.code()),
            (Subject::Call, QuestionId::CallerPhone, "01632 960123"),
        ]);
        assert_eq!(named(&contact(intake, &[]))[0].person.phone, phone, "{source}");
    }
}

#[test]
fn an_earlier_stage_two_is_remembered_after_a_later_decision() {
    let intake = told(&[(CHILD, QuestionId::ChildForename, "Ben")]);
    let entries = named(&contact(intake, &[Route::Stage2, Route::EarlyHelp]));
    assert_eq!(entries[0].shared, Some(NOON));
}

#[test]
fn a_consultation_names_nobody() {
    let mut intake = told(&[(CHILD, QuestionId::ChildForename, "Ben")]);
    intake.kind = ContactKind::Consultation;
    assert_eq!(named(&contact(intake, &[])), []);
}
