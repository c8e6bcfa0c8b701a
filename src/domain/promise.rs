//! What to say to the caller once a call is filed: what happens next, who rings back, by when and on which number; and what
//! only the worker should know about it (L6-L25, L132, L133, L390-L394).

mod missing;
mod say;

use super::calendar::Zone;
use super::clocks::{ClockId, Deadline, Outcome, deadlines};
use super::codes::{ContactKind, Source};
use super::contact::Contact;
use super::human;
use super::intake::Intake;
use super::protocol::Protocol;
use super::schema::{self, QuestionId};
use super::when::Moment;

/// The sentences to say to the caller, in order, and what is missing or doubtful, for the worker alone.
///
/// `desk_number` is the number that callers ring back; empty when nobody has set one.
#[must_use]
pub fn promise(contact: &Contact, protocol: &Protocol, desk_number: &str) -> (Vec<String>, Vec<String>) {
    let now = contact.history.first().map_or(contact.received.received, |first| first.at);
    let words = Words {
        contact,
        duties: duties(contact, protocol),
        zone: protocol.zone,
        now,
        desk_number: desk_number.trim(),
        asks_collection: schema::lacks_collection_time(contact.intake())
            && protocol.zone.is_same_day(contact.received.receipt(), now),
    };
    match contact.intake().kind {
        ContactKind::Referral => (words.referral(), words.missing_of_referral()),
        ContactKind::Consultation => (words.consultation(), words.missing_of_consultation()),
    }
}

/// The duties as the record counts them.
fn duties(contact: &Contact, protocol: &Protocol) -> Vec<Deadline> {
    if contact.clocks.is_empty() {
        return deadlines(&contact.facts(protocol), protocol);
    }
    contact
        .clocks
        .iter()
        .filter(|clock| clock.stopped.is_none())
        .map(|clock| clock.deadline.clone())
        .collect()
}

/// What the sentences are made from.
struct Words<'a> {
    contact: &'a Contact,
    duties: Vec<Deadline>,
    zone: Zone,
    /// When the call was filed: "today" is said then.
    now: Moment,
    desk_number: &'a str,
    /// A school rang today and nobody has said when the child is collected.
    asks_collection: bool,
}

/// By when somebody is rung, and what limits it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct By {
    /// When.
    at: Moment,
    /// A child is collected then: it must be before, not at that time.
    collected: bool,
    /// Nobody is at the desk between now and then.
    unstaffed: bool,
}

impl Words<'_> {
    fn duty(&self, id: ClockId) -> Option<&Deadline> {
        self.duties.iter().find(|deadline| deadline.clock == id)
    }

    /// The time by which a duty is done: not later than the desk is staffed before it falls due.
    fn by(&self, id: ClockId) -> Option<By> {
        match self.duty(id)?.outcome {
            Outcome::Running { due, act_by } => {
                let staffed = act_by.filter(|at| *at > self.now);
                let at = staffed.unwrap_or(due);
                let collected = id == ClockId::FeedbackSchool
                    && at == due
                    && is_collection(self.contact.intake(), self.zone, due);
                Some(By { at, collected, unstaffed: staffed.is_none() })
            }
            Outcome::NotAchievable { .. } => None,
        }
    }

    /// The first feedback that is still to come.
    fn feedback(&self) -> Option<By> {
        [ClockId::FeedbackSchool, ClockId::FeedbackFirst]
            .into_iter()
            .filter_map(|id| self.by(id))
            .filter(|by| by.at > self.now)
            .min_by_key(|by| by.at)
    }

    fn answer(&self, id: QuestionId) -> &str {
        self.contact.intake().answers.text(id).trim()
    }

    /// A number that can be rung: something with digits in it.
    fn number(&self) -> Option<&str> {
        Some(self.answer(QuestionId::CallerPhone)).filter(|typed| typed.chars().any(|c| c.is_ascii_digit()))
    }

    fn source(&self) -> Option<Source> {
        schema::source(self.contact.intake())
    }

    fn is_professional(&self) -> bool {
        schema::is_professional(self.contact.intake())
    }

    fn spoken(&self, at: Moment) -> String {
        spoken(self.zone, at, self.now)
    }

    /// `by 15:00 today`, or `before 14:45 today`.
    fn limit(&self, by: By) -> String {
        let word = if by.collected { "before" } else { "by" };
        format!("{word} {}", self.spoken(by.at))
    }
}

/// A time as it is said at `now`: `15:00 today`, `14:10 tomorrow`, `17:20 on Tue 29 Dec`.
#[must_use]
pub fn spoken(zone: Zone, at: Moment, now: Moment) -> String {
    let (day, today) = (zone.local(at).date(), zone.local(now).date());
    let time = zone.short_time(at);
    match day.signed_duration_since(today).num_days() {
        0 => format!("{time} today"),
        1 => format!("{time} tomorrow"),
        _ => format!("{time} on {}", zone.short_date(at)),
    }
}

/// Whether a child is collected at this instant: then something is done before it, not by it.
#[must_use]
pub fn is_collection(intake: &Intake, zone: Zone, at: Moment) -> bool {
    let clock = zone.local(at).time();
    intake.children.iter().any(|c| human::time(c.text(QuestionId::ChildCollection)) == Some(clock))
}

#[cfg(test)]
mod tests;
