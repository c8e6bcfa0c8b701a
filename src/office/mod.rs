//! Files that office programs read. Text in, bytes out; nothing here touches a disk.

pub mod docx;
pub mod table;

use std::fmt::Write;
use std::io;

use sha2::{Digest, Sha256};

use crate::port::ExportFile;

/// The files of a letter, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFiles {
    /// SHA-256 of the Word file, in hexadecimal: what the record keeps.
    pub sha256: String,
    /// The Word file.
    pub docx: Vec<u8>,
    text: String,
}

impl LetterFiles {
    /// Makes the files of a letter from its title and its text.
    ///
    /// # Errors
    /// As [`docx::bytes`].
    pub fn of(title: &str, text: &str) -> io::Result<Self> {
        let docx = docx::bytes(title, text)?;
        let mut sha256 = String::with_capacity(64);
        for byte in Sha256::digest(&docx) {
            // Writing into a text cannot fail.
            let _ = write!(sha256, "{byte:02x}");
        }
        Ok(Self { sha256, docx, text: format!("{text}\n") })
    }

    /// The files under their names, `R-1001-record-1.docx` and `.txt` for the stem `R-1001-record-1`.
    #[must_use]
    pub fn named(self, stem: &str) -> Vec<ExportFile> {
        vec![
            ExportFile { name: format!("{stem}.docx"), bytes: self.docx },
            ExportFile { name: format!("{stem}.txt"), bytes: self.text.into_bytes() },
        ]
    }
}
