//! The desk's own protocol file, looked at now and then while the desk is open: rules may change during a shift.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use crate::domain::protocol::Protocol;
use crate::protocols;

/// How a file looks from outside; none where there is none.
type Look = Option<(SystemTime, u64)>;

/// The file, and how it looked when its rules were read.
#[derive(Debug)]
pub struct RulesFile {
    path: PathBuf,
    seen: Look,
}

impl RulesFile {
    /// The protocol file of a desk whose rules have just been read.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        let seen = look(&path);
        Self { path, seen }
    }

    /// The rules anew, if the file is not as it was. Costs one question to the file system.
    ///
    /// # Errors
    /// Inside: why the changed file cannot be used.
    pub fn changed(&mut self) -> Option<Result<Arc<Protocol>, String>> {
        let now = look(&self.path);
        if now == self.seen {
            return None;
        }
        self.seen = now;
        Some(protocols::of_desk(&self.path).map(Arc::new).map_err(|why| why.to_string()))
    }
}

fn look(path: &Path) -> Look {
    let found = std::fs::metadata(path).ok()?;
    Some((found.modified().ok()?, found.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_again_only_when_it_has_changed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("protocol.toml");
        let mut rules = RulesFile::new(path.clone());
        assert!(rules.changed().is_none());
        let text = include_str!("../../assets/protocols/general.toml");
        let closure = "\n[[closures]]\nfrom = \"2026-12-24\"\nname = \"Flood\"\n";
        std::fs::write(&path, format!("{text}{closure}")).unwrap();
        let read = rules.changed().unwrap().unwrap();
        assert_ne!(read.stamp(), protocols::built_in("general").unwrap().stamp());
        assert!(rules.changed().is_none());
        std::fs::write(&path, "id = 3").unwrap();
        assert!(rules.changed().unwrap().unwrap_err().contains("mistake"));
        std::fs::remove_file(&path).unwrap();
        assert_eq!(
            rules.changed().unwrap().unwrap().stamp(),
            protocols::built_in("general").unwrap().stamp()
        );
    }
}
