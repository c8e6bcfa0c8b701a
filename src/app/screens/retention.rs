//! Retention: what is due for erasure, what is held, what somebody asked for.

use crate::app::overlay::FormBox;
use crate::domain::ids::ContactId;
use crate::domain::retention::erasure::Target;
use crate::domain::retention::listing::{Line, Listing};

/// The state of the retention screen.
#[derive(Debug, Clone, Default)]
pub struct RetentionScreen {
    /// What the record said last; none until it has.
    pub listing: Option<Listing>,
    /// The selected row.
    pub selected: usize,
    /// What the last erasure left to be seen to.
    pub carried: Vec<String>,
    /// What the open box is about: the list may change under it.
    pub about: Option<Target>,
    /// A box that was left before it was sent, with what it was about.
    pub typed: Option<(Target, Box<FormBox>)>,
    /// The contact that was opened from here: one step back from it leads here again.
    pub opened: Option<ContactId>,
}

impl RetentionScreen {
    /// Takes a new list in. The selection stays on what it is on, if that is still there.
    pub fn take(&mut self, listing: Listing) {
        let on = self.chosen().map(|line| line.target);
        let at = listing.lines().position(|line| Some(line.target) == on);
        let last = listing.lines().count().saturating_sub(1);
        self.selected = at.unwrap_or(self.selected).min(last);
        self.listing = Some(listing);
    }

    /// The selected row.
    #[must_use]
    pub fn chosen(&self) -> Option<&Line> {
        self.listing.as_ref()?.lines().nth(self.selected)
    }

    /// Moves the selection by so many rows.
    pub fn step(&mut self, by: isize) {
        let rows = self.listing.as_ref().map_or(0, |listing| listing.lines().count());
        self.selected = self.selected.saturating_add_signed(by).min(rows.saturating_sub(1));
    }
}
