//! How long a record is kept: the schedule as a council sets it, which of its rules apply to a contact, and until when.
//!
//! Nothing here erases anything. What is due is listed; one manager asks, another agrees ([`erasure`]).

pub mod erasure;
pub mod listing;
pub mod traces;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::actor::Actor;
use super::calendar::Zone;
use super::codes::{ContactKind, Route, coded};
use super::contact::Contact;
use super::event::Ending;
use super::human::{self, Birth};
use super::intake::Answers;
use super::schema::QuestionId;
use super::when::Moment;

/// Years after which a child is none any more: a birth is never counted from longer before the contact.
const OF_AGE: u32 = 18;
/// Months until an unborn child without a due date is born at the latest.
const UNBORN: u32 = 10;

coded! {
    /// What a rule is for.
    Case {
        /// Nothing followed.
        Nfa = "no-further-action", "No further action";
        /// Help below the threshold.
        EarlyHelp = "early-help", "Early help";
        /// Passed on, returned, or shared within the hub.
        PassedOn = "passed-on", "Passed on or returned";
        /// A single assessment.
        Assessment = "section-17", "Section 17 assessment";
        /// Child protection.
        Protection = "section-47", "Section 47, child protection";
        /// A professional was advised; nobody is named.
        Consultation = "consultation", "Consultation";
        /// A call that was nothing, or became no contact.
        InError = "filed-in-error", "Filed in error, or a call that became no contact";
        /// Imported entries of the register.
        KnownPeople = "known-people", "Imported entries of known people";
    }
}

coded! {
    /// From which day a rule counts.
    From {
        /// The day on which nothing was owed any more.
        Closed = "closed", "closing";
        /// The youngest child's birth; where it was not told, the latest day it can have been.
        Youngest = "youngest-birth", "the youngest child's birth";
        /// The last entry.
        LastEntry = "last-entry", "the last entry";
    }
}

/// One rule of the schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// What it is for.
    #[serde(rename = "of")]
    pub case: Case,
    /// For how many years records are kept.
    pub years: u32,
    /// Counted from which day.
    pub from: From,
    /// Where the rule comes from.
    pub basis: String,
}

impl Rule {
    /// The rule in a few words: `35 years from closing (Section 47, child protection)`.
    #[must_use]
    pub fn words(&self) -> String {
        let years = if self.years == 1 { "1 year".to_owned() } else { format!("{} years", self.years) };
        format!("{years} from {} ({})", self.from.label(), self.case.label())
    }

    /// The last day on which a record is kept that counts from `day`.
    #[must_use]
    pub fn until(&self, day: NaiveDate) -> NaiveDate {
        day.checked_add_months(Months::new(self.years.saturating_mul(12))).unwrap_or(NaiveDate::MAX)
    }
}

/// A legal hold: the record is kept whatever the schedule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Since when.
    pub at: Moment,
    /// Who placed it.
    pub by: Actor,
    /// Why.
    pub reason: String,
}

/// A rule on a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// The rule.
    pub rule: Rule,
    /// The last day on which the record is kept.
    pub until: NaiveDate,
}

/// Where a record stands with the schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Something is owed or undecided: no time runs.
    Open,
    /// Under a legal hold: never due.
    Held(Hold),
    /// The schedule has no rule for it: kept until it has one.
    NoRule,
    /// Kept until that day.
    Kept(Applied),
    /// The time is over.
    Due(Applied),
}

impl Standing {
    /// Where it stands in a sentence without a full stop.
    #[must_use]
    pub fn words(&self, zone: Zone) -> String {
        match self {
            Self::Open => "open: no time runs yet".to_owned(),
            Self::Held(hold) => format!("held since {} by {}", day(local(hold.at, zone)), hold.by.name),
            Self::NoRule => "no rule of the schedule fits: kept until one does".to_owned(),
            Self::Kept(applied) => format!("kept until {}: {}", day(applied.until), applied.rule.words()),
            Self::Due(applied) => {
                format!("due for erasure since {}: {}", day(applied.until), applied.rule.words())
            }
        }
    }
}

/// A day as people write it: 24 Nov 2026.
#[must_use]
pub fn day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// The case of a decided route.
#[must_use]
pub const fn case_of(route: Route) -> Case {
    match route {
        Route::S47 => Case::Protection,
        Route::S17 => Case::Assessment,
        Route::EarlyHelp | Route::SingleAgency | Route::LeadProfessional => Case::EarlyHelp,
        Route::Nfa => Case::Nfa,
        Route::Consultation => Case::Consultation,
        Route::Stage2
        | Route::OpenCase
        | Route::PreviousTeam
        | Route::Edt
        | Route::Wait
        | Route::Returned => Case::PassedOn,
    }
}

/// What a contact is to the schedule: every decision counts that was ever made and stands, for every child.
///
/// A call that was nothing (silent, a wrong number, taken twice) counts as filed in error, unless more than no further
/// action was decided on it.
#[must_use]
pub fn cases(contact: &Contact) -> Vec<Case> {
    let routes = contact.decisions.iter().flat_map(|decision| {
        std::iter::once(decision.route).chain(decision.more.apart.iter().map(|a| a.route))
    });
    let mut cases: Vec<Case> = routes.map(case_of).collect();
    if contact.intake().kind == ContactKind::Consultation {
        cases.push(Case::Consultation);
    }
    cases.sort_unstable();
    cases.dedup();
    let nothing =
        matches!(contact.received.ending, Some(Ending::Silent | Ending::WrongNumber | Ending::Duplicate));
    if nothing && cases.iter().all(|case| *case == Case::Nfa) {
        return vec![Case::InError];
    }
    cases
}

