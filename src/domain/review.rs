//! The review before filing: what was told in sentences to read back, and what is still to be asked.
//!
//! Nothing is made up: what has no answer is said to be *not asked*, and what was answered without a value is said in the words
//! of that answer.

mod parts;
mod rest;

pub use parts::{links, marks};

use super::calendar::Zone;
use super::codes::ContactKind;
use super::intake::Intake;
use super::protocol::Protocol;
use super::schema::{self, Place, QuestionId};
use super::when::Moment;

/// A row of the review that leads somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewRow {
    /// A question without an answer; what must be asked comes first.
    Gap(Place),
    /// A note that has not been put into an answer: its place in [`Intake::notes`].
    Note(usize),
}

/// Everything that can be gone to from the review: gaps, the most pressing first, then unused notes in the order of typing.
#[must_use]
pub fn rows(intake: &Intake) -> Vec<ReviewRow> {
    let notes =
        intake.notes.iter().enumerate().filter(|(_, note)| !note.used && !note.text.trim().is_empty());
    schema::gaps(intake)
        .into_iter()
        .map(ReviewRow::Gap)
        .chain(notes.map(|(n, _)| ReviewRow::Note(n)))
        .collect()
}

/// What was told, in sentences, to be read back to the caller: who rang, whom it is about, what happened, where the child is,
/// who knows.
#[must_use]
pub fn summary(intake: &Intake, received: Moment, protocol: &Protocol) -> Vec<String> {
    let telling = Telling { intake, received, zone: protocol.zone };
    let mut told = vec![telling.receipt()];
    told.extend(telling.caller());
    if intake.kind == ContactKind::Referral {
        told.extend(telling.children());
    }
    told.extend(telling.concern());
    told.extend(links(intake));
    told.extend(marks(intake));
    told.extend(telling.safety());
    if intake.kind == ContactKind::Referral {
        told.extend(telling.family());
        told.extend(telling.consent());
    }
    told.extend(telling.everything_else());
    told
}

/// Something that was agreed with the caller, as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// The question it answers.
    pub question: QuestionId,
    /// What was said, with its reason where one is wanted; `not asked` where it was not.
    pub said: String,
}

/// What was agreed: how the caller's name is used, whether the parents know, whether there is consent.
#[must_use]
pub fn agreements(intake: &Intake) -> Vec<Agreed> {
    let mut agreed =
        vec![parts::agreed(intake, QuestionId::CallerNameUse, Some(QuestionId::AnonymityReason))];
    if intake.kind == ContactKind::Referral {
        agreed.push(parts::agreed(intake, QuestionId::ParentsInformed, Some(QuestionId::ParentsReason)));
        agreed.push(parts::agreed(intake, QuestionId::Consent, Some(QuestionId::ConsentReason)));
    }
    agreed
}

/// Makes the sentences of one intake.
struct Telling<'a> {
    intake: &'a Intake,
    received: Moment,
    zone: Zone,
}

#[cfg(test)]
mod tests;
