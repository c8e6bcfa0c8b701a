//! Weighing evidence in bits: how often the same person's details come this way, against how often anybody's do.
//!
//! How often anybody's do is counted in the register itself for each question asked: an equal surname that four in
//! 20,000 people have weighs more than one that 400 have, and so does a surname that sounds like only four others.

/// Which of its distinct values each person has in one field, and how many people have each. Value 0 is "nothing known".
#[derive(Debug, Default)]
pub(super) struct Column {
    values: Vec<u32>,
    people: Vec<u32>,
}

impl Column {
    pub(super) fn push(&mut self, value: u32) {
        self.values.push(value);
        let at = value as usize;
        if at >= self.people.len() {
            self.people.resize(at + 1, 0);
        }
        if let Some(people) = self.people.get_mut(at) {
            *people += 1;
        }
    }

    /// Gives the person at a place a value; everybody before without one has none.
    pub(super) fn push_at(&mut self, place: usize, value: u32) {
        while self.values.len() < place {
            self.push(0);
        }
        self.push(value);
    }

    /// The value of each person.
    pub(super) fn values(&self) -> &[u32] {
        &self.values
    }

    /// The value of one person.
    pub(super) fn value(&self, person: usize) -> u32 {
        self.values.get(person).copied().unwrap_or(0)
    }

    pub(super) fn shrink(&mut self) {
        self.values.shrink_to_fit();
        self.people.shrink_to_fit();
    }
}

/// How closely two values of a field agree.
pub(super) trait Level: Copy + Eq + 'static {
    /// Every level of agreement from the closest to none, without [`Self::MISSING`].
    const BEST_FIRST: &'static [Self];
    /// One of the two is not known.
    const MISSING: Self;

    /// The place in [`Self::BEST_FIRST`]; beyond it for [`Self::MISSING`].
    fn place(self) -> usize;
}

/// What a level of agreement says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Weight {
    /// So many bits, whatever the register holds.
    Bits(f32),
    /// This share of the same person's details come this way; the register says how many of other people's do.
    Share {
        /// The share.
        same: f32,
        /// The share of strangers whose details agree so closely or closer in any town: what a register of a few people
        /// cannot tell.
        anybody: f32,
        /// The most that it may weigh, in bits: what is hardly ever seen is not known so well.
        most: f32,
    },
}

/// What each distinct value of a field says about one question.
#[derive(Debug)]
pub(super) struct Table<L> {
    bits: Vec<f32>,
    levels: Vec<L>,
}

impl<L: Level> Table<L> {
    /// A field that was not asked about says nothing.
    pub(super) const fn silent() -> Self {
        Self { bits: Vec::new(), levels: Vec::new() }
    }

    /// Weighs the level of each distinct value. Levels count with all that are closer, so that a closer one never weighs
    /// less because it is commoner.
    ///
    /// `weight` also learns how many people have each level.
    pub(super) fn new(levels: Vec<L>, column: &Column, weight: impl Fn(L, &[u32]) -> Weight) -> Self {
        let mut people = vec![0_u32; L::BEST_FIRST.len()];
        for (level, have) in levels.iter().zip(&column.people).skip(1) {
            if let Some(people) = people.get_mut(level.place()) {
                *people += have;
            }
        }
        let all: u32 = people.iter().sum();
        let mut closer = 0;
        let mut weights = Vec::with_capacity(people.len());
        for (level, have) in L::BEST_FIRST.iter().zip(&people) {
            closer += have;
            weights.push(match weight(*level, &people) {
                Weight::Bits(bits) => bits,
                Weight::Share { same, anybody, most } => {
                    (same.log2() - share_of(closer, all, anybody).log2()).min(most)
                }
            });
        }
        let bits = levels.iter().map(|level| weights.get(level.place()).copied().unwrap_or(0.0));
        Self { bits: bits.collect(), levels }
    }

