//! Carrying an erasure out: in one transaction every word goes, and the event that says by whom takes its place.

use rusqlite::{Connection, params};

use super::super::chain::Hash;
use super::super::connection::{self, Checkpoint};
use super::super::each::NotDone;
use super::super::error::{Doing, Result};
use super::super::events::{self, Stored};
use super::super::{Store, codec, keys};
use super::find::{self, due_people};
use super::{READING, Subject, backups, nothing, proposal, subject};
use crate::domain::actor::Actor;
use crate::domain::decide::Refusal;
use crate::domain::event::DeskEvent;
use crate::domain::ids::ContactId;
use crate::domain::protocol::Protocol;
use crate::domain::retention;
use crate::domain::retention::Applied;
use crate::domain::retention::erasure::{self, Erased, PeopleErased, Proposal, Target};
use crate::domain::retention::listing::{Carried, Left};
use crate::domain::retention::traces::{self, About, Trace};
use crate::domain::when::Moment;

const ERASING: &str = "erase under a retention rule";
/// Events of the desk that may speak of a contact. Looks and imports never do, and are by far the most.
const OF_THE_DESK: &str = "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, b.text
     FROM event e JOIN body b ON b.seq = e.seq
     WHERE e.contact_id = 0 AND e.kind NOT IN ('contact-viewed', 'people-imported') ORDER BY e.seq";
/// Entries of a contact whose words are still there.
const OWN: &str =
    "SELECT e.seq FROM event e JOIN body b ON b.seq = e.seq WHERE e.contact_id = ?1 ORDER BY e.seq";
/// Everything else that is kept of a contact.
const TABLES: [&str; 5] = [
    "DELETE FROM contact WHERE id = ?1",
    "DELETE FROM clock WHERE contact_id = ?1",
    "DELETE FROM named WHERE contact_id = ?1",
    "DELETE FROM box WHERE contact_id = ?1",
    "DELETE FROM draft WHERE contact_id = ?1",
];

