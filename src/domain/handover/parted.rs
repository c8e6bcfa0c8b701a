//! What is left of a signed sheet when a contact on it is erased: the words about the others.

use serde::{Deserialize, Serialize};

use super::super::actor::Actor;
use super::super::ids::ContactId;
use super::super::when::Moment;
use super::Signed;

/// Blanks before the lines that belong to an entry.
const SET_IN: &str = "      ";
/// How the note stands under the words of a sheet.
const NOTE: &str = "Note: ";

/// A signed sheet without the words about erased contacts. Its hash is still that of the words that were signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parted {
    /// The sheet as it reads now.
    pub signed: Signed,
    /// Who signed it.
    pub by: Actor,
    /// When it was signed.
    pub at: Moment,
}

impl Signed {
    /// Whether the sheet has words about a contact or call of this number.
    #[must_use]
    pub fn speaks_of(&self, id: ContactId) -> bool {
        self.contacts.contains(&id) || self.text.lines().any(|line| is_entry(line, id))
    }

    /// The sheet without what it says of these numbers. The note was written about all of them and cannot be parted: it goes.
    #[must_use]
    pub fn without(&self, ids: &[ContactId]) -> Self {
        let mut lines: Vec<String> = Vec::new();
        let mut inside = false;
        for line in self.text.lines() {
            if let Some(id) = ids.iter().find(|id| is_entry(line, **id)) {
                lines.push(format!("  {id}  erased under a retention rule"));
                inside = true;
            } else if inside && line.starts_with(SET_IN) {
                // Belongs to the entry above.
            } else {
                inside = false;
                let is_note = line.starts_with(NOTE);
                lines.push(if is_note { format!("{NOTE}erased") } else { line.to_owned() });
            }
        }
        Self { note: String::new(), text: lines.join("\n") + "\n", ..self.clone() }
    }
}

/// Whether a line begins what a sheet says of this number.
fn is_entry(line: &str, id: ContactId) -> bool {
    let rest = line.strip_prefix("  ").and_then(|line| line.strip_prefix(&id.to_string()));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::super::{SheetId, Turn};
    use super::*;

    fn sheet() -> Signed {
        let text = "Handover: to the next shift\n\nLATE (2)\n  R-1001  RED  A.M. 9y  Bruise on the arm\n      Feedback LATE\n      \
                    not told; no owner\n  R-10011  AMBER  B.T.  Left alone\n      Feedback due\n      told; owner Jo\n\n\
                    CALLS (1)\n  R-1002  Jo is taking it, since 14:00  Shouting\n\nSheet H-1. Handed over by Jo to Kit.\nNote: \
                    the bruise is new\n";
        Signed {
            sheet: SheetId(1),
            turn: Turn::Shift,
            by: "Jo".into(),
            to: "Kit".into(),
            until: Moment::from_millis(0),
            note: "the bruise is new".into(),
            contacts: vec![ContactId(1001), ContactId(10011)],
            changed: Vec::new(),
            sha256: "ab".into(),
            text: text.into(),
        }
    }

    #[test]
    fn what_is_said_of_the_others_stays_word_for_word() {
        let parted = sheet().without(&[ContactId(1001)]);
        assert!(!format!("{parted:?}").to_lowercase().contains("bruise"), "{}", parted.text);
        assert!(parted.text.contains(
            "  R-1001  erased under a retention rule\n  R-10011  AMBER  B.T.  Left alone\n      Feedback due"
        ));
        assert!(parted.text.contains("R-1002  Jo is taking it, since 14:00  Shouting"));
        assert_eq!((parted.sha256, parted.contacts), ("ab".into(), sheet().contacts));
    }

    #[test]
    fn a_call_on_the_sheet_is_found_by_its_number() {
        assert!(sheet().speaks_of(ContactId(1002)) && !sheet().speaks_of(ContactId(100)));
        assert!(!sheet().without(&[ContactId(1002)]).text.contains("Shouting"));
    }
}
