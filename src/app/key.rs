//! Keys, as the rest of the program knows them. The terminal layer makes them; nothing here knows a terminal.
//!
//! There is no Alt: a terminal sends Alt-letter as Esc and then the letter, so binding it would make a quick
//! Esc followed by a letter mean something nobody asked for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// Which key, apart from Ctrl and Shift.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum KeyCode {
    /// A printable character, capitals and symbols as typed. Space is `Char(' ')`.
    Char(char),
    /// Function key, `F(1)` to `F(24)`.
    F(u8),
    /// The return key.
    Enter,
    /// The escape key.
    Esc,
    /// The tabulator.
    Tab,
    /// Shift and the tabulator.
    BackTab,
    /// Rubs out to the left.
    Backspace,
    /// Rubs out to the right.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
}

/// One key press. Make it with [`Key::new`] or one of the short forms, so that equal presses are equal values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key {
    /// The key itself.
    pub code: KeyCode,
    /// Ctrl was held.
    pub ctrl: bool,
    /// Shift was held. Never set on characters (a capital says it already) nor on [`KeyCode::BackTab`].
    pub shift: bool,
}

/// The names of the keys that are not characters, as written in settings; the first name of a key is the one printed.
const NAMES: [(&str, KeyCode); 22] = [
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("del", KeyCode::Delete),
    ("ins", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("return", KeyCode::Enter),
    ("escape", KeyCode::Esc),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
];

impl Key {
    /// A key press in its one normal form: Ctrl-letters are small, Shift is kept only where the character does not show it.
    #[must_use]
    pub fn new(code: KeyCode, ctrl: bool, shift: bool) -> Self {
        match code {
            KeyCode::Char(c) if ctrl => {
                Self { code: KeyCode::Char(c.to_ascii_lowercase()), ctrl, shift: false }
            }
            KeyCode::Char(_) | KeyCode::BackTab => Self { code, ctrl, shift: false },
            KeyCode::Tab if shift => Self { code: KeyCode::BackTab, ctrl, shift: false },
            _ => Self { code, ctrl, shift },
        }
    }

    /// A key without Ctrl or Shift.
    #[must_use]
    pub fn plain(code: KeyCode) -> Self {
        Self::new(code, false, false)
    }

    /// A character as typed.
    #[must_use]
    pub fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// Ctrl and a letter.
    #[must_use]
    pub fn ctrl(c: char) -> Self {
        Self::new(KeyCode::Char(c), true, false)
    }

    /// A function key.
    #[must_use]
    pub fn f(n: u8) -> Self {
        Self::plain(KeyCode::F(n))
    }

    /// The character this key types into a field, if it types one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl => Some(c),
            _ => None,
        }
    }

    /// How settings and documents write the key: `ctrl-s`, `f2`, `shift-tab`, `g`, `space`. Reads back with `parse`.
    #[must_use]
    pub fn config_name(self) -> String {
        let mut name = String::new();
        if self.ctrl {
            name.push_str("ctrl-");
        }
        if self.shift || self.code == KeyCode::BackTab {
            name.push_str("shift-");
        }
        match self.code {
            KeyCode::BackTab => name.push_str("tab"),
            KeyCode::F(n) => {
                name.push('f');
                name.push_str(&n.to_string());
            }
            KeyCode::Char(c) if c != ' ' => name.push(c),
            code => name.push_str(NAMES.iter().find(|(_, c)| *c == code).map_or("?", |(name, _)| name)),
        }
        name
    }
}

/// How the screen writes the key: `Ctrl-S`, `F2`, `Shift-Tab`, `g`, `Space`, `↑`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.shift {
            f.write_str("Shift-")?;
        }
        let name = match self.code {
            KeyCode::Char(' ') => "Space",
            KeyCode::Char(c) if self.ctrl => return write!(f, "{}", c.to_ascii_uppercase()),
            KeyCode::Char(c) => return write!(f, "{c}"),
            KeyCode::F(n) => return write!(f, "F{n}"),
            KeyCode::Enter => "Enter",
            KeyCode::Esc => "Esc",
            KeyCode::Tab => "Tab",
            KeyCode::BackTab => "Shift-Tab",
            KeyCode::Backspace => "Backspace",
            KeyCode::Delete => "Del",
            KeyCode::Insert => "Ins",
            KeyCode::Up => "↑",
            KeyCode::Down => "↓",
            KeyCode::Left => "←",
            KeyCode::Right => "→",
            KeyCode::Home => "Home",
            KeyCode::End => "End",
            KeyCode::PageUp => "PgUp",
            KeyCode::PageDown => "PgDn",
        };
        f.write_str(name)
    }
}

/// Why a key name in the settings was not understood.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum KeyError {
    /// No key has this name.
    #[error("{0:?} is not a key; write it like ctrl-s, f2, shift-tab, g or space")]
    Unknown(String),
    /// Alt cannot be told from Esc followed by a letter.
    #[error(
        "{0:?} uses Alt, which terminals cannot tell from Esc and a letter; choose Ctrl or a function key"
    )]
    Alt(String),
    /// These Ctrl letters are the same byte as another key.
    #[error("{0:?} reaches the program as {1}; choose another key")]
    SameByte(String, &'static str),
}

