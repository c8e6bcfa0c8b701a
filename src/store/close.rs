//! The daily close: the end of the record is signed, and six words stand for it.
//!
//! # What is signed, and with what
//! The desk has an Ed25519 key of its own ([`meta::CLOSE_KEY`]), which never leaves the encrypted record. A close signs the
//! number and hash of the last entry, when and by whom, and what the close before it signed; the hash covers every entry
//! before. The close is then an event of the desk, and its signature a line of the head file too.
//!
//! # What it proves
//! That nobody *without* the desk's key has changed the record since. Whoever holds the key can sign anew; then the six words
//! on paper no longer fit ([`Store::check_words`]), and those nobody can sign.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use super::chain::{Hash, Tip};
use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::events::{self, Stored};
use super::head::{self, Line};
use super::verify::{Bad, entries};
use super::{Store, codec, keys, meta};
use crate::domain::actor::Actor;
use crate::domain::close::{self, Close, Closed};
use crate::domain::event::DeskEvent;
use crate::domain::when::Moment;

const SIGNING: &str = "sign the end of the record";
const READING: &str = "read the daily closes";
/// Every close, the newest first. The kind stands here as in the index of it.
const CLOSES: &str = "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, b.text
     FROM event e LEFT JOIN body b ON b.seq = e.seq
     WHERE e.kind = 'day-closed' AND e.contact_id = 0 ORDER BY e.seq DESC";

/// Whether the record still agrees with words on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// It does: every entry up to this one is as it was when they were written down.
    Agrees {
        /// The last entry the words stand for.
        entry: u64,
    },
    /// It does not.
    Differs {
        /// The last entry the words stand for.
        entry: u64,
        /// In what way, in words.
        what: String,
    },
    /// No close on record had these words, so it takes the number on paper to tell.
    NoSuchClose,
}

impl Store {
    /// Signs the end of the record. The caller has asked whether this person may.
    ///
    /// # Errors
    /// [`Kind::Damaged`] if the record is no longer what the last close signed, and as SQLite reports them.
    pub fn close_day(&mut self, actor: &Actor, now: Moment) -> Result<Closed> {
        let (closed, seal) = self.write_plain(now, |tx| {
            let previous = newest(tx)?;
            still_fits(tx, previous.as_ref())?;
            let key = signing_key(tx)?;
            let tip = events::tip(tx)?;
            let previous = previous.map(|last| last.close.closed);
            let signed =
                Message { vault: meta::need(tx, meta::VAULT)?, tip, at: now, by: &actor.name, previous };
            let signature = key.sign(&signed.bytes());
            let close = Close {
                closed: tip.seq.unsigned_abs(),
                hash: hex(&tip.hash),
                words: words_of(tip),
                by: actor.name.clone(),
                key: hex(key.verifying_key().as_bytes()),
                signature: hex(&signature.to_bytes()),
                previous,
            };
            let event = DeskEvent::DayClosed(Box::new(close.clone()));
            let entry = events::append_desk(tx, codec::encode_desk(&event, actor, now)?)?.seq.unsigned_abs();
            let line = Line { tip, at: now };
            let key = key.verifying_key().to_bytes();
            let seal = head::Close { line, key, signature: signature.to_bytes() };
            Ok((Closed { close, at: now, entry }, seal))
        })?;
        // As with every line of the witness: the close stands whatever becomes of it.
        if let Err(e) = self.head.append_close(&self.conn, seal) {
            self.beside = Some(e.beside_a_save());
        }
        Ok(closed)
    }

