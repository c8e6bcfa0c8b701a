//! What somebody can do to a desk with its key in hand, and that it is noticed with the first bad entry. Every attack is made
//! for real, on a copy of a desk of some hundred events.

use std::fs;

use dutydesk::store::head::Finding;
use dutydesk::store::keys::Sealed;
use dutydesk::store::{desk::Paths, events, meta};

use crate::sealed::*;
use crate::support::*;

#[test]
fn the_desk_that_is_attacked_is_whole_before() {
    let dir = copied();
    let store = reopen(&dir);
    assert_eq!(store.findings(), []);
    drop(store);
    let report = verified(&dir);
    only(&report, &[]);
    let names: Vec<&str> = report.checks.iter().map(|check| check.name).collect();
    let all = ["database", "encryption", "chain", "bodies", "head file", "closes", "board", "people"];
    assert_eq!(names, all);
    assert_eq!(report.checks[2].looked_at, LAST.unsigned_abs());
    assert_eq!(report.checks[5].looked_at, 2);
}

#[test]
fn while_its_rules_stand_the_record_refuses_every_change() {
    let dir = copied();
    let conn = with_the_key(&dir);
    for refused in [
        "UPDATE event SET actor = 'p.fakeley' WHERE seq = 57",
        "DELETE FROM event WHERE seq = 57",
        "DELETE FROM event WHERE seq = 304",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 57",
        "INSERT INTO event SELECT -5, contact_id, contact_seq + 900, at, actor, kind, body_hash, prev, hash FROM event WHERE seq = 57",
        "INSERT INTO event SELECT 305, contact_id, contact_seq + 900, at, actor, kind, body_hash, prev, hash FROM event WHERE seq = 57",
        "UPDATE body SET text = '{}' WHERE seq = 57",
        "DELETE FROM body WHERE seq = 57",
        "INSERT OR REPLACE INTO body SELECT seq, salt, '{}' FROM body WHERE seq = 57",
        "INSERT OR REPLACE INTO body SELECT seq, salt, '{}' FROM body WHERE seq = 304",
        "INSERT INTO tombstone VALUES (57, 56)",
    ] {
        assert!(conn.execute_batch(refused).is_err(), "{refused}");
    }
    drop(conn);
    only(&verified(&dir), &[]);
}

#[test]
fn an_event_that_was_edited_is_named_whatever_was_edited() {
    for edit in [
        "contact_id = 4004",
        "contact_seq = contact_seq + 900",
        "at = at - 60000",
        "actor = 'p.fakeley'",
        "kind = 'rated'",
        "body_hash = zeroblob(32)",
        "prev = zeroblob(32)",
        "hash = zeroblob(32)",
    ] {
        let report = verified(&attacked(&format!("UPDATE event SET {edit} WHERE seq = 57")));
        assert_eq!(named(&report, "chain"), Some(57), "{edit}");
    }
    let report = verified(&attacked("UPDATE event SET actor = 'p.fakeley' WHERE seq = 57"));
    assert_eq!(first(&report, "chain").to_string(), "entry 57 (R-1026): it was changed after it was written");
    only(&report, &["chain"]);
}

#[test]
fn an_event_removed_from_the_middle_is_named() {
    let report = verified(&attacked("DELETE FROM body WHERE seq = 58; DELETE FROM event WHERE seq = 58"));
    assert_eq!(named(&report, "chain"), Some(58));
    let left = verified(&attacked("DELETE FROM event WHERE seq = 58"));
    assert_eq!((named(&left, "chain"), named(&left, "bodies")), (Some(58), Some(58)));
}

#[test]
fn an_event_slipped_in_is_named() {
    let slip = "INSERT INTO event SELECT -5, contact_id, 900, at, actor, kind, body_hash, prev, hash FROM event WHERE seq = 57";
    assert_eq!(named(&verified(&attacked(slip)), "chain"), Some(-5));
    let moved = "UPDATE event SET seq = 900 WHERE seq = 304; UPDATE body SET seq = 900 WHERE seq = 304";
    assert_eq!(named(&verified(&attacked(moved)), "chain"), Some(304));
}

