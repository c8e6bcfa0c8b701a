//! One person with the history ribbon: what was imported, the desk's own contacts, the household. By index alone, so that the
//! answer is there while the caller still speaks.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{Connection, Params, Row};

use super::super::codec;
use super::super::error::{Doing, Result};
use super::Keys;
use super::row::{self, imported, named};
use crate::domain::calendar::Zone;
use crate::domain::ids::ContactId;
use crate::domain::named::from_id;
use crate::domain::register::KnownPerson;
use crate::domain::ribbon::{Housemate, Past, Ribbon, Tie};
use crate::domain::same;
use crate::domain::when::Moment;

const READING: &str = "read what is known of a person";

/// An imported person by number.
const PERSON: &str = concat!("SELECT ", imported!(), " FROM person WHERE id = ?1");
/// Somebody named in a contact.
const NAMED: &str = concat!("SELECT ", named!(), " FROM named WHERE contact_id = ?1 AND subject = ?2");
/// Contacts that name the same person.
const SAME_PERSON: &str = "SELECT n.contact_id, n.received, n.caller, n.shared, c.open
     FROM named n JOIN contact c ON c.id = n.contact_id WHERE n.who = ?1";
/// One contact.
const ONE_CONTACT: &str = "SELECT n.contact_id, n.received, n.caller, n.shared, c.open
     FROM named n JOIN contact c ON c.id = n.contact_id WHERE n.contact_id = ?1 LIMIT 1";
/// Nobody of a restricted contact is named beside others.
macro_rules! open_to_all {
    () => {
        " AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.id = contact_id AND c.restricted IS NOT NULL)"
    };
}

/// Who shares a home or a line, imported or named in a contact: never more of each than a large house holds.
const HOUSEHOLD: [(&str, Tie); 4] = [
    (concat!("SELECT ", imported!(), " FROM person WHERE home = ?1 LIMIT 40"), Tie::Address),
    (concat!("SELECT ", named!(), " FROM named WHERE home = ?1", open_to_all!(), " LIMIT 40"), Tie::Address),
    (concat!("SELECT ", imported!(), " FROM person WHERE line = ?1 LIMIT 40"), Tie::Phone),
    (concat!("SELECT ", named!(), " FROM named WHERE line = ?1", open_to_all!(), " LIMIT 40"), Tie::Phone),
];

/// The person with this number: imported, or named in a contact (`R-1004/child 1`). None if there is no such person.
///
/// # Errors
/// As SQLite reports them.
pub fn known(conn: &Connection, id: &str) -> Result<Option<KnownPerson>> {
    let found = match from_id(id) {
        None => return imported(conn, id),
        Some((contact, _)) => {
            let subject = id.split_once('/').map_or("", |(_, subject)| subject);
            people(conn, NAMED, (codec::number(contact), subject))?
        }
    };
    Ok(found.into_iter().next())
}

/// The imported person with this number.
pub(super) fn imported(conn: &Connection, id: &str) -> Result<Option<KnownPerson>> {
    Ok(people(conn, PERSON, [id])?.into_iter().next())
}

/// The desk's other contacts that name the same person as this one does, each with whom of it: same first name, surname and birth
/// date. None where those are not known.
pub(in crate::store) fn same_person(
    conn: &Connection,
    contact: ContactId,
    subject: &str,
) -> Result<Vec<String>> {
    const SAME: &str = "SELECT o.contact_id, o.subject FROM named n JOIN named o ON o.who = n.who
         WHERE n.contact_id = ?1 AND n.subject = ?2 AND o.contact_id <> ?1 ORDER BY o.contact_id, o.n";
    conn.prepare_cached(SAME)
        .and_then(|mut ask| {
            ask.query_map((codec::number(contact), subject), |row| {
                let (contact, subject): (i64, String) = (row.get(0)?, row.get(1)?);
                Ok(format!("{}/{subject}", codec::id(contact)))
            })?
            .collect()
        })
        .doing(READING)
}

/// The people with these numbers, each with the ribbon as of `today` in `zone`, in the order asked. A number that nobody has is
/// passed over.
///
/// # Errors
/// As SQLite reports them.
pub fn known_with_ribbon(
    conn: &Connection,
    ids: &[String],
    today: NaiveDate,
    zone: Zone,
) -> Result<Vec<(KnownPerson, Ribbon)>> {
    let mut answer = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(person) = known(conn, id)? else { continue };
        let own: Vec<ContactId> = from_id(id).map(|(contact, _)| contact).into_iter().collect();
        let past = past(conn, &person, &own)?;
        let household = household(conn, &person)?;
        let ribbon = Ribbon::new(&person.standing, &past, household, today, zone);
        answer.push((person, ribbon));
    }
    Ok(answer)
}

