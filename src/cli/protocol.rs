//! `dutydesk protocol`: the local rules that can be chosen, what they say, and what is wrong with a file.

mod json;
mod moves;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::desk::DeskArgs;
use super::stop::Ended;
use super::{Exit, Streams, print, report_load_error};
use crate::domain::calendar::Week;
use crate::domain::codes::Rating;
use crate::domain::measure::time_text;
use crate::domain::protocol::{
    ClockRule, Late, Letters, NamedCalendar, Protocol, RouteRule, Sourced, Timed, Timing,
};
use crate::domain::retention::Rule;
use crate::protocols::{self, LoadError};

/// List, show or check protocols: the local rules as data.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the built-in protocols.
    List {
        /// Answer with one JSON array.
        #[arg(long)]
        json: bool,
    },
    /// Show every value of a protocol and where it comes from.
    Show {
        /// A built-in protocol (general, rotherham, cambridgeshire) or a protocol file.
        #[arg(value_name = "ID|FILE", default_value = protocols::DEFAULT)]
        protocol: String,
        /// Answer with one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Check a protocol file and explain every mistake with line and column.
    Check {
        /// The protocol file.
        file: PathBuf,
        /// Answer with a JSON array of the mistakes, empty if there are none.
        #[arg(long)]
        json: bool,
    },
    Moves(moves::Args),
}

/// Runs the command.
pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    Ok(match &args.command {
        Command::Moves(args) => return moves::run(args, desk, streams),
        Command::List { json } => list(*json, streams),
        Command::Show { protocol, json } => match protocols::named(protocol) {
            Ok(protocol) if *json => {
                print::json(streams.out, &json::protocol(&protocol)).map(|()| Exit::Done)
            }
            Ok(protocol) => print::page(streams.out, |out| show(&protocol, out)).map(|()| Exit::Done),
            Err(error) => report_load_error(&error, streams.err),
        },
        Command::Check { file, json } => check(&protocols::file(file), *json, file, streams),
    }?)
}

fn list(as_json: bool, streams: &mut Streams<'_>) -> io::Result<Exit> {
    let mut found = Vec::new();
    for id in protocols::ids() {
        match protocols::built_in(id) {
            Ok(protocol) => found.push(protocol),
            Err(error) => return report_load_error(&error, streams.err),
        }
    }
    if as_json {
        let rows = found.iter().map(|protocol| {
            json!({ "id": protocol.id, "name": protocol.name, "version": protocol.version,
                "guidance": protocol.guidance.value, "default": protocol.id == protocols::DEFAULT })
        });
        writeln!(streams.out, "{}", rows.collect::<Value>())?;
        return Ok(Exit::Done);
    }
    for protocol in &found {
        let default = if protocol.id == protocols::DEFAULT { "  (used unless another is named)" } else { "" };
        writeln!(streams.out, "{:15} {}, version {}{default}", protocol.id, protocol.name, protocol.version)?;
    }
    Ok(Exit::Done)
}

fn check(
    loaded: &Result<Protocol, LoadError>,
    as_json: bool,
    file: &Path,
    streams: &mut Streams<'_>,
) -> io::Result<Exit> {
    if as_json && let Err(LoadError::Mistaken { mistakes, .. }) = loaded {
        let rows = mistakes.iter().map(|mistake| {
            json!({ "line": mistake.line, "column": mistake.column, "key": mistake.key,
                "value": mistake.value, "message": mistake.message })
        });
        print::json_line(streams.out, &rows.collect::<Value>())?;
        return Ok(Exit::BadInput);
    }
    match loaded {
        Err(error) => report_load_error(error, streams.err),
        Ok(_) if as_json => writeln!(streams.out, "[]").map(|()| Exit::Done),
        Ok(protocol) => {
            let running =
                protocol.clocks.iter().filter(|rule| !matches!(rule.timing, Timing::Off { .. })).count();
            writeln!(
                streams.out,
                "{}: no mistakes. {} ({}, version {}): {running} clocks, {} calendars, {} teams.",
                print::line(&file.to_string_lossy()),
                print::line(&protocol.name),
                protocol.id,
                protocol.version,
                protocol.calendars.len() + 1,
                protocol.teams.len(),
            )?;
            Ok(Exit::Done)
        }
    }
}

