//! What a caller told: answers by question, children, family, the narrative with its basis, and the worker's notes.

mod told;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::body::Mark;
use super::codes::{ContactKind, coded};
use super::schema::{Per, QuestionId};
use super::seek::Link;
use super::when::Moment;

pub use told::teller;

/// One answer. *Empty* means not asked yet and has no entry at all; everything else is an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// What was typed, kept as typed. Choices are stored by code.
    Text(String),
    /// Several choices, by code.
    Many(Vec<String>),
    /// One of the states that is an answer without a value.
    State(Unanswered),
}

/// An answer without a value, with a reason where one was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unanswered {
    /// Which state.
    pub state: State,
    /// Why, where the ledger wants a reason.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

coded! {
    /// The states of an answer that has no value.
    State {
        /// Asked; the caller does not know.
        NotKnown = "not-known", "not known yet";
        /// Deliberately not asked.
        NotAsked = "not-asked", "not asked";
        /// The caller would not say.
        Refused = "refused", "refused";
        /// Does not apply to this call.
        NotApplicable = "not-applicable", "does not apply";
    }
}

impl State {
    /// Whether somebody decided on it, so that the record wants a reason. That a caller does not know needs none.
    #[must_use]
    pub const fn takes_reason(self) -> bool {
        !matches!(self, Self::NotKnown)
    }
}

impl Answer {
    /// An answer that was typed.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Asked, and the caller does not know.
    #[must_use]
    pub fn not_known() -> Self {
        Self::State(Unanswered { state: State::NotKnown, reason: String::new() })
    }

    /// The typed text, if this answer is text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Many(_) | Self::State(_) => None,
        }
    }

    /// The chosen codes: one for a single choice, several for a list.
    #[must_use]
    pub fn codes(&self) -> &[String] {
        match self {
            Self::Many(codes) => codes,
            Self::Text(code) => std::slice::from_ref(code),
            Self::State(_) => &[],
        }
    }

    /// Whether there is neither a value nor a state: blank text or an empty list.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Many(codes) => codes.is_empty(),
            Self::State(_) => false,
        }
    }
}

/// Answers by question. Blank answers are never stored: an absent entry is a question not asked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<QuestionId, Answer>);

impl Answers {
    /// The answer to a question.
    #[must_use]
    pub fn get(&self, id: QuestionId) -> Option<&Answer> {
        self.0.get(&id)
    }

    /// The typed text of an answer, or nothing.
    #[must_use]
    pub fn text(&self, id: QuestionId) -> &str {
        self.get(id).and_then(Answer::as_text).unwrap_or_default()
    }

    /// Whether a choice with this code is among the answer.
    #[must_use]
    pub fn has_code(&self, id: QuestionId, code: &str) -> bool {
        self.get(id).is_some_and(|answer| answer.codes().iter().any(|c| c == code))
    }

    /// Keeps an answer; a blank one takes the entry away.
    pub fn set(&mut self, id: QuestionId, answer: Answer) {
        if answer.is_blank() {
            self.0.remove(&id);
        } else {
            self.0.insert(id, answer);
        }
    }

    /// Every answer, in the order of the schema.
    pub fn iter(&self) -> impl Iterator<Item = (QuestionId, &Answer)> {
        self.0.iter().map(|(id, answer)| (*id, answer))
    }

    /// Whether nothing has been answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

coded! {
    /// How the caller knows what a line of the narrative says.
    Basis {
        /// The caller saw or heard it.
        Seen = "seen", "seen or heard";
        /// Someone else told the caller.
        Told = "told", "told by someone else";
        /// What the caller makes of it.
        Opinion = "opinion", "opinion";
    }
}

/// One line of what happened, with its basis (L383).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NarrativeLine {
    /// The words.
    pub text: String,
    /// How the caller knows.
    pub basis: Basis,
    /// By whom it was told, when it was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub told_by: String,
}

/// One line of the notes strip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteLine {
    /// When it was typed.
    pub at: Moment,
    /// The words.
    pub text: String,
    /// Whether it has been put into an answer.
    #[serde(default)]
    pub used: bool,
}

/// Everything a call gathered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    /// Referral or consultation.
    pub kind: ContactKind,
    /// Answers about the call as a whole.
    #[serde(default)]
    pub answers: Answers,
    /// One set of answers for each child.
    #[serde(default)]
    pub children: Vec<Answers>,
    /// One set of answers for each other person of the family or household.
    #[serde(default)]
    pub family: Vec<Answers>,
    /// One set of answers for each decision to share information or not (L413).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Answers>,
    /// What happened, line by line.
    #[serde(default)]
    pub narrative: Vec<NarrativeLine>,
    /// The worker's notes, used or not.
    #[serde(default)]
    pub notes: Vec<NoteLine>,
    /// Marks and injuries on the body maps of the children, in the order they were placed (L437).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// Whom of the call a person has linked with somebody known (L378, L380).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
}

