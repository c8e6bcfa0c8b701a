//! A person's slot, and the recovery slot: a key pair whose secret half is wrapped under a passphrase, and the data key sealed
//! to its public half.
//!
//! Two layers, so that the data key can be changed by one manager alone: sealing needs only the public halves. Wrapping takes
//! Argon2id and XChaCha20-Poly1305; sealing takes an ephemeral X25519 key, HKDF-SHA256 and XChaCha20-Poly1305. Everything is
//! bound to the desk, the slot's kind and its name, so that no slot can be passed off as another's.
//!
//! ```text
//! memory KiB, passes, lanes   u32 each
//! salt 16 · public half 32
//! nonce 24 · wrapped secret half 48
//! ephemeral public half 32 · nonce 24 · sealed data key 48
//! ```

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use hkdf::Hkdf;
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use super::secret::Secret;
use super::{DOING, Dek, Input, Slot, random};
use crate::store::error::{Error, Kind, Result, UNTOUCHED};

/// What one guess at a passphrase costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// What people's slots are made with: 256 MiB, three passes, about 0.7 s.
    pub const STRONG: Self = Self { memory: 256 * 1024, passes: 3 };
    /// The least that is accepted: 64 MiB, three passes.
    pub const FLOOR: Self = Self { memory: 64 * 1024, passes: 3 };

    /// A slot that asks for less was made to be guessed; one that asks for more was made to hang the host.
    fn is_sane(self, lanes: u32) -> bool {
        (Self::FLOOR.memory..=1024 * 1024).contains(&self.memory)
            && (1..=16).contains(&self.passes)
            && lanes == 1
    }
}

/// The secret half of somebody's key pair, once their passphrase has been right.
pub(crate) struct Unwrapped {
    pub(super) kind: u8,
    pub(super) name: String,
    secret: StaticSecret,
}

/// Everything that stands in a slot's body.
struct Body {
    cost: Cost,
    lanes: u32,
    salt: [u8; 16],
    public: [u8; 32],
    wrap_nonce: [u8; 24],
    wrapped: [u8; 48],
    sealed: Sealed,
}

struct Sealed {
    ephemeral: [u8; 32],
    nonce: [u8; 24],
    key: [u8; 48],
}

impl Slot {
    /// A new slot with a key pair of its own.
    pub(crate) fn make(
        vault: &[u8; 16],
        (kind, name, epoch): (u8, &str, u32),
        secret: &Secret,
        dek: &Dek,
        cost: Cost,
    ) -> Result<Self> {
        let pair = StaticSecret::from(*Zeroizing::new(random::<32>()?));
        Self::wrap(vault, (kind, name, epoch), &pair, secret, dek, cost)
    }

    fn wrap(
        vault: &[u8; 16],
        (kind, name, epoch): (u8, &str, u32),
        pair: &StaticSecret,
        secret: &Secret,
        dek: &Dek,
        cost: Cost,
    ) -> Result<Self> {
        let salt = random()?;
        let wrap_nonce = random()?;
        let public = PublicKey::from(pair).to_bytes();
        let key = stretch(secret, &salt, cost, 1)?;
        let wrapped = encrypt(&key, &wrap_nonce, pair.as_bytes(), &bound(b"wrap", vault, kind, name, 0))?;
        let sealed = seal(vault, (kind, name, epoch), &public, dek)?;
        let body = Body { cost, lanes: 1, salt, public, wrap_nonce, wrapped, sealed };
        Ok(Self { kind, epoch, name: name.to_owned(), body: body.encode() })
    }

    /// The same slot under another passphrase. The key pair and the sealed data key stay.
    pub(crate) fn rewrap(
        &self,
        vault: &[u8; 16],
        pair: &Unwrapped,
        secret: &Secret,
        cost: Cost,
    ) -> Result<Self> {
        let mut body = Body::decode(&self.body)?;
        body.salt = random()?;
        body.wrap_nonce = random()?;
        (body.cost, body.lanes) = (cost, 1);
        let key = stretch(secret, &body.salt, cost, 1)?;
        let aad = bound(b"wrap", vault, self.kind, &self.name, 0);
        body.wrapped = encrypt(&key, &body.wrap_nonce, pair.secret.as_bytes(), &aad)?;
        Ok(Self { body: body.encode(), ..self.clone() })
    }

    /// The same slot for another data key. Needs nobody's passphrase.
    pub(crate) fn reseal(&self, vault: &[u8; 16], dek: &Dek, epoch: u32) -> Result<Self> {
        let mut body = Body::decode(&self.body)?;
        body.sealed = seal(vault, (self.kind, &self.name, epoch), &body.public, dek)?;
        Ok(Self { kind: self.kind, epoch, name: self.name.clone(), body: body.encode() })
    }

    /// The secret half, if the passphrase is right. Takes most of a second.
    pub(crate) fn unwrap_with(&self, vault: &[u8; 16], secret: &Secret) -> Result<Option<Unwrapped>> {
        let body = Body::decode(&self.body)?;
        let key = stretch(secret, &body.salt, body.cost, body.lanes)?;
        let aad = bound(b"wrap", vault, self.kind, &self.name, 0);
        let Some(bytes) = decrypt(&key, &body.wrap_nonce, &body.wrapped, &aad) else { return Ok(None) };
        let secret = StaticSecret::from(*bytes);
        if PublicKey::from(&secret).to_bytes() != body.public {
            return Err(tampered());
        }
        Ok(Some(Unwrapped { kind: self.kind, name: self.name.clone(), secret }))
    }

