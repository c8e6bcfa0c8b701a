//! The daily close: signed, written on paper, and held against a record that somebody has changed since.

use ed25519_dalek::{Signer, SigningKey};

use dutydesk::domain::close::{self, Close};
use dutydesk::store::chain::{Hash, Tip};
use dutydesk::store::close::{Agreement, words_of};
use dutydesk::store::head::{self, Head, Line};
use dutydesk::store::{desk::Paths, error::Kind, events, meta};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::sealed::*;
use crate::support::*;

#[test]
fn a_close_signs_the_end_of_the_record_and_follows_the_one_before() {
    let (one, two) = (&closes()[0], &closes()[1]);
    assert_eq!((one.close.closed, one.entry, one.close.previous), (101, 102, None));
    assert_eq!((two.close.closed, two.entry, two.close.previous), (202, 203, Some(101)));
    assert_eq!(one.close.by, "Sam Placeham");
    assert_eq!(one.close.key, two.close.key);
    assert_ne!(one.close.words, two.close.words);
    assert_eq!(close::read(&one.close.words).as_deref(), Ok(one.close.words.as_str()));
    assert_eq!(one.line(), format!("Record to entry 101: {}", one.close.words));
    let dir = copied();
    let mut store = reopen(&dir);
    assert_eq!(store.last_close().unwrap().as_ref(), Some(two));
    let again = store.close_day(&manager(), NOON).unwrap();
    assert_eq!((again.close.closed, again.close.previous), (LAST.unsigned_abs(), Some(202)));
    only(&store.verify().unwrap(), &[]);
    drop(store);
    let store = reopen(&dir);
    assert_eq!(store.findings(), [], "the head file has its line too");
    assert_eq!(store.last_close().unwrap(), Some(again));
}

#[test]
fn the_words_on_paper_are_found_again_with_and_without_their_number() {
    let dir = copied();
    let store = reopen(&dir);
    assert_eq!(store.check_words(paper(0), Some(101)).unwrap(), Agreement::Agrees { entry: 101 });
    assert_eq!(store.check_words(paper(0), None).unwrap(), Agreement::Agrees { entry: 101 });
    let other = "abacus bugle cactus dolphin easel falcon";
    assert_eq!(store.check_words(other, None).unwrap(), Agreement::NoSuchClose);
    for entry in [0, 100, 102, 305, u64::MAX] {
        let told = store.check_words(paper(0), Some(entry)).unwrap();
        assert!(matches!(told, Agreement::Differs { .. }), "{entry}: {told:?}");
    }
}

#[test]
fn the_words_no_longer_fit_when_an_entry_before_them_was_changed_in_any_way() {
    let differs = |dir: &TempDir| {
        let store = reopen(dir);
        let told = [store.check_words(paper(0), None), store.check_words(paper(0), Some(101))];
        assert!(
            told.iter().all(|told| matches!(told, Ok(Agreement::Differs { entry: 101, .. }))),
            "{told:?}"
        );
    };
    differs(&attacked("UPDATE event SET actor = 'p.fakeley' WHERE seq = 57"));
    differs(&attacked("UPDATE body SET text = '{}' WHERE seq = 57"));
    differs(&attacked_with(|conn| {
        say(conn, 57, "{}");
        hash_anew(conn);
    }));
    let after = attacked("UPDATE event SET actor = 'p.fakeley' WHERE seq = 103");
    let store = reopen(&after);
    assert_eq!(store.check_words(paper(0), Some(101)).unwrap(), Agreement::Agrees { entry: 101 });
}

/// Gives the desk a head file that fits whatever its record says now: the key of its lines stands in the record.
fn head_anew(dir: &TempDir, conn: &Connection) {
    let path = Paths::new(dir.path().join("desk")).head();
    std::fs::remove_file(&path).unwrap();
    Head::make(&path).unwrap();
    let mut head = Head::new(path, meta::need(conn, meta::HEAD_KEY).unwrap()).under(1);
    for seq in 240..=LAST {
        let hash = events::hash_at(conn, seq).unwrap().unwrap();
        head.append(conn, Line { tip: Tip { seq, hash }, at: NOON }).unwrap();
    }
}

