//! Putting a copy in the place of a desk, safe to die in at every step.
//!
//! 1. The copy is opened and checked in a private place inside the desk's directory ([`rehearse`]), brought up to date
//!    there, and gains the event that says that it was restored. Until here the desk is as it was; what a killed program
//!    leaves is swept at the next start.
//! 2. The note `desk.restoring` is written: from now on the restore happens, whoever finishes it.
//! 3. The desk before is moved whole to `backups/replaced-<time>`, then the note says so, then the copy is moved in, then
//!    the note is removed. Whoever opens the desk next and finds the note goes on where it stopped.
//!
//! The head file of the desk before stays beside the new one as `desk.head.replaced-<time>`: its tagged lines prove what
//! had been saved.

pub mod beyond;
pub mod rehearse;

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use self::beyond::Beyond;
use self::rehearse::Rehearsal;
use super::backup::{Steps, shelf, unwatched};
use super::connection::{self, Checkpoint};
use super::desk::{EVIDENCE, Part, Paths, part};
use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::head::{Head, Line};
use super::lock::DeskLock;
use super::{Store, codec, events, files, meta};
use crate::domain::actor::Actor;
use crate::domain::calendar::Zone;
use crate::domain::event::{DeskEvent, Missing};
use crate::domain::when::Moment;

const DOING: &str = "restore the desk";
/// Longest note that is read.
const LONGEST: u64 = 4096;

/// A desk that was put back from a copy, until somebody has taken note of what that left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The entry that recorded the restore.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Who did it.
    pub by: Actor,
    /// The last entry of the copy.
    pub from_seq: u64,
    /// What had been saved after it, as far as that can be proved.
    pub missing: Option<Missing>,
    /// Nothing was left that could prove what is missing.
    pub unproved: bool,
    /// Where in `backups` the desk before lies.
    pub replaced: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let when = Zone::LONDON.long(self.at);
        write!(f, "This desk was put back on {when} from a copy that ends at entry {}. ", self.from_seq)?;
        f.write_str(&left_out(self.missing, self.unproved))
    }
}

/// What a restore leaves out, in one sentence.
#[must_use]
pub fn left_out(missing: Option<Missing>, unproved: bool) -> String {
    match missing {
        Some(Missing { first, last, at }) if first == last => {
            format!("Entry {first}, saved at {}, is not in it", Zone::LONDON.long(at))
        }
        Some(Missing { first, last, at }) => {
            format!("Entries {first} to {last}, the last saved at {}, are not in it", Zone::LONDON.long(at))
        }
        None if unproved => {
            "Nothing was left of the desk before that could prove what is missing from it".to_owned()
        }
        None => "Nothing that was saved is missing from it".to_owned(),
    }
}

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Where in `backups` the desk before lies, if there was one.
    pub replaced: Option<String>,
}

/// The note of a restore that is under way.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    /// The directory with the checked copy, in the desk's.
    stage: String,
    /// Where in `backups` the desk before goes.
    replaced: String,
    /// Whether it has gone there.
    moved_out: bool,
}

impl Store {
    /// Whether this desk was put back from a copy and nobody has taken note yet.
    #[must_use]
    pub fn restored(&self) -> Option<&Notice> {
        self.restored.as_ref()
    }

    /// Takes note of what the last restore left out: it is not told any more. `false` if there is nothing to take note of.
    ///
    /// The caller has asked whether this person may.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn acknowledge_restore(&mut self, actor: &Actor, now: Moment) -> Result<bool> {
        let Some(notice) = notice(&self.conn)? else { return Ok(false) };
        let event = DeskEvent::RestoreAcknowledged { restored: notice.seq.unsigned_abs() };
        self.write_plain(now, |tx| {
            events::append_desk(tx, codec::encode_desk(&event, actor, now)?)?;
            meta::set(tx, meta::RESTORED, 0)
        })?;
        self.restored = None;
        Ok(true)
    }

    /// Writes the event of the restore into the copy, and gives it a head file of its own.
    fn become_restored(&mut self, event: &DeskEvent, actor: &Actor, now: Moment) -> Result<()> {
        let tip = events::tip(&self.conn)?;
        self.head = Head::new(self.paths.head(), meta::need(&self.conn, meta::HEAD_KEY)?);
        files::remove(&self.paths.head()).doing(DOING)?;
        Head::make(&self.paths.head())?;
        self.head.append(&self.conn, Line { tip, at: now })?;
        self.noted = tip.seq;
        self.write_plain(now, |tx| {
            let tip = events::append_desk(tx, codec::encode_desk(event, actor, now)?)?;
            meta::set(tx, meta::RESTORED, tip.seq)
        })?;
        self.flush_witness()?;
        connection::checkpoint(&self.conn, Checkpoint::Truncate).map(|_| ())
    }
}