impl Store {
    /// Agrees to an erasure that another manager asked for, and carries it out: all of it or nothing. Then the log is cut, so that
    /// no page of it is left there, and what no erasure reaches is listed.
    ///
    /// # Errors
    /// [`NotDone`]; nothing was erased then.
    pub fn agree_erasure(
        &mut self,
        target: Target,
        actor: &Actor,
        protocol: &Protocol,
        now: Moment,
    ) -> std::result::Result<Carried, NotDone> {
        let carried = self.write_plain(now, |tx| {
            let Some(subject) = subject(tx, target, protocol, now)? else { return Err(nothing(target)) };
            let Some(proposal) = proposal(tx, target)? else {
                return Ok(Err(Refusal(
                    "Nobody has asked for this erasure. Ask for it; another manager then agrees.".into(),
                )));
            };
            let may = erasure::may_agree(
                &proposal,
                subject.seen,
                &subject.standing,
                &subject.names,
                actor,
                now,
                protocol.zone,
            );
            let applied = match may {
                Ok(applied) => applied,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let left = match target {
                Target::Contact(id) => {
                    let about = About { ids: &subject.ids, names: &subject.names };
                    Left::Contact(contact(tx, id, about, proposal, applied, (actor, now))?)
                }
                Target::KnownPeople => Left::People(people(tx, proposal, protocol, (actor, now))?),
            };
            Ok(Ok((left, subject)))
        });
        let (left, Subject { ids, since, .. }) = super::done(carried)?;
        // The erasure stands whatever becomes of the log; that it could not be cut is told.
        let cleared = connection::checkpoint(&self.conn, Checkpoint::Truncate).unwrap_or(false);
        let (backups, files) = (backups::holding(&self.paths, since, now), backups::files(&self.paths, &ids));
        Ok(Carried { left, agreed_by: actor.clone(), at: now, backups, files, cleared })
    }
}

/// Erases a contact or call with everything that speaks of it.
fn contact(
    tx: &Connection,
    id: ContactId,
    about: About<'_>,
    proposal: Proposal,
    applied: Applied,
    (actor, now): (&Actor, Moment),
) -> Result<Erased> {
    let ids = about.ids;
    let mut going: Vec<i64> = Vec::new();
    for id in ids {
        let own: Vec<i64> = tx
            .prepare_cached(OWN)
            .and_then(|mut ask| ask.query_map([codec::number(*id)], |row| row.get(0))?.collect())
            .doing(ERASING)?;
        going.extend(own);
    }
    let mut instead: Vec<(Actor, DeskEvent)> = Vec::new();
    for stored in of_the_desk(tx)? {
        let (by, event) = codec::decode_desk(&stored)?;
        match traces::of(&event, &by, stored.at, about) {
            Trace::Nothing => continue,
            Trace::Whole => {}
            Trace::Parted(rest) => instead.push((by, *rest)),
        }
        going.push(stored.seq);
    }
    let erased = Erased {
        contact: id,
        applied,
        reason: proposal.asked.reason,
        asked_by: proposal.by,
        asked: proposal.at,
        entries: u32::try_from(going.len()).unwrap_or(u32::MAX),
        hash: last_hash(tx, id)?,
    };
    let event = DeskEvent::ContactErased(Box::new(erased.clone()));
    let by = events::append_desk(tx, codec::encode_desk(&event, actor, now)?)?.seq;
    for seq in going {
        tx.prepare_cached("INSERT INTO tombstone(seq, erased_by) VALUES (?1, ?2)")
            .and_then(|mut bury| bury.execute((seq, by)))
            .and_then(|_| tx.prepare_cached("DELETE FROM body WHERE seq = ?1"))
            .and_then(|mut delete| delete.execute([seq]))
            .doing(ERASING)?;
    }
    for (by, rest) in instead {
        events::append_desk(tx, codec::encode_desk(&rest, &by, now)?)?;
    }
    // Who looked at a call that was put into it stays, as the events say it.
    tx.prepare_cached("DELETE FROM viewed WHERE contact_id = ?1")
        .and_then(|mut delete| delete.execute([codec::number(id)]))
        .doing(ERASING)?;
    for id in ids {
        for sql in TABLES {
            tx.prepare_cached(sql)
                .and_then(|mut delete| delete.execute([codec::number(*id)]))
                .doing(ERASING)?;
        }
    }
    Ok(erased)
}

fn of_the_desk(tx: &Connection) -> Result<Vec<Stored>> {
    tx.prepare_cached(OF_THE_DESK)
        .and_then(|mut ask| ask.query_map([], events::stored)?.collect())
        .doing(READING)
}

/// The hash of the last entry under this number, or of the event of the desk that ended the call, in hexadecimal.
fn last_hash(tx: &Connection, id: ContactId) -> Result<String> {
    let hash: Hash = tx
        .query_row(
            "SELECT coalesce((SELECT hash FROM event WHERE contact_id = ?1 ORDER BY contact_seq DESC LIMIT 1),
               (SELECT e.hash FROM event e JOIN body b ON b.seq = e.seq
                WHERE e.contact_id = 0 AND e.kind = 'draft-discarded' AND json_extract(b.text, '$.event.contact') = ?1))",
            [codec::number(id)],
            |row| row.get(0),
        )
        .doing(ERASING)?;
    let mut hex = String::with_capacity(64);
    keys::push_hex(&mut hex, &hash);
    Ok(hex)
}

/// Erases the imported entries whose time is over.
fn people(
    tx: &Connection,
    proposal: Proposal,
    protocol: &Protocol,
    (actor, now): (&Actor, Moment),
) -> Result<PeopleErased> {
    let rule = retention::known_people(&protocol.retention, protocol.zone, now);
    let Some((rule, before)) = rule else { return Err(nothing(Target::KnownPeople)) };
    let (day, at) = find::cut(before, protocol);
    let people =
        tx.execute(concat!("DELETE FROM person WHERE ", due_people!()), params![day, at]).doing(ERASING)?;
    let erased = PeopleErased {
        rule,
        before,
        reason: proposal.asked.reason,
        asked_by: proposal.by,
        asked: proposal.at,
        people: u32::try_from(people).unwrap_or(u32::MAX),
    };
    let event = DeskEvent::PeopleErased(Box::new(erased.clone()));
    events::append_desk(tx, codec::encode_desk(&event, actor, now)?)?;
    Ok(erased)
}