#[test]
fn a_close_that_no_longer_fits_is_named_even_when_the_head_file_was_forged_too() {
    let dir = attacked_with(|conn| {
        conn.execute("UPDATE event SET actor = 'p.fakeley' WHERE seq = 57", []).unwrap();
        hash_anew(conn);
    });
    head_anew(&dir, &with_the_key(&dir));
    let mut store = reopen(&dir);
    assert_eq!(store.findings(), []);
    let report = store.verify().unwrap();
    only(&report, &["closes"]);
    let bad = first(&report, "closes");
    assert_eq!(bad.seq, Some(102));
    assert_eq!(bad.what, "the record up to entry 101 is not what this close signed");
    let later = attacked_with(|conn| {
        conn.execute("UPDATE event SET actor = 'p.fakeley' WHERE seq = 150", []).unwrap();
        hash_anew(conn);
    });
    let bad = first(&verified(&later), "closes");
    assert_eq!(bad.seq, Some(203));
    assert_eq!(
        bad.what,
        "the record up to entry 202 is not what this close signed; up to entry 101 it still is"
    );
}

/// The close that stands at an entry.
fn close_at(conn: &Connection, seq: i64) -> (serde_json::Value, Close) {
    let body: serde_json::Value = serde_json::from_str(&said(conn, seq)).unwrap();
    let close = serde_json::from_value(body.get("event").unwrap().clone()).unwrap();
    (body, close)
}

fn hex_digits(byte: u8) -> [char; 2] {
    [byte >> 4, byte & 15].map(|half| char::from_digit(u32::from(half), 16).unwrap())
}

/// Signs the entry before `seq` anew with this key, and writes the close at `seq` so.
fn sign_anew(conn: &Connection, seq: i64, key: &SigningKey) {
    let (mut body, close) = close_at(conn, seq);
    let entry = seq - 1;
    let hash: Hash = events::hash_at(conn, entry).unwrap().unwrap();
    let vault: [u8; 16] = meta::need(conn, meta::VAULT).unwrap();
    let mut message = b"dutydesk close 1\0".to_vec();
    message.extend_from_slice(&vault);
    message.extend_from_slice(&entry.to_le_bytes());
    message.extend_from_slice(&hash);
    message.extend_from_slice(&NOON.millis().to_le_bytes());
    message.extend_from_slice(&close.previous.unwrap_or(0).to_le_bytes());
    message.extend_from_slice(close.by.as_bytes());
    let hex = |bytes: &[u8]| -> String { bytes.iter().flat_map(|byte| hex_digits(*byte)).collect() };
    let event = body.get_mut("event").unwrap().as_object_mut().unwrap();
    event.insert("hash".into(), hex(&hash).into());
    event.insert("words".into(), words_of(Tip { seq: entry, hash }).into());
    event.insert("key".into(), hex(key.verifying_key().as_bytes()).into());
    event.insert("signature".into(), hex(&key.sign(&message).to_bytes()).into());
    say(conn, seq, &body.to_string());
    hash_anew(conn);
}

#[test]
fn a_signature_by_somebody_without_the_desks_key_is_named() {
    let key = SigningKey::from_bytes(&[7; 32]);
    let dir = attacked_with(|conn| sign_anew(conn, 102, &key));
    head_anew(&dir, &with_the_key(&dir));
    let report = verified(&dir);
    only(&report, &["closes"]);
    let bad = first(&report, "closes");
    assert_eq!((bad.seq, bad.what.as_str()), (Some(102), "this close was not signed with the desk's key"));
    // Another key planted in the record does not fit the closes before it, nor the head file.
    let planted = attacked_with(|conn| meta::set(conn, meta::CLOSE_KEY, [7_u8; 32]).unwrap());
    assert_eq!(named(&verified(&planted), "closes"), Some(102));
    let gone = attacked("DELETE FROM meta WHERE name = 'close_key'");
    assert_eq!(named(&verified(&gone), "closes"), Some(102), "a key made anew does not fit either");
}

