//! The letters of a contact, for programs that read it. Their texts stand in the timeline.

use serde::Serialize;

use crate::domain::actor::Actor;
use crate::domain::calendar::Zone;
use crate::domain::contact::{Contact, LetterState};
use crate::domain::letter::{Addressee, LetterKind};

/// One letter: `issued`, `posted` or `withdrawn`.
#[derive(Debug, Serialize)]
pub struct Letter<'a> {
    #[serde(rename = "letter")]
    number: u32,
    kind: LetterKind,
    to: &'a Addressee,
    title: &'a str,
    state: &'static str,
    issued: String,
    by: &'a Actor,
    edited: bool,
    sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    posted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn: Option<String>,
    /// How it left, or why it did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<&'a str>,
}

/// The letters of a contact, oldest first.
#[must_use]
pub fn letters(contact: &Contact, zone: Zone) -> Vec<Letter<'_>> {
    contact.letters.iter().map(|letter| one(letter, zone)).collect()
}

fn one(letter: &LetterState, zone: Zone) -> Letter<'_> {
    Letter {
        number: letter.letter,
        kind: letter.what,
        to: &letter.to,
        title: &letter.title,
        state: letter.state(),
        issued: zone.iso(letter.at),
        by: &letter.by,
        edited: letter.edited,
        sha256: &letter.sha256,
        posted: letter.posted.as_ref().map(|(at, _)| zone.iso(*at)),
        withdrawn: letter.withdrawn.as_ref().map(|(at, _)| zone.iso(*at)),
        how: letter.withdrawn.as_ref().or(letter.posted.as_ref()).map(|(_, how)| how.as_str()),
    }
}
