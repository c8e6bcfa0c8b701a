//! The locked desk: a clock, numbers without names, and the passphrase. Nothing here comes from the record except bare numbers
//! and instants.

use chrono::TimeDelta;

use super::board::{Board, Sort, View};
use super::contact::Tab;
use crate::app::Screen;
use crate::app::action::Action;
use crate::app::form::edit::Editor;
use crate::domain::codes::coded;
use crate::domain::deed::DeedId;
use crate::domain::handover::Turn;
use crate::domain::horizon::Zoom;
use crate::domain::ids::{ContactId, UserId};
use crate::domain::letter::{Addressee, LetterKind};
use crate::domain::when::Moment;
use crate::port::passphrase::Passphrase;

coded! {
    /// Why the desk is locked.
    Cause {
        /// It has just been started.
        Start = "start", "just started";
        /// The person asked for it.
        Asked = "asked", "locked";
        /// Nobody pressed a key for a while.
        Idle = "idle", "idle";
        /// The process is being stopped.
        Stopped = "stopped", "put aside";
    }
}

/// How far locking or unlocking is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Something sent to the record is not answered yet; until it is, the application keeps what it shows otherwise.
    Saving,
    /// The application has forgotten everything; the record saves and closes.
    Closing,
    /// The record is closed and its key wiped.
    Locked,
    /// A passphrase is being tried.
    Opening,
    /// The record is open; the place that the person comes back to is being read.
    Returning,
    /// The record is open, but its person must choose a passphrase of their own first.
    Choosing,
    /// The chosen one is being kept.
    Keeping,
}

/// Which field has the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The short name.
    User,
    /// The passphrase; while choosing, the new one.
    Passphrase,
    /// The new passphrase once more.
    Again,
}

/// What is said under the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The words.
    pub text: String,
    /// Until when nothing is tried, if so.
    pub until: Option<Moment>,
}

/// The state of the lock screen.
#[derive(Debug)]
pub struct LockScreen {
    /// How far it is.
    pub phase: Phase,
    /// Why it is locked.
    pub cause: Cause,
    /// Since when.
    pub since: Moment,
    /// The numbers as they stood; none before the record was open.
    pub numbers: Option<Numbers>,
    /// The field with the cursor.
    pub field: Field,
    /// The short name, as typed.
    pub user: Editor,
    /// The passphrase being typed; while choosing, the new one.
    pub typed: Passphrase,
    /// The new passphrase once more.
    pub again: Passphrase,
    /// The passphrase being tried; kept while a new one is chosen, which the old one must allow.
    pub sent: Passphrase,
    /// Calls and boxes that could not be saved yet.
    pub unsaved: usize,
    /// Wrong passphrases since the desk was locked.
    pub wrong: usize,
    /// What is said under the field.
    pub said: Option<Said>,
    /// Where unlocking leads.
    pub back: Option<Return>,
    /// Enter was pressed before the record was closed: the passphrase is tried as soon as it is.
    pub enter: bool,
    /// The process stops as soon as the record is closed.
    pub stop: bool,
    /// The record has been opened, but its person must choose a passphrase first: what opening gave.
    pub opened: Option<Box<crate::port::Opened>>,
    /// When the place to come back to is no longer waited for.
    pub give_up: Option<Moment>,
    /// The 999 script is shown.
    pub script: bool,
}

impl LockScreen {
    /// A screen that is being locked. The short name of whoever was here stands in the field.
    #[must_use]
    pub fn new(cause: Cause, user: &UserId, since: Moment) -> Self {
        Self {
            phase: Phase::Saving,
            cause,
            since,
            numbers: None,
            field: if user.0.is_empty() { Field::User } else { Field::Passphrase },
            user: Editor::line(&user.0),
            typed: Passphrase::default(),
            again: Passphrase::default(),
            sent: Passphrase::default(),
            unsaved: 0,
            wrong: 0,
            said: None,
            back: None,
            enter: false,
            stop: false,
            opened: None,
            give_up: None,
            script: false,
        }
    }

    /// Whether the application still has what it showed, because the record has not taken all of it.
    #[must_use]
    pub const fn holds(&self) -> bool {
        matches!(self.phase, Phase::Saving)
    }

    /// How long nothing can be tried yet.
    #[must_use]
    pub fn wait(&self, now: Moment) -> Option<TimeDelta> {
        let until = self.said.as_ref()?.until?;
        (until > now).then(|| until.since(now))
    }

