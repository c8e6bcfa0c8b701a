//! Human words for times, ages and days: what was typed is kept, this is only how it is read.

use chrono::{Datelike, Months, NaiveDate, NaiveTime, TimeDelta, Weekday};

use super::calendar::{Local, Zone};
use super::when::Moment;

/// Reads a time of day: `15:15`, `15.15`, `1515`, `3pm`, `3.15 pm`, `noon`.
#[must_use]
pub fn time(text: &str) -> Option<NaiveTime> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "noon" | "midday" => return NaiveTime::from_hms_opt(12, 0, 0),
        "midnight" => return NaiveTime::from_hms_opt(0, 0, 0),
        _ => {}
    }
    let (digits, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(rest), _) => (rest.trim(), Some(0)),
        (_, Some(rest)) => (rest.trim(), Some(12)),
        _ => (text.as_str(), None),
    };
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (number(hour)?, number(minute)?),
        Some(_) => return None,
        None if digits.len() == 4 => {
            let all = number(digits)?;
            (all / 100, all % 100)
        }
        // A bare hour only counts with am or pm: "3" alone could mean anything.
        None => (half.and(number(digits))?, 0),
    };
    let hour = match half {
        Some(add) if (1..=12).contains(&hour) => hour % 12 + add,
        Some(_) => return None,
        None => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    if text.is_empty() || text.len() > 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// What was told of a birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Birth {
    /// Born on this day.
    Born(NaiveDate),
    /// About this many years old.
    About(u32),
    /// Not born yet, due on this day if that was told.
    Due(Option<NaiveDate>),
}

/// Reads a birth date or an age: `12/3/2016`, `12 Mar 2016`, `2016-03-12`, `about 10`, `10y`, `6 months`, `3 weeks`, `year 6`
/// (of school), `due 3/3/2027`, `unborn`.
#[must_use]
pub fn birth(text: &str) -> Option<Birth> {
    let text = text.trim().to_lowercase();
    if let Some(rest) = text.strip_prefix("due") {
        return Some(Birth::Due(date(rest)));
    }
    if text == "unborn" {
        return Some(Birth::Due(None));
    }
    if let Some(date) = date(&text) {
        return Some(Birth::Born(date));
    }
    if let Some(year) = ["school year", "year", "yr"].iter().find_map(|word| text.strip_prefix(word)) {
        // A child is four years older than the number of the school year when it begins.
        return number(year).filter(|year| (1..=13).contains(year)).map(|year| Birth::About(year + 4));
    }
    let text = ["about", "approx", "around", "aged", "age"]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(&text)
        .trim();
    let years = ["years old", "year old", "years", "year", "yrs", "y"]
        .iter()
        .find_map(|word| text.strip_suffix(word))
        .unwrap_or(text);
    if let Some(months) = ["months old", "months", "month", "m"].iter().find_map(|w| years.strip_suffix(w)) {
        return number(months).map(|months| Birth::About(months / 12));
    }
    if let Some(weeks) = ["weeks old", "weeks", "week", "wks"].iter().find_map(|w| years.strip_suffix(w)) {
        return number(weeks).map(|weeks| Birth::About(weeks / 52));
    }
    if let Some(days) = ["days old", "days", "day"].iter().find_map(|w| years.strip_suffix(w)) {
        return number(days).map(|days| Birth::About(days / 365));
    }
    number(years).filter(|years| *years < 130).map(Birth::About)
}

/// Reads an instant that a person typed: `15:30` (today), `tomorrow 10:00`, `24/11/2026 15:30`, `2026-11-24T15:30`.
///
/// # Errors
/// What is wrong, in words: unreadable, or a local time that happens twice or never.
pub fn moment(text: &str, now: Moment, zone: Zone) -> Result<Moment, String> {
    let unreadable =
        || format!("\"{}\" is not a time. Write 15:30, tomorrow 10:00 or 24/11/2026 15:30.", text.trim());
    if let Ok(at) = chrono::DateTime::parse_from_rfc3339(text.trim()) {
        return Ok(at.to_utc().into());
    }
    let typed = text.trim().to_lowercase();
    // The computer's way of writing has a letter between day and time.
    let typed = match typed.split_once('t') {
        Some((day, clock)) if date(day).is_some() => format!("{day} {clock}"),
        _ => typed,
    };
    let today = zone.local(now).date();
    let (day, clock) = match typed.rsplit_once(' ') {
        None => (today, typed.as_str()),
        Some(("today", clock)) => (today, clock),
        Some(("tomorrow", clock)) => (today.succ_opt().ok_or_else(unreadable)?, clock),
        Some((day, clock)) => (date(day).ok_or_else(unreadable)?, clock),
    };
    let local = day.and_time(time(clock).ok_or_else(unreadable)?);
    match zone.resolve(local) {
        Local::One(at) => Ok(at),
        Local::Twice(first, second) => Err(format!(
            "{} happens twice that day: write {} or {}.",
            local.format("%H:%M"),
            zone.iso(first),
            zone.iso(second)
        )),
        Local::Never => {
            Err(format!("{} never happens that day: the clocks go forward.", local.format("%H:%M")))
        }
    }
}

