//! A subject-access pack: two texts. One is given to its subject; the other is for whoever reads the first before it leaves.

use super::super::calendar::Zone;
use super::super::contact::Contact;
use super::super::intake::{Answers, Basis, Intake, NarrativeLine, Subject};
use super::super::letter;
use super::super::schema::{Place, QuestionId as Q, Step};
use super::super::story;
use super::super::when::Moment;
use super::give::{self, Give};
use super::{Names, Why, timeline};

/// Something that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it stands in the record.
    pub place: String,
    /// What it is.
    pub what: String,
    /// Why.
    pub why: Why,
}

/// What one person may be given, and what its reader must know before it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// The text for the subject: paragraphs with a blank line between them, as letters have them.
    pub text: String,
    /// Everything that was left out.
    pub left_out: Vec<LeftOut>,
    /// What was given and must be read with care.
    pub read: Vec<String>,
}

impl Pack {
    /// The text for the reviewer. It must never reach the subject.
    #[must_use]
    pub fn review(&self, title: &str) -> String {
        let mut lines = vec![
            format!("For the reviewer only, not for the subject: {title}"),
            String::new(),
            "Read the pack before it leaves: the program cannot know every name.".to_owned(),
            String::new(),
            "READ WITH CARE".to_owned(),
        ];
        let list = |lines: &mut Vec<String>, items: Vec<String>| {
            if items.is_empty() {
                lines.push("- nothing".to_owned());
            }
            lines.extend(items.iter().map(|item| format!("- {}", flat(item))));
        };
        list(&mut lines, self.read.clone());
        for why in Why::ALL {
            lines.extend([String::new(), format!("LEFT OUT: {}", why.label().to_uppercase())]);
            let left = self.left_out.iter().filter(|left| left.why == *why);
            list(&mut lines, left.map(|left| format!("{}: {}", left.place, left.what)).collect());
        }
        lines.join("\n") + "\n"
    }
}

/// Puts a pack together from contacts that name the same person, each with whom of it the pack is about.
#[must_use]
pub fn pack(contacts: &[(&Contact, Subject)], zone: Zone, now: Moment, training: bool) -> Pack {
    let mut blocks = Vec::new();
    if training {
        blocks.push(letter::TRAINING.to_owned());
    }
    blocks.push("What our record holds about you".to_uppercase());
    blocks.push(format!(
        "Made {}. Where something is left out, the text says so: \"{}\" where it would say who contacted us, \"{}\" where it \
         is about other people.",
        zone.long(now),
        Why::Referrer.mark(),
        Why::ThirdParty.mark()
    ));
    let mut whole = Pack { text: String::new(), left_out: Vec::new(), read: Vec::new() };
    for (contact, subject) in contacts {
        let mut writer = Writer::new(contact, *subject, zone);
        writer.contact();
        blocks.append(&mut writer.blocks);
        whole.left_out.append(&mut writer.left_out);
        whole.read.append(&mut writer.read);
    }
    whole.text = letter::finish(&blocks.join("\n\n"), false);
    whole
}

/// Writes what one contact holds about one person.
pub(super) struct Writer<'a> {
    pub(super) contact: &'a Contact,
    pub(super) subject: Subject,
    pub(super) zone: Zone,
    names: Names,
    blocks: Vec<String>,
    items: Vec<String>,
    left_out: Vec<LeftOut>,
    read: Vec<String>,
}

impl<'a> Writer<'a> {
    fn new(contact: &'a Contact, subject: Subject, zone: Zone) -> Self {
        Self {
            contact,
            subject,
            zone,
            names: Names::of(contact, Some(subject)),
            blocks: Vec::new(),
            items: Vec::new(),
            left_out: Vec::new(),
            read: Vec::new(),
        }
    }

    fn contact(&mut self) {
        let (contact, zone) = (self.contact, self.zone);
        self.items.push(format!("Received {}", zone.long(contact.received.receipt())));
        self.section(&format!("Contact {}", contact.id));
        let intake = contact.intake();
        self.people(intake);
        self.section("About you");
        self.answers(&intake.answers, Subject::Call);
        for (n, share) in intake.shares.iter().enumerate() {
            self.answers(share, Subject::Share(n));
        }
        self.section("What was told about the situation");
        self.narrative(&intake.narrative, "What happened");
        self.section("What happened");
        self.rest(intake);
        self.section("Marks and notes");
        timeline::write(self);
        self.section("What was done");
    }

    /// Everybody the contact is about: the subject is written out, of the others it is said that they are left out.
    fn people(&mut self, intake: &Intake) {
        for subject in intake.subjects() {
            let Some(answers) = intake.about(subject) else { continue };
            let (Subject::Child(_) | Subject::Person(_)) = subject else { continue };
            if subject == self.subject {
                self.answers(answers, subject);
            } else if !answers.is_empty() {
                self.items.push(format!("Another person: {}", Why::ThirdParty.mark()));
                self.leave(
                    &format!("everything about{}", story::about(subject)),
                    "all answers",
                    Why::ThirdParty,
                );
            }
        }
        for link in &intake.links {
            if link.subject == self.subject {
                let known = link.known.join("; ");
                self.give("Known already", &known);
            } else {
                let place = format!("known people{}", story::about(link.subject));
                self.leave(&place, &link.id, Why::ThirdParty);
            }
        }
    }

