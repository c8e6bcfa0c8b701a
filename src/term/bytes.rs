//! What a terminal sends, byte by byte, as keys, pastes, mouse and focus events.
//!
//! crossterm's own reader was tried first and measured: with one more than 1,024 bytes waiting it stands still
//! until the next key, because it is woken only by new bytes and reads one kilobyte at a time; and once the
//! terminal is gone it spins. A held key over a slow line, or a paste into a terminal without bracketed paste,
//! must not lose what was typed. This reader keeps no more than the sequence it is in the middle of.

use std::time::Duration;

use crate::app::key::{Key, KeyCode};

#[cfg(test)]
mod tests;

/// The most text one paste brings in. The rest is counted, not kept.
pub const MOST_PASTED: usize = 1_000_000;

/// How long a lone escape byte may be the beginning of a sequence. Far under what a person notices, and long
/// enough for a sequence that a network cut in two.
const ESCAPE_WAIT: Duration = Duration::from_millis(10);
/// How long the rest of a paste may take. After that the paste is taken as it is and keys are keys again.
const PASTE_WAIT: Duration = Duration::from_secs(2);
/// No sequence that means anything here is longer.
const LONGEST: usize = 64;

const PASTE_END: &[u8] = b"\x1b[201~";

/// One thing the terminal said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// A key press.
    Key(Key),
    /// A bracketed paste.
    Paste {
        /// The text as received, line breaks as `\n`, without control characters other than tabs.
        text: String,
        /// Bytes beyond [`MOST_PASTED`] that were not kept.
        dropped: usize,
    },
    /// The left button was pressed at column, row.
    Press(u16, u16),
    /// The wheel turned up (`true`) or down.
    Wheel(bool),
    /// The window gained or lost the focus.
    Focus(bool),
    /// The terminal is gone. Never made from bytes: the reader says it last.
    Gone,
}

/// The reader's state between two reads.
#[derive(Debug, Default)]
pub struct Parser {
    /// A sequence or a character that has begun.
    pending: Vec<u8>,
    /// The paste that has begun.
    paste: Option<Paste>,
}

#[derive(Debug, Default)]
struct Paste {
    bytes: Vec<u8>,
    dropped: usize,
}

impl Parser {
    /// Takes what was read and gives the events that are complete.
    #[must_use]
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for byte in bytes {
            if let Some(paste) = &mut self.paste {
                if paste.push(*byte) {
                    events.push(self.end_paste());
                }
            } else {
                self.pending.push(*byte);
                self.step(&mut events);
            }
        }
        events
    }

    /// How long to wait for more bytes before calling [`Parser::flush`]; `None` when nothing is half read.
    #[must_use]
    pub fn waits(&self) -> Option<Duration> {
        if self.paste.is_some() {
            Some(PASTE_WAIT)
        } else if self.pending.is_empty() {
            None
        } else {
            Some(ESCAPE_WAIT)
        }
    }

    /// Nothing more came: what is half read is all there is.
    #[must_use]
    pub fn flush(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        if self.paste.is_some() {
            events.push(self.end_paste());
        }
        let pending = std::mem::take(&mut self.pending);
        match pending.as_slice() {
            [0x1b, rest @ ..] if rest.len() <= 1 => {
                events.push(plain(KeyCode::Esc));
                events.extend(rest.iter().filter_map(|byte| byte_key(*byte)).map(Event::Key));
            }
            // A sequence without its end says nothing that can be trusted.
            [0x1b, ..] | [] => {}
            _ => events.push(typed(char::REPLACEMENT_CHARACTER)),
        }
        events
    }

    fn end_paste(&mut self) -> Event {
        let Paste { bytes, dropped } = self.paste.take().unwrap_or_default();
        Event::Paste { text: pasted(&String::from_utf8_lossy(&bytes)), dropped }
    }

    /// Looks at what is pending after one more byte.
    fn step(&mut self, events: &mut Vec<Event>) {
        match self.pending.as_slice() {
            [0x1b] | [0x1b, b'[' | b'O'] => {}
            [0x1b, b'[', sequence @ ..] => match control_sequence(sequence) {
                Step::More if self.pending.len() < LONGEST => {}
                Step::More | Step::Nothing => self.pending.clear(),
                Step::PasteBegins => {
                    self.pending.clear();
                    self.paste = Some(Paste::default());
                }
                Step::Event(event) => {
                    self.pending.clear();
                    events.push(event);
                }
            },
            [0x1b, b'O', last] => {
                let last = *last;
                self.pending.clear();
                if let Some(code) = application_key(last) {
                    events.push(plain(code));
                } else {
                    events.extend([plain(KeyCode::Esc), typed('O')]);
                    self.pending.push(last);
                    self.step(events);
                }
            }
            // Esc and then something else is Esc and then something else: there is no Alt here.
            [0x1b, next] => {
                let next = *next;
                events.push(plain(KeyCode::Esc));
                self.pending.clear();
                self.pending.push(next);
                self.step(events);
            }
            [first, ..] if *first < 0x20 || *first == 0x7f => {
                events.extend(byte_key(*first).map(Event::Key));
                self.pending.clear();
            }
            _ => self.character(events),
        }
    }

    fn character(&mut self, events: &mut Vec<Event>) {
        match std::str::from_utf8(&self.pending) {
            Ok(text) => {
                // The second set of controls is no letter of any keyboard.
                events.extend(text.chars().filter(|c| !c.is_control()).map(typed));
                self.pending.clear();
            }
            // The character has begun and can still become one.
            Err(error) if error.error_len().is_none() => {}
            Err(_) => {
                events.push(typed(char::REPLACEMENT_CHARACTER));
                // The byte that broke the character may begin something of its own.
                let last = self.pending.pop().filter(|byte| !self.pending.is_empty() && *byte < 0xf8);
                self.pending.clear();
                if let Some(last) = last.filter(|byte| !(0x80..0xc2).contains(byte)) {
                    self.pending.push(last);
                    self.step(events);
                }
            }
        }
    }
}