/// Reads a day: `12/3/2016`, `12-3-16`, `12 March 2016`, `2016-03-12`. Day before month, as in England.
#[must_use]
pub fn date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(date);
    }
    let parts: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || "/-.,".contains(c)).filter(|p| !p.is_empty()).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let day = number(day.trim_end_matches(|c: char| c.is_ascii_alphabetic()))?;
    let month = number(month).or_else(|| month_named(month))?;
    let year = match (number(year)?, year.len()) {
        (short, 2) if short < 50 => 2000 + short,
        (short, 2) => 1900 + short,
        (year, 4) => year,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn month_named(text: &str) -> Option<u32> {
    let text = text.to_lowercase();
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let at = names.iter().position(|name| text.starts_with(name))?;
    u32::try_from(at).ok().map(|at| at + 1)
}

/// An age in a few characters for a narrow column: `9y`, `<1y`, `unborn`; empty when nothing readable was told.
#[must_use]
pub fn age(text: &str, on: Moment) -> String {
    match birth(text) {
        None => String::new(),
        Some(Birth::Due(_)) => "unborn".to_owned(),
        Some(Birth::About(0)) => "<1y".to_owned(),
        Some(Birth::About(years)) => format!("~{years}y"),
        Some(Birth::Born(born)) => match on.utc().date_naive().years_since(born) {
            None => String::new(),
            Some(0) => "<1y".to_owned(),
            Some(years) => format!("{years}y"),
        },
    }
}

/// A stretch of days that human words stand for, first and last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day; the same as `from` for a single day.
    pub to: NaiveDate,
    /// The part of the day, if one was named.
    pub part: Option<(NaiveTime, NaiveTime)>,
}

/// Reads a past day or stretch relative to `today`: `Sat evening`, `yesterday`, `3 weeks ago`, `last month`, `21/11/2026`.
#[must_use]
pub fn span(text: &str, today: NaiveDate) -> Option<Span> {
    let text = text.trim().to_lowercase();
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let part = words.last().and_then(|word| part_of_day(word));
    if part.is_some() {
        words.pop();
    }
    let (from, to) = match words.as_slice() {
        [] if part.is_some() => (today, today),
        ["today" | "this"] => (today, today),
        ["yesterday" | "last"] => single(today.pred_opt()?),
        ["last", "week"] => (today - TimeDelta::days(13), today - TimeDelta::days(7)),
        ["last", "month"] => {
            (today.checked_sub_months(Months::new(2))?, today.checked_sub_months(Months::new(1))?)
        }
        [count, unit, "ago"] => ago(number(count).or_else(|| in_words(count))?, unit, today)?,
        ["last" | "on", day] | [day] if weekday(day).is_some() => single(last_named(weekday(day)?, today)),
        _ => single(date(&words.join(" "))?),
    };
    Some(Span { from, to, part })
}

const fn single(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    (day, day)
}

fn in_words(word: &str) -> Option<u32> {
    let words = ["a", "two", "three", "four", "five", "six"];
    let at = words.iter().position(|w| *w == word)?;
    u32::try_from(at).ok().map(|at| at + 1)
}

fn ago(count: u32, unit: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let days = TimeDelta::days(i64::from(count));
    match unit.trim_end_matches('s') {
        "day" => Some(single(today.checked_sub_signed(days)?)),
        // "3 weeks ago" is rarely the exact day: half a unit either way.
        "week" => {
            let mid = today.checked_sub_signed(days * 7)?;
            Some((mid - TimeDelta::days(3), mid + TimeDelta::days(3)))
        }
        "month" => {
            let mid = today.checked_sub_months(Months::new(count))?;
            Some((mid - TimeDelta::days(15), mid + TimeDelta::days(15)))
        }
        "year" => {
            let mid = today.checked_sub_months(Months::new(count.checked_mul(12)?))?;
            Some((mid.checked_sub_months(Months::new(6))?, mid.checked_add_months(Months::new(6))?))
        }
        _ => None,
    }
}

fn weekday(word: &str) -> Option<Weekday> {
    (word.len() >= 3).then(|| word.parse().ok()).flatten()
}

/// The last such day before or on `today`.
fn last_named(day: Weekday, today: NaiveDate) -> NaiveDate {
    let back = (7 + today.weekday().num_days_from_monday() - day.num_days_from_monday()) % 7;
    today - TimeDelta::days(i64::from(back))
}

fn part_of_day(word: &str) -> Option<(NaiveTime, NaiveTime)> {
    let (from, to) = match word {
        "morning" => (6, 12),
        "afternoon" => (12, 18),
        "evening" => (18, 22),
        "night" => (19, 23),
        _ => return None,
    };
    Some((NaiveTime::from_hms_opt(from, 0, 0)?, NaiveTime::from_hms_opt(to, 0, 0)?))
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.from.format("%a %-d %b %Y"))?;
        if self.to != self.from {
            write!(f, " – {}", self.to.format("%a %-d %b %Y"))?;
        }
        if let Some((from, to)) = self.part {
            write!(f, ", about {}–{}", from.format("%H:%M"), to.format("%H:%M"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