/// Whom a question is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The call as a whole.
    Call,
    /// The n-th child, from 0.
    Child(usize),
    /// The n-th other person, from 0.
    Person(usize),
    /// The n-th decision to share, from 0.
    Share(usize),
}

impl Subject {
    /// Which questions are asked about it.
    #[must_use]
    pub const fn per(self) -> Per {
        match self {
            Self::Call => Per::Call,
            Self::Child(_) => Per::Child,
            Self::Person(_) => Per::Person,
            Self::Share(_) => Per::Share,
        }
    }
}

impl Intake {
    /// An empty intake with room for one child.
    #[must_use]
    pub fn new(kind: ContactKind) -> Self {
        Self {
            kind,
            answers: Answers::default(),
            children: vec![Answers::default()],
            family: Vec::new(),
            shares: Vec::new(),
            narrative: Vec::new(),
            notes: Vec::new(),
            marks: Vec::new(),
            links: Vec::new(),
        }
    }

    /// The answers about one subject, if it exists.
    #[must_use]
    pub fn about(&self, subject: Subject) -> Option<&Answers> {
        match subject {
            Subject::Call => Some(&self.answers),
            Subject::Child(n) => self.children.get(n),
            Subject::Person(n) => self.family.get(n),
            Subject::Share(n) => self.shares.get(n),
        }
    }

    /// Everyone and everything that answers are about: children, other people, the call itself, decisions to share.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> {
        let children = (0..self.children.len()).map(Subject::Child);
        let family = (0..self.family.len()).map(Subject::Person);
        let shares = (0..self.shares.len()).map(Subject::Share);
        children.chain(family).chain([Subject::Call]).chain(shares)
    }

    /// The answers about one subject, to change them. A child, person or decision that does not exist yet is added.
    #[expect(clippy::indexing_slicing, reason = "the line above makes room for the entry")]
    pub fn about_mut(&mut self, subject: Subject) -> &mut Answers {
        let (list, n) = match subject {
            Subject::Call => return &mut self.answers,
            Subject::Child(n) => (&mut self.children, n),
            Subject::Person(n) => (&mut self.family, n),
            Subject::Share(n) => (&mut self.shares, n),
        };
        if list.len() <= n {
            list.resize_with(n.saturating_add(1), Answers::default);
        }
        &mut list[n]
    }

    /// Whether anything at all has been recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
            && self.children.iter().all(Answers::is_empty)
            && self.family.iter().all(Answers::is_empty)
            && self.shares.iter().all(Answers::is_empty)
            && self.narrative.iter().all(|line| line.text.trim().is_empty())
            && self.notes.is_empty()
            && self.marks.is_empty()
            && self.links.is_empty()
    }

    /// The first words of the narrative, for places with room for one line.
    #[must_use]
    pub fn opening(&self) -> &str {
        self.narrative
            .iter()
            .map(|line| line.text.lines().next().unwrap_or_default().trim())
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_answer_is_a_question_not_asked() {
        let mut answers = Answers::default();
        answers.set(QuestionId::CallerName, Answer::text("A. Mockford"));
        answers.set(QuestionId::CallerName, Answer::text("  "));
        assert!(answers.is_empty());
        answers.set(QuestionId::CallerName, Answer::not_known());
        assert!(!answers.is_empty(), "not known yet is an answer");
    }

    #[test]
    fn an_answer_reads_back_in_each_of_its_shapes() {
        for (answer, json) in [
            (Answer::text("15:15"), r#""15:15""#),
            (Answer::Many(vec!["neglect".into()]), r#"["neglect"]"#),
            (Answer::not_known(), r#"{"state":"not-known"}"#),
        ] {
            assert_eq!(serde_json::to_string(&answer).unwrap(), json);
            assert_eq!(serde_json::from_str::<Answer>(json).unwrap(), answer);
        }
    }

    #[test]
    fn asking_about_a_third_child_makes_room_for_it() {
        let mut intake = Intake::new(ContactKind::Referral);
        intake.about_mut(Subject::Child(2)).set(QuestionId::ChildForename, Answer::text("Sam"));
        assert_eq!(intake.children.len(), 3);
        assert_eq!(intake.about(Subject::Child(2)).unwrap().text(QuestionId::ChildForename), "Sam");
    }
}
