//! Desks as earlier versions left them.

use dutydesk::store::connection::{self, Access};
use dutydesk::store::keys::Sealed;
use dutydesk::store::meta;
use dutydesk::store::migrate::{self, STEPS};
use rusqlite::types::Value;
use tempfile::TempDir;

use crate::support::*;
use crate::work::*;

/// A desk whose record is at this step of the ladder: the events that today's program writes, in the tables of that time. And
/// its last entry.
pub(crate) fn desk_at(step: usize) -> (TempDir, i64) {
    let (dir, mut store) = desk();
    work(&mut store, &mut Acknowledged::new(), 6);
    let last = tip(&store);
    let events = rows(&store, "SELECT * FROM event ORDER BY seq");
    let bodies = rows(&store, "SELECT * FROM body ORDER BY seq");
    let facts = rows(&store, "SELECT * FROM meta");
    drop(store);
    let desk = paths(dir.path());
    let (_, key) = Sealed::read(&desk.keys()).unwrap().open_training().unwrap();
    std::fs::remove_file(desk.db()).unwrap();
    let mut conn = connection::open(&desk.db(), &key, Access::Create).unwrap();
    migrate::climb(&mut conn, STEPS.get(..step).unwrap(), |_| Ok(())).unwrap();
    for (event, body) in events.iter().zip(&bodies) {
        insert(&conn, "event", event);
        insert(&conn, "body", body);
    }
    conn.execute("DELETE FROM meta", []).unwrap();
    for fact in &facts {
        insert(&conn, "meta", fact);
    }
    meta::set(&conn, meta::PROJECTIONS, 0).unwrap();
    drop(conn);
    (dir, last)
}

fn rows(store: &dutydesk::store::Store, sql: &str) -> Vec<Vec<Value>> {
    let mut ask = store.conn().prepare(sql).unwrap();
    let columns = ask.column_count();
    let row = |row: &rusqlite::Row<'_>| (0..columns).map(|n| row.get(n)).collect();
    ask.query_map([], row).unwrap().map(Result::unwrap).collect()
}

fn insert(conn: &rusqlite::Connection, table: &str, row: &[Value]) {
    let places: Vec<String> = (1..=row.len()).map(|n| format!("?{n}")).collect();
    let sql = format!("INSERT INTO {table} VALUES ({})", places.join(", "));
    conn.execute(&sql, rusqlite::params_from_iter(row)).unwrap();
}