impl FromStr for Key {
    type Err = KeyError;

    /// Reads `ctrl-s`, `f2`, `shift-tab`, `g`, `G`, `space`, `-`; names and prefixes in any case.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let unknown = || KeyError::Unknown(text.to_owned());
        let (mut ctrl, mut shift) = (false, false);
        let mut rest = text;
        while let Some((word, tail)) = rest.split_once('-')
            && !tail.is_empty()
        {
            match word.to_ascii_lowercase().as_str() {
                "ctrl" if !ctrl => ctrl = true,
                "shift" if !shift => shift = true,
                "alt" | "meta" => return Err(KeyError::Alt(text.to_owned())),
                _ => return Err(unknown()),
            }
            rest = tail;
        }
        let key = Self::new(code(rest).ok_or_else(unknown)?, ctrl, shift);
        match key.code {
            KeyCode::Char(c) if shift && c != ' ' => Err(unknown()),
            KeyCode::Char('h') if ctrl => Err(KeyError::SameByte(text.to_owned(), "Backspace")),
            KeyCode::Char('i') if ctrl => Err(KeyError::SameByte(text.to_owned(), "Tab")),
            KeyCode::Char('j' | 'm') if ctrl => Err(KeyError::SameByte(text.to_owned(), "Enter")),
            KeyCode::Char('[') if ctrl => Err(KeyError::SameByte(text.to_owned(), "Esc")),
            _ => Ok(key),
        }
    }
}

fn code(name: &str) -> Option<KeyCode> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control() && !c.is_whitespace()).then_some(KeyCode::Char(c));
    }
    let lower = name.to_ascii_lowercase();
    if let Some(number) = lower.strip_prefix('f')
        && let Ok(n) = number.parse::<u8>()
        && !number.starts_with(['0', '+'])
    {
        return (1..=24).contains(&n).then_some(KeyCode::F(n));
    }
    NAMES.iter().find(|(known, _)| *known == lower).map(|(_, code)| *code)
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.config_name())
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Key {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn a_key_is_shown_as_people_write_it_and_kept_as_settings_write_it() {
        for (name, shown) in [
            ("ctrl-s", "Ctrl-S"),
            ("f2", "F2"),
            ("f12", "F12"),
            ("shift-tab", "Shift-Tab"),
            ("g", "g"),
            ("G", "G"),
            ("space", "Space"),
            ("ctrl-space", "Ctrl-Space"),
            ("pgdn", "PgDn"),
            ("shift-up", "Shift-↑"),
            ("ctrl-left", "Ctrl-←"),
            ("del", "Del"),
            ("-", "-"),
            ("?", "?"),
            ("f", "f"),
            ("ü", "ü"),
        ] {
            let key = parse(name);
            assert_eq!(key.to_string(), shown, "{name}");
            assert_eq!(key.config_name(), name);
        }
    }

    #[test]
    fn names_are_understood_in_any_case_and_by_their_long_forms() {
        assert_eq!(parse("Ctrl-S"), parse("ctrl-s"));
        assert_eq!(parse("CTRL-S"), Key::ctrl('s'));
        assert_eq!(parse("PageDown"), parse("pgdn"));
        assert_eq!(parse("Escape"), Key::plain(KeyCode::Esc));
        assert_eq!(parse("F9"), Key::f(9));
        assert_eq!(parse("backtab"), parse("shift-tab"));
    }

    #[test]
    fn equal_presses_are_equal_values() {
        assert_eq!(Key::new(KeyCode::Char('S'), true, true), Key::ctrl('s'));
        assert_eq!(Key::new(KeyCode::Char('A'), false, true), Key::char('A'));
        assert_eq!(Key::new(KeyCode::Tab, false, true), Key::plain(KeyCode::BackTab));
    }

    #[test]
    fn only_characters_without_ctrl_type_text() {
        assert_eq!(Key::char('é').typed(), Some('é'));
        assert_eq!(Key::ctrl('q').typed(), None);
        assert_eq!(Key::plain(KeyCode::Enter).typed(), None);
    }

    #[test]
    fn what_cannot_be_a_key_is_refused_with_a_reason() {
        for text in ["", "ctrl-", "f0", "f25", "f01", "ctrl-ctrl-a", "hello", "shift-a", "super-a", " "] {
            assert!(matches!(text.parse::<Key>(), Err(KeyError::Unknown(_))), "{text:?}");
        }
        assert!(matches!("alt-x".parse::<Key>(), Err(KeyError::Alt(_))));
        for (text, same) in
            [("ctrl-h", "Backspace"), ("ctrl-i", "Tab"), ("ctrl-m", "Enter"), ("ctrl-[", "Esc")]
        {
            assert_eq!(text.parse::<Key>(), Err(KeyError::SameByte(text.to_owned(), same)));
        }
    }

    #[test]
    fn every_named_key_reads_back_from_its_own_name() {
        for (_, code) in NAMES {
            for (ctrl, shift) in [(false, false), (true, false), (false, true), (true, true)] {
                let key = Key::new(code, ctrl, shift);
                assert_eq!(key.config_name().parse(), Ok(key));
            }
        }
    }
}
