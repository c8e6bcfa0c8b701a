//! The register in the record: imported people, and the children and adults named in the desk's own contacts.
//!
//! | part | what it does |
//! | --- | --- |
//! | [`import`] | writes imported people, each part of a file in one transaction with the event that accounts for it |
//! | [`named`] | the projection of people named in contacts |
//! | [`history`] | one person with the history ribbon, by index alone |
//! | [`reader`] | everybody, on a connection of its own, for the matching |

mod check;
pub mod finder;
pub mod history;
pub mod import;
pub mod named;
pub mod reader;
pub(super) mod row;

use sha2::{Digest, Sha256};

use crate::domain::register::KnownPerson;
use crate::domain::same;

pub(crate) use self::check::check;
pub use self::import::{Counts, Part};
pub use self::reader::Reader;

/// A normal form as a number that an index finds quickly: the first eight bytes of its SHA-256.
fn key(normal: &str) -> i64 {
    let hash: [u8; 32] = Sha256::digest(normal.as_bytes()).into();
    hash.first_chunk().map_or(0, |first| i64::from_be_bytes(*first))
}

/// The keys under which a person is found without being searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Keys {
    /// The same person.
    who: Option<i64>,
    /// The same home.
    home: Option<i64>,
    /// The same telephone line.
    line: Option<i64>,
}

impl Keys {
    fn of(person: &KnownPerson) -> Self {
        let key = |normal: Option<String>| normal.as_deref().map(key);
        Self {
            who: key(same::person(&person.forename, &person.surname, person.birth)),
            home: key(same::home(&person.address, &person.postcode)),
            line: key(same::line(&person.phone)),
        }
    }
}

#[cfg(test)]
mod tests;
