//! Bank holidays as data, and the years for which they are complete.

use chrono::{Datelike, NaiveDate};

use crate::domain::calendar::DayOff;

/// The only list that is built in.
pub(super) const ENGLAND_AND_WALES: &str = "england-and-wales";

const DATA: &str = include_str!("../../assets/holidays/england-and-wales.csv");

/// The bank holidays of England and Wales, 2012 to 2028, and those years.
pub(super) fn england_and_wales() -> (Vec<DayOff>, Vec<i32>) {
    let days: Vec<DayOff> = DATA.lines().filter_map(day).collect();
    let mut years: Vec<i32> = days.iter().map(|off| off.date.year()).collect();
    years.dedup();
    (days, years)
}

/// `2026-12-25,Christmas Day`; anything else (the comment, the heading) is no day.
fn day(line: &str) -> Option<DayOff> {
    let (date, name) = line.split_once(',')?;
    Some(DayOff { date: date_of(date)?, name: name.to_owned() })
}

/// A date written as `2026-12-25`, and in no other way.
pub(super) fn date_of(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_but_comment_and_heading_is_a_day() {
        let (days, years) = england_and_wales();
        assert_eq!(days.len(), DATA.lines().count() - 2);
        assert_eq!(years, (2012..=2028).collect::<Vec<_>>());
    }

    #[test]
    fn each_year_has_eight_bank_holidays_but_for_the_extra_ones() {
        let (days, years) = england_and_wales();
        for year in years {
            let expected = match year {
                2012 | 2023 => 9,
                2022 => 10,
                _ => 8,
            };
            // New Year's Day 2012 and 2022 were substituted within the same year.
            assert_eq!(days.iter().filter(|off| off.date.year() == year).count(), expected, "{year}");
        }
    }

    #[test]
    fn a_date_is_written_in_one_way_only() {
        assert!(date_of("2026-12-25").is_some());
        for odd in ["2026-2-30", "2026-02-30", "26-12-25", "2026-12-25-1", "+026-12-25", ""] {
            assert_eq!(date_of(odd), None, "{odd}");
        }
    }
}