/// The restore that nobody has taken note of yet.
///
/// # Errors
/// As SQLite reports them.
pub(crate) fn notice(conn: &Connection) -> Result<Option<Notice>> {
    let Some(seq) = meta::get::<i64>(conn, meta::RESTORED)?.filter(|seq| *seq > 0) else { return Ok(None) };
    let Some(stored) = events::at(conn, seq)? else { return Ok(None) };
    let at = stored.at;
    Ok(match codec::decode_desk(&stored)? {
        (by, DeskEvent::Restored { from_seq, missing, unproved, replaced }) => {
            Some(Notice { seq, at, by, from_seq, missing, unproved, replaced })
        }
        _ => None,
    })
}

/// Puts a checked copy in the place of the desk. `lock` must hold the desk alone.
///
/// # Errors
/// Up to the note nothing was changed. After it the restore is finished by whoever opens the desk next; an error says so.
pub fn put_in_place(
    rehearsal: Rehearsal,
    beyond: &Beyond,
    desk: &Paths,
    lock: &DeskLock,
    (actor, now): (&Actor, Moment),
    steps: Steps<'_>,
) -> Result<Restored> {
    if !lock.is_alone() {
        return Err(in_use());
    }
    if beyond.back_in.contains(&actor.user.0) {
        return Err(Error::new(
            Kind::Refused,
            DOING,
            "you were shut out of the desk that is here",
            UNTOUCHED,
            "A manager of the desk that is here can restore it.",
        ));
    }
    files::make_dir(&desk.backups()).doing(DOING)?;
    on_one_disk(desk)?;
    let replaced = free_name(desk, now);
    let event = DeskEvent::Restored {
        from_seq: rehearsal.holds().seq.unsigned_abs(),
        missing: beyond.missing,
        unproved: beyond.unproved,
        replaced: replaced.clone(),
    };
    steps("record the restore in the copy");
    let (store, stage) = rehearsal.into_parts();
    let prepared = store.map_or(Ok(()), |mut store| store.become_restored(&event, actor, now));
    steps("keep the head file as evidence");
    let prepared = prepared.and_then(|()| settle(&stage, desk, now));
    let name = stage.dir().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let note = Note { stage: name, replaced, moved_out: false };
    steps("write the note");
    if let Err(e) = prepared.and_then(|()| write(desk, &note)) {
        // The first error is the one to report; what is left is swept at the next start.
        let _ = fs::remove_dir_all(stage.dir());
        return Err(e);
    }
    let had_one = !desk.parts().doing(DOING)?.is_empty();
    let replaced = note.replaced.clone();
    carry_on(desk, note, steps)?;
    Ok(Restored { replaced: had_one.then_some(replaced) })
}

/// Finishes a restore that somebody died in, if there is one. Only with the desk to oneself.
///
/// # Errors
/// [`Kind::Damaged`] if its note cannot be read, and as the operating system reports them.
pub(crate) fn finish(desk: &Paths) -> Result<()> {
    let length = match fs::metadata(desk.restoring()) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        found => found.doing(DOING)?.len(),
    };
    if length > LONGEST {
        return Err(unreadable(desk));
    }
    let text = fs::read(desk.restoring()).doing(DOING)?;
    let note: Note = serde_json::from_slice(&text).map_err(|_| unreadable(desk))?;
    if [&note.stage, &note.replaced].into_iter().any(|name| name.is_empty() || name.contains('/')) {
        return Err(unreadable(desk));
    }
    carry_on(desk, note, &mut unwatched)
}

