//! Restricted contacts: somebody's own family, or a colleague's. Only named people open them, each time with a reason.

use serde::{Deserialize, Serialize};

use super::actor::Actor;
use super::command::Doing;
use super::contact::Contact;
use super::event::{Event, Recorded};
use super::ids::UserId;
use super::when::Moment;

/// What a row says in place of everything that was told.
pub const RESTRICTED: &str = "restricted";

/// What anybody may know of a restriction: who may open the contact, and whom to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guard {
    /// Who alone may open it.
    pub people: Vec<UserId>,
    /// The name of the manager who restricted it.
    pub by: String,
}

/// A restriction that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restriction {
    /// Who may open it, and whom to ask.
    pub guard: Guard,
    /// Since when. Who looked before that gives a reason all the same.
    pub since: Moment,
    /// Why. For those who may open it.
    pub reason: String,
}

impl Guard {
    /// Whether this person is named.
    #[must_use]
    pub fn names(&self, user: &UserId) -> bool {
        self.people.contains(user)
    }

    /// Whom to ask, in a sentence.
    #[must_use]
    pub fn ask(&self) -> String {
        format!("Ask {}, or another manager.", self.by)
    }
}

impl Restriction {
    /// What holds after a contact was restricted, or the restriction was lifted.
    #[must_use]
    pub fn after(recorded: &Recorded) -> Option<Self> {
        match &recorded.event {
            Event::Restricted { people, reason } => Some(Self {
                guard: Guard { people: people.clone(), by: recorded.actor.name.clone() },
                since: recorded.at,
                reason: reason.clone(),
            }),
            _ => None,
        }
    }
}

/// Whether a command leaves what was told unread: who may open the contact, and deadlines that go by the rules whoever may look.
/// A manager always may do the first, so that nobody is locked out for good.
#[must_use]
pub const fn stays_outside(doing: Doing) -> bool {
    matches!(doing, Doing::Restrict | Doing::Unrestrict | Doing::Recount)
}

/// Whether a person may read a contact at all: everybody may, unless it is restricted and they are not named. A manager is no
/// exception, but may name themselves.
///
/// # Errors
/// What the person is told: that it is restricted, and whom to ask.
pub fn may_read(contact: &Contact, actor: &Actor) -> Result<(), String> {
    match &contact.restriction {
        Some(restriction) if !restriction.guard.names(&actor.user) => {
            Err(format!("{} is restricted to named people. {}", contact.id, restriction.guard.ask()))
        }
        _ => Ok(()),
    }
}

/// Names as a person types them: `j.testerby, s.placeham`. Each once.
#[must_use]
pub fn people(typed: &str) -> Vec<UserId> {
    let mut people: Vec<UserId> = Vec::new();
    for name in typed.split([',', ';', ' ', '\n']).map(str::trim).filter(|name| !name.is_empty()) {
        let user = UserId(name.to_lowercase());
        if !people.contains(&user) {
            people.push(user);
        }
    }
    people
}
