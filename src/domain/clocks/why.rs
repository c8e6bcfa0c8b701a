//! Why a clock falls due when it does, beyond the steps that were kept with it: the rule, where it comes from, the change of the
//! clocks on the wall, and the other reading where sources disagree.

use super::{ClockId, Deadline, Outcome};
use crate::domain::calendar::Zone;
use crate::domain::codes::Rating;
use crate::domain::protocol::{Protocol, Timing};
use crate::domain::when::Moment;

/// The other clock where the sources disagree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The other clock.
    pub clock: ClockId,
    /// Its rule in words: `48 hours elapsed`; empty where there is none.
    pub rule: String,
    /// Where its length comes from; empty where it has none.
    pub basis: String,
    /// What it comes to.
    pub time: Time,
}

/// What the other reading comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Time {
    /// It runs on this contact, or ran, and falls due then.
    Due(Moment),
    /// It applies, but no time could meet it.
    Unmeetable(String),
    /// The protocol does not use it.
    Off(String),
    /// The facts of this contact do not start it.
    NotHere,
}

impl Reading {
    /// `Response decision: Wed 25 Nov 17:20 (1 working day, L148)`.
    #[must_use]
    pub fn sentence(&self, zone: Zone) -> String {
        let time = match &self.time {
            Time::Due(due) => zone.short(*due),
            Time::Unmeetable(reason) => format!("cannot be met, {reason}"),
            Time::Off(why) => return format!("{}: not used here ({why})", self.clock.label()),
            Time::NotHere => "does not run on this contact".to_owned(),
        };
        format!("{}: {time} ({}, {})", self.clock.label(), self.rule, self.basis)
    }
}

/// The rule of a clock in words and where its length comes from: `24 hours elapsed`, `L183`. `None` where the protocol has none
/// for this rating.
#[must_use]
pub fn rule(clock: ClockId, rating: Option<Rating>, protocol: &Protocol) -> Option<(String, String)> {
    let timed = protocol.timed(clock, rating)?;
    let by_rating = protocol.rule(clock).is_some_and(super::super::protocol::ClockRule::is_by_rating);
    let rated = rating.filter(|_| by_rating).map(|rating| format!(" for {}", rating.label()));
    Some((format!("{}{}", timed.value, rated.unwrap_or_default()), timed.basis.clone()))
}

/// The line of the ledger's part B where the sources disagree on this clock, and what they say there.
#[must_use]
pub fn disagreement(clock: ClockId, protocol: &Protocol) -> Option<(&str, &'static str)> {
    let line = protocol.rule(clock)?.conflict.as_deref()?;
    Some((line, said(line)))
}

/// What the sources say against each other, as far as the shipped protocols name it.
fn said(line: &str) -> &'static str {
    match line {
        "B1" => "one asks for the written referral within 24 hours, another within 48",
        "B3" => "one gives 24 hours for the decision, another one working day",
        "B17" => "one asks for the strategy discussion the same day, another within 24 hours",
        _ => "each says something else",
    }
}

/// The other clocks of the same disagreement. `find` gives the other clock of the same contact, if it has one.
pub fn other_readings<'a>(
    clock: ClockId,
    rating: Option<Rating>,
    protocol: &Protocol,
    find: impl Fn(ClockId) -> Option<&'a Deadline>,
) -> Vec<Reading> {
    let Some((line, _)) = disagreement(clock, protocol) else { return Vec::new() };
    let others =
        protocol.clocks.iter().filter(|rule| rule.id != clock && rule.conflict.as_deref() == Some(line));
    others
        .map(|other| {
            let (rule, basis) = rule(other.id, rating, protocol).unwrap_or_default();
            let time = match (&other.timing, find(other.id).map(|deadline| &deadline.outcome)) {
                (_, Some(Outcome::Running { due, .. })) => Time::Due(*due),
                (_, Some(Outcome::NotAchievable { reason })) => Time::Unmeetable(reason.clone()),
                (Timing::Off { why }, None) => Time::Off(why.clone()),
                (_, None) => Time::NotHere,
            };
            Reading { clock: other.id, rule, basis, time }
        })
        .collect()
}

/// That the clocks on the wall change between start and due, and which way; `None` if they do not.
#[must_use]
pub fn clock_change(deadline: &Deadline, zone: Zone) -> Option<String> {
    let due = deadline.due()?;
    let change = zone.change(deadline.start, due)?;
    let (way, hours) = if zone.offset_millis(due) < zone.offset_millis(deadline.start) {
        ("back", "longer")
    } else {
        ("forward", "shorter")
    };
    Some(format!("the clocks go {way} on {}, so the night is an hour {hours}", zone.short_date(change)))
}

#[cfg(test)]
mod tests;
