//! The answers that have no sentence of their own, straight from the table of questions: what stands under one heading there
//! is one sentence here. So no question can be asked and then be missing from the review.

use super::super::intake::Subject;
use super::super::schema::{Need, Question, Step};
use super::Telling;
use super::parts::{capital, said, stop};

impl Telling<'_> {
    /// What was answered on these steps about one subject; what must be asked and was not is said too.
    pub(super) fn rest(&self, steps: &[Step], subject: Subject) -> Vec<String> {
        let Some(answers) = self.intake.about(subject) else { return Vec::new() };
        let told = |question: &&Question| {
            question.per == subject.per()
                && !question.has_own_sentence
                && (answers.get(question.id).is_some()
                    || question.need == Need::Must && question.is_asked(self.intake, subject))
        };
        let questions: Vec<&Question> = steps.iter().flat_map(|step| step.questions()).filter(told).collect();
        let whose = self.whose(subject);
        let together = |a: &&Question, b: &&Question| !a.group.is_empty() && a.group == b.group;
        let sentence = |group: &[&Question]| {
            let said = group.iter().map(|question| (question.label, said(answers, question.id)));
            let parts: Vec<String> = said
                .enumerate()
                .map(|(n, (label, said))| {
                    let label = if n == 0 && whose.is_empty() { capital(label) } else { small(label) };
                    format!("{label}: {said}")
                })
                .collect();
            stop(format!("{whose}{}", parts.join("; ")))
        };
        questions.chunk_by(together).map(sentence).collect()
    }

    /// Whose answers follow, where there is more than one whose they could be.
    fn whose(&self, subject: Subject) -> String {
        match subject {
            Subject::Child(n) if self.intake.children.len() > 1 => format!("Child {}, ", n + 1),
            Subject::Person(n) if self.intake.family.len() > 1 => format!("Person {}, ", n + 1),
            Subject::Share(n) if self.intake.shares.len() > 1 => format!("Decision {}, ", n + 1),
            _ => String::new(),
        }
    }
}

/// A label inside a sentence: `GP and practice` keeps its letters.
fn small(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            first.to_lowercase().chain([second]).chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}