    /// The answers about one subject, each as far as it may be given.
    fn answers(&mut self, answers: &Answers, subject: Subject) {
        let all = Step::ALL.iter().flat_map(|step| step.questions());
        for question in all.filter(|question| question.id != Q::Narrative) {
            let Some(answer) = answers.get(question.id) else { continue };
            let place = Place { question: question.id, subject };
            self.answer(place, &story::answer(place, answer));
        }
    }

    /// One answer in words.
    pub(super) fn answer(&mut self, place: Place, words: &str) {
        let label = place.question.label();
        let why = match give::of(place.question) {
            Give::Own if place.subject == self.subject => {
                // What was asked about nobody else needs no look, unless it is text.
                return self.own(label, words, place.question);
            }
            Give::Case => return self.give(label, words),
            Give::Own | Give::Others => Why::ThirdParty,
            Give::Referrer => Why::Referrer,
        };
        self.items.push(format!("{label}: {}", why.mark()));
        self.leave(&format!("{label}{}", story::about(place.subject)), words, why);
    }

    /// The subject's own answer. Names, numbers and school are theirs whoever else has them.
    fn own(&mut self, label: &str, words: &str, question: Q) {
        let theirs = matches!(
            question,
            Q::ChildForename
                | Q::ChildSurname
                | Q::ChildOtherNames
                | Q::ChildAddress
                | Q::ChildPostcode
                | Q::ChildPrevious
                | Q::ChildSchool
                | Q::ChildPhone
                | Q::PersonName
                | Q::PersonAddress
                | Q::PersonPhone
                | Q::PersonSchool
        );
        if theirs { self.items.push(format!("{label}: {words}")) } else { self.give(label, words) }
    }

    /// Lines of a narrative. What others told is given and put before the reviewer: who told it may show through.
    pub(super) fn narrative(&mut self, lines: &[NarrativeLine], label: &str) {
        for line in lines.iter().filter(|line| !line.text.trim().is_empty()) {
            let text = self.masked(label, line.words());
            let how = match line.basis {
                Basis::Seen => "seen or heard",
                Basis::Told => "told by somebody else",
                Basis::Opinion => "an opinion",
            };
            if let Some(teller) = line.teller() {
                self.leave(&format!("{label}, who told it"), teller, Why::ThirdParty);
            }
            if line.basis == Basis::Told {
                self.read.push(format!("{label}: told to the caller by somebody else: {text}"));
            }
            self.items.push(format!("\u{201c}{text}\u{201d} ({how})"));
        }
    }

    fn rest(&mut self, intake: &Intake) {
        for mark in &intake.marks {
            let ours = self.subject == Subject::Child(mark.child);
            let sentence = mark.sentence();
            if !ours {
                self.leave(
                    &format!("body map{}", story::about(Subject::Child(mark.child))),
                    &sentence,
                    Why::ThirdParty,
                );
                continue;
            }
            let mut unseen = mark.clone();
            if !mark.seen_by.trim().is_empty() {
                self.leave("body map, who saw it", &mark.seen_by, Why::Referrer);
                Why::Referrer.mark().clone_into(&mut unseen.seen_by);
            }
            self.give("Mark", &unseen.sentence());
        }
        for note in &intake.notes {
            self.free("Note of the call", &note.text);
        }
    }

    /// Free text that somebody wrote for the desk: masked, and put before the reviewer.
    pub(super) fn free(&mut self, label: &str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let text = self.masked(label, text);
        self.read.push(format!("{label}: {text}"));
        self.items.push(format!("{label}: {text}"));
    }

    /// Text that may be given once names are masked.
    pub(super) fn give(&mut self, label: &str, text: &str) {
        let text = self.masked(label, text);
        self.items.push(format!("{label}: {text}"));
    }

    /// Something of which only its place is shown.
    pub(super) fn withhold(&mut self, label: &str, what: &str, why: Why) {
        self.items.push(format!("{label}: {}", why.mark()));
        self.leave(label, what, why);
    }

    pub(super) fn masked(&mut self, place: &str, text: &str) -> String {
        let (masked, out) = self.names.mask(text);
        for (what, why) in out {
            self.leave(place, &what, why);
        }
        masked
    }

    pub(super) fn look(&mut self, sentence: String) {
        self.read.push(sentence);
    }

    fn leave(&mut self, place: &str, what: &str, why: Why) {
        let place = format!("{}, {place}", self.contact.id);
        self.left_out.push(LeftOut { place, what: what.to_owned(), why });
    }

    /// What was gathered, under a heading; nothing where there is none.
    fn section(&mut self, heading: &str) {
        let items: Vec<String> = self.items.drain(..).map(|item| format!("- {}", flat(&item))).collect();
        if !items.is_empty() {
            self.blocks.push(heading.to_uppercase());
            self.blocks.push(items.join("\n"));
        }
    }
}

/// One line: line breaks become semicolons.
fn flat(text: &str) -> String {
    let parts: Vec<&str> = text.lines().map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join("; ")
}

#[cfg(test)]
mod tests;
