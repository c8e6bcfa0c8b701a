//! The slip `desk.copy` of a copy: the SHA-256 of each of its files, under a tag made with the copy's own key. It shows a
//! changed byte anywhere, in the rules and the head file too, and shows it without the key.
//!
//! ```text
//! dutydesk copy 1
//! <SHA-256, 64 hex digits> desk.db
//! <HMAC of all before, 64 hex digits> tag
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::io;

use super::super::desk::Paths;
use super::super::files;
use super::super::keys::{self, Dek};

const TITLE: &str = "dutydesk copy 1\n";
const PURPOSE: &str = "copy slip";
/// Longest slip that is read.
const LONGEST: u64 = 1 << 16;

/// The sums of a copy's files, by name.
pub(crate) type Sums = BTreeMap<String, [u8; 32]>;

/// A slip as read; its tag is checked once the key is known.
#[derive(Debug)]
pub(crate) struct Slip {
    sums: Sums,
    signed: String,
    tag: String,
}

/// Writes the slip of a copy whose files are all there.
pub(super) fn write(copy: &Paths, dek: &Dek) -> io::Result<()> {
    let mut text = TITLE.to_owned();
    for (name, sum) in sums(copy)? {
        keys::push_hex(&mut text, &sum);
        text.push(' ');
        text.push_str(&name);
        text.push('\n');
    }
    let tag = keys::mac(&dek.derive(PURPOSE), &[text.as_bytes()]);
    keys::push_hex(&mut text, &tag);
    text.push_str(" tag\n");
    files::write_whole(&copy.slip(), text.as_bytes())
}

/// The sums of a copy's files as they are now.
pub(crate) fn sums(copy: &Paths) -> io::Result<Sums> {
    let parts = copy.parts()?.into_iter().filter(|(name, _)| super::is_held(name));
    parts.map(|(name, _)| files::sum(&copy.dir().join(&name)).map(|sum| (name, sum))).collect()
}

/// Reads the slip of a copy; none if it has none, as copies of older versions.
pub(crate) fn read(copy: &Paths) -> io::Result<Option<Slip>> {
    let length = match fs::metadata(copy.slip()) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        found => found?.len(),
    };
    if length > LONGEST {
        return Ok(Some(Slip::unreadable()));
    }
    let text = String::from_utf8(fs::read(copy.slip())?).unwrap_or_default();
    Ok(Some(parse(&text).unwrap_or_else(Slip::unreadable)))
}

fn parse(text: &str) -> Option<Slip> {
    let (signed, last) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    let tag = last.strip_suffix(" tag")?.to_owned();
    let signed = format!("{signed}\n");
    let mut sums = Sums::new();
    for line in signed.strip_prefix(TITLE)?.lines() {
        let (sum, name) = line.split_once(' ')?;
        sums.insert(name.to_owned(), keys::unhex(sum)?);
    }
    Some(Slip { sums, signed, tag })
}

impl Slip {
    fn unreadable() -> Self {
        Self { sums: Sums::new(), signed: String::new(), tag: String::new() }
    }

    /// What of these files is not as the slip has it, in whole sentences.
    pub(crate) fn against(&self, found: &Sums) -> Vec<String> {
        if self.sums.is_empty() {
            return vec!["desk.copy, which says what the copy is made of, cannot be read.".to_owned()];
        }
        let mut wrong = Vec::new();
        for (name, sum) in &self.sums {
            match found.get(name) {
                None => wrong.push(format!("{name} is missing from the copy.")),
                Some(other) if other != sum => {
                    wrong.push(format!("{name} was changed since the copy was made."));
                }
                Some(_) => {}
            }
        }
        let added = found.keys().filter(|name| !self.sums.contains_key(*name));
        wrong.extend(added.map(|name| format!("{name} was added to the copy since it was made.")));
        wrong
    }

    /// Whether this slip was written by somebody who had the copy's key.
    pub(crate) fn is_genuine(&self, dek: &Dek) -> bool {
        let expected = keys::mac(&dek.derive(PURPOSE), &[self.signed.as_bytes()]);
        keys::unhex(&self.tag).is_some_and(|tag| keys::same(&tag, &expected))
    }
}