#[test]
fn words_signer_and_order_of_closes_are_covered() {
    for (seq, from, to, what) in [
        (102, "Sam Placeham\",\"key", "Kim Fakeley\",\"key", "not signed with the desk's key"),
        (203, "\"previous\":101", "\"previous\":100", "not signed with the desk's key"),
        (203, paper(1), paper(0), "the words of this close"),
    ] {
        let dir = attacked_with(|conn| {
            let text = said(conn, seq);
            assert!(text.contains(from), "{text}");
            say(conn, seq, &text.replacen(from, to, 1));
            hash_anew(conn);
        });
        let bad = first(&verified(&dir), "closes");
        assert_eq!(bad.seq, Some(seq), "{from}");
        assert!(bad.what.contains(what), "{bad}");
    }
    // A close that was made something else leaves the next one without the one before it.
    let dir = attacked_with(|conn| {
        conn.execute("UPDATE event SET kind = 'verified' WHERE seq = 102", []).unwrap();
    });
    assert_eq!(named(&verified(&dir), "closes"), Some(203));
}

#[test]
fn whoever_holds_every_key_can_sign_anew_but_not_what_stands_on_paper() {
    let dir = attacked_with(|conn| {
        let secret: [u8; 32] = meta::need(conn, meta::CLOSE_KEY).unwrap();
        let key = SigningKey::from_bytes(&secret);
        say(conn, 57, &said(conn, 57).replacen("Jo Testerby", "Kim Fakeley", 1));
        hash_anew(conn);
        sign_anew(conn, 102, &key);
        sign_anew(conn, 203, &key);
    });
    head_anew(&dir, &with_the_key(&dir));
    let mut store = reopen(&dir);
    assert_eq!(store.findings(), []);
    store.rebuild().unwrap();
    only(&store.verify().unwrap(), &[]);
    let told = store.check_words(paper(0), Some(101)).unwrap();
    assert!(matches!(told, Agreement::Differs { entry: 101, .. }), "{told:?}");
}

#[test]
fn a_record_that_is_not_what_was_signed_last_is_not_signed_again() {
    let dir = attacked_with(|conn| {
        conn.execute("UPDATE event SET actor = 'p.fakeley' WHERE seq = 202", []).unwrap();
        hash_anew(conn);
    });
    let mut store = reopen(&dir);
    let refused = store.close_day(&manager(), NOON).unwrap_err();
    assert_eq!(refused.kind, Kind::Damaged);
    assert!(refused.to_string().contains("entry 202 is not the one that was signed last"), "{refused}");
    assert_eq!(store.last_close().unwrap().as_ref(), Some(&closes()[1]));
}

#[test]
fn a_desk_from_before_there_were_closes_gets_its_key_when_it_is_opened() {
    let dir = attacked(
        "DELETE FROM meta WHERE name = 'close_key'; DELETE FROM body WHERE seq > 90; DELETE FROM event WHERE seq > 90",
    );
    std::fs::write(head_file(&dir), "dutydesk head 1\n").unwrap();
    let mut store = reopen(&dir);
    store.close_day(&manager(), NOON).unwrap();
    drop(store);
    let text = std::fs::read_to_string(head_file(&dir)).unwrap();
    assert!(text.starts_with("dutydesk head 2\n"), "{text}");
    let mut store = reopen(&dir);
    assert_eq!(named_closes(&mut store), 1);
}

fn named_closes(store: &mut dutydesk::store::Store) -> u64 {
    let report = store.verify().unwrap();
    assert!(report.checks.iter().all(|check| check.name == "board" || check.bad.is_none()), "{report:?}");
    report.checks.iter().find(|check| check.name == "closes").unwrap().looked_at
}

#[test]
fn the_head_file_keeps_the_first_close_however_much_is_saved_after() {
    let dir = copied();
    let mut store = reopen(&dir);
    for _ in 0..300 {
        note(&mut store, 1001);
    }
    let key = meta::need(store.conn(), meta::HEAD_KEY).unwrap();
    drop(store);
    let read = Head::new(head_file(&dir), key).read().unwrap();
    let kept: Vec<&head::Close> = read.closes.iter().collect();
    assert_eq!(kept[0].line.tip.seq, 101);
    assert_eq!(read.forged, 0);
    assert!(read.lines.len() < 300);
    assert_eq!(read.generation.map(|(generation, _)| generation), Some(1));
}
