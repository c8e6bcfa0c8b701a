use std::sync::{Arc, Mutex};

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::{Frame as UiFrame, Terminal};

use super::*;

/// Keeps each write apart, so that a test sees how many there were.
#[derive(Clone, Default)]
struct Writes(Arc<Mutex<Vec<Vec<u8>>>>);

impl Writes {
    fn take(&self) -> Vec<String> {
        let writes = std::mem::take(&mut *self.0.lock().unwrap());
        writes.into_iter().map(|bytes| String::from_utf8(bytes).unwrap()).collect()
    }
}

impl Write for Writes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().push(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn terminal() -> (Terminal<Quiet<Writes>>, Writes) {
    let writes = Writes::default();
    let terminal = Terminal::new(Quiet::new(writes.clone(), Some(Size::new(20, 3)))).unwrap();
    (terminal, writes)
}

fn say(text: &str, cursor: Option<(u16, u16)>) -> impl FnOnce(&mut UiFrame<'_>) {
    move |frame| {
        frame.buffer_mut().set_string(0, 0, text, Style::new());
        if let Some(at) = cursor {
            frame.set_cursor_position(at);
        }
    }
}

#[test]
fn a_frame_is_one_write_in_synchronized_output() {
    let (mut terminal, writes) = terminal();
    terminal.draw(say("board", Some((3, 1)))).unwrap();
    let written = writes.take();
    assert_eq!(written.len(), 1);
    assert!(written[0].starts_with("\x1b[?2026h") && written[0].ends_with("\x1b[?2026l"), "{written:?}");
    assert!(written[0].contains("board") && written[0].contains("\x1b[2;4H"));
}

#[test]
fn a_frame_in_which_nothing_changed_writes_nothing() {
    let (mut terminal, writes) = terminal();
    for cursor in [Some((3, 1)), None] {
        terminal.draw(say("board", cursor)).unwrap();
        assert_eq!(writes.take().len(), 1);
        terminal.draw(say("board", cursor)).unwrap();
        assert_eq!(writes.take(), [] as [String; 0]);
    }
}

#[test]
fn a_moved_cursor_is_only_moved() {
    let (mut terminal, writes) = terminal();
    terminal.draw(say("board", Some((3, 1)))).unwrap();
    writes.take();
    terminal.draw(say("board", Some((4, 1)))).unwrap();
    assert_eq!(writes.take(), ["\x1b[?2026h\x1b[2;5H\x1b[?2026l"]);
}

#[test]
fn after_a_letter_was_drawn_the_cursor_goes_back_to_its_place() {
    let (mut terminal, writes) = terminal();
    terminal.draw(say("board", Some((3, 1)))).unwrap();
    writes.take();
    terminal.draw(say("boarx", Some((3, 1)))).unwrap();
    let written = writes.take().concat();
    assert!(written.find('x') < written.find("\x1b[2;4H"), "{written:?}");
    assert!(!written.contains("\x1b[?25h"), "the cursor was shown already: {written:?}");
}

#[test]
fn the_title_holds_numbers_and_is_sent_when_they_change() {
    let (mut terminal, writes) = terminal();
    terminal.draw(say("", None)).unwrap();
    writes.take();
    for (late, red, sent) in [(1, 3, true), (1, 3, false), (0, 0, true)] {
        terminal.backend_mut().title(late, red);
        terminal.draw(say("", None)).unwrap();
        assert_eq!(!writes.take().is_empty(), sent, "{late} {red}");
    }
    terminal.backend_mut().title(2, 4);
    terminal.backend_mut().bell();
    terminal.backend_mut().commit().unwrap();
    assert_eq!(writes.take(), ["\x1b[?2026h\x1b]2;DUTYDESK · 2 late · 4 red\x1b\\\x07\x1b[?2026l"]);
}

#[test]
fn without_colours_nothing_is_sent_that_would_drop_bold_or_reverse() {
    let (mut terminal, writes) = terminal();
    terminal
        .draw(|frame| {
            let bold = Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED);
            frame.buffer_mut().set_style(Rect::new(0, 0, 2, 1), bold);
            frame.buffer_mut().set_string(0, 0, "ab", Style::new());
        })
        .unwrap();
    let written = writes.take().concat();
    let before = written.split("ab").next().unwrap();
    assert!(before.contains("\x1b[1m") && before.contains("\x1b[7m"), "{written:?}");
    for sequence in ["\x1b[3", "\x1b[4", "\x1b[m", "\x1b[;m"] {
        assert!(!before.contains(sequence), "{sequence:?} in {before:?}");
    }
}

#[test]
fn a_reference_goes_to_the_clipboard_and_through_tmux_only_wrapped() {
    for (in_tmux, expected) in
        [(false, "\x1b]52;c;Ui0xMDA0\x07"), (true, "\x1bPtmux;\x1b\x1b]52;c;Ui0xMDA0\x07\x1b\\")]
    {
        let mut written = Vec::new();
        let mut quiet = Quiet::new(&mut written, Some(Size::new(10, 1)));
        quiet.copy("R-1004", in_tmux);
        quiet.commit().unwrap();
        drop(quiet);
        assert!(String::from_utf8(written).unwrap().contains(expected));
    }
    assert_eq!(base64(b"R-104"), "Ui0xMDQ=");
    assert_eq!(base64(b"R-10"), "Ui0xMA==");
}
