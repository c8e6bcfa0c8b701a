//! The one list of intake questions. Form, plain mode, validation, review, exports, `take --schema` and tests all read
//! it; a question exists nowhere else.

mod questions;

use super::codes::{ContactKind, Source, coded};
use super::intake::{Intake, Subject};

pub use questions::{QUESTIONS, QuestionId};

coded! {
    /// A place in the intake. Places, not gates: any order.
    Step {
        /// Who is ringing.
        Caller = "caller", "Caller";
        /// Which children.
        Child = "child", "Child";
        /// What happened.
        Concern = "concern", "Concern";
        /// Where the child is now, who collects, what cannot wait.
        Safety = "safety", "Safety now";
        /// Family and household.
        Family = "family", "Family";
        /// Who knows of the call, and consent.
        Consent = "consent", "Consent";
        /// Read back, file, and what to say to the caller.
        Review = "review", "Review";
    }
}

/// How strongly a question must be put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Stays visible until answered: it decides what happens in the next hours.
    Must,
    /// Asked on every call it applies to.
    Ask,
    /// Recorded when the caller says it.
    Nice,
}

/// Whom a question is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Once for the call.
    Call,
    /// Once for each child.
    Child,
    /// Once for each other person.
    Person,
}

/// One value of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The stored form.
    pub code: &'static str,
    /// What people read.
    pub label: &'static str,
}

/// What an answer looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line of text.
    Line,
    /// Several lines of text.
    Lines,
    /// The narrative: lines, each with its basis.
    Narrative,
    /// Exactly one of a list.
    One(&'static [Choice]),
    /// Any number of a list.
    Any(&'static [Choice]),
    /// The `DfE` referral source.
    SourceCode,
    /// A telephone number.
    Phone,
    /// A postcode.
    Postcode,
    /// A day, or an age, in human words ("12/3/2016", "about 10").
    Birth,
    /// A day or time in human words ("Sat evening").
    When,
    /// A time of the day of the call ("15:15").
    Time,
}

impl Kind {
    /// The values of a choice; empty for every other kind.
    #[must_use]
    pub fn choices(self) -> Vec<Choice> {
        match self {
            Self::One(list) | Self::Any(list) => list.to_vec(),
            Self::SourceCode => {
                Source::ALL.iter().map(|s| Choice { code: s.code(), label: s.label() }).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether the answer may run over several lines.
    #[must_use]
    pub const fn is_multiline(self) -> bool {
        matches!(self, Self::Lines | Self::Narrative)
    }
}

/// One question of the intake.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// Its stable name in drafts, exports and JSON.
    pub id: QuestionId,
    /// The place where it is asked.
    pub step: Step,
    /// Whom it is asked about.
    pub per: Per,
    /// What the worker reads.
    pub label: &'static str,
    /// What an answer looks like.
    pub kind: Kind,
    /// How strongly it must be put.
    pub need: Need,
    /// Why it is asked, for the worker and for a caller who wonders.
    pub why: &'static str,
    /// The ledger lines it serves (`docs/LEDGER.md`).
    pub ledger: &'static [u16],
    /// Which calls it belongs to.
    pub applies: fn(&Intake) -> bool,
}

impl QuestionId {
    /// The question itself.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "ids and questions are declared together, one for one")]
    pub fn question(self) -> &'static Question {
        &QUESTIONS[self as usize]
    }
}

/// One question put about one subject: a place that the cursor can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// Which question.
    pub question: QuestionId,
    /// About whom.
    pub subject: Subject,
}

impl Place {
    /// A question about the call as a whole.
    #[must_use]
    pub const fn call(question: QuestionId) -> Self {
        Self { question, subject: Subject::Call }
    }
}

/// The places of one step for this intake, in order: a child's questions stand together.
#[must_use]
pub fn places(intake: &Intake, step: Step) -> Vec<Place> {
    let asked = |per: Per| {
        QUESTIONS.iter().filter(move |q| q.step == step && q.per == per && (q.applies)(intake)).map(|q| q.id)
    };
    let mut places = Vec::new();
    for n in 0..intake.children.len() {
        places.extend(asked(Per::Child).map(|question| Place { question, subject: Subject::Child(n) }));
    }
    for n in 0..intake.family.len() {
        places.extend(asked(Per::Person).map(|question| Place { question, subject: Subject::Person(n) }));
    }
    places.extend(asked(Per::Call).map(Place::call));
    places
}

/// Whether a place has an answer of any kind.
#[must_use]
pub fn is_answered(intake: &Intake, place: Place) -> bool {
    if place.question == QuestionId::Narrative {
        return !intake.opening().is_empty()
            || intake.answers.get(QuestionId::Narrative).is_some_and(|answer| !answer.is_blank());
    }
    intake.about(place.subject).and_then(|answers| answers.get(place.question)).is_some()
}

/// Every place that should have been asked and has no answer yet, the most pressing first.
#[must_use]
pub fn gaps(intake: &Intake) -> Vec<Place> {
    let mut gaps: Vec<Place> = Step::ALL
        .iter()
        .flat_map(|step| places(intake, *step))
        .filter(|place| place.question.question().need != Need::Nice && !is_answered(intake, *place))
        .collect();
    gaps.sort_by_key(|place| place.question.question().need);
    gaps
}

/// Whether this intake is of a kind with identity fields.
fn names_people(intake: &Intake) -> bool {
    intake.kind == ContactKind::Referral
}

/// Whether the caller is, as far as told, a professional.
#[must_use]
pub fn is_professional(intake: &Intake) -> bool {
    source(intake).is_some_and(Source::is_professional)
}

/// The referral source, as far as told.
#[must_use]
pub fn source(intake: &Intake) -> Option<Source> {
    Source::from_code(intake.answers.text(QuestionId::CallerSource))
}

#[cfg(test)]
mod tests;
