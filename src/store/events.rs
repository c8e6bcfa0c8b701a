//! Events: appended, never changed, each bound to the one before it.
//!
//! What an event *says* is opaque here: a short kind and a JSON text. Appending names the version the caller has seen;
//! if others were quicker, the caller gets exactly the events it has not seen and nothing is written.

use rusqlite::{Connection, OptionalExtension, Row};

use super::chain::{self, Fields, Hash, Tip};
use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::keys;
use crate::domain::when::Moment;

/// The contact number under which events of the desk itself are kept.
pub const DESK: i64 = 0;

/// An event to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// When.
    pub at: Moment,
    /// Who, by their short name.
    pub actor: String,
    /// What kind of event, a stable word.
    pub kind: String,
    /// What it says, as JSON.
    pub body: String,
}

/// An event as it stands in the record.
#[derive(Clone, PartialEq, Eq)]
pub struct Stored {
    /// Place in the chain, from 1.
    pub seq: i64,
    /// The contact, or [`DESK`].
    pub contact_id: i64,
    /// Place within the contact, from 1: the contact's version after it.
    pub contact_seq: u32,
    /// When.
    pub at: Moment,
    /// Who, by their short name.
    pub actor: String,
    /// What kind of event.
    pub kind: String,
    /// What it says, as JSON; absent if it was lawfully erased.
    pub body: Option<String>,
}

impl std::fmt::Debug for Stored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stored({} of {}, seq {}, {}, ***)", self.contact_seq, self.contact_id, self.seq, self.kind)
    }
}

/// Why events were not appended.
#[derive(Debug)]
pub enum Refused {
    /// Others have written since the caller last looked. Nothing of the caller's was written.
    Conflict {
        /// What the caller has not seen, oldest first.
        unseen: Vec<Stored>,
    },
    /// The store could not.
    Trouble(Error),
}

impl From<Error> for Refused {
    fn from(e: Error) -> Self {
        Self::Trouble(e)
    }
}

const SAVING: &str = "save to the record";
const READING: &str = "read the record";

/// Appends events to a contact that the caller has seen up to version `seen` (0: not there yet).
///
/// Runs inside the caller's transaction, which must be immediate: nobody can write between the check and the append.
///
/// # Errors
/// [`Refused::Conflict`] with what the caller has not seen.
pub fn append(tx: &Connection, contact_id: i64, seen: u32, events: &[New]) -> Result<Tip, Refused> {
    let stands = version(tx, contact_id)?;
    if stands != seen {
        if seen > stands {
            return Err(ahead().into());
        }
        return Err(Refused::Conflict { unseen: since(tx, contact_id, seen)? });
    }
    Ok(append_all(tx, contact_id, stands, events)?)
}

/// Appends an event of the desk itself, after whatever stands there.
///
/// # Errors
/// As SQLite reports them.
pub fn append_desk(tx: &Connection, event: New) -> Result<Tip> {
    let stands = version(tx, DESK)?;
    append_all(tx, DESK, stands, &[event])
}

fn append_all(tx: &Connection, contact_id: i64, version: u32, events: &[New]) -> Result<Tip> {
    let mut tip = tip(tx)?;
    let mut contact_seq = version;
    for event in events {
        contact_seq += 1;
        tip = insert(tx, tip, contact_id, contact_seq, event)?;
    }
    Ok(tip)
}

