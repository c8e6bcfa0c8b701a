//! Trying a copy out: opened, brought up to date and checked in a private place, beside the desk it would replace.

use std::fmt;
use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::super::access::{self, Key, Opener};
use super::super::backup::{Steps, is_held, slip};
use super::super::connection::Access;
use super::super::desk::Paths;
use super::super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::super::head::{self, Head};
use super::super::keys::Sealed;
use super::super::lock::{DeskLock, Held};
use super::super::open::open_newest;
use super::super::space::{self, Limits};
use super::super::{Store, board, events, files, meta, verify};
use crate::domain::actor::Actor;
use crate::domain::when::Moment;

const DOING: &str = "check the copy";
/// Room that must be left beside the copy, in bytes.
const SPARE: u64 = 8 << 20;
/// Checks without which a copy is no record. What the others find can be put right, or does no harm.
const VITAL: [&str; 4] = ["database", "encryption", "chain", "bodies"];

/// How a copy is opened.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The key that somebody gives; none for a training desk.
    pub key: Option<&'a Key>,
    /// When.
    pub now: Moment,
}

/// What a copy holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holds {
    /// Its last entry.
    pub seq: i64,
    /// When that was saved.
    pub last: Option<Moment>,
    /// Contacts that are open in it.
    pub open: usize,
    /// Contacts it knows of, open or closed.
    pub contacts: u64,
    /// Whether it is a training desk.
    pub training: bool,
    /// Whether it has rules of its own.
    pub rules: bool,
    /// Its key generation.
    pub generation: u64,
    /// What is not as it should be, in whole sentences. The record itself is good.
    pub problems: Vec<String>,
}

/// A copy that was opened and checked in a private place. Dropping it removes that place.
pub struct Rehearsal {
    pub(super) store: Option<Store>,
    stage: Paths,
    pub(super) holds: Holds,
    actor: Option<Actor>,
    pub(super) opener: Opener,
}

impl fmt::Debug for Rehearsal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rehearsal").field("holds", &self.holds).finish_non_exhaustive()
    }
}

impl Drop for Rehearsal {
    fn drop(&mut self) {
        // A store that was handed on takes the place with it.
        if self.store.take().is_some() {
            // What cannot be removed now is swept at the next start.
            let _ = fs::remove_dir_all(self.stage.dir());
        }
    }
}

impl Rehearsal {
    /// What the copy holds.
    #[must_use]
    pub fn holds(&self) -> &Holds {
        &self.holds
    }

    /// Whose key opened it, as the copy knows them; none for a training desk.
    #[must_use]
    pub fn actor(&self) -> Option<&Actor> {
        self.actor.as_ref()
    }

    pub(super) fn into_parts(mut self) -> (Option<Store>, Paths) {
        (self.store.take(), self.stage.clone())
    }
}

/// Where a copy is tried out inside the directory `room`. A killed program's is swept at the next start of a desk there.
#[must_use]
pub fn place(room: &Path) -> Paths {
    Paths::new(files::unfinished(&room.join("desk.incoming")))
}

/// Copies the copy to `stage`, opens and checks it there, and brings it up to date. The copy itself is only read. Wrong
/// passphrases are counted at `desk`.
///
/// # Errors
/// [`Kind::NoDesk`] if it is no copy, [`Kind::Damaged`] if its record does not check, [`Kind::Keys`] or [`Kind::Locked`] if
/// it does not open, and as the operating system reports them.
pub fn begin(
    copy: &Path,
    stage: Paths,
    entry: Entry<'_>,
    desk: &Paths,
    steps: Steps<'_>,
) -> Result<Rehearsal> {
    let copy = Paths::new(copy);
    let parts = at_rest(&copy)?;
    let room = stage.dir().parent().unwrap_or(stage.dir());
    let size: u64 =
        parts.iter().filter_map(|name| fs::metadata(copy.dir().join(name)).ok()).map(|f| f.len()).sum();
    space::check_at(room, Limits { low: size.saturating_mul(2).saturating_add(SPARE), reserve: 0 }, DOING)?;
    steps("make a private place");
    files::private_by_default();
    files::make_dir(stage.dir()).doing(DOING)?;
    let tried = try_out(&copy, &parts, &stage, (entry, desk), steps);
    if tried.is_err() {
        // The first error is the one to report; what is left is swept at the next start.
        let _ = fs::remove_dir_all(stage.dir());
    }
    let (store, holds, actor, opener) = tried?;
    Ok(Rehearsal { store: Some(store), stage, holds, actor, opener })
}

