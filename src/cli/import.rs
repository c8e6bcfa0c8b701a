//! `dutydesk import people`: the children and adults that are known before anybody rings, from a CSV file.

mod columns;
mod date;
mod field;
mod person;
mod preview;
mod progress;
mod table;
mod text;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};
use csv::StringRecord;
use serde::Serialize;
use serde_json::json;

use self::columns::{Columns, Meanings};
use self::person::People;
use self::progress::{Progress, grouped};
use self::table::Table;
use self::text::Encoding;
use super::desk::{Desk, DeskArgs};
use super::input::{self, Line};
use super::stop::{Ended, Stop};
use super::{Exit, Streams, print};
use crate::domain::access::May;
use crate::domain::register::{KnownPerson, PersonKind};
use crate::store::people::{Counts, Part};

/// The largest file that is read. Its text is held in memory.
const LARGEST: u64 = 2 << 30;
/// A register of some hundred thousand people.
const USUAL: u64 = 64 << 20;

/// Bring in what another system knows.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    People(PeopleArgs),
}

/// Import known children and adults from a CSV file; whoever is known already is updated by number.
///
/// Every line that cannot be read is listed with its reason, the others are imported. Exit code 0: the good lines are in; 2: there
/// was no good line, or no such file.
#[derive(Debug, clap::Args)]
struct PeopleArgs {
    /// The file, with headings in its first line. Commas, semicolons or tabs; UTF-8 or Windows-1252.
    file: PathBuf,
    /// What a column means, as "COLUMN=FIELD", or a TOML file with one such line for each column. Kept for the next import.
    #[arg(long = "map", value_name = "COLUMN=FIELD|FILE")]
    map: Vec<String>,
    /// Whose records these are, for lines that do not say it.
    #[arg(long, value_enum, default_value_t = Whose::Child)]
    kind: Whose,
    /// Show how the columns and the first lines would be read, and every line that could not. Nothing is written.
    #[arg(long)]
    preview: bool,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Whose {
    Child,
    Adult,
}

impl From<Whose> for PersonKind {
    fn from(whose: Whose) -> Self {
        match whose {
            Whose::Child => Self::Child,
            Whose::Adult => Self::Adult,
        }
    }
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let What::People(args) = &args.what;
    let mut desk = desk.open()?;
    if !args.preview {
        desk.require(May::Import)?;
    }
    let bytes = bytes(&args.file)?;
    let file = text::fingerprint(&bytes);
    let (text, encoding) = text::decode(bytes)
        .map_err(|why| Stop::bad_input(format!("{} cannot be read: {why}.", args.file.display())))?;
    if encoding == Encoding::Windows1252 {
        writeln!(
            streams.err,
            "Note: the file is not UTF-8; it was read as Windows-1252, as spreadsheets save it."
        )?;
    }
    let table = Table::new(&text).ok_or_else(|| {
        Stop::bad_input(format!("{} has no headings in its first line.", args.file.display()))
    })?;
    let kept = kept(&desk)?;
    let columns =
        Columns::new(table.headings(), &given(&args.map, streams)?, &kept).map_err(Stop::bad_input)?;
    let to_keep = serde_json::to_string(&columns.to_keep(kept)).map_err(io::Error::from)?;
    let today = desk.protocol.zone.local(desk.now).date();
    let mut lines = Lines::new(table, People::new(&columns, args.kind.into(), today));
    if args.preview {
        preview::show(&columns, &mut lines, args.json, streams)?;
    } else {
        let counts = import(&mut desk, &mut lines, &file, &to_keep, streams.err)?;
        tell(&lines, counts, args.json, streams)?;
    }
    Ok(if lines.good == 0 { Exit::BadInput } else { Exit::Done })
}

/// The people of a file one by one. Lines that cannot be read are listed on the way.
struct Lines<'a> {
    table: Table<'a>,
    people: People<'a>,
    record: StringRecord,
    progress: Progress,
    good: u64,
    bad: Vec<Bad>,
}

/// A line that cannot be read.
#[derive(Debug, Serialize)]
struct Bad {
    line: u64,
    reasons: Vec<String>,
}

impl<'a> Lines<'a> {
    fn new(table: Table<'a>, people: People<'a>) -> Self {
        let progress = Progress::new(table.size());
        Self { table, people, record: StringRecord::new(), progress, good: 0, bad: Vec::new() }
    }

    /// Lines read, good and bad.
    fn count(&self) -> u64 {
        self.good.saturating_add(self.bad.len() as u64)
    }

    /// The next person who can be read.
    fn next(&mut self, err: &mut dyn Write) -> io::Result<Option<KnownPerson>> {
        while let Some(row) = self.table.next(&mut self.record) {
            self.progress.read(row.read, self.count(), err)?;
            let read = match row.bad {
                None => self.people.read(&self.record, row.line),
                Some(why) => Err(vec![why]),
            };
            match read {
                Ok(person) => {
                    self.good += 1;
                    return Ok(Some(person));
                }
                Err(reasons) => {
                    self.progress.clear(err)?;
                    let reasons_said = print::line(&reasons.join("; ")).into_owned();
                    print::said(err, &format!("line {}: {reasons_said}", row.line))?;
                    self.bad.push(Bad { line: row.line, reasons });
                }
            }
        }
        self.progress.clear(err)?;
        Ok(None)
    }
}

