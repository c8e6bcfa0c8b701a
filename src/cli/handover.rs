//! `dutydesk handover`: the sheet in print, its two signatures, and the sheets of the last days.

use std::io::{self, Write};

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::desk::{Desk, DeskArgs};
use super::stop::{Ended, Stop};
use super::{Exit, Streams, close, print};
use crate::app::screens::handover::DAYS;
use crate::domain::close::Last;
use crate::domain::contact::Summary;
use crate::domain::event::DeskEvent;
use crate::domain::handover::{Entry, Kept, Owed, Page, Section, Sheet, SheetId, Signing, Span, Turn, many};
use crate::domain::when::Moment;
use crate::domain::{decide, human};
use crate::exchange;
use crate::store::board::{self, Board};
use crate::store::drafts;
use crate::store::handover::NotTaken;

/// Print the handover sheet, sign it, or take one over.
///
/// Without --to or --from it is the handover that is most likely at this time of day.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Args {
    /// To whom: edt (the emergency duty team, at closing) or shift (the next shift).
    #[arg(long, value_name = "WHOM", conflicts_with = "from")]
    to: Option<String>,
    /// From whom: edt (the emergency duty team, in the morning).
    #[arg(long, value_name = "WHOM")]
    from: Option<String>,
    /// The end of the next shift: 17:20, tomorrow 8:45, or 2026-11-24T17:20. Without it the desk's closing.
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Sign the sheet: every contact on it is handed over and waits until it is taken.
    #[arg(long, requires = "taker")]
    sign: bool,
    /// Who takes over, by name.
    #[arg(long, value_name = "NAME", requires = "sign")]
    taker: Option<String>,
    /// Who leaves, by name, if not you.
    #[arg(long, value_name = "NAME", requires = "sign")]
    leaver: Option<String>,
    /// What more is said.
    #[arg(long, value_name = "TEXT", default_value = "", requires = "sign")]
    note: String,
    /// Take a signed sheet over, H-7: the second signature, and every contact on it that nobody took before.
    #[arg(long, value_name = "SHEET", conflicts_with_all = ["sign", "list", "to", "from", "until"])]
    take: Option<String>,
    /// Who takes it, by name, if not you.
    #[arg(long, value_name = "NAME", requires = "take")]
    by: Option<String>,
    /// List the sheets signed in the last seven days.
    #[arg(long, conflicts_with_all = ["sign", "to", "from", "until"])]
    list: bool,
    /// Print children's full names instead of initials. What is signed and kept says initials.
    #[arg(long)]
    names: bool,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let mut desk = desk.open()?;
    if args.list {
        return list(args, &desk, streams);
    }
    if let Some(sheet) = &args.take {
        return take(args, sheet, &mut desk, streams);
    }
    let span = span(args, &desk)?;
    let last_close = desk.store.last_close()?.into();
    let sheet = Sheet::new(&rows(&desk)?, &drafts::list(desk.store.conn())?, span, &desk.protocol);
    let sheet = Sheet { last_close, ..sheet };
    if args.sign {
        return sign(args, &sheet, &mut desk, streams);
    }
    let contacts = sheet.contacts().len() as u64;
    desk.note(&DeskEvent::Exported {
        what: if args.names || args.json { "handover sheet with names" } else { "handover sheet" }.to_owned(),
        to: String::new(),
        why: sheet.span.turn.label().to_lowercase(),
        contacts,
    })?;
    if args.json {
        print::json(streams.out, &whole(&sheet, &desk))?;
        return Ok(Exit::Done);
    }
    page(streams.out, &sheet.text(paper(&desk, args.names)))?;
    Ok(Exit::Done)
}

fn paper(desk: &Desk, names: bool) -> Page {
    Page { zone: desk.protocol.zone, names, training: desk.store.is_training() }
}

/// Text of the record, line by line, safe for a terminal.
fn page(out: &mut dyn Write, text: &str) -> io::Result<()> {
    text.lines().try_for_each(|line| writeln!(out, "{}", print::line(line).trim_end()))
}

