//! Which desks are opened, and which are refused with what to do.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use dutydesk::domain::ids::ContactId;
use dutydesk::store::Store;
use dutydesk::store::connection::{self, Access};
use dutydesk::store::desk::Paths;
use dutydesk::store::drafts::Holder;
use dutydesk::store::error::Kind;
use dutydesk::store::keys::Sealed;
use dutydesk::store::meta;
use dutydesk::store::open::Missing;
use dutydesk::store::people::history;
use dutydesk::store::process::Process;
use dutydesk::store::space::Limits;

use crate::support::*;

#[test]
fn a_new_training_desk_opens_again_and_checks() {
    let (dir, mut store) = desk();
    note(&mut store, 1001);
    drop(store);
    let mut store = reopen(&dir);
    assert!(store.is_training());
    assert_eq!(store.findings(), []);
    let report = store.verify().unwrap();
    assert!(report.is_good(), "{report:?}");
    assert!(report.checks.iter().any(|c| c.name == "chain" && c.looked_at == 2), "{report:?}");
}

#[test]
fn a_desk_that_is_not_there_is_not_made_by_looking() {
    let dir = tempfile::tempdir().unwrap();
    let refused = open(&dir.path().join("desk"), Missing::Refuse).unwrap_err();
    assert_eq!(refused.kind, Kind::NoDesk);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn everything_a_desk_is_made_of_is_private() {
    let (dir, mut store) = desk();
    note(&mut store, 1001);
    store.backup(NOON).unwrap();
    for file in files_under(dir.path()) {
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0, "{}", file.display());
    }
    for sub in ["desk", "desk/backups", "desk/exports"] {
        assert_eq!(fs::metadata(dir.path().join(sub)).unwrap().permissions().mode() & 0o777, 0o700);
    }
}

#[test]
fn a_desk_that_others_could_read_is_refused() {
    for part in ["", "desk.db", "desk.keys", "desk.head", "backups"] {
        let (dir, store) = desk();
        drop(store);
        let path = dir.path().join("desk").join(part);
        set_mode(&path, 0o750);
        let refused = open(&dir.path().join("desk"), Missing::Refuse).unwrap_err();
        assert_eq!(refused.kind, Kind::Exposed, "{part}");
        assert!(refused.to_string().contains("chmod -R go="), "{refused}");
    }
}

#[test]
fn a_read_only_desk_is_refused_and_opens_again_when_the_cause_ends() {
    for part in ["", "desk.db", "desk.keys"] {
        let (dir, store) = desk();
        drop(store);
        let path = dir.path().join("desk").join(part);
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        set_mode(&path, mode & 0o500);
        let refused = open(&dir.path().join("desk"), Missing::Refuse).unwrap_err();
        assert_eq!(refused.kind, Kind::ReadOnly, "{part}");
        assert!(refused.to_string().contains("chmod -R u+rwX"), "{refused}");
        set_mode(&path, mode);
        note(&mut reopen(&dir), 1001);
    }
}

#[test]
fn a_stale_read_only_shm_is_cleared_by_whoever_is_alone_and_named_otherwise() {
    let (dir, mut store) = desk();
    note(&mut store, 1001);
    let shm = dir.path().join("desk/desk.db-shm");
    set_mode(&shm, 0o400);
    let refused = open(&dir.path().join("desk"), Missing::Refuse).unwrap_err();
    assert_eq!(refused.kind, Kind::ReadOnly);
    assert!(refused.to_string().contains("Close every dutydesk"), "{refused}");
    drop(store);
    fs::write(&shm, b"").unwrap();
    set_mode(&shm, 0o400);
    note(&mut reopen(&dir), 1001);
}

#[test]
fn a_link_in_place_of_a_file_is_refused() {
    let (dir, store) = desk();
    drop(store);
    let db = dir.path().join("desk/desk.db");
    fs::rename(&db, dir.path().join("elsewhere")).unwrap();
    symlink(dir.path().join("elsewhere"), &db).unwrap();
    assert_eq!(open(&dir.path().join("desk"), Missing::Refuse).unwrap_err().kind, Kind::FileSystem);
}

#[test]
fn a_newer_desk_is_refused_with_the_version_it_needs_and_left_alone() {
    let (dir, store) = desk();
    drop(store);
    let conn = with_the_key(&dir);
    conn.execute_batch("PRAGMA user_version = 99").unwrap();
    meta::set(&conn, meta::PROGRAM, "9.4.0").unwrap();
    drop(conn);
    let before = fs::read(dir.path().join("desk/desk.db")).unwrap();
    let refused = open(&dir.path().join("desk"), Missing::MakeTraining).unwrap_err();
    assert_eq!(refused.kind, Kind::Newer);
    assert!(refused.to_string().contains("Install dutydesk 9.4.0 or newer"), "{refused}");
    assert_eq!(fs::read(dir.path().join("desk/desk.db")).unwrap(), before);
}

