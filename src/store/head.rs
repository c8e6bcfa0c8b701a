//! The head file `desk.head`: a witness outside the record of what was last saved.
//!
//! A hash chain cannot notice that its end was cut off, that an older copy of the whole file was put back, or that
//! everything after some row was written anew by somebody with the key. This file can: after every save it gains one
//! line with the chain's new end, and the next open compares.
//!
//! # Order, and why it never cries wolf
//! A line is written only *after* its commit has returned, and a commit returns only when it is on the disk
//! (`synchronous = FULL`). So the head can be behind the record (killed or cut off in between: harmless, the next save
//! catches up) but never ahead of it, whatever happens. A line ahead of the record therefore always means that
//! something saved has been lost. When opening, the head is read *before* the record, because others go on saving.
//!
//! # Cost
//! The line is handed to the system at once, which is all that a killed program needs, and flushed later: when the
//! desk has been quiet, every `FLUSH_EVERY` lines, and on closing. A power cut may cost the witness its last few
//! lines, never the record anything; a second flush in every save would double its time. Only the very first line is
//! flushed at once, by every terminal that found none: from then on a head without lines is one that was emptied.
//!
//! # Form
//! ```text
//! dutydesk head 2
//! 41 1795529400125 <hash> 3 <tag>
//! close 41 1795529400125 <hash> 3 <public key> <signature> <tag>
//! ```
//! An entry of the record, when it was saved, its hash, and the generation of the keys at that time; hashes, tags and keys
//! are 64 hexadecimal digits, a signature 128. A `close` line repeats what a manager signed ([`super::close`]). Lines of
//! form 1 have no generation and count as well. The tag is an HMAC under a key kept in the record, so that nobody without
//! the record can write a line that counts. A line that does not read (torn by a power cut) is skipped. Lines may stand out
//! of order when several terminals save at once. The file is cut back to its last lines now and then, but the first close
//! and every line that contradicts the record are never cut: they are evidence.

mod finding;

pub use finding::{Finding, compare};

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek, SeekFrom, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::chain::{Hash, Tip};
use super::error::{Doing, Result};
use super::{events, files, keys};
use crate::domain::when::Moment;

/// Lines between two flushes at most.
const FLUSH_EVERY: u32 = 64;
/// How long a line waits for a terminal that cuts the file back, in steps of [`PAUSE`]: two seconds.
const PATIENCE: u32 = 200;
const PAUSE: Duration = Duration::from_millis(10);
/// The file is cut back when it has more lines than this, ...
const MOST: usize = 256;
/// ... to this many.
const KEEP: usize = 64;
/// So many bytes of its end are read: some thousand times what a head has, evidence of forging included.
const LARGEST: u64 = 16 << 20;
const TITLE: &str = "dutydesk head 2\n";
/// The title that a file had before lines named the generation of the keys.
const TITLE_1: &str = "dutydesk head 1\n";
/// What the line of a close begins with.
const CLOSE: &str = "close";
/// Length of a head file in which nothing was noted yet.
pub(crate) const EMPTY: u64 = TITLE.len() as u64;
const WRITING: &str = "note what was saved";
const READING: &str = "read what was last saved";

/// One line: at this time the chain ended so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The chain's end.
    pub tip: Tip,
    /// When it was saved.
    pub at: Moment,
}

/// What a manager signed: a line, and the signature under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Close {
    /// The entry that was signed, and when.
    pub line: Line,
    /// The key that checks the signature.
    pub key: [u8; 32],
    /// The signature.
    pub signature: [u8; 64],
}

/// The head file as read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// Whether the file is there at all.
    pub present: bool,
    /// The lines that count, in the order written.
    pub lines: Vec<Line>,
    /// Well-formed lines with a wrong tag.
    pub forged: usize,
    /// What was signed, in the order written.
    pub closes: Vec<Close>,
    /// The newest generation of the keys that a line names, and when that line was written.
    pub generation: Option<(u64, Moment)>,
}

