//! One command on several contacts, and what became of each.

use std::collections::BTreeSet;

use serde_json::json;

use super::Args;
use crate::app::action::many;
use crate::cli::desk::Desk;
use crate::cli::stop::{Ended, Stop};
use crate::cli::{Exit, Streams, print};
use crate::domain::command::{Command, Doing};
use crate::domain::ids::ContactId;
use crate::store::each::NotDone;

/// `do R-1001,R-1004 note "..."`.
pub(super) fn run(args: Args, mut desk: Desk, streams: &mut Streams<'_>) -> Ended {
    let ids = references(&args.reference)?;
    let command = super::command(args.what, None, &desk, streams)?;
    if !many::goes_to_many(command.doing()) {
        return Err(one_at_a_time(command.doing()));
    }
    each(&ids, &command, args.json, &mut desk, streams)
}

/// References with commas between them, each once, in the order given.
pub(in crate::cli) fn references(text: &str) -> Result<Vec<ContactId>, Stop> {
    let mut seen = BTreeSet::new();
    let mut ids = Vec::new();
    for one in text.split(',').map(str::trim).filter(|one| !one.is_empty()) {
        let id = Desk::reference(one)?;
        if seen.insert(id) {
            ids.push(id);
        }
    }
    if ids.is_empty() { Err(Stop::bad_input("No contact is named.")) } else { Ok(ids) }
}

/// Why a command is refused for several contacts.
pub(super) fn one_at_a_time(doing: Doing) -> Stop {
    Stop::bad_input(format!("{}: one contact at a time, because {}.", doing.code(), many::why_one(doing)))
}

/// Gives the command to each contact by itself and says what became of it.
pub(in crate::cli) fn each(
    ids: &[ContactId],
    command: &Command,
    json: bool,
    desk: &mut Desk,
    streams: &mut Streams<'_>,
) -> Ended {
    let mut exit = Exit::Done;
    for id in ids {
        let why = match desk.store.act(*id, command, &desk.actor, &desk.protocol, desk.now) {
            Ok((after, events)) => {
                if json {
                    print::json_line(streams.out, &super::as_json(&after, &events, desk))?;
                } else {
                    super::tell(streams, &after, &events, desk)?;
                }
                continue;
            }
            Err(NotDone::Refused(why)) => why,
            Err(NotDone::Trouble(trouble)) => trouble.to_string(),
        };
        exit = Exit::Refused;
        if json {
            print::json_line(streams.out, &json!({ "ref": id.to_string(), "refused": why }))?;
        } else {
            writeln!(streams.out, "{id}: not done. {}", print::line(&why))?;
        }
    }
    Ok(exit)
}
