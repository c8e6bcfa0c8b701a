//! Who may say who alone opens a contact, and what those who are not named may still do to it.

use super::super::access::May;
use super::super::actor::Actor;
use super::super::command::Doing;
use super::super::contact::Contact;
use super::super::event::Event;
use super::super::ids::UserId;
use super::super::restrict;
use super::{Refusal, words};

/// Whether this person may do it to this contact at all.
pub(super) fn may_touch(contact: &Contact, doing: Doing, actor: &Actor) -> Result<(), Refusal> {
    if restrict::stays_outside(doing) { Ok(()) } else { restrict::may_read(contact, actor).map_err(Refusal) }
}

/// Whether a contact can be restricted, or the restriction lifted, by this person.
pub(super) fn may(contact: &Contact, doing: Doing, actor: &Actor) -> Result<(), Refusal> {
    actor.may(May::Restrict).map_err(Refusal)?;
    if doing == Doing::Unrestrict && contact.restriction.is_none() {
        return Refusal::because("It is not restricted.");
    }
    Ok(())
}

/// Lets only these people open it.
pub(super) fn restrict(contact: &Contact, people: &[UserId], reason: &str) -> Result<Event, Refusal> {
    if people.is_empty() {
        return Err(Refusal("Say who may open it: short names with commas between them, s.placeham.".into()));
    }
    let reason = words(reason, "Say why only they may open it.")?;
    let same = contact.restriction.as_ref().is_some_and(|now| {
        now.guard.people.len() == people.len() && people.iter().all(|user| now.guard.names(user))
    });
    if same {
        return Err(Refusal("It is restricted to these people already.".into()));
    }
    Ok(Event::Restricted { people: people.to_vec(), reason })
}

/// Lets everybody open it again.
pub(super) fn lift(reason: &str) -> Result<Event, Refusal> {
    Ok(Event::RestrictionLifted { reason: words(reason, "Say why everybody may open it again.")? })
}
