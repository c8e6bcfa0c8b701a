use std::os::unix::fs::PermissionsExt;

use tempfile::TempDir;

use super::*;
use crate::store::meta;
use crate::store::test_util::{NOON, desk, event};

fn witnessed() -> (TempDir, Connection, Head) {
    let (dir, conn) = desk();
    let path = dir.path().join("desk.head");
    Head::make(&path).unwrap();
    (dir, conn, Head::new(path, [3; 32]))
}

fn save(conn: &Connection, head: &mut Head, contact: i64) -> Tip {
    let version = events::version(conn, contact).unwrap();
    let tip = events::append(conn, contact, version, &[event("noted")]).unwrap();
    head.append(conn, Line { tip, at: NOON }).unwrap();
    tip
}

fn findings(conn: &Connection, head: &mut Head) -> Vec<Finding> {
    let read = head.read().unwrap();
    compare(&read, conn).unwrap()
}

/// Cuts the record off after `seq`, as somebody with the key could.
fn cut_off(conn: &Connection, seq: i64) {
    conn.execute_batch("DROP TRIGGER event_is_never_removed; DROP TRIGGER body_goes_only_by_erasure;")
        .unwrap();
    conn.execute("DELETE FROM body WHERE seq > ?1", [seq]).unwrap();
    conn.execute("DELETE FROM event WHERE seq > ?1", [seq]).unwrap();
}

#[test]
fn a_record_that_grew_as_witnessed_raises_nothing() {
    let (_dir, conn, mut head) = witnessed();
    assert_eq!(findings(&conn, &mut head), []);
    for _ in 0..5 {
        save(&conn, &mut head, 1001);
    }
    assert_eq!(findings(&conn, &mut head), []);
}

#[test]
fn a_head_that_is_behind_is_no_alarm() {
    let (_dir, conn, mut head) = witnessed();
    save(&conn, &mut head, 1001);
    events::append(&conn, 1001, 1, &[event("rated")]).unwrap();
    assert_eq!(findings(&conn, &mut head), []);
}

#[test]
fn a_record_cut_off_at_its_end_is_noticed() {
    let (_dir, conn, mut head) = witnessed();
    for _ in 0..3 {
        save(&conn, &mut head, 1001);
    }
    cut_off(&conn, 1);
    assert_eq!(findings(&conn, &mut head), [Finding::CutOff { ends: 1, saved: 3, at: NOON }]);
}

#[test]
fn an_older_copy_stays_noticed_when_work_goes_on_in_it() {
    let (_dir, conn, mut head) = witnessed();
    for _ in 0..3 {
        save(&conn, &mut head, 1001);
    }
    cut_off(&conn, 1);
    for _ in 0..5 {
        save(&conn, &mut head, 1002);
    }
    assert_eq!(findings(&conn, &mut head), [Finding::Rewritten { seq: 2, at: NOON }]);
    for _ in 0..MOST {
        save(&conn, &mut head, 1003);
    }
    assert_eq!(findings(&conn, &mut head), [Finding::Rewritten { seq: 2, at: NOON }]);
}

#[test]
fn a_missing_head_is_an_alarm_only_when_there_is_something_to_witness() {
    let (_dir, conn, mut head) = witnessed();
    fs::remove_file(&head.path).unwrap();
    assert_eq!(findings(&conn, &mut head), []);
    events::append(&conn, 1001, 0, &[event("received")]).unwrap();
    assert_eq!(findings(&conn, &mut head), [Finding::Missing]);
}

#[test]
fn a_torn_last_line_is_tolerated_and_swallows_nothing() {
    let (_dir, conn, mut head) = witnessed();
    for _ in 0..3 {
        save(&conn, &mut head, 1001);
    }
    let whole = fs::read(&head.path).unwrap();
    for torn in 1..150 {
        fs::write(&head.path, &whole[..whole.len() - torn]).unwrap();
        let mut again = Head::new(head.path.clone(), [3; 32]);
        assert_eq!(findings(&conn, &mut again), [], "{torn} bytes torn off");
        let tip = save(&conn, &mut again, 1001);
        assert_eq!(again.read().unwrap().lines.last().unwrap().tip, tip);
    }
}

