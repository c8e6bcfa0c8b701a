//! `dutydesk protocol moves`: open deadlines that changed rules would move, and a manager's word that they do.

use serde_json::json;

use crate::cli::act::each;
use crate::cli::desk::{Desk, DeskArgs};
use crate::cli::stop::Ended;
use crate::cli::{Exit, Streams, print};
use crate::domain::access::May;
use crate::domain::command::Command;
use crate::domain::ids::ContactId;
use crate::domain::recount::{Affected, Shift};
use crate::store::moves;

/// List open deadlines that changed rules would move, old against new; --confirm lets them move.
///
/// Nothing moves until a manager confirms it. Deadlines that were met, and closed contacts, never change.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only these contacts, with commas between them.
    #[arg(value_name = "REF,REF")]
    references: Option<String>,
    /// Let them move. A manager's.
    #[arg(long, requires = "reason")]
    confirm: bool,
    /// Why, or on whose word.
    #[arg(long, requires = "confirm")]
    reason: Option<String>,
    /// Answer with JSON lines.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let mut desk = desk.open()?;
    let mut affected = moves::all(desk.store.conn(), &desk.protocol)?;
    if let Some(references) = &args.references {
        let wanted = each::references(references)?;
        affected.retain(|one| wanted.contains(&one.id));
    }
    let Some(reason) = args.reason.as_ref().filter(|_| args.confirm) else {
        return list(&affected, args.json, &desk, streams);
    };
    desk.require(May::Recount)?;
    desk.note_time(streams)?;
    if affected.is_empty() && !args.json {
        writeln!(streams.out, "No deadline would move.")?;
    }
    let ids: Vec<ContactId> = affected.iter().map(|one| one.id).collect();
    each::each(&ids, &Command::Recount { reason: reason.clone() }, args.json, &mut desk, streams)
}

fn list(affected: &[Affected], as_json: bool, desk: &Desk, streams: &mut Streams<'_>) -> Ended {
    let zone = desk.protocol.zone;
    let rows = || affected.iter().flat_map(|one| one.shifts.iter().map(|shift| (one.id, shift)));
    if as_json {
        for (id, shift) in rows() {
            let time = |at: Option<_>| at.map(|at| zone.iso(at));
            let row = json!({
                "ref": id.to_string(),
                "clock": shift.clock(),
                "duty": shift.title(),
                "was": time(shift.was()),
                "now": time(shift.now()),
                "difference": shift.difference(),
                "because": shift.because(),
            });
            print::json_line(streams.out, &row)?;
        }
        return Ok(Exit::Done);
    }
    for (id, shift) in rows() {
        writeln!(streams.out, "{}", row(id, shift, desk))?;
    }
    match rows().count() {
        0 => writeln!(streams.out, "No deadline would move under {}.", desk.protocol.stamp())?,
        1 => writeln!(streams.out, "1 deadline would move. A manager confirms it with --confirm --reason.")?,
        n => writeln!(
            streams.out,
            "{n} deadlines would move. A manager confirms them with --confirm --reason."
        )?,
    }
    Ok(Exit::Done)
}

fn row(id: ContactId, shift: &Shift, desk: &Desk) -> String {
    let (was, now) = shift.times(desk.protocol.zone);
    let title = print::line(&shift.title()).into_owned();
    format!("{:7} {title:24} {was:16} -> {now:16}  {}", id.to_string(), shift.difference())
}
