//! The clocks of a protocol file: a measure each, or one for each rating, or off.

use super::reader::{Found, Reader, Table, offer};
use crate::domain::clocks::ClockId;
use crate::domain::codes::Rating;
use crate::domain::measure::{Measure, TimeOfDay};
use crate::domain::protocol::{ClockRule, Late, NamedCalendar, RatingRule, Sourced, Timed, Timing};

const CLOCK: [&str; 16] = [
    "duty", "off", "calendar", "late", "conflict", "red", "amber", "green", "blue", "measure", "hours",
    "minutes", "days", "weeks", "at", "basis",
];
const TIMED: [&str; 7] = ["measure", "hours", "minutes", "days", "weeks", "at", "basis"];
const MEASURES: [&str; 10] = [
    "elapsed",
    "working-hours",
    "working-week",
    "working-days",
    "same-day",
    "clock-time",
    "slot",
    "calendar-days",
    "weeks",
    "at",
];

/// A clock's rule, with the calendar by name until the calendars have their places.
pub(super) struct ReadClock {
    pub(super) rule: ClockRule,
    calendar: Option<String>,
}

/// Reads `[clocks.*]`: every clock must be there.
pub(super) fn read(
    reader: &mut Reader<'_>,
    root: &Table<'_>,
    calendars: &[&str],
    ratings: &[RatingRule],
) -> Vec<ReadClock> {
    let Some(tables) = reader.needed_table(root, "clocks") else { return Vec::new() };
    let codes: Vec<&str> = ClockId::ALL.iter().map(|id| id.code()).collect();
    for key in tables.keys() {
        if !codes.contains(&&*key.value) {
            reader.wrong_key(&key, format!("there is no clock of that name.{}", offer(&key.value, &codes)));
        }
    }
    let mut clocks = Vec::new();
    for id in ClockId::ALL.iter().copied() {
        if !tables.has(id.code()) {
            let message =
                format!("the clock is missing. Add [clocks.{id}] with a measure, or with off = \"why\"");
            reader.missing(&tables, id.code(), message);
        } else if let Some(table) = reader.table(&tables, id.code()) {
            clocks.extend(clock(reader, &table, id, calendars, ratings));
        }
    }
    clocks
}

/// Puts the place of its calendar into each clock that names one.
pub(super) fn place(clocks: &mut [ReadClock], others: &[NamedCalendar], desk: &NamedCalendar) {
    for clock in clocks {
        clock.rule.calendar = clock
            .calendar
            .as_ref()
            .filter(|name| **name != desk.id)
            .and_then(|name| others.iter().position(|named| named.id == *name));
    }
}

fn clock(
    reader: &mut Reader<'_>,
    table: &Table<'_>,
    id: ClockId,
    calendars: &[&str],
    ratings: &[RatingRule],
) -> Option<ReadClock> {
    reader.refuse_unknown(table, &CLOCK);
    let duty = reader.text(table, "duty");
    let conflict = reader.maybe_text(table, "conflict").map(|found| found.value);
    let late = match reader.maybe_text(table, "late") {
        Some(found) => {
            reader.coded(&found, "kind of lateness", Late::ALL, Late::code).unwrap_or(Late::Breach)
        }
        None => Late::Breach,
    };
    let calendar = reader.maybe_text(table, "calendar");
    if let Some(found) = &calendar
        && !calendars.is_empty()
        && !calendars.contains(&&*found.value)
    {
        reader.wrong(found, format!("there is no calendar of that name.{}", offer(&found.value, calendars)));
    }
    let timing = timing(reader, table, id, ratings);
    let rule = ClockRule { id, duty: duty?, timing: timing?, calendar: None, late, conflict };
    Some(ReadClock { rule, calendar: calendar.map(|found| found.value) })
}

fn timing(reader: &mut Reader<'_>, table: &Table<'_>, id: ClockId, ratings: &[RatingRule]) -> Option<Timing> {
    let rated: Vec<Rating> = Rating::ALL.iter().copied().filter(|rating| table.has(rating.code())).collect();
    if let Some(off) = reader.maybe_text(table, "off") {
        for key in table.keys() {
            if TIMED.contains(&&*key.value) || Rating::from_code(&key.value).is_some() {
                reader.wrong_key(&key, "does not go with off: a clock that is off has no time");
            }
        }
        return Some(Timing::Off { why: off.value });
    }
    if rated.is_empty() {
        return timed(reader, table, id).map(Timing::Always);
    }
    if !matches!(id, ClockId::AgencyReturn | ClockId::Stage2Decision) {
        reader.wrong_table(
            table,
            "this clock may start before anyone has rated the contact, so give it one measure",
        );
    }
    for key in table.keys() {
        if TIMED.contains(&&*key.value) {
            reader.wrong_key(&key, "does not go with times by rating: give it inside each rating");
        }
    }
    let mut times = Vec::new();
    for rating in Rating::ALL.iter().copied() {
        if !table.has(rating.code()) {
            // Blue is closure: nothing runs.
            if rating != Rating::Blue && ratings.iter().any(|rule| rule.rating == rating) {
                reader.missing(table, rating.code(), format!("the time for {rating} is missing"));
            }
        } else if let Some(inner) = reader.table(table, rating.code()) {
            reader.refuse_unknown(&inner, &TIMED);
            times.extend(timed(reader, &inner, id).map(|timed| (rating, timed)));
        }
    }
    Some(Timing::ByRating(times))
}

