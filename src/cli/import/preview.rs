//! What an import would do: the columns, the first people as they would be understood, and how many there are.

use std::io;

use serde_json::json;

use super::columns::{Because, Columns};
use super::progress::grouped;
use super::{Lines, Streams, print};
use crate::domain::register::KnownPerson;

/// People who are shown.
const SHOWN: usize = 5;

/// Reads the whole file and shows what it holds. Nothing is written.
pub(super) fn show(
    columns: &Columns,
    lines: &mut Lines<'_>,
    json: bool,
    streams: &mut Streams<'_>,
) -> io::Result<()> {
    let mut first = Vec::new();
    while let Some(person) = lines.next(streams.err)? {
        if first.len() < SHOWN {
            first.push(person);
        }
    }
    if json {
        let answer = json!({
            "columns": columns.all(), "lines": lines.count(), "good": lines.good,
            "bad": lines.bad.len(), "bad_lines": lines.bad, "first": first,
        });
        return print::json(streams.out, &answer);
    }
    let width =
        columns.all().iter().map(|column| column.heading.chars().count()).max().unwrap_or_default().min(32);
    for column in columns.all() {
        let why = match column.because {
            Because::Given => "as said with --map",
            Because::Kept => "as in the last import",
            Because::Heading => "by its heading",
            Because::Unknown => "say --map \"COLUMN=FIELD\" if it matters",
        };
        writeln!(streams.out, "{:width$}  {:14}  {why}", print::line(&column.heading), column.field.code())?;
    }
    writeln!(streams.out)?;
    for person in &first {
        writeln!(streams.out, "{}", print::line(&sentence(person)))?;
    }
    writeln!(
        streams.out,
        "\n{} lines can be imported, {} cannot. Nothing was written.",
        grouped(lines.good),
        grouped(lines.bad.len() as u64)
    )
}

/// A person in one line, every part in the words of the ribbon.
fn sentence(person: &KnownPerson) -> String {
    let date = |day: chrono::NaiveDate| day.format("%-d %b %Y").to_string();
    let standing = &person.standing;
    let name = format!("{} {}", person.forename, person.surname);
    let name = format!("{}: {}", person.id, name.trim());
    let mut parts = vec![name.trim_end_matches(": ").to_owned(), person.kind.label().to_lowercase()];
    let mut add = |what: &str, text: &str| {
        if !text.is_empty() {
            parts.push(format!("{what} {text}").trim().to_owned());
        }
    };
    add("also", &person.also_known_as.join(", "));
    add("born", &person.birth.map(date).unwrap_or_default());
    add("due", &person.due.map(date).unwrap_or_default());
    add("mother", &person.mother);
    add("", person.sex.map_or("", |sex| sex.label()));
    add("", &[person.address.as_str(), person.postcode.as_str()].join(" "));
    add("telephone", &person.phone);
    add("NHS", &person.nhs_number);
    add("UPN", &person.upn);
    add("open to", &standing.open_to);
    add("closed", &standing.closed_on.map(date).unwrap_or_default());
    add("closed to", &standing.closed_team);
    add("plan", &standing.plan);
    add("shared", &standing.shared_on.iter().copied().map(date).collect::<Vec<_>>().join(", "));
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}
