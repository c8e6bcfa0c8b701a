//! Projections made again from the events, and compared with what the tables hold.

use rusqlite::Connection;

use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::events::{self, Refused, Stored};
use super::retention::kinds;
use super::verify::Bad;
use super::{Store, codec, meta, people, project, staff};
use crate::domain::contact::Contact;

/// Contacts made again in one transaction.
const BATCH: u32 = 2_000;
const DOING: &str = "make the board again";

/// What the record says of who opened what, in the columns of `viewed`. Who opened an erased contact stays on record, but the
/// table is about contacts that are there.
const VIEWS: &str = concat!(
    "SELECT e.actor, json_extract(b.text, '$.event.contact') AS contact, max(e.at)
     FROM event e JOIN body b ON b.seq = e.seq
     WHERE e.contact_id = 0 AND e.kind = 'contact-viewed' AND json_extract(b.text, '$.event.contact') NOT IN
       (SELECT json_extract(gone.text, '$.event.contact') FROM event c INDEXED BY event_retention
          JOIN body gone ON gone.seq = c.seq WHERE ",
    kinds!(),
    " AND c.kind = 'contact-erased')
     GROUP BY 1, 2"
);

impl Store {
    /// Makes every projection again from the events. Needs the desk to itself.
    ///
    /// # Errors
    /// [`Kind::Busy`] if another terminal has the desk open.
    pub fn rebuild(&mut self) -> Result<()> {
        if !self.lock.try_alone()? {
            return Err(Error::new(
                Kind::Busy,
                DOING,
                "another dutydesk has this desk open",
                UNTOUCHED,
                "Close every other dutydesk on this desk, then try again.",
            ));
        }
        let made = all(&mut self.conn);
        self.lock.share()?;
        made
    }
}

/// Makes every projection again. A crash on the way leaves the tables marked as unfinished, and the next to have the
/// desk alone begins anew.
pub(crate) fn all(conn: &mut Connection) -> Result<()> {
    meta::set(conn, meta::PROJECTIONS, 0)?;
    conn.execute_batch(
        "BEGIN IMMEDIATE; DELETE FROM clock; DELETE FROM contact; DELETE FROM named; DELETE FROM viewed; COMMIT;",
    )
    .doing(DOING)?;
    let mut after = events::DESK;
    loop {
        let ids = contacts_after(conn, after)?;
        let Some(last) = ids.last() else { break };
        after = *last;
        let made = super::attempt(conn, &mut |tx| {
            for id in &ids {
                if let Some(contact) = from_events(tx, *id)? {
                    project::write(tx, &contact)?;
                }
            }
            Ok(())
        });
        made.map_err(plain)?;
    }
    let finished = super::attempt(conn, &mut |tx| {
        tx.execute(&format!("INSERT INTO viewed(user, contact_id, at) {VIEWS}"), []).doing(DOING)?;
        staff::rebuild(tx)?;
        Ok(meta::set(tx, meta::PROJECTIONS, project::VERSION)?)
    });
    finished.map(|_| ()).map_err(plain)
}

/// The first contact whose rows are not what its events make, and how many were looked at.
pub(crate) fn compare(conn: &Connection) -> Result<(u64, Option<Bad>)> {
    let mut looked_at = 0;
    let mut after = events::DESK;
    loop {
        let ids = contacts_after(conn, after)?;
        let Some(last) = ids.last() else { break };
        after = *last;
        for id in ids {
            let Some(contact) = from_events(conn, id)? else { continue };
            if let Some(what) = difference(conn, &contact)? {
                return Ok((looked_at, Some(Bad { seq: None, contact_id: Some(id), what: what.into() })));
            }
            looked_at += 1;
        }
    }
    Ok((looked_at, strays(conn)?))
}

fn difference(conn: &Connection, contact: &Contact) -> Result<Option<&'static str>> {
    let summary = contact.summary();
    let id = codec::number(contact.id);
    let expected = (
        contact.version,
        summary.open,
        project::next_due(&summary),
        serde_json::to_string(&summary).doing(DOING)?,
        project::restricted(&summary)?,
    );
    let stored = conn
        .prepare_cached("SELECT version, open, next_due, summary, restricted FROM contact WHERE id = ?1")
        .and_then(|mut ask| {
            let mut rows = ask.query([id])?;
            let read = |row: &rusqlite::Row<'_>| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            };
            rows.next()?.map(read).transpose()
        })
        .doing(DOING)?;
    if stored != Some(expected) {
        return Ok(Some("its row on the board is not what its events say (verify --rebuild makes it again)"));
    }
    if project::stored_clocks(conn, id)? != project::clock_rows(contact) {
        return Ok(Some("its clocks are not what its events say (verify --rebuild makes them again)"));
    }
    if people::named::differs(conn, contact)? {
        return Ok(Some(
            "the people it names are not what its events say (verify --rebuild writes them again)",
        ));
    }
    Ok(None)
}

/// Rows that no event accounts for, or only events that were erased.
fn strays(conn: &Connection) -> Result<Option<Bad>> {
    let ask = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, Option<i64>>(0)).doing(DOING);
    let contact = ask("SELECT min(id) FROM (SELECT id FROM contact UNION SELECT contact_id FROM clock
           UNION SELECT contact_id FROM named)
         WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.contact_id = id AND e.contact_seq = 1
           AND e.seq NOT IN (SELECT seq FROM tombstone))")?;
    let viewed = ask(&format!(
        "SELECT min(contact_id) FROM (SELECT * FROM (SELECT user, contact_id, at FROM viewed EXCEPT {VIEWS})
           UNION ALL SELECT * FROM ({VIEWS} EXCEPT SELECT user, contact_id, at FROM viewed))"
    ))?;
    if staff::differs(conn)? {
        let what =
            "who may open the desk is not what its events say (verify --rebuild makes it again)".into();
        return Ok(Some(Bad { seq: None, contact_id: None, what }));
    }
    let bad = |id: i64, what: &str| Bad { seq: None, contact_id: Some(id), what: what.into() };
    Ok(contact
        .map(|id| bad(id, "it has rows on the board but no events"))
        .or_else(|| viewed.map(|id| bad(id, "who opened it is not what the events say"))))
}

fn contacts_after(conn: &Connection, after: i64) -> Result<Vec<i64>> {
    conn.prepare_cached(
        "SELECT contact_id FROM event WHERE contact_id > ?1 AND contact_seq = 1 ORDER BY contact_id LIMIT ?2",
    )
    .and_then(|mut ask| ask.query_map((after, BATCH), |row| row.get(0))?.collect())
    .doing(DOING)
}

/// A contact worked out from its events. None if any of them was lawfully erased: what is
/// left of such a contact is its bare chain, and it has no place on the board.
pub(crate) fn from_events(conn: &Connection, id: i64) -> Result<Option<Contact>> {
    let stored: Vec<Stored> = events::since(conn, id, 0)?;
    if stored.iter().any(|event| event.body.is_none()) {
        return Ok(None);
    }
    codec::contact(codec::id(id), &stored).map(Some)
}

fn plain(refused: Refused) -> Error {
    match refused {
        Refused::Trouble(e) => e,
        Refused::Conflict { .. } => Error::new(
            Kind::Bug,
            DOING,
            "something that cannot conflict did",
            UNTOUCHED,
            "Please report this; it is a fault of dutydesk.",
        ),
    }
}