fn timed(reader: &mut Reader<'_>, table: &Table<'_>, id: ClockId) -> Option<Timed> {
    let basis = reader.text(table, "basis");
    let code = reader.needed_text(table, "measure")?;
    let measure = measure(reader, table, &code)?;
    let refusal = match (id, &measure) {
        (ClockId::Custom, Measure::At) | (ClockId::FeedbackSchool, Measure::ClockTime { .. }) => None,
        (ClockId::Custom, _) => Some("a deadline that a person adds has the measure \"at\""),
        (ClockId::FeedbackSchool, _) => {
            Some("the school's clock has the measure \"clock-time\", and minds the collection")
        }
        (_, Measure::At) => Some("only custom takes a time that a person types"),
        _ => None,
    };
    if let Some(message) = refusal {
        reader.wrong(&code, message);
        return None;
    }
    Some(Sourced { value: measure, basis: basis? })
}

fn measure(reader: &mut Reader<'_>, table: &Table<'_>, code: &Found<String>) -> Option<Measure> {
    let takes: &[&str] = match &*code.value {
        "elapsed" | "working-hours" | "working-week" => &["hours", "minutes"],
        "working-days" | "calendar-days" => &["days"],
        "weeks" => &["weeks"],
        "clock-time" | "slot" => &["at"],
        "same-day" | "at" => &[],
        unknown => {
            reader.wrong(code, format!("there is no measure of that name.{}", offer(unknown, &MEASURES)));
            return None;
        }
    };
    for key in table.keys() {
        if ["hours", "minutes", "days", "weeks", "at"].contains(&&*key.value) && !takes.contains(&&*key.value)
        {
            reader.wrong_key(&key, format!("does not go with the measure {}", code.value));
        }
    }
    match &*code.value {
        "elapsed" => Some(Measure::Elapsed { minutes: minutes(reader, table)? }),
        "working-hours" => Some(Measure::WorkingHours { minutes: minutes(reader, table)? }),
        "working-week" => Some(Measure::WorkingWeek { minutes: minutes(reader, table)? }),
        "working-days" => Some(Measure::WorkingDays { days: amount(reader, table, "days", 1000)? }),
        "calendar-days" => Some(Measure::CalendarDays { days: amount(reader, table, "days", 3660)? }),
        "weeks" => Some(Measure::Weeks { weeks: amount(reader, table, "weeks", 520)? }),
        "clock-time" => {
            let found = reader.needed_text(table, "at")?;
            Some(Measure::ClockTime { at: time(reader, &found)? })
        }
        "slot" => slot(reader, table),
        "same-day" => Some(Measure::SameDay),
        _ => Some(Measure::At),
    }
}

fn amount(reader: &mut Reader<'_>, table: &Table<'_>, key: &str, most: u32) -> Option<u32> {
    if !table.has(key) {
        reader.missing(table, key, format!("{key} is missing: this measure needs it"));
    }
    reader.number(table, key, &(1..=most))
}

fn minutes(reader: &mut Reader<'_>, table: &Table<'_>) -> Option<u32> {
    if !table.has("hours") && !table.has("minutes") {
        reader.missing(table, "hours", "hours is missing: this measure needs hours or minutes");
        return None;
    }
    let hours = if table.has("hours") { reader.number(table, "hours", &(1..=8784)) } else { Some(0) };
    let minutes = if table.has("minutes") { reader.number(table, "minutes", &(1..=59)) } else { Some(0) };
    Some(hours? * 60 + minutes?)
}

fn slot(reader: &mut Reader<'_>, table: &Table<'_>) -> Option<Measure> {
    let found = reader.texts(table, "at");
    let mut at = Vec::new();
    for text in &found {
        let time = time(reader, text)?;
        if at.last().is_some_and(|last| *last >= time) {
            reader.wrong(text, "the times must rise through the day");
            return None;
        }
        at.push(time);
    }
    if at.is_empty() {
        reader.missing(table, "at", "this measure needs at least one time: at = [\"10:00\", \"14:00\"]");
        return None;
    }
    Some(Measure::Slot { at })
}

fn time(reader: &mut Reader<'_>, found: &Found<String>) -> Option<TimeOfDay> {
    let time = TimeOfDay::parse(&found.value);
    if time.is_none() {
        reader.wrong(found, "must be a time of day as \"15:00\", from 00:00 to 23:59");
    }
    time
}
