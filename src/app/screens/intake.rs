//! A call being taken. Places, not gates: any question at any time, nothing lost.

mod places;
mod typing;

use std::collections::BTreeMap;

use crate::app::form::edit::Editor;
use crate::domain::draft::Draft;
use crate::domain::ids::ContactId;
use crate::domain::intake::Subject;
use crate::domain::register::Query;
use crate::domain::seek::Found;
use crate::domain::when::Moment;
use crate::port::Token;

/// The people looked for beside the call.
#[derive(Debug, Default)]
pub struct Seek {
    /// Whom the last question was about, and what was asked.
    pub asked: Option<(Token, Subject, Query)>,
    /// What was found for each child and person of the call so far.
    pub found: BTreeMap<Subject, Vec<Found>>,
}

/// Who has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// The field under the cursor.
    Field,
    /// The notes strip.
    Notes,
}

/// The state of the intake screen.
#[derive(Debug)]
pub struct IntakeScreen {
    /// The call so far, always up to date with what is typed. Its number is 0 until the record has given one.
    pub draft: Draft,
    /// The token under which the number was asked for, until it comes.
    pub asked: Option<Token>,
    /// The text under the cursor; choices have none.
    pub editor: Editor,
    /// The highlighted value of a choice.
    pub choice: usize,
    /// Whether the person has put the highlight there: only then Enter takes the value.
    pub chosen: bool,
    /// Who has the keys.
    pub focus: Focus,
    /// The note line being typed.
    pub note: Editor,
    /// The row that is highlighted on the review: a gap or an unused note.
    pub review: usize,
    /// When the first key since the last save was pressed.
    pub dirty_since: Option<Moment>,
    /// When the last key was pressed.
    pub edited: Option<Moment>,
    /// Counts the changes.
    pub revision: u64,
    /// The revision sent to the record.
    pub sent: u64,
    /// The revision that the record has confirmed.
    pub saved: u64,
    /// When the record last confirmed a save.
    pub saved_at: Option<Moment>,
    /// The people looked for beside the call.
    pub seek: Seek,
    /// Another terminal has gone on with the call: what is typed here since cannot be saved.
    pub elsewhere: bool,
    /// The token of the filing under way.
    pub filing: Option<Token>,
}

impl IntakeScreen {
    /// The call's number, once the record has given it.
    #[must_use]
    pub fn id(&self) -> Option<ContactId> {
        (self.draft.id.0 != 0).then_some(self.draft.id)
    }

    /// Whether everything typed is in the record.
    #[must_use]
    pub const fn is_saved(&self) -> bool {
        self.saved >= self.revision
    }
}
