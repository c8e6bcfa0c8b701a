//! Opening a desk, and making a new one.
//!
//! Sixteen terminals may start at once on a desk that is not there yet: whoever gets the desk alone sets it up, the
//! others wait for that and then share it. A setter-up may be killed at any point; the next one goes on where it
//! stopped, because every part is written whole and the keys come first.

use std::fs;

use rusqlite::Connection;

use super::access::rotate::{self, Keyed};
use super::access::{Founding, Opener, change};
use super::connection::{self, Access};
use super::desk::Paths;
use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::events::Refused;
use super::head::{self, Head, Line};
use super::keys::{self, Dek, Sealed, Sidecar};
use super::lock::DeskLock;
use super::migrate::{self, STEPS, Standing};
use super::space::{self, Limits};
use super::{Store, backup, close, codec, events, files, meta, project, rebuild, restore, staff};
use crate::domain::actor::Actor;
use crate::domain::codes::Role;
use crate::domain::event::DeskEvent;
use crate::domain::when::Moment;

const DOING: &str = "open the desk";
const TRAINING: &str = "training";
const REAL: &str = "real";

/// What to do when there is no desk yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Refuse.
    Refuse,
    /// Make a training desk: an unprotected key, and the TRAINING mark for good.
    MakeTraining,
}

impl Store {
    /// Opens the desk in `paths`. `now` dates what opening itself has to record.
    ///
    /// # Errors
    /// Every refusal of a desk: see [`Kind`].
    pub fn open(paths: Paths, missing: Missing, limits: Limits, now: Moment) -> Result<Self> {
        files::private_by_default();
        let make = missing == Missing::MakeTraining;
        if make {
            paths.make()?;
        }
        Self::enter(paths, &Opener::Training, make, limits, now)
    }

    /// Opens a desk whose keys are found by `opener`. `make`: a training desk is made if there is none.
    pub(super) fn enter(
        paths: Paths,
        opener: &Opener,
        make: bool,
        limits: Limits,
        now: Moment,
    ) -> Result<Self> {
        files::private_by_default();
        let (lock, keyed) = space::or_with_the_reserve(&paths, || get_in(&paths, opener, make, limits, now))
            .map_err(Error::at_the_door)?;
        share(paths, limits, lock, keyed, now)
    }

    /// Makes a real desk: its record, its first manager and its recovery key. The sidecar is written last, so that a desk whose
    /// making was broken off has no keys, opens for nobody and is made again.
    ///
    /// # Errors
    /// [`Kind::Exists`] if there is a desk, and as the disk reports them.
    pub fn found(paths: Paths, founding: &Founding, limits: Limits, now: Moment) -> Result<(Self, Actor)> {
        files::private_by_default();
        paths.make()?;
        paths.check()?;
        let mut lock = DeskLock::take(&paths.lock())?;
        if !lock.is_alone() || paths.keys().exists() || witnessed(&paths) {
            return Err(desk_there(&paths));
        }
        for left in ["", "-wal", "-shm"] {
            files::remove(&paths.dir().join(format!("desk.db{left}"))).doing(DOING)?;
        }
        let dek = Dek::random()?;
        let (sidecar, first) = founding.sidecar(&dek)?;
        let mut conn = connection::open(&paths.db(), &dek, Access::Create)?;
        connection::set_wal(&conn)?;
        migrate::climb(&mut conn, STEPS, |_| Ok(()))?;
        Head::make(&paths.head())?;
        found(&mut conn, &sidecar, REAL, &[first], now)?;
        connection::checkpoint(&conn, connection::Checkpoint::Truncate)?;
        sidecar.write(&paths.keys(), &dek)?;
        // As when a desk is opened: it works without.
        let _ = space::lay_aside(&paths, limits);
        lock.share()?;
        let store = share(paths, limits, lock, Keyed { conn, sidecar, dek }, now)?;
        let actor = Actor { user: founding.user.clone(), name: founding.name.clone(), role: Role::Manager };
        Ok((store, actor))
    }

    /// How this desk is opened again without asking anybody.
    pub(super) fn opener(&self) -> Opener {
        if self.is_training() { Opener::Training } else { Opener::Held(self.dek.clone()) }
    }
}

/// Opens the record, setting the desk up if that is left to us.
fn get_in(
    paths: &Paths,
    opener: &Opener,
    make: bool,
    limits: Limits,
    now: Moment,
) -> Result<(DeskLock, Keyed)> {
    if !make && !paths.exists() {
        return Err(no_desk(paths));
    }
    paths.check()?;
    let mut lock = DeskLock::take(&paths.lock())?;
    let keyed = loop {
        if lock.is_alone() {
            let keyed = set_up(paths, opener, make, limits, now)?;
            lock.share()?;
            break keyed;
        }
        paths.clear_stale_shm(false)?;
        if let Some(keyed) = ready(paths, opener)? {
            break keyed;
        }
        // Whoever was setting the desk up has died: go on in its place.
        if !lock.try_alone()? {
            return Err(in_use_by_older());
        }
    };
    Ok((lock, keyed))
}

