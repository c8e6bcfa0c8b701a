//! When a legal hold may be placed and lifted.

use super::Refusal;
use crate::domain::access::May;
use crate::domain::actor::Actor;
use crate::domain::command::Doing;
use crate::domain::contact::Contact;

/// Whether this person may place or lift a hold on this contact.
pub(super) fn may(contact: &Contact, doing: Doing, actor: &Actor) -> Result<(), Refusal> {
    actor.may(May::Hold).map_err(Refusal)?;
    match (doing, &contact.held) {
        (Doing::LiftHold, None) => Refusal::because("It is under no legal hold."),
        (Doing::Hold, Some(hold)) => {
            Err(Refusal(format!("It is under a legal hold already, placed by {}.", hold.by.name)))
        }
        _ => Ok(()),
    }
}
