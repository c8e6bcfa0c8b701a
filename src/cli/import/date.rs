//! Dates as systems export them. Stricter than what a worker may type: a misread date in a file is nobody's to notice.

use chrono::{Datelike, NaiveDate};

/// No living person was born before this year.
const EARLIEST: i32 = 1900;
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Reads `12/03/2016`, `12.3.2016`, `2016-03-12`, `12-Mar-2016`, `12 March 2016`, `20160312`, each with or without a time of
/// day. Day before month, as in England.
///
/// # Errors
/// What is wrong, to follow the name of its column.
pub(super) fn read(text: &str) -> Result<NaiveDate, &'static str> {
    const NO_DATE: &str = "is not a date (12/03/2016, 2016-03-12 or 12-Mar-2016)";
    let text = without_time(text.trim());
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || "/-.,".contains(c))
        .filter(|part| !part.is_empty())
        .collect();
    let (day, month, year) = match parts.as_slice() {
        [all] if all.len() == 8 => {
            let all = number(all).ok_or(NO_DATE)?;
            (all % 100, all / 100 % 100, all / 10_000)
        }
        [year, month, day] if year.len() == 4 => {
            (number(day).ok_or(NO_DATE)?, number(month).ok_or(NO_DATE)?, number(year).ok_or(NO_DATE)?)
        }
        [day, month, year] => {
            let month = number(month).or_else(|| month_named(month)).ok_or(NO_DATE)?;
            let (day, digits) = (number(day).ok_or(NO_DATE)?, number(year).ok_or(NO_DATE)?);
            if year.len() != 4 {
                return Err("does not say the century: the year needs four digits");
            }
            (day, month, digits)
        }
        _ => return Err(NO_DATE),
    };
    let date = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    match date {
        Some(date) if date.year() < EARLIEST => Err("lies before 1900"),
        Some(date) => Ok(date),
        None => Err("is a day that does not exist (dates are read as day, month, year)"),
    }
}

/// `12/03/2016 00:00:00` and `2016-03-12T00:00` without their time.
fn without_time(text: &str) -> &str {
    let Some((date, time)) = text.rsplit_once([' ', 'T']) else { return text };
    if time.contains(':') && time.starts_with(|c: char| c.is_ascii_digit()) { date } else { text }
}

fn number(text: &str) -> Option<u32> {
    if text.len() > 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) { None } else { text.parse().ok() }
}

fn month_named(text: &str) -> Option<u32> {
    let text = text.to_lowercase();
    // "Sept" is the one abbreviation of four letters that people write.
    let at = MONTHS.iter().position(|month| text.len() >= 3 && month.starts_with(&text))?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_form_is_read_day_before_month() {
        let date: NaiveDate = "2016-03-12".parse().unwrap();
        for text in [
            "12/03/2016",
            "12/3/2016",
            "12.03.2016",
            "12-03-2016",
            "2016-03-12",
            "2016/03/12",
            "12-Mar-2016",
            "12 MARCH 2016",
            "12 Mar, 2016",
            "20160312",
            "12/03/2016 00:00",
            "2016-03-12T00:00:00",
            " 12/03/2016 14:30:00 ",
        ] {
            assert_eq!(read(text), Ok(date), "{text}");
        }
        assert_eq!(read("9-Sept-2016"), Ok("2016-09-09".parse().unwrap()));
    }

    #[test]
    fn what_may_mean_two_days_is_refused() {
        for (text, why) in [
            ("12/03/16", "century"),
            ("31/02/2016", "does not exist"),
            ("03/25/2016", "does not exist"),
            ("12/03/1816", "before 1900"),
            ("42441", "not a date"),
            ("March 2016", "not a date"),
            ("about 10", "not a date"),
            ("12/Mer/2016", "not a date"),
        ] {
            assert!(read(text).is_err_and(|said| said.contains(why)), "{text}: {:?}", read(text));
        }
    }
}
