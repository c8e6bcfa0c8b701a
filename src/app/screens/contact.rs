//! One contact: timeline, referral, clocks, decisions, letters.

mod rows;

use crate::domain::codes::coded;
use crate::domain::contact::Contact;
use crate::domain::draft::BoxDraft;

coded! {
    /// A tab of the contact screen.
    Tab {
        /// What happened, newest first.
        Timeline = "timeline", "Timeline";
        /// What was told.
        Referral = "referral", "Referral";
        /// Every clock.
        Clocks = "clocks", "Clocks";
        /// Ratings and decisions.
        Decisions = "decisions", "Decisions";
        /// Agencies, meetings, protection: everything done with others.
        Work = "work", "With others";
        /// Who must be told, and how that stands.
        Told = "told", "Who is told";
        /// Letters, the newest first.
        Letters = "letters", "Letters";
    }
}

/// The contact on screen.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactScreen {
    /// The contact as last read, with what was done here and is being saved.
    pub contact: Contact,
    /// The tab.
    pub tab: Tab,
    /// The selected row of the tab.
    pub selected: usize,
    /// Text kept from boxes that were never sent.
    pub boxes: Vec<BoxDraft>,
}