/// Writes everybody who can be read, part by part: whatever ends this, what was written is whole and accounted for.
fn import(
    desk: &mut Desk,
    lines: &mut Lines<'_>,
    file: &str,
    columns: &str,
    err: &mut dyn Write,
) -> Result<Counts, Stop> {
    desk.store.prepare_for_bulk()?;
    let mut counts = Counts::default();
    let mut part = Part { file, part: 1, last: false, bad: 0, columns: Some(columns) };
    let mut told = 0;
    let mut people = Vec::new();
    let mut most = desk.store.people_of_a_part()?;
    while let Some(person) = lines.next(err)? {
        if people.len() >= most {
            part.bad = more(lines, &mut told);
            counts += desk.store.import_people(&desk.actor, desk.now, &part, &people)?;
            lines.progress.written(counts.all(), err)?;
            people.clear();
            part = Part { part: part.part.saturating_add(1), columns: None, ..part };
            most = desk.store.people_of_a_part()?;
        }
        people.push(person);
    }
    if !people.is_empty() {
        part = Part { last: true, bad: more(lines, &mut told), ..part };
        counts += desk.store.import_people(&desk.actor, desk.now, &part, &people)?;
    }
    desk.store.tidy()?;
    Ok(counts)
}

/// Bad lines since this was last asked.
fn more(lines: &Lines<'_>, told: &mut usize) -> u32 {
    let since = lines.bad.len().saturating_sub(*told);
    *told = lines.bad.len();
    u32::try_from(since).unwrap_or(u32::MAX)
}

fn tell(lines: &Lines<'_>, counts: Counts, json: bool, streams: &mut Streams<'_>) -> io::Result<()> {
    let Counts { new, updated, unchanged } = counts;
    if json {
        let answer = json!({
            "lines": lines.count(), "new": new, "updated": updated, "unchanged": unchanged,
            "bad": lines.bad.len(), "bad_lines": lines.bad,
        });
        return print::json_line(streams.out, &answer);
    }
    if lines.good > 0 {
        let [new, updated, unchanged] = [new, updated, unchanged].map(|n| grouped(n.into()));
        writeln!(
            streams.out,
            "{} people are known from this file: {new} new, {updated} updated, {unchanged} as they were.",
            grouped(lines.good)
        )?;
    }
    sum_up(lines, streams.err)
}

/// How many lines could not be read.
fn sum_up(lines: &Lines<'_>, err: &mut dyn Write) -> io::Result<()> {
    let bad = lines.bad.len() as u64;
    match (lines.good, bad) {
        (0, 0) => writeln!(err, "There is no line below the headings."),
        (0, bad) => writeln!(
            err,
            "Not one of the lines can be read ({} in all), so nothing was imported.",
            grouped(bad)
        ),
        (_, 0) => Ok(()),
        (_, 1) => {
            writeln!(err, "1 line cannot be read; it is listed above. Correct it and import the file again.")
        }
        (_, bad) => {
            let bad = grouped(bad);
            writeln!(
                err,
                "{bad} lines cannot be read; they are listed above. Correct them and import the file again."
            )
        }
    }
}

fn bytes(file: &Path) -> Result<Vec<u8>, Stop> {
    let unreadable = |why: io::Error| Stop::bad_input(format!("{} cannot be read: {why}.", file.display()));
    let opened = File::open(file).map_err(unreadable)?;
    // Room at once for a usual file. What a file says of its own length is not worth more than that.
    let length = opened.metadata().map_err(unreadable)?.len().min(USUAL);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    let mut lines = BufReader::with_capacity(1 << 16, opened.take(LARGEST + 1));
    let mut number = 1_u64;
    loop {
        match input::line(&mut lines, &mut bytes).map_err(unreadable)? {
            Line::None => return Ok(bytes),
            Line::Whole if bytes.len() as u64 > LARGEST => {
                return Err(Stop::bad_input(format!(
                    "{} has more than 2 GB. Divide it; each part needs the headings.",
                    file.display()
                )));
            }
            Line::Whole => number += 1,
            Line::TooLong => {
                return Err(Stop::bad_input(format!(
                    "{} is no list of people: its line {number} has more than {} MB. Nothing was imported.",
                    file.display(),
                    input::LONGEST_LINE >> 20
                )));
            }
        }
    }
}

/// What columns mean as said with `--map`.
fn given(map: &[String], streams: &mut Streams<'_>) -> Result<Meanings, Stop> {
    let mut meanings = Meanings::new();
    for text in map {
        if text.contains('=') {
            meanings.extend([columns::pair(text).map_err(Stop::bad_input)?]);
            continue;
        }
        let content = input::text(Path::new(text), streams)?;
        let lines: BTreeMap<String, String> = toml::from_str(&content).map_err(|why| {
            Stop::bad_input(format!("--map {text} is not as it should be: {}.", why.message()))
        })?;
        for (heading, field) in lines {
            meanings.extend([columns::pair(&format!("{heading}={field}")).map_err(Stop::bad_input)?]);
        }
    }
    Ok(meanings)
}

/// What columns meant in earlier imports. What a later version kept and this one cannot read counts as nothing.
fn kept(desk: &Desk) -> Result<Meanings, Stop> {
    let text = desk.store.people_columns()?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}
