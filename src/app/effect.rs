//! What an update asks the world to do.

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
    /// End the program.
    Quit,
}

/// What one update asks for, in order.
pub type Effects = Vec<Effect>;
