//! What can go wrong with a desk on disk, said in words a duty worker can act on.
//!
//! Every error says what we were doing, what happened, what is safe, and what to do. None of them carries text from a
//! record: messages of the JSON reader are dropped because they quote what they could not read.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::Duration;

use rusqlite::ErrorCode;

use crate::port::Trouble;

/// What kind of trouble it is, for code that must choose (exit codes, retry, stop writing).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// There is no desk there.
    NoDesk,
    /// Other people on the host could read the desk.
    Exposed,
    /// The desk lies on a file system that cannot be trusted with it.
    FileSystem,
    /// A file or the directory cannot be written.
    ReadOnly,
    /// Somebody else has the desk, or a lock on it, and did not let go in time.
    Busy,
    /// The desk was made by a newer dutydesk.
    Newer,
    /// A rule of the desk refuses it.
    Refused,
    /// There is a desk already.
    Exists,
    /// The desk takes a passphrase, and none or a wrong one was given.
    Locked,
    /// The keys do not open the desk, or are older than the desk.
    Keys,
    /// The record is damaged or has been tampered with.
    Damaged,
    /// The disk is full or nearly so.
    Full,
    /// Another terminal took the call over.
    TakenOver,
    /// What was asked for is not in the record.
    Unknown,
    /// This person may not do it: their role, or a restricted contact they are not named for.
    NotAllowed,
    /// A restricted contact opens only with a reason.
    Reason,
    /// The disk or the operating system failed.
    Io,
    /// This program asked for something the record refuses: a bug, never the user's doing.
    Bug,
}

/// One thing that went wrong with the store.
#[derive(Debug)]
pub struct Error {
    /// What kind of trouble it is.
    pub kind: Kind,
    doing: &'static str,
    happened: String,
    safe: &'static str,
    advice: String,
    wait: Option<Duration>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The usual result of the store.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Said when nothing has been written.
pub(crate) const UNTOUCHED: &str = "Nothing was changed.";
/// Said when a save did not happen.
const KEPT: &str = "Everything saved before is safe; what you typed is still on the screen.";

const FULL: &str = "the disk is full";
const MAKE_ROOM: &str = "Free some space on the disk, then try again.";
const STOPPED: &str = "Try again; if it goes on, look for a stopped dutydesk on this host.";
const FAILED: &str = "the disk reported an error";

impl Error {
    /// An error in the house's four parts. `happened` and `advice` are whole clauses; `happened` has no full stop.
    pub(crate) fn new(
        kind: Kind,
        doing: &'static str,
        happened: impl Into<String>,
        safe: &'static str,
        advice: impl Into<String>,
    ) -> Self {
        Self { kind, doing, happened: happened.into(), safe, advice: advice.into(), wait: None, source: None }
    }

    /// A desk that does not open: why, and what to do.
    pub(crate) fn locked(happened: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(Kind::Locked, "open the desk", happened, UNTOUCHED, advice)
    }

    /// The same words for trouble of another kind.
    pub(crate) fn of_kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// No passphrase is looked at before this time has passed.
    pub(crate) fn waiting(self, wait: Duration) -> Self {
        Self { wait: Some(wait), ..self }
    }

    /// How long no passphrase is looked at, after too many wrong ones.
    #[must_use]
    pub const fn wait(&self) -> Option<Duration> {
        self.wait
    }

    /// Whether nothing more may be written before the desk was closed, opened and checked again: the disk or the
    /// record itself failed.
    #[must_use]
    pub fn closes_the_desk(&self) -> bool {
        matches!(self.kind, Kind::Io | Kind::Damaged | Kind::ReadOnly)
    }

    /// What happened, as a sentence of its own.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut letters = self.happened.chars();
        letters
            .next()
            .map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
    }

    /// What the store was doing, as in "Could not save the draft".
    #[must_use]
    pub fn doing(&self) -> &'static str {
        self.doing
    }

    /// The same about something beside a save: the save itself stands.
    pub(crate) fn beside_a_save(mut self) -> Self {
        self.safe = "What you did is saved.";
        self
    }

    /// The same while a desk is being opened: nothing was typed yet.
    pub(crate) fn at_the_door(mut self) -> Self {
        if self.safe == KEPT {
            self.safe = "Everything saved before is safe.";
        }
        self
    }

    /// The same when it came of a disk without room, whatever the layers below made of that.
    pub(crate) fn for_want_of_room(mut self) -> Self {
        self.kind = Kind::Full;
        self.happened = FULL.into();
        self.advice = MAKE_ROOM.into();
        self
    }

    fn because(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Could not {}: {}. {} {}", self.doing, self.happened, self.safe, self.advice)
    }
}

