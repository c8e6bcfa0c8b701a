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
//! dutydesk head 1
//! 41 1795529400125 <hash, 64 hex digits> <tag, 64 hex digits>
//! ```
//! The tag is an HMAC under a key kept in the record, so that nobody without the record can write a line that counts.
//! A line that does not read (torn by a power cut) is skipped. Lines may stand out of order when several terminals
//! save at once. The file is cut back to its last lines now and then, but a line that contradicts the record is never
//! cut: it is evidence.

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
const TITLE: &str = "dutydesk head 1\n";
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

/// What the head file says about the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The record ends before something that was saved.
    CutOff {
        /// The last event there is.
        ends: i64,
        /// The last event that was saved.
        saved: i64,
        /// When that was saved.
        at: Moment,
    },
    /// The record holds something else than was saved at this place.
    Rewritten {
        /// The first event that differs.
        seq: i64,
        /// When the original was saved.
        at: Moment,
    },
    /// The head file is gone, or emptied, although the record has events.
    Missing,
    /// The head file has lines that were not written by this desk.
    Forged {
        /// How many.
        lines: usize,
    },
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::CutOff { ends, saved, at } => write!(
                f,
                "The record ends at entry {ends}, but entry {saved} was saved at {at}: the end is missing, or an older copy was put back"
            ),
            Self::Rewritten { seq, at } => {
                write!(
                    f,
                    "Entry {seq} is not the one that was saved at {at}: the record was rewritten or replaced"
                )
            }
            Self::Missing => {
                f.write_str("desk.head is missing or empty, so nobody can say whether the record is complete")
            }
            Self::Forged { lines } => write!(f, "desk.head has {lines} lines that this desk did not write"),
        }
    }
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
}

/// The head file of a desk.
#[derive(Debug)]
pub struct Head {
    path: PathBuf,
    key: [u8; 32],
    file: Option<File>,
    unflushed: u32,
    lines: usize,
}

impl Head {
    /// The head file at `path`, whose lines are tagged with `key`. Nothing is read or written yet.
    #[must_use]
    pub fn new(path: PathBuf, key: [u8; 32]) -> Self {
        Self { path, key, file: None, unflushed: 0, lines: 0 }
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
        for line in text.split(|b| *b == b'\n') {
            let Some((line, tag)) = parse(line) else { continue };
            if keys::same(&self.tag(line), &tag) {
                read.lines.push(line);
            } else {
                read.forged += 1;
            }
        }
        self.lines = read.lines.len();
        Ok(read)
    }

    /// Adds a line for a commit that has returned, and cuts the file back if it has grown long.
    ///
    /// # Errors
    /// As the operating system reports them. The save itself stands.
    pub fn append(&mut self, conn: &Connection, line: Line) -> Result<()> {
        let text = self.format(line);
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
        let read = self.read()?;
        let old = read.lines.len().saturating_sub(KEEP);
        let mut text = TITLE.to_owned();
        for (at, line) in read.lines.iter().enumerate() {
            if at >= old || events::hash_at(conn, line.tip.seq)? != Some(line.tip.hash) {
                text.push_str(&self.format(*line));
            }
        }
        // Forged lines are evidence too; with any of them the file is left as it is.
        if read.forged == 0 {
            files::write_whole(&self.path, text.as_bytes()).doing(WRITING)?;
            self.lines = KEEP.min(read.lines.len());
            self.unflushed = 0;
        }
        self.file = None;
        Ok(())
    }

    fn format(&self, line: Line) -> String {
        let mut text = format!("{} {} ", line.tip.seq, line.at.millis());
        keys::push_hex(&mut text, &line.tip.hash);
        text.push(' ');
        keys::push_hex(&mut text, &self.tag(line));
        text.push('\n');
        text
    }

    fn tag(&self, line: Line) -> Hash {
        let (seq, at) = (line.tip.seq.to_le_bytes(), line.at.millis().to_le_bytes());
        keys::mac(&self.key, &[b"dutydesk head line", &seq, &at, &line.tip.hash])
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

/// Compares the head file, read first, with the record.
///
/// # Errors
/// As SQLite reports them.
pub fn compare(read: &Read, conn: &Connection) -> Result<Vec<Finding>> {
    let tip = events::tip(conn)?;
    let mut findings = Vec::new();
    // A young desk whose machine lost power may have lost the first lines of a few terminals, before their first flush.
    let emptied = read.lines.is_empty() && read.forged == 0 && tip.seq > i64::from(FLUSH_EVERY);
    if emptied || (!read.present && tip.seq > 0) {
        findings.push(Finding::Missing);
        return Ok(findings);
    }
    let last = read.lines.iter().max_by_key(|l| l.tip.seq);
    if let Some(last) = last.filter(|l| l.tip.seq > tip.seq) {
        findings.push(Finding::CutOff { ends: tip.seq, saved: last.tip.seq, at: last.at });
    }
    let mut first: Option<&Line> = None;
    for line in read.lines.iter().filter(|l| l.tip.seq <= tip.seq) {
        let earlier = first.is_none_or(|f| line.tip.seq < f.tip.seq);
        if earlier && events::hash_at(conn, line.tip.seq)? != Some(line.tip.hash) {
            first = Some(line);
        }
    }
    findings.extend(first.map(|l| Finding::Rewritten { seq: l.tip.seq, at: l.at }));
    if read.forged > 0 {
        findings.push(Finding::Forged { lines: read.forged });
    }
    Ok(findings)
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

fn parse(line: &[u8]) -> Option<(Line, Hash)> {
    let mut parts = std::str::from_utf8(line).ok()?.split(' ');
    let seq = parts.next()?.parse().ok()?;
    let at = Moment::from_millis(parts.next()?.parse().ok()?);
    let (hash, tag) = (unhex(parts.next()?)?, unhex(parts.next()?)?);
    parts.next().is_none().then_some((Line { tip: Tip { seq, hash }, at }, tag))
}

fn unhex(text: &str) -> Option<Hash> {
    let mut hash = [0; 32];
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    for (place, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        *place = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests;
