//! `dutydesk deadlines`: every clock of a contact from its facts alone. Needs no desk.

mod batch;
mod given;
mod items;

use std::io;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::{Exit, Streams, print, report_load_error};
use crate::exchange::times::instant;
use crate::protocols;

/// Work out every deadline of a contact, with the reasons.
///
/// Times are local (2026-11-24T14:10) unless they have an offset (2026-11-24T14:10+00:00). A local time that happens
/// twice, or never, is refused. Facts that are left out start no clock.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// When the desk received the contact.
    #[arg(long, value_name = "TIME", required_unless_present = "batch")]
    received: Option<String>,
    /// referral (if left out) or consultation.
    #[arg(long)]
    kind: Option<String>,
    /// Who it came from: the DfE source code, 2A for a school.
    #[arg(long, value_name = "CODE")]
    source: Option<String>,
    /// Whether the referrer is a professional; by default the source tells.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    professional: Option<bool>,
    /// When a child is collected or handed over: 15:15 that day, or a date and time. May be given several times.
    #[arg(long, value_name = "TIME", value_delimiter = ',')]
    collection: Vec<String>,
    /// The child is open to a worker.
    #[arg(long, alias = "open_case", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    open_case: Option<bool>,
    /// Domestic abuse is part of the concern.
    #[arg(long, alias = "domestic_abuse", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    domestic_abuse: Option<bool>,
    /// The child belongs to another authority.
    #[arg(long, alias = "other_authority", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    other_authority: Option<bool>,
    /// It came in writing, as a form or a police notification: nothing more is owed in writing.
    #[arg(long, alias = "in_writing", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    in_writing: Option<bool>,
    /// red, amber, green or blue.
    #[arg(long)]
    rating: Option<String>,
    /// s47, s17, stage2, early-help, nfa, open-case, previous-team, consultation, edt or wait.
    #[arg(long)]
    route: Option<String>,
    /// When the route was decided.
    #[arg(long, value_name = "TIME")]
    decided: Option<String>,
    /// When the contact was allocated.
    #[arg(long, value_name = "TIME")]
    allocated: Option<String>,
    /// When the written referral arrived.
    #[arg(long, alias = "written_received", value_name = "TIME")]
    written_received: Option<String>,
    /// When an agency was asked for information, with its name if you like. May be given several times.
    #[arg(long, alias = "agency_asked", value_name = "[AGENCY=]TIME")]
    agency_asked: Vec<String>,
    /// When the rating was raised.
    #[arg(long, alias = "rating_raised", value_name = "TIME")]
    rating_raised: Option<String>,
    /// When a Stage 3 meeting was convened.
    #[arg(long, alias = "meeting_convened", value_name = "TIME")]
    meeting_convened: Option<String>,
    /// When a decision was disputed.
    #[arg(long, alias = "dispute_raised", value_name = "TIME")]
    dispute_raised: Option<String>,
    /// When the emergency duty team took the call, if it did.
    #[arg(long, alias = "edt_received", value_name = "TIME")]
    edt_received: Option<String>,
    /// Count staffed minutes from this time instead of receipt.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// A built-in protocol (general, rotherham, cambridgeshire) or a protocol file.
    #[arg(long, value_name = "ID|FILE", default_value = protocols::DEFAULT)]
    protocol: String,
    /// Read facts as JSON lines from a file, or from standard input for -, and answer each with a JSON array.
    #[arg(long, value_name = "FILE", conflicts_with_all = given::FACTS)]
    batch: Option<PathBuf>,
    /// Answer with one JSON array.
    #[arg(long, conflicts_with = "explain")]
    json: bool,
    /// Show each step that led to each time.
    #[arg(long, conflicts_with = "batch")]
    explain: bool,
}

/// Runs the command.
///
/// # Errors
/// If the answer cannot be written.
pub fn run(args: &Args, streams: &mut Streams<'_>) -> io::Result<Exit> {
    let protocol = match protocols::named(&args.protocol) {
        Ok(protocol) => protocol,
        Err(error) => return report_load_error(&error, streams.err),
    };
    if let Some(file) = &args.batch {
        let now = match args.now.as_deref().map(|now| instant(protocol.zone, now)).transpose() {
            Ok(now) => now,
            Err(message) => {
                print::said(
                    streams.err,
                    &format!("--now {} {message}.", args.now.as_deref().unwrap_or_default()),
                )?;
                return Ok(Exit::BadInput);
            }
        };
        return batch::run(file, &protocol, now, streams);
    }
    match given::read(&args.pairs(), &protocol, None) {
        Ok(given) if args.json => items::write_json(&given, &protocol, streams.out)?,
        Ok(given) => {
            print::page(streams.out, |out| items::write_plain(&given, &protocol, args.explain, out))?;
        }
        Err(wrong) => {
            for wrong in wrong {
                let flag = wrong.key.replace('_', "-");
                let value =
                    wrong.value.map_or_else(String::new, |value| format!(" {}", value.trim_matches('"')));
                print::said(streams.err, &format!("--{flag}{value} {}.", wrong.message))?;
            }
            return Ok(Exit::BadInput);
        }
    }
    Ok(Exit::Done)
}

impl Args {
    /// The facts as keys and values, so that flags and JSON lines are read by the same rules.
    fn pairs(&self) -> Vec<(String, Value)> {
        let texts = [
            ("received", &self.received),
            ("kind", &self.kind),
            ("source", &self.source),
            ("rating", &self.rating),
            ("route", &self.route),
            ("decided", &self.decided),
            ("allocated", &self.allocated),
            ("written_received", &self.written_received),
            ("rating_raised", &self.rating_raised),
            ("meeting_convened", &self.meeting_convened),
            ("dispute_raised", &self.dispute_raised),
            ("edt_received", &self.edt_received),
            ("now", &self.now),
        ];
        let flags = [
            ("professional", self.professional),
            ("open_case", self.open_case),
            ("domestic_abuse", self.domestic_abuse),
            ("other_authority", self.other_authority),
            ("in_writing", self.in_writing),
        ];
        let mut pairs: Vec<(String, Value)> = Vec::new();
        pairs.extend(texts.iter().filter_map(|(key, text)| Some(((*key).to_owned(), json!(text.as_ref()?)))));
        pairs.extend(flags.iter().filter_map(|(key, flag)| Some(((*key).to_owned(), json!((*flag)?)))));
        if !self.collection.is_empty() {
            pairs.push(("collection".to_owned(), json!(self.collection)));
        }
        if !self.agency_asked.is_empty() {
            let asked = self.agency_asked.iter().map(|asked| match asked.split_once('=') {
                Some((agency, at)) => json!({ "agency": agency, "at": at }),
                None => json!(asked),
            });
            pairs.push(("agency_asked".to_owned(), asked.collect()));
        }
        pairs
    }
}
