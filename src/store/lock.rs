//! Who else has this desk open: `desk.lock`, held by `flock` for as long as a process has the desk.
//!
//! Everybody holds it *shared*. Whoever can hold it *alone* may set the desk up, migrate it, rebuild it or change its
//! key. The kernel lets go when a process dies, however it dies, so there is nothing to clean up.

use std::fs::File;
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::files;

/// How long we wait for somebody who has the desk alone, in steps of [`PAUSE`]: a minute, enough for a migration.
const PATIENCE: u32 = 3_000;
const PAUSE: Duration = Duration::from_millis(20);
const DOING: &str = "open the desk";

/// A process's hold on a desk. Dropping it lets go.
#[derive(Debug)]
pub struct DeskLock {
    file: File,
    alone: bool,
}

/// Who has a desk open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Nobody.
    ByNobody,
    /// One process or several, working on it.
    Shared,
    /// One process that sets it up, changes or restores all of it.
    Alone,
}

impl DeskLock {
    /// Takes hold of the desk: alone if nobody else has it, shared otherwise.
    ///
    /// # Errors
    /// [`Kind::Busy`] if somebody keeps the desk to themselves for a minute.
    pub fn take(path: &Path) -> Result<Self> {
        let file = files::open_private(path).doing(DOING)?;
        let mut lock = Self { file, alone: false };
        for _ in 0..PATIENCE {
            if lock.attempt(FlockOperation::NonBlockingLockExclusive)? {
                lock.alone = true;
                return Ok(lock);
            }
            if lock.attempt(FlockOperation::NonBlockingLockShared)? {
                return Ok(lock);
            }
            thread::sleep(PAUSE);
        }
        Err(Error::new(
            Kind::Busy,
            DOING,
            "another dutydesk is setting this desk up, or is checking or changing all of it",
            UNTOUCHED,
            "Wait for it to finish, then start again.",
        ))
    }

    /// Who has the desk of this lock file open. Asks the kernel; no waiting, and no file is made.
    ///
    /// # Errors
    /// As the operating system reports them.
    pub fn held(path: &Path) -> Result<Held> {
        let file = match File::open(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Held::ByNobody),
            file => file.doing(DOING)?,
        };
        let probe = Self { file, alone: false };
        Ok(if probe.attempt(FlockOperation::NonBlockingLockExclusive)? {
            Held::ByNobody
        } else if probe.attempt(FlockOperation::NonBlockingLockShared)? {
            Held::Shared
        } else {
            Held::Alone
        })
    }

    /// Whether this process has the desk to itself at the moment.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        self.alone
    }

    /// Lets others in again after work that needed the desk alone.
    ///
    /// # Errors
    /// As the operating system reports them.
    pub fn share(&mut self) -> Result<()> {
        flock(&self.file, FlockOperation::LockShared).doing(DOING)?;
        self.alone = false;
        Ok(())
    }

    /// Tries to have the desk alone. `false`: another process has it open, and the shared hold is kept.
    ///
    /// # Errors
    /// As the operating system reports them.
    pub fn try_alone(&mut self) -> Result<bool> {
        if self.alone || self.attempt(FlockOperation::NonBlockingLockExclusive)? {
            self.alone = true;
            return Ok(true);
        }
        // A refused change from shared to alone drops the shared hold as well: take it back.
        self.share()?;
        Ok(false)
    }

    fn attempt(&self, how: FlockOperation) -> Result<bool> {
        match flock(&self.file, how) {
            Ok(()) => Ok(true),
            Err(Errno::WOULDBLOCK | Errno::INTR) => Ok(false),
            Err(e) => Err(e).doing(DOING),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_has_the_desk_alone_and_the_second_shares_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk.lock");
        let mut first = DeskLock::take(&path).unwrap();
        assert!(first.is_alone());
        first.share().unwrap();
        let mut second = DeskLock::take(&path).unwrap();
        assert!(!second.is_alone());
        assert!(!second.try_alone().unwrap());
        drop(first);
        assert!(second.try_alone().unwrap());
    }
}
