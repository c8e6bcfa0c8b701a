//! Who has a contact: given to a person or a team, and handed back.

use super::super::clocks::ClockId;
use super::super::contact::Contact;
use super::super::event::Event;
use super::super::protocol::Protocol;
use super::{Refusal, words};

/// The clocks that run from an allocation (L522, L525): while nobody has the contact, they do not run.
pub(super) const OF_THE_OWNER: [ClockId; 2] = [ClockId::FamilyVisit, ClockId::Oversight];

/// Gives a contact to somebody. A name that the protocol lists as a team is the team.
pub(super) fn allocate(
    contact: &Contact,
    to: &str,
    reason: &str,
    protocol: &Protocol,
) -> Result<Event, Refusal> {
    let to = words(to, "Say to whom.")?;
    let (to, team) = match protocol.team(&to) {
        Some(team) => (team.to_owned(), true),
        None => (to, false),
    };
    let reason = match &contact.owner {
        Some(owner) if owner.name == to && owner.team == team => {
            let whom = if team { "team" } else { "person" };
            return Err(Refusal(format!("It is allocated to this {whom} already.")));
        }
        Some(_) => words(reason, "Say why the owner changes.")?,
        None => reason.trim().to_owned(),
    };
    Ok(Event::Allocated { to, team, reason })
}

/// Takes a contact from an owner who could not be reached or cannot go on.
pub(super) fn hand_back(contact: &Contact, reason: &str) -> Result<Event, Refusal> {
    let Some(owner) = &contact.owner else {
        return Err(Refusal("Nobody has it, so nobody can hand it back.".into()));
    };
    let reason = words(reason, "Say why it comes back: who was tried, when, or what stands in the way.")?;
    Ok(Event::HandedBack { from: owner.name.clone(), reason })
}