    /// The data key that was sealed to this key pair.
    pub(super) fn unseal(&self, vault: &[u8; 16], pair: &Unwrapped) -> Result<Dek> {
        let body = Body::decode(&self.body)?;
        let Sealed { ephemeral, nonce, key } = body.sealed;
        let shared = pair.secret.diffie_hellman(&PublicKey::from(ephemeral));
        if !shared.was_contributory() {
            return Err(tampered());
        }
        let opener = agree(shared.as_bytes(), &ephemeral, &PublicKey::from(&pair.secret).to_bytes())?;
        let aad = bound(b"seal", vault, self.kind, &self.name, self.epoch);
        decrypt(&opener, &nonce, &key, &aad)
            .and_then(|key| Dek::from_slice(key.as_slice()))
            .ok_or_else(tampered)
    }
}

impl Body {
    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(236);
        for number in [self.cost.memory, self.cost.passes, self.lanes] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        let parts: [&[u8]; 7] = [
            &self.salt,
            &self.public,
            &self.wrap_nonce,
            &self.wrapped,
            &self.sealed.ephemeral,
            &self.sealed.nonce,
            &self.sealed.key,
        ];
        out.extend(parts.into_iter().flatten());
        out
    }

    fn decode(bytes: &[u8]) -> Result<Self> {
        let mut input = Input(bytes);
        let body = Self::read(&mut input).filter(|_| input.0.is_empty()).ok_or_else(tampered)?;
        if body.cost.is_sane(body.lanes) { Ok(body) } else { Err(tampered()) }
    }

    fn read(input: &mut Input<'_>) -> Option<Self> {
        let mut number = || input.array().map(u32::from_le_bytes);
        let (cost, lanes) = (Cost { memory: number()?, passes: number()? }, number()?);
        Some(Self {
            cost,
            lanes,
            salt: input.array()?,
            public: input.array()?,
            wrap_nonce: input.array()?,
            wrapped: input.array()?,
            sealed: Sealed { ephemeral: input.array()?, nonce: input.array()?, key: input.array()? },
        })
    }
}

fn seal(
    vault: &[u8; 16],
    (kind, name, epoch): (u8, &str, u32),
    public: &[u8; 32],
    dek: &Dek,
) -> Result<Sealed> {
    let once = StaticSecret::from(*Zeroizing::new(random::<32>()?));
    let ephemeral = PublicKey::from(&once).to_bytes();
    let nonce = random()?;
    let shared = once.diffie_hellman(&PublicKey::from(*public));
    let sealer = agree(shared.as_bytes(), &ephemeral, public)?;
    let key = encrypt(&sealer, &nonce, &dek.0, &bound(b"seal", vault, kind, name, epoch))?;
    Ok(Sealed { ephemeral, nonce, key })
}

/// The key of one sealing, from what both sides can work out, bound to both public halves.
fn agree(shared: &[u8; 32], ephemeral: &[u8; 32], public: &[u8; 32]) -> Result<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0; 32]);
    let salt = [ephemeral.as_slice(), public.as_slice()].concat();
    Hkdf::<Sha256>::new(Some(&salt), shared)
        .expand(b"dutydesk sealed data key 1", key.as_mut_slice())
        .map_err(|_| impossible())?;
    Ok(key)
}

fn stretch(secret: &Secret, salt: &[u8; 16], cost: Cost, lanes: u32) -> Result<Zeroizing<[u8; 32]>> {
    let params = Params::new(cost.memory, cost.passes, lanes, Some(32)).map_err(|_| tampered())?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret.reveal().as_bytes(), salt, key.as_mut_slice())
        .map_err(|_| impossible())?;
    Ok(key)
}

/// What a ciphertext belongs to: none can be moved to another desk, person, kind or epoch.
fn bound(what: &[u8], vault: &[u8; 16], kind: u8, name: &str, epoch: u32) -> Vec<u8> {
    let mut aad = Vec::with_capacity(64 + name.len());
    aad.extend_from_slice(b"dutydesk slot 1 ");
    aad.extend_from_slice(what);
    aad.extend_from_slice(vault);
    aad.push(kind);
    aad.extend_from_slice(&epoch.to_le_bytes());
    aad.extend_from_slice(name.as_bytes());
    aad
}

fn encrypt(key: &[u8; 32], nonce: &[u8; 24], plain: &[u8; 32], aad: &[u8]) -> Result<[u8; 48]> {
    let made = XChaCha20Poly1305::new(key.into()).encrypt(nonce.into(), Payload { msg: plain, aad });
    made.ok().and_then(|bytes| bytes.try_into().ok()).ok_or_else(impossible)
}

fn decrypt(key: &[u8; 32], nonce: &[u8; 24], made: &[u8; 48], aad: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
    let plain = XChaCha20Poly1305::new(key.into()).decrypt(nonce.into(), Payload { msg: made, aad }).ok()?;
    let plain = Zeroizing::new(plain);
    plain.as_slice().try_into().ok().map(Zeroizing::new)
}

fn tampered() -> Error {
    Error::new(
        Kind::Keys,
        DOING,
        "a slot in desk.keys is not as dutydesk wrote it",
        UNTOUCHED,
        "Put desk.keys back from the newest backup and tell whoever looks after this host.",
    )
}

fn impossible() -> Error {
    Error::new(
        Kind::Io,
        "work out a key",
        "there is not enough memory for it",
        UNTOUCHED,
        "Close other programs, then try again.",
    )
}
