//! What these tests share: a desk in a temporary directory, events that say little, and a way in for an attacker.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use dutydesk::domain::actor::Actor;
use dutydesk::domain::codes::{ContactKind, Role};
use dutydesk::domain::contact::Contact;
use dutydesk::domain::event::{Event, Received, Recorded};
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::domain::intake::{Answer, Intake, Subject};
use dutydesk::domain::schema::QuestionId;
use dutydesk::domain::when::Moment;
use dutydesk::store::Store;
use dutydesk::store::connection::{self, Access};
use dutydesk::store::desk::Paths;
use dutydesk::store::error::Result;
use dutydesk::store::events::Refused;
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

/// Events by Jo Testerby, numbered on from `version`.
pub(crate) fn numbered(version: u32, events: Vec<Event>) -> Vec<Recorded> {
    let recorded =
        |(event, seq)| Recorded { seq, at: NOON, actor: actor("Jo Testerby"), batch: version + 1, event };
    events.into_iter().zip(version + 1..).map(recorded).collect()
}

pub(crate) fn actor(name: &str) -> Actor {
    Actor { user: UserId(name.to_lowercase().replace(' ', ".")), name: name.into(), role: Role::Worker }
}

/// The first event of a contact about a child with the marker for a surname.
pub(crate) fn received() -> Vec<Recorded> {
    let mut intake = Intake::new(ContactKind::Referral);
    intake.about_mut(Subject::Child(0)).set(QuestionId::ChildSurname, Answer::text(MARKER));
    let received = Received::new(NOON, None, intake);
    numbered(0, vec![Event::ContactReceived(Box::new(received))])
}

/// Adds one event to a contact: its filing if it is not there, a note if it is.
pub(crate) fn note(store: &mut Store, contact: u64) {
    let id = ContactId(contact);
    match store.contact(id, &actor("Jo Testerby")).unwrap() {
        None => store.append_bulk(NOON, &[(id, received())]).unwrap(),
        Some(seen) => append(store, seen, MARKER).unwrap(),
    }
}

/// Adds a note to a contact as the caller has seen it.
pub(crate) fn append(store: &mut Store, seen: Contact, text: &str) -> Result<(), Refused> {
    let events = numbered(seen.version, vec![Event::NoteAdded { text: text.into() }]);
    store.append(seen, events).map(|_| ())
}

/// How many events a contact has.
pub(crate) fn version(store: &Store, contact: u64) -> u32 {
    store.contact(ContactId(contact), &actor("Jo Testerby")).unwrap().map_or(0, |contact| contact.version)
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
