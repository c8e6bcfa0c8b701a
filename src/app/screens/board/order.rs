//! Which rows the board shows, and in which order.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::{Board, Card, Counts, Sort, Stage, View};
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
            rows: std::collections::BTreeMap::new(),
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
            unsorted: false,
            hidden_late_reds: 0,
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
                self.rows.insert(row.id, Card { row, haystack, out_of_hours });
            } else {
                self.rows.remove(&row.id);
            }
        }
        self.complete |= update.complete;
        self.open = update.open;
        self.refreshed = Some(now);
        self.unsorted = true;
    }

    /// Whether the row is a call in progress.
    #[must_use]
    pub fn is_draft(&self, id: ContactId) -> bool {
        self.drafts.iter().any(|draft| draft.id == id)
    }

    /// The selected contact's row, if a contact is selected.
    #[must_use]
    pub fn selected_row(&self) -> Option<&Summary> {
        self.selected.and_then(|id| self.rows.get(&id)).map(|card| &card.row)
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
        self.sort.sort(&mut shown);
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
        if self.cursor().is_none() {
            let at = before.min(self.order.len().saturating_sub(1));
            self.selected = self.order.get(at).copied();
        }
    }

    /// What the counters say, over every open contact.
    #[must_use]
    pub fn counts(&self, now: Moment) -> Counts {
        let mut counts = Counts::default();
        for Card { row, .. } in self.rows.values() {
            let slot = match row.rating {
                Some(Rating::Red) => &mut counts.red,
                Some(Rating::Amber) => &mut counts.amber,
                Some(Rating::Green) => &mut counts.green,
                Some(Rating::Blue) => &mut counts.blue,
                None => &mut counts.unrated,
            };
            *slot += 1;
            counts.late += usize::from(row.is_late(now));
            counts.untold += usize::from(!row.told);
            counts.red_undecided += usize::from(row.rating == Some(Rating::Red) && row.route.is_none());
        }
        counts
    }

    /// Contacts whose first duty fell due after one instant and by another.
    #[must_use]
    pub fn crossed(&self, after: Moment, by: Moment) -> Vec<ContactId> {
        let due = |card: &&Card| card.row.next().is_some_and(|duty| after <= duty.due && duty.due < by);
        self.rows.values().filter(due).map(|card| card.row.id).collect()
    }

    /// Contacts whose countdown shows seconds: the first three not late and under an hour.
    #[must_use]
    pub fn in_seconds(&self, now: Moment) -> Vec<ContactId> {
        self.order
            .iter()
            .filter_map(|id| self.rows.get(id))
            .filter(|card| {
                card.row
                    .next()
                    .is_some_and(|duty| !duty.is_late(now) && duty.due.since(now) < TimeDelta::hours(1))
            })
            .take(3)
            .map(|card| card.row.id)
            .collect()
    }

    /// Whether any countdown shows seconds.
    #[must_use]
    pub fn counts_seconds(&self, now: Moment) -> bool {
        !self.in_seconds(now).is_empty()
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
                next_steps || (row.rating == Some(Rating::Red) && row.route.is_none())
            }
            Self::OutOfHours => card.out_of_hours,
        }
    }
}

impl Sort {
    /// Sorts rows. The reference breaks ties, so that equal rows never swap places.
    fn sort(self, rows: &mut [&Card]) {
        let due =
            |card: &Card| (card.row.next().map_or(Moment::from_millis(i64::MAX), |d| d.due), card.row.id);
        match self {
            // The earliest due time comes first, so late rows stand on top by themselves.
            Self::Due => rows.sort_by_key(|card| due(card)),
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
