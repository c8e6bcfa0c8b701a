//! The sidecar `desk.keys`: which keys open the record, in a format that is final.
//!
//! The record is encrypted under one random data key. The sidecar holds *slots*, each of which yields that key to
//! somebody. A training desk has one slot of kind [`TRAINING`], which holds the key itself, unprotected. A real desk has one of
//! kind [`PERSON`] for each person and one of kind [`RECOVERY`] ([`slot`]). Slots of other kinds are kept as they are and
//! reported as made by a newer dutydesk, so that an older program never loses anybody's key by rewriting the file.
//!
//! ```text
//! magic       8 bytes   "DUTYKEYS"
//! version     u16       1
//! vault id    16 bytes  the same as in the record
//! generation  u64       grows by one with every change
//! slots       u16       how many follow
//!   kind      u8
//!   epoch     u32       which data key it yields; two epochs stand together only while the key is being changed
//!   name      u16 + UTF-8
//!   body      u32 + bytes, as the kind defines them
//! tag         32 bytes  HMAC-SHA256 of all before, under a key derived from the data key of the newest epoch
//! ```
//! Numbers are little-endian. The tag is checked once the key is known; it stops somebody who can write the file, but
//! cannot open it, from planting a slot of their own.

pub mod secret;
pub mod slot;

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::Read;
use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use self::secret::Secret;
use self::slot::Unwrapped;
use super::error::{Doing, Error, Kind, Result, UNTOUCHED};
use super::files;

/// Kind of the slot of a training desk: its body is the data key, as it is.
pub const TRAINING: u8 = 1;
/// Kind of a person's slot; its name is the person's short name.
pub const PERSON: u8 = 2;
/// Kind of the recovery slot.
pub const RECOVERY: u8 = 3;
/// The name of the recovery slot.
pub const RECOVERY_NAME: &str = "recovery";

const MAGIC: &[u8; 8] = b"DUTYKEYS";
const VERSION: u16 = 1;
const TAG: usize = 32;
/// A sidecar of a large desk has some hundred slots of some hundred bytes; more than this is not ours.
const LARGEST: u64 = 1 << 20;
const DOING: &str = "read the desk's keys";

/// The data key: 32 random bytes under which the record is encrypted. Never shown, wiped when dropped. It has a place of its
/// own: whoever hands it on hands on where it is, and leaves no copy behind.
#[derive(Clone, PartialEq, Eq)]
pub struct Dek(Box<[u8; 32]>);

impl Dek {
    /// A new key from the operating system's random source.
    ///
    /// # Errors
    /// If there is no random source.
    pub fn random() -> Result<Self> {
        let mut key = Box::new([0; 32]);
        fill(key.as_mut_slice())?;
        Ok(Self(key))
    }

    fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut key = Box::new([0; 32]);
        (bytes.len() == key.len()).then(|| key.copy_from_slice(bytes))?;
        Some(Self(key))
    }

    /// The statement that gives this key to SQLCipher. The caller wipes it with [`wipe`].
    pub(crate) fn pragma(&self) -> String {
        let mut sql = String::with_capacity(90);
        sql.push_str("PRAGMA key = \"x'");
        push_hex(&mut sql, self.0.as_slice());
        sql.push_str("'\"");
        sql
    }

    /// The statement that encrypts the record anew under this key. The caller wipes it with [`wipe`].
    pub(crate) fn rekey(&self) -> String {
        let mut sql = String::with_capacity(90);
        sql.push_str("PRAGMA rekey = \"x'");
        push_hex(&mut sql, self.0.as_slice());
        sql.push_str("'\"");
        sql
    }

    /// A key for one purpose, from which the data key cannot be found again.
    #[must_use]
    pub(crate) fn derive(&self, purpose: &str) -> [u8; 32] {
        mac(&self.0, &[b"dutydesk ", purpose.as_bytes()])
    }
}

impl fmt::Debug for Dek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dek(***)")
    }
}

