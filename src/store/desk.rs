//! A desk on disk: one directory, private to one login, on a file system that keeps its promises.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::files;

const DOING: &str = "open the desk";

/// What a file in a desk's directory is, and so what becomes of it when the desk is copied or replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The record. SQLite copies it, because others may be writing.
    Record,
    /// What is not yet moved into the record.
    Log,
    /// What SQLite makes again from the log.
    Map,
    /// Copied as it is.
    Whole,
    /// A copy has one of its own, about itself.
    Witness,
    /// Belongs to the place, not to what the desk holds: neither copied nor replaced.
    Place,
}

/// Every file of a desk, once. A new one gets its row here; a test fails when a desk leaves a file that has none.
pub const PARTS: [(&str, Part); 15] = [
    ("desk.db", Part::Record),
    ("desk.db-wal", Part::Log),
    ("desk.db-shm", Part::Map),
    ("desk.keys", Part::Whole),
    ("desk.head", Part::Witness),
    ("protocol.toml", Part::Whole),
    ("desk.copy", Part::Place),
    ("desk.lock", Part::Place),
    ("desk.reserve", Part::Place),
    ("desk.changing", Part::Place),
    ("desk.tries", Part::Place),
    ("desk.day", Part::Place),
    ("desk.restoring", Part::Place),
    ("backups", Part::Place),
    ("exports", Part::Place),
];
/// A head file that a restore has put aside as evidence begins so, and then says when. Copied as it is.
pub const EVIDENCE: &str = "desk.head.replaced-";

/// What the file of this name is, if it belongs to a desk.
#[must_use]
pub fn part(name: &str) -> Option<Part> {
    let listed = PARTS.iter().find(|(known, _)| *known == name).map(|(_, part)| *part);
    listed.or_else(|| name.starts_with(EVIDENCE).then_some(Part::Whole))
}

/// File systems that cannot be trusted with locks, shared memory or flushes, by their `statfs` number.
const UNTRUSTED: [(u64, &str); 16] = [
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFF53_4D42, "CIFS"),
    (0xFE53_4D42, "SMB2"),
    (0x6573_5546, "FUSE"),
    (0x0102_1997, "9p"),
    (0x5346_414F, "AFS"),
    (0x6B41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x564C, "NCP"),
    (0x00C3_6400, "Ceph"),
    (0x0BD0_0BD0, "Lustre"),
    (0x0116_1970, "GFS2"),
    (0x7461_636F, "OCFS2"),
    (0x786F_4256, "VirtualBox shared folder"),
    (0xBACB_ACBC, "VMware shared folder"),
];

/// Where the parts of a desk lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    dir: PathBuf,
}

impl Paths {
    /// The desk in this directory, whether or not it exists.
    #[must_use]
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// The desk's directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The encrypted record.
    #[must_use]
    pub fn db(&self) -> PathBuf {
        self.dir.join("desk.db")
    }

