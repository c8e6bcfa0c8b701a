//! The training desk: invented contacts, a working day behind it, calls that keep coming in, and a clock that can be set.
//!
//! Everything here goes through the same rules as a real desk: contacts are filed and decided at past instants, so that
//! their events and clocks are what the rules make of them.

pub mod arrivals;
pub mod cast;
pub mod day;
pub mod desk;
pub mod fill;
pub mod households;
pub mod known;
mod looks;
mod night;
mod past;
pub mod random;
pub mod scenario;
pub mod step;
pub mod story;

use crate::domain::actor::Actor;
use crate::domain::codes::Role;
use crate::domain::ids::UserId;

/// What the desk of a training day can be told by its callers to ring back.
pub const DESK_NUMBER: &str = "01632 960100";

/// The people of the training desk: short name, name, role. The first of each role is whom `--role` means.
const PEOPLE: [(&str, &str, Role); 6] = [
    ("j.testerby", "Jo Testerby", Role::Worker),
    ("s.placeham", "Sam Placeham", Role::Manager),
    ("k.fakeley", "Kit Fakeley", Role::Viewer),
    ("r.dummerton", "Robin Dummerton", Role::Worker),
    ("a.sampleton", "Alex Sampleton", Role::Worker),
    ("l.synthley", "Lee Synthley", Role::Manager),
];

/// Why the training desk could not be furnished. Each is a fault of the program or of its data, and a test would show it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The built-in data does not read.
    #[error("The training desk's built-in {what} do not read: {why}.")]
    Data {
        /// Which data.
        what: &'static str,
        /// What is wrong.
        why: String,
    },
    /// A rule refused what the training day asks for.
    #[error("The training day asks for something that a rule refuses ({what}): {why}")]
    Refused {
        /// Which step.
        what: String,
        /// The refusal.
        why: String,
    },
}

/// Everybody who works at the training desk.
pub fn people() -> impl Iterator<Item = Actor> {
    PEOPLE.iter().map(|(user, name, role)| Actor {
        user: UserId((*user).to_owned()),
        name: (*name).to_owned(),
        role: *role,
    })
}

/// The person with this short name.
#[must_use]
pub fn person(user: &str) -> Option<Actor> {
    people().find(|actor| actor.user.0 == user)
}

/// The person who plays a role.
#[must_use]
pub fn actor(role: Role) -> Actor {
    people().find(|actor| actor.role == role).unwrap_or_else(|| Actor {
        user: UserId("trainee".to_owned()),
        name: "Trainee".to_owned(),
        role,
    })
}

/// Names that a contact can be allocated to.
#[must_use]
pub fn team() -> Vec<String> {
    people().filter(|actor| actor.role != Role::Viewer).map(|actor| actor.name).collect()
}