fn show(protocol: &Protocol, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{} ({}, version {}, kept with deadlines as {})",
        protocol.name,
        protocol.id,
        protocol.version,
        protocol.stamp()
    )?;
    writeln!(out, "Guidance: {} [{}]", protocol.guidance.value, protocol.guidance.basis)?;
    writeln!(out, "Zone: {}", protocol.zone.name())?;
    writeln!(out, "In square brackets: where a value comes from, a line of docs/LEDGER.md or \"default\".")?;

    writeln!(out, "\nCalendars (opening inclusive, closing exclusive)")?;
    for (place, named) in calendars(protocol).enumerate() {
        let desk = if place == 0 { ", the desk's" } else { "" };
        writeln!(
            out,
            "  {} ({}{desk}): {} [{}]",
            named.title,
            named.id,
            hours(named.calendar.week()),
            named.basis
        )?;
        for (date, name) in named.calendar.closures() {
            writeln!(out, "    closed {date}: {name}")?;
        }
    }

    writeln!(out, "\nRatings")?;
    for rule in &protocol.ratings {
        let locked: Vec<_> = rule.locked_to.iter().map(|route| route.code()).collect();
        let locked =
            if locked.is_empty() { String::new() } else { format!("; only with {}", locked.join(", ")) };
        let (meaning, basis) = (&rule.meaning.value, &rule.meaning.basis);
        writeln!(out, "  {:6} {meaning}{locked} [{basis}]", rule.rating.code())?;
    }

    writeln!(out, "\nClocks")?;
    for rule in &protocol.clocks {
        writeln!(out, "  {:20} {}", rule.id.code(), clock_line(rule, protocol))?;
    }

    writeln!(out, "\nRoutes")?;
    for rule in &protocol.routes {
        writeln!(out, "  {:14} {}", rule.route.code(), route_line(rule))?;
    }

    if !protocol.jobs.is_empty() {
        writeln!(out, "\nJobs")?;
        for job in &protocol.jobs {
            writeln!(out, "  {:12} {} [{}]", job.job.code(), job.name.value, job.name.basis)?;
        }
    }
    named(out, "Agencies", &protocol.agencies)?;
    named(out, "Who resolves a dispute, in turn", &protocol.ladder)?;
    named(out, "Teams", &protocol.teams)?;
    if !protocol.allocation.value.is_empty() {
        writeln!(out, "\nChecked before allocation [{}]", protocol.allocation.basis)?;
        for check in &protocol.allocation.value {
            writeln!(out, "  {check}")?;
        }
    }
    letters(out, &protocol.letters)?;
    retention(out, &protocol.retention)?;
    if !protocol.directory.is_empty() {
        writeln!(out, "\nNumbers")?;
        for (name, number) in &protocol.directory {
            writeln!(out, "  {name}: {number}")?;
        }
    }
    if !protocol.wording.is_empty() {
        writeln!(out, "\nWording of questions")?;
        for (question, text) in &protocol.wording {
            writeln!(out, "  {question}: {text}")?;
        }
    }
    Ok(())
}

/// Names with their sources under a heading, if there are any.
fn named(out: &mut dyn Write, heading: &str, names: &[Sourced<String>]) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{heading}")?;
    names.iter().try_for_each(|name| writeln!(out, "  {} [{}]", name.value, name.basis))
}

/// How long records are kept.
fn retention(out: &mut dyn Write, rules: &[Rule]) -> io::Result<()> {
    if rules.is_empty() {
        return writeln!(out, "\nRetention: no rule, so nothing is ever due for erasure");
    }
    writeln!(out, "\nRetention")?;
    rules
        .iter()
        .try_for_each(|rule| writeln!(out, "  {:17} {} [{}]", rule.case.code(), rule.words(), rule.basis))
}

