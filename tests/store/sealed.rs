//! A desk of some hundred events with two daily closes, made once and copied for everybody who attacks it.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use dutydesk::domain::actor::Actor;
use dutydesk::domain::close::Closed;
use dutydesk::domain::codes::Role;
use dutydesk::domain::ids::ContactId;
use dutydesk::store::Store;
use dutydesk::store::chain::{Fields, GENESIS, Hash};
use dutydesk::store::verify::{Bad, Report};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::support::*;

/// The last entry of the desk.
pub(crate) const LAST: i64 = 304;
/// The entries that the two closes sign. Each close is the entry after.
pub(crate) const SIGNED: [i64; 2] = [101, 202];
/// Takes every rule away that the database itself keeps.
pub(crate) const NO_TRIGGERS: &str = "DROP TRIGGER event_continues_the_chain; DROP TRIGGER event_is_never_changed;
    DROP TRIGGER event_is_never_removed; DROP TRIGGER body_is_written_once; DROP TRIGGER body_is_never_changed;
    DROP TRIGGER body_goes_only_by_erasure; DROP TRIGGER tombstone_is_never_changed;
    DROP TRIGGER tombstone_is_never_removed; PRAGMA foreign_keys = OFF;";

struct Made {
    dir: TempDir,
    closes: Vec<Closed>,
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let (dir, mut store) = desk();
    let mut closes = Vec::new();
    for n in 0..300 {
        note(&mut store, 1001 + n % 30);
        if n == 99 || n == 199 {
            closes.push(store.close_day(&manager(), NOON).unwrap());
        }
    }
    store.view(ContactId(1007), &actor("Jo Testerby"), NOON).unwrap();
    let signed: Vec<u64> = closes.iter().map(|closed| closed.close.closed).collect();
    assert_eq!(signed, SIGNED.map(i64::unsigned_abs));
    assert_eq!(dutydesk::store::events::tip(store.conn()).unwrap().seq, LAST);
    drop(store);
    Made { dir, closes }
});

pub(crate) fn manager() -> Actor {
    Actor { role: Role::Manager, ..actor("Sam Placeham") }
}

/// The closes of the desk, with the words that stand on paper.
pub(crate) fn closes() -> &'static [Closed] {
    &MADE.closes
}

/// The words on paper for the n-th close, from 0.
pub(crate) fn paper(n: usize) -> &'static str {
    &closes().get(n).unwrap().close.words
}

/// A copy of the desk, closed.
pub(crate) fn copied() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    copy(&MADE.dir.path().join("desk"), &dir.path().join("desk"));
    dir
}

/// Copies a desk as it lies on the disk.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    set_mode(to, 0o700);
    for name in ["desk.db", "desk.db-wal", "desk.keys", "desk.head"] {
        let file = from.join(name);
        if file.exists() {
            fs::copy(file, to.join(name)).unwrap();
        }
    }
}

/// The desk after somebody with the key ran these statements on it, every rule of the database taken away.
pub(crate) fn attacked(sql: &str) -> TempDir {
    attacked_with(|conn| conn.execute_batch(sql).unwrap())
}

/// The desk after somebody with the key did this to it.
pub(crate) fn attacked_with(attack: impl FnOnce(&Connection)) -> TempDir {
    let dir = copied();
    let conn = with_the_key(&dir);
    conn.execute_batch(NO_TRIGGERS).unwrap();
    attack(&conn);
    dir
}

/// What a check of the desk says.
pub(crate) fn verified(dir: &TempDir) -> Report {
    let mut store: Store = reopen(dir);
    store.verify().unwrap()
}

/// What one of the checks found.
pub(crate) fn first(report: &Report, check: &str) -> Bad {
    report.checks.iter().find(|c| c.name == check).unwrap().bad.clone().unwrap_or_else(|| {
        panic!("{check} found nothing: {report:?}");
    })
}

/// The entry that one of the checks named.
pub(crate) fn named(report: &Report, check: &str) -> Option<i64> {
    first(report, check).seq
}

/// That nothing but these checks found anything.
#[track_caller]
pub(crate) fn only(report: &Report, checks: &[&str]) {
    let found: Vec<&str> = report.checks.iter().filter(|c| c.bad.is_some()).map(|c| c.name).collect();
    assert_eq!(found, checks, "{report:?}");
}

/// The fields of an event that its hash covers, but for the hash before it.
type Row = (i64, i64, u32, i64, String, String, Hash);

/// Writes every hash anew, so that the chain is whole again whatever was done to it.
pub(crate) fn hash_anew(conn: &Connection) {
    let mut rows = conn
        .prepare("SELECT seq, contact_id, contact_seq, at, actor, kind, body_hash FROM event ORDER BY seq")
        .unwrap();
    let rows: Vec<Row> = rows
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?, r.get(6)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut before: Hash = GENESIS;
    for (seq, contact_id, contact_seq, at, actor, kind, body_hash) in &rows {
        let fields = Fields {
            seq: *seq,
            contact_id: *contact_id,
            contact_seq: *contact_seq,
            at: *at,
            actor,
            kind,
            body_hash,
            prev: &before,
        };
        let hash = fields.hash();
        conn.execute("UPDATE event SET prev = ?2, hash = ?3 WHERE seq = ?1", (seq, before, hash)).unwrap();
        before = hash;
    }
}

/// Writes what an entry says anew, with a hash that fits. The chain is then still to be written anew.
pub(crate) fn say(conn: &Connection, seq: i64, text: &str) {
    let salt: Vec<u8> =
        conn.query_row("SELECT salt FROM body WHERE seq = ?1", [seq], |row| row.get(0)).unwrap();
    let hash = dutydesk::store::chain::body(&salt, text);
    conn.execute("UPDATE body SET text = ?2 WHERE seq = ?1", (seq, text)).unwrap();
    conn.execute("UPDATE event SET body_hash = ?2 WHERE seq = ?1", (seq, hash)).unwrap();
}

/// What an entry says.
pub(crate) fn said(conn: &Connection, seq: i64) -> String {
    conn.query_row("SELECT text FROM body WHERE seq = ?1", [seq], |row| row.get(0)).unwrap()
}

/// The head file of a desk.
pub(crate) fn head_file(dir: &TempDir) -> std::path::PathBuf {
    dir.path().join("desk").join("desk.head")
}
