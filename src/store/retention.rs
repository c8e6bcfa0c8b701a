//! Retention: what is due, what is held, erasures that were asked for, and (in `erase`) carrying them out.

mod backups;
mod erase;
mod find;

use rusqlite::{Connection, OptionalExtension};

use super::each::NotDone;
use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::events::{self, Stored};
use super::people::history;
use super::{Store, codec, project};
use crate::domain::actor::Actor;
use crate::domain::contact::Contact;
use crate::domain::decide::Refusal;
use crate::domain::disclosure::{Disclosed, Names};
use crate::domain::event::{DeskEvent, Event};
use crate::domain::ids::ContactId;
use crate::domain::protocol::Protocol;
use crate::domain::retention::erasure::{self, Asked, Proposal, Target};
use crate::domain::retention::listing::{Gone, Listing};
use crate::domain::retention::{self, Standing};
use crate::domain::when::Moment;
use crate::domain::{intake, named};

const READING: &str = "read what is due for erasure";

/// The condition of the index `event_retention`, word for word: only a query that repeats it uses the index.
macro_rules! kinds {
    () => {
        "(kind = 'held' OR kind = 'draft-discarded' OR kind = 'erasure-proposed' OR \
         kind = 'erasure-refused' OR kind = 'contact-erased' OR kind = 'people-erased' OR \
         kind = 'sheet-parted' OR kind = 'disclosed')"
    };
}
pub(super) use kinds;

/// Events of the desk of one kind that are still there, oldest first.
const OF_KIND: &str = concat!(
    "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, b.text
     FROM event e INDEXED BY event_retention JOIN body b ON b.seq = e.seq WHERE ",
    kinds!(),
    " AND e.kind = ?1 AND e.contact_id = 0 ORDER BY e.seq"
);

/// Whether anything was erased after a place in the record.
const ERASED_SINCE: &str = concat!(
    "SELECT EXISTS (SELECT 1 FROM event INDEXED BY event_retention WHERE ",
    kinds!(),
    " AND kind IN ('contact-erased', 'people-erased') AND seq > ?1)"
);

/// What an erasure would be of, as it stands now.
struct Subject {
    standing: Standing,
    seen: u32,
    names: Names,
    received: Option<Moment>,
    /// The contact or call with the calls that were put into it.
    ids: Vec<ContactId>,
    /// Since when a copy of the desk may hold it.
    since: Moment,
}

