//! `dutydesk restore`: what a copy holds, and putting it in the place of the desk.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::desk::DeskArgs;
use super::stop::{Ended, Stop};
use super::{Exit, Streams, print, secret};
use crate::clock::{Clock, SystemClock};
use crate::demo::day;
use crate::domain::access::May;
use crate::domain::calendar::Zone;
use crate::store::Store;
use crate::store::access::Key;
use crate::store::desk::Paths;
use crate::store::keys::Sealed;
use crate::store::lock::DeskLock;
use crate::store::open::Missing;
use crate::store::restore::beyond::Beyond;
use crate::store::restore::rehearse::{self, Entry, Holds};
use crate::store::restore::{Restored, left_out, put_in_place};
use crate::store::space::Limits;

/// What must be typed before a desk is replaced.
const WORD: &str = "restore";

/// Put a copy in the place of the desk, or say what it holds. The desk before is kept whole.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(super) struct Args {
    /// A copy by its name in the desk's backups ("dutydesk backup --list"), or the directory of any other.
    #[arg(value_name = "BACKUP", required_unless_present = "acknowledge")]
    copy: Option<String>,
    /// Open and check the copy in a private place, say what it holds and what the desk has beyond it, and change nothing.
    #[arg(long)]
    check: bool,
    /// Do not ask.
    #[arg(long, conflicts_with = "check")]
    yes: bool,
    /// Take note, as a manager, of what the last restore left out; the desk then stops telling of it.
    #[arg(long, conflicts_with_all = ["copy", "check", "yes"])]
    acknowledge: bool,
    /// Open the copy of a real desk with the recovery key, when no manager can; it is asked for.
    #[arg(long)]
    recovery: bool,
    /// The same, from this file with mode 0600.
    #[arg(long, value_name = "FILE")]
    recovery_file: Option<PathBuf>,
    /// Answer with one JSON object. Without --check this needs --yes.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let Some(copy) = args.copy.as_deref().filter(|_| !args.acknowledge) else {
        return acknowledge(desk, streams);
    };
    if args.json && !args.check && !args.yes {
        return Err(Stop::bad_input("With --json nobody can be asked: add --check or --yes."));
    }
    let paths = desk.paths()?;
    let copy = find(copy, &paths);
    let key = key(args, desk, &copy)?;
    // Only a training desk has a day of its own.
    let day = if key.is_none() { day::glance(paths.dir(), &SystemClock).ok().flatten() } else { None };
    let now = day.unwrap_or_else(|| SystemClock.now());
    let entry = Entry { key: key.as_ref(), now };
    if args.check {
        check(args, &paths, &copy, entry, streams)
    } else {
        replace(args, desk, &paths, &copy, entry, streams)
    }
}

/// Says what the copy holds, and changes nothing.
fn check(args: &Args, paths: &Paths, copy: &Path, entry: Entry<'_>, streams: &mut Streams<'_>) -> Ended {
    let (room, _shared) = room(paths)?;
    let rehearsal = rehearse::begin(copy, rehearse::place(&room), entry, paths, &mut |_| {})?;
    let beyond = rehearsal.compare(paths)?;
    tell(args, copy, rehearsal.holds(), &beyond, streams)?;
    if !args.json {
        writeln!(streams.out, "Nothing was changed.")?;
    }
    Ok(if rehearsal.holds().problems.is_empty() { Exit::Done } else { Exit::Refused })
}

/// Puts the copy in the place of the desk.
fn replace(
    args: &Args,
    desk: &DeskArgs,
    paths: &Paths,
    copy: &Path,
    entry: Entry<'_>,
    streams: &mut Streams<'_>,
) -> Ended {
    let lock = alone(paths)?;
    let rehearsal = rehearse::begin(copy, rehearse::place(paths.dir()), entry, paths, &mut |_| {})?;
    let actor = match rehearsal.actor() {
        Some(actor) => actor.clone(),
        None => desk.actor()?,
    };
    actor.may(May::Restore).map_err(Stop::refused)?;
    let beyond = rehearsal.compare(paths)?;
    let holds = rehearsal.holds().clone();
    if !args.json {
        tell(args, copy, &holds, &beyond, streams)?;
    }
    if !args.yes && !asked(streams)? {
        return Err(Stop::refused("Nothing was changed."));
    }
    let restored = put_in_place(rehearsal, &beyond, paths, &lock, (&actor, entry.now), &mut |_| {})?;
    drop(lock);
    // What was put in place must open as any desk does.
    match entry.key {
        Some(key) => drop(Store::unlock(paths.clone(), key, Limits::default(), entry.now)?),
        None => drop(Store::open(paths.clone(), Missing::Refuse, Limits::default(), entry.now)?),
    }
    if args.json {
        print::json(streams.out, &as_json(copy, &holds, &beyond, Some(&restored)))?;
        return Ok(Exit::Done);
    }
    writeln!(streams.out, "The copy is in place, and opens.")?;
    if let Some(replaced) = restored.replaced {
        writeln!(streams.out, "The desk before is kept whole in backups/{replaced}.")?;
    }
    writeln!(
        streams.out,
        "The desk tells of the restore whenever it is opened, until a manager takes note with \"dutydesk restore --acknowledge\"."
    )?;
    Ok(Exit::Done)
}

fn acknowledge(desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let mut desk = desk.open()?;
    desk.require(May::Restore)?;
    let notice = desk.store.restored().map(ToString::to_string);
    if !desk.store.acknowledge_restore(&desk.actor, desk.now)? {
        return Err(Stop::refused("No restore waits for anybody to take note of it."));
    }
    if let Some(notice) = notice {
        writeln!(streams.out, "{}.", print::line(&notice))?;
    }
    writeln!(streams.out, "That you took note of it stands in the record.")?;
    Ok(Exit::Done)
}

