//! The horizon: every coming deadline on an axis of time. It shows what the board's filter and view show.

use std::collections::BTreeSet;

use super::board::{Board, View};
use crate::domain::calendar::Zone;
use crate::domain::clocks::ClockId;
use crate::domain::codes::Rating;
use crate::domain::contact::{NextDuty, Summary};
use crate::domain::horizon::{Dues, Window, Zoom};
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;

/// The state of the horizon.
#[derive(Debug)]
pub struct Horizon {
    /// How much is shown.
    pub zoom: Zoom,
    /// Where the window begins, if it was moved into the future.
    pub begin: Option<Moment>,
    /// The selected deadline: a duty of a contact, never a row number.
    pub selected: Option<Spot>,
    /// The due times of all rows, to be counted.
    pub dues: Dues,
    /// Every running duty that the board's filter shows, the first due first: when, whose, and its place among that contact's.
    lines: Vec<(Moment, ContactId, usize)>,
    /// What the rows were made from: the board's revision and its arrangement.
    made_from: Option<(u64, u64)>,
    /// Where the selection stood, for when its duty ends.
    place: usize,
}

/// A duty of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The contact.
    pub id: ContactId,
    /// The clock.
    pub clock: ClockId,
    /// Which of several.
    pub subject: Option<String>,
}

/// A row of the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// The contact.
    pub row: &'a Summary,
    /// The duty.
    pub duty: &'a NextDuty,
}

impl Line<'_> {
    /// What is selected when this row is.
    #[must_use]
    pub fn spot(&self) -> Spot {
        Spot { id: self.row.id, clock: self.duty.clock, subject: self.duty.subject.clone() }
    }
}

impl Default for Horizon {
    fn default() -> Self {
        Self {
            zoom: Zoom::TwentyFourHours,
            begin: None,
            selected: None,
            dues: Dues::default(),
            lines: Vec::new(),
            made_from: None,
            place: 0,
        }
    }
}

impl Horizon {
    /// The stretch of time that is shown.
    #[must_use]
    pub fn window(&self, now: Moment, zone: Zone) -> Window {
        Window::new(self.zoom, self.begin, now, zone)
    }

    /// Makes the rows anew if the board has changed since, and keeps the selection on its duty. If that has ended, the row that
    /// took its place is selected.
    pub fn refresh(&mut self, board: &Board, window: Window) {
        let made_from = Some((board.rows.revision(), board.arranged));
        if self.made_from != made_from {
            self.made_from = made_from;
            self.make(board);
        }
        match self.cursor(board).filter(|at| self.shown(window).contains(at)) {
            Some(at) => self.place = at,
            None => self.select_near(self.place, board, window),
        }
    }

    fn make(&mut self, board: &Board) {
        let narrowed = board.view != View::All || !board.filter.text().trim().is_empty();
        let shown: BTreeSet<ContactId> =
            if narrowed { board.order.iter().copied().collect() } else { BTreeSet::new() };
        self.lines = board.rows.dues().filter(|(_, id, _)| !narrowed || shown.contains(id)).collect();
        let red = |id| board.rows.get(id).is_some_and(|card| card.row.rating == Some(Rating::Red));
        self.dues = Dues::new(self.lines.iter().map(|(at, id, _)| (*at, red(*id))).collect());
    }

    /// The places of the rows that are shown: those of the window and, while it begins now, the late ones before them.
    #[must_use]
    pub fn shown(&self, window: Window) -> std::ops::Range<usize> {
        let before = |at: Moment| self.lines.partition_point(|(due, _, _)| *due < at);
        let first = if self.begin.is_none() { 0 } else { before(window.from) };
        first..before(window.to).max(first)
    }

    /// The row at a place.
    #[must_use]
    pub fn line<'a>(&self, place: usize, board: &'a Board) -> Option<Line<'a>> {
        let (_, id, n) = self.lines.get(place)?;
        let row = &board.rows.get(*id)?.row;
        Some(Line { row, duty: row.duties.get(*n)? })
    }

    /// The place of the selection among all rows.
    #[must_use]
    pub fn cursor(&self, board: &Board) -> Option<usize> {
        let spot = self.selected.as_ref()?;
        let duties = &board.rows.get(spot.id)?.row.duties;
        let n = duties.iter().position(|duty| duty.clock == spot.clock && duty.subject == spot.subject)?;
        self.lines.binary_search(&(duties.get(n)?.due, spot.id, n)).ok()
    }

    /// Moves the selection by so many rows; it stops at both ends of what is shown.
    pub fn step(&mut self, by: isize, board: &Board, window: Window) {
        let at = self.cursor(board).unwrap_or(self.place).saturating_add_signed(by);
        self.select_near(at, board, window);
    }

    /// Selects the next duty of the board's contact, if it has one.
    pub fn select_contact(&mut self, board: &Board) {
        let spot = |row: &Summary| {
            let duty = row.next()?;
            Some(Spot { id: row.id, clock: duty.clock, subject: duty.subject.clone() })
        };
        if let Some(spot) = board.selected_row().and_then(spot) {
            self.selected = Some(spot);
        }
    }

    /// Selects the row at a place, or the nearest that is shown; nothing where nothing is.
    fn select_near(&mut self, place: usize, board: &Board, window: Window) {
        let shown = self.shown(window);
        if shown.is_empty() {
            self.selected = None;
            return;
        }
        self.place = place.clamp(shown.start, shown.end - 1);
        self.selected = self.line(self.place, board).map(|line| line.spot());
    }
}
