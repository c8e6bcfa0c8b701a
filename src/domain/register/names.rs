//! Names: every distinct word is compared once with the name that was asked for, then every distinct name is graded by its
//! words. The people come last, so a million of them cost no more comparisons than their names.

use std::collections::HashMap;

use rapidfuzz::distance::jaro_winkler::{Args, BatchComparator};

use super::weigh::{Level, Weight};
use super::{fold, variants};

/// Jaro-Winkler from which two words are one typing error apart.
const CLOSE: f64 = 0.94;
/// Jaro-Winkler from which two words are alike.
const NEAR: f64 = 0.88;
/// Jaro-Winkler from which two words are a little alike.
const FAR: f64 = 0.80;

/// How closely two names agree, the closest first.
#[repr(u8)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// The same name.
    Same,
    /// The same first word; one of them has further words.
    First,
    /// A known short form or another spelling.
    Variant,
    /// One typing error apart.
    Close,
    /// A part of a double name, or a middle name used as the first.
    Part,
    /// Alike.
    Near,
    /// Spelled otherwise, spoken alike.
    Sound,
    /// One begins with the other.
    Begins,
    /// One is only the initial of the other.
    Initial,
    /// A little alike.
    Far,
    /// Different.
    Other,
    /// Not known.
    Missing,
}

impl Level for Likeness {
    const BEST_FIRST: &'static [Self] = &[
        Self::Same,
        Self::First,
        Self::Variant,
        Self::Close,
        Self::Part,
        Self::Near,
        Self::Sound,
        Self::Begins,
        Self::Initial,
        Self::Far,
        Self::Other,
    ];
    const MISSING: Self = Self::Missing;

    fn place(self) -> usize {
        self as usize
    }
}

/// Forename or surname: they are read and weighed differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Forename,
    Surname,
}

impl Side {
    /// How often the same person's name comes this way, and how much that may weigh.
    /// `people`: how many have each likeness.
    pub(super) fn weight(self, likeness: Likeness, people: &[u32], typing: bool) -> Weight {
        let have = |likeness: Likeness| people.get(likeness.place()).copied().unwrap_or(0);
        // Where Oliver is common and Ollie is not, a caller's Ollie is most likely an Oliver.
        let short = have(Likeness::Variant) > 3 * (have(Likeness::Same) + have(Likeness::First));
        let (forename, surname, most) = match likeness {
            Likeness::Same => (0.75, 0.72, 13.0),
            Likeness::First => (0.25, 0.25, 13.0),
            Likeness::Variant if short => (0.3, 0.06, 7.0),
            Likeness::Variant => (0.06, 0.04, 6.0),
            Likeness::Close => (0.06, 0.06, 7.0),
            Likeness::Part => (0.02, 0.05, 7.0),
            Likeness::Near => (0.03, 0.03, 5.0),
            Likeness::Sound => (0.012, 0.015, 4.0),
            Likeness::Begins | Likeness::Initial if typing => (0.6, 0.6, 12.0),
            Likeness::Begins => (0.012, 0.012, 3.0),
            Likeness::Initial => (0.02, 0.005, 2.0),
            Likeness::Far => (0.01, 0.012, 1.0),
            Likeness::Other => (0.012, 0.05, 0.0),
            Likeness::Missing => return Weight::Bits(0.0),
        };
        let same = if self == Self::Forename { forename } else { surname };
        Weight::Share { same, anybody: self.anybody(likeness), most }
    }
}

impl Side {
    /// How many of all strangers agree so closely or closer: a forename is shared by more people than a surname.
    fn anybody(self, likeness: Likeness) -> f32 {
        let (forename, surname) = match likeness {
            Likeness::Same => (0.004, 0.002),
            Likeness::First => (0.006, 0.003),
            Likeness::Variant => (0.015, 0.005),
            Likeness::Close => (0.018, 0.008),
            Likeness::Part => (0.025, 0.012),
            Likeness::Near => (0.04, 0.02),
            Likeness::Sound => (0.05, 0.03),
            Likeness::Begins => (0.06, 0.04),
            Likeness::Initial => (0.1, 0.08),
            Likeness::Far => (0.2, 0.15),
            Likeness::Other | Likeness::Missing => (1.0, 1.0),
        };
        if self == Self::Forename { forename } else { surname }
    }
}

/// A name that was asked for: the whole name written together, then its words if there are several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Spoken(Vec<String>);

