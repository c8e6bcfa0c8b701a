//! The words of a question, and what is said right after its answer.

use super::command::for_lines;
use crate::app::screens::intake::IntakeScreen;
use crate::domain::calendar::Zone;
use crate::domain::check::{self, Issue};
use crate::domain::human;
use crate::domain::intake::{Answer, Intake, NarrativeLine, Subject};
use crate::domain::schema::{Choice, Kind, Need, Per, Place};
use crate::domain::story;
use crate::domain::when::Moment;
use crate::ui::text;

/// `3 of 12, Safety now, Collection: Who collects the child? (needed)`.
pub(super) fn question(screen: &IntakeScreen, place: Place) -> String {
    let places = screen.places();
    let at = places.iter().position(|other| *other == place).map_or(0, |at| at + 1);
    let question = place.question.question();
    let whose =
        about(&screen.draft.intake, place.subject).map_or_else(String::new, |whose| format!(", {whose}"));
    let mark = if question.label.ends_with(|c: char| c.is_ascii_punctuation()) { "" } else { "?" };
    let need = match question.need {
        Need::Must => " (needed)",
        Need::Ask => "",
        Need::Nice => " (only if told)",
    };
    let group = if question.group.is_empty() { String::new() } else { format!(", {}", question.group) };
    let (step, label) = (question.step.label(), question.label);
    format!("{at} of {}, {step}{group}{whose}: {label}{mark}{need}", places.len())
}

/// Whom a question is about, where there is more than one: `child 2 of 2, Ash`. The name is what was typed first about them.
pub(super) fn about(intake: &Intake, subject: Subject) -> Option<String> {
    let kind = match subject.per() {
        Per::Call => return None,
        Per::Child => "child",
        Per::Person => "person",
        Per::Share => "decision",
    };
    let alike: Vec<Subject> = intake.subjects().filter(|other| other.per() == subject.per()).collect();
    let at = alike.iter().position(|other| *other == subject).map_or(0, |at| at + 1);
    if subject.per() == Per::Child && alike.len() < 2 {
        return None;
    }
    let name = name(intake, subject).map_or_else(String::new, |name| format!(", {name}"));
    Some(format!("{kind} {at} of {}{name}", alike.len()))
}

fn name(intake: &Intake, subject: Subject) -> Option<&str> {
    let answers = intake.about(subject)?;
    let mut lines = answers.iter().filter(|(id, _)| id.question().kind == Kind::Line);
    lines.find_map(|(_, answer)| answer.as_text()).map(str::trim).filter(|name| !name.is_empty())
}

/// What stands as the answer, in words; none while the question is open.
pub(super) fn answered(intake: &Intake, place: Place) -> Option<String> {
    if place.question.question().kind == Kind::Narrative && !intake.opening().is_empty() {
        return Some(intake.narrative.iter().map(told).collect::<Vec<_>>().join("\n"));
    }
    let answer = intake.about(place.subject)?.get(place.question)?;
    Some(story::answer(place, answer))
}

/// The choices of a question, those that stand marked.
pub(super) fn choices(intake: &Intake, place: Place) -> Vec<String> {
    let answers = intake.about(place.subject);
    let label = |choice: Choice| {
        let stands = answers.is_some_and(|answers| answers.has_code(place.question, choice.code));
        format!("{}{}", choice.label, if stands { " (chosen)" } else { "" })
    };
    place.question.question().kind.choices().into_iter().map(label).collect()
}

/// How to answer, where a line of text is not enough.
pub(super) const fn manner(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Narrative => Some(
            "Type line after line; a dot alone ends. Begin a line with s: for seen or heard by the caller, t NAME: for told \
             by someone, o: for opinion. A line without a mark goes on as the line before. A mark alone changes the line \
             before.",
        ),
        Kind::Lines => Some("Type line after line; a dot alone ends."),
        Kind::Any(_) => Some("Give one number or several: 1 4."),
        _ => None,
    }
}

fn told(line: &NarrativeLine) -> String {
    format!("{} ({})", line.words(), line.basis_words())
}

/// What to do and not to do while a question is asked.
pub(super) fn hints(intake: &Intake, place: Place) -> Vec<String> {
    place.question.question().hints(intake).map(|hint| format!("Hint: {}", for_lines(hint.text))).collect()
}

