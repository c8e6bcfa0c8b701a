//! Connections to the encrypted record. Every connection begins with the same statements in the same order; nothing
//! else in the program opens one.

use std::path::Path;
use std::sync::Once;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::keys::{self, Dek};

/// SQLite before this had a bug that lost commits of two processes in WAL mode.
pub(crate) const OLDEST_SQLITE: i32 = 3_051_003;
/// How long a statement waits for another terminal's transaction.
const BUSY: Duration = Duration::from_secs(5);
const DOING: &str = "open the record";

/// Whether a missing file may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Make the file if it is not there.
    Create,
    /// The file must be there.
    Existing,
    /// The file must be there, and nothing can be written through this connection.
    ReadOnly,
}

/// Opens the record under its key, with every setting and check in place.
///
/// # Errors
/// [`Kind::Keys`] if the key does not fit, [`Kind::Bug`] if this build's SQLite is too old or cannot encrypt, and as
/// SQLite reports them.
pub fn open(path: &Path, dek: &Dek, access: Access) -> Result<Connection> {
    let how = match access {
        Access::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        Access::Existing => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let flags = how | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    start();
    let conn = Connection::open_with_flags(path, flags).doing(DOING)?;
    unlock(&conn, dek)?;
    check_build(&conn)?;
    harden(&conn)?;
    Ok(conn)
}

/// A connection to no file at all: for what is worked out apart from the record.
///
/// # Errors
/// As SQLite reports them.
pub(crate) fn in_memory() -> Result<Connection> {
    start();
    Connection::open_in_memory().doing(DOING)
}

/// Starts SQLite, once in a process. SQLite says that it is ready before it has started SQLCipher: a second thread that
/// came in between was told that its key had no characters.
fn start() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| drop(Connection::open_in_memory()));
}

/// The first statements: quiet (SQLCipher would write over the screen), locked in memory, keyed, and tried.
fn unlock(conn: &Connection, dek: &Dek) -> Result<()> {
    conn.busy_timeout(BUSY).doing(DOING)?;
    conn.execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA cipher_memory_security = ON;").doing(DOING)?;
    let key = dek.pragma();
    let keyed = conn.execute_batch(&key);
    keys::wipe(key);
    keyed.doing(DOING)?;
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).doing(DOING)
}

/// A lock file refreshed elsewhere must not put us on a SQLite that loses commits, or on one that writes plain text.
fn check_build(conn: &Connection) -> Result<()> {
    let version = rusqlite::version_number();
    let cipher: Option<String> = conn.pragma_query_value(None, "cipher_version", |row| row.get(0)).ok();
    if version >= OLDEST_SQLITE && cipher.is_some_and(|c| !c.is_empty()) {
        return Ok(());
    }
    Err(Error::new(
        Kind::Bug,
        DOING,
        format!("this build of dutydesk has SQLite {} and cannot keep a record safe", rusqlite::version()),
        UNTOUCHED,
        "Install a build made from the project's own lock file.",
    ))
}

fn harden(conn: &Connection) -> Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).doing(DOING)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false).doing(DOING)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false).doing(DOING)?;
    // `recursive_triggers` makes INSERT OR REPLACE meet the triggers that refuse a deletion. The log is kept short,
    // because one damaged bit in it silently drops every later commit: by `Store::tidy_if_long` when nobody waits, and
    // by the automatic checkpoint only as a backstop, because that one runs inside a save and takes two flushes.
    conn.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA secure_delete = ON;
         PRAGMA cell_size_check = ON;
         PRAGMA mmap_size = 0;
         PRAGMA temp_store = MEMORY;
         PRAGMA wal_autocheckpoint = 256;",
    )
    .doing(DOING)?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Turns write-ahead logging on if it is not. Only with the desk to oneself: setting it does not wait for others.
