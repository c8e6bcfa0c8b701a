//! What an erasure cannot reach: copies of the desk, and files that were written out.

use std::fs;
use std::path::Path;

use chrono::NaiveDateTime;

use super::super::desk::Paths;
use crate::domain::ids::ContactId;
use crate::domain::retention::listing::StillHeld;
use crate::domain::when::Moment;

/// Letters of the time in the name of a backup.
const STAMP: usize = 16;

/// Backups made at or after `since`, the oldest first. One whose name says no time counts as holding everything.
pub(super) fn holding(paths: &Paths, since: Moment) -> Vec<StillHeld> {
    let mut held: Vec<StillHeld> = names(&paths.backups())
        .into_iter()
        .filter(|name| made(name).is_none_or(|made| made >= since))
        .map(|name| StillHeld { name, removed: None })
        .collect();
    held.sort_by(|one, other| one.name.cmp(&other.name));
    held
}

/// When a backup was made, as its name says.
fn made(name: &str) -> Option<Moment> {
    let stamp = name.get(..STAMP)?;
    let at = NaiveDateTime::parse_from_str(stamp, "%Y%m%dT%H%M%SZ").ok()?;
    Some(at.and_utc().into())
}

/// Files among the exports that were written of these contacts.
pub(super) fn files(paths: &Paths, ids: &[ContactId]) -> Vec<String> {
    let is_of = |name: &str, id: &ContactId| {
        let rest = name.strip_prefix(&id.to_string());
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let mut files: Vec<String> =
        names(&paths.exports()).into_iter().filter(|name| ids.iter().any(|id| is_of(name, id))).collect();
    files.sort_unstable();
    files
}

/// What lies in a folder; nothing if there is no such folder.
fn names(dir: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}