impl Store {
    /// What is due, what is held, what was asked for and what was erased last.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn retention(&self, protocol: &Protocol, now: Moment) -> Result<Listing> {
        find::listing(&self.conn, protocol, now)
    }

    /// What is left of a contact that was erased, if it was.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn erased(&self, id: ContactId) -> Result<Option<Gone>> {
        Ok(gone(&self.conn)?.into_iter().find(|gone| gone.erased.contact == id))
    }

    /// Asks for an erasure, to be agreed to by another manager.
    ///
    /// # Errors
    /// [`NotDone`]; nothing was written then.
    pub fn propose_erasure(
        &mut self,
        target: Target,
        reason: &str,
        actor: &Actor,
        protocol: &Protocol,
        now: Moment,
    ) -> std::result::Result<Proposal, NotDone> {
        let asked = self.write_plain(now, |tx| {
            let Some(subject) = subject(tx, target, protocol, now)? else { return Err(nothing(target)) };
            if let Some(waiting) = proposal(tx, target)?.filter(|waiting| waiting.stands(subject.seen, now)) {
                let who = waiting.by.name;
                return Ok(Err(Refusal(format!(
                    "{who} has asked for this erasure already: agree to it, or refuse it."
                ))));
            }
            let applied =
                match erasure::may_ask(&subject.standing, reason, &subject.names, actor, protocol.zone) {
                    Ok(applied) => applied,
                    Err(refusal) => return Ok(Err(refusal)),
                };
            let asked = Asked { target, applied, seen: subject.seen, reason: reason.trim().to_owned() };
            let event = DeskEvent::ErasureProposed(Box::new(asked.clone()));
            events::append_desk(tx, codec::encode_desk(&event, actor, now)?)?;
            Ok(Ok(Proposal { asked, by: actor.clone(), at: now }))
        });
        done(asked)
    }

    /// Refuses an erasure that was asked for, or takes one's own request back.
    ///
    /// # Errors
    /// [`NotDone`]; nothing was written then.
    pub fn refuse_erasure(
        &mut self,
        target: Target,
        reason: &str,
        actor: &Actor,
        protocol: &Protocol,
        now: Moment,
    ) -> std::result::Result<(), NotDone> {
        let refused = self.write_plain(now, |tx| {
            let Some(subject) = subject(tx, target, protocol, now)? else { return Err(nothing(target)) };
            if proposal(tx, target)?.is_none() {
                return Ok(Err(Refusal("Nobody has asked for this erasure.".into())));
            }
            if let Err(refusal) = erasure::may_refuse(reason, &subject.names, actor) {
                return Ok(Err(refusal));
            }
            let event = DeskEvent::ErasureRefused { target, reason: reason.trim().to_owned() };
            events::append_desk(tx, codec::encode_desk(&event, actor, now)?)?;
            Ok(Ok(()))
        });
        done(refused)
    }

    /// Records what somebody is given of a record, with the number of the pack.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn disclose(&mut self, disclosed: &Disclosed, actor: &Actor, now: Moment) -> Result<()> {
        let event = DeskEvent::Disclosed(Box::new(disclosed.clone()));
        self.write_plain(now, |tx| {
            events::append_desk(tx, codec::encode_desk(&event, actor, now)?).map(|_| ())
        })
    }

    /// The desk's other contacts that name the same person, each with whom of it.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn same_person(
        &self,
        contact: ContactId,
        whom: intake::Subject,
    ) -> Result<Vec<(ContactId, intake::Subject)>> {
        let id = named::id(contact, whom);
        let subject = id.split_once('/').map_or("", |(_, subject)| subject);
        let ids = history::same_person(&self.conn, contact, subject)?;
        Ok(ids.iter().filter_map(|id| named::from_id(id)).collect())
    }

    /// How many packs were made from a contact before.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn packs(&self, contact: ContactId) -> Result<u32> {
        let mut last = 0;
        for stored in of_kind(&self.conn, "disclosed")? {
            if let (_, DeskEvent::Disclosed(made)) = codec::decode_desk(&stored)?
                && made.contact == contact
            {
                last = last.max(made.number);
            }
        }
        Ok(last)
    }
}

fn done<T>(result: Result<std::result::Result<T, Refusal>>) -> std::result::Result<T, NotDone> {
    match result {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(refusal)) => Err(NotDone::Refused(refusal.0)),
        Err(trouble) => Err(NotDone::Trouble(trouble)),
    }
}

/// Events of the desk of a kind that the index knows.
fn of_kind(conn: &Connection, kind: &str) -> Result<Vec<Stored>> {
    conn.prepare_cached(OF_KIND)
        .and_then(|mut ask| ask.query_map([kind], events::stored)?.collect())
        .doing(READING)
}

/// What an erasure of this would be of; none if there is no such contact or call with words in it.
fn subject(conn: &Connection, target: Target, protocol: &Protocol, now: Moment) -> Result<Option<Subject>> {
    let Target::Contact(id) = target else { return find::people(conn, protocol, now).map(Some) };
    if let Some(contact) = project::load(conn, id)? {
        return Ok(Some(of_contact(&contact, protocol, now)));
    }
    find::ended_call(conn, id, protocol, now)
}

