//! Letters: who may be written to, what is drafted, and what a letter is made of. Nothing here sends or prints.
//!
//! A draft comes from a template (`assets/letters`, the format is explained in `template`), what the contact knows and the
//! protocol's own words. A person edits its plain text; what is issued is that text, [`finish`]ed. The text is the record:
//! the files are made from it, and can be made again.

mod fill;
mod guard;
mod may;
mod record;
mod template;
mod text;

use serde::{Deserialize, Serialize};

use super::codes::coded;
use super::contact::Contact;
use super::protocol::Protocol;
use super::when::Moment;

pub use guard::gives_the_caller_away;
pub(super) use may::overtakes;
pub use may::{is_held, may_write};
pub use text::{finish, parts};

/// The first line of every letter of a training desk.
pub const TRAINING: &str = "TRAINING: NOBODY IN THIS LETTER IS REAL";

coded! {
    /// What kind of letter it is. The code stands in the record and in the names of files; it never changes.
    LetterKind {
        /// Thanks the referrer and says what was done, as far as confidentiality allows (L12-L14).
        FollowUp = "follow-up", "Follow-up to the referrer";
        /// Tells the referrer the outcome (L168, L171, L173, L236, L238, L240).
        OutcomeReferrer = "outcome-referrer", "Outcome to the referrer";
        /// Tells the family the outcome, and never who rang (L168-L180, L390).
        OutcomeFamily = "outcome-family", "Outcome to the family";
        /// What was discussed, advised and agreed, to the professional only (L332, L364).
        ConsultationSummary = "consultation-summary", "Summary of the consultation";
        /// Asks an agency for what it knows (L184-L202).
        AgencyRequest = "agency-request", "Request to an agency";
        /// Everything that was told and done, for the file.
        Record = "record", "Record of the contact";
    }
}

/// To whom a letter goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressee {
    /// Whoever rang.
    Referrer,
    /// The parents or carers.
    Family,
    /// An agency of the protocol, by its name.
    Agency(String),
    /// Nobody: it stays with the desk's papers.
    File,
}

impl Addressee {
    /// Who it is, inside a sentence.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Referrer => "the referrer",
            Self::Family => "the family",
            Self::Agency(name) => name,
            Self::File => "the file",
        }
    }
}

impl LetterKind {
    /// To whom letters of this kind go; none for a request, which needs the agency's name.
    #[must_use]
    pub const fn addressee(self) -> Option<Addressee> {
        match self {
            Self::FollowUp | Self::OutcomeReferrer | Self::ConsultationSummary => Some(Addressee::Referrer),
            Self::OutcomeFamily => Some(Addressee::Family),
            Self::AgencyRequest => None,
            Self::Record => Some(Addressee::File),
        }
    }

    /// What a letter of this kind to somebody is called: of a request also which agency it goes to.
    #[must_use]
    pub fn name(self, to: &Addressee) -> String {
        match to {
            Addressee::Agency(agency) => format!("{} ({agency})", self.label()),
            _ => self.label().to_owned(),
        }
    }
}

/// A piece of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A heading. In the text it stands in capitals on a line of its own.
    Heading(String),
    /// A paragraph of one line, however long.
    Paragraph(String),
    /// An entry of a list: `- ` in the text.
    Item(String),
    /// Lines under each other: letterhead, address, date.
    Address(Vec<String>),
    /// Who signs, line by line.
    Signature(Vec<String>),
}

/// A letter as it is drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What kind of letter it is.
    pub kind: LetterKind,
    /// To whom.
    pub to: Addressee,
    /// Its title, without anybody's name.
    pub title: String,
    /// What it says, from top to bottom.
    pub parts: Vec<Part>,
    /// What its writer should look at before it leaves, a sentence each. No part of the letter.
    pub check: Vec<String>,
}

/// A letter as it leaves the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// What kind of letter it is.
    pub what: LetterKind,
    /// To whom.
    pub to: Addressee,
    /// Its title, without anybody's name.
    pub title: String,
    /// The whole text, clean, with the mark of a training desk where it is one.
    pub text: String,
    /// Whether it differs from what was drafted.
    pub edited: bool,
}

impl Letter {
    /// The letter as plain text: paragraphs with a blank line between them. This is what a person edits.
    #[must_use]
    pub fn text(&self) -> String {
        text::of(&self.parts)
    }

    /// The letter with this text, as a person has left it, ready to be issued.
    #[must_use]
    pub fn finished(&self, text: &str, training: bool) -> Finished {
        let text = finish(text, training);
        let edited = text != finish(&self.text(), training);
        Finished { what: self.kind, to: self.to.clone(), title: self.title.clone(), text, edited }
    }
}

/// Drafts a letter as of now. Whether it may be written at all is [`may_write`]'s to say.
#[must_use]
pub fn draft(
    contact: &Contact,
    kind: LetterKind,
    to: &Addressee,
    protocol: &Protocol,
    now: Moment,
    training: bool,
) -> Letter {
    let filling = fill::Filling { contact, kind, to, protocol, now };
    let mut parts = Vec::new();
    if training {
        parts.push(Part::Heading(TRAINING.to_owned()));
    }
    parts.extend(template::render(template::of(kind), &filling));
    Letter {
        kind,
        to: to.clone(),
        title: format!("{}, {}", kind.label(), contact.id),
        parts,
        check: guard::check(contact, kind),
    }
}

#[cfg(test)]
mod tests;
