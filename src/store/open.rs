//! Opening a desk, and making a new one.
//!
//! Sixteen terminals may start at once on a desk that is not there yet: whoever gets the desk alone sets it up, the
//! others wait for that and then share it. A setter-up may be killed at any point; the next one goes on where it
//! stopped, because every part is written whole and the keys come first.

use std::fs;

use rusqlite::Connection;

use super::connection::{self, Access};
use super::desk::Paths;
use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::events::Refused;
use super::head::{self, Head};
use super::keys::{self, Dek, Sealed, Sidecar};
use super::lock::DeskLock;
use super::migrate::{self, STEPS, Standing};
use super::space::{self, Limits};
use super::{Store, backup, codec, events, files, meta, project, rebuild};
use crate::domain::event::DeskEvent;
use crate::domain::when::Moment;

const DOING: &str = "open the desk";
const TRAINING: &str = "training";

/// What to do when there is no desk yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Refuse.
    Refuse,
    /// Make a training desk: an unprotected key, and the TRAINING mark for good.
    MakeTraining,
}

impl Store {
    /// Opens the desk in `paths`. `now` dates what opening itself has to record.
    ///
    /// # Errors
    /// Every refusal of a desk: see [`Kind`].
    pub fn open(paths: Paths, missing: Missing, limits: Limits, now: Moment) -> Result<Self> {
        files::private_by_default();
        if missing == Missing::MakeTraining {
            paths.make()?;
        } else if !paths.exists() {
            return Err(no_desk(&paths));
        }
        paths.check()?;
        let mut lock = DeskLock::take(&paths.lock())?;
        let opened = loop {
            if lock.is_alone() {
                let opened = set_up(&paths, missing, limits, now)?;
                lock.share()?;
                break opened;
            }
            paths.clear_stale_shm(false)?;
            if let Some(opened) = ready(&paths)? {
                break opened;
            }
            // Whoever was setting the desk up has died: go on in its place.
            if !lock.try_alone()? {
                return Err(in_use_by_older());
            }
        };
        share(paths, limits, lock, opened)
    }
}

/// A desk whose record is open and fits its keys.
struct Opened {
    conn: Connection,
    sidecar: Sidecar,
    dek: Dek,
}

/// Everything that needs the desk to oneself.
fn set_up(paths: &Paths, missing: Missing, limits: Limits, now: Moment) -> Result<Opened> {
    for dir in [paths.dir(), &paths.backups()] {
        if dir.exists() {
            files::sweep(dir).doing(DOING)?;
        }
    }
    paths.clear_stale_shm(true)?;
    let make = missing == Missing::MakeTraining && !paths.db().exists() && !witnessed(paths);
    if make && !paths.keys().exists() {
        let dek = Dek::random()?;
        Sidecar::training(&dek)?.write(&paths.keys(), &dek)?;
    }
    let (sidecar, dek) = Sealed::read(&paths.keys())?.open_training()?;
    if !make && !paths.db().exists() {
        return Err(record_missing());
    }
    let mut conn = connection::open(&paths.db(), &dek, if make { Access::Create } else { Access::Existing })?;
    let standing = migrate::standing(&conn, STEPS)?;
    connection::set_wal(&conn)?;
    if standing != Standing::Current {
        migrate::climb(&mut conn, STEPS, |conn| backup::copy(conn, paths, &dek, limits, now).map(|_| ()))?;
    }
    if meta::get::<Vec<u8>>(&conn, meta::VAULT)?.is_none() {
        Head::make(&paths.head())?;
        found(&mut conn, &sidecar, now)?;
    }
    finish_key_change(&conn, &sidecar)?;
    if meta::get(&conn, meta::PROJECTIONS)? != Some(project::VERSION) {
        rebuild::all(&mut conn)?;
    }
    space::lay_aside(paths, limits)?;
    Ok(Opened { conn, sidecar, dek })
}

/// The desk as somebody else has set it up, if it is set up.
fn ready(paths: &Paths) -> Result<Option<Opened>> {
    if !paths.keys().exists() || !paths.db().exists() {
        return Ok(None);
    }
    let (sidecar, dek) = Sealed::read(&paths.keys())?.open_training()?;
    let conn = connection::open(&paths.db(), &dek, Access::Existing)?;
    if migrate::standing(&conn, STEPS)? != Standing::Current {
        return Ok(None);
    }
    let Some(seen) = meta::get::<i64>(&conn, meta::GENERATION)? else { return Ok(None) };
    if i64::try_from(sidecar.generation).ok() != Some(seen) {
        return Ok(None);
    }
    if meta::get(&conn, meta::PROJECTIONS)? != Some(project::VERSION) {
        return Ok(None);
    }
    belong_together(&conn, &sidecar)?;
    Ok(Some(Opened { conn, sidecar, dek }))
}

