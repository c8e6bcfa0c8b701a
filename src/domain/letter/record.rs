//! The record of a contact as it is printed: everything that was told, with how it is known, and everything that was done.

use super::super::calendar::Zone;
use super::super::codes::ContactKind;
use super::super::contact::Contact;
use super::super::intake::{Answers, Intake, Subject};
use super::super::schema::{Place, QuestionId as Q, Step};
use super::super::{review, story, way};
use super::Part;

/// The parts of the record, in the order of reading.
pub(super) fn of(contact: &Contact, zone: Zone) -> Vec<Part> {
    let mut parts = Vec::new();
    section(&mut parts, "The contact", &head(contact, zone));
    let intake = contact.intake();
    section(&mut parts, "What was told", &narrative(intake));
    section(&mut parts, "In the child's own words", &words(&intake.answers, Q::ChildWords));
    section(&mut parts, "Body map", &review::marks(intake));
    if intake.kind == ContactKind::Referral {
        for (n, child) in intake.children.iter().enumerate() {
            about(&mut parts, &format!("Child {}", n.saturating_add(1)), child, Subject::Child(n));
        }
        for (n, person) in intake.family.iter().enumerate() {
            about(&mut parts, &format!("Person {}", n.saturating_add(1)), person, Subject::Person(n));
        }
        section(&mut parts, "Known people", &review::links(intake));
    }
    about(&mut parts, "The call", &intake.answers, Subject::Call);
    for (n, share) in intake.shares.iter().enumerate() {
        about(&mut parts, &format!("Decision to share {}", n.saturating_add(1)), share, Subject::Share(n));
    }
    let notes = intake.notes.iter().map(|note| format!("{} {}", zone.short(note.at), note.text));
    section(&mut parts, "Notes of the call", &notes.collect::<Vec<_>>());
    section(&mut parts, "Timeline", &timeline(contact, zone));
    parts
}

/// A heading with its entries; nothing where there are none.
fn section(parts: &mut Vec<Part>, heading: &str, entries: &[String]) {
    let entries: Vec<String> = entries.iter().map(|entry| flat(entry)).filter(|e| !e.is_empty()).collect();
    if entries.is_empty() {
        return;
    }
    parts.push(Part::Heading(heading.to_owned()));
    parts.extend(entries.into_iter().map(Part::Item));
}

fn head(contact: &Contact, zone: Zone) -> Vec<String> {
    let received = &contact.received;
    let channel = way::channel(&received.intake).map_or("", way::Channel::label);
    let mut head = vec![
        format!("{} {}. {channel}", received.intake.kind.label(), contact.id),
        format!("Received {}, taken by {}", zone.long(received.receipt()), contact.taken_by.name),
    ];
    if received.receipt() != received.received {
        head.push(format!("At this desk {}", zone.long(received.received)));
    }
    head.push(match contact.ratings.last() {
        Some(given) => format!("Rated {}: {}", given.rating.label(), given.reason),
        None => "Not rated".to_owned(),
    });
    head.push(match contact.decision() {
        Some(decision) => format!("Decided: {}. {}", decision.route.label(), decision.rationale),
        None => "Not decided".to_owned(),
    });
    head.push(match &contact.owner {
        Some(owner) => format!("Allocated to {}", owner.name),
        None => "Not allocated".to_owned(),
    });
    head
}

/// Each line of what happened, with how the caller knows it (L383).
fn narrative(intake: &Intake) -> Vec<String> {
    let told = intake.narrative.iter().filter(|line| !line.text.trim().is_empty());
    told.map(|line| format!("“{}” ({})", line.words(), line.basis_words())).collect()
}

/// An answer line by line, in quotation marks: what a child said stands word for word (L435).
fn words(answers: &Answers, id: Q) -> Vec<String> {
    let said = answers.text(id).lines().map(str::trim).filter(|line| !line.is_empty());
    said.map(|line| format!("“{line}”")).collect()
}

/// Every answer about somebody, in the order of the schema.
fn about(parts: &mut Vec<Part>, heading: &str, answers: &Answers, subject: Subject) {
    let entries = Step::ALL
        .iter()
        .flat_map(|step| step.questions())
        // Said in full above.
        .filter(|question| question.id != Q::ChildWords)
        .filter_map(|question| Some((question.id, answers.get(question.id)?)))
        .map(|(question, answer)| {
            format!("{}: {}", question.label(), story::answer(Place { question, subject }, answer))
        });
    section(parts, heading, &entries.collect::<Vec<_>>());
}

fn timeline(contact: &Contact, zone: Zone) -> Vec<String> {
    let entry = |recorded: &super::super::event::Recorded| {
        let (what, more) = story::sentence(&recorded.event, zone);
        let more = if more.trim().is_empty() { String::new() } else { format!(": {more}") };
        format!("{}, {}: {what}{more}", zone.long(recorded.at), recorded.actor.name)
    };
    contact.history.iter().map(entry).collect()
}

/// One line: line breaks become semicolons.
fn flat(text: &str) -> String {
    let text = super::text::clean(text);
    let parts: Vec<&str> = text.lines().map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join("; ")
}
