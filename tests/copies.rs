//! Copies of a desk: made, damaged, restored, and killed at every step of it. Desks of every released schema.
//!
//! A program of its own, because a child that is being started holds every lock of its parent for a moment. A child is this
//! very test program, told on its standard input what to do and at which step to die.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

#[path = "copies/drill.rs"]
mod drill;
#[path = "copies/kills.rs"]
mod kills;
#[path = "copies/ladder.rs"]
mod ladder;
#[path = "copies/real.rs"]
mod real;
#[expect(dead_code, reason = "shared with the tests of the store on its own, which need more of it")]
#[path = "store/support.rs"]
mod support;
#[path = "copies/work.rs"]
mod work;
