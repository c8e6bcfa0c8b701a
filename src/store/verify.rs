//! Checking a desk: pages, encryption, chain, bodies, head file, projections, register. Each check names the first bad record.

use std::fmt;

use rusqlite::{Connection, Row};

use super::chain::{self, Fields, GENESIS, Hash};
use super::connection::{self, Checkpoint};
use super::error::{self, Doing, Error, Kind, Result};
use super::head::{self, Head};
use super::{Store, meta, people, rebuild};

const DOING: &str = "check the desk";

/// What one check looked at, and the first thing it found wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was checked, in a few words.
    pub name: &'static str,
    /// How many things were looked at.
    pub looked_at: u64,
    /// The first thing wrong, if anything is.
    pub bad: Option<Bad>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// The entry in the record, where there is one.
    pub seq: Option<i64>,
    /// The contact, where there is one.
    pub contact_id: Option<i64>,
    /// What is wrong with it.
    pub what: String,
}

impl fmt::Display for Bad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.seq, self.contact_id) {
            (Some(seq), Some(contact)) if contact > 0 => {
                write!(f, "entry {seq} (R-{contact}): {}", self.what)
            }
            (Some(seq), _) => write!(f, "entry {seq}: {}", self.what),
            (None, Some(contact)) => write!(f, "R-{contact}: {}", self.what),
            (None, None) => f.write_str(&self.what),
        }
    }
}

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Every check, in the order made.
    pub checks: Vec<Check>,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.first_bad().is_none()
    }

    /// The first thing wrong.
    #[must_use]
    pub fn first_bad(&self) -> Option<&Bad> {
        self.checks.iter().find_map(|c| c.bad.as_ref())
    }

    fn add(&mut self, name: &'static str, outcome: Result<(u64, Option<Bad>)>) {
        // A check that cannot even be made because the file is broken has found something wrong.
        let (looked_at, bad) = outcome.unwrap_or_else(|e| (0, Some(whole(e.to_string()))));
        self.checks.push(Check { name, looked_at, bad });
    }
}

impl Store {
    /// Checks everything. Others can go on working; what they write meanwhile is not looked at.
    ///
    /// # Errors
    /// Only if the check cannot be begun; what is wrong with the desk is in the report.
    pub fn verify(&mut self) -> Result<Report> {
        // Before a checkpoint the page check gives false alarms.
        connection::checkpoint(&self.conn, Checkpoint::Truncate)?;
        let key: [u8; 32] = meta::need(&self.conn, meta::HEAD_KEY)?;
        let witness = Head::new(self.paths.head(), key).read()?;
        let mut report = record_only(&self.conn)?;
        report.add("head file", head_file(&witness, &self.conn));
        let reading = self.conn.unchecked_transaction().doing(DOING)?;
        report.add("board", rebuild::compare(&reading));
        report.add("people", people::check(&reading));
        reading.finish().doing(DOING)?;
        Ok(report)
    }
}

/// Checks the record alone: pages, encryption, chain and bodies.
pub(crate) fn record_only(conn: &Connection) -> Result<Report> {
    let mut report = Report::default();
    report.add("database", pages(conn, "PRAGMA integrity_check(1)"));
    report.add("encryption", pages(conn, "PRAGMA cipher_integrity_check"));
    let reading = conn.unchecked_transaction().doing(DOING)?;
    report.add("chain", chain(&reading));
    report.add("bodies", bodies(&reading));
    reading.finish().doing(DOING)?;
    Ok(report)
}

fn pages(conn: &Connection, pragma: &str) -> Result<(u64, Option<Bad>)> {
    let count: u64 =
        conn.pragma_query_value(None, "page_count", |row| row.get::<_, u32>(0)).doing(DOING)?.into();
    let mut statement = conn.prepare(pragma).doing(DOING)?;
    let mut rows = statement.query([]).doing(DOING)?;
    while let Some(row) = rows.next().doing(DOING)? {
        let said: String = row.get(0).doing(DOING)?;
        if said != "ok" {
            return Ok((count, Some(whole(said))));
        }
    }
    Ok((count, None))
}

/// Every event's hash from its own fields and from the one before.
fn chain(conn: &Connection) -> Result<(u64, Option<Bad>)> {
    let mut statement = conn
        .prepare("SELECT seq, contact_id, contact_seq, at, actor, kind, body_hash, prev, hash FROM event ORDER BY seq")
        .doing(DOING)?;
    let mut rows = statement.query([]).doing(DOING)?;
    let (mut before, mut looked_at): (Hash, i64) = (GENESIS, 0);
    while let Some(row) = rows.next().doing(DOING)? {
        let (link, bad) = link(row, looked_at + 1, &before).map_err(|e| unreadable(e, looked_at + 1))?;
        if bad.is_some() {
            return Ok((looked_at.unsigned_abs(), bad));
        }
        looked_at += 1;
        before = link;
    }
    Ok((looked_at.unsigned_abs(), None))
}