#[test]
fn a_making_that_was_killed_half_way_is_finished_by_the_next() {
    let (dir, store) = desk();
    drop(store);
    let desk = dir.path().join("desk");
    // Killed after the keys, and killed with an empty record.
    for db in [None, Some(b"")] {
        for name in ["desk.db", "desk.db-wal", "desk.db-shm", "desk.head"] {
            let _ = fs::remove_file(desk.join(name));
        }
        if let Some(bytes) = db {
            fs::write(desk.join("desk.db"), bytes).unwrap();
            set_mode(&desk.join("desk.db"), 0o600);
        }
        fs::write(desk.join("desk.keys.unfinished-1"), b"torn").unwrap();
        set_mode(&desk.join("desk.keys.unfinished-1"), 0o600);
        let mut store = open(&desk, Missing::MakeTraining).unwrap();
        assert_eq!(store.findings(), []);
        note(&mut store, 1001);
        assert!(!desk.join("desk.keys.unfinished-1").exists());
    }
}

#[test]
fn a_lost_record_or_lost_keys_are_never_replaced_by_new_ones() {
    let (dir, mut store) = desk();
    note(&mut store, 1001);
    drop(store);
    let desk = dir.path().join("desk");
    fs::rename(desk.join("desk.keys"), dir.path().join("keys")).unwrap();
    assert_eq!(open(&desk, Missing::MakeTraining).unwrap_err().kind, Kind::Keys);
    fs::rename(dir.path().join("keys"), desk.join("desk.keys")).unwrap();
    fs::remove_file(desk.join("desk.db")).unwrap();
    assert_eq!(open(&desk, Missing::MakeTraining).unwrap_err().kind, Kind::Damaged);
}

#[test]
fn keys_of_another_desk_and_older_keys_are_refused() {
    let (dir, store) = desk();
    let (other, other_store) = desk();
    drop((store, other_store));
    let (ours, theirs) = (Paths::new(dir.path().join("desk")), Paths::new(other.path().join("desk")));
    let keep = fs::read(ours.keys()).unwrap();
    fs::copy(theirs.keys(), ours.keys()).unwrap();
    assert_eq!(open(ours.dir(), Missing::Refuse).unwrap_err().kind, Kind::Keys);
    fs::write(ours.keys(), keep).unwrap();

    // The record has seen generation 1; a sidecar at 2 is a change to finish, one at 3 or back at 1 is refused.
    let (mut sidecar, dek) = Sealed::read(&ours.keys()).unwrap().open_training().unwrap();
    for (generation, opens) in [(3, false), (2, true), (1, false), (2, true)] {
        sidecar.generation = generation;
        sidecar.write(&ours.keys(), &dek).unwrap();
        assert_eq!(open(ours.dir(), Missing::Refuse).is_ok(), opens, "generation {generation}");
    }
}

#[test]
fn no_new_work_is_begun_on_a_nearly_full_disk_but_saving_goes_on() {
    let (dir, mut store) = desk();
    note(&mut store, 1001);
    drop(store);
    let full = Limits { low: u64::MAX, reserve: 1 << 16 };
    let paths = Paths::new(dir.path().join("desk"));
    let mut store = Store::open(paths, Missing::Refuse, full, NOON).unwrap();
    let me = Holder { actor: actor("Jo Testerby"), process: Process::this() };
    let refused = store.start_call(&me, NOON).unwrap_err();
    assert_eq!(refused.kind, Kind::Full);
    assert!(refused.to_string().starts_with("Could not start a call: "), "{refused}");
    assert_eq!(store.backup(NOON).unwrap_err().kind, Kind::Full);
    note(&mut store, 1001);
    assert_eq!(version(&store, 1001), 2);
}

#[test]
fn a_full_disk_gives_the_reserve_up_then_says_so_and_loses_nothing() {
    let (dir, mut store) = desk();
    note(&mut store, 1001);
    // A page limit is what SQLite answers with when the disk is full.
    let pages: i64 = store.conn().pragma_query_value(None, "page_count", |r| r.get(0)).unwrap();
    let _: i64 = store.conn().pragma_update_and_check(None, "max_page_count", pages, |r| r.get(0)).unwrap();
    let reserve = store.paths().reserve();
    assert!(reserve.exists());
    let mut saved = 1;
    let refused = loop {
        let seen = store.contact(ContactId(1001), &actor("Jo Testerby")).unwrap().unwrap();
        match append(&mut store, seen, MARKER) {
            Ok(()) => saved += 1,
            Err(dutydesk::store::events::Refused::Trouble(e)) => break e,
            Err(other) => panic!("{other:?}"),
        }
        assert!(saved < 10_000, "the disk never filled");
    };
    assert_eq!(refused.kind, Kind::Full);
    assert!(!reserve.exists(), "the reserve was kept although the disk was full");
    let _: i64 = store.conn().pragma_update_and_check(None, "max_page_count", 100_000, |r| r.get(0)).unwrap();
    assert_eq!(version(&store, 1001), saved);
    note(&mut store, 1001);
    drop(store);
    let mut store = reopen(&dir);
    assert!(store.verify().unwrap().is_good());
}

