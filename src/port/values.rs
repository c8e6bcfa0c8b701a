//! What requests and replies carry that is more than one value.

use std::fmt;

use crate::domain::actor::Actor;
use crate::domain::contact::Summary;
use crate::domain::draft::BoxDraft;
use crate::domain::looked::Flag;

/// A flagged line that a manager has seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedLine {
    /// Why it was flagged.
    pub flag: Flag,
    /// The entries it is about.
    pub entries: Vec<i64>,
    /// What the manager says of it.
    pub note: String,
}

/// A record that was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Who opened it.
    pub actor: Actor,
    /// Whether the passphrase was given to them and must be changed first.
    pub must_change: bool,
    /// Names that a contact can be allocated to, where the record knows them.
    pub team: Option<Vec<String>>,
    /// This person's boxes that are about no one contact, or could not be saved.
    pub boxes: Vec<BoxDraft>,
}

/// A file for the desk's folder of exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// Its name inside the folder: a reference, a kind, a number, nobody's name.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Rows that changed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BoardUpdate {
    /// New or changed rows. Rows of closed contacts say so.
    pub rows: Vec<Summary>,
    /// Whether every open contact has now been sent at least once.
    pub complete: bool,
    /// How many contacts are open in all, sent or not.
    pub open: usize,
}

/// A failure in three plain sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What happened.
    pub what: String,
    /// What is safe.
    pub safe: String,
    /// What to do.
    pub advice: String,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.what, self.safe, self.advice)
    }
}

/// A step towards an erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Erasing {
    /// Ask for it, with the reason.
    Propose(String),
    /// Agree to it: it is carried out.
    Agree,
    /// Refuse it, or take one's own request back, with the reason.
    Refuse(String),
}
