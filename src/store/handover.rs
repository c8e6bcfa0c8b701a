//! Handover sheets: signed, taken over, and read again. A signature and everything that follows from it is one transaction.

use std::cmp::Reverse;

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use super::contacts::{append, prepare, unknown};
use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::events::{self, Refused, Stored};
use super::retention::kinds;
use super::{Store, codec, project};
use crate::domain::actor::Actor;
use crate::domain::contact::Contact;
use crate::domain::decide;
use crate::domain::event::{DeskEvent, Recorded};
use crate::domain::handover::{Kept, SheetId, Signed, Signing, Taken};
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;

const READING: &str = "read the handover sheets";
/// Events of the desk after a place in the record, oldest first.
const SINCE: &str = "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, b.text
     FROM event e JOIN body b ON b.seq = e.seq
     WHERE e.seq > ?1 AND e.contact_id = 0 AND e.kind IN ('handover-signed', 'handover-taken', 'sheet-parted') ORDER BY e.seq";
/// The place of the last event before a time.
const BEFORE: &str = "SELECT seq FROM event WHERE at < ?1 ORDER BY seq DESC LIMIT 1";
/// The newest sheet, or the one with this number. A sheet that was parted keeps its number in the event that replaced it.
const SIGNED: &str = "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, b.text
     FROM event e JOIN body b ON b.seq = e.seq
     WHERE e.contact_id = 0
       AND (e.kind = 'handover-signed' AND (?1 IS NULL OR json_extract(b.text, '$.event.sheet') = ?1)
         OR e.kind = 'sheet-parted' AND json_extract(b.text, '$.event.signed.sheet') = ?1)
     ORDER BY e.contact_seq DESC LIMIT 1";
/// The highest number among the sheets that were parted: it may be the highest of all.
const PARTED: &str = concat!(
    "SELECT max(json_extract(b.text, '$.event.signed.sheet')) FROM event e INDEXED BY event_retention
     JOIN body b ON b.seq = e.seq WHERE ",
    kinds!(),
    " AND e.kind = 'sheet-parted'"
);
/// How the sheet with this number was taken over.
const TAKEN: &str = "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, b.text
     FROM event e JOIN body b ON b.seq = e.seq
     WHERE e.seq > ?2 AND e.contact_id = 0 AND e.kind = 'handover-taken'
       AND json_extract(b.text, '$.event.sheet') = ?1 ORDER BY e.seq LIMIT 1";

/// Why a sheet was not taken over.
#[derive(Debug)]
pub enum NotTaken {
    /// A rule refuses it.
    Refused(decide::Refusal),
    /// The store could not.
    Trouble(Error),
}

impl From<Error> for NotTaken {
    fn from(e: Error) -> Self {
        Self::Trouble(e)
    }
}

impl Store {
    /// Signs a sheet: every contact on it is handed over as it stands now, and the desk keeps the words, all or nothing. A
    /// contact that others changed since the sheet was read is read again; the sheet says so.
    ///
    /// The caller has asked [`decide::may_sign`].
    ///
    /// # Errors
    /// [`Kind::Unknown`] if a contact on it is not there, and as SQLite reports them.
    pub fn sign_handover(&mut self, signing: &Signing, actor: &Actor, now: Moment) -> Result<Signed> {
        self.write_plain(now, |tx| {
            let parted: Option<u32> = tx.query_row(PARTED, [], |row| row.get(0)).doing(READING)?;
            let last = newest(tx, None)?.map_or(0, |(kept, _)| kept.signed.sheet.0).max(parted.unwrap_or(0));
            let sheet = SheetId(last.saturating_add(1));
            let mut changed = Vec::new();
            for (id, seen) in &signing.contacts {
                let contact = project::load(tx, *id)?.ok_or_else(|| unknown(*id))?;
                changed.extend((contact.version != *seen).then_some(*id));
                let handed = decide::hand_over(&contact, signing.handed_over(sheet), actor, now);
                add(tx, contact, handed)?;
            }
            let signed = signing.signed(sheet, changed, sha256);
            let event = DeskEvent::HandoverSigned(Box::new(signed.clone()));
            events::append_desk(tx, codec::encode_desk(&event, actor, now)?)?;
            Ok(signed)
        })
    }

    /// Takes a sheet over: the second signature, and with it every contact that nobody has taken one by one.
    ///
    /// # Errors
    /// [`NotTaken::Refused`] if a rule refuses it, [`Kind::Unknown`] if there is no such sheet, and as SQLite reports them.
    pub fn take_handover(
        &mut self,
        sheet: SheetId,
        by: &str,
        actor: &Actor,
        now: Moment,
    ) -> Result<Taken, NotTaken> {
        let taken = self.write_plain(now, |tx| {
            let kept = one(tx, sheet)?;
            if let Err(refusal) = decide::may_take(&kept, by, actor) {
                return Ok(Err(refusal));
            }
            let mut contacts: Vec<ContactId> = Vec::new();
            for id in kept.signed.contacts {
                // One that was erased meanwhile has nobody waiting for it.
                let Some(contact) = project::load(tx, id)? else { continue };
                let Some(taken) = decide::take_over(&contact, sheet, by, actor, now) else { continue };
                add(tx, contact, taken)?;
                contacts.push(id);
            }
            let taken = Taken { sheet, by: by.trim().to_owned(), contacts };
            let event = codec::encode_desk(&DeskEvent::HandoverTaken(taken.clone()), actor, now)?;
            events::append_desk(tx, event)?;
            Ok(Ok(taken))
        })?;
        taken.map_err(NotTaken::Refused)
    }