    /// The short name in the field.
    #[must_use]
    pub fn named(&self) -> UserId {
        UserId(self.user.text().trim().to_owned())
    }
}

/// Numbers of a desk as they stood, and the instants from which they are counted on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// When each contact's first duty falls due, the earliest first.
    firsts: Vec<Moment>,
    /// When every duty falls due, the earliest first.
    dues: Vec<Moment>,
    /// Rated red.
    pub red: usize,
    /// Red and without a decision.
    pub undecided: usize,
    /// Handed over and not taken.
    pub unacknowledged: usize,
    /// Calls in progress.
    pub calls: usize,
}

impl Numbers {
    /// The numbers of a board.
    #[must_use]
    pub fn of(board: &Board) -> Self {
        let mut firsts: Vec<Moment> =
            board.rows.values().filter_map(|card| card.row.next()).map(|duty| duty.due).collect();
        firsts.sort_unstable();
        Self {
            firsts,
            dues: board.rows.dues().map(|(due, _, _)| due).collect(),
            red: board.counts.red,
            undecided: board.counts.red_undecided,
            unacknowledged: board.rows.values().filter(|card| card.row.marks.handover).count(),
            calls: board.drafts.len(),
        }
    }

    /// Contacts with a late duty by now.
    #[must_use]
    pub fn late(&self, now: Moment) -> usize {
        self.firsts.partition_point(|due| *due < now)
    }

    /// When the next duty falls due.
    #[must_use]
    pub fn next(&self, now: Moment) -> Option<Moment> {
        self.dues.get(self.dues.partition_point(|due| *due < now)).copied()
    }

    /// Duties that fall due within the hour.
    #[must_use]
    pub fn within_the_hour(&self, now: Moment) -> usize {
        let before = |at: Moment| self.dues.partition_point(|due| *due < at);
        before(now + TimeDelta::hours(1)).saturating_sub(before(now))
    }
}

/// Where unlocking leads: places and numbers, no words of anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// Whose place it is.
    pub user: UserId,
    /// The screen.
    pub screen: Screen,
    /// The screen behind a contact.
    pub behind: Screen,
    /// The selected contact of the board.
    pub selected: Option<ContactId>,
    /// The contact opened last.
    pub last_contact: Option<ContactId>,
    /// The board's view, order and look.
    pub board: (View, Sort, bool),
    /// The call on screen.
    pub call: Option<Place>,
    /// The contact that has been read: its tab and row.
    pub contact: Option<(ContactId, Tab, usize)>,
    /// The handover: from whom to whom, until when.
    pub handover: Option<(Turn, Option<Moment>)>,
    /// How much time the horizon shows.
    pub zoom: Zoom,
    /// The box that was open.
    pub form: Option<OpenBox>,
}

/// Where in a call the cursor was, beside what its draft knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The call.
    pub id: ContactId,
    /// Line and column.
    pub caret: (usize, usize),
    /// The notes strip had the keys.
    pub notes: bool,
    /// The highlighted row of the review.
    pub review: usize,
}

/// A box that was open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenBox {
    /// Its action.
    pub action: Action,
    /// The deed it records, if it is a deed's.
    pub deed: Option<DeedId>,
    /// The letter being written.
    pub letter: Option<(LetterKind, Addressee)>,
    /// The contact it is about.
    pub contact: Option<ContactId>,
    /// The contacts, if it is about several.
    pub many: Vec<ContactId>,
    /// The field with the cursor.
    pub focus: usize,
    /// Line and column in it.
    pub caret: (usize, usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_counted_on_from_bare_instants() {
        let at = |minute: i64| Moment::from_millis(minute * 60_000);
        let numbers = Numbers {
            firsts: vec![at(5), at(10), at(200)],
            dues: vec![at(5), at(10), at(30), at(200)],
            ..Numbers::default()
        };
        assert_eq!((numbers.late(at(7)), numbers.next(at(7))), (1, Some(at(10))));
        assert_eq!(numbers.within_the_hour(at(7)), 2);
        assert_eq!((numbers.late(at(11)), numbers.next(at(11))), (2, Some(at(30))));
        assert_eq!((numbers.late(at(300)), numbers.next(at(300))), (3, None));
    }
}
