//! A real desk from the command line: made, opened, its people managed.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

mod common {
    pub mod program;
}
use common::program;

/// A directory for a real desk, with the passphrases of its people in private files beside it.
struct Desk(TempDir);

impl Desk {
    fn made() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.secret("manager", "four plain words here");
        let made = desk.run(&[
            "init",
            "--user",
            "s.placeham",
            "--name",
            "Sam Placeham",
            "--passphrase-file",
            "@manager",
            "--recovery-to",
            "@recovery",
        ]);
        assert!(made.unwrap().contains("The desk is ready"));
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn secret(&self, name: &str, text: &str) {
        fs::write(self.path(name), format!("{text}\n")).unwrap();
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(0o600)).unwrap();
    }

    /// What a command said, or with which code and words it stopped. `@name` stands for a file beside the desk.
    fn run(&self, args: &[&str]) -> Result<String, (i32, String)> {
        let files: Vec<String> = args
            .iter()
            .map(|arg| {
                arg.strip_prefix('@').map_or((*arg).to_owned(), |n| self.path(n).display().to_string())
            })
            .collect();
        let args: Vec<&str> = files.iter().map(String::as_str).collect();
        program::run(&self.path("desk"), &args, "")
    }

    fn manager(&self, args: &[&str]) -> Result<String, (i32, String)> {
        self.run(&[args, &["--as", "s.placeham", "--passphrase-file", "@manager"]].concat())
    }
}

#[test]
fn a_real_desk_is_made_worked_on_and_managed_by_commands() {
    let desk = Desk::made();
    assert_eq!(fs::metadata(desk.path("recovery")).unwrap().permissions().mode() & 0o777, 0o600);
    let (code, why) = desk.run(&["list"]).unwrap_err();
    assert_eq!(code, 3);
    assert!(why.contains("--as USER"), "{why}");
    let (code, why) = desk.run(&["list", "--as", "s.placeham"]).unwrap_err();
    assert_eq!((code, why.contains("--passphrase-file")), (3, true), "{why}");
    let (code, why) = desk.run(&["demo", "--no-board"]).unwrap_err();
    assert_eq!(code, 3, "a real desk never becomes a training desk: {why}");

    desk.secret("given", "words that were given");
    let add = [
        "users",
        "add",
        "j.testerby",
        "--name",
        "Jo Testerby",
        "--role",
        "worker",
        "--new-passphrase-file",
        "@given",
    ];
    assert!(desk.manager(&add).unwrap().contains("they must change it"));
    let worker = ["--as", "j.testerby", "--passphrase-file"];
    let (code, why) = desk.run(&[&["list"], worker.as_slice(), &["@given"]].concat()).unwrap_err();
    assert_eq!(code, 3);
    assert!(why.contains("users passphrase"), "{why}");
    desk.secret("chosen", "words that I chose myself");
    let change = ["users", "passphrase", "--new-passphrase-file", "@chosen"];
    desk.run(&[change.as_slice(), &worker, &["@given"]].concat()).unwrap();
    let as_worker = |args: &[&str]| desk.run(&[args, &worker, &["@chosen"]].concat());
    // A real desk goes by the workstation's clock: the call was a year ago.
    let call = include_str!("cli/teacher.json").replace("2026-11-24", "2025-11-25");
    fs::write(desk.path("call.json"), call).unwrap();
    let taken = as_worker(&["take", "--from", &desk.path("call.json").display().to_string()]).unwrap();
    assert!(taken.contains("R-1001"), "{taken}");
    let shown: Value = serde_json::from_str(&as_worker(&["show", "R-1001", "--json"]).unwrap()).unwrap();
    assert!(!shown.to_string().contains("TRAINING"));
    assert_eq!(as_worker(&add).unwrap_err().0, 1, "only a manager lets people in");
    let call = program::run(
        &desk.path("desk"),
        &[
            "intake",
            "--plain",
            "--as",
            "j.testerby",
            "--passphrase-file",
            &desk.path("chosen").display().to_string(),
        ],
        ".park\n",
    );
    assert!(call.unwrap().contains("R-1002 is kept"), "a call in plain lines is begun on it, too");

    let listed: Value = serde_json::from_str(&desk.manager(&["users", "list", "--json"]).unwrap()).unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert!(desk.manager(&["verify"]).unwrap().contains("good"));
    desk.manager(&["users", "shut-out", "j.testerby", "--reason", "left the team"]).unwrap();
    assert_eq!(as_worker(&["list"]).unwrap_err().0, 3);
    assert!(desk.manager(&["show", "R-1001"]).is_ok());
}

#[test]
fn the_recovery_key_lets_a_manager_in_again() {
    let desk = Desk::made();
    desk.secret("manager", "forgotten, and this is wrong");
    assert_eq!(desk.manager(&["list"]).unwrap_err().0, 3);
    desk.secret("manager", "five new words by heart");
    let recover = [
        "users",
        "recover",
        "s.placeham",
        "--recovery-file",
        "@recovery",
        "--new-passphrase-file",
        "@manager",
    ];
    desk.run(&recover).unwrap();
    desk.secret("own", "five words of their own");
    desk.manager(&["users", "passphrase", "--new-passphrase-file", "@own"]).unwrap();
    fs::copy(desk.path("own"), desk.path("manager")).unwrap();
    desk.manager(&["users", "recovery-key", "--recovery-to", "@recovery-2"]).unwrap();
    assert_eq!(desk.run(&recover).unwrap_err().0, 3, "the old recovery key opens nothing any more");
    let (code, why) =
        desk.manager(&["init", "--user", "x", "--name", "X", "--recovery-to", "@no"]).unwrap_err();
    assert_eq!((code, why.contains("already")), (1, true), "{why}");
}

#[test]
fn what_cannot_be_a_passphrase_or_a_name_is_refused_before_anything_is_made() {
    let desk = Desk(tempfile::tempdir().unwrap());
    desk.secret("short", "Password1!");
    let init = |user: &str, file: &str| {
        desk.run(&[
            "init",
            "--user",
            user,
            "--name",
            "Sam Placeham",
            "--passphrase-file",
            file,
            "--recovery-to",
            "@recovery",
        ])
    };
    assert_eq!(init("s.placeham", "@short").unwrap_err().0, 2);
    desk.secret("good", "four plain words here");
    assert_eq!(init("Sam Placeham", "@good").unwrap_err().0, 1);
    assert!(!desk.path("desk/desk.keys").exists());
    fs::remove_file(desk.path("recovery")).unwrap();
    init("s.placeham", "@good").unwrap();
}
