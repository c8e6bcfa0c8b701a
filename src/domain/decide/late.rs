//! The rules for what comes after filing: information, handovers, referrers who chase, consultations that become referrals.

use super::super::actor::Actor;
use super::super::codes::{ContactKind, Role};
use super::super::command::Doing;
use super::super::contact::Contact;
use super::super::event::{Event, Received};
use super::super::ids::ContactId;
use super::super::intake::{Basis, NarrativeLine};
use super::super::schema;
use super::super::way;
use super::super::when::Moment;
use super::{Refusal, words};

/// Whether one of these actions is available on this contact.
pub(super) fn may(contact: &Contact, doing: Doing, actor: &Actor) -> Result<(), Refusal> {
    match doing {
        Doing::Acknowledge if !contact.was_handed_over() => {
            Refusal::because("This contact has not been handed over.")
        }
        Doing::Acknowledge => match &contact.acknowledged {
            Some(done) => Err(Refusal(format!("{} has acknowledged this handover already.", done.by))),
            None => Ok(()),
        },
        Doing::KeepDecision if contact.decisions.is_empty() => {
            Refusal::because("Nothing has been decided yet.")
        }
        Doing::KeepDecision if contact.reconsider.is_none() => {
            Refusal::because("Nothing new has come since the decision; it stands.")
        }
        // L231: a manager's disagreement is not answered by the one whose decision it was.
        Doing::KeepDecision if actor.role != Role::Manager => {
            match contact.decision().and_then(|decision| decision.answer.as_ref()) {
                Some(answer) if !answer.agrees => Err(Refusal(format!(
                    "{} did not agree with it: decide again, or a manager says that it stands.",
                    answer.by.name
                ))),
                _ => Ok(()),
            }
        }
        Doing::Convert if contact.intake().kind != ContactKind::Consultation => {
            Refusal::because("Only a consultation becomes a referral; this is one already.")
        }
        Doing::Convert => match contact.converted {
            Some(into) => Err(Refusal(format!("It was made a referral already: {into}."))),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

pub(super) fn inform(
    from: &str,
    received: Moment,
    lines: &[NarrativeLine],
    now: Moment,
) -> Result<Event, Refusal> {
    if received > now {
        return Err(Refusal("The information cannot have come in the future.".into()));
    }
    let from = words(from, "Say from whom the information is.")?;
    let told = |line: &NarrativeLine| !line.text.trim().is_empty();
    let lines: Vec<NarrativeLine> = lines.iter().filter(|line| told(line)).cloned().collect();
    if lines.is_empty() {
        return Err(Refusal(
            "Write down what was said: seen or heard, told by somebody else, or an opinion.".into(),
        ));
    }
    Ok(Event::InformationAdded { from, received, lines })
}

/// What a referrer added while they were told: information of its own (L11).
pub(super) fn added(contact: &Contact, said: &str, now: Moment) -> Result<Option<Event>, Refusal> {
    if said.trim().is_empty() {
        return Ok(None);
    }
    let from = schema::source(contact.intake()).map_or("the referrer", |source| source.label());
    let lines: Vec<NarrativeLine> = said
        .lines()
        .map(|line| NarrativeLine {
            text: line.trim().to_owned(),
            basis: Basis::Seen,
            told_by: String::new(),
        })
        .collect();
    inform(from, now, &lines, now).map(Some)
}

pub(super) fn attach(contact: &Contact, call: ContactId, told: &Received) -> Result<Event, Refusal> {
    if call == contact.id {
        return Err(Refusal("A call cannot be attached to itself.".into()));
    }
    if way::is_untouched(&told.intake) {
        return Err(Refusal("Nothing has been told in this call yet. End it instead, with a reason.".into()));
    }
    Ok(Event::CallAttached { call, told: Box::new(told.clone()) })
}
