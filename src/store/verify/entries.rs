//! Every entry of the record in one pass: its hash from its own fields and from the entry before it, and what it says against
//! the hash it carries.
//!
//! Entries carry the hash of the one before them, so a stretch of the record can be checked without the others: several threads
//! take a stretch each, and where stretches meet the hash is the same row.

use std::ops::RangeInclusive;
use std::thread;

use rusqlite::{Connection, Row};

use super::super::chain::{self, Fields, GENESIS, Hash};
use super::super::connection::{self, Access};
use super::super::error::{self, Doing, Error, Kind, Result};
use super::super::{Store, events};
use super::{Bad, Check, DOING, Report};

/// Entries of a stretch with what they say, and the erasure of what they no longer say.
const ENTRIES: &str =
    "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, e.body_hash, e.prev, e.hash,
       b.salt, b.text, t.erased_by, by.seq
     FROM event e LEFT JOIN body b ON b.seq = e.seq LEFT JOIN tombstone t ON t.seq = e.seq
     LEFT JOIN event by ON by.seq = t.erased_by AND by.contact_id = 0 AND by.kind = 'contact-erased'
     WHERE e.seq >= ?1 AND e.seq <= ?2 ORDER BY e.seq";
/// The first body that no event has.
const ORPHAN: &str =
    "SELECT min(seq) FROM body b WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.seq = b.seq)";
/// An erasure that says another number of entries than there are tombstones in its name: one was slipped in.
const UNEVEN: &str = "SELECT min(e.seq) FROM event e JOIN body b ON b.seq = e.seq
       LEFT JOIN (SELECT erased_by, count(*) AS n FROM tombstone GROUP BY erased_by) t ON t.erased_by = e.seq
     WHERE e.contact_id = 0 AND e.kind = 'contact-erased'
       AND coalesce(t.n, 0) <> json_extract(b.text, '$.event.entries')";
/// A stretch shorter than this is not worth a thread and a connection.
const SHORTEST: i64 = 20_000;
/// More threads than this only wait for the disk.
const MOST_THREADS: i64 = 4;

impl Store {
    /// Checks every entry, a long record on several threads.
    ///
    /// # Errors
    /// As SQLite reports them; what is wrong with an entry is in the report.
    pub fn check_entries(&self) -> Result<Report> {
        let last = events::tip(&self.conn)?.seq;
        let processors = thread::available_parallelism().map_or(1, |n| i64::try_from(n.get()).unwrap_or(1));
        let parts = (last / SHORTEST).clamp(1, processors.min(MOST_THREADS));
        let from = |part: i64| part * last / parts + 1;
        let (path, dek) = (&self.paths.db(), &self.dek);
        let reports: Vec<Result<Report>> = thread::scope(|scope| {
            let others: Vec<_> = (1..parts)
                .map(|part| {
                    let stretch = from(part)..=from(part + 1) - 1;
                    scope.spawn(move || {
                        let conn = connection::open(path, dek, Access::ReadOnly)?;
                        stretched(&conn, stretch)
                    })
                })
                .collect();
            let first = stretched(&self.conn, 1..=from(1) - 1);
            let others = others.into_iter().map(|other| other.join().unwrap_or_else(|_| Err(panicked())));
            std::iter::once(first).chain(others).collect()
        });
        let mut whole = reports
            .into_iter()
            .reduce(|before, after| Ok(before?.then(after?)))
            .unwrap_or_else(|| stretched(&self.conn, 1..=last))?;
        orphans(&self.conn, &mut whole)?;
        Ok(whole)
    }
}

impl Report {
    /// Two stretches that follow each other: what was looked at up to the first bad entry.
    fn then(mut self, after: Self) -> Self {
        for (check, next) in self.checks.iter_mut().zip(after.checks) {
            if check.bad.is_none() {
                check.looked_at += next.looked_at;
                check.bad = next.bad;
            }
        }
        self
    }
}

/// Checks the entries up to `last`: the chain of hashes, and the bodies.
///
/// # Errors
/// As SQLite reports them; what is wrong with an entry is in the report.
pub fn check(conn: &Connection, last: i64) -> Result<Report> {
    let mut report = stretched(conn, 1..=last.min(events::tip(conn)?.seq))?;
    orphans(conn, &mut report)?;
    Ok(report)
}

fn stretched(conn: &Connection, stretch: RangeInclusive<i64>) -> Result<Report> {
    let mut chain = Check { name: "chain", looked_at: 0, bad: None };
    let mut bodies = Check { name: "bodies", looked_at: 0, bad: None };
    let before = match stretch.start() - 1 {
        0 => Some(GENESIS),
        seq => events::hash_at(conn, seq)?,
    };
    if let Err(e) = walk(conn, &stretch, before, &mut chain, &mut bodies) {
        // What cannot even be read is bad; what comes after it was not looked at.
        let bad = Bad { seq: None, contact_id: None, what: e.to_string() };
        chain.bad.get_or_insert_with(|| bad.clone());
        bodies.bad.get_or_insert(bad);
    }
    Ok(Report { checks: vec![chain, bodies] })
}

