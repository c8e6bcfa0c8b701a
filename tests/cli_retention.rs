//! Retention and disclosure by the command line.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of a test may fail loudly")]

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

mod common {
    pub mod program;
}
use common::program;

const WORKER: &str = "j.testerby";
const MANAGER: &str = "s.placeham";
const OTHER_MANAGER: &str = "l.synthley";

/// A training desk of its own for one test.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.run(WORKER, &["demo", "--fresh", "--no-board"], "").unwrap();
        desk
    }

    fn run(&self, who: &str, args: &[&str], input: &str) -> Result<String, (i32, String)> {
        program::run(self.0.path(), &[&["--as", who], args].concat(), input)
    }

    fn json(&self, who: &str, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(who, args, "").unwrap()).unwrap()
    }

    fn take(&self, call: &Value) -> String {
        let filed = self.run(WORKER, &["take", "--from", "-", "--json"], &call.to_string()).unwrap();
        serde_json::from_str::<Value>(&filed).unwrap()["ref"].as_str().unwrap().to_owned()
    }
}

/// A neighbour's call about two children.
fn call() -> Value {
    json!({ "kind": "referral", "received": "2026-11-24T13:00",
        "answers": { "caller-source": "1B", "caller-name": "Pat Fakeley", "caller-phone": "01632 960123",
            "concern": "Pat Fakeley heard shouting" },
        "narrative": [{ "text": "Ash cried, and Robin ran out", "basis": "seen" }],
        "children": [
            { "child-forename": "Ash", "child-surname": "Mockford", "child-birth": "12/3/2016" },
            { "child-forename": "Robin", "child-surname": "Mockford", "child-birth": "1/9/2019" }] })
}

#[test]
fn a_hold_is_a_managers_and_stands_in_the_timeline() {
    let desk = Desk::new();
    let id = desk.take(&call());
    let (code, why) = desk.run(WORKER, &["do", &id, "hold", "--reason", "an inquiry"], "").unwrap_err();
    assert!(code == 1 && why.contains("Only these may place or lift a legal hold: manager."), "{why}");
    desk.run(MANAGER, &["do", &id, "hold", "--reason", "an inquiry"], "").unwrap();
    assert_eq!(desk.json(WORKER, &["show", &id, "--json"])["record"]["held"]["reason"], "an inquiry");
    let page = desk.run(WORKER, &["show", &id], "").unwrap();
    assert!(
        page.contains("Legal hold: kept beyond its time") && page.contains("retention held since"),
        "{page}"
    );
    let held = desk.json(MANAGER, &["retention", "list", "--json"]);
    assert!(held["held"].as_array().unwrap().iter().any(|line| line["ref"] == id.as_str()), "{held}");
    assert!(desk.run(WORKER, &["list", "--filter", "held"], "").unwrap().contains(&id));
    let (_, why) = desk.run(MANAGER, &["retention", "propose", &id, "--reason", "over"], "").unwrap_err();
    assert!(why.contains("legal hold since"), "{why}");
    desk.run(MANAGER, &["do", &id, "lift-hold", "--reason", "it is over"], "").unwrap();
    assert!(desk.json(WORKER, &["show", &id, "--json"])["record"].get("held").is_none());
}

#[test]
fn only_managers_look_and_what_is_open_or_young_is_not_erased() {
    let desk = Desk::new();
    let id = desk.take(&call());
    let (code, _) = desk.run(WORKER, &["retention", "list"], "").unwrap_err();
    assert_eq!(code, 1);
    let page = desk.run(MANAGER, &["retention", "list"], "").unwrap();
    assert!(
        page.starts_with("Due for erasure (1)\n  R-901, received"),
        "a consultation of years ago: {page}"
    );
    let (_, why) = desk.run(MANAGER, &["retention", "propose", &id, "--reason", "over"], "").unwrap_err();
    assert!(why.contains("owed or undecided"), "{why}");
    let (code, why) =
        desk.run(MANAGER, &["retention", "propose", "Mockford", "--reason", "over"], "").unwrap_err();
    assert!(code == 2 && why.contains("R-1001, or known-people"), "{why}");
    let (code, _) = desk.run(MANAGER, &["retention", "agree", "R-99999"], "").unwrap_err();
    assert_eq!(code, 1);
}

