//! Passphrases and recovery keys on the command line: from a private file or at a prompt, never from an argument or the
//! environment, where other programs of this host can read them.

use std::fs::{self, File};
use std::io::IsTerminal;
use std::io::{Read, Write, stdin};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use zeroize::Zeroizing;

use super::stop::Stop;
use super::{Exit, Streams};
use crate::domain::passphrase;
use crate::store::keys::secret::{RecoveryKey, Secret};
use crate::term::hidden;

/// A passphrase file is one line; a larger file is another file.
const LARGEST: u64 = 4_096;

/// The first line of a file that only its owner may read.
fn line_of(path: &Path) -> Result<Zeroizing<String>, Stop> {
    let name = path.display();
    let unread = |why: String| Stop::bad_input(format!("{name} cannot be used: {why}."));
    let file = File::open(path).map_err(|e| unread(e.kind().to_string()))?;
    let found = file.metadata().map_err(|e| unread(e.kind().to_string()))?;
    if !found.is_file() || found.len() > LARGEST {
        return Err(unread("it is not a file with one line".to_owned()));
    }
    if found.mode() & 0o077 != 0 {
        return Err(unread(format!("others may read it; run chmod 600 '{name}' first")));
    }
    let mut text = Zeroizing::new(String::with_capacity(usize::try_from(LARGEST).unwrap_or(4_096)));
    file.take(LARGEST).read_to_string(&mut text).map_err(|_| unread("it is not text".to_owned()))?;
    let line = Zeroizing::new(text.lines().next().unwrap_or_default().to_owned());
    if line.is_empty() { Err(unread("its first line is empty".to_owned())) } else { Ok(line) }
}

/// What is typed at a prompt, without an echo.
fn typed(prompt: &str, instead: &str) -> Result<Zeroizing<String>, Stop> {
    if !stdin().is_terminal() {
        return Err(Stop::Because(
            Exit::Locked,
            format!(
                "This needs a passphrase and there is nobody to ask. Give it with {instead} (a file with mode 0600)."
            ),
        ));
    }
    match hidden::line(prompt) {
        Ok(Some(line)) => Ok(line),
        Ok(None) => Err(Stop::Because(Exit::Locked, "Given up; nothing was changed.".to_owned())),
        Err(why) => Err(Stop::refused(format!("The passphrase could not be read: {}.", why.kind()))),
    }
}

/// The passphrase of whoever acts.
pub(super) fn passphrase(file: Option<&Path>, user: &str) -> Result<Secret, Stop> {
    let line = match file {
        Some(path) => line_of(path)?,
        None => typed(&format!("Passphrase of {user}: "), "--passphrase-file FILE")?,
    };
    Ok(Secret::new(&line))
}

/// A new passphrase: from a file, or typed twice. It must be good enough.
pub(super) fn new_passphrase(file: Option<&Path>, flag: &str, user: &str) -> Result<Secret, Stop> {
    let good = |text: &str| passphrase::check(text, &[user]);
    if let Some(path) = file {
        let line = line_of(path)?;
        return match good(&line) {
            Ok(_) => Ok(Secret::new(&line)),
            Err(why) => {
                Err(Stop::bad_input(format!("The passphrase in {} will not do. {why}", path.display())))
            }
        };
    }
    loop {
        let line = typed(&format!("New passphrase of {user} (12 letters or 4 words at least): "), flag)?;
        let strength = match good(&line) {
            Ok(strength) => strength,
            Err(why) => {
                writeln!(std::io::stderr(), "{why}")?;
                continue;
            }
        };
        let again = typed(&format!("Once more ({}): ", strength.label()), flag)?;
        if Secret::new(&line) == Secret::new(&again) {
            return Ok(Secret::new(&line));
        }
        writeln!(std::io::stderr(), "The two are not the same.")?;
    }
}

/// A recovery key from a file or a prompt.
pub(super) fn recovery_key(file: Option<&Path>) -> Result<RecoveryKey, Stop> {
    let line = match file {
        Some(path) => line_of(path)?,
        None => typed("Recovery key: ", "--recovery-file FILE")?,
    };
    RecoveryKey::read(&line).map_err(|why| Stop::bad_input(format!("That is no recovery key: {why}.")))
}

/// Makes a recovery key and makes sure that it exists outside this machine's memory: written down and typed back, or in a
/// private file.
pub(super) fn new_recovery_key(file: Option<&Path>, streams: &mut Streams<'_>) -> Result<RecoveryKey, Stop> {
    let key = RecoveryKey::random()?;
    if let Some(path) = file {
        let name = path.display();
        let made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        made.and_then(|mut made| {
            made.write_all(format!("{}\n", *key.text()).as_bytes())?;
            made.sync_all()
        })
        .map_err(|e| {
            Stop::bad_input(format!("The recovery key could not be written to {name}: {}.", e.kind()))
        })?;
        writeln!(
            streams.err,
            "The recovery key is in {name}. Move it off this machine now: whoever has it can open the desk."
        )?;
        return Ok(key);
    }
    if !stdin().is_terminal() {
        return Err(Stop::bad_input(
            "The recovery key must be written down by somebody. Without a terminal, name a new file with --recovery-to FILE.",
        ));
    }
    let mut err = std::io::stderr();
    writeln!(
        err,
        "\nThis is the recovery key. It opens the desk when no manager can; without it and without a manager's passphrase the\n\
         record is lost for good. It is shown once. Write it on paper and keep it away from this machine.\n\n    {}\n",
        *key.text()
    )?;
    loop {
        let back = typed("Type it back from the paper: ", "--recovery-to FILE")?;
        match RecoveryKey::read(&back) {
            Ok(back) if back == key => return Ok(key),
            Ok(_) => writeln!(err, "That is another key. Look at the paper again.")?,
            Err(why) => writeln!(err, "Not yet: {why}.")?,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_passphrase_file_must_be_private_and_hold_one_line() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        fs::write(&path, "four plain words here\nnot this\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let why = |stop| match stop {
            Stop::Because(Exit::BadInput, why) => why,
            other => panic!("{other:?}"),
        };
        assert!(why(passphrase(Some(&path), "j.testerby").unwrap_err()).contains("chmod 600"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(passphrase(Some(&path), "j.testerby").unwrap(), Secret::new("four plain words here"));
        fs::write(&path, "short\n").unwrap();
        assert!(why(new_passphrase(Some(&path), "x", "j.testerby").unwrap_err()).contains("Too short"));
        for bad in ["", "\nsecond line"] {
            fs::write(&path, bad).unwrap();
            assert!(why(passphrase(Some(&path), "j.testerby").unwrap_err()).contains("empty"));
        }
        fs::write(&path, vec![b'a'; 5_000]).unwrap();
        assert!(passphrase(Some(&path), "j.testerby").is_err());
        assert!(passphrase(Some(dir.path()), "j.testerby").is_err());
    }
}
