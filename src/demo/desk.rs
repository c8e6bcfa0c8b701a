//! Opening a training desk: making it, furnishing it with invented contacts, and joining its day.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use chrono::{NaiveDate, NaiveTime};

use super::arrivals;
use super::cast::Cast;
use super::day::{self, Day, Wish};
use super::fill::Filler;
use super::known;
use super::looks;
use super::night;
use super::past;
use super::scenario::scenario;
use super::{actor, step};
use crate::clock::Clock;
use crate::domain::codes::Role;
use crate::domain::event::Recorded;
use crate::domain::ids::ContactId;
use crate::domain::protocol::Protocol;
use crate::domain::register::KnownPerson;
use crate::domain::when::Moment;
use crate::store::desk::Paths;
use crate::store::open::Missing;
use crate::store::people::Part;
use crate::store::space::Limits;
use crate::store::{self, Store, drafts, events, meta};

/// What stands in place of a file's SHA-256: known people of a training desk come from no file.
const INVENTED: &str = "invented";
/// Known people written in one transaction.
const PEOPLE: usize = 20_000;
/// Contacts written in one transaction.
const BATCH: u64 = 2_000;
/// Most closed contacts that have their whole history; the older ones were brought over with a short one.
const WHOLE: u64 = 2_000;

/// Known people whom nobody rings about, unless another number is wanted.
const STRANGERS: u64 = 200;

/// How a training desk is wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Set the clock to this instant.
    pub at: Option<Moment>,
    /// Let the clock run this many times as fast as a real one.
    pub speed: Option<u32>,
    /// Throw away what is there and begin anew.
    pub fresh: bool,
    /// How many open contacts a new desk has, if not those of the training day.
    pub open: Option<u64>,
    /// How many closed contacts a new desk has.
    pub closed: u64,
    /// How many known people a new desk has beside those around its calls, if not a few.
    pub people: Option<u64>,
}

/// Why there is no training desk.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The record.
    #[error(transparent)]
    Store(#[from] store::error::Error),
    /// The day.
    #[error(transparent)]
    Day(#[from] day::Error),
    /// The invented contacts.
    #[error(transparent)]
    Invented(#[from] super::Error),
    /// There is something that is not a training desk.
    #[error("{0} is not a training desk, and nothing there was touched. Name another directory with --desk.")]
    NotTraining(String),
    /// Somebody has the desk open.
    #[error("Another terminal has this training desk open. Close it there first; nothing was thrown away.")]
    Open,
    /// There are contacts already.
    #[error(
        "This training desk is furnished already, so it was not filled. Add --fresh to throw them away and begin anew."
    )]
    Furnished,
    /// The old desk cannot be thrown away.
    #[error("The old training desk in {path} could not be thrown away: {why}.")]
    Stuck {
        /// Where.
        path: String,
        /// The operating system's reason.
        why: io::Error,
    },
}

/// An open training desk and its day.
#[derive(Debug)]
pub struct Training {
    /// The record.
    pub store: Store,
    /// The day; dropping it leaves the day.
    pub day: Day,
}

/// When the training day begins unless the clock is set: Tuesday 24 November 2026, 14:08.
#[must_use]
pub fn morning(protocol: &Protocol) -> Moment {
    let local = NaiveDate::from_ymd_opt(2026, 11, 24).zip(NaiveTime::from_hms_opt(14, 8, 0));
    local.map_or(Moment::from_millis(0), |(date, time)| protocol.zone.computed(date.and_time(time)))
}

