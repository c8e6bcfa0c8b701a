//! What these tests share: a desk that is worked on, and what was acknowledged of the work.

use std::fs;
use std::path::{Path, PathBuf};

use dutydesk::domain::actor::Actor;
use dutydesk::domain::codes::Role;
use dutydesk::domain::event::Event;
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::store::Store;
use dutydesk::store::desk::Paths;
use dutydesk::store::error::Result;
use dutydesk::store::events;
use dutydesk::store::lock::DeskLock;
use dutydesk::store::restore::beyond::Beyond;
use dutydesk::store::restore::rehearse::{self, Entry, Rehearsal};
use dutydesk::store::restore::{Restored, put_in_place};

use crate::support::*;

/// Every note that was acknowledged: the contact, its version then, and what was noted.
pub(crate) type Acknowledged = Vec<(u64, u32, String)>;

pub(crate) fn manager() -> Actor {
    Actor { user: UserId("s.placeham".into()), name: "Sam Placeham".into(), role: Role::Manager }
}

/// So many notes on contacts 1001 to 1003, each with words of its own.
pub(crate) fn work(store: &mut Store, done: &mut Acknowledged, notes: usize) {
    for _ in 0..notes {
        let contact = 1001 + done.len() as u64 % 3;
        let id = ContactId(contact);
        if store.contact(id, &manager()).unwrap().is_none() {
            note(store, contact);
        }
        let words = format!("note {}", done.len());
        let seen = store.contact(id, &manager()).unwrap().unwrap();
        append(store, seen, &words).unwrap();
        done.push((contact, version(store, contact), words));
    }
}

/// Whether everything of this stands in the record, word for word.
#[track_caller]
pub(crate) fn assert_has(store: &Store, done: &[(u64, u32, String)]) {
    for (contact, version, words) in done {
        let found = store.contact(ContactId(*contact), &manager()).unwrap().unwrap();
        let at = found.history.iter().find(|recorded| recorded.seq == *version).unwrap();
        assert!(matches!(&at.event, Event::NoteAdded { text } if text == words), "{contact} {version}");
    }
}

pub(crate) fn paths(dir: &Path) -> Paths {
    Paths::new(dir.join("desk"))
}

pub(crate) fn tip(store: &Store) -> i64 {
    events::tip(store.conn()).unwrap().seq
}

pub(crate) const ENTRY: Entry<'static> = Entry { key: None, now: NOON };

/// Opens and checks a copy in a private place inside the desk.
pub(crate) fn rehearse(desk: &Paths, copy: &Path) -> Result<Rehearsal> {
    rehearse::begin(copy, rehearse::place(desk.dir()), ENTRY, desk, &mut |_| {})
}

/// The whole of a restore, as the command line does it.
pub(crate) fn restore(
    desk: &Paths,
    copy: &Path,
    steps: &mut dyn FnMut(&'static str),
) -> Result<(Beyond, Restored)> {
    desk.prepare()?;
    let lock = DeskLock::take(&desk.lock())?;
    let rehearsal = rehearse::begin(copy, rehearse::place(desk.dir()), ENTRY, desk, steps)?;
    let beyond = rehearsal.compare(desk)?;
    let restored = put_in_place(rehearsal, &beyond, desk, &lock, (&manager(), NOON), steps)?;
    Ok((beyond, restored))
}

pub(crate) fn open_desk(desk: &Paths) -> Result<Store> {
    open(desk.dir(), dutydesk::store::open::Missing::Refuse)
}

/// Turns one bit of a file over.
pub(crate) fn flip(file: &Path, at: usize) {
    let mut bytes = fs::read(file).unwrap();
    let at = at % bytes.len();
    *bytes.get_mut(at).unwrap() ^= 0x10;
    fs::write(file, bytes).unwrap();
}

pub(crate) fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A copy of a whole directory, elsewhere.
pub(crate) fn copy_tree(from: &Path, to: &Path) -> PathBuf {
    dutydesk_make(to);
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_tree(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
    to.to_owned()
}

fn dutydesk_make(dir: &Path) {
    fs::create_dir_all(dir).unwrap();
    set_mode(dir, 0o700);
}
