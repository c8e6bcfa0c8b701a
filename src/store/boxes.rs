//! Text typed into an action's box on a contact, kept until it is sent or dropped.
//!
//! A box belongs to one person in one terminal: two people writing a rationale on the same contact never see or
//! overwrite each other's words. When a terminal has died, the same person finds the text in the next one.

use rusqlite::Connection;

use super::codec;
use super::error::{Doing, Result};
use super::process::Process;
use crate::domain::draft::BoxDraft;
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;

const SAVING: &str = "keep what was typed";

/// Keeps a box as typed so far.
pub(crate) fn save(tx: &Connection, user: &str, me: &Process, typed: &BoxDraft, now: Moment) -> Result<()> {
    let body = serde_json::to_string(typed).doing(SAVING)?;
    tx.prepare_cached(
        "INSERT INTO box(contact_id, action, user, boot, pid, started, saved_at, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at",
    )
    .and_then(|mut put| {
        put.execute((
            codec::number(typed.contact),
            &typed.action,
            user,
            &me.boot,
            me.pid,
            me.started,
            now.millis(),
            body,
        ))
    })
    .doing(SAVING)
    .map(|_| ())
}

/// Forgets a box of this terminal: it was sent, or dropped by its writer.
pub(crate) fn discard(
    tx: &Connection,
    user: &str,
    me: &Process,
    contact: ContactId,
    action: &str,
) -> Result<()> {
    tx.prepare_cached(
        "DELETE FROM box WHERE contact_id = ?1 AND action = ?2 AND user = ?3 AND boot = ?4 AND pid = ?5 AND started = ?6",
    )
    .and_then(|mut cut| {
        cut.execute((codec::number(contact), action, user, &me.boot, me.pid, me.started))
    })
    .doing(SAVING)
    .map(|_| ())
}

/// Forgets every box of this terminal on a contact.
pub(crate) fn discard_all(tx: &Connection, user: &str, me: &Process, contact: ContactId) -> Result<()> {
    tx.prepare_cached(
        "DELETE FROM box WHERE contact_id = ?1 AND user = ?2 AND boot = ?3 AND pid = ?4 AND started = ?5",
    )
    .and_then(|mut cut| cut.execute((codec::number(contact), user, &me.boot, me.pid, me.started)))
    .doing(SAVING)
    .map(|_| ())
}

/// The person's boxes on a contact: this terminal's, and those of terminals that have died, which become this one's.
/// A dead terminal's box stays where it is while this one has a box for the same action.
pub(crate) fn adopt(tx: &Connection, user: &str, me: &Process, contact: ContactId) -> Result<Vec<BoxDraft>> {
    let contact_id = codec::number(contact);
    let rows: Vec<(String, Process)> = tx
        .prepare_cached(
            "SELECT action, boot, pid, started FROM box WHERE contact_id = ?1 AND user = ?2 ORDER BY saved_at DESC",
        )
        .and_then(|mut ask| {
            ask.query_map((contact_id, user), |row| {
                Ok((row.get(0)?, Process { boot: row.get(1)?, pid: row.get(2)?, started: row.get(3)? }))
            })?
            .collect()
        })
        .doing(SAVING)?;
    for (action, process) in rows.iter().filter(|(_, process)| process != me && !process.is_alive()) {
        tx.prepare_cached(
            "UPDATE OR IGNORE box SET boot = ?4, pid = ?5, started = ?6
             WHERE contact_id = ?1 AND action = ?2 AND user = ?3 AND boot = ?7 AND pid = ?8 AND started = ?9",
        )
        .and_then(|mut take| {
            take.execute((
                contact_id,
                action,
                user,
                &me.boot,
                me.pid,
                me.started,
                &process.boot,
                process.pid,
                process.started,
            ))
        })
        .doing(SAVING)?;
    }
    mine(tx, user, me, contact)
}

/// This terminal's boxes on a contact.
pub(crate) fn mine(conn: &Connection, user: &str, me: &Process, contact: ContactId) -> Result<Vec<BoxDraft>> {
    let texts: Vec<String> = conn
        .prepare_cached(
            "SELECT body FROM box WHERE contact_id = ?1 AND user = ?2 AND boot = ?3 AND pid = ?4 AND started = ?5
             ORDER BY action",
        )
        .and_then(|mut ask| {
            ask.query_map((codec::number(contact), user, &me.boot, me.pid, me.started), |row| row.get(0))?
                .collect()
        })
        .doing(SAVING)?;
    texts.iter().map(|text| serde_json::from_str(text).doing(SAVING)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::test_util::{NOON, desk};

    fn typed(text: &str) -> BoxDraft {
        BoxDraft { contact: ContactId(1001), action: "decide".into(), fields: vec![text.into()], focus: 0 }
    }

    fn terminal(started: i64) -> Process {
        Process { started, ..Process::this() }
    }

    #[test]
    fn two_people_and_two_terminals_never_overwrite_each_other() {
        let (_dir, conn) = desk();
        let me = Process::this();
        save(&conn, "j.testerby", &me, &typed("mine"), NOON).unwrap();
        save(&conn, "p.sampleton", &me, &typed("theirs"), NOON).unwrap();
        save(&conn, "j.testerby", &terminal(1), &typed("left behind"), NOON).unwrap();
        assert_eq!(adopt(&conn, "j.testerby", &me, ContactId(1001)).unwrap(), [typed("mine")]);

        // Once ours is sent, the text of the terminal that died comes up.
        discard(&conn, "j.testerby", &me, ContactId(1001), "decide").unwrap();
        assert_eq!(mine(&conn, "j.testerby", &me, ContactId(1001)).unwrap(), []);
        assert_eq!(adopt(&conn, "j.testerby", &me, ContactId(1001)).unwrap(), [typed("left behind")]);
        assert_eq!(mine(&conn, "p.sampleton", &me, ContactId(1001)).unwrap(), [typed("theirs")]);
    }
}
