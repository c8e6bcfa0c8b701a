//! The desk in a real terminal: a call taken, a program killed, a promise kept, and nothing lost on any way out.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod pty;
    pub mod training;
}

use std::path::Path;

use common::pty::{Pty, Start, strays};
use common::training;
use rustix::process::Signal;
use tempfile::TempDir;

const F2: &str = "\x1bOQ";
const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const CTRL_G: &str = "\x07";
const CTRL_Q: &str = "\x11";
const CTRL_S: &str = "\x13";

/// A folder for a desk, closed to others as a desk must be.
fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn demo(desk: &Path) -> Start {
    let desk = desk.join("desk");
    Start::new(env!("CARGO_BIN_EXE_dutydesk")).arg("demo").arg("--desk").arg(desk).size(120, 40)
}

fn board(start: Start) -> Pty {
    let mut pty = start.spawn();
    pty.wait_for("Triage board").wait_for("R-1001");
    pty
}

fn quit(mut pty: Pty) {
    pty.send(CTRL_Q).wait_for("Leave").send("y");
    assert_eq!(pty.wait_exit(), 0);
    let (other_screen, cursor, marks_pastes, mouse) = pty.modes();
    assert!(!other_screen && cursor && !marks_pastes && !mouse, "the terminal is given back");
}

#[test]
fn a_call_is_begun_and_gone_on_with_straight_from_the_command_line() {
    let folder = folder();
    let desk = folder.path().join("desk");
    let intake = |args: &[&str]| {
        let start = Start::new(env!("CARGO_BIN_EXE_dutydesk")).arg("--desk").arg(&desk).arg("intake");
        args.iter().fold(start, Start::arg).size(120, 40).spawn()
    };
    quit(board(demo(folder.path())));
    let mut pty = intake(&[]);
    pty.wait_for(&training::call(1)).wait_for("Who is ringing");
    pty.send("2").send(ENTER).wait_for("School, agency or team").send("Pat Mockford").send(ENTER);
    quit(pty);
    let mut pty = intake(&["--resume", &training::call(1)]);
    pty.wait_for(&format!("{} goes on where it stopped", training::call(1))).wait_for("Pat Mockford");
    quit(pty);
    let mut pty = intake(&["--consultation"]);
    pty.wait_for(&training::call(2)).wait_for("Who is ringing");
    quit(pty);
}

#[test]
fn a_teachers_call_survives_a_kill_is_filed_and_its_promise_kept() {
    let folder = folder();
    let mut pty = board(demo(folder.path()).arg("--at").arg("2026-11-24T14:10"));
    pty.send(F2).wait_for("Caller");
    pty.send("2").send(ENTER).wait_for("School, agency or team");
    pty.send("Pat Mockford").send(ENTER).send("01632 960201").send(ENTER);
    pty.send(CTRL_G).wait_for("Safety now").send("2").wait_for("First name");
    pty.send("Ash").send(ENTER).send("Specimen").send(ENTER).send("12/3/2016").send(ENTER);
    pty.send(CTRL_G).send("3").wait_for("In a few words");
    pty.send("Bruise on the arm").send(ENTER);
    pty.send("Left arm, the size of a coin; said he fell");
    // In mid narrative: the pause after the last key makes a save, and what the screen calls saved is in the record.
    pty.wait_until("the last word, saved", |screen| {
        let text = screen.contents();
        text.contains("said he fell") && text.lines().any(|line| line.contains("CALL") && line.contains('✓'))
    });
    pty.signal(Signal::KILL).wait_exit();

    let mut pty = board(demo(folder.path()));
    pty.wait_for("Bruise on the");
    pty.send("gg").send(ENTER).wait_for("said he fell");
    pty.send(CTRL_G).send("4").wait_for("Who collects the child");
    pty.send("in class").send(ENTER).send("the teacher").send(ENTER).send("mother").send(ENTER);
    pty.send("15:15").send(ENTER);
    pty.send(CTRL_S).wait_for("Review").send(CTRL_S);
    pty.wait_for("Say to the caller").wait_for("15:00").wait_for("01632 960201").send(ENTER);
    pty.wait_gone("Say to the caller").wait_for("is filed").wait_for("Tell school");

    pty.send("c").wait_for("Outcome").send("r").send("\t");
    pty.send("Told that we are looking at it").send(CTRL_S).wait_for("the feedback clock has stopped");
    pty.send(ENTER).wait_for("Timeline").wait_for("Told that we are looking").wait_for("Contact received");
    pty.send(ESC).wait_for("Triage board");
    quit(pty);
}

#[test]
fn two_terminals_on_one_desk_see_each_other() {
    let folder = folder();
    let mut one = board(demo(folder.path()).arg("--at").arg("2026-11-24T14:10"));
    let mut other = board(demo(folder.path()));
    one.send(F2).wait_for("New call R-").wait_for("Caller").send("2").send(ENTER);
    one.send(CTRL_G).send("3").wait_for("In a few words").send("Seen by both").send(ENTER);
    one.send(CTRL_S).wait_for("Review").send(CTRL_S).wait_for("Say to the caller").send(ENTER);
    one.wait_gone("Say to the caller").wait_for("is filed");
    other.wait_for("Seen by both");
    quit(one);
    quit(other);
}

#[test]
fn what_is_typed_when_the_window_closes_is_there_again() {
    let folder = folder();
    let mut pty = board(demo(folder.path()).arg("--at").arg("2026-11-24T14:10"));
    pty.send(F2).wait_for("Caller").send(CTRL_G).send("3").wait_for("In a few words");
    pty.send("Left alone at night").wait_for("Left alone at night").hang_up();
    pty.wait_exit();
    let mut pty = board(demo(folder.path()));
    pty.wait_for("Left alone at");
    quit(pty);
}

#[test]
fn a_hostile_paste_is_text_and_nothing_else() {
    let folder = folder();
    let mut pty = board(demo(folder.path()).arg("--at").arg("2026-11-24T14:10"));
    pty.send(F2).wait_for("Caller").send(CTRL_G).send("3").wait_for("In a few words").send(ENTER);
    // The paste ends itself early and goes on with Ctrl-Q and y.
    pty.send("\x1b[200~from an email\x1b[31m\x1b[201~\x11y\x1b[201~").wait_for("from an email");
    pty.wait_gone("Leave");
    assert!(strays(&pty.raw()).is_empty(), "{:?}", strays(&pty.raw()));
    pty.signal(Signal::TERM);
    pty.wait_exit();
}

#[test]
fn without_colours_no_colour_is_sent_and_shapes_remain() {
    let folder = folder();
    let start = demo(folder.path()).arg("--at").arg("2026-11-24T14:10").env("NO_COLOR", "1");
    let mut pty = board(start.env("DUTYDESK_GLYPHS", "ascii"));
    pty.wait_for("[R]").wait_for("late");
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    for colour in ["[38;2;", "[38;5;", "[48;2;", "[48;5;", "\x1b[31m", "\x1b[;m"] {
        assert!(!raw.contains(colour), "{colour:?}");
    }
    assert!(raw.contains("\x1b[7m"), "the selection is reversed");
    quit(pty);
}

#[test]
fn a_storm_of_sizes_leaves_a_working_board() {
    let folder = folder();
    let mut pty = board(demo(folder.path()).arg("--at").arg("2026-11-24T14:10"));
    for n in 0..300_u16 {
        pty.resize(1 + n * 37 % 220, 1 + n * 13 % 70);
    }
    pty.resize(120, 40).wait_for("Triage board").wait_for("Next deadlines");
    quit(pty);
}