fn span(args: &Args, desk: &Desk) -> Result<Span, Stop> {
    let wrong = |flag: &str, given: &str, known: &str| {
        Stop::bad_input(format!("{flag} = \"{}\": it is not one of {known}.", print::line(given)))
    };
    let turn = match (args.to.as_deref(), args.from.as_deref()) {
        (Some("edt"), _) => Turn::ToEdt,
        (Some("shift"), _) => Turn::Shift,
        (Some(other), _) => return Err(wrong("--to", other, "edt, shift")),
        (None, Some("edt")) => Turn::FromEdt,
        (None, Some(other)) => return Err(wrong("--from", other, "edt")),
        (None, None) if args.until.is_some() => Turn::Shift,
        (None, None) => Span::likely(desk.now, &desk.protocol),
    };
    let until = match &args.until {
        None => None,
        Some(_) if turn != Turn::Shift => {
            return Err(Stop::bad_input("--until is the end of the next shift; give --to shift with it."));
        }
        Some(typed) => Some(time(typed, desk)?),
    };
    Ok(Span::new(turn, until, desk.now, &desk.protocol))
}

/// The end of a shift: a time to come.
fn time(typed: &str, desk: &Desk) -> Result<Moment, Stop> {
    let wrong = |why: &str| Stop::bad_input(format!("--until = \"{}\": {why}", print::line(typed)));
    let until = human::moment(typed, desk.now, desk.protocol.zone).map_err(|why| wrong(&why))?;
    if until <= desk.now { Err(wrong("a shift ends in the future.")) } else { Ok(until) }
}

fn rows(desk: &Desk) -> Result<Vec<Summary>, Stop> {
    let mut reading = Board::begin(desk.store.conn())?;
    let mut rows = Vec::new();
    while !reading.is_complete() {
        rows.extend(reading.page(desk.store.conn(), board::NEXT)?);
    }
    Ok(rows)
}

fn sign(args: &Args, sheet: &Sheet, desk: &mut Desk, streams: &mut Streams<'_>) -> Ended {
    let span = sheet.span;
    let leaver = match (&args.leaver, span.turn) {
        (Some(name), _) => name.clone(),
        // Who worked the night is not at this desk: nobody can be guessed.
        (None, Turn::FromEdt) => {
            return Err(Stop::bad_input("Say with --leaver who hands over for the emergency duty team."));
        }
        (None, _) => desk.actor.name.clone(),
    };
    let signing = Signing {
        turn: span.turn,
        by: leaver,
        to: args.taker.clone().unwrap_or_default(),
        until: span.until,
        note: args.note.clone(),
        contacts: sheet.contacts(),
        text: sheet.text(paper(desk, false)),
    };
    decide::may_sign(&signing, &desk.actor, desk.now)?;
    let signed = desk.store.sign_handover(&signing, &desk.actor, desk.now)?;
    if args.json {
        let kept = Kept { signed, at: desk.now, taken: None };
        print::json(streams.out, &json_of(&kept, desk))?;
        return Ok(Exit::Done);
    }
    page(streams.out, &signed.text)?;
    writeln!(
        streams.out,
        "Signed as {}, {}. SHA-256 {}.\nTo take it over: dutydesk handover --take {}",
        signed.sheet,
        many(signed.contacts.len()),
        signed.sha256,
        signed.sheet
    )?;
    Ok(Exit::Done)
}

fn take(args: &Args, sheet: &str, desk: &mut Desk, streams: &mut Streams<'_>) -> Ended {
    let sheet: SheetId = sheet
        .parse()
        .map_err(|why| Stop::bad_input(format!("--take = \"{}\": {why}.", print::line(sheet))))?;
    let by = args.by.clone().unwrap_or_else(|| desk.actor.name.clone());
    let (actor, now) = (desk.actor.clone(), desk.now);
    let taken = desk.store.take_handover(sheet, &by, &actor, now).map_err(|no| match no {
        NotTaken::Refused(refusal) => refusal.into(),
        NotTaken::Trouble(error) => Stop::from(error),
    })?;
    if args.json {
        print::json(streams.out, &json_of(&desk.store.handover(sheet)?, desk))?;
        return Ok(Exit::Done);
    }
    let contacts: Vec<String> = taken.contacts.iter().map(ToString::to_string).collect();
    let with = if contacts.is_empty() { "none waited any more".to_owned() } else { contacts.join(", ") };
    writeln!(streams.out, "{sheet} is taken over by {}: {with}.", print::line(&taken.by))?;
    Ok(Exit::Done)
}

