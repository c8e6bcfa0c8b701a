//! Every clock: which duties a contact sets off, from when, and until when (`docs/CLOCKS.md`).

use serde::{Deserialize, Serialize};

use super::codes::{ContactKind, Source, coded};
use super::facts::Facts;
use super::protocol::Protocol;
use super::when::Moment;
use book::Book;

mod book;
pub mod why;

coded! {
    /// A clock by its stable id: protocol file, `--json`, reports and event log all use the same word.
    ClockId {
        /// The referrer is told what is known within 24 hours (L7-L9, L49).
        FeedbackFirst = "feedback-first", "Tell the referrer";
        /// A teacher is told by 3pm or before collection (L18-L21).
        FeedbackSchool = "feedback-school", "Tell the school";
        /// Stage 1 decision (L183).
        Stage1Decision = "stage1-decision", "Stage 1 decision";
        /// Decision on the type of response (L148).
        ResponseDecision = "response-decision", "Response decision";
        /// Written referral, the warning (L133, L368).
        Written24h = "written-24h", "Written referral";
        /// Written referral, the breach (L373, L388).
        Written48h = "written-48h", "Written referral (48 h)";
        /// A manager decides next steps after the written referral (L405).
        WrittenNextSteps = "written-next-steps", "Next steps (manager)";
        /// Section 47 action the same day (L175, L242).
        S47Action = "s47-action", "Section 47 action";
        /// Strategy discussion (L529).
        StrategyDiscussion = "strategy-discussion", "Strategy discussion";
        /// Daily domestic abuse review (L299).
        DaReview = "da-review", "Domestic abuse review";
        /// The responsible authority accepts in writing (L312).
        CrossBoundary = "cross-boundary", "Other authority accepts";
        /// A disputed decision is resolved (L261).
        Dispute = "dispute", "Dispute";
        /// The social worker makes the consultation call (L331).
        Consultation = "consultation", "Consultation call";
        /// An agency's return under Stage 2 (L164, L202).
        AgencyReturn = "agency-return", "Agency return";
        /// Decision after Stage 2 (default).
        Stage2Decision = "stage2-decision", "Stage 2 decision";
        /// Stage 3 meeting (L247).
        MashMeeting = "mash-meeting", "MASH meeting";
        /// The referrer is told the outcome (L168-L180).
        OutcomeReferrer = "outcome-referrer", "Outcome to referrer";
        /// The family is told the outcome (L168-L180).
        OutcomeFamily = "outcome-family", "Outcome to family";
        /// Visit to the family (L522).
        FamilyVisit = "family-visit", "Family visit";
        /// Manager's oversight (L525).
        Oversight = "oversight", "Oversight";
        /// Anything a person adds.
        Custom = "custom", "Own deadline";
    }
}

/// One duty as computed: when it runs from, when it falls due, and how that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Which clock.
    pub clock: ClockId,
    /// What tells two of the same clock apart: the agency's name, or the title of an own deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The instant the clock runs from.
    pub start: Moment,
    /// Due time, or why there can be none.
    pub outcome: Outcome,
    /// The ordered steps that led to the time, one short sentence each.
    pub because: Vec<String>,
    /// The source clause (`L18`) or `default`.
    pub basis: String,
}

/// Whether a duty can be met at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Outcome {
    /// The clock runs.
    Running {
        /// When the duty falls due.
        due: Moment,
        /// End of the last staffed minute between start and due; equal to `due` while the desk is open, absent when no
        /// staffed minute lies between.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        act_by: Option<Moment>,
    },
    /// The duty applies but no time could meet it; shown as such, never as late.
    NotAchievable {
        /// Why: "3pm had passed when the call came".
        reason: String,
    },
}

impl Deadline {
    /// The due time of a running clock.
    #[must_use]
    pub fn due(&self) -> Option<Moment> {
        match self.outcome {
            Outcome::Running { due, .. } => Some(due),
            Outcome::NotAchievable { .. } => None,
        }
    }
}

/// Every deadline that follows from the facts, in the order of [`ClockId::ALL`].
///
/// Only what applies is listed; whether a duty has been met is not decided here. Where sources conflict both clocks are
/// listed and the earlier one drives the row (ledger B1, B3, B17).
#[must_use]
pub fn deadlines(facts: &Facts, protocol: &Protocol) -> Vec<Deadline> {
    let mut book = Book::new(facts, protocol);
    for clock in ClockId::ALL {
        book.start(*clock);
    }
    book.into_deadlines()
}

/// The instant from which clocks on receipt run: the emergency duty team's time where that is earlier.
#[must_use]
pub fn receipt(facts: &Facts) -> Moment {
    facts.edt_received.map_or(facts.received, |edt| edt.min(facts.received))
}

/// The earliest collection or hand-over time later than receipt, for any child (`docs/CLOCKS.md` section 3).
#[must_use]
pub fn next_collection(facts: &Facts) -> Option<Moment> {
    let receipt = receipt(facts);
    facts.collections.iter().copied().filter(|at| *at > receipt).min()
}

/// Whether the collection time should be asked for, and asked for again: a teacher rang and none is known (L21).
#[must_use]
pub fn wants_collection_time(facts: &Facts) -> bool {
    facts.kind == ContactKind::Referral
        && facts.source == Some(Source::School)
        && next_collection(facts).is_none()
}