#[test]
fn a_backup_is_a_whole_desk_that_checks() {
    let (dir, mut store) = desk();
    note(&mut store, 1001);
    let place = store.backup(NOON).unwrap();
    assert_eq!(store.backup(NOON).unwrap(), place, "the same instant again is the same copy");
    note(&mut store, 1001);
    let mut copy = open(&place, Missing::Refuse).unwrap();
    assert_eq!(copy.findings(), []);
    let report = copy.verify().unwrap();
    assert!(report.is_good(), "{report:?}");
    assert_eq!(dutydesk::store::events::tip(copy.conn()).unwrap().seq, 2);
    drop(dir);
}

#[test]
fn no_file_of_a_desk_holds_plain_text() {
    let (dir, mut store) = desk();
    for _ in 0..50 {
        note(&mut store, 1001);
    }
    store.backup(NOON).unwrap();
    let wal = dir.path().join("desk/desk.db-wal");
    assert!(wal.exists());
    let files = files_under(dir.path());
    assert!(files.len() >= 8, "{files:?}");
    for file in files {
        for needle in [MARKER, "SQLite format 3", "jo.testerby"] {
            assert!(!holds(&file, needle), "{needle} in {}", file.display());
        }
    }
}

#[test]
fn projections_that_differ_are_named_and_made_again() {
    for attack in [
        "UPDATE contact SET next_due = 5 WHERE id = 1002",
        "UPDATE contact SET summary = '{}' WHERE id = 1002",
        "DELETE FROM contact WHERE id = 1002",
        "INSERT INTO clock VALUES (1002, 0, 'dispute', NULL, 0, 0, NULL, NULL, NULL, '')",
        "INSERT INTO viewed VALUES ('p.fakeley', 1002, 5)",
    ] {
        let (dir, mut store) = desk();
        for contact in 1001..=1003 {
            note(&mut store, contact);
        }
        store.conn().execute_batch(attack).unwrap();
        let report = store.verify().unwrap();
        let bad = report.checks.iter().find(|c| c.name == "board").unwrap().bad.clone();
        assert_eq!(bad.and_then(|b| b.contact_id), Some(1002), "{attack}");

        let other = reopen(&dir);
        assert_eq!(store.rebuild().unwrap_err().kind, Kind::Busy);
        drop(other);
        store.rebuild().unwrap();
        let report = store.verify().unwrap();
        assert!(report.is_good(), "{attack}: {report:?}");
    }
}

#[test]
fn tables_of_another_program_version_are_made_again_at_the_next_start() {
    let (dir, mut store) = desk();
    note(&mut store, 1001);
    meta::set(store.conn(), meta::PROJECTIONS, 0).unwrap();
    store.conn().execute_batch("DELETE FROM contact").unwrap();
    assert_eq!(open(&dir.path().join("desk"), Missing::Refuse).unwrap_err().kind, Kind::Busy);
    drop(store);
    assert!(reopen(&dir).verify().unwrap().is_good());
}

#[test]
fn a_desk_of_the_first_schema_is_copied_and_then_brought_up_to_date() {
    let (dir, mut store) = desk();
    note(&mut store, 1001);
    let fresh = schema(store.conn());
    drop(store);
    // As the first step of the ladder leaves a desk.
    let conn = with_the_key(&dir);
    conn.execute_batch(
        "DROP INDEX event_looked; DROP INDEX contact_restricted; ALTER TABLE contact DROP COLUMN restricted;
         DROP TABLE named; DROP TABLE person; DROP TABLE staff; ALTER TABLE clock DROP COLUMN rules;
         DROP INDEX contact_closed; DROP INDEX event_retention; DROP INDEX event_closes; DROP INDEX event_alarms;
         PRAGMA user_version = 1;",
    )
    .unwrap();
    meta::set(&conn, meta::PROJECTIONS, 1).unwrap();
    let first = schema(&conn);
    drop(conn);

    let mut store = reopen(&dir);
    assert_eq!(schema(store.conn()), fresh);
    assert!(store.verify().unwrap().is_good(), "the new projection was made from the events");
    let child = history::known(store.conn(), "R-1001/child 1").unwrap();
    assert_eq!(child.map(|child| child.surname).as_deref(), Some(MARKER));

    let backups: Vec<_> =
        fs::read_dir(dir.path().join("desk/backups")).unwrap().map(Result::unwrap).collect();
    assert_eq!(backups.len(), 1, "one copy was taken before the step");
    let copy = Paths::new(backups[0].path());
    let (_, dek) = Sealed::read(&copy.keys()).unwrap().open_training().unwrap();
    let conn = connection::open(&copy.db(), &dek, Access::Existing).unwrap();
    assert_eq!(schema(&conn), first, "the copy is as the desk was");
    drop(store);
    reopen(&dir);
    assert_eq!(fs::read_dir(dir.path().join("desk/backups")).unwrap().count(), 1, "and only one");
}

/// The whole schema as text.
fn schema(conn: &rusqlite::Connection) -> String {
    let mut ask =
        conn.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name").unwrap();
    let rows: rusqlite::Result<Vec<String>> = ask.query_map([], |row| row.get(0)).unwrap().collect();
    rows.unwrap().join(";\n")
}
