//! What the desk that is there has beyond a copy: read from its record if that opens, and from its head file in any case.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::super::connection::Access;
use super::super::desk::Paths;
use super::super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::super::head::{Head, Line};
use super::super::keys::{Dek, PERSON, Sealed, Sidecar};
use super::super::open::open_newest;
use super::super::{Store, codec, events, meta};
use super::rehearse::Rehearsal;
use crate::domain::event::Missing;
use crate::domain::ids::ContactId;

const DOING: &str = "compare the copy with the desk";

/// What the desk that is there has beyond a copy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beyond {
    /// Whether there is a desk at all.
    pub present: bool,
    /// What was saved after the copy, as far as the desk's files prove it.
    pub missing: Option<Missing>,
    /// Nothing of the desk could be read that would prove what is missing.
    pub unproved: bool,
    /// Contacts that were worked on since the copy, if the desk's record can be read.
    pub contacts: Vec<ContactId>,
    /// People who were shut out since: with the copy they could open the desk again.
    pub back_in: Vec<String>,
    /// People who were added since: the copy has no key for them.
    pub left_out: Vec<String>,
    /// What else is to be known, in whole sentences.
    pub notes: Vec<String>,
}

impl Rehearsal {
    /// Compares the copy with the desk that it would replace. Nothing of that desk is changed; it need not open.
    ///
    /// # Errors
    /// [`Kind::Keys`] if it is a copy of another desk, and as SQLite reports them for the copy.
    pub fn compare(&self, desk: &Paths) -> Result<Beyond> {
        let Some(store) = &self.store else { return Ok(Beyond::default()) };
        let present = desk.parts().is_ok_and(|parts| !parts.is_empty());
        let mut beyond = Beyond { present, ..Beyond::default() };
        if !present {
            return Ok(beyond);
        }
        people(&mut beyond, store, desk)?;
        let copy = Chain { conn: &store.conn, ends: self.holds.seq };
        let read = self.open_present(desk).and_then(|conn| look(&mut beyond, &copy, &conn, store));
        let proved_by_record = match read {
            Ok(()) => true,
            Err(e) if e.kind == Kind::Keys && e.doing() == DOING => return Err(e),
            Err(_) => {
                beyond.notes.push(
                    "The record of the present desk cannot be read: it is missing or damaged, or its key was changed since the copy."
                        .to_owned(),
                );
                false
            }
        };
        let witness = Head::new(desk.head(), meta::need(&store.conn, meta::HEAD_KEY)?).read()?;
        for line in &witness.lines {
            beyond.add(&copy, *line)?;
        }
        beyond.unproved = !proved_by_record && witness.lines.is_empty();
        if desk.protocol().exists() && !self.holds.rules {
            beyond.notes.push(
                "The present desk has rules of its own (protocol.toml) and the copy has none: the built-in rules would apply until that file is put back."
                    .to_owned(),
            );
        }
        Ok(beyond)
    }

    /// The record of the present desk: with the keys that are there, or else with those of the copy. Not even its log is moved:
    /// what is there may be evidence.
    fn open_present(&self, desk: &Paths) -> Result<Connection> {
        let ours = self.store.as_ref().map(|store| store.dek.clone());
        let theirs = Sealed::read(&desk.keys()).and_then(|sealed| self.opener.open(sealed));
        let deks: Vec<Dek> =
            theirs.map(|(_, deks)| deks).unwrap_or_default().into_iter().chain(ours).collect();
        open_newest(desk, &deks, Access::ReadOnly).map(|(conn, _)| conn)
    }
}

/// The chain of the copy, for comparing.
struct Chain<'a> {
    conn: &'a Connection,
    ends: i64,
}

