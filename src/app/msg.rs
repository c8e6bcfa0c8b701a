//! Everything that can happen to the application, in one closed list.

use std::sync::Arc;

use super::key::Key;
use crate::domain::protocol::Protocol;
use crate::domain::when::Moment;
use crate::port::Reply;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted. It never triggers an action.
    Paste {
        /// The text.
        text: String,
        /// Bytes that were too many to be kept.
        dropped: usize,
    },
    /// A mouse press or wheel turn at this column and row.
    Mouse(Mouse),
    /// The window has this many columns and rows now.
    Resize(u16, u16),
    /// The window gained or lost the focus.
    Focus(bool),
    /// Time has passed: it is now this instant.
    Tick(Moment),
    /// The desk's rules were changed while it is open; or the file that says so cannot be used, and why.
    Rules(Result<Arc<Protocol>, String>),
    /// The record answered.
    Store(Reply),
    /// The process is to be stopped: lock first.
    Stop,
    /// The terminal or the system asks the program to end: save and go.
    Hangup,
}

/// A mouse event that the desk uses. There is no hover and no drag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// Pressed at column, row.
    Press(u16, u16),
    /// The wheel turned towards (`true`) or away.
    Wheel(bool),
}
