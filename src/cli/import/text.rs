//! The bytes of a file as text: UTF-8, or Windows-1252 as spreadsheets on British desks save it.

use sha2::{Digest, Sha256};

use crate::store::keys;

/// Windows-1252 from 0x80 to 0x9F; the rest of it is Latin-1. Five places are empty.
const UPPER: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// How a file was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Windows1252,
}

/// SHA-256 of a file, in hexadecimal.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    keys::push_hex(&mut text, &Sha256::digest(bytes));
    text
}

/// The text of a file, or why there is none in a sentence.
pub(super) fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), String> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || bytes.contains(&0) {
        return Err("it is not a CSV file in UTF-8 (\"Unicode text\", or a spreadsheet itself). Save it as \"CSV UTF-8\"".into());
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok((text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text), Encoding::Utf8)),
        Err(other) => from_windows(other.as_bytes()),
    }
}

/// Text in one encoding or the other. Both in one file would make names that nobody bears.
fn from_windows(bytes: &[u8]) -> Result<(String, Encoding), String> {
    let mut line = 1;
    for chunk in bytes.utf8_chunks() {
        line += chunk.valid().matches('\n').count();
        if !chunk.valid().is_ascii() {
            return Err(format!(
                "its letters with accents are written in two ways at once (look near line {line}). Save it as \"CSV UTF-8\""
            ));
        }
    }
    let letter = |byte: &u8| match byte {
        0x80..=0x9F => UPPER.get(usize::from(byte - 0x80)).copied().unwrap_or(' '),
        _ => char::from(*byte),
    };
    Ok((bytes.iter().map(letter).collect(), Encoding::Windows1252))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_heading() {
        let (text, encoding) = decode(b"\xEF\xBB\xBFid,name".to_vec()).unwrap();
        assert_eq!((text.as_str(), encoding), ("id,name", Encoding::Utf8));
    }

    #[test]
    fn a_spreadsheets_own_encoding_keeps_every_letter() {
        let (text, encoding) = decode(b"Si\xE2n O\x92Mockford \x9Ao\xEB".to_vec()).unwrap();
        assert_eq!((text.as_str(), encoding), ("Siân O’Mockford šoë", Encoding::Windows1252));
    }

    #[test]
    fn what_is_neither_is_refused_with_what_to_do() {
        for bytes in
            [b"\xFF\xFEi\0d\0".to_vec(), b"PK\x03\x04\0\0".to_vec(), b"Si\xC3\xA2n\nSi\xE2n".to_vec()]
        {
            assert!(decode(bytes).unwrap_err().contains("CSV UTF-8"));
        }
    }

    #[test]
    fn the_fingerprint_is_the_usual_one() {
        assert_eq!(fingerprint(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
