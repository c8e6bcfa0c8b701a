//! Where desks lie on this host.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The variable that names a desk when `--desk` does not.
pub const VARIABLE: &str = "DUTYDESK_DESK";

/// Which of this login's own desks is meant when none is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// The desk with real children on it.
    Real,
    /// The training desk. It has a directory of its own, so that it can never be mistaken for the real one.
    Training,
}

/// No desk was named and this login has no place for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This login has no home directory to keep a desk in. Name one with --desk DIR or {VARIABLE}.")]
pub struct NoHome;

/// The desk's directory: the one named with `--desk`, else by `DUTYDESK_DESK`, else this login's own.
///
/// # Errors
/// [`NoHome`] if nothing is named and the platform has no data directory for this login.
pub fn desk(named: Option<&Path>, own: Desk) -> Result<PathBuf, NoHome> {
    choose(named, variable(VARIABLE), own)
}

fn choose(named: Option<&Path>, variable: Option<OsString>, own: Desk) -> Result<PathBuf, NoHome> {
    if let Some(dir) = named {
        return Ok(dir.to_owned());
    }
    match variable {
        Some(dir) if !dir.is_empty() => Ok(dir.into()),
        _ => {
            ProjectDirs::from("", "", "dutydesk").map(|dirs| dirs.data_dir().join(own.folder())).ok_or(NoHome)
        }
    }
}

impl Desk {
    const fn folder(self) -> &'static str {
        match self {
            Self::Real => "desk",
            Self::Training => "training",
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this module reads the environment for paths")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_desk_wins_over_the_variable_and_the_variable_over_ones_own() {
        let named = Path::new("/srv/one");
        assert_eq!(choose(Some(named), Some("/srv/two".into()), Desk::Real), Ok("/srv/one".into()));
        assert_eq!(choose(None, Some("/srv/two".into()), Desk::Training), Ok("/srv/two".into()));
    }

    #[test]
    fn the_training_desk_never_shares_a_directory_with_the_real_one() {
        let (Ok(real), Ok(training)) =
            (choose(None, None, Desk::Real), choose(None, Some("".into()), Desk::Training))
        else {
            return;
        };
        assert_ne!(real, training);
        assert!(!real.starts_with(&training) && !training.starts_with(&real));
    }
}
