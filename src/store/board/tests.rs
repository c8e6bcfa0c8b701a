use super::*;
use crate::store::test_util::{actor, closing, desk, file, minutes, store};

/// The steps SQLite would take.
fn plan(conn: &Connection, sql: &str) -> String {
    conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap()
        .query_map(rusqlite::params_from_iter(vec![0; sql.matches('?').count()]), |row| {
            row.get::<_, String>(3)
        })
        .unwrap()
        .map(std::result::Result::unwrap)
        .collect::<Vec<_>>()
        .join("; ")
}

#[test]
fn no_board_query_scans_or_sorts_the_contacts() {
    let (_dir, conn) = desk();
    for (sql, expected) in [
        (PAGE, "SEARCH contact USING INDEX contact_board"),
        (
            CHANGED,
            "SEARCH contact USING INTEGER PRIMARY KEY (rowid=?); LIST SUBQUERY 1; SEARCH event USING INTEGER PRIMARY KEY (rowid>?)",
        ),
        (COUNT, "SCAN contact USING COVERING INDEX contact_board"),
    ] {
        let plan = plan(&conn, sql);
        assert!(plan.starts_with(expected), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}

fn surnames(rows: &[Summary]) -> Vec<&str> {
    rows.iter().map(|row| row.child.as_ref().unwrap().surname.as_str()).collect()
}

#[test]
fn the_most_urgent_come_first_and_every_open_contact_comes_once() {
    let (_dir, mut store) = store();
    for (surname, due) in
        [("Mockford", 50), ("Testerby", 10), ("Placeham", 30), ("Fakeley", 10), ("Synthley", 20)]
    {
        file(&mut store, surname, minutes(due));
    }
    let closed = store.contact(crate::domain::ids::ContactId(1005), &actor("Jo Testerby")).unwrap().unwrap();
    let version = closed.version;
    store.append(closed, closing(version)).unwrap();

    let mut board = Board::begin(store.conn()).unwrap();
    assert_eq!(surnames(&board.page(store.conn(), 2).unwrap()), ["Testerby", "Fakeley"]);
    assert!(!board.is_complete());
    assert_eq!(surnames(&board.page(store.conn(), 3).unwrap()), ["Placeham", "Mockford"]);
    assert!(board.is_complete());
    assert_eq!(open(store.conn()).unwrap(), 4);
    assert_eq!(board.changes(store.conn()).unwrap(), []);
}

#[test]
fn only_what_changed_is_read_again_and_a_view_is_no_change() {
    let (_dir, mut store) = store();
    let first = file(&mut store, "Mockford", minutes(50));
    file(&mut store, "Testerby", minutes(10));
    let mut board = Board::begin(store.conn()).unwrap();
    board.page(store.conn(), FIRST).unwrap();
    let me = crate::store::process::Process::this();
    let jo = actor("Jo Testerby");
    store
        .look(&crate::store::looks::Look {
            id: first.id,
            actor: &jo,
            me: &me,
            because: None,
            now: minutes(1),
        })
        .unwrap();
    assert_eq!(board.changes(store.conn()).unwrap(), []);

    let version = first.version;
    store.append(first, closing(version)).unwrap();
    let changes = board.changes(store.conn()).unwrap();
    assert_eq!(surnames(&changes), ["Mockford"]);
    assert!(!changes[0].open, "a row of a closed contact says so");
    assert_eq!(board.changes(store.conn()).unwrap(), []);
}
