//! Copies of a desk. Each is a directory, in `backups/` or on another disk, that is itself a whole desk: record, keys,
//! rules, a head file of its own, and a slip that says what it is made of. It takes its name only after it has been
//! opened, checked and put on the disk.

pub mod shelf;
pub(crate) mod slip;
#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use self::shelf::Kept;
use super::access::change::Changing;
use super::connection::{self, Access};
use super::desk::{Part, Paths, part};
use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::head::{Head, Line};
use super::keys::Dek;
use super::space::{self, Limits};
use super::{Store, codec, events, files, meta, verify};
use crate::domain::actor::Actor;
use crate::domain::event::DeskEvent;
use crate::domain::when::Moment;

const DOING: &str = "make a backup";

/// Told of every step of long work before it is taken: tests stop the work there.
pub type Steps<'a> = &'a mut dyn FnMut(&'static str);

/// For work that nobody follows step by step.
pub(crate) fn unwatched(_: &'static str) {}

/// A copy that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub place: PathBuf,
    /// The last entry it holds.
    pub seq: i64,
    /// How large it is, in bytes.
    pub bytes: u64,
}

/// The desk that is copied.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// Its record.
    pub conn: &'a Connection,
    /// Where it lies.
    pub paths: &'a Paths,
    /// Its key.
    pub dek: &'a Dek,
    /// How much room must be left.
    pub limits: Limits,
}

impl Store {
    /// Copies the desk to its `backups` while others go on working. The copy stands at one instant. What is to stand in the
    /// record about it is written with [`Store::note_copy`].
    ///
    /// # Errors
    /// [`Kind::Full`] if there is not room for it, [`Kind::Busy`] if somebody else is making a copy, [`Kind::Damaged`] if the
    /// copy does not check; the desk itself is untouched either way.
    pub fn backup(&self, now: Moment) -> Result<PathBuf> {
        self.copy_to(None, now, &mut unwatched).map(|made| made.place)
    }

    /// As [`Store::backup`], or into a directory on another disk.
    ///
    /// # Errors
    /// As [`Store::backup`]; [`Kind::FileSystem`] for a place inside the desk.
    pub fn copy_to(&self, dir: Option<&Path>, now: Moment, steps: Steps<'_>) -> Result<Made> {
        let source = Source { conn: &self.conn, paths: &self.paths, dek: &self.dek, limits: self.limits };
        let name = shelf::name(now, events::tip(&self.conn)?.seq, Kept::Usual);
        match dir {
            None => copy(source, &self.paths.backups(), &name, now, steps),
            Some(dir) => {
                files::make_dir(dir).doing(DOING)?;
                refuse_inside(dir, &self.paths)?;
                copy(source, dir, &name, now, steps)
            }
        }
    }

    /// What a thread of its own needs to copy the desk without keeping this connection from anybody.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn copier(&self) -> Result<Copier> {
        let conn = connection::open(&self.paths.db(), &self.dek, Access::ReadOnly)?;
        Ok(Copier { conn, paths: self.paths.clone(), dek: self.dek.clone(), limits: self.limits })
    }

    /// Writes into the record that a copy was made, and which older ones were removed for it.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn note_copy(&mut self, made: &Made, removed: &[String], actor: &Actor, now: Moment) -> Result<()> {
        let backed_up = backed_up(made);
        let gone = DeskEvent::BackupsRemoved { names: removed.to_vec() };
        self.write_plain(now, |tx| {
            events::append_desk(tx, codec::encode_desk(&backed_up, actor, now)?)?;
            if !removed.is_empty() {
                events::append_desk(tx, codec::encode_desk(&gone, actor, now)?)?;
            }
            Ok(())
        })
    }
}

/// What stands in the record about a copy.
pub(crate) fn backed_up(made: &Made) -> DeskEvent {
    DeskEvent::BackedUp { name: made.name.clone(), seq: made.seq.unsigned_abs(), bytes: made.bytes }
}

/// A connection for copying, with what it takes.
#[derive(Debug)]
pub struct Copier {
    conn: Connection,
    paths: Paths,
    dek: Dek,
    limits: Limits,
}

impl Copier {
    /// Makes the copy, and then room among the older ones. Returns the names of those that were removed.
    ///
    /// # Errors
    /// As [`Store::backup`].
    pub fn make(&self, now: Moment) -> Result<(Made, Vec<String>)> {
        let source = Source { conn: &self.conn, paths: &self.paths, dek: &self.dek, limits: self.limits };
        let name = shelf::name(now, events::tip(&self.conn)?.seq, Kept::Usual);
        let made = copy(source, &self.paths.backups(), &name, now, &mut unwatched)?;
        Ok((made, shelf::tidy(&self.paths, now)?))
    }

    /// Ends the copying from another thread.
    #[must_use]
    pub fn interrupt(&self) -> rusqlite::InterruptHandle {
        self.conn.get_interrupt_handle()
    }
}

