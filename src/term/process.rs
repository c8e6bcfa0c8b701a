//! What the process does to keep what it holds from leaking.

use std::io;

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit, umask};

/// New files are the owner's alone, and the memory of the process goes into no core file: call it first in `main`.
/// A core limit alone would not do where dumps are handed to a program.
///
/// # Errors
/// When the system refuses to turn core files off.
pub fn harden() -> io::Result<()> {
    umask(Mode::RWXG | Mode::RWXO);
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

/// Whether the memory of this process goes into no core file, as [`harden`] has it.
#[must_use]
pub fn is_hardened() -> bool {
    let no_core = getrlimit(Resource::Core).current == Some(0);
    #[cfg(target_os = "linux")]
    let no_core = no_core
        && rustix::process::dumpable_behavior()
            .is_ok_and(|found| found == rustix::process::DumpableBehavior::NotDumpable);
    no_core
}

/// How much memory this login may keep out of swap, in bytes; none for no limit.
#[must_use]
pub fn lockable_memory() -> Option<u64> {
    getrlimit(Resource::Memlock).current
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_goes_into_no_core_file_and_new_files_are_ours_alone() {
        harden().unwrap();
        assert!(is_hardened());
        assert_eq!(rustix::process::getrlimit(Resource::Core).current, Some(0));
        assert_eq!(umask(Mode::RWXG | Mode::RWXO), Mode::RWXG | Mode::RWXO);
        #[cfg(target_os = "linux")]
        assert_eq!(
            rustix::process::dumpable_behavior().unwrap(),
            rustix::process::DumpableBehavior::NotDumpable
        );
    }
}
