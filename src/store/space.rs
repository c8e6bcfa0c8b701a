//! Room on the disk. New work is refused while there is still room to finish the old; a reserve file is given up so
//! that people can save what they have and leave.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::desk::Paths;
use super::error::{Doing, Error, Kind, Result};
use super::files;

/// With less room than this not even a desk at rest can be opened: SQLite's index takes 32 KiB.
const BARE: u64 = 64 << 10;

/// How much room a desk wants, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Below this much free space no new work is begun.
    pub low: u64,
    /// Size of the reserve file.
    pub reserve: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { low: 64 << 20, reserve: 4 << 20 }
    }
}

/// Free space for this user on the desk's disk, in bytes.
///
/// # Errors
/// As the operating system reports them.
pub fn free(paths: &Paths) -> Result<u64> {
    free_at(paths.dir())
}

fn free_at(dir: &Path) -> Result<u64> {
    let found = rustix::fs::statvfs(dir).doing("read how much space is left")?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

/// Refuses to begin `doing` when the disk is nearly full.
///
/// # Errors
/// [`Kind::Full`] below the limit.
pub fn check(paths: &Paths, limits: Limits, doing: &'static str) -> Result<()> {
    check_at(paths.dir(), limits, doing)
}

/// As [`check`], for the disk of any directory.
pub(crate) fn check_at(dir: &Path, limits: Limits, doing: &'static str) -> Result<()> {
    let left = free_at(dir)?;
    if left >= limits.low {
        return Ok(());
    }
    Err(Error::new(
        Kind::Full,
        doing,
        format!(
            "only {} MB are left on the disk, and {} MB are kept for what is already under way",
            left >> 20,
            limits.low >> 20
        ),
        "Calls and contacts that are open can still be saved.",
        "Free some space on the disk, then try again.",
    ))
}

/// Lays the reserve aside if there is room for it and it is not there yet. Tells whether it is there now: a disk too full for
/// it is no reason to stop.
///
/// # Errors
/// As the operating system reports them.
pub(crate) fn lay_aside(paths: &Paths, limits: Limits) -> Result<bool> {
    if paths.reserve().exists() {
        return Ok(true);
    }
    if free(paths)? < limits.low.saturating_add(limits.reserve) {
        return Ok(false);
    }
    match write_reserve(paths, limits.reserve) {
        Ok(()) => Ok(true),
        Err(e) => {
            // Half a reserve would only take room; what cannot be removed either is swept at the next start.
            let _ = fs::remove_file(files::unfinished(&paths.reserve()));
            Err(e).doing("lay space aside")
        }
    }
}

fn write_reserve(paths: &Paths, size: u64) -> io::Result<()> {
    // Bytes that no file system stores as a hole: the blocks must really be ours.
    let block = [0xD5_u8; 8 * 1024];
    let unfinished = files::unfinished(&paths.reserve());
    let mut file = files::open_private(&unfinished)?;
    let mut left = size;
    while left > 0 {
        let part = left.min(block.len() as u64);
        let part = usize::try_from(part).unwrap_or(block.len());
        file.write_all(block.get(..part).unwrap_or(&block))?;
        left -= part as u64;
    }
    file.sync_all()?;
    fs::rename(unfinished, paths.reserve())
}

/// Gives the reserve up. `true` if there was one to give.
pub(crate) fn give_up(paths: &Paths) -> bool {
    fs::remove_file(paths.reserve()).is_ok()
}

/// What is said of a save that was done with the room of the reserve.
pub(crate) fn given_up() -> Error {
    Error::new(
        Kind::Full,
        "keep any more space aside",
        "the disk is full, and what was kept for this has been used",
        "What you did is saved.",
        "Finish the calls that are open, and free some space on the disk before you begin new ones.",
    )
}

/// Does `work`. If it fails on a disk without room, gives the reserve up and does it once more. Without room SQLite cannot make
/// its index, and then speaks of an error of the disk or of a file that cannot be made.
pub(crate) fn or_with_the_reserve<T>(paths: &Paths, mut work: impl FnMut() -> Result<T>) -> Result<T> {
    let out_of_room = |e: &Error| {
        matches!(e.kind, Kind::Full | Kind::Io | Kind::ReadOnly) && free(paths).is_ok_and(|left| left < BARE)
    };
    let done = match work() {
        Err(e) if out_of_room(&e) && give_up(paths) => work(),
        done => done,
    };
    done.map_err(|e| if out_of_room(&e) { e.for_want_of_room() } else { e })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_new_work_is_begun_on_a_nearly_full_disk() {
        let dir = tempfile::tempdir().unwrap();
        let paths = Paths::new(dir.path());
        let limits = Limits { low: u64::MAX, reserve: 4 };
        let refused = check(&paths, limits, "start a call").unwrap_err();
        assert_eq!(refused.kind, Kind::Full);
        assert!(refused.to_string().contains("can still be saved"));
        assert!(check(&paths, Limits { low: 1, reserve: 4 }, "start a call").is_ok());
    }

    #[test]
    fn the_reserve_is_laid_aside_once_and_can_be_given_up() {
        let dir = tempfile::tempdir().unwrap();
        let paths = Paths::new(dir.path());
        let limits = Limits { low: 0, reserve: 100_000 };
        assert!(lay_aside(&paths, limits).unwrap());
        assert!(lay_aside(&paths, limits).unwrap());
        assert_eq!(fs::metadata(paths.reserve()).unwrap().len(), 100_000);
        assert!(give_up(&paths));
        assert!(!give_up(&paths));
        assert!(!lay_aside(&paths, Limits { low: u64::MAX, ..limits }).unwrap(), "there is no room for it");
    }
}
