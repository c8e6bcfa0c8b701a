//! A training desk that breaks when it is told to, to see what is left: `cargo run --example breaking -- DIR`.
//!
//! It is the desk of the program itself, on a clock that stands still, so that nothing is saved because time passes. After
//! `SIGUSR1` the next thing that happens panics on the main thread, `SIGUSR2` panics on another.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, thread};

use dutydesk::app::{First, Setting};
use dutydesk::clock::Clock;
use dutydesk::demo;
use dutydesk::domain::codes::Role;
use dutydesk::domain::when::Moment;
use dutydesk::protocols;
use dutydesk::store::Store;
use dutydesk::store::desk::Paths;
use dutydesk::store::open::Missing;
use dutydesk::store::space::Limits;
use dutydesk::term::desk::{Opening, Record, open};
use dutydesk::term::process;
use signal_hook::consts::{SIGUSR1, SIGUSR2};
use signal_hook::iterator::Signals;

/// Tuesday 24 November 2026, 14:10.
const NOW: Moment = Moment::from_millis(1_795_529_400_000);

/// A clock that stands still, and panics once when it is told to.
struct Standing {
    breaks: Arc<AtomicBool>,
}

impl Clock for Standing {
    fn now(&self) -> Moment {
        assert!(!self.breaks.swap(false, Ordering::SeqCst), "the clock broke");
        NOW
    }
}

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1) else { return ExitCode::from(2) };
    match desk(Paths::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(io::stderr(), "breaking: {why}");
            ExitCode::FAILURE
        }
    }
}

fn desk(paths: Paths) -> Result<(), Box<dyn std::error::Error>> {
    process::harden()?;
    let breaks = Arc::new(AtomicBool::new(false));
    break_when_told(Arc::clone(&breaks))?;
    let limits = Limits { low: 1, reserve: 1 << 16 };
    let store = Store::open(paths, Missing::MakeTraining, limits, NOW)?;
    let setting = Setting {
        actor: demo::actor(Role::Worker),
        team: demo::team(),
        protocol: Arc::new(protocols::built_in(protocols::DEFAULT)?),
        training: true,
        desk_number: demo::DESK_NUMBER.to_owned(),
    };
    let first = Some(First::NewCall);
    let record = Record::Open(Box::new(store));
    let clock = Arc::new(Standing { breaks });
    open(Opening { record, clock, setting, rules: None, first, people: Vec::new() })?;
    Ok(())
}

fn break_when_told(clock: Arc<AtomicBool>) -> io::Result<()> {
    let mut signals = Signals::new([SIGUSR1, SIGUSR2])?;
    thread::Builder::new().name("breaks".to_owned()).spawn(move || {
        for signal in signals.forever() {
            assert_ne!(signal, SIGUSR2, "the thread broke");
            clock.store(true, Ordering::SeqCst);
        }
    })?;
    Ok(())
}