    /// The newest close, if there is one.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn last_close(&self) -> Result<Option<Closed>> {
        newest(&self.conn)
    }

    /// Whether the record still agrees with words that were written on paper, given in the form of [`close::words`], and the
    /// number of the entry beside them. Without the number the words are looked for among the closes on record.
    ///
    /// Every entry up to that one is checked, since the hash of the last one vouches for the others only if they are whole.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn check_words(&self, words: &str, entry: Option<u64>) -> Result<Agreement> {
        let Some(entry) = entry.map_or_else(|| with_words(&self.conn, words), |entry| Ok(Some(entry)))?
        else {
            return Ok(Agreement::NoSuchClose);
        };
        let seq = i64::try_from(entry).unwrap_or(i64::MAX);
        let differs = |what: String| Ok(Agreement::Differs { entry, what });
        let Some(hash) = events::hash_at(&self.conn, seq)?.filter(|_| seq > 0) else {
            let ends = events::tip(&self.conn)?.seq;
            return differs(format!(
                "the record ends at entry {ends}: its end is missing, an older copy was put back, or the number is another"
            ));
        };
        if words_of(Tip { seq, hash }) != words {
            return differs(format!(
                "entry {entry} or one before it is not what it was when these words were written, or the number or a word is another"
            ));
        }
        match entries::check(&self.conn, seq)?.first_bad() {
            Some(bad) => differs(bad.to_string()),
            None => Ok(Agreement::Agrees { entry }),
        }
    }
}

/// What a close puts its signature under.
struct Message<'a> {
    vault: [u8; 16],
    tip: Tip,
    at: Moment,
    by: &'a str,
    previous: Option<u64>,
}

impl Message<'_> {
    /// Every field of fixed length, and the name at the end: no two closes share their bytes.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = b"dutydesk close 1\0".to_vec();
        bytes.extend_from_slice(&self.vault);
        bytes.extend_from_slice(&self.tip.seq.to_le_bytes());
        bytes.extend_from_slice(&self.tip.hash);
        bytes.extend_from_slice(&self.at.millis().to_le_bytes());
        bytes.extend_from_slice(&self.previous.unwrap_or(0).to_le_bytes());
        bytes.extend_from_slice(self.by.as_bytes());
        bytes
    }
}

/// The six words for the record up to an entry.
#[must_use]
pub fn words_of(tip: Tip) -> String {
    let mut sum = Sha256::new();
    sum.update(b"dutydesk words 1\0");
    sum.update(tip.seq.to_le_bytes());
    sum.update(tip.hash);
    close::words(&sum.finalize().into())
}

/// Makes the key of a desk that has none: of a new one, or of one that was made before there were closes.
pub(crate) fn make_key(conn: &Connection) -> Result<()> {
    if meta::get::<Hash>(conn, meta::CLOSE_KEY)?.is_none() {
        meta::set(conn, meta::CLOSE_KEY, keys::random::<32>()?)?;
    }
    Ok(())
}

fn signing_key(conn: &Connection) -> Result<SigningKey> {
    let secret = zeroize::Zeroizing::new(meta::need::<Hash>(conn, meta::CLOSE_KEY)?);
    Ok(SigningKey::from_bytes(&secret))
}

/// A signature under a record that no longer is what was signed before would hide it.
fn still_fits(conn: &Connection, last: Option<&Closed>) -> Result<()> {
    let Some(last) = last else { return Ok(()) };
    let stands = events::hash_at(conn, i64::try_from(last.close.closed).unwrap_or(i64::MAX))?;
    if stands.is_some_and(|hash| hex(&hash) == last.close.hash) {
        return Ok(());
    }
    Err(Error::new(
        Kind::Damaged,
        SIGNING,
        format!("entry {} is not the one that was signed last", last.close.closed),
        UNTOUCHED,
        "Run \"dutydesk verify\" and keep its answer.",
    ))
}

fn newest(conn: &Connection) -> Result<Option<Closed>> {
    let found = conn
        .prepare_cached(&format!("{CLOSES} LIMIT 1"))
        .and_then(|mut ask| ask.query_row([], events::stored).optional())
        .doing(READING)?;
    found.as_ref().map(closed).transpose()
}

