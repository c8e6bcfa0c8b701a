//! Who may open the desk.

use crate::domain::access::Staff;
use crate::domain::ids::UserId;
use crate::port::passphrase::Passphrase;

/// The state of the screen.
#[derive(Debug, Clone, Default)]
pub struct AccessScreen {
    /// Everybody who may open the desk or once might; those who still may come first.
    pub people: Vec<Staff>,
    /// Whether the people have come from the record.
    pub read: bool,
    /// Whether the data key waits to be changed.
    pub awaits_new_key: bool,
    /// The selected row.
    pub selected: usize,
    /// A passphrase that was just made, and for whom: shown until it is put away.
    pub given: Option<(UserId, Passphrase)>,
}

impl AccessScreen {
    /// The selected person.
    #[must_use]
    pub fn chosen(&self) -> Option<&Staff> {
        self.people.get(self.selected)
    }

    /// Takes the people in. The selection stays on the person it is on, if they are still there.
    pub fn take(&mut self, mut people: Vec<Staff>, awaits_new_key: bool) {
        people.sort_by_key(|one| !one.active);
        let chosen = self.chosen().map(|one| one.actor.user.clone());
        let again = people.iter().position(|one| Some(&one.actor.user) == chosen.as_ref());
        self.selected = again.unwrap_or(self.selected).min(people.len().saturating_sub(1));
        (self.people, self.awaits_new_key, self.read) = (people, awaits_new_key, true);
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        let last = self.people.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }
}
