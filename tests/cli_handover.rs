//! Handing the desk over from the command line.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

use serde_json::Value;
use tempfile::TempDir;

mod common {
    pub mod program;
}
use common::program;

/// A training desk of its own for one test, a working day behind it.
struct Desk(TempDir);

impl Desk {
    /// At eight past two.
    fn new() -> Self {
        Self::at("2026-11-24T14:08")
    }

    fn at(time: &str) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.run(&["demo", "--fresh", "--no-board", "--at", time]).unwrap();
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
fn the_sheet_is_printed_with_initials_and_says_that_it_is_training() {
    let desk = Desk::new();
    let sheet = desk.run(&["handover", "--to", "edt"]).unwrap();
    assert!(sheet.starts_with("Handover: to the emergency duty team\nTRAINING"), "{sheet}");
    assert!(sheet.contains("The desk closes Tue 24 Nov 17:20 and opens Wed 25 Nov 08:45."), "{sheet}");
    for heading in ["UNFINISHED RED", "LATE NOW", "CALLS IN PROGRESS\n  none", "FEEDBACK OWED"] {
        assert!(sheet.contains(heading), "{heading}: {sheet}");
    }
    let whole = desk.json(&["handover", "--to", "edt", "--json"]);
    assert_eq!(whole["opens"], "2026-11-25T08:45:00+00:00");
    let sections = whole["sections"].as_array().unwrap();
    let late = sections.iter().find(|section| section["section"] == "late").unwrap();
    assert!(!late["entries"].as_array().unwrap().is_empty());
    let surname = sections
        .iter()
        .flat_map(|section| section["entries"].as_array().unwrap())
        .find_map(|entry| entry["contact"]["child"]["surname"].as_str())
        .unwrap()
        .to_owned();
    let names = desk.run(&["handover", "--to", "edt", "--names"]).unwrap();
    assert!(names.contains(&surname) && !sheet.contains(&surname), "{surname}");
}

#[test]
fn a_new_training_desk_has_a_handover_of_the_night_to_take() {
    for time in ["2026-11-24T14:08", "2026-11-24T09:00", "2026-11-30T08:50"] {
        let desk = Desk::at(time);
        let listed = desk.json(&["handover", "--list", "--json"]);
        let sheet = &listed[0];
        assert_eq!(
            (sheet["sheet"].as_str(), sheet["turn"].as_str()),
            (Some("H-1"), Some("from-edt")),
            "{time}"
        );
        assert!(sheet["taken_by"].is_null() && sheet["training"] == true);
        let first = sheet["contacts"][0].as_str().unwrap();
        let row = desk.run(&["list", "--filter", "handover", "--json"]).unwrap();
        assert!(row.contains(first), "{row}");
        let shown = desk.run(&["show", first]).unwrap();
        assert!(shown.contains("Lee Synthley to Jo Testerby, sheet H-1; not acknowledged"), "{shown}");
        let taken = desk.run(&["handover", "--take", "H-1"]).unwrap();
        assert!(taken.contains("H-1 is taken over by Jo Testerby") && taken.contains(first), "{taken}");
        assert_eq!(desk.run(&["handover", "--take", "1"]).unwrap_err().0, 1, "both signatures are there");
        assert!(!desk.run(&["list", "--filter", "handover", "--json"]).unwrap().contains(first));
        desk.run(&["verify"]).unwrap();
    }
}

#[test]
fn what_is_signed_is_kept_and_taken_by_another() {
    let desk = Desk::new();
    let signed = desk.run(&[
        "handover",
        "--to",
        "shift",
        "--until",
        "16:00",
        "--sign",
        "--taker",
        "Sam Placeham",
        "--note",
        "Ring the ward",
    ]);
    let signed = signed.unwrap();
    assert!(signed.contains("Signed as H-2") && signed.contains("Note: Ring the ward"), "{signed}");
    let kept = desk.json(&["handover", "--list", "--json"]);
    assert_eq!(kept[0]["sheet"], "H-2");
    assert_eq!(kept[0]["until"], "2026-11-24T16:00:00+00:00");
    let text = kept[0]["text"].as_str().unwrap();
    assert!(
        text.contains("TRAINING") && text.contains("Handed over by Jo Testerby to Sam Placeham"),
        "{text}"
    );
    // The words were not changed after they were signed.
    let sum = kept[0]["sha256"].as_str().unwrap();
    assert_eq!(sum.len(), 64);
    assert!(signed.contains(sum), "{signed}");
    let reference = kept[0]["contacts"][0].as_str().unwrap();
    let shown = desk.json(&["show", reference, "--json"]);
    assert_eq!(shown["record"]["handover"]["sheet"]["to"], "Sam Placeham");
    assert_eq!(desk.run(&["handover", "--take", "H-2"]).unwrap_err().0, 1, "who leaves does not take it");
    desk.run(&["do", reference, "acknowledge", "--by", "Sam Placeham"]).unwrap();
    let taken = desk.json(&["handover", "--take", "H-2", "--by", "Sam Placeham", "--json"]);
    assert_eq!(taken["taken_by"], "Sam Placeham");
    let shown = desk.json(&["show", reference, "--json"]);
    assert_eq!(shown["record"]["handover"]["acknowledged_by"], "Sam Placeham");
}

#[test]
fn wrong_usage_and_refusals_have_their_exit_codes() {
    let desk = Desk::new();
    let code = |args: &[&str]| desk.run(args).unwrap_err().0;
    assert_eq!(code(&["handover", "--to", "police"]), 2);
    assert_eq!(code(&["handover", "--from", "shift"]), 2);
    assert_eq!(code(&["handover", "--sign"]), 2, "a name is wanted");
    assert_eq!(code(&["handover", "--to", "edt", "--until", "16:00"]), 2);
    assert_eq!(code(&["handover", "--until", "11:00"]), 2, "it has passed");
    assert_eq!(code(&["handover", "--take", "R-1"]), 2);
    assert_eq!(code(&["handover", "--take", "H-9"]), 1, "no such sheet");
    assert_eq!(code(&["handover", "--to", "edt", "--sign", "--taker", "Jo Testerby"]), 1, "the same person");
    assert_eq!(
        code(&["handover", "--from", "edt", "--sign", "--taker", "Jo Testerby"]),
        2,
        "who worked the night?"
    );
    assert_eq!(
        code(&["--as", "k.fakeley", "handover", "--to", "edt", "--sign", "--taker", "Jo Testerby"]),
        1
    );
    assert_eq!(
        desk.json(&["handover", "--list", "--json"]).as_array().unwrap().len(),
        1,
        "nothing was signed"
    );
}