impl Spoken {
    pub(super) fn new(words: Vec<String>) -> Self {
        if words.len() < 2 {
            return Self(words);
        }
        let mut all = vec![words.concat()];
        all.extend(words);
        Self(all)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Every distinct word of every name.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    letters: Vec<u8>,
    ends: Vec<u32>,
    /// Which letters a word has: a bit each. Most words are told apart by this alone.
    masks: Vec<u32>,
    sounds: Vec<u32>,
    by_spelling: Vec<u32>,
}

/// How each word of the dictionary compares with one word.
type Compared = Vec<Likeness>;

impl Dictionary {
    fn push(&mut self, word: &str) {
        self.letters.extend_from_slice(word.as_bytes());
        self.ends.push(u32::try_from(self.letters.len()).unwrap_or(u32::MAX));
        self.masks.push(mask(word.as_bytes()));
        self.sounds.push(fold::sound(word));
    }

    fn word(&self, at: usize) -> &[u8] {
        let end = self.ends.get(at).copied().unwrap_or(0);
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.letters.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The number of a word, if any name has it.
    fn find(&self, word: &str) -> Option<usize> {
        let at = self.by_spelling.binary_search_by(|at| self.word(*at as usize).cmp(word.as_bytes())).ok()?;
        self.by_spelling.get(at).map(|at| *at as usize)
    }

    /// Compares one word with every word.
    fn compare(&self, asked: &str, typing: bool) -> Compared {
        let one = AskedWord::new(asked);
        let mut start = 0;
        let words = self.ends.iter().zip(&self.masks).zip(&self.sounds);
        let mut compared: Compared = words
            .map(|((end, mask), sound)| {
                let word = self.letters.get(start as usize..*end as usize).unwrap_or_default();
                start = *end;
                one.likeness(word, *mask, *sound, typing)
            })
            .collect();
        for variant in variants::of(asked) {
            if let Some(likeness) = self.find(variant).and_then(|at| compared.get_mut(at))
                && *likeness != Likeness::Same
            {
                *likeness = Likeness::Variant;
            }
        }
        compared
    }
}

/// A word that was asked for, ready to be compared with many.
struct AskedWord<'a> {
    letters: &'a [u8],
    mask: u32,
    sound: u32,
    alike: BatchComparator<u8>,
}

impl<'a> AskedWord<'a> {
    fn new(word: &'a str) -> Self {
        let letters = word.as_bytes();
        Self {
            letters,
            mask: mask(letters),
            sound: fold::sound(word),
            alike: BatchComparator::new(letters.iter().copied()),
        }
    }

    fn likeness(&self, word: &[u8], mask: u32, sound: u32, typing: bool) -> Likeness {
        // The letters in common tell most words apart before they are read.
        let common = mask & self.mask;
        if mask == self.mask && self.letters == word {
            return Likeness::Same;
        }
        let begins = (common == self.mask && word.starts_with(self.letters))
            || (!typing && common == mask && self.letters.starts_with(word));
        if typing && begins {
            return Likeness::Begins;
        }
        let alike = if self.may_be_alike(word, mask) {
            self.alike
                .similarity_with_args(word.iter().copied(), &Args::default().score_cutoff(FAR))
                .unwrap_or(0.0)
        } else {
            0.0
        };
        let sounds = sound != 0 && sound == self.sound;
        match alike {
            alike if alike >= CLOSE => Likeness::Close,
            alike if alike >= NEAR && self.letters.len().min(word.len()) > 1 => Likeness::Near,
            _ if sounds => Likeness::Sound,
            _ if begins && self.letters.len().min(word.len()) == 1 => Likeness::Initial,
            _ if begins => Likeness::Begins,
            alike if alike >= FAR => Likeness::Far,
            _ => Likeness::Other,
        }
    }

