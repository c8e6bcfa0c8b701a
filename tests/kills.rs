//! The program killed in the middle of every step of a call, on the body map and with a call parked: what the screen calls saved
//! is there again, and so is the cursor.
//!
//! Nothing waits for a time: a kill comes when the screen says that the last word is saved.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod pty;
    pub mod training;
}

use std::path::{Path, PathBuf};

use common::pty::{Pty, Start};
use common::training;
use rustix::process::Signal;

const F2: &str = "\x1bOQ";
const F4: &str = "\x1bOS";
const ENTER: &str = "\r";
const TAB: &str = "\t";
const CTRL_G: &str = "\x07";
const CTRL_N: &str = "\x0e";
const CTRL_O: &str = "\x0f";

/// A desk with nobody on it, and the folder that goes with it.
fn desk() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let desk = folder.path().join("desk");
    (folder, desk)
}

fn start(desk: &Path, args: &[&str]) -> Pty {
    let start = Start::new(env!("CARGO_BIN_EXE_dutydesk")).arg("--desk").arg(desk);
    args.iter().fold(start, Start::arg).size(120, 40).spawn()
}

/// A desk for training, with its first call just begun.
fn begun(desk: &Path) -> Pty {
    let mut pty =
        Start::new(env!("CARGO_BIN_EXE_dutydesk")).arg("demo").arg("--desk").arg(desk).size(120, 40).spawn();
    pty.wait_for("Triage board").wait_for("R-1001");
    pty.send(F2).wait_for(&training::call(1)).wait_for("Who is ringing");
    pty
}

/// Waits until the record has this text, as the screen says. The line that says so is drawn before the text: while it has its
/// tick beside a new text, that text is saved.
fn saved(pty: &mut Pty, text: &str) {
    pty.wait_until(&format!("{text:?}, saved"), |screen| {
        let shown = screen.contents();
        shown.contains(text)
            && shown.lines().any(|line| line.contains("CALL") && line.contains("Saved") && line.contains('✓'))
    });
}

fn kill(pty: &mut Pty) {
    pty.signal(Signal::KILL).wait_exit();
}

/// Kills the program, and goes on with the call in another.
fn killed_and_resumed(pty: &mut Pty, desk: &Path) -> Pty {
    kill(pty);
    let mut again = start(desk, &["intake", "--resume", &training::call(1)]);
    again.wait_for(&format!("{} goes on where it stopped", training::call(1)));
    again
}

#[test]
fn a_program_killed_in_any_step_comes_back_to_the_word_and_the_cursor() {
    let (_folder, desk) = desk();
    let mut pty = begun(&desk);
    // The step, the keys that go from its first open question to a field, what stands beside the field, and what is typed there.
    let steps: [(&str, &[&str], &str, &str); 9] = [
        ("1", &["2", ENTER], "School, agency or team", "Pat Mockford"),
        ("2", &[], "First name", "Ash"),
        ("3", &["Bruise", ENTER], "What happened", "He fell off the sofa"),
        ("4", &[], "Where is the child now", "in the hall"),
        ("5", &[CTRL_N], "Relation to the child", "Kim Placeham"),
        ("6", &["n", ENTER], "Why they were not told", "afraid of him"),
        ("7", &["l", ENTER, ENTER], "Who looked, and when", "Jo at noon"),
        ("8", &[TAB], "Medical conditions", "asthma"),
        ("9", &[F4], "Notes F4", "blue door"),
    ];
    for (step, keys, beside, text) in steps {
        pty.send(CTRL_G).wait_for("Safety now").send(step);
        for key in keys {
            pty.send(key);
        }
        pty.wait_for(beside).send(text);
        saved(&mut pty, text);
        let cursor = pty.cursor();
        pty = killed_and_resumed(&mut pty, &desk);
        if step == "9" {
            // The strip keeps its words; the keys are the review's again.
            pty.wait_for("Read back").wait_for(text).send(F4);
        } else {
            pty.wait_for(beside).wait_for(text);
            pty.wait_until(&format!("the cursor at {cursor:?} in step {step}"), |screen| {
                let (row, column) = screen.cursor_position();
                !screen.hide_cursor() && Some((column, row)) == cursor
            });
        }
        pty.send(" too");
        saved(&mut pty, &format!("{text} too"));
    }
    kill(&mut pty);
    // All nine, from a program that saw none of them typed.
    let mut pty = start(&desk, &["intake", "--resume", &training::call(1)]);
    pty.wait_for(&format!("{} goes on where it stopped", training::call(1)));
    for (step, _, _, text) in steps {
        pty.send(CTRL_G).wait_for("Safety now").send(step);
        if step == "9" {
            pty.wait_for("Read back");
        }
        pty.wait_for(&format!("{text} too"));
    }
    kill(&mut pty);
}

#[test]
fn a_program_killed_while_a_mark_is_described_has_the_mark_and_its_words() {
    let (_folder, desk) = desk();
    let mut pty = begun(&desk);
    pty.send(CTRL_O)
        .wait_for("No mark yet")
        .send(ENTER)
        .wait_for("Colour and shape")
        .send("2 cm")
        .send(ENTER);
    pty.send("yellow, round");
    saved(&mut pty, "yellow, round");
    let mut pty = killed_and_resumed(&mut pty, &desk);
    pty.send(CTRL_O).wait_for("2 cm, yellow, round");
    // The crosshair is on the mark: Enter goes on with its fields.
    pty.send(ENTER).wait_for("Seen by, and when").send(ENTER).send(" edge");
    saved(&mut pty, "yellow, round edge");
    kill(&mut pty);
}

#[test]
fn a_program_killed_with_one_call_parked_has_both() {
    let (_folder, desk) = desk();
    let mut pty = begun(&desk);
    pty.send(CTRL_G).wait_for("Safety now").send("3").wait_for("In a few words").send("Left alone");
    saved(&mut pty, "Left alone");
    pty.send(F2)
        .wait_for(&training::call(2))
        .send(CTRL_G)
        .wait_for("Safety now")
        .send("3")
        .wait_for("In a few words");
    pty.wait_gone("Left alone").send("Noise at night");
    saved(&mut pty, "Noise at night");
    let mut pty = killed_and_resumed(&mut pty, &desk);
    pty.wait_for("Left alone").send(" since four");
    saved(&mut pty, "Left alone since four");
    kill(&mut pty);
    let mut pty = start(&desk, &["intake", "--resume", &training::call(2)]);
    pty.wait_for(&format!("{} goes on where it stopped", training::call(2)))
        .wait_for("Noise at night")
        .wait_gone("Left alone since four");
    pty.send(" again");
    saved(&mut pty, "Noise at night again");
    kill(&mut pty);
}
