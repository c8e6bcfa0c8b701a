//! Calls being taken. A draft lies in the encrypted record under its call's own number, one row a call; it ends only
//! by filing or by a discard with a reason.
//!
//! One process *holds* a draft. Only the holder's saves count, and each change of hands gives a new token, so that a
//! terminal that was thought dead cannot write over what its successor has typed.

use rusqlite::{Connection, OptionalExtension};

use super::codec;
use super::error::{Doing, Error, Kind, Result};
use super::meta;
use super::process::Process;
use crate::domain::actor::Actor;
use crate::domain::codes::ContactKind;
use crate::domain::draft::{Draft, DraftHead};
use crate::domain::ids::ContactId;
use crate::domain::intake::Intake;
use crate::domain::when::Moment;

/// The number of the first call on a new desk.
const FIRST: i64 = 1001;
const SAVING: &str = "save the draft";
const READING: &str = "read the calls being taken";

/// Who is taking a call, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The person.
    pub actor: Actor,
    /// Their terminal's process.
    pub process: Process,
}

/// The right to save a draft: its number and the token that goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Claim {
    /// The call's number.
    pub id: ContactId,
    /// Grows each time the call changes hands.
    pub token: i64,
}

/// What came of asking for a draft.
#[derive(Clone, PartialEq, Eq)]
pub enum Took {
    /// It is ours: the right to save it, and what was typed.
    Ours(Claim, Box<Draft>),
    /// Another living terminal holds it.
    Held(Actor),
}

impl std::fmt::Debug for Took {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ours(claim, _) => write!(f, "Ours({claim:?}, ***)"),
            Self::Held(actor) => write!(f, "Held({})", actor.user),
        }
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
/// # Errors
/// As SQLite reports them.
pub fn begin(tx: &Connection, holder: &Holder, now: Moment) -> Result<Claim> {
    let id = codec::id(next_numbers(tx, 1)?);
    let draft = Draft::new(id, holder.actor.clone(), now, Intake::new(ContactKind::Referral));
    let process = &holder.process;
    tx.prepare_cached(
        "INSERT INTO draft(contact_id, holder, boot, pid, started, token, head, body)
         VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7)",
    )
    .doing(SAVING)?
    .execute((
        codec::number(id),
        serde_json::to_string(&holder.actor).doing(SAVING)?,
        &process.boot,
        process.pid,
        process.started,
        serde_json::to_string(&draft.head(now)).doing(SAVING)?,
        serde_json::to_string(&draft).doing(SAVING)?,
    ))
    .doing(SAVING)?;
    Ok(Claim { id, token: 1 })
}

/// Gives the next `count` contact numbers and returns the first. Inside an immediate transaction; a number is never
/// given twice, even if its call is discarded.
///
/// # Errors
/// As SQLite reports them.
pub fn next_numbers(tx: &Connection, count: u32) -> Result<i64> {
    let last: Option<i64> = meta::get(tx, meta::LAST_CONTACT)?;
    let first = last.map_or(FIRST, |last| last.saturating_add(1));
    meta::set(tx, meta::LAST_CONTACT, first.saturating_add(i64::from(count)).saturating_sub(1))?;
    Ok(first)
}

/// Saves what was typed. The last save wins, but only the holder's. Whoever parks a call lets go of it with the same save, so
/// that any terminal can go on with it.
///
/// # Errors
/// [`Kind::TakenOver`] if the call has changed hands, [`Kind::Unknown`] if it has ended.
pub fn save(tx: &Connection, claim: Claim, draft: &Draft, now: Moment) -> Result<()> {
    let head = serde_json::to_string(&draft.head(now)).doing(SAVING)?;
    let body = serde_json::to_string(draft).doing(SAVING)?;
    let saved = tx
        .prepare_cached("UPDATE draft SET head = ?3, body = ?4 WHERE contact_id = ?1 AND token = ?2")
        .and_then(|mut save| save.execute((codec::number(claim.id), claim.token, head, body)))
        .doing(SAVING)?;
    match saved {
        1 if draft.parked.is_some() => release(tx, claim),
        1 => Ok(()),
        _ => Err(not_ours(tx, claim)?),
    }
}

/// Takes a call up again that was let go of, if nobody has gone on with it since: then what is on our screen is what was saved.
///
/// # Errors
/// [`Kind::TakenOver`] if somebody has, even if they have let go of it again: their text must be read first.
pub fn take_back(tx: &Connection, claim: Claim, process: &Process) -> Result<()> {
    let taken = tx
        .prepare_cached(
            "UPDATE draft SET boot = ?3, pid = ?4, started = ?5 WHERE contact_id = ?1 AND token = ?2",
        )
        .and_then(|mut take| {
            let number = codec::number(claim.id);
            take.execute((number, claim.token, &process.boot, process.pid, process.started))
        })
        .doing(SAVING)?;
    if taken == 1 { Ok(()) } else { Err(not_ours(tx, claim)?) }
}

