//! Every entry of the record in one pass: its hash from its own fields and from the entry before it, and what it says against
//! the hash it carries.
//!
//! Entries carry the hash of the one before them, so a stretch of the record can be checked without the others: several threads
//! take a stretch each, and where stretches meet the hash is the same row.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::thread;

use rusqlite::{Connection, Row};

use super::super::chain::{self, Fields, GENESIS, Hash};
use super::super::connection::{self, Access};
use super::super::error::{self, Doing, Error, Kind, Result};
use super::super::{Store, events};
use super::{Bad, Check, DOING, Report};

/// Entries of a stretch.
const ENTRIES: &str = "SELECT seq, contact_id, contact_seq, at, actor, kind, body_hash, prev, hash FROM event
     WHERE seq >= ?1 AND seq <= ?2 ORDER BY seq";
/// What they say. Read beside them: a join would look every one of them up.
const BODIES: &str = "SELECT seq, salt, text FROM body WHERE seq >= ?1 AND seq <= ?2 ORDER BY seq";
/// What was erased, and whether the event of the desk that erased it stands in the record, after it.
const ERASED: &str =
    "SELECT t.seq, t.erased_by > t.seq AND EXISTS (SELECT 1 FROM event e WHERE e.seq = t.erased_by
       AND e.contact_id = 0 AND e.kind = 'contact-erased')
     FROM tombstone t WHERE t.seq >= ?1 AND t.seq <= ?2";
/// An erasure that says another number of entries than there are tombstones in its name: one was slipped in.
const UNEVEN: &str = "SELECT min(e.seq) FROM event e JOIN body b ON b.seq = e.seq
       LEFT JOIN (SELECT erased_by, count(*) AS n FROM tombstone GROUP BY erased_by) t ON t.erased_by = e.seq
     WHERE e.contact_id = 0 AND e.kind = 'contact-erased'
       AND coalesce(t.n, 0) <> json_extract(b.text, '$.event.entries')";
/// A stretch shorter than this is not worth a thread and a connection.
const SHORTEST: i64 = 20_000;
/// More threads than this only wait for the disk.
const MOST_THREADS: i64 = 4;

/// The last place of a stretch that ends where the record ends.
const END: i64 = i64::MAX;

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
        let stretch = |part: i64| from(part)..=if part + 1 < parts { from(part + 1) - 1 } else { END };
        let (path, dek) = (&self.paths.db(), &self.dek);
        let reports: Vec<Result<Report>> = thread::scope(|scope| {
            let begin = |part: i64| {
                scope.spawn(move || {
                    let conn = connection::open(path, dek, Access::ReadOnly)?;
                    stretched(&conn, stretch(part))
                })
            };
            let others: Vec<_> = (1..parts).map(begin).collect();
            let first = stretched(&self.conn, stretch(0));
            let others = others.into_iter().map(|other| other.join().unwrap_or_else(|_| Err(panicked())));
            std::iter::once(first).chain(others).collect()
        });
        reports
            .into_iter()
            .reduce(|before, after| Ok(before?.then(after?)))
            .unwrap_or_else(|| Err(panicked()))
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

/// Checks the entries up to `last`, or to the end of the record if that is [`i64::MAX`]: the chain of hashes, and the bodies.
///
/// # Errors
/// As SQLite reports them; what is wrong with an entry is in the report.
pub fn check(conn: &Connection, last: i64) -> Result<Report> {
    stretched(conn, 1..=last)
}

fn stretched(conn: &Connection, stretch: RangeInclusive<i64>) -> Result<Report> {
    // What others write meanwhile is not looked at; a caller may be reading already.
    let reading = conn.is_autocommit().then(|| conn.unchecked_transaction()).transpose().doing(DOING)?;
    let before = match stretch.start() - 1 {
        0 => Some(GENESIS),
        seq => events::hash_at(conn, seq)?,
    };
    let mut walk = Walk {
        chain: Check { name: "chain", looked_at: 0, bad: None },
        bodies: Check { name: "bodies", looked_at: 0, bad: None },
        erased: BTreeMap::new(),
        before,
        expected: *stretch.start(),
    };
    if let Err(e) = walk.along(conn, &stretch) {
        // What cannot even be read is bad; what comes after it was not looked at.
        let bad = Bad { seq: None, contact_id: None, what: e.to_string() };
        walk.chain.bad.get_or_insert_with(|| bad.clone());
        walk.bodies.bad.get_or_insert(bad);
    }
    drop(reading);
    Ok(Report { checks: vec![walk.chain, walk.bodies] })
}

/// A stretch of the record while it is looked at.
struct Walk {
    chain: Check,
    bodies: Check,
    /// What was erased, and whether lawfully.
    erased: BTreeMap<i64, bool>,
    /// The hash of the entry before; none if that is missing, which the stretch before says.
    before: Option<Hash>,
    expected: i64,
}