/// A line as it stands in the file.
#[derive(Debug, Clone, Copy)]
struct Noted {
    line: Line,
    /// None in lines of form 1.
    generation: Option<u64>,
    signed: Option<([u8; 32], [u8; 64])>,
}

/// The head file of a desk.
#[derive(Debug)]
pub struct Head {
    path: PathBuf,
    key: [u8; 32],
    generation: u64,
    file: Option<File>,
    unflushed: u32,
    lines: usize,
}

impl Head {
    /// The head file at `path`, whose lines are tagged with `key`. Nothing is read or written yet.
    #[must_use]
    pub fn new(path: PathBuf, key: [u8; 32]) -> Self {
        Self { path, key, generation: 0, file: None, unflushed: 0, lines: 0 }
    }

    /// The same, whose lines name this generation of the keys.
    #[must_use]
    pub fn under(self, generation: u64) -> Self {
        Self { generation, ..self }
    }

    /// Makes an empty head file if there is none. Only for a desk that is being made: elsewhere a missing head is an
    /// alarm.
    ///
    /// # Errors
    /// As the operating system reports them.
    pub fn make(path: &Path) -> Result<()> {
        if path.exists() {
            return Ok(());
        }
        files::write_whole(path, TITLE.as_bytes()).doing(WRITING)
    }