#[test]
fn two_managers_of_the_training_desk_erase_what_its_time_is_over_for() {
    let desk = Desk::new();
    let reason = "its time is over";
    desk.run(MANAGER, &["retention", "propose", "R-901", "--reason", reason], "").unwrap();
    let (_, why) = desk.run(MANAGER, &["retention", "agree", "R-901"], "").unwrap_err();
    assert!(why.contains("another manager"), "{why}");
    desk.run(OTHER_MANAGER, &["retention", "refuse", "R-901", "--reason", "wait a week"], "").unwrap();
    desk.run(OTHER_MANAGER, &["retention", "propose", "R-901", "--reason", reason], "").unwrap();
    let listed = desk.json(MANAGER, &["retention", "list", "--json"]);
    assert_eq!(listed["due"][0]["asked"]["by"]["user"], OTHER_MANAGER);
    let carried = desk.json(MANAGER, &["retention", "agree", "R-901", "--json"]);
    assert_eq!((&carried["left"]["ref"], &carried["log_cut"]), (&json!("R-901"), &json!(true)));
    let left = desk.json(WORKER, &["show", "R-901", "--json"]);
    assert_eq!(left["erased"]["agreed_by"]["user"], MANAGER);
    assert_eq!(left["erased"]["reason"], reason);
    let page = desk.run(WORKER, &["show", "R-901"], "").unwrap();
    assert!(page.starts_with("R-901  erased under a retention rule"), "{page}");
    let (_, why) = desk.run(WORKER, &["do", "R-901", "note", "late"], "").unwrap_err();
    assert!(why.contains("was erased under a retention rule"), "{why}");
    desk.run(WORKER, &["verify"], "").unwrap();
    desk.run(WORKER, &["verify", "--rebuild"], "").unwrap();
    assert!(desk.run(MANAGER, &["retention", "list"], "").unwrap().contains("Erased last (1)\n  R-901"));
}

#[test]
fn a_pack_names_neither_the_referrer_nor_the_sister_and_is_recorded() {
    let desk = Desk::new();
    let id = desk.take(&call());
    let again = desk.take(&call());
    let asked = [
        "disclose",
        &id,
        "--subject",
        "child-1",
        "--to",
        "the child's solicitor",
        "--why",
        "asked on 1 November",
    ];
    let (code, why) = desk.run(WORKER, &asked, "").unwrap_err();
    assert!(code == 1 && why.contains("subject-access pack"), "{why}");
    let made = desk.json(MANAGER, &[&asked[..], &["--all", "--json"]].concat());
    assert_eq!((&made["number"], &made["contacts"]), (&json!(1), &json!([id, again])));
    let exports = desk.0.path().join("exports");
    let text = fs::read_to_string(exports.join(format!("{id}-disclosure-1.txt"))).unwrap();
    for word in ["Fakeley", "960123", "Robin"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    assert!(
        text.contains("TRAINING") && text.contains("Ash cried, and [left out: third party] ran out"),
        "{text}"
    );
    assert!(exports.join(format!("{id}-disclosure-1.docx")).exists());
    let review = fs::read_to_string(exports.join(format!("{id}-disclosure-1-review.txt"))).unwrap();
    assert!(review.contains("Pat Fakeley") && review.contains("cannot know every name"), "{review}");
    assert_eq!(desk.json(MANAGER, &[&asked[..], &["--json"]].concat())["number"], 2);
    let (code, why) = desk
        .run(MANAGER, &["disclose", &id, "--subject", "child-3", "--to", "a", "--why", "b"], "")
        .unwrap_err();
    assert!(code == 1 && why.contains("no such child or person"), "{why}");
    assert!(desk.run(MANAGER, &["verify"], "").is_ok());
}
