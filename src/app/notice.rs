//! The sentence on the notice line: every change of state also appears in words.

use crate::domain::when::Moment;

/// How a notice is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something to know.
    Info,
    /// Something went wrong or is refused.
    Warning,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How it is drawn.
    pub tone: Tone,
    /// The words. Never a person's name.
    pub text: String,
    /// When it goes away by itself; warnings stay until the next key does something.
    pub until: Option<Moment>,
}
