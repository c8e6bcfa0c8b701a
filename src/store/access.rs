//! Who may open a real desk: making one, opening it with a passphrase, and adding, resetting and shutting out people.
//!
//! What each role may do stands in [`May`](crate::domain::access::May); here it is held to. Each change is safe to die in at every step (`change`,
//! `rotate`): the desk then opens with exactly the old or exactly the new rights.

pub(super) mod change;
mod people;
pub(super) mod rotate;
mod tries;

use std::time::Duration;

use self::change::plain;
use super::desk::Paths;
use super::error::{Error, Kind, Result, UNTOUCHED};
use super::keys::secret::{RecoveryKey, Secret};
use super::keys::slot::{Cost, Unwrapped};
use super::keys::{Dek, PERSON, RECOVERY, RECOVERY_NAME, Sealed, Sidecar, Slot};
use super::space::Limits;
use super::{Store, codec, events, staff};
use crate::domain::actor::Actor;
use crate::domain::codes::Role;
use crate::domain::event::{DeskEvent, NewStaff};
use crate::domain::ids::UserId;
use crate::domain::when::Moment;

const DOING: &str = "change who may open the desk";
/// A short name: what stands beside every entry.
const LONGEST_NAME: usize = 32;

/// What opens a real desk.
#[derive(Debug, Clone)]
pub enum Key {
    /// A person's short name and passphrase.
    Person {
        /// Who.
        user: UserId,
        /// Their passphrase.
        passphrase: Secret,
    },
    /// The recovery key, when nobody else can.
    Recovery(RecoveryKey),
}

/// Where a change of keys stands; for tests that end the process there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The record has noted what is coming.
    Noted,
    /// The new sidecar is on the disk.
    SidecarWritten,
    /// The sidecar holds both data keys.
    BothKeys,
    /// The log has been moved into the record.
    LogMoved,
    /// The record is encrypted under the new key.
    Rekeyed,
    /// It has been opened under the new key.
    Reopened,
    /// It has been checked.
    Checked,
    /// The sidecar holds the new key alone.
    NewKeyAlone,
    /// The record has the event.
    Recorded,
}

/// How the keys of a desk that is opened are found.
pub(super) enum Opener {
    /// A training desk: the key lies open.
    Training,
    /// A key pair that a passphrase unwrapped.
    Pair(Unwrapped),
    /// The data key, from when the desk was open before.
    Held(Dek),
}

impl Opener {
    /// The sidecar, and the data keys it yields, the newest first.
    pub(super) fn open(&self, sealed: Sealed) -> Result<(Sidecar, Vec<Dek>)> {
        match self {
            Self::Training => sealed.open_training().map(|(sidecar, dek)| (sidecar, vec![dek])),
            Self::Pair(pair) => sealed.open_with(pair),
            Self::Held(dek) => sealed.open_held(dek),
        }
    }
}

impl Slot {
    /// Whether the data key is sealed in it, so that it can be sealed anew.
    fn is_sealed(&self) -> bool {
        matches!(self.kind, PERSON | RECOVERY)
    }
}

/// What a new real desk begins with.
#[derive(Debug)]
pub struct Founding {
    /// The first manager's short name.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// The passphrase they chose.
    pub passphrase: Secret,
    /// The recovery key, already written down by them.
    pub recovery: RecoveryKey,
    /// What a guess at a passphrase costs.
    pub cost: Cost,
}

impl Founding {
    /// The sidecar of the desk, and the event that names its first manager.
    pub(super) fn sidecar(&self, dek: &Dek) -> Result<(Sidecar, DeskEvent)> {
        check_user(&self.user)?;
        let vault = super::keys::random()?;
        let user = &self.user.0;
        let slots = vec![
            Slot::make(&vault, (PERSON, user, 1), &self.passphrase, dek, self.cost)?,
            Slot::make(&vault, (RECOVERY, RECOVERY_NAME, 1), &self.recovery.secret(), dek, self.cost)?,
        ];
        let person =
            NewStaff { user: self.user.clone(), name: self.name.clone(), role: Role::Manager, founder: true };
        Ok((Sidecar { vault, generation: 1, slots }, DeskEvent::StaffAdded { person }))
    }
}

impl Store {
    /// Opens a real desk. Working a key out of a passphrase takes most of a second.
    ///
    /// # Errors
    /// [`Kind::Locked`] for a wrong passphrase, a name that is not known, somebody who was shut out, and while a wait after too
    /// many wrong ones lasts ([`Error::wait`]); every refusal of a desk besides.
    pub fn unlock(paths: Paths, key: &Key, limits: Limits, now: Moment) -> Result<(Self, Actor)> {
        paths.check()?;
        let sealed = Sealed::read(&paths.keys())?;
        let (pair, name) = unwrap(&sealed, key, &paths, now)?;
        let by_recovery = matches!(key, Key::Recovery(_));
        let mut store = Self::enter(paths, &Opener::Pair(pair), false, limits, now)?;
        let actor = store.person_of(key, &name)?;
        store.record_tries(&actor, by_recovery, now)?;
        Ok((store, actor))
    }

