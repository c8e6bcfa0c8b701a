//! Who looked: the page of some week, and the selected line.

use chrono::TimeDelta;

use crate::domain::ids::ContactId;
use crate::domain::looked::{Line, Page};
use crate::domain::when::Moment;

/// How long a page looks back.
const WEEK: TimeDelta = TimeDelta::days(7);

/// The state of the screen.
#[derive(Debug, Clone, Default)]
pub struct LookedScreen {
    /// How many weeks back: none is the last seven days.
    pub back: u32,
    /// The page, once the record has sent what it is made of.
    pub page: Option<Page>,
    /// The selected line.
    pub selected: usize,
    /// The contact that was opened from here: one step back from it leads here again.
    pub opened: Option<ContactId>,
}

impl LookedScreen {
    /// From when until when the page is, if it is asked for now.
    #[must_use]
    pub fn span(&self, now: Moment) -> (Moment, Moment) {
        // What happened at this very moment belongs to it.
        let end = now + TimeDelta::milliseconds(1);
        let until = (0..self.back).fold(end, |until, _| until - WEEK);
        (until - WEEK, until)
    }

    /// Takes a page in. The selection stays on what it is on, if that is still there.
    pub fn take(&mut self, page: Page) {
        let chosen = self.chosen().map(|line| (line.flag, line.entries.first().copied()));
        let at =
            page.lines.iter().position(|line| Some((line.flag, line.entries.first().copied())) == chosen);
        let last = page.lines.len().saturating_sub(1);
        self.selected = at.unwrap_or(self.selected).min(last);
        self.page = Some(page);
    }

    /// The selected line.
    #[must_use]
    pub fn chosen(&self) -> Option<&Line> {
        self.page.as_ref()?.lines.get(self.selected)
    }

    /// Moves the selection by so many lines.
    pub fn step(&mut self, by: isize) {
        let last = self.page.as_ref().map_or(0, |page| page.lines.len()).saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }
}
