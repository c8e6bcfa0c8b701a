//! The rows of a contact's tabs, and where the selection is.

use chrono::TimeDelta;

use super::{ContactScreen, Tab};
use crate::domain::contact::{Clock, Contact, LetterState};
use crate::domain::deed::{Done, Group};
use crate::domain::draft::BoxDraft;
use crate::domain::event::{Event, Recorded};
use crate::domain::schema::{self, Place, Step};
use crate::domain::telling;
use crate::domain::when::Moment;

impl ContactScreen {
    /// A contact that has just come from the record.
    #[must_use]
    pub fn new(contact: Contact, boxes: Vec<BoxDraft>) -> Self {
        Self { contact, tab: Tab::Timeline, selected: 0, boxes }
    }

    /// The events of the timeline, newest first. Clock events that only follow from another are left to the clocks tab.
    #[must_use]
    pub fn timeline(&self) -> Vec<&Recorded> {
        let told = |r: &&Recorded| !matches!(r.event, Event::ClockStarted { .. });
        self.contact.history.iter().rev().filter(told).collect()
    }

    /// The clocks in the order of the tab: running ones by due time, then those that cannot be met, then stopped ones.
    #[must_use]
    pub fn clocks(&self) -> Vec<&Clock> {
        let mut clocks: Vec<&Clock> = self.contact.clocks.iter().collect();
        clocks.sort_by_key(|c| (c.stopped.is_some(), c.deadline.due().is_none(), c.deadline.due()));
        clocks
    }

    /// The answers of the referral tab, in the order of the schema.
    #[must_use]
    pub fn answers(&self) -> Vec<Place> {
        let intake = self.contact.intake();
        Step::ALL.iter().flat_map(|step| schema::places(intake, *step)).collect()
    }

    /// What was said about decisions beside themselves: recommendations, answers, a decision that was kept.
    #[must_use]
    pub fn considered(&self) -> Vec<&Recorded> {
        let about = |event: &Event| match event {
            Event::DecisionKept { .. } => true,
            Event::DeedDone { deed, .. } => deed.deed().group == Group::Deciding,
            _ => false,
        };
        self.standing().filter(|recorded| about(&recorded.event)).collect()
    }

    /// What was done with others, by what it was about, oldest first within that.
    #[must_use]
    pub fn work(&self) -> Vec<&Done> {
        let elsewhere = [Group::Deciding, Group::Telling];
        let mut work: Vec<&Done> =
            self.contact.deeds.iter().filter(|done| !elsewhere.contains(&done.deed.deed().group)).collect();
        work.sort_by_key(|done| (done.deed.deed().group, done.seq));
        work
    }

    /// The events that nobody took back.
    fn standing(&self) -> impl Iterator<Item = &Recorded> {
        let reversed: Vec<u32> = self
            .contact
            .history
            .iter()
            .filter_map(|r| if let Event::Reversed { batch, .. } = r.event { Some(batch) } else { None })
            .collect();
        self.contact.history.iter().filter(move |recorded| !reversed.contains(&recorded.batch))
    }

    /// The letters in the order of the tab: the newest first.
    #[must_use]
    pub fn letters(&self) -> Vec<&LetterState> {
        self.contact.letters.iter().rev().collect()
    }

    /// How many rows the tab has.
    #[must_use]
    pub fn rows(&self) -> usize {
        match self.tab {
            Tab::Timeline => self.timeline().len(),
            Tab::Referral => self.answers().len(),
            Tab::Clocks => self.contact.clocks.len(),
            Tab::Decisions => {
                self.contact.ratings.len() + self.contact.decisions.len() + self.considered().len()
            }
            Tab::Work => self.work().len(),
            Tab::Told => telling::parties(&self.contact),
            Tab::Letters => self.contact.letters.len(),
        }
    }

    /// Moves the selection by so many rows.
    pub fn step(&mut self, by: isize) {
        self.selected = self.selected.saturating_add_signed(by).min(self.rows().saturating_sub(1));
    }

    /// The clock that an explanation is about: the selected one on the clocks tab, else the next due.
    #[must_use]
    pub fn clock(&self) -> Option<&Clock> {
        match self.tab {
            Tab::Clocks => self.clocks().get(self.selected).copied(),
            _ => self.contact.running().first().copied().or(self.contact.clocks.first()),
        }
    }

    /// Whether any countdown shows seconds.
    #[must_use]
    pub fn counts_seconds(&self, now: Moment) -> bool {
        let near = |due: Moment| due >= now && due.since(now) < TimeDelta::hours(1);
        self.contact.running().iter().any(|clock| clock.deadline.due().is_some_and(near))
    }
}
