//! Calls of every kind from the command line.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of a test may fail loudly")]

use serde_json::{Value, json};
use tempfile::TempDir;

mod common {
    pub mod program;
}
use common::program;

/// A training desk of its own for one test, a working day behind it, at eight past two.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.run(&["demo", "--fresh", "--no-board"], "").unwrap();
        desk
    }

    /// What a command said, or with which code and words it stopped.
    fn run(&self, args: &[&str], input: &str) -> Result<String, (i32, String)> {
        program::run(self.0.path(), args, input)
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(args, "").unwrap()).unwrap()
    }

    fn take(&self, call: &Value) -> String {
        let filed = self.run(&["take", "--from", "-", "--json"], &call.to_string()).unwrap();
        let filed: Value = serde_json::from_str(&filed).unwrap();
        filed["ref"].as_str().unwrap().to_owned()
    }

    fn show(&self, reference: &str) -> Value {
        self.json(&["show", reference, "--json"])
    }
}

fn handover() -> Value {
    json!({ "kind": "referral", "received": "2026-11-24T08:50", "answers": {
        "channel": "edt", "edt-received": "yesterday 22:40", "edt-worker": "Robin Dummerton",
        "caller-source": "6", "concern": "Found alone at night" } })
}

fn consultation() -> Value {
    json!({ "kind": "consultation", "received": "2026-11-24T10:00", "answers": {
        "caller-source": "3A", "caller-phone": "01632 960202", "concern": "Weight loss, unsure" },
        "narrative": [{ "text": "Lost weight since June.", "basis": "seen" }] })
}

fn clock<'a>(shown: &'a Value, id: &str) -> Option<&'a Value> {
    shown["record"]["clocks"].as_array().unwrap().iter().find(|clock| clock["clock"] == id)
}

#[test]
fn a_handover_keeps_both_receipts_and_is_acknowledged() {
    let desk = Desk::new();
    let reference = desk.take(&handover());
    let shown = desk.show(&reference);
    assert_eq!(shown["answers"]["edt-received"], "2026-11-23T22:40:00+00:00", "with its date and offset");
    assert_eq!(shown["record"]["handover"]["edt_received"], "2026-11-23T22:40:00+00:00");
    assert_eq!(shown["record"]["handover"]["desk_received"], "2026-11-24T08:50:00+00:00");
    assert_eq!(clock(&shown, "feedback-first").unwrap()["due"], "2026-11-24T22:40:00+00:00");
    let rows = desk.run(&["list", "--filter", "handover", "--json"], "").unwrap();
    assert!(rows.contains(&reference), "{rows}");
    let said = desk.run(&["do", &reference, "acknowledge"], "").unwrap();
    assert!(said.contains("Handover acknowledged"), "{said}");
    assert_eq!(desk.show(&reference)["record"]["handover"]["acknowledged_by"], "Jo Testerby");
    assert!(!desk.run(&["list", "--filter", "handover", "--json"], "").unwrap().contains(&reference));
    assert_eq!(desk.run(&["do", &reference, "acknowledge"], "").unwrap_err().0, 1);
}

#[test]
fn what_is_shown_of_a_written_referral_can_be_taken_again() {
    let desk = Desk::new();
    let call = json!({ "kind": "referral", "received": "2026-11-24T14:00", "answers": {
        "channel": "form", "received-at": "09:40", "caller-source": "2A", "concern": "Bruise" } });
    let first = desk.take(&call);
    let shown = desk.show(&first);
    assert_eq!(clock(&shown, "written-next-steps").unwrap()["due"], "2026-11-25T09:40:00+00:00");
    assert!(clock(&shown, "written-24h").is_none() && clock(&shown, "written-48h").is_none());
    let again = desk.show(&desk.take(&shown));
    assert_eq!(again["answers"], shown["answers"]);
    assert_eq!(clock(&again, "feedback-first"), clock(&shown, "feedback-first"));
}

#[test]
fn a_time_with_two_readings_is_refused_with_both() {
    let desk = Desk::new();
    let call = |at: &str| {
        json!({ "kind": "referral", "received": "2026-10-25T09:00", "answers": {
            "channel": "form", "received-at": at, "caller-source": "2A", "concern": "Bruise" } })
    };
    let (code, why) = desk.run(&["take", "--from", "-"], &call("01:30").to_string()).unwrap_err();
    assert_eq!(code, 2);
    assert!(why.contains("2026-10-25T01:30:00+01:00") && why.contains("2026-10-25T01:30:00+00:00"), "{why}");
    let taken = desk.show(&desk.take(&call("01:30 GMT")));
    assert_eq!(taken["answers"]["received-at"], "2026-10-25T01:30:00+00:00");
}

