//! How a typed answer is read, and what is odd about it. Nothing here ever stops a worker from going on: an issue is shown
//! beside the field, and what was typed is kept as typed.

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::calendar::{Local, Zone};
use super::human::{self, Birth};
use super::schema::{Kind, Per, QuestionId};
use super::when::Moment;

/// Over this age a child's birth date is queried in the returns (DfE rule 8775Q).
const OLDEST: u32 = 25;
/// Digits of a full number in the United Kingdom, the leading 0 included.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 10..=11;
/// Digits a number can have anywhere in the world.
const MOST_DIGITS: usize = 15;

/// How loudly an issue is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Probably a slip, or something that the clocks cannot use.
    Warn,
}

/// Something odd about a typed answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// How loudly it is shown.
    pub severity: Severity,
    /// What is odd and what would be right, in a sentence.
    pub text: String,
}

impl Issue {
    fn warn(text: impl Into<String>) -> Self {
        Self { severity: Severity::Warn, text: text.into() }
    }

    fn note(text: impl Into<String>) -> Self {
        Self { severity: Severity::Note, text: text.into() }
    }
}

/// What is odd about an answer typed to a question, on a call received at `received` in `zone`. Blank text has no issues: it
/// is a question not asked yet.
#[must_use]
pub fn check(question: QuestionId, typed: &str, received: Moment, zone: Zone) -> Vec<Issue> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Vec::new();
    }
    let today = zone.local(received).date();
    let issue = match question.question().kind {
        Kind::Time => time(typed, received, zone),
        Kind::Birth => birth(typed, today, question.question().per == Per::Child),
        Kind::When => day(typed, today),
        Kind::Phone => phone(typed),
        Kind::Postcode => postcode(typed),
        _ => None,
    };
    issue.into_iter().collect()
}

/// How a typed day, time or birth is read, in words: `Sat 21 Nov 2026, about 18:00–22:00`. Nothing for other kinds of question
/// and for text that is not read.
#[must_use]
pub fn reading(question: QuestionId, typed: &str, received: Moment, zone: Zone) -> Option<String> {
    let today = zone.local(received).date();
    match question.question().kind {
        Kind::Time => {
            let time = human::time(typed)?;
            let Local::One(at) = zone.resolve(today.and_time(time)) else { return None };
            Some(format!("{} today, {}", zone.short_time(at), away(received, at)))
        }
        Kind::Birth => Some(match human::birth(typed)? {
            Birth::Born(born) => {
                let age = today.years_since(born)?;
                let years = if age == 1 { "year" } else { "years" };
                format!("{age} {years} old, born {}", born.format("%-d %b %Y"))
            }
            Birth::About(0) => "under a year old".to_owned(),
            Birth::About(years) => format!("about {years} years old"),
            Birth::Due(Some(due)) => format!("not born yet, due {}", due.format("%-d %b %Y")),
            Birth::Due(None) => "not born yet".to_owned(),
        }),
        Kind::When => human::span(typed, today).map(|span| span.to_string()),
        _ => None,
    }
}

/// "in 1 h 05 min", "20 min before the call".
fn away(received: Moment, at: Moment) -> String {
    let minutes = at.since(received).num_minutes();
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let long = if hours == 0 { format!("{rest} min") } else { format!("{hours} h {rest:02} min") };
    match minutes {
        0 => "the time of the call".to_owned(),
        1.. => format!("{long} after the call came"),
        _ => format!("{long} before the call came"),
    }
}

fn time(typed: &str, received: Moment, zone: Zone) -> Option<Issue> {
    let Some(time) = human::time(typed) else {
        return Some(Issue::warn(match typed.trim_end_matches(['.', ':']).parse::<u32>() {
            Ok(hour @ 1..=12) => format!("Morning or afternoon? Type {hour}am or {hour}pm, or 15:15."),
            _ => "Not read as a time, so it moves no clock. Type 15:15 or 3.15pm.".to_owned(),
        }));
    };
    let local = zone.local(received).date().and_time(time);
    match zone.resolve(local) {
        Local::One(at) if at <= received => Some(Issue::note(
            "This was past when the call came, so it moves no clock. Is the child collected later, or tomorrow?",
        )),
        Local::One(_) => None,
        Local::Twice(first, second) => Some(Issue::warn(twice(time, first, second, zone))),
        Local::Never => Some(Issue::warn(never(time, zone.gap(local)))),
    }
}

