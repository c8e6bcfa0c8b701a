//! Tables for spreadsheets: comma-separated values that no spreadsheet takes for formulas.
//!
//! A spreadsheet runs what begins with `=` and its like, whoever typed it: a name told on the telephone could read other
//! cells, or start a program. So such a cell begins with an apostrophe, which says "this is text".

use std::borrow::Cow;

use csv::{QuoteStyle, WriterBuilder};

use crate::domain::table::{Cell, Table};
use crate::domain::unseen;

/// A table as comma-separated values in UTF-8: every cell in quotation marks, the columns' names first. `shown` makes
/// a text such as a screen may show it.
///
/// # Errors
/// If there is no memory for it; nothing else can go wrong.
pub fn csv(table: &Table, shown: impl Fn(&str) -> String) -> std::io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().quote_style(QuoteStyle::Always).from_writer(Vec::new());
    writer.write_record(&table.columns)?;
    for line in &table.lines {
        let cells = line.iter().map(|cell| match cell {
            Cell::Nothing => String::new(),
            Cell::Text(text) => guarded(&shown(text)).into_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Flag(yes) => (if *yes { "yes" } else { "no" }).to_owned(),
        });
        writer.write_record(cells)?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// A text as a cell that is text: with an apostrophe before it if a spreadsheet could take it for a formula.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Whether a spreadsheet could take this for a formula, or lose its beginning: whatever comes before the first sign does
/// not save it.
fn is_formula(text: &str) -> bool {
    for c in text.chars() {
        match c {
            '\t' | '\r' | '\n' => return true,
            c if c.is_whitespace() || unseen::is_unseen(c) || unseen::is_joiner(c) => {}
            c => {
                return matches!(
                    c,
                    '=' | '+'
                        | '-'
                        | '@'
                        | '|'
                        | '%'
                        | '＝'
                        | '＋'
                        | '－'
                        | '＠'
                        | '｜'
                        | '％'
                        | '﹦'
                        | '﹢'
                        | '﹣'
                        | '﹫'
                        | '﹪'
                );
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_begins_with_an_apostrophe() {
        for formula in [
            "=1+1",
            "+44",
            "-1",
            "@SUM(A1)",
            "|cmd",
            "%x",
            "＝1",
            "  =1",
            "\t1",
            "\u{feff}=1",
            "\u{a0}=1",
            "\n=1",
        ] {
            assert_eq!(guarded(formula), format!("'{formula}"), "{formula:?}");
        }
        for text in ["", "Siân", "a=1", "R-1001", "'=1", "3-4", "  two words", "(x)"] {
            assert_eq!(guarded(text), text);
        }
    }

    #[test]
    fn every_cell_stands_in_quotation_marks() {
        let lines =
            vec![vec![Cell::Text("a \"b\", c".into()), Cell::Number(2), Cell::Flag(true), Cell::Nothing]];
        let table = Table { columns: vec!["one", "two", "three", "four"], lines };
        let made = String::from_utf8(csv(&table, str::to_owned).unwrap()).unwrap();
        assert_eq!(made, "\"one\",\"two\",\"three\",\"four\"\n\"a \"\"b\"\", c\",\"2\",\"yes\",\"\"\n");
    }

    fn sly() -> impl Strategy<Value = String> {
        let begin = prop::collection::vec(
            prop::sample::select(vec![
                " ", "\t", "\r", "\n", "\u{a0}", "\u{feff}", "\u{200b}", "\u{3000}", "'", "\"", ",",
            ]),
            0..4,
        );
        let sign = prop::sample::select(vec![
            "=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠", "｜", "％", "x", "1", "",
        ]);
        (begin, sign, ".{0,8}").prop_map(|(begin, sign, rest)| format!("{}{sign}{rest}", begin.concat()))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

        /// Whatever the text: read back it is the same text, guarded, and its first sign starts no formula.
        #[test]
        fn no_cell_is_a_formula_and_none_loses_a_letter(texts in prop::collection::vec(sly(), 3)) {
            let table = Table {
                columns: vec!["a", "b", "c"],
                lines: vec![texts.iter().map(|text| Cell::Text(text.clone())).collect()],
            };
            let made = csv(&table, str::to_owned).unwrap();
            let mut reader = csv::Reader::from_reader(made.as_slice());
            let read = reader.records().next().unwrap().unwrap();
            for (cell, text) in read.iter().zip(&texts) {
                prop_assert!(cell == text || cell.strip_prefix('\'') == Some(text));
                let first = cell.chars().find(|c| !c.is_whitespace() && !unseen::is_unseen(*c) && !unseen::is_joiner(*c));
                prop_assert!(!first.is_some_and(|c| "=+-@|%＝＋－＠｜％".contains(c)), "{cell:?}");
                prop_assert!(!cell.starts_with(['\t', '\r', '\n']));
            }
        }
    }
}
