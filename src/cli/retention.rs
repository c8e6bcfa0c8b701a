//! `dutydesk retention`: what is due for erasure, and erasing it: one manager asks, another agrees.

use clap::Subcommand;
use serde_json::{Value, json};

use super::desk::{Desk, DeskArgs};
use super::stop::{Ended, Stop};
use super::{Exit, Streams, print};
use crate::domain::access::May;
use crate::domain::calendar::Zone;
use crate::domain::retention::erasure::{Proposal, Target};
use crate::domain::retention::listing::{Carried, Gone, Left, Line};
use crate::domain::retention::{Applied, Standing, day};
use crate::store::each::NotDone;

/// What is due for erasure, what is held, and erasing by two people. Managers only.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List what is due, what is held and what was asked for.
    List {
        /// Answer with one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Ask for an erasure. Another manager has fourteen days to agree.
    Propose {
        /// What: R-1001, or known-people for every imported entry whose time is over.
        #[arg(value_name = "REF")]
        target: String,
        /// Why. It stays when everything else is gone: name nobody.
        #[arg(long)]
        reason: String,
        /// Answer with one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Agree to an erasure that another manager asked for. It is carried out at once and cannot be taken back.
    Agree {
        /// What: R-1001, or known-people.
        #[arg(value_name = "REF")]
        target: String,
        /// Answer with one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Refuse an erasure that was asked for, or take your own request back.
    Refuse {
        /// What: R-1001, or known-people.
        #[arg(value_name = "REF")]
        target: String,
        /// Why not. Name nobody.
        #[arg(long)]
        reason: String,
    },
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let mut desk = desk.open()?;
    let (actor, protocol, now) = (desk.actor.clone(), desk.protocol.clone(), desk.now);
    desk.store.require(May::Erase, &actor, now)?;
    match &args.what {
        What::List { json } => list(*json, &desk, streams),
        What::Propose { target, reason, json } => {
            let target = read(target)?;
            let asked =
                desk.store.propose_erasure(target, reason, &actor, &protocol, now).map_err(not_done)?;
            if *json {
                print::json(streams.out, &proposal_json(&asked, protocol.zone))?;
                return Ok(Exit::Done);
            }
            let until = protocol.zone.long(asked.lapses());
            writeln!(
                streams.out,
                "The erasure of {target} is asked for: {}.\nAnother manager agrees until {until}: dutydesk retention agree {target}",
                asked.asked.applied.rule.words()
            )?;
            Ok(Exit::Done)
        }
        What::Agree { target, json } => {
            let target = read(target)?;
            let carried = desk.store.agree_erasure(target, &actor, &protocol, now).map_err(not_done)?;
            if *json {
                print::json(streams.out, &carried_json(&carried, protocol.zone))?;
                return Ok(Exit::Done);
            }
            for line in carried.lines(protocol.zone) {
                writeln!(streams.out, "{}", print::line(&line))?;
            }
            Ok(Exit::Done)
        }
        What::Refuse { target, reason } => {
            let target = read(target)?;
            desk.store.refuse_erasure(target, reason, &actor, &protocol, now).map_err(not_done)?;
            writeln!(streams.out, "The erasure of {target} is refused. It is kept.")?;
            Ok(Exit::Done)
        }
    }
}

fn read(target: &str) -> Result<Target, Stop> {
    target.parse().map_err(|why| Stop::bad_input(format!("\"{}\": {why}.", print::line(target))))
}

fn not_done(no: NotDone) -> Stop {
    match no {
        NotDone::Refused(why) => Stop::refused(why),
        NotDone::Trouble(error) => error.into(),
    }
}

fn list(as_json: bool, desk: &Desk, streams: &mut Streams<'_>) -> Ended {
    let (zone, now) = (desk.protocol.zone, desk.now);
    let listing = desk.store.retention(&desk.protocol, now)?;
    let out = &mut *streams.out;
    if as_json {
        let lines = |lines: &[Line]| lines.iter().map(|line| line_json(line, desk)).collect::<Vec<_>>();
        let erased: Vec<Value> = listing.erased.iter().map(|gone| gone_json(gone, zone)).collect();
        let whole = json!({
            "due": lines(&listing.due),
            "more": listing.more,
            "held": lines(&listing.held),
            "erased": erased,
            "training": desk.store.is_training(),
        });
        print::json(out, &whole)?;
        return Ok(Exit::Done);
    }
    writeln!(out, "Due for erasure ({})", listing.due.len() + listing.more)?;
    for line in &listing.due {
        writeln!(out, "  {}: {}", line.what(zone), line.standing.words(zone))?;
        if let Some(proposal) = &line.proposal {
            writeln!(out, "      {}", print::line(&asked(proposal, line, desk)))?;
        }
    }
    if listing.more > 0 {
        writeln!(out, "  and {} more, due later than these", listing.more)?;
    }
    writeln!(out, "\nUnder a legal hold ({})", listing.held.len())?;
    for line in &listing.held {
        writeln!(out, "  {}: {}", line.what(zone), print::line(&line.standing.words(zone)))?;
        if let Standing::Held(hold) = &line.standing {
            writeln!(out, "      {}", print::line(&hold.reason))?;
        }
    }
    writeln!(out, "\nErased last ({})", listing.erased.len())?;
    for gone in &listing.erased {
        writeln!(
            out,
            "  {}: {}, asked by {}, agreed by {}",
            gone.erased.contact,
            day(zone.local(gone.at).date()),
            print::line(&gone.erased.asked_by.name),
            print::line(&gone.agreed_by.name)
        )?;
    }
    Ok(Exit::Done)
}

/// Who asked, and whether that still counts.
fn asked(proposal: &Proposal, line: &Line, desk: &Desk) -> String {
    let zone = desk.protocol.zone;
    let head =
        format!("asked for by {}, {}: {}", proposal.by.name, zone.long(proposal.at), proposal.asked.reason);
    if proposal.stands(line.seen, desk.now) {
        format!("{head} (until {})", zone.long(proposal.lapses()))
    } else {
        format!("{head} (lapsed)")
    }
}

fn line_json(line: &Line, desk: &Desk) -> Value {
    let zone = desk.protocol.zone;
    let (state, applied) = match &line.standing {
        Standing::Open => ("open", None),
        Standing::Held(_) => ("held", None),
        Standing::NoRule => ("no-rule", None),
        Standing::Kept(applied) => ("kept", Some(applied)),
        Standing::Due(applied) => ("due", Some(applied)),
    };
    let held = if let Standing::Held(hold) = &line.standing {
        Some(json!({ "at": zone.iso(hold.at), "by": hold.by, "reason": hold.reason }))
    } else {
        None
    };
    let entries = (line.target == Target::KnownPeople).then_some(line.seen);
    json!({
        "ref": line.target.to_string(),
        "received": line.received.map(|at| zone.iso(at)),
        "entries": entries,
        "state": state,
        "rule": applied.map(rule_json),
        "held": held,
        "asked": line.proposal.as_ref().map(|proposal| proposal_json(proposal, zone)),
        "lapsed": line.proposal.as_ref().map(|proposal| !proposal.stands(line.seen, desk.now)),
    })
}

fn rule_json(applied: &Applied) -> Value {
    json!({ "words": applied.rule.words(), "until": applied.until.to_string(), "basis": applied.rule.basis })
}

fn proposal_json(proposal: &Proposal, zone: Zone) -> Value {
    json!({
        "ref": proposal.asked.target.to_string(),
        "by": proposal.by,
        "at": zone.iso(proposal.at),
        "until": zone.iso(proposal.lapses()),
        "reason": proposal.asked.reason,
        "rule": rule_json(&proposal.asked.applied),
    })
}

/// What is left of an erased contact, for programs.
pub(super) fn gone_json(gone: &Gone, zone: Zone) -> Value {
    let Gone { erased, agreed_by, at } = gone;
    json!({
        "ref": erased.contact.to_string(),
        "erased": {
            "at": zone.iso(*at),
            "rule": rule_json(&erased.applied),
            "reason": erased.reason,
            "asked_by": erased.asked_by,
            "asked": zone.iso(erased.asked),
            "agreed_by": agreed_by,
            "entries": erased.entries,
            "hash": erased.hash,
        },
    })
}

fn carried_json(carried: &Carried, zone: Zone) -> Value {
    let left = match &carried.left {
        Left::Contact(erased) => gone_json(
            &Gone { erased: erased.clone(), agreed_by: carried.agreed_by.clone(), at: carried.at },
            zone,
        ),
        Left::People(gone) => json!({ "ref": "known-people", "erased": {
            "at": zone.iso(carried.at), "entries": gone.people, "before": gone.before.to_string(),
            "rule": gone.rule.words(), "reason": gone.reason, "asked_by": gone.asked_by,
            "agreed_by": carried.agreed_by,
        } }),
    };
    let backups: Vec<Value> = carried
        .backups
        .iter()
        .map(|held| json!({ "name": held.name, "removed": held.removed.map(|at| zone.iso(at)) }))
        .collect();
    json!({ "left": left, "backups": backups, "files": carried.files, "log_cut": carried.cleared })
}
