//! Names and numbers that must not stand in what somebody is given: found in free text as the register finds them, and masked.

use std::collections::{BTreeMap, BTreeSet};

use super::super::contact::Contact;
use super::super::event::Event;
use super::super::intake::{Answers, Intake, Subject};
use super::super::register;
use super::super::same;
use super::super::schema::QuestionId as Q;
use super::Why;

/// Words that stand beside a name and are none.
const NO_NAMES: [&str; 24] = [
    "mr",
    "mrs",
    "miss",
    "ms",
    "mx",
    "dr",
    "sir",
    "lady",
    "the",
    "and",
    "of",
    "at",
    "to",
    "in",
    "not",
    "known",
    "unknown",
    "baby",
    "unborn",
    "mum",
    "dad",
    "mother",
    "father",
    "anonymous",
];
/// Fewest digits that make a number of somebody's.
const DIGITS: usize = 6;

/// The names and numbers that a contact knows of people, each with why it may not be given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    words: BTreeMap<String, Why>,
    /// Short forms and other spellings: they count only where they are written like a name.
    also: BTreeMap<String, Why>,
    phrases: Vec<(Vec<String>, Why)>,
    numbers: BTreeMap<String, Why>,
}

/// A word of a text: where it stands, and how it is compared.
struct Word {
    from: usize,
    to: usize,
    folded: String,
    /// Without a genitive: `Ash's` is Ash.
    bare: Option<String>,
    capital: bool,
}

impl Names {
    /// Everybody whom a contact knows, but for one of them: the subject.
    #[must_use]
    pub fn of(contact: &Contact, but: Option<Subject>) -> Self {
        let mut names = Self::default();
        names.add(contact.intake(), but);
        for recorded in &contact.history {
            match &recorded.event {
                Event::CallAttached { told, .. } => names.add(&told.intake, None),
                Event::InformationAdded { from, .. } => names.name(from, Why::Referrer),
                // A name that was put right later may still stand in older words.
                Event::ContactReceived(received) => names.add(&received.intake, but),
                _ => {}
            }
        }
        names.spare(contact.intake(), but);
        names
    }

    /// Everybody whom a call knows that became no contact.
    #[must_use]
    pub fn of_call(intake: &Intake) -> Self {
        let mut names = Self::default();
        names.add(intake, None);
        names
    }

    fn add(&mut self, intake: &Intake, but: Option<Subject>) {
        for subject in intake.subjects().filter(|subject| Some(*subject) != but) {
            let Some(answers) = intake.about(subject) else { continue };
            match subject {
                Subject::Call => self.caller(answers),
                Subject::Child(_) => self.child(answers),
                Subject::Person(_) => self.person(answers),
                Subject::Share(_) => {}
            }
        }
    }

    fn caller(&mut self, call: &Answers) {
        let why = Why::Referrer;
        for id in [Q::CallerName, Q::EdtWorker, Q::LeadName] {
            self.name(call.text(id), why);
        }
        self.phrase(call.text(Q::CallerOrganisation), 1, why);
        // A single word ("teacher") is no trace of anybody in particular.
        for id in [Q::CallerRole, Q::CallerRelation, Q::CallerReach, Q::CallerSafeReach] {
            self.phrase(call.text(id), 2, why);
        }
        for id in [Q::CallerPhone, Q::CallerReach, Q::CallerSafeReach] {
            self.number(call.text(id), why);
        }
    }

    fn child(&mut self, child: &Answers) {
        let why = Why::ThirdParty;
        for id in [Q::ChildForename, Q::ChildSurname, Q::ChildOtherNames] {
            self.name(child.text(id), why);
        }
        for id in [Q::ChildPhone, Q::ChildNhs, Q::ChildUpn] {
            self.number(child.text(id), why);
        }
        self.phrase(child.text(Q::ChildAddress), 2, why);
    }

    fn person(&mut self, person: &Answers) {
        self.name(person.text(Q::PersonName), Why::ThirdParty);
        self.number(person.text(Q::PersonPhone), Why::ThirdParty);
        self.phrase(person.text(Q::PersonAddress), 2, Why::ThirdParty);
    }

    /// What is the subject's own is masked nowhere, though somebody else bears it too.
    fn spare(&mut self, intake: &Intake, subject: Option<Subject>) {
        let Some(own) = subject.and_then(|subject| intake.about(subject)) else { return };
        let names = [Q::ChildForename, Q::ChildSurname, Q::ChildOtherNames, Q::PersonName];
        let spared: BTreeSet<String> =
            names.into_iter().flat_map(|id| words(own.text(id))).map(|word| word.folded).collect();
        self.words.retain(|word, _| !spared.contains(word));
        self.also.retain(|word, _| !spared.contains(word));
        let home: Vec<String> = [Q::ChildAddress, Q::PersonAddress]
            .into_iter()
            .flat_map(|id| words(own.text(id)))
            .map(|word| word.folded)
            .collect();
        self.phrases.retain(|(phrase, _)| *phrase != home);
        for id in [Q::ChildPhone, Q::PersonPhone, Q::ChildNhs, Q::ChildUpn] {
            self.numbers.remove(&digits(own.text(id)));
        }
    }

    fn name(&mut self, name: &str, why: Why) {
        for word in words(name) {
            if word.folded.chars().count() < 2 || NO_NAMES.contains(&word.folded.as_str()) {
                continue;
            }
            for other in register::also_called(&word.folded) {
                self.also.entry((*other).to_owned()).or_insert(why);
            }
            // Who is both is masked as the referrer: that is the weightier reason.
            let entry = self.words.entry(word.folded).or_insert(why);
            *entry = (*entry).min(why);
        }
    }

