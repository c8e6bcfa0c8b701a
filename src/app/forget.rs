//! What a locked desk forgets: everything that came from the record. And full names, which hide by themselves.

use chrono::TimeDelta;

use super::screens::lock::{Cause, LockScreen, Phase};
use super::{App, First, Setting};
use crate::domain::actor::Actor;
use crate::domain::codes::Role;
use crate::domain::ids::UserId;
use crate::domain::when::Moment;

/// How long full names are shown.
const NAMES: TimeDelta = TimeDelta::minutes(2);
/// How long they are shown while nobody does anything.
const NAMES_IDLE: TimeDelta = TimeDelta::seconds(60);

impl App {
    /// A real desk that has just been started: locked, and nothing of it has been opened. `user` is the short name in the field,
    /// perhaps none; `first` is done once it is unlocked.
    #[must_use]
    pub fn locked(setting: Setting, now: Moment, user: &UserId, first: Option<First>) -> Self {
        let mut lock = LockScreen::new(Cause::Start, user, now);
        lock.phase = Phase::Locked;
        Self { lock: Some(lock), first, ..Self::new(setting, now) }
    }

    /// Somebody of whom nothing is known before they have unlocked the desk: they may do nothing.
    #[must_use]
    pub fn nobody() -> Actor {
        Actor { user: UserId(String::new()), name: String::new(), role: Role::Viewer }
    }

    /// Forgets everything that came from the record. What stays: who works here under which rules, the window, and the lock
    /// screen, which holds numbers only.
    pub(super) fn forget(&mut self) {
        let old = std::mem::replace(self, Self::new(self.setting.clone(), self.now));
        self.size = old.size;
        self.lock = old.lock;
        self.active = old.active;
        self.people = old.people;
        self.tokens = old.tokens;
        self.warned_of_clock = old.warned_of_clock;
        self.wants_training = old.wants_training;
        self.quitting = old.quitting;
        self.first = old.first;
    }

    /// How many contacts are late and how many red: what the window's title says.
    #[must_use]
    pub fn title_counts(&self) -> (usize, usize) {
        let locked = self.lock.as_ref().map(|lock| lock.numbers.as_ref());
        match locked {
            Some(numbers) => numbers.map_or((0, 0), |numbers| (numbers.late(self.now), numbers.red)),
            None => (self.board.counts.late, self.board.counts.red),
        }
    }

    /// Shows full names for a while, or hides them.
    pub(super) fn turn_names(&mut self) {
        self.names_until = if self.names_until.is_some() { None } else { Some(self.now + NAMES) };
    }

    /// Hides full names.
    pub(super) fn hide_names(&mut self) {
        if self.names_until.take().is_some() {
            self.dirty = true;
        }
    }

    /// When full names hide by themselves, while they are shown.
    pub(super) fn names_end(&self) -> Option<Moment> {
        self.names_until.map(|until| until.min(self.active + NAMES_IDLE))
    }
}