impl Drop for Dek {
    fn drop(&mut self) {
        self.0.fill(0);
        std::hint::black_box(&self.0);
    }
}

/// Overwrites a text that held a key.
pub(crate) fn wipe(text: String) {
    let mut bytes = text.into_bytes();
    bytes.fill(0);
    std::hint::black_box(&bytes);
}

/// `N` random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

fn fill(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|_| {
        Error::new(
            Kind::Io,
            "make a key",
            "the operating system has no random numbers to give",
            UNTOUCHED,
            "Try again in a minute.",
        )
    })
}

/// Lower-case hexadecimal digits of `bytes`, appended to `text`.
pub(crate) fn push_hex(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
}

/// The bytes of so many hexadecimal digits; none if they are others.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let digits = text.as_bytes();
    if digits.len() != 2 * N || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    for (place, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *place = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

/// HMAC-SHA256 of the parts, one after the other; callers make where they join unambiguous.
pub(crate) fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC fills a key up to its block of 64 bytes with zeros; doing it here leaves nothing that could fail.
    let mut block = [0; 64];
    for (place, byte) in block.iter_mut().zip(key) {
        *place = *byte;
    }
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// One way to the data key.
#[derive(Clone, PartialEq, Eq)]
pub struct Slot {
    /// What the body means; [`TRAINING`] or a kind that only a newer dutydesk knows.
    pub kind: u8,
    /// Which data key it yields.
    pub epoch: u32,
    /// Whose slot it is: a user's short name, or the kind's own word.
    pub name: String,
    body: Vec<u8>,
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slot(kind {}, epoch {}, ***)", self.kind, self.epoch)
    }
}

/// The sidecar as read or to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sidecar {
    /// The desk these keys belong to.
    pub vault: [u8; 16],
    /// Grows by one with every change of the file.
    pub generation: u64,
    /// The slots, in the order they were added.
    pub slots: Vec<Slot>,
}

impl Sidecar {
    /// The sidecar of a new training desk, with its unprotected key.
    ///
    /// # Errors
    /// If there is no random source.
    pub fn training(dek: &Dek) -> Result<Self> {
        let slot = Slot { kind: TRAINING, epoch: 1, name: "training".to_owned(), body: dek.0.to_vec() };
        Ok(Self { vault: random()?, generation: 1, slots: vec![slot] })
    }

    /// Whether this is the sidecar of a training desk.
    #[must_use]
    pub fn is_training(&self) -> bool {
        self.slots.iter().any(|s| s.kind == TRAINING)
    }

    /// Slots that only a newer dutydesk understands. They are kept as they are.
    pub fn newer_slots(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(|s| !matches!(s.kind, TRAINING | PERSON | RECOVERY))
    }

    /// The data keys that slots yield, the newest first. There are two only while the key is being changed.
    #[must_use]
    pub(crate) fn epochs(&self) -> Vec<u32> {
        let epochs: BTreeSet<u32> = self.slots.iter().map(|slot| slot.epoch).collect();
        epochs.into_iter().rev().collect()
    }

    /// The newest slot of this kind and name.
    #[must_use]
    pub(crate) fn slot(&self, kind: u8, name: &str) -> Option<&Slot> {
        self.slots.iter().filter(|s| s.kind == kind && s.name == name).max_by_key(|s| s.epoch)
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// As the operating system reports them.
    pub fn write(&self, path: &Path, dek: &Dek) -> Result<()> {
        files::write_whole(path, &self.encode(dek)).doing("write the desk's keys")
    }

    fn encode(&self, dek: &Dek) -> Vec<u8> {
        let mut out = Vec::with_capacity(256);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&self.vault);
        out.extend_from_slice(&self.generation.to_le_bytes());
        out.extend_from_slice(&u16::try_from(self.slots.len()).unwrap_or(u16::MAX).to_le_bytes());
        for slot in self.slots.iter().take(usize::from(u16::MAX)) {
            out.push(slot.kind);
            out.extend_from_slice(&slot.epoch.to_le_bytes());
            out.extend_from_slice(&u16::try_from(slot.name.len()).unwrap_or(u16::MAX).to_le_bytes());
            out.extend_from_slice(slot.name.as_bytes());
            out.extend_from_slice(&u32::try_from(slot.body.len()).unwrap_or(u32::MAX).to_le_bytes());
            out.extend_from_slice(&slot.body);
        }
        let tag = mac(&dek.derive("keys tag"), &[&out]);
        out.extend_from_slice(&tag);
        out
    }
}