impl From<&Error> for Trouble {
    fn from(e: &Error) -> Self {
        Self {
            what: format!("Could not {}: {}.", e.doing, e.happened),
            safe: e.safe.to_owned(),
            advice: e.advice.clone(),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|e| e as _)
    }
}

/// Adds what we were doing to an error of a layer below.
pub(crate) trait Doing<T> {
    /// Turns the error into the house's form; `doing` completes "Could not …".
    fn doing(self, doing: &'static str) -> Result<T>;
}

impl<T> Doing<T> for std::result::Result<T, rusqlite::Error> {
    fn doing(self, doing: &'static str) -> Result<T> {
        self.map_err(|e| from_sqlite(e, doing))
    }
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, doing: &'static str) -> Result<T> {
        self.map_err(|e| from_io(e, doing))
    }
}

impl<T> Doing<T> for std::result::Result<T, rustix::io::Errno> {
    fn doing(self, doing: &'static str) -> Result<T> {
        self.map_err(|e| from_io(e.into(), doing))
    }
}

impl<T> Doing<T> for serde_json::Result<T> {
    fn doing(self, doing: &'static str) -> Result<T> {
        // The reader's own message quotes the value it stumbled over, which may be a name: only the place is kept.
        self.map_err(|e| {
            Error::new(
                Kind::Damaged,
                doing,
                format!("a stored value does not read as it should (column {})", e.column()),
                UNTOUCHED,
                "Run \"dutydesk verify\" and keep its answer.",
            )
        })
    }
}

fn from_io(e: io::Error, doing: &'static str) -> Error {
    let (kind, advice) = match e.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (Kind::Full, MAKE_ROOM),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            (Kind::ReadOnly, "Make the desk's directory writable for your login, then try again.")
        }
        io::ErrorKind::WouldBlock => (Kind::Busy, STOPPED),
        io::ErrorKind::NotFound => (Kind::NoDesk, "Check the path given with --desk."),
        _ => (Kind::Io, "Check the disk, then try again; if it goes on, run \"dutydesk verify\"."),
    };
    let happened = match kind {
        Kind::Full => FULL.to_owned(),
        Kind::Busy => "another terminal does not let go of the file".to_owned(),
        Kind::Io if rustix::io::Errno::from_io_error(&e) == Some(rustix::io::Errno::IO) => FAILED.to_owned(),
        _ => e.kind().to_string(),
    };
    Error::new(kind, doing, happened, KEPT, advice).because(e)
}

pub(crate) fn from_sqlite(e: rusqlite::Error, doing: &'static str) -> Error {
    let code = e.sqlite_error_code();
    let (kind, happened, safe, advice) = match code {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            (Kind::Busy, "another terminal kept the record locked for five seconds", KEPT, STOPPED)
        }
        Some(ErrorCode::DiskFull) => (Kind::Full, FULL, KEPT, MAKE_ROOM),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => (
            Kind::ReadOnly,
            "the desk's files cannot be written",
            KEPT,
            "Make the desk's directory and files writable for your login (0700 and 0600), then try again.",
        ),
        Some(ErrorCode::NotADatabase) => (
            Kind::Keys,
            "desk.keys does not open desk.db, or desk.db is not a desk",
            UNTOUCHED,
            "Put desk.db and desk.keys back from the same backup.",
        ),
        Some(ErrorCode::DatabaseCorrupt) => (
            Kind::Damaged,
            "the record on disk is damaged",
            "What is undamaged stays readable.",
            "Stop work on this desk, copy its directory away, and run \"dutydesk verify\".",
        ),
        Some(ErrorCode::SystemIoFailure | ErrorCode::FileLockingProtocolFailed) => (
            Kind::Io,
            FAILED,
            KEPT,
            "Check the disk, then try again; if it goes on, run \"dutydesk verify\".",
        ),
        _ => (
            Kind::Bug,
            "the record refused what the program asked of it",
            KEPT,
            "Please report this with the time it happened; it is a fault of dutydesk.",
        ),
    };
    Error::new(kind, doing, happened, safe, advice).because(e)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_happened_what_is_safe_and_what_to_do() {
        let e = io::Result::<()>::Err(io::ErrorKind::StorageFull.into()).doing("save the draft").unwrap_err();
        assert_eq!(e.kind, Kind::Full);
        let text = e.to_string();
        assert!(text.starts_with("Could not save the draft: "), "{text}");
        assert!(text.contains("is safe") && text.ends_with("try again."), "{text}");
    }

    #[test]
    fn a_value_that_does_not_read_is_never_quoted() {
        let e = serde_json::from_str::<u32>("\"Mockford\"").doing("read the record").unwrap_err();
        assert!(!format!("{e} {e:?}").contains("Mockford"));
    }
}