/// What opens the copy of a real desk: a passphrase of the time of the copy, or the recovery key. None for a training desk.
fn key(args: &Args, desk: &DeskArgs, copy: &Path) -> Result<Option<Key>, Stop> {
    if args.recovery || args.recovery_file.is_some() {
        return Ok(Some(Key::Recovery(secret::recovery_key(args.recovery_file.as_deref())?)));
    }
    let keys = Paths::new(copy).keys();
    if Sealed::read(&keys).is_ok_and(|sealed| !sealed.unchecked().is_training()) {
        return Ok(Some(desk.key()?.0));
    }
    Ok(None)
}

/// A name on the desk's own shelf, or else a path.
fn find(copy: &str, paths: &Paths) -> PathBuf {
    let own = paths.backups().join(copy);
    if !copy.contains('/') && own.is_dir() { own } else { PathBuf::from(copy) }
}

/// Where a copy may be tried out without changing anything: inside the desk, whose lock keeps the place from being swept, or
/// where the system keeps temporary files.
fn room(paths: &Paths) -> Result<(PathBuf, Option<DeskLock>), Stop> {
    if !paths.exists() {
        return Ok((std::env::temp_dir(), None));
    }
    let mut lock = DeskLock::take(&paths.lock())?;
    lock.share()?;
    Ok((paths.dir().to_owned(), Some(lock)))
}

/// The desk, or an empty place for one, to ourselves.
fn alone(paths: &Paths) -> Result<DeskLock, Stop> {
    paths.prepare()?;
    let lock = DeskLock::take(&paths.lock())?;
    if lock.is_alone() {
        return Ok(lock);
    }
    Err(Stop::Because(
        Exit::Locked,
        "Could not restore the desk: another dutydesk has it open. Nothing was changed. Close every dutydesk on this desk, then try again; \"dutydesk doctor\" says which there are.".to_owned(),
    ))
}

fn asked(streams: &mut Streams<'_>) -> Result<bool, Stop> {
    write!(streams.err, "Type \"{WORD}\" to put this copy in the place of the desk: ")?;
    streams.err.flush()?;
    let mut answer = String::new();
    streams.input.read_line(&mut answer)?;
    Ok(answer.trim() == WORD)
}

fn tell(
    args: &Args,
    copy: &Path,
    holds: &Holds,
    beyond: &Beyond,
    streams: &mut Streams<'_>,
) -> Result<(), Stop> {
    if args.json {
        print::json(streams.out, &as_json(copy, holds, beyond, None))?;
        return Ok(());
    }
    let out = &mut *streams.out;
    let kind = if holds.training { "a training desk" } else { "a desk" };
    let last = holds.last.map(|at| format!(", the last saved on {}", Zone::LONDON.long(at)));
    writeln!(
        out,
        "The copy {} is {kind} with {} entries{}. It has {} contacts; {} of them are open.",
        print::line(&copy.display().to_string()),
        holds.seq,
        last.unwrap_or_default(),
        holds.contacts,
        holds.open
    )?;
    if holds.problems.is_empty() {
        writeln!(out, "It opens, and everything in it checks.")?;
    } else {
        writeln!(out, "It opens and its record checks, but:")?;
    }
    for problem in &holds.problems {
        writeln!(out, "  {}", print::line(problem))?;
    }
    about_the_present(out, beyond)
}

/// What the desk that is there has beyond the copy, in words.
fn about_the_present(out: &mut dyn Write, beyond: &Beyond) -> Result<(), Stop> {
    if !beyond.present {
        writeln!(out, "There is no desk here at present.")?;
        return Ok(());
    }
    writeln!(out, "Beside the present desk: {}.", left_out(beyond.missing, beyond.unproved))?;
    if !beyond.contacts.is_empty() {
        let contacts: Vec<String> = beyond.contacts.iter().map(ToString::to_string).collect();
        writeln!(out, "Worked on since: {}.", contacts.join(", "))?;
    }
    if !beyond.back_in.is_empty() {
        let names = beyond.back_in.join(", ");
        writeln!(
            out,
            "Shut out since, and able to open it again with this copy: {}. Shut them out again after a restore.",
            print::line(&names)
        )?;
    }
    if !beyond.left_out.is_empty() {
        let names = beyond.left_out.join(", ");
        writeln!(out, "Added since, and to be added again: {}.", print::line(&names))?;
    }
    for note in &beyond.notes {
        writeln!(out, "{}", print::line(note))?;
    }
    Ok(())
}

fn as_json(copy: &Path, holds: &Holds, beyond: &Beyond, done: Option<&Restored>) -> serde_json::Value {
    let contacts: Vec<String> = beyond.contacts.iter().map(ToString::to_string).collect();
    json!({
        "restored": done.is_some(),
        "replaced": done.and_then(|done| done.replaced.as_deref()),
        "copy": copy.display().to_string(),
        "training": holds.training,
        "entries": holds.seq,
        "last": holds.last,
        "contacts": holds.contacts,
        "open": holds.open,
        "good": holds.problems.is_empty(),
        "problems": holds.problems,
        "desk": {
            "present": beyond.present,
            "missing": beyond.missing,
            "unproved": beyond.unproved,
            "contacts": contacts,
            "back_in": beyond.back_in,
            "left_out": beyond.left_out,
            "notes": beyond.notes,
        },
    })
}
