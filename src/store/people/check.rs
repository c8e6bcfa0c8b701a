//! Whether the imported people are what the record accounts for.

use rusqlite::{Connection, Row};

use super::super::error::{Doing, Result};
use super::super::verify::Bad;
use super::Keys;
use super::row::{self, imported};

const DOING: &str = "check the register";
/// How many people the imports on record have added.
const ADDED: &str =
    "SELECT coalesce(sum(json_extract(b.text, '$.event.new')), 0) FROM event e JOIN body b ON b.seq = e.seq
     WHERE e.contact_id = 0 AND e.kind = 'people-imported'";
/// How many people the erasures on record have taken away.
const ERASED: &str =
    "SELECT coalesce(sum(json_extract(b.text, '$.event.people')), 0) FROM event e JOIN body b ON b.seq = e.seq
     WHERE e.contact_id = 0 AND e.kind = 'people-erased'";
/// A row that no import on record accounts for.
const STRAY: &str = "SELECT min(n) FROM person WHERE changed NOT IN
     (SELECT seq FROM event WHERE contact_id = 0 AND kind = 'people-imported')";

/// The first row that is not as an import left it, and how many were looked at. The words themselves have no hash of their own:
/// the file they came from can be imported again.
pub(crate) fn check(conn: &Connection) -> Result<(u64, Option<Bad>)> {
    let mut statement = conn
        .prepare(concat!("SELECT ", imported!(), ", n, home, line FROM person ORDER BY n"))
        .doing(DOING)?;
    let mut rows = statement.query([]).doing(DOING)?;
    let mut looked_at = 0_u64;
    while let Some(row) = rows.next().doing(DOING)? {
        if let Some(n) = misplaced(row).doing(DOING)?? {
            return Ok((
                looked_at,
                Some(bad(&format!("row {n} is not found under its own address or telephone number"))),
            ));
        }
        looked_at += 1;
    }
    let stray: Option<i64> = conn.query_row(STRAY, [], |row| row.get(0)).doing(DOING)?;
    if let Some(n) = stray {
        return Ok((looked_at, Some(bad(&format!("row {n} was written by no import on record")))));
    }
    let added: i64 = conn.query_row(ADDED, [], |row| row.get(0)).doing(DOING)?;
    let erased: i64 = conn.query_row(ERASED, [], |row| row.get(0)).doing(DOING)?;
    let wrong = (added.saturating_sub(erased).unsigned_abs() != looked_at).then(|| {
        let gone = if erased > 0 { format!(", {erased} were erased") } else { String::new() };
        bad(&format!("the imports on record added {added} people{gone}, and {looked_at} are there"))
    });
    Ok((looked_at, wrong))
}

/// The row's number, if its keys are not those of what it says.
fn misplaced(row: &Row<'_>) -> rusqlite::Result<Result<Option<i64>>> {
    let person = match row::person(row)? {
        Ok(person) => person,
        Err(e) => return Ok(Err(e)),
    };
    let keys = Keys::of(&person);
    let right = (keys.home, keys.line) == (row.get(20)?, row.get(21)?);
    Ok(Ok(if right { None } else { Some(row.get(19)?) }))
}

fn bad(what: &str) -> Bad {
    Bad { seq: None, contact_id: None, what: format!("{what} (import the file again)") }
}
