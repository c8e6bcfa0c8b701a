//! Calendars, bank holidays and closures.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::holidays::{ENGLAND_AND_WALES, date_of, england_and_wales};
use super::reader::{Found, Reader, Table, offer};
use crate::domain::calendar::{Calendar, DayOff, Hours, Week, Zone};
use crate::domain::measure::minutes_of;
use crate::domain::protocol::NamedCalendar;

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const KEYS: [&str; 9] =
    ["title", "basis", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The longest closure, in days; more is a slip of the pen.
const LONGEST_CLOSURE: usize = 366;

/// The calendars of a file, and which of them is the desk's.
pub(super) struct Calendars {
    desk: NamedCalendar,
    others: Vec<NamedCalendar>,
}

impl Calendars {
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.desk).chain(&self.others).map(|named| &*named.id)
    }

    pub(super) fn desk_first(self) -> (NamedCalendar, Vec<NamedCalendar>) {
        (self.desk, self.others)
    }
}

struct Closure {
    day: DayOff,
    /// The calendars it applies to; all if empty.
    of: Vec<String>,
}

/// Reads `[calendars.*]`, `desk`, `[[closures]]` and the bank holidays.
pub(super) fn read(reader: &mut Reader<'_>, root: &Table<'_>, zone: Zone) -> Option<Calendars> {
    let tables = reader.needed_table(root, "calendars");
    let names: Vec<Found<String>> = tables.iter().flat_map(Table::keys).collect();
    let known: Vec<&str> = names.iter().map(|name| &*name.value).collect();
    let (bank_holidays, years) = bank_holidays(reader, root);
    let closures = closures(reader, root, &known);
    let mut calendars = Vec::new();
    for name in &names {
        let Some(table) = tables.as_ref().and_then(|tables| reader.table(tables, &name.value)) else {
            continue;
        };
        reader.refuse_unknown(&table, &KEYS);
        let (title, basis) = (reader.text(&table, "title"), reader.text(&table, "basis"));
        let week = week(reader, &table);
        let off: Vec<DayOff> = closures
            .iter()
            .filter(|closure| closure.of.is_empty() || closure.of.contains(&name.value))
            .map(|closure| closure.day.clone())
            .collect();
        let calendar = Calendar::new(zone, week, &bank_holidays, &off, &years);
        if calendar.is_none() {
            reader.wrong_table(
                &table,
                "is never open: no deadline could be counted. Give at least one weekday hours",
            );
        }
        if let (Some(title), Some(basis), Some(calendar)) = (title, basis, calendar) {
            calendars.push(NamedCalendar { id: name.value.clone(), title, basis, calendar });
        }
    }
    desk(reader, root, &known, calendars)
}

fn desk(
    reader: &mut Reader<'_>,
    root: &Table<'_>,
    known: &[&str],
    mut calendars: Vec<NamedCalendar>,
) -> Option<Calendars> {
    let found = reader.needed_text(root, "desk")?;
    if !known.contains(&&*found.value) {
        reader.wrong(&found, format!("there is no calendar of that name.{}", offer(&found.value, known)));
        return None;
    }
    let place = calendars.iter().position(|named| named.id == found.value)?;
    let desk = calendars.remove(place);
    Some(Calendars { desk, others: calendars })
}

fn week(reader: &mut Reader<'_>, table: &Table<'_>) -> Week {
    WEEKDAYS.map(|weekday| {
        let found = reader.maybe_text(table, weekday)?;
        match hours(&found.value) {
            Ok(hours) => Some(hours),
            Err(message) => {
                reader.wrong(&found, message);
                // Read as open, so that the one mistake is not reported a second time as "never open".
                Hours::new(0, 1440)
            }
        }
    })
}

fn hours(text: &str) -> Result<Hours, &'static str> {
    const SHAPE: &str = "must be opening and closing as \"08:45-17:20\", from 00:00 to 24:00";
    let (open, close) = text.split_once('-').ok_or(SHAPE)?;
    let (open, close) = (minutes_of(open).ok_or(SHAPE)?, minutes_of(close).ok_or(SHAPE)?);
    Hours::new(open, close)
        .ok_or("closes before it opens, or at the same time: leave out a day that is closed")
}

fn bank_holidays(reader: &mut Reader<'_>, root: &Table<'_>) -> (Vec<DayOff>, Vec<i32>) {
    if let Some(found) = reader.needed_text(root, "bank_holidays")
        && found.value != ENGLAND_AND_WALES
    {
        reader.wrong(&found, format!("there is no such list built in. Known is: {ENGLAND_AND_WALES}."));
    }
    let (mut days, mut years) = england_and_wales();
    for table in reader.tables(root, "extra_bank_holidays") {
        reader.refuse_unknown(&table, &["date", "name"]);
        let date = needed_date(reader, &table, "date");
        let name = reader.text(&table, "name");
        if let (Some(date), Some(name)) = (date, name) {
            days.push(DayOff { date: date.value, name });
        }
    }
    years.extend(
        reader
            .numbers(root, "bank_holiday_years", &(2000..=2999))
            .iter()
            .filter_map(|year| i32::try_from(*year).ok()),
    );
    (days, years)
}

fn closures(reader: &mut Reader<'_>, root: &Table<'_>, known: &[&str]) -> Vec<Closure> {
    let mut closures = Vec::new();
    for table in reader.tables(root, "closures") {
        reader.refuse_unknown(&table, &["from", "to", "name", "calendars"]);
        let from = needed_date(reader, &table, "from");
        let to = if table.has("to") { date(reader, &table, "to") } else { None };
        let name = reader.text(&table, "name");
        let of = reader.texts(&table, "calendars");
        for calendar in &of {
            if !known.contains(&&*calendar.value) {
                let message = format!("there is no calendar of that name.{}", offer(&calendar.value, known));
                reader.wrong(calendar, message);
            }
        }
        let (Some(from), Some(name)) = (from, name) else { continue };
        let last = to.as_ref().map_or(from.value, |to| to.value);
        if let Some(to) = to.filter(|to| to.value < from.value) {
            reader.wrong(&to, "lies before from");
            continue;
        }
        let days: BTreeSet<NaiveDate> =
            from.value.iter_days().take_while(|day| *day <= last).take(LONGEST_CLOSURE + 1).collect();
        if days.len() > LONGEST_CLOSURE {
            reader.wrong(&from, format!("a closure of more than {LONGEST_CLOSURE} days: check from and to"));
            continue;
        }
        let of: Vec<String> = of.into_iter().map(|found| found.value).collect();
        closures.extend(
            days.into_iter().map(|date| Closure { day: DayOff { date, name: name.clone() }, of: of.clone() }),
        );
    }
    closures
}

fn needed_date(reader: &mut Reader<'_>, table: &Table<'_>, key: &str) -> Option<Found<NaiveDate>> {
    if !table.has(key) {
        reader.missing(table, key, format!("{key} is missing"));
    }
    date(reader, table, key)
}

fn date(reader: &mut Reader<'_>, table: &Table<'_>, key: &str) -> Option<Found<NaiveDate>> {
    let found = reader.maybe_text(table, key)?;
    let value = date_of(&found.value);
    if value.is_none() {
        reader.wrong(&found, "must be a date as \"2026-12-24\"");
    }
    Some(Found { value: value?, key: found.key, span: found.span })
}
