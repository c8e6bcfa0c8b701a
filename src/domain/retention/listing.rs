//! What is due, what is held, what somebody has asked for: as the managers' list shows it.

use super::super::actor::Actor;
use super::super::calendar::Zone;
use super::super::when::Moment;
use super::erasure::{Erased, PeopleErased, Proposal, Target};
use super::{Standing, day};

/// One record of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub target: Target,
    /// When it was received; none for imported entries.
    pub received: Option<Moment>,
    /// Where it stands with the schedule.
    pub standing: Standing,
    /// What an erasure is asked for as it stands: the contact's version, or how many entries are due.
    pub seen: u32,
    /// The last erasure that was asked for, if it was neither refused nor carried out.
    pub proposal: Option<Proposal>,
}

impl Line {
    /// The request that can still be agreed to.
    #[must_use]
    pub fn waiting(&self, now: Moment) -> Option<&Proposal> {
        self.proposal.as_ref().filter(|proposal| proposal.stands(self.seen, now))
    }

    /// What it is, in a few words without anybody's name.
    #[must_use]
    pub fn what(&self, zone: Zone) -> String {
        match (self.target, self.received) {
            (Target::KnownPeople, _) => {
                let entries = if self.seen == 1 { "entry" } else { "entries" };
                format!("{} imported {entries} of known people", self.seen)
            }
            (Target::Contact(id), Some(at)) => format!("{id}, received {}", day(zone.local(at).date())),
            (Target::Contact(id), None) => id.to_string(),
        }
    }
}

/// A contact that was erased: what is left of it, who agreed, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// What is left.
    pub erased: Erased,
    /// Who agreed.
    pub agreed_by: Actor,
    /// When it was done.
    pub at: Moment,
}

/// Everything the list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Records whose time is over: those that somebody asked to erase first, then the longest overdue.
    pub due: Vec<Line>,
    /// How many more are due than are listed.
    pub more: usize,
    /// Records under a legal hold.
    pub held: Vec<Line>,
    /// What was erased last, the newest first.
    pub erased: Vec<Gone>,
}

impl Listing {
    /// Every line that can be chosen, in the order shown.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.due.iter().chain(&self.held)
    }
}

/// A copy of the desk that still holds what was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StillHeld {
    /// Its folder among the backups.
    pub name: String,
    /// When it will be removed, if the desk removes it by itself.
    pub removed: Option<Moment>,
}

/// What was left by an erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// Of a contact or call.
    Contact(Erased),
    /// Of imported entries.
    People(PeopleErased),
}

/// An erasure that was carried out, and what is still to be seen to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// What is left in the record.
    pub left: Left,
    /// Who agreed.
    pub agreed_by: Actor,
    /// When.
    pub at: Moment,
    /// Copies of the desk that still hold it: beyond use until they are gone.
    pub backups: Vec<StillHeld>,
    /// Files that were written of it and still lie among the exports.
    pub files: Vec<String>,
    /// Whether the log was cut to nothing. It is not while another terminal reads; then it goes when that one is done.
    pub cleared: bool,
}

impl Carried {
    /// What was erased.
    #[must_use]
    pub fn target(&self) -> Target {
        match &self.left {
            Left::Contact(erased) => Target::Contact(erased.contact),
            Left::People(_) => Target::KnownPeople,
        }
    }

    /// What was done and what is still to be seen to, a sentence a line.
    #[must_use]
    pub fn lines(&self, zone: Zone) -> Vec<String> {
        let mut lines = vec![match &self.left {
            Left::Contact(erased) => format!(
                "{} is erased: {} entries have lost their words. Its number and its place in the chain stay.",
                erased.contact, erased.entries
            ),
            Left::People(gone) => format!("{} imported entries of known people are erased.", gone.people),
        }];
        if !self.cleared {
            lines.push(
                "Another terminal is reading: the log still holds old pages until it is done. Close it, then run \"dutydesk verify\"."
                    .to_owned(),
            );
        }
        for held in &self.backups {
            lines.push(match held.removed {
                Some(at) => {
                    format!("Backup {} still holds it until {}: beyond use until then.", held.name, zone.long(at))
                }
                None => format!(
                    "Backup {} still holds it: beyond use, and nobody removes it by itself. Remove it when it is no longer \
                     needed.",
                    held.name
                ),
            });
        }
        lines.extend(
            self.files
                .iter()
                .map(|name| format!("The file exports/{name} still exists: destroy it and its copies.")),
        );
        lines
    }
}
