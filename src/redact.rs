//! Values that must not end up in a message, a log or a panic.

use std::fmt;

/// A value that prints as `…`. Whoever needs it says so with [`Private::reveal`].
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Keeps a value private.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself.
    pub const fn reveal(&self) -> &T {
        &self.0
    }

    /// Gives the value up.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl<T> fmt::Display for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl<T> From<T> for Private<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_value_never_prints() {
        let name = Private::new("Mockford".to_owned());
        assert_eq!(format!("{name} {name:?} {:?}", Some(&name)), "… … Some(…)");
        assert_eq!(name.reveal(), "Mockford");
        assert_eq!(name.into_inner(), "Mockford");
    }
}
