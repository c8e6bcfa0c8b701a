//! A CSV file line by line: delimiter, headings, and lines that can be read although one before them cannot.

use std::io::Cursor;

use csv::{Position, Reader, ReaderBuilder, StringRecord};

/// Lines that one record may run over. More means that a quotation mark was never closed.
const MOST_LINES: usize = 20;

/// A file with headings.
pub(super) struct Table<'a> {
    bytes: &'a [u8],
    reader: Reader<Cursor<&'a [u8]>>,
    headings: Vec<String>,
    /// The line at `counted`.
    line: u64,
    counted: usize,
}

/// Where a record stands, and whether it can be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The line it begins on, from 1.
    pub(super) line: u64,
    /// Bytes of the file read so far.
    pub(super) read: usize,
    /// Why it cannot be used.
    pub(super) bad: Option<String>,
}

impl<'a> Table<'a> {
    /// Reads the headings. None if the file has none.
    pub(super) fn new(text: &'a str) -> Option<Self> {
        let bytes = text.as_bytes();
        let first = text.lines().next().unwrap_or_default();
        // Spreadsheets say the delimiter in a line before the headings.
        let said = first.strip_prefix("sep=").and_then(|rest| rest.bytes().next());
        let delimiter = said.unwrap_or_else(|| delimiter(first));
        let mut table = Self {
            bytes,
            reader: ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .delimiter(delimiter)
                .from_reader(Cursor::new(bytes)),
            headings: Vec::new(),
            line: 1,
            counted: 0,
        };
        let mut record = StringRecord::new();
        if said.is_some() {
            table.reader.read_record(&mut record).ok()?;
        }
        let more = table.reader.read_record(&mut record).ok()?;
        table.headings = record.iter().map(|cell| cell.trim().to_owned()).collect();
        (more && table.headings.iter().any(|heading| !heading.is_empty())).then_some(table)
    }

    /// The headings.
    pub(super) fn headings(&self) -> &[String] {
        &self.headings
    }

    /// The size of the file in bytes.
    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Reads the next record. None at the end. Lines with nothing in them are passed over.
    pub(super) fn next(&mut self, record: &mut StringRecord) -> Option<Row> {
        loop {
            let row = self.read(record)?;
            if row.bad.is_some() || record.iter().any(|cell| !cell.trim().is_empty()) {
                return Some(row);
            }
        }
    }

    fn read(&mut self, record: &mut StringRecord) -> Option<Row> {
        let before = self.at();
        let more = self.reader.read_record(record);
        let end = self.at();
        let raw = self.bytes.get(before..end).unwrap_or_default();
        // The end of the line before, and empty lines, belong to the record as the reader counts.
        let ends = raw.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let line = self.line_at(before + ends);
        if !more.as_ref().is_ok_and(|more| *more) {
            let bad = more.err().map(|_| "cannot be read".to_owned());
            return bad.map(|bad| Row { line, read: end, bad: Some(bad) });
        }
        let raw = raw.get(ends..).unwrap_or_default();
        let Some(next) = raw.iter().position(|byte| *byte == b'\n').map(|at| before + ends + at + 1) else {
            return Some(Row { line, read: end, bad: self.wrong_width(record) });
        };
        // The record runs over several lines, unless that was its own end.
        let lines = count(raw.trim_ascii_end(), b'\n');
        let unpaired = count(raw, b'"') % 2 == 1;
        let wide = self.wrong_width(record);
        if lines > 0 && (lines > MOST_LINES || unpaired || wide.is_some()) {
            let mut position = Position::new();
            position.set_byte(next as u64);
            // The bytes are in memory: going back in them cannot fail.
            let _ = self.reader.seek(position);
            return Some(Row {
                line,
                read: next,
                bad: Some("a quotation mark in it is opened and not closed".into()),
            });
        }
        Some(Row { line, read: end, bad: wide })
    }

    /// What is wrong with the number of columns. Empty ones at the end, as spreadsheets leave them, are fine.
    fn wrong_width(&self, record: &StringRecord) -> Option<String> {
        let (wanted, found) = (self.headings.len(), record.len());
        let empty = record.iter().skip(wanted).all(|cell| cell.trim().is_empty());
        (found < wanted || !empty).then(|| format!("has {found} columns, and the headings have {wanted}"))
    }

    fn at(&self) -> usize {
        usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX).min(self.bytes.len())
    }

    /// The line of a place at or after the last one asked for.
    fn line_at(&mut self, at: usize) -> u64 {
        let passed = self.bytes.get(self.counted..at).unwrap_or_default();
        self.line += count(passed, b'\n') as u64;
        self.counted = self.counted.max(at);
        self.line
    }
}

fn count(bytes: &[u8], wanted: u8) -> usize {
    bytes.iter().map(|byte| usize::from(*byte == wanted)).sum()
}

/// The most frequent of the usual delimiters.
fn delimiter(first: &str) -> u8 {
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|delimiter| count(first.as_bytes(), *delimiter))
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line, cells or why not.
    fn rows(text: &str) -> Vec<(u64, Result<Vec<String>, String>)> {
        let mut table = Table::new(text).unwrap();
        let mut record = StringRecord::new();
        let mut rows = Vec::new();
        while let Some(row) = table.next(&mut record) {
            let cells = record.iter().map(str::to_owned).collect();
            rows.push((row.line, row.bad.map_or(Ok(cells), Err)));
        }
        rows
    }

    fn cells(text: &[&str]) -> Vec<String> {
        text.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn commas_semicolons_and_tabs_are_told_apart() {
        for text in ["id,name\n1,Ben\n", "id;name\n1;Ben\n", "id\tname\r\n1\tBen", "sep=;\nid;name\n1;Ben\n"]
        {
            assert_eq!(Table::new(text).unwrap().headings(), ["id", "name"], "{text}");
            assert_eq!(rows(text)[0].1, Ok(cells(&["1", "Ben"])), "{text}");
        }
        assert!(Table::new("").is_none());
        assert!(Table::new(",,\n").is_none());
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        for end in ["\n", "\r\n"] {
            let text = ["id,address", "1,\"12 Placeham Road", "Testshire\"", "", ",", "2,x", "3,y"].join(end);
            let found: Vec<u64> = rows(&text).into_iter().map(|(line, _)| line).collect();
            assert_eq!(found, [2, 6, 7], "{text:?}");
            assert_eq!(rows(&text)[0].1.as_ref().unwrap()[1].lines().count(), 2);
        }
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_costs_its_own_line_only() {
        for after in [3, 300] {
            let noors: Vec<String> = (0..after).map(|n| format!("{},Noor", n + 3)).collect();
            let text = format!("id,name\n1,Ben\n2,\"Ella\n{}", noors.join("\n"));
            let rows = rows(&text);
            assert_eq!(rows.len(), after + 2);
            assert_eq!(rows[1].0, 3);
            assert!(rows[1].1.as_ref().unwrap_err().contains("quotation mark"));
            assert_eq!(rows[2], (4, Ok(cells(&["3", "Noor"]))));
            assert!(rows.iter().skip(2).all(|(_, row)| row.is_ok()));
        }
    }

    #[test]
    fn a_line_with_too_few_or_too_many_columns_is_named_and_empty_ones_at_the_end_are_fine() {
        let rows = rows("id,name\n1\n2,Ben,x\n3,Ella,,\n");
        assert_eq!(rows[0], (2, Err("has 1 columns, and the headings have 2".into())));
        assert_eq!(rows[1], (3, Err("has 3 columns, and the headings have 2".into())));
        assert_eq!(rows[2].0, 4);
        assert!(rows[2].1.is_ok());
    }
}