fn share(paths: Paths, limits: Limits, lock: DeskLock, opened: Opened) -> Result<Store> {
    let Opened { conn, sidecar, dek } = opened;
    let mut head = Head::new(paths.head(), meta::need(&conn, meta::HEAD_KEY)?);
    // The head first, the record second: others go on saving, and the record must be the newer of the two.
    let witness = head.read()?;
    let findings = head::compare(&witness, &conn)?;
    let noted = witness.lines.iter().map(|l| l.tip.seq).max().unwrap_or_default();
    Ok(Store {
        paths,
        limits,
        lock,
        sidecar,
        dek,
        conn,
        head,
        findings,
        noted,
        saves: 0,
        witness_trouble: None,
    })
}

/// The first facts and the first event of a new desk, in one transaction.
fn found(conn: &mut Connection, sidecar: &Sidecar, now: Moment) -> Result<()> {
    let work = |tx: &Connection| -> Result<(), Refused> {
        meta::set(tx, meta::GENERATION, i64::try_from(sidecar.generation).unwrap_or(i64::MAX))?;
        meta::set(tx, meta::KIND, TRAINING)?;
        meta::set(tx, meta::HEAD_KEY, keys::random::<32>()?)?;
        meta::set(tx, meta::VAULT, sidecar.vault)?;
        meta::set(tx, meta::PROJECTIONS, project::VERSION)?;
        let made = DeskEvent::DeskMade { desk: TRAINING.into() };
        events::append_desk(tx, codec::encode_desk(&made, &codec::program(), now)?)?;
        Ok(())
    };
    match super::attempt(conn, &mut |tx| work(tx)) {
        Ok(_) => Ok(()),
        Err(Refused::Trouble(e)) => Err(e),
        Err(Refused::Conflict { .. }) => Err(in_use_by_older()),
    }
}

/// The record and its sidecar must be of one desk, of one kind, and of one generation.
fn belong_together(conn: &Connection, sidecar: &Sidecar) -> Result<()> {
    let vault: [u8; 16] = meta::need(conn, meta::VAULT)?;
    if vault != sidecar.vault {
        return Err(keys_error("desk.keys belongs to another desk"));
    }
    let kind: String = meta::need(conn, meta::KIND)?;
    if (kind == TRAINING) != sidecar.is_training() {
        return Err(keys_error("desk.keys does not fit the kind of this desk"));
    }
    Ok(())
}

/// A sidecar one generation ahead was written by somebody who died before telling the record: finish for them. An
/// older one has been put back, perhaps to let somebody in again who was shut out.
fn finish_key_change(conn: &Connection, sidecar: &Sidecar) -> Result<()> {
    belong_together(conn, sidecar)?;
    let seen: i64 = meta::need(conn, meta::GENERATION)?;
    let found = i64::try_from(sidecar.generation).unwrap_or(i64::MAX);
    match found.saturating_sub(seen) {
        0 => Ok(()),
        1 => meta::set(conn, meta::GENERATION, found),
        step if step < 0 => Err(keys_error("an older desk.keys was put back")),
        _ => Err(keys_error("desk.keys is newer than desk.db: an older record was put back")),
    }
}

/// Whether something was ever saved here: then a missing record is a loss, not a beginning.
fn witnessed(paths: &Paths) -> bool {
    fs::metadata(paths.head()).is_ok_and(|found| found.len() > head::EMPTY)
}

fn no_desk(paths: &Paths) -> Error {
    Error::new(
        Kind::NoDesk,
        DOING,
        format!("there is no desk at {}", paths.dir().display()),
        UNTOUCHED,
        "Check the path, or start a training desk with \"dutydesk demo\".",
    )
}

fn record_missing() -> Error {
    Error::new(
        Kind::Damaged,
        DOING,
        "desk.db is missing, but its keys are there",
        UNTOUCHED,
        "Put desk.db back from the newest backup.",
    )
}

fn in_use_by_older() -> Error {
    Error::new(
        Kind::Busy,
        DOING,
        "an older dutydesk, or one that is changing the keys, has it open",
        UNTOUCHED,
        "Close every other dutydesk on this desk, then start again.",
    )
}

fn keys_error(happened: &str) -> Error {
    Error::new(
        Kind::Keys,
        DOING,
        happened,
        UNTOUCHED,
        "Put desk.db and desk.keys back from the same backup, and tell whoever looks after this host.",
    )
}
