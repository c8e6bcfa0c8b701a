//! The daily close and the check of the record from the command line.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

use serde_json::Value;
use tempfile::TempDir;

mod common {
    pub mod program;
}
use common::program;

/// A training desk of its own for one test, at eight past two.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.run(&["demo", "--fresh", "--no-board", "--at", "2026-11-24T14:08"]).unwrap();
        desk
    }

    /// What a command said, or with which code and words it stopped.
    fn run(&self, args: &[&str]) -> Result<String, (i32, String)> {
        program::run(self.0.path(), args, "")
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(args).unwrap()).unwrap()
    }
}

#[test]
fn a_manager_signs_the_end_of_the_record_and_the_sheet_carries_the_words() {
    let desk = Desk::new();
    let before = desk.run(&["handover", "--to", "edt"]).unwrap();
    assert!(before.ends_with("\nThe end of the record has not been signed yet.\n"), "{before}");
    assert!(desk.json(&["handover", "--to", "edt", "--json"])["record"].is_null());
    let said = desk.run(&["--as", "s.placeham", "close"]).unwrap();
    let line = said.lines().next().unwrap();
    assert!(line.starts_with("Record to entry "), "{said}");
    assert_eq!(line.split(": ").nth(1).unwrap().split(' ').count(), 6, "{said}");
    assert!(said.contains("Signed by Sam Placeham, Tue 24 Nov 14:08."), "{said}");
    let sheet = desk.run(&["handover", "--to", "edt"]).unwrap();
    assert!(sheet.contains(line) && sheet.ends_with("14:08.\n"), "{sheet}");
    let record = desk.json(&["handover", "--to", "edt", "--json"])["record"].clone();
    assert_eq!(format!("Record to entry {}: {}", record["entry"], record["words"].as_str().unwrap()), line);
    assert_eq!((record["by"].as_str(), record["old"].as_bool()), (Some("Sam Placeham"), Some(false)));
    let signed = desk.run(&["handover", "--to", "shift", "--sign", "--taker", "Lee Synthley"]).unwrap();
    assert!(signed.contains(line), "what is signed and kept has the words too: {signed}");
    let again = desk.json(&["--as", "s.placeham", "close", "--json"]);
    assert_eq!(again["previous"], record["entry"]);
    assert!(again["entry"].as_u64() > record["entry"].as_u64());
    assert_eq!(again["signature"].as_str().unwrap().len(), 128);
    desk.run(&["verify"]).unwrap();
}

#[test]
fn words_on_paper_are_held_against_the_record() {
    let desk = Desk::new();
    let closed = desk.json(&["--as", "s.placeham", "close", "--json"]);
    let (words, entry) = (closed["words"].as_str().unwrap(), closed["entry"].to_string());
    let copied = words.to_uppercase().replace(' ', ", ");
    let said = desk.run(&["close", "--check", &copied, "--entry", &entry]).unwrap();
    assert!(said.starts_with(&format!("Every entry up to {entry} is as it was")), "{said}");
    let found = desk.json(&["close", "--check", words, "--json"]);
    assert_eq!((found["agrees"].as_bool(), found["entry"].to_string()), (Some(true), entry.clone()));
    let other = "abacus bugle cactus dolphin easel falcon";
    let code = |args: &[&str]| desk.run(args).unwrap_err().0;
    assert_eq!(code(&["close", "--check", other]), 1);
    assert_eq!(code(&["close", "--check", other, "--entry", &entry]), 1);
    assert_eq!(code(&["close", "--check", words, "--entry", "999999"]), 1);
    assert_eq!(code(&["close", "--check", "abacus bugle"]), 2);
    assert_eq!(code(&["close", "--entry", "7"]), 2, "a number alone checks nothing");
    let slip = desk.run(&["close", "--check", "abacos bugle cactus dolphin easel falcon"]).unwrap_err();
    assert!(slip.0 == 2 && slip.1.contains("Was it \"abacus\"?"), "{slip:?}");
}

#[test]
fn only_a_manager_signs() {
    let desk = Desk::new();
    for user in ["j.testerby", "k.fakeley"] {
        let (code, why) = desk.run(&["--as", user, "close"]).unwrap_err();
        assert_eq!(code, 1);
        assert!(why.contains("sign the daily close: manager"), "{why}");
    }
    let sheet = desk.run(&["handover", "--to", "edt"]).unwrap();
    assert!(sheet.contains("has not been signed yet"), "nothing was signed");
}

#[test]
fn a_check_of_the_record_is_an_entry_of_it() {
    let desk = Desk::new();
    let chain = || {
        let report = desk.json(&["verify", "--json"]);
        assert_eq!(report["good"], true, "{report}");
        let checks = report["checks"].as_array().unwrap();
        let names: Vec<&str> = checks.iter().map(|check| check["check"].as_str().unwrap()).collect();
        let all = ["database", "encryption", "chain", "bodies", "head file", "closes", "board", "people"];
        assert_eq!(names, all);
        checks[2]["looked_at"].as_u64().unwrap()
    };
    let first = chain();
    assert_eq!(chain(), first + 1);
}
