//! The terminal shell under a real terminal: whatever ends the program, what was typed is saved and the terminal is sane.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod pty;
}

use std::fs;
use std::path::PathBuf;

use common::pty::{Pty, Start, example, strays};
use rustix::process::Signal;
use tempfile::TempDir;

const TYPED: &str = "hit her with a belt on Saturday";

struct Desk {
    pty: Pty,
    file: PathBuf,
    _folder: TempDir,
}

fn start() -> Desk {
    start_with(&[])
}

fn start_with(env: &[(&str, &str)]) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("draft");
    let mut start = Start::new(example("shell")).arg(&file);
    for (name, value) in env {
        start = start.env(name, value);
    }
    let mut pty = start.spawn();
    pty.wait_for("type here");
    Desk { pty, file, _folder: folder }
}

impl Desk {
    fn typed(mut self) -> Self {
        self.pty.send(TYPED).wait_for(TYPED);
        self
    }

    fn saved(&self) -> String {
        fs::read_to_string(&self.file).unwrap_or_default()
    }

    fn assert_terminal_is_given_back(&self) {
        let (other_screen, cursor, marks_pastes, mouse) = self.pty.modes();
        assert!(!other_screen && cursor && !marks_pastes && !mouse, "{:?}", self.pty.modes());
    }
}

#[test]
fn quitting_gives_the_terminal_back() {
    let mut desk = start().typed();
    assert_eq!(desk.pty.modes(), (true, true, true, true));
    desk.pty.send("\x11");
    assert_eq!(desk.pty.wait_exit(), 0);
    assert_eq!(desk.saved(), TYPED);
    desk.assert_terminal_is_given_back();
}

#[test]
fn being_asked_to_end_saves_and_gives_the_terminal_back() {
    for signal in [Signal::TERM, Signal::INT] {
        let mut desk = start().typed();
        desk.pty.signal(signal);
        assert_eq!(desk.pty.wait_exit(), 0);
        assert_eq!(desk.saved(), TYPED);
        desk.assert_terminal_is_given_back();
    }
}

#[test]
fn a_closed_window_loses_nothing() {
    let mut desk = start().typed();
    desk.pty.hang_up();
    desk.pty.wait_exit();
    // The library that holds our end of the terminal types an Enter as it lets go.
    assert_eq!(desk.saved().trim_end(), TYPED);
}

#[test]
fn a_program_that_does_not_answer_is_saved_by_its_watch() {
    for signal in [Signal::HUP, Signal::TERM] {
        let mut desk = start().typed();
        desk.pty.send("\x07").wait_for("not answering").signal(signal);
        assert_eq!(desk.pty.wait_exit(), u32::try_from(128 + signal.as_raw()).unwrap());
        assert_eq!(desk.saved(), TYPED);
        desk.assert_terminal_is_given_back();
    }
}

#[test]
fn a_panic_saves_and_tells_a_number_and_nothing_that_was_typed() {
    let mut desk = start().typed();
    let before = desk.pty.raw().len();
    desk.pty.send("\x18");
    assert_eq!(desk.pty.wait_exit(), 101);
    assert_eq!(desk.saved(), TYPED);
    desk.assert_terminal_is_given_back();
    let said = String::from_utf8_lossy(&desk.pty.raw()[before..]).into_owned();
    assert!(said.contains("stopped because of a mistake of its own (error "), "{said}");
    assert!(!said.contains("belt") && !said.contains("panicked"), "{said}");
}

#[test]
fn three_thousand_bytes_of_keys_at_once_all_arrive() {
    let mut desk = start();
    // One line of the field holds 78 letters; these are more than a thousand bytes, the last of them told apart.
    let text = format!("{}end", "é".repeat(1_500));
    desk.pty.send(&text).wait_for("end").send("\x11");
    desk.pty.wait_exit();
    assert_eq!(desk.saved(), text);
}

#[test]
fn a_paste_that_carries_the_quit_key_does_not_quit() {
    let mut desk = start();
    desk.pty.paste("quiet words\x1b[201~\x11more words").wait_for("more words");
    desk.pty.signal(Signal::TERM).wait_exit();
    assert_eq!(desk.saved(), "quiet wordsmore words");
}

#[test]
fn nothing_hostile_that_was_typed_reaches_the_terminal() {
    let mut desk = start();
    desk.pty.paste("a\u{202e}b\u{200b}c\u{feff}d\u{9b}2Je\u{e0041}f\u{200d}g\u{2066}h\u{1b}]0;title\u{7}i");
    desk.pty.wait_for("i");
    assert_eq!(strays(&desk.pty.raw()), []);
}

#[test]
fn the_cursor_stands_where_the_next_letter_goes() {
    let mut desk = start();
    desk.pty.send("Siân 王").wait_until("the cursor behind the letters", |screen| {
        screen.cursor_position() == (0, 8) && !screen.hide_cursor()
    });
}

#[test]
fn another_window_size_is_drawn_at_once() {
    let mut desk = start().typed();
    desk.pty.resize(40, 10).wait_until("the right end of the narrower field", |screen| {
        screen.cell(0, 39).is_some_and(|cell| cell.contents() == "▌")
    });
    desk.pty.resize(1, 1).resize(300, 100).wait_for(TYPED);
}

#[test]
fn after_a_stop_the_screen_is_taken_and_drawn_anew() {
    let mut desk = start().typed();
    desk.pty.signal(Signal::STOP).signal(Signal::CONT).wait_for_bytes("\x1b[?1049h", 2);
    desk.pty.wait_until("the text and the cursor", |screen| {
        screen.contents().contains(TYPED) && !screen.hide_cursor()
    });
    desk.pty.send("!").wait_for(&format!("{TYPED}!"));
    assert_eq!(desk.pty.modes(), (true, true, true, true));
}

#[test]
fn without_colour_nothing_is_coloured() {
    let mut desk = start_with(&[("NO_COLOR", "1")]).typed();
    desk.pty.send("\x11");
    desk.pty.wait_exit();
    let raw = String::from_utf8(desk.pty.raw()).unwrap();
    for colour in ["\x1b[38", "\x1b[48", "\x1b[3m", "\x1b[31m"] {
        assert!(!raw.contains(colour), "{colour:?}");
    }
}