/// Takes hold of a draft to go on with it. Inside an immediate transaction.
///
/// # Errors
/// [`Kind::Unknown`] if there is no such draft.
pub fn take(tx: &Connection, id: ContactId, holder: &Holder, grip: Grip) -> Result<Took> {
    let row = tx
        .prepare_cached("SELECT holder, boot, pid, started, token, body FROM draft WHERE contact_id = ?1")
        .and_then(|mut ask| {
            ask.query_row([codec::number(id)], |row| {
                let process = Process { boot: row.get(1)?, pid: row.get(2)?, started: row.get(3)? };
                Ok((row.get::<_, String>(0)?, process, row.get::<_, i64>(4)?, row.get::<_, String>(5)?))
            })
            .optional()
        })
        .doing(READING)?;
    let (theirs, process, token, body) = row.ok_or_else(|| ended(id))?;
    if process != holder.process && grip == Grip::IfFree && process.is_alive() {
        return Ok(Took::Held(serde_json::from_str(&theirs).doing(READING)?));
    }
    let token = token.saturating_add(1);
    let (actor, process) = (serde_json::to_string(&holder.actor).doing(SAVING)?, &holder.process);
    tx.prepare_cached(
        "UPDATE draft SET holder = ?2, boot = ?3, pid = ?4, started = ?5, token = ?6 WHERE contact_id = ?1",
    )
    .and_then(|mut take| {
        take.execute((codec::number(id), actor, &process.boot, process.pid, process.started, token))
    })
    .doing(SAVING)?;
    Ok(Took::Ours(Claim { id, token }, serde_json::from_str(&body).doing(READING)?))
}

/// Lets go of a draft without ending it, so that another terminal can go on at once. The token stays: it tells whether
/// anybody did.
fn release(tx: &Connection, claim: Claim) -> Result<()> {
    tx.prepare_cached("UPDATE draft SET boot = '', pid = 0, started = 0 WHERE contact_id = ?1 AND token = ?2")
        .and_then(|mut release| release.execute((codec::number(claim.id), claim.token)))
        .doing(SAVING)
        .map(|_| ())
}

/// Ends a draft. The caller appends the event that says how (filed, or discarded with a reason) in the same
/// transaction: nothing typed goes without a trace.
///
/// # Errors
/// [`Kind::TakenOver`] if the call has changed hands, [`Kind::Unknown`] if it has ended.
pub(crate) fn end(tx: &Connection, claim: Claim) -> Result<()> {
    let ended = tx
        .prepare_cached("DELETE FROM draft WHERE contact_id = ?1 AND token = ?2")
        .and_then(|mut end| end.execute((codec::number(claim.id), claim.token)))
        .doing("end the draft")?;
    if ended == 1 { Ok(()) } else { Err(not_ours(tx, claim)?) }
}

/// Every call being taken, oldest first.
///
/// # Errors
/// As SQLite reports them.
pub fn list(conn: &Connection) -> Result<Vec<DraftHead>> {
    let texts: Vec<String> = conn
        .prepare_cached("SELECT head FROM draft ORDER BY contact_id")
        .and_then(|mut ask| ask.query_map([], |row| row.get(0))?.collect())
        .doing(READING)?;
    texts.iter().map(|text| serde_json::from_str(text).doing(READING)).collect()
}

/// Who is taking a call.
///
/// # Errors
/// [`Kind::Unknown`] if there is no such draft.
pub(crate) fn holder(tx: &Connection, id: ContactId) -> Result<Actor> {
    let holder: Option<String> = tx
        .query_row("SELECT holder FROM draft WHERE contact_id = ?1", [codec::number(id)], |row| row.get(0))
        .optional()
        .doing(READING)?;
    serde_json::from_str(&holder.ok_or_else(|| ended(id))?).doing(READING)
}

fn not_ours(tx: &Connection, claim: Claim) -> Result<Error> {
    let holder: Option<String> = tx
        .query_row("SELECT holder FROM draft WHERE contact_id = ?1", [codec::number(claim.id)], |row| {
            row.get(0)
        })
        .optional()
        .doing(READING)?;
    let Some(holder) = holder else { return Ok(ended(claim.id)) };
    let holder: Actor = serde_json::from_str(&holder).doing(READING)?;
    Ok(Error::new(
        Kind::TakenOver,
        SAVING,
        format!("{} has gone on with call {} in another terminal", holder.user, claim.id),
        "What was saved before that is with them; what you typed since is still on your screen.",
        "Speak to them before you take the call back.",
    ))
}

fn ended(id: ContactId) -> Error {
    Error::new(
        Kind::Unknown,
        "open the call",
        format!("call {id} is no longer being taken: it was filed or discarded"),
        "What you typed is still on your screen.",
        "Look for the contact on the board.",
    )
}

#[cfg(test)]
mod tests;
