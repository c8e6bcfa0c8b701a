//! Answers in print: JSON and plain text that a terminal may safely show.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use crate::domain::unseen;
use crate::ui::text;

/// Characters of a sentence about something wrong. What it quotes may be of any length.
const LONGEST_SAID: usize = 2_000;

/// Writes one JSON value on lines of its own.
pub(super) fn json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    writeln!(out, "{}", safe(&serde_json::to_string_pretty(value)?))
}

/// Writes one JSON value on one line.
pub(super) fn json_line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    writeln!(out, "{}", safe(&serde_json::to_string(value)?))
}

/// JSON in which every character that a terminal could take for a command, that nobody sees, or that turns the direction of
/// writing, is written as its number. Outside texts JSON has none of them, so it stays the same JSON.
fn safe(json: &str) -> Cow<'_, str> {
    let hidden = |c: char| {
        ('\u{7f}'..='\u{9f}').contains(&c)
            || matches!(c, '\u{2028}' | '\u{2029}')
            || unseen::is_unseen(c)
            || unseen::is_joiner(c)
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

/// Says what is wrong, in lines that a terminal may safely show. Where the sentence quotes something endless, its middle is
/// left out: what to do stands at its end.
pub(super) fn said(err: &mut dyn Write, sentence: &str) -> io::Result<()> {
    let sentence = text::display(sentence.trim_end(), text::Lines::Many);
    let length = sentence.chars().count();
    if length <= LONGEST_SAID {
        return writeln!(err, "{sentence}");
    }
    let begin: String = sentence.chars().take(LONGEST_SAID / 2).collect();
    let end: String = sentence.chars().skip(length.saturating_sub(LONGEST_SAID / 2)).collect();
    writeln!(err, "{begin} … {end}")
}

/// Text from the record on one line.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    text::one_line(text)
}

/// A whole page whose words come from a protocol file, as a terminal may show it.
pub(super) fn page(
    out: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    write(&mut bytes)?;
    out.write_all(text::display(&String::from_utf8_lossy(&bytes), text::Lines::Many).as_bytes())
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

    #[test]
    fn a_sentence_that_quotes_something_endless_keeps_its_beginning_and_its_end() {
        let mut err = Vec::new();
        said(&mut err, &format!("The file {}\u{1b}[2J is too long. Divide it.", "x".repeat(100_000)))
            .unwrap();
        let said = String::from_utf8(err).unwrap();
        assert!(said.chars().count() < 2_100 && said.starts_with("The file xx"), "{said}");
        assert!(said.ends_with("xx␛[2J is too long. Divide it.\n"), "{said}");
    }
}