    /// Whether two words have letters enough in common to be at all alike: rules out nine in ten without looking closer.
    fn may_be_alike(&self, word: &[u8], mask: u32) -> bool {
        let lacking = |mine: u32, other: u32| (mine & !other).count_ones() as usize;
        let most = (self.letters.len().saturating_sub(lacking(self.mask, mask)))
            .min(word.len().saturating_sub(lacking(mask, self.mask)));
        // The best Jaro can be with so many letters in common is (most/one + most/other + 1) / 3, which must reach 0.80,
        // or 0.667 where equal beginnings raise it. Kept in whole numbers.
        let (one, other) = (self.letters.len(), word.len());
        let needed = if self.letters.first() == word.first() { 100 } else { 140 };
        most * (one + other) * 100 >= needed * one * other
    }
}

fn mask(letters: &[u8]) -> u32 {
    letters.iter().fold(0, |mask, letter| mask | 1 << (letter & 31))
}

/// Distinct names, each a list of words: the name written together, then its words if there are several. Name 0 is none.
#[derive(Debug, Default)]
pub(super) struct Names {
    ends: Vec<u32>,
    words: Vec<u32>,
}

impl Names {
    fn name(&self, at: usize) -> &[u32] {
        let end = self.ends.get(at).copied().unwrap_or(0);
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.words.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Grades every distinct name by its words.
    pub(super) fn grade(&self, asked: &Asked, side: Side) -> Vec<Likeness> {
        (0..self.ends.len()).map(|at| asked.grade(self.name(at), side)).collect()
    }
}

/// A name that was asked for, each of its words compared with the whole dictionary.
#[derive(Debug)]
pub(super) struct Asked(Vec<Compared>);

impl Asked {
    /// Compares the words of a name. `typing`: it may still grow.
    pub(super) fn new(dictionary: &Dictionary, name: &Spoken, typing: bool) -> Self {
        Self(name.0.iter().map(|word| dictionary.compare(word, typing)).collect())
    }

    fn likeness(&self, mine: usize, word: u32) -> Likeness {
        self.0.get(mine).and_then(|words| words.get(word as usize)).copied().unwrap_or(Likeness::Other)
    }

    fn grade(&self, name: &[u32], side: Side) -> Likeness {
        let Some(whole) = name.first() else { return Likeness::Missing };
        let whole = self.likeness(0, *whole);
        if (name.len() == 1 && self.0.len() == 1) || whole == Likeness::Same {
            return whole;
        }
        let mut best = whole;
        // A name of several words has them after the whole.
        let mine = if self.0.len() > 1 { 1..self.0.len() } else { 0..1 };
        let theirs = if name.len() > 1 { name.get(1..) } else { name.get(..1) }.unwrap_or_default();
        for (n, mine) in mine.enumerate() {
            for (m, word) in theirs.iter().enumerate() {
                let likeness = self.likeness(mine, *word);
                let first = side == Side::Forename && n == 0 && m == 0;
                best = best.min(match likeness {
                    Likeness::Same if first => Likeness::First,
                    other if first => other,
                    Likeness::Same => Likeness::Part,
                    Likeness::Variant | Likeness::Close => Likeness::Near,
                    _ => continue,
                });
            }
        }
        best
    }
}

/// Collects names while the register is read.
#[derive(Debug, Default)]
pub(super) struct Collector {
    words: HashMap<Box<str>, u32>,
    dictionary: Dictionary,
}

impl Collector {
    fn word(&mut self, word: &str) -> u32 {
        if let Some(at) = self.words.get(word) {
            return *at;
        }
        let at = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.insert(word.into(), at);
        self.dictionary.push(word);
        at
    }

    pub(super) fn finish(mut self) -> Dictionary {
        let mut by_spelling: Vec<(Box<str>, u32)> = self.words.into_iter().collect();
        by_spelling.sort_unstable();
        self.dictionary.by_spelling = by_spelling.into_iter().map(|(_, at)| at).collect();
        for list in [&mut self.dictionary.ends, &mut self.dictionary.masks, &mut self.dictionary.sounds] {
            list.shrink_to_fit();
        }
        self.dictionary.letters.shrink_to_fit();
        self.dictionary
    }
}

/// Collects the distinct names of one side.
#[derive(Debug)]
pub(super) struct NameCollector {
    known: HashMap<Box<[u32]>, u32>,
    names: Names,
}

impl NameCollector {
    pub(super) fn new() -> Self {
        // Name 0 has no words.
        Self { known: HashMap::new(), names: Names { ends: vec![0], words: Vec::new() } }
    }

    /// The number of a name.
    pub(super) fn name(&mut self, words: Vec<String>, collector: &mut Collector) -> u32 {
        let spoken = Spoken::new(words);
        if spoken.is_empty() {
            return 0;
        }
        let name: Box<[u32]> = spoken.0.iter().map(|word| collector.word(word)).collect();
        if let Some(at) = self.known.get(&name) {
            return *at;
        }
        let at = u32::try_from(self.names.ends.len()).unwrap_or(u32::MAX);
        self.names.words.extend_from_slice(&name);
        self.names.ends.push(u32::try_from(self.names.words.len()).unwrap_or(u32::MAX));
        self.known.insert(name, at);
        at
    }

    pub(super) fn finish(mut self) -> Names {
        self.names.ends.shrink_to_fit();
        self.names.words.shrink_to_fit();
        self.names
    }
}
