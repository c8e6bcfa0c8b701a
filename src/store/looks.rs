//! Reading that is recorded: opening a contact, searches, prints, what was refused; and the page made of it.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::contacts::unknown;
use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::process::Process;
use super::{Store, boxes, codec, events, project, rebuild};
use crate::domain::access::May;
use crate::domain::actor::Actor;
use crate::domain::contact::Contact;
use crate::domain::draft::BoxDraft;
use crate::domain::event::{DeskEvent, OPEN_RESTRICTED};
use crate::domain::ids::ContactId;
use crate::domain::looked::{Entry, Flag, Ground, Happened, Material};
use crate::domain::restrict::{self, Guard};
use crate::domain::when::Moment;

/// The kinds of entries, as the index `event_looked` has them: SQLite uses it only for the very same list.
macro_rules! kinds {
    () => {
        "(kind = 'contact-viewed' OR kind = 'restricted-opened' OR kind = 'searched' OR \
         kind = 'exported' OR kind = 'attempt-refused' OR kind = 'unlock-refused' OR \
         kind = 'looks-listed' OR kind = 'look-reviewed' OR kind = 'letter-issued' OR \
         kind = 'restricted' OR kind = 'restriction-lifted' OR \
         kind = 'disclosed' OR kind = 'names-shown')"
    };
}

/// The entries of some time; managers' marks are read apart, because they come later.
const ENTRIES: &str = concat!(
    "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, b.text
     FROM event e INDEXED BY event_looked JOIN body b ON b.seq = e.seq
     WHERE ",
    kinds!(),
    " AND e.kind <> 'look-reviewed' AND e.at >= ?1 AND e.at < ?2 ORDER BY e.seq"
);
/// What managers said of lines since some time.
const MARKS: &str = concat!(
    "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, b.text
     FROM event e INDEXED BY event_looked JOIN body b ON b.seq = e.seq
     WHERE ",
    kinds!(),
    " AND e.kind = 'look-reviewed' AND e.at >= ?1 ORDER BY e.seq"
);
/// What one person did lately of one kind.
const LATELY: &str = concat!(
    "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, b.text
     FROM event e INDEXED BY event_looked JOIN body b ON b.seq = e.seq
     WHERE ",
    kinds!(),
    " AND e.kind = ?1 AND e.at > ?2 AND e.at <= ?3 AND e.actor = ?4"
);

/// The restricted contacts, by an index that holds only them.
const GUARDS: &str =
    "SELECT id, restricted FROM contact INDEXED BY contact_restricted WHERE restricted IS NOT NULL";

const DOING: &str = "read who looked";
/// How long one entry stands for all of the very same, in milliseconds: somebody who leans on a key makes one entry.
const QUARTER: i64 = 15 * 60 * 1000;

/// The restricted contacts, and what anybody may know of each.
pub type Guards = BTreeMap<ContactId, Guard>;

/// How somebody opens a contact.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// Which one.
    pub id: ContactId,
    /// Who.
    pub actor: &'a Actor,
    /// In which process.
    pub me: &'a Process,
    /// Why; needed for a restricted contact that was not opened within the last 15 minutes.
    pub because: Option<&'a str>,
    /// When.
    pub now: Moment,
}

impl Store {
    /// A contact with its history, for this person; none if there is no such contact.
    ///
    /// # Errors
    /// [`Kind::NotAllowed`] if it is restricted and they are not named. As SQLite reports them; [`Kind::Damaged`] if its events do
    /// not read.
    pub fn contact(&self, id: ContactId, actor: &Actor) -> Result<Option<Contact>> {
        let Some(contact) = project::load(&self.conn, id)? else { return Ok(None) };
        match restricted(&contact, actor) {
            Some(refused) => Err(refused),
            None => Ok(Some(contact)),
        }
    }

