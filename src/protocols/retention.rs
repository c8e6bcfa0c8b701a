//! How long records are kept. It moves no deadline, so it is not part of the digest.

use super::reader::{Reader, Table};
use crate::domain::retention::{Case, From, Rule};

const KEYS: [&str; 4] = ["of", "years", "from", "basis"];
/// Nobody keeps anything longer than this without meaning for ever.
const MOST_YEARS: u32 = 120;

/// Reads `[[retention]]`: what for, how many years, counted from when. Without any row nothing is ever due.
pub(super) fn read(reader: &mut Reader<'_>, root: &Table<'_>) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for table in reader.tables(root, "retention") {
        let Some(rule) = rule(reader, &table) else { continue };
        if rules.iter().any(|known| known.case == rule.case && known.from == rule.from) {
            reader.wrong_table(&table, format!("{} from {} stands here twice", rule.case, rule.from));
            continue;
        }
        rules.push(rule);
    }
    rules
}

fn rule(reader: &mut Reader<'_>, table: &Table<'_>) -> Option<Rule> {
    reader.refuse_unknown(table, &KEYS);
    let of = reader.needed_text(table, "of");
    let case = of.as_ref().and_then(|found| reader.coded(found, "kind of record", Case::ALL, Case::code));
    if !table.has("years") {
        reader.missing(table, "years", "years is missing");
    }
    let years = reader.number(table, "years", &(0..=MOST_YEARS));
    let found = reader.needed_text(table, "from");
    let from =
        found.as_ref().and_then(|found| reader.coded(found, "day to count from", From::ALL, From::code));
    let basis = reader.text(table, "basis");
    if let (Some(found), Some(case), Some(from)) = (&found, case, from) {
        let why = match (case, from) {
            (Case::KnownPeople, From::Closed | From::Youngest) => {
                Some("imported entries are counted from \"last-entry\" only: they are never closed here")
            }
            (Case::Consultation, From::Youngest) => Some("a consultation names no child"),
            _ => None,
        };
        if let Some(why) = why {
            reader.wrong(found, why);
            return None;
        }
    }
    Some(Rule { case: case?, years: years?, from: from?, basis: basis? })
}
