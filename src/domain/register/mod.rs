//! The register: children and adults that are known before anybody rings, imported from the authority's own system or named
//! in earlier contacts. A call is compared with every one of them, and a person decides who is meant.

mod dates;
mod fold;
mod index;
mod matches;
mod names;
mod place;
mod query;
mod reason;
mod score;
mod variants;
mod weigh;

pub use index::{Builder, Register};
pub use matches::{HOUSEHOLD_SHOWN, Match, Relation, cut};
pub use query::{Born, Query, Typing, Written};
pub use reason::Reason;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::codes::coded;

/// The words of a surname, folded as the matching folds them.
#[must_use]
pub fn surname_words(surname: &str) -> Vec<String> {
    fold::surname(surname)
}

/// The words of the surname of a whole name (`Sam Mockford`; `Mockford, Sam`), folded in the same way.
#[must_use]
pub fn surname_of(name: &str) -> Vec<String> {
    fold::whole_name(name).1
}

/// Every name that somebody with this first name may also go by. Small letters without marks, as [`super::same::fold`] gives them.
#[must_use]
pub fn also_called(name: &str) -> &'static [&'static str] {
    variants::of(name)
}

coded! {
    /// In whose records a person stands (L379).
    PersonKind {
        /// Children's records.
        Child = "child", "Child";
        /// Adults' records.
        Adult = "adult", "Adult";
    }
}

coded! {
    /// Sex as the returns want it: CIN element `Sex`, N00783.
    Sex {
        /// Female.
        Female = "F", "Female";
        /// Male.
        Male = "M", "Male";
        /// Unknown; an unborn child always.
        Unknown = "U", "Unknown";
    }
}

/// One known person. Texts are as imported; an empty text means that nothing is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownPerson {
    /// The person's number in the system it came from: unique in the register, and what a second import updates by.
    pub id: String,
    /// In whose records.
    pub kind: PersonKind,
    /// First name.
    #[serde(default)]
    pub forename: String,
    /// Surname.
    #[serde(default)]
    pub surname: String,
    /// Other whole names the person has or had.
    #[serde(default)]
    pub also_known_as: Vec<String>,
    /// Birth date.
    #[serde(default)]
    pub birth: Option<NaiveDate>,
    /// When an unborn child is due. Never together with a birth date (CIN rule 8525Q).
    #[serde(default)]
    pub due: Option<NaiveDate>,
    /// The mother's whole name: how an unborn child is found.
    #[serde(default)]
    pub mother: String,
    /// Sex.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// Home address without its postcode.
    #[serde(default)]
    pub address: String,
    /// Postcode.
    #[serde(default)]
    pub postcode: String,
    /// Telephone number.
    #[serde(default)]
    pub phone: String,
    /// NHS number.
    #[serde(default)]
    pub nhs_number: String,
    /// Unique pupil number.
    #[serde(default)]
    pub upn: String,
    /// Where the person stands with the authority.
    #[serde(default)]
    pub standing: Standing,
}

impl KnownPerson {
    /// Somebody of whom nothing is known but the number.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: PersonKind) -> Self {
        Self {
            id: id.into(),
            kind,
            forename: String::new(),
            surname: String::new(),
            also_known_as: Vec::new(),
            birth: None,
            due: None,
            mother: String::new(),
            sex: None,
            address: String::new(),
            postcode: String::new(),
            phone: String::new(),
            nhs_number: String::new(),
            upn: String::new(),
            standing: Standing::default(),
        }
    }
}

/// Where a person stands with the authority: what the history ribbon shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// The worker or team the person is open to now (L158); empty when closed or never open.
    #[serde(default)]
    pub open_to: String,
    /// When the last involvement was closed.
    #[serde(default)]
    pub closed_on: Option<NaiveDate>,
    /// The team it was closed to (L169).
    #[serde(default)]
    pub closed_team: String,
    /// The plan in force: child protection, child in need, early help, looked after.
    #[serde(default)]
    pub plan: String,
    /// When information was shared about the person in the hub before (L221, L222).
    #[serde(default)]
    pub shared_on: Vec<NaiveDate>,
}

/// A threshold that was met and closed to a team no more days ago than this goes back to that team: twelve weeks, both ends
/// counted (L169).
pub const PREVIOUS_TEAM_DAYS: i64 = 84;

impl Standing {
    /// How many days ago the last involvement was closed, if it was and lies in the past.
    #[must_use]
    pub fn closed_days(&self, today: NaiveDate) -> Option<i64> {
        let days = today.signed_duration_since(self.closed_on?).num_days();
        (days >= 0).then_some(days)
    }

    /// Whether a threshold met today goes to the team that closed it (L169): the 84th day counts.
    #[must_use]
    pub fn goes_to_previous_team(&self, today: NaiveDate) -> bool {
        self.open_to.is_empty() && self.closed_days(today).is_some_and(|days| days <= PREVIOUS_TEAM_DAYS)
    }
}

#[cfg(test)]
mod small_tests;
#[cfg(test)]
mod tests;