    /// Opens a contact for somebody: notes that they looked (once per person and contact in 15 minutes) before it is shown, and
    /// returns it with what they had typed into its boxes. An attempt on a restricted contact by somebody who is not named is
    /// noted too.
    ///
    /// # Errors
    /// [`Kind::Unknown`] if there is no such contact; [`Kind::NotAllowed`] if it is restricted and they are not named;
    /// [`Kind::Reason`] if it is restricted and no reason was given.
    pub fn look(&mut self, look: &Look<'_>) -> Result<(Contact, Vec<BoxDraft>)> {
        let Look { id, actor, me, because, now } = *look;
        let user = &actor.user.0;
        self.write_plain(now, |tx| {
            let contact = project::load(tx, id)?.ok_or_else(|| unknown(id))?;
            if let Some(refused) = restricted(&contact, actor) {
                let attempt =
                    DeskEvent::AttemptRefused { what: OPEN_RESTRICTED.to_owned(), contact: Some(id) };
                append_once(tx, &attempt, actor, now)?;
                return Ok(Err(refused));
            }
            let because = because.map(str::trim).filter(|reason| !reason.is_empty());
            let event = match (&contact.restriction, because) {
                (None, _) if !project::note_view(tx, user, codec::number(id), now)? => None,
                (None, _) => Some(DeskEvent::ContactViewed { contact: id }),
                (Some(_), _) if opened_lately(tx, &contact, actor, now)? => None,
                (Some(_), Some(reason)) => {
                    Some(DeskEvent::RestrictedOpened { contact: id, reason: reason.to_owned() })
                }
                (Some(_), None) => return Err(without_reason(id)),
            };
            if let Some(event) = event {
                append(tx, &event, actor, now)?;
            }
            Ok(Ok((contact, boxes::adopt(tx, user, me, id)?)))
        })?
    }

    /// The contacts that are restricted now.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn guards(&self) -> Result<Guards> {
        guards(&self.conn)
    }

    /// Notes a search, a print or an export.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn note(&mut self, event: &DeskEvent, actor: &Actor, now: Moment) -> Result<()> {
        self.write_plain(now, |tx| append(tx, event, actor, now))
    }

    /// As [`Store::note`], once in 15 minutes: for what a script may do every minute, and for what was refused.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn note_once(&mut self, event: &DeskEvent, actor: &Actor, now: Moment) -> Result<()> {
        self.write_plain(now, |tx| append_once(tx, event, actor, now))
    }

    /// Refuses what this person's role may not do at the desk, and notes the attempt.
    ///
    /// # Errors
    /// [`Kind::NotAllowed`], with who may.
    pub fn require(&mut self, what: May, actor: &Actor, now: Moment) -> Result<()> {
        let Err(why) = actor.may(what) else { return Ok(()) };
        let refused = DeskEvent::AttemptRefused { what: what.code().to_owned(), contact: None };
        self.note_once(&refused, actor, now)?;
        let why = why.trim_end_matches('.').to_owned();
        Err(Error::new(
            Kind::NotAllowed,
            what.label(),
            why,
            UNTOUCHED,
            "Ask one of them. The attempt is in the record.",
        ))
    }

    /// Everything that the page of who looked is made of. That it was asked for is recorded.
    ///
    /// # Errors
    /// [`Kind::NotAllowed`] for everybody but managers; as SQLite reports them.
    pub fn looked(&mut self, since: Moment, until: Moment, actor: &Actor, now: Moment) -> Result<Material> {
        self.require(May::SeeWhoLooked, actor, now)?;
        let listed = DeskEvent::LooksListed { since, until };
        self.write_plain(now, |tx| append(tx, &listed, actor, now))?;
        material(&self.conn, since, until)
    }

    /// Marks a flagged line as seen by a manager, with what they say of it, and reads the page's material again.
    ///
    /// # Errors
    /// As [`Store::looked`].
    pub fn review_look(
        &mut self,
        (flag, entries, note): (Flag, &[i64], &str),
        (since, until): (Moment, Moment),
        actor: &Actor,
        now: Moment,
    ) -> Result<Material> {
        self.require(May::SeeWhoLooked, actor, now)?;
        let note = note.trim().to_owned();
        let reviewed = DeskEvent::LookReviewed { flag, entries: entries.to_vec(), note };
        self.write_plain(now, |tx| append(tx, &reviewed, actor, now))?;
        material(&self.conn, since, until)
    }
}