/// Opens the training desk in `paths`; makes it first if there is none. `progress` is told how many contacts are written.
///
/// # Errors
/// [`Error`], each with what is safe and what to do.
pub fn open(
    paths: &Paths,
    wanted: Wanted,
    protocol: &Protocol,
    real: Arc<dyn Clock>,
    progress: &mut dyn FnMut(u64),
) -> Result<Training, Error> {
    let began = wanted.at.unwrap_or_else(|| morning(protocol));
    if wanted.fresh && paths.exists() {
        throw_away(paths, began)?;
    }
    let now = match wanted.at {
        Some(at) => at,
        None if paths.exists() => day::glance(paths.dir(), &*real)?.unwrap_or(began),
        None => began,
    };
    if !paths.exists() {
        make_private(paths.dir());
    }
    let mut store = Store::open(paths.clone(), Missing::MakeTraining, Limits::default(), now)?;
    if !store.is_training() {
        return Err(Error::NotTraining(paths.dir().display().to_string()));
    }
    // Numbers are given before contacts are written: of two terminals that start at once, one furnishes the desk.
    if meta::get::<i64>(store.conn(), meta::LAST_CONTACT)?.is_none() {
        furnish(&mut store, wanted, protocol, now, progress)?;
    } else if wanted.open.is_some() || wanted.closed > 0 || wanted.people.is_some() {
        return Err(Error::Furnished);
    }
    let recorded = recorded(&store)?;
    let wish = Wish { at: wanted.at, speed: wanted.speed, morning: began, recorded };
    let day = Day::enter(paths.dir(), wish, real)?;
    Ok(Training { store, day })
}

/// An empty directory that was made for the desk is made private, as a desk's directory must be. One with anything in it is
/// left alone: the store then refuses it and says why.
fn make_private(dir: &Path) {
    let empty = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none());
    if empty {
        // If it is not ours to change, the store says so.
        let _ = fs::set_permissions(dir, fs::Permissions::from_mode(0o700));
    }
}

/// When something was last recorded or typed.
fn recorded(store: &Store) -> Result<Option<Moment>, Error> {
    let typed = drafts::list(store.conn())?.into_iter().map(|draft| draft.saved).max();
    Ok(events::last_at(store.conn())?.max(typed))
}

/// Throws a training desk away, and never anything else.
fn throw_away(paths: &Paths, now: Moment) -> Result<(), Error> {
    let mut store = Store::open(paths.clone(), Missing::Refuse, Limits::default(), now)?;
    if !store.is_training() {
        return Err(Error::NotTraining(paths.dir().display().to_string()));
    }
    if store.is_shared()? {
        return Err(Error::Open);
    }
    drop(store);
    let gone = || -> io::Result<()> {
        let db = paths.db();
        let beside = |end: &str| db.with_file_name(format!("desk.db{end}"));
        // The keys go last: without them the rest could not be told from a real desk.
        for file in [
            beside("-wal"),
            beside("-shm"),
            db.clone(),
            paths.head(),
            paths.reserve(),
            paths.lock(),
            paths.keys(),
        ] {
            missing_is_fine(fs::remove_file(file))?;
        }
        for dir in [paths.backups(), paths.exports()] {
            missing_is_fine(fs::remove_dir_all(dir))?;
        }
        day::forget(paths.dir())
    };
    gone().map_err(|why| Error::Stuck { path: paths.dir().display().to_string(), why })
}

fn missing_is_fine(done: io::Result<()>) -> io::Result<()> {
    done.or_else(|why| if why.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(why) })
}

fn furnish(
    store: &mut Store,
    wanted: Wanted,
    protocol: &Protocol,
    now: Moment,
    progress: &mut dyn FnMut(u64),
) -> Result<(), Error> {
    let cast = Cast::load()?;
    let strangers = wanted.people.unwrap_or(STRANGERS);
    let mut day: Vec<Vec<Recorded>> =
        scenario(&cast, protocol, now)?.into_iter().map(|(_, history)| history).collect();
    let mut open = 0;
    for history in &day {
        open += u64::from(step::begin(history.clone())?.is_open());
    }
    if wanted.open.is_some_and(|wanted| wanted < open) {
        (day, open) = (Vec::new(), 0);
    }
    let filler = Filler::new(&cast, protocol, now);
    let more = wanted.open.unwrap_or(open) - open;
    if more + wanted.closed + strangers > BATCH {
        store.prepare_for_bulk()?;
    }
    let mut written = 0;
    // What came in first has the lower numbers.
    let mut fill =
        |count: u64, make: &dyn Fn(u64) -> Result<Vec<Recorded>, super::Error>| -> Result<(), Error> {
            for first in (0..count).step_by(usize::try_from(BATCH).unwrap_or(usize::MAX)) {
                let last = (first + BATCH).min(count);
                let histories: Vec<Vec<Recorded>> = (first..last).map(make).collect::<Result<_, _>>()?;
                add(store, now, histories)?;
                written += last - first;
                progress(written);
            }
            Ok(())
        };
    fill(wanted.closed.saturating_sub(WHOLE), &|n| filler.brought_over(n))?;
    fill(wanted.closed.min(WHOLE), &|n| filler.closed(n))?;
    fill(more, &|n| filler.open(n))?;
    let around = known::around(&cast, protocol, now, &day)?;
    add(store, now, day)?;
    if wanted.open.is_none() {
        if let Some(old) = past::consultation(&cast, protocol, now)? {
            store.append_bulk(now, &[(past::NUMBER, old)])?;
        }
        night::hand_over(store, protocol, now)?;
        looks::before(store, now)?;
    }
    introduce(store, &cast, protocol.zone.local(now).date(), now, around, strangers)
}

