//! One request after the other.

use std::cmp::Ordering;
use std::sync::Arc;

use super::super::Store;
use super::super::drafts::{self, Grip, Holder, Took};
use super::super::each::NotDone;
use super::super::error::{Doing, Kind, Result};
use super::super::events::{self, Refused};
use super::super::people::finder::{Finder, Search};
use super::super::{contacts, exports};
use super::{Board, Claim, Desk, Unsaved, board, told};
use crate::domain::actor::Actor;
use crate::domain::command::Command;
use crate::domain::contact::Contact;
use crate::domain::draft::{BoxDraft, Draft};
use crate::domain::event::Recorded;
use crate::domain::ids::ContactId;
use crate::domain::protocol::Protocol;
use crate::domain::when::Moment;
use crate::port::{ExportFile, Reply, Request, Token, Trouble};

/// What is done to each of several contacts.
struct Each {
    command: Command,
    actor: Actor,
    protocol: Arc<Protocol>,
    now: Moment,
}

/// Where a contact stands, beside the version a caller has seen.
enum Stands {
    /// Just there.
    AsSeen(Box<Contact>),
    /// Others have gone on: the contact as it is, and what the caller has not seen.
    Further(Box<Contact>, Vec<Recorded>),
}

impl Desk {
    /// Serves one request. Drafts that could not be saved before are tried again first.
    pub(super) fn serve(&mut self, request: Request) {
        if let Request::SaveDraft { draft, revision, now } = request {
            self.now = now;
            self.unsaved.insert(draft.id, Unsaved { draft, revision, now });
            self.save_kept_drafts();
            return self.tell_trouble_beside();
        }
        if !self.unsaved.is_empty() {
            self.save_kept_drafts();
        }
        match request {
            Request::WatchBoard => self.watch_board(),
            Request::OpenContact { id, actor, now } => self.open_contact(id, actor, None, now),
            Request::OpenRestricted { id, actor, because, now } => {
                self.open_contact(id, actor, Some(&because), now);
            }
            Request::Note { event, actor, now } => self.note(&event, &actor, now),
            Request::Looks { since, until, actor, now } => self.send_looks(since, until, &actor, now),
            Request::ReviewLook { line, span, actor, now } => self.review_look(&line, span, &actor, now),
            Request::CloseContact => self.on_screen = None,
            Request::StartCall { token, taker, now } => self.start_call(token, &taker, now),
            Request::OpenDraft { id, actor } => self.open_draft(id, &actor),
            Request::DiscardDraft { id, actor, reason, draft, now } => {
                self.discard_draft(id, &actor, &reason, draft, now);
            }
            Request::TakeOverDraft { id, actor, reason, now } => self.take_over(id, &actor, &reason, now),
            Request::AttachCall { token, call, into, expected, events } => {
                self.attach(token, call, into, expected, events);
            }
            Request::File { token, id, events } => self.file(token, id, &events),
            Request::Append { token, id, expected, events } => {
                self.append(token, id, expected, events);
            }
            Request::IssueLetter { token, id, expected, events, files } => {
                if self.append(token, id, expected, events) {
                    self.write_files(token, &files);
                }
            }
            Request::WriteFiles { token, files } => self.write_files(token, &files),
            Request::DoEach { token, ids, command, actor, protocol, now } => {
                let each = Each { command: *command, actor, protocol, now };
                self.do_each(token, &ids, &each);
            }
            Request::FindMoves { protocol } => self.find_moves(protocol),
            Request::CheckTime { actor, now } => self.check_time(&actor, now),
            Request::SaveBox { draft, now } => self.save_box(&draft, now),
            Request::DropBox { contact, action } => self.drop_box(contact, &action),
            Request::Find { token, query, today, zone } => {
                self.find(Search { token, query: *query, today, zone });
            }
            Request::Staff => self.send_staff(),
            Request::ChangeStaff { token, by, change, now } => self.change_staff(token, &by, &change, now),
            Request::Handovers { since } => self.send_handovers(since),
            Request::CloseDay { token, actor, now } => self.close_day(token, &actor, now),
            Request::SignHandover { token, signing, actor, now } => {
                self.sign_handover(token, &signing, &actor, now);
            }
            Request::TakeHandover { token, sheet, by, actor, now } => {
                self.take_handover(token, sheet, &by, &actor, now);
            }
            Request::Retention { protocol, now } => self.send_retention(&protocol, now),
            Request::Erase { token, target, step, actor, protocol, now } => {
                self.erase(token, target, step, &actor, &protocol, now);
            }
            Request::Lock { actor, boxes, now } => self.lock(actor, boxes, now),
            Request::Unlock { user, passphrase, known, now } => self.unlock(&user, &passphrase, known, now),
            Request::ChangePassphrase { old, new, now } => self.change_passphrase(&old, &new, now),
            // Served above.
            Request::SaveDraft { .. } => {}
        }
        self.tell_trouble_beside();
    }

