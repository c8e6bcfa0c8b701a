//! Checking a desk: pages, encryption, chain, bodies, head file, closes, projections, register. Each check names the first bad
//! record.

pub mod entries;

use std::fmt;

use rusqlite::Connection;

use super::connection::{self, Checkpoint};
use super::error::{Doing, Result};
use super::head::{self, Head};
use super::{Store, close, meta, people, rebuild};

const DOING: &str = "check the desk";
const DATABASE: &str = "database";
const ENCRYPTION: &str = "encryption";

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

    /// Whether pages of the file cannot be read or were changed on the disk.
    #[must_use]
    pub fn file_is_damaged(&self) -> bool {
        self.checks.iter().any(|check| check.bad.is_some() && matches!(check.name, DATABASE | ENCRYPTION))
    }

    /// Takes the checks of the entries in.
    fn extend(&mut self, entries: Result<Self>) {
        match entries {
            Ok(report) => self.checks.extend(report.checks),
            Err(e) => self.add("chain", Err(e)),
        }
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
        let mut report = file_only(&self.conn);
        report.extend(self.check_entries());
        report.add("head file", head_file(&witness, &self.conn, &self.findings));
        let reading = self.conn.unchecked_transaction().doing(DOING)?;
        report.add("closes", close::check(&reading, &witness.closes));
        report.add("board", rebuild::compare(&reading));
        report.add("people", people::check(&reading));
        reading.finish().doing(DOING)?;
        Ok(report)
    }
}

/// Checks the record alone: pages, encryption, chain and bodies.
pub(crate) fn record_only(conn: &Connection) -> Result<Report> {
    let mut report = file_only(conn);
    let reading = conn.unchecked_transaction().doing(DOING)?;
    report.extend(entries::check(&reading, i64::MAX));
    reading.finish().doing(DOING)?;
    Ok(report)
}

/// Checks the pages and their tags.
fn file_only(conn: &Connection) -> Report {
    let mut report = Report::default();
    report.add(DATABASE, pages(conn, "PRAGMA integrity_check(1)"));
    report.add(ENCRYPTION, pages(conn, "PRAGMA cipher_integrity_check"));
    report
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

/// What was found when the desk was opened counts still: an emptied head file has lines again after the next save.
fn head_file(
    witness: &head::Read,
    conn: &Connection,
    opened: &[head::Finding],
) -> Result<(u64, Option<Bad>)> {
    let mut findings = head::compare(witness, conn)?;
    findings.extend(opened);
    // The finding about the earliest entry names the first bad one.
    let first = findings.iter().min_by_key(|finding| finding.first_bad().unwrap_or(i64::MAX));
    let bad =
        first.map(|finding| Bad { seq: finding.first_bad(), contact_id: None, what: finding.to_string() });
    Ok((witness.lines.len() as u64, bad))
}

fn whole(what: String) -> Bad {
    Bad { seq: None, contact_id: None, what }
}
