//! The filter language of the board and of `dutydesk list --filter`: `red late -sampleton due<2h`.
//!
//! Every word must fit. A word that is not one of the known ones matches anything the row shows, and the referrer. A
//! word in quotation marks is taken as it is; `-` before a word turns it round.

use std::fmt;

use chrono::TimeDelta;
use unicode_normalization::UnicodeNormalization;

use super::clocks::ClockId;
use super::codes::{ContactKind, Rating, Source};
use super::contact::Summary;
use super::when::Moment;

/// The longest filter, in characters, that is taken as one. Whatever is longer was pasted by mistake.
pub const LONGEST: usize = 1_000;

/// A filter. The empty one shows everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

/// One word of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    turned_round: bool,
    test: Test,
}

/// What a word asks of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    /// Stands somewhere in the row; folded.
    Word(String),
    Rated(Rating),
    Unrated,
    Late,
    Mine,
    Unallocated,
    Untold,
    Undecided,
    School,
    Handover,
    Reconsider,
    Chased,
    Agreement,
    Disputed,
    Police,
    HandedBack,
    Held,
    Missing,
    /// Falls due within so many minutes, or is late.
    DueWithin(u32),
}

/// The words with a meaning of their own, beside the ratings and `due<`.
const WORDS: [(&str, Test); 16] = [
    ("unrated", Test::Unrated),
    ("late", Test::Late),
    ("mine", Test::Mine),
    ("unallocated", Test::Unallocated),
    ("untold", Test::Untold),
    ("undecided", Test::Undecided),
    ("school", Test::School),
    ("handover", Test::Handover),
    ("reconsider", Test::Reconsider),
    ("chased", Test::Chased),
    ("agree", Test::Agreement),
    ("disputed", Test::Disputed),
    ("offence", Test::Police),
    ("handed-back", Test::HandedBack),
    ("held", Test::Held),
    ("missing", Test::Missing),
];

/// Who asks, and when.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    /// The time by which late is late.
    pub now: Moment,
    /// The asker's name, as contacts are allocated to it.
    pub me: &'a str,
}

impl Query {
    /// Reads a filter. Every text is a filter; what is only half typed (`due<`, `-`) asks for nothing yet.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self { terms: words(text).iter().filter_map(Term::read).collect() }
    }

    /// Whether the filter asks for nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The words that are looked for anywhere in a row, folded; those that are turned round are not looked for.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().filter(|term| !term.turned_round).filter_map(|term| match &term.test {
            Test::Word(word) => Some(word.as_str()),
            _ => None,
        })
    }

    /// Whether a row fits. `haystack` is what [`haystack`] made of the row.
    #[must_use]
    pub fn matches(&self, row: &Summary, haystack: &str, asker: &Asker<'_>) -> bool {
        self.terms.iter().all(|term| term.test.fits(row, haystack, asker) != term.turned_round)
    }
}

/// The filter as a person could have typed it; reads back as the same filter.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, term) in self.terms.iter().enumerate() {
            if n > 0 {
                f.write_str(" ")?;
            }
            if term.turned_round {
                f.write_str("-")?;
            }
            write!(f, "{}", term.test)?;
        }
        Ok(())
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rated(rating) => f.write_str(rating.code()),
            Self::DueWithin(minutes) if minutes % 1440 == 0 => write!(f, "due<{}d", minutes / 1440),
            Self::DueWithin(minutes) if minutes % 60 == 0 => write!(f, "due<{}h", minutes / 60),
            Self::DueWithin(minutes) => write!(f, "due<{minutes}m"),
            // A word that would read as something else, or as two, needs its marks.
            Self::Word(word) if needs_marks(word) => write!(f, "\"{word}\""),
            Self::Word(word) => f.write_str(word),
            known => f.write_str(WORDS.iter().find(|(_, test)| test == known).map_or("", |(word, _)| word)),
        }
    }
}

fn needs_marks(word: &str) -> bool {
    word.starts_with('-') || word.contains(char::is_whitespace) || Test::known(word) != Known::No
}

/// A word as typed, and whether it stood in quotation marks.
struct Typed {
    turned_round: bool,
    marked: bool,
    text: String,
}

/// The words of a filter.
fn words(text: &str) -> Vec<Typed> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let turned_round = rest.starts_with('-');
        rest = rest.strip_prefix('-').unwrap_or(rest);
        let marked = rest.strip_prefix('"');
        let (word, after) = marked.map_or_else(
            || rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
            // A mark that is not closed yet reaches to the end: the person is still typing.
            |inner| inner.split_once('"').unwrap_or((inner, "")),
        );
        let marked = marked.is_some();
        words.push(Typed { turned_round, marked, text: fold(word).trim().to_owned() });
        rest = after.trim_start();
    }
    words
}

