//! Whether a text is good enough to lock children's records with. Length counts, composition does not: people make
//! "Password1!" of every rule about signs.

/// Letters that a passphrase has at least, unless it has enough words.
const LETTERS: usize = 12;
/// Words that are enough.
const WORDS: usize = 4;
/// Different letters that a passphrase has at least.
const DIFFERENT: usize = 5;

/// What people choose when they are asked for twelve letters or four words: the beginnings of it, without blanks and in small
/// letters.
const COMMON: &str = include_str!("../../assets/passphrases.txt");

/// How good a passphrase is, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// It may be used.
    Enough,
    /// It will not be guessed soon.
    Good,
    /// Nobody guesses it.
    Strong,
}

impl Strength {
    /// What people read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Enough => "enough",
            Self::Good => "good",
            Self::Strong => "strong",
        }
    }
}

/// Says how good a passphrase is. `names` are words that everybody knows of this person: the short name.
///
/// # Errors
/// Why it is none, in a sentence.
pub fn check(text: &str, names: &[&str]) -> Result<Strength, &'static str> {
    let words = text.split_whitespace().filter(|word| word.chars().count() >= 3).count();
    let letters = text.chars().count();
    if letters < LETTERS && words < WORDS {
        return Err(
            "Too short: 12 letters at least, or 4 words. A sentence that only you would say is best.",
        );
    }
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut different: Vec<char> = plain.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < DIFFERENT || is_a_row(&plain) {
        return Err("It is a row of the same or of neighbouring letters. Choose words.");
    }
    let is_common = COMMON.lines().any(|common| is_only(&plain, common));
    let is_named = names.iter().any(|name| is_only(&plain, &name.to_lowercase().replace('.', "")));
    if is_common || is_named {
        return Err(
            "It is one of those that are tried first. Choose words that only you would put together.",
        );
    }
    Ok(match (letters, words) {
        (24.., _) | (_, 6..) => Strength::Strong,
        (16.., _) | (_, WORDS..) => Strength::Good,
        _ => Strength::Enough,
    })
}

/// Whether a text is this word, perhaps several times, and figures.
fn is_only(plain: &str, word: &str) -> bool {
    !word.is_empty() && plain.contains(word) && plain.replace(word, "").chars().all(|c| c.is_ascii_digit())
}

/// Whether most letters are neighbours of the one before, as in `123456789012` and `abcdefghijkl`.
fn is_a_row(plain: &str) -> bool {
    let codes: Vec<u32> = plain.chars().map(u32::from).collect();
    let near = codes.windows(2).filter(|pair| matches!(pair, [a, b] if a.abs_diff(*b) <= 1)).count();
    codes.len() > 1 && near * 4 >= (codes.len() - 1) * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_and_composition_does_not() {
        assert_eq!(check("seven red lorries", &[]), Ok(Strength::Good));
        assert_eq!(check("ripe plums over the garden wall", &[]), Ok(Strength::Strong));
        assert_eq!(check("kwzrtbmneuah", &[]), Ok(Strength::Enough));
        assert_eq!(check("fox owl bee ant", &[]), Ok(Strength::Good));
        assert!(check("Aa1!Bb2?", &[]).unwrap_err().starts_with("Too short"));
        assert!(check("a b c d", &[]).unwrap_err().starts_with("Too short"));
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for tried in [
            "Password2026!",
            "password password",
            "Correct Horse Battery Staple",
            "Safeguarding1",
            "j.testerby2026",
            "qwertyuiop12",
        ] {
            let refused = check(tried, &["j.testerby"]).unwrap_err();
            assert!(refused.contains("tried first"), "{tried}");
        }
        for row in ["aaaaaaaaaaaa", "123456789012", "abcdefghijklmnop", "1212121212121"] {
            assert!(check(row, &[]).unwrap_err().contains("row"), "{row}");
        }
    }

    #[test]
    fn every_common_one_is_in_small_letters_and_figures() {
        for line in COMMON.lines() {
            assert!(
                !line.is_empty() && line.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()),
                "{line}"
            );
        }
    }
}
