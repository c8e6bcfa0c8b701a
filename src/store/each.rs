//! One command on several contacts: each in a transaction of its own, so that what is refused holds nothing else up.

use super::contacts::{append, misuse, prepare, unknown};
use super::error::Error;
use super::events::Refused;
use super::{Store, looks, project};
use crate::domain::actor::Actor;
use crate::domain::command::Command;
use crate::domain::contact::Contact;
use crate::domain::decide;
use crate::domain::event::Recorded;
use crate::domain::ids::ContactId;
use crate::domain::protocol::Protocol;
use crate::domain::restrict;
use crate::domain::when::Moment;

/// Why a contact was not done.
#[derive(Debug)]
pub enum NotDone {
    /// A rule refused it, in words.
    Refused(String),
    /// The store could not.
    Trouble(Error),
}

impl Store {
    /// Reads a contact, decides the command on it as it stands, and adds what follows, all in one transaction: nobody can be
    /// faster in between. Returns it with what was added.
    ///
    /// # Errors
    /// [`NotDone`]; nothing was written then.
    pub fn act(
        &mut self,
        id: ContactId,
        command: &Command,
        actor: &Actor,
        protocol: &Protocol,
        now: Moment,
    ) -> Result<(Contact, Vec<Recorded>), NotDone> {
        let acted = self.write_plain(now, |tx| {
            let contact = project::load(tx, id)?.ok_or_else(|| unknown(id))?;
            let outside =
                restrict::stays_outside(command.doing()) || restrict::may_read(&contact, actor).is_err();
            if !outside && !looks::opened_lately(tx, &contact, actor, now)? {
                let why = format!("{id} is restricted: open it first, with a reason.");
                return Ok(Err(decide::Refusal(why)));
            }
            let events = match decide::decide(&contact, command, actor, protocol, now) {
                Ok(events) => events,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let version = contact.version;
            let (new, _) = prepare(version, &events)?;
            let after = contact.then(events.clone());
            append(tx, &after, version, &new).map_err(|refused| match refused {
                Refused::Trouble(e) => e,
                Refused::Conflict { .. } => misuse("a contact changed while nobody else could write"),
            })?;
            Ok(Ok((after, events)))
        });
        match acted {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(refusal)) => Err(NotDone::Refused(refusal.0)),
            Err(trouble) => Err(NotDone::Trouble(trouble)),
        }
    }
}

#[cfg(test)]
mod tests;
