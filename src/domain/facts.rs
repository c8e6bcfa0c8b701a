//! What the clocks need to know of a contact, and nothing else.

use super::codes::{ContactKind, Rating, Route, Source};
use super::when::Moment;

/// The facts from which every clock of a contact follows (`docs/CLOCKS.md` section 2).
///
/// Absent facts start no clock. Facts come from a contact's events, or from flags and JSON lines on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "five plain facts that do not depend on each other")]
pub struct Facts {
    /// When the desk received the contact.
    pub received: Moment,
    /// Referral or consultation.
    pub kind: ContactKind,
    /// Who it came from, as far as known.
    pub source: Option<Source>,
    /// Whether the referrer is a professional; by default as [`Source::is_professional`] says.
    pub professional: bool,
    /// Every collection or hand-over time recorded for any child (L20, L21).
    pub collections: Vec<Moment>,
    /// The child is open to a worker.
    pub open_case: bool,
    /// Domestic abuse is part of the concern (L299).
    pub domestic_abuse: bool,
    /// The child belongs to another authority (L312).
    pub other_authority: bool,
    /// It came in writing, so that nothing more is owed in writing.
    pub in_writing: bool,
    /// The rating a person gave.
    pub rating: Option<Rating>,
    /// The route a person decided.
    pub route: Option<Route>,
    /// When the route was decided.
    pub decided: Option<Moment>,
    /// When the contact was allocated after a section 17 or 47 decision.
    pub allocated: Option<Moment>,
    /// When the written referral arrived.
    pub written_received: Option<Moment>,
    /// Each agency asked under Stage 2, and when.
    pub agencies: Vec<AgencyAsk>,
    /// When the rating was last raised.
    pub rating_raised: Option<Moment>,
    /// The rating before it was raised; agency returns were due by this one until then.
    pub rating_before: Option<Rating>,
    /// When a Stage 3 meeting was convened.
    pub meeting_convened: Option<Moment>,
    /// When a decision was disputed.
    pub dispute_raised: Option<Moment>,
    /// When a held notice to the family was let go: it is owed from then.
    pub family_released: Option<Moment>,
    /// When a held notice to the referrer was let go.
    pub referrer_released: Option<Moment>,
    /// When the emergency duty team took the call, if it did: clocks run from the earlier of this and `received`.
    pub edt_received: Option<Moment>,
    /// Duties a person added, with a title and a time.
    pub custom: Vec<OwnDuty>,
}

/// One agency asked for information.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyAsk {
    /// The agency's name.
    pub agency: String,
    /// When it was asked.
    pub at: Moment,
}

/// A duty that a person added to a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnDuty {
    /// What must be done.
    pub title: String,
    /// When the duty was added.
    pub added: Moment,
    /// By when.
    pub due: Moment,
}

impl Facts {
    /// The facts of a contact about which nothing but its receipt and kind is known.
    #[must_use]
    pub fn new(kind: ContactKind, received: Moment) -> Self {
        Self {
            received,
            kind,
            source: None,
            professional: false,
            collections: Vec::new(),
            open_case: false,
            domestic_abuse: false,
            other_authority: false,
            in_writing: false,
            rating: None,
            route: None,
            decided: None,
            allocated: None,
            written_received: None,
            agencies: Vec::new(),
            rating_raised: None,
            rating_before: None,
            meeting_convened: None,
            dispute_raised: None,
            family_released: None,
            referrer_released: None,
            edt_received: None,
            custom: Vec::new(),
        }
    }
}