/// `before` is the hash of the entry before the stretch; if that is missing, the stretch before says so.
fn walk(
    conn: &Connection,
    stretch: &RangeInclusive<i64>,
    before: Option<Hash>,
    chain: &mut Check,
    bodies: &mut Check,
) -> Result<()> {
    let mut statement = conn.prepare(ENTRIES).doing(DOING)?;
    // What stands before the first entry belongs nowhere, but must be seen.
    let from = if *stretch.start() == 1 { i64::MIN } else { *stretch.start() };
    let mut rows = statement.query((from, stretch.end())).doing(DOING)?;
    let (mut before, mut expected) = (before, *stretch.start());
    while let Some(row) = rows.next().doing(DOING)? {
        let read = |e| unreadable(e, expected);
        let body_hash: Hash = row.get(6).map_err(read)?;
        if chain.bad.is_none() {
            let (hash, bad) = link(row, expected, before.as_ref(), &body_hash).map_err(read)?;
            (before, chain.bad) = (Some(hash), bad);
            chain.looked_at += u64::from(chain.bad.is_none());
        }
        if bodies.bad.is_none() {
            bodies.bad = body(row, &body_hash).map_err(read)?;
            bodies.looked_at += u64::from(bodies.bad.is_none());
        } else if chain.bad.is_some() {
            return Ok(());
        }
        expected += 1;
    }
    // The last entry of the record is in the last stretch, so what is missing at the end of one is missing in the middle.
    if chain.bad.is_none() && expected <= *stretch.end() {
        chain.bad = Some(missing(expected));
    }
    Ok(())
}

fn orphans(conn: &Connection, report: &mut Report) -> Result<()> {
    if let Some(bodies) = report.checks.iter_mut().find(|check| check.name == "bodies" && check.bad.is_none())
    {
        let orphan: Option<i64> = conn.query_row(ORPHAN, [], |row| row.get(0)).doing(DOING)?;
        let bad = |seq| Bad { seq: Some(seq), contact_id: None, what: "its event is missing".into() };
        bodies.bad = orphan.map(bad);
        if bodies.bad.is_none() {
            let uneven: Option<i64> = conn.query_row(UNEVEN, [], |row| row.get(0)).doing(DOING)?;
            let what = "it did not erase as many entries as now say so";
            bodies.bad = uneven.map(|seq| Bad { seq: Some(seq), contact_id: None, what: what.into() });
        }
    }
    Ok(())
}

fn missing(seq: i64) -> Bad {
    Bad { seq: Some(seq), contact_id: None, what: "it is missing".into() }
}

fn link(
    row: &Row<'_>,
    expected: i64,
    before: Option<&Hash>,
    body_hash: &Hash,
) -> rusqlite::Result<(Hash, Option<Bad>)> {
    let seq: i64 = row.get(0)?;
    let contact_id: i64 = row.get(1)?;
    let (prev, hash): (Hash, Hash) = (row.get(7)?, row.get(8)?);
    let fields = Fields {
        seq,
        contact_id,
        contact_seq: row.get(2)?,
        at: row.get(3)?,
        actor: row.get_ref(4)?.as_str()?,
        kind: row.get_ref(5)?.as_str()?,
        body_hash,
        prev: &prev,
    };
    if seq > expected {
        return Ok((hash, Some(missing(expected))));
    }
    let what = if seq < expected {
        "it stands where no entry belongs"
    } else if before.is_some_and(|before| prev != *before) {
        "it does not follow from the entry before it"
    } else if fields.hash() != hash {
        "it was changed after it was written"
    } else {
        return Ok((hash, None));
    };
    Ok((hash, Some(Bad { seq: Some(seq), contact_id: Some(contact_id), what: what.into() })))
}

/// A body may be missing only under a tombstone.
fn body(row: &Row<'_>, body_hash: &Hash) -> rusqlite::Result<Option<Bad>> {
    let (seq, contact_id): (i64, i64) = (row.get(0)?, row.get(1)?);
    let text = row.get_ref(10)?.as_str_or_null()?;
    let erased_by: Option<i64> = row.get(11)?;
    // The event of the desk that erased it must stand in the record, after it.
    let lawful = erased_by.is_some_and(|by| by > seq) && row.get::<_, Option<i64>>(12)? == erased_by;
    let what = match (text, erased_by) {
        (Some(text), None) if chain::body(row.get_ref(9)?.as_blob()?, text) == *body_hash => return Ok(None),
        (None, Some(_)) if lawful => return Ok(None),
        (Some(_), None) => "what it says was changed after it was written",
        (None, None) => "what it says is missing, and no erasure was recorded",
        (_, Some(_)) => "its erasure is not as it should be",
    };
    Ok(Some(Bad { seq: Some(seq), contact_id: Some(contact_id), what: what.into() }))
}

fn unreadable(e: rusqlite::Error, seq: i64) -> Error {
    match e.sqlite_error_code() {
        Some(_) => error::from_sqlite(e, DOING),
        None => Error::new(
            Kind::Damaged,
            DOING,
            format!("entry {seq} does not have the form of one"),
            "Nothing was changed.",
            "Put the desk back from a backup.",
        ),
    }
}

fn panicked() -> Error {
    Error::new(Kind::Bug, DOING, "a thread of the check stopped", "Nothing was changed.", "Try again.")
}