/// Moves the desk before out and the copy in. Begun again at any point it ends the same.
fn carry_on(desk: &Paths, mut note: Note, steps: Steps<'_>) -> Result<()> {
    let stage = Paths::new(desk.dir().join(&note.stage));
    if !note.moved_out {
        let replaced = desk.backups().join(&note.replaced);
        for (name, _) in desk.parts().doing(DOING)? {
            steps("move a file of the desk before out");
            files::make_dir(&replaced).doing(DOING)?;
            fs::rename(desk.dir().join(&name), replaced.join(&name)).doing(DOING)?;
        }
        steps("note that it has gone");
        for dir in [replaced.as_path(), &desk.backups(), desk.dir()].into_iter().filter(|dir| dir.exists()) {
            files::sync_dir(dir).doing(DOING)?;
        }
        note.moved_out = true;
        write(desk, &note)?;
    }
    if stage.dir().exists() {
        for (name, _) in stage.parts().doing(DOING)? {
            steps("move a file of the copy in");
            fs::rename(stage.dir().join(&name), desk.dir().join(&name)).doing(DOING)?;
        }
        steps("put it on the disk");
        files::sync_dir(desk.dir()).doing(DOING)?;
        fs::remove_dir_all(stage.dir()).doing(DOING)?;
    }
    steps("remove the note");
    fs::remove_file(desk.restoring()).doing(DOING)?;
    files::sync_dir(desk.dir()).doing(DOING)?;
    steps("done");
    Ok(())
}

/// Puts the checked copy on the disk as it will stand, with the old head file beside it.
fn settle(stage: &Paths, desk: &Paths, now: Moment) -> Result<()> {
    if desk.head().exists() {
        let evidence = format!("{EVIDENCE}{}", shelf::stamp(now));
        let place = stage.dir().join(evidence);
        files::remove(&place).doing(DOING)?;
        files::copy(&desk.head(), &place).doing(DOING)?;
    }
    for entry in fs::read_dir(stage.dir()).doing(DOING)? {
        let entry = entry.doing(DOING)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if matches!(part(&name), None | Some(Part::Place | Part::Map)) {
            continue;
        }
        File::open(entry.path()).and_then(|file| file.sync_all()).doing(DOING)?;
    }
    files::sync_dir(stage.dir()).doing(DOING)
}

fn write(desk: &Paths, note: &Note) -> Result<()> {
    let text = serde_json::to_vec(note).doing(DOING)?;
    files::write_whole(&desk.restoring(), &text).doing(DOING)
}

/// Moving is safe to die in only while it is renaming.
fn on_one_disk(desk: &Paths) -> Result<()> {
    let device = |path| fs::metadata(path).map(|found| found.dev()).doing(DOING);
    if device(desk.dir().to_owned())? == device(desk.backups())? {
        return Ok(());
    }
    Err(Error::new(
        Kind::FileSystem,
        DOING,
        format!("{} lies on another disk than the desk", desk.backups().display()),
        UNTOUCHED,
        "Make it a plain directory of the desk, and copy backups to the other disk with \"dutydesk backup --to\".",
    ))
}

fn free_name(desk: &Paths, now: Moment) -> String {
    let mut n = 0;
    loop {
        let name = shelf::replaced(now, n);
        if !desk.backups().join(&name).exists() {
            return name;
        }
        n += 1;
    }
}

fn in_use() -> Error {
    Error::new(
        Kind::Busy,
        DOING,
        "another dutydesk has this desk open",
        UNTOUCHED,
        "Close every dutydesk on this desk, then try again; \"dutydesk doctor\" says which there are.",
    )
}

fn unreadable(desk: &Paths) -> Error {
    Error::new(
        Kind::Damaged,
        DOING,
        "a restore was broken off, and its note desk.restoring cannot be read",
        "The desk before is in this directory or in the newest backups/replaced-..., the copy is where it was.",
        format!(
            "Copy {} away whole. Then move desk.db, desk.keys and desk.head from the newest backups/replaced-... back if they are gone from here, remove desk.restoring, and restore again.",
            desk.dir().display()
        ),
    )
}