/// Writes one event and its body after `tip`. The triggers refuse it if it does not continue the record.
pub(crate) fn insert(
    tx: &Connection,
    tip: Tip,
    contact_id: i64,
    contact_seq: u32,
    event: &New,
) -> Result<Tip> {
    let salt: [u8; 16] = keys::random()?;
    let body_hash = chain::body(&salt, &event.body);
    let fields = Fields {
        seq: tip.seq + 1,
        contact_id,
        contact_seq,
        at: event.at.millis(),
        actor: &event.actor,
        kind: &event.kind,
        body_hash: &body_hash,
        prev: &tip.hash,
    };
    let hash = fields.hash();
    tx.prepare_cached(
        "INSERT OR ROLLBACK INTO event(seq, contact_id, contact_seq, at, actor, kind, body_hash, prev, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )
    .and_then(|mut insert| {
        insert.execute((
            fields.seq,
            fields.contact_id,
            fields.contact_seq,
            fields.at,
            fields.actor,
            fields.kind,
            fields.body_hash,
            fields.prev,
            hash,
        ))
    })
    .and_then(|_| tx.prepare_cached("INSERT OR ROLLBACK INTO body(seq, salt, text) VALUES (?1, ?2, ?3)"))
    .and_then(|mut insert| insert.execute((fields.seq, salt, &event.body)))
    .doing(SAVING)?;
    Ok(Tip { seq: fields.seq, hash })
}

/// The end of the chain.
///
/// # Errors
/// As SQLite reports them.
pub fn tip(conn: &Connection) -> Result<Tip> {
    let found = conn
        .prepare_cached("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
        .and_then(|mut ask| {
            ask.query_row([], |row| Ok(Tip { seq: row.get(0)?, hash: row.get(1)? })).optional()
        })
        .doing(READING)?;
    Ok(found.unwrap_or_default())
}

/// When the last event was recorded; none on a desk that is only being made.
///
/// # Errors
/// As SQLite reports them.
pub fn last_at(conn: &Connection) -> Result<Option<Moment>> {
    conn.prepare_cached("SELECT at FROM event ORDER BY seq DESC LIMIT 1")
        .and_then(|mut ask| ask.query_row([], |row| row.get(0)).optional())
        .doing(READING)
        .map(|at| at.map(Moment::from_millis))
}

/// The hash that stands at a place in the chain, if there is such a place.
///
/// # Errors
/// As SQLite reports them.
pub fn hash_at(conn: &Connection, seq: i64) -> Result<Option<Hash>> {
    conn.prepare_cached("SELECT hash FROM event WHERE seq = ?1")
        .and_then(|mut ask| ask.query_row([seq], |row| row.get(0)).optional())
        .doing(READING)
}

/// The version of a contact: how many events it has. 0 if there is none.
///
/// # Errors
/// As SQLite reports them.
pub fn version(conn: &Connection, contact_id: i64) -> Result<u32> {
    conn.prepare_cached("SELECT coalesce(max(contact_seq), 0) FROM event WHERE contact_id = ?1")
        .and_then(|mut ask| ask.query_row([contact_id], |row| row.get(0)))
        .doing(READING)
}

/// The events of a contact after version `seen`, oldest first.
///
/// # Errors
/// As SQLite reports them.
pub fn since(conn: &Connection, contact_id: i64, seen: u32) -> Result<Vec<Stored>> {
    conn.prepare_cached(
        "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, b.text
         FROM event e LEFT JOIN body b ON b.seq = e.seq
         WHERE e.contact_id = ?1 AND e.contact_seq > ?2 ORDER BY e.contact_seq",
    )
    .and_then(|mut ask| ask.query_map((contact_id, seen), stored)?.collect())
    .doing(READING)
}

/// The event at this place in the chain, if there is such a place.
///
/// # Errors
/// As SQLite reports them.
pub fn at(conn: &Connection, seq: i64) -> Result<Option<Stored>> {
    conn.prepare_cached(
        "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, b.text
         FROM event e LEFT JOIN body b ON b.seq = e.seq WHERE e.seq = ?1",
    )
    .and_then(|mut ask| ask.query_row([seq], stored).optional())
    .doing(READING)
}

/// Reads one row of `seq, contact_id, contact_seq, at, actor, kind, text`.
pub(crate) fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        seq: row.get(0)?,
        contact_id: row.get(1)?,
        contact_seq: row.get(2)?,
        at: Moment::from_millis(row.get(3)?),
        actor: row.get(4)?,
        kind: row.get(5)?,
        body: row.get(6)?,
    })
}

/// The record is shorter than somebody has already seen it.
pub(crate) fn ahead() -> Error {
    Error::new(
        Kind::Damaged,
        SAVING,
        "the record has fewer entries for this contact than this terminal has already seen",
        UNTOUCHED,
        "Run \"dutydesk verify\"; an older copy of the desk may have been put back.",
    )
}

#[cfg(test)]
mod tests;