/// The last entry of the newest close that had these words.
fn with_words(conn: &Connection, words: &str) -> Result<Option<u64>> {
    let all: Vec<Stored> = conn
        .prepare_cached(CLOSES)
        .and_then(|mut ask| ask.query_map([], events::stored)?.collect())
        .doing(READING)?;
    for stored in &all {
        let found = closed(stored)?;
        if found.close.words == words {
            return Ok(Some(found.close.closed));
        }
    }
    Ok(None)
}

fn closed(stored: &Stored) -> Result<Closed> {
    match codec::decode_desk(stored)?.1 {
        DeskEvent::DayClosed(close) => {
            Ok(Closed { close: *close, at: stored.at, entry: stored.seq.unsigned_abs() })
        }
        _ => Err(Error::new(
            Kind::Damaged,
            READING,
            format!("entry {} is not the close it should be", stored.seq),
            UNTOUCHED,
            "Run \"dutydesk verify\" and keep its answer.",
        )),
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    keys::push_hex(&mut text, bytes);
    text
}

/// Every close against the entries it signed, the desk's key, and the close before it; and every signature that the head file
/// keeps. How many were looked at, and the first that does not fit.
pub(crate) fn check(conn: &Connection, witnessed: &[head::Close]) -> Result<(u64, Option<Bad>)> {
    let mut all: Vec<Stored> = conn
        .prepare_cached(CLOSES)
        .and_then(|mut ask| ask.query_map([], events::stored)?.collect())
        .doing(READING)?;
    all.reverse();
    if all.is_empty() && witnessed.is_empty() {
        return Ok((0, None));
    }
    let key = signing_key(conn)?.verifying_key();
    let vault = meta::need(conn, meta::VAULT)?;
    let mut previous: Option<Closed> = None;
    for (looked_at, stored) in (0..).zip(&all) {
        let bad = |what: String| Bad { seq: Some(stored.seq), contact_id: None, what };
        let Ok(found) = closed(stored) else {
            return Ok((looked_at, Some(bad("what this close says is missing or cannot be read".into()))));
        };
        if let Some(what) = wrong(conn, &found, previous.as_ref(), &key, vault)? {
            return Ok((looked_at, Some(bad(what))));
        }
        previous = Some(found);
    }
    let looked_at = all.len() as u64;
    let other = witnessed.iter().find(|close| close.key != key.to_bytes());
    let bad = other.map(|close| Bad {
        seq: Some(close.line.tip.seq),
        contact_id: None,
        what: "the head file has a close of it under another key than the desk's".into(),
    });
    Ok((looked_at, bad))
}

fn wrong(
    conn: &Connection,
    found: &Closed,
    previous: Option<&Closed>,
    key: &VerifyingKey,
    vault: [u8; 16],
) -> Result<Option<String>> {
    let close = &found.close;
    let before = previous.map(|last| last.close.closed);
    let seq = i64::try_from(close.closed).unwrap_or(i64::MAX);
    let (Some(hash), Some(signature)) = (keys::unhex(&close.hash), keys::unhex(&close.signature)) else {
        return Ok(Some("the signature of this close is not one".into()));
    };
    let tip = Tip { seq, hash };
    let signed = Message { vault, tip, at: found.at, by: &close.by, previous: close.previous };
    let genuine = key.verify_strict(&signed.bytes(), &Signature::from_bytes(&signature)).is_ok();
    Ok(if close.key != hex(key.as_bytes()) || !genuine {
        Some("this close was not signed with the desk's key".into())
    } else if events::hash_at(conn, seq)? != Some(hash) || close.closed >= found.entry {
        let fits = before.map_or(String::new(), |entry| format!("; up to entry {entry} it still is"));
        Some(format!("the record up to entry {seq} is not what this close signed{fits}"))
    } else if close.words != words_of(tip) {
        Some("the words of this close are not those of the entry it signed".into())
    } else if close.previous != before {
        Some("the close before this one is missing or another".into())
    } else {
        None
    })
}
