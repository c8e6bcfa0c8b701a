//! Normal forms by which equal things are found in an index: the same person, the same home, the same telephone line, the same
//! caller. Only what is certain: what is merely alike is for the matching of the register.

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

/// Fewest digits of something that is a telephone number.
const FEWEST_DIGITS: usize = 6;

/// The same person: birth date, surname and first name, without regard to case, accents, hyphens and blanks. Nothing unless all
/// three are known.
#[must_use]
pub fn person(forename: &str, surname: &str, birth: Option<NaiveDate>) -> Option<String> {
    let (forename, surname) = (fold(forename), fold(surname));
    if forename.is_empty() || surname.is_empty() {
        return None;
    }
    birth.map(|birth| format!("{birth} {surname} {forename}"))
}

/// The same home: the postcode with the numbers of the address, so that `12 Placeham Rd` and `12, Placeham Road, Testshire` are
/// one; the whole address where it has no number. Nothing unless both are known.
#[must_use]
pub fn home(address: &str, postcode: &str) -> Option<String> {
    let postcode = fold(postcode);
    let mut words: Vec<String> =
        address.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty()).collect();
    for length in [2, 1] {
        // Some systems repeat the postcode at the end of the address.
        let at = words.len().saturating_sub(length);
        if words.get(at..).is_some_and(|end| end.concat() == postcode) {
            words.truncate(at);
        }
    }
    if postcode.is_empty() || words.is_empty() {
        return None;
    }
    let numbers: Vec<&str> =
        words.iter().filter(|word| word.contains(|c: char| c.is_ascii_digit())).map(String::as_str).collect();
    let rest = if numbers.is_empty() { words.concat() } else { numbers.join(" ") };
    Some(format!("{postcode} {rest}"))
}

/// The same telephone line: its digits with the national 0. Of several numbers in one field the first counts.
#[must_use]
pub fn line(phone: &str) -> Option<String> {
    let digits = phone
        .split(['/', ',', ';'])
        .map(|part| part.chars().filter(char::is_ascii_digit).collect::<String>())
        .find(|digits| digits.len() >= FEWEST_DIGITS)?;
    let abroad = digits.strip_prefix("0044").or_else(|| digits.strip_prefix("44"));
    Some(match abroad {
        // "+44 (0)1632" is written as often as "+44 1632".
        Some(rest) => format!("0{}", rest.trim_start_matches('0')),
        None => digits,
    })
}

/// The same caller: by name, or by number where no name was given. Nothing for a caller who gave neither.
#[must_use]
pub fn caller(name: &str, phone: &str) -> Option<String> {
    let name = fold(name);
    if name.is_empty() { line(phone) } else { Some(name) }
}

/// Letters and digits alone, in lower case, without accents.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    }
    text.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_hyphens_do_not_make_another_person() {
        let born = "2016-03-12".parse().ok();
        assert_eq!(person("Siân", "Mockford-Fakeley", born), person("SIAN", "mockford fakeley", born));
        assert_ne!(person("Siân", "Mockford", born), person("Siân", "Mockford", "2016-03-13".parse().ok()));
        assert_eq!(person("Siân", "Mockford", None), None, "a name alone is no one in particular");
        assert_eq!(person(" ", "Mockford", born), None);
    }

    #[test]
    fn a_home_is_its_postcode_and_its_numbers() {
        let one = home("12 Placeham Road", "TE5 7AB");
        for (address, postcode) in [
            ("12, Placeham Rd, Testshire", "te57ab"),
            ("12 PLACEHAM ROAD, TE5 7AB", "TE5 7AB"),
            ("12 Placeham", "TE5 7ab"),
        ] {
            assert_eq!(home(address, postcode), one, "{address}");
        }
        for (address, postcode) in [
            ("12a Placeham Road", "TE5 7AB"),
            ("Flat 3, 12 Placeham Road", "TE5 7AB"),
            ("12 Placeham Road", "TE5 7AD"),
        ] {
            assert_ne!(home(address, postcode), one, "{address}");
        }
        assert_eq!(home("The Old Mill", "TE5 7AB"), home("the old mill", "TE57AB"));
        assert_eq!(home("", "TE5 7AB"), None);
        assert_eq!(home("12 Placeham Road", ""), None);
        assert_eq!(home("TE5 7AB", "TE5 7AB"), None, "a postcode alone is no home");
    }

    #[test]
    fn a_line_is_its_digits() {
        for phone in [
            "01632 960123",
            "+44 1632 960123",
            "+44 (0)1632 960 123",
            "0044 1632 960123",
            "01632 960123 / 07700 900456",
        ] {
            assert_eq!(line(phone).as_deref(), Some("01632960123"), "{phone}");
        }
        assert_eq!(line("none"), None);
        assert_eq!(line("999"), None);
    }

    #[test]
    fn a_caller_is_known_by_name_and_otherwise_by_number() {
        assert_eq!(caller("Jo Fakeley", "01632 960123"), caller("jo fakeley", ""));
        assert_ne!(caller("Jo Fakeley", "01632 960123"), caller("Al Fakeley", "01632 960123"));
        assert_eq!(caller("", "+44 1632 960123"), caller(" ", "01632960123"));
        assert_eq!(caller("", ""), None);
    }
}
