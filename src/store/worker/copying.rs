//! The daily copy of a real desk: made by itself once the desk has been quiet, on a thread of its own, so that nobody's save
//! waits for it.

use std::sync::mpsc::{self, Receiver, TryRecvError};
use std::thread::{self, JoinHandle};

use chrono::{NaiveDate, TimeDelta};

use super::super::backup::{Copier, Made, shelf};
use super::super::codec;
use super::super::error::{Doing, Error, Kind, Result};
use super::Desk;
use crate::domain::when::Moment;

/// After a copy that failed, nothing is tried again for so long.
const AGAIN: TimeDelta = TimeDelta::hours(1);

type Outcome = Result<(Made, Vec<String>)>;

/// A copy that is being made. Dropping it breaks it off and waits for that.
pub(super) struct Copying {
    result: Receiver<Outcome>,
    over: rusqlite::InterruptHandle,
    thread: Option<JoinHandle<()>>,
}

impl Copying {
    fn start(copier: Copier, now: Moment) -> Result<Self> {
        let (tell, result) = mpsc::channel();
        let over = copier.interrupt();
        let work = move || {
            // If nobody waits any more, the copy stands all the same; only its entry in the record is missing.
            let _ = tell.send(copier.make(now));
        };
        let thread = thread::Builder::new().name("copy".into()).spawn(work).doing("make the daily copy")?;
        Ok(Self { result, over, thread: Some(thread) })
    }

    /// What came of it, once it has come to something.
    fn outcome(&self) -> Option<Outcome> {
        match self.result.try_recv() {
            Ok(outcome) => Some(outcome),
            Err(TryRecvError::Empty) => None,
            // The thread panicked, which its own hook has reported.
            Err(TryRecvError::Disconnected) => Some(Err(Error::new(
                Kind::Bug,
                "make the daily copy",
                "its thread ended early",
                "The desk itself was not changed.",
                "Run \"dutydesk backup\".",
            ))),
        }
    }
}

impl Drop for Copying {
    fn drop(&mut self) {
        self.over.interrupt();
        if let Some(thread) = self.thread.take() {
            // A panic of that thread has been reported by its own hook.
            let _ = thread.join();
        }
    }
}

/// When copies are made.
#[derive(Default)]
pub(super) struct Daily {
    /// Whether they are made by themselves at all: only for a desk that is not invented.
    pub(super) wanted: bool,
    /// The day for which that is settled.
    settled: Option<NaiveDate>,
    /// After a failure: not before.
    not_before: Option<Moment>,
    /// The copy that is being made.
    pub(super) copying: Option<Copying>,
}

impl Daily {
    /// Daily copies of their own accord, or none.
    pub(super) fn new(wanted: bool) -> Self {
        Self { wanted, ..Self::default() }
    }
}

impl Desk {
    /// Begins the day's copy if it is due, and records one that has been made. Called when the desk has been quiet.
    pub(super) fn copy_daily(&mut self) {
        match self.daily.copying.as_ref().map(Copying::outcome) {
            Some(None) => {}
            Some(Some(outcome)) => {
                self.daily.copying = None;
                self.copied(outcome);
            }
            None => self.begin_copy(),
        }
    }

    fn begin_copy(&mut self) {
        let (now, today) = (self.now, shelf::day(self.now));
        // Before the first request nobody has said what time it is.
        let early = now.millis() == 0 || self.daily.not_before.is_some_and(|at| now < at);
        if !self.daily.wanted || early || self.daily.settled == Some(today) {
            return;
        }
        let Some(store) = &self.store else { return };
        let begun = match shelf::is_due(store.paths(), now) {
            Ok(false) => {
                self.daily.settled = Some(today);
                return;
            }
            due => due.and_then(|_| store.copier()).and_then(|copier| Copying::start(copier, now)),
        };
        match begun {
            Ok(copying) => self.daily.copying = Some(copying),
            Err(e) => self.copied(Err(e)),
        }
    }

    fn copied(&mut self, outcome: Outcome) {
        let now = self.now;
        let noted = outcome.and_then(|(made, removed)| {
            self.untidy = true;
            self.store()?.note_copy(&made, &removed, &codec::program(), now)
        });
        match noted {
            Ok(()) => self.daily.settled = Some(shelf::day(now)),
            // Another terminal makes it.
            Err(e) if e.kind == Kind::Busy => self.daily.not_before = Some(now + TimeDelta::minutes(5)),
            Err(e) => {
                self.daily.not_before = Some(now + AGAIN);
                self.fail(None, &e);
            }
        }
    }
}
