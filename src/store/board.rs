//! What the board reads: first the most urgent page, then the rest page by page, then only what changes. No query here
//! looks at a closed contact it does not send.

use rusqlite::Connection;

use super::error::{Doing, Result};
use super::events;
use super::project;
use crate::domain::contact::Summary;
use crate::domain::ids::ContactId;

/// Rows of the first page: more than any screen shows, few enough to be there at once.
pub const FIRST: u32 = 60;
/// Rows of every further page.
pub const NEXT: u32 = 500;

const READING: &str = "read the board";
const COUNT: &str = "SELECT count(*) FROM contact INDEXED BY contact_board WHERE open = 1";
const PAGE: &str = "SELECT summary FROM contact INDEXED BY contact_board
     WHERE open = 1 AND (next_due, id) > (?1, ?2) ORDER BY next_due, id LIMIT ?3";
const BY_NUMBER: &str = "SELECT summary FROM contact WHERE id > ?1 ORDER BY id LIMIT ?2";
const CHANGED: &str =
    "SELECT summary FROM contact WHERE id IN (SELECT contact_id FROM event WHERE seq > ?1) ORDER BY id";

/// How far the board has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Board {
    after: (i64, i64),
    seen: i64,
    complete: bool,
}

impl Board {
    /// Nothing has been read. Whatever happens from here on will be found as a change.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn begin(conn: &Connection) -> Result<Self> {
        Ok(Self { after: (i64::MIN, 0), seen: events::tip(conn)?.seq, complete: false })
    }

    /// Whether every open contact has been read once.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// The next page, most urgent first. Shorter than asked for when it is the last.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn page(&mut self, conn: &Connection, rows: u32) -> Result<Vec<Summary>> {
        let texts: Vec<String> = conn
            .prepare_cached(PAGE)
            .and_then(|mut ask| {
                ask.query_map((self.after.0, self.after.1, rows), |row| row.get(0))?.collect()
            })
            .doing(READING)?;
        let page = read(&texts)?;
        self.complete = page.len() < rows as usize;
        if let Some(last) = page.last() {
            self.after = (project::next_due(last), super::codec::number(last.id));
        }
        Ok(page)
    }

    /// Every contact that has changed since this was last asked, closed ones included.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn changes(&mut self, conn: &Connection) -> Result<Vec<Summary>> {
        // The end is read first: what is added in between is read now and once more, never missed.
        let tip = events::tip(conn)?.seq;
        if tip == self.seen {
            return Ok(Vec::new());
        }
        let texts: Vec<String> = conn
            .prepare_cached(CHANGED)
            .and_then(|mut ask| ask.query_map([self.seen], |row| row.get(0))?.collect())
            .doing(READING)?;
        self.seen = tip;
        read(&texts)
    }
}

/// The next contacts in the order of their numbers, closed ones included; the first ones for `None`.
///
/// # Errors
/// As SQLite reports them.
pub fn by_number(conn: &Connection, after: Option<ContactId>, rows: u32) -> Result<Vec<Summary>> {
    let after = after.map_or(0, super::codec::number);
    let texts: Vec<String> = conn
        .prepare_cached(BY_NUMBER)
        .and_then(|mut ask| ask.query_map((after, rows), |row| row.get(0))?.collect())
        .doing(READING)?;
    read(&texts)
}

/// How many contacts are open.
///
/// # Errors
/// As SQLite reports them.
pub fn open(conn: &Connection) -> Result<usize> {
    conn.prepare_cached(COUNT)
        .and_then(|mut ask| ask.query_row([], |row| row.get::<_, u32>(0)))
        .doing(READING)
        .map(|n| n as usize)
}

fn read(texts: &[String]) -> Result<Vec<Summary>> {
    texts.iter().map(|text| serde_json::from_str(text).doing(READING)).collect()
}

#[cfg(test)]
mod tests;
