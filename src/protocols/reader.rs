//! Reading typed values out of TOML while collecting every mistake with its place.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Mistake;
use crate::domain::unseen;

/// Mistakes that are told at once. A file with more of them is no protocol, or one that lost a bracket.
const MOST_MISTAKES: usize = 200;
/// The longest word for which a similar one is looked for.
const LONGEST_WORD: usize = 60;

/// Collects mistakes while a file is read.
pub(super) struct Reader<'t> {
    text: &'t str,
    mistakes: Vec<Mistake>,
    /// The file itself could not be read to the end, so what looks missing may only be lost.
    broken: bool,
}

/// A table of the file, with the path of keys that leads to it.
#[derive(Clone)]
pub(super) struct Table<'a> {
    values: &'a DeTable<'a>,
    path: String,
    span: Range<usize>,
}

/// A value with its place in the file.
pub(super) struct Found<T> {
    pub(super) value: T,
    pub(super) key: String,
    pub(super) span: Range<usize>,
}

impl<'a> Table<'a> {
    /// The keys of this table, in the order of the file.
    pub(super) fn keys(&self) -> Vec<Found<String>> {
        let mut keys: Vec<_> = self
            .values
            .iter()
            .map(|(key, _)| Found {
                value: key.get_ref().to_string(),
                key: self.path_of(key.get_ref()),
                span: key.span(),
            })
            .collect();
        keys.sort_by_key(|found| found.span.start);
        keys
    }

