//! The ladder of schema steps: plain SQL files, each applied once, in one transaction, with a copy taken before.
//!
//! `user_version` says how far a file has come. A released step is never edited; the next one is added.

use rusqlite::{Connection, TransactionBehavior};

use super::backup::shelf::{self, Kept};
use super::backup::{self, Source, Steps, unwatched};
use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::{events, meta};
use crate::domain::when::Moment;

/// One step of the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What it brings, for messages.
    pub name: &'static str,
    /// The statements.
    pub sql: &'static str,
}

/// Every step, oldest first; the n-th brings a file to `user_version` n.
pub const STEPS: &[Step] = &[
    Step { name: "the record", sql: include_str!("../../assets/migrations/0001_record.sql") },
    Step { name: "known people", sql: include_str!("../../assets/migrations/0002_people.sql") },
    Step { name: "the rules of clocks", sql: include_str!("../../assets/migrations/0003_rules.sql") },
    Step { name: "who may open the desk", sql: include_str!("../../assets/migrations/0004_staff.sql") },
    Step { name: "who looked", sql: include_str!("../../assets/migrations/0005_looked.sql") },
    Step { name: "retention", sql: include_str!("../../assets/migrations/0006_retention.sql") },
    Step { name: "the daily close", sql: include_str!("../../assets/migrations/0007_close.sql") },
];

/// What `application_id` must be: "DUTY".
pub const APPLICATION: i32 = 0x4455_5459;

const DOING: &str = "bring the desk up to date";

/// How far a file is from what this program needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing in it yet.
    Empty,
    /// As this program needs it.
    Current,
    /// Made by an older dutydesk; this many steps are missing.
    Older(usize),
}

/// Where a file stands on the ladder.
///
/// # Errors
/// [`Kind::Newer`] if the file is beyond the ladder, naming the version that wrote it; [`Kind::Keys`] if it is not ours.
pub fn standing(conn: &Connection, steps: &[Step]) -> Result<Standing> {
    let version = user_version(conn)?;
    if version == 0 {
        return Ok(Standing::Empty);
    }
    let application: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0)).doing(DOING)?;
    if application != APPLICATION {
        return Err(Error::new(
            Kind::Keys,
            "open the desk",
            "desk.db belongs to another program",
            UNTOUCHED,
            "Check the path given with --desk.",
        ));
    }
    match steps.len().checked_sub(version) {
        Some(0) => Ok(Standing::Current),
        Some(missing) => Ok(Standing::Older(missing)),
        None => Err(newer(conn, version, steps.len())),
    }
}

fn newer(conn: &Connection, version: usize, known: usize) -> Error {
    // Which program wrote it stands where every later version must leave it.
    let made_by =
        meta::text(conn, meta::PROGRAM).ok().flatten().unwrap_or_else(|| "a later version".to_owned());
    Error::new(
        Kind::Newer,
        "open the desk",
        format!(
            "it is at schema {version}, written by dutydesk {made_by}; this is dutydesk {} with schema {known}",
            env!("CARGO_PKG_VERSION")
        ),
        UNTOUCHED,
        format!("Install dutydesk {made_by} or newer."),
    )
}

/// Takes every missing step, each in a transaction of its own; `backup` runs first unless the file is empty.
///
/// Call it with the desk to oneself. A crash leaves the file at the step before.
///
/// # Errors
/// As [`standing`]; as the backup or SQLite report them.
pub fn climb(
    conn: &mut Connection,
    steps: &[Step],
    backup: impl FnOnce(&Connection) -> Result<()>,
) -> Result<()> {
    climb_by_steps(conn, steps, backup, &mut unwatched)
}

/// As [`climb`]; `told` of each step before it is taken, and before it is committed.
///
/// # Errors
/// As [`climb`].
pub fn climb_by_steps(
    conn: &mut Connection,
    steps: &[Step],
    backup: impl FnOnce(&Connection) -> Result<()>,
    told: Steps<'_>,
) -> Result<()> {
    match standing(conn, steps)? {
        Standing::Current => return Ok(()),
        Standing::Older(_) => backup(conn)?,
        Standing::Empty => {}
    }
    let done = user_version(conn)?;
    for (at, step) in steps.iter().enumerate().skip(done) {
        told("begin a step of the ladder");
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).doing(DOING)?;
        tx.execute_batch(step.sql).doing(DOING)?;
        tx.pragma_update(None, "user_version", u32::try_from(at + 1).unwrap_or(u32::MAX)).doing(DOING)?;
        meta::set(&tx, meta::PROGRAM, env!("CARGO_PKG_VERSION"))?;
        told("commit a step of the ladder");
        tx.commit().doing(DOING)?;
    }
    Ok(())
}

