//! The locked desk in a real terminal: by key, by signal, by itself, and before it was ever open.

mod common {
    pub mod program;
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod pty;
}

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use common::program;
use common::pty::{Pty, Start};
use rustix::process::Signal;
use tempfile::TempDir;

const F2: &str = "\x1bOQ";
const F12: &str = "\x1b[24~";
const ENTER: &str = "\r";
const CTRL_G: &str = "\x07";
const CTRL_Q: &str = "\x11";
const CTRL_U: &str = "\x15";
const LEFT: &str = "\x1b[D";
const PASSPHRASE: &str = "four plain words here";

fn demo(desk: &Path) -> Start {
    let start = Start::new(env!("CARGO_BIN_EXE_dutydesk")).arg("demo").arg("--desk").arg(desk);
    start.arg("--at").arg("2026-11-24T14:10").size(120, 40)
}

/// A call on a training desk, with the cursor before the last word of the narrative.
fn typing(folder: &TempDir) -> Pty {
    let mut pty = demo(&folder.path().join("desk")).spawn();
    pty.wait_for("Triage board").wait_for("R-1001");
    pty.send(F2).wait_for("Caller").send(CTRL_G).send("3").wait_for("In a few words");
    pty.send("Zebra stripes").send(ENTER).send("Left alone at night");
    pty.send(&LEFT.repeat(5)).wait_for("Left alone at night");
    pty
}

/// The words are gone from the window, and back at the same place.
fn unlocked(pty: &mut Pty) {
    pty.send(ENTER).wait_for("Left alone at night").send("late ").wait_for("Left alone at late night");
}

fn quit(mut pty: Pty) {
    pty.send(CTRL_Q).wait_for("Leave").send("y");
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn locked_in_mid_sentence_the_desk_goes_on_at_the_same_letter() {
    let folder = tempfile::tempdir().unwrap();
    let mut pty = typing(&folder);
    pty.send(F12).wait_for("is locked").wait_for("Your unfinished call is saved");
    let screen = pty.screen();
    assert!(!screen.contains("Zebra") && !screen.contains("R-10") && !screen.contains("alone"), "{screen}");
    // The first thing written after the key clears the window; nothing of the desk is written after it.
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    let (_, after) = raw.rsplit_once("\x1b[2J").unwrap();
    assert!(after.contains("is locked") && !after.contains("Zebra"));
    unlocked(&mut pty);
    quit(pty);
}

#[test]
fn a_process_that_is_stopped_locks_gives_the_terminal_back_and_stops() {
    let folder = tempfile::tempdir().unwrap();
    let mut pty = typing(&folder);
    pty.signal(Signal::TSTP).wait_stopped();
    pty.wait_until("the shell's screen", |screen| !screen.alternate_screen() && !screen.hide_cursor());
    assert!(!pty.screen().contains("Zebra"));
    pty.signal(Signal::CONT).wait_for("is locked");
    assert!(pty.modes().0, "the terminal is taken again");
    unlocked(&mut pty);
    quit(pty);
}

#[test]
fn a_desk_that_nobody_touches_locks_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let desk = folder.path().join("desk");
    program::run(&desk, &["demo", "--no-board"], "").unwrap();
    let rules = include_str!("../assets/protocols/general.toml");
    let own = desk.join("protocol.toml");
    fs::write(&own, format!("{rules}\n[lock]\nidle_minutes = 3\n")).unwrap();
    fs::set_permissions(&own, fs::Permissions::from_mode(0o600)).unwrap();
    // A minute at this desk lasts a twentieth of a second.
    let mut pty = demo(&desk).arg("--speed").arg("1200").spawn();
    pty.wait_for("is locked").wait_for("idle");
    assert!(!pty.screen().contains("R-10"));
    pty.send(CTRL_Q);
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn a_real_desk_begins_locked_and_opens_for_its_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let desk = folder.path().join("desk");
    let file = folder.path().join("manager");
    fs::write(&file, format!("{PASSPHRASE}\n")).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let (file, recovery) = (file.display().to_string(), folder.path().join("recovery").display().to_string());
    let named = ["init", "--user", "s.placeham", "--name", "Sam Placeham"];
    let made = [&named[..], &["--passphrase-file", &file, "--recovery-to", &recovery]].concat();
    program::run(&desk, &made, "").unwrap();

    let start = || Start::new(env!("CARGO_BIN_EXE_dutydesk")).arg("--desk").arg(&desk).size(120, 40);
    let mut pty = start().spawn();
    pty.wait_for("is locked").send("s.placeham\t").send("four wrong words here").send(ENTER);
    pty.wait_for("the passphrase is wrong");
    // An Enter that comes while nothing is typed tries nothing.
    pty.send(ENTER).send("x").send(CTRL_U).send(PASSPHRASE).send(ENTER);
    pty.wait_for("Triage board").wait_for("Sam Placeham");
    assert!(!String::from_utf8_lossy(&pty.raw()).contains("plain words"), "the passphrase is never shown");
    pty.send(F2).wait_for("Caller").send(CTRL_G).send("3").wait_for("In a few words").send("Zebra stripes");
    pty.send(F12).wait_for("is locked").wait_for("s.placeham").wait_for("Your unfinished call is saved");
    pty.send(PASSPHRASE).send(ENTER).wait_for("New call").send(" seen").wait_for("Zebra stripes seen");
    quit(pty);
    // Killed while it is locked, the call is on the board of the next start.
    let mut pty = start().arg("--as").arg("s.placeham").spawn();
    pty.wait_for("is locked").send(PASSPHRASE).send(ENTER).wait_for("Zebra stripes seen");
    pty.send(F12).wait_for("is locked").signal(Signal::KILL).wait_exit();
    let mut pty = start().arg("--as").arg("s.placeham").spawn();
    pty.wait_for("is locked").send(PASSPHRASE).send(ENTER).wait_for("Zebra stripes seen");
    quit(pty);
}
