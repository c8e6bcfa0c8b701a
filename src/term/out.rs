//! Everything that is written to the terminal while the program runs: one write for a frame, none for a frame
//! in which nothing changed.

use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::rc::Rc;
use std::time::Duration;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::wait;

#[cfg(test)]
mod tests;

/// Around a frame: the terminal shows all of it at once. Terminals that do not know this ignore it.
const BEGIN: &[u8] = b"\x1b[?2026h";
/// See [`BEGIN`].
const END: &[u8] = b"\x1b[?2026l";

/// The terminal as a file: unbuffered, and patient if something made it non-blocking.
#[derive(Debug)]
pub struct Tty(OwnedFd);

impl Tty {
    /// The terminal on standard input.
    ///
    /// # Errors
    /// When there is no standard input.
    pub fn stdin() -> io::Result<Self> {
        io::stdin().as_fd().try_clone_to_owned().map(Self)
    }

    /// The terminal on standard output.
    ///
    /// # Errors
    /// When there is no standard output.
    pub fn stdout() -> io::Result<Self> {
        io::stdout().as_fd().try_clone_to_owned().map(Self)
    }
}

impl AsFd for Tty {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl Read for Tty {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        Ok(rustix::io::read(&self.0, bytes)?)
    }
}

impl Write for Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match rustix::io::write(&self.0, bytes) {
                Err(rustix::io::Errno::AGAIN) => wait::writable(&self.0, None).map(|_| ())?,
                Err(rustix::io::Errno::INTR) => {}
                done => return Ok(done?),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes what can be written to standard output within a short time, and no more: for the ways out of the program
/// where the terminal may be gone or stuck. No lock is taken.
pub fn write_last(bytes: &[u8]) {
    let out = io::stdout();
    let mut rest = bytes;
    while !rest.is_empty() {
        let open = wait::writable(&out, Some(Duration::from_millis(100))).unwrap_or(false);
        let count = if open { rustix::io::write(&out, rest).unwrap_or(0) } else { 0 };
        let Some(more) = rest.get(count..).filter(|_| count > 0) else { return };
        rest = more;
    }
}

/// The bytes of the frame being made.
#[derive(Debug, Default, Clone)]
struct Frame(Rc<RefCell<Vec<u8>>>);

impl Write for Frame {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// The library flushes after every cursor command; the frame is written when it is complete.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// ratatui's backend with the habits a desk needs: it gathers a frame and writes it in one piece, in synchronized
/// output, and says nothing when nothing changed. It remembers where the cursor is, which the library sends anew with every frame.
#[derive(Debug)]
pub struct Quiet<W: Write> {
    inner: CrosstermBackend<Frame>,
    frame: Frame,
    out: W,
    size: Option<Size>,
    cursor_shown: Option<bool>,
    cursor_at: Option<Position>,
    title: String,
}

impl<W: Write> Quiet<W> {
    /// A backend that writes frames to `out`. A `size` is fixed; without one the terminal is asked at each frame.
    #[must_use]
    pub fn new(out: W, size: Option<Size>) -> Self {
        let frame = Frame::default();
        let inner = CrosstermBackend::new(frame.clone());
        Self { inner, frame, out, size, cursor_shown: None, cursor_at: None, title: String::new() }
    }

    /// Sets the window's title with the next frame: numbers only, since titles are seen by others and kept by programs.
    pub fn title(&mut self, late: usize, red: usize) {
        let title = match (late, red) {
            (0, 0) => "DUTYDESK".to_owned(),
            _ => format!("DUTYDESK · {late} late · {red} red"),
        };
        if title != self.title {
            self.frame.0.borrow_mut().extend_from_slice(format!("\x1b]2;{title}\x1b\\").as_bytes());
            self.title = title;
        }
    }

    /// Rings the bell with the next frame.
    pub fn bell(&mut self) {
        self.frame.0.borrow_mut().push(b'\x07');
    }

    /// Hands a reference to the terminal's clipboard with the next frame (OSC 52). tmux passes it on only if it is wrapped.
    pub fn copy(&mut self, reference: &str, in_tmux: bool) {
        let sequence = format!("\x1b]52;c;{}\x07", base64(reference.as_bytes()));
        let sequence = if in_tmux {
            format!("\x1bPtmux;{}\x1b\\", sequence.replace('\x1b', "\x1b\x1b"))
        } else {
            sequence
        };
        self.frame.0.borrow_mut().extend_from_slice(sequence.as_bytes());
    }

    /// Forgets what the terminal shows, for when something else may have written to it, or nothing of it may stay in memory.
    pub fn forget(&mut self) {
        let mut frame = self.frame.0.borrow_mut();
        if frame.is_empty() {
            // The room of earlier frames still holds what they showed; given back, it is wiped.
            *frame = Vec::new();
        }
        drop(frame);
        (self.cursor_shown, self.cursor_at) = (None, None);
        self.title.clear();
    }

    /// Writes what was gathered, if anything.
    ///
    /// # Errors
    /// When the terminal cannot be written to: it is gone.
    pub fn commit(&mut self) -> io::Result<()> {
        let mut frame = self.frame.0.borrow_mut();
        if frame.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(frame.len() + BEGIN.len() + END.len());
        bytes.extend_from_slice(BEGIN);
        bytes.append(&mut frame);
        bytes.extend_from_slice(END);
        self.out.write_all(&bytes)?;
        self.out.flush()
    }
}

impl<W: Write> Backend for Quiet<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        self.cursor_at = None;
        self.inner.draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown.replace(false) == Some(false) { Ok(()) } else { self.inner.hide_cursor() }
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor_shown.replace(true) == Some(true) { Ok(()) } else { self.inner.show_cursor() }
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        // Asking the terminal would take the answer away from the reader of keys; nothing here needs to ask.
        Ok(self.cursor_at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor_at.replace(position) == Some(position) {
            return Ok(());
        }
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.cursor_at = None;
        self.inner.clear_region(region)
    }

    fn append_lines(&mut self, lines: u16) -> io::Result<()> {
        self.cursor_at = None;
        self.inner.append_lines(lines)
    }

    fn size(&self) -> io::Result<Size> {
        self.size.map_or_else(window_size, Ok)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.commit()
    }
}

/// Bytes in the letters of RFC 4648, as terminals want a clipboard's text.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letter = |n: u32| char::from(LETTERS.get((n & 63) as usize).copied().unwrap_or(b'A'));
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let of = |at: usize| three.get(at).copied().map_or(0, u32::from);
        let bits = of(0) << 16 | of(1) << 8 | of(2);
        text.extend([letter(bits >> 18), letter(bits >> 12)]);
        text.push(if three.len() > 1 { letter(bits >> 6) } else { '=' });
        text.push(if three.len() > 2 { letter(bits) } else { '=' });
    }
    text
}

/// The window's columns and rows. A terminal that does not know says 80 by 24, as terminals had.
///
/// # Errors
/// When standard output is not a terminal.
pub fn window_size() -> io::Result<Size> {
    let size = rustix::termios::tcgetwinsize(io::stdout())?;
    if size.ws_col == 0 || size.ws_row == 0 {
        return Ok(Size::new(80, 24));
    }
    Ok(Size::new(size.ws_col, size.ws_row))
}
