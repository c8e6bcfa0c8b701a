//! Copies, restores and the doctor from the command line.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

mod common {
    pub mod program;
}
use common::program;

/// A training desk of its own for one test.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.run(&["demo", "--no-board", "--open", "0", "--people", "0", "--at", "2026-11-24T14:08"])
            .unwrap();
        desk
    }

    fn run(&self, args: &[&str]) -> Result<String, (i32, String)> {
        program::run(self.0.path(), args, "")
    }

    fn typed(&self, args: &[&str], typed: &str) -> Result<String, (i32, String)> {
        program::run(self.0.path(), args, typed)
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(args).unwrap()).unwrap()
    }

    /// What a command said, however it ended.
    fn whatever(&self, args: &[&str]) -> String {
        let mut command = assert_cmd::Command::cargo_bin("dutydesk").unwrap();
        let done = command.arg("--desk").arg(self.0.path()).args(args).output().unwrap();
        String::from_utf8(done.stdout).unwrap()
    }

    fn dir(&self) -> PathBuf {
        self.0.path().to_owned()
    }
}

const MANAGER: [&str; 2] = ["--as", "s.placeham"];

fn as_manager<'a>(args: &[&'a str]) -> Vec<&'a str> {
    MANAGER.iter().chain(args).copied().collect()
}

const CALL: &str = include_str!("cli/teacher.json");

#[test]
fn a_copy_is_made_listed_looked_at_and_restored() {
    let desk = Desk::new();
    let made = desk.json(&["backup", "--json"]);
    let name = made["name"].as_str().unwrap().to_owned();
    assert!(desk.run(&["backup", "--list"]).unwrap().starts_with(&name));
    assert_eq!(desk.json(&["backup", "--list", "--json"])[0]["entries"], made["entries"]);

    let said = desk.run(&["restore", &name, "--check"]).unwrap();
    assert!(said.contains("It opens, and everything in it checks."), "{said}");
    // The copy was made before the entry that tells of it.
    let entry = made["entries"].as_i64().unwrap() + 1;
    assert!(said.contains(&format!("Entry {entry}, saved at")), "{said}");
    assert!(said.ends_with("Nothing was changed.\n"), "{said}");

    let (code, refused) = desk.run(&["restore", &name, "--yes"]).unwrap_err();
    assert_eq!(code, 1);
    assert!(refused.contains("Only these may restore a backup: manager."), "{refused}");
    let (code, _) = desk.typed(&as_manager(&["restore", &name]), "yes\n").unwrap_err();
    assert_eq!(code, 1, "the word itself must be typed");

    let said = desk.typed(&as_manager(&["restore", &name]), "restore\n").unwrap();
    assert!(said.contains("The copy is in place, and opens."), "{said}");
    assert!(desk.run(&["verify"]).is_ok());
    let doctor = desk.json(&["doctor", "--json"]);
    assert!(points(&doctor).contains(&("restore".to_owned(), "warning".to_owned())), "{doctor}");
    assert_eq!(desk.run(&["restore", "--acknowledge"]).unwrap_err().0, 1);
    let said = desk.run(&as_manager(&["restore", "--acknowledge"])).unwrap();
    assert!(said.contains("is not in it"), "{said}");
    assert_eq!(desk.run(&as_manager(&["restore", "--acknowledge"])).unwrap_err().0, 1, "once");
}

#[test]
fn a_copy_is_as_json_what_it_is_in_words() {
    let desk = Desk::new();
    let outside = tempfile::tempdir().unwrap();
    let to = outside.path().join("stick");
    let made = desk.json(&["backup", "--to", to.to_str().unwrap(), "--json"]);
    assert_eq!(made["cautions"], json!([]));
    let place = made["place"].as_str().unwrap();
    let looked = desk.json(&["restore", place, "--check", "--json"]);
    assert_eq!((&looked["good"], &looked["training"]), (&json!(true), &json!(true)));
    assert_eq!(looked["desk"]["missing"]["first"], json!(made["entries"].as_i64().unwrap() + 1));
    let inside = desk.dir().join("exports");
    let (code, refused) = desk.run(&["backup", "--to", inside.to_str().unwrap()]).unwrap_err();
    assert_eq!(code, 1);
    assert!(refused.contains("would be lost with it"), "{refused}");
    assert_eq!(desk.run(&["restore", place, "--json"]).unwrap_err().0, 2);
    let restored = desk.json(&as_manager(&["restore", place, "--yes", "--json"]));
    assert_eq!(restored["restored"], json!(true));
}

fn points(doctor: &Value) -> Vec<(String, String)> {
    let word = |point: &Value, name: &str| point[name].as_str().unwrap().to_owned();
    doctor["points"].as_array().unwrap().iter().map(|p| (word(p, "about"), word(p, "state"))).collect()
}

