//! The terminal shell: the only code that talks to the terminal and to the process it runs in.

pub mod bytes;
pub mod caps;
pub mod input;
pub mod process;
pub mod wait;
