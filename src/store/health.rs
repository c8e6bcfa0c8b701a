//! How a desk is, point by point, with what to do: what can be said without a key, and what its record says.

mod outside;
mod record;
#[cfg(test)]
mod tests;

pub use outside::outside;
pub use record::{build, record};

/// How one point stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// As it should be.
    Good,
    /// It can be worked with; somebody should look at it.
    Warning,
    /// Something is wrong.
    Bad,
}

/// One point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What it is about, in a word or two.
    pub about: &'static str,
    /// How it stands.
    pub state: State,
    /// What was found, one sentence.
    pub said: String,
    /// What to do about it, if anything.
    pub todo: Option<String>,
}

impl Point {
    /// All is well.
    #[must_use]
    pub fn good(about: &'static str, said: impl Into<String>) -> Self {
        Self { about, state: State::Good, said: said.into(), todo: None }
    }

    /// Somebody should look at it.
    #[must_use]
    pub fn warning(about: &'static str, said: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { about, state: State::Warning, said: said.into(), todo: Some(todo.into()) }
    }

    /// Something is wrong.
    #[must_use]
    pub fn bad(about: &'static str, said: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { about, state: State::Bad, said: said.into(), todo: Some(todo.into()) }
    }

    /// Good if it holds, bad otherwise.
    #[must_use]
    pub fn holds(about: &'static str, it_does: bool, said: impl Into<String>, todo: &str) -> Self {
        if it_does { Self::good(about, said) } else { Self::bad(about, said, todo) }
    }
}
