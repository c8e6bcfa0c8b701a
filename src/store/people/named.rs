//! The projection of people named in the desk's own contacts: written in the same transaction as the events it follows from.

use rusqlite::{Connection, Row, params};

use super::super::codec;
use super::super::error::{Doing, Result};
use super::row::{self, named, number};
use super::{Keys, key};
use crate::domain::contact::Contact;
use crate::domain::named::{Named, named as named_in};
use crate::domain::register::{KnownPerson, Sex};
use crate::domain::when::Moment;

const WRITING: &str = "save to the record";

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    person: KnownPerson,
    received: i64,
    caller: Option<i64>,
    shared: Option<i64>,
    keys: Keys,
}

impl Entry {
    fn of(named: Named) -> Self {
        Self {
            received: named.received.millis(),
            caller: named.caller.as_deref().map(key),
            shared: named.shared.map(Moment::millis),
            keys: Keys::of(&named.person),
            person: named.person,
        }
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Result<Self>> {
        let person = match row::person(row)? {
            Ok(person) => person,
            Err(e) => return Ok(Err(e)),
        };
        Ok(Ok(Self {
            person,
            received: row.get(19)?,
            caller: row.get(20)?,
            shared: row.get(21)?,
            keys: Keys { who: row.get(22)?, home: row.get(23)?, line: row.get(24)? },
        }))
    }
}

/// The rows that a contact's events make.
fn expected(contact: &Contact) -> Vec<Entry> {
    named_in(contact).into_iter().map(Entry::of).collect()
}

/// The rows as they stand.
fn stored(conn: &Connection, contact_id: i64) -> Result<Vec<Entry>> {
    conn.prepare_cached(concat!(
        "SELECT ",
        named!(),
        ", received, caller, shared, who, home, line FROM named WHERE contact_id = ?1 ORDER BY n"
    ))
    .and_then(|mut ask| ask.query_map([contact_id], Entry::read)?.collect::<rusqlite::Result<Vec<_>>>())
    .doing("read the register")?
    .into_iter()
    .collect()
}

/// Whether the table holds something else of a contact than its events make.
pub(crate) fn differs(conn: &Connection, contact: &Contact) -> Result<bool> {
    Ok(stored(conn, codec::number(contact.id))? != expected(contact))
}

/// Writes a contact's rows if they are not as they stand: most events name nobody anew.
pub(crate) fn write(tx: &Connection, contact: &Contact) -> Result<()> {
    let id = codec::number(contact.id);
    let (expected, stored) = (expected(contact), stored(tx, id)?);
    if expected == stored {
        return Ok(());
    }
    if !stored.is_empty() {
        tx.prepare_cached("DELETE FROM named WHERE contact_id = ?1")
            .and_then(|mut delete| delete.execute([id]))
            .doing(WRITING)?;
    }
    for (entry, n) in expected.iter().zip(0_i64..) {
        insert(tx, id, n, entry)?;
    }
    Ok(())
}

fn insert(tx: &Connection, contact_id: i64, n: i64, entry: &Entry) -> Result<()> {
    let Entry { person, received, caller, shared, keys } = entry;
    let subject = person.id.split_once('/').map_or("", |(_, subject)| subject);
    let also_known_as = row::listed(&person.also_known_as)?;
    tx.prepare_cached(
        "INSERT INTO named(contact_id, n, subject, kind, forename, surname, also_known_as, birth, due, mother, sex, address,
           postcode, phone, nhs_number, upn, received, caller, shared, who, home, line)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
    )
    .and_then(|mut insert| {
        insert.execute(params![
            contact_id,
            n,
            subject,
            person.kind.code(),
            person.forename,
            person.surname,
            also_known_as,
            person.birth.map(number),
            person.due.map(number),
            person.mother,
            person.sex.map(Sex::code),
            person.address,
            person.postcode,
            person.phone,
            person.nhs_number,
            person.upn,
            received,
            caller,
            shared,
            keys.who,
            keys.home,
            keys.line,
        ])
    })
    .doing(WRITING)
    .map(|_| ())
}
