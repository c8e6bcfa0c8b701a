//! `dutydesk intake`: takes a call, on the screen or in plain lines.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::board::{self, in_a_terminal, real_setting, training, training_setting};
use super::desk::{DeskArgs, protocol_of};
use super::stop::{Ended, Stop};
use super::{Exit, Streams};
use crate::app::{First, Setting};
use crate::clock::{Clock, SystemClock};
use crate::demo::desk::{Training, Wanted};
use crate::domain::codes::ContactKind;
use crate::domain::ids::ContactId;
use crate::plain::{self, Left, Page, Start};
use crate::store::Store;
use crate::store::drafts;
use crate::term::farewell;
use crate::term::rescue::{self, Rescue};

/// Take a call: on the screen, or with --plain as questions in plain lines, for screen readers and simple terminals.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Ask in plain lines: no screen, no colours, nothing drawn. Every answer is kept at once.
    #[arg(long)]
    plain: bool,
    /// Go on with a call in progress; without a reference, choose one of them.
    #[arg(long, value_name = "REF", num_args = 0..=1, default_missing_value = "", conflicts_with = "consultation")]
    resume: Option<String>,
    /// Take a professional's consultation: no child is named.
    #[arg(long)]
    consultation: bool,
}

impl Args {
    fn start(&self) -> Result<Start, Stop> {
        match self.resume.as_deref() {
            None if self.consultation => Ok(Start::New(ContactKind::Consultation)),
            None => Ok(Start::New(ContactKind::Referral)),
            Some("") => Ok(Start::Choose),
            Some(reference) => reference.parse().map(Start::GoOn).map_err(|why| {
                Stop::bad_input(format!(
                    "\"{}\" is no reference: {why}.",
                    crate::ui::text::one_line(reference)
                ))
            }),
        }
    }
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let start = args.start()?;
    if !args.plain && !in_a_terminal() {
        return Err(Stop::bad_input(
            "The intake needs a terminal. \"dutydesk intake --plain\" takes the call in plain lines.",
        ));
    }
    if desk.is_real()? && !args.plain {
        // The screen asks for the passphrase, and looks for the call after that.
        return on_screen(start, desk, streams);
    }
    // A desk is not made by taking a call; where there is none, this says so.
    let there = desk.open()?;
    if let Start::GoOn(id) = start
        && !drafts::list(there.store.conn())?.iter().any(|draft| draft.id == id)
    {
        return Err(Stop::refused(format!(
            "{id} is no call in progress: it was filed or ended, or never begun. \"dutydesk show {id}\" looks for it."
        )));
    }
    if !there.store.is_training() {
        let setting = real_setting(&there.store, &there.protocol, there.actor)?;
        return in_lines(start, there.store, &SystemClock, &setting, streams);
    }
    drop(there);
    if !args.plain {
        return on_screen(start, desk, streams);
    }
    let paths = desk.paths()?;
    let protocol = protocol_of(&paths)?;
    let Training { store, day } = training(&paths, Wanted::default(), &protocol, streams)?;
    in_lines(start, store, &day.clock(), &training_setting(&protocol, desk.actor()?), streams)
}

fn on_screen(start: Start, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let first = match start {
        Start::New(ContactKind::Referral) => Some(First::NewCall),
        Start::New(ContactKind::Consultation) => Some(First::Consultation),
        Start::GoOn(id) => Some(First::GoOn(id)),
        // Calls in progress are the first rows of the board.
        Start::Choose => None,
    };
    board::on_screen(desk, first, streams)
}

fn in_lines(
    start: Start,
    store: Store,
    clock: &dyn Clock,
    setting: &Setting,
    streams: &mut Streams<'_>,
) -> Ended {
    let taking = Arc::new(AtomicU64::new(0));
    let call = Arc::clone(&taking);
    farewell::on_signal(move || match call.load(Ordering::SeqCst) {
        0 => None,
        id => Some(plain::go_on(ContactId(id))),
    })?;
    // Every answer is saved before the next question: there is nothing left to save, only words that must not be printed.
    rescue::on_panic(Rescue::new(|| {}));
    let taken = plain::Desk { store, clock, setting, taking: &taking };
    let left = plain::take(taken, start, Page::new(streams.input, streams.out));
    let id = ContactId(taking.swap(0, Ordering::SeqCst));
    match left {
        Ok(Left::Unfiled(id)) => {
            Err(Stop::refused(format!("The input ended before the call was filed. {}", plain::go_on(id))))
        }
        Ok(_) => Ok(Exit::Done),
        // Whoever listened is gone, in the middle of a call.
        Err(plain::Error::Lines(why)) if id != ContactId(0) => {
            Err(Stop::refused(format!("The terminal or pipe is gone: {why}. {}", plain::go_on(id))))
        }
        Err(plain::Error::Lines(why)) => Err(Stop::Write(why)),
        Err(plain::Error::Store(error)) => Err(error.into()),
        Err(plain::Error::Refused(why)) => Err(Stop::refused(why)),
    }
}
