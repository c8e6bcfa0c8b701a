//! `dutydesk close`: the end of the record signed, and whether it still agrees with words on paper.

use serde_json::{Value, json};

use super::desk::{Desk, DeskArgs};
use super::stop::{Ended, Stop};
use super::{Exit, Streams, print};
use crate::domain::access::May;
use crate::domain::close::{self, Closed};
use crate::store::close::Agreement;

/// Sign the end of the record: the daily close. A manager's.
///
/// It answers with the number of the last entry and six words. Write both on paper: whoever changes an entry later, with or
/// without the desk's keys, changes the words.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Sign nothing; say whether the record still agrees with these six words from paper.
    #[arg(long, value_name = "WORDS")]
    check: Option<String>,
    /// The number of the entry that stands beside the words. Without it they are looked for among the closes on record.
    #[arg(long, value_name = "N", requires = "check")]
    entry: Option<u64>,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let mut desk = desk.open()?;
    match &args.check {
        Some(typed) => check(args, typed, &desk, streams),
        None => sign(args, &mut desk, streams),
    }
}

fn sign(args: &Args, desk: &mut Desk, streams: &mut Streams<'_>) -> Ended {
    desk.require(May::CloseDay)?;
    let (actor, now) = (desk.actor.clone(), desk.now);
    let closed = desk.store.close_day(&actor, now)?;
    if let Some(trouble) = desk.store.take_trouble_beside() {
        writeln!(streams.err, "Note: {trouble}")?;
    }
    if args.json {
        print::json(streams.out, &json_of(&closed, desk))?;
        return Ok(Exit::Done);
    }
    for line in close::said(&Some(closed).into(), now, desk.protocol.zone) {
        writeln!(streams.out, "{}", print::line(&line))?;
    }
    writeln!(
        streams.out,
        "Write the number and the six words on paper, and keep it where nobody at this desk can change it."
    )?;
    Ok(Exit::Done)
}

fn check(args: &Args, typed: &str, desk: &Desk, streams: &mut Streams<'_>) -> Ended {
    let words =
        close::read(typed).map_err(|why| Stop::bad_input(format!("--check: {}", print::line(&why))))?;
    let (agrees, entry, what) = match desk.store.check_words(&words, args.entry)? {
        Agreement::Agrees { entry } => {
            let whole = format!("Every entry up to {entry} is as it was when these words were written down.");
            (true, Some(entry), whole)
        }
        Agreement::Differs { entry, what } => {
            (false, Some(entry), format!("The record does NOT agree with these words: {what}."))
        }
        Agreement::NoSuchClose => {
            let what =
                "No close on record has these words. Give the number that stands beside them with --entry.";
            (false, None, what.to_owned())
        }
    };
    let exit = if agrees { Exit::Done } else { Exit::Refused };
    if args.json {
        print::json(streams.out, &json!({ "agrees": agrees, "entry": entry, "words": words, "what": what }))?;
        return Ok(exit);
    }
    writeln!(streams.out, "{}", print::line(&what))?;
    if entry.is_some() && !agrees {
        writeln!(
            streams.err,
            "Copy the desk's directory away before anybody works on, and run \"dutydesk verify\"."
        )?;
    }
    Ok(exit)
}

/// A close for programs.
pub(super) fn json_of(closed: &Closed, desk: &Desk) -> Value {
    let close = &closed.close;
    json!({
        "entry": close.closed,
        "words": close.words,
        "closed": desk.protocol.zone.iso(closed.at),
        "by": close.by,
        "old": closed.is_old(desk.now),
        "hash": close.hash,
        "key": close.key,
        "signature": close.signature,
        "previous": close.previous,
        "recorded_as": closed.entry,
    })
}
