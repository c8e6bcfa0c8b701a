//! The record: everything this program keeps on disk. Knows the domain; nothing above knows SQL.
//!
//! | module | what it keeps |
//! | --- | --- |
//! | [`desk`], [`lock`], [`space`] | the directory, who has it open, room on the disk |
//! | [`keys`], [`access`], [`connection`] | the sidecar with its key slots; who may open the desk; encrypted connections |
//! | [`migrate`], [`meta`] | the ladder of schema steps; facts about the desk |
//! | [`chain`], [`events`] | what happened, appended and hash-chained |
//! | [`head`] | the witness outside the record |
//! | [`drafts`], [`process`] | calls being taken, and by which process |
//! | [`contacts`], [`project`], [`board`] | what is done to contacts, and the tables the board reads |
//! | [`looks`] | reading that is recorded, restricted contacts, who looked |
//! | [`handover`] | signed handover sheets |
//! | [`close`] | the daily close: the end of the record signed, and its six words |
//! | [`exports`] | files that leave the desk |
//! | [`each`], [`moves`] | one command on several contacts; deadlines that would move under changed rules |
//! | [`people`] | the register: imported people, and those named in contacts |
//! | [`retention`] | what is due for erasure, what is held, erasing by two people |
//! | [`rebuild`], [`bulk`] | projections made again; many contacts at once |
//! | [`open`], [`verify`] | opening and checking a desk |
//! | [`backup`], [`restore`] | copies of a desk; one of them in the place of the desk |
//! | [`health`] | how a desk is, point by point |
//! | [`watch`], [`worker`] | whether somebody else has written; the thread that serves the application |

pub mod access;
mod alarm;
pub mod backup;
pub mod board;
mod boxes;
pub mod bulk;
pub mod chain;
pub mod close;
mod codec;
pub mod connection;
pub mod contacts;
pub mod desk;
pub mod drafts;
pub mod each;
pub mod ended;
pub mod error;
pub mod events;
pub mod exports;
mod files;
pub mod handover;
pub mod head;
pub mod health;
pub mod keys;
pub mod lock;
pub mod looks;
pub mod meta;
pub mod migrate;
pub mod moves;
pub mod open;
pub mod people;
pub mod process;
pub mod project;
pub mod rebuild;
pub mod restore;
pub mod retention;
pub mod space;
mod staff;
pub mod stir;
#[cfg(test)]
mod test_util;
pub mod verify;
pub mod watch;
pub mod worker;

use rusqlite::Connection;

use self::desk::Paths;
use self::error::{Doing, Error, Kind, Result};
use self::events::Refused;
use self::head::{Finding, Head, Line};
use self::keys::{Dek, Sidecar};
use self::lock::DeskLock;
use self::space::Limits;
use crate::domain::when::Moment;

const SAVING: &str = "save to the record";
/// Saves after which the log is moved as soon as nobody waits. The first save after a move costs a second flush, so
/// moving after every save would double what a save takes; the longer the log, the more a damaged bit in it drops.
const LONG_LOG: u32 = 8;

/// An open desk.
#[derive(Debug)]
pub struct Store {
    paths: Paths,
    limits: Limits,
    lock: DeskLock,
    sidecar: Sidecar,
    dek: Dek,
    conn: Connection,
    head: Head,
    findings: Vec<Finding>,
    restored: Option<restore::Notice>,
    noted: i64,
    saves: u32,
    short_of_room: bool,
    beside: Option<Error>,
}

impl Store {
    /// Where the desk lies.
    #[must_use]
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// The connection, for reading.
    #[must_use]
    pub fn conn(&self) -> &Connection {
        &self.conn
    }

    /// Whether this is a training desk.
    #[must_use]
    pub fn is_training(&self) -> bool {
        self.sidecar.is_training()
    }

    /// Key slots made by a newer dutydesk, by their names. They are kept as they are.
    pub fn newer_slots(&self) -> impl Iterator<Item = &str> {
        self.sidecar.newer_slots().map(|slot| slot.name.as_str())
    }