    /// Who acts when this key has opened the desk.
    pub(super) fn person_of(&self, key: &Key, name: &str) -> Result<Actor> {
        match key {
            Key::Person { .. } => self.person(name),
            Key::Recovery(_) => Ok(recoverer()),
        }
    }

    fn person(&self, user: &str) -> Result<Actor> {
        staff::find(&self.conn, user)?.filter(|found| found.active).map(|found| found.actor).ok_or_else(wrong)
    }

    /// Wrong passphrases since the desk was last opened go into the record, and the use of the recovery key.
    fn record_tries(&mut self, actor: &Actor, by_recovery: bool, now: Moment) -> Result<()> {
        let (file, vault) = (self.paths.tries(), self.sidecar.vault);
        let tries = tries::read(&file)?;
        if tries.is_empty() && !by_recovery {
            return Ok(());
        }
        let mut told: Vec<DeskEvent> = Vec::new();
        let known = staff::list(&self.conn)?;
        let mut names: Vec<&str> = tries.iter().map(|t| t.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let of_name = || tries.iter().filter(|t| t.name == name);
            let user = known
                .iter()
                .map(|s| &s.actor.user)
                .find(|user| tries::hash(&vault, &user.0) == name)
                .cloned();
            if let (Some(first), Some(last)) = (of_name().next(), of_name().next_back()) {
                let times = u32::try_from(of_name().count()).unwrap_or(u32::MAX);
                told.push(DeskEvent::UnlockRefused { user, times, first: first.at, last: last.at });
            }
        }
        told.extend(by_recovery.then_some(DeskEvent::RecoveryKeyUsed));
        let news =
            told.iter().map(|event| codec::encode_desk(event, actor, now)).collect::<Result<Vec<_>>>()?;
        self.write(now, |tx| {
            for new in &news {
                events::append_desk(tx, new.clone())?;
            }
            Ok(())
        })
        .map_err(plain)?;
        tries::clear(&file)
    }
}

/// The key pair that a passphrase or the recovery key unwraps, and whose slot it is. Wrong ones are counted at `desk`.
///
/// # Errors
/// [`Kind::Locked`] as for [`Store::unlock`].
pub(super) fn unwrap(sealed: &Sealed, key: &Key, desk: &Paths, now: Moment) -> Result<(Unwrapped, String)> {
    let vault = sealed.unchecked().vault;
    let (kind, name, recovery);
    let secret = match key {
        Key::Person { user, passphrase } => {
            (kind, name) = (PERSON, user.0.as_str());
            passphrase
        }
        Key::Recovery(key) => {
            (kind, name) = (RECOVERY, RECOVERY_NAME);
            recovery = key.secret();
            &recovery
        }
    };
    let (file, hash) = (desk.tries(), tries::hash(&vault, name));
    if let Some(wait) = tries::wait(&tries::read(&file)?, &hash, now) {
        return Err(too_many(wait));
    }
    if let Some(pair) = sealed.unwrap_slot(kind, name, secret)? {
        return Ok((pair, name.to_owned()));
    }
    tries::keep(&file, &hash, now)?;
    let wait = tries::wait(&tries::read(&file)?, &hash, now);
    Err(wait.map_or_else(wrong, too_many))
}

/// A short name stands in every entry, in files and on command lines: lower-case letters, digits, full stops and hyphens.
fn check_user(user: &UserId) -> Result<()> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    let name = &user.0;
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    if begins
        && name.len() <= LONGEST_NAME
        && name.chars().all(plain)
        && !matches!(name.as_str(), "dutydesk" | RECOVERY_NAME)
    {
        return Ok(());
    }
    Err(refused(
        "a short name is like j.testerby: lower-case letters, digits, full stops and hyphens, at most 32 of them",
    ))
}

/// Whoever opens the desk with the recovery key: for letting a manager in again, and nothing else is expected of them.
fn recoverer() -> Actor {
    Actor { user: UserId(RECOVERY_NAME.into()), name: "Recovery key".into(), role: Role::Manager }
}

fn refused(happened: impl Into<String>) -> Error {
    Error::new(Kind::Refused, DOING, happened, UNTOUCHED, "\"dutydesk users list\" shows who may open it.")
}

fn wrong() -> Error {
    Error::locked(
        "the name or the passphrase is wrong",
        "Try again; a manager can give you a new passphrase.",
    )
}

fn too_many(wait: Duration) -> Error {
    let seconds = wait.as_secs().max(1);
    Error::locked(
        "the name or the passphrase is wrong, and too many wrong ones were given",
        format!("Wait {seconds} seconds, then try again; a manager can give you a new passphrase. Each try is kept."),
    )
    .waiting(wait)
}

#[cfg(test)]
mod tests;
