//! A passphrase on its way from the keyboard to the record.

use std::fmt;

use zeroize::Zeroizing;

/// Bytes a passphrase may have: a page of a book. Room for all of them is taken at once, so that no shorter copy is left
/// behind while it grows.
const MOST: usize = 1_024;

/// Text that is wiped when it is dropped and never shown: its `Debug` is `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

impl Default for Passphrase {
    fn default() -> Self {
        Self(Zeroizing::new(String::with_capacity(MOST)))
    }
}

impl From<&str> for Passphrase {
    /// The beginning of the text that has room.
    fn from(text: &str) -> Self {
        let mut passphrase = Self::default();
        text.chars().for_each(|letter| {
            passphrase.push(letter);
        });
        passphrase
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Passphrase {
    /// The text itself, for whoever must read it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Adds a letter at the end. Tells whether there was room for it.
    pub fn push(&mut self, letter: char) -> bool {
        let fits = self.0.len() + letter.len_utf8() <= MOST;
        if fits {
            self.0.push(letter);
        }
        fits
    }

    /// Takes the last letter away.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// How many letters there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.chars().count()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Hands the text over and begins anew.
    #[must_use]
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_never_shown() {
        let passphrase = Passphrase::from("correct horse battery staple");
        assert_eq!(format!("{passphrase:?}"), "***");
        assert_eq!(passphrase.expose(), "correct horse battery staple");
    }

    #[test]
    fn a_passphrase_never_grows_beyond_the_room_it_took() {
        let mut passphrase = Passphrase::from("ä".repeat(2_000).as_str());
        let room = passphrase.0.capacity();
        assert_eq!(passphrase.len(), MOST / 2);
        assert!(!passphrase.push('x'));
        passphrase.pop();
        assert!(passphrase.push('x'));
        assert_eq!(passphrase.0.capacity(), room);
    }
}
