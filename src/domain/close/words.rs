//! Six words for a hash: short enough to copy by hand, long enough that no other record has them.
//!
//! `assets/words.txt` holds 2,048 plain words, so each stands for 11 bits and six of them for 66. No two of them differ by one
//! letter or by two neighbours exchanged, so a slip of the pen never makes another word. The list never changes: what was
//! written on paper must be found again.

use std::sync::LazyLock;

/// How many words stand for a record.
pub const COUNT: usize = 6;
/// Bits that a word stands for.
const BITS: usize = 11;

static LIST: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("../../../assets/words.txt").split_whitespace().collect());

/// The words for a digest: its first 66 bits, 11 at a time from the highest.
#[must_use]
pub fn words(digest: &[u8; 32]) -> String {
    let bit = |n: usize| digest.get(n / 8).map_or(0, |byte| usize::from(byte >> (7 - n % 8) & 1));
    let number = |word: usize| (0..BITS).fold(0, |sum, at| sum * 2 + bit(word * BITS + at));
    let words: Vec<&str> = (0..COUNT).filter_map(|word| LIST.get(number(word)).copied()).collect();
    words.join(" ")
}

/// Words as somebody typed them from paper, in the form of [`words`]: capitals, commas and stops between them do not matter.
///
/// # Errors
/// What is wrong with them, in a sentence; a word that is not on the list is named, with the one that was meant if it can be told.
pub fn read(typed: &str) -> Result<String, String> {
    let lower = typed.to_lowercase();
    let given: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    for word in &given {
        if LIST.binary_search(word).is_err() {
            let meant = LIST.iter().find(|known| slip(known, word));
            let meant = meant.map(|known| format!(" Was it \"{known}\"?")).unwrap_or_default();
            return Err(format!("\"{word}\" is none of the words that are used.{meant}"));
        }
    }
    if given.len() != COUNT {
        return Err(format!("There are {COUNT} words for a record; {} were given.", given.len()));
    }
    Ok(given.join(" "))
}

/// Whether one slip of the pen makes one word the other: a letter changed, left out or put in, or two neighbours exchanged.
fn slip(one: &str, other: &str) -> bool {
    rapidfuzz::distance::osa::distance_with_args(
        one.chars(),
        other.chars(),
        &rapidfuzz::distance::osa::Args::default().score_cutoff(1),
    )
    .is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_what_it_says() {
        assert_eq!(LIST.len(), 1 << BITS);
        assert!(LIST.is_sorted_by(|one, next| one < next), "sorted, and no word twice");
        for word in LIST.iter() {
            assert!((4..=8).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase()), "{word}");
        }
    }

    #[test]
    fn no_slip_of_the_pen_makes_another_word() {
        let mut alike = Vec::new();
        for (at, one) in LIST.iter().enumerate() {
            alike.extend(LIST.iter().skip(at + 1).filter(|other| slip(one, other)).map(|other| (one, other)));
        }
        assert!(alike.is_empty(), "{alike:?}");
    }

    #[test]
    fn the_words_of_a_digest_are_for_good() {
        let mut digest = [0; 32];
        assert_eq!(words(&digest), "abacus abacus abacus abacus abacus abacus");
        digest[..9].fill(255);
        let last = LIST.last().unwrap();
        assert_eq!(words(&digest), [*last; COUNT].join(" "));
        let counted: [u8; 32] = std::array::from_fn(|n| u8::try_from(n * 7 + 3).unwrap());
        assert_eq!(words(&counted), "already flannel empty dormouse grouse outback");
        let mut other = counted;
        other[8] ^= 0x40;
        assert_ne!(words(&other), words(&counted), "the 66th bit counts");
        other = counted;
        other[8] ^= 0x20;
        assert_eq!(words(&other), words(&counted), "the 67th does not");
    }

    #[test]
    fn what_was_copied_by_hand_is_read_with_care() {
        let six = "abacus bugle cactus dolphin easel falcon";
        assert_eq!(read(" Abacus, bugle; CACTUS - dolphin\neasel falcon. ").as_deref(), Ok(six));
        assert!(read("abacus bugle").unwrap_err().contains("2 were given"));
        assert!(read("").unwrap_err().contains("0 were given"));
        let slip = read("abacus bugle cactos dolphin easel falcon").unwrap_err();
        assert_eq!(slip, "\"cactos\" is none of the words that are used. Was it \"cactus\"?");
        assert!(read("abacus bugle xxxxxxxx dolphin easel falcon").unwrap_err().ends_with("used."));
    }
}
