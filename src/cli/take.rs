//! `dutydesk take`: files a contact that is given as JSON.

use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use serde_json::json;

use super::desk::{Desk, DeskArgs};
use super::stop::{Ended, Stop};
use super::{Exit, Streams, input, print};
use crate::domain::access::May;
use crate::domain::calendar::Zone;
use crate::domain::event::Received;
use crate::domain::schema::Kind;
use crate::domain::{decide, stamp};
use crate::exchange;

/// How far the workstation's clock may be behind that of whoever received the contact.
const AHEAD: TimeDelta = TimeDelta::minutes(15);

/// File a contact given as JSON, in the shape that show --json prints.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file, or - for standard input.
    #[arg(long, value_name = "FILE", required_unless_present = "schema")]
    from: Option<PathBuf>,
    /// Print the JSON Schema of a contact instead.
    #[arg(long, conflicts_with = "from")]
    schema: bool,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let Some(from) = &args.from else {
        print::json(streams.out, &exchange::json_schema())?;
        return Ok(Exit::Done);
    };
    let mut desk = desk.open()?;
    desk.note_time(streams)?;
    desk.require(May::Work)?;
    let zone = desk.protocol.zone;
    let call = read(from, &desk, streams)?;
    // Decided before a number is given, so that a refusal leaves no gap in the numbers.
    let history =
        decide::file(crate::domain::ids::ContactId(0), call, &desk.actor, &desk.protocol, desk.now)?;
    let id = desk.store.reserve_numbers(1, desk.now)?;
    desk.store.append_bulk(desk.now, &[(id, history)])?;
    let contact = desk.written(id)?;
    if args.json {
        let duties: Vec<_> = contact
            .running()
            .iter()
            .filter_map(|clock| {
                Some(json!({ "clock": clock.deadline.clock, "due": zone.iso(clock.deadline.due()?) }))
            })
            .collect();
        let answer = json!({ "ref": id.to_string(), "version": contact.version, "duties": duties });
        print::json_line(streams.out, &answer)?;
        return Ok(Exit::Done);
    }
    writeln!(streams.out, "Filed as {id}.")?;
    for clock in contact.running() {
        if let Some(due) = clock.deadline.due() {
            writeln!(streams.out, "  {:28}  due {}", clock.deadline.clock.label(), zone.short(due))?;
        }
    }
    Ok(Exit::Done)
}

/// Reads a call that is given as JSON. What is odd about it is said on standard error.
pub(super) fn read(from: &Path, desk: &Desk, streams: &mut Streams<'_>) -> Result<Received, Stop> {
    let zone = desk.protocol.zone;
    let text = input::text(from, streams)?;
    let given = exchange::read(&text, zone, desk.now)?;
    let received = given.received.unwrap_or(desk.now);
    if received > desk.now + AHEAD {
        return Err(Stop::bad_input(format!(
            "received = \"{}\" lies in the future: it is {} at this desk.",
            zone.iso(received),
            zone.iso(desk.now)
        )));
    }
    let call = Received::new(received, given.ended, given.intake);
    doubtful_times(&call, zone)?;
    for doubt in exchange::doubts(&call.intake, received, zone) {
        writeln!(streams.err, "Note: {}", print::line(&doubt))?;
    }
    Ok(call)
}

/// Times from which clocks run are never guessed: one that cannot be read, or has two readings, is refused.
fn doubtful_times(call: &Received, zone: Zone) -> Result<(), Stop> {
    for (question, answer) in call.intake.answers.iter().filter(|(id, _)| id.question().kind == Kind::Stamp) {
        if let Some(Err(why)) = answer.as_text().map(|typed| stamp::read(typed, call.received, zone)) {
            return Err(Stop::bad_input(format!("answers.{question}: {}", print::line(&why))));
        }
    }
    Ok(())
}