impl Chain<'_> {
    /// The first entry that another chain of the same desk, which has `ends` entries, does not share with this one.
    fn parts_from(&self, other: &Connection, ends: i64) -> Result<i64> {
        let same =
            |seq| -> Result<bool> { Ok(events::hash_at(self.conn, seq)? == events::hash_at(other, seq)?) };
        let (mut shared, mut most) = (0, self.ends.min(ends));
        // Each entry is bound to the one before: up to some entry all are the same, after it none is.
        while shared < most {
            let middle = shared + (most - shared + 1) / 2;
            if same(middle)? { shared = middle } else { most = middle - 1 }
        }
        Ok(shared + 1)
    }
}

impl Beyond {
    /// Takes in that this was saved once.
    fn add(&mut self, copy: &Chain<'_>, saved: Line) -> Result<()> {
        let seq = saved.tip.seq;
        let first = if seq > copy.ends {
            copy.ends + 1
        } else if events::hash_at(copy.conn, seq)? == Some(saved.tip.hash) {
            return Ok(());
        } else {
            seq
        };
        self.merge(Missing { first: first.unsigned_abs(), last: seq.unsigned_abs(), at: saved.at });
        Ok(())
    }

    fn merge(&mut self, more: Missing) {
        self.missing = Some(match self.missing {
            None => more,
            Some(known) => {
                let later = if more.last > known.last { more } else { known };
                Missing { first: more.first.min(known.first), ..later }
            }
        });
    }
}

/// What the present record has beyond the copy.
fn look(beyond: &mut Beyond, copy: &Chain<'_>, conn: &Connection, store: &Store) -> Result<()> {
    let (ours, theirs): ([u8; 16], [u8; 16]) =
        (meta::need(&store.conn, meta::VAULT)?, meta::need(conn, meta::VAULT)?);
    if ours != theirs {
        return Err(another_desk());
    }
    let ends = events::tip(conn)?.seq;
    let first = copy.parts_from(conn, ends)?;
    let Some(at) = events::last_at(conn)?.filter(|_| first <= ends) else { return Ok(()) };
    beyond.merge(Missing { first: first.unsigned_abs(), last: ends.unsigned_abs(), at });
    let since: Vec<i64> = conn
        .prepare(
            "SELECT DISTINCT contact_id FROM event WHERE seq >= ?1 AND contact_id > 0 ORDER BY contact_id",
        )
        .and_then(|mut ask| ask.query_map([first], |row| row.get(0))?.collect())
        .doing("look at the present record")?;
    beyond.contacts = since.into_iter().map(codec::id).collect();
    Ok(())
}

/// Who could open the copy and who could not, beside the keys that are there. Those are read without opening them.
fn people(beyond: &mut Beyond, store: &Store, desk: &Paths) -> Result<()> {
    let Ok(sealed) = Sealed::read(&desk.keys()) else {
        beyond.notes.push(
            "The desk.keys of the present desk is missing or cannot be read. If its desk.db is good, desk.keys from the newest copy may be all it needs: copy that one file back and try to open the desk first."
                .to_owned(),
        );
        return Ok(());
    };
    let (now, then) = (sealed.unchecked(), &store.sidecar);
    if now.vault != then.vault {
        return Err(another_desk());
    }
    let names = |sidecar: &Sidecar| -> BTreeSet<String> {
        sidecar.slots.iter().filter(|slot| slot.kind == PERSON).map(|slot| slot.name.clone()).collect()
    };
    let (have, had) = (names(now), names(then));
    beyond.back_in = had.difference(&have).cloned().collect();
    beyond.left_out = have.difference(&had).cloned().collect();
    if now.generation > then.generation {
        beyond.notes.push(
            "Keys were changed since the copy: passphrases are those of the time of the copy.".to_owned(),
        );
    }
    Ok(())
}

fn another_desk() -> Error {
    Error::new(
        Kind::Keys,
        DOING,
        "it is a copy of another desk than the one that is here",
        UNTOUCHED,
        "Check --desk and the name of the copy. To bring a desk to a new place, name an empty directory with --desk.",
    )
}
