//! Why a command stopped before it was done: what is said on standard error, and the exit code.

use std::io;

use super::Exit;
use crate::demo;
use crate::domain::decide::Refusal;
use crate::exchange::Mistake;
use crate::paths::NoHome;
use crate::protocols::LoadError;
use crate::store::error::{Error, Kind};
use crate::store::events::Refused;

/// How a command of the desk ends.
pub(super) type Ended = Result<Exit, Stop>;

/// Why a command stopped.
#[derive(Debug)]
pub(super) enum Stop {
    /// The answer could not be written.
    Write(io::Error),
    /// One or two plain sentences, and the exit code.
    Because(Exit, String),
}

impl Stop {
    /// A rule refused it, or it failed.
    pub(super) fn refused(why: impl Into<String>) -> Self {
        Self::Because(Exit::Refused, why.into())
    }

    /// The input is not what it should be.
    pub(super) fn bad_input(why: impl Into<String>) -> Self {
        Self::Because(Exit::BadInput, why.into())
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        let exit = match error.kind {
            Kind::Keys | Kind::Locked | Kind::Busy => Exit::Locked,
            _ => Exit::Refused,
        };
        Self::Because(exit, error.to_string())
    }
}

impl From<Refused> for Stop {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Trouble(error) => error.into(),
            Refused::Conflict { .. } => Self::refused(
                "Somebody else acted on this contact at the same moment, so nothing was recorded. Look at it and try again.",
            ),
        }
    }
}

impl From<demo::desk::Error> for Stop {
    fn from(error: demo::desk::Error) -> Self {
        match error {
            demo::desk::Error::Store(error) => error.into(),
            other => Self::refused(other.to_string()),
        }
    }
}

impl From<demo::day::Error> for Stop {
    fn from(error: demo::day::Error) -> Self {
        Self::refused(error.to_string())
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::refused(refusal.to_string())
    }
}

impl From<Mistake> for Stop {
    fn from(mistake: Mistake) -> Self {
        Self::bad_input(format!("{mistake}."))
    }
}

impl From<NoHome> for Stop {
    fn from(error: NoHome) -> Self {
        Self::bad_input(error.to_string())
    }
}

impl From<LoadError> for Stop {
    fn from(error: LoadError) -> Self {
        Self::bad_input(error.to_string())
    }
}
