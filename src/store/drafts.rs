//! Calls being taken. A draft lies in the encrypted record under its call's own number, one row a call; it ends only
//! by filing or by a discard with a reason.
//!
//! One process *holds* a draft. Only the holder's saves count, and each change of hands gives a new token, so that a
//! terminal that was thought dead cannot write over what its successor has typed.

use rusqlite::{Connection, OptionalExtension, Row};

use super::error::{Doing, Error, Kind, Result};
use super::meta;
use super::process::Process;
use crate::domain::when::Moment;

/// The number of the first call on a new desk.
const FIRST: i64 = 1001;
const SAVING: &str = "save the draft";
const READING: &str = "read the drafts";

/// Who is taking a call, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The person, by their short name.
    pub user: String,
    /// Their terminal's process.
    pub process: Process,
}

/// The right to save a draft: its number and the token that goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Claim {
    /// The call's number.
    pub contact_id: i64,
    /// Grows each time the call changes hands.
    pub token: i64,
}

/// A draft as listed, without what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The call's number.
    pub contact_id: i64,
    /// When the call began.
    pub begun_at: Moment,
    /// When it was last saved.
    pub saved_at: Moment,
    /// Who holds it, or held it last.
    pub holder: Holder,
    /// The token of its last change of hands.
    pub token: i64,
}

/// A draft with what was typed, and the right to go on with it.
#[derive(Clone, PartialEq, Eq)]
pub struct Taken {
    /// The right to save.
    pub claim: Claim,
    /// What was typed, as JSON.
    pub body: String,
}

impl std::fmt::Debug for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Taken({:?}, ***)", self.claim)
    }
}

/// How to treat a draft that another living process holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grip {
    /// Leave it to them.
    IfFree,
    /// Take it over: the person asked for it, having seen who holds it.
    TakeOver,
}

/// Begins a call: gives it the next number and an empty draft. Inside an immediate transaction.
///
/// `body` is called with the number, because a draft knows its own.
///
/// # Errors
/// As SQLite reports them.
pub fn begin(
    tx: &Connection,
    holder: &Holder,
    now: Moment,
    body: impl FnOnce(i64) -> Result<String>,
) -> Result<Claim> {
    let contact_id = next_number(tx)?;
    let process = &holder.process;
    tx.prepare_cached(
        "INSERT INTO draft(contact_id, begun_at, saved_at, holder, boot, pid, started, token, body)
         VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, 1, ?7)",
    )
    .doing(SAVING)?
    .execute((
        contact_id,
        now.millis(),
        &holder.user,
        &process.boot,
        process.pid,
        process.started,
        body(contact_id)?,
    ))
    .doing(SAVING)?;
    Ok(Claim { contact_id, token: 1 })
}

/// The next contact number. Inside an immediate transaction; a number is never given twice, even if its call is
/// discarded.
///
/// # Errors
/// As SQLite reports them.
pub fn next_number(tx: &Connection) -> Result<i64> {
    let last: Option<i64> = meta::get(tx, meta::LAST_CONTACT)?;
    let next = last.map_or(FIRST, |last| last.saturating_add(1));
    meta::set(tx, meta::LAST_CONTACT, next)?;
    Ok(next)
}

/// Saves what was typed. The last save wins, but only the holder's.
///
/// # Errors
/// [`Kind::TakenOver`] if the call has changed hands or has ended.
pub fn save(tx: &Connection, claim: Claim, now: Moment, body: &str) -> Result<()> {
    let saved = tx
        .prepare_cached("UPDATE draft SET body = ?3, saved_at = ?4 WHERE contact_id = ?1 AND token = ?2")
        .and_then(|mut save| save.execute((claim.contact_id, claim.token, body, now.millis())))
        .doing(SAVING)?;
    if saved == 1 { Ok(()) } else { Err(taken_over(tx, claim)?) }
}