impl Paste {
    /// Takes one byte; `true` when the paste is complete.
    fn push(&mut self, byte: u8) -> bool {
        // The end marker may stand behind what is dropped, so a few bytes more than the limit are looked at.
        self.bytes.push(byte);
        if self.bytes.ends_with(PASTE_END) {
            self.bytes.truncate(self.bytes.len() - PASTE_END.len());
            let over = self.bytes.len().saturating_sub(MOST_PASTED);
            self.bytes.truncate(MOST_PASTED);
            self.dropped += over;
            return true;
        }
        if self.bytes.len() > MOST_PASTED + 2 * PASTE_END.len() {
            // Drop one in the middle: the text before the limit and the possible marker after it stay.
            self.bytes.remove(MOST_PASTED);
            self.dropped += 1;
        }
        false
    }
}

/// Pasted text as it goes into a field: line breaks as `\n`, tabs kept, other control characters left out, so that a
/// pasted escape sequence is only its letters.
fn pasted(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect()
}

enum Step {
    More,
    Nothing,
    PasteBegins,
    Event(Event),
}

fn plain(code: KeyCode) -> Event {
    Event::Key(Key::plain(code))
}

fn typed(c: char) -> Event {
    Event::Key(Key::char(c))
}

/// What a single byte under 0x20, or a printable one, is as a key.
fn byte_key(byte: u8) -> Option<Key> {
    Some(match byte {
        0x00 => Key::ctrl(' '),
        0x08 | 0x7f => Key::plain(KeyCode::Backspace),
        0x09 => Key::plain(KeyCode::Tab),
        0x0a | 0x0d => Key::plain(KeyCode::Enter),
        0x1b => Key::plain(KeyCode::Esc),
        0x01..=0x1a => Key::ctrl(char::from(byte + b'a' - 1)),
        0x1c..=0x1f => Key::ctrl(char::from(byte + b'4' - 0x1c)),
        0x20..=0x7e => Key::char(char::from(byte)),
        _ => return None,
    })
}

/// The key after `ESC O`.
fn application_key(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        b'M' => KeyCode::Enter,
        _ => return arrow(last),
    })
}

fn arrow(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        _ => return None,
    })
}

/// The key of `ESC [ number ~`.
fn numbered(number: u16) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(small(number - 10)),
        17..=21 => KeyCode::F(small(number - 11)),
        23 | 24 => KeyCode::F(small(number - 12)),
        _ => return None,
    })
}

fn small(number: u16) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

/// What stands after `ESC [`.
fn control_sequence(sequence: &[u8]) -> Step {
    match sequence {
        // The Linux console's function keys.
        [b'[', key @ b'A'..=b'E'] => return Step::Event(plain(KeyCode::F(key - b'A' + 1))),
        // The old mouse report: three bytes follow. It is never asked for, but must not become typed text.
        [b'[' | b'M'] | [b'M', _] | [b'M', _, _] => return Step::More,
        [b'M', _, _, _] => return Step::Nothing,
        _ => {}
    }
    let Some((last, parameters)) = sequence.split_last() else { return Step::More };
    match last {
        0x20..=0x3f => Step::More,
        0x40..=0x7e => ended(*last, parameters),
        // Not part of any sequence: give up on it.
        _ => Step::Nothing,
    }
}

fn ended(last: u8, parameters: &[u8]) -> Step {
    if let [b'<', mouse @ ..] = parameters {
        return mouse_report(last, &numbers(mouse));
    }
    let numbers = numbers(parameters);
    let first = numbers.first().copied().unwrap_or(0);
    let code = match last {
        b'~' if first == 200 => return Step::PasteBegins,
        b'~' => numbered(first),
        b'I' if parameters.is_empty() => return Step::Event(Event::Focus(true)),
        b'O' if parameters.is_empty() => return Step::Event(Event::Focus(false)),
        b'Z' => Some(KeyCode::BackTab),
        b'P'..=b'S' if first <= 1 => Some(KeyCode::F(last - b'P' + 1)),
        _ if first <= 1 => arrow(last),
        _ => None,
    };
    // The modifiers are one more than a sum: Shift 1, Alt 2, Ctrl 4. Keys with Alt are not keys of ours.
    let held = numbers.get(1).copied().unwrap_or(1).saturating_sub(1);
    match code {
        Some(code) if held & 2 == 0 => Step::Event(Event::Key(Key::new(code, held & 4 != 0, held & 1 != 0))),
        _ => Step::Nothing,
    }
}

/// `ESC [ < button ; column ; row M`: only a press of the left button and the wheel are wanted.
fn mouse_report(last: u8, numbers: &[u16]) -> Step {
    match (last, numbers) {
        (b'M', [0, column, row]) => {
            Step::Event(Event::Press(column.saturating_sub(1), row.saturating_sub(1)))
        }
        (b'M', [64, ..]) => Step::Event(Event::Wheel(true)),
        (b'M', [65, ..]) => Step::Event(Event::Wheel(false)),
        _ => Step::Nothing,
    }
}

fn numbers(parameters: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(parameters);
    text.split(';').map(|number| number.parse().unwrap_or(0)).collect()
}
