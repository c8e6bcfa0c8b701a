//! The day of a training desk: a clock that can be set, shared by every terminal on the desk, and the count of arrivals.
//!
//! It lies in a small file beside the record. Nobody's data is in it, only times and which processes are running. Whoever
//! changes it holds its lock, so that terminals that start or stop at once agree.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::TimeDelta;
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};

use super::arrivals;
use crate::clock::{Clock, TrainingClock};
use crate::domain::when::Moment;
use crate::store::process::Process;

/// The file's name in the desk's directory.
const FILE: &str = "desk.day";

/// How a terminal wants the clock.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Set the clock to this instant.
    pub at: Option<Moment>,
    /// Let it run this many times as fast as a real one.
    pub speed: Option<u32>,
    /// Where a new day begins unless the clock is set.
    pub morning: Moment,
    /// The last thing recorded: a day that goes on never goes on before it.
    pub recorded: Option<Moment>,
}

/// Why a terminal cannot join the day.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The clock cannot be set under somebody's hands.
    #[error(
        "Another terminal has this training desk open, and its clock is running. Close it there first, or start here \
         without --at and --speed."
    )]
    Running,
    /// The file cannot be read or written.
    #[error("The training day in {path} cannot be kept: {why}. Nothing in the record was changed.")]
    File {
        /// Which file.
        path: String,
        /// The operating system's reason.
        why: io::Error,
    },
}

/// What the file holds. `at` was the time at the desk when the workstation's clock showed `real`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    at: Moment,
    real: Moment,
    speed: u32,
    /// What the clock was last set to.
    set: Moment,
    /// How many contacts have arrived, and when the next one does.
    arrived: u64,
    next: Moment,
    running: Vec<Terminal>,
}

/// A process that has the desk open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Terminal {
    boot: String,
    pid: i64,
    started: i64,
}

impl Terminal {
    fn this() -> Self {
        let Process { boot, pid, started } = Process::this();
        Self { boot, pid, started }
    }

    fn is_alive(&self) -> bool {
        Process { boot: self.boot.clone(), pid: self.pid, started: self.started }.is_alive()
    }
}

impl Kept {
    fn now(&self, real: Moment) -> Moment {
        if self.running.is_empty() {
            return self.at;
        }
        let passed = real.since(self.real).num_milliseconds().max(0);
        self.at + TimeDelta::milliseconds(passed.saturating_mul(i64::from(self.speed)))
    }

    fn forget_the_dead(&mut self) {
        self.running.retain(Terminal::is_alive);
    }
}

/// The day as one terminal has it. Dropping it leaves the day; the last to leave stops the clock.
pub struct Day {
    path: PathBuf,
    real: Arc<dyn Clock>,
    clock: TrainingClock,
}

impl std::fmt::Debug for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Day").field("clock", &self.clock).finish_non_exhaustive()
    }
}

/// The time at a training desk without opening it: running if a terminal has it open, else where the day stopped. None
/// if the desk has had no day yet.
///
/// # Errors
/// [`Error::File`].
pub fn glance(desk: &Path, real: &dyn Clock) -> Result<Option<Moment>, Error> {
    let path = desk.join(FILE);
    if !path.exists() {
        return Ok(None);
    }
    let mut file = hold(&path)?;
    let Some(mut kept) = read(&mut file) else { return Ok(None) };
    kept.forget_the_dead();
    Ok(Some(kept.now(real.now())))
}

impl Day {
    /// Joins the day of a desk, or goes on with it where it stopped, or begins it.
    ///
    /// # Errors
    /// [`Error::Running`] if the clock is to be set while another terminal has the desk open. Wishing for what the clock
    /// was set to already is no wish to set it.
    pub fn enter(desk: &Path, wish: Wish, real: Arc<dyn Clock>) -> Result<Self, Error> {
        let path = desk.join(FILE);
        let mut file = hold(&path)?;
        let now = real.now();
        let kept = match read(&mut file) {
            Some(mut kept) => {
                kept.forget_the_dead();
                if kept.running.is_empty() { go_on(&kept, wish, now) } else { join(kept, wish)? }
            }
            None => begin(wish, now),
        };
        let clock = TrainingClock::starting(kept.now(now), kept.speed);
        write(&mut file, &kept).map_err(|why| trouble(&path, why))?;
        Ok(Self { path, real, clock })
    }