    /// What the head file said against the record when the desk was opened. Empty when all is well.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Trouble beside the saves since this was last asked, with the head file or with room on the disk. The saves stand.
    pub fn take_trouble_beside(&mut self) -> Option<Error> {
        self.beside.take()
    }

    /// Whether the reserve was given up here and could not be laid aside again yet.
    #[must_use]
    pub fn is_short_of_room(&self) -> bool {
        self.short_of_room
    }

    /// Lays the reserve aside again once there is room for it. Costs next to nothing while it is there.
    ///
    /// # Errors
    /// As the operating system reports them. Work goes on without a reserve.
    pub fn keep_a_reserve(&mut self) -> Result<()> {
        if space::lay_aside(&self.paths, self.limits)? {
            self.short_of_room = false;
        }
        Ok(())
    }

    /// Whether another process has the desk open. Asks the kernel; no waiting.
    ///
    /// # Errors
    /// As the operating system reports them.
    pub fn is_shared(&mut self) -> Result<bool> {
        let alone = self.lock.try_alone()?;
        if alone {
            self.lock.share()?;
        }
        Ok(!alone)
    }

    /// Refuses to begin new work when the disk is nearly full.
    ///
    /// # Errors
    /// [`Kind::Full`] below the limit.
    pub fn check_space(&self, doing: &'static str) -> Result<()> {
        space::check(&self.paths, self.limits, doing)
    }

    /// Runs `work` in one immediate transaction and commits it; when this returns, it is on the disk.
    ///
    /// On a full disk the reserve is given up and the work tried once more, so `work` may run twice; the first run
    /// leaves nothing behind.
    ///
    /// # Errors
    /// What `work` refuses, or what SQLite reports. In both cases nothing was written.
    pub fn write<T>(
        &mut self,
        now: Moment,
        mut work: impl FnMut(&Connection) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let (value, tip) = match attempt(&mut self.conn, &mut work) {
            Err(Refused::Trouble(e)) if e.kind == Kind::Full && space::give_up(&self.paths) => {
                self.short_of_room = true;
                let done = attempt(&mut self.conn, &mut work)?;
                self.beside = Some(space::given_up());
                done
            }
            done => done?,
        };
        self.saves = self.saves.saturating_add(1);
        if tip.seq > self.noted {
            self.noted = tip.seq;
            // The commit stands whatever becomes of its witness; the trouble is told apart.
            if let Err(e) = self.head.append(&self.conn, Line { tip, at: now }) {
                self.beside = Some(e.beside_a_save());
            }
        }
        Ok(value)
    }

    /// What can wait until nobody is waiting: moves the log into the record, so that it stays short.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn tidy(&self) -> Result<()> {
        connection::checkpoint(&self.conn, connection::Checkpoint::Passive).map(|_| ())
    }

    /// As [`Store::tidy`], once there is enough to move.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn tidy_if_long(&mut self) -> Result<()> {
        if self.saves < LONG_LOG {
            return Ok(());
        }
        self.saves = 0;
        self.tidy()
    }

    /// Puts the witness on the disk. Done when the desk has been quiet, and on closing.
    ///
    /// # Errors
    /// As the operating system reports them.
    pub fn flush_witness(&mut self) -> Result<()> {
        self.head.flush()
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // Nobody is left to be told; the next open reads the head file whatever state it is in.
        let _ = self.head.flush();
        let _ = self.tidy();
    }
}

fn attempt<T>(
    conn: &mut Connection,
    work: &mut impl FnMut(&Connection) -> Result<T, Refused>,
) -> Result<(T, chain::Tip), Refused> {
    // Not rusqlite's own transaction: its statements are parsed anew each time, which a save can feel.
    run(conn, "BEGIN IMMEDIATE")?;
    let done = work(conn).and_then(|value| Ok((value, events::tip(conn)?))).and_then(|done| {
        run(conn, "COMMIT")?;
        Ok(done)
    });
    // A full disk and some refusals have rolled back already.
    if done.is_err() && !conn.is_autocommit() {
        run(conn, "ROLLBACK")?;
    }
    done
}

fn run(conn: &Connection, sql: &str) -> Result<()> {
    conn.prepare_cached(sql).and_then(|mut statement| statement.execute([])).doing(SAVING).map(|_| ())
}
