//! Reads `[letters]`: signature, letterhead, address and the council's own sentences.

use super::load::sourced;
use super::reader::{Reader, Table, offer};
use crate::domain::protocol::{Letters, Phrase, Sourced};

/// Lines of a letterhead or an address: more would push the letter off its first page.
const MOST_LINES: usize = 8;

/// Reads `[letters]`; nothing of it must be there.
pub(super) fn read(reader: &mut Reader<'_>, root: &Table<'_>) -> Letters {
    let Some(table) = reader.table(root, "letters") else { return Letters::default() };
    reader.refuse_unknown(&table, &["signed_by", "letterhead", "address", "wording"]);
    Letters {
        signed_by: sourced(reader, &table, "signed_by"),
        letterhead: lines(reader, &table, "letterhead"),
        address: lines(reader, &table, "address"),
        phrases: phrases(reader, &table),
    }
}

/// `{ lines = ["…", "…"], basis = "…" }`, if it is there.
fn lines(reader: &mut Reader<'_>, parent: &Table<'_>, key: &str) -> Option<Sourced<Vec<String>>> {
    let table = reader.table(parent, key)?;
    reader.refuse_unknown(&table, &["lines", "basis"]);
    let value: Vec<String> = reader.texts(&table, "lines").into_iter().map(|found| found.value).collect();
    let basis = reader.text(&table, "basis");
    if !table.has("lines") {
        reader.missing(&table, "lines", "lines is missing: lines = [\"…\", \"…\"]");
    } else if value.len() > MOST_LINES {
        reader.wrong_table(&table, format!("has more than {MOST_LINES} lines"));
    }
    Some(Sourced { value, basis: basis? })
}

/// `[letters.wording]`: a sentence for each of the phrases.
fn phrases(reader: &mut Reader<'_>, parent: &Table<'_>) -> Vec<(Phrase, Sourced<String>)> {
    let Some(table) = reader.table(parent, "wording") else { return Vec::new() };
    let codes: Vec<&str> = Phrase::ALL.iter().map(|phrase| phrase.code()).collect();
    for key in table.keys() {
        if !codes.contains(&&*key.value) {
            reader.wrong_key(
                &key,
                format!("letters have no sentence of that name.{}", offer(&key.value, &codes)),
            );
        }
    }
    let read = |phrase: &Phrase| sourced(reader, &table, phrase.code()).map(|words| (*phrase, words));
    Phrase::ALL.iter().filter_map(read).collect()
}
