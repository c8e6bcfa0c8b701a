//! What somebody can do to a desk with its key in hand, and that it is noticed with the first bad record.

use std::fs;

use dutydesk::store::Store;
use dutydesk::store::chain::{self, Fields, GENESIS, Hash};
use dutydesk::store::events;
use dutydesk::store::head::Finding;
use dutydesk::store::verify::{Bad, Report};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::support::*;

const NO_TRIGGERS: &str = "DROP TRIGGER event_continues_the_chain; DROP TRIGGER event_is_never_changed;
    DROP TRIGGER event_is_never_removed; DROP TRIGGER body_is_never_changed; DROP TRIGGER body_goes_only_by_erasure;
    PRAGMA foreign_keys = OFF;";

/// A desk with its founding (entry 1) and nine notes on R-1001 (entries 2 to 10).
fn nine_notes() -> (TempDir, Store) {
    let (dir, mut store) = desk();
    for _ in 0..9 {
        note(&mut store, 1001);
    }
    (dir, store)
}

/// Attacks the closed desk, opens it again and verifies it.
fn after(attack: &str) -> Report {
    let (dir, store) = nine_notes();
    drop(store);
    let conn = with_the_key(&dir);
    conn.execute_batch(NO_TRIGGERS).unwrap();
    conn.execute_batch(attack).unwrap();
    drop(conn);
    reopen(&dir).verify().unwrap()
}

fn first(report: &Report, check: &str) -> Bad {
    report.checks.iter().find(|c| c.name == check).unwrap().bad.clone().unwrap_or_else(|| {
        panic!("{check} found nothing: {report:?}");
    })
}

#[test]
fn an_edited_event_is_named() {
    let bad = first(&after("UPDATE event SET actor = 'p.fakeley' WHERE seq = 5"), "chain");
    assert_eq!((bad.seq, bad.contact_id), (Some(5), Some(1001)));
    assert!(bad.to_string().contains("entry 5 (R-1001)"), "{bad}");
}

#[test]
fn a_removed_event_is_named() {
    let bad = first(&after("DELETE FROM body WHERE seq = 6; DELETE FROM event WHERE seq = 6"), "chain");
    assert_eq!(bad.seq, Some(6));
}

#[test]
fn an_edited_body_is_named() {
    let bad = first(&after("UPDATE body SET text = '{}' WHERE seq = 7"), "bodies");
    assert_eq!(bad.seq, Some(7));
}

#[test]
fn a_removed_body_is_named_unless_it_was_erased_lawfully() {
    let bad = first(&after("DELETE FROM body WHERE seq = 8"), "bodies");
    assert_eq!(bad.seq, Some(8));
    // A tombstone that names no event, or one that erased nothing. What lawful erasures leave: tests/erasure.rs.
    for by in [10, 99] {
        let unlawful =
            after(&format!("INSERT INTO tombstone VALUES (8, {by}); DELETE FROM body WHERE seq = 8"));
        assert_eq!(first(&unlawful, "bodies").seq, Some(8));
    }
}

#[test]
fn a_record_cut_off_at_its_end_is_noticed_at_the_next_open_and_by_verify() {
    let (dir, store) = nine_notes();
    drop(store);
    let conn = with_the_key(&dir);
    conn.execute_batch(NO_TRIGGERS).unwrap();
    conn.execute_batch("DELETE FROM body WHERE seq > 4; DELETE FROM event WHERE seq > 4").unwrap();
    drop(conn);
    let mut store = reopen(&dir);
    assert_eq!(store.findings(), [Finding::CutOff { ends: 4, saved: 10, at: NOON }]);
    let report = store.verify().unwrap();
    assert!(report.checks.iter().take(4).all(|c| c.bad.is_none()), "{report:?}");
    assert_eq!(first(&report, "head file").seq, Some(5));
    assert_eq!(first(&report, "board").contact_id, Some(1001));
}

#[test]
fn a_save_whose_line_was_never_written_is_witnessed_from_the_next_open_on() {
    let (dir, store) = nine_notes();
    let head = store.paths().head();
    drop(store);
    // As a terminal leaves it that is killed between the save and its line.
    let text = fs::read_to_string(&head).unwrap();
    let (before, _) = text.trim_end().rsplit_once('\n').unwrap();
    fs::write(&head, format!("{before}\n")).unwrap();
    assert_eq!(reopen(&dir).findings(), []);
    let conn = with_the_key(&dir);
    conn.execute_batch(NO_TRIGGERS).unwrap();
    conn.execute_batch("DELETE FROM body WHERE seq > 9; DELETE FROM event WHERE seq > 9").unwrap();
    drop(conn);
    assert_eq!(reopen(&dir).findings(), [Finding::CutOff { ends: 9, saved: 10, at: NOON }]);
}

