//! The record in words: one plain sentence for each event, for the timeline, the plain mode and exports.
//!
//! Nothing is made up. The words of people stand in the detail as they were given; showing them safely is the reader's duty.

use std::iter::once;

use super::calendar::Zone;
use super::clocks::{ClockId, Deadline, Outcome};
use super::codes::ContactKind;
use super::event::{Amendment, Event, Received, Told};
use super::ids::ContactId;
use super::intake::{Answer, NarrativeLine, Subject};
use super::schema::{self, Kind, Place};
use super::stamp;
use super::suggest::Suggestion;
use super::way::{self, Channel};
use super::when::Moment;

/// An event in words: what happened, and what more is known of it. The detail may be empty and may have several lines.
pub type Sentence = (String, String);

/// Tells an event in plain words, its times read in this zone.
#[must_use]
pub fn sentence(event: &Event, zone: Zone) -> Sentence {
    match event {
        Event::ContactReceived(received) => filed(received),
        Event::AnswersAmended { changes, reason } => amended(changes, reason),
        Event::Rated { rating, reason, suggested } => {
            let suggested = suggested.as_ref().filter(|s| s.rating != *rating).map(overridden);
            (format!("Rated {}", rating.label()), joined([Some(reason.clone()), suggested]))
        }
        Event::RouteDecided { route, rationale, more, waits } => {
            let waits = waits.then(|| "Waits for a manager's agreement".to_owned());
            let lines = once(rationale.clone()).chain(more.told()).chain(waits);
            (format!("Decided: {}", route.label()), lines.collect::<Vec<_>>().join("\n"))
        }
        Event::DeedDone { deed, filled } => (deed.deed().headline(filled), deed.deed().told(filled)),
        Event::FeedbackGiven { told, said, talk } => {
            let told = match told {
                Told::Decided => "Referrer told the decision",
                Told::Undecided => "Referrer told that nothing is decided yet",
            };
            (told.to_owned(), once(said.clone()).chain(talk.told()).collect::<Vec<_>>().join("\n"))
        }
        Event::FeedbackTried { note } => ("Referrer tried, not reached".to_owned(), note.clone()),
        Event::FeedbackImpossible { reason } => ("The referrer can never be told".to_owned(), reason.clone()),
        Event::WrittenReferralArrived { arrived, note } => {
            let when = format!("arrived {}", zone.short(*arrived));
            ("Written referral arrived".to_owned(), joined([Some(when), Some(note.clone())]))
        }
        Event::WrittenReferralWaived { reason } => ("Written referral waived".to_owned(), reason.clone()),
        Event::HandedOver(handed) => {
            let until =
                format!("by {}, until {}, sheet {}", handed.by, zone.short(handed.until), handed.sheet);
            (format!("Handed over to {}", handed.to), joined([Some(until), Some(handed.note.clone())]))
        }
        Event::HandoverAcknowledged { by } => ("Handover acknowledged".to_owned(), format!("by {by}")),
        Event::InformationAdded { from, received, lines } => {
            let head = format!("from {from}, received {}", zone.short(*received));
            ("Information added".to_owned(), under(&head, lines))
        }
        Event::DecisionKept { reason } => ("Looked at again: the decision stands".to_owned(), reason.clone()),
        Event::FeedbackChased { said } => ("The referrer chased feedback".to_owned(), said.clone()),
        Event::ConvertedToReferral { into } => (format!("Became a referral: {into}"), String::new()),
        Event::CallAttached { call, told } => attached(*call, told, zone),
        Event::NoteAdded { text } => ("Note".to_owned(), text.clone()),
        Event::Allocated { to, team, reason } => {
            let to = if *team { format!("the team {to}") } else { to.clone() };
            (format!("Allocated to {to}"), reason.clone())
        }
        Event::HandedBack { from, reason } => (
            "Handed back: nobody has it".to_owned(),
            joined([Some(format!("from {from}")), Some(reason.clone())]),
        ),
        Event::DutyAdded { title, due, reason } => {
            let due = format!("due {}", zone.short(*due));
            (format!("Deadline added: {title}"), joined([Some(due), Some(reason.clone())]))
        }
        Event::DutyMet { clock, subject, how } => {
            (format!("Done: {}", duty(*clock, subject.as_deref())), how.clone())
        }
        Event::LetterIssued { letter, what, to, edited, .. } => {
            let edited = if *edited { "edited before issue" } else { "" };
            (format!("Letter {letter} issued: {}", what.name(to)), edited.to_owned())
        }
        Event::LetterPosted { letter, how } => (format!("Letter {letter} posted"), how.clone()),
        Event::LetterWithdrawn { letter, reason } => (format!("Letter {letter} withdrawn"), reason.clone()),
        Event::ClockStarted { .. } | Event::ClockMoved { .. } | Event::ClockStopped { .. } => {
            clock(event, zone)
        }
        Event::Recounted { reason, .. } => {
            ("Deadlines counted again under changed rules".to_owned(), reason.clone())
        }
        Event::Restricted { people, reason } => {
            let people: Vec<&str> = people.iter().map(|user| user.0.as_str()).collect();
            (format!("Restricted to {}", people.join(", ")), reason.clone())
        }
        Event::RestrictionLifted { reason } => ("Restriction lifted".to_owned(), reason.clone()),
        Event::Held { reason } => ("Legal hold: kept beyond its time".to_owned(), reason.clone()),
        Event::HoldLifted { reason } => ("Legal hold lifted".to_owned(), reason.clone()),
        Event::Reversed { batch, reason } => (format!("Undone: entry {batch}"), reason.clone()),
    }
}

