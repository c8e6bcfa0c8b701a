//! Desks of every released schema climb to the newest one, with a copy before that can be restored.

use dutydesk::store::backup::shelf::{self, Kept};
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

#[test]
fn a_desk_of_every_released_schema_climbs_and_the_copy_before_can_be_restored() {
    let newest = u32::try_from(STEPS.len()).unwrap();
    for step in 1..STEPS.len() {
        let (dir, last) = desk_at(step);
        let desk = paths(dir.path());
        let mut store = open_desk(&desk).unwrap_or_else(|e| panic!("from schema {step}: {e}"));
        let report = store.verify().unwrap();
        assert!(report.is_good(), "from schema {step}: {report:?}");
        assert_eq!(tip(&store), last, "from schema {step}");
        assert_eq!(store.findings(), [], "from schema {step}");
        let contacts: Vec<u32> = (1001..=1003).map(|contact| version(&store, contact)).collect();
        assert_eq!(contacts, [3, 3, 3], "from schema {step}");
        work(&mut store, &mut vec![], 1);
        drop(store);

        let copies = shelf::list(&desk).unwrap();
        assert_eq!(copies.len(), 1, "from schema {step}: {copies:?}");
        assert_eq!((copies[0].kept, copies[0].seq), (Kept::BeforeSchema(newest), last));
        let (beyond, _) = restore(&desk, &desk.backups().join(&copies[0].name), &mut |_| {}).unwrap();
        assert_eq!(beyond.missing.unwrap().first, last.unsigned_abs() + 1, "from schema {step}");
        let mut store = open_desk(&desk).unwrap();
        assert!(store.verify().unwrap().is_good(), "from schema {step}");
        assert_eq!(tip(&store), last + 1, "from schema {step}");
    }
}
