//! A past date and time as a person types it: `14:10`, `Sat 22:40`, `21/11 22:40`. Kept as typed while a call is taken, and
//! with its offset once it is filed, so that it never means anything else later.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime};

use super::calendar::{Local, Zone};
use super::human;
use super::intake::{Answer, Intake};
use super::schema::{Kind, Per, QUESTIONS, QuestionId};
use super::when::Moment;

const SHAPES: &str = "Write 14:10, yesterday 22:40, Sat 22:40 or 21/11 22:40.";

/// Reads a time at or before `by`. A bare time is meant today; a weekday is the last one.
///
/// # Errors
/// What is wrong, in words: not a time, still to come, never on that day, or twice on it, with both readings. `BST` or
/// `GMT` after the time says which of the two. Nothing is guessed.
pub fn read(typed: &str, by: Moment, zone: Zone) -> Result<Moment, String> {
    let typed = typed.trim();
    let at = match stored(typed) {
        Some(at) => at,
        None => local(typed, by, zone)?,
    };
    if at > by {
        let read = zone.short(at);
        return Err(format!("Still to come ({read}). Write yesterday 22:40, Sat 22:40 or 21/11 22:40."));
    }
    Ok(at)
}

/// A time that was filed: with its date and offset.
#[must_use]
pub fn stored(text: &str) -> Option<Moment> {
    DateTime::parse_from_rfc3339(text.trim()).ok().map(|at| at.to_utc().into())
}

/// A filed time in words, `Sat 21 Nov 2026 22:40`; other text stays as it is.
#[must_use]
pub fn words(text: &str) -> String {
    stored(text).map_or_else(|| text.to_owned(), |at| Zone::LONDON.long(at))
}

/// The time that answers a question about the call, as far as it can be read and belongs to this call.
#[must_use]
pub fn of(intake: &Intake, id: QuestionId, by: Moment, zone: Zone) -> Option<Moment> {
    let question = id.question();
    let typed =
        Some(intake.answers.text(id)).filter(|typed| !typed.is_empty() && (question.applies)(intake))?;
    read(typed, by, zone).ok()
}

/// As [`of`] for a call that was filed: no zone is needed to read what has its offset.
#[must_use]
pub fn filed(intake: &Intake, id: QuestionId) -> Option<Moment> {
    stored(intake.answers.text(id)).filter(|_| (id.question().applies)(intake))
}

/// Gives every time of an intake its date and offset. What cannot be read stays as it was typed and moves no clock.
pub fn settle(intake: &mut Intake, by: Moment, zone: Zone) {
    for question in QUESTIONS.iter().filter(|q| q.kind == Kind::Stamp && q.per == Per::Call) {
        let read = read(intake.answers.text(question.id), by, zone);
        if let Ok(at) = read {
            intake.answers.set(question.id, Answer::text(zone.iso(at)));
        }
    }
}

fn local(typed: &str, by: Moment, zone: Zone) -> Result<Moment, String> {
    let unreadable = || format!("\"{typed}\" is not a time. {SHAPES}");
    let lower = typed.to_lowercase().replace(',', " ");
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    let which = words.last().copied().filter(|word| matches!(*word, "bst" | "gmt"));
    if which.is_some() {
        words.pop();
    }
    let (day, clock) = clock(&words).ok_or_else(unreadable)?;
    let today = zone.local(by).date();
    let day = if day.is_empty() { today } else { self::day(day, today).ok_or_else(unreadable)? };
    let wall = day.and_time(clock);
    match zone.resolve(wall) {
        Local::One(at) => Ok(at),
        Local::Twice(first, second) => {
            let named =
                |at: &Moment| which.is_some_and(|word| zone.abbreviation(*at).eq_ignore_ascii_case(word));
            [first, second].into_iter().find(named).ok_or_else(|| {
                format!(
                    "{clock} happens twice on {day}: {clock} {early} ({first}) and, an hour later, {clock} {late} \
                     ({second}). Write {early} or {late} after it.",
                    clock = clock.format("%H:%M"),
                    day = zone.short_date(first),
                    early = zone.abbreviation(first),
                    late = zone.abbreviation(second),
                    first = zone.iso(first),
                    second = zone.iso(second),
                )
            })
        }
        Local::Never => {
            let jump = zone.gap(wall).map_or_else(String::new, |(from, to)| {
                format!(": the clocks went from {} to {}", from.format("%H:%M"), to.format("%H:%M"))
            });
            Err(format!("{} never happened that day{jump}. Ask again.", clock.format("%H:%M")))
        }
    }
}