#[test]
fn what_an_event_says_is_named_when_it_is_changed_or_missing_without_an_erasure() {
    let bodies = |sql: &str| named(&verified(&attacked(sql)), "bodies");
    assert_eq!(bodies("UPDATE body SET text = '{}' WHERE seq = 59"), Some(59));
    assert_eq!(bodies("UPDATE body SET salt = zeroblob(16) WHERE seq = 59"), Some(59));
    assert_eq!(bodies("DELETE FROM body WHERE seq = 60"), Some(60));
    // A tombstone that names no event, or one that erased nothing; and where one stands, nothing may be said any more. What
    // lawful erasures leave: tests/erasure.rs.
    for by in [61, 999] {
        let unlawful = format!("INSERT INTO tombstone VALUES (60, {by}); DELETE FROM body WHERE seq = 60");
        assert_eq!(bodies(&unlawful), Some(60));
    }
    assert_eq!(bodies("INSERT INTO tombstone VALUES (60, 61)"), Some(60));
}

#[test]
fn a_record_whose_last_entries_were_cut_off_is_noticed_at_the_next_open_and_by_verify() {
    let dir = attacked("DELETE FROM body WHERE seq > 254; DELETE FROM event WHERE seq > 254");
    let mut store = reopen(&dir);
    assert_eq!(store.findings(), [Finding::CutOff { ends: 254, saved: LAST, at: NOON }]);
    let report = store.verify().unwrap();
    assert_eq!(named(&report, "head file"), Some(255));
    for check in ["database", "encryption", "chain", "bodies", "closes"] {
        assert!(report.checks.iter().any(|c| c.name == check && c.bad.is_none()), "{check}: {report:?}");
    }
}

#[test]
fn a_save_whose_line_was_never_written_is_witnessed_from_the_next_open_on() {
    let dir = copied();
    let head = head_file(&dir);
    // As a terminal leaves it that is killed between the save and its line.
    let text = fs::read_to_string(&head).unwrap();
    let (before, _) = text.trim_end().rsplit_once('\n').unwrap();
    fs::write(&head, format!("{before}\n")).unwrap();
    assert_eq!(reopen(&dir).findings(), []);
    let conn = with_the_key(&dir);
    conn.execute_batch(NO_TRIGGERS).unwrap();
    conn.execute_batch("DELETE FROM body WHERE seq > 303; DELETE FROM event WHERE seq > 303").unwrap();
    drop(conn);
    assert_eq!(reopen(&dir).findings(), [Finding::CutOff { ends: 303, saved: LAST, at: NOON }]);
}

#[test]
fn a_record_written_anew_with_good_hashes_is_noticed() {
    // What the head file still remembers line by line is named exactly.
    let late = attacked_with(|conn| {
        conn.execute("UPDATE event SET actor = 'p.fakeley' WHERE seq = 250", []).unwrap();
        hash_anew(conn);
    });
    let mut store = reopen(&late);
    assert_eq!(store.findings(), [Finding::Rewritten { seq: 250, at: NOON }]);
    let report = store.verify().unwrap();
    only(&report, &["head file"]);
    assert_eq!(named(&report, "head file"), Some(250));
    // Older entries are named by the first close that signed them.
    let early = attacked_with(|conn| {
        conn.execute("UPDATE event SET actor = 'p.fakeley' WHERE seq = 57", []).unwrap();
        hash_anew(conn);
    });
    let mut store = reopen(&early);
    assert_eq!(store.findings(), [Finding::Rewritten { seq: SIGNED[0], at: NOON }]);
    let report = store.verify().unwrap();
    only(&report, &["head file", "closes"]);
    assert_eq!(named(&report, "head file"), Some(SIGNED[0]));
    assert_eq!(named(&report, "closes"), Some(SIGNED[0] + 1));
}

#[test]
fn a_head_file_that_is_missing_or_emptied_is_noticed() {
    for title in [None, Some(""), Some("dutydesk head 2\n"), Some("dutydesk head 1\n")] {
        let dir = copied();
        match title {
            None => fs::remove_file(head_file(&dir)).unwrap(),
            Some(text) => fs::write(head_file(&dir), text).unwrap(),
        }
        let mut store = reopen(&dir);
        assert_eq!(store.findings(), [Finding::Missing], "{title:?}");
        only(&store.verify().unwrap(), &["head file"]);
    }
}

#[test]
fn a_head_file_with_lines_of_somebody_elses_is_noticed() {
    let dir = copied();
    let text = fs::read_to_string(head_file(&dir)).unwrap();
    // The newest line and the line of a close, each with a number changed.
    let last = text.lines().last().unwrap();
    let close = text.lines().find(|line| line.starts_with("close ")).unwrap();
    let forged = [last.replacen("304", "303", 1), close.replacen("close 101", "close 102", 1)];
    assert!(forged[0] != last && forged[1] != close);
    fs::write(head_file(&dir), format!("{text}{}\n{}\n", forged[0], forged[1])).unwrap();
    let mut store = reopen(&dir);
    assert_eq!(store.findings(), [Finding::Forged { lines: 2 }]);
    assert!(first(&store.verify().unwrap(), "head file").what.contains("2 lines"));
    // They stay as evidence, however much is saved after.
    for _ in 0..300 {
        note(&mut store, 1001);
    }
    drop(store);
    assert_eq!(reopen(&dir).findings(), [Finding::Forged { lines: 2 }]);
}