/// A sidecar that has been read but whose tag cannot be checked before a slot has yielded the key.
#[derive(Debug)]
pub struct Sealed {
    sidecar: Sidecar,
    signed: Vec<u8>,
    tag: [u8; TAG],
}

impl Sealed {
    /// Reads the file and its form.
    ///
    /// # Errors
    /// [`Kind::Newer`] for a later version of the format, [`Kind::Keys`] if the file is missing or torn.
    pub fn read(path: &Path) -> Result<Self> {
        match fs::metadata(path) {
            Ok(found) if found.len() > LARGEST => return Err(unreadable("it is far too long")),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(unreadable("it is missing")),
            _ => {}
        }
        let mut bytes = Vec::new();
        fs::File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).doing(DOING)?;
        if bytes.len() as u64 > LARGEST {
            return Err(unreadable("it is far too long"));
        }
        Self::decode(bytes)
    }

    fn decode(mut bytes: Vec<u8>) -> Result<Self> {
        let mut input = Input(&bytes);
        if input.array::<8>().as_ref() != Some(MAGIC) {
            return Err(unreadable("it does not begin as one"));
        }
        let version = input.array().map(u16::from_le_bytes).unwrap_or_default();
        if version > VERSION {
            return Err(Error::new(
                Kind::Newer,
                DOING,
                format!("desk.keys has format {version}, and this dutydesk reads formats up to {VERSION}"),
                UNTOUCHED,
                "Start the newer dutydesk that last opened this desk.",
            ));
        }
        let sidecar = body(&mut input).ok_or_else(|| unreadable("it breaks off"))?;
        let tag = input.array::<TAG>().ok_or_else(|| unreadable("it breaks off"))?;
        if !input.0.is_empty() {
            return Err(unreadable("something follows its end"));
        }
        bytes.truncate(bytes.len().saturating_sub(TAG));
        Ok(Self { sidecar, signed: bytes, tag })
    }

    /// The slots and numbers, not yet known to be genuine.
    #[must_use]
    pub fn unchecked(&self) -> &Sidecar {
        &self.sidecar
    }

    /// Opens a training desk's slot and checks the whole file with the key it yields.
    ///
    /// # Errors
    /// [`Kind::Locked`] if it takes a passphrase, [`Kind::Newer`] if there are only slots this program does not know,
    /// [`Kind::Keys`] if the tag does not fit.
    pub fn open_training(self) -> Result<(Sidecar, Dek)> {
        let newest = self.sidecar.slots.iter().filter(|s| s.kind == TRAINING).max_by_key(|s| s.epoch);
        let Some(slot) = newest else {
            return Err(self.without_training());
        };
        let dek = Dek::from_slice(&slot.body).ok_or_else(|| unreadable("its key has the wrong length"))?;
        self.check(&dek)?;
        Ok((self.sidecar, dek))
    }

    fn without_training(&self) -> Error {
        if self.sidecar.slots.iter().any(|s| matches!(s.kind, PERSON | RECOVERY)) {
            return Error::locked(
                "it opens only with a passphrase",
                "Say who you are with --as, and give your passphrase.",
            );
        }
        Error::new(
            Kind::Newer,
            DOING,
            format!("its {} key slots were all made by a newer dutydesk", self.sidecar.slots.len()),
            UNTOUCHED,
            "Start the newer dutydesk that last opened this desk.",
        )
    }

    /// The secret half of a slot's key pair, if there is such a slot and the passphrase is right. Takes most of a second, also
    /// when there is no such slot, so that nobody learns from the time who has one.
    ///
    /// # Errors
    /// If the slot is not as it was written.
    pub(crate) fn unwrap_slot(&self, kind: u8, name: &str, secret: &Secret) -> Result<Option<Unwrapped>> {
        match self.sidecar.slot(kind, name) {
            Some(slot) => slot.unwrap_with(&self.sidecar.vault, secret),
            None => match self.sidecar.slots.iter().find(|s| matches!(s.kind, PERSON | RECOVERY)) {
                Some(other) => other.unwrap_with(&self.sidecar.vault, secret).map(|_| None),
                None => Ok(None),
            },
        }
    }

    /// The data keys that this key pair yields, the newest first; the whole file is checked with the newest.
    ///
    /// # Errors
    /// [`Kind::Locked`] if the slot is gone, [`Kind::Keys`] if something does not fit.
    pub(crate) fn open_with(self, pair: &Unwrapped) -> Result<(Sidecar, Vec<Dek>)> {
        let mut deks = Vec::new();
        for epoch in self.sidecar.epochs() {
            let slot = self
                .sidecar
                .slots
                .iter()
                .find(|s| s.kind == pair.kind && s.name == pair.name && s.epoch == epoch);
            match slot {
                Some(slot) => deks.push(slot.unseal(&self.sidecar.vault, pair)?),
                None => return Err(shut_out()),
            }
        }
        let newest = deks.first().ok_or_else(shut_out)?;
        self.check(newest)?;
        Ok((self.sidecar, deks))
    }

    /// Checks the file with a data key that is already known.
    ///
    /// # Errors
    /// [`Kind::Locked`] if the key has been changed since.
    pub(crate) fn open_held(self, dek: &Dek) -> Result<(Sidecar, Vec<Dek>)> {
        self.check(dek).map_err(|_| shut_out())?;
        Ok((self.sidecar, vec![dek.clone()]))
    }

    fn check(&self, dek: &Dek) -> Result<()> {
        let expected = mac(&dek.derive("keys tag"), &[&self.signed]);
        if same(&expected, &self.tag) {
            return Ok(());
        }
        Err(Error::new(
            Kind::Keys,
            DOING,
            "desk.keys was changed by something other than dutydesk",
            UNTOUCHED,
            "Put desk.keys back from the newest backup and tell whoever looks after this host.",
        ))
    }
}