    /// Reads every line. Call it before reading the record.
    ///
    /// # Errors
    /// As the operating system reports them; a missing file is not an error.
    pub fn read(&mut self) -> Result<Read> {
        let text = match last_part(&self.path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Read::default()),
            Err(e) => return Err(e).doing(READING),
        };
        let mut read = Read { present: true, ..Read::default() };
        for (noted, genuine) in text.split(|b| *b == b'\n').filter_map(|line| self.noted(line)) {
            if !genuine {
                read.forged += 1;
                continue;
            }
            let Noted { line, generation, signed } = noted;
            match signed {
                None => read.lines.push(line),
                Some((key, signature)) => read.closes.push(Close { line, key, signature }),
            }
            let named = generation.map(|generation| (generation, line.at));
            read.generation = read.generation.max(named);
        }
        self.lines = read.lines.len();
        Ok(read)
    }

    /// Brings a file of form 1 to the form of today. Only with the desk to oneself.
    ///
    /// # Errors
    /// As the operating system reports them.
    pub(crate) fn bring_up_to_date(path: &Path) -> Result<()> {
        let bytes = match fs::metadata(path) {
            // One that somebody blew up is left as it is; the lines of either form count.
            Ok(found) if found.len() > LARGEST => return Ok(()),
            Ok(_) => fs::read(path).doing(READING)?,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(e).doing(READING),
        };
        match bytes.strip_prefix(TITLE_1.as_bytes()) {
            Some(lines) => files::write_whole(path, &[TITLE.as_bytes(), lines].concat()).doing(WRITING),
            None => Ok(()),
        }
    }

    /// Adds a line for a commit that has returned, and cuts the file back if it has grown long.
    ///
    /// # Errors
    /// As the operating system reports them. The save itself stands.
    pub fn append(&mut self, conn: &Connection, line: Line) -> Result<()> {
        self.add(conn, Noted { line, generation: Some(self.generation), signed: None })
    }

    /// Adds what was signed, once its commit has returned, and puts it on the disk.
    ///
    /// # Errors
    /// As the operating system reports them. The close itself stands.
    pub fn append_close(&mut self, conn: &Connection, close: Close) -> Result<()> {
        let signed = Some((close.key, close.signature));
        self.add(conn, Noted { line: close.line, generation: Some(self.generation), signed })?;
        self.flush()
    }

    fn add(&mut self, conn: &Connection, noted: Noted) -> Result<()> {
        let text = self.format(&noted);
        self.write_line(text.as_bytes()).doing(WRITING)?;
        self.lines += 1;
        self.unflushed += 1;
        if self.lines == 1 || self.unflushed >= FLUSH_EVERY {
            self.flush()?;
        }
        if self.lines > MOST {
            self.cut_back(conn)?;
        }
        Ok(())
    }

    /// Puts what was appended on the disk.
    ///
    /// # Errors
    /// As the operating system reports them.
    pub fn flush(&mut self) -> Result<()> {
        if let Some(file) = &self.file
            && self.unflushed > 0
        {
            file.sync_data().doing(WRITING)?;
        }
        self.unflushed = 0;
        Ok(())
    }

    /// One write to the file that stands under our path *now*, under a shared lock: another terminal that cuts the
    /// file back holds it alone and leaves a new file in its place.
    fn write_line(&mut self, text: &[u8]) -> io::Result<()> {
        loop {
            let file = match self.file.take() {
                Some(file) => file,
                None => self.open()?,
            };
            hold(&file)?;
            if !self.stands(&file) {
                continue;
            }
            let written = (&file).write_all(text);
            flock(&file, FlockOperation::Unlock)?;
            // After a failure the file is opened again, which ends a torn line.
            self.file = written.is_ok().then_some(file);
            return written;
        }
    }

    fn open(&self) -> io::Result<File> {
        use std::os::unix::fs::OpenOptionsExt;
        // Not made anew if it is missing: that it went missing must be noticed at the next open.
        let file = OpenOptions::new().read(true).append(true).mode(0o600).open(&self.path)?;
        // A torn last line must not swallow ours.
        let mut last = Vec::new();
        from_end(&file, 1, &mut last)?;
        if last != b"\n" {
            (&file).write_all(b"\n")?;
        }
        Ok(file)
    }

    fn stands(&self, file: &File) -> bool {
        let same = |a: &fs::Metadata, b: &fs::Metadata| a.ino() == b.ino() && a.dev() == b.dev();
        match (file.metadata(), fs::metadata(&self.path)) {
            (Ok(ours), Ok(theirs)) => same(&ours, &theirs),
            // Gone from under us: go on writing where the evidence is; the next open reports that it is missing.
            _ => true,
        }
    }

    /// Keeps the last lines, and every line that contradicts the record.
    fn cut_back(&mut self, conn: &Connection) -> Result<()> {
        let file = self.open().doing(WRITING)?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            // Somebody is writing a line, or was stopped at it: the next line is soon enough.
            Err(Errno::WOULDBLOCK) => return Ok(()),
            locked => locked.doing(WRITING)?,
        }
        if !self.stands(&file) {
            // Another terminal has just done it.
            self.file = None;
            self.read()?;
            return Ok(());
        }
        if file.metadata().doing(READING)?.len() > LARGEST {
            // Nothing of ours grows so long: it is evidence, and left as it is.
            return Ok(());
        }
        let text = fs::read(&self.path).doing(READING)?;
        let lines: Vec<(&[u8], Noted, bool)> = text
            .split(|b| *b == b'\n')
            .filter_map(|line| self.noted(line).map(|(noted, genuine)| (line, noted, genuine)))
            .collect();
        let mut kept = TITLE.as_bytes().to_vec();
        let old = lines.len().saturating_sub(KEEP);
        let mut closed = false;
        for (at, (line, noted, _)) in lines.iter().enumerate() {
            let first_close = noted.signed.is_some() && !std::mem::replace(&mut closed, true);
            let tip = noted.line.tip;
            if at >= old || first_close || events::hash_at(conn, tip.seq)? != Some(tip.hash) {
                kept.extend_from_slice(line);
                kept.push(b'\n');
            }
        }
        // Forged lines are evidence too; with any of them the file is left as it is.
        if lines.iter().all(|(_, _, genuine)| *genuine) {
            files::write_whole(&self.path, &kept).doing(WRITING)?;
            self.lines = KEEP.min(lines.len());
            self.unflushed = 0;
        }
        self.file = None;
        Ok(())
    }

    /// A line of the file as it reads, and whether this desk wrote it.
    fn noted(&self, line: &[u8]) -> Option<(Noted, bool)> {
        let (noted, tag) = parse(line)?;
        Some((noted, keys::same(&self.tag(&noted), &tag)))
    }

    fn format(&self, noted: &Noted) -> String {
        let line = noted.line;
        let before = if noted.signed.is_some() { format!("{CLOSE} ") } else { String::new() };
        let mut text = format!("{before}{} {} ", line.tip.seq, line.at.millis());
        keys::push_hex(&mut text, &line.tip.hash);
        text.extend(noted.generation.map(|generation| format!(" {generation}")));
        for bytes in noted.signed.iter().flat_map(|(key, signature)| [key.as_slice(), signature]) {
            text.push(' ');
            keys::push_hex(&mut text, bytes);
        }
        text.push(' ');
        keys::push_hex(&mut text, &self.tag(noted));
        text.push('\n');
        text
    }

    fn tag(&self, noted: &Noted) -> Hash {
        let Line { tip, at } = noted.line;
        let (seq, at) = (tip.seq.to_le_bytes(), at.millis().to_le_bytes());
        let Some(generation) = noted.generation else {
            return keys::mac(&self.key, &[b"dutydesk head line", &seq, &at, &tip.hash]);
        };
        let generation = generation.to_le_bytes();
        match &noted.signed {
            None => keys::mac(&self.key, &[b"dutydesk head line 2", &seq, &at, &tip.hash, &generation]),
            Some((key, signature)) => {
                let parts: [&[u8]; 7] =
                    [b"dutydesk head close 2", &seq, &at, &tip.hash, &generation, key, signature];
                keys::mac(&self.key, &parts)
            }
        }
    }
}

