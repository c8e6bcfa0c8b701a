//! The rules for handing the desk over: two names, and neither signs for the other.

use super::super::actor::Actor;
use super::super::command::Doing;
use super::super::contact::Contact;
use super::super::event::{Event, Recorded};
use super::super::handover::{HandedOver, Kept, SheetId, Signing};
use super::super::when::Moment;
use super::{Refusal, may, may_write};

/// Whether a sheet may be signed as it is.
///
/// # Errors
/// [`Refusal`] without two different names, for a shift that is over, or for somebody who may only read.
pub fn may_sign(signing: &Signing, actor: &Actor, now: Moment) -> Result<(), Refusal> {
    may_write(actor)?;
    let (by, to) = (signing.by.trim(), signing.to.trim());
    if by.is_empty() {
        return Refusal::because("Say by name who leaves.");
    }
    if to.is_empty() {
        return Refusal::because("Say by name who takes over.");
    }
    if is_same(by, to) {
        return Refusal::because("A handover needs two people: the one who takes over is somebody else.");
    }
    if signing.until <= now {
        return Refusal::because("The shift that takes over ends in the future.");
    }
    Ok(())
}

/// Whether somebody may take a sheet over.
///
/// # Errors
/// [`Refusal`] if it was taken already, by the one who handed it over, or by somebody who may only read.
pub fn may_take(kept: &Kept, by: &str, actor: &Actor) -> Result<(), Refusal> {
    may_write(actor)?;
    let sheet = kept.signed.sheet;
    if by.trim().is_empty() {
        return Refusal::because("Say by name who takes over.");
    }
    if let Some((taker, _)) = &kept.taken {
        return Err(Refusal(format!("{taker} has taken sheet {sheet} over already.")));
    }
    if is_same(by, &kept.signed.by) {
        return Err(Refusal(format!(
            "{} handed sheet {sheet} over. Somebody else takes it.",
            kept.signed.by
        )));
    }
    Ok(())
}

fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// A contact is handed over on a sheet, as it stands. It changes no clock.
#[must_use]
pub fn hand_over(contact: &Contact, handed: HandedOver, actor: &Actor, now: Moment) -> Recorded {
    next(contact, Event::HandedOver(handed), actor, now)
}

/// A contact is taken with its sheet; none if somebody took it before, or it was handed over again since.
#[must_use]
pub fn take_over(
    contact: &Contact,
    sheet: SheetId,
    by: &str,
    actor: &Actor,
    now: Moment,
) -> Option<Recorded> {
    contact.handed_over.as_ref().filter(|handed| handed.sheet == sheet)?;
    may(contact, Doing::Acknowledge, actor, now).ok()?;
    Some(next(contact, Event::HandoverAcknowledged { by: by.trim().to_owned() }, actor, now))
}

fn next(contact: &Contact, event: Event, actor: &Actor, now: Moment) -> Recorded {
    let seq = contact.version.saturating_add(1);
    Recorded { seq, at: now, actor: actor.clone(), batch: seq, event }
}
