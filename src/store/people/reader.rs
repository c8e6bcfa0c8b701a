//! Everybody in the register, one after the other, on a connection of its own: reading a million people takes a second or two,
//! and nobody's save waits for that.

use std::ops::ControlFlow;

use rusqlite::{Connection, Row};

use super::super::connection::{self, Access};
use super::super::error::{Doing, Result};
use super::super::{Store, events, retention};
use super::row::{self, imported, named};
use crate::domain::register::KnownPerson;

const READING: &str = "read the register";
const IMPORTED: &str = concat!("SELECT ", imported!(), " FROM person WHERE changed > ?1");
const NAMED: &str = concat!("SELECT ", named!(), " FROM named WHERE contact_id > ?1");
const NAMED_SINCE: &str = concat!(
    "SELECT ",
    named!(),
    " FROM named WHERE contact_id IN (SELECT contact_id FROM event WHERE seq > ?1)"
);

impl Store {
    /// A second connection to this desk, which cannot write. It may go to another thread.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn people_reader(&self) -> Result<Reader> {
        let conn = connection::open(&self.paths.db(), &self.dek, Access::ReadOnly)?;
        Ok(Reader { conn })
    }
}

/// Reads the register beside the store. It holds the desk's key and a connection: drop it when the desk is closed.
#[derive(Debug)]
pub struct Reader {
    pub(super) conn: Connection,
}

impl Reader {
    /// Tells `take` of everybody: imported people as they are, and everybody named in the desk's contacts as an entry of its own
    /// (`R-1004/child 1`, standing empty). Returns how far the record had come, for [`Reader::changes`]; that says nothing if
    /// `take` broke off. What is written while this reads is not seen.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn everybody(&self, take: impl FnMut(KnownPerson) -> ControlFlow<()>) -> Result<i64> {
        self.read(0, take)
    }

    /// As [`Reader::everybody`], but only those who were imported anew or differently, and those named in contacts that
    /// something happened to, since the record stood at `after`. Whoever a contact no longer names is not told of.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn changes(&self, after: i64, take: impl FnMut(KnownPerson) -> ControlFlow<()>) -> Result<i64> {
        self.read(after, take)
    }

    /// Whether anybody was erased since the record stood at `after`: what was read before that must be let go.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn was_anybody_erased(&self, after: i64) -> Result<bool> {
        retention::was_anything_erased(&self.conn, after)
    }

    fn read(&self, after: i64, mut take: impl FnMut(KnownPerson) -> ControlFlow<()>) -> Result<i64> {
        // One transaction, so that all of it is of one instant.
        let reading = self.conn.unchecked_transaction().doing(READING)?;
        let tip = events::tip(&reading)?.seq;
        if tip > after {
            let named = if after == 0 { NAMED } else { NAMED_SINCE };
            for sql in [IMPORTED, named] {
                if each(&reading, sql, after, &mut take)?.is_break() {
                    break;
                }
            }
        }
        reading.finish().doing(READING)?;
        Ok(tip)
    }
}

fn each(
    conn: &Connection,
    sql: &str,
    after: i64,
    take: &mut impl FnMut(KnownPerson) -> ControlFlow<()>,
) -> Result<ControlFlow<()>> {
    let mut statement = conn.prepare(sql).doing(READING)?;
    let mut rows = statement.query([after]).doing(READING)?;
    while let Some(row) = rows.next().doing(READING)? {
        if take(read(row)?).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn read(row: &Row<'_>) -> Result<KnownPerson> {
    row::person(row).doing(READING)?
}
