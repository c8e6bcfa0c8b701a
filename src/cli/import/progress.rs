//! How far an import has come: one line that is written over in a terminal, a line now and then elsewhere.

use std::io::{self, IsTerminal, Write};

/// Width of the bar in cells.
const WIDTH: usize = 30;

/// A bar on standard error.
pub(super) struct Progress {
    total: usize,
    percent: Option<usize>,
    in_terminal: bool,
}

impl Progress {
    /// A bar for a file of so many bytes.
    pub(super) fn new(total: usize) -> Self {
        Self { total: total.max(1), percent: None, in_terminal: io::stderr().is_terminal() }
    }

    /// So many bytes and lines have been read. In a terminal the bar is drawn when it has grown.
    pub(super) fn read(&mut self, bytes: usize, lines: u64, err: &mut dyn Write) -> io::Result<()> {
        let percent = bytes.saturating_mul(100) / self.total;
        if !self.in_terminal || self.percent == Some(percent) {
            return Ok(());
        }
        self.percent = Some(percent);
        let full = (percent * WIDTH / 100).min(WIDTH);
        let (full, rest) = ("#".repeat(full), ".".repeat(WIDTH - full));
        write!(err, "\r[{full}{rest}] {percent:>3} %  {} lines", grouped(lines))?;
        err.flush()
    }

    /// So many people have been written, and there are more.
    pub(super) fn written(&self, people: u64, err: &mut dyn Write) -> io::Result<()> {
        if self.in_terminal { Ok(()) } else { writeln!(err, "{} people imported", grouped(people)) }
    }

    /// Takes the bar away before something else is said.
    pub(super) fn clear(&mut self, err: &mut dyn Write) -> io::Result<()> {
        if self.percent.take().is_some() { write!(err, "\r\u{1b}[K") } else { Ok(()) }
    }
}

/// A number with commas between thousands.
pub(super) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_drawn_once_for_each_percent_and_taken_away() {
        let mut bar = Progress { total: 200, percent: None, in_terminal: true };
        let mut out = Vec::new();
        for bytes in [1, 100, 101, 200] {
            bar.read(bytes, 1_234_567, &mut out).unwrap();
        }
        bar.clear(&mut out).unwrap();
        bar.clear(&mut out).unwrap();
        let drawn = String::from_utf8(out).unwrap();
        let drawn: Vec<&str> = drawn.split('\r').collect();
        assert_eq!(drawn.len(), 5, "{drawn:?}");
        assert_eq!(drawn[2], "[###############...............]  50 %  1,234,567 lines");
        assert_eq!(drawn[4], "\u{1b}[K");
    }

    #[test]
    fn thousands_are_grouped() {
        for (n, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_000_000, "1,000,000")] {
            assert_eq!(grouped(n), text);
        }
    }
}
