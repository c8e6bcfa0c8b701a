//! Deadlines as programs and people read them.

use std::io::{self, Write};

use serde::Serialize;

use super::given::Given;
use crate::cli::print;
use crate::domain::clocks::{Deadline, Outcome, deadlines, receipt, wants_collection_time, why};
use crate::domain::codes::Route;
use crate::domain::protocol::{Protocol, Timing};

/// One deadline in JSON. Every key but `subject` and `reason` is always there.
#[derive(Debug, Serialize)]
pub(super) struct Item<'a> {
    clock: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    due: Option<String>,
    act_by: Option<String>,
    staffed_minutes: Option<u64>,
    because: &'a [String],
    basis: &'a str,
}

impl<'a> Item<'a> {
    fn of(deadline: &'a Deadline, given: &Given, protocol: &Protocol) -> Self {
        let zone = protocol.zone;
        let (state, reason, due, act_by) = match &deadline.outcome {
            Outcome::Running { due, act_by } => ("running", None, Some(*due), *act_by),
            Outcome::NotAchievable { reason } => ("not-achievable", Some(&**reason), None, None),
        };
        Self {
            clock: deadline.clock.code(),
            subject: deadline.subject.as_deref(),
            state,
            reason,
            due: due.map(|due| zone.iso(due)),
            act_by: act_by.map(|act_by| zone.iso(act_by)),
            staffed_minutes: due.map(|due| protocol.staffed_left(given.now, due)),
            because: &deadline.because,
            basis: &deadline.basis,
        }
    }
}

/// Writes the deadlines as one JSON array on one line.
pub(super) fn write_json(given: &Given, protocol: &Protocol, out: &mut dyn Write) -> io::Result<()> {
    let deadlines = deadlines(&given.facts, protocol);
    let items: Vec<_> = deadlines.iter().map(|deadline| Item::of(deadline, given, protocol)).collect();
    print::json_line(out, &items)
}

/// Writes the deadlines for people, with every step if `explain`.
pub(super) fn write_plain(
    given: &Given,
    protocol: &Protocol,
    explain: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let zone = protocol.zone;
    writeln!(out, "{} ({}, version {})", protocol.name, protocol.id, protocol.version)?;
    writeln!(out, "{} received {}", given.facts.kind.label(), zone.long(given.facts.received))?;
    if given.now != given.facts.received {
        writeln!(out, "Staffed time is counted from {}", zone.long(given.now))?;
    }
    writeln!(out)?;
    let deadlines = deadlines(&given.facts, protocol);
    let names: Vec<String> = deadlines.iter().map(name).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    for (deadline, name) in deadlines.iter().zip(&names) {
        writeln!(out, "{name:width$}  {}", line(deadline, given, protocol))?;
        if explain {
            explain_steps(deadline, &deadlines, given, protocol, out)?;
        }
    }
    let hints = hints(given, protocol);
    if !hints.is_empty() && !explain {
        writeln!(out)?;
    }
    hints.iter().try_for_each(|hint| writeln!(out, "{hint}"))
}

fn name(deadline: &Deadline) -> String {
    match &deadline.subject {
        Some(subject) => format!("{}: {}", deadline.clock.label(), print::line(subject)),
        None => deadline.clock.label().to_owned(),
    }
}

fn line(deadline: &Deadline, given: &Given, protocol: &Protocol) -> String {
    let zone = protocol.zone;
    match &deadline.outcome {
        Outcome::NotAchievable { reason } => format!("not achievable: {reason}"),
        Outcome::Running { due, act_by } => {
            let act_by = match act_by {
                Some(act_by) if act_by == due => String::new(),
                Some(act_by) => format!(", act by {}", zone.short(*act_by)),
                None => ", no staffed minute before it".to_owned(),
            };
            let staffed = protocol.staffed_left(given.now, *due);
            format!("due {}{act_by} ({} staffed)", zone.short(*due), hours_and_minutes(staffed))
        }
    }
}

fn hours_and_minutes(minutes: u64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

fn explain_steps(
    deadline: &Deadline,
    all: &[Deadline],
    given: &Given,
    protocol: &Protocol,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (number, step) in deadline.because.iter().enumerate() {
        writeln!(out, "    {}. {}", number + 1, print::line(step))?;
    }
    if let Some(change) = why::clock_change(deadline, protocol.zone) {
        writeln!(out, "    In between {change}.")?;
    }
    if let Outcome::Running { due, act_by: Some(act_by) } = deadline.outcome
        && act_by != due
    {
        let act_by = protocol.zone.short(act_by);
        writeln!(
            out,
            "    The desk is closed when it falls due; its last staffed minute before ends {act_by}."
        )?;
    }
    let rating = given.facts.rating;
    if let Some((rule, _)) = why::rule(deadline.clock, rating, protocol) {
        writeln!(out, "    Rule: {rule}.")?;
    }
    let duty = protocol.rule(deadline.clock).map_or("default", |rule| &*rule.duty);
    if duty == deadline.basis {
        writeln!(out, "    Source: {duty}.")?;
    } else {
        writeln!(out, "    Source of the duty: {duty}. Source of its length: {}.", deadline.basis)?;
    }
    if let Some((line, said)) = why::disagreement(deadline.clock, protocol) {
        writeln!(
            out,
            "    The sources disagree here ({line}): {said}. Both clocks are shown and the earlier one counts."
        )?;
        let find = |id| all.iter().find(|other| other.clock == id);
        for other in why::other_readings(deadline.clock, rating, protocol, find) {
            writeln!(out, "    The other reading: {}.", other.sentence(protocol.zone))?;
        }
    }
    writeln!(out)
}

/// What would have to be known for clocks that do not run yet.
fn hints(given: &Given, protocol: &Protocol) -> Vec<String> {
    let facts = &given.facts;
    let mut hints = Vec::new();
    // A collection is of the day of receipt; on a later one there is nothing left to ask.
    if wants_collection_time(facts) && protocol.zone.is_same_day(receipt(facts), given.now) {
        hints.push(
            "Ask when the child is collected: a teacher must be told before then (--collection).".to_owned(),
        );
    }
    let Some(route) = facts.route else { return hints };
    if facts.decided.is_none() && matches!(route, Route::S47) {
        hints.push("The section 47 clocks run from the decision: give its time (--decided).".to_owned());
    }
    let by_rating = protocol.route(route).is_some_and(|rule| {
        rule.starts.iter().any(|clock| {
            protocol.rule(*clock).is_some_and(|rule| matches!(rule.timing, Timing::ByRating(_)))
                && protocol.timed(*clock, facts.rating).is_none()
        })
    });
    if by_rating {
        hints.push("The Stage 2 clocks go by rating: give red, amber or green (--rating).".to_owned());
    }
    hints
}
