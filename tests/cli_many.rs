//! Several contacts at once, and deadlines that changed rules would move, from the command line.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of a test may fail loudly")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const TEACHER: &str = include_str!("cli/teacher.json");
const GENERAL: &str = include_str!("../assets/protocols/general.toml");

/// A training desk of its own for one test.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.run(&["demo", "--fresh", "--no-board", "--open", "0"]);
        desk
    }

    /// Exit code, answer and errors of a command.
    fn run(&self, args: &[&str]) -> (i32, String, String) {
        self.fed(args, "")
    }

    fn fed(&self, args: &[&str], input: &str) -> (i32, String, String) {
        let Output { status, stdout, stderr } = Command::cargo_bin("dutydesk")
            .unwrap()
            .env_remove("DUTYDESK_DESK")
            .args(["--desk", self.0.path().to_str().unwrap()])
            .args(args)
            .write_stdin(input)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(stdout), text(stderr))
    }

    #[track_caller]
    fn done(&self, args: &[&str]) -> String {
        let (code, out, err) = self.run(args);
        assert_eq!((code, &*err), (0, ""), "{out}");
        out
    }

    fn teacher(&self) -> String {
        let (_, out, _) = self.fed(&["take", "--from", "-", "--json"], TEACHER);
        serde_json::from_str::<Value>(&out).unwrap()["ref"].as_str().unwrap().to_owned()
    }

    /// Gives the desk rules of its own: the general ones, with a closure on this day.
    fn close(&self, day: &str) {
        let file = self.0.path().join("protocol.toml");
        let text = format!("{GENERAL}\n[[closures]]\nfrom = \"{day}\"\nname = \"Flood\"\n");
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    }

    fn due(&self, reference: &str, clock: &str) -> Value {
        let shown: Value = serde_json::from_str(&self.done(&["show", reference, "--json"])).unwrap();
        let clocks = shown["record"]["clocks"].as_array().unwrap();
        clocks.iter().find(|one| one["clock"] == clock).unwrap()["due"].clone()
    }
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_note_goes_to_several_contacts_a_line_each() {
    let desk = Desk::new();
    let (one, two) = (desk.teacher(), desk.teacher());
    let out = desk.done(&["do", &format!("{one},{two},{one}"), "note", "The school is closed"]);
    assert_eq!(out, format!("{one}: Note.\n{two}: Note.\n"), "each once");
    let rows = lines(&desk.done(&["do", &format!("{one}, {two}"), "--json", "note", "again"]));
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (&rows[1]["ref"], &rows[1]["events"][0]["event"]["kind"]),
        (&two.into(), &"note-added".into())
    );
}

#[test]
fn what_is_refused_is_said_by_reference_and_ends_with_1() {
    let desk = Desk::new();
    let (one, two) = (desk.teacher(), desk.teacher());
    desk.done(&["do", &two, "allocate", "Sam Placeham"]);
    let both = format!("{one},{two},R-9999");
    let (code, out, err) = desk.run(&["do", &both, "allocate", "Sam Placeham"]);
    assert_eq!((code, &*err), (1, ""));
    let said: Vec<&str> = out.lines().collect();
    assert!(said[0].starts_with(&format!("{one}: Allocated to Sam Placeham")), "{out}");
    assert_eq!(said[1], format!("{two}: not done. It is allocated to this person already."));
    assert!(said[2].starts_with("R-9999: not done."), "{out}");
    let (code, out, _) = desk.run(&["do", &both, "--json", "allocate", "Sam Placeham"]);
    assert_eq!(code, 1);
    assert!(lines(&out).iter().all(|row| row["refused"].is_string()), "{out}");
}

#[test]
fn a_command_for_one_contact_says_why_it_does_not_go_to_several() {
    let desk = Desk::new();
    let (one, two) = (desk.teacher(), desk.teacher());
    let both = format!("{one},{two}");
    for args in [
        &["rate", "red", "--reason", "x"][..],
        &["undo", "--reason", "x"],
        &["amend", "caller-name=Pat"],
        &["convert"],
    ] {
        let (code, out, err) = desk.run(&[&["do", &both], args].concat());
        assert_eq!((code, &*out), (2, ""), "{err}");
        assert!(err.contains("one contact at a time, because "), "{err}");
    }
    let (code, _, err) = desk.run(&["do", "R-1001,nonsense", "note", "x"]);
    assert_eq!(code, 2);
    assert!(err.contains("nonsense"), "{err}");
}

#[test]
fn a_changed_protocol_moves_deadlines_only_when_a_manager_confirms() {
    let desk = Desk::new();
    let (one, two) = (desk.teacher(), desk.teacher());
    assert!(desk.done(&["protocol", "moves"]).starts_with("No deadline would move under general@1+"));
    let before = desk.due(&one, "response-decision");
    desk.close("2026-11-25");
    desk.done(&["do", &one, "note", "still here"]);
    assert_eq!(desk.due(&one, "response-decision"), before);

    let listed = desk.done(&["protocol", "moves"]);
    assert!(listed.contains(&one) && listed.contains("Response decision"), "{listed}");
    assert!(listed.contains("Wed 25 Nov 17:20") && listed.contains("Thu 26 Nov 17:20"), "{listed}");
    assert!(
        listed.ends_with("2 deadlines would move. A manager confirms them with --confirm --reason.\n"),
        "{listed}"
    );
    let rows = lines(&desk.done(&["protocol", "moves", "--json", &two]));
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["was"], before);
    assert_eq!(rows[0]["difference"], "1 d later");

    let confirm = ["protocol", "moves", "--confirm", "--reason", "flood"];
    let (code, out, err) = desk.run(&confirm);
    assert_eq!((code, &*out), (1, ""));
    assert!(err.contains("Only these may move deadlines"), "{err}");
    let (code, out, _) = desk.run(&[&["--as", "s.placeham"][..], &confirm].concat());
    assert_eq!(code, 0, "{out}");
    assert!(out.contains(&format!("{two}: Deadlines counted again under changed rules.")), "{out}");
    assert_eq!(desk.due(&one, "response-decision"), rows[0]["now"]);
    assert!(desk.done(&["protocol", "moves"]).starts_with("No deadline would move"));
    assert!(desk.done(&["verify"]).contains("R-") || desk.run(&["verify"]).0 == 0);
}

#[test]
fn a_mistaken_protocol_of_a_desk_is_refused_with_what_to_do() {
    let desk = Desk::new();
    desk.close("2026-11-31");
    let (code, out, err) = desk.run(&["protocol", "moves"]);
    assert_eq!((code, &*out), (2, ""));
    assert!(err.contains("has a mistake") && err.contains("dutydesk protocol check"), "{err}");
}
