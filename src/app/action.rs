//! The one table of actions. Hint bar, which-key box, palette, help, `dutydesk keys`, docs and tests all read it.

use crate::domain::codes::coded;
use crate::domain::command::Doing;

pub mod many;
mod table;

pub use table::{Action, TABLE};

coded! {
    /// Where an action can be started from. A key is looked up in the innermost context first.
    Context {
        /// Every screen, inside text too.
        Anywhere = "anywhere", "Anywhere";
        /// Screens without text: board, horizon and contact.
        Lists = "lists", "Lists";
        /// The board.
        Board = "board", "Board";
        /// One contact.
        Contact = "contact", "Contact";
        /// The horizon.
        Horizon = "horizon", "Horizon";
        /// Board, horizon and contact alike: actions on the selected contact.
        Selected = "selected", "Selected contact";
        /// Handing the desk over.
        Handover = "handover", "Handover";
        /// Who looked.
        Looked = "looked", "Who looked";
        /// What is due for erasure.
        Retention = "retention", "Retention";
        /// Who may open the desk.
        Access = "access", "People and access";
        /// A call being taken.
        Intake = "intake", "Taking a call";
        /// The welcome screen.
        Welcome = "welcome", "Welcome";
    }
}

coded! {
    /// The heading an action stands under in help.
    Group {
        /// Moving about.
        Move = "move", "Move";
        /// Finding contacts.
        Find = "find", "Find";
        /// Acting on a contact.
        Act = "act", "Act";
        /// Taking a call.
        Call = "call", "Take a call";
        /// Screens and help.
        Desk = "desk", "Desk";
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The action.
    pub action: Action,
    /// Its name in settings and documents.
    pub id: &'static str,
    /// What people read.
    pub title: &'static str,
    /// A word or two for the hint bar.
    pub hint: &'static str,
    /// What it does, in a sentence.
    pub doc: &'static str,
    /// Its heading in help.
    pub group: Group,
    /// Where it can be started from.
    pub contexts: &'static [Context],
    /// Its keys, as written in settings; a chord has a blank between its keys. The first one is shown.
    pub keys: &'static [&'static str],
    /// Other words people look for it by.
    pub words: &'static str,
    /// The ledger lines it serves (`docs/LEDGER.md`).
    pub ledger: &'static [u16],
    /// The command it makes, if it changes a contact.
    pub doing: Option<Doing>,
    /// Whether it can be done to several marked contacts at once. Others say why not ([`many::why_one`]).
    pub many: bool,
}

impl Action {
    /// The action's row.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "rows and actions are declared together, one for one")]
    pub fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// The action with this name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.id == id).map(|row| row.action)
    }
}

#[cfg(test)]
mod tests;