pub(crate) fn guards(conn: &Connection) -> Result<Guards> {
    let found: Vec<(i64, String)> = conn
        .prepare_cached(GUARDS)
        .and_then(|mut ask| ask.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .doing(DOING)?;
    found
        .into_iter()
        .map(|(id, guard)| Ok((codec::id(id), serde_json::from_str(&guard).doing(DOING)?)))
        .collect()
}

/// Why this person may not read this contact, if they may not.
pub(crate) fn restricted(contact: &Contact, actor: &Actor) -> Option<Error> {
    let restriction = contact.restriction.as_ref()?;
    restrict::may_read(contact, actor).err().map(|_| {
        Error::new(
            Kind::NotAllowed,
            "open the contact",
            format!("{} is restricted to named people", contact.id),
            UNTOUCHED,
            format!("{} The attempt is in the record.", restriction.guard.ask()),
        )
    })
}

fn without_reason(id: ContactId) -> Error {
    Error::new(
        Kind::Reason,
        "open the contact",
        format!("{id} is restricted, and opens only with a reason"),
        UNTOUCHED,
        "Say why with --because \"...\".",
    )
}

/// Whether this person has opened the contact with a reason within the last 15 minutes, and since it was restricted.
pub(crate) fn opened_lately(tx: &Connection, contact: &Contact, actor: &Actor, now: Moment) -> Result<bool> {
    let Some(restriction) = &contact.restriction else { return Ok(true) };
    let since = now.millis() - QUARTER;
    let lately = read(tx, LATELY, params!["restricted-opened", since, now.millis(), actor.user.0])?;
    Ok(lately.iter().any(|entry| entry.contact() == Some(contact.id) && entry.at >= restriction.since))
}

fn append(tx: &Connection, event: &DeskEvent, actor: &Actor, now: Moment) -> Result<()> {
    events::append_desk(tx, codec::encode_desk(event, actor, now)?).map(|_| ())
}

/// Adds an event unless the same person made the very same one a moment ago.
fn append_once(tx: &Connection, event: &DeskEvent, actor: &Actor, now: Moment) -> Result<()> {
    let since = now.millis() - QUARTER;
    let lately = read(tx, LATELY, params![event.kind(), since, now.millis(), actor.user.0])?;
    let again = |entry: &Entry| matches!(&entry.happened, Happened::Desk(before) if before == event);
    if lately.iter().any(again) { Ok(()) } else { append(tx, event, actor, now) }
}

fn material(conn: &Connection, since: Moment, until: Moment) -> Result<Material> {
    let mut entries = read(conn, ENTRIES, params![since.millis(), until.millis()])?;
    entries.extend(read(conn, MARKS, params![since.millis()])?);
    let mut material = Material { since, until, entries, grounds: BTreeMap::new() };
    for id in material.entries.iter().filter_map(Entry::contact) {
        if material.grounds.contains_key(&id) {
            continue;
        }
        if let Some(contact) = rebuild::from_events(conn, codec::number(id))? {
            material.grounds.insert(id, Ground::of(&contact));
        }
    }
    Ok(material)
}

fn read(conn: &Connection, sql: &str, with: &[&dyn rusqlite::ToSql]) -> Result<Vec<Entry>> {
    let stored: Vec<events::Stored> = conn
        .prepare_cached(sql)
        .and_then(|mut ask| ask.query_map(with, events::stored)?.collect())
        .doing(DOING)?;
    stored.iter().map(entry).collect()
}

fn entry(stored: &events::Stored) -> Result<Entry> {
    let (actor, happened) = if stored.contact_id == events::DESK {
        let (actor, event) = codec::decode_desk(stored)?;
        (actor, Happened::Desk(event))
    } else {
        let recorded = codec::decode(stored)?;
        (recorded.actor, Happened::Contact(codec::id(stored.contact_id), recorded.event))
    };
    Ok(Entry { seq: stored.seq, at: stored.at, actor, happened })
}

#[cfg(test)]
mod tests;
