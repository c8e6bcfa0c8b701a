//! A known person as columns, and back.

use chrono::{Datelike, NaiveDate};
use rusqlite::Row;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use crate::domain::register::{KnownPerson, PersonKind, Sex, Standing};

const READING: &str = "read the register";

/// The columns of a person in the table `person`, in the order of [`person`].
macro_rules! imported {
    () => {
        "id, kind, forename, surname, also_known_as, birth, due, mother, sex, address, postcode, phone, nhs_number, upn,
         open_to, closed_on, closed_team, plan, shared_on"
    };
}
/// The same of the table `named`. Where a person stands is never told in a contact.
macro_rules! named {
    () => {
        "'R-' || contact_id || '/' || subject, kind, forename, surname, also_known_as, birth, due, mother, sex, address,
         postcode, phone, nhs_number, upn, '', NULL, '', '', ''"
    };
}
pub(super) use {imported, named};

/// Reads the columns of `imported!` or `named!`, the first of them at 0.
pub(super) fn person(row: &Row<'_>) -> rusqlite::Result<Result<KnownPerson>> {
    let text = |at: usize| row.get_ref(at)?.as_str().map(str::to_owned).map_err(rusqlite::Error::from);
    let date = |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(at)?.and_then(day));
    let (kind, sex) = (row.get_ref(1)?.as_str()?, row.get_ref(8)?.as_str_or_null()?);
    let Some(kind) = PersonKind::from_code(kind) else { return Ok(Err(unreadable())) };
    let also_known_as = match list(row.get_ref(4)?.as_str()?) {
        Ok(names) => names,
        Err(e) => return Ok(Err(e)),
    };
    let shared_on = match list(row.get_ref(18)?.as_str()?) {
        Ok(days) => days,
        Err(e) => return Ok(Err(e)),
    };
    Ok(Ok(KnownPerson {
        id: text(0)?,
        kind,
        forename: text(2)?,
        surname: text(3)?,
        also_known_as,
        birth: date(5)?,
        due: date(6)?,
        mother: text(7)?,
        sex: sex.and_then(Sex::from_code),
        address: text(9)?,
        postcode: text(10)?,
        phone: text(11)?,
        nhs_number: text(12)?,
        upn: text(13)?,
        standing: Standing {
            open_to: text(14)?,
            closed_on: date(15)?,
            closed_team: text(16)?,
            plan: text(17)?,
            shared_on,
        },
    }))
}

/// A day as one number: 20160312.
pub(in crate::store) fn number(day: NaiveDate) -> i64 {
    (i64::from(day.year()) * 100 + i64::from(day.month())) * 100 + i64::from(day.day())
}

fn day(number: i64) -> Option<NaiveDate> {
    let part = |n: i64| u32::try_from(n).ok();
    NaiveDate::from_ymd_opt(
        i32::try_from(number / 10_000).ok()?,
        part(number / 100 % 100)?,
        part(number % 100)?,
    )
}

/// A list as text; nothing in it is no text.
pub(super) fn listed<T: Serialize>(list: &[T]) -> Result<String> {
    if list.is_empty() { Ok(String::new()) } else { serde_json::to_string(list).doing("save the register") }
}

fn list<T: DeserializeOwned>(text: &str) -> Result<Vec<T>> {
    if text.is_empty() { Ok(Vec::new()) } else { serde_json::from_str(text).doing(READING) }
}

fn unreadable() -> Error {
    Error::new(
        Kind::Damaged,
        READING,
        "a person in it does not have the form of one",
        UNTOUCHED,
        "Run \"dutydesk verify\" and keep its answer.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_back_from_its_number() {
        for text in ["2016-03-12", "2000-02-29", "1931-12-31"] {
            let date: NaiveDate = text.parse().unwrap();
            assert_eq!(day(number(date)), Some(date));
        }
        assert_eq!(number("2016-03-12".parse().unwrap()), 20_160_312);
        assert_eq!(day(20_160_231), None);
    }
}
