//! When rows may change places: never under a moving cursor.

use chrono::TimeDelta;

use super::App;
use super::effect::{Effect, Effects};
use crate::port::Request;

/// How long after the last key rows stay where they are.
const QUIET: TimeDelta = TimeDelta::seconds(2);

impl App {
    /// Puts the rows in order now: the person asked for it.
    pub(super) fn sort_board(&mut self) {
        let me = self.setting.actor.name.clone();
        self.board.arrange(self.now, &me);
        self.dirty = true;
    }

    /// Puts rows that changed in order, unless keys were pressed just now. The very first rows are shown at once.
    pub(super) fn settle_board(&mut self) {
        let quiet = self.last_key.is_none_or(|at| self.now.since(at) >= QUIET);
        if self.board.unsorted && (quiet || self.board.order.is_empty()) {
            self.sort_board();
        }
    }

    /// Tries again what the record could not do.
    pub(super) fn retry(&mut self) -> Effects {
        if let Some(intake) = self.intake.as_mut() {
            intake.sent = intake.saved;
        }
        let mut effects = vec![Effect::Store(Request::WatchBoard)];
        effects.extend(super::update::save_call(self));
        effects
    }
}
