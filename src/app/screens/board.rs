//! The board: every open contact and every call in progress, in an order that does not move under the cursor.

mod marks;
mod order;
mod rows;

use std::collections::BTreeMap;

use crate::app::form::edit::Editor;
use crate::domain::codes::coded;
use crate::domain::contact::Summary;
use crate::domain::draft::DraftHead;
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;

pub use marks::Marked;
pub use rows::Rows;

coded! {
    /// A saved view.
    View {
        /// Everything open.
        All = "all", "All open";
        /// Allocated to me.
        Mine = "mine", "Mine";
        /// Owned by nobody.
        Unallocated = "unallocated", "Unallocated";
        /// With a late duty.
        Late = "late", "Late";
        /// Rated red.
        Red = "red", "Red";
        /// Waiting for a manager.
        Manager = "manager", "Awaiting manager";
        /// Received while the desk was closed.
        OutOfHours = "out-of-hours", "Out of hours";
    }
}

coded! {
    /// The order of the rows.
    Sort {
        /// Late first, then handed over and not taken, then by the next due time.
        Due = "due", "late, handed over, then due";
        /// By rating, then by the next due time.
        Rating = "rating", "rating, then next due";
        /// Newest first.
        Received = "received", "newest first";
        /// By owner, then by the next due time.
        Owner = "owner", "owner, then next due";
    }
}

coded! {
    /// The columns by stage.
    Stage {
        /// Nobody has rated it.
        ToRate = "to-rate", "To rate";
        /// Rated, no decision.
        ToDecide = "to-decide", "To decide";
        /// Decided, somebody must still be told.
        ToTell = "to-tell", "To tell";
        /// Decided and told; other duties run.
        UnderWay = "under-way", "Under way";
    }
}

impl Stage {
    /// The stage of a contact.
    #[must_use]
    pub fn of(row: &Summary) -> Self {
        if row.route.is_some() {
            if row.told { Self::UnderWay } else { Self::ToTell }
        } else if row.rating.is_some() {
            Self::ToDecide
        } else {
            Self::ToRate
        }
    }
}

/// The state of the board.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "four switches that have nothing to do with each other")]
pub struct Board {
    /// Every open contact that the record has sent.
    pub rows: Rows,
    /// Calls in progress.
    pub drafts: Vec<DraftHead>,
    /// What is shown, in order: calls in progress first.
    pub order: Vec<ContactId>,
    /// The selected row: a contact or a call, never a row number.
    pub selected: Option<ContactId>,
    /// The row at the top of the window.
    pub top: usize,
    /// The view.
    pub view: View,
    /// The order.
    pub sort: Sort,
    /// The filter as typed; empty shows everything.
    pub filter: Editor,
    /// Whether the filter has the cursor.
    pub filtering: bool,
    /// Whether the columns by stage are shown.
    pub columns: bool,
    /// Whether every open contact has been sent.
    pub complete: bool,
    /// How many contacts are open in all.
    pub open: usize,
    /// When rows last came from the record.
    pub refreshed: Option<Moment>,
    /// A number that is another one after every arrangement of the rows.
    pub arranged: u64,
    /// Rows wait for a quiet moment to be put in order again.
    pub unsorted: bool,
    /// Late reds that the filter or view hides.
    pub hidden_late_reds: usize,
    /// What the counters say.
    pub counts: Counts,
    /// Contacts whose countdown shows seconds: the first three shown that are not late and due within the hour.
    pub in_seconds: Vec<ContactId>,
    /// Contacts that are marked, for an action on all of them.
    pub marked: Marked,
    /// Contacts that became late, and when the desk noticed: they stay marked for two minutes.
    pub now_late: BTreeMap<ContactId, Moment>,
}

/// A row with what is looked up often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The contact as a row.
    pub row: Summary,
    /// Everything the filter searches, in small letters without accents.
    pub haystack: String,
    /// Received while the desk was closed.
    pub out_of_hours: bool,
}

/// What the counters above the list say. They count every open contact, filtered or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rated red.
    pub red: usize,
    /// Rated amber.
    pub amber: usize,
    /// Rated green.
    pub green: usize,
    /// Rated blue.
    pub blue: usize,
    /// Not rated.
    pub unrated: usize,
    /// With a late duty.
    pub late: usize,
    /// Whose referrer has not been told.
    pub untold: usize,
    /// Red and without a decision.
    pub red_undecided: usize,
}
