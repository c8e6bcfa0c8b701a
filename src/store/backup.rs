//! Copies of a desk. Each is a directory in `backups/` that is itself a whole desk: record, keys and head file. It
//! takes its name only after it has been opened, checked and put on the disk.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::connection::{self, Access};
use super::desk::Paths;
use super::error::{Doing, Error, Kind, Result};
use super::head::{Head, Line};
use super::keys::Dek;
use super::space::Limits;
use super::{Store, events, files, meta, space, verify};
use crate::domain::when::Moment;

const DOING: &str = "make a backup";

impl Store {
    /// Copies the desk while others go on working. The copy stands at one instant.
    ///
    /// # Errors
    /// [`Kind::Full`] if there is not room for it, [`Kind::Damaged`] if the copy does not check; the desk itself is
    /// untouched either way.
    pub fn backup(&self, now: Moment) -> Result<PathBuf> {
        copy(&self.conn, &self.paths, &self.dek, self.limits, now)
    }
}

/// Copies the desk whose record is open on `conn`.
pub(crate) fn copy(
    conn: &Connection,
    paths: &Paths,
    dek: &Dek,
    limits: Limits,
    now: Moment,
) -> Result<PathBuf> {
    let size = fs::metadata(paths.db()).doing(DOING)?.len();
    space::check(paths, Limits { low: limits.low.saturating_add(size), ..limits }, DOING)?;
    files::make_dir(&paths.backups()).doing(DOING)?;
    let place = paths.backups().join(name(now, events::tip(conn)?.seq));
    if place.exists() {
        return Ok(place);
    }
    let unfinished = Paths::new(files::unfinished(&place));
    files::make_dir(unfinished.dir()).doing(DOING)?;
    let made = fill(conn, paths, &unfinished, dek, now);
    if let Err(e) = made.and_then(|()| finish(unfinished.dir(), &place)) {
        // The first error is the one to report; what is left is swept at the next start.
        let _ = fs::remove_dir_all(unfinished.dir());
        return Err(e);
    }
    Ok(place)
}

fn fill(conn: &Connection, from: &Paths, to: &Paths, dek: &Dek, now: Moment) -> Result<()> {
    conn.execute("VACUUM INTO ?1", [to.db().to_string_lossy()]).doing(DOING)?;
    let copy = connection::open(&to.db(), dek, Access::Existing)?;
    if let Some(bad) = verify::record_only(&copy)?.first_bad() {
        return Err(Error::new(
            Kind::Damaged,
            DOING,
            format!("the copy does not check: {bad}"),
            "The desk itself was not changed.",
            "Run \"dutydesk verify\" and keep its answer; older backups are untouched.",
        ));
    }
    fs::copy(from.keys(), to.keys()).doing(DOING)?;
    Head::make(&to.head())?;
    let tip = events::tip(&copy)?;
    if tip.seq > 0 {
        let generation = meta::need::<i64>(&copy, meta::GENERATION)?.unsigned_abs();
        let mut head = Head::new(to.head(), meta::need(&copy, meta::HEAD_KEY)?).under(generation);
        head.append(&copy, Line { tip, at: now })?;
        head.flush()?;
    }
    drop(copy);
    for file in [to.db(), to.keys()] {
        fs::File::open(file).and_then(|f| f.sync_all()).doing(DOING)?;
    }
    files::sync_dir(to.dir()).doing(DOING)
}

fn finish(unfinished: &Path, place: &Path) -> Result<()> {
    fs::rename(unfinished, place).doing(DOING)?;
    files::sync_dir(place.parent().unwrap_or(place)).doing(DOING)
}

/// `20261124T141000Z-41`: when, and how far the record had come.
fn name(now: Moment, seq: i64) -> String {
    format!("{}-{seq}", now.utc().format("%Y%m%dT%H%M%SZ"))
}