fn of_contact(contact: &Contact, protocol: &Protocol, now: Moment) -> Subject {
    let calls = contact.history.iter().filter_map(|recorded| match &recorded.event {
        Event::CallAttached { call, .. } => Some(*call),
        _ => None,
    });
    Subject {
        standing: retention::standing(contact, &protocol.retention, protocol.zone, now),
        seen: contact.version,
        names: Names::of(contact, None),
        received: Some(contact.received.receipt()),
        ids: std::iter::once(contact.id).chain(calls).collect(),
        since: contact.received.received,
    }
}

/// The last erasure asked for, unless it was refused or carried out.
fn proposal(conn: &Connection, target: Target) -> Result<Option<Proposal>> {
    Ok(proposals(conn)?.into_iter().find(|proposal| proposal.asked.target == target))
}

/// Every erasure that was asked for and neither refused nor carried out, lapsed ones included; the last one of each.
fn proposals(conn: &Connection) -> Result<Vec<Proposal>> {
    let mut all: Vec<Stored> = Vec::new();
    for kind in ["erasure-proposed", "erasure-refused", "contact-erased", "people-erased"] {
        all.extend(of_kind(conn, kind)?);
    }
    all.sort_by_key(|stored| stored.seq);
    let mut open: Vec<Proposal> = Vec::new();
    for stored in &all {
        let (by, event) = codec::decode_desk(stored)?;
        let (target, asked) = match event {
            DeskEvent::ErasureProposed(asked) => (asked.target, Some(*asked)),
            DeskEvent::ErasureRefused { target, .. } => (target, None),
            DeskEvent::ContactErased(erased) => (Target::Contact(erased.contact), None),
            DeskEvent::PeopleErased(_) => (Target::KnownPeople, None),
            _ => continue,
        };
        open.retain(|proposal| proposal.asked.target != target);
        open.extend(asked.map(|asked| Proposal { asked, by, at: stored.at }));
    }
    Ok(open)
}

/// Contacts that were erased, the newest first.
fn gone(conn: &Connection) -> Result<Vec<Gone>> {
    let mut all = Vec::new();
    for stored in of_kind(conn, "contact-erased")?.iter().rev() {
        if let (agreed_by, DeskEvent::ContactErased(erased)) = codec::decode_desk(stored)? {
            all.push(Gone { erased: *erased, agreed_by, at: stored.at });
        }
    }
    Ok(all)
}

/// Whether anything was erased since the record stood at `after`.
pub(super) fn was_anything_erased(conn: &Connection, after: i64) -> Result<bool> {
    conn.prepare_cached(ERASED_SINCE)
        .and_then(|mut ask| ask.query_row([after], |row| row.get(0)))
        .doing(READING)
}

/// Whether what this contact's first entry said was erased: nothing can be added to it any more.
pub(super) fn is_erased(conn: &Connection, contact_id: i64) -> Result<bool> {
    conn.prepare_cached(
        "SELECT 1 FROM event e JOIN tombstone t ON t.seq = e.seq WHERE e.contact_id = ?1 AND e.contact_seq = 1",
    )
    .and_then(|mut ask| ask.query_row([contact_id], |_| Ok(())).optional())
    .doing(READING)
    .map(|found| found.is_some())
}

/// Refuses to add anything to a contact that was erased.
///
/// # Errors
/// [`Kind::Unknown`] if it was.
pub(super) fn refuse_erased(conn: &Connection, contact_id: i64) -> Result<()> {
    if !is_erased(conn, contact_id)? {
        return Ok(());
    }
    Err(Error::new(
        Kind::Unknown,
        "add to the contact",
        format!("{} was erased under a retention rule", codec::id(contact_id)),
        UNTOUCHED,
        "Go back to the board.",
    ))
}

/// There is nothing of this kind to erase.
fn nothing(target: Target) -> Error {
    Error::new(
        Kind::Unknown,
        "look for what is to be erased",
        match target {
            Target::Contact(id) => format!("there is nothing under {id} that could be erased"),
            Target::KnownPeople => "there is no imported entry".to_owned(),
        },
        UNTOUCHED,
        "\"dutydesk retention list\" says what is due.",
    )
}

#[cfg(test)]
mod tests;
