//! Restricted contacts and who looked, from the command line: it must be no side door.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of a test may fail loudly")]

use serde_json::Value;
use tempfile::TempDir;

mod common {
    pub mod program;
}
use common::program;

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.run(&["demo", "--fresh", "--no-board", "--at", "2026-11-24T14:08"]).unwrap();
        desk
    }

    fn run(&self, args: &[&str]) -> Result<String, (i32, String)> {
        program::run(self.0.path(), args, "")
    }

    fn rows(&self) -> Vec<Value> {
        self.run(&["list", "--json"])
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    fn page(&self) -> Value {
        serde_json::from_str(&self.run(&["--as", "s.placeham", "looked", "--json"]).unwrap()).unwrap()
    }

    /// The lines of the page under a flag, by a person.
    fn flagged(&self, flag: &str, user: &str) -> Vec<Value> {
        let page = self.page();
        let lines = page["lines"].as_array().unwrap().iter();
        lines.filter(|line| line["flag"] == flag && line["user"] == user).cloned().collect()
    }
}

#[test]
fn a_restricted_contact_is_closed_to_every_command_of_those_who_are_not_named() {
    let desk = Desk::new();
    let rows = desk.rows();
    let row = rows.iter().find(|row| !row["child"]["surname"].is_null()).unwrap();
    let id = row["ref"].as_str().unwrap();
    let (forename, surname) =
        (row["child"]["forename"].as_str().unwrap(), row["child"]["surname"].as_str().unwrap());
    let restrict = ["do", id, "restrict", "--people", "s.placeham,r.dummerton", "--reason", "own family"];
    let manager = |args: &[&str]| desk.run(&[&["--as", "s.placeham"], args].concat());
    let (code, why) = desk.run(&restrict).unwrap_err();
    assert_eq!(code, 1);
    assert!(why.is_empty() || why.contains("restrict"), "{why}");
    let unknown = ["do", id, "restrict", "--people", "s.placehan", "--reason", "own family"];
    assert_eq!(manager(&unknown).unwrap_err().0, 2, "a slip of the pen locks nobody out");
    manager(&restrict).unwrap();

    for args in [
        vec!["show", id],
        vec!["show", id, "--json", "--because", "curious"],
        vec!["letter", id],
        vec!["do", id, "note", "hello"],
    ] {
        let (code, why) = desk.run(&args).unwrap_err();
        assert_eq!(code, 1, "{args:?}");
        assert!(why.contains("restricted to named people") && !why.contains(surname), "{args:?}: {why}");
    }
    let (code, _) = desk.run(&["do", &format!("{id},{id}"), "note", "hello"]).unwrap_err();
    assert_eq!(code, 1);
    let row = desk.rows().into_iter().find(|row| row["ref"] == id).unwrap();
    assert_eq!(
        (&row["restricted"], &row["child"], &row["concern"]),
        (&true.into(), &Value::Null, &"".into())
    );
    assert!(!row["duties"].as_array().unwrap().is_empty());
    let sheet = desk.run(&["handover", "--to", "edt", "--names"]).unwrap();
    let line = sheet.lines().find(|line| line.trim_start().starts_with(id)).unwrap();
    assert!(!line.contains(forename), "{line}");
    let asked = serde_json::json!({ "ref": "a", "forename": forename, "surname": surname }).to_string();
    let found = program::run(desk.0.path(), &["match"], &asked).unwrap();
    let found: Value = serde_json::from_str(&found).unwrap();
    let candidates = found["candidates"].as_array().unwrap();
    let one = candidates.iter().find(|one| one["id"] == id).unwrap();
    assert_eq!(one["restricted"], "Ask Sam Placeham, or another manager.");
    assert!(one["reasons"].as_array().unwrap().is_empty());

    let robin = |args: &[&str]| desk.run(&[&["--as", "r.dummerton"], args].concat());
    assert!(robin(&["show", id]).unwrap_err().1.contains("--because"));
    assert!(robin(&["show", id, "--because", "allocated to me"]).unwrap().contains(surname));
    robin(&["do", id, "note", "rang the school"]).unwrap();
    assert_eq!(desk.flagged("restricted", "r.dummerton")[0]["text"], "opened, because: allocated to me");
    assert_eq!(desk.flagged("refused", "j.testerby").len(), 1, "one entry for all the attempts");
    assert_eq!(desk.flagged("restriction", "s.placeham").len(), 1);
    manager(&["do", id, "unrestrict", "--reason", "closed"]).unwrap();
    assert!(desk.run(&["show", id]).is_ok());
    assert!(desk.run(&["verify"]).is_ok());
}

#[test]
fn the_page_is_for_managers_and_says_who_searched_printed_and_was_refused() {
    let desk = Desk::new();
    let (code, why) = desk.run(&["looked"]).unwrap_err();
    assert_eq!(code, 1);
    assert!(why.contains("manager"), "{why}");
    for _ in 0..3 {
        desk.run(&["list", "--filter", "testerby red"]).unwrap();
    }
    desk.run(&["handover", "--to", "edt"]).unwrap();
    assert!(desk.flagged("refused", "j.testerby")[0]["text"].as_str().unwrap().contains("see who looked"));
    let own = desk.flagged("own-name", "j.testerby");
    assert!(own.iter().any(|line| line["words"] == "testerby"), "{own:?}");
    assert_eq!(desk.flagged("repeated", "j.testerby")[0]["entries"].as_array().unwrap().len(), 3);
    assert!(!desk.flagged("left", "j.testerby").is_empty());
    let text = desk.run(&["--as", "s.placeham", "looked", "--week", "2026-W48"]).unwrap();
    assert!(text.starts_with("Who looked, Mon 23 Nov 2026"), "{text}");
    assert!(text.contains("own surname") && text.contains("Jo Testerby"), "{text}");
    let (code, _) = desk.run(&["--as", "s.placeham", "looked", "--week", "48"]).unwrap_err();
    assert_eq!(code, 2);
}
