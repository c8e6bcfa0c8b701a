//! Birth dates: equal, swapped, mistyped, estimated, or still to come.

use chrono::NaiveDate;

use super::query::{Born, Written};
use super::weigh::{Level, Weight};

/// How closely two birth dates agree, the closest first.
#[repr(u8)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nearness {
    /// The same day.
    Same,
    /// Day and month have changed places.
    Swapped,
    /// One digit is different, or two neighbours have changed places.
    Digit,
    /// Within the estimated age.
    InRange,
    /// Due within two weeks of each other, or born about when due.
    DueNear,
    /// Two of day, month and year are the same.
    TwoParts,
    /// Within ten days.
    Days,
    /// The same year, and one of the two is a first of January: often put where only the year is known.
    NewYear,
    /// The same year.
    Year,
    /// Within a year of the estimated age, or due within seven weeks.
    Almost,
    /// Different.
    Other,
    /// A generation apart.
    Generation,
    /// Not known.
    Missing,
}

impl Level for Nearness {
    const BEST_FIRST: &'static [Self] = &[
        Self::Same,
        Self::Swapped,
        Self::Digit,
        Self::InRange,
        Self::DueNear,
        Self::TwoParts,
        Self::Days,
        Self::NewYear,
        Self::Year,
        Self::Almost,
        Self::Other,
        Self::Generation,
    ];
    const MISSING: Self = Self::Missing;

    fn place(self) -> usize {
        self as usize
    }
}

impl Nearness {
    /// How often the same person's date comes this way.
    pub(super) const fn weight(self) -> Weight {
        let (same, anybody, most) = match self {
            Self::Same => (0.85, 0.0002, 14.0),
            Self::Swapped => (0.015, 0.0003, 9.0),
            Self::Digit => (0.05, 0.006, 7.0),
            Self::InRange => (0.85, 0.1, 8.0),
            Self::DueNear => (0.5, 0.005, 9.0),
            Self::TwoParts => (0.03, 0.012, 5.0),
            Self::Days => (0.006, 0.015, 3.0),
            Self::NewYear => (0.02, 0.02, 3.0),
            Self::Year => (0.015, 0.06, 0.0),
            Self::Almost => (0.12, 0.2, 3.0),
            Self::Other => (0.025, 0.7, 0.0),
            Self::Generation => (0.012, 1.0, 0.0),
            Self::Missing => return Weight::Bits(0.0),
        };
        Weight::Share { same, anybody, most }
    }
}

/// A date in four bytes: day, month, year and whether it is still to come. 0 is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Packed(u32);

const DUE: u32 = 1 << 31;

/// So many days lie between a generation and the next at least.
const GENERATION: i64 = 15 * 365;

impl Packed {
    pub(super) fn written(date: Written) -> Self {
        Self(u32::from(date.year) << 14 | u32::from(date.month) << 7 | u32::from(date.day))
    }

    pub(super) fn born(date: NaiveDate) -> Self {
        Self::written(date.into())
    }

    pub(super) fn due(date: NaiveDate) -> Self {
        Self(Self::born(date).0 | DUE)
    }

    const fn is_due(self) -> bool {
        self.0 & DUE != 0
    }

    const fn day(self) -> u32 {
        self.0 & 127
    }

    const fn month(self) -> u32 {
        self.0 >> 7 & 127
    }

    const fn year(self) -> u32 {
        (self.0 & !DUE) >> 14
    }

    /// Days since some day, near enough to count days between dates that lie close.
    const fn ordinal(self) -> i64 {
        // Months of 30.6 days as in the usual day-count formula, with the year beginning in March.
        let early = (self.month() < 3) as u32;
        let (year, month) = (self.year() as i64 - early as i64, (self.month() + 12 * early) as i64);
        year * 365 + year / 4 - year / 100 + year / 400 + (month + 1) * 306 / 10 + self.day() as i64
    }

    /// How near a known person's date is to what was asked.
    pub(super) fn nearness(self, asked: &Born) -> Nearness {
        match *asked {
            Born::On(date) if self.is_due() => self.born_when_due(Self::born(date)),
            Born::On(date) => self.compare(Self::born(date)),
            Born::Written(date) => self.compare(Self::written(date)),
            Born::Between { first, last } => self.within(Self::born(first), Self::born(last)),
            Born::Due(Some(date)) if self.is_due() => {
                match (self.ordinal() - Self::born(date).ordinal()).abs() {
                    0 => Nearness::Same,
                    1..=14 => Nearness::DueNear,
                    15..=49 => Nearness::Almost,
                    _ => Nearness::Other,
                }
            }
            Born::Due(Some(date)) => Self::born(date).born_when_due(self),
            Born::Due(None) if self.is_due() => Nearness::InRange,
            Born::Due(None) => Nearness::Other,
        }
    }

    /// Whether a child born then can be the one that was due.
    const fn born_when_due(self, born: Self) -> Nearness {
        match born.ordinal() - self.ordinal() {
            -28..=21 => Nearness::DueNear,
            -110..-28 => Nearness::Almost,
            _ => Nearness::Other,
        }
    }

