//! What is done to contacts and calls, each in one transaction: events, projections and drafts together or not at all.

use chrono::TimeDelta;
use rusqlite::Connection;

use super::drafts::{self, Claim, Grip, Holder, Took};
use super::error::{Error, Kind, Result, UNTOUCHED};
use super::events::{self, New, Refused, Stored};
use super::process::Process;
use super::{Store, boxes, codec, project};
use crate::domain::actor::Actor;
use crate::domain::contact::Contact;
use crate::domain::decide;
use crate::domain::draft::{BoxDraft, Draft};
use crate::domain::event::{DeskEvent, Recorded};
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;

const SAVING: &str = "save to the record";
/// A clock that is behind by less than this was only put right.
const CLOCK_SLACK: TimeDelta = TimeDelta::minutes(2);

impl Store {
    /// Notes that somebody read what is left of a call that became no contact (once per person and number in 15 minutes).
    /// Contacts are opened with [`Store::look`].
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn view(&mut self, id: ContactId, actor: &Actor, now: Moment) -> Result<()> {
        self.write_plain(now, |tx| {
            super::retention::refuse_erased(tx, codec::number(id))?;
            if project::note_view(tx, &actor.user.0, codec::number(id), now)? {
                let viewed = DeskEvent::ContactViewed { contact: id };
                events::append_desk(tx, codec::encode_desk(&viewed, actor, now)?)?;
            }
            Ok(())
        })
    }

