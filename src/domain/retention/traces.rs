//! What events of the desk say of a contact, and what becomes of them when it is erased.

use super::super::actor::Actor;
use super::super::disclosure::Names;
use super::super::event::DeskEvent;
use super::super::handover::{Parted, Signed};
use super::super::ids::ContactId;
use super::super::when::Moment;
use super::erasure::Target;

/// What of an event of the desk goes when contacts are erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trace {
    /// Nothing: it says nothing of them, or only a number, who, and when.
    Nothing,
    /// Everything it says: it is about nothing else.
    Whole,
    /// Everything it says; what it said of others is said again by this event.
    Parted(Box<DeskEvent>),
}

/// What is erased together.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The contact or call, and the calls that were put into it.
    pub ids: &'a [ContactId],
    /// The names and numbers it knows.
    pub names: &'a Names,
}

/// What of this event goes when the contacts and calls of these numbers are erased. Every kind of event is decided upon here, so
/// that a new one cannot be forgotten.
#[must_use]
pub fn of(event: &DeskEvent, by: &Actor, at: Moment, about: About<'_>) -> Trace {
    let About { ids, names } = about;
    let whole = |speaks: bool| if speaks { Trace::Whole } else { Trace::Nothing };
    match event {
        DeskEvent::Disclosed(disclosed) if disclosed.contacts().any(|contact| ids.contains(&contact)) => {
            match disclosed.without(ids, by, at) {
                None => Trace::Whole,
                Some(rest) => Trace::Parted(Box::new(DeskEvent::Disclosed(Box::new(rest)))),
            }
        }
        // Numbers, names of staff and counts; who looked stays answerable for having looked.
        DeskEvent::DeskMade { .. }
        | DeskEvent::ContactViewed { .. }
        | DeskEvent::AttemptRefused { .. }
        | DeskEvent::NamesShown
        | DeskEvent::LooksListed { .. }
        | DeskEvent::DayClosed(_)
        | DeskEvent::Verified { .. }
        | DeskEvent::AlarmRaised { .. }
        | DeskEvent::CallAttached { .. }
        | DeskEvent::ClockSetBack { .. }
        | DeskEvent::HandoverTaken(_)
        | DeskEvent::StaffAdded { .. }
        | DeskEvent::StaffRoleChanged { .. }
        | DeskEvent::StaffShutOut { .. }
        | DeskEvent::PassphraseReset { .. }
        | DeskEvent::PassphraseChanged { .. }
        | DeskEvent::RecoveryKeyReplaced
        | DeskEvent::RecoveryKeyUsed
        | DeskEvent::DataKeyChanged { .. }
        | DeskEvent::UnlockRefused { .. }
        | DeskEvent::PeopleImported { .. }
        | DeskEvent::BackedUp { .. }
        | DeskEvent::BackupsRemoved { .. }
        | DeskEvent::Restored { .. }
        | DeskEvent::RestoreAcknowledged { .. }
        | DeskEvent::ContactErased(_)
        | DeskEvent::PeopleErased(_)
        | DeskEvent::Disclosed(_) => Trace::Nothing,
        // Free text about one call or contact alone.
        DeskEvent::RestrictedOpened { contact, .. }
        | DeskEvent::DraftDiscarded { contact, .. }
        | DeskEvent::DraftTakenOver { contact, .. } => whole(ids.contains(contact)),
        // Words that may name anybody: that somebody searched, printed or looked, and when, stays with the entry.
        DeskEvent::Searched { words, .. } => whole(names.are_in(words)),
        DeskEvent::Exported { what, to, why, .. } => {
            whole([what, to, why].into_iter().any(|text| names.are_in(text)))
        }
        DeskEvent::LookReviewed { note, .. } => whole(names.are_in(note)),
        DeskEvent::ErasureProposed(asked) => whole(is_one(asked.target, ids)),
        DeskEvent::ErasureRefused { target, .. } => whole(is_one(*target, ids)),
        DeskEvent::HandoverSigned(signed) => parted(signed, by, at, ids),
        DeskEvent::SheetParted(before) => parted(&before.signed, &before.by, before.at, ids),
    }
}

fn is_one(target: Target, ids: &[ContactId]) -> bool {
    matches!(target, Target::Contact(id) if ids.contains(&id))
}

fn parted(signed: &Signed, by: &Actor, at: Moment, ids: &[ContactId]) -> Trace {
    if !ids.iter().any(|id| signed.speaks_of(*id)) {
        return Trace::Nothing;
    }
    let parted = Parted { signed: signed.without(ids), by: by.clone(), at };
    Trace::Parted(Box::new(DeskEvent::SheetParted(Box::new(parted))))
}
