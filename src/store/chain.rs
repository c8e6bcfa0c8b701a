//! The hash chain: each event's hash covers its fields, the hash of its body and the hash of the event before it, so
//! that no row can be changed, removed or slipped in without every later hash saying so.

use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// What the first event names as the hash before it.
pub const GENESIS: Hash = [0; 32];

/// The fields of one event that its hash covers.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    /// Place in the chain, from 1.
    pub seq: i64,
    /// The contact, or 0 for the desk itself.
    pub contact_id: i64,
    /// Place within the contact, from 1.
    pub contact_seq: u32,
    /// When, in milliseconds of UTC.
    pub at: i64,
    /// Who, by their short name.
    pub actor: &'a str,
    /// What kind of event.
    pub kind: &'a str,
    /// Hash of the body, from [`body`].
    pub body_hash: &'a [u8],
    /// Hash of the event before.
    pub prev: &'a [u8],
}

impl Fields<'_> {
    /// The event's own hash: every field with its length before it, so that no two events share an input.
    #[must_use]
    pub fn hash(&self) -> Hash {
        let mut sum = Sha256::new();
        sum.update(b"dutydesk event 1\0");
        field(&mut sum, &self.seq.to_le_bytes());
        field(&mut sum, &self.contact_id.to_le_bytes());
        field(&mut sum, &self.contact_seq.to_le_bytes());
        field(&mut sum, &self.at.to_le_bytes());
        field(&mut sum, self.actor.as_bytes());
        field(&mut sum, self.kind.as_bytes());
        field(&mut sum, self.body_hash);
        field(&mut sum, self.prev);
        sum.finalize().into()
    }
}

/// The hash of a body. The salt keeps a short text from being guessed from its hash after it was erased.
#[must_use]
pub fn body(salt: &[u8], text: &str) -> Hash {
    let mut sum = Sha256::new();
    sum.update(b"dutydesk body 1\0");
    field(&mut sum, salt);
    field(&mut sum, text.as_bytes());
    sum.finalize().into()
}

fn field(sum: &mut Sha256, bytes: &[u8]) {
    sum.update((bytes.len() as u64).to_le_bytes());
    sum.update(bytes);
}

/// The end of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tip {
    /// Place of the last event; 0 before the first.
    pub seq: i64,
    /// Its hash.
    pub hash: Hash,
}

impl Default for Tip {
    fn default() -> Self {
        Self { seq: 0, hash: GENESIS }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Fields<'static> {
        Fields {
            seq: 1,
            contact_id: 1001,
            contact_seq: 1,
            at: 1_795_529_400_000,
            actor: "j.testerby",
            kind: "rated",
            body_hash: &[1; 32],
            prev: &GENESIS,
        }
    }

    #[test]
    fn the_hash_is_frozen() {
        let mut text = String::new();
        crate::store::keys::push_hex(&mut text, &fields().hash());
        assert_eq!(text, "9635671ef949142994db9b8d58832901f90ea91ca26fc993a1aa6087f3671aa3");
    }

    #[test]
    fn every_field_is_covered_and_no_two_run_together() {
        let base = fields();
        let changed = [
            Fields { seq: 2, ..base },
            Fields { contact_id: 1002, ..base },
            Fields { contact_seq: 2, ..base },
            Fields { at: 0, ..base },
            Fields { actor: "j.testerb", kind: "yrated", ..base },
            Fields { kind: "noted", ..base },
            Fields { body_hash: &[2; 32], ..base },
            Fields { prev: &[9; 32], ..base },
        ];
        for other in changed {
            assert_ne!(other.hash(), base.hash(), "{other:?}");
        }
        assert_ne!(body(&[1; 16], "text"), body(&[2; 16], "text"));
    }
}