///
/// # Errors
/// [`Kind::FileSystem`] if the file system cannot do it, and as SQLite reports them.
pub(crate) fn set_wal(conn: &Connection) -> Result<()> {
    let mode: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0)).doing(DOING)?;
    if mode == "wal" {
        return Ok(());
    }
    let mode: String =
        conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0)).doing(DOING)?;
    if mode == "wal" {
        return Ok(());
    }
    Err(Error::new(
        Kind::FileSystem,
        DOING,
        "the disk does not let several programs share a file safely",
        UNTOUCHED,
        "Keep the desk on a disk of this host and name it with --desk.",
    ))
}

/// How much of the log a checkpoint moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checkpoint {
    /// What can be moved without waiting for anybody.
    Passive,
    /// All of it, and the log is cut to nothing. Waits for readers, at most the busy time.
    Truncate,
}

/// Moves the log into the record. `true` if all of it was moved.
///
/// # Errors
/// As SQLite reports them.
pub fn checkpoint(conn: &Connection, how: Checkpoint) -> Result<bool> {
    let sql = match how {
        Checkpoint::Passive => "PRAGMA wal_checkpoint(PASSIVE)",
        Checkpoint::Truncate => "PRAGMA wal_checkpoint(TRUNCATE)",
    };
    conn.query_row(sql, [], |row| {
        let (busy, log, moved): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(busy == 0 && log == moved)
    })
    .doing("move the log into the record")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wrong_key_is_refused_and_the_right_one_opens() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk.db");
        let dek = Dek::random().unwrap();
        let conn = open(&path, &dek, Access::Create).unwrap();
        conn.execute_batch("CREATE TABLE t(x) STRICT").unwrap_err();
        conn.execute_batch("CREATE TABLE t(x INT) STRICT").unwrap();
        drop(conn);
        assert_eq!(open(&path, &Dek::random().unwrap(), Access::Existing).unwrap_err().kind, Kind::Keys);
        open(&path, &dek, Access::Existing).unwrap();
    }

    #[test]
    fn every_setting_is_on() {
        let dir = tempfile::tempdir().unwrap();
        let conn = open(&dir.path().join("desk.db"), &Dek::random().unwrap(), Access::Create).unwrap();
        for (pragma, value) in [
            ("synchronous", 2),
            ("foreign_keys", 1),
            ("recursive_triggers", 1),
            ("trusted_schema", 0),
            ("secure_delete", 1),
            ("cell_size_check", 1),
            ("temp_store", 2),
            ("wal_autocheckpoint", 256),
            ("busy_timeout", 5000),
        ] {
            let found: i64 = conn.pragma_query_value(None, pragma, |row| row.get(0)).unwrap();
            assert_eq!(found, value, "{pragma}");
        }
        assert!(conn.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE).unwrap());
        let memory: String =
            conn.pragma_query_value(None, "cipher_memory_security", |row| row.get(0)).unwrap();
        assert_eq!(memory, "1");
    }

    #[test]
    fn sqlite_was_built_without_what_the_record_never_uses() {
        let dir = tempfile::tempdir().unwrap();
        let conn = open(&dir.path().join("desk.db"), &Dek::random().unwrap(), Access::Create).unwrap();
        let options: Vec<String> = conn
            .prepare("PRAGMA compile_options")
            .and_then(|mut ask| ask.query_map([], |row| row.get(0))?.collect())
            .unwrap();
        for wanted in ["OMIT_LOAD_EXTENSION", "DQS=0", "HAS_CODEC"] {
            assert!(
                options.iter().any(|option| option == wanted),
                "{wanted}: .cargo/config.toml was not read"
            );
        }
    }

    #[test]
    fn the_log_is_cut_to_nothing_by_a_full_checkpoint() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk.db");
        let conn = open(&path, &Dek::random().unwrap(), Access::Create).unwrap();
        set_wal(&conn).unwrap();
        set_wal(&conn).unwrap();
        conn.execute_batch("CREATE TABLE t(x INT) STRICT").unwrap();
        assert!(checkpoint(&conn, Checkpoint::Truncate).unwrap());
        assert_eq!(std::fs::metadata(dir.path().join("desk.db-wal")).unwrap().len(), 0);
    }
}
