//! The history ribbon: what the desk already knows of a person, in a few lines beside the call, and the routes it speaks for.

use std::cmp::Reverse;

use chrono::{Months, NaiveDate, TimeDelta};

use super::calendar::Zone;
use super::codes::Route;
use super::ids::ContactId;
use super::register::{PREVIOUS_TEAM_DAYS, Standing};
use super::when::Moment;

/// How the sentence on earlier information sharing begins.
pub const SHARED: &str = "Information shared on";

/// Months over which earlier contacts are counted.
const MONTHS: Months = Months::new(12);
/// Days over which separate callers are counted, today among them.
const CALLER_DAYS: TimeDelta = TimeDelta::days(7);
/// Members of the household that are named in a line; the rest are counted.
const NAMED: usize = 6;
/// Plans that only somebody who is open to social care has, by the words they are written with.
const STATUTORY: [&str; 4] = ["child protection", "child in need", "looked after", "children in need"];

/// An earlier contact of this desk about the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Its number.
    pub contact: ContactId,
    /// When it was received.
    pub received: Moment,
    /// Stands for the caller: equal for the same one. None for a caller who gave neither name nor number.
    pub caller: Option<i64>,
    /// When information sharing was decided for it (Stage 2).
    pub shared: Option<Moment>,
    /// Whether anything is still owed or undecided.
    pub open: bool,
}

/// How somebody is known to belong to the household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// Same postcode and number of the house.
    Address,
    /// Same telephone number.
    Phone,
}

/// Another person of the household. Shown beside the child, never as the child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Housemate {
    /// The person's number in the register.
    pub id: String,
    /// The whole name.
    pub name: String,
    /// Birth date.
    pub birth: Option<NaiveDate>,
    /// Whom the person is open to, if to anybody (L158).
    pub open_to: String,
    /// How this is known.
    pub tie: Tie,
}

/// The last involvement, closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// When.
    pub on: NaiveDate,
    /// How many days ago.
    pub days: i64,
    /// The team it was closed to; may be empty.
    pub team: String,
    /// Whether a threshold met today goes back to that team: 84 days ago or less (L169).
    pub goes_to_previous_team: bool,
}

/// What is known of one person, as of one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ribbon {
    /// The worker or team the person is open to (L158); empty if to nobody.
    pub open_to: String,
    /// The last involvement, if it was closed.
    pub closed: Option<Closed>,
    /// The plan in force; empty if there is none.
    pub plan: String,
    /// When information was shared about the person in the hub, the latest first (L221, L222).
    pub shared_on: Vec<NaiveDate>,
    /// Contacts about the person in the last twelve months, the latest first, with their local days.
    pub contacts_12_months: Vec<(ContactId, NaiveDate)>,
    /// Contacts about the person that are open on this desk, whenever they came in.
    pub open_contacts: Vec<ContactId>,
    /// Separate callers in the last seven days, today counted. Callers who gave neither name nor number count as one.
    pub callers_7_days: usize,
    /// Others in the household.
    pub household: Vec<Housemate>,
}

impl Ribbon {
    /// What a person's standing, the desk's own contacts and the household amount to on the day `today` in `zone`. Days are days
    /// of the calendar there: a day on which the clocks change counts as one.
    #[must_use]
    pub fn new(
        standing: &Standing,
        past: &[Past],
        household: Vec<Housemate>,
        today: NaiveDate,
        zone: Zone,
    ) -> Self {
        let day = |at: Moment| zone.local(at).date();
        let closed = standing.closed_on.zip(standing.closed_days(today)).map(|(on, days)| Closed {
            on,
            days,
            team: standing.closed_team.clone(),
            goes_to_previous_team: standing.goes_to_previous_team(today),
        });
        let mut shared_on: Vec<NaiveDate> =
            standing.shared_on.iter().copied().chain(past.iter().filter_map(|p| p.shared.map(day))).collect();
        shared_on.sort_unstable_by_key(|day| Reverse(*day));
        shared_on.dedup();

        let first = today.checked_sub_months(MONTHS).unwrap_or(today);
        let mut contacts: Vec<(ContactId, NaiveDate)> = past
            .iter()
            .map(|p| (p.contact, day(p.received)))
            .filter(|(_, on)| (first..=today).contains(on))
            .collect();
        contacts.sort_unstable_by_key(|(contact, on)| Reverse((*on, *contact)));
        contacts.dedup();

        let mut callers: Vec<Option<i64>> = past
            .iter()
            .filter(|p| (today - CALLER_DAYS < day(p.received)) && day(p.received) <= today)
            .map(|p| p.caller)
            .collect();
        callers.sort_unstable();
        callers.dedup();
        let mut open_contacts: Vec<ContactId> = past.iter().filter(|p| p.open).map(|p| p.contact).collect();
        open_contacts.sort_unstable();
        open_contacts.dedup();
        Self {
            open_to: standing.open_to.clone(),
            closed,
            plan: standing.plan.clone(),
            shared_on,
            contacts_12_months: contacts,
            open_contacts,
            callers_7_days: callers.len(),
            household,
        }
    }

