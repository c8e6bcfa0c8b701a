//! Tables of contacts: who may have them written, what stands in them, and what a spreadsheet makes of it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of a test may fail loudly")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

mod common {
    pub mod program;
}
use common::program;

/// What a caller could say to make a spreadsheet do something, or lose what was said.
const SLY: [&str; 22] = [
    "=1+1",
    "=HYPERLINK(\"http://specimen.example/?\"&A1,\"click\")",
    "+44",
    "-2+3",
    "@SUM(1,1)",
    "|calc",
    "%PATH%",
    "＝1+1",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "\u{a0}=1+1",
    "\u{feff}=1+1",
    "a\"=1+1",
    "\"=1+1\"",
    "a,=1+1",
    "a;=1+1",
    "a\n=1+1",
    "'=1+1",
    "01632 960123",
    "Siân O’Mockford",
    "اَمينة",
];

/// A training desk of its own for one test.
struct Desk(TempDir);

impl Desk {
    /// A desk with nobody on it.
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        program::run(desk.0.path(), &["demo", "--fresh", "--no-board", "--open", "0"], "").unwrap();
        desk
    }

    fn take(&self, organisation: &str, children: &[&str]) -> String {
        let named = |name: &&str| json!({ "child-forename": name, "child-surname": "Sampleton", "child-birth": "12/3/2016" });
        let call = json!({ "kind": "referral", "received": "2026-11-24T13:20",
            "answers": { "caller-source": "2A", "caller-organisation": organisation, "concern": organisation },
            "children": children.iter().map(named).collect::<Vec<_>>() });
        let filed =
            program::run(self.0.path(), &["take", "--from", "-", "--json"], &call.to_string()).unwrap();
        serde_json::from_str::<Value>(&filed).unwrap()["ref"].as_str().unwrap().to_owned()
    }

    /// An export by the manager, with what must be said of it.
    fn export(&self, args: &[&str]) -> Result<String, (i32, String)> {
        let said = ["--as", "s.placeham", "--to", "Testshire audit", "--why", "the yearly count"];
        let (form, rest) = args.split_first().unwrap();
        program::run(self.0.path(), &[&["export", form], &said[..], rest].concat(), "")
    }

    /// Every line of a table on standard output, by its columns.
    fn rows(&self, args: &[&str]) -> Vec<Vec<(String, String)>> {
        let text = self.export(&[args, &["-"]].concat()).unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers().unwrap().clone();
        let named = |row: csv::StringRecord| {
            columns.iter().zip(row.iter()).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
        };
        reader.records().map(|row| named(row.unwrap())).collect()
    }

    fn exports(&self) -> PathBuf {
        self.0.path().join("exports")
    }

    fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.exports())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn cell<'a>(row: &'a [(String, String)], column: &str) -> &'a str {
    &row.iter().find(|(name, _)| name == column).unwrap().1
}

#[test]
fn a_table_is_a_private_file_that_replaces_none_and_says_that_nobody_is_real() {
    let desk = Desk::new();
    let reference = desk.take("Specimen Primary", &["Ash", "Robin"]);
    let said = desk.export(&["csv"]).unwrap();
    assert!(said.starts_with("1 line of 1 contact written: "), "{said}");
    assert!(said.contains("TRAINING"), "{said}");
    desk.export(&["csv"]).unwrap();
    let names = desk.files();
    assert_eq!(names.len(), 2, "{names:?}");
    for name in &names {
        assert!(name.starts_with("TRAINING-contacts-2026-11-24-14"), "{name}");
        let file = desk.exports().join(name);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let text = fs::read_to_string(file).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[1].starts_with("\"TRAINING, nobody here is real\","), "{text}");
        assert!(
            lines[1].contains(&reference) && !text.contains("Sampleton") && !text.contains("Ash"),
            "{text}"
        );
    }
}

#[test]
fn a_line_for_each_child_has_names_and_a_filter_asks_as_the_board_does() {
    let desk = Desk::new();
    let school = desk.take("Specimen Primary", &["Ash", "Robin"]);
    let other = desk.take("Northmock Surgery", &[]);
    desk.export(&["csv", "red", "--children"]).unwrap();
    program::run(desk.0.path(), &["do", &other, "rate", "red", "--reason", "as told"], "").unwrap();

    let children = desk.rows(&["csv", "--children"]);
    let named: Vec<_> = children
        .iter()
        .map(|row| ["reference", "child", "forename", "birth"].map(|column| cell(row, column)))
        .collect();
    assert_eq!(
        named,
        [
            [school.as_str(), "1", "Ash", "2016-03-12"],
            [school.as_str(), "2", "Robin", "2016-03-12"],
            [other.as_str(), "", "", ""]
        ]
    );
    let red = desk.rows(&["csv", "red"]);
    assert_eq!(red.iter().map(|row| cell(row, "reference")).collect::<Vec<_>>(), [other.as_str()]);
    assert_eq!(desk.rows(&["csv", "--", "-red specimen"]).len(), 1);
    assert_eq!(desk.rows(&["csv", "unrated northmock"]).len(), 0);

    let lines = desk.export(&["json", "red", "-"]).unwrap();
    let row: Value = serde_json::from_str(lines.trim_end()).unwrap();
    assert_eq!(
        (&row["reference"], &row["rating"], &row["late"]),
        (&json!(other), &json!("red"), &json!(false))
    );
    assert_eq!(row["desk"], "TRAINING, nobody here is real");
}