fn twice(time: NaiveTime, first: Moment, second: Moment, zone: Zone) -> String {
    format!(
        "{} comes twice on {}: first in {}, and {} minutes later in {}. It is not guessed and moves no clock: ask which, and \
         note it.",
        time.format("%H:%M"),
        zone.short_date(first),
        zone.abbreviation(first),
        second.since(first).num_minutes(),
        zone.abbreviation(second),
    )
}

fn never(time: NaiveTime, gap: Option<(NaiveTime, NaiveTime)>) -> String {
    let jump = gap.map_or_else(String::new, |(from, to)| {
        format!(": the clocks go from {} straight to {}", from.format("%H:%M"), to.format("%H:%M"))
    });
    format!("{} does not happen on this day{jump}. It moves no clock: ask again.", time.format("%H:%M"))
}

fn birth(typed: &str, today: NaiveDate, child: bool) -> Option<Issue> {
    let Some(birth) = human::birth(typed) else {
        return Some(Issue::warn(
            "Not read as a birth date or an age. Type 12/3/2016, about 10, or due 3/3/2027.",
        ));
    };
    match birth {
        Birth::Born(born) if born > today => Some(Issue::warn(format!(
            "{} is still to come. For an unborn child type due {typed}.",
            born.format("%-d %b %Y")
        ))),
        Birth::Born(born) => too_old(today.years_since(born)?, child),
        Birth::About(years) => too_old(years, child),
        Birth::Due(Some(due)) if due < today => {
            Some(Issue::note("The due date has passed: has the child been born?"))
        }
        Birth::Due(Some(due)) if due > today + chrono::Months::new(10) => {
            Some(Issue::warn(format!("Due in {}: check the year.", due.year())))
        }
        Birth::Due(_) => None,
    }
}

fn too_old(years: u32, child: bool) -> Option<Issue> {
    let odd = if child { years > OLDEST } else { years > 110 };
    odd.then(|| Issue::warn(format!("That makes {years} years: check the year.")))
}

fn day(typed: &str, today: NaiveDate) -> Option<Issue> {
    match human::span(typed, today) {
        None => Some(Issue::note(
            "Kept as typed; not read as a day. \"Sat evening\" or \"3 weeks ago\" would be.",
        )),
        Some(span) if span.from > today => Some(Issue::warn("This day is still to come: check the date.")),
        Some(_) => None,
    }
}

fn phone(typed: &str) -> Option<Issue> {
    // An extension is not part of the number's own length.
    let lower = typed.to_lowercase();
    let number = lower.split(['e', 'x', '#']).next().unwrap_or_default();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let abroad = number.trim_start().starts_with('+') || number.trim_start().starts_with("00");
    match digits {
        0 => Some(Issue::warn(
            "There is no number in this. F8 says that there is none, or that it is not known.",
        )),
        n if n < *PHONE_DIGITS.start() => Some(Issue::warn(format!(
            "Only {n} digits; a full number has 11. Read it back with its dialling code."
        ))),
        n if n > MOST_DIGITS => {
            Some(Issue::warn(format!("{n} digits are more than a number can have. Read it back.")))
        }
        n if n > *PHONE_DIGITS.end() && !abroad => {
            Some(Issue::note(format!("{n} digits are more than the usual 11. Read it back.")))
        }
        _ => None,
    }
}

fn postcode(typed: &str) -> Option<Issue> {
    (!is_postcode(typed))
        .then(|| Issue::warn("Does not look like a whole postcode, such as TE5 7AB. Kept as typed."))
}

/// One or two letters, a digit, perhaps another digit or letter, blanks, a digit and two letters. Looser than Royal Mail's
/// rule, as the sector's own tools are.
#[must_use]
pub fn is_postcode(typed: &str) -> bool {
    let Some((outward, [digit, one, two])) = typed.trim().as_bytes().split_last_chunk::<3>() else {
        return false;
    };
    let outward = outward.trim_ascii_end();
    let letters = outward.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let outward_fits = match outward.get(letters..) {
        Some([d]) => d.is_ascii_digit(),
        Some([d, last]) => d.is_ascii_digit() && last.is_ascii_alphanumeric(),
        _ => false,
    };
    (1..=2).contains(&letters)
        && outward_fits
        && digit.is_ascii_digit()
        && one.is_ascii_alphabetic()
        && two.is_ascii_alphabetic()
}

#[cfg(test)]
mod tests;
