//! Where somebody lives: postcodes and the words of addresses.

use std::collections::HashMap;

use rapidfuzz::distance::jaro_winkler::{Args, BatchComparator};

use super::fold;
use super::weigh::{Level, Weight, bits_of};

/// How closely two postcodes, or two addresses, agree, the closest first.
#[repr(u8)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The same.
    Same,
    /// All but one character, or nearly all words.
    Most,
    /// The same district, or the same street.
    Some,
    /// A word or two.
    Little,
    /// Different.
    Other,
    /// Not known.
    Missing,
}

impl Level for Place {
    const BEST_FIRST: &'static [Self] = &[Self::Same, Self::Most, Self::Some, Self::Little, Self::Other];
    const MISSING: Self = Self::Missing;

    fn place(self) -> usize {
        self as usize
    }
}

impl Place {
    /// How often the same person's postcode comes this way: people move.
    pub(super) const fn weight_of_postcode(self) -> Weight {
        let (same, anybody, most) = match self {
            Self::Same => (0.7, 0.001, 11.0),
            Self::Most => (0.05, 0.002, 6.0),
            Self::Some | Self::Little => (0.12, 0.08, 4.0),
            Self::Other => (0.35, 1.0, 0.0),
            Self::Missing => return Weight::Bits(0.0),
        };
        Weight::Share { same, anybody, most }
    }

    /// How often the same person's address comes this way.
    pub(super) const fn weight_of_address(self) -> Weight {
        let (same, anybody, most) = match self {
            Self::Same => (0.5, 0.001, 11.0),
            Self::Most => (0.2, 0.003, 9.0),
            Self::Some => (0.15, 0.03, 6.0),
            Self::Little => (0.15, 0.15, 3.0),
            Self::Other => (0.35, 1.0, 0.0),
            Self::Missing => return Weight::Bits(0.0),
        };
        Weight::Share { same, anybody, most }
    }
}

/// Distinct postcodes. Postcode 0 is none.
#[derive(Debug)]
pub(super) struct Postcodes(Vec<u64>);

impl Postcodes {
    /// Grades every distinct postcode. `typing`: it may still grow.
    pub(super) fn grade(&self, asked: u64, typing: bool) -> Vec<Place> {
        self.0
            .iter()
            .map(|known| if *known == 0 { Place::Missing } else { near(*known, asked, typing) })
            .collect()
    }
}

/// The inward half of a postcode is its last three characters.
const INWARD: u32 = 3;

/// How many characters a packed postcode has.
const fn length(packed: u64) -> u32 {
    8 - packed.leading_zeros() / 8
}

/// Compares two packed postcodes.
const fn near(known: u64, asked: u64, typing: bool) -> Place {
    if known == asked {
        return Place::Same;
    }
    let (more, less) = (length(known), length(asked));
    if typing && less < more {
        return if known >> (8 * (more - less)) == asked { Place::Most } else { Place::Other };
    }
    if more == less && one_byte(known ^ asked) {
        return Place::Most;
    }
    if outward(known) == outward(asked) { Place::Some } else { Place::Other }
}

/// Whether all that is set lies in one byte.
const fn one_byte(bits: u64) -> bool {
    bits.leading_zeros() / 8 + bits.trailing_zeros() / 8 == 7
}

/// The outward half; a district given alone has no inward half.
const fn outward(packed: u64) -> u64 {
    if length(packed) > 4 { packed >> (8 * INWARD) } else { packed }
}

/// Distinct addresses, each a list of words. Address 0 is none.
#[derive(Debug)]
pub(super) struct Addresses {
    ends: Vec<u32>,
    words: Vec<u32>,
    dictionary: HashMap<Box<str>, u32>,
    /// How many bits each word singles out: a house number few, a street many.
    bits: Vec<f32>,
}

impl Addresses {
    /// Grades every distinct address: how much of what is rare in either is in both.
    pub(super) fn grade(&self, asked: &str) -> Option<Vec<Place>> {
        let words = fold::address(asked);
        if words.is_empty() {
            return None;
        }
        let most = bits_of(self.ends.len());
        let mut common = vec![0.0_f32; self.bits.len()];
        let mut asked_bits = 0.0;
        for word in &words {
            asked_bits += self.find(word, most, &mut common);
        }
        let mut start = 0;
        let grade = |end: &u32| {
            let words = self.words.get(start as usize..*end as usize).unwrap_or_default();
            start = *end;
            let (mut shared, mut all) = (0.0, 0.0);
            for word in words {
                shared += common.get(*word as usize).copied().unwrap_or(0.0);
                all += self.bits.get(*word as usize).copied().unwrap_or(0.0);
            }
            level(shared, all, asked_bits, words.is_empty())
        };
        Some(self.ends.iter().map(grade).collect())
    }