/// Waits while another terminal cuts the file back; not for ever, because it may have been stopped in the middle of that.
fn hold(file: &File) -> io::Result<()> {
    for _ in 0..PATIENCE {
        match flock(file, FlockOperation::NonBlockingLockShared) {
            Err(Errno::WOULDBLOCK | Errno::INTR) => thread::sleep(PAUSE),
            held => return Ok(held?),
        }
    }
    Err(io::ErrorKind::WouldBlock.into())
}

fn parse(line: &[u8]) -> Option<(Noted, Hash)> {
    let text = std::str::from_utf8(line).ok()?;
    let parts: Vec<&str> = text.split(' ').collect();
    let line = |seq: &str, at: &str, hash: &str| {
        let tip = Tip { seq: seq.parse().ok()?, hash: keys::unhex(hash)? };
        Some(Line { tip, at: Moment::from_millis(at.parse().ok()?) })
    };
    match parts.as_slice() {
        [seq, at, hash, tag] => {
            let noted = Noted { line: line(seq, at, hash)?, generation: None, signed: None };
            Some((noted, keys::unhex(tag)?))
        }
        [seq, at, hash, generation, tag] => {
            let generation = Some(generation.parse().ok()?);
            let noted = Noted { line: line(seq, at, hash)?, generation, signed: None };
            Some((noted, keys::unhex(tag)?))
        }
        [CLOSE, seq, at, hash, generation, key, signature, tag] => {
            let generation = Some(generation.parse().ok()?);
            let signed = Some((keys::unhex(key)?, keys::unhex(signature)?));
            Some((Noted { line: line(seq, at, hash)?, generation, signed }, keys::unhex(tag)?))
        }
        _ => None,
    }
}

/// The file, or as much of its end as any desk's head could have: the newest lines are what counts, and a file that
/// somebody blew up must not cost the memory to hold it.
fn last_part(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from_end(&File::open(path)?, LARGEST, &mut bytes)?;
    Ok(bytes)
}

/// Reads the last bytes of a file, at most so many.
fn from_end(mut file: &File, most: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(most)))?;
    file.take(most).read_to_end(bytes)?;
    Ok(())
}

#[cfg(test)]
mod tests;
