//! The local rules as typed data: hours, calendars, clocks, ratings, routes. Loaded from a protocol file; nothing
//! here is computed from text at run time.

use chrono::TimeDelta;

use super::calendar::{Calendar, Zone};
use super::clocks::ClockId;
use super::codes::{Rating, Route, coded};
use super::looked::Thresholds;
use super::measure::Measure;
use super::retention;
use super::when::Moment;

/// A value together with where it comes from: a ledger line (`L18`) or `default`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// The source line, or `default`.
    pub basis: String,
}

/// A council's rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protocol {
    /// `general`, `rotherham`, `cambridgeshire`, or a council's own.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The edition of this file; every stored deadline keeps it.
    pub version: String,
    /// A digest of everything in the file, its calendars and its bank holidays that decides when a duty falls due: eight
    /// hexadecimal digits. It differs when the file was edited without a new version.
    pub digest: String,
    /// The edition of the statutory guidance that letters and help name.
    pub guidance: Sourced<String>,
    /// The zone in which every local time is read.
    pub zone: Zone,
    /// The calendar by which "the desk is open" is meant.
    pub desk: NamedCalendar,
    /// The other calendars: contact centre, care line.
    pub calendars: Vec<NamedCalendar>,
    /// What each rating means, most urgent first. A rating that is not listed is not used here.
    pub ratings: Vec<RatingRule>,
    /// What each route expects and sets off, in the order of [`Route::ALL`].
    pub routes: Vec<RouteRule>,
    /// Every clock, in the order of [`ClockId::ALL`].
    pub clocks: Vec<ClockRule>,
    /// Local names of the desk's jobs.
    pub jobs: Vec<JobName>,
    /// The agencies that may be asked for information.
    pub agencies: Vec<Sourced<String>>,
    /// The rungs of an escalation, the first one first (L253-L260).
    pub ladder: Vec<Sourced<String>>,
    /// The teams that a contact can be allocated to, beside people (L237-L241, L527).
    pub teams: Vec<Sourced<String>>,
    /// What is checked before a contact is allocated: reminders in local words (L520). Empty where the council names none.
    pub allocation: Sourced<Vec<String>>,
    /// Head, signature and local words of letters.
    pub letters: Letters,
    /// From how many looks on the page of who looked flags them.
    pub looked: Thresholds,
    /// How long records are kept; empty where the council has not said, and then nothing is ever due.
    pub retention: Vec<retention::Rule>,
    /// Local wording of intake questions, by question id.
    pub wording: Vec<(String, String)>,
    /// How long nobody presses a key before the desk locks by itself. Without it a real desk takes five minutes, and a training
    /// desk does not lock by itself.
    pub idle: Option<TimeDelta>,
    /// Telephone numbers by the name people know them by (L348). The entry [`DESK_LINE`] is this desk's own.
    pub directory: Vec<(String, String)>,
}

/// The entry of a protocol's directory that callers ring back.
pub const DESK_LINE: &str = "desk";

/// A calendar with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCalendar {
    /// The name used inside the protocol file: `hub`.
    pub id: String,
    /// What people read: "The hub".
    pub title: String,
    /// Where the hours come from.
    pub basis: String,
    /// The hours, bank holidays and closures.
    pub calendar: Calendar,
}

/// What a rating means here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingRule {
    /// The rating.
    pub rating: Rating,
    /// Its meaning in local words.
    pub meaning: Sourced<String>,
    /// Where the colour names a destination (Cambridgeshire), the routes it is locked to; otherwise empty.
    pub locked_to: Vec<Route>,
}

coded! {
    /// How somebody is told of an outcome.
    Telling {
        /// By telephone.
        Telephone = "telephone", "by telephone";
        /// By letter; a telephone call is always allowed as an extra.
        Letter = "letter", "by letter";
        /// As the worker or team who takes it on decides.
        AsTheyDecide = "as-they-decide", "as the worker or team decides";
        /// Nothing is final yet.
        NothingFinal = "nothing-final", "nothing final to tell yet";
        /// Nobody is told by the desk.
        Nobody = "nobody", "not told by the desk";
    }
}

impl Telling {
    /// Whether the desk owes an outcome at all.
    #[must_use]
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::Telephone | Self::Letter | Self::AsTheyDecide)
    }
}