    /// Marks what a word of the question has in common with each word known; answers what the word itself weighs.
    fn find(&self, asked: &str, most: f32, common: &mut [f32]) -> f32 {
        if let Some(at) = self.dictionary.get(asked).map(|at| *at as usize) {
            let bits = self.bits.get(at).copied().unwrap_or(0.0);
            if let Some(common) = common.get_mut(at) {
                *common = bits;
            }
            return bits;
        }
        // Numbers are right or wrong; a longer word may have a letter wrong.
        if asked.len() < 4 || asked.bytes().any(|letter| letter.is_ascii_digit()) {
            return most / 2.0;
        }
        let alike = BatchComparator::new(asked.bytes());
        let mut best = 0.0_f32;
        for (word, at) in &self.dictionary {
            let near = word.len().abs_diff(asked.len()) < 3
                && alike.similarity_with_args(word.bytes(), &Args::default().score_cutoff(0.9)).is_some();
            let bits = self.bits.get(*at as usize).copied().unwrap_or(0.0);
            if near && let Some(common) = common.get_mut(*at as usize) {
                *common = common.max(bits * 0.8);
                best = best.max(bits);
            }
        }
        if best > 0.0 { best } else { most / 2.0 }
    }
}

fn level(shared: f32, all: f32, asked: f32, empty: bool) -> Place {
    if empty {
        return Place::Missing;
    }
    // Of two addresses the shorter one counts: "12 Placeham Road" is all there in the one with the town.
    let (less, more) = (all.min(asked), all.max(asked));
    if shared >= 0.97 * more {
        Place::Same
    } else if shared >= 0.9 * less && shared >= 0.55 * more {
        Place::Most
    } else if shared >= 0.5 * less {
        Place::Some
    } else if shared >= 0.2 * less {
        Place::Little
    } else {
        Place::Other
    }
}

/// Collects postcodes and addresses while the register is read.
#[derive(Debug)]
pub(super) struct Collector {
    postcodes: HashMap<u64, u32>,
    packed: Vec<u64>,
    known: HashMap<Box<[u32]>, u32>,
    dictionary: HashMap<Box<str>, u32>,
    /// In how many distinct addresses each word stands.
    uses: Vec<u32>,
    ends: Vec<u32>,
    words: Vec<u32>,
}

impl Collector {
    pub(super) fn new() -> Self {
        Self {
            postcodes: HashMap::from([(0, 0)]),
            packed: vec![0],
            known: HashMap::new(),
            dictionary: HashMap::new(),
            uses: Vec::new(),
            ends: vec![0],
            words: Vec::new(),
        }
    }

    /// The number of a postcode.
    pub(super) fn postcode(&mut self, text: &str) -> u32 {
        let packed = fold::postcode(text);
        let next = u32::try_from(self.packed.len()).unwrap_or(u32::MAX);
        let at = *self.postcodes.entry(packed).or_insert(next);
        if at == next {
            self.packed.push(packed);
        }
        at
    }

    /// The number of an address.
    pub(super) fn address(&mut self, text: &str) -> u32 {
        let mut words = Vec::new();
        for word in fold::address(text) {
            let next = u32::try_from(self.dictionary.len()).unwrap_or(u32::MAX);
            words.push(*self.dictionary.entry(word.into()).or_insert(next));
        }
        if words.is_empty() {
            return 0;
        }
        self.uses.resize(self.dictionary.len(), 0);
        let words: Box<[u32]> = words.into();
        if let Some(at) = self.known.get(&words) {
            return *at;
        }
        for word in &words {
            if let Some(uses) = self.uses.get_mut(*word as usize) {
                *uses += 1;
            }
        }
        let at = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.words.extend_from_slice(&words);
        self.ends.push(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        self.known.insert(words, at);
        at
    }

    pub(super) fn finish(mut self) -> (Postcodes, Addresses) {
        let all = bits_of(self.ends.len());
        let bits = self.uses.iter().map(|uses| (all - bits_of(*uses as usize)).max(0.5)).collect();
        self.packed.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.words.shrink_to_fit();
        self.dictionary.shrink_to_fit();
        (
            Postcodes(self.packed),
            Addresses { ends: self.ends, words: self.words, dictionary: self.dictionary, bits },
        )
    }
}
