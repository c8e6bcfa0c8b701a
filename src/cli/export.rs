//! `dutydesk export`: contacts as a table for other programs, and the record of who was given it.

use clap::Subcommand;
use serde_json::{Map, Value};

use super::desk::{Desk, DeskArgs};
use super::list;
use super::stop::{Ended, Stop};
use super::{Exit, Streams, print};
use crate::domain::access::May;
use crate::domain::event::DeskEvent;
use crate::domain::query::{self, Asker};
use crate::domain::table::{Cell, Making, Table};
use crate::office;
use crate::store::{board, exports};
use crate::ui::text;

/// Write a table of contacts to a file in the desk's folder exports. To whom it goes, and why, is recorded first.
///
/// The table names no child and tells nothing of what happened, unless the children are asked for. Managers only.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Comma-separated values, every cell in quotation marks; what a spreadsheet would take for a formula begins with '.
    Csv(TableArgs),
    /// One JSON object a line.
    Json(TableArgs),
}

#[derive(Debug, clap::Args)]
struct TableArgs {
    /// Only what fits, in the board's words, as one text: "red late -school due<2h". A filter that begins with - follows --.
    filter: Option<String>,
    /// A lone - writes the table to standard output instead of a file.
    #[arg(value_name = "-", value_parser = ["-"])]
    stdout: Option<String>,
    /// To whom the table goes.
    #[arg(long, value_name = "WHO")]
    to: String,
    /// Why they get it.
    #[arg(long, value_name = "REASON")]
    why: String,
    /// A line for each child, with names, birth and concern.
    #[arg(long)]
    children: bool,
    /// Only open contacts.
    #[arg(long)]
    open: bool,
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let (form, args) = match &args.what {
        What::Csv(args) => (Form::Csv, args),
        What::Json(args) => (Form::Json, args),
    };
    let mut desk = desk.open()?;
    desk.require(May::Export)?;
    let (to, why) = (told("--to", &args.to)?, told("--why", &args.why)?);
    // As a filter a lone hyphen would ask for nothing.
    let words = args.filter.as_deref().filter(|words| *words != "-").unwrap_or_default();
    let to_stdout = args.stdout.is_some() || args.filter.as_deref() == Some("-");
    let making = Making {
        zone: desk.protocol.zone,
        now: desk.now,
        training: desk.store.is_training(),
        children: args.children,
    };
    let (table, contacts) = read(&desk, words, making, args.open)?;
    let bytes = form.bytes(&table)?;
    let exported = DeskEvent::Exported { what: form.what(words, args), to, why, contacts };
    // Recorded before anything leaves: a table that nobody knows of is worse than a record of one that was not written.
    desk.note(&exported)?;
    if to_stdout {
        streams.out.write_all(&bytes)?;
        return Ok(Exit::Done);
    }
    let stem = stem(making);
    let place = exports::write_new(desk.store.paths(), &stem, form.ending(), &bytes)?;
    let lines = table.lines.len();
    writeln!(
        streams.out,
        "{} of {contacts} {} written: {}",
        counted(lines, "line", "lines"),
        if contacts == 1 { "contact" } else { "contacts" },
        print::line(&place.to_string_lossy())
    )?;
    if making.training {
        writeln!(streams.out, "TRAINING: nobody in this file is real, and every line of it says so.")?;
    }
    Ok(Exit::Done)
}

/// What must be said of every export.
fn told(flag: &str, text: &str) -> Result<String, Stop> {
    match text.trim() {
        "" => Err(Stop::bad_input(format!(
            "{flag} must say something: it is the record of what left the desk."
        ))),
        told => Ok(told.to_owned()),
    }
}

/// The table of every contact that fits, in the order of their numbers, and how many contacts those are.
fn read(desk: &Desk, words: &str, making: Making, open: bool) -> Result<(Table, u64), Stop> {
    let query = list::filter(words)?;
    let asker = Asker { now: desk.now, me: &desk.actor.name };
    let conn = desk.store.conn();
    let mut table = Table::new(making);
    let (mut contacts, mut after) = (0, None);
    loop {
        let page = board::by_number(conn, after, board::NEXT)?;
        let Some(last) = page.last() else { return Ok((table, contacts)) };
        after = Some(last.id);
        for row in &page {
            let haystack = query::haystack(row);
            if (open && !row.open) || !query.matches(row, &haystack, &asker) {
                continue;
            }
            contacts += 1;
            // A restricted contact opens by itself and with a reason: no table of many names anybody in it.
            let named = making.children && row.restricted.is_none();
            match if named { desk.store.contact(row.id, &desk.actor)? } else { None } {
                Some(contact) => table.add_children(&contact, making),
                None => table.add(row, making),
            }
        }
    }
}

/// The name of the file, without its ending: when it was made, and whether anybody in it is real.
fn stem(making: Making) -> String {
    let training = if making.training { "TRAINING-" } else { "" };
    let what = if making.children { "children" } else { "contacts" };
    format!("{training}{what}-{}", making.zone.local(making.now).format("%Y-%m-%d-%H%M"))
}

/// In what form the table is written.
#[derive(Debug, Clone, Copy)]
enum Form {
    Csv,
    Json,
}

impl Form {
    const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "jsonl",
        }
    }

    /// What was exported, for the record.
    fn what(self, words: &str, args: &TableArgs) -> String {
        let lines = if args.children { "children, with names" } else { "contacts" };
        let open = if args.open { ", open ones" } else { "" };
        let filter =
            if words.trim().is_empty() { String::new() } else { format!(", filter {}", words.trim()) };
        format!("{} table of {lines}{open}{filter}", self.ending())
    }

    fn bytes(self, table: &Table) -> Result<Vec<u8>, Stop> {
        match self {
            Self::Csv => {
                Ok(office::table::csv(table, |cell| text::display(cell, text::Lines::Many).into_owned())?)
            }
            Self::Json => {
                let mut bytes = Vec::new();
                for line in &table.lines {
                    let named = table.columns.iter().map(|name| (*name).to_owned());
                    let object: Map<String, Value> = named.zip(line.iter().map(value)).collect();
                    print::json_line(&mut bytes, &object)?;
                }
                Ok(bytes)
            }
        }
    }
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Nothing => Value::Null,
        Cell::Text(text) => text.clone().into(),
        Cell::Number(number) => (*number).into(),
        Cell::Flag(yes) => (*yes).into(),
    }
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
