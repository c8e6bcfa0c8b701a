//! Opening contacts, what is noted of reading, and the page of who looked, for the application.

use super::super::error::{Error, Kind};
use super::super::looks::Look;
use super::{Desk, OnScreen};
use crate::domain::actor::Actor;
use crate::domain::event::DeskEvent;
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;
use crate::port::{Reply, ReviewedLine};

impl Desk {
    /// Opens a contact for the screen, or says why not.
    pub(super) fn open_contact(&mut self, id: ContactId, actor: Actor, because: Option<&str>, now: Moment) {
        self.now = now;
        self.actor = Some(actor.clone());
        let me = self.me.clone();
        let opened = self.store().and_then(|store| {
            // Recorded before it is shown: what was read is never unrecorded.
            store.look(&Look { id, actor: &actor, me: &me, because, now })
        });
        match opened {
            Ok((contact, boxes)) => {
                self.untidy = true;
                self.on_screen = Some(OnScreen { actor, contact: contact.clone() });
                self.say(Reply::Contact { contact: Box::new(contact), boxes });
            }
            Err(e) if e.kind == Kind::Reason => self.say(Reply::NeedsReason { id }),
            Err(e) if e.kind == Kind::NotAllowed => self.close_restricted(id, &e),
            Err(e) => self.fail(None, &e),
        }
    }

    /// Says that a contact is restricted, and takes it off the screen if it was there before.
    pub(super) fn close_restricted(&mut self, id: ContactId, why: &Error) {
        self.on_screen = self.on_screen.take().filter(|shown| shown.contact.id != id);
        self.say(Reply::Restricted { id, why: why.into() });
    }

    /// Notes a search, a print, names that were shown, or an attempt that was refused.
    pub(super) fn note(&mut self, event: &DeskEvent, actor: &Actor, now: Moment) {
        self.now = now;
        self.untidy = true;
        let noted = self.store().and_then(|store| match event {
            DeskEvent::AttemptRefused { .. } | DeskEvent::NamesShown => store.note_once(event, actor, now),
            event => store.note(event, actor, now),
        });
        if let Err(e) = noted {
            self.fail(None, &e);
        }
    }

    /// Sends what the page of who looked is made of.
    pub(super) fn send_looks(&mut self, since: Moment, until: Moment, actor: &Actor, now: Moment) {
        self.now = now;
        self.untidy = true;
        match self.store().and_then(|store| store.looked(since, until, actor, now)) {
            Ok(material) => self.say(Reply::Looks(Box::new(material))),
            Err(e) => self.fail(None, &e),
        }
    }

    /// Marks a line of that page, and sends the page again.
    pub(super) fn review_look(
        &mut self,
        line: &ReviewedLine,
        span: (Moment, Moment),
        actor: &Actor,
        now: Moment,
    ) {
        self.now = now;
        self.untidy = true;
        let line = (line.flag, line.entries.as_slice(), line.note.as_str());
        match self.store().and_then(|store| store.review_look(line, span, actor, now)) {
            Ok(material) => self.say(Reply::Looks(Box::new(material))),
            Err(e) => self.fail(None, &e),
        }
    }
}
