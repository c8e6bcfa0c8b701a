//! Who acts: a person at the desk, with a role.

use serde::{Deserialize, Serialize};

use super::codes::Role;
use super::ids::UserId;

/// The person who does something. Every event names one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Short name in the record.
    pub user: UserId,
    /// The name that colleagues and callers know.
    pub name: String,
    /// What this person may do.
    pub role: Role,
}

impl Actor {
    /// Initials for narrow columns: `Jo Testerby` is `JT`.
    #[must_use]
    pub fn initials(&self) -> String {
        initials(&self.name)
    }
}

/// The first letter of each word of a name, at most three.
#[must_use]
pub fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphabetic())).take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_come_from_letters_only() {
        assert_eq!(initials("Jo Testerby"), "JT");
        assert_eq!(initials("Siân o'Mockford (duty)"), "Sod");
        assert_eq!(initials("  "), "");
    }
}