/// What became of a clock.
fn clock(event: &Event, zone: Zone) -> Sentence {
    match event {
        Event::ClockStarted { deadline, .. } => {
            (format!("Clock started: {}", title(deadline)), due(deadline, zone))
        }
        Event::ClockMoved { deadline, was, .. } => {
            if deadline.due() == *was {
                return (format!("Clock counted again: {}", title(deadline)), due(deadline, zone));
            }
            let was = was.map(|was| format!("before: {}", zone.short(was)));
            (format!("Clock moved: {}", title(deadline)), joined([Some(due(deadline, zone)), was]))
        }
        Event::ClockStopped { clock, subject, how, met } => {
            let end = if *met { "met" } else { "stopped" };
            (format!("{}: {end}", duty(*clock, subject.as_deref())), how.clone())
        }
        _ => Sentence::default(),
    }
}

/// The name of a duty: the title of an own deadline, the agency's name beside an agency's return.
#[must_use]
pub fn duty(clock: ClockId, subject: Option<&str>) -> String {
    match (clock, subject) {
        (_, None) => clock.label().to_owned(),
        (ClockId::Custom, Some(title)) => title.to_owned(),
        (_, Some(subject)) => format!("{}: {subject}", clock.label()),
    }
}

/// An answer in words: chosen values by their labels, a missing value by its state and reason.
#[must_use]
pub fn answer(place: Place, answer: &Answer) -> String {
    let choices = place.question.question().kind.choices();
    let label = |code: &String| {
        choices
            .iter()
            .find(|choice| choice.code == code)
            .map_or(code.clone(), |choice| choice.label.to_owned())
    };
    match answer {
        Answer::Text(text) if place.question.question().kind == Kind::Stamp => stamp::words(text),
        Answer::Text(text) if choices.is_empty() => text.clone(),
        Answer::Text(code) => label(code),
        Answer::Many(codes) => codes.iter().map(label).collect::<Vec<_>>().join(", "),
        Answer::State(unanswered) if unanswered.reason.is_empty() => unanswered.state.label().to_owned(),
        Answer::State(unanswered) => format!("{} ({})", unanswered.state.label(), unanswered.reason),
    }
}

fn title(deadline: &Deadline) -> String {
    duty(deadline.clock, deadline.subject.as_deref())
}

fn due(deadline: &Deadline, zone: Zone) -> String {
    match &deadline.outcome {
        Outcome::Running { due, .. } => format!("due {}", zone.short(*due)),
        Outcome::NotAchievable { reason } => format!("cannot be met: {reason}"),
    }
}

fn overridden(suggestion: &Suggestion) -> String {
    format!("suggested was {}: {}", suggestion.rating.label(), suggestion.reasons.join("; "))
}