#[test]
fn a_line_written_without_the_key_is_noticed() {
    let (_dir, conn, mut head) = witnessed();
    let tip = save(&conn, &mut head, 1001);
    let line = Line { tip: Tip { seq: 99, ..tip }, at: NOON };
    let noted = Noted { line, generation: Some(1), signed: None };
    let forged = Head::new(head.path.clone(), [4; 32]).format(&noted);
    let mut text = fs::read_to_string(&head.path).unwrap();
    text.push_str(&forged);
    fs::write(&head.path, text).unwrap();
    assert_eq!(findings(&conn, &mut head), [Finding::Forged { lines: 1 }]);
}

#[test]
fn the_file_stays_short_and_private_and_two_terminals_lose_no_line() {
    let (_dir, conn, mut head) = witnessed();
    let mut other = Head::new(head.path.clone(), [3; 32]);
    let mut last = Tip::default();
    for round in 0..2 * MOST {
        last = save(&conn, if round % 3 == 0 { &mut other } else { &mut head }, 1001);
    }
    let read = head.read().unwrap();
    assert!(read.lines.len() <= MOST + 1, "{} lines", read.lines.len());
    assert_eq!(read.lines.last().unwrap().tip, last);
    assert_eq!(findings(&conn, &mut head), []);
    assert_eq!(fs::metadata(&head.path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn lines_of_the_first_form_count_as_well_and_the_title_is_brought_up_to_date() {
    let (_dir, conn, mut head) = witnessed();
    let tip = save(&conn, &mut head, 1001);
    let old = Noted { line: Line { tip, at: NOON }, generation: None, signed: None };
    let text = head.format(&old);
    assert_eq!(text.split(' ').count(), 4, "{text}");
    fs::write(&head.path, format!("{TITLE_1}{text}")).unwrap();
    let read = head.read().unwrap();
    assert_eq!((read.lines.len(), read.forged, read.generation), (1, 0, None));
    Head::bring_up_to_date(&head.path).unwrap();
    assert_eq!(fs::read_to_string(&head.path).unwrap(), format!("{TITLE}{text}"));
    assert_eq!(head.read().unwrap(), read);
    // Without its tag the old form is as good as no line of ours.
    fs::write(&head.path, format!("{TITLE}{}", text.replacen("1 ", "2 ", 1))).unwrap();
    assert_eq!(findings(&conn, &mut head), [Finding::Forged { lines: 1 }]);
}

#[test]
fn every_field_of_a_line_is_under_its_tag() {
    let (_dir, conn, mut head) = witnessed();
    let tip = save(&conn, &mut head, 1001);
    let close = Close { line: Line { tip, at: NOON }, key: [5; 32], signature: [6; 64] };
    head.append_close(&conn, close).unwrap();
    let read = head.read().unwrap();
    assert_eq!(read.closes, [close]);
    assert_eq!(findings(&conn, &mut head), []);
    let whole = fs::read_to_string(&head.path).unwrap();
    let digits = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    for (at, was) in whole.char_indices().skip(TITLE.len()).filter(|(_, c)| digits(*c)) {
        let other = if was == '1' { "2" } else { "1" };
        let mut changed = whole.clone();
        changed.replace_range(at..=at, other);
        fs::write(&head.path, changed).unwrap();
        let read = head.read().unwrap();
        // A word that is no longer "close" makes no line at all.
        assert_eq!(read.lines.len() + read.closes.len(), 1, "character {at}");
    }
}

#[test]
fn keys_older_than_a_line_names_are_noticed() {
    let (_dir, conn, head) = witnessed();
    let mut head = head.under(3);
    save(&conn, &mut head, 1001);
    for (stands, noticed) in [(4, false), (3, false), (2, true)] {
        meta::set(&conn, meta::GENERATION, stands).unwrap();
        assert_eq!(!findings(&conn, &mut head).is_empty(), noticed, "generation {stands}");
    }
}