/// The time of day at the end of the words, and the words before it.
fn clock<'a>(words: &'a [&'a str]) -> Option<(&'a [&'a str], NaiveTime)> {
    (1..=words.len().min(2)).find_map(|n| {
        let (day, clock) = words.split_at_checked(words.len() - n)?;
        human::time(&clock.join(" ")).map(|time| (day, time))
    })
}

/// A day at or before today: `yesterday`, `sat`, `21/11`, `21/11/2026`.
fn day(words: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    let text = words.join(" ");
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    if parts.len() == 2 && parts.first().is_some_and(|part| part.starts_with(|c: char| c.is_ascii_digit())) {
        let in_year = |year: i32| human::date(&format!("{} {year}", parts.join(" ")));
        return in_year(today.year()).filter(|day| *day <= today).or_else(|| in_year(today.year() - 1));
    }
    let span = human::span(&text, today)?;
    (span.part.is_none() && span.from == span.to).then_some(span.from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: Zone = Zone::LONDON;

    fn at(iso: &str) -> Moment {
        stored(iso).unwrap()
    }

    /// Read on Tuesday 24 November 2026 at 08:50.
    fn heard(typed: &str) -> Result<String, String> {
        read(typed, at("2026-11-24T08:50:00Z"), ZONE).map(|at| ZONE.iso(at))
    }

    #[test]
    fn a_past_time_is_read_in_human_words() {
        for (typed, iso) in [
            ("08:10", "2026-11-24T08:10:00+00:00"),
            ("8.10 am", "2026-11-24T08:10:00+00:00"),
            ("today 0810", "2026-11-24T08:10:00+00:00"),
            ("yesterday 22:40", "2026-11-23T22:40:00+00:00"),
            ("Sat 22:40", "2026-11-21T22:40:00+00:00"),
            ("saturday 10.40pm", "2026-11-21T22:40:00+00:00"),
            ("21/11 22:40", "2026-11-21T22:40:00+00:00"),
            ("21 Nov, 22:40", "2026-11-21T22:40:00+00:00"),
            ("21/11/2026 22:40", "2026-11-21T22:40:00+00:00"),
            ("31/12 23:00", "2025-12-31T23:00:00+00:00"),
            ("2026-07-24T14:10:00+01:00", "2026-07-24T14:10:00+01:00"),
        ] {
            assert_eq!(heard(typed).as_deref(), Ok(iso), "{typed}");
        }
    }

    #[test]
    fn what_is_still_to_come_is_not_taken_for_yesterday() {
        let refusal = heard("22:40").unwrap_err();
        assert!(refusal.contains("Still to come (Tue 24 Nov 22:40)"), "{refusal}");
        assert!(heard("Tue 22:40").is_err());
    }

    #[test]
    fn an_hour_that_comes_twice_is_refused_with_both_readings_until_it_is_said_which() {
        let morning = at("2026-10-25T09:00:00Z");
        let refusal = read("01:30", morning, ZONE).unwrap_err();
        assert!(refusal.contains("2026-10-25T01:30:00+01:00"), "{refusal}");
        assert!(refusal.contains("2026-10-25T01:30:00+00:00"), "{refusal}");
        assert_eq!(read("01:30 BST", morning, ZONE), Ok(at("2026-10-25T00:30:00Z")));
        assert_eq!(read("Sun 01:30 gmt", morning, ZONE), Ok(at("2026-10-25T01:30:00Z")));
    }

    #[test]
    fn an_hour_that_never_came_is_refused() {
        let refusal = read("01:30", at("2027-03-28T09:00:00Z"), ZONE).unwrap_err();
        assert!(refusal.contains("from 01:00 to 02:00"), "{refusal}");
    }

    #[test]
    fn nothing_is_made_of_what_is_not_a_time() {
        for odd in
            ["", "soon", "Sat", "Sat evening", "31/2 10:00", "25:00", "next week 10:00", "last week 10:00"]
        {
            assert!(heard(odd).is_err(), "{odd}");
        }
    }
}
