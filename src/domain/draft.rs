//! A call that is being taken: the intake so far, and where the cursor was.

use serde::{Deserialize, Serialize};

use super::actor::Actor;
use super::body::Mark;
use super::codes::ContactKind;
use super::contact::Contact;
use super::event::{Consulted, Received};
use super::ids::ContactId;
use super::intake::{Answers, Intake, NoteLine};
use super::schema::{Place, Step};
use super::story;
use super::when::Moment;

/// Everything needed to go on with a call exactly where it stopped. It ends by filing or by a discard with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The contact's number, given when the call started.
    pub id: ContactId,
    /// Who takes the call.
    pub taker: Actor,
    /// When the call started: the time of receipt.
    pub started: Moment,
    /// The consultation it grew out of, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consulted: Option<Consulted>,
    /// Since when it is left for another call, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parked: Option<Moment>,
    /// When the worker said the call was over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Moment>,
    /// What was told so far.
    pub intake: Intake,
    /// Where the cursor is.
    pub cursor: Cursor,
    /// The note line being typed, not yet entered.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note_in_hand: String,
}

/// Where the worker was typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The step on screen.
    pub step: Step,
    /// The place that had the cursor; none on the review.
    pub place: Option<Place>,
    /// Line and column within the text.
    pub caret: (usize, usize),
}

impl Draft {
    /// A call that has just started.
    #[must_use]
    pub fn new(id: ContactId, taker: Actor, started: Moment, intake: Intake) -> Self {
        let place = super::schema::places(&intake, Step::Caller).first().copied();
        Self {
            id,
            taker,
            started,
            consulted: None,
            parked: None,
            ended: None,
            intake,
            cursor: Cursor { step: Step::Caller, place, caret: (0, 0) },
            note_in_hand: String::new(),
        }
    }

    /// Whether nothing has been told or typed yet: then nothing is lost with it.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        super::way::is_untouched(&self.intake) && self.note_in_hand.trim().is_empty()
    }

    /// Everything that was told, as it is filed: blank lines are left out, and the note being typed is a note.
    #[must_use]
    pub fn told(&self, now: Moment) -> Intake {
        let mut told = self.intake.clone();
        told.narrative.retain(|line| !line.text.trim().is_empty());
        let note = self.note_in_hand.trim();
        if !note.is_empty() {
            told.notes.push(NoteLine { at: now, text: note.to_owned(), used: false });
        }
        told
    }

    /// The call as it stands, ended by `now`.
    #[must_use]
    pub fn received(&self, now: Moment) -> Received {
        let ended = self.ended.unwrap_or(now);
        Received { consulted: self.consulted, ..Received::new(self.started, Some(ended), self.told(now)) }
    }

    /// The consultation is agreed to be a referral: its receipt is this moment (L349), and when it began stays known.
    pub fn become_referral(&mut self, now: Moment) {
        self.consulted.get_or_insert(Consulted { began: self.started, contact: None });
        self.started = now;
        self.intake.kind = ContactKind::Referral;
    }

    /// A referral begun from a consultation that was filed, with all that was told but no identity.
    #[must_use]
    pub fn from_consultation(consultation: &Contact, taker: Actor, now: Moment) -> Self {
        let told = &consultation.received;
        let intake = Intake {
            kind: ContactKind::Referral,
            children: Intake::new(ContactKind::Referral).children,
            family: Vec::new(),
            ..told.intake.clone()
        };
        let consulted = Consulted { began: told.received, contact: Some(consultation.id) };
        Self { consulted: Some(consulted), ..Self::new(ContactId(0), taker, now, intake) }
    }

    /// Keeps what was typed into the same call on another screen and could not be saved there: what differs, as notes. Neither
    /// text takes the place of the other.
    pub fn keep_beside(&mut self, other: &Self, now: Moment) {
        let mut texts = Vec::new();
        for subject in other.intake.subjects() {
            for (question, answer) in other.intake.about(subject).into_iter().flat_map(Answers::iter) {
                if self.intake.about(subject).and_then(|answers| answers.get(question)) != Some(answer) {
                    let words = story::answer(Place { question, subject }, answer);
                    texts.push(format!("{}{}: {words}", question.label(), story::about(subject)));
                }
            }
        }
        let lines = other.intake.narrative.iter().map(|line| &line.text);
        let has_line = |text: &String| self.intake.narrative.iter().any(|mine| mine.text == *text);
        texts.extend(lines.filter(|text| !has_line(text)).cloned());
        let has_note = |text: &String| self.intake.notes.iter().any(|mine| mine.text == *text);
        let notes = other.intake.notes.iter().map(|note| &note.text);
        texts.extend(notes.filter(|text| !has_note(text)).cloned());
        let marks = other.intake.marks.iter().filter(|mark| !self.intake.marks.contains(mark));
        texts.extend(marks.map(Mark::sentence));
        texts.extend((other.note_in_hand != self.note_in_hand).then(|| other.note_in_hand.clone()));
        texts.retain(|text| !text.trim().is_empty());
        let note =
            |text: String| NoteLine { at: now, text: format!("Also typed: {}", text.trim()), used: false };
        self.intake.notes.extend(texts.into_iter().map(note));
    }

    /// What the board shows of a call in progress.
    #[must_use]
    pub fn head(&self, saved: Moment) -> DraftHead {
        DraftHead {
            id: self.id,
            taker: self.taker.clone(),
            started: self.started,
            parked: self.parked,
            saved,
            concern: self.intake.answers.text(super::schema::QuestionId::Concern).to_owned(),
        }
    }
}

/// A call in progress as a row of the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftHead {
    /// The contact's number.
    pub id: ContactId,
    /// Who takes the call.
    pub taker: Actor,
    /// When the call started.
    pub started: Moment,
    /// Since when it is left for another call, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parked: Option<Moment>,
    /// When the draft was last saved.
    pub saved: Moment,
    /// The concern in a few words, if given yet.
    pub concern: String,
}

/// Text typed into an action's box on a contact (a rationale, a note), kept until it is sent or discarded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoxDraft {
    /// The contact.
    pub contact: ContactId,
    /// The action's name in the table of actions.
    pub action: String,
    /// Every field as typed, in the order of the box.
    pub fields: Vec<String>,
    /// The field that had the cursor.
    pub focus: usize,
}

#[cfg(test)]
mod tests;