/// The desk's contacts about a person: those that name the same first name, surname and birth date, and those in `contacts`,
/// which somebody has linked.
///
/// # Errors
/// As SQLite reports them.
pub fn past(conn: &Connection, person: &KnownPerson, contacts: &[ContactId]) -> Result<Vec<Past>> {
    let mut found = BTreeMap::new();
    let mut add = |sql: &str, key: i64| -> Result<()> {
        let rows: Vec<Past> = conn
            .prepare_cached(sql)
            .and_then(|mut ask| ask.query_map([key], one_past)?.collect())
            .doing(READING)?;
        found.extend(rows.into_iter().map(|past| (past.contact, past)));
        Ok(())
    };
    if let Some(who) = Keys::of(person).who {
        add(SAME_PERSON, who)?;
    }
    for contact in contacts {
        add(ONE_CONTACT, codec::number(*contact))?;
    }
    Ok(found.into_values().collect())
}

fn one_past(row: &Row<'_>) -> rusqlite::Result<Past> {
    Ok(Past {
        contact: codec::id(row.get(0)?),
        received: Moment::from_millis(row.get(1)?),
        caller: row.get(2)?,
        shared: row.get::<_, Option<i64>>(3)?.map(Moment::from_millis),
        open: row.get(4)?,
    })
}

/// Others with the same postcode and house number, or the same telephone number. Imported entries stand before what contacts
/// say of the same people.
///
/// # Errors
/// As SQLite reports them.
pub fn household(conn: &Connection, person: &KnownPerson) -> Result<Vec<Housemate>> {
    let keys = Keys::of(person);
    let mut found: Vec<(KnownPerson, Tie)> = Vec::new();
    for (sql, tie) in HOUSEHOLD {
        let key = match tie {
            Tie::Address => keys.home,
            Tie::Phone => keys.line,
        };
        let Some(key) = key else { continue };
        for other in people(conn, sql, [key])? {
            let known = std::iter::once(person).chain(found.iter().map(|(known, _)| known));
            if !known.into_iter().any(|known| is_same(known, &other)) {
                found.push((other, tie));
            }
        }
    }
    let mate = |(person, tie): (KnownPerson, Tie)| Housemate {
        name: name(&person),
        id: person.id,
        birth: person.birth,
        open_to: person.standing.open_to,
        tie,
    };
    Ok(found.into_iter().map(mate).collect())
}

/// Whether two entries of one household are one person: the same name, and no two different birth dates.
fn is_same(one: &KnownPerson, other: &KnownPerson) -> bool {
    let names = |p: &KnownPerson| (same::fold(&p.forename), same::fold(&p.surname), same::fold(&p.mother));
    let differ = one.birth.is_some() && other.birth.is_some() && one.birth != other.birth;
    one.id == other.id || (!differ && is_named_alike(&names(one), &names(other)))
}

/// The mother's name counts only where there is no other.
fn is_named_alike(one: &(String, String, String), other: &(String, String, String)) -> bool {
    let nameless = one.0.is_empty() && other.0.is_empty();
    one.0 == other.0 && one.1 == other.1 && (!nameless || one.2 == other.2)
}

fn name(person: &KnownPerson) -> String {
    let name = format!("{} {}", person.forename, person.surname);
    if person.forename.is_empty() && !person.mother.is_empty() {
        return format!("child of {}", person.mother);
    }
    name.trim().to_owned()
}

fn people(conn: &Connection, sql: &str, key: impl Params) -> Result<Vec<KnownPerson>> {
    conn.prepare_cached(sql)
        .and_then(|mut ask| ask.query_map(key, row::person)?.collect::<rusqlite::Result<Vec<_>>>())
        .doing(READING)?
        .into_iter()
        .collect()
}

#[cfg(test)]
pub(super) fn every_query() -> Vec<&'static str> {
    [PERSON, NAMED, SAME_PERSON, ONE_CONTACT].into_iter().chain(HOUSEHOLD.map(|(sql, _)| sql)).collect()
}
