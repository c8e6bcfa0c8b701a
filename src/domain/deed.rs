//! Deeds: what is done for a contact after the call. One table says what each records; box, command line, timeline, rules,
//! help and the list of ledger lines all read it.
//!
//! A deed is filled in like a small form. What was filled in is kept as it stands; what it means for clocks and duties is
//! worked out in [`read`] and in [`decide`](super::decide).

mod fill;
mod names;
pub mod read;
mod table;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::actor::Actor;
use super::codes::{self, Role, coded};
use super::schema::Choice;
use super::stamp;
use super::when::Moment;

pub use fill::{fill, options, suggested};
pub use names::FieldId;
pub use table::{DEEDS, DeedId};

/// One kind of deed.
#[derive(Debug)]
pub struct Deed {
    /// Its stable name.
    pub id: DeedId,
    /// The key that chooses it in the menu.
    pub letter: char,
    /// The heading it stands under.
    pub group: Group,
    /// Who may record it.
    pub who: Who,
    /// What people read: "Ask an agency".
    pub title: &'static str,
    /// The same once it is done: "Agency asked".
    pub past: &'static str,
    /// What it does, in a sentence.
    pub doc: &'static str,
    /// Other words people look for it by.
    pub words: &'static str,
    /// The ledger lines it serves.
    pub ledger: &'static [u16],
    /// What is filled in, in order.
    pub fields: &'static [Field],
}

/// One thing that is filled in.
#[derive(Debug)]
pub struct Field {
    /// Its stable name.
    pub id: FieldId,
    /// What people read.
    pub label: &'static str,
    /// What it looks like.
    pub kind: Kind,
    /// Whether the deed is refused without it.
    pub must: bool,
}

/// What a field looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    Line,
    /// Several lines.
    Lines,
    /// One of these.
    One(&'static [Choice]),
    /// A time that has come, now if nothing else is said.
    Past,
    /// A time that has come, or nothing.
    PastOrNone,
    /// A time to come.
    Coming,
    /// One of the protocol's agencies, or another by name.
    Agency,
    /// One of the agencies that have been asked and have not answered.
    Asked,
    /// One of the routes that the protocol uses.
    Route,
    /// One of the ratings above the present one, or the present one where it is red.
    Raise,
    /// A rung of the protocol's ladder of escalation.
    Rung,
}

coded! {
    /// The headings of the menu.
    Group {
        /// Stage 2.
        Sharing = "sharing", "Information sharing";
        /// Recommendation, agreement, what follows.
        Deciding = "deciding", "Decision";
        /// Stage 3 and disputes.
        Meeting = "meeting", "Meetings and disputes";
        /// Section 47 and immediate protection.
        Protecting = "protecting", "Protection";
        /// Domestic abuse, missing children, other authorities.
        Special = "special", "Particular circumstances";
        /// Everyone who must be told.
        Telling = "telling", "Who is told";
        /// After allocation.
        Working = "working", "After allocation";
    }
}

/// Who may record a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Workers and managers.
    Anyone,
    /// Managers.
    Manager,
}

/// What was filled in, by field. Empty fields are left out. Times are kept with their offset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Filled(BTreeMap<FieldId, String>);

impl Filled {
    /// The words of a field; empty where nothing was said.
    #[must_use]
    pub fn get(&self, id: FieldId) -> &str {
        self.0.get(&id).map_or("", String::as_str)
    }

    /// Whether a field has this code.
    #[must_use]
    pub fn is(&self, id: FieldId, code: &str) -> bool {
        self.get(id) == code
    }

    /// The time of a field.
    #[must_use]
    pub fn time(&self, id: FieldId) -> Option<Moment> {
        stamp::stored(self.get(id))
    }

    /// Puts words into a field; blank words take them out.
    pub fn set(&mut self, id: FieldId, words: &str) {
        let words = words.trim();
        if words.is_empty() {
            self.0.remove(&id);
        } else {
            self.0.insert(id, words.to_owned());
        }
    }

    /// The same with one more field.
    #[must_use]
    pub fn with(mut self, id: FieldId, words: &str) -> Self {
        self.set(id, words);
        self
    }
}

/// A deed that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What.
    pub deed: DeedId,
    /// When it was recorded.
    pub at: Moment,
    /// By whom.
    pub by: Actor,
    /// The number of its event.
    pub seq: u32,
    /// What was filled in.
    pub filled: Filled,
}

impl DeedId {
    /// What the deed records.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "ids and deeds are declared together, one for one")]
    pub fn deed(self) -> &'static Deed {
        &DEEDS[self as usize]
    }
}

impl Deed {
    /// Whether somebody of this role may record it.
    #[must_use]
    pub const fn is_for(&self, role: Role) -> bool {
        match role {
            Role::Manager => true,
            Role::Worker => matches!(self.who, Who::Anyone),
            Role::Viewer => false,
        }
    }

    /// What is read in the timeline: what was done, and with which agency.
    #[must_use]
    pub fn headline(&self, filled: &Filled) -> String {
        match filled.get(FieldId::Agency) {
            "" => self.past.to_owned(),
            agency => format!("{}: {agency}", self.past),
        }
    }

    /// What is read in the timeline, field by field, under the labels of the form. Empty fields are left out.
    #[must_use]
    pub fn told(&self, filled: &Filled) -> String {
        let line = |field: &Field| {
            let words = filled.get(field.id);
            let shown = match field.kind {
                Kind::One(choices) => {
                    choices.iter().find(|choice| choice.code == words).map_or(words, |choice| choice.label)
                }
                Kind::Route => codes::Route::from_code(words).map_or(words, |route| route.label()),
                Kind::Raise => codes::Rating::from_code(words).map_or(words, |rating| rating.label()),
                Kind::Past | Kind::PastOrNone | Kind::Coming => {
                    return format!("{}: {}", field.label, stamp::words(words));
                }
                Kind::Line | Kind::Lines | Kind::Agency | Kind::Asked | Kind::Rung => words,
            };
            format!("{}: {shown}", field.label)
        };
        // The headline names the agency.
        let said = |field: &&Field| field.id != FieldId::Agency && !filled.get(field.id).is_empty();
        let given = self.fields.iter().filter(said);
        given.map(line).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests;
