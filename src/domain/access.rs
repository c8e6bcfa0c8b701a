//! Who may open the desk, and what each role may do there: one table, read by screens, commands and documents alike.
//!
//! What a role may do *to a contact* stands with the rules for that command ([`decide`](super::decide)) and with each deed; here
//! stands what it may do with the desk itself.

use super::actor::Actor;
use super::codes::{Role, coded};
use super::event::NewStaff;
use super::ids::UserId;
use super::when::Moment;

coded! {
    /// Something that may be done with the desk.
    May {
        /// See the board and open contacts. Every look is recorded.
        Read = "read", "read the desk";
        /// Take calls and act on contacts.
        Work = "work", "take calls and act on contacts";
        /// Make a copy of the desk.
        BackUp = "back-up", "make a backup";
        /// Write tables of contacts to files.
        Export = "export", "export tables of contacts";
        /// Import known people.
        Import = "import", "import known people";
        /// Move deadlines that changed rules would move.
        Recount = "recount", "move deadlines to changed rules";
        /// Add people, reset passphrases, change roles, shut people out, change the desk's key.
        ManagePeople = "manage-people", "manage who may open the desk";
        /// Say who alone may open a contact.
        Restrict = "restrict", "restrict a contact to named people";
        /// See who looked at what.
        SeeWhoLooked = "see-who-looked", "see who looked at what";
        /// Sign the day's end of the record.
        CloseDay = "close-day", "sign the daily close";
        /// Put a backup in the place of the desk.
        Restore = "restore", "restore a backup";
        /// Keep a record beyond its retention time, or let it go again.
        Hold = "hold", "place or lift a legal hold";
        /// Ask for an erasure, or agree to one that somebody else asked for.
        Erase = "erase", "erase a record with a second manager";
        /// Put together what one person may be given about themselves.
        Disclose = "disclose", "prepare a subject-access pack";
    }
}

impl Role {
    /// Whether this role may do it.
    #[must_use]
    pub const fn may(self, what: May) -> bool {
        match what {
            May::Read => true,
            May::Work | May::BackUp | May::Import => matches!(self, Self::Worker | Self::Manager),
            May::Export
            | May::Recount
            | May::ManagePeople
            | May::Restrict
            | May::SeeWhoLooked
            | May::CloseDay
            | May::Restore
            | May::Hold
            | May::Erase
            | May::Disclose => matches!(self, Self::Manager),
        }
    }
}

impl Actor {
    /// Whether this person may do it.
    ///
    /// # Errors
    /// One sentence that says who may.
    pub fn may(&self, what: May) -> Result<(), String> {
        if self.role.may(what) {
            return Ok(());
        }
        let who: Vec<&str> =
            Role::ALL.iter().filter(|role| role.may(what)).map(|role| role.label()).collect();
        Err(format!("Only these may {}: {}.", what.label(), who.join(", ").to_lowercase()))
    }
}

/// Somebody who may open the desk, or once might.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Who.
    pub actor: Actor,
    /// Whether they may still open it.
    pub active: bool,
    /// When they were added.
    pub since: Moment,
    /// Whether their passphrase was given to them by a manager and must be changed first.
    pub must_change: bool,
}

/// A change of who may open the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffChange {
    /// Somebody is let in, with a passphrase that the program makes and they must change.
    Add(NewStaff),
    /// Somebody gets a new passphrase, made in the same way.
    Reset(UserId),
    /// Somebody's role changes.
    Role(UserId, Role),
    /// Somebody is shut out, and the data key changed after them.
    ShutOut {
        /// Who.
        user: UserId,
        /// Why.
        reason: String,
    },
    /// The data key is changed.
    NewKey,
}

impl StaffChange {
    /// Whose passphrase the program has to make for it.
    #[must_use]
    pub const fn needs_passphrase(&self) -> Option<&UserId> {
        match self {
            Self::Add(person) => Some(&person.user),
            Self::Reset(user) => Some(user),
            Self::Role(..) | Self::ShutOut { .. } | Self::NewKey => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::UserId;

    fn actor(role: Role) -> Actor {
        Actor { user: UserId("k.fakeley".into()), name: "Kit Fakeley".into(), role }
    }

    #[test]
    fn a_manager_may_do_everything_and_a_viewer_only_read() {
        for what in May::ALL {
            assert!(Role::Manager.may(*what), "{what:?}");
            assert_eq!(Role::Viewer.may(*what), *what == May::Read, "{what:?}");
        }
    }

    #[test]
    fn a_refusal_says_who_may() {
        assert_eq!(actor(Role::Worker).may(May::Work), Ok(()));
        assert_eq!(
            actor(Role::Worker).may(May::Erase).unwrap_err(),
            "Only these may erase a record with a second manager: manager."
        );
        assert!(actor(Role::Viewer).may(May::BackUp).unwrap_err().ends_with("duty worker, manager."));
    }
}
