//! A contact as JSON: what `show --json` prints and `take --from` reads. One shape, both ways.
//!
//! The answers stand under the names of the questions, so that the shape is the question schema and nothing beside it.
//! What the desk made of the contact stands under `record`; it is read only and ignored when a contact is taken.

mod letters;
mod links;
mod marks;
mod raw;
mod read;
mod record;
mod row;
mod schema;
pub mod times;

use serde::Serialize;

use crate::domain::body::Mark;
use crate::domain::calendar::Zone;
use crate::domain::check::{self, Severity};
use crate::domain::codes::ContactKind;
use crate::domain::contact::Contact;
use crate::domain::event::Received;
use crate::domain::intake::{Answers, Intake, NarrativeLine, Subject};
use crate::domain::protocol::Protocol;
use crate::domain::schema::Place;
use crate::domain::when::Moment;

pub use letters::letters;
pub use raw::Mistake;
pub use read::{Given, choice, read};
pub use record::{Event, Record, events};
pub use row::Row;
pub use schema::json_schema;

/// The edition of the shape.
pub const FORMAT: u64 = 1;

/// A contact in the shape of the exchange.
#[derive(Debug, Serialize)]
pub struct Shape<'a> {
    format: u64,
    kind: ContactKind,
    received: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<String>,
    answers: &'a Answers,
    children: &'a [Answers],
    family: &'a [Answers],
    #[serde(skip_serializing_if = "<[Answers]>::is_empty")]
    shares: &'a [Answers],
    narrative: &'a [NarrativeLine],
    notes: Vec<Note<'a>>,
    #[serde(skip_serializing_if = "<[Mark]>::is_empty")]
    marks: &'a [Mark],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<links::Linked<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<Record<'a>>,
}

/// A line of the notes, its time with its offset.
#[derive(Debug, Serialize)]
struct Note<'a> {
    at: String,
    text: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    used: bool,
}

impl<'a> Shape<'a> {
    /// A call as it was told, without anything the desk made of it.
    #[must_use]
    pub fn told(received: &'a Received, zone: Zone) -> Self {
        let intake = &received.intake;
        let note = |note: &'a crate::domain::intake::NoteLine| Note {
            at: zone.iso(note.at),
            text: &note.text,
            used: note.used,
        };
        Self {
            format: FORMAT,
            kind: intake.kind,
            received: zone.iso(received.received),
            ended: received.ended.map(|at| zone.iso(at)),
            answers: &intake.answers,
            children: &intake.children,
            family: &intake.family,
            shares: &intake.shares,
            narrative: &intake.narrative,
            notes: intake.notes.iter().map(note).collect(),
            marks: &intake.marks,
            links: intake.links.iter().map(|link| links::Linked::of(link, zone)).collect(),
            record: None,
        }
    }

    /// A contact with its record, as it stands at `now`.
    #[must_use]
    pub fn whole(contact: &'a Contact, protocol: &'a Protocol, now: Moment) -> Self {
        let record = Record::of(contact, protocol, now);
        Self { record: Some(record), ..Self::told(&contact.received, protocol.zone) }
    }
}

/// What a person should look at again: answers that are kept as typed, but that probably are a slip, or that no clock
/// can count with.
#[must_use]
pub fn doubts(intake: &Intake, received: Moment, zone: Zone) -> Vec<String> {
    let mut doubts = Vec::new();
    let call = std::iter::once(Subject::Call);
    for subject in call.chain(intake.subjects().filter(|subject| *subject != Subject::Call)) {
        let of = match subject {
            Subject::Call => "answers".to_owned(),
            Subject::Child(n) => format!("children[{n}]"),
            Subject::Person(n) => format!("family[{n}]"),
            Subject::Share(n) => format!("shares[{n}]"),
        };
        for (question, answer) in intake.about(subject).into_iter().flat_map(Answers::iter) {
            let issues = check::of_answer(intake, Place { question, subject }, answer, received, zone);
            for issue in issues.iter().filter(|issue| issue.severity == Severity::Warn) {
                let value = answer.codes().join(", ");
                doubts.push(format!("{of}.{question} = \"{value}\": {}", issue.text));
            }
        }
    }
    doubts
}

#[cfg(test)]
mod tests;
