//! Identifiers: small newtypes, so that one number is never mistaken for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A contact's number on this desk. Shown to people as its reference, `R-1001`.
///
/// The number is given when a call starts, so that the worker can quote it before the contact is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContactId(pub u64);

impl fmt::Display for ContactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R-{}", self.0)
    }
}

/// The text was not a contact reference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a reference looks like R-1001")]
pub struct NotAReference;

impl FromStr for ContactId {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let digits = text.strip_prefix("R-").or_else(|| text.strip_prefix("r-")).unwrap_or(text);
        digits.parse().map(Self).map_err(|_| NotAReference)
    }
}

/// The short name by which the record knows a person who works at the desk (`j.testerby`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(pub String);

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_reads_back_with_or_without_its_letter() {
        for text in ["R-1001", "r-1001", " 1001 "] {
            assert_eq!(text.parse::<ContactId>(), Ok(ContactId(1001)), "{text}");
        }
        assert_eq!(ContactId(1001).to_string(), "R-1001");
        assert!("R-".parse::<ContactId>().is_err());
        assert!("Mockford".parse::<ContactId>().is_err());
    }
}
