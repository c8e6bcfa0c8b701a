//! Erasing a record: one manager asks, another agrees, and what is left is that it was done, by which rule and by whom.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::super::access::May;
use super::super::actor::Actor;
use super::super::calendar::Zone;
use super::super::decide::Refusal;
use super::super::disclosure::Names;
use super::super::ids::ContactId;
use super::super::when::Moment;
use super::{Applied, Rule, Standing, day};

/// Days after which an erasure that was asked for and not agreed to lapses.
pub const LAPSES_DAYS: i64 = 14;

/// What is to be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// A contact, or a call that became none, by its number.
    Contact(ContactId),
    /// Every imported entry of the register whose time is over.
    KnownPeople,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Contact(id) => id.fmt(f),
            Self::KnownPeople => f.write_str("known-people"),
        }
    }
}

/// The text named nothing that can be erased.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("give a reference such as R-1001, or known-people for imported entries")]
pub struct NoTarget;

impl FromStr for Target {
    type Err = NoTarget;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim().eq_ignore_ascii_case("known-people") {
            return Ok(Self::KnownPeople);
        }
        text.parse().map(Self::Contact).map_err(|_| NoTarget)
    }
}

/// An erasure that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What.
    pub target: Target,
    /// By which rule, and when its time was over.
    #[serde(flatten)]
    pub applied: Applied,
    /// What its asker had seen: the contact's version, or how many entries of the register were due.
    pub seen: u32,
    /// Why.
    pub reason: String,
}

/// An erasure that was asked for, with who did and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What was asked.
    pub asked: Asked,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Moment,
}

impl Proposal {
    /// The last moment at which it can be agreed to.
    #[must_use]
    pub fn lapses(&self) -> Moment {
        self.at + TimeDelta::days(LAPSES_DAYS)
    }

    /// Whether it still counts for something that now stands at `seen`.
    #[must_use]
    pub fn stands(&self, seen: u32, now: Moment) -> bool {
        self.asked.seen == seen && now <= self.lapses()
    }
}

/// What is left of a contact that was erased: never a word of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// Its number, which is never used again.
    pub contact: ContactId,
    /// By which rule, and when its time was over.
    #[serde(flatten)]
    pub applied: Applied,
    /// Why, in words that name nobody.
    pub reason: String,
    /// Who asked. Who agreed is the event's own actor.
    pub asked_by: Actor,
    /// When it was asked.
    pub asked: Moment,
    /// How many entries of the record lost their words.
    pub entries: u32,
    /// The hash of its last entry, in hexadecimal: the chain still says that it was there.
    pub hash: String,
}

/// What is left of imported entries that were erased together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleErased {
    /// By which rule, with the first day of a last entry that was kept.
    pub rule: Rule,
    /// Entries last written, and closed, before this day were erased.
    pub before: NaiveDate,
    /// Why.
    pub reason: String,
    /// Who asked. Who agreed is the event's own actor.
    pub asked_by: Actor,
    /// When it was asked.
    pub asked: Moment,
    /// How many.
    pub people: u32,
}

/// Whether this person may ask for an erasure now: by which rule.
///
/// # Errors
/// [`Refusal`] in words.
pub fn may_ask(
    standing: &Standing,
    reason: &str,
    named: &Names,
    actor: &Actor,
    zone: Zone,
) -> Result<Applied, Refusal> {
    actor.may(May::Erase).map_err(Refusal)?;
    let applied = due(standing, zone)?;
    check_reason(reason, named)?;
    Ok(applied)
}

/// Whether this person may agree, and so erase: by which rule.
///
/// # Errors
/// [`Refusal`] in words: the same person, too late, changed since, held, not due any more.
pub fn may_agree(
    proposal: &Proposal,
    seen: u32,
    standing: &Standing,
    named: &Names,
    actor: &Actor,
    now: Moment,
    zone: Zone,
) -> Result<Applied, Refusal> {
    actor.may(May::Erase).map_err(Refusal)?;
    if proposal.by.user == actor.user {
        return Err(Refusal("You asked for this erasure: another manager must agree to it.".into()));
    }
    if now > proposal.lapses() {
        return Err(Refusal(format!(
            "The request has lapsed: it was made more than {LAPSES_DAYS} days ago. Ask again."
        )));
    }
    let applied = due(standing, zone)?;
    if proposal.asked.seen != seen {
        return Err(Refusal(
            "It has changed since the erasure was asked for. Look at it, and ask again.".into(),
        ));
    }
    check_reason(&proposal.asked.reason, named)?;
    Ok(applied)
}

/// Whether this person may refuse an erasure, or take back their own request.
///
/// # Errors
/// [`Refusal`] in words.
pub fn may_refuse(reason: &str, named: &Names, actor: &Actor) -> Result<(), Refusal> {
    actor.may(May::Erase).map_err(Refusal)?;
    check_reason(reason, named)
}

fn due(standing: &Standing, zone: Zone) -> Result<Applied, Refusal> {
    Err(Refusal(match standing {
        Standing::Due(applied) => return Ok(applied.clone()),
        Standing::Held(hold) => format!(
            "It is under a legal hold since {}: {} A manager lifts the hold first.",
            day(zone.local(hold.at).date()),
            sentence(&hold.reason)
        ),
        Standing::Open => {
            "Something is still owed or undecided: only what is closed can be erased.".to_owned()
        }
        Standing::NoRule => "The schedule has no rule for it, so it is kept.".to_owned(),
        Standing::Kept(applied) => {
            format!("It is kept until {}: {}.", day(applied.until), applied.rule.words())
        }
    }))
}

fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// The reason stays when everything else is gone, so it must name nobody.
fn check_reason(reason: &str, named: &Names) -> Result<(), Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal("Say why.".into()));
    }
    if named.are_in(reason) {
        return Err(Refusal(
            "The reason stays after the erasure: say it without a name or a number of anybody.".into(),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
