//! Locking: what is typed is saved, the record closed and its key wiped, and the record opened again for whoever has a passphrase.
//! A locked terminal holds nothing: no connection, no lock on the desk, no call.

use chrono::TimeDelta;

use super::super::access::Key;
use super::super::error::{Error, Kind, Result, UNTOUCHED};
use super::super::keys::secret::Secret;
use super::super::keys::slot::Cost;
use super::super::open::Missing;
use super::super::{Store, boxes};
use super::{Desk, Watch};
use crate::domain::access::{May, Staff};
use crate::domain::actor::Actor;
use crate::domain::draft::BoxDraft;
use crate::domain::ids::{ContactId, UserId};
use crate::domain::when::Moment;
use crate::port::passphrase::Passphrase;
use crate::port::{Opened, Reply};

/// The number under which boxes are kept that are about no one contact.
const LOOSE: ContactId = ContactId(0);

/// The record is being closed.
pub(super) struct Closing {
    actor: Actor,
    /// Boxes that are not in the record yet.
    boxes: Vec<BoxDraft>,
    now: Moment,
    /// How many things were said not to be saved.
    told: usize,
}

impl Desk {
    /// Closes the record as soon as everything typed is in it.
    pub(super) fn lock(&mut self, actor: Actor, boxes: Vec<BoxDraft>, now: Moment) {
        self.now = now;
        self.closing = Some(Closing { actor, boxes, now, told: 0 });
        self.try_to_close();
    }

    /// Tries once more to save what is typed, and closes the record if all of it is saved.
    pub(super) fn try_to_close(&mut self) {
        let Some(mut closing) = self.closing.take() else { return };
        self.save_kept_drafts();
        match self.keep_boxes(&closing) {
            Ok(()) => closing.boxes.clear(),
            Err(e) => self.fail(None, &e),
        }
        let unsaved = self.unsaved.len() + closing.boxes.len();
        if unsaved == 0 {
            self.shut();
            return self.say(Reply::Locked);
        }
        if std::mem::replace(&mut closing.told, unsaved) != unsaved {
            self.say(Reply::LockWaits { unsaved });
        }
        self.closing = Some(closing);
    }

    /// Keeps open boxes. Where there is none and none was kept before, nothing is written: a lock needs no disk then.
    fn keep_boxes(&mut self, closing: &Closing) -> Result<()> {
        let me = self.me.clone();
        let user = closing.actor.user.0.clone();
        let store = self.store()?;
        if closing.boxes.is_empty() && boxes::mine(&store.conn, &user, &me, LOOSE)?.is_empty() {
            return Ok(());
        }
        store.write_plain(closing.now, |tx| {
            boxes::discard_all(tx, &user, &me, LOOSE)?;
            closing.boxes.iter().try_for_each(|typed| boxes::save(tx, &user, &me, typed, closing.now))
        })
    }

    /// Lets go of everything: connections, the lock on the desk, the register in memory, the key.
    fn shut(&mut self) {
        // A copy being made and the one that looks for people have connections of their own: they end first.
        self.daily.copying = None;
        self.finder = None;
        self.watch = None;
        self.store = None;
        self.board = None;
        self.heads.clear();
        self.on_screen = None;
        self.actor = None;
        self.claims.clear();
        self.parked.clear();
        self.moves = None;
        self.untidy = false;
        self.opener = None;
    }

    /// Opens the record again for whoever has the passphrase, or says why not.
    pub(super) fn unlock(
        &mut self,
        user: &UserId,
        passphrase: &Passphrase,
        known: Option<Actor>,
        now: Moment,
    ) {
        self.now = now;
        match self.opened_by(user, passphrase, known) {
            Ok((store, opened)) => self.let_in(store, opened),
            Err(e) => {
                let wait = e.wait().and_then(|wait| TimeDelta::from_std(wait).ok());
                let wrong = e.kind == Kind::Locked;
                let why = if wrong { e.sentence() } else { e.to_string() };
                self.say(Reply::StillLocked { why, wrong, wait });
            }
        }
    }

    /// The record as this person opens it. A training desk has no keys of its own: it takes the word of whoever asks.
    fn opened_by(
        &mut self,
        user: &UserId,
        passphrase: &Passphrase,
        known: Option<Actor>,
    ) -> Result<(Store, Opened)> {
        let (paths, limits) = self.place.clone();
        if let Some(actor) = known {
            let store = Store::open(paths, Missing::Refuse, limits, self.now)?;
            return Ok((store, Opened { actor, must_change: false, team: None, boxes: Vec::new() }));
        }
        let key = Key::Person { user: user.clone(), passphrase: Secret::new(passphrase.expose()) };
        let (store, actor) = Store::unlock(paths, &key, limits, self.now)?;
        let staff = store.staff()?;
        let must_change = staff.iter().any(|one| one.actor.user == actor.user && one.must_change);
        let works = |one: &Staff| one.active && one.actor.role.may(May::Work);
        let team = staff.into_iter().filter(works).map(|one| one.actor.name).collect();
        Ok((store, Opened { actor, must_change, team: Some(team), boxes: Vec::new() }))
    }

    fn let_in(&mut self, store: Store, opened: Opened) {
        self.opener = Some(store.opener());
        self.daily.wanted = !store.is_training();
        self.store = Some(store);
        self.watch = Some(Watch::afresh());
        self.actor = Some(opened.actor.clone());
        // What could not be saved is newer than what the record has.
        let unsaved = self.closing.take().filter(|closing| closing.actor.user == opened.actor.user);
        let unsaved = unsaved.map(|closing| closing.boxes).unwrap_or_default();
        let mut boxes = self.loose_boxes(&opened.actor).unwrap_or_default();
        boxes.retain(|kept| !unsaved.iter().any(|u| (u.contact, &u.action) == (kept.contact, &kept.action)));
        boxes.extend(unsaved);
        self.say(Reply::Unlocked(Box::new(Opened { boxes, ..opened })));
        self.report_findings();
    }

    /// Puts a passphrase of one's own in the place of the one that was given.
    pub(super) fn change_passphrase(&mut self, old: &Passphrase, new: &Passphrase, now: Moment) {
        self.now = now;
        let (old, new) = (Secret::new(old.expose()), Secret::new(new.expose()));
        let Some(actor) = self.actor.clone() else {
            return self.say(Reply::PassphraseKept { why: is_locked().to_string() });
        };
        let changed =
            self.store().and_then(|store| store.change_passphrase(&actor, &old, &new, Cost::STRONG, now));
        match changed {
            Ok(()) => self.say(Reply::PassphraseChanged),
            Err(e) => self.say(Reply::PassphraseKept { why: e.to_string() }),
        }
    }

    fn loose_boxes(&mut self, actor: &Actor) -> Result<Vec<BoxDraft>> {
        let (me, now) = (self.me.clone(), self.now);
        self.store()?.write_plain(now, |tx| boxes::adopt(tx, &actor.user.0, &me, LOOSE))
    }
}

/// Said to whoever asks a locked desk for something.
pub(super) fn is_locked() -> Error {
    Error::new(Kind::Locked, "read the record", "the desk is locked", UNTOUCHED, "Unlock it first.")
}
