//! What a person types to open a desk, and the recovery key that is printed once. Both are wiped when dropped and never shown.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::random;
use crate::store::error::Result;

/// The digits of a recovery key: no I, L, O or U, which are read or heard as others.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Random bytes of a recovery key: 160 bits.
const BYTES: usize = 20;
const GROUP: usize = 4;

/// A passphrase. `Debug` hides it; the memory is wiped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// A passphrase as typed. Composed and decomposed accents are the same passphrase, whichever the keyboard gave.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        // Room for the longest form at once: a string that grows leaves its old memory behind.
        let mut text = Zeroizing::new(String::with_capacity(typed.len().saturating_mul(3)));
        text.extend(typed.nfc());
        Self(text)
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The passphrase itself, for those who derive a key from it or weigh how strong it is.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.0.as_bytes(), other.0.as_bytes());
        ours.len() == theirs.len() && ours.iter().zip(theirs).fold(0, |found, (a, b)| found | (a ^ b)) == 0
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// The recovery key of a desk: 160 random bits, written as eight groups of four characters and a ninth group that shows a
/// mistake in copying. It opens the desk when nobody else can.
#[derive(Clone)]
pub struct RecoveryKey(Zeroizing<[u8; BYTES]>);

impl RecoveryKey {
    /// A new one from the operating system's random source.
    ///
    /// # Errors
    /// If there is no random source.
    pub fn random() -> Result<Self> {
        Ok(Self(Zeroizing::new(random()?)))
    }

    /// As it is written down: `ABCD-EFGH-…`, nine groups.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let digits = digits(&self.0);
        let mut text = Zeroizing::new(String::with_capacity(digits.len() + 16));
        for (n, digit) in digits.iter().chain(check(&digits).iter()).enumerate() {
            if n > 0 && n % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(*digit));
        }
        text
    }

    /// Reads what was written down. Case, blanks and hyphens do not matter; O is read as 0, I and L as 1.
    ///
    /// # Errors
    /// One sentence: how many characters were counted, or that they do not fit together.
    pub fn read(typed: &str) -> Result<Self, String> {
        let mut given = Zeroizing::new(Vec::with_capacity(64));
        for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let digit = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = DIGITS.iter().position(|d| char::from(*d) == digit);
            given.push(value.and_then(|v| u8::try_from(v).ok()).ok_or_else(|| {
                "a recovery key has only digits and the letters A to Z without I, L, O and U".to_owned()
            })?);
        }
        let most = BYTES * 8 / 5;
        if given.len() != most + GROUP {
            return Err(format!(
                "a recovery key has {} characters in nine groups, and these are {}",
                most + GROUP,
                given.len()
            ));
        }
        let mut bytes = Zeroizing::new([0_u8; BYTES]);
        for (n, value) in given.iter().take(most).enumerate() {
            for bit in 0..5 {
                if value >> (4 - bit) & 1 == 1
                    && let Some(byte) = bytes.get_mut((n * 5 + bit) / 8)
                {
                    *byte |= 0x80 >> ((n * 5 + bit) % 8);
                }
            }
        }
        let key = Self(bytes);
        let digits = digits(&key.0);
        let same = check(&digits)
            .iter()
            .zip(given.iter().skip(most))
            .all(|(digit, value)| DIGITS.get(usize::from(*value)) == Some(digit));
        if same { Ok(key) } else { Err("the groups do not fit together: look for a slip in copying".into()) }
    }

    /// The key as the passphrase of its slot.
    pub(crate) fn secret(&self) -> Secret {
        Secret::new(&self.text())
    }
}

impl PartialEq for RecoveryKey {
    fn eq(&self, other: &Self) -> bool {
        self.secret() == other.secret()
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey(***)")
    }
}

/// Five bits to a digit.
fn digits(bytes: &[u8; BYTES]) -> Zeroizing<Vec<u8>> {
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    let value = |n: usize| (0..5).fold(0, |value, at| value << 1 | bit(n * 5 + at));
    Zeroizing::new((0..BYTES * 8 / 5).filter_map(|n| DIGITS.get(usize::from(value(n))).copied()).collect())
}

/// The ninth group: twenty bits of a hash of the others.
fn check(digits: &[u8]) -> [u8; GROUP] {
    let hash = super::mac(b"dutydesk recovery key check 0001", &[digits]);
    let mut group = [b'0'; GROUP];
    for (place, byte) in group.iter_mut().zip(hash) {
        *place = DIGITS.get(usize::from(byte % 32)).copied().unwrap_or(b'0');
    }
    group
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_key_reads_back_however_it_was_copied() {
        let key = RecoveryKey::random().unwrap();
        let text = key.text();
        assert_eq!(text.split('-').count(), 9, "{}", *text);
        for copy in [
            text.to_string(),
            text.to_lowercase(),
            text.replace('-', " "),
            text.replace('0', "o").replace('1', "l"),
        ] {
            assert!(RecoveryKey::read(&copy).unwrap() == key);
        }
    }

    #[test]
    fn a_slip_in_copying_is_noticed() {
        let key = RecoveryKey(Zeroizing::new([7; BYTES]));
        let text = key.text();
        let mut noticed = 0;
        for at in 0..text.len() {
            let mut slip = text.as_bytes().to_vec();
            if slip[at] == b'-' {
                continue;
            }
            slip[at] = if slip[at] == b'7' { b'8' } else { b'7' };
            noticed += usize::from(RecoveryKey::read(std::str::from_utf8(&slip).unwrap()).is_err());
        }
        assert_eq!(noticed, 36);
        assert!(RecoveryKey::read("ABCD").unwrap_err().contains("these are 4"));
        assert!(RecoveryKey::read("ABC!").is_err());
    }

    #[test]
    fn accents_are_the_same_passphrase_whichever_way_they_were_typed() {
        assert_eq!(Secret::new("caf\u{e9}"), Secret::new("cafe\u{301}"));
        assert_ne!(Secret::new("café"), Secret::new("cafe"));
        assert_eq!(
            format!("{:?} {:?}", Secret::new("x"), RecoveryKey::random().unwrap()),
            "Secret(***) RecoveryKey(***)"
        );
    }
}
