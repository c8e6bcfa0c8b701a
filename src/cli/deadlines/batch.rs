//! Facts as JSON lines: one object in, one array out.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::{Value, json};

use super::given::{self, Wrong};
use super::items;
use crate::cli::input::{self, Line};
use crate::cli::{Exit, Streams, print};
use crate::domain::protocol::Protocol;
use crate::domain::when::Moment;

/// The keys and values of an object in their order, keys that are given twice included.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of facts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// Answers every line of a file, or of standard input for `-`. A line that cannot be answered is named on the error
/// stream and leaves an object with its error in its place; the others are answered all the same.
pub(super) fn run(
    file: &Path,
    protocol: &Protocol,
    now: Option<Moment>,
    streams: &mut Streams<'_>,
) -> io::Result<Exit> {
    let mut opened;
    let from: &mut dyn BufRead = if file == Path::new("-") {
        &mut *streams.input
    } else {
        match File::open(file) {
            Ok(found) => {
                opened = BufReader::with_capacity(1 << 16, found);
                &mut opened
            }
            Err(error) => {
                print::said(streams.err, &format!("The file {} cannot be read: {error}.", file.display()))?;
                return Ok(Exit::BadInput);
            }
        }
    };
    let mut out = BufWriter::with_capacity(1 << 16, &mut *streams.out);
    let mut exit = Exit::Done;
    let (mut line, mut number) = (Vec::new(), 0_u64);
    loop {
        line.clear();
        match input::line(from, &mut line) {
            Ok(Line::None) => break,
            Ok(Line::Whole) => number += 1,
            Ok(Line::TooLong) => {
                too_long(number + 1, streams.err)?;
                exit = Exit::BadInput;
                break;
            }
            Err(error) => {
                writeln!(streams.err, "Line {} cannot be read: {error}.", number + 1)?;
                exit = Exit::BadInput;
                break;
            }
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match read(&line, protocol, now) {
            Ok(given) => items::write_json(&given, protocol, &mut out)?,
            Err(wrong) => {
                exit = Exit::BadInput;
                report(number, &wrong, &mut out, streams.err)?;
            }
        }
    }
    out.flush()?;
    Ok(exit)
}

fn read(line: &[u8], protocol: &Protocol, now: Option<Moment>) -> Result<given::Given, Vec<Wrong>> {
    let Pairs(pairs) = serde_json::from_slice(line).map_err(|error| {
        // The parser counts lines too, but it only ever sees one.
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or_default();
        let message = format!("is not an object in JSON: {what}, at column {}", error.column());
        vec![Wrong { key: String::new(), value: None, message }]
    })?;
    given::read(&pairs, protocol, now)
}

fn report(number: u64, wrong: &[Wrong], out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    for wrong in wrong {
        match (&*wrong.key, &wrong.value) {
            ("", _) => print::said(err, &format!("Line {number} {}.", wrong.message))?,
            (key, Some(value)) => {
                print::said(err, &format!("Line {number}: {} {value} {}.", print::line(key), wrong.message))?;
            }
            (key, None) => {
                print::said(err, &format!("Line {number}: {} {}.", print::line(key), wrong.message))?;
            }
        }
    }
    let errors: Vec<_> = wrong
        .iter()
        .map(|wrong| json!({ "key": wrong.key, "value": wrong.value, "message": wrong.message }))
        .collect();
    print::json_line(out, &json!({ "line": number, "errors": errors }))
}

fn too_long(number: u64, err: &mut dyn Write) -> io::Result<()> {
    let most = input::LONGEST_LINE >> 20;
    writeln!(
        err,
        "Line {number} has more than {most} MB: that is no line of facts. Neither it nor what follows was read."
    )
}