    /// The sidecar with the key slots.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.dir.join("desk.keys")
    }

    /// The witness of what was last saved.
    #[must_use]
    pub fn head(&self) -> PathBuf {
        self.dir.join("desk.head")
    }

    /// Locked by every process that has the desk open.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.dir.join("desk.lock")
    }

    /// Locked while the keys are changed.
    #[must_use]
    pub fn changing(&self) -> PathBuf {
        self.dir.join("desk.changing")
    }

    /// Wrong passphrases since the desk was last opened.
    #[must_use]
    pub fn tries(&self) -> PathBuf {
        self.dir.join("desk.tries")
    }

    /// The desk's own protocol file, if it has one.
    #[must_use]
    pub fn protocol(&self) -> PathBuf {
        self.dir.join("protocol.toml")
    }

    /// Space kept back so that people can still save and leave when the disk is full.
    #[must_use]
    pub fn reserve(&self) -> PathBuf {
        self.dir.join("desk.reserve")
    }

    /// Copies of the desk, each a whole desk of its own.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.dir.join("backups")
    }

    /// Where letters and tables are written.
    #[must_use]
    pub fn exports(&self) -> PathBuf {
        self.dir.join("exports")
    }

    /// In a copy: what it is made of, so that a changed byte is noticed without opening it.
    #[must_use]
    pub fn slip(&self) -> PathBuf {
        self.dir.join("desk.copy")
    }

    /// The note of a restore that is under way.
    #[must_use]
    pub fn restoring(&self) -> PathBuf {
        self.dir.join("desk.restoring")
    }

    /// Whether a desk (or the beginning of one, or one that is being restored) lies here.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.keys().exists() || self.db().exists() || self.restoring().exists()
    }

    /// The names of the files that are there and make this desk what it is, in the order of [`PARTS`].
    pub(crate) fn parts(&self) -> io::Result<Vec<(String, Part)>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.dir)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if let Some(part) = part(&name).filter(|part| *part != Part::Place) {
                found.push((name, part));
            }
        }
        let place = |name: &str| PARTS.iter().position(|(known, _)| *known == name).unwrap_or(PARTS.len());
        found.sort_by(|(a, _), (b, _)| (place(a), a).cmp(&(place(b), b)));
        Ok(found)
    }

    /// Makes the directories of a new desk, 0700. What exists is left as it is.
    pub(crate) fn make(&self) -> Result<()> {
        for dir in [self.dir.clone(), self.backups(), self.exports()] {
            files::make_dir(&dir).doing("make the desk's directory")?;
        }
        Ok(())
    }

    /// Makes a place that a desk can be restored to, and refuses one that cannot be trusted.
    ///
    /// # Errors
    /// As for a desk that is opened.
    pub fn prepare(&self) -> Result<()> {
        self.make()?;
        self.check()
    }

    /// Refuses a desk that cannot be trusted: another login could read it, it cannot be written, or its file system
    /// is shared between machines.
    pub(crate) fn check(&self) -> Result<()> {
        let dir = fs::metadata(&self.dir).map_err(|e| self.absent(&e))?;
        self.check_file_system()?;
        self.check_one(&self.dir, &dir)?;
        for entry in fs::read_dir(&self.dir).doing(DOING)? {
            let entry = entry.doing(DOING)?;
            match entry.metadata() {
                Ok(found) => self.check_one(&entry.path(), &found)?,
                // A temporary file of another process may vanish while we look.
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(e) => return Err(e).doing(DOING),
            }
        }
        Ok(())
    }

    fn check_one(&self, path: &Path, found: &Metadata) -> Result<()> {
        let name = path.display();
        if found.is_symlink() {
            return Err(Error::new(
                Kind::FileSystem,
                DOING,
                format!("{name} is a link to somewhere else"),
                UNTOUCHED,
                "Put the file itself there, then start again.",
            ));
        }
        let mode = found.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(Error::new(
                Kind::Exposed,
                DOING,
                format!("other logins on this host could read {name} (mode {:04o})", mode & 0o7777),
                UNTOUCHED,
                format!("Run: chmod -R go= '{}' - then start again.", self.dir.display()),
            ));
        }
        if mode & 0o200 != 0 {
            return Ok(());
        }
        if path.to_string_lossy().ends_with("-shm") {
            // Left over from when the record was read-only; `clear_stale_shm` deals with it.
            return Ok(());
        }
        Err(self.read_only(format!("{name} is read-only (mode {:04o})", mode & 0o7777)))
    }

    /// A `-shm` made while the record was read-only is read-only too and keeps every writer out. With the desk to
    /// oneself it is removed (it holds nothing that is not in the log); otherwise the person is told what to do.
    pub(crate) fn clear_stale_shm(&self, alone: bool) -> Result<()> {
        let path = self.dir.join("desk.db-shm");
        let Ok(found) = fs::metadata(&path) else { return Ok(()) };
        if found.permissions().mode() & 0o200 != 0 {
            return Ok(());
        }
        if alone {
            return fs::remove_file(&path).doing(DOING);
        }
        Err(Error::new(
            Kind::ReadOnly,
            DOING,
            format!("{} is read-only, left over from when the desk was", path.display()),
            "The record itself is not touched.",
            "Close every dutydesk on this desk, then start again; the file is then made anew.",
        ))
    }

    fn check_file_system(&self) -> Result<()> {
        if let Some(name) = untrusted(&self.dir)? {
            return Err(Error::new(
                Kind::FileSystem,
                DOING,
                format!(
                    "{} lies on a {name} file system, where a save can be lost or mixed up",
                    self.dir.display()
                ),
                UNTOUCHED,
                "Keep the desk on a disk of this host and name it with --desk.",
            ));
        }
        let mounted = rustix::fs::statvfs(&self.dir).doing(DOING)?;
        if mounted.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY) {
            return Err(self.read_only(format!("the disk with {} is mounted read-only", self.dir.display())));
        }
        Ok(())
    }

    fn read_only(&self, happened: String) -> Error {
        Error::new(
            Kind::ReadOnly,
            DOING,
            happened,
            UNTOUCHED,
            format!("Run: chmod -R u+rwX '{}' - then start again.", self.dir.display()),
        )
    }

    fn absent(&self, e: &io::Error) -> Error {
        let happened = match e.kind() {
            io::ErrorKind::NotFound => format!("there is no desk at {}", self.dir.display()),
            other => format!("{} cannot be read ({other})", self.dir.display()),
        };
        Error::new(
            Kind::NoDesk,
            DOING,
            happened,
            UNTOUCHED,
            "Check the path, or start a training desk with \"dutydesk demo\".",
        )
    }
}

/// The kind of the file system that `dir` lies on, if it is one that cannot be trusted with a desk.
///
/// # Errors
/// As the operating system reports them.
pub fn untrusted(dir: &Path) -> Result<Option<&'static str>> {
    let kind = file_system(dir)?;
    Ok(UNTRUSTED.iter().find(|(number, _)| *number == kind).map(|(_, name)| *name))
}

/// The `statfs` number of the file system that `dir` lies on.
pub(crate) fn file_system(dir: &Path) -> Result<u64> {
    let found = rustix::fs::statfs(dir).doing(DOING)?;
    // The field's width and sign differ between platforms; the number itself fits 32 bits.
    #[expect(clippy::cast_sign_loss, reason = "a magic number, compared bit for bit")]
    let kind = found.f_type as u64 & 0xFFFF_FFFF;
    Ok(kind)
}