fn shut_out() -> Error {
    Error::locked(
        "its keys have been changed since it was opened here",
        "Open it again with your passphrase; if that is refused, ask a manager.",
    )
}

/// Compares two tags in a time that does not depend on where they differ.
pub(crate) fn same(a: &[u8; 32], b: &[u8; 32]) -> bool {
    a.iter().zip(b).fold(0_u8, |differences, (a, b)| differences | (a ^ b)) == 0
}

fn unreadable(why: &str) -> Error {
    Error::new(
        Kind::Keys,
        DOING,
        format!("desk.keys cannot be read: {why}"),
        "The record itself is not touched.",
        "Put desk.keys back from the newest backup; without it nobody can open this desk.",
    )
}

fn body(input: &mut Input<'_>) -> Option<Sidecar> {
    let vault = input.array()?;
    let generation = input.array().map(u64::from_le_bytes)?;
    let count = input.array().map(u16::from_le_bytes)?;
    let mut slots = Vec::new();
    for _ in 0..count {
        let [kind] = input.array()?;
        let epoch = input.array().map(u32::from_le_bytes)?;
        let length = input.array().map(u16::from_le_bytes)?;
        let name = String::from_utf8(input.take(usize::from(length))?.to_vec()).ok()?;
        let length = input.array().map(u32::from_le_bytes)?;
        let body = input.take(usize::try_from(length).ok()?)?.to_vec();
        slots.push(Slot { kind, epoch, name, body });
    }
    Some(Sidecar { vault, generation, slots })
}

/// What is left to read.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(head)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }
}

#[cfg(test)]
mod tests;