    fn watch_board(&mut self) {
        match self.store().and_then(|store| Board::begin(&store.conn)) {
            Ok(begun) => {
                self.board = Some(begun);
                self.heads.clear();
                self.send_page(board::FIRST);
                self.send_drafts();
            }
            Err(e) => self.fail(None, &e),
        }
    }

    fn start_call(&mut self, token: Token, taker: &Actor, now: Moment) {
        self.now = now;
        let holder = self.holder(taker);
        match self.store().and_then(|store| store.start_call(&holder, now)) {
            Ok(claim) => {
                self.untidy = true;
                self.claims.insert(claim.id, claim);
                self.say(Reply::CallStarted { token, id: claim.id });
                self.send_drafts();
            }
            Err(e) => self.fail(Some(token), &e),
        }
    }

    /// Saves every draft that waits. One that cannot be saved stays; one that has ended or changed hands is told of
    /// and left to the screen, which still has it.
    pub(super) fn save_kept_drafts(&mut self) {
        for (id, kept) in std::mem::take(&mut self.unsaved) {
            match self.save_draft(&kept.draft, kept.now) {
                Ok(Some(held_by)) => self.say(Reply::DraftHeld { id, taker: held_by }),
                Ok(None) => {
                    self.untidy = true;
                    self.say(Reply::DraftSaved { id, revision: kept.revision, at: kept.now });
                    // Whoever parks a call looks at the board next.
                    if kept.draft.parked.is_some() {
                        self.send_drafts();
                    }
                }
                Err(e) => {
                    // A call that has changed hands keeps our old claim: taken anew without having read it, a later save would
                    // write over what the other terminal has typed since.
                    if e.kind == Kind::TakenOver {
                        self.tell_holder(id);
                    } else if e.kind != Kind::Unknown {
                        self.unsaved.insert(id, kept);
                    }
                    self.fail(None, &e);
                }
            }
        }
    }

    /// Tells who has gone on with a call, so that it can be taken back on purpose.
    fn tell_holder(&mut self, id: ContactId) {
        if let Ok(taker) = self.store().and_then(|store| drafts::holder(&store.conn, id)) {
            self.say(Reply::DraftHeld { id, taker });
        }
    }

    /// Who holds the draft, if somebody else does.
    fn save_draft(&mut self, draft: &Draft, now: Moment) -> Result<Option<Actor>> {
        match self.claim(draft.id, &draft.taker)? {
            Ok(claim) if draft.parked.is_none() && self.parked.contains(&draft.id) => {
                let me = self.me.clone();
                self.store()?.take_back(claim, &me, draft, now)?;
            }
            Ok(claim) => self.store()?.save_draft(claim, draft, now)?,
            Err(held_by) => return Ok(Some(held_by)),
        }
        if draft.parked.is_some() {
            self.parked.insert(draft.id);
        } else {
            self.parked.remove(&draft.id);
        }
        Ok(None)
    }

    fn open_draft(&mut self, id: ContactId, actor: &Actor) {
        let (holder, now) = (self.holder(actor), self.now);
        match self.store().and_then(|store| store.take_draft(id, &holder, Grip::IfFree, now)) {
            Ok(Took::Ours(claim, draft)) => self.opened(claim, draft),
            Ok(Took::Held(taker)) => self.say(Reply::DraftHeld { id, taker }),
            Err(e) => self.fail(None, &e),
        }
    }

    fn take_over(&mut self, id: ContactId, actor: &Actor, reason: &str, now: Moment) {
        self.now = now;
        let holder = self.holder(actor);
        match self.store().and_then(|store| store.take_over(id, &holder, reason, now)) {
            Ok((claim, draft)) => self.opened(claim, draft),
            Err(e) => self.fail(None, &e),
        }
    }

    /// A call is ours now, with what was typed in it.
    fn opened(&mut self, claim: Claim, draft: Box<Draft>) {
        self.untidy = true;
        self.claims.insert(claim.id, claim);
        self.parked.remove(&claim.id);
        self.say(Reply::DraftOpened(draft));
        self.send_drafts();
    }

    fn discard_draft(
        &mut self,
        id: ContactId,
        actor: &Actor,
        reason: &str,
        draft: Option<Box<Draft>>,
        now: Moment,
    ) {
        self.now = now;
        let discarded = match self.claim(id, actor) {
            Ok(Err(taker)) => return self.say(Reply::DraftHeld { id, taker }),
            Ok(Ok(claim)) => {
                self.store().and_then(|store| store.discard_draft(claim, actor, reason, draft, now))
            }
            Err(e) => Err(e),
        };
        match discarded {
            Ok(()) => self.draft_ended(id),
            Err(e) => self.fail(None, &e),
        }
    }