fn filed(received: &Received) -> Sentence {
    let intake = &received.intake;
    let what = match intake.kind {
        ContactKind::Referral => "Contact received",
        ContactKind::Consultation => "Consultation received",
    };
    let source = schema::source(intake).map(|source| format!("from {}", source.label()));
    let children = match (intake.kind, intake.children.len()) {
        (ContactKind::Consultation, _) | (_, 0 | 1) => None,
        (_, n) => Some(format!("{n} children")),
    };
    let length = received.ended.and_then(|end| minutes(received.received, end));
    let suggested = received.suggested.as_ref().map(|s| format!("suggested {}", s.rating.label()));
    let channel = way::channel(intake).filter(|c| *c != Channel::Telephone).map(|c| c.label().to_owned());
    let broken = received.ending.map(|ending| ending.label().to_owned());
    let consulted = received.consulted.map(|consulted| match consulted.contact {
        Some(id) => format!("from the consultation {id}"),
        None => "a consultation first".to_owned(),
    });
    (what.to_owned(), joined([channel, source, children, length, broken, consulted, suggested]))
}

fn attached(call: ContactId, told: &Received, zone: Zone) -> Sentence {
    let source = schema::source(&told.intake).map_or("a caller", |source| source.label());
    let head = format!("from {source}, received {}", zone.short(told.receipt()));
    let children = told.intake.children.iter().enumerate().map(|(n, one)| (Subject::Child(n), one));
    let family = told.intake.family.iter().enumerate().map(|(n, one)| (Subject::Person(n), one));
    let mut lines = vec![under(&head, &told.intake.narrative)];
    let shares = told.intake.shares.iter().enumerate().map(|(n, one)| (Subject::Share(n), one));
    let asked = once((Subject::Call, &told.intake.answers));
    for (subject, answers) in asked.chain(children).chain(family).chain(shares) {
        lines.extend(answers.iter().map(|(question, answer)| {
            let words = self::answer(Place { question, subject }, answer);
            format!("{}{}: {words}", question.label(), about(subject))
        }));
    }
    lines.extend(told.intake.marks.iter().map(|mark| format!("body map: {}", mark.sentence())));
    lines.extend(told.intake.notes.iter().map(|note| format!("note: {}", note.text)));
    (format!("Call {call} was about this"), lines.join("\n"))
}

/// Lines of a narrative under a heading, each with how they know.
fn under(head: &str, lines: &[NarrativeLine]) -> String {
    let mut text = head.to_owned();
    for line in lines.iter().filter(|line| !line.text.trim().is_empty()) {
        text.push('\n');
        text.push_str(&told(line));
    }
    text
}

/// A line of a narrative with its mark: `"he fell" (told by someone else: mother)`.
#[must_use]
pub fn told(line: &NarrativeLine) -> String {
    let by = if line.told_by.is_empty() { String::new() } else { format!(": {}", line.told_by) };
    format!("“{}” ({}{by})", line.text.trim(), line.basis.label())
}

/// Whose answer it is, after a label: ` (child 2)`; nothing for the call itself.
#[must_use]
pub fn about(subject: Subject) -> String {
    match subject {
        Subject::Call => String::new(),
        Subject::Child(n) => format!(" (child {})", n.saturating_add(1)),
        Subject::Person(n) => format!(" (person {})", n.saturating_add(1)),
        Subject::Share(n) => format!(" (sharing decision {})", n.saturating_add(1)),
    }
}

fn minutes(from: Moment, to: Moment) -> Option<String> {
    match to.since(from).num_minutes() {
        ..0 => None,
        0 => Some("call under a minute".to_owned()),
        n => Some(format!("call of {n} min")),
    }
}

fn amended(changes: &[Amendment], reason: &str) -> Sentence {
    let what = match changes.len() {
        1 => "Answer changed".to_owned(),
        n => format!("{n} answers changed"),
    };
    let mut lines: Vec<String> = changes.iter().map(change).collect();
    lines.extend((!reason.is_empty()).then(|| reason.to_owned()));
    (what, lines.join("\n"))
}

fn change(change: &Amendment) -> String {
    let told = |value: &Option<Answer>| {
        value.as_ref().map_or("no answer".to_owned(), |value| answer(change.place, value))
    };
    let about = about(change.place.subject);
    let label = change.place.question.question().label;
    format!("{label}{about}: {}; before: {}", told(&change.now), told(&change.was))
}

/// The parts that say something, with dots between them.
fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.trim().is_empty()).collect();
    parts.join(" · ")
}

#[cfg(test)]
mod tests;