#[test]
fn a_record_written_anew_with_good_hashes_is_noticed() {
    let (dir, store) = nine_notes();
    drop(store);
    let conn = with_the_key(&dir);
    conn.execute_batch(NO_TRIGGERS).unwrap();
    conn.execute("UPDATE event SET actor = 'p.fakeley' WHERE seq = 5", []).unwrap();
    hash_anew(&conn);
    drop(conn);
    let mut store = reopen(&dir);
    assert_eq!(store.findings(), [Finding::Rewritten { seq: 5, at: NOON }]);
    let report = store.verify().unwrap();
    assert!(report.checks.iter().filter(|c| c.name != "head file").all(|c| c.bad.is_none()), "{report:?}");
    assert_eq!(first(&report, "head file").seq, Some(5));
}

fn hash_anew(conn: &Connection) {
    let mut before: Hash = GENESIS;
    for seq in 1..=10_i64 {
        let (contact_id, contact_seq, at, actor, kind, body_hash): (i64, u32, i64, String, String, Hash) =
            conn.query_row(
                "SELECT contact_id, contact_seq, at, actor, kind, body_hash FROM event WHERE seq = ?1",
                [seq],
                |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?)),
            )
            .unwrap();
        let fields = Fields {
            seq,
            contact_id,
            contact_seq,
            at,
            actor: &actor,
            kind: &kind,
            body_hash: &body_hash,
            prev: &before,
        };
        let hash = fields.hash();
        conn.execute("UPDATE event SET prev = ?2, hash = ?3 WHERE seq = ?1", (seq, before, hash)).unwrap();
        before = hash;
    }
    assert_ne!(before, chain::GENESIS);
}

#[test]
fn an_emptied_witness_is_noticed() {
    let (dir, mut store) = desk();
    for _ in 0..70 {
        note(&mut store, 1001);
    }
    drop(store);
    fs::write(dir.path().join("desk").join("desk.head"), "").unwrap();
    assert_eq!(reopen(&dir).findings(), [Finding::Missing]);
}

#[test]
fn an_older_copy_put_back_is_noticed_even_after_work_went_on_in_it() {
    let (dir, mut store) = nine_notes();
    let copy = store.backup(NOON).unwrap();
    for _ in 0..5 {
        note(&mut store, 1001);
    }
    drop(store);
    let db = dir.path().join("desk/desk.db");
    for leftover in ["desk/desk.db-wal", "desk/desk.db-shm"] {
        let _ = fs::remove_file(dir.path().join(leftover));
    }
    fs::copy(copy.join("desk.db"), &db).unwrap();
    let mut store = reopen(&dir);
    assert_eq!(store.findings(), [Finding::CutOff { ends: 10, saved: 15, at: NOON }]);
    for _ in 0..8 {
        note(&mut store, 1002);
    }
    drop(store);
    let store = reopen(&dir);
    assert_eq!(store.findings(), [Finding::Rewritten { seq: 11, at: NOON }]);
    assert_eq!(events::tip(store.conn()).unwrap().seq, 18);
}

#[test]
fn a_damaged_log_that_silently_drops_saves_is_noticed() {
    let (dir, mut store) = nine_notes();
    store.tidy().unwrap();
    note(&mut store, 1001);
    // Copy the desk as it lies on the disk while it is open: what a power cut would leave.
    let cut = tempfile::tempdir().unwrap();
    let desk = cut.path().join("desk");
    copy_desk(&dir.path().join("desk"), &desk);
    let wal = desk.join("desk.db-wal");
    let mut bytes = fs::read(&wal).unwrap();
    bytes[32 + 24 + 100] ^= 1;
    fs::write(&wal, bytes).unwrap();
    let store = reopen(&cut);
    assert_eq!(store.findings(), [Finding::CutOff { ends: 10, saved: 11, at: NOON }]);
}

fn copy_desk(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir(to).unwrap();
    set_mode(to, 0o700);
    for name in ["desk.db", "desk.db-wal", "desk.keys", "desk.head"] {
        fs::copy(from.join(name), to.join(name)).unwrap();
    }
}

#[test]
fn one_flipped_bit_in_the_record_is_always_found() {
    let (dir, store) = nine_notes();
    drop(store);
    let db = dir.path().join("desk/desk.db");
    let good = fs::read(&db).unwrap();
    for round in 0..40 {
        let mut bad = good.clone();
        let bit = (round * 7_919 * 131) % (good.len() * 8);
        bad[bit / 8] ^= 1 << (bit % 8);
        fs::write(&db, bad).unwrap();
        let noticed = match open(&dir.path().join("desk"), dutydesk::store::open::Missing::Refuse) {
            Err(_) => true,
            Ok(mut store) => store.verify().map_or(true, |report| !report.is_good()),
        };
        assert!(noticed, "bit {bit} went unnoticed");
        for leftover in ["desk/desk.db-wal", "desk/desk.db-shm"] {
            let _ = fs::remove_file(dir.path().join(leftover));
        }
    }
    fs::write(&db, good).unwrap();
    assert!(reopen(&dir).verify().unwrap().is_good());
}
