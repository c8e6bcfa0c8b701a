//! What an erasure cannot reach: copies of the desk, and files that were written out.

use std::fs;
use std::path::Path;

use chrono::TimeDelta;

use super::super::backup::shelf::{self, Copy, Kept};
use super::super::desk::Paths;
use crate::domain::ids::ContactId;
use crate::domain::retention::listing::StillHeld;
use crate::domain::when::Moment;

/// Days after which the shelf has let go of every copy that it does not keep for good: over a year.
const LONGEST: i64 = 500;

/// Backups made at or after `since`, the oldest first, each with when the shelf lets go of it if a copy is made every day. A folder
/// whose name says no time (a desk that a restore replaced) counts as holding everything, and nobody removes it.
pub(super) fn holding(paths: &Paths, since: Moment, now: Moment) -> Vec<StillHeld> {
    let copies = shelf::list(paths).unwrap_or_default();
    let mut held: Vec<StillHeld> = names(&paths.backups())
        .into_iter()
        .filter_map(|name| match copies.iter().find(|copy| copy.name == name) {
            Some(copy) if copy.at < since => None,
            Some(_) => Some(StillHeld { removed: removal(&copies, &name, now), name }),
            None => Some(StillHeld { name, removed: None }),
        })
        .collect();
    held.sort_by(|one, other| one.name.cmp(&other.name));
    held
}

/// When the shelf removes this copy, if one is made every day from now on.
fn removal(copies: &[Copy], name: &str, now: Moment) -> Option<Moment> {
    let mut shelf = copies.to_vec();
    let newest = copies.iter().map(|copy| copy.seq).max().unwrap_or_default();
    for day in 1..=LONGEST {
        let at = now + TimeDelta::days(day);
        let seq = newest.saturating_add(day);
        shelf.push(Copy { name: shelf::name(at, seq, Kept::Usual), at, seq, kept: Kept::Usual });
        let gone: Vec<String> =
            shelf::not_kept(&shelf, at).into_iter().map(|copy| copy.name.clone()).collect();
        if gone.iter().any(|gone| gone == name) {
            return Some(at);
        }
        shelf.retain(|copy| !gone.contains(&copy.name));
    }
    None
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

/// What lies in a folder and is not hidden; nothing if there is no such folder.
fn names(dir: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| !name.starts_with('.')).collect()
}
