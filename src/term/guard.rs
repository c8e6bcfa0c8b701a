//! Taking the terminal and giving it back. What [`enter`](Guard::enter) turns on, [`leave`] turns off, on every
//! way out: the end of the program, an error, a panic, a signal.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use super::out::write_last;

/// Whether the terminal is ours now. One for the process, as there is one terminal.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Each thing that is turned on, beside what turns it off. Turned on from the top, off from the bottom.
const MODES: [(&str, &str); 5] = [
    // The title is put aside and comes back.
    ("\x1b[22;2t\x1b]2;DUTYDESK\x1b\\", "\x1b[23;2t"),
    // The other screen, so that nothing of a case stays in the scrollback.
    ("\x1b[?1049h\x1b[2J", "\x1b[?1049l"),
    ("\x1b[?2004h", "\x1b[?2004l"),
    ("\x1b[?1004h", "\x1b[?1004l"),
    ("\x1b[?25l", "\x1b[0m\x1b[?25h\x1b[0 q"),
];

/// Presses and the wheel, with coordinates of any size. No movement: it would wake the program for nothing.
const MOUSE: (&str, &str) = ("\x1b[?1000h\x1b[?1006h", "\x1b[?1006l\x1b[?1000l");

/// A frame that was cut short must not keep the terminal waiting for its end.
const END_OF_FRAME: &str = "\x1b[?2026l";

/// The terminal is ours while this lives.
#[derive(Debug)]
pub struct Guard {
    mouse: bool,
}

impl Guard {
    /// Takes the terminal: raw keys, the other screen, marked pastes, focus events, and the mouse if wanted.
    ///
    /// # Errors
    /// When standard input is not a terminal.
    pub fn enter(mouse: bool) -> io::Result<Self> {
        let guard = Self { mouse };
        guard.take()?;
        Ok(guard)
    }

    /// Takes the terminal anew after the program was stopped and goes on: whoever had it in between may have changed it.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn again(&self) -> io::Result<()> {
        disable_raw_mode()?;
        self.take()
    }

    /// Turns the mouse on or off, so that the terminal's own selecting and copying works.
    pub fn set_mouse(&mut self, on: bool) {
        if self.mouse != on {
            self.mouse = on;
            write_last(if on { MOUSE.0 } else { MOUSE.1 }.as_bytes());
        }
    }

    fn take(&self) -> io::Result<()> {
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        write_last(entering(self.mouse).as_bytes());
        Ok(())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        leave();
    }
}

/// Gives the terminal back, if it is ours. May be called from any thread and any number of times.
pub fn leave() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        write_last(leaving().as_bytes());
        // If this fails the terminal is gone, and there is nobody left to tell.
        drop(disable_raw_mode());
    }
}

fn entering(mouse: bool) -> String {
    let mut text: String = MODES.iter().map(|(on, _)| *on).collect();
    if mouse {
        text.push_str(MOUSE.0);
    }
    text
}

fn leaving() -> String {
    let mut text = format!("{END_OF_FRAME}{}", MOUSE.1);
    text.extend(MODES.iter().rev().map(|(_, off)| *off));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn switched(text: &str, by: char) -> Vec<&str> {
        let mut modes: Vec<&str> = text
            .split("\x1b[?")
            .skip(1)
            .filter_map(|rest| rest.split_once(by))
            .map(|(mode, _)| mode)
            .collect();
        modes.retain(|mode| mode.chars().all(|c| c.is_ascii_digit()));
        modes.sort_unstable();
        modes
    }

    #[test]
    fn everything_turned_on_is_turned_off() {
        let (entered, left) = (entering(true), leaving());
        let on = switched(&entered, 'h');
        let mut off = switched(&left, 'l');
        off.retain(|mode| *mode != "2026");
        // The cursor goes the other way: hidden on entering, shown on leaving.
        assert!(entered.contains("\x1b[?25l") && left.contains("\x1b[?25h"));
        assert_eq!(on, off);
        assert_eq!(on, ["1000", "1004", "1006", "1049", "2004"]);
    }

    #[test]
    fn giving_back_a_terminal_that_is_not_ours_does_nothing() {
        leave();
        leave();
        assert!(!TAKEN.load(Ordering::SeqCst));
    }
}
