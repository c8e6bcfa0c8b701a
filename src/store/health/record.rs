//! What this build is, and what a desk's record says of itself once it is read. Nothing is set up, migrated or written.

use chrono::TimeDelta;
use rusqlite::Connection;

use super::super::access::{self, Key, Opener};
use super::super::connection::{self, Access, OLDEST_SQLITE};
use super::super::desk::Paths;
use super::super::error::{Doing, Kind, Result};
use super::super::head::{self, Head};
use super::super::keys::Sealed;
use super::super::migrate::{self, STEPS, Standing};
use super::super::open::open_newest;
use super::super::{events, meta, restore};
use super::Point;
use crate::domain::calendar::Zone;
use crate::domain::when::Moment;

const DOING: &str = "look at the record";
/// A clock so far behind the record is wrong.
const BEHIND: TimeDelta = TimeDelta::minutes(2);
/// A clock so far ahead of the last entry may be wrong.
const AHEAD: TimeDelta = TimeDelta::days(31);
/// What SQLite must have been built with.
const WANTED: [&str; 3] = ["OMIT_LOAD_EXTENSION", "DQS=0", "HAS_CODEC"];
const REINSTALL: &str = "Install a build made from the project's own lock file.";

/// Which SQLite and SQLCipher this build has, and how they were built.
#[must_use]
pub fn build() -> Vec<Point> {
    let new_enough = rusqlite::version_number() >= OLDEST_SQLITE;
    let mut points = vec![
        Point::good("dutydesk", format!("Version {}.", env!("CARGO_PKG_VERSION"))),
        Point::holds("SQLite", new_enough, format!("Version {}.", rusqlite::version()), REINSTALL),
    ];
    let asked = connection::in_memory().and_then(|conn| {
        let options: Vec<String> = conn
            .prepare("PRAGMA compile_options")
            .and_then(|mut ask| ask.query_map([], |row| row.get(0))?.collect())
            .doing(DOING)?;
        Ok((text(&conn, "cipher_version"), options))
    });
    let (cipher, options) = asked.unwrap_or_default();
    points.push(Point::holds(
        "SQLCipher",
        !cipher.is_empty(),
        if cipher.is_empty() { "It is not built in.".to_owned() } else { format!("Version {cipher}.") },
        REINSTALL,
    ));
    let lacking: Vec<&str> =
        WANTED.into_iter().filter(|wanted| !options.iter().any(|option| option == wanted)).collect();
    points.push(if lacking.is_empty() {
        Point::good("built with", "Encryption, no loadable extensions, no text in double quotes.")
    } else {
        Point::bad(
            "built with",
            format!("Not as it should be: {} is lacking.", lacking.join(", ")),
            REINSTALL,
        )
    });
    points
}

/// What the record says. Without a key only a training desk opens; a real one is then said to be locked, which is no fault.
#[must_use]
pub fn record(paths: &Paths, key: Option<&Key>, now: Moment) -> Vec<Point> {
    match read(paths, key, now) {
        Ok(points) => points,
        Err(e) if e.kind == Kind::Locked => {
            vec![Point::warning(
                "record",
                "It was not looked at: it opens only with a passphrase.",
                "Name yourself with --as and give --passphrase-file to have it looked at too.",
            )]
        }
        Err(e) => vec![Point::bad(
            "record",
            e.to_string(),
            "As it says; \"dutydesk backup --list\" lists the copies.",
        )],
    }
}

fn read(paths: &Paths, key: Option<&Key>, now: Moment) -> Result<Vec<Point>> {
    let sealed = Sealed::read(&paths.keys())?;
    let generation = sealed.unchecked().generation;
    let opener = match key {
        Some(key) if !sealed.unchecked().is_training() => {
            Opener::Pair(access::unwrap(&sealed, key, paths, now)?.0)
        }
        _ => Opener::Training,
    };
    let (_, deks) = opener.open(sealed)?;
    let (conn, _) = open_newest(paths, &deks, Access::ReadOnly)?;
    let mut points = vec![cipher(&conn), schema(&conn)];
    points.push(generations(&conn, generation, deks.len())?);
    points.push(witness(&conn, paths)?);
    points.extend(restore::notice(&conn).ok().flatten().map(|notice| {
        Point::warning(
            "restore",
            format!("{notice}."),
            "Enter again what is missing; a manager ends this with \"dutydesk restore --acknowledge\".",
        )
    }));
    points.push(clock(&conn, now)?);
    Ok(points)
}

