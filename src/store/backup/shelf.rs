//! The copies in a desk's `backups`: what they are called, which there are, and which of them are kept.
//!
//! Kept are the newest copy of each of the last seven days, four weeks and twelve months that have one, everything made
//! today, and for ninety days every copy that was made before a migration. The desks that a restore replaced are never
//! removed. All days are days in England.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;

use chrono::{Datelike, NaiveDateTime, TimeDelta};

use super::super::desk::Paths;
use super::super::error::{Doing, Result};
use super::super::files;
use crate::domain::calendar::Zone;
use crate::domain::when::Moment;

const DOING: &str = "look through the backups";
const STAMP: &str = "%Y%m%dT%H%M%SZ";
const BEFORE: &str = "-before-schema-";
const REPLACED: &str = "replaced-";
const ZONE: Zone = Zone::LONDON;

const DAYS: usize = 7;
const WEEKS: usize = 4;
const MONTHS: usize = 12;
/// How long a copy from before a migration is kept.
const AFTER_MIGRATION: TimeDelta = TimeDelta::days(90);

/// Why a copy was made, and so how long it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kept {
    /// The daily copy, or one that somebody asked for.
    #[default]
    Usual,
    /// Before the schema was brought to this step.
    BeforeSchema(u32),
}

/// One copy on the shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Its name in `backups`.
    pub name: String,
    /// When it was made.
    pub at: Moment,
    /// The last entry it holds.
    pub seq: i64,
    /// Why it was made.
    pub kept: Kept,
}

/// `20261124T141000Z-41`: when, and how far the record had come; `-before-schema-5` follows before a migration.
#[must_use]
pub fn name(at: Moment, seq: i64, kept: Kept) -> String {
    let name = format!("{}-{seq}", at.utc().format(STAMP));
    match kept {
        Kept::Usual => name,
        Kept::BeforeSchema(step) => format!("{name}{BEFORE}{step}"),
    }
}

/// The name under which a replaced desk is kept.
pub(crate) fn replaced(at: Moment, n: u32) -> String {
    let name = format!("{REPLACED}{}", stamp(at));
    if n == 0 { name } else { format!("{name}-{n}") }
}

/// A time as it stands in names.
pub(crate) fn stamp(at: Moment) -> String {
    at.utc().format(STAMP).to_string()
}

/// What a name says: when, the last entry, and why. None if it is not the name of a copy.
#[must_use]
pub fn read_name(name: &str) -> Option<(Option<Moment>, i64, Kept)> {
    let (name, kept) = match name.split_once(BEFORE) {
        Some((name, step)) => (name, Kept::BeforeSchema(step.parse().ok()?)),
        None => (name, Kept::Usual),
    };
    let (at, seq) = name.split_once('-')?;
    let at = NaiveDateTime::parse_from_str(at, STAMP).ok()?.and_utc();
    Some((Some(at.into()), seq.parse().ok()?, kept))
}

/// Every copy of the desk in its `backups`, oldest first. Desks that a restore replaced are not among them.
///
/// # Errors
/// As the operating system reports them.
pub fn list(paths: &Paths) -> Result<Vec<Copy>> {
    let entries = match fs::read_dir(paths.backups()) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.doing(DOING)?,
    };
    let mut copies = Vec::new();
    for entry in entries {
        let entry = entry.doing(DOING)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some((Some(at), seq, kept)) = read_name(&name)
            && entry.file_type().doing(DOING)?.is_dir()
        {
            copies.push(Copy { name, at, seq, kept });
        }
    }
    copies.sort_by_key(|copy| (copy.at, copy.seq));
    Ok(copies)
}

/// Whether a daily copy is due: the newest one was not made today.
///
/// # Errors
/// As the operating system reports them.
pub fn is_due(paths: &Paths, now: Moment) -> Result<bool> {
    let copies = list(paths)?;
    Ok(!copies.iter().any(|copy| copy.kept == Kept::Usual && ZONE.is_same_day(copy.at, now)))
}

/// The day on which it is so late.
pub(crate) fn day(at: Moment) -> chrono::NaiveDate {
    ZONE.local(at).date()
}

/// Those of these copies, oldest first, that newer ones stand for.
#[must_use]
pub fn not_kept(copies: &[Copy], now: Moment) -> Vec<&Copy> {
    let today = day(now);
    let mut kept = HashSet::new();
    // The clock may have been set back: the newest by time and the newest by what it holds.
    kept.extend(copies.last().map(|copy| &copy.name));
    kept.extend(copies.iter().max_by_key(|copy| copy.seq).map(|copy| &copy.name));
    let usual: Vec<&Copy> = copies.iter().rev().filter(|copy| copy.kept == Kept::Usual).collect();
    let week = |copy: &Copy| (day(copy.at).iso_week().year(), day(copy.at).iso_week().week());
    keep_newest(&usual, DAYS, |copy| (day(copy.at).year(), day(copy.at).ordinal()), &mut kept);
    keep_newest(&usual, WEEKS, week, &mut kept);
    keep_newest(&usual, MONTHS, |copy| (day(copy.at).year(), day(copy.at).month()), &mut kept);
    let goes = |copy: &&Copy| {
        let young = match copy.kept {
            Kept::Usual => day(copy.at) >= today,
            Kept::BeforeSchema(_) => now.since(copy.at) < AFTER_MIGRATION,
        };
        !young && !kept.contains(&copy.name)
    };
    copies.iter().filter(goes).collect()
}

/// Keeps the newest copy of each of the last `most` spans of time that have one. `copies` are newest first.
fn keep_newest<'a>(
    copies: &[&'a Copy],
    most: usize,
    span: impl Fn(&Copy) -> (i32, u32),
    kept: &mut HashSet<&'a String>,
) {
    let mut spans = HashSet::new();
    for copy in copies {
        let span = span(copy);
        if spans.len() < most && spans.insert(span) {
            kept.insert(&copy.name);
        }
    }
}

/// Removes the copies that newer ones stand for, and returns their names.
///
/// # Errors
/// [`Kind::Busy`](super::Kind::Busy) if another process is making a copy, and as the operating system reports them.
pub fn tidy(paths: &Paths, now: Moment) -> Result<Vec<String>> {
    let _held = super::hold(&paths.backups())?;
    let copies = list(paths)?;
    let mut removed = Vec::new();
    for copy in not_kept(&copies, now) {
        files::remove_dir(&paths.backups().join(&copy.name)).doing("remove an old backup")?;
        removed.push(copy.name.clone());
    }
    Ok(removed)
}

/// The bytes of all files in a copy.
pub(crate) fn size(dir: &Path) -> io::Result<u64> {
    let mut bytes: u64 = 0;
    for entry in fs::read_dir(dir)? {
        bytes = bytes.saturating_add(entry?.metadata()?.len());
    }
    Ok(bytes)
}
