//! What a caller has said so far of the person meant.

use chrono::{Datelike, Months, NaiveDate};

use super::{PersonKind, Sex};

/// A date as written, possible or not: `31/02/2016` may still be nearly right. A part that is 0 is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The year, 0 to 9999.
    pub year: u16,
    /// The month, 0 to 99.
    pub month: u8,
    /// The day, 0 to 99.
    pub day: u8,
}

impl Written {
    /// Reads `2016-03-12`, `2016-03` or `2016`, whether there is such a day or not.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let mut part = |length: usize| match parts.next() {
            None => Some(0),
            Some(digits) if digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit()) => {
                digits.parse::<u16>().ok()
            }
            Some(_) => None,
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        let written = Self { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? };
        (parts.next().is_none() && year > 0).then_some(written)
    }
}

impl From<NaiveDate> for Written {
    fn from(date: NaiveDate) -> Self {
        Self {
            year: u16::try_from(date.year()).unwrap_or(0),
            month: u8::try_from(date.month()).unwrap_or(0),
            day: u8::try_from(date.day()).unwrap_or(0),
        }
    }
}

/// What was told of a birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Born {
    /// On this day.
    On(NaiveDate),
    /// On a day that was written so, or of which only the month or the year is known.
    Written(Written),
    /// On one of these days, both included: an age, an estimate, a year.
    Between {
        /// The earliest.
        first: NaiveDate,
        /// The latest.
        last: NaiveDate,
    },
    /// Not born yet, due on this day if that was told.
    Due(Option<NaiveDate>),
}

impl Born {
    /// Somebody of about so many years today: half a year is allowed for on either side of the year that the age spans.
    #[must_use]
    pub fn about(years: u32, today: NaiveDate) -> Self {
        let back = |months: u32| today.checked_sub_months(Months::new(months));
        let months = years.saturating_mul(12);
        Self::Between {
            first: back(months.saturating_add(18)).unwrap_or(NaiveDate::MIN),
            last: back(months.saturating_sub(6)).unwrap_or(today),
        }
    }
}

/// The field that is being typed in: its last word may still grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typing {
    /// The forename.
    Forename,
    /// The surname.
    Surname,
    /// The postcode.
    Postcode,
}

/// What was said of one person. Every part may be empty; the parts are as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Whether a child or an adult is meant, where that is known.
    pub kind: Option<PersonKind>,
    /// First name, with middle names if they were said.
    pub forename: String,
    /// Surname.
    pub surname: String,
    /// Other whole names.
    pub also_known_as: Vec<String>,
    /// Birth date, age, or the day an unborn child is due.
    pub birth: Option<Born>,
    /// Sex.
    pub sex: Option<Sex>,
    /// The mother's whole name.
    pub mother: String,
    /// Home address without its postcode.
    pub address: String,
    /// Postcode.
    pub postcode: String,
    /// Telephone number.
    pub phone: String,
    /// NHS number.
    pub nhs_number: String,
    /// Unique pupil number.
    pub upn: String,
    /// The field that is still being typed, if the query is made while a person types.
    pub typing: Option<Typing>,
}