    fn file(&mut self, token: Token, id: ContactId, events: &[Recorded]) {
        let Some(first) = events.first() else { return self.fail(Some(token), &contacts::unnumbered()) };
        self.now = first.at;
        let filed = match self.claim(id, &first.actor) {
            Ok(Err(taker)) => return self.say(Reply::DraftHeld { id, taker }),
            Ok(Ok(claim)) => self.store().map_err(Refused::from).and_then(|store| store.file(claim, events)),
            Err(e) => Err(e.into()),
        };
        match filed {
            Ok(contact) => {
                self.say(Reply::Saved { token, id, version: contact.version });
                self.draft_ended(id);
                // A consultation on screen may have been linked to it.
                self.refresh_contact();
                self.send_changes();
            }
            Err(refused) => self.refused(token, id, refused, &first.actor),
        }
    }

    /// Ends a call in a contact that is there already.
    fn attach(
        &mut self,
        token: Token,
        call: ContactId,
        into: ContactId,
        expected: u32,
        events: Vec<Recorded>,
    ) {
        let Some(last) = events.last() else { return self.fail(Some(token), &contacts::unnumbered()) };
        let actor = last.actor.clone();
        self.now = last.at;
        let claim = match self.claim(call, &actor) {
            Ok(Ok(claim)) => claim,
            Ok(Err(taker)) => return self.say(Reply::DraftHeld { id: call, taker }),
            Err(e) => return self.fail(Some(token), &e),
        };
        let seen = match self.contact_at(into, expected, &actor) {
            Ok(Stands::AsSeen(seen)) => seen,
            Ok(Stands::Further(contact, unseen)) => {
                return self.say(Reply::Conflict { token, contact, unseen });
            }
            Err(e) => return self.fail(Some(token), &e),
        };
        let saved = self.store().map_err(Refused::from).and_then(|store| store.attach(claim, *seen, events));
        match saved {
            Ok(contact) => {
                self.say(Reply::Saved { token, id: into, version: contact.version });
                self.draft_ended(call);
                self.refresh_contact();
                self.send_changes();
            }
            Err(refused) => self.refused(token, into, refused, &actor),
        }
    }

    /// Adds events to a contact. Tells whether the record has them.
    fn append(&mut self, token: Token, id: ContactId, expected: u32, events: Vec<Recorded>) -> bool {
        let Some(last) = events.last() else {
            self.fail(Some(token), &contacts::unnumbered());
            return false;
        };
        let actor = last.actor.clone();
        self.now = last.at;
        let seen = match self.contact_at(id, expected, &actor) {
            Ok(Stands::AsSeen(seen)) => seen,
            Ok(Stands::Further(contact, unseen)) => {
                self.say(Reply::Conflict { token, contact, unseen });
                return false;
            }
            Err(e) => {
                self.fail(Some(token), &e);
                return false;
            }
        };
        let saved = self.store().map_err(Refused::from).and_then(|store| store.append(*seen, events));
        match saved {
            Ok(contact) => {
                self.untidy = true;
                self.say(Reply::Saved { token, id, version: contact.version });
                self.refresh_contact();
                self.send_changes();
                true
            }
            Err(refused) => {
                self.refused(token, id, refused, &actor);
                false
            }
        }
    }

    /// Writes files beside the record. Failing at it harms nothing that is recorded, so the desk stays open.
    fn write_files(&mut self, token: Token, files: &[ExportFile]) {
        let written = self.store().and_then(|store| exports::write(&store.paths, files));
        self.say(Reply::Written { token, written: written.map_err(|e| (&e).into()) });
    }

    /// Does the same to several contacts. What is refused, or cannot be saved, holds no other up.
    fn do_each(&mut self, token: Token, ids: &[ContactId], each: &Each) {
        self.now = each.now;
        let (mut done, mut refused) = (Vec::new(), Vec::new());
        let mut trouble = None;
        for id in ids {
            // After a failure of the disk nothing more is tried: it would only fail again.
            if let Some(e) = &trouble {
                refused.push((*id, Trouble::from(e).what));
                continue;
            }
            let acted = self
                .store()
                .map_err(NotDone::Trouble)
                .and_then(|store| store.act(*id, &each.command, &each.actor, &each.protocol, each.now));
            match acted {
                Ok(_) => done.push(*id),
                Err(NotDone::Refused(why)) => refused.push((*id, why)),
                Err(NotDone::Trouble(e)) => {
                    refused.push((*id, Trouble::from(&e).what));
                    trouble = e.closes_the_desk().then_some(e);
                }
            }
        }
        self.untidy = true;
        self.say(Reply::EachDone { token, done, refused });
        if let Some(e) = &trouble {
            return self.fail(None, e);
        }
        self.refresh_contact();
        self.send_changes();
    }

