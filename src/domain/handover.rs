//! Handing the desk over: to the emergency duty team at closing, from it in the morning, and between shifts (L347, L516-L519).
//!
//! A [`Sheet`] is worked out from what the board knows. When it is signed, every contact on it is handed over by name and
//! waits until somebody takes it; the words that were signed are kept.

mod parted;
mod sheet;
mod text;

pub use parted::Parted;
pub use sheet::{Entry, Owed, Section, Sheet};
pub use text::{Page, many};

use std::fmt;
use std::str::FromStr;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::codes::coded;
use super::ids::ContactId;
use super::protocol::Protocol;
use super::when::Moment;
use text::one_line;

/// How far back the last closing is looked for, in days: longer than any desk is shut.
const LONGEST_CLOSURE: i64 = 60;
/// Minutes after opening in which the handover is most likely one from the night, and before closing one to it.
const EDGE: i64 = 90;

coded! {
    /// From whom to whom the desk is handed over.
    Turn {
        /// To the emergency duty team, at closing.
        ToEdt = "edt", "To the emergency duty team";
        /// From the emergency duty team, in the morning.
        FromEdt = "from-edt", "From the emergency duty team";
        /// To the next shift.
        Shift = "shift", "To the next shift";
    }
}

/// A signed sheet's number on this desk. Shown to people as `H-7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SheetId(pub u32);

impl fmt::Display for SheetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "H-{}", self.0)
    }
}

/// The text was not the number of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a sheet looks like H-7")]
pub struct NotASheet;

impl FromStr for SheetId {
    type Err = NotASheet;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let digits = text.strip_prefix("H-").or_else(|| text.strip_prefix("h-")).unwrap_or(text);
        digits.parse().map(Self).map_err(|_| NotASheet)
    }
}

/// A contact handed over to somebody, until they take it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// The sheet it stands on.
    pub sheet: SheetId,
    /// Who leaves, by name.
    pub by: String,
    /// Who takes over, by name.
    pub to: String,
    /// The end of the shift it is handed to.
    pub until: Moment,
    /// What more was said; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A sheet as it was signed, with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Its number.
    pub sheet: SheetId,
    /// From whom to whom.
    pub turn: Turn,
    /// Who leaves, by name.
    pub by: String,
    /// Who takes over, by name.
    pub to: String,
    /// The end of the shift it is for.
    pub until: Moment,
    /// What more was said; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Every contact on it.
    pub contacts: Vec<ContactId>,
    /// Those that others changed after the sheet was read: they are handed over as they stood when it was signed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<ContactId>,
    /// SHA-256 of the words, in hexadecimal.
    pub sha256: String,
    /// The words, with initials in place of names.
    pub text: String,
}

/// The second signature: a sheet was taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Which sheet.
    pub sheet: SheetId,
    /// Who took it, by name.
    pub by: String,
    /// The contacts that were taken with it; others had been taken one by one before.
    pub contacts: Vec<ContactId>,
}

/// A sheet in the record: both signatures, as far as they are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The sheet.
    pub signed: Signed,
    /// When it was signed.
    pub at: Moment,
    /// By whom and when it was taken over, if it was.
    pub taken: Option<(String, Moment)>,
}

/// A sheet that somebody is about to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signing {
    /// From whom to whom.
    pub turn: Turn,
    /// Who leaves, by name.
    pub by: String,
    /// Who takes over, by name.
    pub to: String,
    /// The end of the shift it is for.
    pub until: Moment,
    /// What more is said; may be empty.
    pub note: String,
    /// Every contact on it, with the version that was read.
    pub contacts: Vec<(ContactId, u32)>,
    /// The words of the sheet.
    pub text: String,
}

impl Signing {
    /// What stands on each contact that is handed over.
    #[must_use]
    pub fn handed_over(&self, sheet: SheetId) -> HandedOver {
        HandedOver {
            sheet,
            by: self.by.trim().to_owned(),
            to: self.to.trim().to_owned(),
            until: self.until,
            note: self.note.trim().to_owned(),
        }
    }

