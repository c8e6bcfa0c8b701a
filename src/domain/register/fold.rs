//! Texts made alike before they are compared: no marks, no capitals, no punctuation.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words before a forename that are no part of it.
const TITLES: [&str; 14] =
    ["mr", "mrs", "miss", "ms", "mx", "dr", "sir", "dame", "lady", "lord", "rev", "hon", "prof", "capt"];
/// What is written where a name is not known.
const PLACEHOLDERS: [&str; 10] =
    ["baby", "unborn", "unknown", "infant", "newborn", "nk", "tbc", "tba", "none", "nil"];
/// Small words inside a surname that some write and others leave out.
const PARTICLES: [&str; 17] = [
    "de", "da", "di", "la", "le", "van", "von", "der", "den", "bin", "ibn", "bint", "al", "el", "ul", "ur",
    "ap",
];
/// Beginnings of a surname that belong to the next word.
const BEGINNINGS: [&str; 4] = ["mc", "mac", "o", "fitz"];
/// Words of an address and the short form that stands for all their spellings.
const STREETS: [(&str, &str); 26] = [
    ("road", "rd"),
    ("street", "st"),
    ("saint", "st"),
    ("str", "st"),
    ("avenue", "ave"),
    ("av", "ave"),
    ("close", "cl"),
    ("drive", "dr"),
    ("drv", "dr"),
    ("lane", "ln"),
    ("court", "ct"),
    ("crt", "ct"),
    ("place", "pl"),
    ("crescent", "cres"),
    ("cresc", "cres"),
    ("gardens", "gdns"),
    ("garden", "gdns"),
    ("grove", "gr"),
    ("square", "sq"),
    ("terrace", "terr"),
    ("ter", "terr"),
    ("house", "hse"),
    ("apartment", "flat"),
    ("apt", "flat"),
    ("number", "no"),
    ("and", "&"),
];

/// The words of a text, without marks, capitals and punctuation. Apostrophes join: `O'Testerby` is one word.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            '\'' | '\u{2019}' | '\u{2018}' | '\u{2bb}' | '\u{2bc}' | '`' | '\u{b4}' => {}
            'ß' => word.push_str("ss"),
            'æ' => word.push_str("ae"),
            'œ' => word.push_str("oe"),
            'ø' => word.push('o'),
            'đ' | 'ð' => word.push('d'),
            'þ' => word.push_str("th"),
            'ł' => word.push('l'),
            'ı' => word.push('i'),
            'ħ' => word.push('h'),
            c if c.is_alphanumeric() => word.push(c),
            _ if word.is_empty() => {}
            _ => words.push(std::mem::take(&mut word)),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The words of a forename, titles and placeholders left out.
pub(super) fn forename(text: &str) -> Vec<String> {
    let mut words = words(text);
    words.retain(|word| !TITLES.contains(&word.as_str()) && !PLACEHOLDERS.contains(&word.as_str()));
    words
}

/// The words of a surname: `Mc Testerby` is one word, `de` and its like are left out where something remains.
pub(super) fn surname(text: &str) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut beginning = String::new();
    for word in words(text) {
        if PLACEHOLDERS.contains(&word.as_str()) {
            continue;
        }
        if beginning.is_empty() && BEGINNINGS.contains(&word.as_str()) {
            beginning = word;
        } else {
            beginning.push_str(&word);
            joined.push(std::mem::take(&mut beginning));
        }
    }
    if !beginning.is_empty() {
        joined.push(beginning);
    }
    if joined.iter().any(|word| !PARTICLES.contains(&word.as_str())) {
        joined.retain(|word| !PARTICLES.contains(&word.as_str()));
    }
    joined
}

/// The forename and the surname of a whole name: the last word is the surname.
pub(super) fn whole_name(text: &str) -> (Vec<String>, Vec<String>) {
    let (before, last) = match text.split_once(',') {
        // "Testerby, Siân" says which is which.
        Some((surname, forename)) => (forename, surname),
        None => text.trim().rsplit_once(char::is_whitespace).unwrap_or((text, "")),
    };
    (forename(before), surname(last))
}

/// The words of an address, common abbreviations made alike.
pub(super) fn address(text: &str) -> Vec<String> {
    let mut words = words(text);
    for word in &mut words {
        if let Some((_, short)) = STREETS.iter().find(|(long, _)| long == word) {
            (*short).clone_into(word);
        }
    }
    words.sort_unstable();
    words.dedup();
    words
}

/// The letters and digits of a postcode, a byte each, the last in the lowest byte; 0 for none. Up to eight count.
pub(super) fn postcode(text: &str) -> u64 {
    let letters = text.bytes().filter(u8::is_ascii_alphanumeric).take(8);
    letters.fold(0, |all, letter| all << 8 | u64::from(letter.to_ascii_lowercase()))
}

fn digit37(letter: u8) -> u64 {
    match letter.to_ascii_lowercase() {
        digit @ b'0'..=b'9' => u64::from(digit - b'0') + 1,
        letter @ b'a'..=b'z' => u64::from(letter - b'a') + 11,
        _ => 0,
    }
}

/// The last nine digits of a telephone number; 0 for one that is too short. Country codes fall away by themselves.
pub(super) fn phone(text: &str) -> u32 {
    last_digits(text, 9).unwrap_or(0)
}

/// An NHS number without its check digit, plus one; 0 for anything but ten digits.
pub(super) fn nhs_number(text: &str) -> u32 {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (number, _check) = digits.split_at_checked(9).unwrap_or_default();
    if digits.len() == 10 { number.parse::<u32>().map_or(0, |number| number + 1) } else { 0 }
}

