//! Lines in and lines out. Nothing else of the plain program reads or writes.

use std::io::{self, BufRead, Write};

use crate::ui::text::{self, Lines};

/// Where lines are read and written.
pub struct Page<'a> {
    input: &'a mut dyn BufRead,
    out: &'a mut dyn Write,
}

impl std::fmt::Debug for Page<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page").finish_non_exhaustive()
    }
}

impl<'a> Page<'a> {
    /// A page on these streams.
    pub fn new(input: &'a mut dyn BufRead, out: &'a mut dyn Write) -> Self {
        Self { input, out }
    }

    /// Says one line. Whatever a terminal could take for a command is shown as a picture of it.
    pub(super) fn say(&mut self, line: impl AsRef<str>) -> io::Result<()> {
        writeln!(self.out, "{}", text::one_line(line.as_ref()))
    }

    /// Says a text that may have several lines.
    pub(super) fn say_all(&mut self, text: &str) -> io::Result<()> {
        for line in text::display(text, Lines::Many).lines() {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    /// Says a list, numbered from 1.
    pub(super) fn list(&mut self, items: impl IntoIterator<Item = impl AsRef<str>>) -> io::Result<()> {
        for (item, n) in items.into_iter().zip(1_usize..) {
            self.say(format!("{n}. {}", item.as_ref()))?;
        }
        Ok(())
    }

    /// The next line without its end; none when the input is over. Bytes that are no text are kept as `U+FFFD`.
    pub(super) fn read(&mut self) -> io::Result<Option<String>> {
        self.out.flush()?;
        let mut bytes = Vec::new();
        if self.input.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&bytes);
        Ok(Some(line.trim_end_matches(['\n', '\r']).to_owned()))
    }

    /// Lets everything said so far be heard.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_line_without_an_end_and_bytes_that_are_no_text_are_read() {
        let mut input: &[u8] = b"one\r\nSi\xffn\nlast";
        let mut out = Vec::new();
        let mut page = Page::new(&mut input, &mut out);
        assert_eq!(page.read().unwrap().as_deref(), Some("one"));
        assert_eq!(page.read().unwrap().as_deref(), Some("Si\u{fffd}n"));
        assert_eq!(page.read().unwrap().as_deref(), Some("last"));
        assert_eq!(page.read().unwrap(), None);
    }

    #[test]
    fn what_people_typed_never_reaches_the_terminal_as_a_control() {
        let (mut input, mut out): (&[u8], _) = (b"", Vec::new());
        let mut page = Page::new(&mut input, &mut out);
        page.say("a\u{1b}[2Jb\u{202e}c\nd").unwrap();
        page.say_all("e\u{7}\nf").unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a␛[2Jb\u{fffd}c↵d\ne␇\nf\n");
    }
}
