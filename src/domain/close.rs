//! The daily close: a manager signs the end of the record, and six words stand for it on paper.
//!
//! The words are worked out from the hash of the last entry, which covers every entry before it. Whoever rewrites an entry, with
//! or without the desk's keys, changes the words; a sheet of paper in a drawer cannot be rewritten with them.

mod words;

pub use words::{COUNT, read, words};

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::calendar::Zone;
use super::when::Moment;

/// After this long without a close people are told.
const DUE_AGAIN: TimeDelta = TimeDelta::days(1);

/// A close as the record keeps it. Byte strings are in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Close {
    /// The last entry that is signed, and with it every entry before.
    pub closed: u64,
    /// The hash of that entry.
    pub hash: String,
    /// The six words, a blank between them.
    pub words: String,
    /// Who signs, by name.
    pub by: String,
    /// The desk's key that checks the signature (Ed25519).
    pub key: String,
    /// The signature.
    pub signature: String,
    /// The last entry that the close before this one signed; none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<u64>,
}

/// A close in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// What was signed.
    pub close: Close,
    /// When.
    pub at: Moment,
    /// The entry that the close itself is.
    pub entry: u64,
}

impl Closed {
    /// What is written on paper: `Record to entry 412: acorn bugle …`.
    #[must_use]
    pub fn line(&self) -> String {
        line(self.close.closed, &self.close.words)
    }

    /// Whether the last close is so long ago that people are told.
    #[must_use]
    pub fn is_old(&self, now: Moment) -> bool {
        now.since(self.at) > DUE_AGAIN
    }
}

/// What is known of the newest close.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Last {
    /// The record has not been asked yet: nothing is said.
    #[default]
    Unread,
    /// There was none.
    Never,
    /// This one.
    At(Box<Closed>),
}

impl Last {
    /// Whether it is time for a close: there was none, or the last one is old.
    #[must_use]
    pub fn is_due(&self, now: Moment) -> bool {
        match self {
            Self::Unread => false,
            Self::Never => true,
            Self::At(closed) => closed.is_old(now),
        }
    }
}

impl From<Option<Closed>> for Last {
    fn from(closed: Option<Closed>) -> Self {
        closed.map_or(Self::Never, |closed| Self::At(Box::new(closed)))
    }
}

/// The words for the record to an entry, as they are shown and written down.
#[must_use]
pub fn line(entry: u64, words: &str) -> String {
    format!("Record to entry {entry}: {words}")
}

/// What is said of the last close under a sheet and on the screen: the words on a line of their own, then by whom and when.
#[must_use]
pub fn said(last: &Last, now: Moment, zone: Zone) -> Vec<String> {
    let closed = match last {
        Last::Unread => return Vec::new(),
        Last::Never => return vec!["The end of the record has not been signed yet.".to_owned()],
        Last::At(closed) => closed,
    };
    let old = if closed.is_old(now) { ": more than a day ago" } else { "" };
    vec![closed.line(), format!("Signed by {}, {}{old}.", closed.close.by, zone.short(closed.at))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocols;

    fn closed(at: Moment) -> Closed {
        let close = Close {
            closed: 412,
            hash: "00".repeat(32),
            words: words(&[0; 32]),
            by: "Sam Placeham".into(),
            key: String::new(),
            signature: String::new(),
            previous: None,
        };
        Closed { close, at, entry: 413 }
    }

    #[test]
    fn the_words_stand_on_a_line_of_their_own_and_an_old_close_says_so() {
        let zone = protocols::built_in(protocols::DEFAULT).unwrap().zone;
        // 24 November 2026, 17:02.
        let at = Moment::from_millis(1_795_539_720_000);
        let one = Last::from(Some(closed(at)));
        let fresh = said(&one, at + TimeDelta::hours(24), zone);
        assert_eq!(fresh[0], "Record to entry 412: abacus abacus abacus abacus abacus abacus");
        assert_eq!(fresh[1], "Signed by Sam Placeham, Tue 24 Nov 17:02.");
        let old = said(&one, at + TimeDelta::hours(25), zone);
        assert_eq!(old[1], "Signed by Sam Placeham, Tue 24 Nov 17:02: more than a day ago.");
        assert_eq!(said(&Last::Unread, at, zone), Vec::<String>::new());
        assert_eq!(said(&None.into(), at, zone), ["The end of the record has not been signed yet."]);
    }

    #[test]
    fn the_stored_form_is_for_good() {
        let one = closed(Moment::from_millis(0)).close;
        let text = serde_json::to_string(&one).unwrap();
        assert!(text.starts_with("{\"closed\":412,\"hash\":\"0000"), "{text}");
        assert!(text.ends_with(",\"by\":\"Sam Placeham\",\"key\":\"\",\"signature\":\"\"}"), "{text}");
        assert_eq!(serde_json::from_str::<Close>(&text).unwrap(), one);
    }
}