    /// Whether nothing is known but the person.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The ribbon in sentences, what decides the route first.
    #[must_use]
    pub fn lines(&self, today: NaiveDate) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.open_to.is_empty() {
            lines.push(format!("Open to {}.", self.open_to));
        }
        lines.extend(self.closed_line());
        if !self.plan.is_empty() {
            lines.push(format!("Plan: {}.", self.plan));
        }
        lines.extend(self.shared_line(today));
        if let Some((last, on)) = self.contacts_12_months.first() {
            let count = counted(self.contacts_12_months.len(), "contact");
            lines.push(format!("{count} in 12 months, the last {last} on {}.", date(*on)));
        }
        if !self.open_contacts.is_empty() {
            let open: Vec<String> = self.open_contacts.iter().map(ToString::to_string).collect();
            lines.push(format!("Open on this desk now: {}.", open.join(", ")));
        }
        if self.callers_7_days > 1 {
            lines.push(format!("{} separate callers in 7 days.", self.callers_7_days));
        }
        lines.extend(self.household_line());
        lines
    }

    fn closed_line(&self) -> Option<String> {
        let closed = self.closed.as_ref()?;
        let to = if closed.team.is_empty() { String::new() } else { format!(" to {}", closed.team) };
        let then = if !self.open_to.is_empty() {
            "; opened again since"
        } else if closed.goes_to_previous_team {
            ": a threshold met goes back to that team"
        } else {
            ": longer ago than 84 days"
        };
        Some(format!("Closed {} ({}){to}{then}.", ago(closed.days), date(closed.on)))
    }

    fn shared_line(&self, today: NaiveDate) -> Option<String> {
        let (last, before) = self.shared_on.split_first()?;
        let days = ago(today.signed_duration_since(*last).num_days());
        let before = match before.len() {
            0 => String::new(),
            n => format!(" and {n} earlier {}", if n == 1 { "time" } else { "times" }),
        };
        Some(format!(
            "{SHARED} {} ({days}){before}: say so in a new request and ask only for what is new.",
            date(*last)
        ))
    }

    fn household_line(&self) -> Option<String> {
        if self.household.is_empty() {
            return None;
        }
        let name = |mate: &Housemate| {
            let mut name = mate.name.clone();
            if let Some(birth) = mate.birth {
                name.push_str(&birth.format(" (born %Y)").to_string());
            }
            if !mate.open_to.is_empty() {
                name.push_str(", open to ");
                name.push_str(&mate.open_to);
            }
            if mate.tie == Tie::Phone {
                name.push_str(", by telephone number");
            }
            name
        };
        let mut names: Vec<String> = self.household.iter().take(NAMED).map(name).collect();
        let more = self.household.len().saturating_sub(NAMED);
        if more > 0 {
            names.push(format!("{more} more"));
        }
        Some(format!("Same household: {}.", names.join("; ")))
    }

    /// The routes that what is known speaks for, each with its reason and the days. A person decides.
    #[must_use]
    pub fn routes(&self) -> Vec<(Route, String)> {
        let plan = self.plan.to_lowercase();
        let statutory = STATUTORY.iter().any(|word| plan.contains(word));
        if !self.open_to.is_empty() {
            return vec![(Route::OpenCase, format!("Open to {}: pass it on at once (L158).", self.open_to))];
        }
        let mut routes = Vec::new();
        if statutory {
            let why = format!(
                "{} plan in force, but no worker is named: find out whom the child is open to (L158).",
                self.plan
            );
            routes.push((Route::OpenCase, why));
        }
        if let Some(closed) = self.closed.as_ref().filter(|closed| closed.goes_to_previous_team) {
            let team = if closed.team.is_empty() { "a team that is not named" } else { &closed.team };
            let why = format!(
                "Closed {} to {team}; up to {PREVIOUS_TEAM_DAYS} days a threshold met goes back to that team (L169).",
                ago(closed.days)
            );
            routes.push((Route::PreviousTeam, why));
        }
        if plan.contains("early help") {
            routes.push((Route::EarlyHelp, "An early help plan is in place (L326).".to_owned()));
        }
        routes
    }
}

fn date(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

fn ago(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "1 day ago".to_owned(),
        days if days < 0 => format!("in {} days", days.unsigned_abs()),
        days => format!("{days} days ago"),
    }
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

#[cfg(test)]
mod tests;
