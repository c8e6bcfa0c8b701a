//! `dutydesk list`: the open contacts, as the board has them.

use std::io::{self, Write};

use super::desk::{Desk, DeskArgs};
use super::stop::{Ended, Stop};
use super::{Exit, Streams, print};
use crate::domain::codes::Rating;
use crate::domain::contact::{ChildName, NextDuty, Summary};
use crate::domain::event::DeskEvent;
use crate::domain::looked::{SearchWay, name_words};
use crate::domain::query::{self, Asker, Query};
use crate::domain::restrict::RESTRICTED;
use crate::exchange;
use crate::store::board::{self, Board};
use crate::store::drafts;
use crate::ui::glyphs::UNICODE;
use crate::ui::parts::countdown::Left;
use crate::ui::text::pad;

/// List the open contacts: late, then handed over and not taken, then by what is due next.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Show only what fits: words, red, amber, green, blue, unrated, late, mine, unallocated, untold, undecided, school,
    /// due<2h, -word.
    #[arg(long, value_name = "WORDS", default_value = "", allow_hyphen_values = true)]
    filter: String,
    /// Print children's full names instead of initials.
    #[arg(long)]
    names: bool,
    /// Answer with one JSON object a line, full names included.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let mut desk = desk.open()?;
    let query = filter(&args.filter)?;
    let asker = Asker { now: desk.now, me: &desk.actor.name };
    let (mut shown, mut all) = (Vec::new(), 0_usize);
    let mut reading = Board::begin(desk.store.conn())?;
    while !reading.is_complete() {
        for row in reading.page(desk.store.conn(), board::NEXT)? {
            all += 1;
            if query.matches(&row, &query::haystack(&row), &asker) {
                shown.push(row);
            }
        }
    }
    let words = name_words(&args.filter);
    if !words.is_empty() {
        let found = u32::try_from(shown.len()).unwrap_or(u32::MAX);
        desk.note(&DeskEvent::Searched { by: SearchWay::List, words: words.join(" "), found })?;
    }
    if args.names || args.json {
        let contacts = shown.len() as u64;
        let what = if args.json { "list as JSON" } else { "list with names" }.to_owned();
        desk.note_once(&DeskEvent::Exported { what, to: String::new(), why: String::new(), contacts })?;
    }
    // The record sends them by their next due time; the sort keeps that within each rank.
    shown.sort_by_key(|row| row.rank(desk.now));
    if args.json {
        for row in &shown {
            print::json_line(streams.out, &exchange::Row::of(row, &desk.protocol, desk.now))?;
        }
        return Ok(Exit::Done);
    }
    table(streams.out, &shown, &desk, args.names)?;
    let calls = drafts::list(desk.store.conn())?.len();
    let zone = desk.protocol.zone;
    let training = if desk.store.is_training() { " TRAINING desk, nobody here is real." } else { "" };
    writeln!(
        streams.out,
        "{} of {all} open contacts, {calls} calls being taken. {}.{training}",
        shown.len(),
        zone.long(desk.now)
    )?;
    Ok(Exit::Done)
}

/// Reads a filter, if it can be one.
pub(super) fn filter(words: &str) -> Result<Query, Stop> {
    let length = words.chars().count();
    if length > query::LONGEST {
        return Err(Stop::bad_input(format!(
            "The filter has {length} characters, and {} are the most. Nothing was looked for.",
            query::LONGEST
        )));
    }
    Ok(Query::parse(words))
}

fn table(out: &mut dyn Write, rows: &[Summary], desk: &Desk, names: bool) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "{:9} {:7} {} {} {:24} {:>9}  OWNER",
        "REF",
        "RATING",
        pad("CHILD", 18, &UNICODE),
        pad("CONCERN", 32, &UNICODE),
        "NEXT",
        "DUE IN"
    )?;
    for row in rows {
        let child = match (&row.restricted, &row.child) {
            (Some(_), _) => RESTRICTED.to_owned(),
            (None, Some(child)) => name(child, names),
            (None, None) => row.kind.label().to_owned(),
        };
        let left = row.next().map_or(Left::None, |duty| Left::Elapsed {
            due: duty.due,
            now: desk.now,
            seconds: false,
        });
        writeln!(
            out,
            "{:9} {:7} {} {} {} {:>9}  {}",
            row.id.to_string(),
            row.rating.map_or("—", Rating::label),
            pad(&print::line(&child), 18, &UNICODE),
            pad(&print::line(&row.concern), 32, &UNICODE),
            pad(&print::line(row.next().map_or("—", NextDuty::title)), 24, &UNICODE),
            left.to_string(),
            print::line(row.owner.as_deref().unwrap_or("—"))
        )?;
    }
    Ok(())
}

fn name(child: &ChildName, whole: bool) -> String {
    let name = if whole { child.full() } else { child.initials() };
    format!("{name} {}", child.age).trim().to_owned()
}