impl Walk {
    fn along(&mut self, conn: &Connection, stretch: &RangeInclusive<i64>) -> Result<()> {
        // What stands before the first entry belongs nowhere, but must be seen.
        let from = if *stretch.start() == 1 { i64::MIN } else { *stretch.start() };
        let range = (from, stretch.end());
        self.erased = conn
            .prepare(ERASED)
            .and_then(|mut ask| ask.query_map(range, |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .doing(DOING)?;
        let mut entries = conn.prepare(ENTRIES).doing(DOING)?;
        let mut entries = entries.query(range).doing(DOING)?;
        let mut texts = conn.prepare(BODIES).doing(DOING)?;
        let mut texts = texts.query(range).doing(DOING)?;
        let mut text = texts.next().doing(DOING)?;
        while let Some(row) = entries.next().doing(DOING)? {
            let seq: i64 = row.get(0).map_err(|e| self.unreadable(e))?;
            while let Some(orphan) = place(text)?.filter(|at| *at < seq) {
                self.bodies.bad.get_or_insert(orphaned(orphan));
                text = texts.next().doing(DOING)?;
            }
            let own = text.filter(|_| place(text).is_ok_and(|at| at == Some(seq)));
            self.step(row, seq, own)?;
            if own.is_some() {
                text = texts.next().doing(DOING)?;
            }
            if self.chain.bad.is_some() && self.bodies.bad.is_some() {
                return Ok(());
            }
        }
        if let Some(orphan) = place(text)? {
            self.bodies.bad.get_or_insert(orphaned(orphan));
        }
        if *stretch.end() == END && self.bodies.bad.is_none() {
            let uneven: Option<i64> = conn.query_row(UNEVEN, [], |row| row.get(0)).doing(DOING)?;
            let what = "it did not erase as many entries as now say so";
            self.bodies.bad = uneven.map(|seq| Bad { seq: Some(seq), contact_id: None, what: what.into() });
        }
        // Where the record ends is for the head file to say; what is missing at the end of a stretch before is missing.
        if *stretch.end() != END && self.expected <= *stretch.end() {
            self.chain.bad.get_or_insert(missing(self.expected));
        }
        Ok(())
    }

    fn step(&mut self, row: &Row<'_>, seq: i64, text: Option<&Row<'_>>) -> Result<()> {
        let body_hash: Hash = row.get(6).map_err(|e| self.unreadable(e))?;
        if self.chain.bad.is_none() {
            let (hash, bad) = self.link(row, seq, &body_hash).map_err(|e| self.unreadable(e))?;
            (self.before, self.chain.bad) = (Some(hash), bad);
            self.chain.looked_at += u64::from(self.chain.bad.is_none());
        }
        if self.bodies.bad.is_none() {
            let erased = self.erased.get(&seq).copied();
            let wrong = body(text, erased, &body_hash).map_err(|e| self.unreadable(e))?;
            self.bodies.looked_at += u64::from(wrong.is_none());
            if let Some(what) = wrong {
                let contact_id = row.get(1).map_err(|e| self.unreadable(e))?;
                self.bodies.bad = Some(Bad { seq: Some(seq), contact_id, what: what.into() });
            }
        }
        self.expected += 1;
        Ok(())
    }

    fn link(&self, row: &Row<'_>, seq: i64, body_hash: &Hash) -> rusqlite::Result<(Hash, Option<Bad>)> {
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
        if seq > self.expected {
            return Ok((hash, Some(missing(self.expected))));
        }
        let what = if seq < self.expected {
            "it stands where no entry belongs"
        } else if self.before.is_some_and(|before| prev != before) {
            "it does not follow from the entry before it"
        } else if fields.hash() != hash {
            "it was changed after it was written"
        } else {
            return Ok((hash, None));
        };
        Ok((hash, Some(Bad { seq: Some(seq), contact_id: Some(contact_id), what: what.into() })))
    }

    fn unreadable(&self, e: rusqlite::Error) -> Error {
        unreadable(e, self.expected)
    }
}

/// The place of a body.
fn place(text: Option<&Row<'_>>) -> Result<Option<i64>> {
    text.map(|row| row.get(0)).transpose().doing(DOING)
}

/// What is wrong with what an entry says, if anything is. It may be missing only under a tombstone.
fn body(
    text: Option<&Row<'_>>,
    erased: Option<bool>,
    body_hash: &Hash,
) -> rusqlite::Result<Option<&'static str>> {
    Ok(match (text, erased) {
        (Some(row), None) => {
            let good = chain::body(row.get_ref(1)?.as_blob()?, row.get_ref(2)?.as_str()?) == *body_hash;
            (!good).then_some("what it says was changed after it was written")
        }
        (None, Some(true)) => None,
        (None, None) => Some("what it says is missing, and no erasure was recorded"),
        (_, Some(_)) => Some("its erasure is not as it should be"),
    })
}

fn missing(seq: i64) -> Bad {
    Bad { seq: Some(seq), contact_id: None, what: "it is missing".into() }
}

fn orphaned(seq: i64) -> Bad {
    Bad { seq: Some(seq), contact_id: None, what: "its event is missing".into() }
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