/// Takes hold of a draft to go on with it. Inside an immediate transaction.
///
/// # Errors
/// [`Kind::Busy`] if another living process holds it and `grip` leaves it to them, [`Kind::Unknown`] if there is no
/// such draft.
pub fn take(tx: &Connection, contact_id: i64, holder: &Holder, grip: Grip) -> Result<Taken> {
    let (entry, body) = tx
        .prepare_cached(
            "SELECT contact_id, begun_at, saved_at, holder, boot, pid, started, token, body
             FROM draft WHERE contact_id = ?1",
        )
        .and_then(|mut ask| ask.query_row([contact_id], |row| Ok((entry(row)?, row.get(8)?))).optional())
        .doing(READING)?
        .ok_or_else(|| ended(contact_id))?;
    let theirs = entry.holder.process != holder.process;
    if theirs && grip == Grip::IfFree && entry.holder.process.is_alive() {
        return Err(held(contact_id, &entry.holder.user));
    }
    let token = entry.token.saturating_add(1);
    tx.prepare_cached(
        "UPDATE draft SET holder = ?2, boot = ?3, pid = ?4, started = ?5, token = ?6 WHERE contact_id = ?1",
    )
    .and_then(|mut take| {
        let process = &holder.process;
        take.execute((contact_id, &holder.user, &process.boot, process.pid, process.started, token))
    })
    .doing(SAVING)?;
    Ok(Taken { claim: Claim { contact_id, token }, body })
}

/// Lets go of a draft without ending it, so that another terminal can go on at once.
///
/// # Errors
/// As SQLite reports them; a draft that has changed hands is left alone.
pub fn release(tx: &Connection, claim: Claim) -> Result<()> {
    tx.prepare_cached("UPDATE draft SET boot = '', pid = 0, started = 0 WHERE contact_id = ?1 AND token = ?2")
        .and_then(|mut release| release.execute((claim.contact_id, claim.token)))
        .doing(SAVING)
        .map(|_| ())
}

/// Ends a draft. The caller appends the event that says how (filed, or discarded with a reason) in the same
/// transaction: nothing typed goes without a trace.
///
/// # Errors
/// [`Kind::TakenOver`] if the call has changed hands or has ended.
pub fn end(tx: &Connection, claim: Claim) -> Result<()> {
    let ended = tx
        .prepare_cached("DELETE FROM draft WHERE contact_id = ?1 AND token = ?2")
        .and_then(|mut end| end.execute((claim.contact_id, claim.token)))
        .doing("end the draft")?;
    if ended == 1 { Ok(()) } else { Err(taken_over(tx, claim)?) }
}

/// Every call being taken, oldest first.
///
/// # Errors
/// As SQLite reports them.
pub fn list(conn: &Connection) -> Result<Vec<Entry>> {
    conn.prepare_cached(
        "SELECT contact_id, begun_at, saved_at, holder, boot, pid, started, token FROM draft ORDER BY contact_id",
    )
    .and_then(|mut ask| ask.query_map([], entry)?.collect())
    .doing(READING)
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let process = Process { boot: row.get(4)?, pid: row.get(5)?, started: row.get(6)? };
    Ok(Entry {
        contact_id: row.get(0)?,
        begun_at: Moment::from_millis(row.get(1)?),
        saved_at: Moment::from_millis(row.get(2)?),
        holder: Holder { user: row.get(3)?, process },
        token: row.get(7)?,
    })
}

fn taken_over(tx: &Connection, claim: Claim) -> Result<Error> {
    let now = list(tx)?.into_iter().find(|e| e.contact_id == claim.contact_id);
    let Some(now) = now else { return Ok(ended(claim.contact_id)) };
    Ok(Error::new(
        Kind::TakenOver,
        SAVING,
        format!("{} has gone on with call R-{} in another terminal", now.holder.user, claim.contact_id),
        "What was saved before that is with them; what you typed since is still on your screen.",
        "Speak to them before you take the call back.",
    ))
}

fn held(contact_id: i64, user: &str) -> Error {
    Error::new(
        Kind::Busy,
        "open the call",
        format!("call R-{contact_id} is being taken by {user} in another terminal"),
        "Nothing of it is lost.",
        "Ask them, or take it over.",
    )
}

fn ended(contact_id: i64) -> Error {
    Error::new(
        Kind::Unknown,
        "open the call",
        format!("call R-{contact_id} is no longer being taken: it was filed or discarded"),
        "What you typed is still on your screen.",
        "Look for the contact on the board.",
    )
}

#[cfg(test)]
mod tests;
