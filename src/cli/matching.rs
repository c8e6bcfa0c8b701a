//! `dutydesk match`: who of the register may be meant, one line of JSON for each that is asked about.

mod given;
mod search;

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Value, json};

use self::given::Wrong;
use super::desk::DeskArgs;
use super::stop::{Ended, Stop};
use super::{Exit, Streams, input, print};
use crate::clock::{Clock, SystemClock};
use crate::domain::named::from_id;
use crate::domain::register::{Builder, Match, Register, Relation};
use crate::domain::restrict::Guard;
use crate::store::looks::Guards;

/// Find the known people who may be meant, with the reasons.
///
/// Reads one JSON object a line: ref, and any of forename, middle, surname, `also_known_as`, dob, due, sex, kind, mother,
/// postcode, address, phone, `nhs_number`, upn. Answers one line each: ref and candidates, the likeliest first. A date of
/// birth may be a date, a month or year (2016-03, 2016) or an age (about 10).
#[derive(Debug, clap::Args)]
#[command(name = "match")]
pub(super) struct Args {
    /// Whom to look for: a file of JSON lines, or - for standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    input: PathBuf,
    /// Look in a file of JSON lines (id, forename, surname, dob, ...) instead of the desk's own register.
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
    /// At most so many candidates, and as many of the same household.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
}

/// The answer to one line.
#[derive(Serialize)]
struct Answer<'a> {
    r#ref: Value,
    candidates: Vec<Candidate<'a>>,
}

/// One known person in the answer.
#[derive(Serialize)]
struct Candidate<'a> {
    id: &'a str,
    /// Whom to ask, where the person is named in a restricted contact; nothing more is said of them then.
    #[serde(skip_serializing_if = "Option::is_none")]
    restricted: Option<String>,
    /// How likely it is that this is the person meant, 0 to 1.
    score: f64,
    /// The same as odds in bits.
    bits: f64,
    relation: &'static str,
    /// Whether the desk shows it without being asked for more.
    shown: bool,
    reasons: Vec<&'static str>,
}

impl<'a> Candidate<'a> {
    fn new(found: &Match, register: &'a Register, guards: Option<&Guards>) -> Self {
        let id = register.id(found.place).unwrap_or_default();
        let guard = guards.zip(from_id(id)).and_then(|(guards, (contact, _))| guards.get(&contact));
        Self {
            // Which of the people in it is meant would tell too much.
            id: if guard.is_some() { id.split('/').next().unwrap_or_default() } else { id },
            restricted: guard.map(Guard::ask),
            score: rounded(found.score, 1e6),
            bits: rounded(found.bits, 1e3),
            relation: match found.relation {
                Relation::SamePerson => "same-person",
                Relation::SameHousehold => "same-household",
            },
            shown: found.shown(),
            reasons: match guard {
                Some(_) => Vec::new(),
                None => found.reasons.iter().map(|reason| reason.words).collect(),
            },
        }
    }
}

fn rounded(number: f32, to: f64) -> f64 {
    (f64::from(number) * to).round() / to
}

/// Runs the command.
pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let (register, today, mut search) = if let Some(file) = &args.register {
        let zone = super::desk::protocol()?.zone;
        (register_of_file(file, streams)?, zone.local(SystemClock.now()).date(), None)
    } else {
        let mut search = search::Search::of(desk.open()?);
        (search.register()?, search.today(), Some(search))
    };
    let mut out = BufWriter::with_capacity(1 << 16, &mut *streams.out);
    let err = &mut *streams.err;
    let mut exit = Exit::Done;
    let mut answer = |number: u64, line: &[u8]| match given::query(line, today) {
        Ok((reference, query)) => {
            let found = register.matches(&query, usize::from(args.limit));
            if let Some(search) = &mut search {
                search.note(&query, found.iter().filter(|one| one.shown()).count())?;
            }
            let guards = search.as_ref().map(|search| &search.guards);
            let candidates = found.iter().map(|one| Candidate::new(one, &register, guards)).collect();
            print::json_line(&mut out, &Answer { r#ref: reference, candidates })
        }
        Err(wrong) => {
            exit = Exit::BadInput;
            report(number, &wrong, err)?;
            print::json_line(&mut out, &json!({ "line": number, "errors": wrong }))
        }
    };
    if args.input == Path::new("-") {
        each_line(&mut *streams.input, &mut answer)?;
    } else {
        each_line(&mut open(&args.input)?, &mut answer)?;
    }
    if let Some(search) = &mut search {
        search.write()?;
    }
    out.flush()?;
    Ok(exit)
}

/// Reads a register of JSON lines. A line that cannot be read ends it: somebody who is left out is never found.
fn register_of_file(file: &Path, streams: &mut Streams<'_>) -> Result<Register, Stop> {
    let mut builder = Builder::default();
    let mut bad = 0_usize;
    each_line(&mut open(file)?, &mut |number, line| {
        match given::person(line) {
            Ok((person, written)) => builder.push(&person, written),
            Err(wrong) => {
                bad += 1;
                report(number, &wrong, streams.err)?;
            }
        }
        Ok(())
    })?;
    match bad {
        0 => Ok(builder.finish()),
        1 => Err(Stop::bad_input("The register has a line that cannot be read, so nobody was looked for.")),
        bad => Err(Stop::bad_input(format!(
            "The register has {bad} lines that cannot be read, so nobody was looked for."
        ))),
    }
}

fn open(file: &Path) -> Result<BufReader<File>, Stop> {
    let opened = File::open(file)
        .map_err(|error| Stop::bad_input(format!("The file {} cannot be read: {error}.", file.display())))?;
    Ok(BufReader::with_capacity(1 << 16, opened))
}

/// Hands on every line that is not empty, with its number.
fn each_line(input: &mut dyn BufRead, see: &mut dyn FnMut(u64, &[u8]) -> io::Result<()>) -> Result<(), Stop> {
    let (mut line, mut number) = (Vec::new(), 0_u64);
    loop {
        line.clear();
        number += 1;
        match input::line(input, &mut line) {
            Ok(input::Line::None) => return Ok(()),
            Ok(input::Line::TooLong) => {
                return Err(Stop::bad_input(format!(
                    "Line {number} has more than {} MB: that is no line about a person. Neither it nor what follows was read.",
                    input::LONGEST_LINE >> 20
                )));
            }
            Ok(input::Line::Whole) if line.trim_ascii().is_empty() => {}
            Ok(input::Line::Whole) => see(number, &line)?,
            Err(error) => return Err(Stop::bad_input(format!("Line {number} cannot be read: {error}."))),
        }
    }
}

/// Names line and key of everything that is wrong. Values stay out of it: they may be names.
fn report(number: u64, wrong: &[Wrong], err: &mut dyn Write) -> io::Result<()> {
    for wrong in wrong {
        match &*wrong.key {
            "" => print::said(err, &format!("Line {number} {}.", wrong.message))?,
            key => print::said(err, &format!("Line {number}: {} {}.", print::line(key), wrong.message))?,
        }
    }
    Ok(())
}
