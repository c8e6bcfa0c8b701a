//! A contact as JSON: what `show --json` prints and `take --from` reads. One shape, both ways.
//!
//! The answers stand under the names of the questions, so that the shape is the question schema and nothing beside it.
//! What the desk made of the contact stands under `record`; it is read only and ignored when a contact is taken.

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
use crate::domain::intake::{Answers, Intake, NarrativeLine};
use crate::domain::protocol::Protocol;
use crate::domain::when::Moment;

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
    narrative: &'a [NarrativeLine],
    notes: Vec<Note<'a>>,
    #[serde(skip_serializing_if = "<[Mark]>::is_empty")]
    marks: &'a [Mark],
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
            narrative: &intake.narrative,
            notes: intake.notes.iter().map(note).collect(),
            marks: &intake.marks,
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
    let call = std::iter::once(("answers".to_owned(), &intake.answers));
    let children = intake.children.iter().enumerate().map(|(n, one)| (format!("children[{n}]"), one));
    let family = intake.family.iter().enumerate().map(|(n, one)| (format!("family[{n}]"), one));
    let mut doubts = Vec::new();
    for (place, answers) in call.chain(children).chain(family) {
        for (question, answer) in answers.iter() {
            let typed = answer.as_text().unwrap_or_default();
            for issue in check::check(question, typed, received, zone) {
                if issue.severity == Severity::Warn {
                    doubts.push(format!("{place}.{question} = \"{typed}\": {}", issue.text));
                }
            }
        }
    }
    doubts
}

#[cfg(test)]
mod tests;