fn link(row: &Row<'_>, expected: i64, before: &Hash) -> rusqlite::Result<(Hash, Option<Bad>)> {
    let seq: i64 = row.get(0)?;
    let contact_id: i64 = row.get(1)?;
    let (body_hash, prev, hash): (Hash, Hash, Hash) = (row.get(6)?, row.get(7)?, row.get(8)?);
    let fields = Fields {
        seq,
        contact_id,
        contact_seq: row.get(2)?,
        at: row.get(3)?,
        actor: row.get_ref(4)?.as_str()?,
        kind: row.get_ref(5)?.as_str()?,
        body_hash: &body_hash,
        prev: &prev,
    };
    let what = if seq != expected {
        format!("entry {expected} is missing before it")
    } else if prev != *before {
        "it does not follow from the entry before it".to_owned()
    } else if fields.hash() != hash {
        "it was changed after it was written".to_owned()
    } else {
        return Ok((hash, None));
    };
    let seq = if seq == expected { seq } else { expected };
    Ok((hash, Some(Bad { seq: Some(seq), contact_id: Some(contact_id), what })))
}

/// An erasure that says another number of entries than there are tombstones in its name: one was slipped in.
const UNEVEN: &str = "SELECT min(e.seq) FROM event e JOIN body b ON b.seq = e.seq
       LEFT JOIN (SELECT erased_by, count(*) AS n FROM tombstone GROUP BY erased_by) t ON t.erased_by = e.seq
     WHERE e.contact_id = 0 AND e.kind = 'contact-erased' AND coalesce(t.n, 0) <> json_extract(b.text, '$.event.entries')";

/// Every body against the hash its event carries. A body may be missing only under a tombstone.
fn bodies(conn: &Connection) -> Result<(u64, Option<Bad>)> {
    let orphan = conn
        .query_row("SELECT min(seq) FROM body WHERE seq NOT IN (SELECT seq FROM event)", [], |row| {
            row.get::<_, Option<i64>>(0)
        })
        .doing(DOING)?;
    let mut statement = conn
        .prepare(
            "SELECT e.seq, e.contact_id, e.body_hash, b.salt, b.text, t.erased_by, by.seq
             FROM event e LEFT JOIN body b ON b.seq = e.seq LEFT JOIN tombstone t ON t.seq = e.seq
             LEFT JOIN event by ON by.seq = t.erased_by AND by.contact_id = 0 AND by.kind = 'contact-erased' ORDER BY e.seq",
        )
        .doing(DOING)?;
    let mut rows = statement.query([]).doing(DOING)?;
    let mut looked_at = 0;
    while let Some(row) = rows.next().doing(DOING)? {
        if let Some(bad) = one_body(row).map_err(|e| unreadable(e, 0))? {
            return Ok((looked_at, Some(bad)));
        }
        looked_at += 1;
    }
    let found = |seq: i64, what: &str| Bad { seq: Some(seq), contact_id: None, what: what.into() };
    let bad = orphan.map(|seq| found(seq, "its event is missing"));
    if bad.is_some() {
        return Ok((looked_at, bad));
    }
    let uneven = conn.query_row(UNEVEN, [], |row| row.get::<_, Option<i64>>(0)).doing(DOING)?;
    Ok((looked_at, uneven.map(|seq| found(seq, "it did not erase as many entries as now say so"))))
}

fn one_body(row: &Row<'_>) -> rusqlite::Result<Option<Bad>> {
    let (seq, contact_id): (i64, i64) = (row.get(0)?, row.get(1)?);
    let body_hash: Hash = row.get(2)?;
    let text = row.get_ref(4)?.as_str_or_null()?;
    let erased_by: Option<i64> = row.get(5)?;
    // The event of the desk that erased it must stand in the record, after it.
    let lawful = erased_by.is_some_and(|by| by > seq) && row.get::<_, Option<i64>>(6)? == erased_by;
    let what = match (text, erased_by) {
        (Some(text), None) if chain::body(row.get_ref(3)?.as_blob()?, text) == body_hash => return Ok(None),
        (None, Some(_)) if lawful => return Ok(None),
        (Some(_), None) => "what it says was changed after it was written",
        (None, None) => "what it says is missing, and no erasure was recorded",
        (_, Some(_)) => "its erasure is not as it should be",
    };
    Ok(Some(Bad { seq: Some(seq), contact_id: Some(contact_id), what: what.into() }))
}

fn head_file(witness: &head::Read, conn: &Connection) -> Result<(u64, Option<Bad>)> {
    let findings = head::compare(witness, conn)?;
    let bad = findings.first().map(|finding| {
        let seq = match finding {
            head::Finding::CutOff { ends, .. } => Some(ends.saturating_add(1)),
            head::Finding::Rewritten { seq, .. } => Some(*seq),
            head::Finding::Missing | head::Finding::Forged { .. } => None,
        };
        Bad { seq, contact_id: None, what: finding.to_string() }
    });
    Ok((witness.lines.len() as u64, bad))
}

fn whole(what: String) -> Bad {
    Bad { seq: None, contact_id: None, what }
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
