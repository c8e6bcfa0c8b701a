//! Days, times, births and ages.

use chrono::{Datelike, NaiveDate, NaiveTime};

use super::super::calendar::{Local, Zone};
use super::super::human::{self, Birth};
use super::super::when::Moment;
use super::Issue;

/// Over this age a child's birth date is queried in the returns (`DfE` rule 8775Q).
const OLDEST: u32 = 25;

pub(super) fn time(typed: &str, received: Moment, zone: Zone) -> Option<Issue> {
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

pub(super) fn birth(typed: &str, today: NaiveDate, child: bool) -> Option<Issue> {
    let Some(birth) = human::birth(typed) else {
        // DfE rule 8525Q: a child has one or the other.
        if typed.to_lowercase().contains("due") && typed.contains(|c: char| c.is_ascii_digit()) {
            return Some(Issue::warn("A birth date or a due date, not both. An unborn child: due 3/3/2027."));
        }
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

pub(super) fn day(typed: &str, today: NaiveDate) -> Option<Issue> {
    match human::span(typed, today) {
        None => Some(Issue::note(
            "Kept as typed; not read as a day. \"Sat evening\" or \"3 weeks ago\" would be.",
        )),
        Some(span) if span.from > today => Some(Issue::warn("This day is still to come: check the date.")),
        Some(_) => None,
    }
}