/// Writes the known people: those around the day's calls, then so many strangers.
fn introduce(
    store: &mut Store,
    cast: &Cast,
    today: NaiveDate,
    now: Moment,
    around: Vec<KnownPerson>,
    strangers: u64,
) -> Result<(), Error> {
    let manager = actor(Role::Manager);
    let mut people =
        around.into_iter().chain((0..strangers).map(|n| known::stranger(cast, n, today))).peekable();
    let mut part = Part { file: INVENTED, part: 0, last: false, bad: 0, columns: None };
    while people.peek().is_some() {
        let some: Vec<KnownPerson> = people.by_ref().take(PEOPLE).collect();
        part = Part { part: part.part.saturating_add(1), last: people.peek().is_none(), ..part };
        store.import_people(&manager, now, &part, &some)?;
    }
    Ok(())
}

/// Writes new contacts under the next numbers.
fn add(store: &mut Store, now: Moment, histories: Vec<Vec<Recorded>>) -> Result<(), Error> {
    let Ok(count) = u32::try_from(histories.len()) else { return Ok(()) };
    let first = store.reserve_numbers(count, now)?;
    let numbered: Vec<(ContactId, Vec<Recorded>)> = (first.0..).map(ContactId).zip(histories).collect();
    Ok(store.append_bulk(now, &numbered)?)
}

/// Files the contact that is due to arrive on a training desk, if one is.
///
/// # Errors
/// [`Error`]; the desk itself goes on without that contact.
pub fn arrive(desk: &Path, day: &Day, protocol: &Protocol) -> Result<bool, Error> {
    let Some(n) = day.claim_arrival()? else { return Ok(false) };
    let now = day.clock().now();
    let history = arrivals::arrival(&Cast::load()?, protocol, n, now)?;
    // A store of its own, for a moment: the one on screen is busy with what the person does.
    let mut store = Store::open(Paths::new(desk), Missing::Refuse, Limits::default(), now)?;
    add(&mut store, now, vec![history])?;
    Ok(true)
}

/// The thread that lets contacts arrive while a terminal has a training desk open. Dropping it ends it and leaves the day.
#[derive(Debug)]
pub struct Arrivals {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Arrivals {
    /// Starts the thread.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub fn start(paths: &Paths, day: Day, protocol: Arc<Protocol>) -> io::Result<Self> {
        let (stop, stopped) = mpsc::channel::<()>();
        let desk = paths.dir().to_owned();
        let work = move || {
            loop {
                // Without the file the day has gone; look again now and then.
                let next = day.next_arrival().unwrap_or(day.clock().now() + chrono::TimeDelta::minutes(5));
                let wait = day.clock().really(next.since(day.clock().now())).max(Duration::from_millis(50));
                if stopped.recv_timeout(wait) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
                // A full disk or a busy desk: the call is not filed, and the person is told of it elsewhere.
                let _ = arrive(&desk, &day, &protocol);
            }
        };
        let thread = thread::Builder::new().name("arrivals".into()).spawn(work)?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Arrivals {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of that thread has been reported by its own hook.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests;