/// Everything that needs the desk to oneself.
fn set_up(paths: &Paths, opener: &Opener, make: bool, limits: Limits, now: Moment) -> Result<Keyed> {
    restore::finish(paths)?;
    for dir in [paths.dir(), &paths.backups()] {
        if dir.exists() {
            files::sweep(dir).doing(DOING)?;
        }
    }
    paths.clear_stale_shm(true)?;
    let make = make && !paths.db().exists() && !witnessed(paths);
    if make && !paths.keys().exists() {
        let dek = Dek::random()?;
        Sidecar::training(&dek)?.write(&paths.keys(), &dek)?;
    }
    let (sidecar, deks) = opener.open(Sealed::read(&paths.keys())?)?;
    if !make && !paths.db().exists() {
        return Err(record_missing());
    }
    let (mut conn, dek) = open_newest(paths, &deks, if make { Access::Create } else { Access::Existing })?;
    let standing = migrate::standing(&conn, STEPS)?;
    connection::set_wal(&conn)?;
    if standing != Standing::Current {
        let before = |conn: &Connection| {
            migrate::copy_before(
                backup::Source { conn, paths, dek: &dek, limits },
                STEPS,
                now,
                &mut backup::unwatched,
            )
        };
        migrate::climb(&mut conn, STEPS, before)?;
    }
    if meta::get::<Vec<u8>>(&conn, meta::VAULT)?.is_none() {
        Head::make(&paths.head())?;
        found(&mut conn, &sidecar, TRAINING, &[], now)?;
    }
    belong_together(&conn, &sidecar)?;
    change::settle(&conn, &sidecar)?;
    let mut keyed = settle_key(paths, Keyed { conn, sidecar, dek }, &deks, now)?;
    close::make_key(&keyed.conn)?;
    Head::bring_up_to_date(&paths.head())?;
    if meta::get(&keyed.conn, meta::PROJECTIONS)? != Some(project::VERSION) {
        rebuild::all(&mut keyed.conn)?;
    }
    // A desk without a reserve is opened all the same, and any terminal lays it aside later.
    let _ = space::lay_aside(paths, limits);
    Ok(keyed)
}

/// The record under the first of these keys that opens it.
pub(super) fn open_newest(paths: &Paths, deks: &[Dek], access: Access) -> Result<(Connection, Dek)> {
    let mut refused = None;
    for dek in deks {
        match connection::open(&paths.db(), dek, access) {
            Ok(conn) => return Ok((conn, dek.clone())),
            Err(e) if e.kind == Kind::Keys => refused = refused.or(Some(e)),
            Err(e) => return Err(e),
        }
    }
    Err(refused.unwrap_or_else(|| keys_error("desk.keys holds no key")))
}

/// Ends a change of key that was broken off, or makes one that had to wait until nobody else had the desk open.
fn settle_key(paths: &Paths, mut keyed: Keyed, deks: &[Dek], now: Moment) -> Result<Keyed> {
    let fresh = match deks {
        [newest, _, ..] => newest.clone(),
        _ if meta::get::<i64>(&keyed.conn, meta::ROTATE)? == Some(1) => {
            rotate::begin(paths, &mut keyed, &mut |_| ())?
        }
        _ => return Ok(keyed),
    };
    rotate::finish(paths, keyed, fresh, now, &mut |_| ())
}

/// The desk as somebody else has set it up, if it is set up.
fn ready(paths: &Paths, opener: &Opener) -> Result<Option<Keyed>> {
    if !paths.keys().exists() || !paths.db().exists() {
        return Ok(None);
    }
    let (mut sidecar, deks) = opener.open(Sealed::read(&paths.keys())?)?;
    let [dek] = deks.as_slice() else { return Ok(None) };
    let conn = connection::open(&paths.db(), dek, Access::Existing)?;
    if migrate::standing(&conn, STEPS)? != Standing::Current {
        return Ok(None);
    }
    let Some(seen) = meta::get::<i64>(&conn, meta::GENERATION)? else { return Ok(None) };
    if i64::try_from(sidecar.generation).ok() != Some(seen) {
        // Somebody is changing the keys just now, or has died over it: after our turn they fit, or never will.
        let _turn = change::Changing::begin(paths)?;
        sidecar = Sealed::read(&paths.keys())?.open_held(dek)?.0;
        change::settle(&conn, &sidecar)?;
    }
    if meta::get(&conn, meta::PROJECTIONS)? != Some(project::VERSION) {
        return Ok(None);
    }
    belong_together(&conn, &sidecar)?;
    Ok(Some(Keyed { conn, sidecar, dek: dek.clone() }))
}