coded! {
    /// Which rating a route is expected to carry.
    Expects {
        /// Red.
        Red = "red", "RED";
        /// Amber.
        Amber = "amber", "AMBER";
        /// Green.
        Green = "green", "GREEN";
        /// Blue.
        Blue = "blue", "BLUE";
        /// Whatever the contact is rated.
        AsRated = "as-rated", "as rated";
        /// None at all.
        Unrated = "none", "no rating";
    }
}

/// What a route expects, who is told how, and which clocks it starts (`docs/CLOCKS.md` section 5).
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "five plain facts that do not depend on each other")]
pub struct RouteRule {
    /// The route.
    pub route: Route,
    /// Why this council does not use the route, if it does not.
    pub off: Option<String>,
    /// The rating that normally goes with it.
    pub expects: Expects,
    /// How the referrer is told.
    pub referrer: Telling,
    /// How the family is told.
    pub family: Telling,
    /// Whether a letter is refused: telephone only (L176).
    pub refuses_letters: bool,
    /// Whether the contact becomes a referral by this decision.
    pub becomes_referral: bool,
    /// Whether the monthly audit lists these contacts (L277).
    pub monthly_audit: bool,
    /// Whether it takes a name and a reason to let the contact wait.
    pub needs_name_and_reason: bool,
    /// Whether a worker's decision waits for a manager's agreement, unless it names who weighed it with them (L37, L231).
    pub needs_agreement: bool,
    /// For the previous team: the most days since closure (L169).
    pub closed_within_days: Option<u32>,
    /// The clocks it starts, beyond those that every contact has.
    pub starts: Vec<ClockId>,
    /// Where the rule comes from.
    pub basis: String,
}

coded! {
    /// What passing a due time means.
    Late {
        /// A reminder: the limit itself is another clock.
        Warning = "warning", "a warning";
        /// The limit.
        Breach = "breach", "a breach";
    }
}

/// One clock's rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockRule {
    /// Which clock.
    pub id: ClockId,
    /// Where the duty comes from: ledger lines, or `default`.
    pub duty: String,
    /// How long it runs.
    pub timing: Timing,
    /// The calendar it is counted on, as a place in [`Protocol::calendars`]; the desk's own if `None`.
    pub calendar: Option<usize>,
    /// What passing the due time means.
    pub late: Late,
    /// The ledger's part B line, where the sources disagree and another clock runs beside this one: `B3`.
    pub conflict: Option<String>,
}

/// How long a clock runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Timing {
    /// Not used here.
    Off {
        /// Why.
        why: String,
    },
    /// One measure for every contact.
    Always(Timed),
    /// A measure for each rating; a rating without one starts no clock.
    ByRating(Vec<(Rating, Timed)>),
}

impl ClockRule {
    /// Whether the time goes by rating.
    #[must_use]
    pub const fn is_by_rating(&self) -> bool {
        matches!(self.timing, Timing::ByRating(_))
    }
}

/// A measure with its source.
pub type Timed = Sourced<Measure>;

/// A job at the desk and its local name: `receiver` is "First Response Officer".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobName {
    /// The job.
    pub job: Job,
    /// The local name and its source.
    pub name: Sourced<String>,
}

coded! {
    /// The jobs that local protocols name differently (ledger B15, B16).
    Job {
        /// Takes the call.
        Receiver = "receiver", "Takes the call";
        /// Gives the first rating.
        Rater = "rater", "Gives the first rating";
        /// Decides what happens.
        Decider = "decider", "Decides";
        /// Signs off a decision.
        Authoriser = "authoriser", "Signs off";
        /// Chairs the MASH meeting.
        Chair = "chair", "Chairs the meeting";
    }
}

/// What letters carry beside their own words (ledger B12).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letters {
    /// The title under the signature.
    pub signed_by: Option<Sourced<String>>,
    /// The lines at the head: the council, the service.
    pub letterhead: Option<Sourced<Vec<String>>>,
    /// The team's name, address and telephone number, line by line.
    pub address: Option<Sourced<Vec<String>>>,
    /// Sentences in local words.
    pub phrases: Vec<(Phrase, Sourced<String>)>,
}

