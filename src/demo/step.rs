//! One thing done to an invented contact, through the rules of the desk.

use super::Error;
use crate::domain::actor::Actor;
use crate::domain::command::Command;
use crate::domain::contact::Contact;
use crate::domain::decide;
use crate::domain::event::{Received, Recorded};
use crate::domain::ids::ContactId;
use crate::domain::intake::Intake;
use crate::domain::protocol::Protocol;
use crate::domain::when::Moment;

/// The number of a contact that has none yet: histories do not carry it.
pub(super) const UNNUMBERED: ContactId = ContactId(0);

/// Files a call that was received and ended at past instants.
///
/// # Errors
/// [`Error::Refused`].
pub(super) fn file(
    intake: Intake,
    received: Moment,
    filed: Moment,
    by: &Actor,
    protocol: &Protocol,
) -> Result<Contact, Error> {
    let call = Received::new(received, Some(filed), intake);
    let history =
        decide::file(UNNUMBERED, call, by, protocol, filed).map_err(|refusal| refused("file", &refusal))?;
    begin(history)
}

/// A contact from its history.
pub(super) fn begin(history: Vec<Recorded>) -> Result<Contact, Error> {
    Contact::from_history(UNNUMBERED, history)
        .map_err(|why| Error::Refused { what: "file".to_owned(), why: why.to_string() })
}

/// Does something to a contact at a past instant.
///
/// # Errors
/// [`Error::Refused`].
pub(super) fn done(
    contact: Contact,
    command: &Command,
    by: &Actor,
    protocol: &Protocol,
    at: Moment,
) -> Result<Contact, Error> {
    let events = decide::decide(&contact, command, by, protocol, at)
        .map_err(|refusal| refused(command.doing().code(), &refusal))?;
    Ok(contact.then(events))
}

fn refused(what: &str, refusal: &decide::Refusal) -> Error {
    Error::Refused { what: what.to_owned(), why: refusal.to_string() }
}
