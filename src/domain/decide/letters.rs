//! The rules for letters: issued, posted, withdrawn.

use super::super::clocks::ClockId;
use super::super::command::Doing;
use super::super::contact::{Contact, LetterState};
use super::super::event::Event;
use super::super::letter::{self, Addressee, Finished, LetterKind};
use super::super::protocol::{Protocol, Telling};
use super::{Refusal, words};

/// Whether one of these actions is available on this contact.
pub(super) fn may(contact: &Contact, doing: Doing) -> Result<(), Refusal> {
    let unposted = contact.letters.iter().any(LetterState::is_unposted);
    match doing {
        Doing::PostLetter | Doing::WithdrawLetter if contact.letters.is_empty() => {
            Refusal::because("No letter has been issued on this contact.")
        }
        Doing::PostLetter | Doing::WithdrawLetter if !unposted => {
            Refusal::because("Every letter of this contact has been posted or withdrawn.")
        }
        _ => Ok(()),
    }
}

pub(super) fn issue(
    contact: &Contact,
    finished: &Finished,
    sha256: &str,
    protocol: &Protocol,
) -> Result<Event, Refusal> {
    letter::may_write(contact, finished.what, &finished.to, protocol)?;
    let text = words(&finished.text, "The letter is empty.")?;
    if finished.to == Addressee::Family
        && let Some(question) = letter::gives_the_caller_away(contact, &text)
    {
        return Err(Refusal(format!(
            "The letter to the family would give the caller away: it holds what was answered to \"{}\". Take it out.",
            question.label()
        )));
    }
    Ok(Event::LetterIssued {
        letter: contact.next_letter(),
        what: finished.what,
        to: finished.to.clone(),
        title: finished.title.clone(),
        text,
        sha256: sha256.to_owned(),
        edited: finished.edited,
    })
}

pub(super) fn post(contact: &Contact, number: u32, how: &str, protocol: &Protocol) -> Result<Event, Refusal> {
    let state = unposted(contact, number)?;
    // What was allowed when it was issued may be forbidden now: a notice held, a letter route left.
    letter::may_write(contact, state.what, &state.to, protocol)
        .map_err(|why| Refusal(format!("{} Withdraw the letter.", why.0)))?;
    let how = words(how, "Say how it left: first class, by hand, secure e-mail.")?;
    Ok(Event::LetterPosted { letter: number, how })
}

pub(super) fn take_back(contact: &Contact, number: u32, reason: &str) -> Result<Event, Refusal> {
    unposted(contact, number)?;
    Ok(Event::LetterWithdrawn { letter: number, reason: words(reason, "Say why the letter is withdrawn.")? })
}

fn unposted(contact: &Contact, number: u32) -> Result<&LetterState, Refusal> {
    let state = contact
        .letter(number)
        .ok_or_else(|| Refusal(format!("There is no letter {number} on this contact.")))?;
    match (&state.posted, &state.withdrawn) {
        (_, Some(_)) => Err(Refusal(format!("Letter {number} was withdrawn. Issue a new one."))),
        (Some(_), None) => Err(Refusal(format!(
            "Letter {number} has been posted: it cannot be called back. Ring, and issue a new one."
        ))),
        (None, None) => Ok(state),
    }
}

/// The clock that posting this letter stops, and in which words: an outcome, where the route is told by letter or as the worker
/// decides (L168-L180).
pub(super) fn told_by(
    contact: &Contact,
    number: u32,
    protocol: &Protocol,
) -> Option<(ClockId, &'static str)> {
    let rule = protocol.routes.iter().find(|rule| Some(rule.route) == contact.route())?;
    let (clock, telling, how) = match contact.letter(number)?.what {
        // A consultation's summary is the letter that its route owes the professional (L364).
        LetterKind::OutcomeReferrer | LetterKind::ConsultationSummary => {
            (ClockId::OutcomeReferrer, rule.referrer, "the letter to the referrer was posted")
        }
        LetterKind::OutcomeFamily => {
            (ClockId::OutcomeFamily, rule.family, "the letter to the family was posted")
        }
        _ => return None,
    };
    matches!(telling, Telling::Letter | Telling::AsTheyDecide).then_some((clock, how))
}

/// The withdrawal of every letter that waits and that a decision of another route makes untrue, or that must not be sent by it
/// at all (`docs/CLOCKS.md` section 5).
pub(super) fn overtaken(contact: &Contact, happened: Option<&Event>, protocol: &Protocol) -> Vec<Event> {
    let Some(Event::RouteDecided { route, .. }) = happened else { return Vec::new() };
    contact
        .letters
        .iter()
        .filter(|state| state.is_unposted())
        .filter(|state| letter::overtakes(state.what, contact.route(), *route, protocol))
        .map(|state| Event::LetterWithdrawn {
            letter: state.letter,
            reason: format!("decided since: {}", route.label()),
        })
        .collect()
}
