//! What these tests do to the machine, as far as it lets them: disks made of files, small disks, helpers in C.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// Runs a program of the system. What it says is told only if it fails.
#[track_caller]
pub(crate) fn run(program: &str, args: &[&dyn AsRef<OsStr>]) {
    let done = output(program, args);
    assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
}

fn output(program: &str, args: &[&dyn AsRef<OsStr>]) -> Output {
    Command::new(program).args(args.iter().map(AsRef::as_ref)).stdin(Stdio::null()).output().unwrap()
}

/// Whether the system has a program of this name.
pub(crate) fn has(program: &str) -> bool {
    Command::new(program).arg("-V").stdin(Stdio::null()).output().is_ok()
}

pub(crate) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Builds a helper in C: the record's own SQLite needs a C compiler too.
pub(crate) fn compiled(dir: &Path, source: &str, flags: &[&str]) -> PathBuf {
    let (from, to) = (dir.join("helper.c"), dir.join("helper"));
    fs::write(&from, source).unwrap();
    let mut args: Vec<&dyn AsRef<OsStr>> = vec![&"-O1", &"-Wall", &"-Werror", &"-o", &to, &from];
    args.extend(flags.iter().map(|flag| flag as &dyn AsRef<OsStr>));
    run("cc", &args);
    to
}

/// A file system that is there until it is dropped.
pub(crate) struct Mounted {
    dir: TempDir,
    what: Vec<String>,
}

impl Mounted {
    /// A disk in a file. Nothing if this machine does not let us.
    pub(crate) fn disk(kind: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let image = dir.path().join("image");
        // The least that XFS wants. Only what is written takes room.
        fs::File::create(&image).unwrap().set_len(320 << 20).unwrap();
        run(&format!("mkfs.{kind}"), &[&"-q", &image]);
        let what = vec!["-o".into(), "loop".into(), image.display().to_string()];
        Self { dir, what }.mounted()
    }

    /// A small disk in memory.
    pub(crate) fn small(bytes: u64) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let what = ["-t".into(), "tmpfs".into(), "-o".into(), format!("size={bytes}"), "tmpfs".into()];
        Self { dir, what: what.into() }.mounted()
    }

    fn mounted(self) -> Option<Self> {
        fs::create_dir(self.path()).unwrap();
        self.mount().then_some(self)
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().join("disk")
    }

    fn mount(&self) -> bool {
        let place = self.path();
        let mut args: Vec<&dyn AsRef<OsStr>> = self.what.iter().map(|arg| arg as &dyn AsRef<OsStr>).collect();
        args.push(&place);
        output("mount", &args).status.success()
    }

    /// Takes it out and puts it in again, as a machine does that starts after a power cut.
    pub(crate) fn again(&self) {
        run("umount", &[&self.path()]);
        assert!(self.mount(), "the disk did not come back");
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // Lazily, in case a test that failed has left a file open; and never a failure inside another.
        let _ = output("umount", &[&"-l", &self.path()]);
    }
}