    /// Whether the field was not asked about.
    pub(super) const fn is_silent(&self) -> bool {
        self.levels.is_empty()
    }

    /// What a value says, in bits.
    pub(super) fn bits(&self, value: u32) -> f32 {
        self.bits.get(value as usize).copied().unwrap_or(0.0)
    }

    /// What every value says, in bits.
    pub(super) fn all_bits(&self) -> &[f32] {
        &self.bits
    }

    /// How closely a value agrees.
    pub(super) fn level(&self, value: u32) -> L {
        self.levels.get(value as usize).copied().unwrap_or(L::MISSING)
    }
}

/// So many people of any town stand beside the register, so that a register of five is not taken for all the world.
const BESIDE: f64 = 150.0;

/// The share that so many are of all strangers, those beside the register included. One of them may be the very person
/// asked about, who is no stranger.
fn share_of(some: u32, all: u32, anybody: f32) -> f32 {
    let all = f64::from(all);
    let strangers = f64::from(some.saturating_sub(1)) + all / (all + BESIDE);
    narrow((strangers + BESIDE * f64::from(anybody)) / (all + BESIDE))
}

/// The bits it takes to single out one of so many people and those beside the register.
pub(super) fn bits_of_people(count: usize) -> f32 {
    narrow((f64::from(u32::try_from(count).unwrap_or(u32::MAX)) + BESIDE).log2())
}

/// The bits it takes to single out one of so many.
pub(super) fn bits_of(count: usize) -> f32 {
    narrow(f64::from(u32::try_from(count).unwrap_or(u32::MAX).max(1)).log2())
}

#[expect(clippy::cast_possible_truncation, reason = "weights need no more than single precision")]
pub(super) const fn narrow(number: f64) -> f32 {
    number as f32
}

/// The chance that stands behind so many bits of odds.
pub(super) fn chance(bits: f32) -> f32 {
    1.0 / (1.0 + (-bits).exp2())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Likeness {
        Same,
        Other,
        Missing,
    }

    impl Level for Likeness {
        const BEST_FIRST: &'static [Self] = &[Self::Same, Self::Other];
        const MISSING: Self = Self::Missing;

        fn place(self) -> usize {
            self as usize
        }
    }

    fn weighed(same: u32) -> Table<Likeness> {
        let mut column = Column::default();
        (0..10_000).for_each(|n| column.push(if n < same { 1 } else { 2 }));
        let levels = vec![Likeness::Missing, Likeness::Same, Likeness::Other];
        Table::new(levels, &column, |level, _| Weight::Share {
            same: if level == Likeness::Same { 0.9 } else { 0.1 },
            anybody: if level == Likeness::Same { 0.01 } else { 1.0 },
            most: 20.0,
        })
    }

    #[test]
    fn what_few_people_share_weighs_more() {
        assert!(weighed(10).bits(1) > weighed(1000).bits(1) + 4.0);
        assert!((weighed(1000).bits(1) - 3.17).abs() < 0.1, "0.9 of the same against 0.1 of all");
        assert!(weighed(4).bits(2) < -3.0, "what the same person rarely has speaks against");
    }

    #[test]
    fn a_register_of_a_few_people_does_not_make_a_name_common() {
        let mut column = Column::default();
        for value in [1, 1, 2] {
            column.push(value);
        }
        let levels = vec![Likeness::Missing, Likeness::Same, Likeness::Other];
        let weight = |level: Likeness, _: &[u32]| Weight::Share {
            same: 0.9,
            anybody: if level == Likeness::Same { 0.01 } else { 1.0 },
            most: 20.0,
        };
        assert!(Table::new(levels, &column, weight).bits(1) > 5.0);
    }

    #[test]
    fn what_is_not_known_weighs_nothing() {
        assert!(weighed(4).bits(0).abs() < f32::EPSILON);
        assert_eq!(weighed(4).level(99), Likeness::Missing);
    }
}