    /// Notes a clock that was set back.
    fn check_time(&mut self, actor: &Actor, now: Moment) {
        self.now = now;
        match self.store().and_then(|store| store.note_time(actor, now)) {
            Ok(Some(last)) => {
                self.untidy = true;
                self.say(Reply::ClockSetBack { last });
            }
            Ok(None) => {}
            Err(e) => self.fail(None, &e),
        }
    }

    /// The contact at the version the caller has seen; or as it stands, with what the caller has not seen.
    fn contact_at(&mut self, id: ContactId, expected: u32, actor: &Actor) -> Result<Stands> {
        if let Some(shown) = &self.on_screen
            && shown.contact.id == id
            && shown.contact.version == expected
        {
            return Ok(Stands::AsSeen(Box::new(shown.contact.clone())));
        }
        let contact = self.store()?.contact(id, actor)?.ok_or_else(|| contacts::unknown(id))?;
        match contact.version.cmp(&expected) {
            Ordering::Equal => return Ok(Stands::AsSeen(Box::new(contact))),
            Ordering::Less => return Err(events::ahead()),
            Ordering::Greater => {}
        }
        let unseen = contact.history.iter().filter(|r| r.seq > expected).cloned().collect();
        Ok(Stands::Further(Box::new(contact), unseen))
    }

    fn refused(&mut self, token: Token, id: ContactId, refused: Refused, actor: &Actor) {
        let told = match refused {
            Refused::Trouble(e) => Err(e),
            Refused::Conflict { unseen } => contacts::unseen(&unseen).and_then(|unseen| {
                let contact = self.store()?.contact(id, actor)?.ok_or_else(|| contacts::unknown(id))?;
                Ok(Reply::Conflict { token, contact: Box::new(contact), unseen })
            }),
        };
        match told {
            Ok(reply) => self.say(reply),
            Err(e) => self.fail(Some(token), &e),
        }
    }

    fn save_box(&mut self, typed: &BoxDraft, now: Moment) {
        self.now = now;
        let (actor, me) = (self.actor.clone(), self.me.clone());
        let saved = self.store().and_then(|store| match &actor {
            Some(actor) => store.save_box(actor, &me, typed, now),
            None => Err(contacts::unknown(typed.contact)),
        });
        self.untidy = true;
        if let Err(e) = saved {
            self.fail(None, &e);
        }
    }

    fn drop_box(&mut self, contact: ContactId, action: &str) {
        let (actor, me, now) = (self.actor.clone(), self.me.clone(), self.now);
        let dropped = self.store().and_then(|store| match &actor {
            Some(actor) => store.drop_box(actor, &me, contact, action, now),
            None => Ok(()),
        });
        self.untidy = true;
        if let Err(e) = dropped {
            self.fail(None, &e);
        }
    }

    /// Hands a question about people on to the thread that looks for them; the first one starts it.
    fn find(&mut self, search: Search) {
        if self.finder.is_none() {
            let tell = Arc::clone(&self.tell);
            let started = self.store().and_then(|store| store.people_reader()).and_then(|reader| {
                Finder::spawn(reader, move |reply| told(&tell, reply)).doing("look for people")
            });
            match started {
                Ok(finder) => self.finder = Some(finder),
                Err(e) => return self.fail(Some(search.token), &e),
            }
        }
        if let Some(finder) = &self.finder {
            finder.ask(search);
        }
    }

    /// The right to save a call: what this terminal holds, or taken now if nobody living holds it.
    fn claim(&mut self, id: ContactId, actor: &Actor) -> Result<Result<Claim, Actor>> {
        if let Some(claim) = self.claims.get(&id) {
            return Ok(Ok(*claim));
        }
        let (holder, now) = (self.holder(actor), self.now);
        Ok(match self.store()?.take_draft(id, &holder, Grip::IfFree, now)? {
            Took::Ours(claim, _) => {
                self.claims.insert(id, claim);
                Ok(claim)
            }
            Took::Held(taker) => Err(taker),
        })
    }

    fn holder(&self, actor: &Actor) -> Holder {
        Holder { actor: actor.clone(), process: self.me.clone() }
    }

    fn draft_ended(&mut self, id: ContactId) {
        self.untidy = true;
        self.claims.remove(&id);
        self.parked.remove(&id);
        self.unsaved.remove(&id);
        self.send_drafts();
    }

    fn tell_trouble_beside(&mut self) {
        if let Some(e) = self.store.as_mut().and_then(Store::take_trouble_beside) {
            self.say(Reply::Failed { token: None, trouble: (&e).into() });
        }
    }
}
