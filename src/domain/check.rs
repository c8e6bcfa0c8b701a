//! How a typed answer is read, and what is odd about it. Nothing here ever stops a worker from going on: an issue is shown
//! beside the field, and what was typed is kept as typed.

mod across;
mod dates;
mod identifiers;
mod phone;

use super::calendar::{Local, Zone};
use super::human::{self, Birth};
use super::intake::{Answer, Intake};
use super::schema::{Kind, Per, Place, QuestionId};
use super::stamp;
use super::when::Moment;

pub use identifiers::is_postcode;

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
        Kind::Time => dates::time(typed, received, zone),
        Kind::Birth => dates::birth(typed, today, question.question().per == Per::Child),
        Kind::When => dates::day(typed, today),
        Kind::Stamp => stamp::read(typed, received, zone).err().map(Issue::warn),
        Kind::Phone => phone::phone(typed),
        Kind::Postcode => identifiers::postcode(typed),
        Kind::Nhs => identifiers::nhs(typed),
        Kind::Upn => identifiers::upn(typed),
        _ => None,
    };
    issue.into_iter().collect()
}

/// What is odd about an answer where it stands: by itself, and beside the other answers about the same child.
#[must_use]
pub fn of_answer(intake: &Intake, place: Place, answer: &Answer, received: Moment, zone: Zone) -> Vec<Issue> {
    let typed = answer.as_text().unwrap_or_default();
    let mut issues = check(place.question, typed, received, zone);
    issues.extend(across::beside(intake, place, answer, zone.local(received).date()));
    issues
}

/// Makes the numbering plans of the world ready. The first look at a telephone number does it too, but takes long enough (about
/// 80 ms) to be felt; so it is done beside the work, once, when a call begins.
pub fn get_ready() {
    let _ = phone::phone("01632 960000");
}

/// How a typed day, time, birth or number is read, in words: `Sat 21 Nov 2026, about 18:00–22:00`. Nothing for other kinds of
/// question and for text that is not read.
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
        Kind::Nhs => identifiers::nhs_shown(typed).filter(|shown| shown != typed),
        Kind::Stamp => stamp::read(typed, received, zone).ok().map(|at| zone.long(at)),
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

#[cfg(test)]
mod tests;
