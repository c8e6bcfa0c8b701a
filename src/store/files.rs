//! Small, careful ways with files: written whole or not at all, readable by their owner only.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// What a half-written file is called until it is renamed; anything so named may be swept at start.
const UNFINISHED: &str = ".unfinished-";

/// Makes everything this process creates from now on private to its user. Called before the first file is made;
/// SQLite's `-wal` and `-shm` follow the database's mode.
pub(crate) fn private_by_default() {
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// Makes `dir` with mode 0700, and its parents as the umask has them. An existing directory is left alone.
pub(crate) fn make_dir(dir: &Path) -> io::Result<()> {
    if let Some(parent) = dir.parent() {
        fs::create_dir_all(parent)?;
    }
    match DirBuilder::new().mode(0o700).create(dir) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists && dir.is_dir() => Ok(()),
        // Its name, too, must survive a power cut: a desk that nobody finds is lost.
        made => made.and_then(|()| sync_dir(parent(dir))),
    }
}

/// Makes the names in `dir` durable: a new or renamed file is not on the disk until its directory is.
pub(crate) fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// The name under which `path` is written before it takes its place.
pub(crate) fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!("{UNFINISHED}{}", std::process::id()));
    path.with_file_name(name)
}

/// Replaces `path` by `bytes`, so that a reader after any crash finds the old file or the new one, whole.
///
/// Temporary file (0600), write, fsync, rename, fsync of the directory.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = unfinished(path);
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    if let Err(e) = written.and_then(|()| fs::rename(&temporary, path)) {
        // The first error is the one to report; a stray file is swept at the next start anyway.
        let _ = fs::remove_file(&temporary);
        return Err(e);
    }
    sync_dir(parent(path))
}

/// The directory in which `path` stands; the current one for a bare name.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Removes a file if it is there.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

/// Copies a file to a new one (0600) and puts it on the disk. Returns the SHA-256 of what was written.
pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<[u8; 32]> {
    let mut from = File::open(from)?;
    let mut to = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    let (mut sum, mut part) = (Sha256::new(), vec![0; 256 * 1024]);
    loop {
        let read = from.read(&mut part)?;
        let Some(bytes) = part.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        sum.update(bytes);
        to.write_all(bytes)?;
    }
    to.sync_all()?;
    Ok(sum.finalize().into())
}

/// The SHA-256 of a file.
pub(crate) fn sum(path: &Path) -> io::Result<[u8; 32]> {
    let mut sum = Sha256::new();
    let mut file = File::open(path)?;
    let mut part = vec![0; 256 * 1024];
    loop {
        let read = file.read(&mut part)?;
        let Some(bytes) = part.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        sum.update(bytes);
    }
    Ok(sum.finalize().into())
}

/// Removes a directory so that, wherever it stops, no half of it stands under its name.
pub(crate) fn remove_dir(dir: &Path) -> io::Result<()> {
    let going = unfinished(dir);
    fs::rename(dir, &going)?;
    sync_dir(dir.parent().unwrap_or(Path::new(".")))?;
    fs::remove_dir_all(going)
}

/// Removes what a killed process left half-written in `dir`. Only with the desk to oneself.
pub(crate) fn sweep(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().contains(UNFINISHED) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Opens `path` for reading and writing, making it (0600) if need be.
pub(crate) fn open_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_stray_ones_are_swept() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk.keys");
        write_whole(&path, b"first").unwrap();
        write_whole(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

        fs::write(unfinished(&path), b"torn").unwrap();
        fs::create_dir(unfinished(&dir.path().join("backup"))).unwrap();
        sweep(dir.path()).unwrap();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