    /// Keeps what is typed into an action's box.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn save_box(&mut self, actor: &Actor, me: &Process, typed: &BoxDraft, now: Moment) -> Result<()> {
        self.write_plain(now, |tx| {
            super::retention::refuse_erased(tx, codec::number(typed.contact))?;
            boxes::save(tx, &actor.user.0, me, typed, now)
        })
    }

    /// Forgets what was typed into an action's box.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn drop_box(
        &mut self,
        actor: &Actor,
        me: &Process,
        contact: ContactId,
        action: &str,
        now: Moment,
    ) -> Result<()> {
        self.write_plain(now, |tx| boxes::discard(tx, &actor.user.0, me, contact, action))
    }

    /// Compares the workstation's clock with the record. If it is well behind the last entry, that is recorded, and the
    /// time of that entry returned: the log keeps its order whatever the clock says, and no deadline moves.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn note_time(&mut self, actor: &Actor, now: Moment) -> Result<Option<Moment>> {
        let behind = |last: &Moment| last.since(now) > CLOCK_SLACK;
        if !events::last_at(&self.conn)?.as_ref().is_some_and(behind) {
            return Ok(None);
        }
        self.write_plain(now, |tx| {
            // Another terminal may have noted it in between.
            let last = events::last_at(tx)?.filter(behind);
            if let Some(last) = last {
                let event = DeskEvent::ClockSetBack { found: now, last };
                events::append_desk(tx, codec::encode_desk(&event, actor, now)?)?;
            }
            Ok(last)
        })
    }

    /// Begins a call and gives it its number.
    ///
    /// # Errors
    /// [`Kind::Full`] when the disk is nearly full, and as SQLite reports them.
    pub fn start_call(&mut self, holder: &Holder, now: Moment) -> Result<Claim> {
        self.check_space("start a call")?;
        self.write_plain(now, |tx| drafts::begin(tx, holder, now))
    }

    /// Keeps a draft.
    ///
    /// # Errors
    /// [`Kind::TakenOver`] if another terminal has gone on with the call.
    pub fn save_draft(&mut self, claim: Claim, draft: &Draft, now: Moment) -> Result<()> {
        self.write_plain(now, |tx| drafts::save(tx, claim, draft, now))
    }

    /// Takes a call up again that was parked here, and keeps it: both or neither.
    ///
    /// # Errors
    /// [`Kind::TakenOver`] if another terminal has gone on with the call.
    pub fn take_back(&mut self, claim: Claim, me: &Process, draft: &Draft, now: Moment) -> Result<()> {
        self.write_plain(now, |tx| {
            drafts::take_back(tx, claim, me)?;
            drafts::save(tx, claim, draft, now)
        })
    }

    /// Takes hold of a draft to go on with it.
    ///
    /// # Errors
    /// [`Kind::Unknown`] if there is no such draft.
    pub fn take_draft(&mut self, id: ContactId, holder: &Holder, grip: Grip, now: Moment) -> Result<Took> {
        self.write_plain(now, |tx| drafts::take(tx, id, holder, grip))
    }

    /// Takes a call over from another terminal, with a reason that stays in the record.
    ///
    /// # Errors
    /// [`Kind::Bug`] without a reason, [`Kind::Unknown`] if there is no such draft.
    pub fn take_over(
        &mut self,
        id: ContactId,
        holder: &Holder,
        reason: &str,
        now: Moment,
    ) -> Result<(Claim, Box<Draft>)> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(misuse("a call is taken over only with a reason"));
        }
        self.write_plain(now, |tx| {
            let from = drafts::holder(tx, id)?;
            match drafts::take(tx, id, holder, Grip::TakeOver)? {
                Took::Ours(claim, draft) => {
                    let taken = DeskEvent::DraftTakenOver { contact: id, from, reason: reason.to_owned() };
                    events::append_desk(tx, codec::encode_desk(&taken, &holder.actor, now)?)?;
                    Ok((claim, draft))
                }
                Took::Held(_) => Err(misuse("a call that is taken over was still held")),
            }
        })
    }

    /// Ends a draft with a reason, which stays in the record with whatever had been typed.
    ///
    /// # Errors
    /// [`Kind::Bug`] without a reason, [`Kind::TakenOver`] if another terminal has gone on with the call.
    pub fn discard_draft(
        &mut self,
        claim: Claim,
        actor: &Actor,
        reason: &str,
        draft: Option<Box<Draft>>,
        now: Moment,
    ) -> Result<()> {
        if reason.trim().is_empty() {
            return Err(misuse("a call is discarded only with a reason"));
        }
        let discarded =
            DeskEvent::DraftDiscarded { contact: claim.id, reason: reason.trim().to_owned(), draft };
        let event = codec::encode_desk(&discarded, actor, now)?;
        self.write_plain(now, |tx| {
            drafts::end(tx, claim)?;
            events::append_desk(tx, event.clone()).map(|_| ())
        })
    }

    /// Files a call: its events become the contact's history and its draft ends, both or neither.
    ///
    /// # Errors
    /// [`Refused::Conflict`] if the contact exists already, [`Kind::TakenOver`] if another terminal has gone on with
    /// the call.
    pub fn file(&mut self, claim: Claim, history: &[Recorded]) -> Result<Contact, Refused> {
        let filed = begin(claim.id, history)?;
        let (new, now) = prepare(0, history)?;
        self.write(now, |tx| {
            drafts::end(tx, claim)?;
            append(tx, &filed, 0, &new)?;
            link(tx, &filed)
        })?;
        Ok(filed)
    }

    /// Ends a call by adding what was told in it to a contact that the caller has seen as `seen`. Its number stays in the
    /// record and points there.
    ///
    /// # Errors
    /// [`Refused::Conflict`] with what the caller has not seen; [`Kind::TakenOver`] if another terminal has gone on with
    /// the call.
    pub fn attach(&mut self, claim: Claim, seen: Contact, events: Vec<Recorded>) -> Result<Contact, Refused> {
        let version = seen.version;
        let (new, now) = prepare(version, &events)?;
        let actor = events.last().map(|last| last.actor.clone()).ok_or_else(unnumbered)?;
        let after = seen.then(events);
        let pointer = DeskEvent::CallAttached { call: claim.id, into: after.id };
        let pointer = codec::encode_desk(&pointer, &actor, now)?;
        self.write(now, |tx| {
            drafts::end(tx, claim)?;
            append(tx, &after, version, &new)?;
            events::append_desk(tx, pointer.clone())?;
            Ok(())
        })?;
        Ok(after)
    }

    /// Adds events to a contact that the caller has seen as `seen`.
    ///
    /// # Errors
    /// [`Refused::Conflict`] with what the caller has not seen.
    pub fn append(&mut self, seen: Contact, events: Vec<Recorded>) -> Result<Contact, Refused> {
        let version = seen.version;
        let (new, now) = prepare(version, &events)?;
        let after = seen.then(events);
        self.write(now, |tx| append(tx, &after, version, &new))?;
        Ok(after)
    }

    /// As [`Store::write`] for work that cannot conflict.
    pub(crate) fn write_plain<T>(
        &mut self,
        now: Moment,
        mut work: impl FnMut(&Connection) -> Result<T>,
    ) -> Result<T> {
        self.write(now, |tx| Ok(work(tx)?)).map_err(|refused| match refused {
            Refused::Trouble(e) => e,
            Refused::Conflict { .. } => misuse("something that cannot conflict did"),
        })
    }
}

