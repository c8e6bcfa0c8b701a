//! A small generator of numbers that come out the same each time: splitmix64.

/// Dice with a seed: the same seed, the same throws.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice for one purpose. Neighbouring numbers give unlike throws.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included. `low` if the two are the wrong way round.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        let span = u64::from(high.saturating_sub(low)) + 1;
        low + u32::try_from(self.throw() % span).unwrap_or(0)
    }

    /// True this many times out of a hundred.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of a list; nothing from an empty one.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let most = u32::try_from(list.len()).ok()?.checked_sub(1)?;
        list.get(self.between(0, most) as usize)
    }

    /// One of a list of words; the empty one from an empty list.
    pub fn word<'a>(&mut self, list: &'a [String]) -> &'a str {
        self.pick(list).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same() {
        let throws = |seed| {
            let mut dice = Dice::new(seed);
            [dice.throw(), dice.throw(), dice.throw()]
        };
        assert_eq!(throws(0), [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]);
        assert_ne!(throws(1), throws(2));
    }

    #[test]
    fn numbers_stay_within_their_bounds_and_reach_them() {
        let mut dice = Dice::new(7);
        let thrown: Vec<u32> = (0..200).map(|_| dice.between(3, 6)).collect();
        assert!(thrown.iter().all(|n| (3..=6).contains(n)));
        assert!((3..=6).all(|n| thrown.contains(&n)));
        assert_eq!(dice.pick::<u8>(&[]), None);
    }
}
