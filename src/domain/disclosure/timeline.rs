//! What was done, as far as the subject may read it.

use super::super::deed::{FieldId, Filled};
use super::super::event::{Amendment, Event, Received, Recorded};
use super::super::intake::Subject;
use super::super::letter::{Addressee, LetterKind};
use super::super::outcome::More;
use super::super::story;
use super::Why;
use super::pack::Writer;

/// Writes every entry of the history as far as it may be given.
pub(super) fn write(writer: &mut Writer<'_>) {
    let contact = writer.contact;
    let mut own_work = 0_u32;
    for recorded in &contact.history {
        if !entry(writer, recorded) {
            own_work = own_work.saturating_add(1);
        }
    }
    if own_work > 0 {
        writer.look(format!(
            "{}: {own_work} entries about the desk's own deadlines, handovers and posting are not in the pack.",
            contact.id
        ));
    }
}

/// One entry. `false` if it is about the desk's own work alone.
fn entry(writer: &mut Writer<'_>, recorded: &Recorded) -> bool {
    let zone = writer.zone;
    let day = zone.long(recorded.at);
    let (head, more) = story::sentence(&recorded.event, zone);
    let label = format!("{day}, {head}");
    match &recorded.event {
        Event::ContactReceived(_) => writer.give(&day, "the contact was filed"),
        Event::AnswersAmended { changes, reason } => amended(writer, &day, changes, reason),
        Event::Rated { reason, .. } => writer.give(&label, reason),
        Event::RouteDecided { rationale, more, .. } => {
            writer.free(&label, rationale);
            decided(writer, &day, more);
        }
        Event::FeedbackGiven { .. }
        | Event::FeedbackTried { .. }
        | Event::FeedbackImpossible { .. }
        | Event::FeedbackChased { .. }
        | Event::WrittenReferralArrived { .. }
        | Event::WrittenReferralWaived { .. } => {
            writer.withhold(
                &format!("{day}, an exchange with the referrer"),
                &format!("{head}: {more}"),
                Why::Referrer,
            );
        }
        Event::DeedDone { filled, .. } => deed(writer, &label, filled, &more),
        Event::NoteAdded { text } => writer.free(&label, text),
        Event::InformationAdded { from, lines, .. } => {
            writer.withhold(&format!("{label}, from whom"), from, Why::Referrer);
            writer.narrative(lines, &label);
        }
        Event::CallAttached { told, .. } => attached(writer, &label, told),
        Event::Allocated { .. } | Event::HandedBack { .. } | Event::DecisionKept { .. } => {
            writer.give(&label, &more);
        }
        Event::DutyAdded { .. } | Event::DutyMet { .. } => {
            let label = writer.masked(&day, &label);
            writer.give(&label, &more);
        }
        Event::ConvertedToReferral { .. } => writer.give(&day, &head),
        Event::LetterIssued { what, to, text, .. } => letter(writer, &label, *what, to, text),
        Event::LetterPosted { .. }
        | Event::LetterWithdrawn { .. }
        | Event::HandedOver(_)
        | Event::HandoverAcknowledged { .. }
        | Event::ClockStarted { .. }
        | Event::ClockMoved { .. }
        | Event::ClockStopped { .. }
        | Event::Recounted { .. }
        | Event::Held { .. }
        | Event::Restricted { .. }
        | Event::RestrictionLifted { .. }
        | Event::HoldLifted { .. }
        | Event::Reversed { .. } => return false,
    }
    true
}

/// Changed answers, each by its own rule. Why they changed often says who told it.
fn amended(writer: &mut Writer<'_>, day: &str, changes: &[Amendment], reason: &str) {
    for change in changes {
        let Some(now) = &change.now else { continue };
        writer.answer(change.place, &format!("{} (changed {day})", story::answer(change.place, now)));
    }
    if !reason.is_empty() {
        writer.withhold(&format!("{day}, why an answer was changed"), reason, Why::Referrer);
    }
}

/// What a decision said beyond its route, without the outcomes of other children.
fn decided(writer: &mut Writer<'_>, day: &str, more: &More) {
    let (ours, others): (Vec<_>, Vec<_>) =
        more.apart.iter().cloned().partition(|apart| writer.subject == Subject::Child(apart.child));
    for other in &others {
        let child = story::about(Subject::Child(other.child));
        writer.withhold(
            &format!("{day}, the outcome of another child"),
            &format!("{child} {}", other.route),
            Why::ThirdParty,
        );
    }
    for line in (More { apart: ours, ..more.clone() }).told() {
        writer.give(&format!("{day}, with the decision"), &line);
    }
}

fn deed(writer: &mut Writer<'_>, label: &str, filled: &Filled, more: &str) {
    if filled.is(FieldId::Whom, "referrer") {
        writer.withhold(label, more, Why::Referrer);
    } else {
        writer.free(label, more);
    }
}

/// A call by somebody else about the same contact: what was told, not who told it.
fn attached(writer: &mut Writer<'_>, label: &str, told: &Received) {
    writer.withhold(&format!("{label}, who rang"), "the caller of an attached call", Why::Referrer);
    writer.narrative(&told.intake.narrative, label);
    writer.look(format!(
        "{label}: a whole call was attached. Only its narrative is in the pack: look whether its answers say more about the \
         subject."
    ));
}

/// Letters to the family were written for them; all others speak to or of the referrer, or hold everything.
fn letter(writer: &mut Writer<'_>, label: &str, what: LetterKind, to: &Addressee, text: &str) {
    match (what, to) {
        (LetterKind::OutcomeFamily, _) => writer.free(label, text),
        (LetterKind::AgencyRequest, _) => writer.withhold(label, text, Why::ThirdParty),
        (
            LetterKind::FollowUp
            | LetterKind::OutcomeReferrer
            | LetterKind::ConsultationSummary
            | LetterKind::Record,
            _,
        ) => writer.withhold(label, text, Why::Referrer),
    }
}