    /// The clock of the day.
    #[must_use]
    pub const fn clock(&self) -> TrainingClock {
        self.clock
    }

    /// When the next contact arrives.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn next_arrival(&self) -> Result<Moment, Error> {
        let mut file = hold(&self.path)?;
        Ok(read(&mut file).map_or(self.clock.now() + TimeDelta::minutes(1), |kept| kept.next))
    }

    /// The number of the arrival that is due, if one is. No other terminal is given the same one.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn claim_arrival(&self) -> Result<Option<u64>, Error> {
        let mut file = hold(&self.path)?;
        let now = self.clock.now();
        let Some(mut kept) = read(&mut file).filter(|kept| kept.next <= now) else { return Ok(None) };
        let n = kept.arrived;
        kept.arrived = n.saturating_add(1);
        // A terminal that was asleep does not bring an hour's calls at once.
        kept.next = (kept.next + arrivals::gap(n.saturating_add(1))).max(now);
        self.stamp(&mut kept);
        write(&mut file, &kept).map_err(|why| trouble(&self.path, why))?;
        Ok(Some(n))
    }

    /// Notes the time, so that little of the day is lost if every terminal is killed.
    fn stamp(&self, kept: &mut Kept) {
        (kept.at, kept.real) = (self.clock.now(), self.real.now());
    }

    fn leave(&self) -> Result<(), Error> {
        let mut file = hold(&self.path)?;
        let Some(mut kept) = read(&mut file) else { return Ok(()) };
        let this = Terminal::this();
        if let Some(place) = kept.running.iter().position(|terminal| *terminal == this) {
            kept.running.swap_remove(place);
        }
        self.stamp(&mut kept);
        write(&mut file, &kept).map_err(|why| trouble(&self.path, why))
    }
}

impl Drop for Day {
    fn drop(&mut self) {
        // The day is then a few minutes shorter; nobody is left to be told.
        let _ = self.leave();
    }
}

fn begin(wish: Wish, real: Moment) -> Kept {
    let at = wish.at.unwrap_or(wish.morning);
    Kept {
        at,
        real,
        speed: wish.speed.unwrap_or(1),
        set: at,
        arrived: 0,
        next: at + arrivals::gap(0),
        running: vec![Terminal::this()],
    }
}

/// Nobody has the desk open: the day goes on where it stopped, or where the clock is set to.
fn go_on(kept: &Kept, wish: Wish, real: Moment) -> Kept {
    let stopped = wish.recorded.map_or(kept.at, |recorded| recorded.max(kept.at));
    let at = wish.at.unwrap_or(stopped);
    Kept {
        arrived: kept.arrived,
        next: at + arrivals::gap(kept.arrived),
        set: wish.at.unwrap_or(kept.set),
        at,
        ..begin(wish, real)
    }
}

/// Others have the desk open: their clock is ours.
fn join(mut kept: Kept, wish: Wish) -> Result<Kept, Error> {
    let sets =
        wish.at.is_some_and(|at| at != kept.set) || wish.speed.is_some_and(|speed| speed != kept.speed);
    if sets {
        return Err(Error::Running);
    }
    kept.running.push(Terminal::this());
    Ok(kept)
}

/// Opens the file and waits for its lock; closing it lets go.
fn hold(path: &Path) -> Result<File, Error> {
    let open = || -> io::Result<File> {
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
        flock(&file, FlockOperation::LockExclusive)?;
        Ok(file)
    };
    open().map_err(|why| trouble(path, why))
}

/// What the file holds. A file that was cut off by a crash counts as none: the day begins anew, the record stands.
fn read(file: &mut File) -> Option<Kept> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

fn write(file: &mut File, kept: &Kept) -> io::Result<()> {
    let text = serde_json::to_string(kept)?;
    file.rewind()?;
    file.set_len(0)?;
    file.write_all(text.as_bytes())
}

/// Takes the day away together with its desk.
pub(super) fn forget(desk: &Path) -> io::Result<()> {
    match fs::remove_file(desk.join(FILE)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn trouble(path: &Path, why: io::Error) -> Error {
    Error::File { path: path.display().to_string(), why }
}

#[cfg(test)]
mod tests;
