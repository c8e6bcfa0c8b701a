//! `dutydesk verify`: whether the record is whole.

use serde_json::json;

use super::desk::{Desk, DeskArgs};
use super::stop::Ended;
use super::{Exit, Streams, print};
use crate::store::verify::Report;

/// Check the record: database, encryption, chain of events, bodies, head file, daily closes, and the board against the events.
///
/// The outcome is recorded.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Make the board's tables again from the events first. Needs the desk to itself.
    #[arg(long)]
    rebuild: bool,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let mut desk = desk.open()?;
    if args.rebuild {
        desk.store.rebuild()?;
    }
    let report = desk.store.verify()?;
    note(&report, &mut desk, streams)?;
    let exit = if report.is_good() { Exit::Done } else { Exit::Refused };
    if args.json {
        let checks: Vec<_> = report
            .checks
            .iter()
            .map(|check| {
                let bad = check.bad.as_ref().map(|bad| {
                    json!({ "entry": bad.seq, "contact": bad.contact_id.map(|id| format!("R-{id}")), "what": bad.what })
                });
                json!({ "check": check.name, "looked_at": check.looked_at, "bad": bad })
            })
            .collect();
        print::json(
            streams.out,
            &json!({ "good": report.is_good(), "rebuilt": args.rebuild, "checks": checks }),
        )?;
        return Ok(exit);
    }
    if args.rebuild {
        writeln!(streams.out, "The board was made again from the events.")?;
    }
    for check in &report.checks {
        match &check.bad {
            None => writeln!(streams.out, "{:12} good, {} looked at", check.name, check.looked_at)?,
            Some(bad) => writeln!(streams.out, "{:12} BAD: {}", check.name, print::line(&bad.to_string()))?,
        }
    }
    if exit == Exit::Refused {
        writeln!(
            streams.err,
            "The desk is not as it should be. Stop work on it, copy its directory away, and keep this answer."
        )?;
    }
    Ok(exit)
}

/// The outcome stands in the record too. A file that is damaged itself is not written to: it is evidence, and could get worse.
fn note(report: &Report, desk: &mut Desk, streams: &mut Streams<'_>) -> std::io::Result<()> {
    let noted = if report.file_is_damaged() {
        Err("the file itself is damaged, and is better not written to".to_owned())
    } else {
        let (actor, now) = (desk.actor.clone(), desk.now);
        desk.store.note_check(report, &actor, now).map_err(|e| e.to_string())
    };
    match noted {
        Ok(()) => Ok(()),
        Err(why) => writeln!(streams.err, "This check was not recorded: {}", print::line(&why)),
    }
}
