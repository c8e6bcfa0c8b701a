//! A contact as JSON: what `show --json` prints and `take --from` reads. One shape, both ways.
//!
//! The answers stand under the names of the questions, so that the shape is the question schema and nothing beside it.
//! What the desk made of the contact stands under `record`; it is read only and ignored when a contact is taken.

mod moment;
mod raw;
mod read;
mod record;
mod row;
mod schema;

use serde::Serialize;

use crate::domain::calendar::{Local, Zone};
use crate::domain::codes::ContactKind;
use crate::domain::contact::Contact;
use crate::domain::event::Received;
use crate::domain::human;
use crate::domain::intake::{Answers, Intake, NarrativeLine};
use crate::domain::protocol::Protocol;
use crate::domain::schema::{Kind, QUESTIONS};
use crate::domain::when::Moment;

pub use moment::{Doubt, moment};
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

/// What a person should look at again: answers that are kept as typed, but that no clock can count with.
#[must_use]
pub fn doubts(intake: &Intake, received: Moment, zone: Zone) -> Vec<String> {
    let mut doubts = Vec::new();
    let lists = [("children", &intake.children), ("family", &intake.family)];
    let each = lists.iter().flat_map(|(list, all)| all.iter().enumerate().map(move |(n, a)| (format!("{list}[{n}]."), a)));
    for (place, answers) in std::iter::once((String::from("answers."), &intake.answers)).chain(each) {
        for question in QUESTIONS {
            let text = answers.text(question.id);
            if text.is_empty() {
                continue;
            }
            let doubt = match question.kind {
                Kind::Time => time_doubt(text, received, zone),
                Kind::Birth if human::birth(text).is_none() => {
                    Some("it does not read as a birth date or an age".to_owned())
                }
                _ => None,
            };
            doubts.extend(doubt.map(|doubt| format!("{place}{} = \"{text}\": {doubt}.", question.id)));
        }
    }
    doubts
}

fn time_doubt(text: &str, received: Moment, zone: Zone) -> Option<String> {
    let Some(time) = human::time(text) else {
        return Some("it does not read as a time of day (15:15), so no clock counts with it".to_owned());
    };
    match zone.resolve(zone.local(received).date().and_time(time)) {
        Local::One(_) => None,
        Local::Twice(..) => Some("it happens twice that day, so no clock counts with it".to_owned()),
        Local::Never => Some("it never happens that day, so no clock counts with it".to_owned()),
    }
}

#[cfg(test)]
mod tests;
