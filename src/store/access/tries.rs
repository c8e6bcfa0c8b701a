//! Wrong passphrases: `desk.tries`, one line for each, kept outside the record because nothing can be written there before a
//! right one. The next who opens the desk moves them into the record.
//!
//! After the fifth wrong passphrase for a name in a row nothing is looked at for half a minute, then a minute, then five
//! minutes each time. Who can write the desk's directory can remove the file; what it slows down is guessing at the keyboard,
//! and what it cannot hide is that the lines it once held are missing from nobody's memory. A copied sidecar is guarded by the
//! cost of each guess alone.
//!
//! A line is `<name, 16 hexadecimal digits> <when>`; the name is a keyed hash, so that the file names nobody.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use crate::domain::when::Moment;
use crate::store::error::{Doing, Result};
use crate::store::{files, keys};

/// Wrong ones in a row that cost nothing but themselves.
const FREE: usize = 4;
/// What the fifth, the sixth and every later one cost, in seconds.
const WAITS: [u64; 3] = [30, 60, 300];
/// More lines than a person types: the oldest are not read.
const LARGEST: u64 = 1 << 20;
const DOING: &str = "note a wrong passphrase";

/// One wrong passphrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Try {
    /// Whose name was given, as a keyed hash.
    pub(super) name: String,
    /// When.
    pub(super) at: Moment,
}

/// The keyed hash of a short name.
pub(super) fn hash(vault: &[u8; 16], user: &str) -> String {
    let mut key = [0; 32];
    for (place, byte) in key.iter_mut().zip(vault) {
        *place = *byte;
    }
    let mut text = String::with_capacity(16);
    let mac = keys::mac(&key, &[b"dutydesk try", user.as_bytes()]);
    keys::push_hex(&mut text, mac.get(..8).unwrap_or_default());
    text
}

/// Every try that stands in the file, the oldest first. A missing file has none; a line that does not read is passed over.
pub(super) fn read(path: &Path) -> Result<Vec<Try>> {
    let text = match fs::metadata(path) {
        Ok(found) if found.len() > LARGEST => return Ok(Vec::new()),
        Ok(_) => fs::read_to_string(path).doing(DOING)?,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(e).doing(DOING),
    };
    Ok(text.lines().filter_map(line).collect())
}

fn line(text: &str) -> Option<Try> {
    let (name, at) = text.split_once(' ')?;
    Some(Try { name: name.to_owned(), at: Moment::from_millis(at.parse().ok()?) })
}

/// How long no passphrase is looked at for this name. A clock that was set back starts the wait anew.
pub(super) fn wait(tries: &[Try], name: &str, now: Moment) -> Option<Duration> {
    let of_name = || tries.iter().filter(|t| t.name == name);
    let beyond = of_name().count().checked_sub(FREE + 1)?;
    let seconds = WAITS.get(beyond).or(WAITS.last()).copied().unwrap_or_default();
    let whole = Duration::from_secs(seconds);
    let passed = now.since(of_name().next_back()?.at).to_std().unwrap_or_default();
    whole.checked_sub(passed).filter(|left| !left.is_zero())
}

/// Keeps one more, on the disk before this returns.
pub(super) fn keep(path: &Path, name: &str, now: Moment) -> Result<()> {
    let open = OpenOptions::new().append(true).create(true).mode(0o600).open(path);
    open.and_then(|mut file| {
        file.write_all(format!("{name} {}\n", now.millis()).as_bytes())?;
        file.sync_all()
    })
    .doing(DOING)
}

/// Forgets those that now stand in the record.
pub(super) fn clear(path: &Path) -> Result<()> {
    files::remove(path).doing(DOING)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::store::test_util::NOON;

    #[test]
    fn the_fifth_wrong_passphrase_costs_half_a_minute_and_later_ones_more() {
        let name = "0011223344556677";
        let mut tries = vec![Try { name: "another".into(), at: NOON }; 9];
        let mut waits = Vec::new();
        for _ in 0..8 {
            tries.push(Try { name: name.into(), at: NOON });
            waits.push(wait(&tries, name, NOON).map(|w| w.as_secs()));
        }
        let half = Some(30);
        assert_eq!(waits, [None, None, None, None, half, Some(60), Some(300), Some(300)]);
        assert_eq!(wait(&tries, name, NOON + TimeDelta::seconds(299)), Some(Duration::from_secs(1)));
        assert_eq!(wait(&tries, name, NOON + TimeDelta::seconds(300)), None);
        assert_eq!(wait(&tries, name, NOON - TimeDelta::hours(1)), Some(Duration::from_mins(5)));
    }

    #[test]
    fn tries_are_kept_without_a_name_and_torn_lines_are_passed_over() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk.tries");
        assert!(read(&path).unwrap().is_empty());
        let name = hash(&[7; 16], "j.testerby");
        assert_ne!(name, hash(&[8; 16], "j.testerby"));
        keep(&path, &name, NOON).unwrap();
        keep(&path, &name, NOON).unwrap();
        fs::write(&path, format!("{}torn", fs::read_to_string(&path).unwrap())).unwrap();
        assert_eq!(read(&path).unwrap(), vec![Try { name, at: NOON }; 2]);
        assert!(!fs::read_to_string(&path).unwrap().contains("testerby"));
        clear(&path).unwrap();
        clear(&path).unwrap();
        assert!(read(&path).unwrap().is_empty());
    }
}