fn share(paths: Paths, limits: Limits, lock: DeskLock, opened: Keyed, now: Moment) -> Result<Store> {
    let Keyed { conn, sidecar, dek } = opened;
    let mut head = Head::new(paths.head(), meta::need(&conn, meta::HEAD_KEY)?).under(sidecar.generation);
    // The head first, the record second: others go on saving, and the record must be the newer of the two.
    let witness = head.read()?;
    let findings = head::compare(&witness, &conn)?;
    let restored = restore::notice(&conn)?;
    let tip = events::tip(&conn)?;
    // A line ahead of the record belongs to an entry that is lost: what is saved in its place is witnessed anew.
    let noted =
        witness.lines.iter().map(|l| l.tip.seq).filter(|seq| *seq <= tip.seq).max().unwrap_or_default();
    // Whoever saved last was killed before its line was written, or a power cut took the line. From here on its loss would be noticed.
    let behind = findings.is_empty() && tip.seq > noted;
    let noted_now = if behind { head.append(&conn, Line { tip, at: now }) } else { Ok(()) };
    let mut store = Store {
        paths,
        limits,
        lock,
        sidecar,
        dek,
        conn,
        head,
        findings,
        noted: if behind { tip.seq } else { noted },
        restored,
        saves: 0,
        short_of_room: false,
        beside: noted_now.err().map(Error::beside_a_save),
    };
    store.note_findings(now);
    Ok(store)
}

/// The first facts and the first events of a new desk, in one transaction.
fn found(
    conn: &mut Connection,
    sidecar: &Sidecar,
    kind: &str,
    first: &[DeskEvent],
    now: Moment,
) -> Result<()> {
    let work = |tx: &Connection| -> Result<(), Refused> {
        meta::set(tx, meta::GENERATION, i64::try_from(sidecar.generation).unwrap_or(i64::MAX))?;
        meta::set(tx, meta::KIND, kind)?;
        meta::set(tx, meta::HEAD_KEY, keys::random::<32>()?)?;
        close::make_key(tx)?;
        meta::set(tx, meta::VAULT, sidecar.vault)?;
        meta::set(tx, meta::PROJECTIONS, project::VERSION)?;
        let made = DeskEvent::DeskMade { desk: kind.into() };
        for event in std::iter::once(&made).chain(first) {
            events::append_desk(tx, codec::encode_desk(event, &codec::program(), now)?)?;
            staff::apply(tx, event, now)?;
        }
        Ok(())
    };
    match super::attempt(conn, &mut |tx| work(tx)) {
        Ok(_) => Ok(()),
        Err(Refused::Trouble(e)) => Err(e),
        Err(Refused::Conflict { .. }) => Err(in_use_by_older()),
    }
}

/// The record and its sidecar must be of one desk, of one kind, and of one generation.
fn belong_together(conn: &Connection, sidecar: &Sidecar) -> Result<()> {
    let vault: [u8; 16] = meta::need(conn, meta::VAULT)?;
    if vault != sidecar.vault {
        return Err(keys_error("desk.keys belongs to another desk"));
    }
    let kind: String = meta::need(conn, meta::KIND)?;
    if (kind == TRAINING) != sidecar.is_training() {
        return Err(keys_error("desk.keys does not fit the kind of this desk"));
    }
    Ok(())
}

/// Whether something was ever saved here: then a missing record is a loss, not a beginning.
fn witnessed(paths: &Paths) -> bool {
    fs::metadata(paths.head()).is_ok_and(|found| found.len() > head::EMPTY)
}

fn no_desk(paths: &Paths) -> Error {
    Error::new(
        Kind::NoDesk,
        DOING,
        format!("there is no desk at {}", paths.dir().display()),
        UNTOUCHED,
        "Check the path, or start a training desk with \"dutydesk demo\".",
    )
}

fn desk_there(paths: &Paths) -> Error {
    Error::new(
        Kind::Exists,
        "make a desk",
        format!("there is a desk at {} already", paths.dir().display()),
        UNTOUCHED,
        "Name another directory with --desk, or open this one.",
    )
}

fn record_missing() -> Error {
    Error::new(
        Kind::Damaged,
        DOING,
        "desk.db is missing, but its keys are there",
        UNTOUCHED,
        "Put desk.db back from the newest backup.",
    )
}

fn in_use_by_older() -> Error {
    Error::new(
        Kind::Busy,
        DOING,
        "an older dutydesk, or one that is changing the keys, has it open",
        UNTOUCHED,
        "Close every other dutydesk on this desk, then start again.",
    )
}

fn keys_error(happened: &str) -> Error {
    Error::new(
        Kind::Keys,
        DOING,
        happened,
        UNTOUCHED,
        "Put desk.db and desk.keys back from the same backup, and tell whoever looks after this host.",
    )
}
