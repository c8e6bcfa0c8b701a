//! Protocol files: TOML in, [`Protocol`] out, and every mistake explained with line and column.
//!
//! Three protocols are built in; a council writes its own file. Bank holidays are built in too, as data.

mod allocation;
mod calendars;
mod clocks;
mod digest;
mod holidays;
mod letters;
mod load;
mod looked;
mod reader;
mod retention;
mod rules;

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::domain::protocol::Protocol;

/// The id of the protocol that is used unless another is named.
pub const DEFAULT: &str = "general";

/// The largest file that is read as a protocol, in bytes. The built-in ones have a twentieth of it.
const LARGEST: u64 = 1 << 20;

/// The built-in protocols: id and text.
const BUILT_IN: [(&str, &str); 3] = [
    ("general", include_str!("../../assets/protocols/general.toml")),
    ("rotherham", include_str!("../../assets/protocols/rotherham.toml")),
    ("cambridgeshire", include_str!("../../assets/protocols/cambridgeshire.toml")),
];

/// One mistake in a protocol file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The key with its table: `clocks.dispute.days`. Empty where no key could be read.
    pub key: String,
    /// The value as it stands in the file, if one does.
    pub value: Option<String>,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: ", self.line, self.column)?;
        match (&*self.key, &self.value) {
            ("", _) => {}
            (key, Some(value)) => write!(f, "{key} = {value}: ")?,
            (key, None) => write!(f, "{key}: ")?,
        }
        f.write_str(&self.message)
    }
}

/// Why there is no protocol.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Neither a built-in protocol nor a file has this name.
    #[error(
        "There is no protocol called {0} and no file of that name. Built in are general, rotherham and cambridgeshire."
    )]
    Unknown(String),
    /// The file cannot be read.
    #[error("The protocol file {path} cannot be read: {source}.")]
    Unreadable {
        /// The file.
        path: String,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// The file is far larger than any protocol.
    #[error(
        "The protocol file {path} has more than 1 MB. That is no protocol: look whether it is the right file."
    )]
    TooLarge {
        /// The file.
        path: String,
    },
    /// The file has mistakes, in the order of the file.
    #[error("The protocol {name} has {}.", count(.mistakes))]
    Mistaken {
        /// The id or file.
        name: String,
        /// Every mistake.
        mistakes: Vec<Mistake>,
    },
}

fn count(mistakes: &[Mistake]) -> String {
    match mistakes.len() {
        1 => "a mistake".to_owned(),
        many => format!("{many} mistakes"),
    }
}

/// The ids of the built-in protocols.
pub fn ids() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(id, _)| *id)
}

/// A built-in protocol by its id.
///
/// # Errors
/// [`LoadError::Unknown`] if there is none of that id.
pub fn built_in(id: &str) -> Result<Protocol, LoadError> {
    let (_, text) = BUILT_IN
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(id))
        .ok_or_else(|| LoadError::Unknown(id.to_owned()))?;
    parse(text).map_err(|mistakes| LoadError::Mistaken { name: id.to_owned(), mistakes })
}

/// A built-in protocol by its id, or else a protocol file.
///
/// # Errors
/// As [`LoadError`] says.
pub fn named(id_or_file: &str) -> Result<Protocol, LoadError> {
    if ids().any(|id| id.eq_ignore_ascii_case(id_or_file)) {
        return built_in(id_or_file);
    }
    match file(Path::new(id_or_file)) {
        Err(LoadError::Unreadable { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            Err(LoadError::Unknown(id_or_file.to_owned()))
        }
        other => other,
    }
}

/// The rules of a desk: its own protocol file, or the built-in rules where it has none.
///
/// # Errors
/// If there is a file and it cannot be read, or has mistakes.
pub fn of_desk(own: &Path) -> Result<Protocol, LoadError> {
    if own.exists() { file(own) } else { built_in(DEFAULT) }
}

/// The last year for which the bank holidays are known.
#[must_use]
pub fn last_holidays() -> i32 {
    holidays::england_and_wales().1.last().copied().unwrap_or_default()
}

/// A protocol file.
///
/// # Errors
/// If it cannot be read, or has mistakes.
pub fn file(path: &Path) -> Result<Protocol, LoadError> {
    let name = path.display().to_string();
    let unreadable = |source| LoadError::Unreadable { path: name.clone(), source };
    let mut bytes = Vec::new();
    let opened = File::open(path).map_err(unreadable)?;
    opened.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(LoadError::TooLarge { path: name });
    }
    let parsed = match String::from_utf8(bytes) {
        Ok(text) => parse(&text),
        Err(error) => Err(vec![not_text(error.as_bytes(), error.utf8_error().valid_up_to())]),
    };
    parsed.map_err(|mistakes| LoadError::Mistaken { name, mistakes })
}

/// A protocol from the text of a protocol file.
///
/// # Errors
/// Every mistake, in the order of the file.
pub fn parse(text: &str) -> Result<Protocol, Vec<Mistake>> {
    load::protocol(text)
}

fn not_text(bytes: &[u8], place: usize) -> Mistake {
    let before = String::from_utf8_lossy(bytes.get(..place).unwrap_or_default());
    let (line, column) = reader::place_after(&before);
    Mistake {
        line,
        column,
        key: String::new(),
        value: None,
        message: "this is not UTF-8 text: save the file as UTF-8".to_owned(),
    }
}

#[cfg(test)]
mod tests;
