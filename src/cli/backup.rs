//! `dutydesk backup`: a checked copy of the desk, and which copies there are.

use std::path::PathBuf;

use serde_json::json;

use super::desk::DeskArgs;
use super::stop::Ended;
use super::{Exit, Streams, print};
use crate::domain::access::May;
use crate::domain::calendar::Zone;
use crate::store::backup::{self, shelf};

/// Make a checked copy of the desk. A real desk also makes one by itself every day.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Copy into this directory, on another disk, instead of the desk's own backups.
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// List the copies that the desk has of itself, oldest first. Needs no key.
    #[arg(long, conflicts_with = "to")]
    list: bool,
    /// Answer with JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    if args.list {
        return list(args, desk, streams);
    }
    let mut desk = desk.open()?;
    desk.require(May::BackUp)?;
    let made = desk.store.copy_to(args.to.as_deref(), desk.now, &mut |_| {})?;
    let removed = if args.to.is_none() { shelf::tidy(desk.store.paths(), desk.now)? } else { Vec::new() };
    desk.store.note_copy(&made, &removed, &desk.actor, desk.now)?;
    let cautions = if args.to.is_some() { backup::cautions(&made)? } else { Vec::new() };
    if args.json {
        let answer = json!({
            "name": made.name, "place": made.place.display().to_string(), "entries": made.seq, "bytes": made.bytes,
            "removed": removed, "cautions": cautions,
        });
        print::json(streams.out, &answer)?;
        return Ok(Exit::Done);
    }
    writeln!(
        streams.out,
        "The copy was made and checked: {}, up to entry {}, {} kB.",
        print::line(&made.place.display().to_string()),
        made.seq,
        made.bytes.div_ceil(1024)
    )?;
    for name in &removed {
        writeln!(streams.out, "Removed, as newer ones stand for it: {name}.")?;
    }
    for caution in &cautions {
        writeln!(streams.err, "Note: {}", print::line(caution))?;
    }
    Ok(Exit::Done)
}

fn list(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let copies = shelf::list(&desk.paths()?)?;
    if args.json {
        let answer: Vec<_> = copies
            .iter()
            .map(|copy| json!({ "name": copy.name, "made": copy.at, "entries": copy.seq, "why": why(copy.kept) }))
            .collect();
        print::json(streams.out, &answer)?;
        return Ok(Exit::Done);
    }
    if copies.is_empty() {
        writeln!(streams.out, "This desk has no copies of itself.")?;
    }
    for copy in copies {
        let (when, why) = (Zone::LONDON.long(copy.at), why(copy.kept));
        writeln!(streams.out, "{}  {when}, up to entry {}, {why}", copy.name, copy.seq)?;
    }
    Ok(Exit::Done)
}

fn why(kept: shelf::Kept) -> String {
    match kept {
        shelf::Kept::Usual => "daily or asked for".to_owned(),
        shelf::Kept::BeforeSchema(step) => format!("before the change to schema {step}"),
    }
}