#[test]
fn rows_that_are_not_what_the_events_say_are_named_by_their_contact() {
    for (sql, contact) in [
        ("UPDATE contact SET summary = replace(summary, 'Mockford', 'Testerby') WHERE id = 1009", 1009),
        ("UPDATE contact SET open = 0 WHERE id = 1009", 1009),
        ("UPDATE contact SET next_due = 1 WHERE id = 1009", 1009),
        ("DELETE FROM contact WHERE id = 1009", 1009),
        (
            "INSERT INTO contact SELECT 4004, version, open, next_due, received, rating, route, owner, summary, restricted FROM contact WHERE id = 1009",
            4004,
        ),
        ("INSERT INTO clock VALUES (1011, 0, 'feedback-first', NULL, 1, 2, NULL, NULL, NULL, '')", 1011),
        ("UPDATE named SET surname = 'Fakeley' WHERE contact_id = 1012", 1012),
        ("DELETE FROM viewed WHERE contact_id = 1007", 1007),
        ("UPDATE viewed SET at = at + 1 WHERE contact_id = 1007", 1007),
    ] {
        let report = verified(&attacked(sql));
        let bad = report.first_bad().unwrap_or_else(|| panic!("{sql} went unnoticed"));
        assert_eq!(bad.contact_id, Some(contact), "{sql}");
        only(&report, &["board"]);
    }
}

#[test]
fn an_older_copy_put_back_is_noticed_even_after_work_went_on_in_it() {
    let dir = copied();
    let mut store = reopen(&dir);
    let copy = store.backup(NOON).unwrap();
    for _ in 0..5 {
        note(&mut store, 1001);
    }
    drop(store);
    for leftover in ["desk/desk.db-wal", "desk/desk.db-shm"] {
        let _ = fs::remove_file(dir.path().join(leftover));
    }
    fs::copy(copy.join("desk.db"), dir.path().join("desk/desk.db")).unwrap();
    let mut store = reopen(&dir);
    assert_eq!(store.findings(), [Finding::CutOff { ends: LAST, saved: LAST + 5, at: NOON }]);
    for _ in 0..8 {
        note(&mut store, 1002);
    }
    drop(store);
    let store = reopen(&dir);
    assert_eq!(store.findings(), [Finding::Rewritten { seq: LAST + 1, at: NOON }]);
    // The alarm is entry 305; the same finding is not recorded again.
    assert_eq!(events::tip(store.conn()).unwrap().seq, LAST + 9);
}

#[test]
fn older_keys_put_back_with_a_record_made_to_fit_are_noticed() {
    let dir = copied();
    let paths = Paths::new(dir.path().join("desk"));
    let old = fs::read(paths.keys()).unwrap();
    let (mut sidecar, dek) = Sealed::read(&paths.keys()).unwrap().open_training().unwrap();
    sidecar.generation += 1;
    sidecar.write(&paths.keys(), &dek).unwrap();
    note(&mut reopen(&dir), 1001);
    fs::write(paths.keys(), old).unwrap();
    meta::set(&with_the_key(&dir), meta::GENERATION, 1).unwrap();
    let mut store = reopen(&dir);
    assert_eq!(store.findings(), [Finding::OlderKeys { stands: 1, used: 2, at: NOON }]);
    only(&store.verify().unwrap(), &["head file"]);
}

#[test]
fn each_finding_is_recorded_once() {
    let alarms = |dir: &tempfile::TempDir| -> Vec<String> {
        let conn = with_the_key(dir);
        let mut ask = conn.prepare("SELECT json_extract(text, '$.event.finding') FROM body JOIN event USING (seq) WHERE kind = 'alarm-raised'").unwrap();
        ask.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let dir = attacked("DELETE FROM body WHERE seq > 300; DELETE FROM event WHERE seq > 300");
    for _ in 0..3 {
        note(&mut reopen(&dir), 1001);
    }
    assert_eq!(
        alarms(&dir),
        ["cut-off"],
        "what is written after it is another entry than was saved, and no news"
    );
    fs::remove_file(head_file(&dir)).unwrap();
    for _ in 0..3 {
        reopen(&dir);
    }
    assert_eq!(alarms(&dir), ["cut-off", "head-missing"]);
}
