//! Handover sheets: signed, taken over, and read again. A signature and everything that follows from it is one transaction.

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use super::contacts::{append, prepare, unknown};
use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::events::{self, Refused, Stored};
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
     WHERE e.seq > ?1 AND e.contact_id = 0 AND e.kind IN ('handover-signed', 'handover-taken') ORDER BY e.seq";
/// The place of the last event before a time.
const BEFORE: &str = "SELECT seq FROM event WHERE at < ?1 ORDER BY seq DESC LIMIT 1";
/// The newest sheet, or the one with this number.
const SIGNED: &str = "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, b.text
     FROM event e JOIN body b ON b.seq = e.seq
     WHERE e.contact_id = 0 AND e.kind = 'handover-signed'
       AND (?1 IS NULL OR json_extract(b.text, '$.event.sheet') = ?1)
     ORDER BY e.contact_seq DESC LIMIT 1";
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
            let last = newest(tx, None)?.map_or(0, |(kept, _)| kept.signed.sheet.0);
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
                let contact = project::load(tx, id)?.ok_or_else(|| unknown(id))?;
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
        for event in &stored {
            match codec::decode_desk(event)?.1 {
                DeskEvent::HandoverSigned(signed) => {
                    sheets.push(Kept { signed: *signed, at: event.at, taken: None });
                }
                DeskEvent::HandoverTaken(taken) => {
                    if let Some(kept) = sheets.iter_mut().find(|kept| kept.signed.sheet == taken.sheet) {
                        kept.taken = Some((taken.by, event.at));
                    }
                }
                _ => {}
            }
        }
        sheets.reverse();
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
    match codec::decode_desk(&stored)?.1 {
        DeskEvent::HandoverSigned(signed) => {
            Ok(Some((Kept { signed: *signed, at: stored.at, taken: None }, stored.seq)))
        }
        _ => Ok(None),
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
