//! Adding, resetting and shutting out people, and the keys that follow from it.

use super::change::{Change, plain};
use super::rotate::{self, Keyed};
use super::{DOING, Step, check_user, refused};
use crate::domain::access::May;
use crate::domain::actor::Actor;
use crate::domain::codes::Role;
use crate::domain::event::{DeskEvent, NewStaff};
use crate::domain::ids::UserId;
use crate::domain::when::Moment;
use crate::store::error::{Error, Kind, Result, UNTOUCHED};
use crate::store::keys::secret::{RecoveryKey, Secret};
use crate::store::keys::slot::Cost;
use crate::store::keys::{Dek, PERSON, RECOVERY, RECOVERY_NAME, Sealed, Sidecar, Slot};
use crate::store::{Store, codec, connection, events, meta, staff};

impl Store {
    /// Lets somebody in, with a passphrase that they must change. Somebody who was shut out can be let in again.
    ///
    /// # Errors
    /// If `by` may not, the short name is taken or is none, and as the disk reports them.
    pub fn add_person(
        &mut self,
        by: &Actor,
        person: NewStaff,
        passphrase: &Secret,
        cost: Cost,
        now: Moment,
    ) -> Result<()> {
        self.add_person_by_steps(by, person, passphrase, cost, now, &mut |_| ())
    }

    /// As [`Store::add_person`], telling where it stands.
    ///
    /// # Errors
    /// As [`Store::add_person`].
    pub fn add_person_by_steps(
        &mut self,
        by: &Actor,
        person: NewStaff,
        passphrase: &Secret,
        cost: Cost,
        now: Moment,
        step: &mut dyn FnMut(Step),
    ) -> Result<()> {
        self.may_manage(by)?;
        check_user(&person.user)?;
        if staff::find(&self.conn, &person.user.0)?.is_some_and(|found| found.active) {
            return Err(refused(format!("somebody called {} may open it already", person.user)));
        }
        let user = person.user.0.clone();
        let change = Change { event: DeskEvent::StaffAdded { person }, actor: by, now };
        let edit = |sidecar: &mut Sidecar, dek: &Dek| put_person(sidecar, &user, passphrase, dek, cost);
        self.change_keys(&change, edit, step)
    }

    /// Gives somebody a new passphrase, which they must change. What they forgot is not needed.
    ///
    /// # Errors
    /// If `by` may not or there is nobody of that name, and as the disk reports them.
    pub fn reset_passphrase(
        &mut self,
        by: &Actor,
        user: &UserId,
        passphrase: &Secret,
        cost: Cost,
        now: Moment,
    ) -> Result<()> {
        self.may_manage(by)?;
        self.active(user)?;
        let change = Change { event: DeskEvent::PassphraseReset { user: user.clone() }, actor: by, now };
        let edit = |sidecar: &mut Sidecar, dek: &Dek| put_person(sidecar, &user.0, passphrase, dek, cost);
        self.change_keys(&change, edit, &mut |_| ())
    }

    /// Somebody changes their own passphrase.
    ///
    /// # Errors
    /// [`Kind::Locked`] if the old one is wrong, and as the disk reports them.
    pub fn change_passphrase(
        &mut self,
        by: &Actor,
        old: &Secret,
        new: &Secret,
        cost: Cost,
        now: Moment,
    ) -> Result<()> {
        self.change_passphrase_by_steps(by, old, new, cost, now, &mut |_| ())
    }

    /// As [`Store::change_passphrase`], telling where it stands.
    ///
    /// # Errors
    /// As [`Store::change_passphrase`].
    pub fn change_passphrase_by_steps(
        &mut self,
        by: &Actor,
        old: &Secret,
        new: &Secret,
        cost: Cost,
        now: Moment,
        step: &mut dyn FnMut(Step),
    ) -> Result<()> {
        let user = &by.user.0;
        let pair = Sealed::read(&self.paths.keys())?.unwrap_slot(PERSON, user, old)?;
        let pair = pair.ok_or_else(|| {
            Error::new(Kind::Locked, DOING, "the old passphrase is wrong", UNTOUCHED, "Try again.")
        })?;
        let change = Change { event: DeskEvent::PassphraseChanged { user: by.user.clone() }, actor: by, now };
        let edit = |sidecar: &mut Sidecar, _: &Dek| {
            let vault = sidecar.vault;
            for slot in sidecar.slots.iter_mut().filter(|s| s.kind == PERSON && s.name == *user) {
                *slot = slot.rewrap(&vault, &pair, new, cost)?;
            }
            Ok(())
        };
        self.change_keys(&change, edit, step)
    }

    /// Changes what somebody may do.
    ///
    /// # Errors
    /// If `by` may not, there is nobody of that name, or it is the last manager; and as the disk reports them.
    pub fn change_role(&mut self, by: &Actor, user: &UserId, role: Role, now: Moment) -> Result<()> {
        self.may_manage(by)?;
        self.active(user)?;
        if role != Role::Manager {
            self.not_the_last_manager(user)?;
        }
        let event = DeskEvent::StaffRoleChanged { user: user.clone(), role };
        let new = codec::encode_desk(&event, by, now)?;
        self.write(now, |tx| {
            events::append_desk(tx, new.clone())?;
            Ok(staff::apply(tx, &event, now)?)
        })
        .map_err(plain)
    }

    /// Shuts somebody out at once. The data key they knew is changed as soon as nobody else has the desk open: now, or when it
    /// is next opened. `true` if that is done.
    ///
    /// # Errors
    /// If `by` may not, there is nobody of that name, or it is the last manager; and as the disk reports them.
    pub fn shut_out(&mut self, by: &Actor, user: &UserId, reason: &str, now: Moment) -> Result<bool> {
        self.shut_out_by_steps(by, user, reason, now, &mut |_| ())
    }