    /// The sheets signed since a time, the newest first.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn handovers(&self, since: Moment) -> Result<Vec<Kept>> {
        let conn = &self.conn;
        let from: Option<i64> = conn
            .prepare_cached(BEFORE)
            .and_then(|mut ask| ask.query_row([since.millis()], |row| row.get(0)).optional())
            .doing(READING)?;
        let stored: Vec<Stored> = conn
            .prepare_cached(SINCE)
            .and_then(|mut ask| ask.query_map([from.unwrap_or(0)], events::stored)?.collect())
            .doing(READING)?;
        let mut sheets: Vec<Kept> = Vec::new();
        let mut seconds: Vec<(Taken, Moment)> = Vec::new();
        for event in &stored {
            match codec::decode_desk(event)?.1 {
                DeskEvent::HandoverTaken(taken) => seconds.push((taken, event.at)),
                signed => {
                    let old = |kept: &Kept| event.kind == "sheet-parted" && kept.at < since;
                    let Some(kept) = kept(signed, event.at).filter(|kept| !old(kept)) else { continue };
                    sheets.retain(|known| known.signed.sheet != kept.signed.sheet);
                    sheets.push(kept);
                }
            }
        }
        for (taken, at) in seconds {
            if let Some(kept) = sheets.iter_mut().find(|kept| kept.signed.sheet == taken.sheet) {
                kept.taken = Some((taken.by, at));
            }
        }
        sheets.sort_by_key(|kept| Reverse(kept.signed.sheet));
        Ok(sheets)
    }

    /// The sheet with this number.
    ///
    /// # Errors
    /// [`Kind::Unknown`] if there is none, and as SQLite reports them.
    pub fn handover(&self, sheet: SheetId) -> Result<Kept> {
        one(&self.conn, sheet)
    }
}

/// Adds one event to a contact that was read in this very transaction: nobody can have been faster.
fn add(tx: &Connection, contact: Contact, recorded: Recorded) -> Result<()> {
    let version = contact.version;
    let (new, _) = prepare(version, std::slice::from_ref(&recorded))?;
    append(tx, &contact.then(vec![recorded]), version, &new).map_err(|refused| match refused {
        Refused::Trouble(e) => e,
        Refused::Conflict { .. } => super::contacts::unnumbered(),
    })
}

fn one(conn: &Connection, sheet: SheetId) -> Result<Kept> {
    let (kept, seq) = newest(conn, Some(sheet))?.ok_or_else(|| no_sheet(sheet))?;
    let taken = conn.query_row(TAKEN, (sheet.0, seq), events::stored).optional().doing(READING)?;
    let Some(stored) = taken else { return Ok(kept) };
    match codec::decode_desk(&stored)?.1 {
        DeskEvent::HandoverTaken(taken) => Ok(Kept { taken: Some((taken.by, stored.at)), ..kept }),
        _ => Ok(kept),
    }
}

/// The newest sheet, or the one with this number, as it was signed, and its place in the record.
fn newest(conn: &Connection, sheet: Option<SheetId>) -> Result<Option<(Kept, i64)>> {
    let found =
        conn.query_row(SIGNED, [sheet.map(|sheet| sheet.0)], events::stored).optional().doing(READING)?;
    let Some(stored) = found else { return Ok(None) };
    // What was parted was signed, and perhaps taken, long before the event that replaced it.
    let seq = if stored.kind == "sheet-parted" { 0 } else { stored.seq };
    Ok(kept(codec::decode_desk(&stored)?.1, stored.at).map(|kept| (kept, seq)))
}

/// A signed sheet as it reads now.
fn kept(event: DeskEvent, at: Moment) -> Option<Kept> {
    match event {
        DeskEvent::HandoverSigned(signed) => Some(Kept { signed: *signed, at, taken: None }),
        DeskEvent::SheetParted(parted) => Some(Kept { signed: parted.signed, at: parted.at, taken: None }),
        _ => None,
    }
}

/// SHA-256 of a text in hexadecimal.
fn sha256(text: &str) -> String {
    let hex =
        |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from_digit(u32::from(half), 16).unwrap_or('0'));
    Sha256::digest(text.as_bytes()).iter().flat_map(hex).collect()
}

fn no_sheet(sheet: SheetId) -> Error {
    Error::new(
        Kind::Unknown,
        READING,
        format!("there is no sheet {sheet} on this desk"),
        UNTOUCHED,
        "List the sheets of the last days and look for its number.",
    )
}

#[cfg(test)]
mod tests;
