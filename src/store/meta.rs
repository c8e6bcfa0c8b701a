//! Facts about the desk itself, by name: the table `meta`.

use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, ToSql};

use super::error::{Doing, Error, Kind, Result, UNTOUCHED};

/// The desk's vault id, the same as in the sidecar (16 bytes).
pub const VAULT: &str = "vault";
/// The generation of the sidecar that this record has seen.
pub const GENERATION: &str = "generation";
/// `training` or `real`.
pub const KIND: &str = "kind";
/// Key of the head file's lines (32 bytes): random, so that changing the data key leaves the head file readable.
pub const HEAD_KEY: &str = "head_key";
/// The key that signs the daily close (Ed25519, 32 bytes): random, and like the record's other keys readable only to those who
/// can open it.
pub const CLOSE_KEY: &str = "close_key";
/// The last contact number given.
pub const LAST_CONTACT: &str = "last_contact";
/// Which version of dutydesk last brought the schema up to date. Every later version must leave it here.
pub const PROGRAM: &str = "program";
/// Which [`VERSION`](super::project::VERSION) of the projections the tables hold; 0 while they are being made.
pub const PROJECTIONS: &str = "projections";
/// What the columns of the last imported file of people meant (JSON, as the command line keeps it).
pub const PEOPLE_COLUMNS: &str = "people_columns";
/// The entry of a restore that nobody has taken note of yet; 0 or absent if there is none.
pub const RESTORED: &str = "restored";

/// What is coming with the next generation of the sidecar (JSON); gone once it has arrived.
pub const COMING: &str = "coming";
/// 1 while the data key has still to be changed.
pub const ROTATE: &str = "rotate";

const DOING: &str = "read what kind of desk this is";

/// The value under `name`, if there is one.
///
/// # Errors
/// As SQLite reports them.
pub fn get<T: FromSql>(conn: &Connection, name: &str) -> Result<Option<T>> {
    conn.prepare_cached("SELECT value FROM meta WHERE name = ?1")
        .and_then(|mut ask| ask.query_row([name], |row| row.get(0)).optional())
        .doing(DOING)
}

/// The text under `name`, if there is one.
///
/// # Errors
/// As SQLite reports them.
pub fn text(conn: &Connection, name: &str) -> Result<Option<String>> {
    get(conn, name)
}

/// The value under `name`, which every desk has.
///
/// # Errors
/// [`Kind::Damaged`] if it is missing.
pub fn need<T: FromSql>(conn: &Connection, name: &str) -> Result<T> {
    get(conn, name)?.ok_or_else(|| {
        Error::new(
            Kind::Damaged,
            DOING,
            format!("the record does not say its \"{name}\""),
            UNTOUCHED,
            "Put the desk back from a backup.",
        )
    })
}

/// Writes the value under `name`.
///
/// # Errors
/// As SQLite reports them.
pub fn set(conn: &Connection, name: &str, value: impl ToSql) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO meta(name, value) VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
    )
    .and_then(|mut put| put.execute((name, value)))
    .doing("write what kind of desk this is")
    .map(|_| ())
}
