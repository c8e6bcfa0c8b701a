//! The one list of intake questions. Form, plain mode, validation, review, exports, `take --schema` and tests all read
//! it; a question exists nowhere else.

pub mod aids;
mod applies;
mod choices;
mod questions;

use super::codes::{Source, coded};
use super::intake::{Answer, Answers, Intake, State, Subject};

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
        /// Who knows of the call, consent, and every decision to share.
        Consent = "consent", "Consent";
        /// What the records say, and what was tried before.
        History = "history", "Known so far";
        /// More about the child, when there is time.
        Details = "details", "Child, more";
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
    /// Once for each decision to share information (L413).
    Share,
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
    /// A past date and time ("Sat 22:40").
    Stamp,
    /// An NHS number.
    Nhs,
    /// A unique pupil number.
    Upn,
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
    /// Which children, persons or decisions it belongs to, by their own answers.
    pub only: fn(&Answers) -> bool,
    /// The heading it stands under within its step; empty for none.
    pub group: &'static str,
    /// The review has a sentence of its own for it. The answers to all others are said under their labels.
    pub has_own_sentence: bool,
    /// What to do and not to do while it is asked.
    pub hints: &'static [Hint],
}

/// A quiet word at the moment it matters.
#[derive(Debug, Clone, Copy)]
pub struct Hint {
    /// In which calls it matters.
    pub when: fn(&Intake) -> bool,
    /// What to do, or not to do.
    pub text: &'static str,
    /// The ledger lines it comes from.
    pub ledger: &'static [u16],
}

impl Step {
    /// Its questions: the table keeps them together.
    #[must_use]
    pub fn questions(self) -> &'static [Question] {
        let from = QUESTIONS.partition_point(|question| question.step < self);
        let to = QUESTIONS.partition_point(|question| question.step <= self);
        QUESTIONS.get(from..to).unwrap_or_default()
    }
}

impl Question {
    /// Whether it is asked about this subject of this call.
    #[must_use]
    pub fn is_asked(&self, intake: &Intake, subject: Subject) -> bool {
        self.per == subject.per() && (self.applies)(intake) && intake.about(subject).is_some_and(self.only)
    }

    /// The hints that matter in this call.
    pub fn hints(&self, intake: &Intake) -> impl Iterator<Item = &'static Hint> {
        self.hints.iter().filter(move |hint| (hint.when)(intake))
    }
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

/// The places of one step for this intake, in order: what is asked about one child stands together. Consent is about the call
/// first; everywhere else the children come first.
#[must_use]
pub fn places(intake: &Intake, step: Step) -> Vec<Place> {
    let mut places = Vec::new();
    let questions = step.questions();
    if step == Step::Consent {
        about(intake, questions, Subject::Call, &mut places);
    }
    for subject in intake.subjects() {
        if (step, subject) != (Step::Consent, Subject::Call) {
            about(intake, questions, subject, &mut places);
        }
    }
    places
}

fn about(intake: &Intake, questions: &[Question], subject: Subject, places: &mut Vec<Place>) {
    let asked = questions.iter().filter(|question| question.is_asked(intake, subject));
    places.extend(asked.map(|question| Place { question: question.id, subject }));
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

/// Whether a school's call says nothing of when a child is collected, or that it is not known yet (L21). Nobody collects an
/// unborn child, and who was asked and would not say is not asked again.
#[must_use]
pub fn lacks_collection_time(intake: &Intake) -> bool {
    let question = QuestionId::ChildCollection.question();
    let is_told = |child: &Answers| match child.get(question.id) {
        Some(Answer::State(unanswered)) => unanswered.state != State::NotKnown,
        answer => answer.is_some(),
    };
    let is_asked = |n: usize| question.is_asked(intake, Subject::Child(n));
    source(intake) == Some(Source::School)
        && (0..intake.children.len()).any(is_asked)
        && !intake.children.iter().any(is_told)
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
