//! One line typed without showing it: a passphrase at a prompt.

use std::io::{self, Read, Write};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

/// Bytes that a line may have; nobody types more.
const LONGEST: usize = 1_024;
const INTERRUPT: u8 = 3;
const END: u8 = 4;
const RUB_OUT: [u8; 2] = [8, 0x7f];
const RUB_OUT_LINE: u8 = 21;

/// Shows `prompt` on standard error and reads one line from the terminal without an echo. `None`: given up with Ctrl-C, Ctrl-D
/// or the end of the input.
///
/// # Errors
/// When standard input is no terminal, or it is gone.
pub fn line(prompt: &str) -> io::Result<Option<Zeroizing<String>>> {
    let mut input = io::stdin().lock();
    let mut err = io::stderr();
    write!(err, "{prompt}")?;
    err.flush()?;
    let quiet = Quiet::begin()?;
    let read = read(&mut input);
    drop(quiet);
    writeln!(err)?;
    read
}

/// Reads up to the end of a line, minding the keys that take back. Room is taken at once: a text that grows leaves copies.
fn read(input: &mut impl Read) -> io::Result<Option<Zeroizing<String>>> {
    let mut typed = Zeroizing::new(Vec::with_capacity(LONGEST));
    let mut byte = [0];
    loop {
        if input.read(&mut byte)? == 0 {
            return Ok(None);
        }
        match byte[0] {
            b'\r' | b'\n' => break,
            INTERRUPT | END => return Ok(None),
            RUB_OUT_LINE => typed.clear(),
            b if RUB_OUT.contains(&b) => {
                // Back to the beginning of the last character.
                while typed.pop().is_some_and(|b| b & 0xC0 == 0x80) {}
            }
            b if b >= b' ' && typed.len() < LONGEST => typed.push(b),
            _ => {}
        }
    }
    match std::str::from_utf8(&typed) {
        Ok(text) => Ok(Some(Zeroizing::new(text.to_owned()))),
        Err(_) => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// The terminal without echo, until it is dropped.
struct Quiet(Termios);

impl Quiet {
    fn begin() -> io::Result<Self> {
        let before = tcgetattr(io::stdin())?;
        let mut quiet = before.clone();
        // Keys come one by one and Ctrl-C comes as a key: the terminal is then always given back.
        quiet.local_modes -= LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG;
        tcsetattr(io::stdin(), OptionalActions::Flush, &quiet)?;
        Ok(Self(before))
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        // If the terminal is gone there is nothing to give back.
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[u8]) -> Option<String> {
        read(&mut &*keys).unwrap().map(|text| text.to_string())
    }

    #[test]
    fn a_line_ends_with_enter_and_minds_the_keys_that_take_back() {
        assert_eq!(typed(b"four plain words\rmore").as_deref(), Some("four plain words"));
        assert_eq!(typed("caf\u{e9}\u{7f}\u{7f}x\n".as_bytes()).as_deref(), Some("cax"));
        assert_eq!(typed(b"wrong\x15right\n").as_deref(), Some("right"));
        assert_eq!(typed(b"\x1b[Aup\n").as_deref(), Some("[Aup"));
        for given_up in [b"half\x03\n".as_slice(), b"half\x04", b"half"] {
            assert_eq!(typed(given_up), None);
        }
        assert!(read(&mut b"\xff\xfe\n".as_slice()).is_err());
        assert_eq!(typed(&[vec![b'a'; 5_000], b"\n".to_vec()].concat()).unwrap().len(), LONGEST);
    }
}