#[test]
fn only_a_manager_may_and_only_with_a_recipient_and_a_reason() {
    let desk = Desk::new();
    desk.take("Specimen Primary", &["Ash"]);
    let run =
        |args: &[&str]| program::run(desk.0.path(), &[&["export", "csv"], args].concat(), "").unwrap_err();
    for user in ["j.testerby", "k.fakeley"] {
        let (code, why) = run(&["--as", user, "--to", "me", "--why", "curious"]);
        assert_eq!(code, 1);
        assert!(why.contains("Only these may export"), "{why}");
    }
    assert_eq!(run(&["--as", "s.placeham"]).0, 2);
    assert_eq!(run(&["--as", "s.placeham", "--to", "me"]).0, 2);
    let (code, why) = run(&["--as", "s.placeham", "--to", "me", "--why", " "]);
    assert!(code == 2 && why.contains("--why must say something"), "{why}");
    let (code, why) = run(&["--as", "s.placeham", "--to", "me", "--why", "x", &"w".repeat(2_000)]);
    assert!(code == 2 && why.contains("2000 characters"), "{why}");
    assert_eq!(desk.files(), [""; 0]);
    program::run(desk.0.path(), &["verify"], "").unwrap();
}

#[test]
fn no_link_leads_a_table_out_of_the_folder() {
    let desk = Desk::new();
    let outside = tempfile::tempdir().unwrap();
    fs::remove_dir_all(desk.exports()).unwrap();
    symlink(outside.path(), desk.exports()).unwrap();
    let (code, why) = desk.export(&["csv"]).unwrap_err();
    assert!(code == 1 && why.contains("link"), "{why}");
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn a_table_names_nobody_of_a_restricted_contact_and_a_refusal_is_in_the_record() {
    let desk = Desk::new();
    let open = desk.take("Specimen Primary", &["Ash"]);
    let closed = desk.take("Specimen Secondary", &["Robin"]);
    let restrict =
        ["--as", "s.placeham", "do", &closed, "restrict", "--people", "s.placeham", "--reason", "own family"];
    program::run(desk.0.path(), &restrict, "").unwrap();
    let rows = desk.rows(&["csv", "--children"]);
    let named: Vec<_> = rows.iter().map(|row| [cell(row, "reference"), cell(row, "forename")]).collect();
    assert_eq!(named, [[open.as_str(), "Ash"], [closed.as_str(), ""]]);
    assert!(rows.iter().all(|row| row.iter().all(|(_, cell)| !cell.contains("Secondary"))), "{rows:?}");

    let worker = ["export", "csv", "-", "--to", "me", "--why", "x"];
    assert_eq!(program::run(desk.0.path(), &worker, "").unwrap_err().0, 1);
    let looked = program::run(desk.0.path(), &["--as", "s.placeham", "looked", "--json"], "").unwrap();
    assert!(
        looked.contains("csv table of children, with names") && looked.contains("Testshire audit"),
        "{looked}"
    );
}

/// `LibreOffice`, if it is installed.
fn office() -> Option<&'static str> {
    let starts = |program: &&str| Command::new(program).arg("--version").output().is_ok();
    ["soffice", "libreoffice"].into_iter().find(starts)
}

#[test]
fn a_spreadsheet_shows_every_cell_as_it_was_told_and_runs_none() {
    let Some(office) = office() else {
        eprintln!("skipped: LibreOffice (soffice) is not installed, so no table was opened with it");
        return;
    };
    let desk = Desk::new();
    for sly in SLY {
        desk.take(sly, &[sly]);
    }
    desk.export(&["csv", "--children"]).unwrap();
    let file = desk.exports().join(&desk.files()[0]);
    let out = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}", out.path().join("profile").display());
    let convert = |reading: &str, format: &str, folder: &str| {
        let done = Command::new(office)
            .args([&profile, "--headless", reading, "--convert-to", format, "--outdir"])
            .arg(out.path().join(folder))
            .arg(&file)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        out.path().join(folder).join(file.file_stem().unwrap())
    };
    let read = |path: PathBuf| -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    };
    let written = read(file.clone());
    assert_eq!(written.len(), SLY.len() + 1);
    // As it opens by itself, and with cells in quotation marks taken for text (comma, quotation mark, UTF-8, from line 1).
    for (reading, folder) in
        [("--infilter=CSV:44,34,76,1", "plain"), ("--infilter=CSV:44,34,76,1,,0,true", "text")]
    {
        let flat = convert(reading, "fods", folder).with_extension("fods");
        let Ok(flat) = fs::read_to_string(flat) else {
            eprintln!("skipped: this LibreOffice has no Calc, so no table was opened with it");
            return;
        };
        assert!(flat.contains("Sampleton"), "the table is in it");
        assert!(!flat.contains("table:formula"), "a cell became a formula");
        // What is shown is what is written.
        let shown = convert(reading, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true", folder);
        assert_eq!(read(shown.with_extension("csv")), written, "{folder}");
    }
}
