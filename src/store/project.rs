//! Projections: what the board and reports read, made from events and always makeable again.
//!
//! They are written in the same transaction as the events they follow from.

use rusqlite::{Connection, OptionalExtension};

use super::codec;
use super::error::{Doing, Result};
use super::{events, people};
use crate::domain::clocks::Outcome;
use crate::domain::codes::{Rating, Route};
use crate::domain::contact::{Clock, Contact, Summary};
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;

/// Which version of this file made the tables. Raise it when a projection changes its meaning: the next program that
/// has the desk to itself makes them anew.
pub const VERSION: i64 = 4;

/// The due time of a contact that owes nothing: after every other.
const NOTHING_DUE: i64 = i64::MAX;
const WRITING: &str = "save to the record";
const READING: &str = "read the board";

/// Writes a contact's rows.
///
/// The columns that the board's order hangs on are written only when they change, so that a note does not touch the
/// index as well.
pub(crate) fn write(tx: &Connection, contact: &Contact) -> Result<()> {
    let summary = contact.summary();
    let id = codec::number(contact.id);
    let text = serde_json::to_string(&summary).doing(WRITING)?;
    let (rating, route) = (summary.rating.map(Rating::code), summary.route.map(Route::code));
    let (owner, due) = (summary.owner.as_deref(), next_due(&summary));
    let restricted = restricted(&summary)?;
    let updated = tx
        .prepare_cached(
            "UPDATE contact SET version = ?2, rating = ?3, route = ?4, owner = ?5, summary = ?6, restricted = ?7
             WHERE id = ?1",
        )
        .and_then(|mut update| update.execute((id, contact.version, rating, route, owner, &text, &restricted)))
        .doing(WRITING)?;
    if updated == 1 {
        tx.prepare_cached(
            "UPDATE contact SET open = ?2, next_due = ?3 WHERE id = ?1 AND (open, next_due) IS NOT (?2, ?3)",
        )
        .and_then(|mut update| update.execute((id, summary.open, due)))
        .doing(WRITING)?;
    } else {
        tx.prepare_cached(
            "INSERT INTO contact(id, version, open, next_due, received, rating, route, owner, summary, restricted)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )
        .and_then(|mut insert| {
            let received = summary.received.millis();
            let row = (id, contact.version, summary.open, due, received, rating, route, owner, &text, &restricted);
            insert.execute(row)
        })
        .doing(WRITING)?;
    }
    write_clocks(tx, contact)?;
    people::named::write(tx, contact)
}

/// What the column says of who alone may open a contact.
pub(crate) fn restricted(summary: &Summary) -> Result<Option<String>> {
    summary.restricted.as_ref().map(|guard| serde_json::to_string(guard).doing(WRITING)).transpose()
}

fn write_clocks(tx: &Connection, contact: &Contact) -> Result<()> {
    let mut put = tx
        .prepare_cached(
            "INSERT INTO clock(contact_id, n, clock, subject, started_at, due, act_by, stopped_at, met, rules)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT(contact_id, n) DO UPDATE SET clock = excluded.clock, subject = excluded.subject,
               started_at = excluded.started_at, due = excluded.due, act_by = excluded.act_by,
               stopped_at = excluded.stopped_at, met = excluded.met,
               rules = excluded.rules
             WHERE (due, act_by, stopped_at, met, clock, subject, started_at, rules)
               IS NOT (excluded.due, excluded.act_by, excluded.stopped_at, excluded.met, excluded.clock,
                       excluded.subject, excluded.started_at, excluded.rules)",
        )
        .doing(WRITING)?;
    for row in clock_rows(contact) {
        put.execute((
            row.contact_id,
            row.n,
            row.clock,
            row.subject,
            row.started_at,
            row.due,
            row.act_by,
            row.stopped_at,
            row.met,
            row.rules,
        ))
        .doing(WRITING)?;
    }
    // Undoing works the contact out anew; it may then have fewer clocks.
    tx.prepare_cached("DELETE FROM clock WHERE contact_id = ?1 AND n >= ?2")
        .and_then(|mut cut| cut.execute((codec::number(contact.id), nth(contact.clocks.len()))))
        .doing(WRITING)
        .map(|_| ())
}

/// One row of the table `clock`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ClockRow {
    contact_id: i64,
    n: i64,
    clock: String,
    subject: Option<String>,
    started_at: i64,
    due: Option<i64>,
    act_by: Option<i64>,
    stopped_at: Option<i64>,
    met: Option<bool>,
    rules: String,
}

