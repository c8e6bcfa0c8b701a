//! A protocol file from top to bottom.

use chrono::TimeDelta;
use toml::de::DeTable;

use super::calendars::Calendars;
use super::reader::{Reader, Table};
use super::{Mistake, allocation, calendars, clocks, digest, letters, looked, retention, rules};
use crate::domain::calendar::Zone;
use crate::domain::protocol::{Protocol, Sourced};

const TOP: [&str; 25] = [
    "id",
    "name",
    "version",
    "guidance",
    "zone",
    "bank_holidays",
    "extra_bank_holidays",
    "bank_holiday_years",
    "closures",
    "desk",
    "calendars",
    "ratings",
    "clocks",
    "routes",
    "jobs",
    "agencies",
    "ladder",
    "teams",
    "allocation",
    "letters",
    "looked",
    "retention",
    "wording",
    "directory",
    "lock",
];

/// Reads a protocol, or says everything that is wrong with it.
pub(super) fn protocol(text: &str) -> Result<Protocol, Vec<Mistake>> {
    let (file, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader::new(text);
    reader.syntax(errors);
    let root = reader.root(&file, &TOP);
    let read = whole(&mut reader, &root);
    let mistakes = reader.into_mistakes();
    match read {
        Some(protocol) if mistakes.is_empty() => Ok(protocol),
        _ => Err(mistakes),
    }
}

/// Every part is read before the first missing one gives up, so that every mistake is found.
fn whole(reader: &mut Reader<'_>, root: &Table<'_>) -> Option<Protocol> {
    let id = id(reader, root);
    let name = reader.text(root, "name");
    let version = reader.text(root, "version");
    let guidance = needed_sourced(reader, root, "guidance");
    let zone = zone(reader, root);
    let hours = calendars::read(reader, root, zone.unwrap_or(Zone::LONDON));
    let ratings = rules::ratings(reader, root);
    let names: Vec<&str> = hours.iter().flat_map(Calendars::names).collect();
    let clocks = clocks::read(reader, root, &names, &ratings);
    let routes = rules::routes(reader, root, &ratings, &clocks);
    let jobs = rules::jobs(reader, root);
    let agencies = rules::named_list(reader, root, "agencies");
    let ladder = rules::named_list(reader, root, "ladder");
    let teams = allocation::teams(reader, root);
    let allocation = allocation::checks(reader, root);
    let letters = letters::read(reader, root);
    let looked = looked::read(reader, root);
    let retention = retention::read(reader, root);
    let wording = rules::texts(reader, root, "wording");
    let directory = rules::texts(reader, root, "directory");
    let idle = idle(reader, root);
    let (desk, calendars) = hours?.desk_first();
    let mut clocks = clocks;
    clocks::place(&mut clocks, &calendars, &desk);
    let mut protocol = Protocol {
        id: id?,
        name: name?,
        version: version?,
        digest: String::new(),
        guidance: guidance?,
        zone: zone?,
        desk,
        calendars,
        ratings,
        routes,
        clocks: clocks.into_iter().map(|read| read.rule).collect(),
        jobs,
        agencies,
        ladder,
        teams,
        allocation,
        letters,
        looked,
        retention,
        wording,
        idle,
        directory,
    };
    protocol.digest = digest::of(&protocol);
    Some(protocol)
}

/// The id ends up in file names, reports and the event log, so it is kept plain.
fn id(reader: &mut Reader<'_>, root: &Table<'_>) -> Option<String> {
    let found = reader.needed_text(root, "id")?;
    if found
        .value
        .chars()
        .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
    {
        return Some(found.value);
    }
    reader.wrong(&found, "may hold small letters, digits and hyphens only");
    None
}

fn zone(reader: &mut Reader<'_>, root: &Table<'_>) -> Option<Zone> {
    let found = reader.needed_text(root, "zone")?;
    let zone = Zone::named(&found.value);
    if zone.is_none() {
        reader.wrong(&found, "is no time zone of the IANA list; for England it is \"Europe/London\"");
    }
    zone
}

/// `[lock]`: after how many minutes without a key the desk locks by itself, if that is said.
fn idle(reader: &mut Reader<'_>, root: &Table<'_>) -> Option<TimeDelta> {
    let table = reader.table(root, "lock")?;
    reader.refuse_unknown(&table, &["idle_minutes"]);
    if !table.has("idle_minutes") {
        reader.missing(&table, "idle_minutes", "idle_minutes is missing: idle_minutes = 5");
    }
    reader.number(&table, "idle_minutes", &(1..=60)).map(|minutes| TimeDelta::minutes(i64::from(minutes)))
}

/// `{ name = "…", basis = "…" }`, if it is there.
pub(super) fn sourced(reader: &mut Reader<'_>, parent: &Table<'_>, key: &str) -> Option<Sourced<String>> {
    let table = reader.table(parent, key)?;
    named(reader, &table)
}

/// The `name` and `basis` of a table, and nothing else in it.
pub(super) fn named(reader: &mut Reader<'_>, table: &Table<'_>) -> Option<Sourced<String>> {
    reader.refuse_unknown(table, &["name", "basis"]);
    let (value, basis) = (reader.text(table, "name"), reader.text(table, "basis"));
    Some(Sourced { value: value?, basis: basis? })
}

fn needed_sourced(reader: &mut Reader<'_>, parent: &Table<'_>, key: &str) -> Option<Sourced<String>> {
    if !parent.has(key) {
        reader.missing(parent, key, format!("{key} is missing: {key} = {{ name = \"…\", basis = \"…\" }}"));
    }
    sourced(reader, parent, key)
}