/// The copy that is made before a climb, named so that it is kept.
///
/// # Errors
/// As the copying reports them.
pub fn copy_before(source: Source<'_>, steps: &[Step], now: Moment, told: Steps<'_>) -> Result<()> {
    let to = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    let name = shelf::name(now, events::tip(source.conn)?.seq, Kept::BeforeSchema(to));
    backup::copy(source, &source.paths.backups(), &name, now, told).map(|_| ())
}

fn user_version(conn: &Connection) -> Result<usize> {
    conn.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0)).doing(DOING).map(|v| v as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::test_util::{at_step, bare, desk, schema};

    const LATER: &[Step] = &[
        STEPS[0],
        Step { name: "a", sql: "CREATE TABLE a(x INT) STRICT; INSERT INTO a VALUES (1);" },
        Step { name: "b", sql: "ALTER TABLE a ADD COLUMN y INT DEFAULT 2;" },
    ];

    #[expect(clippy::unnecessary_wraps, reason = "has the form of a backup")]
    fn no_backup(_: &Connection) -> Result<()> {
        Ok(())
    }

    #[test]
    fn every_older_version_climbs_to_the_same_schema_as_a_fresh_one() {
        for ladder in [STEPS, LATER] {
            let (_dir, mut fresh) = bare();
            climb(&mut fresh, ladder, no_backup).unwrap();
            for from in 1..=ladder.len() {
                let (_dir, mut old) = at_step(ladder, from);
                climb(&mut old, ladder, no_backup).unwrap();
                assert_eq!(schema(&old), schema(&fresh), "from step {from}");
                assert_eq!(standing(&old, ladder).unwrap(), Standing::Current);
            }
        }
    }

    #[test]
    fn a_copy_is_taken_before_the_first_step_and_only_when_there_is_something_to_lose() {
        let (_dir, mut old) = at_step(LATER, 1);
        let mut taken = 0;
        let mut count = |_: &Connection| {
            taken += 1;
            Ok(())
        };
        climb(&mut old, LATER, &mut count).unwrap();
        climb(&mut old, LATER, &mut count).unwrap();
        let (_dir, mut fresh) = bare();
        climb(&mut fresh, LATER, &mut count).unwrap();
        assert_eq!(taken, 1);
    }

    #[test]
    fn without_its_copy_no_step_is_taken() {
        let (_dir, mut old) = at_step(LATER, 1);
        let before = schema(&old);
        let refused = climb(&mut old, LATER, |_| {
            Err(Error::new(Kind::Full, DOING, "no room", UNTOUCHED, "Free some."))
        });
        assert_eq!(refused.unwrap_err().kind, Kind::Full);
        assert_eq!(schema(&old), before);
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_where_it_was() {
        let broken: &[Step] = &[
            STEPS[0],
            LATER[1],
            Step { name: "bad", sql: "CREATE TABLE unwanted(x INT) STRICT; NONSENSE;" },
        ];
        let (_dir, mut old) = at_step(broken, 1);
        assert!(climb(&mut old, broken, no_backup).is_err());
        assert_eq!(user_version(&old).unwrap(), 2);
        assert!(!schema(&old).contains("unwanted"));
        climb(&mut old, LATER, no_backup).unwrap();
        assert_eq!(user_version(&old).unwrap(), 3);
    }

    #[test]
    fn a_newer_file_is_refused_and_says_which_program_it_needs() {
        let (_dir, conn) = desk();
        conn.pragma_update(None, "user_version", u32::try_from(STEPS.len()).unwrap() + 1).unwrap();
        meta::set(&conn, meta::PROGRAM, "9.4.0").unwrap();
        let refused = standing(&conn, STEPS).unwrap_err();
        assert_eq!(refused.kind, Kind::Newer);
        assert!(refused.to_string().contains("dutydesk 9.4.0"), "{refused}");
    }

    #[test]
    fn a_file_of_another_program_is_refused() {
        let (_dir, conn) = bare();
        conn.execute_batch("PRAGMA user_version = 1; PRAGMA application_id = 7;").unwrap();
        assert_eq!(standing(&conn, STEPS).unwrap_err().kind, Kind::Keys);
    }
}
