//! A number that became no contact: why, and what had been told.

use std::io::{self, Write};

use serde_json::json;

use crate::cli::desk::Desk;
use crate::cli::print;
use crate::domain::event::DeskEvent;
use crate::domain::ids::ContactId;
use crate::domain::retention::day;
use crate::domain::retention::listing::Gone;
use crate::exchange;
use crate::store::ended::Ended;

/// As one JSON object.
pub(super) fn json(out: &mut dyn Write, id: ContactId, ended: &Ended, desk: &Desk) -> io::Result<()> {
    let zone = desk.protocol.zone;
    let (reason, into, draft) = match &ended.how {
        DeskEvent::DraftDiscarded { reason, draft, .. } => (Some(reason), None, draft.as_ref()),
        DeskEvent::CallAttached { into, .. } => (None, Some(into.to_string()), None),
        _ => (None, None, None),
    };
    let received = draft.map(|draft| draft.received(ended.at));
    let told = received.as_ref().map(|received| exchange::Shape::told(received, zone));
    let answer = json!({
        "ref": id.to_string(),
        "ended": { "at": zone.iso(ended.at), "by": ended.by, "reason": reason, "into": into },
        "told": told,
    });
    print::json(out, &answer)
}

/// For people.
pub(super) fn page(out: &mut dyn Write, id: ContactId, ended: &Ended, desk: &Desk) -> io::Result<()> {
    let zone = desk.protocol.zone;
    writeln!(out, "{id}  {}", print::line(&sentence(&ended.how)))?;
    writeln!(out, "ended     {}, by {}", zone.long(ended.at), print::line(&ended.by.name))?;
    match &ended.how {
        DeskEvent::DraftDiscarded { draft: Some(draft), .. } => super::told(out, &draft.told(ended.at)),
        _ => Ok(()),
    }
}

/// What is left of a contact that was erased.
pub(super) fn erased(out: &mut dyn Write, gone: &Gone, as_json: bool, desk: &Desk) -> io::Result<()> {
    let zone = desk.protocol.zone;
    if as_json {
        return print::json(out, &crate::cli::retention::gone_json(gone, zone));
    }
    let Gone { erased, agreed_by, at } = gone;
    writeln!(out, "{}  erased under a retention rule", erased.contact)?;
    writeln!(out, "erased    {}", zone.long(*at))?;
    writeln!(out, "rule      {}, kept until {}", erased.applied.rule.words(), day(erased.applied.until))?;
    writeln!(out, "asked by  {}, {}", print::line(&erased.asked_by.name), zone.long(erased.asked))?;
    writeln!(out, "agreed by {}", print::line(&agreed_by.name))?;
    writeln!(out, "reason    {}", print::line(&erased.reason))?;
    writeln!(out, "entries   {} without words; the last one's hash is {}", erased.entries, erased.hash)
}

/// How it ended, in a sentence.
pub(in crate::cli) fn sentence(how: &DeskEvent) -> String {
    match how {
        DeskEvent::DraftDiscarded { reason, .. } => format!("a call that was not filed: {reason}"),
        DeskEvent::CallAttached { into, .. } => format!("a call about {into}: what was told stands there"),
        _ => "no contact".to_owned(),
    }
}
