//! `dutydesk looked`: who looked at what, for managers.

use std::io::{self, Write};

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use serde_json::{Value, json};

use super::desk::{Desk, DeskArgs};
use super::stop::{Ended, Stop};
use super::{Exit, Streams, print};
use crate::app::screens::looked::LookedScreen;
use crate::domain::calendar::Zone;
use crate::domain::looked::{self, Counts, Line, Page, Review};
use crate::domain::when::Moment;

/// Show who looked at what, and what a manager should ask about: own surname, not theirs, out of hours, many at once.
///
/// Without a time it is the last seven days. Only managers may ask; that they asked is recorded.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A week by its number, Monday to Sunday: 2026-W48.
    #[arg(long, value_name = "WEEK", conflicts_with_all = ["since", "until"])]
    week: Option<String>,
    /// From this day on: 2026-11-23.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Up to and with this day: 2026-11-29.
    #[arg(long, value_name = "DATE", requires = "since")]
    until: Option<String>,
    /// Answer with one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let mut desk = desk.open()?;
    let (since, until) = span(args, desk.protocol.zone, desk.now)?;
    let material = desk.store.looked(since, until, &desk.actor, desk.now)?;
    let page = looked::page(&material, &desk.protocol);
    if args.json {
        print::json(streams.out, &whole(&page, &desk))?;
    } else {
        self::page(streams.out, &page, desk.protocol.zone)?;
    }
    Ok(Exit::Done)
}

/// From when until when, the end not included.
fn span(args: &Args, zone: Zone, now: Moment) -> Result<(Moment, Moment), Stop> {
    let midnight = |day: NaiveDate| zone.computed(day.and_time(NaiveTime::MIN));
    let days = |first: NaiveDate, count: i64| {
        let end = first.checked_add_signed(TimeDelta::days(count)).unwrap_or(first);
        (midnight(first), midnight(end))
    };
    if let Some(week) = &args.week {
        return Ok(days(monday(week)?, 7));
    }
    let Some(since) = &args.since else { return Ok(LookedScreen::default().span(now)) };
    let first = day("--since", since)?;
    let last = match &args.until {
        Some(until) => day("--until", until)?,
        None => zone.local(now).date(),
    };
    if last < first {
        return Err(Stop::bad_input("--until is before --since."));
    }
    Ok(days(first, last.signed_duration_since(first).num_days() + 1))
}

fn day(flag: &str, text: &str) -> Result<NaiveDate, Stop> {
    text.parse().map_err(|_| {
        Stop::bad_input(format!("{flag} = \"{}\": a day looks like 2026-11-23.", print::line(text)))
    })
}

/// The Monday of a week as `2026-W48` names it.
fn monday(text: &str) -> Result<NaiveDate, Stop> {
    let read = || {
        let (year, week) = text.split_once("-W")?;
        NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, chrono::Weekday::Mon)
    };
    read().ok_or_else(|| {
        Stop::bad_input(format!("--week = \"{}\": a week looks like 2026-W48.", print::line(text)))
    })
}

fn page(out: &mut dyn Write, page: &Page, zone: Zone) -> io::Result<()> {
    writeln!(
        out,
        "Who looked, {} to {}, {} entries",
        zone.long(page.since),
        zone.long(page.until),
        page.entries
    )?;
    for one in &page.people {
        let Counts { who, opened, contacts, searches, left, refused, pages, out_of_hours } = one;
        writeln!(
            out,
            "  {:20} opened {opened} ({contacts} different), searched {searches}, printed or exported {left}, refused {refused}, this page {pages}, out of hours {out_of_hours}",
            print::line(&who.name),
        )?;
    }
    writeln!(out, "\nTo ask about: {} of {} not seen yet", page.unseen(), page.lines.len())?;
    for line in &page.lines {
        let refs: Vec<String> = line.contacts.iter().map(ToString::to_string).collect();
        writeln!(
            out,
            "  {}  {:18}  {}  {}",
            zone.short(line.at),
            line.flag.label(),
            print::line(&line.who.name),
            refs.join(", ")
        )?;
        let words = if line.words.is_empty() { String::new() } else { format!(": {}", line.words) };
        print::block(out, 6, &format!("{}{words}", line.text))?;
        if let Some(Review { by, at, note }) = &line.reviewed {
            print::block(out, 6, format!("seen by {}, {} {note}", by.name, zone.short(*at)).trim_end())?;
        }
    }
    Ok(())
}

fn whole(page: &Page, desk: &Desk) -> Value {
    let zone = desk.protocol.zone;
    let line = |line: &Line| {
        let contacts: Vec<String> = line.contacts.iter().map(ToString::to_string).collect();
        json!({
            "flag": line.flag,
            "user": line.who.user,
            "name": line.who.name,
            "at": zone.iso(line.at),
            "text": line.text,
            "words": line.words,
            "contacts": contacts,
            "entries": line.entries,
            "seen": line.reviewed.as_ref().map(|seen| json!({
                "by": seen.by.user,
                "at": zone.iso(seen.at),
                "note": seen.note,
            })),
        })
    };
    let person = |one: &Counts| {
        json!({
            "user": one.who.user,
            "name": one.who.name,
            "opened": one.opened,
            "contacts": one.contacts,
            "searches": one.searches,
            "printed_or_exported": one.left,
            "refused": one.refused,
            "this_page": one.pages,
            "out_of_hours": one.out_of_hours,
        })
    };
    json!({
        "since": zone.iso(page.since),
        "until": zone.iso(page.until),
        "entries": page.entries,
        "people": page.people.iter().map(person).collect::<Vec<_>>(),
        "lines": page.lines.iter().map(line).collect::<Vec<_>>(),
        "training": desk.store.is_training(),
    })
}