/// The rows a contact's clocks make.
pub(crate) fn clock_rows(contact: &Contact) -> Vec<ClockRow> {
    let row = |(n, clock): (usize, &Clock)| {
        let deadline = &clock.deadline;
        let act_by = match deadline.outcome {
            Outcome::Running { act_by, .. } => act_by,
            Outcome::NotAchievable { .. } => None,
        };
        ClockRow {
            contact_id: codec::number(contact.id),
            n: nth(n),
            clock: deadline.clock.code().to_owned(),
            subject: deadline.subject.clone(),
            started_at: deadline.start.millis(),
            due: deadline.due().map(Moment::millis),
            act_by: act_by.map(Moment::millis),
            stopped_at: clock.stopped.as_ref().map(|s| s.at.millis()),
            met: clock.stopped.as_ref().map(|s| s.met),
            rules: clock.protocol.clone(),
        }
    };
    contact.clocks.iter().enumerate().map(row).collect()
}

fn nth(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The rows the table `clock` holds of a contact.
pub(crate) fn stored_clocks(conn: &Connection, contact_id: i64) -> Result<Vec<ClockRow>> {
    conn.prepare_cached(
        "SELECT contact_id, n, clock, subject, started_at, due, act_by, stopped_at, met, rules
         FROM clock WHERE contact_id = ?1 ORDER BY n",
    )
    .and_then(|mut ask| {
        ask.query_map([contact_id], |row| {
            Ok(ClockRow {
                contact_id: row.get(0)?,
                n: row.get(1)?,
                clock: row.get(2)?,
                subject: row.get(3)?,
                started_at: row.get(4)?,
                due: row.get(5)?,
                act_by: row.get(6)?,
                stopped_at: row.get(7)?,
                met: row.get(8)?,
                rules: row.get(9)?,
            })
        })?
        .collect()
    })
    .doing(READING)
}

/// When a contact's next duty falls due, as the board's order has it.
pub(crate) fn next_due(summary: &Summary) -> i64 {
    summary.next().map_or(NOTHING_DUE, |duty| duty.due.millis())
}

/// Notes that a person has opened a contact. `false` if they did so within the quarter of an hour before.
pub(crate) fn note_view(tx: &Connection, user: &str, contact_id: i64, now: Moment) -> Result<bool> {
    const QUARTER: i64 = 15 * 60 * 1000;
    let last: Option<i64> = tx
        .prepare_cached("SELECT at FROM viewed WHERE user = ?1 AND contact_id = ?2")
        .and_then(|mut ask| ask.query_row((user, contact_id), |row| row.get(0)).optional())
        .doing(WRITING)?;
    // A clock that was set back starts a new quarter.
    if last.is_some_and(|last| (0..QUARTER).contains(&now.millis().saturating_sub(last))) {
        return Ok(false);
    }
    tx.prepare_cached(
        "INSERT INTO viewed(user, contact_id, at) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET at = excluded.at",
    )
    .and_then(|mut put| put.execute((user, contact_id, now.millis())))
    .doing(WRITING)?;
    Ok(true)
}

/// A contact, worked out from its events; none if there is no such contact, or not a word of it is left.
pub(crate) fn load(conn: &Connection, id: ContactId) -> Result<Option<Contact>> {
    let stored = events::since(conn, codec::number(id), 0)?;
    if stored.iter().all(|event| event.body.is_none()) {
        Ok(None)
    } else {
        codec::contact(id, &stored).map(Some)
    }
}
