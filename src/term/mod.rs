//! The terminal shell: the only code that talks to the terminal and to the process it runs in.
//!
//! ```text
//! keys ── input ──┐                                   ┌── out ── terminal
//! signals, hang-up┼── one channel ── run ── Program ──┤
//! store ──────────┘                                   └── store
//! ```
//!
//! [`guard`] takes the terminal and gives it back, [`watch`] and [`rescue`] see to it that what was typed is saved
//! when the program cannot go on, [`farewell`] says the last words of a program without a screen, [`caps`] knows what the
//! terminal can do, [`process`] keeps memory out of core files.

pub mod bytes;
pub mod caps;
pub mod desk;
pub mod farewell;
pub mod guard;
pub mod hidden;
pub mod input;
pub mod out;
pub mod process;
pub mod rescue;
pub mod rules;
pub mod run;
pub mod wait;
pub mod watch;
