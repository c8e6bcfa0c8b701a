//! Telephone numbers: the length first, because that can be said while the caller is on the line, then the numbering plan.

use phonenumber::country;

use super::Issue;

/// Digits of a full number in the United Kingdom, the leading 0 included.
const DIGITS: std::ops::RangeInclusive<usize> = 10..=11;
/// Digits a number can have anywhere in the world.
const MOST: usize = 15;
/// National numbers that are kept for stories and training (Ofcom): right in every way but that nobody answers.
const NOBODYS: &[(u64, u64)] = &[
    (1_632_960_000, 1_632_960_999),
    (2_079_460_000, 2_079_460_999),
    (3_069_990_000, 3_069_990_999),
    (7_700_900_000, 7_700_900_999),
    (8_081_570_000, 8_081_570_999),
];

pub(super) fn phone(typed: &str) -> Option<Issue> {
    length(typed).or_else(|| plan(typed))
}

fn length(typed: &str) -> Option<Issue> {
    // An extension is not part of the number's own length.
    let lower = typed.to_lowercase();
    let number = lower.split(['e', 'x', '#']).next().unwrap_or_default();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    match digits {
        0 => Some(Issue::warn(
            "There is no number in this. F8 says that there is none, or that it is not known.",
        )),
        n if n < *DIGITS.start() => Some(Issue::warn(format!(
            "Only {n} digits; a full number has 11. Read it back with its dialling code."
        ))),
        n if n > MOST => {
            Some(Issue::warn(format!("{n} digits are more than a number can have. Read it back.")))
        }
        n if n > *DIGITS.end() && !is_abroad(number) => {
            Some(Issue::note(format!("{n} digits are more than the usual 11. Read it back.")))
        }
        _ => None,
    }
}

fn is_abroad(number: &str) -> bool {
    number.trim_start().starts_with('+') || number.trim_start().starts_with("00")
}

/// Whether the numbering plan has such a number.
fn plan(typed: &str) -> Option<Issue> {
    // From a telephone in England, 00 stands for the plus sign.
    let typed = match typed.trim_start().strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None => typed.to_owned(),
    };
    let Ok(number) = phonenumber::parse(Some(country::GB), &typed) else {
        return Some(Issue::note("Kept as typed; not read as one telephone number."));
    };
    let national = number.national().value();
    let kept =
        number.code().value() == 44 && NOBODYS.iter().any(|(from, to)| (*from..=*to).contains(&national));
    (!kept && !phonenumber::is_valid(&number))
        .then(|| Issue::warn("No such number is in use, as far as we know. Read it back."))
}