    fn phrase(&mut self, text: &str, fewest: usize, why: Why) {
        let phrase: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
        if !phrase.is_empty() && phrase.len() >= fewest {
            self.phrases.push((phrase, why));
        }
    }

    fn number(&mut self, text: &str, why: Why) {
        for (from, to) in numbers(text) {
            let digits = digits(text.get(from..to).unwrap_or_default());
            if digits.len() >= DIGITS {
                self.numbers.entry(digits).or_insert(why);
            }
        }
    }

    /// Whether any of them stands in the text.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        !self.found(text).is_empty()
    }

    /// The text with every name and number of others masked, and what was masked.
    #[must_use]
    pub fn mask(&self, text: &str) -> (String, Vec<(String, Why)>) {
        let mut masked = String::with_capacity(text.len());
        let mut out: Vec<(String, Why)> = Vec::new();
        let mut at = 0;
        for (from, to, why) in self.found(text) {
            let before = text.get(at..from).unwrap_or_default();
            let what = text.get(from..to).unwrap_or_default();
            // First name and surname are one thing to leave out.
            let goes_on = at > 0 && before.chars().all(char::is_whitespace);
            if let Some((last, _)) = out.last_mut().filter(|(_, last)| goes_on && *last == why) {
                last.push_str(before);
                last.push_str(what);
            } else {
                masked.push_str(before);
                masked.push_str(why.mark());
                out.push((what.to_owned(), why));
            }
            at = to;
        }
        masked.push_str(text.get(at..).unwrap_or_default());
        (masked, out)
    }

    /// Where something stands that may not be given, in order and apart from each other.
    fn found(&self, text: &str) -> Vec<(usize, usize, Why)> {
        let all = words(text);
        let mut found: Vec<(usize, usize, Why)> = Vec::new();
        for (phrase, why) in &self.phrases {
            for some in all.windows(phrase.len()) {
                if some.iter().map(|word| &word.folded).eq(phrase)
                    && let (Some(first), Some(last)) = (some.first(), some.last())
                {
                    found.push((first.from, last.to, *why));
                }
            }
        }
        for word in &all {
            let known =
                |form: &String| self.words.get(form).or_else(|| self.also.get(form).filter(|_| word.capital));
            let why = known(&word.folded).or_else(|| word.bare.as_ref().and_then(known));
            found.extend(why.map(|why| (word.from, word.to, *why)));
        }
        for (from, to) in numbers(text) {
            let written = text.get(from..to).unwrap_or_default();
            let plain: String = written.chars().filter(char::is_ascii_digit).collect();
            let forms = [digits(written), plain];
            // Two numbers may stand behind each other without a word between them.
            let known =
                self.numbers.iter().find(|(number, _)| forms.iter().any(|form| form.contains(*number)));
            found.extend(known.map(|(_, why)| (from, to, *why)));
        }
        // An address for e-mail names somebody nearly always.
        found.extend(addresses(text).map(|(from, to)| (from, to, Why::ThirdParty)));
        found.sort_by_key(|(from, to, _)| (*from, usize::MAX - to));
        let mut apart: Vec<(usize, usize, Why)> = Vec::new();
        for (from, to, why) in found {
            match apart.last_mut().filter(|(_, end, _)| from < *end) {
                Some(last) => *last = (last.0, last.1.max(to), last.2.min(why)),
                None => apart.push((from, to, why)),
            }
        }
        apart
    }
}

/// The words of a text. An apostrophe inside a word belongs to it.
fn words(text: &str) -> Vec<Word> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}' | '\u{300}'..='\u{36f}');
    let mut all = Vec::new();
    let mut begun: Option<usize> = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (begun, is_part(c)) {
            (None, true) => begun = Some(at),
            (Some(from), false) => {
                all.extend(word(text, from, at));
                begun = None;
            }
            _ => {}
        }
    }
    all
}

fn word(text: &str, from: usize, to: usize) -> Option<Word> {
    let written = text.get(from..to)?;
    let folded = same::fold(written);
    let stem = ["'s", "'S", "\u{2019}s", "\u{2019}S", "'", "\u{2019}"]
        .iter()
        .find_map(|end| written.strip_suffix(end));
    (!folded.is_empty()).then(|| Word {
        from,
        to,
        folded,
        bare: stem.map(same::fold),
        capital: written.chars().next().is_some_and(char::is_uppercase),
    })
}

/// Runs of digits that are long enough to be somebody's number, with what people write between digits.
fn numbers(text: &str) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    // From the first to after the last digit, and how many.
    let mut run: Option<(usize, usize, usize)> = None;
    for (at, c) in text.char_indices().chain([(text.len(), '\0')]) {
        run = match (run, c) {
            (None, '0'..='9' | '+') => Some((at, at + 1, usize::from(c != '+'))),
            (Some((from, _, count)), '0'..='9') => Some((from, at + 1, count + 1)),
            (Some(run), ' ' | '(' | ')' | '-' | '.' | '\u{a0}') => Some(run),
            (Some((from, to, count)), _) => {
                if count >= DIGITS {
                    all.push((from, to));
                }
                None
            }
            (None, _) => None,
        };
    }
    all
}

/// The digits of a number with the national 0; letters of a pupil number are left aside.
fn digits(text: &str) -> String {
    same::line(text).unwrap_or_default()
}

/// Where addresses for e-mail stand.
fn addresses(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    text.split_inclusive(char::is_whitespace).filter_map(move |chunk| {
        let (from, word) = (at, chunk.trim_end());
        at += chunk.len();
        let inside = word.find('@').is_some_and(|place| place > 0 && place + 1 < word.len());
        inside.then_some((from, from + word.len()))
    })
}

#[cfg(test)]
mod tests;