    fn get(&self, key: &str) -> Option<Found<&'a DeValue<'a>>> {
        let value = self.values.get(key)?;
        Some(Found { value: value.get_ref(), key: self.path_of(key), span: value.span() })
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    pub(super) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, mistakes: Vec::new(), broken: false }
    }

    /// Reports what the TOML itself got wrong.
    pub(super) fn syntax(&mut self, errors: Vec<toml::de::Error>) {
        self.broken = !errors.is_empty();
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            self.report(&span, String::new(), None, format!("this is not TOML: {}", error.message()));
        }
    }

    /// The whole file as a table.
    pub(super) fn root<'a>(&mut self, file: &'a Spanned<DeTable<'a>>, allowed: &[&str]) -> Table<'a> {
        let table = Table { values: file.get_ref(), path: String::new(), span: 0..0 };
        self.refuse_unknown(&table, allowed);
        table
    }

    /// Every mistake, in the order of the file.
    pub(super) fn into_mistakes(mut self) -> Vec<Mistake> {
        self.mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
        self.mistakes
    }

    /// A mistake in a value.
    pub(super) fn wrong<T>(&mut self, found: &Found<T>, message: impl Into<String>) {
        let value = self.snippet(&found.span);
        self.report(&found.span, found.key.clone(), value, message.into());
    }

    /// A mistake in a key.
    pub(super) fn wrong_key(&mut self, found: &Found<String>, message: impl Into<String>) {
        self.report(&found.span, found.key.clone(), None, message.into());
    }

    /// A mistake of a whole table.
    pub(super) fn wrong_table(&mut self, table: &Table<'_>, message: impl Into<String>) {
        self.report(&table.span, table.path.clone(), None, message.into());
    }

    /// Something that should stand in a table does not.
    pub(super) fn missing(&mut self, table: &Table<'_>, key: &str, message: impl Into<String>) {
        if !self.broken {
            self.report(&table.span, table.path_of(key), None, message.into());
        }
    }

    /// A table inside a table.
    pub(super) fn table<'a>(&mut self, parent: &Table<'a>, key: &str) -> Option<Table<'a>> {
        let found = parent.get(key)?;
        self.as_table(found)
    }

    /// A table that must be there.
    pub(super) fn needed_table<'a>(&mut self, parent: &Table<'a>, key: &str) -> Option<Table<'a>> {
        if !parent.has(key) {
            self.missing(parent, key, format!("the table [{}] is missing", parent.path_of(key)));
        }
        self.table(parent, key)
    }

    /// A list of tables, `[[closures]]`; empty if left out.
    pub(super) fn tables<'a>(&mut self, parent: &Table<'a>, key: &str) -> Vec<Table<'a>> {
        self.list(parent, key).into_iter().filter_map(|found| self.as_table(found)).collect()
    }

    /// A text that must be there and say something.
    pub(super) fn text(&mut self, table: &Table<'_>, key: &str) -> Option<String> {
        self.needed_text(table, key).map(|found| found.value)
    }

    pub(super) fn needed_text(&mut self, table: &Table<'_>, key: &str) -> Option<Found<String>> {
        if !table.has(key) {
            self.missing(table, key, format!("{key} is missing"));
        }
        self.maybe_text(table, key)
    }

    /// A text that may be left out.
    pub(super) fn maybe_text(&mut self, table: &Table<'_>, key: &str) -> Option<Found<String>> {
        let found = table.get(key)?;
        self.as_text(found)
    }

    /// A list of texts; empty if left out.
    pub(super) fn texts(&mut self, table: &Table<'_>, key: &str) -> Vec<Found<String>> {
        self.list(table, key).into_iter().filter_map(|found| self.as_text(found)).collect()
    }

    /// A list of whole numbers; empty if left out.
    pub(super) fn numbers(&mut self, table: &Table<'_>, key: &str, range: &RangeInclusive<u32>) -> Vec<u32> {
        self.list(table, key).into_iter().filter_map(|found| self.as_number(&found, range)).collect()
    }

    /// True or false; `default` if left out.
    pub(super) fn flag(&mut self, table: &Table<'_>, key: &str, default: bool) -> bool {
        let Some(found) = table.get(key) else { return default };
        found.value.as_bool().unwrap_or_else(|| {
            self.wrong(&found, "must be true or false, without quotes");
            default
        })
    }

    /// A whole number within a range, if it is there.
    pub(super) fn number(
        &mut self,
        table: &Table<'_>,
        key: &str,
        range: &RangeInclusive<u32>,
    ) -> Option<u32> {
        let found = table.get(key)?;
        self.as_number(&found, range)
    }

    /// A value of a closed list, by its code.
    pub(super) fn coded<T: Copy>(
        &mut self,
        found: &Found<String>,
        what: &str,
        all: &[T],
        code: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let value = all.iter().copied().find(|value| code(*value) == found.value);
        if value.is_none() {
            let codes: Vec<_> = all.iter().map(|value| code(*value)).collect();
            self.wrong(found, format!("there is no {what} of that name.{}", offer(&found.value, &codes)));
        }
        value
    }

    /// Reports every key of the table that is not allowed.
    pub(super) fn refuse_unknown(&mut self, table: &Table<'_>, allowed: &[&str]) {
        for found in table.keys() {
            if !allowed.contains(&&*found.value) {
                let message = format!("this key is not known here.{}", offer(&found.value, allowed));
                self.wrong_key(&found, message);
            }
        }
    }

    fn list<'a>(&mut self, table: &Table<'a>, key: &str) -> Vec<Found<&'a DeValue<'a>>> {
        let Some(found) = table.get(key) else { return Vec::new() };
        let Some(items) = found.value.as_array() else {
            self.wrong(&found, "must be a list in square brackets");
            return Vec::new();
        };
        items
            .iter()
            .map(|item| Found { value: item.get_ref(), key: found.key.clone(), span: item.span() })
            .collect()
    }

    fn as_table<'a>(&mut self, found: Found<&'a DeValue<'a>>) -> Option<Table<'a>> {
        let Some(values) = found.value.as_table() else {
            self.wrong(&found, format!("must be a table, not {}", kind(found.value)));
            return None;
        };
        Some(Table { values, path: found.key, span: found.span })
    }

    fn as_text(&mut self, found: Found<&DeValue<'_>>) -> Option<Found<String>> {
        let text = match found.value {
            DeValue::String(text) => text.to_string(),
            // Dates may stand without quotes; they are read as their own text.
            DeValue::Datetime(date) => date.to_string(),
            other => {
                self.wrong(&found, format!("must be text in quotes, not {}", kind(other)));
                return None;
            }
        };
        if text.trim().is_empty() {
            self.wrong(&found, "must not be empty");
            return None;
        }
        if !unseen::is_plain_line(&text) {
            self.wrong(
                &found,
                "must be one line of plain text, without control characters or characters that nobody sees",
            );
            return None;
        }
        Some(Found { value: text, key: found.key, span: found.span })
    }

    fn as_number(&mut self, found: &Found<&DeValue<'_>>, range: &RangeInclusive<u32>) -> Option<u32> {
        let number = found
            .value
            .as_integer()
            .and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok())
            .filter(|number| range.contains(number));
        if number.is_none() {
            self.wrong(found, format!("must be a whole number from {} to {}", range.start(), range.end()));
        }
        number
    }

    fn report(&mut self, span: &Range<usize>, key: String, value: Option<String>, message: String) {
        if self.mistakes.len() >= MOST_MISTAKES {
            return;
        }
        let (line, column) = place_after(self.text.get(..span.start).unwrap_or(self.text));
        self.mistakes.push(Mistake { line, column, key, value, message });
    }

    /// The value as it stands in the file, cut to one short line.
    fn snippet(&self, span: &Range<usize>) -> Option<String> {
        let value = self.text.get(span.clone())?;
        let line = value.lines().next().unwrap_or_default();
        let mut short: String = line.chars().take(60).filter(|letter| !letter.is_control()).collect();
        if short.len() < value.len() {
            short.push('…');
        }
        Some(short)
    }
}

/// Line and column, from 1 and in characters, of what follows this beginning of a file.
pub(super) fn place_after(before: &str) -> (usize, usize) {
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// " Did you mean hours?" where a known word is near, else the list of known words.
pub(super) fn offer(word: &str, known: &[&str]) -> String {
    let near = if word.len() > LONGEST_WORD { &[] } else { known };
    let near = near.iter().map(|other| (distance(word, other), other)).min().filter(|(steps, _)| *steps <= 2);
    match near {
        Some((_, other)) => format!(" Did you mean {other}?"),
        None => format!(" Known are: {}.", known.join(", ")),
    }
}

/// How many letters must be put in, taken out or changed to turn one word into the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, letter) in one.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for ((j, target), above) in other.iter().enumerate().zip(row.iter().skip(1)) {
            let left = next.last().copied().unwrap_or(0) + 1;
            let across = row.get(j).copied().unwrap_or(0) + usize::from(letter != *target);
            next.push(left.min(above + 1).min(across));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
