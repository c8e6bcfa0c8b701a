//! What an update asks the world to do.

use crate::domain::ids::ContactId;
use crate::port::Request;

/// Work for the shell.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ask the record.
    Store(Request),
    /// Ring the terminal's bell once.
    Ring,
    /// Paint everything anew.
    Repaint,
    /// Hand a reference to the terminal's clipboard. Nothing else is ever copied.
    Copy(ContactId),
    /// Give the terminal back and stop the process until it is told to go on. The desk is locked by then.
    Stop,
    /// End the program.
    Quit,
}

/// What one update asks for, in order.
pub type Effects = Vec<Effect>;