#[test]
fn late_information_keeps_its_marks_and_opens_the_decision_again() {
    let desk = Desk::new();
    let reference = desk.take(&handover());
    desk.run(&["do", &reference, "decide", "nfa", "--rationale", "explained"], "").unwrap();
    let args = ["do", &reference, "information", "--from", "the school", "--received", "13:20"];
    let lines =
        ["--seen", "A bruise", "--told", "Dad did it", "--told-by", "the friend", "--opinion", "No accident"];
    desk.run(&[&args[..], &lines[..]].concat(), "").unwrap();
    let shown = desk.show(&reference);
    let told = &shown["record"]["information"][0];
    assert_eq!(told["received"], "2026-11-24T13:20:00+00:00");
    assert_eq!(told["lines"][1], json!({ "text": "Dad did it", "basis": "told", "told_by": "the friend" }));
    assert!(shown["record"]["reconsider"].is_string());
    let page = desk.run(&["show", &reference], "").unwrap();
    assert!(page.contains("“Dad did it” (told by someone else: the friend)"), "{page}");
    desk.run(&["do", &reference, "keep-decision", "--reason", "known already"], "").unwrap();
    assert!(desk.show(&reference)["record"]["reconsider"].is_null());
    let empty = ["do", &reference, "information", "--from", "the school"];
    assert_eq!(desk.run(&empty, "").unwrap_err().0, 1, "without a line there is nothing to add");
}

#[test]
fn chases_are_counted_and_stop_nothing() {
    let desk = Desk::new();
    let reference = desk.take(&handover());
    for _ in 0..2 {
        desk.run(&["do", &reference, "chased", "--said", "asked again"], "").unwrap();
    }
    let shown = desk.show(&reference);
    assert_eq!(shown["record"]["feedback"]["chased"], 2);
    assert_eq!(clock(&shown, "feedback-first").unwrap()["state"], "running");
}

#[test]
fn a_consultation_becomes_a_referral_and_both_know_it() {
    let desk = Desk::new();
    let first = desk.take(&consultation());
    let made = desk.json(&["do", &first, "convert", "--json"]);
    let second = made["ref"].as_str().unwrap();
    let (consultation, referral) = (desk.show(&first), desk.show(second));
    assert_eq!(consultation["record"]["became"], second);
    assert_eq!(clock(&consultation, "consultation").unwrap()["state"], "running");
    assert_eq!(referral["kind"], "referral");
    assert_eq!(referral["record"]["consulted"]["ref"], *first);
    assert_eq!(referral["answers"]["caller-phone"], "01632 960202");
    assert_eq!(referral["narrative"], consultation["narrative"]);
    assert_eq!(desk.run(&["do", &first, "convert"], "").unwrap_err().0, 1, "only once");
    assert!(desk.run(&["verify"], "").is_ok());
}

#[test]
fn a_call_given_as_json_is_attached_and_gets_a_number_of_its_own() {
    let desk = Desk::new();
    let reference = desk.take(&handover());
    let call = json!({ "kind": "referral", "received": "2026-11-24T14:00", "answers": {
        "caller-source": "1B", "concern": "Shouting" }, "narrative": [{ "text": "Heard shouting.", "basis": "seen" }] });
    desk.run(&["do", &reference, "attach", "--from", "-"], &call.to_string()).unwrap();
    let told = &desk.show(&reference)["record"]["information"][0];
    assert_eq!(told["lines"][0]["text"], "Heard shouting.");
    let number = told["call"].as_str().unwrap();
    assert_ne!(number, reference);
    let page = desk.run(&["show", number], "").unwrap();
    assert!(page.contains(&format!("a call about {reference}")), "{page}");
    assert_eq!(desk.json(&["show", number, "--json"])["ended"]["into"], *reference);
    let (code, why) = desk.run(&["do", number, "note", "x"], "").unwrap_err();
    assert!(code == 1 && why.contains(&reference), "it is no contact of its own: {why}");
    assert!(desk.run(&["verify"], "").is_ok());
}

#[test]
fn a_contact_goes_to_a_team_and_is_handed_back_with_the_reason_in_the_record() {
    let desk = Desk::new();
    let reference = desk.take(&json!({ "kind": "referral", "received": "2026-11-24T09:00",
        "answers": { "caller-source": "3A", "concern": "Weight loss" } }));
    let refused = desk.run(&["do", &reference, "hand-back", "--reason", "nobody rang"], "").unwrap_err();
    assert!(refused.0 == 1 && refused.1.contains("Nobody has it"), "{refused:?}");
    desk.run(&["do", &reference, "decide", "s17", "--rationale", "needs an assessment"], "").unwrap();
    let said = desk.run(&["do", &reference, "allocate", "duty and assessment team"], "").unwrap();
    assert!(said.contains("Allocated to the team Duty and Assessment Team"), "{said}");
    let shown = desk.show(&reference);
    assert_eq!(shown["record"]["owner"]["team"], true);
    assert_eq!(clock(&shown, "family-visit").unwrap()["state"], "running");
    let said = desk.run(&["do", &reference, "hand-back", "--reason", "no answer all morning"], "").unwrap();
    assert!(said.contains("Handed back"), "{said}");
    let shown = desk.show(&reference);
    assert!(shown["record"]["owner"].is_null() && shown["record"]["handed_back"].is_string());
    assert_ne!(clock(&shown, "family-visit").unwrap()["state"], "running");
    let rows = desk.run(&["list", "--filter", "handed-back", "--json"], "").unwrap();
    assert!(rows.contains(&reference), "{rows}");
    let read = desk.run(&["show", &reference], "").unwrap();
    assert!(read.contains("nobody: handed back") && read.contains("no answer all morning"), "{read}");
}
