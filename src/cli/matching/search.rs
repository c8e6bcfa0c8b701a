//! What a run of `dutydesk match` on the desk's own register leaves in the record: whom it looked for.

use std::io;
use std::ops::ControlFlow;

use chrono::NaiveDate;

use super::super::desk::Desk;
use super::super::stop::Stop;
use crate::domain::event::DeskEvent;
use crate::domain::looked::SearchWay;
use crate::domain::register::{Builder, Query, Register};
use crate::store::looks::Guards;

/// Lines of input that make one entry: a long file makes a few entries, not thousands.
const LINES: usize = 50;

/// A run on the desk's own register.
pub(super) struct Search {
    desk: Desk,
    /// The restricted contacts, and whom to ask.
    pub(super) guards: Guards,
    words: Vec<String>,
    found: usize,
}

impl Search {
    pub(super) fn of(desk: Desk) -> Self {
        Self { desk, guards: Guards::new(), words: Vec::new(), found: 0 }
    }

    /// Everybody the desk knows, imported or named in its contacts.
    pub(super) fn register(&mut self) -> Result<Register, Stop> {
        self.guards = self.desk.store.guards()?;
        let mut builder = Builder::default();
        self.desk.store.people_reader()?.everybody(|person| {
            builder.push(&person, None);
            ControlFlow::Continue(())
        })?;
        Ok(builder.finish())
    }

    /// The desk's own day.
    pub(super) fn today(&self) -> NaiveDate {
        self.desk.protocol.zone.local(self.desk.now).date()
    }

    /// One who was looked for. The entry is written before the answers leave in any number.
    pub(super) fn note(&mut self, query: &Query, found: usize) -> io::Result<()> {
        let name = format!("{} {}", query.forename, query.surname).trim().to_owned();
        self.words.push(if name.is_empty() { "no name".to_owned() } else { name });
        self.found += found;
        if self.words.len() < LINES {
            return Ok(());
        }
        self.write().map_err(|why| io::Error::other(why.to_string()))
    }

    /// Writes what was looked for since the last entry.
    pub(super) fn write(&mut self) -> crate::store::error::Result<()> {
        if self.words.is_empty() {
            return Ok(());
        }
        let words = std::mem::take(&mut self.words).join(", ");
        let found = u32::try_from(std::mem::take(&mut self.found)).unwrap_or(u32::MAX);
        let event = DeskEvent::Searched { by: SearchWay::Match, words, found };
        self.desk.store.note(&event, &self.desk.actor, self.desk.now)
    }
}
