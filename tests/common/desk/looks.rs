//! What the record in memory does about reading: restricted contacts, notes, the page of who looked.

use std::collections::BTreeMap;

use dutydesk::domain::actor::Actor;
use dutydesk::domain::event::DeskEvent;
use dutydesk::domain::ids::ContactId;
use dutydesk::domain::looked::{Entry, Happened, Material};
use dutydesk::domain::restrict;
use dutydesk::domain::when::Moment;
use dutydesk::port::{Reply, Request, Trouble};

use super::MemoryRecord;

impl MemoryRecord {
    /// Answers what is asked about reading.
    pub(super) fn look(&mut self, request: Request) -> Vec<Reply> {
        match request {
            Request::OpenContact { id, actor, .. } => self.opened(id, &actor, None),
            Request::OpenRestricted { id, actor, because, .. } => self.opened(id, &actor, Some(because)),
            Request::Note { event, actor, .. } => {
                self.notes.push((actor.user, *event));
                Vec::new()
            }
            Request::Looks { since, until, .. } => vec![self.page(since, until)],
            Request::ReviewLook { line, span, actor, now } => {
                let event =
                    DeskEvent::LookReviewed { flag: line.flag, entries: line.entries, note: line.note };
                let seq = self.looks.iter().map(|entry| entry.seq).max().unwrap_or(0) + 1;
                self.looks.push(Entry { seq, at: now, actor, happened: Happened::Desk(event) });
                vec![self.page(span.0, span.1)]
            }
            other => panic!("{other:?} is not about reading"),
        }
    }

    /// Opens a contact as the real record does: a restricted one for named people, with a reason.
    fn opened(&mut self, id: ContactId, actor: &Actor, because: Option<String>) -> Vec<Reply> {
        let guarded = self.contact(id).is_some_and(|contact| contact.restriction.is_some());
        let refused = self.contact(id).and_then(|contact| restrict::may_read(&contact, actor).err());
        if let Some(what) = refused {
            let why = Trouble { what, safe: String::new(), advice: String::new() };
            return vec![Reply::Restricted { id, why }];
        }
        let event = match because {
            Some(reason) => DeskEvent::RestrictedOpened { contact: id, reason },
            None if guarded => return vec![Reply::NeedsReason { id }],
            None => DeskEvent::ContactViewed { contact: id },
        };
        self.notes.push((actor.user.clone(), event));
        self.open = Some(id);
        self.shown().into_iter().collect()
    }

    fn page(&self, since: Moment, until: Moment) -> Reply {
        let entries = self.looks.clone();
        Reply::Looks(Box::new(Material { since, until, entries, grounds: BTreeMap::new() }))
    }
}
