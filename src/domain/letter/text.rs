//! A letter as plain text, and plain text as a letter.

use super::{Part, TRAINING};

/// The text of a letter: what belongs together on lines under each other, a blank line between the rest.
pub(super) fn of(parts: &[Part]) -> String {
    let mut text = String::new();
    let mut before: Option<&Part> = None;
    for part in parts {
        match (before, part) {
            (None, _) => {}
            (Some(Part::Item(_)), Part::Item(_)) => text.push('\n'),
            _ => text.push_str("\n\n"),
        }
        match part {
            Part::Heading(words) => text.push_str(&words.to_uppercase()),
            Part::Paragraph(words) => text.push_str(words),
            Part::Item(words) => {
                text.push_str("- ");
                text.push_str(words);
            }
            Part::Address(lines) | Part::Signature(lines) => text.push_str(&lines.join("\n")),
        }
        before = Some(part);
    }
    text
}

/// The parts of a text: `- ` begins an entry of a list, a line in capitals is a heading, lines under each other stay so.
#[must_use]
pub fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut closing = false;
    for block in blocks(text) {
        match block.as_slice() {
            [first, ..] if first.starts_with("- ") => items(&block, &mut parts),
            [line] if is_heading(line) => parts.push(Part::Heading((*line).to_owned())),
            [line] => {
                closing = closing || line.starts_with("Yours ");
                parts.push(Part::Paragraph((*line).to_owned()));
            }
            lines => {
                let lines = lines.iter().map(|line| (*line).to_owned()).collect();
                parts.push(if closing { Part::Signature(lines) } else { Part::Address(lines) });
            }
        }
    }
    parts
}

/// The stretches of lines between blank lines.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            open = false;
        } else if open && let Some(block) = blocks.last_mut() {
            block.push(line);
        } else {
            blocks.push(vec![line]);
            open = true;
        }
    }
    blocks
}

/// Lines without a sign of their own go on with the entry above them.
fn items(lines: &[&str], parts: &mut Vec<Part>) {
    for line in lines {
        match (line.strip_prefix("- "), parts.last_mut()) {
            (None, Some(Part::Item(words))) => {
                words.push(' ');
                words.push_str(line.trim_start());
            }
            (begun, _) => parts.push(Part::Item(begun.unwrap_or(line).trim().to_owned())),
        }
    }
}

/// Whether a line is written in capitals: at least two letters, and none of them small.
fn is_heading(line: &str) -> bool {
    line.chars().filter(|c| c.is_alphabetic()).count() > 1 && !line.chars().any(char::is_lowercase)
}

/// A text as it is issued: line ends, blanks and blank lines in order, nothing in it that a printer or a reader could take
/// for a command, and the mark of a training desk at its head.
#[must_use]
pub fn finish(text: &str, training: bool) -> String {
    let clean = clean(text);
    let blocks: Vec<String> = blocks(&clean).iter().map(|lines| lines.join("\n")).collect();
    let text = blocks.join("\n\n");
    if training && !text.is_empty() && text.lines().next() != Some(TRAINING) {
        return format!("{TRAINING}\n\n{text}");
    }
    text
}

/// Text without controls: tabs become blanks, other controls and signs that turn the direction of writing are left out.
pub(super) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\r' | '\u{b}' | '\u{c}' => Some('\n'),
            '\t' => Some(' '),
            c if c.is_control() => None,
            '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => None,
            c => Some(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_taken_apart_as_it_was_put_together() {
        let parts_given = vec![
            Part::Address(vec!["Testshire Council".into(), "1 Test Street".into()]),
            Part::Heading("OUR REFERENCE R-1001".into()),
            Part::Paragraph("Dear Pat Mockford,".into()),
            Part::Item("one".into()),
            Part::Item("two".into()),
            Part::Paragraph("Yours sincerely,".into()),
            Part::Signature(vec!["Duty manager".into(), "The hub".into()]),
        ];
        assert_eq!(parts(&of(&parts_given)), parts_given);
    }

    #[test]
    fn a_training_letter_says_so_even_when_somebody_took_the_line_out() {
        assert_eq!(
            finish("Dear A,\r\n\r\n\r\nB\u{1b}[31m  \n", true),
            format!("{TRAINING}\n\nDear A,\n\nB[31m")
        );
        let once = finish("Dear A,", true);
        assert_eq!(finish(&once, true), once);
        assert_eq!(finish("Dear A,", false), "Dear A,");
        assert_eq!(finish(" \n\u{7}", true), "", "nothing is not made into a letter");
    }

    proptest! {
        #[test]
        fn finishing_twice_is_finishing_once_and_leaves_no_control(text in "(?s).{0,200}", training in any::<bool>()) {
            let once = finish(&text, training);
            prop_assert_eq!(finish(&once, training), once.clone());
            prop_assert!(once.chars().all(|c| c == '\n' || !c.is_control()));
        }

        #[test]
        fn no_word_is_lost_between_text_and_parts(text in "[ \\n-a-cA-C.]{0,120}") {
            let words = |text: &str| text.split_whitespace().flat_map(str::chars).filter(|c| *c != '-').collect::<String>();
            prop_assert_eq!(words(&of(&parts(&text))), words(&text));
        }
    }
}