fn cipher(conn: &Connection) -> Point {
    let (pages, mac, log) =
        (text(conn, "cipher_page_size"), text(conn, "cipher_hmac_algorithm"), text(conn, "journal_mode"));
    let good = text(conn, "cipher_use_hmac") == "1" && log == "wal";
    let said = format!("Pages of {pages} bytes under {mac}; log: {log}.");
    Point::holds(
        "encryption",
        good,
        said,
        "Open the desk; if this stays, tell whoever looks after this host.",
    )
}

fn schema(conn: &Connection) -> Point {
    const ABOUT: &str = "schema";
    match migrate::standing(conn, STEPS) {
        Ok(Standing::Current) => Point::good(ABOUT, format!("{}, the newest.", STEPS.len())),
        Ok(Standing::Older(n)) => Point::warning(
            ABOUT,
            format!("{} of {}.", STEPS.len().saturating_sub(n), STEPS.len()),
            "Open the desk once with nobody else on it: it is copied and brought up to date.",
        ),
        Ok(Standing::Empty) => Point::bad(ABOUT, "There is nothing in the record.", "Restore a copy."),
        Err(e) => Point::bad(ABOUT, e.to_string(), "As it says."),
    }
}

fn generations(conn: &Connection, found: u64, keys: usize) -> Result<Point> {
    const ABOUT: &str = "key generation";
    let seen = meta::get::<i64>(conn, meta::GENERATION)?.unwrap_or_default().unsigned_abs();
    if keys > 1 {
        return Ok(Point::warning(
            ABOUT,
            "A change of the desk's key was broken off.",
            "Open the desk once with nobody else on it: it is finished then.",
        ));
    }
    Ok(match found.checked_sub(seen) {
        Some(0) => Point::good(ABOUT, format!("{found}, in both files.")),
        Some(1) => {
            Point::warning(ABOUT, "A change of people was broken off.", "Open the desk: it is finished then.")
        }
        _ => Point::bad(
            ABOUT,
            format!("desk.keys has {found} and the record {seen}: they are not of one time."),
            "Put desk.db and desk.keys back from the same backup, and tell whoever looks after this host.",
        ),
    })
}

fn witness(conn: &Connection, paths: &Paths) -> Result<Point> {
    let read = Head::new(paths.head(), meta::need(conn, meta::HEAD_KEY)?).read()?;
    let findings = head::compare(&read, conn)?;
    Ok(match findings.first() {
        None => Point::good(
            "complete",
            format!("The record ends where the head file says, at entry {}.", events::tip(conn)?.seq),
        ),
        Some(first) => Point::bad(
            "complete",
            format!("{first}."),
            "Run \"dutydesk verify\" and tell whoever looks after this desk.",
        ),
    })
}

fn clock(conn: &Connection, now: Moment) -> Result<Point> {
    const ABOUT: &str = "clock";
    let Some(last) = events::last_at(conn)? else {
        return Ok(Point::good(ABOUT, "Nothing is recorded yet."));
    };
    let (said, last_said) = (Zone::LONDON.long(now), Zone::LONDON.long(last));
    Ok(if last.since(now) > BEHIND {
        Point::bad(
            ABOUT,
            format!("It says {said}, but the last entry was made on {last_said}."),
            "Have the clock of this host set right; deadlines stay as they are.",
        )
    } else if now.since(last) > AHEAD {
        Point::warning(
            ABOUT,
            format!("It says {said}; the last entry was made on {last_said}."),
            "If the desk was in use since, have the clock looked at.",
        )
    } else {
        Point::good(ABOUT, format!("{said}; the last entry was made on {last_said}."))
    })
}

/// What a pragma answers, as text; empty if nothing.
fn text(conn: &Connection, pragma: &str) -> String {
    let answer = conn.pragma_query_value(None, pragma, |row| {
        Ok(match row.get_ref(0)? {
            rusqlite::types::ValueRef::Integer(n) => n.to_string(),
            other => other.as_str().map(str::to_owned).unwrap_or_default(),
        })
    });
    answer.unwrap_or_default()
}