/// What is known of a word.
#[derive(Debug, PartialEq, Eq)]
enum Known {
    /// It has this meaning.
    As(Test),
    /// It is the beginning of one that has.
    Unfinished,
    /// It is a word like any other.
    No,
}

impl Term {
    fn read(typed: &Typed) -> Option<Self> {
        if typed.text.is_empty() {
            return None;
        }
        let test = match Test::known(&typed.text) {
            Known::As(test) if !typed.marked => test,
            Known::Unfinished if !typed.marked => return None,
            _ => Test::Word(typed.text.replace('"', "")),
        };
        let empty = matches!(&test, Test::Word(word) if word.trim().is_empty());
        (!empty).then_some(Self { turned_round: typed.turned_round, test })
    }
}

impl Test {
    fn known(word: &str) -> Known {
        if let Some(rating) = Rating::from_code(word) {
            return Known::As(Self::Rated(rating));
        }
        if let Some((_, test)) = WORDS.iter().find(|(known, _)| *known == word) {
            return Known::As(test.clone());
        }
        let Some(span) = word.strip_prefix("due<") else { return Known::No };
        match minutes(span) {
            Some(minutes) => Known::As(Self::DueWithin(minutes)),
            None if span.is_empty() => Known::Unfinished,
            None => Known::No,
        }
    }

    fn fits(&self, row: &Summary, haystack: &str, asker: &Asker<'_>) -> bool {
        match self {
            Self::Word(word) => haystack.contains(word.as_str()),
            Self::Rated(rating) => row.rating == Some(*rating),
            Self::Unrated => row.rating.is_none(),
            Self::Late => row.is_late(asker.now),
            Self::Mine => row.owner.as_deref() == Some(asker.me),
            Self::Unallocated => row.owner.is_none(),
            // A professional's consultation owes nobody feedback (L331 asks for the call itself).
            Self::Untold => !row.told && row.kind == ContactKind::Referral,
            Self::Undecided => row.route.is_none(),
            Self::School => {
                row.source == Some(Source::School)
                    || row.duties.iter().any(|duty| duty.clock == ClockId::FeedbackSchool)
            }
            Self::Handover => row.marks.handover,
            Self::Reconsider => row.marks.reconsider,
            Self::Chased => row.marks.chased > 0,
            Self::Agreement => row.marks.agreement,
            Self::Disputed => row.marks.dispute,
            Self::Police => row.marks.police,
            Self::HandedBack => row.marks.handed_back,
            Self::Held => row.marks.held,
            Self::Missing => row.marks.missing,
            Self::DueWithin(minutes) => {
                let end = asker.now + TimeDelta::minutes(i64::from(*minutes));
                row.next().is_some_and(|duty| duty.due <= end)
            }
        }
    }
}

/// A span of time: `45m`, `2h`, `3d`; a bare number means hours.
fn minutes(text: &str) -> Option<u32> {
    let (number, each) = match text.strip_suffix(['m', 'h', 'd']) {
        Some(number) if text.ends_with('m') => (number, 1),
        Some(number) if text.ends_with('d') => (number, 1440),
        Some(number) => (number, 60),
        None => (text, 60),
    };
    let plain = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| number.parse::<u32>().ok()?.checked_mul(each)).flatten()
}

/// Everything a filter word is looked for in, folded: what the row shows, and the referrer. Made once for a row, not
/// once for a letter.
#[must_use]
pub fn haystack(row: &Summary) -> String {
    let mut text = format!("{} ", row.id);
    let child = row.child.as_ref();
    let full = child.map(super::contact::ChildName::full).unwrap_or_default();
    let initials = child.map(super::contact::ChildName::initials).unwrap_or_default();
    let parts = [
        full.as_str(),
        &initials,
        child.map_or("", |child| &child.age),
        &row.concern,
        row.source.map_or("", Source::label),
        &row.organisation,
        row.rating.map_or("", Rating::label),
        row.route.map_or("", super::codes::Route::label),
        row.owner.as_deref().unwrap_or(""),
        &row.taken_by.name,
        row.kind.label(),
        &row.words,
    ];
    for part in parts.into_iter().chain(row.duties.iter().map(super::contact::NextDuty::title)) {
        if !part.is_empty() {
            text.push_str(part);
            text.push(' ');
        }
    }
    fold(&text)
}

/// Small letters without accents: `Siân` and `sian` fold to the same.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfd().flat_map(char::to_lowercase).nfd() {
        match c {
            // The accents themselves, now apart from their letters.
            '\u{300}'..='\u{36f}' => {}
            '’' | '‘' => folded.push('\''),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            c => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
pub(in crate::domain) mod tests;
