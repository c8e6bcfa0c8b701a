//! Text that people typed, made safe and measured for the screen.
//!
//! [`display`] is the one door: names, notes and anything else from outside passes it before it is drawn,
//! printed or put in a title. What is stored stays as it was received. Terminals obey control characters and
//! reorder text at bidirectional controls, and the widget library drops some of them silently, which glues
//! words together; so each is shown, not dropped.

use std::borrow::Cow;

use ratatui::buffer::{Buffer, CellWidth};
use unicode_segmentation::UnicodeSegmentation;

use super::glyphs::Glyphs;
use crate::domain::unseen;

#[cfg(test)]
mod tests;

/// How many combining marks one letter may carry. Vietnamese and Arabic need two or three.
const MOST_MARKS: usize = 4;
const TAB: &str = "    ";
const REPLACED: char = '\u{FFFD}';
/// Stands in for a line break where there is only one line.
const BREAK: char = '↵';
/// Carries a mark that came without a letter, so that it does not land on the border before it.
const BASE: char = '◌';

/// What becomes of line breaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lines {
    /// They are shown as `↵`.
    One,
    /// They stay, as `\n`.
    Many,
}

/// The text as it may be shown. Letters of every script stay as they are; control characters become visible
/// pictures, tabs four spaces, invisible and direction-changing characters `U+FFFD`; joiners and variation
/// selectors go, because terminals disagree on their width; a letter keeps at most four marks.
#[must_use]
pub fn display(text: &str, lines: Lines) -> Cow<'_, str> {
    if is_plain(text) || (lines == Lines::Many && is_plain_lines(text)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut marks = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match kind(c) {
            Kind::Letter => {
                marks = Some(0);
                shown.push(c);
            }
            Kind::Mark => {
                if marks.is_none() {
                    shown.push(BASE);
                }
                let count = marks.unwrap_or(0);
                marks = Some(count + 1);
                if count < MOST_MARKS {
                    shown.push(combining(c));
                }
            }
            Kind::Silent => {}
            Kind::Break => {
                if c == '\r' && chars.peek() == Some(&'\n') {
                    chars.next();
                }
                marks = None;
                shown.push(if lines == Lines::One { BREAK } else { '\n' });
            }
            Kind::Tab => {
                marks = Some(0);
                shown.push_str(TAB);
            }
            Kind::Control => {
                marks = Some(0);
                shown.push(picture(c));
            }
            Kind::Hidden => {
                marks = Some(0);
                shown.push(REPLACED);
            }
        }
    }
    Cow::Owned(shown)
}

/// [`display`] for a place that has one line.
#[must_use]
pub fn one_line(text: &str) -> Cow<'_, str> {
    display(text, Lines::One)
}

/// Whether the text holds characters that a reader would not see: then the screen says so once. Line breaks,
/// tabs and the joiners that several scripts are written with do not count.
#[must_use]
pub fn has_hidden(text: &str) -> bool {
    let (mut marks, mut before) = (0, ' ');
    text.chars().any(|c| {
        let kind = kind(c);
        marks = if kind == Kind::Mark { marks + 1 } else { 0 };
        let joined = std::mem::replace(&mut before, c);
        match kind {
            Kind::Control | Kind::Hidden => true,
            Kind::Mark => marks > MOST_MARKS,
            // A joiner between Latin letters does nothing but make two spellings look alike.
            Kind::Silent => joined.is_ascii_alphanumeric() && !unseen::is_selector(c),
            Kind::Letter | Kind::Break | Kind::Tab => false,
        }
    })
}

/// Cells the text takes on the screen, grapheme by grapheme as the screen buffer counts them.
#[must_use]
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        return text.len();
    }
    text.graphemes(true).map(cells).sum()
}

/// The text in at most `most` cells; what is cut off is marked by `…`.
#[must_use]
pub fn truncate<'a>(text: &'a str, most: usize, glyphs: &Glyphs) -> Cow<'a, str> {
    if width(text) <= most {
        return Cow::Borrowed(text);
    }
    if most == 0 {
        return Cow::Borrowed("");
    }
    let mut kept = String::with_capacity(text.len());
    let mut used = 1;
    for grapheme in text.graphemes(true) {
        used += cells(grapheme);
        if used > most {
            break;
        }
        kept.push_str(grapheme);
    }
    kept.push_str(glyphs.ellipsis);
    Cow::Owned(kept)
}

