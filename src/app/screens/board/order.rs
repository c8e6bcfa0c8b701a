//! Which rows the board shows, and in which order.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::{Board, Card, Sort, Stage, View};
use crate::domain::clocks::ClockId;
use crate::domain::codes::Rating;
use crate::domain::contact::Summary;
use crate::domain::ids::ContactId;
use crate::domain::protocol::Protocol;
use crate::domain::query::{Asker, Query, haystack};
use crate::domain::when::Moment;
use crate::port::BoardUpdate;

impl Default for Board {
    fn default() -> Self {
        use crate::app::form::edit::Editor;
        Self {
            rows: super::Rows::default(),
            drafts: Vec::new(),
            order: Vec::new(),
            selected: None,
            top: 0,
            view: View::All,
            sort: Sort::Due,
            filter: Editor::line(""),
            filtering: false,
            columns: false,
            complete: false,
            open: 0,
            refreshed: None,
            arranged: 0,
            unsorted: false,
            hidden_late_reds: 0,
            counts: super::Counts::default(),
            in_seconds: Vec::new(),
            marked: super::Marked::default(),
            now_late: std::collections::BTreeMap::new(),
        }
    }
}

impl Board {
    /// Takes in rows from the record.
    pub fn take(&mut self, update: BoardUpdate, now: Moment, protocol: &Protocol) {
        for row in update.rows {
            self.drafts.retain(|draft| draft.id != row.id);
            if row.open {
                let out_of_hours = !protocol.desk().is_open(row.received);
                let haystack = haystack(&row);
                self.rows.insert(Card { row, haystack, out_of_hours });
            } else {
                self.rows.remove(row.id);
                self.marked.forget(row.id);
            }
        }
        self.complete |= update.complete;
        self.open = update.open;
        self.refreshed = Some(now);
        self.unsorted = true;
        self.note_time(now);
    }

    /// Whether the row is a call in progress.
    #[must_use]
    pub fn is_draft(&self, id: ContactId) -> bool {
        self.drafts.iter().any(|draft| draft.id == id)
    }

    /// The selected contact's row, if a contact is selected.
    #[must_use]
    pub fn selected_row(&self) -> Option<&Summary> {
        self.selected.and_then(|id| self.rows.get(id)).map(|card| &card.row)
    }

    /// The place of the selection in what is shown.
    #[must_use]
    pub fn cursor(&self) -> Option<usize> {
        self.selected.and_then(|id| self.order.iter().position(|shown| *shown == id))
    }

    /// Selects a contact, shown or not.
    pub fn select(&mut self, id: ContactId) {
        self.selected = Some(id);
    }

    /// Moves the selection by so many rows; it stops at both ends.
    pub fn step(&mut self, by: isize) {
        let Some(last) = self.order.len().checked_sub(1) else { return };
        let at = match self.cursor() {
            Some(at) => at.saturating_add_signed(by).min(last),
            None => 0,
        };
        self.selected = self.order.get(at).copied();
        self.follow_range();
    }

    /// Chooses the rows and puts them in order. The selection stays on its contact; if that is not shown any more, it
    /// moves to the row that took its place.
    pub fn arrange(&mut self, now: Moment, me: &str) {
        let before = self.cursor().unwrap_or(0);
        let query = Query::parse(&self.filter.text());
        let asker = Asker { now, me };
        let mut shown: Vec<&Card> = self
            .rows
            .values()
            .filter(|card| self.view.shows(card, now, me) && query.matches(&card.row, &card.haystack, &asker))
            .collect();
        self.sort.sort(&mut shown, now);
        if self.columns {
            // Down a column, then into the next: the cursor goes the way the eye does.
            shown.sort_by_key(|card| Stage::of(&card.row));
        }
        let narrowed = self.view != View::All || !self.filter.text().trim().is_empty();
        let ids: Vec<ContactId> = shown.iter().map(|card| card.row.id).collect();
        self.hidden_late_reds = if narrowed {
            let ids: BTreeSet<ContactId> = ids.iter().copied().collect();
            let late_red = |card: &&Card| card.row.rating == Some(Rating::Red) && card.row.is_late(now);
            self.rows.values().filter(late_red).filter(|card| !ids.contains(&card.row.id)).count()
        } else {
            0
        };
        let calls = self.drafts.iter().map(|draft| draft.id).filter(|_| !narrowed);
        self.order = calls.chain(ids).collect();
        self.unsorted = false;
        self.arranged = self.arranged.saturating_add(1);
        self.note_time(now);
        if self.cursor().is_none() {
            let at = before.min(self.order.len().saturating_sub(1));
            self.selected = self.order.get(at).copied();
        }
    }

    /// Notes what time changes without a row changing: how many are late, and which countdowns show seconds (the first three
    /// shown that are not late and due within the hour).
    pub fn note_time(&mut self, now: Moment) {
        self.counts = self.rows.counts(now);
        let soon: BTreeSet<ContactId> = self.rows.first_due(now, now + TimeDelta::hours(1)).collect();
        self.in_seconds.clear();
        if !soon.is_empty() {
            self.in_seconds.extend(self.order.iter().filter(|id| soon.contains(id)).take(3));
        }
    }
}

impl View {
    fn shows(self, card: &Card, now: Moment, me: &str) -> bool {
        let row = &card.row;
        match self {
            Self::All => true,
            Self::Mine => row.owner.as_deref() == Some(me),
            Self::Unallocated => row.owner.is_none(),
            Self::Late => row.is_late(now),
            Self::Red => row.rating == Some(Rating::Red),
            Self::Manager => {
                let next_steps = row.duties.iter().any(|duty| duty.clock == ClockId::WrittenNextSteps);
                next_steps
                    || row.marks.agreement
                    || row.marks.dispute
                    || (row.rating == Some(Rating::Red) && row.route.is_none())
            }
            Self::OutOfHours => card.out_of_hours,
        }
    }
}

impl Sort {
    /// Sorts rows. The reference breaks ties, so that equal rows never swap places.
    fn sort(self, rows: &mut [&Card], now: Moment) {
        let due =
            |card: &Card| (card.row.next().map_or(Moment::from_millis(i64::MAX), |d| d.due), card.row.id);
        match self {
            // What was handed over and not taken by anybody is nobody's: it stands before what merely comes next.
            Self::Due => rows.sort_by_key(|card| (card.row.rank(now), due(card))),
            // Unrated rows stand above green: nobody has looked at them yet.
            Self::Rating => rows.sort_by_key(|card| {
                let rank = match card.row.rating {
                    Some(Rating::Red) => 0,
                    Some(Rating::Amber) => 1,
                    None => 2,
                    Some(Rating::Green) => 3,
                    Some(Rating::Blue) => 4,
                };
                (rank, due(card))
            }),
            Self::Received => rows.sort_by_key(|card| std::cmp::Reverse((card.row.received, card.row.id))),
            Self::Owner => {
                rows.sort_by_key(|card| (card.row.owner.is_none(), card.row.owner.clone(), due(card)));
            }
        }
    }
}
