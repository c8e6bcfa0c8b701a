//! Files that leave the desk: letters and tables in its folder `exports`, private to its login.
//!
//! A file is made new or not at all: no file is ever replaced, and no link is followed on the way. Names hold references and
//! kinds, never a person's name.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Mode, OFlags, openat, unlinkat};
use rustix::io::Errno;

use super::desk::Paths;
use super::error::{Error, Kind, Result};
use super::files;
use crate::port::ExportFile;

const DOING: &str = "write the files";
const SAFE: &str = "What they are made of is in the record.";
/// Tables made in the same minute that are told apart by a number.
const SAME_NAME: u32 = 99;

/// Writes files into the folder of exports (0600, flushed to the disk) and says where they are. A file that is there already
/// with the same content counts as written.
///
/// # Errors
/// As the operating system reports them; if a file of that name holds something else, or is no plain file. Files before it in
/// the list stay written.
pub fn write(paths: &Paths, files: &[ExportFile]) -> Result<Vec<PathBuf>> {
    let exports = paths.exports();
    let dir = folder(&exports)?;
    let mut written = Vec::with_capacity(files.len());
    for file in files {
        if !is_plain(&file.name) {
            return Err(odd("the name of a file is not a plain name"));
        }
        match openat(&dir, &file.name, NEW, Mode::RUSR | Mode::WUSR) {
            Ok(made) => fill(&dir, made, &file.name, &file.bytes)?,
            Err(Errno::EXIST) => is_the_same(&dir, file)?,
            Err(e) => return Err(failed(&e.into())),
        }
        written.push(exports.join(&file.name));
    }
    // A new name is not on the disk until its folder is.
    File::from(dir).sync_all().map_err(|e| failed(&e))?;
    Ok(written)
}

/// Writes a file that was not there before, `STEM.ENDING` or `STEM-2.ENDING` and so on (0600, flushed to the disk), and says
/// where it is.
///
/// # Errors
/// As the operating system reports them; nothing of the file is left then.
pub fn write_new(paths: &Paths, stem: &str, ending: &str, bytes: &[u8]) -> Result<PathBuf> {
    let exports = paths.exports();
    let dir = folder(&exports)?;
    for n in 1..=SAME_NAME {
        let name = if n == 1 { format!("{stem}.{ending}") } else { format!("{stem}-{n}.{ending}") };
        if !is_plain(&name) {
            return Err(odd("the name of a file is not a plain name"));
        }
        match openat(&dir, &name, NEW, Mode::RUSR | Mode::WUSR) {
            Ok(made) => {
                fill(&dir, made, &name, bytes)?;
                File::from(dir).sync_all().map_err(|e| failed(&e))?;
                return Ok(exports.join(name));
            }
            Err(Errno::EXIST) => {}
            Err(e) => return Err(failed(&e.into())),
        }
    }
    Err(odd(format!("there are {SAME_NAME} files called {stem} in the folder exports")))
}

/// The flags of a file that must not be there before.
const NEW: OFlags =
    OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::EXCL).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// The folder of exports, made if there is none, and never through a link.
fn folder(exports: &Path) -> Result<OwnedFd> {
    files::make_dir(exports).map_err(|e| failed(&e))?;
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    rustix::fs::open(exports, flags, Mode::empty()).map_err(|e| match e {
        Errno::LOOP | Errno::NOTDIR => odd("the folder exports is a link or no folder"),
        e => failed(&e.into()),
    })
}

/// Fills a file that was just made. Half a file looks like a whole one, so it is taken away if it cannot be filled.
fn fill(dir: &OwnedFd, made: OwnedFd, name: &str, bytes: &[u8]) -> Result<()> {
    let mut made = File::from(made);
    made.write_all(bytes).and_then(|()| made.sync_all()).map_err(|e| {
        // The first error is the one to report.
        let _ = unlinkat(dir, name, AtFlags::empty());
        failed(&e)
    })
}

/// A name inside the folder: letters, digits, hyphens and dots, and not a dot first.
fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    !name.is_empty() && !name.starts_with('.') && name.chars().all(plain)
}

/// Whether the file that is there already says the same.
fn is_the_same(dir: &impl std::os::fd::AsFd, file: &ExportFile) -> Result<()> {
    // Never waits: a pipe of that name would.
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let other = || odd(format!("something else is called {} in the folder exports", file.name));
    let there = openat(dir, &file.name, flags, Mode::empty()).map_err(|_| other())?;
    let there = File::from(there);
    let length = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
    let found = there.metadata().map_err(|e| failed(&e))?;
    if !found.is_file() || found.len() != length {
        return Err(other());
    }
    let mut bytes = Vec::with_capacity(file.bytes.len());
    there.take(length).read_to_end(&mut bytes).map_err(|e| failed(&e))?;
    if bytes == file.bytes { Ok(()) } else { Err(other()) }
}

fn odd(happened: impl Into<String>) -> Error {
    Error::new(
        Kind::FileSystem,
        DOING,
        happened,
        SAFE,
        "Move what is in the way out of the desk's folder, then write the files again.",
    )
}

fn failed(e: &io::Error) -> Error {
    let kind = if e.kind() == io::ErrorKind::StorageFull { Kind::Full } else { Kind::FileSystem };
    let advice =
        "See that the disk has room and the folder exports can be written, then write the files again.";
    Error::new(kind, DOING, e.kind().to_string(), SAFE, advice)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn file(name: &str, text: &str) -> ExportFile {
        ExportFile { name: name.into(), bytes: text.into() }
    }

    #[test]
    fn a_file_is_private_and_is_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let paths = Paths::new(dir.path());
        let letter = file("R-1001-record-1.txt", "one");
        let at = write(&paths, std::slice::from_ref(&letter)).unwrap().remove(0);
        assert_eq!(fs::metadata(&at).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(paths.exports()).unwrap().permissions().mode() & 0o777, 0o700);

        assert_eq!(
            write(&paths, std::slice::from_ref(&letter)).unwrap(),
            std::slice::from_ref(&at),
            "the same again is there already"
        );
        for other in ["two", "longer than one"] {
            let e = write(&paths, &[file("R-1001-record-1.txt", other)]).unwrap_err();
            assert!(e.to_string().contains("something else is called R-1001-record-1.txt"), "{e}");
        }
        assert_eq!(fs::read(&at).unwrap(), b"one");
    }

    #[test]
    fn no_link_is_followed_and_no_name_leads_out_of_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let paths = Paths::new(dir.path().join("desk"));
        fs::create_dir(paths.dir()).unwrap();
        let outside = dir.path().join("outside");
        fs::write(&outside, "kept").unwrap();
        write(&paths, &[]).unwrap();
        symlink(&outside, paths.exports().join("R-1-record-1.txt")).unwrap();
        assert!(write(&paths, &[file("R-1-record-1.txt", "kept")]).is_err());
        symlink(dir.path().join("nowhere"), paths.exports().join("R-1-record-2.txt")).unwrap();
        assert!(write(&paths, &[file("R-1-record-2.txt", "x")]).is_err());
        for name in ["../outside", "/etc/passwd", "", ".", "..", ".hidden", "a b", "a\0b"] {
            assert!(write(&paths, &[file(name, "x")]).is_err(), "{name:?}");
        }
        assert_eq!(fs::read(&outside).unwrap(), b"kept");

        fs::remove_dir_all(paths.exports()).unwrap();
        symlink(dir.path(), paths.exports()).unwrap();
        assert!(write(&paths, &[file("R-1-record-1.txt", "x")]).is_err());
        assert!(!dir.path().join("R-1-record-1.txt").exists());
    }
}
