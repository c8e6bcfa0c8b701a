//! `docs/COVERAGE.md`: where each line of the ledger lives. Made from the tables that the program itself reads (questions, their
//! hints, aids, actions, shipped protocols); only what stands in none of them is placed by hand, in `assets/coverage.toml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::app::action::TABLE;
use crate::domain::deed::DEEDS;
use crate::domain::schema::{QUESTIONS, aids};

/// Where the lines that stand in no table are, as the file says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Placed {
    place: Vec<Place>,
}

/// Some lines that share a place and a reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    /// `13-14, 168`.
    lines: String,
    kind: Kind,
    /// What does it, or why nothing does.
    why: String,
}

/// What becomes of a line that stands in no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    /// Done by a part of the program that is no table.
    Done,
    /// Still to be built.
    NotYet,
    /// A duty of people, a definition, a reference: nothing for a program to do.
    Context,
}

/// One line of the ledger.
struct Line<'a> {
    number: u16,
    kind: &'a str,
    text: &'a str,
}

/// The document, from the text of the ledger, the shipped protocols (name and text) and the file of what is placed by hand.
///
/// # Errors
/// What does not fit, a sentence each: a line without a place, placed twice, or placed by hand although a table has it.
pub fn markdown(ledger: &str, protocols: &[(&str, &str)], placed: &str) -> Result<String, Vec<String>> {
    let lines: Vec<Line<'_>> = ledger.lines().filter_map(line).collect();
    let placed: Placed =
        toml::from_str(placed).map_err(|error| vec![format!("assets/coverage.toml: {error}")])?;
    let mut tables = from_tables();
    for (name, text) in protocols {
        from_protocol(name, text, &mut tables);
    }
    let by_hand = by_hand(&placed);
    let wrong = wrong(&lines, &tables, &by_hand);
    if wrong.is_empty() { Ok(document(&lines, &tables, &by_hand)) } else { Err(wrong) }
}

/// `38. **checklist** | seed, section | text`.
fn line(line: &str) -> Option<Line<'_>> {
    let (number, rest) = line.split_once(". **")?;
    let (kind, rest) = rest.split_once("** | ")?;
    let (_, text) = rest.split_once(" | ")?;
    Some(Line { number: number.parse().ok()?, kind, text })
}

type Places = BTreeMap<u16, Vec<String>>;

fn from_tables() -> Places {
    let mut places = Places::new();
    let mut put = |lines: &[u16], place: &str| {
        for line in lines {
            let at = places.entry(*line).or_default();
            if !at.iter().any(|known| known == place) {
                at.push(place.to_owned());
            }
        }
    };
    for question in QUESTIONS {
        put(question.ledger, &format!("question `{}`", question.id));
        for hint in question.hints {
            put(hint.ledger, &format!("hint at `{}`", question.id));
        }
    }
    for row in TABLE {
        put(row.ledger, &format!("action `{}`", row.id));
    }
    for deed in DEEDS {
        put(deed.ledger, &format!("deed `{}`", deed.id));
    }
    for aid in aids::AIDS {
        put(aid.ledger, &format!("what to weigh: {}", aid.group.to_lowercase()));
    }
    places
}

/// Every `L18` or `L7-L9` in a protocol, under the table it stands in.
fn from_protocol(name: &str, text: &str, places: &mut Places) {
    let mut table = "";
    for row in text.lines().map(str::trim).filter(|row| !row.starts_with('#')) {
        if let Some(heading) = row.strip_prefix('[') {
            table = heading.trim_matches(['[', ']']);
        }
        for line in quoted(row) {
            let at = places.entry(line).or_default();
            let place = format!("protocol `{table}`");
            match at.iter_mut().find(|known| known.starts_with(&place)) {
                Some(known) if known.contains(name) => {}
                Some(known) => {
                    let _ = write!(known, ", {name}");
                }
                None => at.push(format!("{place} in {name}")),
            }
        }
    }
}

/// The ledger lines that a value names: `"L7-L9, L49"`.
fn quoted(row: &str) -> Vec<u16> {
    let value = row.split_once('"').map_or("", |(_, value)| value);
    let mut lines = Vec::new();
    for word in value.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
        let number = |part: &str| part.strip_prefix('L').and_then(|digits| digits.parse::<u16>().ok());
        match word.split_once('-') {
            Some((from, to)) => {
                if let (Some(from), Some(to)) = (number(from), number(to)) {
                    lines.extend(from..=to);
                }
            }
            None => lines.extend(number(word)),
        }
    }
    lines
}

