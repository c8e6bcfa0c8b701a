//! What can be said of a desk without its key: place, permissions, keys, copies, and who has it open.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use chrono::TimeDelta;

use super::super::backup::{shelf, slip};
use super::super::desk::{self, Paths};
use super::super::keys::Sealed;
use super::super::lock::{DeskLock, Held};
use super::super::space::{self, Limits};
use super::Point;
use crate::domain::calendar::Zone;
use crate::domain::when::Moment;

/// File systems that keep their promises, by their `statfs` number, and one that keeps nothing when the power goes.
const KNOWN: [(u64, &str); 6] = [
    (0xEF53, "ext4"),
    (0x5846_5342, "XFS"),
    (0x9123_683E, "Btrfs"),
    (0x2FC1_2FC1, "ZFS"),
    (0x794C_7630, "overlay"),
    (IN_MEMORY, "tmpfs"),
];
const IN_MEMORY: u64 = 0x0102_1994;
const RESTORE: &str = "Restore a copy: \"dutydesk backup --list\" lists them.";
/// A copy should not be older than this when the desk is worked on: a weekend and a day.
const OLD: TimeDelta = TimeDelta::days(4);

/// Everything that can be said without opening the desk.
#[must_use]
pub fn outside(paths: &Paths, limits: Limits, now: Moment) -> Vec<Point> {
    if !paths.dir().exists() || !paths.exists() {
        return vec![Point::bad(
            "desk",
            format!("There is no desk at {}.", paths.dir().display()),
            "Check the path given with --desk, or make one: \"dutydesk init\" or \"dutydesk demo\".",
        )];
    }
    let mut points = vec![file_system(paths.dir()), permissions(paths), room(paths, limits)];
    points.push(record(paths));
    points.extend(keys(paths));
    points.push(who(paths));
    points.extend(restoring(paths));
    points.push(head(paths));
    points.push(copies(paths, now));
    points
}

fn file_system(dir: &Path) -> Point {
    const ABOUT: &str = "file system";
    let kind = match desk::file_system(dir) {
        Ok(kind) => kind,
        Err(e) => return Point::bad(ABOUT, e.to_string(), "Check the disk."),
    };
    if let Ok(Some(name)) = desk::untrusted(dir) {
        return Point::bad(
            ABOUT,
            format!("The desk lies on {name}, where a save can be lost or mixed up."),
            "Keep the desk on a disk of this host.",
        );
    }
    match KNOWN.iter().find(|(number, _)| *number == kind) {
        Some((IN_MEMORY, name)) => Point::warning(
            ABOUT,
            format!("The desk lies on {name}: it is gone when the power goes."),
            "Keep a real desk on a disk.",
        ),
        Some((_, name)) => Point::good(ABOUT, format!("{name}, on this host.")),
        None => Point::warning(
            ABOUT,
            format!("The desk lies on a file system that is not known here ({kind:#x})."),
            "Ext4, XFS, Btrfs and ZFS keep their promises.",
        ),
    }
}

fn permissions(paths: &Paths) -> Point {
    match paths.check() {
        Ok(()) => Point::good("permissions", "Directory and files are for this login alone."),
        Err(e) => Point::bad("permissions", e.to_string(), "As it says."),
    }
}

fn room(paths: &Paths, limits: Limits) -> Point {
    const ABOUT: &str = "disk space";
    let left = match space::free(paths) {
        Ok(left) => left,
        Err(e) => return Point::bad(ABOUT, e.to_string(), "Check the disk."),
    };
    let said = format!("{} MB are free.", left >> 20);
    if left < limits.low {
        return Point::bad(
            ABOUT,
            format!("{said} No new call is begun below {} MB.", limits.low >> 20),
            "Free some space.",
        );
    }
    if !paths.reserve().exists() {
        return Point::warning(
            ABOUT,
            format!("{said} The reserve was given up."),
            "Free some space and start dutydesk once.",
        );
    }
    // A copy of the record and a restored one must fit beside it.
    let record = fs::metadata(paths.db()).map(|found| found.len()).unwrap_or_default();
    if left < limits.low.saturating_add(record.saturating_mul(3)) {
        return Point::warning(
            ABOUT,
            format!("{said} That is little beside the record's {} MB.", record >> 20),
            "Free some space: copies and a restore need it.",
        );
    }
    Point::good(ABOUT, format!("{said} The reserve is laid aside."))
}

fn record(paths: &Paths) -> Point {
    match fs::metadata(paths.db()) {
        Ok(found) if found.len() > 0 => {
            Point::good("record file", format!("{} kB.", found.len().div_ceil(1024)))
        }
        Ok(_) => Point::bad("record file", "desk.db is empty.", RESTORE),
        Err(_) => Point::bad("record file", "desk.db is missing.", RESTORE),
    }
}

