//! Who may open the desk, for the application.

use super::super::Store;
use super::super::error::Result;
use super::super::keys;
use super::super::keys::secret::Secret;
use super::super::keys::slot::Cost;
use super::Desk;
use crate::domain::access::StaffChange;
use crate::domain::actor::Actor;
use crate::domain::close;
use crate::domain::when::Moment;
use crate::port::passphrase::Passphrase;
use crate::port::{Reply, Token};

impl Desk {
    pub(super) fn send_staff(&mut self) {
        match self.store().and_then(|store| Ok((store.staff()?, store.awaits_new_key()?))) {
            Ok((people, awaits_new_key)) => self.say(Reply::Staff { people, awaits_new_key }),
            Err(e) => self.fail(None, &e),
        }
    }

    pub(super) fn change_staff(&mut self, token: Token, by: &Actor, change: &StaffChange, now: Moment) {
        self.now = now;
        if matches!(change, StaffChange::ShutOut { .. } | StaffChange::NewKey) {
            // A copy being made and the one that looks for people have connections of their own: the record cannot be encrypted
            // anew beside them.
            self.daily.copying = None;
            self.finder = None;
        }
        let done = self.store().and_then(|store| carry_out(store, by, change, now));
        self.opener = self.store.as_ref().map(Store::opener).or(self.opener.take());
        match done {
            Ok((said, given)) => {
                let given = change.needs_passphrase().cloned().zip(given);
                self.say(Reply::StaffChanged { token, said, given });
            }
            Err(e) => self.fail(Some(token), &e),
        }
        self.send_staff();
    }
}

/// Does it, and says what became of it and which passphrase was made.
fn carry_out(
    store: &mut Store,
    by: &Actor,
    change: &StaffChange,
    now: Moment,
) -> Result<(String, Option<Passphrase>)> {
    // 66 random bits as words that can be told over a desk and typed without looking.
    let made = close::words(&keys::random()?);
    let (secret, given) = (Secret::new(&made), Passphrase::from(made.as_str()));
    keys::wipe(made);
    let said = match change {
        StaffChange::Add(person) => {
            store.add_person(by, person.clone(), &secret, Cost::STRONG, now)?;
            return Ok((
                format!("{} may open the desk. Tell them the passphrase.", person.user),
                Some(given),
            ));
        }
        StaffChange::Reset(user) => {
            store.reset_passphrase(by, user, &secret, Cost::STRONG, now)?;
            return Ok((format!("{user} has a new passphrase. Tell it to them."), Some(given)));
        }
        StaffChange::Role(user, role) => {
            store.change_role(by, user, *role, now)?;
            format!("{user} is {} from now on.", role.label().to_lowercase())
        }
        StaffChange::ShutOut { user, reason } => {
            let changed = store.shut_out(by, user, reason, now)?;
            format!("{user} can no longer open the desk. {}", key_said(changed))
        }
        StaffChange::NewKey => key_said(store.change_data_key(by, now)?).to_owned(),
    };
    Ok((said, None))
}

const fn key_said(changed: bool) -> &'static str {
    if changed {
        "The desk's key has been changed."
    } else {
        "Another terminal has the desk open: its key is changed when the desk is next opened alone."
    }
}
