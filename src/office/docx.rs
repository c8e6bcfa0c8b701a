//! A letter as a Word file (ECMA-376, WordprocessingML): the smallest set of parts that Word and `LibreOffice` open without a
//! question.
//!
//! The same title and text always make the same bytes, so that a hash taken today fits a file made again in ten years: no
//! time of making, no author, a fixed order of parts.

mod body;

use std::io::{self, Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::domain::letter;

const CONTENT_TYPES: &str = include_str!("docx/content-types.xml");
const PACKAGE: &str = include_str!("docx/package.xml");
const RELATIONS: &str = include_str!("docx/relations.xml");
const STYLES: &str = include_str!("docx/styles.xml");
const NUMBERING: &str = include_str!("docx/numbering.xml");

/// The bytes of a Word file with this title and this text, paragraphs with a blank line between them (see
/// [`letter::parts`]). The title stands in the file's properties and at the foot of every page.
///
/// # Errors
/// What the packing reports; with bytes in memory there is nothing that should fail.
pub fn bytes(title: &str, text: &str) -> io::Result<Vec<u8>> {
    let parts: [(&str, Vec<u8>); 8] = [
        // A reader that looks at the first entry alone knows the kind of file by it.
        ("[Content_Types].xml", CONTENT_TYPES.into()),
        ("_rels/.rels", PACKAGE.into()),
        ("docProps/core.xml", body::properties(title)?),
        ("word/document.xml", body::document(&letter::parts(text))?),
        ("word/_rels/document.xml.rels", RELATIONS.into()),
        ("word/footer1.xml", body::footer(title)?),
        ("word/numbering.xml", NUMBERING.into()),
        ("word/styles.xml", STYLES.into()),
    ];
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o600);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        zip.start_file(name, options).map_err(packing)?;
        zip.write_all(&part)?;
    }
    Ok(zip.finish().map_err(packing)?.into_inner())
}

fn packing(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests;