fn keys(paths: &Paths) -> Vec<Point> {
    let sealed = match Sealed::read(&paths.keys()) {
        Ok(sealed) => sealed,
        Err(e) => {
            return vec![Point::bad("keys", e.to_string(), "Put desk.keys back from the newest backup.")];
        }
    };
    let found = sealed.unchecked();
    let kind = if found.is_training() {
        Point::good("kind of desk", "A training desk: invented contacts, no passphrase.")
    } else {
        Point::good("kind of desk", "A real desk: it opens only with a passphrase.")
    };
    let newer = found.newer_slots().count();
    let said = format!("{} key slots, generation {}.", found.slots.len(), found.generation);
    let slots = if newer == 0 {
        Point::good("keys", said)
    } else {
        Point::warning(
            "keys",
            format!("{said} A newer dutydesk made {newer} of them."),
            "Use the newer dutydesk on this desk.",
        )
    };
    vec![kind, slots]
}

fn who(paths: &Paths) -> Point {
    const ABOUT: &str = "open elsewhere";
    match DeskLock::held(&paths.lock()) {
        Ok(Held::ByNobody) => Point::good(ABOUT, "Nobody has the desk open."),
        Ok(Held::Shared) => Point::good(ABOUT, format!("The desk is open{}.", holders(paths))),
        Ok(Held::Alone) => Point::warning(
            ABOUT,
            format!("Somebody sets the desk up, changes or restores all of it{}.", holders(paths)),
            "Wait until that is done.",
        ),
        Err(e) => Point::bad(ABOUT, e.to_string(), "Check the file desk.lock."),
    }
}

/// The processes that hold the lock, as the kernel lists them.
fn holders(paths: &Paths) -> String {
    let Ok(file) = fs::metadata(paths.lock()) else { return String::new() };
    let (major, minor) = (rustix::fs::major(file.dev()), rustix::fs::minor(file.dev()));
    let place = format!("{major:02x}:{minor:02x}:{}", file.ino());
    let locks = fs::read_to_string("/proc/locks").unwrap_or_default();
    let mut pids: Vec<u32> = locks.lines().filter_map(|line| holder(line, &place)).collect();
    pids.sort_unstable();
    pids.dedup();
    if pids.is_empty() {
        return String::new();
    }
    let pids: Vec<String> = pids.iter().map(ToString::to_string).collect();
    format!(" in process {}", pids.join(", "))
}

/// `1: FLOCK  ADVISORY  READ 4711 08:01:131 0 EOF`
pub(super) fn holder(line: &str, place: &str) -> Option<u32> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words.iter().position(|word| *word == place)?;
    let pid = words.get(at.checked_sub(1)?)?;
    (words.get(1) == Some(&"FLOCK")).then(|| pid.parse().ok()).flatten()
}

fn restoring(paths: &Paths) -> Option<Point> {
    paths.restoring().exists().then(|| {
        Point::warning(
            "restore",
            "A restore was broken off.",
            "Open the desk: whoever opens it next finishes the restore.",
        )
    })
}

fn head(paths: &Paths) -> Point {
    const ABOUT: &str = "head file";
    match fs::metadata(paths.head()) {
        Ok(found) if found.len() > super::super::head::EMPTY => Point::good(ABOUT, "It is there."),
        Ok(_) => Point::warning(ABOUT, "It is empty.", "Open the desk; \"dutydesk verify\" says more."),
        Err(_) => Point::bad(
            ABOUT,
            "desk.head is missing, so nobody can say whether the record is complete.",
            "Tell whoever looks after this desk, and run \"dutydesk verify\".",
        ),
    }
}

fn copies(paths: &Paths, now: Moment) -> Point {
    const ABOUT: &str = "copies";
    const MAKE: &str = "Make one: \"dutydesk backup\".";
    let copies = match shelf::list(paths) {
        Ok(copies) => copies,
        Err(e) => return Point::bad(ABOUT, e.to_string(), "Check the directory backups."),
    };
    let Some(newest) = copies.last() else {
        return Point::warning(ABOUT, "The desk has no copy of itself.", MAKE);
    };
    let when = Zone::LONDON.long(newest.at);
    let said = format!("{} copies; the newest was made on {when}.", copies.len());
    let copy = Paths::new(paths.backups().join(&newest.name));
    let wrong = match slip::read(&copy).and_then(|slip| Ok((slip, slip::sums(&copy)?))) {
        Err(e) => vec![format!("It cannot be read: {}.", e.kind())],
        Ok((None, _)) => {
            return Point::warning(
                ABOUT,
                format!("{said} It was made by an older dutydesk and does not say what it is made of."),
                MAKE,
            );
        }
        Ok((Some(slip), sums)) => slip.against(&sums),
    };
    if let Some(first) = wrong.first() {
        return Point::bad(ABOUT, format!("{said} It is not as it was made: {first}"), MAKE);
    }
    if now.since(newest.at) > OLD {
        return Point::warning(ABOUT, format!("{said} That is long ago."), MAKE);
    }
    Point::good(ABOUT, format!("{said} Every byte is as it was then."))
}