/// Copies a desk into the directory `shelf` under this name. One process at a time does it.
///
/// # Errors
/// As [`Store::backup`].
pub fn copy(source: Source<'_>, shelf: &Path, name: &str, now: Moment, steps: Steps<'_>) -> Result<Made> {
    files::make_dir(shelf).doing(DOING)?;
    let size = fs::metadata(source.paths.db()).doing(DOING)?.len();
    let low = source.limits.low.saturating_add(size);
    space::check_at(shelf, Limits { low, ..source.limits }, DOING)?;
    let _held = hold(shelf)?;
    let place = shelf.join(name);
    if !place.exists() {
        let unfinished = Paths::new(files::unfinished(&place));
        steps("make its directory");
        files::make_dir(unfinished.dir()).doing(DOING)?;
        let made = fill(source, &unfinished, now, steps).and_then(|()| {
            steps("name it");
            finish(unfinished.dir(), &place)
        });
        if let Err(e) = made {
            // The first error is the one to report; what is left is swept at the next start.
            let _ = fs::remove_dir_all(unfinished.dir());
            return Err(e);
        }
    }
    steps("done");
    let (_, seq, _) = shelf::read_name(name).unwrap_or_default();
    Ok(Made { name: name.to_owned(), seq, bytes: shelf::size(&place).doing(DOING)?, place })
}

fn fill(from: Source<'_>, to: &Paths, now: Moment, steps: Steps<'_>) -> Result<()> {
    // The record and its keys must be of one time: nobody is added or shut out between the two.
    let turn = Changing::begin(from.paths)?;
    steps("copy the record");
    from.conn.execute("VACUUM INTO ?1", [to.db().to_string_lossy()]).doing(DOING)?;
    for (name, what) in from.paths.parts().doing(DOING)? {
        if what == Part::Whole {
            steps("copy a file");
            files::copy(&from.paths.dir().join(&name), &to.dir().join(&name)).doing(DOING)?;
        }
    }
    drop(turn);
    steps("check the copy");
    let copy = connection::open(&to.db(), from.dek, Access::Existing)?;
    if let Some(bad) = verify::record_only(&copy)?.first_bad() {
        return Err(Error::new(
            Kind::Damaged,
            DOING,
            format!("the copy does not check: {bad}"),
            "The desk itself was not changed.",
            "Run \"dutydesk verify\" and keep its answer; older backups are untouched.",
        ));
    }
    steps("write its head file");
    Head::make(&to.head())?;
    let tip = events::tip(&copy)?;
    if tip.seq > 0 {
        let generation = meta::need::<i64>(&copy, meta::GENERATION)?.unsigned_abs();
        let mut head = Head::new(to.head(), meta::need(&copy, meta::HEAD_KEY)?).under(generation);
        head.append(&copy, Line { tip, at: now })?;
        head.flush()?;
    }
    drop(copy);
    File::open(to.db()).and_then(|f| f.sync_all()).doing(DOING)?;
    steps("write its slip");
    slip::write(to, from.dek).doing(DOING)?;
    files::sync_dir(to.dir()).doing(DOING)
}

fn finish(unfinished: &Path, place: &Path) -> Result<()> {
    fs::rename(unfinished, place).doing(DOING)?;
    files::sync_dir(place.parent().unwrap_or(place)).doing(DOING)
}

/// Holds a directory of copies: one process at a time makes or removes some.
fn hold(shelf: &Path) -> Result<File> {
    let dir = File::open(shelf).doing(DOING)?;
    match flock(&dir, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(dir),
        Err(Errno::WOULDBLOCK) => Err(Error::new(
            Kind::Busy,
            DOING,
            "another dutydesk is making one just now",
            UNTOUCHED,
            "Wait for it to finish.",
        )),
        Err(e) => Err(e).doing(DOING),
    }
}

/// A copy inside the desk would be lost with it, and be copied with it.
fn refuse_inside(dir: &Path, paths: &Paths) -> Result<()> {
    let whole = |path: &Path| -> io::Result<PathBuf> { path.canonicalize() };
    if !whole(dir).doing(DOING)?.starts_with(whole(paths.dir()).doing(DOING)?) {
        return Ok(());
    }
    Err(Error::new(
        Kind::FileSystem,
        DOING,
        format!("{} lies inside the desk, and would be lost with it", dir.display()),
        UNTOUCHED,
        "Name a directory on another disk, or leave --to out: the desk has a place for its own copies.",
    ))
}

/// What a person must know of a place for copies outside the desk, in whole sentences. The copy is made all the same.
///
/// # Errors
/// As the operating system reports them.
pub fn cautions(made: &Made) -> Result<Vec<String>> {
    use std::os::unix::fs::PermissionsExt;
    let bits = |path: &Path| fs::metadata(path).map(|found| found.permissions().mode()).doing(DOING);
    let parent = made.place.parent().unwrap_or(&made.place);
    let mut cautions = Vec::new();
    if let Some(kind) = super::desk::untrusted(&made.place)? {
        cautions.push(format!(
            "{} lies on a {kind} file system: others may reach it there, and a desk cannot be opened in place. The copy is encrypted and was checked.",
            parent.display()
        ));
    }
    if bits(&made.place)? & 0o077 != 0 {
        cautions.push(
            "The disk does not keep the copy private: whoever holds it holds the key slots too, and only their passphrases protect it."
                .to_owned(),
        );
    } else if bits(parent)? & 0o007 != 0 {
        cautions.push(format!(
            "Other logins can see what lies in {}; the copy itself is private to this login.",
            parent.display()
        ));
    }
    Ok(cautions)
}

/// Whether this name in a copy's directory is part of what the copy holds.
pub(crate) fn is_held(name: &str) -> bool {
    !matches!(part(name), None | Some(Part::Place | Part::Map))
}