/// The lines placed by hand, each with all its places.
fn by_hand(placed: &Placed) -> BTreeMap<u16, Vec<(Kind, &str)>> {
    let mut by_hand: BTreeMap<u16, Vec<(Kind, &str)>> = BTreeMap::new();
    for place in &placed.place {
        for part in place.lines.split(',').map(str::trim) {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            let range = from.trim().parse::<u16>().ok().zip(to.trim().parse::<u16>().ok());
            // A part that is no number is told as line 0, which no ledger has.
            let (from, to) = range.unwrap_or((0, 0));
            for line in from..=to {
                by_hand.entry(line).or_default().push((place.kind, place.why.as_str()));
            }
        }
    }
    by_hand
}

fn wrong(lines: &[Line<'_>], tables: &Places, by_hand: &BTreeMap<u16, Vec<(Kind, &str)>>) -> Vec<String> {
    let mut wrong = Vec::new();
    for Line { number, text, .. } in lines {
        match (tables.get(number), by_hand.get(number).map(Vec::len)) {
            (None, None) => wrong.push(format!("{number} has no place: {text}")),
            (Some(table), Some(_)) => {
                wrong.push(format!("{number} is placed by hand, but stands in {}", table.join(", ")));
            }
            (None, Some(2..)) => wrong.push(format!("{number} is placed by hand twice")),
            _ => {}
        }
    }
    let unknown = |line: &&u16| !lines.iter().any(|known| known.number == **line);
    wrong.extend(
        tables.keys().chain(by_hand.keys()).filter(unknown).map(|line| format!("{line} is no ledger line")),
    );
    wrong
}

/// In which column of the counts a line stands.
fn column(number: u16, tables: &Places, by_hand: &BTreeMap<u16, Vec<(Kind, &str)>>) -> usize {
    if let Some(places) = tables.get(&number) {
        let starts = ["question", "action", "protocol"];
        return starts
            .iter()
            .position(|start| places.iter().any(|place| place.starts_with(start)))
            .unwrap_or(3);
    }
    match by_hand.get(&number).and_then(|places| places.first()) {
        Some((Kind::Done, _)) => 4,
        Some((Kind::Context, _)) => 5,
        Some((Kind::NotYet, _)) | None => 6,
    }
}

const COLUMNS: [(&str, &str); 7] = [
    ("asked", "a question of the intake"),
    ("done by a key", "an action, and no question"),
    ("local rules", "a clock, route, hour or agency of a protocol, and none of the above"),
    ("shown", "a hint or something to weigh, and none of the above"),
    ("done elsewhere", "a part of the program that is no table"),
    ("context", "nothing for a program to do"),
    ("**not yet**", "still to be built"),
];

fn document(lines: &[Line<'_>], tables: &Places, by_hand: &BTreeMap<u16, Vec<(Kind, &str)>>) -> String {
    let mut counts = [0_usize; COLUMNS.len()];
    for line in lines {
        if let Some(count) = counts.get_mut(column(line.number, tables, by_hand)) {
            *count += 1;
        }
    }
    let mut text = String::from("# Coverage\n\n");
    text.push_str(
        "Where each line of [LEDGER.md](LEDGER.md) lives. Made from the tables of questions, actions, aids and protocols and from \
         `assets/coverage.toml`; do not edit. `cargo test --test coverage` makes it anew and says where it is.\n\n",
    );
    let _ = writeln!(text, "{} lines, each counted once, in the first column that fits:\n", lines.len());
    text.push_str("| lines | place | meaning |\n| ---: | --- | --- |\n");
    for ((name, meaning), count) in COLUMNS.iter().zip(counts) {
        let _ = writeln!(text, "| {count} | {name} | {meaning} |");
    }
    text.push_str("\n| line | kind | what it asks | where it lives |\n| ---: | --- | --- | --- |\n");
    for Line { number, kind, text: words } in lines {
        let place = match (tables.get(number), by_hand.get(number).and_then(|places| places.first())) {
            (Some(places), _) => places.join("; "),
            (None, Some((Kind::Done, why))) => (*why).to_owned(),
            (None, Some((Kind::NotYet, why))) => format!("**not yet**: {why}"),
            (None, Some((Kind::Context, why))) => format!("context: {why}"),
            (None, None) => String::new(),
        };
        let _ = writeln!(text, "| {number} | {kind} | {} | {} |", cell(words), cell(&place));
    }
    text
}

/// Text inside a table of Markdown.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