/// The text in exactly `cells` cells, from the left.
#[must_use]
pub fn pad(text: &str, cells: usize, glyphs: &Glyphs) -> String {
    let mut text = truncate(text, cells, glyphs).into_owned();
    spaces(&mut text, cells);
    text
}

/// The text in exactly `cells` cells, from the right.
#[must_use]
pub fn pad_left(text: &str, cells: usize, glyphs: &Glyphs) -> String {
    let text = truncate(text, cells, glyphs);
    let mut padded = " ".repeat(cells.saturating_sub(width(&text)));
    padded.push_str(&text);
    padded
}

fn spaces(text: &mut String, cells: usize) {
    let missing = cells.saturating_sub(width(text));
    text.extend(std::iter::repeat_n(' ', missing));
}

/// The text in lines of at most `most` cells, broken between words where it can be. Line breaks are kept, and
/// an empty text is one empty line. A single character wider than `most` gets a line of its own.
#[must_use]
pub fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        wrap_line(paragraph, most.max(1), &mut lines);
    }
    lines
}

fn wrap_line(paragraph: &str, most: usize, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut used = 0;
    for word in words(paragraph) {
        let wide = width(word);
        let blank = word.starts_with(char::is_whitespace);
        if used + wide > most && used > 0 {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0;
            if blank {
                continue;
            }
        }
        if wide <= most {
            line.push_str(word);
            used += wide;
            continue;
        }
        for grapheme in word.graphemes(true) {
            let wide = cells(grapheme);
            if used + wide > most && used > 0 {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(grapheme);
            used += wide;
        }
    }
    lines.push(line.trim_end().to_owned());
}

/// The words of a line, each with its punctuation, and the blanks between them.
fn words(mut line: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let blank = line.chars().next()?.is_whitespace();
        let end = line.find(|c: char| c.is_whitespace() != blank).unwrap_or(line.len());
        let (word, rest) = line.split_at(end);
        line = rest;
        Some(word)
    })
}

/// Takes out of a drawn buffer whatever a terminal might obey. Text fields draw what was typed, before it
/// passed [`display`]; this runs last over every frame, so that no road leads around.
pub fn scrub(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if is_plain(cell.symbol()) {
            continue;
        }
        if let Cow::Owned(clean) = one_line(cell.symbol())
            && clean != cell.symbol()
        {
            let first = clean.graphemes(true).next().unwrap_or(" ").to_owned();
            cell.set_symbol(&first);
        }
    }
}

fn cells(grapheme: &str) -> usize {
    if grapheme.chars().any(char::is_control) { 0 } else { usize::from(grapheme.cell_width()) }
}

/// Printable ASCII: nothing to do, one cell a byte.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, 0x20..=0x7e))
}

fn is_plain_lines(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, 0x20..=0x7e | b'\n'))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Mark,
    /// Left out: it changes widths and nothing that is read.
    Silent,
    Break,
    Tab,
    Control,
    Hidden,
}

fn kind(c: char) -> Kind {
    match c {
        ' '..='~' => Kind::Letter,
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => Kind::Break,
        '\t' => Kind::Tab,
        '\0'..='\u{1f}' | '\u{7f}' => Kind::Control,
        '\u{80}'..='\u{9f}' => Kind::Hidden,
        '\u{1f3fb}'..='\u{1f3ff}' => Kind::Silent,
        c if unseen::is_joiner(c) => Kind::Silent,
        c if unseen::is_unseen(c) => Kind::Hidden,
        '\u{ff9e}' | '\u{ff9f}' => Kind::Mark,
        c if unicode_width::UnicodeWidthChar::width(c) == Some(0) => Kind::Mark,
        _ => Kind::Letter,
    }
}

/// The half-width sound marks of katakana, on whose width terminals disagree, as the marks they stand for.
fn combining(mark: char) -> char {
    match mark {
        '\u{ff9e}' => '\u{3099}',
        '\u{ff9f}' => '\u{309a}',
        mark => mark,
    }
}

/// The picture of a control character: `␛` for escape.
fn picture(c: char) -> char {
    let code = u32::from(c);
    let symbol = if code == 0x7f { 0x2421 } else { 0x2400 + code };
    char::from_u32(symbol).unwrap_or(REPLACED)
}
