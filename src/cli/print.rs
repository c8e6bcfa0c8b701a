//! Answers in print: JSON and plain text that a terminal may safely show.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use crate::ui::text;

/// Writes one JSON value on lines of its own.
pub(super) fn json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    writeln!(out, "{}", safe(&serde_json::to_string_pretty(value)?))
}

/// Writes one JSON value on one line.
pub(super) fn json_line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    writeln!(out, "{}", safe(&serde_json::to_string(value)?))
}

/// JSON in which every character that a terminal could take for a command, or that turns the direction of writing, is
/// written as its number. Outside texts JSON has none of them, so it stays the same JSON.
fn safe(json: &str) -> Cow<'_, str> {
    let hidden = |c: char| {
        ('\u{7f}'..='\u{9f}').contains(&c)
            || ('\u{200e}'..='\u{200f}').contains(&c)
            || ('\u{2028}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    };
    if !json.contains(hidden) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped.push_str("\\u");
                escaped.extend(
                    [12, 8, 4, 0]
                        .map(|shift| char::from_digit(u32::from(*unit >> shift) & 15, 16).unwrap_or('0')),
                );
            }
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// Text from the record on one line.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    text::one_line(text)
}

/// Text from the record, every line set in by so many blanks.
pub(super) fn block(out: &mut dyn Write, indent: usize, text: &str) -> io::Result<()> {
    for line in text::display(text, text::Lines::Many).lines() {
        writeln!(out, "{:indent$}{line}", "")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_carries_no_command_to_a_terminal_and_says_the_same() {
        let text = "a\u{9b}31m\u{202e}\u{1b}[2Jb\u{7f}Siân";
        let mut out = Vec::new();
        json_line(&mut out, &text).unwrap();
        let printed = String::from_utf8(out).unwrap();
        assert!(printed.trim_end().chars().all(|c| !c.is_control() && c != '\u{202e}'), "{printed:?}");
        assert_eq!(serde_json::from_str::<String>(&printed).unwrap(), text);
    }
}