    /// The sheet as it goes into the record. `sum` gives the SHA-256 of a text in hexadecimal.
    #[must_use]
    pub fn signed(&self, sheet: SheetId, changed: Vec<ContactId>, sum: impl Fn(&str) -> String) -> Signed {
        let text = self.words(sheet, &changed);
        let HandedOver { by, to, until, note, .. } = self.handed_over(sheet);
        let contacts = self.contacts.iter().map(|(id, _)| *id).collect();
        Signed { sheet, turn: self.turn, by, to, until, note, contacts, changed, sha256: sum(&text), text }
    }

    /// The words of the sheet with both names under them.
    fn words(&self, sheet: SheetId, changed: &[ContactId]) -> String {
        let HandedOver { by, to, note, .. } = self.handed_over(sheet);
        let (by, to, note) = (one_line(&by), one_line(&to), one_line(&note));
        let ids: Vec<String> = changed.iter().map(ToString::to_string).collect();
        let mut lines = vec![
            self.text.trim_end().to_owned(),
            String::new(),
            format!("Sheet {sheet}. Handed over by {by} to {to}."),
        ];
        lines.extend((!note.is_empty()).then(|| format!("Note: {note}")));
        let reread = || format!("Changed by others while this was signed, read again: {}.", ids.join(", "));
        lines.extend((!ids.is_empty()).then(reread));
        lines.join("\n") + "\n"
    }
}

/// The times of a handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// From whom to whom.
    pub turn: Turn,
    /// When the sheet is made.
    pub now: Moment,
    /// When the desk closes; `now` if it is closed.
    pub closes: Moment,
    /// When it opens after that.
    pub opens: Moment,
    /// The end of the first hours: what is due until then has a section of its own.
    pub soon: Moment,
    /// The end of the receiving shift.
    pub until: Moment,
    /// When the desk was closed last, and until when: what came in meanwhile the emergency duty team took.
    pub night: (Moment, Moment),
}

impl Span {
    /// The times of a handover made now. `until` is the end of the next shift, if another than the desk's closing; it is
    /// not looked at where the emergency duty team is part of it, or when it has passed.
    #[must_use]
    pub fn new(turn: Turn, until: Option<Moment>, now: Moment, protocol: &Protocol) -> Self {
        let desk = protocol.desk();
        let closes = closing(desk, now).unwrap_or(now);
        let opens = desk.next_open(closes);
        // The close of the day that is there, or of the next one.
        let day_ends = if desk.is_open(now) { closes } else { closing(desk, opens).unwrap_or(opens) };
        let (soon, until) = match turn {
            Turn::ToEdt => (closes, opens),
            Turn::FromEdt => (day_ends, day_ends),
            Turn::Shift => {
                let until = until.filter(|until| *until > now).unwrap_or(day_ends);
                (until, until)
            }
        };
        Self { turn, now, closes, opens, soon, until, night: night(desk, now) }
    }

    /// The handover that is most likely now: to the emergency duty team when the desk is about to close or has closed, from
    /// it when the desk has just opened, to the next shift otherwise.
    #[must_use]
    pub fn likely(now: Moment, protocol: &Protocol) -> Turn {
        let edge = TimeDelta::minutes(EDGE);
        match closing(protocol.desk(), now) {
            None => Turn::ToEdt,
            Some(closes) if closes.since(now) <= edge => Turn::ToEdt,
            Some(_) if now.since(night(protocol.desk(), now).1) <= edge => Turn::FromEdt,
            Some(_) => Turn::Shift,
        }
    }
}

/// When the desk closes, if it is open now.
fn closing(desk: &Calendar, now: Moment) -> Option<Moment> {
    let (day, _) = desk.zone().day_and_minute(now);
    desk.window(day).filter(|_| desk.is_open(now)).map(|(_, close)| close)
}

/// From when until when the desk was closed last; until now if it is closed.
fn night(desk: &Calendar, now: Moment) -> (Moment, Moment) {
    let (day, _) = desk.zone().day_and_minute(now);
    let ends = desk.window(day).filter(|_| desk.is_open(now)).map_or(now, |(open, _)| open);
    let before = ends - TimeDelta::milliseconds(1);
    let begun = desk.last_staffed_end(ends - TimeDelta::days(LONGEST_CLOSURE), before);
    (begun.unwrap_or(ends), ends)
}

#[cfg(test)]
mod tests;