#[test]
fn the_doctor_finds_nothing_bad_on_a_desk_that_is_well() {
    let desk = Desk::new();
    desk.run(&["backup"]).unwrap();
    let doctor = desk.json(&["doctor", "--json"]);
    assert_eq!(doctor["good"], json!(true), "{doctor}");
    let points = points(&doctor);
    for about in [
        "dutydesk",
        "SQLite",
        "SQLCipher",
        "built with",
        "file system",
        "permissions",
        "disk space",
        "kind of desk",
        "keys",
        "open elsewhere",
        "head file",
        "copies",
        "encryption",
        "schema",
        "key generation",
        "complete",
        "clock",
        "rules",
        "time zones",
        "holidays",
        "core files",
        "locked memory",
        "swap",
        "terminal",
    ] {
        assert!(points.iter().any(|(found, _)| found == about), "nothing is said of {about}");
    }
    let words = desk.run(&["doctor"]).unwrap();
    assert!(words.contains("good     schema"), "{words}");
}

#[test]
fn the_doctor_works_on_a_desk_that_does_not_open() {
    type Ruin = fn(&std::path::Path);
    let ruins: [(&str, Ruin); 6] = [
        ("record", |desk| fs::write(desk.join("desk.db"), vec![7; 9000]).unwrap()),
        ("record", |desk| fs::remove_file(desk.join("desk.db")).unwrap()),
        ("keys", |desk| fs::remove_file(desk.join("desk.keys")).unwrap()),
        ("head file", |desk| fs::remove_file(desk.join("desk.head")).unwrap()),
        ("rules", |desk| fs::write(desk.join("protocol.toml"), "nonsense").unwrap()),
        ("permissions", |desk| {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(desk.join("desk.db"), fs::Permissions::from_mode(0o644)).unwrap();
        }),
    ];
    for (about, ruin) in ruins {
        let desk = Desk::new();
        ruin(&desk.dir());
        let (code, _) = desk.run(&["doctor"]).unwrap_err();
        assert_eq!(code, 1, "{about}");
        let out = desk.whatever(&["doctor", "--json"]);
        let doctor: Value = serde_json::from_str(&out).unwrap();
        assert!(points(&doctor).contains(&(about.to_owned(), "bad".to_owned())), "{about}: {doctor}");
    }
}

#[test]
fn the_doctor_notices_a_changed_byte_in_the_newest_copy() {
    let desk = Desk::new();
    let made = desk.json(&["backup", "--json"]);
    let file = PathBuf::from(made["place"].as_str().unwrap()).join("desk.keys");
    let mut bytes = fs::read(&file).unwrap();
    bytes[40] ^= 1;
    fs::write(&file, bytes).unwrap();
    let (code, said) = desk.run(&["doctor"]).unwrap_err();
    assert_eq!(code, 1);
    assert!(said.is_empty(), "{said}");
    let doctor: Value = serde_json::from_str(&desk.whatever(&["doctor", "--json"])).unwrap();
    assert!(points(&doctor).contains(&("copies".to_owned(), "bad".to_owned())), "{doctor}");
}

#[test]
fn calls_after_the_copy_are_named_by_their_references() {
    let desk = Desk::new();
    let name = desk.json(&["backup", "--json"])["name"].as_str().unwrap().to_owned();
    let taken = desk.typed(&["take", "--from", "-"], CALL);
    let reference = taken.unwrap().split_whitespace().find(|word| word.starts_with("R-")).unwrap().to_owned();
    let said = desk.run(&["restore", &name, "--check"]).unwrap();
    let reference = reference.trim_end_matches(|c: char| !c.is_ascii_digit());
    assert!(said.contains(&format!("Worked on since: {reference}.")), "{said}");
    assert!(!said.contains("Mockford"), "{said}");
}

#[test]
fn a_real_desk_is_copied_looked_at_and_restored_with_a_passphrase_or_the_recovery_key() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let (secret, recovery) = (dir.path().join("secret"), dir.path().join("recovery"));
    fs::write(&secret, "four plain words here\n").unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    let desk = dir.path().join("desk");
    let words = |args: &[&str]| program::run(&desk, args, "");
    let manager = |args: &[&str]| {
        let who = ["--as", "s.placeham", "--passphrase-file", secret.to_str().unwrap()];
        words(&[args, &who].concat())
    };
    let made = [
        "init",
        "--user",
        "s.placeham",
        "--name",
        "Sam Placeham",
        "--recovery-to",
        recovery.to_str().unwrap(),
    ];
    words(&[&made[..], &["--passphrase-file", secret.to_str().unwrap()]].concat()).unwrap();
    let made: Value = serde_json::from_str(&manager(&["backup", "--json"]).unwrap()).unwrap();
    let name = made["name"].as_str().unwrap();
    assert!(words(&["backup", "--list"]).unwrap().starts_with(name), "the list needs no key");

    let locked = words(&["doctor"]).unwrap();
    assert!(locked.contains("only with a passphrase"), "{locked}");
    let open = manager(&["doctor"]).unwrap();
    assert!(open.contains("good     complete"), "{open}");

    assert_eq!(words(&["restore", name, "--check"]).unwrap_err().0, 3);
    let by_recovery = ["restore", name, "--check", "--recovery-file", recovery.to_str().unwrap()];
    assert!(words(&by_recovery).unwrap().contains("is a desk with"), "the recovery key opens a copy");
    fs::remove_file(desk.join("desk.db")).unwrap();
    assert_eq!(words(&["doctor"]).unwrap_err().0, 1);
    let said = manager(&["restore", name, "--yes"]).unwrap();
    assert!(said.contains("The copy is in place, and opens."), "{said}");
    assert!(manager(&["verify"]).is_ok());
}