    /// As [`Store::shut_out`], telling where it stands.
    ///
    /// # Errors
    /// As [`Store::shut_out`].
    pub fn shut_out_by_steps(
        &mut self,
        by: &Actor,
        user: &UserId,
        reason: &str,
        now: Moment,
        step: &mut dyn FnMut(Step),
    ) -> Result<bool> {
        self.may_manage(by)?;
        self.active(user)?;
        self.not_the_last_manager(user)?;
        // First what must happen even if the rest does not: a desk that dies now changes its key when it is next opened.
        self.write(now, |tx| Ok(meta::set(tx, meta::ROTATE, 1)?)).map_err(plain)?;
        let event = DeskEvent::StaffShutOut { user: user.clone(), reason: reason.to_owned() };
        let edit = |sidecar: &mut Sidecar, _: &Dek| {
            sidecar.slots.retain(|slot| slot.kind != PERSON || slot.name != user.0);
            Ok(())
        };
        self.change_keys(&Change { event, actor: by, now }, edit, step)?;
        self.change_data_key_by_steps(by, now, step)
    }

    /// Changes the data key. `false` if another terminal has the desk open: it is then changed when the desk is next opened.
    ///
    /// # Errors
    /// If `by` may not, and as the disk reports them. The old key is kept until the new one has been proved.
    pub fn change_data_key(&mut self, by: &Actor, now: Moment) -> Result<bool> {
        self.change_data_key_by_steps(by, now, &mut |_| ())
    }

    fn change_data_key_by_steps(
        &mut self,
        by: &Actor,
        now: Moment,
        step: &mut dyn FnMut(Step),
    ) -> Result<bool> {
        self.may_manage(by)?;
        self.write(now, |tx| Ok(meta::set(tx, meta::ROTATE, 1)?)).map_err(plain)?;
        if !self.lock.try_alone()? {
            return Ok(false);
        }
        let done = self.rekey_alone(now, step);
        self.lock.share()?;
        done.map(|()| true)
    }

    fn rekey_alone(&mut self, now: Moment, step: &mut dyn FnMut(Step)) -> Result<()> {
        let apart = connection::in_memory()?;
        let conn = std::mem::replace(&mut self.conn, apart);
        let mut keyed = Keyed { conn, sidecar: self.sidecar.clone(), dek: self.dek.clone() };
        let done = rotate::begin(&self.paths, &mut keyed, step)
            .and_then(|fresh| rotate::finish(&self.paths, keyed, fresh, now, step))
            // Whatever happened, this connection is gone: the desk must be opened and checked again.
            .map_err(|e| e.of_kind(Kind::Io))?;
        (self.conn, self.sidecar, self.dek) = (done.conn, done.sidecar, done.dek);
        Ok(())
    }

    /// Whether the data key still has to be changed, because somebody was shut out while others had the desk open.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn awaits_new_key(&self) -> Result<bool> {
        Ok(meta::get::<i64>(&self.conn, meta::ROTATE)? == Some(1))
    }

    /// Puts a new recovery key in the place of the old one, which opens nothing any more.
    ///
    /// # Errors
    /// If `by` may not, and as the disk reports them.
    pub fn replace_recovery_key(
        &mut self,
        by: &Actor,
        key: &RecoveryKey,
        cost: Cost,
        now: Moment,
    ) -> Result<()> {
        self.may_manage(by)?;
        let change = Change { event: DeskEvent::RecoveryKeyReplaced, actor: by, now };
        let edit = |sidecar: &mut Sidecar, dek: &Dek| {
            let epoch = sidecar.epochs().first().copied().unwrap_or(1);
            let slot =
                Slot::make(&sidecar.vault, (RECOVERY, RECOVERY_NAME, epoch), &key.secret(), dek, cost)?;
            sidecar.slots.retain(|slot| slot.kind != RECOVERY);
            sidecar.slots.push(slot);
            Ok(())
        };
        self.change_keys(&change, edit, &mut |_| ())
    }

    fn may_manage(&self, by: &Actor) -> Result<()> {
        if self.is_training() {
            return Err(refused("a training desk has no passphrases; everybody may open it"));
        }
        by.may(May::ManagePeople).map_err(|why| refused(why.trim_end_matches('.').to_owned()))
    }

    fn active(&self, user: &UserId) -> Result<()> {
        match staff::find(&self.conn, &user.0)? {
            Some(found) if found.active => Ok(()),
            Some(_) => Err(refused(format!("{user} has been shut out"))),
            None => Err(refused(format!("nobody called {user} may open it"))),
        }
    }

    fn not_the_last_manager(&self, user: &UserId) -> Result<()> {
        let others = staff::list(&self.conn)?
            .into_iter()
            .any(|s| s.active && s.actor.role == Role::Manager && s.actor.user != *user);
        if others { Ok(()) } else { Err(refused(format!("{user} is the last manager of this desk"))) }
    }
}

fn put_person(sidecar: &mut Sidecar, user: &str, passphrase: &Secret, dek: &Dek, cost: Cost) -> Result<()> {
    let epoch = sidecar.epochs().first().copied().unwrap_or(1);
    let slot = Slot::make(&sidecar.vault, (PERSON, user, epoch), passphrase, dek, cost)?;
    sidecar.slots.retain(|slot| slot.kind != PERSON || slot.name != user);
    sidecar.slots.push(slot);
    Ok(())
}
