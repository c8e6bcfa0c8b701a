//! Everybody weighed, the likeliest first, each with the reasons.

use super::index::{Alias, Register};
use super::query::Query;
use super::reason::Reason;
use super::score::Weighed;
use super::weigh::{bits_of_people, chance};

/// From so many bits on, somebody is shown as a possible match in a register of [`TOWN`] people. Lower, and strangers are
/// shown for children who are not known; higher, and known children are missed. The figures stand in `docs/MATCHING.md`.
const SHOWN: f32 = 5.0;
/// The people of the register that [`SHOWN`] was settled with.
const TOWN: usize = 20_000;
/// Ten times as many people have ten times as many chances to look like somebody else. The odds count that already, but
/// the few who are hard to tell apart are commoner than the weights know: so many bits more for ten times the people.
const MORE_FOR_TENFOLD: f32 = 1.0;
/// In a register of few, hardly anybody looks like somebody else, and who is missed is missed for good: so many bits less
/// for a tenth of the people.
const LESS_FOR_TENTH: f32 = 2.0;

/// From so many bits on, somebody is shown as one of the same household.
pub const HOUSEHOLD_SHOWN: f32 = 0.0;

/// What a known person is to the one who is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Possibly the same person.
    SamePerson,
    /// A brother, a sister, a parent: same surname, address, telephone or mother, but another person.
    SameHousehold,
}

/// One known person, weighed against a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The place in the register; [`Register::id`] tells the number.
    pub place: usize,
    /// How likely it is that this is the person meant, in bits of odds: 0 is one to one, each bit doubles.
    pub bits: f32,
    /// The same as a chance from 0 to 1.
    pub score: f32,
    /// How likely it is that this is somebody of the same household, in bits of odds.
    pub household: f32,
    /// The likelier of the two.
    pub relation: Relation,
    /// Why, the weightiest first; what speaks against comes last.
    pub reasons: Vec<Reason>,
    /// From so many bits on this register shows somebody as the person meant.
    cut: f32,
}

impl Match {
    /// Whether a person should see it without asking for more.
    #[must_use]
    pub fn shown(&self) -> bool {
        match self.relation {
            Relation::SamePerson => self.bits >= self.cut,
            Relation::SameHousehold => self.household >= HOUSEHOLD_SHOWN,
        }
    }
}

/// From so many bits on somebody is shown as a possible match in a register of so many people: the more there are, the
/// likelier a stranger looks like one of them.
#[must_use]
pub fn cut(people: usize) -> f32 {
    let tenfolds = (bits_of_people(people) - bits_of_people(TOWN)) / std::f32::consts::LOG2_10;
    SHOWN + tenfolds * if tenfolds > 0.0 { MORE_FOR_TENFOLD } else { LESS_FOR_TENTH }
}

impl Register {
    /// The likeliest people, best first: at most `limit` who may be the person meant, and at most `limit` of the same
    /// household. Those of the household come after everybody who is likelier than not the person. Every known person is
    /// weighed. A query that says nothing finds nobody.
    #[must_use]
    pub fn matches(&self, query: &Query, limit: usize) -> Vec<Match> {
        let weighed = Weighed::new(self, query);
        if !weighed.says_something() || limit == 0 {
            return Vec::new();
        }
        let (mut people, mut household) = (Best::new(limit), Best::new(limit));
        weighed.each_likely(|person, bits, bar: &mut f32| {
            let same = bits.same(weighed.prior);
            let other = bits.household(weighed.prior);
            if bits.may_share_household() && other > same {
                household.offer(other, person);
            } else {
                people.offer(same, person);
                *bar = people.bar();
            }
        });
        let same = people.into_iter().map(|person| (person, Relation::SamePerson));
        let others = household.into_iter().map(|person| (person, Relation::SameHousehold));
        let mut found: Vec<Match> =
            same.chain(others).map(|(person, relation)| self.explain(&weighed, person, relation)).collect();
        // The household comes after everybody who is likelier than not the person meant.
        let rank = |one: &Match| one.relation == Relation::SameHousehold || one.bits < 0.0;
        found.sort_by(|one, other| rank(one).cmp(&rank(other)).then(other.bits.total_cmp(&one.bits)));
        found
    }

    fn explain(&self, weighed: &Weighed<'_>, place: usize, relation: Relation) -> Match {
        let bits = weighed.bits(place, self.aliases_of(place));
        let household = bits.household(weighed.prior);
        let odds = against(bits.same(weighed.prior), household);
        let reasons = weighed.reasons(place, &bits, relation);
        let cut = cut(self.len());
        Match { place, bits: odds, score: chance(odds), household, relation, reasons, cut }
    }

    /// Other names of a person.
    fn aliases_of(&self, place: usize) -> &[Alias] {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let start = self.aliases.partition_point(|alias| alias.person < place);
        let rest = self.aliases.get(start..).unwrap_or_default();
        let count = rest.iter().take_while(|alias| alias.person == place).count();
        rest.get(..count).unwrap_or_default()
    }
}

/// The odds of being the same person, against being one of a household or a stranger.
fn against(same: f32, household: f32) -> f32 {
    same - (1.0 + household.exp2()).log2()
}

/// The best so many, best first; of equals the first one met.
struct Best {
    limit: usize,
    best: Vec<(f32, usize)>,
}

impl Best {
    fn new(limit: usize) -> Self {
        Self { limit, best: Vec::with_capacity(limit.min(64) + 1) }
    }

    /// What must be reached to get in.
    fn bar(&self) -> f32 {
        if self.best.len() < self.limit {
            f32::NEG_INFINITY
        } else {
            self.best.last().map_or(f32::INFINITY, |(bits, _)| *bits)
        }
    }

    fn offer(&mut self, bits: f32, person: usize) {
        if bits <= self.bar() {
            return;
        }
        let at = self.best.partition_point(|(better, _)| *better >= bits);
        self.best.insert(at, (bits, person));
        self.best.truncate(self.limit);
    }
}

impl IntoIterator for Best {
    type Item = usize;
    type IntoIter = std::iter::Map<std::vec::IntoIter<(f32, usize)>, fn((f32, usize)) -> usize>;

    fn into_iter(self) -> Self::IntoIter {
        self.best.into_iter().map(|(_, person)| person)
    }
}