fn list(args: &Args, desk: &Desk, streams: &mut Streams<'_>) -> Ended {
    let zone = desk.protocol.zone;
    let sheets = desk.store.handovers(desk.now - TimeDelta::days(DAYS))?;
    if args.json {
        let all: Vec<Value> = sheets.iter().map(|kept| json_of(kept, desk)).collect();
        print::json(streams.out, &all)?;
        return Ok(Exit::Done);
    }
    if sheets.is_empty() {
        writeln!(streams.out, "No sheet was signed in the last {DAYS} days.")?;
    }
    for kept in &sheets {
        let signed = &kept.signed;
        let taken = match &kept.taken {
            None => "not taken yet".to_owned(),
            Some((by, at)) => format!("taken by {}, {}", print::line(by), zone.short(*at)),
        };
        writeln!(
            streams.out,
            "{}  {}  {}  {}  {} to {}: {taken}",
            signed.sheet,
            zone.short(kept.at),
            signed.turn.label().to_lowercase(),
            many(signed.contacts.len()),
            print::line(&signed.by),
            print::line(&signed.to)
        )?;
    }
    Ok(Exit::Done)
}

/// A signed sheet for programs.
fn json_of(kept: &Kept, desk: &Desk) -> Value {
    let (signed, zone) = (&kept.signed, desk.protocol.zone);
    let refs = |ids: &[crate::domain::ids::ContactId]| -> Vec<String> {
        ids.iter().map(ToString::to_string).collect()
    };
    json!({
        "sheet": signed.sheet.to_string(),
        "turn": signed.turn,
        "signed": zone.iso(kept.at),
        "by": signed.by,
        "to": signed.to,
        "until": zone.iso(signed.until),
        "note": signed.note,
        "contacts": refs(&signed.contacts),
        "changed": refs(&signed.changed),
        "sha256": signed.sha256,
        "taken_by": kept.taken.as_ref().map(|(by, _)| by),
        "taken": kept.taken.as_ref().map(|(_, at)| zone.iso(*at)),
        "text": signed.text,
        "training": desk.store.is_training(),
    })
}

/// The sheet for programs, full names included.
fn whole(sheet: &Sheet, desk: &Desk) -> Value {
    let (span, zone) = (&sheet.span, desk.protocol.zone);
    let section = |(section, entries): &(Section, Vec<Entry>)| {
        json!({
            "section": section,
            "title": section.heading(span, zone),
            "entries": entries.iter().map(|entry| entry_of(entry, desk)).collect::<Vec<_>>(),
        })
    };
    let record = match &sheet.last_close {
        Last::At(closed) => close::json_of(closed, desk),
        Last::Never | Last::Unread => Value::Null,
    };
    json!({
        "turn": span.turn,
        "made": zone.iso(span.now),
        "closes": zone.iso(span.closes),
        "opens": zone.iso(span.opens),
        "until": zone.iso(span.until),
        "closed_before": { "from": zone.iso(span.night.0), "until": zone.iso(span.night.1) },
        "sections": sheet.sections.iter().map(section).collect::<Vec<_>>(),
        "others": sheet.others,
        "record": record,
        "training": desk.store.is_training(),
    })
}

fn entry_of(entry: &Entry, desk: &Desk) -> Value {
    let (zone, now) = (desk.protocol.zone, desk.now);
    let owed = |list: &[Owed]| -> Vec<Value> {
        list.iter()
            .map(|one| {
                json!({
                    "what": one.what,
                    "due": one.due.map(|due| zone.iso(due)),
                    "late": one.due.is_some_and(|due| due < now),
                    "staffed_minutes": one.due.map(|_| one.staffed),
                })
            })
            .collect()
    };
    match entry {
        Entry::Contact { row, owed: list } => {
            json!({ "ref": row.id.to_string(), "owed": owed(list), "contact": exchange::Row::of(row, &desk.protocol, now) })
        }
        Entry::Refer { id, owed: list, stands } => {
            json!({ "ref": id.to_string(), "owed": owed(list), "see": stands })
        }
        Entry::Call(head) => json!({
            "ref": head.id.to_string(),
            "call": { "taker": head.taker.name, "started": zone.iso(head.started), "parked": head.parked.map(|at| zone.iso(at)), "concern": head.concern },
        }),
    }
}
