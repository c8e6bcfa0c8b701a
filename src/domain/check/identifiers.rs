//! Postcodes, NHS numbers and pupil numbers. A number that does not add up is probably a slip of hearing: it is said, and kept.

use super::Issue;

pub(super) fn postcode(typed: &str) -> Option<Issue> {
    (!is_postcode(typed))
        .then(|| Issue::warn("Does not look like a whole postcode, such as TE5 7AB. Kept as typed."))
}

/// One or two letters, a digit, perhaps another digit or letter, blanks, a digit and two letters. Looser than Royal Mail's
/// rule, as the sector's own tools are.
#[must_use]
pub fn is_postcode(typed: &str) -> bool {
    let Some((outward, [digit, one, two])) = typed.trim().as_bytes().split_last_chunk::<3>() else {
        return false;
    };
    let outward = outward.trim_ascii_end();
    let letters = outward.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let outward_fits = match outward.get(letters..) {
        Some([d]) => d.is_ascii_digit(),
        Some([d, last]) => d.is_ascii_digit() && last.is_ascii_alphanumeric(),
        _ => false,
    };
    (1..=2).contains(&letters)
        && outward_fits
        && digit.is_ascii_digit()
        && one.is_ascii_alphabetic()
        && two.is_ascii_alphabetic()
}

/// The check letters of a pupil number and their values, 0 to 22: no I, O, S.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// Numbers of local authorities and what stands for one in pupil numbers (`DfE` rule 1530). New councils get new numbers, so
/// an unknown one is only a reason to read it back.
const AUTHORITIES: &[(u16, u16)] = &[
    (1, 5),
    (201, 213),
    (301, 320),
    (330, 336),
    (340, 344),
    (350, 359),
    (370, 373),
    (380, 384),
    (390, 394),
    (420, 420),
    (660, 681),
    (701, 708),
    (800, 803),
    (805, 808),
    (810, 813),
    (815, 816),
    (820, 823),
    (825, 826),
    (830, 831),
    (835, 841),
    (845, 846),
    (850, 852),
    (855, 857),
    (860, 861),
    (865, 896),
    (908, 909),
    (916, 916),
    (919, 919),
    (921, 921),
    (925, 926),
    (928, 929),
    (931, 931),
    (933, 933),
    (935, 938),
    (940, 943),
];

/// A pupil number: 13 characters, the first a check letter over the twelve behind it (`DfE` rules 1510-1550). A letter at the
/// end marks a temporary number and counts too.
pub(super) fn upn(typed: &str) -> Option<Issue> {
    let upn: Vec<u8> = typed
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|byte| byte.to_ascii_uppercase())
        .collect();
    let [letter, rest @ ..] = upn.as_slice() else { return None };
    let [authority @ .., _, _, _, _, _, _, _, _, last] = rest else { return Some(length(upn.len())) };
    if rest.len() != 12 {
        return Some(length(upn.len()));
    }
    let digits = rest.get(..11).unwrap_or_default();
    if !digits.iter().all(u8::is_ascii_digit) || value(*last).is_none() || letter.is_ascii_digit() {
        return Some(Issue::warn(
            "A pupil number is a letter, eleven digits, and a digit or letter: R201100018042. Read it back.",
        ));
    }
    let sum: u32 = rest.iter().zip(2..).filter_map(|(byte, weight)| Some(value(*byte)? * weight)).sum();
    let right = usize::try_from(sum % 23).ok().and_then(|at| LETTERS.get(at)).copied().unwrap_or_default();
    if right != *letter {
        return Some(Issue::warn("The check letter does not fit the digits. Read it back letter by letter."));
    }
    let number = authority.iter().fold(0_u16, |number, byte| number * 10 + u16::from(byte - b'0'));
    let known = AUTHORITIES.iter().any(|(from, to)| (*from..=*to).contains(&number));
    (!known).then(|| {
        Issue::warn(format!(
            "{number:03} is no authority that we know of. New councils get new numbers: read it back."
        ))
    })
}

fn length(characters: usize) -> Issue {
    Issue::warn(format!("{characters} characters; a pupil number has 13. Read it back."))
}

/// What a digit or a check letter counts.
fn value(byte: u8) -> Option<u32> {
    if byte.is_ascii_digit() {
        return Some(u32::from(byte - b'0'));
    }
    LETTERS.iter().position(|letter| *letter == byte).and_then(|at| u32::try_from(at).ok())
}

/// The digits of a number typed with blanks or hyphens; nothing if anything else stands there.
fn digits(typed: &str) -> Option<Vec<u32>> {
    typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_digit(10)).collect()
}

/// An NHS number: ten digits, the last one a check modulo 11. One digit ten times over passes the sum, and is asked about.
pub(super) fn nhs(typed: &str) -> Option<Issue> {
    let Some(digits) = digits(typed) else {
        return Some(Issue::warn("An NHS number has ten digits and nothing else. Read it back."));
    };
    let [first @ .., check] = digits.as_slice() else { return None };
    if digits.len() != 10 {
        return Some(Issue::warn(format!("{} digits; an NHS number has ten. Read it back.", digits.len())));
    }
    if first.iter().all(|digit| digit == check) {
        return Some(Issue::warn("One digit ten times over is nobody's number. Read it back."));
    }
    let sum: u32 = first.iter().zip((2..=10).rev()).map(|(digit, weight): (&u32, u32)| digit * weight).sum();
    // 11 stands for 0; a number whose check would be 10 is never given out, and no digit equals it.
    let right = (11 - sum % 11) % 11;
    (right != *check).then(|| {
        Issue::warn("The digits do not add up to an NHS number. Read it back three, three and four.")
    })
}

/// An NHS number as it is written, 3-3-4; nothing while it is not ten digits.
pub(super) fn nhs_shown(typed: &str) -> Option<String> {
    let digits = digits(typed).filter(|digits| digits.len() == 10)?;
    let part = |from: usize, to: usize| -> String {
        digits.get(from..to).unwrap_or_default().iter().map(ToString::to_string).collect()
    };
    Some(format!("{} {} {}", part(0, 3), part(3, 6), part(6, 10)))
}