/// Where a contact stands with the schedule today. Of several rules the one that keeps it longest counts.
#[must_use]
pub fn standing(contact: &Contact, schedule: &[Rule], zone: Zone, now: Moment) -> Standing {
    if let Some(hold) = &contact.held {
        return Standing::Held(hold.clone());
    }
    if contact.is_open() {
        return Standing::Open;
    }
    let cases = cases(contact);
    let last = contact.history.last().map_or(contact.received.received, |last| last.at);
    let fitting: Vec<&Rule> = schedule.iter().filter(|rule| cases.contains(&rule.case)).collect();
    // The history is gone through once more only where a rule asks.
    let closed =
        fitting.iter().any(|rule| rule.from == From::Closed).then(|| closed(contact).unwrap_or(last));
    let from = |rule: &Rule| match rule.from {
        From::Closed => local(closed.unwrap_or(last), zone),
        From::Youngest => youngest(contact, zone),
        From::LastEntry => local(last, zone),
    };
    let applied =
        fitting.into_iter().map(|rule| Applied { rule: rule.clone(), until: rule.until(from(rule)) });
    of(applied.max_by_key(|applied| applied.until), zone, now)
}

/// Where something stands that was over on a day and is no contact: a call that was never filed.
#[must_use]
pub fn standing_of_call(ended: Moment, schedule: &[Rule], zone: Zone, now: Moment) -> Standing {
    let rules = schedule.iter().filter(|rule| rule.case == Case::InError);
    let applied = rules.map(|rule| Applied { rule: rule.clone(), until: rule.until(local(ended, zone)) });
    of(applied.max_by_key(|applied| applied.until), zone, now)
}

/// The rule for imported entries, with the first day of the last entry that is still kept: whoever's is before it is due.
#[must_use]
pub fn known_people(schedule: &[Rule], zone: Zone, now: Moment) -> Option<(Rule, NaiveDate)> {
    let rules = schedule.iter().filter(|rule| rule.case == Case::KnownPeople);
    let rule = rules.max_by_key(|rule| rule.years)?;
    let before = local(now, zone).checked_sub_months(Months::new(rule.years.saturating_mul(12)))?;
    Some((rule.clone(), before))
}

/// The day before which a contact that went this way must have been received for its time to be over: what came later need
/// not be looked at. None if no rule is for it.
#[must_use]
pub fn horizon(schedule: &[Rule], route: Route, zone: Zone, now: Moment) -> Option<NaiveDate> {
    let years = |case: Case| {
        let rules = schedule.iter().filter(|rule| rule.case == case);
        rules
            .map(|rule| match rule.from {
                From::Closed | From::LastEntry => rule.years,
                From::Youngest => rule.years.saturating_sub(OF_AGE),
            })
            .max()
    };
    let case = case_of(route);
    // A call that was nothing may end as no further action, and goes by a rule of its own.
    let own = if case == Case::Nfa { years(Case::InError) } else { None };
    let fewest = years(case).into_iter().chain(own).min()?;
    local(now, zone).checked_sub_months(Months::new(fewest.saturating_mul(12)))
}

fn of(applied: Option<Applied>, zone: Zone, now: Moment) -> Standing {
    match applied {
        None => Standing::NoRule,
        Some(applied) if applied.until < local(now, zone) => Standing::Due(applied),
        Some(applied) => Standing::Kept(applied),
    }
}

fn local(at: Moment, zone: Zone) -> NaiveDate {
    zone.local(at).date()
}

/// When a contact was closed that is closed now: the entry after which nothing was owed any more.
fn closed(contact: &Contact) -> Option<Moment> {
    let mut batches = contact.history.chunk_by(|one, next| one.batch == next.batch);
    let mut replayed = Contact::from_history(contact.id, batches.next()?.to_vec()).ok()?;
    let at = |contact: &Contact| contact.history.last().map(|last| last.at);
    let mut closed = if replayed.is_open() { None } else { at(&replayed) };
    for batch in batches {
        let was_open = replayed.is_open();
        replayed = replayed.then(batch.to_vec());
        match (was_open, replayed.is_open()) {
            (true, false) => closed = at(&replayed),
            (_, true) => closed = None,
            (false, false) => {}
        }
    }
    closed
}

/// The youngest child's birth: the latest day it can have been where it was not told.
fn youngest(contact: &Contact, zone: Zone) -> NaiveDate {
    let received = local(contact.received.receipt(), zone);
    let before =
        |years: u32| received.checked_sub_months(Months::new(years.saturating_mul(12))).unwrap_or(received);
    let after = |months| received.checked_add_months(Months::new(months)).unwrap_or(received);
    let born = |child: &Answers| match human::birth(child.text(QuestionId::ChildBirth)) {
        Some(Birth::Born(day) | Birth::Due(Some(day))) => day,
        Some(Birth::About(years)) => before(years),
        Some(Birth::Due(None)) => after(UNBORN),
        None => received,
    };
    let youngest = contact.intake().children.iter().map(born).max().unwrap_or(received);
    // Somebody of age is no child: a slip in the year must not shorten the time.
    youngest.max(before(OF_AGE))
}

#[cfg(test)]
mod tests;