fn try_out(
    copy: &Paths,
    parts: &[String],
    stage: &Paths,
    (entry, desk): (Entry<'_>, &Paths),
    steps: Steps<'_>,
) -> Result<(Store, Holds, Option<Actor>, Opener)> {
    let mut sums = slip::Sums::new();
    for name in parts {
        steps("take a file of the copy");
        let sum = files::copy(&copy.dir().join(name), &stage.dir().join(name)).doing(DOING)?;
        sums.insert(name.clone(), sum);
    }
    steps("open and check the copy");
    let sealed = Sealed::read(&stage.keys())?;
    let (opener, name) = match entry.key {
        None => (Opener::Training, String::new()),
        Some(key) => {
            let (pair, name) = access::unwrap(&sealed, key, desk, entry.now)?;
            (Opener::Pair(pair), name)
        }
    };
    let (as_it_is, mut problems) = look_at(copy, stage, &opener, sealed, &sums)?;
    steps("bring the copy up to date");
    let limits = Limits { low: 0, reserve: 0 };
    let mut store = Store::enter(stage.clone(), &opener, false, limits, entry.now)?;
    let actor = entry.key.map(|key| store.person_of(key, &name)).transpose()?;
    for check in store.verify()?.checks {
        match check.bad {
            Some(bad) if VITAL.contains(&check.name) => return Err(damaged(&bad.to_string())),
            // It was compared with the copy as it is.
            Some(_) if check.name == "head file" => {}
            Some(bad) => problems.push(format!("{}: {bad}.", check.name)),
            None => {}
        }
    }
    if problems.iter().any(|problem| problem.starts_with("board")) {
        store.rebuild()?;
    }
    let holds = Holds {
        seq: as_it_is.0,
        last: as_it_is.1,
        open: board::open(&store.conn)?,
        contacts: count_contacts(&store.conn)?,
        training: store.is_training(),
        rules: stage.protocol().exists(),
        generation: store.sidecar.generation,
        problems,
    };
    Ok((store, holds, actor, opener))
}

/// The last entry of a copy and when it was saved, and what is not as it should be.
type Found = ((i64, Option<Moment>), Vec<String>);

/// The copy before anything is done to it: its last entry and when that was saved, and what is not as it should be.
fn look_at(copy: &Paths, stage: &Paths, opener: &Opener, sealed: Sealed, sums: &slip::Sums) -> Result<Found> {
    let (_, deks) = opener.open(sealed)?;
    let (conn, _) = open_newest(stage, &deks, Access::Existing)?;
    if let Some(bad) = verify::record_only(&conn)?.first_bad() {
        return Err(damaged(&bad.to_string()));
    }
    let mut problems = Vec::new();
    if let Some(slip) = slip::read(copy).doing(DOING)? {
        problems = slip.against(sums);
        if !deks.iter().any(|dek| slip.is_genuine(dek)) {
            problems.push("desk.copy was not written by this desk.".to_owned());
        }
    }
    let witness = Head::new(stage.head(), meta::need(&conn, meta::HEAD_KEY)?).read()?;
    problems.extend(head::compare(&witness, &conn)?.iter().map(|finding| format!("{finding}.")));
    Ok(((events::tip(&conn)?.seq, events::last_at(&conn)?), problems))
}

/// The files of a copy that nobody has open.
fn at_rest(copy: &Paths) -> Result<Vec<String>> {
    let not_one = |what: &str| {
        Error::new(
            Kind::NoDesk,
            DOING,
            format!("{} is no copy of a desk: {what}", copy.dir().display()),
            UNTOUCHED,
            "\"dutydesk backup --list\" lists the copies of this desk; a path names any other.",
        )
    };
    let parts = copy.parts().map_err(|e| not_one(&e.kind().to_string()))?;
    let held: Vec<String> = parts.into_iter().map(|(name, _)| name).filter(|name| is_held(name)).collect();
    for needed in [copy.db(), copy.keys()] {
        if !needed.exists() {
            return Err(not_one("desk.db or desk.keys is missing"));
        }
    }
    if DeskLock::held(&copy.lock())? != Held::ByNobody {
        return Err(Error::new(
            Kind::Busy,
            DOING,
            "a dutydesk has it open as a desk of its own",
            UNTOUCHED,
            "Close it there, or make a copy of that desk with \"dutydesk backup --to\".",
        ));
    }
    Ok(held)
}

fn count_contacts(conn: &Connection) -> Result<u64> {
    conn.query_row("SELECT count(*) FROM contact", [], |row| row.get::<_, i64>(0))
        .doing(DOING)
        .map(i64::unsigned_abs)
}

fn damaged(what: &str) -> Error {
    Error::new(
        Kind::Damaged,
        DOING,
        format!("the copy itself is damaged: {what}"),
        UNTOUCHED,
        "Take another copy; \"dutydesk backup --list\" lists them.",
    )
}
