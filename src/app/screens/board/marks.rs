//! Marked contacts: chosen by number, so that sorting, filters and changes by others leave them as they are.

use std::collections::BTreeSet;

use super::Board;
use crate::domain::ids::ContactId;

/// Which contacts are marked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    ids: BTreeSet<ContactId>,
    range: Option<Range>,
}

/// Rows being marked from one to the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Range {
    /// Where it began.
    anchor: ContactId,
    /// What was marked before it began.
    before: BTreeSet<ContactId>,
    /// Whether every step extends it; otherwise only one with Shift does.
    sticky: bool,
}

impl Marked {
    /// Whether nothing is marked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// How many are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether this one is.
    #[must_use]
    pub fn contains(&self, id: ContactId) -> bool {
        self.ids.contains(&id)
    }

    /// The marked contacts, lowest number first.
    pub fn ids(&self) -> impl Iterator<Item = ContactId> + '_ {
        self.ids.iter().copied()
    }

    /// Whether steps extend a range until it is ended.
    #[must_use]
    pub fn in_range(&self) -> bool {
        self.range.as_ref().is_some_and(|range| range.sticky)
    }

    /// Takes marks away: what was done, or is not on the board any more.
    pub fn forget(&mut self, id: ContactId) {
        self.ids.remove(&id);
        if let Some(range) = &mut self.range {
            range.before.remove(&id);
        }
    }

    /// Takes every mark away.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

impl Board {
    /// Marks the selected contact, or takes its mark away. `false` if no contact is selected: a call cannot be marked.
    pub fn toggle_mark(&mut self) -> bool {
        self.marked.range = None;
        let Some(id) = self.selected.filter(|id| self.rows.get(*id).is_some()) else { return false };
        if !self.marked.ids.remove(&id) {
            self.marked.ids.insert(id);
        }
        true
    }

    /// Marks every contact shown, or takes these marks away if all of them are marked.
    pub fn mark_all(&mut self) {
        self.marked.range = None;
        let shown: BTreeSet<ContactId> =
            self.order.iter().copied().filter(|id| self.rows.get(*id).is_some()).collect();
        if shown.is_subset(&self.marked.ids) {
            self.marked.ids.retain(|id| !shown.contains(id));
        } else {
            self.marked.ids.extend(shown);
        }
    }

    /// Begins a range at the selected row, or ends the one that was begun; its marks stay.
    pub fn turn_range(&mut self) {
        if self.marked.in_range() {
            self.marked.range = None;
        } else {
            self.begin_range(true);
        }
    }

    /// Moves the selection and marks every row on the way.
    pub fn extend_marks(&mut self, by: isize) {
        if self.marked.range.is_none() {
            self.begin_range(false);
        }
        let range = self.marked.range.take();
        self.step(by);
        self.marked.range = range;
        self.mark_range();
    }

    fn begin_range(&mut self, sticky: bool) {
        let Some(anchor) = self.selected else { return };
        self.marked.range = Some(Range { anchor, before: self.marked.ids.clone(), sticky });
        self.mark_range();
    }

    /// After a step: a range that was begun on purpose reaches to the cursor, one made with Shift has ended.
    pub(super) fn follow_range(&mut self) {
        if self.marked.in_range() {
            self.mark_range();
        } else {
            self.marked.range = None;
        }
    }

    /// Marks what lies between the beginning of the range and the cursor, in the order that is shown.
    fn mark_range(&mut self) {
        let Some(range) = &self.marked.range else { return };
        let from = self.order.iter().position(|id| *id == range.anchor);
        let (Some(from), Some(to)) = (from.or(self.cursor()), self.cursor()) else { return };
        let between = self.order.get(from.min(to)..=from.max(to)).unwrap_or_default();
        let mut ids = range.before.clone();
        ids.extend(between.iter().copied().filter(|id| self.rows.get(*id).is_some()));
        self.marked.ids = ids;
    }

    /// How many marked contacts the view or the filter hides.
    #[must_use]
    pub fn marked_unseen(&self) -> usize {
        let shown = self.order.iter().filter(|id| self.marked.contains(**id)).count();
        self.marked.len().saturating_sub(shown)
    }
}