fn letters(out: &mut dyn Write, letters: &Letters) -> io::Result<()> {
    let head = [("letterhead", &letters.letterhead), ("address", &letters.address)];
    writeln!(out, "\nLetters")?;
    if let Some(signed) = &letters.signed_by {
        writeln!(out, "  signed by: {} [{}]", signed.value, signed.basis)?;
    }
    for (name, lines) in head.into_iter().filter_map(|(name, lines)| Some((name, lines.as_ref()?))) {
        writeln!(out, "  {name}: {} [{}]", lines.value.join(" / "), lines.basis)?;
    }
    for (phrase, words) in &letters.phrases {
        writeln!(out, "  {phrase}: {} [{}]", words.value, words.basis)?;
    }
    Ok(())
}

/// The desk's calendar first.
fn calendars(protocol: &Protocol) -> impl Iterator<Item = &NamedCalendar> {
    std::iter::once(&protocol.desk).chain(&protocol.calendars)
}

/// `Mon-Thu 08:45-17:20, Fri 08:45-16:20`: neighbouring days with the same hours are told together.
fn hours(week: &Week) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let mut runs: Vec<(&str, &str, String)> = Vec::new();
    let mut previous = None;
    for (day, hours) in DAYS.iter().zip(week) {
        if let Some(hours) = hours {
            let text = format!("{}-{}", time_text(hours.open()), time_text(hours.close()));
            match runs.last_mut().filter(|run| previous.is_some() && run.2 == text) {
                Some(run) => run.1 = day,
                None => runs.push((day, day, text)),
            }
        }
        previous = *hours;
    }
    let runs: Vec<_> = runs
        .into_iter()
        .map(
            |(first, last, text)| {
                if first == last { format!("{first} {text}") } else { format!("{first}-{last} {text}") }
            },
        )
        .collect();
    runs.join(", ")
}

fn clock_line(rule: &ClockRule, protocol: &Protocol) -> String {
    let time = match &rule.timing {
        Timing::Off { why } => return format!("off: {why}"),
        Timing::Always(timed) => format!("{} [{}]", timed.value, timed.basis),
        Timing::ByRating(times) => {
            let each =
                |(rating, timed): &(Rating, Timed)| format!("{rating} {} [{}]", timed.value, timed.basis);
            times.iter().map(each).collect::<Vec<_>>().join(", ")
        }
    };
    let mut parts = vec![time, format!("duty {}", rule.duty)];
    if let Some(named) = rule.calendar.and_then(|place| protocol.calendars.get(place)) {
        parts.push(format!("counted on {}", named.id));
    }
    if rule.late == Late::Warning {
        parts.push(format!("late is {}", rule.late.label()));
    }
    if let Some(conflict) = &rule.conflict {
        parts.push(format!("sources disagree, both run ({conflict})"));
    }
    parts.join("; ")
}

fn route_line(rule: &RouteRule) -> String {
    if let Some(why) = &rule.off {
        return format!("off: {why}");
    }
    let mut parts = vec![
        rule.expects.label().to_owned(),
        format!("referrer {}", rule.referrer.label()),
        format!("family {}", rule.family.label()),
    ];
    let facts = [
        (rule.refuses_letters, "letters refused"),
        (!rule.becomes_referral, "never becomes a referral"),
        (rule.monthly_audit, "in the monthly audit"),
        (rule.needs_name_and_reason, "needs a name and a reason"),
        (rule.needs_agreement, "a manager agrees"),
    ];
    parts.extend(facts.iter().filter(|(holds, _)| *holds).map(|(_, text)| (*text).to_owned()));
    if let Some(days) = rule.closed_within_days {
        parts.push(format!("closed {days} days ago at most"));
    }
    if !rule.starts.is_empty() {
        let starts: Vec<_> = rule.starts.iter().map(|clock| clock.code()).collect();
        parts.push(format!("starts {}", starts.join(", ")));
    }
    format!("{} [{}]", parts.join("; "), rule.basis)
}
