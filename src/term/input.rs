//! From the terminal to messages: reads in a thread of its own, and guards against text that would act as keys.

use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::thread::JoinHandle;
use std::time::Duration;

use super::bytes::{Event, Parser};
use super::wait;
use crate::app::key::{Key, KeyCode};

/// For this long after a paste, keys are its text: a paste can hold the bytes that end it, and then go on.
const AFTER_PASTE: Duration = Duration::from_millis(50);
/// Keys closer together than this come from a machine.
const BURST_GAP: Duration = Duration::from_millis(5);
/// So many characters in a burst are a paste, on a terminal that does not say where one begins.
const BURST: u32 = 12;

/// Turns keys that belong to a paste into text. Arrival times are given, so that every rule can be tested.
#[derive(Debug, Default)]
pub struct Guard {
    /// The terminal does not mark pastes.
    unmarked: bool,
    /// Until when keys are text.
    paste_until: Option<Duration>,
    /// When the last key came, and how many characters came in a row without a gap.
    last: Duration,
    burst: u32,
}

impl Guard {
    /// A guard for a terminal that marks pastes, or one that does not.
    #[must_use]
    pub fn new(marks_pastes: bool) -> Self {
        Self { unmarked: !marks_pastes, ..Self::default() }
    }

    /// Passes on what arrived `at` this time after some fixed moment. Neighbouring pieces of one paste are joined.
    #[must_use]
    pub fn pass(&mut self, events: Vec<Event>, at: Duration) -> Vec<Event> {
        let mut passed: Vec<Event> = Vec::with_capacity(events.len());
        for event in events {
            match event {
                Event::Key(key) if self.paste_until.is_some_and(|until| at < until) => {
                    self.paste_until = Some(at + AFTER_PASTE);
                    if let Some(text) = as_text(key) {
                        join(&mut passed, text.to_string(), 0);
                    }
                }
                Event::Key(key) if self.is_pasted_break(key, at) => join(&mut passed, "\n".to_owned(), 0),
                Event::Paste { text, dropped } => {
                    self.unmarked = false;
                    self.paste_until = Some(at + AFTER_PASTE);
                    join(&mut passed, text, dropped);
                }
                other => passed.push(other),
            }
        }
        passed
    }

    /// Whether an Enter belongs to a burst of text, so that a pasted letter does not send a form line by line.
    fn is_pasted_break(&mut self, key: Key, at: Duration) -> bool {
        if !self.unmarked {
            return false;
        }
        if at.saturating_sub(self.last) > BURST_GAP {
            self.burst = 0;
        }
        self.last = at;
        if key.typed().is_some() {
            self.burst = self.burst.saturating_add(1);
        }
        key.code == KeyCode::Enter && self.burst >= BURST
    }
}

/// The text a key stands for inside a paste, if it stands for any.
fn as_text(key: Key) -> Option<char> {
    match key.code {
        KeyCode::Enter => Some('\n'),
        KeyCode::Tab => Some('\t'),
        _ => key.typed(),
    }
}

fn join(passed: &mut Vec<Event>, more: String, lost: usize) {
    if let Some(Event::Paste { text, dropped }) = passed.last_mut() {
        text.push_str(&more);
        *dropped += lost;
    } else {
        passed.push(Event::Paste { text: more, dropped: lost });
    }
}

/// The reading thread. Dropping it stops the thread and waits for it.
#[derive(Debug)]
pub struct Reader {
    wake: UnixStream,
    thread: Option<JoinHandle<()>>,
}

impl Reader {
    /// Starts reading. `clock` tells the time since some fixed moment; `send` takes each event and says whether
    /// anybody still listens. The last event is [`Event::Gone`] when the terminal has gone.
    ///
    /// # Errors
    /// When the system gives no thread or no pipe.
    pub fn start(
        terminal: impl Read + AsFd + Send + 'static,
        marks_pastes: bool,
        clock: impl Fn() -> Duration + Send + 'static,
        mut send: impl FnMut(Event) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let (wake, woken) = UnixStream::pair()?;
        let thread = std::thread::Builder::new().name("input".to_owned()).spawn(move || {
            // An error of the terminal is the end of it, as its silence is.
            if read(terminal, &woken, marks_pastes, clock, &mut send).unwrap_or(true) {
                send(Event::Gone);
            }
        })?;
        Ok(Self { wake, thread: Some(thread) })
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let woken = self.wake.write_all(b"x").is_ok();
        if let Some(thread) = self.thread.take().filter(|_| woken) {
            // A reader that panicked has been reported by the panic hook; there is nothing left to stop.
            drop(thread.join());
        }
    }
}

