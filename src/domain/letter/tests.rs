use super::super::actor::Actor;
use super::super::codes::{ContactKind, Rating, Role, Route, Source};
use super::super::command::Command;
use super::super::contact::{Contact, LetterState};
use super::super::decide::{self, decide};
use super::super::deed::{DeedId, FieldId};
use super::super::event::{Event, Received};
use super::super::ids::{ContactId, UserId};
use super::super::intake::{Answer, Answers, Basis, Intake, NarrativeLine, NoteLine, Subject};
use super::super::outcome::{Apart, More};
use super::super::protocol::Protocol;
use super::super::schema::{Kind, Per, Place, QUESTIONS, QuestionId as Q, Step};
use super::super::when::Moment;
use super::*;
use crate::protocols;

fn general() -> Protocol {
    protocols::built_in("general").unwrap()
}

fn at(hours: i64) -> Moment {
    // Tuesday 24 November 2026, 10:00 and so many hours.
    Moment::from_millis(1_795_514_400_000 + hours * 3_600_000)
}

fn jo() -> Actor {
    Actor { user: UserId("j.testerby".into()), name: "Jo Testerby".into(), role: Role::Manager }
}

/// A call with these answers about the call itself.
fn call(kind: ContactKind, answers: &[(Q, &str)]) -> Contact {
    let mut intake = Intake::new(kind);
    for (id, answer) in answers {
        intake.answers.set(*id, Answer::text(*answer));
    }
    if kind == ContactKind::Referral {
        let child = intake.about_mut(Subject::Child(0));
        for (id, answer) in [
            (Q::ChildForename, "Ash"),
            (Q::ChildSurname, "Sampleton"),
            (Q::ChildAddress, "5 Exemplar Way, Testshire"),
            (Q::ChildPostcode, "TE5 7DX"),
        ] {
            child.set(id, Answer::text(answer));
        }
    }
    filed(intake)
}

fn filed(intake: Intake) -> Contact {
    let id = ContactId(1001);
    let history = decide::file(id, Received::new(at(0), None, intake), &jo(), &general(), at(0)).unwrap();
    Contact::from_history(id, history).unwrap()
}

fn school() -> Contact {
    call(
        ContactKind::Referral,
        &[
            (Q::CallerSource, "2A"),
            (Q::CallerName, "Pat Mockford"),
            (Q::CallerRole, "Teacher"),
            (Q::CallerOrganisation, "Specimen Primary"),
            (Q::Concern, "Bruise on the arm"),
            (Q::Consent, "given"),
        ],
    )
}

fn neighbour() -> Contact {
    call(
        ContactKind::Referral,
        &[
            (Q::CallerSource, "1B"),
            (Q::CallerName, "Val Dummerton"),
            (Q::CallerEmail, "7 Exemplar Way, Testshire, TE5 7DY"),
            (Q::Concern, "Shouting at night"),
        ],
    )
}

fn does(contact: Contact, command: &Command, hours: i64) -> Contact {
    let events = decide(&contact, command, &jo(), &general(), at(hours)).unwrap();
    contact.then(events)
}

fn decided(contact: Contact, route: Route, hours: i64) -> Contact {
    does(
        contact,
        &Command::Decide { route, rationale: format!("Reason for {route}."), more: Box::default() },
        hours,
    )
}

fn issue(contact: &Contact, kind: LetterKind, to: &Addressee) -> Command {
    let letter = draft(contact, kind, to, &general(), at(3), false)
        .finished(&draft(contact, kind, to, &general(), at(3), false).text(), false);
    Command::IssueLetter { letter: Box::new(letter), sha256: "00".into() }
}

fn issued(contact: Contact, kind: LetterKind, hours: i64) -> Contact {
    let command = issue(&contact, kind, &kind.addressee().unwrap());
    does(contact, &command, hours)
}

fn refused(contact: &Contact, kind: LetterKind) -> String {
    may_write(contact, kind, &kind.addressee().unwrap(), &general()).expect_err("a refusal").0
}

fn running(contact: &Contact) -> Vec<&'static str> {
    contact.running().iter().map(|clock| clock.deadline.clock.code()).collect()
}

mod rules;
mod words;
