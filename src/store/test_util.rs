//! What the store's own tests share: desks at any step of the ladder, and events that say little.

use rusqlite::Connection;
use tempfile::TempDir;

use super::connection::{Access, open, set_wal};
use super::events::New;
use super::keys::Dek;
use super::migrate::{STEPS, Step, climb};
use crate::domain::when::Moment;

/// 24 November 2026, 14:10 UTC.
pub(crate) const NOON: Moment = Moment::from_millis(1_795_529_400_000);

/// An encrypted file with nothing in it.
pub(crate) fn bare() -> (TempDir, Connection) {
    let dir = tempfile::tempdir().unwrap();
    let conn = open(&dir.path().join("desk.db"), &Dek::random().unwrap(), Access::Create).unwrap();
    set_wal(&conn).unwrap();
    (dir, conn)
}

/// A file as the first `n` steps of a ladder leave it: every older version can be made this way.
pub(crate) fn at_step(steps: &[Step], n: usize) -> (TempDir, Connection) {
    let (dir, mut conn) = bare();
    climb(&mut conn, &steps[..n], |_| Ok(())).unwrap();
    (dir, conn)
}

/// A file at the newest step.
pub(crate) fn desk() -> (TempDir, Connection) {
    at_step(STEPS, STEPS.len())
}

/// The whole schema as text.
pub(crate) fn schema(conn: &Connection) -> String {
    conn.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
        .unwrap()
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap()
        .map(Result::unwrap)
        .collect::<Vec<_>>()
        .join(";\n")
}

/// An event of this kind that says its kind.
pub(crate) fn event(kind: &str) -> New {
    New { at: NOON, actor: "j.testerby".into(), kind: kind.into(), body: format!("{{\"text\":\"{kind}\"}}") }
}