/// Links the consultation that a filed referral grew out of. One that has been linked to another meanwhile stays so; the
/// referral still names it.
fn link(tx: &Connection, filed: &Contact) -> Result<(), Refused> {
    let Some(from) = filed.received.consulted.and_then(|consulted| consulted.contact) else { return Ok(()) };
    let (Some(consultation), Some(first)) = (project::load(tx, from)?, filed.history.first()) else {
        return Ok(());
    };
    let Ok(linked) = decide::converted(&consultation, filed.id, &first.actor, first.at) else {
        return Ok(());
    };
    let version = consultation.version;
    let (new, _) = prepare(version, std::slice::from_ref(&linked))?;
    append(tx, &consultation.then(vec![linked]), version, &new)
}

/// The contact that a filed call begins.
pub(crate) fn begin(id: ContactId, history: &[Recorded]) -> Result<Contact> {
    Contact::from_history(id, history.to_vec()).map_err(|_| misuse("a contact begins with a filed call"))
}

/// Events as they are stored, and when the last of them happened. They must be numbered on from `version`.
pub(crate) fn prepare(version: u32, events: &[Recorded]) -> Result<(Vec<New>, Moment)> {
    let numbered = events.iter().zip(version.saturating_add(1)..).all(|(event, seq)| event.seq == seq);
    let last = events.last().filter(|_| numbered);
    let now = last.ok_or_else(unnumbered)?.at;
    Ok((events.iter().map(codec::encode).collect::<Result<_>>()?, now))
}

pub(crate) fn append(tx: &Connection, after: &Contact, seen: u32, new: &[New]) -> Result<(), Refused> {
    // Whoever still has an erased contact on screen must not bring it back.
    if seen > 0 {
        super::retention::refuse_erased(tx, codec::number(after.id))?;
    }
    events::append(tx, codec::number(after.id), seen, new)?;
    Ok(project::write(tx, after)?)
}

/// The events a conflict carries, as the domain has them.
pub(crate) fn unseen(stored: &[Stored]) -> Result<Vec<Recorded>> {
    stored.iter().map(codec::decode).collect()
}

/// Events that do not follow on from what the caller has seen.
pub(crate) fn unnumbered() -> Error {
    misuse("events must follow on from the contact's version")
}

/// There is no such contact.
pub(crate) fn unknown(id: ContactId) -> Error {
    Error::new(
        Kind::Unknown,
        "open the contact",
        format!("there is no contact {id} on this desk"),
        UNTOUCHED,
        "Check the number, or look for the child on the board.",
    )
}

pub(crate) fn misuse(happened: &str) -> Error {
    Error::new(
        Kind::Bug,
        SAVING,
        happened,
        UNTOUCHED,
        "Please report this with the time it happened; it is a fault of dutydesk.",
    )
}
