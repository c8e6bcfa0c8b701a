//! Deadlines under rules that have changed: what would start, move or lapse, old against new, for a person to confirm
//! (`docs/CLOCKS.md` section 6). Pure: nothing moves here.

use super::calendar::Zone;
use super::clocks::{ClockId, Deadline};
use super::contact::Contact;
use super::ids::ContactId;
use super::protocol::Protocol;
use super::story;
use super::when::Moment;

/// What the rules in force make of one duty of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shift {
    /// A clock would start.
    Starts(Deadline),
    /// A running clock would get another time.
    Moves {
        /// As it runs.
        was: Deadline,
        /// As it would run.
        now: Deadline,
    },
    /// A running clock would end: the rules have no such duty any more.
    Lapses(Deadline),
}

/// A contact whose deadlines would move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// Its number.
    pub id: ContactId,
    /// What would change, the first due first. Empty when nothing does any more.
    pub shifts: Vec<Shift>,
}

impl Shift {
    const fn duty(&self) -> &Deadline {
        match self {
            Self::Starts(duty) | Self::Lapses(duty) | Self::Moves { now: duty, .. } => duty,
        }
    }

    /// Which clock.
    #[must_use]
    pub const fn clock(&self) -> ClockId {
        self.duty().clock
    }

    /// Which of several.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.duty().subject.as_deref()
    }

    /// What must be done, in a few words.
    #[must_use]
    pub fn title(&self) -> String {
        story::duty(self.clock(), self.subject())
    }

    /// The due time that stands.
    #[must_use]
    pub fn was(&self) -> Option<Moment> {
        match self {
            Self::Starts(_) => None,
            Self::Moves { was, .. } | Self::Lapses(was) => was.due(),
        }
    }

    /// The due time under the rules in force.
    #[must_use]
    pub fn now(&self) -> Option<Moment> {
        match self {
            Self::Starts(now) | Self::Moves { now, .. } => now.due(),
            Self::Lapses(_) => None,
        }
    }

    /// The steps that lead to the new time, or why there is none.
    #[must_use]
    pub fn because(&self) -> Vec<String> {
        match self {
            Self::Starts(now) | Self::Moves { now, .. } => now.because.clone(),
            Self::Lapses(_) => vec!["no longer applies under the changed rules".to_owned()],
        }
    }

    /// The difference in words: `1 d 2 h later`, `starts`, `lapses`.
    #[must_use]
    pub fn difference(&self) -> String {
        match (self, self.was(), self.now()) {
            (Self::Starts(_), ..) => "starts".to_owned(),
            (Self::Lapses(_), ..) => "lapses".to_owned(),
            (Self::Moves { .. }, Some(was), Some(now)) => apart(was, now),
            (Self::Moves { .. }, None, _) => "can be met now".to_owned(),
            (Self::Moves { .. }, ..) => "cannot be met".to_owned(),
        }
    }

    /// Old time against new, as a sentence shows it.
    #[must_use]
    pub fn times(&self, zone: Zone) -> (String, String) {
        let told = |at: Option<Moment>| at.map_or("none".to_owned(), |at| zone.short(at));
        (told(self.was()), told(self.now()))
    }
}

/// Whether two computations of a duty say the same time, whatever steps led there.
#[must_use]
pub fn is_same_time(one: &Deadline, other: &Deadline) -> bool {
    one.due() == other.due()
}

/// Whether a computation of a duty is stricter than another: due earlier, or due at all.
#[must_use]
pub fn is_earlier(one: &Deadline, other: &Deadline) -> bool {
    match (one.due(), other.due()) {
        (Some(one), Some(other)) => one < other,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// What would start, move or lapse on a contact under the rules in force, the first due first.
///
/// Only open contacts have any. A clock that has stopped never changes, and one that gets the same time is none.
#[must_use]
pub fn shifts(contact: &Contact, protocol: &Protocol) -> Vec<Shift> {
    if !contact.is_open() {
        return Vec::new();
    }
    let wanted = contact.wanted(protocol);
    let lapsing = contact
        .clocks
        .iter()
        .filter(|clock| clock.is_running())
        .filter(|clock| !wanted.iter().any(|duty| clock.is(duty.clock, duty.subject.as_deref())))
        .map(|clock| Shift::Lapses(clock.deadline.clone()));
    let mut shifts: Vec<Shift> = lapsing.collect();
    for duty in &wanted {
        match contact.clock(duty.clock, duty.subject.as_deref()) {
            None if duty.due().is_some() => shifts.push(Shift::Starts(duty.clone())),
            Some(clock) if clock.stopped.is_none() && !is_same_time(&clock.deadline, duty) => {
                shifts.push(Shift::Moves { was: clock.deadline.clone(), now: duty.clone() });
            }
            _ => {}
        }
    }
    shifts.sort_by_key(|shift| (shift.now().or(shift.was()), shift.clock()));
    shifts
}

/// `1 d 2 h later`, to the two largest units.
fn apart(was: Moment, now: Moment) -> String {
    let minutes = now.since(was).num_minutes();
    let (total, word) = (minutes.unsigned_abs(), if minutes < 0 { "earlier" } else { "later" });
    let parts: Vec<String> = [(total / 1440, "d"), (total / 60 % 24, "h"), (total % 60, "min")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .take(2)
        .map(|(n, unit)| format!("{n} {unit}"))
        .collect();
    if parts.is_empty() { format!("under a minute {word}") } else { format!("{} {word}", parts.join(" ")) }
}