/// Reads until told to stop (`false`) or until the terminal is gone (`true`).
fn read(
    mut terminal: impl Read + AsFd,
    woken: &UnixStream,
    marks_pastes: bool,
    clock: impl Fn() -> Duration,
    send: &mut impl FnMut(Event) -> bool,
) -> io::Result<bool> {
    let mut parser = Parser::default();
    let mut guard = Guard::new(marks_pastes);
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let [input, stop] = wait::readable([&terminal, woken], parser.waits())?;
        if stop.open || stop.gone {
            return Ok(false);
        }
        let events = if input.open || input.gone {
            match terminal.read(&mut buffer) {
                Ok(0) => return Ok(true),
                Ok(count) => {
                    let events = parser.feed(buffer.get(..count).unwrap_or_default());
                    // It may have been a passphrase.
                    buffer.fill(0);
                    events
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
                Err(error) => return Err(error),
            }
        } else {
            parser.flush()
        };
        for event in guard.pass(events, clock()) {
            if !send(event) {
                return Ok(false);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn keys(text: &str) -> Vec<Event> {
        Parser::default().feed(text.as_bytes())
    }

    fn paste(text: &str) -> Event {
        Event::Paste { text: text.to_owned(), dropped: 0 }
    }

    #[test]
    fn keys_that_come_with_a_paste_are_its_text() {
        let mut guard = Guard::new(true);
        let hostile = keys("\x1b[200~hello\x1b[201~\x11y\r\x1b[A");
        assert_eq!(guard.pass(hostile, 1_000 * MS), [paste("helloy\n")]);
        assert_eq!(guard.pass(keys("\x13done"), 1_049 * MS), [paste("done")]);
        assert_eq!(guard.pass(keys("\x13"), 1_099 * MS), [Event::Key(Key::ctrl('s'))]);
    }

    #[test]
    fn without_a_paste_a_key_is_a_key_however_fast() {
        let mut guard = Guard::new(true);
        let typed = keys("Mockford, at school until three\r");
        assert_eq!(guard.pass(typed.clone(), MS), typed);
    }

    #[test]
    fn where_pastes_are_not_marked_an_enter_inside_a_burst_is_a_line_break() {
        let mut guard = Guard::new(false);
        let passed = guard.pass(keys("line one of a letter\rline two\r"), MS);
        assert_eq!(passed.iter().filter(|event| **event == paste("\n")).count(), 2);
        assert!(!passed.contains(&Event::Key(Key::plain(KeyCode::Enter))));
    }

    #[test]
    fn where_pastes_are_not_marked_a_person_can_still_press_enter() {
        let mut guard = Guard::new(false);
        for (n, c) in (0_u32..).zip("a long answer typed".chars()) {
            let typed = keys(&c.to_string());
            assert_eq!(guard.pass(typed.clone(), n * 60 * MS), typed);
        }
        let enter = keys("\r");
        assert_eq!(guard.pass(enter.clone(), 5_000 * MS), enter);
        assert_eq!(guard.pass(keys("y\r"), 6_000 * MS), keys("y\r"));
    }

    #[test]
    fn the_first_marked_paste_shows_that_pastes_are_marked() {
        let mut guard = Guard::new(false);
        assert_eq!(guard.pass(keys("\x1b[200~x\x1b[201~"), MS), [paste("x")]);
        let typed = keys("more than twelve letters\r");
        assert_eq!(guard.pass(typed.clone(), 1_000 * MS), typed);
    }

    fn reader() -> (UnixStream, Reader, mpsc::Receiver<Event>) {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let (send, events) = mpsc::channel();
        let clock = || Duration::ZERO;
        let reader = Reader::start(theirs, true, clock, move |event| send.send(event).is_ok()).unwrap();
        (ours, reader, events)
    }

    #[test]
    fn keys_go_through_the_thread_and_a_lone_escape_arrives_by_itself() {
        let (mut terminal, reader, events) = reader();
        terminal.write_all(b"\x1b[B").unwrap();
        assert_eq!(events.recv().unwrap(), Event::Key(Key::plain(KeyCode::Down)));
        terminal.write_all(b"\x1b").unwrap();
        assert_eq!(events.recv().unwrap(), Event::Key(Key::plain(KeyCode::Esc)));
        drop(reader);
        assert!(events.recv().is_err(), "the thread has ended and said nothing more");
    }

    #[test]
    fn when_the_terminal_goes_the_last_word_is_that_it_is_gone() {
        let (mut terminal, _reader, events) = reader();
        terminal.write_all(b"q").unwrap();
        drop(terminal);
        assert_eq!(events.iter().collect::<Vec<_>>(), [Event::Key(Key::char('q')), Event::Gone]);
    }
}
