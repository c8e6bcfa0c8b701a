//! Whether somebody else has written: `PRAGMA data_version`, asked on the store thread when the kernel says that somebody
//! wrote, and four times a second while anything goes on.
//!
//! One question costs microseconds and three system calls. Our own writes do not change the answer.

use std::time::Duration;

use rusqlite::Connection;

use super::error::{Doing, Result};

/// How long the store thread waits for a request before it asks.
pub const EVERY: Duration = Duration::from_millis(250);
/// How long it waits on a quiet desk where the kernel tells of writes.
pub const ASLEEP: Duration = Duration::from_mins(1);

/// Remembers what the record's version was when we last looked.
#[derive(Debug)]
pub struct Watch {
    seen: i64,
}

impl Watch {
    /// Begins to watch; what has been written so far counts as seen.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn begin(conn: &Connection) -> Result<Self> {
        Ok(Self { seen: version(conn)? })
    }

    /// Begins to watch; everything counts as unseen, because the desk was closed for a while.
    #[must_use]
    pub fn afresh() -> Self {
        Self { seen: i64::MIN }
    }

    /// Whether another connection has written since this was last asked.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn changed(&mut self, conn: &Connection) -> Result<bool> {
        let now = version(conn)?;
        Ok(std::mem::replace(&mut self.seen, now) != now)
    }
}

fn version(conn: &Connection) -> Result<i64> {
    conn.prepare_cached("PRAGMA data_version")
        .and_then(|mut ask| ask.query_row([], |row| row.get(0)))
        .doing("look for changes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::connection::{Access, open, set_wal};
    use crate::store::keys::Dek;

    #[test]
    fn only_the_writes_of_others_are_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk.db");
        let dek = Dek::random().unwrap();
        let ours = open(&path, &dek, Access::Create).unwrap();
        set_wal(&ours).unwrap();
        ours.execute_batch("CREATE TABLE t(x INT) STRICT").unwrap();
        let theirs = open(&path, &dek, Access::Existing).unwrap();

        let mut watch = Watch::begin(&ours).unwrap();
        ours.execute_batch("INSERT INTO t VALUES(1)").unwrap();
        assert!(!watch.changed(&ours).unwrap());
        theirs.execute_batch("INSERT INTO t VALUES(2)").unwrap();
        assert!(watch.changed(&ours).unwrap());
        assert!(!watch.changed(&ours).unwrap());
    }
}
