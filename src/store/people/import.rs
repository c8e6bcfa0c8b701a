//! Importing people: a file in parts, each in one transaction with the event that says who wrote it, when, and how many.
//!
//! A part is written whole or not at all. An import that dies between two parts leaves the earlier ones in place and
//! accounted for; importing the file again finds them unchanged and writes the rest, so nothing is ever there twice.

use rusqlite::{Connection, params};

use super::super::error::{Doing, Result};
use super::super::{Store, codec, events, meta};
use super::row::{self, number};
use super::{Keys, history};
use crate::domain::actor::Actor;
use crate::domain::event::DeskEvent;
use crate::domain::register::{KnownPerson, Sex};
use crate::domain::when::Moment;

/// People of one part while nobody else has the desk open: large, because every part touches most of the index.
const ALONE: usize = 50_000;
/// People of one part while others work: small, because their saves wait for it.
const SHARED: usize = 4_000;
const DOING: &str = "import people";

/// One part of a file.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// SHA-256 of the file, in hexadecimal.
    pub file: &'a str,
    /// Which part, from 1.
    pub part: u32,
    /// Whether it is the last one.
    pub last: bool,
    /// Lines of the file, read since the part before, that were refused.
    pub bad: u32,
    /// What the columns mean, kept for the next import.
    pub columns: Option<&'a str>,
}

/// What became of the people of one part, or of several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not known before.
    pub new: u32,
    /// Known, with something different.
    pub updated: u32,
    /// Known, and just so.
    pub unchanged: u32,
}

impl Counts {
    /// Everybody.
    #[must_use]
    pub fn all(self) -> u64 {
        u64::from(self.new) + u64::from(self.updated) + u64::from(self.unchanged)
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.new = self.new.saturating_add(more.new);
        self.updated = self.updated.saturating_add(more.updated);
        self.unchanged = self.unchanged.saturating_add(more.unchanged);
    }
}

impl Store {
    /// How many people the next part may have: fewer while another terminal has the desk open.
    ///
    /// # Errors
    /// As the operating system reports them.
    pub fn people_of_a_part(&mut self) -> Result<usize> {
        Ok(if self.is_shared()? { SHARED } else { ALONE })
    }

    /// Writes one part of a file: people are added, or updated by their number, in one transaction with its event.
    ///
    /// # Errors
    /// [`super::super::error::Kind::Full`] when the disk is nearly full, and as SQLite reports them. Nothing of the part was
    /// written then.
    pub fn import_people(
        &mut self,
        actor: &Actor,
        now: Moment,
        part: &Part<'_>,
        people: &[KnownPerson],
    ) -> Result<Counts> {
        self.check_space(DOING)?;
        self.write_plain(now, |tx| {
            // Nobody else can write in between: the event will have the next number.
            let changed = events::tip(tx)?.seq + 1;
            let mut counts = Counts::default();
            for person in people {
                match write(tx, person, changed)? {
                    Written::New => counts.new += 1,
                    Written::Updated => counts.updated += 1,
                    Written::Unchanged => counts.unchanged += 1,
                }
            }
            if let Some(columns) = part.columns {
                meta::set(tx, meta::PEOPLE_COLUMNS, columns)?;
            }
            let Counts { new, updated, unchanged } = counts;
            let imported = DeskEvent::PeopleImported {
                file: part.file.to_owned(),
                part: part.part,
                last: part.last,
                new,
                updated,
                unchanged,
                bad: part.bad,
            };
            events::append_desk(tx, codec::encode_desk(&imported, actor, now)?)?;
            Ok(counts)
        })
    }

    /// What the columns of the last imported file meant, as it was kept.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn people_columns(&self) -> Result<Option<String>> {
        meta::text(&self.conn, meta::PEOPLE_COLUMNS)
    }
}

enum Written {
    New,
    Updated,
    Unchanged,
}

const INSERT: &str = "INSERT INTO person(id, kind, forename, surname, also_known_as, birth, due, mother, sex, address, postcode,
       phone, nhs_number, upn, open_to, closed_on, closed_team, plan, shared_on, home, line, changed)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)";
const UPDATE: &str = "UPDATE person SET kind = ?2, forename = ?3, surname = ?4, also_known_as = ?5, birth = ?6, due = ?7,
       mother = ?8, sex = ?9, address = ?10, postcode = ?11, phone = ?12, nhs_number = ?13, upn = ?14, open_to = ?15,
       closed_on = ?16, closed_team = ?17, plan = ?18, shared_on = ?19, home = ?20, line = ?21, changed = ?22
     WHERE id = ?1";

fn write(tx: &Connection, person: &KnownPerson, changed: i64) -> Result<Written> {
    let stored = history::imported(tx, &person.id)?;
    let (sql, written) = match stored {
        Some(stored) if stored == *person => return Ok(Written::Unchanged),
        Some(_) => (UPDATE, Written::Updated),
        None => (INSERT, Written::New),
    };
    let Keys { home, line, .. } = Keys::of(person);
    let standing = &person.standing;
    let (also_known_as, shared_on) = (row::listed(&person.also_known_as)?, row::listed(&standing.shared_on)?);
    tx.prepare_cached(sql)
        .and_then(|mut put| {
            put.execute(params![
                person.id,
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
                standing.open_to,
                standing.closed_on.map(number),
                standing.closed_team,
                standing.plan,
                shared_on,
                home,
                line,
                changed,
            ])
        })
        .doing(DOING)?;
    Ok(written)
}
