//! What these tests share: a desk in a temporary directory, events that say little, and a way in for an attacker.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use dutydesk::domain::when::Moment;
use dutydesk::store::Store;
use dutydesk::store::connection::{self, Access};
use dutydesk::store::desk::Paths;
use dutydesk::store::error::Result;
use dutydesk::store::events::{self, New, Refused};
use dutydesk::store::keys::Sealed;
use dutydesk::store::open::Missing;
use dutydesk::store::space::Limits;
use rusqlite::Connection;
use tempfile::TempDir;

/// 24 November 2026, 14:10 UTC.
pub(crate) const NOON: Moment = Moment::from_millis(1_795_529_400_000);
/// A word that must never be found in any file.
pub(crate) const MARKER: &str = "Mockford-marker-7f3a";

pub(crate) fn limits() -> Limits {
    Limits { low: 1, reserve: 1 << 16 }
}

pub(crate) fn open(dir: &Path, missing: Missing) -> Result<Store> {
    Store::open(Paths::new(dir), missing, limits(), NOON)
}

/// A new training desk in a directory of its own.
pub(crate) fn desk() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir.path().join("desk"), Missing::MakeTraining).unwrap();
    (dir, store)
}

pub(crate) fn reopen(dir: &TempDir) -> Store {
    open(&dir.path().join("desk"), Missing::Refuse).unwrap()
}

pub(crate) fn event(kind: &str) -> New {
    New {
        at: NOON,
        actor: "j.testerby".into(),
        kind: kind.into(),
        body: format!("{{\"text\":\"{MARKER} {kind}\"}}"),
    }
}

/// Appends one event to a contact, whatever its version is.
pub(crate) fn note(store: &mut Store, contact: i64) {
    store
        .write(NOON, |tx| {
            let version = events::version(tx, contact)?;
            events::append(tx, contact, version, &[event("noted")])
        })
        .unwrap();
}

/// Appends seeing version `seen`.
pub(crate) fn append(store: &mut Store, contact: i64, seen: u32, kind: &str) -> Result<(), Refused> {
    store.write(NOON, |tx| events::append(tx, contact, seen, &[event(kind)])).map(|_| ())
}

/// The record, opened as somebody who holds the key would, without the program's own checks.
pub(crate) fn with_the_key(dir: &TempDir) -> Connection {
    let paths = Paths::new(dir.path().join("desk"));
    let (_, dek) = Sealed::read(&paths.keys()).unwrap().open_training().unwrap();
    connection::open(&paths.db(), &dek, Access::Existing).unwrap()
}

pub(crate) fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Every file under `dir`.
pub(crate) fn files_under(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_under(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Whether `needle` stands anywhere in `file`.
pub(crate) fn holds(file: &Path, needle: &str) -> bool {
    let bytes = fs::read(file).unwrap();
    bytes.windows(needle.len()).any(|w| w == needle.as_bytes())
}
