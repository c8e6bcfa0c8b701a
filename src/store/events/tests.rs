use rusqlite::TransactionBehavior;

use super::*;
use crate::store::test_util::{desk, event};

fn kinds(unseen: &[Stored]) -> Vec<&str> {
    unseen.iter().map(|e| e.kind.as_str()).collect()
}

#[test]
fn events_read_back_in_order_and_the_chain_holds() {
    let (_dir, conn) = desk();
    append(&conn, 1001, 0, &[event("received"), event("rated")]).unwrap();
    append_desk(&conn, event("searched")).unwrap();
    let tip = append(&conn, 1001, 2, &[event("noted")]).unwrap();
    assert_eq!(tip, super::tip(&conn).unwrap());
    assert_eq!(kinds(&since(&conn, 1001, 0).unwrap()), ["received", "rated", "noted"]);
    assert_eq!(kinds(&since(&conn, 1001, 2).unwrap()), ["noted"]);
    assert_eq!(since(&conn, 1001, 0).unwrap()[0].body.as_deref(), Some("{\"text\":\"received\"}"));
    assert_eq!(version(&conn, 1001).unwrap(), 3);
    assert_eq!(version(&conn, 1002).unwrap(), 0);
    assert_eq!(hash_at(&conn, tip.seq).unwrap(), Some(tip.hash));
}

#[test]
fn a_second_writer_gets_what_it_has_not_seen_and_writes_nothing() {
    let (_dir, conn) = desk();
    append(&conn, 1001, 0, &[event("received")]).unwrap();
    append(&conn, 1001, 1, &[event("rated"), event("noted")]).unwrap();
    let Err(Refused::Conflict { unseen }) = append(&conn, 1001, 1, &[event("decided")]) else {
        panic!("the second writer was let through");
    };
    assert_eq!(kinds(&unseen), ["rated", "noted"]);
    assert_eq!(version(&conn, 1001).unwrap(), 3);
}

#[test]
fn a_terminal_that_has_seen_more_than_the_record_holds_is_an_alarm() {
    let (_dir, conn) = desk();
    let Err(Refused::Trouble(e)) = append(&conn, 1001, 5, &[event("rated")]) else {
        panic!("a lost record went unnoticed");
    };
    assert_eq!(e.kind, Kind::Damaged);
}

#[test]
fn the_record_refuses_to_be_changed() {
    let (_dir, conn) = desk();
    append(&conn, 1001, 0, &[event("received"), event("rated")]).unwrap();
    for attempt in [
        "UPDATE event SET actor = 'x' WHERE seq = 1",
        "DELETE FROM event WHERE seq = 2",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 2",
        "INSERT INTO event SELECT seq + 5, contact_id, 3, at, actor, kind, body_hash, hash, hash FROM event WHERE seq = 2",
        "INSERT INTO event SELECT seq + 1, contact_id, 3, at, actor, kind, body_hash, prev, hash FROM event WHERE seq = 2",
        "INSERT OR REPLACE INTO event SELECT seq + 1, contact_id, 1, at, actor, kind, body_hash, hash, hash FROM event WHERE seq = 2",
        "INSERT INTO event SELECT seq + 1, contact_id, 9, at, actor, kind, body_hash, hash, hash FROM event WHERE seq = 2",
        "UPDATE body SET text = 'x' WHERE seq = 1",
        "DELETE FROM body WHERE seq = 1",
        "INSERT OR REPLACE INTO body SELECT seq, salt, 'x' FROM body WHERE seq = 2",
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE type = 'trigger'",
    ] {
        assert!(conn.execute_batch(attempt).is_err(), "{attempt}");
    }
    assert_eq!(kinds(&since(&conn, 1001, 0).unwrap()), ["received", "rated"]);
}

#[test]
fn a_body_can_go_only_with_a_tombstone() {
    let (_dir, conn) = desk();
    append(&conn, 1001, 0, &[event("received"), event("erased")]).unwrap();
    conn.execute("INSERT INTO tombstone(seq, erased_by) VALUES (1, 2)", []).unwrap();
    conn.execute("DELETE FROM body WHERE seq = 1", []).unwrap();
    assert_eq!(since(&conn, 1001, 0).unwrap()[0].body, None);
    assert!(conn.execute("DELETE FROM tombstone", []).is_err());
}

#[test]
fn nothing_an_event_says_shows_in_debug_output() {
    let (_dir, mut conn) = desk();
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    append(&tx, 1001, 0, &[New { body: "\"Mockford\"".into(), ..event("received") }]).unwrap();
    tx.commit().unwrap();
    assert!(!format!("{:?}", since(&conn, 1001, 0).unwrap()).contains("Mockford"));
}