    /// Compares the parts that both have.
    fn compare_partly(self, other: Self) -> Nearness {
        let agree = |one: u32, other: u32| one == 0 || other == 0 || one == other;
        if self.year() != other.year() {
            Nearness::Other
        } else if agree(self.month(), other.month()) && agree(self.day(), other.day()) {
            Nearness::InRange
        } else {
            Nearness::Year
        }
    }

    fn within(self, first: Self, last: Self) -> Nearness {
        if self.is_due() {
            return Nearness::Other;
        }
        let (day, first, last) = (self.ordinal(), first.ordinal(), last.ordinal());
        if (first..=last).contains(&day) {
            Nearness::InRange
        } else if (first - 366..=last + 366).contains(&day) {
            Nearness::Almost
        } else if (first - GENERATION..=last + GENERATION).contains(&day) {
            Nearness::Other
        } else {
            Nearness::Generation
        }
    }

    fn compare(self, other: Self) -> Nearness {
        if self == other && self.day() != 0 {
            return Nearness::Same;
        }
        if self.is_due() {
            return Nearness::Other;
        }
        if [self, other].iter().any(|date| date.day() == 0 || date.month() == 0) {
            return self.compare_partly(other);
        }
        let (year, month, day) =
            (self.year() == other.year(), self.month() == other.month(), self.day() == other.day());
        if year && self.day() == other.month() && self.month() == other.day() {
            return Nearness::Swapped;
        }
        if u8::from(year) + u8::from(month) + u8::from(day) == 2 {
            let digit = slip(self.year(), other.year())
                || slip(self.month(), other.month())
                || slip(self.day(), other.day());
            return if digit { Nearness::Digit } else { Nearness::TwoParts };
        }
        if self.ordinal().abs_diff(other.ordinal()) <= 10 {
            return Nearness::Days;
        }
        let new_year = |date: Self| date.day() == 1 && date.month() == 1;
        match year {
            true if new_year(self) || new_year(other) => Nearness::NewYear,
            true => Nearness::Year,
            false if self.ordinal().abs_diff(other.ordinal()) > GENERATION.unsigned_abs() => {
                Nearness::Generation
            }
            false => Nearness::Other,
        }
    }
}

/// Whether two different numbers are one digit apart, or have two neighbouring digits the other way round.
fn slip(one: u32, other: u32) -> bool {
    if one == other {
        return false;
    }
    let digits = |number: u32| [number / 1000, number / 100 % 10, number / 10 % 10, number % 10];
    let (one, other) = (digits(one), digits(other));
    let apart: Vec<usize> = (0..4).filter(|at| one.get(*at) != other.get(*at)).collect();
    match *apart.as_slice() {
        [_] => true,
        [first, second] => {
            second == first + 1 && one.get(first) == other.get(second) && one.get(second) == other.get(first)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn nearness(known: &str, asked: &str) -> Nearness {
        Packed::born(day(known)).nearness(&Born::On(day(asked)))
    }

    #[test]
    fn a_date_is_the_same_swapped_mistyped_or_different() {
        assert_eq!(nearness("2016-03-12", "2016-03-12"), Nearness::Same);
        assert_eq!(nearness("2016-03-12", "2016-12-03"), Nearness::Swapped);
        assert_eq!(nearness("2016-03-12", "2016-03-22"), Nearness::Digit);
        assert_eq!(nearness("2016-03-12", "2016-03-21"), Nearness::Digit, "neighbours changed places");
        assert_eq!(nearness("2016-03-12", "2061-03-12"), Nearness::Digit);
        assert_eq!(nearness("2016-03-12", "2016-03-30"), Nearness::TwoParts);
        assert_eq!(nearness("2016-02-29", "2016-03-02"), Nearness::Days);
        assert_eq!(nearness("2016-01-01", "2016-03-12"), Nearness::NewYear);
        assert_eq!(nearness("2016-05-20", "2016-03-12"), Nearness::Year);
        assert_eq!(nearness("2013-05-20", "2016-03-12"), Nearness::Other);
    }

    #[test]
    fn an_estimated_age_is_a_range_of_birth_dates() {
        let ten = Born::about(10, day("2026-11-24"));
        let nearness = |known: &str| Packed::born(day(known)).nearness(&ten);
        assert_eq!(nearness("2016-03-12"), Nearness::InRange);
        assert_eq!(nearness("2014-11-25"), Nearness::Almost);
        assert_eq!(nearness("2020-03-12"), Nearness::Other);
    }

    #[test]
    fn an_unborn_child_is_compared_by_the_day_it_is_due() {
        let due = Born::Due(Some(day("2027-03-03")));
        assert_eq!(Packed::due(day("2027-03-03")).nearness(&due), Nearness::Same);
        assert_eq!(Packed::due(day("2027-03-10")).nearness(&due), Nearness::DueNear);
        assert_eq!(Packed::due(day("2027-06-10")).nearness(&due), Nearness::Other);
        assert_eq!(Packed::born(day("2016-03-12")).nearness(&due), Nearness::Other);
        assert_eq!(Packed::due(day("2027-03-03")).nearness(&Born::On(day("2027-02-25"))), Nearness::DueNear);
        assert_eq!(Packed::due(day("2027-03-03")).nearness(&Born::On(day("2016-03-12"))), Nearness::Other);
    }
}