coded! {
    /// A sentence of letters that every council words for itself. One that is left out stands in no letter.
    Phrase {
        /// Where the family finds help.
        Help = "help", "Help for the family";
        /// What to do for somebody who disagrees.
        Disagree = "disagree", "If you disagree";
        /// How to complain.
        Complaint = "complaint", "Complaints";
        /// What happens with what is known about people.
        Privacy = "privacy", "Privacy";
        /// How an agency sends its answer.
        Return = "return", "How to answer";
    }
}

impl Letters {
    /// A sentence in local words, if the protocol has it.
    #[must_use]
    pub fn phrase(&self, phrase: Phrase) -> Option<&str> {
        self.phrases.iter().find(|(known, _)| *known == phrase).map(|(_, words)| words.value.as_str())
    }
}

impl Protocol {
    /// The team of this name, written as the protocol writes it; `None` if the protocol has no such team.
    #[must_use]
    pub fn team(&self, name: &str) -> Option<&str> {
        let name = name.trim();
        self.teams.iter().map(|team| &*team.value).find(|team| team.eq_ignore_ascii_case(name))
    }

    /// What every stored deadline keeps of the rules that made it: `general@1+3fa9c2d1`.
    #[must_use]
    pub fn stamp(&self) -> String {
        format!("{}@{}+{}", self.id, self.version, self.digest)
    }

    /// The number that stands in the directory under a name.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<&str> {
        self.directory.iter().find(|(entry, _)| entry == name).map(|(_, number)| number.as_str())
    }

    /// A clock's rule; `None` if the protocol does not use the clock.
    #[must_use]
    pub fn clock(&self, id: ClockId) -> Option<&ClockRule> {
        self.rule(id).filter(|rule| !matches!(rule.timing, Timing::Off { .. }))
    }

    /// A clock's rule, also where it is switched off.
    #[must_use]
    pub fn rule(&self, id: ClockId) -> Option<&ClockRule> {
        self.clocks.iter().find(|rule| rule.id == id)
    }

    /// How long a clock runs for a contact of this rating; `None` if no clock starts.
    #[must_use]
    pub fn timed(&self, id: ClockId, rating: Option<Rating>) -> Option<&Timed> {
        match &self.rule(id)?.timing {
            Timing::Off { .. } => None,
            Timing::Always(timed) => Some(timed),
            Timing::ByRating(times) => {
                times.iter().find(|(of, _)| Some(*of) == rating).map(|(_, timed)| timed)
            }
        }
    }

    /// The calendar by which the desk is open.
    #[must_use]
    pub const fn desk(&self) -> &Calendar {
        &self.desk.calendar
    }

    /// The calendar a clock is counted on.
    #[must_use]
    pub fn calendar_of(&self, rule: &ClockRule) -> &Calendar {
        rule.calendar.and_then(|place| self.calendars.get(place)).map_or(self.desk(), |named| &named.calendar)
    }

    /// The ratings this protocol uses, most urgent first.
    pub fn ratings(&self) -> impl Iterator<Item = Rating> + '_ {
        self.ratings.iter().map(|rule| rule.rating)
    }

    /// What a rating means here; `None` if it is not used.
    #[must_use]
    pub fn rating(&self, rating: Rating) -> Option<&RatingRule> {
        self.ratings.iter().find(|rule| rule.rating == rating)
    }

    /// A route's rule; `None` if this council does not use the route.
    #[must_use]
    pub fn route(&self, route: Route) -> Option<&RouteRule> {
        self.routes.iter().find(|rule| rule.route == route && rule.off.is_none())
    }

    /// Whether a rating and a route may stand together. Only a protocol whose colours name destinations says no.
    #[must_use]
    pub fn allows(&self, rating: Rating, route: Route) -> bool {
        let Some(rule) = self.rating(rating) else { return false };
        let locked = self.ratings.iter().any(|other| other.locked_to.contains(&route));
        !locked || rule.locked_to.contains(&route)
    }

    /// Open desk minutes from now until a duty falls due; 0 once it has.
    #[must_use]
    pub fn staffed_left(&self, now: Moment, due: Moment) -> u64 {
        self.desk().staffed_minutes(now, due)
    }
}
