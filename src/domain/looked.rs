//! Who looked: what the record keeps of reading, and the weekly page that a manager makes of it.
//!
//! Opening a contact, searching by name, printing and exporting, and what was refused are entries like any other. The page
//! ([`page()`]) counts them by person and flags what a manager should ask about, each with its reason. A flag accuses nobody.

mod flags;
mod page;
mod search;

use std::collections::{BTreeMap, BTreeSet};

use super::actor::Actor;
use super::codes::coded;
use super::contact::Contact;
use super::event::{DeskEvent, Event};
use super::ids::ContactId;
use super::named;
use super::register::{surname_of, surname_words};
use super::schema::QuestionId;
use super::when::Moment;

pub use page::{Counts, Line, Page, Review, page};
pub use search::name_words;

coded! {
    /// By which way somebody searched by name.
    SearchWay {
        /// The filter of the board or the horizon.
        Board = "board", "the board's filter";
        /// `dutydesk list --filter`.
        List = "list", "dutydesk list";
        /// `dutydesk match`.
        Match = "match", "dutydesk match";
    }
}

coded! {
    /// Why a line of the page is flagged, the weightiest first.
    Flag {
        /// The child, a parent or the referrer has the surname of the person who looked; or they searched for it.
        OwnName = "own-name", "own surname";
        /// Something was refused: a restricted contact, or an action that the role may not do.
        Refused = "refused", "refused";
        /// A restricted contact was opened, with the reason.
        Restricted = "restricted", "restricted contact";
        /// A restriction was set, changed or lifted.
        Restriction = "restriction", "restriction";
        /// Very many contacts within an hour.
        Bulk = "bulk", "many at once";
        /// The same name was searched again and again.
        Repeated = "repeated", "same search";
        /// While the desk was closed.
        OutOfHours = "out-of-hours", "out of hours";
        /// Something was exported or printed.
        Left = "left", "left the desk";
        /// Contacts that the person neither took, owned nor decided.
        NotTheirs = "not-theirs", "not theirs";
    }
}

/// From how many on something is flagged: the `[looked]` part of a protocol. It moves no deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thresholds {
    /// So many distinct contacts opened within an hour are flagged.
    pub bulk: u32,
    /// So many searches for one name in the time looked at are flagged.
    pub repeated: u32,
    /// Where the numbers come from: a source line, or `default`.
    pub basis: String,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { bulk: 30, repeated: 3, basis: "default".to_owned() }
    }
}

/// One entry of the record that the page is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its place in the record.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Who.
    pub actor: Actor,
    /// What.
    pub happened: Happened,
}

/// What an entry is about: the desk, or one contact.
#[derive(Debug, Clone, PartialEq)]
pub enum Happened {
    /// Something at the desk.
    Desk(DeskEvent),
    /// Something on a contact: a letter issued, a restriction.
    Contact(ContactId, Event),
}

/// What the page must know of a contact that somebody looked at. No name leaves it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ground {
    /// Words of the surnames of its children, of the others named in it, and of the referrer; folded.
    surnames: BTreeSet<String>,
    /// Those who took, own or owned, rated, decided or took it over: short names, and names as they were allocated.
    hands: BTreeSet<String>,
}

impl Ground {
    /// What a contact says of it.
    #[must_use]
    pub fn of(contact: &Contact) -> Self {
        let caller = surname_of(contact.intake().answers.text(QuestionId::CallerName));
        let named = named::named(contact).into_iter();
        let named = named.flat_map(|one| surname_words(&one.person.surname));
        let mut hands = BTreeSet::new();
        for recorded in &contact.history {
            match &recorded.event {
                Event::ContactReceived(_) | Event::Rated { .. } | Event::RouteDecided { .. } => {
                    hands.insert(recorded.actor.user.0.clone());
                }
                Event::Allocated { to: name, .. } | Event::HandoverAcknowledged { by: name } => {
                    hands.insert(name.clone());
                }
                _ => {}
            }
        }
        Self { surnames: caller.into_iter().chain(named).collect(), hands }
    }

    fn is_in_the_hands_of(&self, actor: &Actor) -> bool {
        self.hands.contains(&actor.user.0) || self.hands.contains(&actor.name)
    }

    fn has_surname_of(&self, actor: &Actor) -> bool {
        surname_of(&actor.name).iter().any(|word| self.surnames.contains(word))
    }
}

/// Everything the page is made of, as the record has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Material {
    /// From when.
    pub since: Moment,
    /// Until when, not included.
    pub until: Moment,
    /// What was looked at, searched, exported, refused, in the order of the record; and what managers said of it, however late.
    pub entries: Vec<Entry>,
    /// The contacts these entries name.
    pub grounds: BTreeMap<ContactId, Ground>,
}

impl Entry {
    /// The contact it is about, if it is about one.
    #[must_use]
    pub const fn contact(&self) -> Option<ContactId> {
        match &self.happened {
            Happened::Contact(id, _) => Some(*id),
            Happened::Desk(
                DeskEvent::ContactViewed { contact } | DeskEvent::RestrictedOpened { contact, .. },
            ) => Some(*contact),
            Happened::Desk(DeskEvent::AttemptRefused { contact, .. }) => *contact,
            Happened::Desk(DeskEvent::Disclosed(disclosed)) => Some(disclosed.contact),
            Happened::Desk(_) => None,
        }
    }

    /// Whether it says that something left the desk as a whole: a table, a sheet, a pack for somebody who asked what is held
    /// on them. A pack that was noted again, because another contact of it was erased, left before.
    const fn exported(&self) -> bool {
        match &self.happened {
            Happened::Desk(DeskEvent::Exported { .. }) => true,
            Happened::Desk(DeskEvent::Disclosed(disclosed)) => disclosed.first.is_none(),
            _ => false,
        }
    }

    /// The contact that was opened, if one was.
    const fn opened(&self) -> Option<ContactId> {
        match &self.happened {
            Happened::Desk(
                DeskEvent::ContactViewed { contact } | DeskEvent::RestrictedOpened { contact, .. },
            ) => Some(*contact),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
