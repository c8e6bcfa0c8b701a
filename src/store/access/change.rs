//! Changing the sidecar together with the record, safe to die in at every step.
//!
//! 1. The record notes what is coming: the event and the generation it belongs to.
//! 2. The sidecar of that generation is written, whole or not at all.
//! 3. The event takes its place in the record, with the generation; the note goes.
//!
//! Whoever comes after a death between them finds the note: with the old sidecar the change never happened, with the new one it
//! did. One change at a time: `desk.changing` is locked throughout, and the kernel lets go of it with its holder.

use std::fs::File;
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;
use serde::{Deserialize, Serialize};

use super::Step;
use crate::domain::actor::Actor;
use crate::domain::event::DeskEvent;
use crate::domain::when::Moment;
use crate::store::desk::Paths;
use crate::store::error::{Doing, Error, Kind, Result, UNTOUCHED};
use crate::store::events::{New, Refused};
use crate::store::keys::{Dek, Sealed, Sidecar};
use crate::store::{Store, codec, events, files, meta, staff};

const DOING: &str = "change who may open the desk";
/// Looks at a lock that somebody holds for some milliseconds, in steps of [`PAUSE`].
const PATIENCE: u32 = 250;
const PAUSE: Duration = Duration::from_millis(20);

/// What the record notes of a change that is under way.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Coming {
    generation: i64,
    at: i64,
    actor: String,
    kind: String,
    body: String,
}

/// Held while the keys are changed.
#[derive(Debug)]
pub(crate) struct Changing {
    _file: File,
}

impl Changing {
    /// Waits for the turn.
    ///
    /// # Errors
    /// [`Kind::Busy`] if somebody else does not finish in five seconds.
    pub(crate) fn begin(paths: &Paths) -> Result<Self> {
        let file = files::open_private(&paths.changing()).doing(DOING)?;
        for _ in 0..PATIENCE {
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(Self { _file: file }),
                Err(Errno::WOULDBLOCK | Errno::INTR) => thread::sleep(PAUSE),
                Err(e) => return Err(e).doing(DOING),
            }
        }
        Err(Error::new(
            Kind::Busy,
            DOING,
            "another terminal is changing the keys of this desk",
            UNTOUCHED,
            "Wait for it to finish, then try again.",
        ))
    }
}

/// One change: what it is called in the record, and what becomes of the sidecar.
pub(super) struct Change<'a> {
    pub(super) event: DeskEvent,
    pub(super) actor: &'a Actor,
    pub(super) now: Moment,
}

impl Store {
    /// Carries a change through. `edit` gets the sidecar as it stands on disk, not as it once was read.
    pub(super) fn change_keys(
        &mut self,
        change: &Change<'_>,
        edit: impl FnOnce(&mut Sidecar, &Dek) -> Result<()>,
        step: &mut dyn FnMut(Step),
    ) -> Result<()> {
        let _turn = Changing::begin(&self.paths)?;
        let (mut sidecar, _) = Sealed::read(&self.paths.keys())?.open_held(&self.dek)?;
        settle(&self.conn, &sidecar)?;
        edit(&mut sidecar, &self.dek)?;
        sidecar.generation = sidecar.generation.saturating_add(1);
        let new = codec::encode_desk(&change.event, change.actor, change.now)?;
        let coming = note(&sidecar, &new)?;
        self.write(change.now, |tx| Ok(meta::set(tx, meta::COMING, &coming)?)).map_err(plain)?;
        step(Step::Noted);
        sidecar.write(&self.paths.keys(), &self.dek)?;
        step(Step::SidecarWritten);
        self.write(change.now, |tx| Ok(arrive(tx)?)).map_err(plain)?;
        step(Step::Recorded);
        self.sidecar = sidecar;
        Ok(())
    }
}

fn note(sidecar: &Sidecar, new: &New) -> Result<String> {
    let coming = Coming {
        generation: i64::try_from(sidecar.generation).unwrap_or(i64::MAX),
        at: new.at.millis(),
        actor: new.actor.clone(),
        kind: new.kind.clone(),
        body: new.body.clone(),
    };
    serde_json::to_string(&coming).doing(DOING)
}

/// Brings the record to the sidecar's generation after somebody died between the two. Call it with the turn, or alone.
///
/// A sidecar one generation ahead is a change to finish. An older one has been put back, perhaps to let somebody in again who
/// was shut out.
///
/// # Errors
/// [`Kind::Keys`] if the two are not of one time.
pub(crate) fn settle(conn: &Connection, sidecar: &Sidecar) -> Result<()> {
    let seen: i64 = meta::need(conn, meta::GENERATION)?;
    let found = i64::try_from(sidecar.generation).unwrap_or(i64::MAX);
    let finish = match found.saturating_sub(seen) {
        0 if meta::text(conn, meta::COMING)?.is_none() => return Ok(()),
        0 => false,
        1 => true,
        step if step < 0 => return Err(apart("an older desk.keys was put back")),
        _ => return Err(apart("desk.keys is newer than desk.db: an older record was put back")),
    };
    conn.execute_batch("BEGIN IMMEDIATE").doing(DOING)?;
    let done = if finish {
        arrive(conn).and_then(|()| meta::set(conn, meta::GENERATION, found))
    } else {
        forget(conn)
    };
    conn.execute_batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" }).doing(DOING)?;
    done
}

/// The noted event takes its place, and the record knows the new generation.
fn arrive(tx: &Connection) -> Result<()> {
    let Some(text) = meta::text(tx, meta::COMING)? else { return Ok(()) };
    let coming: Coming = serde_json::from_str(&text).doing(DOING)?;
    let at = Moment::from_millis(coming.at);
    let new = New { at, actor: coming.actor, kind: coming.kind, body: coming.body };
    let event = codec::read_desk(&new.body)?;
    events::append_desk(tx, new)?;
    staff::apply(tx, &event, at)?;
    meta::set(tx, meta::GENERATION, coming.generation)?;
    forget(tx)
}

fn forget(tx: &Connection) -> Result<()> {
    tx.execute("DELETE FROM meta WHERE name = ?1", [meta::COMING]).doing(DOING).map(|_| ())
}

pub(super) fn plain(refused: Refused) -> Error {
    match refused {
        Refused::Trouble(e) => e,
        Refused::Conflict { .. } => Error::new(
            Kind::Busy,
            DOING,
            "somebody else changed it at the same moment",
            UNTOUCHED,
            "Try again.",
        ),
    }
}

fn apart(happened: &str) -> Error {
    Error::new(
        Kind::Keys,
        "open the desk",
        happened,
        UNTOUCHED,
        "Put desk.db and desk.keys back from the same backup, and tell whoever looks after this host.",
    )
}