/// A unique pupil number without its check letter; 0 for anything that is not thirteen characters long.
pub(super) fn upn(text: &str) -> u64 {
    let letters: Vec<u8> = text.bytes().filter(u8::is_ascii_alphanumeric).collect();
    if letters.len() != 13 {
        return 0;
    }
    letters.iter().skip(1).fold(0, |all, letter| all * 37 + digit37(*letter))
}

fn last_digits(text: &str, count: usize) -> Option<u32> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
    let last = digits.get(digits.len().checked_sub(count)?..)?;
    last.iter().try_fold(0_u32, |all, digit| all.checked_mul(10)?.checked_add(u32::from(digit - b'0')))
}

/// How a word sounds, roughly, in the spellings met in England: a number that equal sounds share, 0 for a word with
/// less than two sounds.
pub(super) fn sound(word: &str) -> u32 {
    let mut rest = word.as_bytes();
    let mut sounds: Vec<u8> = Vec::with_capacity(8);
    let mut first = true;
    while let Some(letter) = rest.first() {
        let (sound, length) = spoken(rest, *letter, first);
        if let Some(sound) = sound
            && sounds.last() != Some(&sound)
        {
            sounds.push(sound);
        }
        rest = rest.get(length..).unwrap_or_default();
        first = false;
    }
    if sounds.len() < 2 {
        return 0;
    }
    // FNV-1a: short keys, and a clash costs a few bits of weight at worst.
    sounds
        .iter()
        .fold(0x811c_9dc5, |hash: u32, sound| (hash ^ u32::from(*sound)).wrapping_mul(0x0100_0193))
        .max(1)
}

/// The sound at the start of the rest of a word, and how many letters make it.
fn spoken(rest: &[u8], letter: u8, first: bool) -> (Option<u8>, usize) {
    const PAIRS: [(&[u8], u8); 14] = [
        (b"sch", b's'),
        (b"ph", b'f'),
        (b"ck", b'k'),
        (b"sh", b's'),
        (b"sz", b's'),
        (b"cz", b'x'),
        (b"ch", b'x'),
        (b"th", b't'),
        (b"dh", b'd'),
        (b"bh", b'v'),
        (b"kh", b'k'),
        (b"dj", b'j'),
        (b"wh", b'v'),
        (b"wr", b'r'),
    ];
    if first && (rest.starts_with(b"kn") || rest.starts_with(b"gn")) {
        return (Some(b'n'), 2);
    }
    if rest.starts_with(b"gh") {
        return (first.then_some(b'g'), 2);
    }
    if let Some((letters, sound)) = PAIRS.iter().find(|(letters, _)| rest.starts_with(letters)) {
        return (Some(*sound), letters.len());
    }
    let soft = matches!(rest.get(1), Some(b'e' | b'i' | b'y'));
    let sound = match letter {
        b'a' | b'e' | b'i' | b'o' | b'u' => first.then_some(b'a'),
        b'y' => first.then_some(b'j'),
        b'h' => first.then_some(b'h'),
        b'c' if soft => Some(b's'),
        b'c' | b'q' => Some(b'k'),
        b'g' if soft => Some(b'j'),
        b'z' => Some(b's'),
        b'w' => Some(b'v'),
        other => Some(other),
    };
    (sound, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_capitals_and_punctuation_make_no_difference() {
        assert_eq!(words("Nguyễn"), ["nguyen"]);
        assert_eq!(words("O\u{2019}Testerby-Łukasz  SIÂN"), ["otesterby", "lukasz", "sian"]);
        assert_eq!(surname("Mc Testerby"), ["mctesterby"]);
        assert_eq!(surname("de la Mockford"), ["mockford"]);
        assert_eq!(surname("De La"), ["de", "la"], "a name that is all small words stays");
    }

    #[test]
    fn titles_and_placeholders_are_no_forenames() {
        assert_eq!(forename("Baby"), [] as [String; 0]);
        assert_eq!(forename("Mrs Ada"), ["ada"]);
    }

    #[test]
    fn a_whole_name_ends_with_the_surname_unless_a_comma_says_otherwise() {
        let siân = (vec!["sian".to_owned()], vec!["testerby".to_owned()]);
        assert_eq!(whole_name("Siân Testerby"), siân);
        assert_eq!(whole_name("Testerby, Siân"), siân);
    }

    #[test]
    fn a_telephone_number_is_the_same_with_and_without_its_country() {
        assert_eq!(phone("+44 (0)1632 960 123"), phone("01632 960123"));
        assert_eq!(phone("960123"), 0);
        assert_ne!(phone("01632 960123"), phone("01632 960124"));
    }

    #[test]
    fn a_postcode_is_the_same_in_any_writing() {
        assert_eq!(postcode("te5 7aa"), postcode("TE57AA"));
        assert_ne!(postcode("TE5 7AA"), postcode("TE5 7AB"));
    }

    #[test]
    fn names_that_sound_alike_share_a_sound() {
        for (one, other) in
            [("geoffrey", "jeffrey"), ("sophie", "sofie"), ("wojcik", "vojcik"), ("knox", "nox")]
        {
            assert_eq!(sound(one), sound(other), "{one} and {other}");
        }
        assert_ne!(sound("mockford"), sound("testerby"));
        assert_eq!(sound("lee"), 0);
    }

    #[test]
    fn streets_are_the_same_in_short() {
        assert_eq!(address("12 Placeham Road"), address("12, placeham RD."));
    }
}
