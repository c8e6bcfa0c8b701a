//! The letters of a contact: issued, posted, withdrawn.

use super::super::actor::Actor;
use super::super::event::{Event, Recorded};
use super::super::ids::ContactId;
use super::super::letter::{Addressee, LetterKind};
use super::super::when::Moment;
use super::Contact;

/// A letter that was issued, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterState {
    /// Its number within the contact, from 1.
    pub letter: u32,
    /// What kind of letter it is.
    pub what: LetterKind,
    /// To whom.
    pub to: Addressee,
    /// Its title, without anybody's name.
    pub title: String,
    /// The whole text.
    pub text: String,
    /// SHA-256 of its Word file, in hexadecimal.
    pub sha256: String,
    /// Whether a person changed what had been drafted.
    pub edited: bool,
    /// When it was issued.
    pub at: Moment,
    /// By whom.
    pub by: Actor,
    /// When it left the desk and how, if it did.
    pub posted: Option<(Moment, String)>,
    /// When it was withdrawn and why, if it was.
    pub withdrawn: Option<(Moment, String)>,
}

impl LetterState {
    /// Whether it waits to be posted.
    #[must_use]
    pub const fn is_unposted(&self) -> bool {
        self.posted.is_none() && self.withdrawn.is_none()
    }

    /// What became of it, in one word.
    #[must_use]
    pub const fn state(&self) -> &'static str {
        match (&self.posted, &self.withdrawn) {
            (_, Some(_)) => "withdrawn",
            (Some(_), None) => "posted",
            (None, None) => "issued",
        }
    }
}

/// The name of a letter's files, without the ending: the reference, the kind and the number, and nobody's name.
#[must_use]
pub fn file_stem(contact: ContactId, what: LetterKind, letter: u32) -> String {
    format!("{contact}-{what}-{letter}")
}

impl Contact {
    /// A letter by its number, unless its issue was undone.
    #[must_use]
    pub fn letter(&self, letter: u32) -> Option<&LetterState> {
        self.letters.iter().find(|state| state.letter == letter)
    }

    /// The number that the next letter gets. Letters whose issue was undone keep theirs: their files may have been printed.
    #[must_use]
    pub fn next_letter(&self) -> u32 {
        let issued = |r: &Recorded| {
            if let Event::LetterIssued { letter, .. } = r.event { Some(letter) } else { None }
        };
        self.history.iter().filter_map(issued).max().unwrap_or(0).saturating_add(1)
    }

    /// Takes in what happened to a letter.
    pub(super) fn take_in_letter(&mut self, recorded: &Recorded) {
        let at = recorded.at;
        let state = |letters: &mut Vec<LetterState>, number: u32, change: &dyn Fn(&mut LetterState)| {
            letters.iter_mut().filter(|state| state.letter == number).for_each(change);
        };
        match &recorded.event {
            Event::LetterIssued { letter, what, to, title, text, sha256, edited } => {
                self.letters.push(LetterState {
                    letter: *letter,
                    what: *what,
                    to: to.clone(),
                    title: title.clone(),
                    text: text.clone(),
                    sha256: sha256.clone(),
                    edited: *edited,
                    at,
                    by: recorded.actor.clone(),
                    posted: None,
                    withdrawn: None,
                });
            }
            Event::LetterPosted { letter, how } => {
                state(&mut self.letters, *letter, &|state| state.posted = Some((at, how.clone())));
            }
            Event::LetterWithdrawn { letter, reason } => {
                state(&mut self.letters, *letter, &|state| state.withdrawn = Some((at, reason.clone())));
            }
            _ => {}
        }
    }
}
