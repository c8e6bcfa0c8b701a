//! The loop: sleep until something happens or time itself changes what is shown, take everything that waits, draw once.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use ratatui::{Frame, Terminal};

use super::out::Quiet;

/// Messages taken before a frame is drawn, at most: even a flood is seen to move.
const MOST_FOLDED: usize = 4_096;

/// What must be drawn.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Redraw {
    /// Nothing changed.
    #[default]
    Nothing,
    /// Something changed: what differs is sent.
    Changed,
    /// The terminal may show anything: all of it is sent.
    Everything,
}

/// A program that the loop can run.
pub trait Program {
    /// What can happen to it.
    type Message;

    /// Takes one message.
    fn take(&mut self, message: Self::Message);

    /// Time has passed: looks at the clock.
    fn tick(&mut self);

    /// How long nothing changes unless something happens; `None` for ever.
    fn quiet_for(&self) -> Option<Duration>;

    /// What must be drawn since this was last asked.
    fn redraw(&mut self) -> Redraw;

    /// Draws what is there.
    fn draw(&self, frame: &mut Frame<'_>);

    /// Says what goes with the next frame beside its cells: title and bell.
    fn speak<W: Write>(&mut self, out: &mut Quiet<W>);

    /// Whether it is over.
    fn is_over(&self) -> bool;
}

/// Runs until the program is over, or until nobody sends messages any more.
///
/// # Errors
/// When the terminal cannot be written to: it is gone. The caller saves what must be saved.
pub fn run<P: Program, W: Write>(
    program: &mut P,
    inbox: &Receiver<P::Message>,
    terminal: &mut Terminal<Quiet<W>>,
) -> io::Result<()> {
    loop {
        match program.redraw() {
            Redraw::Nothing => program.speak(terminal.backend_mut()),
            redraw => {
                if redraw == Redraw::Everything {
                    terminal.backend_mut().forget();
                    terminal.clear()?;
                }
                program.speak(terminal.backend_mut());
                terminal.draw(|frame| program.draw(frame))?;
            }
        }
        terminal.backend_mut().commit()?;
        let first = match program.quiet_for() {
            Some(quiet) => inbox.recv_timeout(quiet),
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match first {
            Ok(message) => program.take(message),
            Err(RecvTimeoutError::Timeout) => program.tick(),
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
        for message in inbox.try_iter().take(MOST_FOLDED) {
            if program.is_over() {
                break;
            }
            program.take(message);
        }
        if program.is_over() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::mpsc;

    use ratatui::layout::Size;
    use ratatui::style::Style;

    use super::*;

    #[derive(Default)]
    struct Counter {
        value: u32,
        ticks: u32,
        drawn: Cell<u32>,
        redraw: Redraw,
    }

    impl Program for Counter {
        type Message = u32;

        fn take(&mut self, message: u32) {
            if message > 0 {
                self.redraw = Redraw::Changed;
            }
            self.value += message;
        }

        fn tick(&mut self) {
            self.ticks += 1;
        }

        fn quiet_for(&self) -> Option<Duration> {
            // A wait that is over at once stands for time that has passed.
            Some(Duration::ZERO)
        }

        fn redraw(&mut self) -> Redraw {
            std::mem::take(&mut self.redraw)
        }

        fn draw(&self, frame: &mut Frame<'_>) {
            self.drawn.set(self.drawn.get() + 1);
            frame.buffer_mut().set_string(0, 0, self.value.to_string(), Style::new());
        }

        fn speak<W: Write>(&mut self, _out: &mut Quiet<W>) {}

        fn is_over(&self) -> bool {
            self.value >= 1_000 || self.ticks >= 3
        }
    }

    fn go(program: &mut Counter, messages: &[u32]) -> Vec<u8> {
        let (send, inbox) = mpsc::channel();
        for message in messages {
            send.send(*message).unwrap();
        }
        drop(send);
        let mut written = Vec::new();
        let mut terminal = Terminal::new(Quiet::new(&mut written, Some(Size::new(10, 1)))).unwrap();
        run(program, &inbox, &mut terminal).unwrap();
        drop(terminal);
        written
    }

    #[test]
    fn a_burst_of_keys_is_folded_into_one_frame() {
        let mut program = Counter::default();
        let written = go(&mut program, &[1; 300]);
        assert_eq!((program.value, program.drawn.get()), (300, 1));
        assert!(String::from_utf8(written).unwrap().contains("300"));
    }

    #[test]
    fn what_changes_nothing_draws_nothing() {
        let mut program = Counter::default();
        assert_eq!(go(&mut program, &[0, 0]), b"");
        assert_eq!(program.drawn.get(), 0);
    }

    #[test]
    fn nothing_is_taken_after_the_end() {
        let mut program = Counter::default();
        go(&mut program, &[1, 999, 5]);
        assert_eq!(program.value, 1_000);
    }

    #[test]
    fn time_alone_ticks_the_program() {
        let (_nobody_speaks, inbox) = mpsc::channel();
        let mut terminal = Terminal::new(Quiet::new(Vec::new(), Some(Size::new(10, 1)))).unwrap();
        let mut program = Counter { redraw: Redraw::Everything, ..Counter::default() };
        run(&mut program, &inbox, &mut terminal).unwrap();
        assert_eq!((program.ticks, program.drawn.get()), (3, 1));
    }
}
