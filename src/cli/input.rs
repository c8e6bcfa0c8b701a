//! What a command is given to read: files and standard input, never more of them than is sensible. Whatever is too
//! large is refused before it is read to its end, so that a wrong file costs a sentence and not the machine's memory.

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::Path;

use super::stop::Stop;
use super::{Streams, print};

/// The largest text that is read whole: one contact, one letter, one note. The longest real one is a hundredth of it.
pub(super) const LARGEST_TEXT: u64 = 16 << 20;
/// The longest line of a file that is read line by line.
pub(super) const LONGEST_LINE: u64 = 1 << 20;

/// A text from a file, or from standard input for `-`.
pub(super) fn text(from: &Path, streams: &mut Streams<'_>) -> Result<String, Stop> {
    let name = print::line(&from.to_string_lossy()).into_owned();
    let unreadable = |why: io::Error| Stop::bad_input(format!("{name} cannot be read: {why}."));
    let mut bytes = Vec::new();
    let most = LARGEST_TEXT + 1;
    if from == Path::new("-") {
        (&mut *streams.input).take(most).read_to_end(&mut bytes).map_err(unreadable)?;
    } else {
        File::open(from).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(unreadable)?;
    }
    if bytes.len() as u64 > LARGEST_TEXT {
        return Err(Stop::bad_input(format!(
            "{name} has more than {} MB. That is no text of this desk: look whether it is the right file.",
            LARGEST_TEXT >> 20
        )));
    }
    String::from_utf8(bytes)
        .map_err(|_| Stop::bad_input(format!("{name} cannot be read: it is not UTF-8 text.")))
}

/// What was found where a line should be.
pub(super) enum Line {
    /// A line, its end included.
    Whole,
    /// Too much for a line. It was not read to its end.
    TooLong,
    /// Nothing more.
    None,
}

/// Adds the next line to `line`, as long as it is one.
pub(super) fn line(input: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<Line> {
    let read = input.take(LONGEST_LINE + 1).read_until(b'\n', line)?;
    Ok(match read {
        0 => Line::None,
        read if read as u64 > LONGEST_LINE => Line::TooLong,
        _ => Line::Whole,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(mut input: &[u8]) -> Result<String, Stop> {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut streams = Streams { input: &mut input, out: &mut out, err: &mut err };
        text(Path::new("-"), &mut streams)
    }

    #[test]
    fn a_text_of_the_largest_size_is_read_and_one_byte_more_is_refused() {
        let most = usize::try_from(LARGEST_TEXT).unwrap();
        assert_eq!(given(&vec![b'x'; most]).unwrap().len(), most);
        for more in [vec![b'x'; most + 1], [vec![b'x'; most], "é".into()].concat()] {
            let Err(Stop::Because(_, why)) = given(&more) else { panic!("too large") };
            assert!(why.contains("more than 16 MB"), "{why}");
        }
        let Err(Stop::Because(_, why)) = given(b"\xff") else { panic!("no text") };
        assert!(why.contains("cannot be read"), "{why}");
    }

    #[test]
    fn a_line_ends_where_it_ends_or_is_too_long() {
        let most = usize::try_from(LONGEST_LINE).unwrap();
        let mut input: &[u8] = &[b"one\n".to_vec(), vec![b'x'; most + 1]].concat();
        let mut read = Vec::new();
        assert!(matches!(line(&mut input, &mut read).unwrap(), Line::Whole));
        assert_eq!(read, b"one\n");
        assert!(matches!(line(&mut input, &mut read).unwrap(), Line::TooLong));
        assert!(matches!(line(&mut input, &mut read).unwrap(), Line::None));
    }
}
