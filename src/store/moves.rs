//! Open contacts whose clocks run under other rules than those in force. Closed contacts are never looked at.

use rusqlite::Connection;

use super::error::{Doing, Result};
use super::{codec, project};
use crate::domain::ids::ContactId;
use crate::domain::protocol::Protocol;
use crate::domain::recount::{Affected, shifts};

/// Contacts looked at between two requests.
pub const PAGE: u32 = 50;

const READING: &str = "look for deadlines that would move";
/// An open contact is worth reading if a clock that has not stopped goes by other rules, or none is left that could say.
const WORTH: &str = "NOT EXISTS (SELECT 1 FROM clock WHERE contact_id = contact.id AND stopped_at IS NULL)
     OR EXISTS (SELECT 1 FROM clock WHERE contact_id = contact.id AND stopped_at IS NULL AND rules IS NOT ?1)";

/// How far the open contacts have been looked at under one protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Search {
    after: (i64, i64),
    complete: bool,
}

impl Search {
    /// Nothing has been looked at.
    #[must_use]
    pub const fn begin() -> Self {
        Self { after: (i64::MIN, 0), complete: false }
    }

    /// Whether every open contact has been looked at.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.complete
    }

    /// Looks at some more contacts, the most urgent first. Gives those whose deadlines would move.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn page(&mut self, conn: &Connection, protocol: &Protocol, most: u32) -> Result<Vec<Affected>> {
        let asked = format!(
            "SELECT next_due, id FROM contact INDEXED BY contact_board
             WHERE open = 1 AND (next_due, id) > (?2, ?3) AND ({WORTH}) ORDER BY next_due, id LIMIT ?4"
        );
        let found: Vec<(i64, i64)> = conn
            .prepare_cached(&asked)
            .and_then(|mut ask| {
                ask.query_map((protocol.stamp(), self.after.0, self.after.1, most), |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?
                .collect()
            })
            .doing(READING)?;
        self.complete = found.len() < most as usize;
        if let Some(last) = found.last() {
            self.after = *last;
        }
        let mut affected = Vec::new();
        for (_, id) in found {
            let one = look(conn, codec::id(id), protocol)?;
            affected.extend(Some(one).filter(|one| !one.shifts.is_empty()));
        }
        Ok(affected)
    }
}

/// Every open contact whose deadlines would move.
///
/// # Errors
/// As SQLite reports them.
pub fn all(conn: &Connection, protocol: &Protocol) -> Result<Vec<Affected>> {
    let mut search = Search::begin();
    let mut affected = Vec::new();
    while !search.is_complete() {
        affected.extend(search.page(conn, protocol, PAGE)?);
    }
    Ok(affected)
}

/// Whether a contact is worth looking at: it is open, and not every clock of it goes by these rules.
///
/// # Errors
/// As SQLite reports them.
pub fn is_worth(conn: &Connection, id: ContactId, protocol: &Protocol) -> Result<bool> {
    conn.prepare_cached(&format!(
        "SELECT EXISTS (SELECT 1 FROM contact WHERE id = ?2 AND open = 1 AND ({WORTH}))"
    ))
    .and_then(|mut ask| ask.query_row((protocol.stamp(), codec::number(id)), |row| row.get(0)))
    .doing(READING)
}

/// What would move on one contact.
///
/// # Errors
/// As SQLite reports them.
pub fn look(conn: &Connection, id: ContactId, protocol: &Protocol) -> Result<Affected> {
    let contact = project::load(conn, id)?;
    Ok(Affected { id, shifts: contact.map_or_else(Vec::new, |contact| shifts(&contact, protocol)) })
}

#[cfg(test)]
mod tests;
