//! What is odd about an answer beside the other answers about the same child, or about another child.

use chrono::NaiveDate;

use super::super::codes::Source;
use super::super::human::{self, Birth};
use super::super::intake::{Answer, Answers, Intake, Subject};
use super::super::schema::{self, Place, QuestionId as Q};
use super::Issue;

/// Children of this age go to school.
const SCHOOL_AGE: u32 = 5;

pub(super) fn beside(intake: &Intake, place: Place, answer: &Answer, today: NaiveDate) -> Option<Issue> {
    let Subject::Child(n) = place.subject else { return None };
    let child = intake.children.get(n)?;
    let has = |code: &str| answer.codes().iter().any(|c| c == code);
    match place.question {
        // DfE rule 8790.
        Q::ChildDisability if has("NONE") && answer.codes().len() > 1 => {
            Some(Issue::warn("\"None\" does not go with another disability: take one of them out."))
        }
        Q::ChildSex if is_unborn(child) && !has("U") && !answer.codes().is_empty() => {
            Some(Issue::note("An unborn child is reported as unknown."))
        }
        Q::ChildEthnicity => ethnicity(intake, answer),
        Q::ChildNhs | Q::ChildUpn => twice(intake, place.question, n, answer),
        // DfE rule 8770Q.
        Q::ChildUpnUnknown if has("UN1") && age(child, today).is_some_and(|age| age >= SCHOOL_AGE) => {
            Some(Issue::warn("This child is of school age: is there really no pupil number?"))
        }
        _ => None,
    }
}

/// It comes from the child or a parent, never from a guess (`DfE` rule 4220).
fn ethnicity(intake: &Intake, answer: &Answer) -> Option<Issue> {
    let code = answer.as_text()?;
    let family = matches!(schema::source(intake), Some(Source::Family | Source::Child));
    (!family && !matches!(code, "NOBT" | "REFU")).then(|| {
        Issue::note(
            "Only as the child or a parent said it. If nobody did, \"not yet obtained\" is the right answer.",
        )
    })
}

/// The same number on two children (`DfE` rule 1520).
fn twice(intake: &Intake, question: Q, n: usize, answer: &Answer) -> Option<Issue> {
    let compact = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
    };
    let number = compact(answer.as_text()?);
    let other =
        intake.children.iter().enumerate().find(|(other, child)| {
            *other != n && !number.is_empty() && compact(child.text(question)) == number
        });
    other.map(|(other, _)| Issue::warn(format!("Child {} has the same number. Read both back.", other + 1)))
}

fn is_unborn(child: &Answers) -> bool {
    matches!(human::birth(child.text(Q::ChildBirth)), Some(Birth::Due(_)))
}

fn age(child: &Answers, today: NaiveDate) -> Option<u32> {
    match human::birth(child.text(Q::ChildBirth))? {
        Birth::Born(born) => today.years_since(born),
        Birth::About(years) => Some(years),
        Birth::Due(_) => None,
    }
}