/// What is said right after an answer: how it is understood, and what is odd about it.
pub(super) fn remarks(
    intake: &Intake,
    place: Place,
    answer: &Answer,
    received: Moment,
    zone: Zone,
) -> Vec<String> {
    if !place.question.question().kind.choices().is_empty() {
        let odd = check::of_answer(intake, place, answer, received, zone);
        let said = std::iter::once(format!("{}.", story::answer(place, answer)));
        return said.chain(odd.iter().map(note)).collect();
    }
    let typed = answer.as_text().unwrap_or_default();
    let mut said = Vec::new();
    if let Some(read) = understood(place, typed, received, zone) {
        said.push(format!("Understood: {read}."));
    }
    said.extend(check::of_answer(intake, place, answer, received, zone).iter().map(note));
    said.extend(hidden(typed));
    said
}

fn note(issue: &Issue) -> String {
    format!("Note: {}", for_lines(&issue.text))
}

/// Said once about a text with characters that nobody sees or hears.
pub(super) fn hidden(typed: &str) -> Option<String> {
    text::has_hidden(typed)
        .then(|| "Note: Some characters here cannot be seen or heard. They are kept.".to_owned())
}

/// A typed day, time or number in words to listen to: no abbreviations, no dashes.
fn understood(place: Place, typed: &str, received: Moment, zone: Zone) -> Option<String> {
    if place.question.question().kind == Kind::When {
        let span = human::span(typed, zone.local(received).date())?;
        let day = |day: chrono::NaiveDate| day.format("%A %-d %B %Y").to_string();
        let to = if span.to == span.from { String::new() } else { format!(" to {}", day(span.to)) };
        let part = span.part.map_or_else(String::new, |(from, to)| {
            format!(", about {} to {}", from.format("%H:%M"), to.format("%H:%M"))
        });
        return Some(format!("{}{to}{part}", day(span.from)));
    }
    check::reading(place.question, typed, received, zone)
        .map(|read| read.replace(" – ", " to ").replace('–', " to "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::codes::ContactKind;
    use crate::domain::schema::QuestionId;

    fn zone() -> Zone {
        Zone::named("Europe/London").unwrap()
    }

    fn intake() -> Intake {
        Intake::new(ContactKind::Referral)
    }

    /// Tuesday 24 November 2026, 14:10.
    const NOW: Moment = Moment::from_millis(1_795_529_400_000);

    #[test]
    fn days_and_times_are_said_as_understood() {
        let said = |question, typed: &str| {
            remarks(&intake(), Place::call(question), &Answer::text(typed), NOW, zone())
        };
        assert_eq!(
            said(QuestionId::When, "Sat evening"),
            ["Understood: Saturday 21 November 2026, about 18:00 to 22:00."]
        );
        assert_eq!(
            said(QuestionId::When, "3 weeks ago"),
            ["Understood: Saturday 31 October 2026 to Friday 6 November 2026."]
        );
        let place = Place { question: QuestionId::ChildCollection, subject: Subject::Child(0) };
        let said = remarks(&intake(), place, &Answer::text("3.15pm"), NOW, zone());
        assert_eq!(said, ["Understood: 15:15 today, 1 h 05 min after the call came."]);
        let said = remarks(&intake(), place, &Answer::text("3"), NOW, zone());
        assert_eq!(said, ["Note: Morning or afternoon? Type 3am or 3pm, or 15:15."]);
    }

    #[test]
    fn checks_name_commands_not_keys() {
        let said =
            remarks(&intake(), Place::call(QuestionId::CallerPhone), &Answer::text("none"), NOW, zone());
        assert!(said.iter().any(|note| note.contains(".unknown")), "{said:?}");
        assert!(said.iter().all(|note| !note.contains("F8")), "{said:?}");
    }

    #[test]
    fn children_are_told_apart_only_where_there_are_several() {
        let mut intake = Intake::new(ContactKind::Referral);
        assert_eq!(about(&intake, Subject::Call), None);
        assert_eq!(about(&intake, Subject::Child(0)), None);
        intake.about_mut(Subject::Child(1)).set(QuestionId::ChildForename, Answer::text("Ash"));
        assert_eq!(about(&intake, Subject::Child(0)).as_deref(), Some("child 1 of 2"));
        assert_eq!(about(&intake, Subject::Child(1)).as_deref(), Some("child 2 of 2, Ash"));
    }
}
