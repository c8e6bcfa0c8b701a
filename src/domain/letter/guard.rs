//! What must not slip into a letter, and what its writer should look at before it leaves.

use super::super::contact::Contact;
use super::super::intake::{Answers, Subject};
use super::super::schema::{self, Kind, QuestionId, Step};
use super::{LetterKind, text};

/// Digits of a telephone number that are enough to know it by.
const DIGITS: usize = 6;

/// The first thing that the caller said of themselves and that this text says again, by its question. No letter to a family
/// may: the family must not learn from us who rang (L91, L390, L393).
///
/// Ordinary single words (a role such as "teacher") do not count; a name does, and so does its surname alone unless the
/// family bears it too.
#[must_use]
pub fn gives_the_caller_away(contact: &Contact, letter: &str) -> Option<QuestionId> {
    let letter = words(letter);
    let digits: String = letter.iter().flat_map(|word| word.chars()).filter(char::is_ascii_digit).collect();
    let said =
        |wanted: &[String]| !wanted.is_empty() && letter.windows(wanted.len()).any(|some| some == wanted);
    let answers = &contact.intake().answers;
    let caller = Step::Caller.questions().iter().filter(|question| question.kind.choices().is_empty());
    for question in caller.filter(|question| question.kind != Kind::Stamp) {
        let typed = answers.text(question.id).trim();
        let wanted = words(typed);
        let told = match question.id {
            QuestionId::CallerPhone => {
                let number: String = typed.chars().filter(char::is_ascii_digit).collect();
                number.len() >= DIGITS && digits.contains(&number)
            }
            QuestionId::CallerName => {
                said(&wanted) || surname(contact, &wanted).is_some_and(|own| said(&[own]))
            }
            QuestionId::CallerOrganisation | QuestionId::CallerEmail | QuestionId::EdtWorker => said(&wanted),
            _ => wanted.len() > 1 && said(&wanted),
        };
        if told {
            return Some(question.id);
        }
    }
    None
}

/// The caller's surname, unless a child or somebody of the family is called so too.
fn surname(contact: &Contact, name: &[String]) -> Option<String> {
    let own = name.last().filter(|word| name.len() > 1 && word.chars().count() > 2)?;
    let intake = contact.intake();
    let named = |answers: &Answers| {
        [QuestionId::ChildForename, QuestionId::ChildSurname, QuestionId::PersonName]
            .into_iter()
            .any(|id| words(answers.text(id)).contains(own))
    };
    let shared = intake
        .subjects()
        .filter(|subject| *subject != Subject::Call)
        .filter_map(|subject| intake.about(subject))
        .any(named);
    (!shared).then(|| own.clone())
}

/// The words of a text, small, without what stands between them.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// What people wrote with the decision, as the family may read it: none if it gives the caller away.
pub(super) fn for_family(contact: &Contact, written: &str) -> Option<String> {
    gives_the_caller_away(contact, written).is_none().then(|| text::clean(written))
}

/// Whether something that was written with the decision has to be left out of a letter to the family.
fn is_left_out(contact: &Contact) -> bool {
    contact.decision().is_some_and(|decision| {
        [&decision.rationale, &decision.more.remaining]
            .into_iter()
            .any(|written| for_family(contact, written).is_none())
    })
}

/// What to look at before the letter leaves, in the order of weight.
pub(super) fn check(contact: &Contact, kind: LetterKind) -> Vec<String> {
    let intake = contact.intake();
    let mut check = Vec::new();
    if matches!(kind, LetterKind::OutcomeFamily | LetterKind::OutcomeReferrer) {
        if contact.awaits_agreement() {
            check.push("No manager has agreed to the decision yet.".to_owned());
        }
        if contact.reconsider.is_some() {
            check.push("The decision is to be looked at again: is it still right?".to_owned());
        }
    }
    match kind {
        LetterKind::OutcomeFamily => {
            if is_left_out(contact) {
                check.push(
                    "The rationale gives the caller away and was left out: say in other words why."
                        .to_owned(),
                );
            }
            let mut homes: Vec<Vec<String>> =
                intake.children.iter().map(|child| words(child.text(QuestionId::ChildAddress))).collect();
            homes.retain(|home| !home.is_empty());
            homes.dedup();
            match homes.len() {
                0 => check.push("No home address is known: write it in.".to_owned()),
                1 => {}
                _ => check.push("The children live apart: this goes to the first one's home.".to_owned()),
            }
            if intake.answers.has_code(QuestionId::Harm, "domestic-abuse") {
                check.push("Domestic abuse: who opens the post at that address?".to_owned());
            }
            if intake.answers.has_code(QuestionId::ParentsInformed, "no") {
                check.push("The parents did not know of the contact: is it safe to write?".to_owned());
            }
        }
        LetterKind::FollowUp | LetterKind::OutcomeReferrer => {
            if intake.answers.has_code(QuestionId::FeedbackHow, "safe-way") {
                check.push("Only the safe way that was agreed: is a letter that way?".to_owned());
            }
            if intake.answers.has_code(QuestionId::FeedbackHow, "none") {
                check.push("The caller wanted no feedback.".to_owned());
            }
            if kind == LetterKind::OutcomeReferrer && schema::is_professional(intake) {
                check.push(
                    "The rationale stands in it as it was written: may the referrer read all of it?"
                        .to_owned(),
                );
            }
        }
        LetterKind::ConsultationSummary => {
            check.push("No child and no family may be named in it.".to_owned());
        }
        LetterKind::AgencyRequest => {
            check.push("Only what this agency needs: take out the rest.".to_owned());
        }
        LetterKind::Record => {
            check.push(
                "It names the caller and everybody else: never hand it to the family as it is.".to_owned(),
            );
        }
    }
    check
}
