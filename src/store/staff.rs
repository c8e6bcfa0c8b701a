//! Who may open the desk: the table `staff`, made from the desk's own events.

use rusqlite::{Connection, OptionalExtension, Row};

use super::error::{Doing, Result};
use super::events::{self, Stored};
use super::{Store, codec, connection};
use crate::domain::access::Staff;
use crate::domain::actor::Actor;
use crate::domain::codes::Role;
use crate::domain::event::DeskEvent;
use crate::domain::ids::UserId;
use crate::domain::when::Moment;

const READING: &str = "read who may open the desk";
const WRITING: &str = "save who may open the desk";
const COLUMNS: &str = "user, name, role, active, since, must_change";
/// The desk's events that change the table.
const KINDS: &str =
    "('staff-added', 'staff-role-changed', 'staff-shut-out', 'passphrase-reset', 'passphrase-changed')";

impl Store {
    /// Everybody who may open this desk or once might, by short name. Nobody on a training desk.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn staff(&self) -> Result<Vec<Staff>> {
        list(&self.conn)
    }
}

/// Everybody, by short name.
pub(super) fn list(conn: &Connection) -> Result<Vec<Staff>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM staff ORDER BY user"))
        .and_then(|mut ask| ask.query_map([], staff)?.collect())
        .doing(READING)
}

/// The person with this short name.
pub(super) fn find(conn: &Connection, user: &str) -> Result<Option<Staff>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM staff WHERE user = ?1"))
        .and_then(|mut ask| ask.query_row([user], staff).optional())
        .doing(READING)
}

fn staff(row: &Row<'_>) -> rusqlite::Result<Staff> {
    let role: String = row.get(2)?;
    // The table itself refuses any other word; a reader is the least that could be meant.
    let role = Role::from_code(&role).unwrap_or(Role::Viewer);
    Ok(Staff {
        actor: Actor { user: UserId(row.get(0)?), name: row.get(1)?, role },
        active: row.get(3)?,
        since: Moment::from_millis(row.get(4)?),
        must_change: row.get(5)?,
    })
}

/// Writes what an event of the desk changes here.
pub(super) fn apply(tx: &Connection, event: &DeskEvent, at: Moment) -> Result<()> {
    let change = |sql: &str, user: &UserId| {
        tx.prepare_cached(sql).and_then(|mut change| change.execute([&user.0])).doing(WRITING).map(|_| ())
    };
    match event {
        DeskEvent::StaffAdded { person } => tx
            .prepare_cached(&format!(
                "INSERT INTO staff({COLUMNS}) VALUES (?1, ?2, ?3, 1, ?4, ?5)
                 ON CONFLICT(user) DO UPDATE SET name = excluded.name, role = excluded.role, active = 1,
                   since = excluded.since, must_change = excluded.must_change"
            ))
            .and_then(|mut add| {
                let first = person.founder;
                add.execute((&person.user.0, &person.name, person.role.code(), at.millis(), !first))
            })
            .doing(WRITING)
            .map(|_| ()),
        DeskEvent::StaffRoleChanged { user, role } => tx
            .prepare_cached("UPDATE staff SET role = ?2 WHERE user = ?1")
            .and_then(|mut change| change.execute((&user.0, role.code())))
            .doing(WRITING)
            .map(|_| ()),
        DeskEvent::StaffShutOut { user, .. } => change("UPDATE staff SET active = 0 WHERE user = ?1", user),
        DeskEvent::PassphraseReset { user } => {
            change("UPDATE staff SET must_change = 1 WHERE user = ?1", user)
        }
        DeskEvent::PassphraseChanged { user } => {
            change("UPDATE staff SET must_change = 0 WHERE user = ?1", user)
        }
        _ => Ok(()),
    }
}

/// Makes the table again.
pub(super) fn rebuild(tx: &Connection) -> Result<()> {
    tx.execute("DELETE FROM staff", []).doing(WRITING)?;
    for stored in told(tx)? {
        let (_, event) = codec::decode_desk(&stored)?;
        apply(tx, &event, stored.at)?;
    }
    Ok(())
}

/// Whether the table is not what the events make. Looks without writing: the events are worked out in memory.
pub(super) fn differs(conn: &Connection) -> Result<bool> {
    let apart = connection::in_memory()?;
    apart.execute_batch(include_str!("../../assets/migrations/0004_staff.sql")).doing(READING)?;
    for stored in told(conn)? {
        let (_, event) = codec::decode_desk(&stored)?;
        apply(&apart, &event, stored.at)?;
    }
    Ok(list(&apart)? != list(conn)?)
}

fn told(conn: &Connection) -> Result<Vec<Stored>> {
    conn.prepare_cached(&format!(
        "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, b.text
         FROM event e LEFT JOIN body b ON b.seq = e.seq WHERE e.contact_id = {} AND e.kind IN {KINDS} ORDER BY e.seq",
        events::DESK
    ))
    .and_then(|mut ask| ask.query_map([], events::stored)?.collect())
    .doing(READING)
}
