//! Death at every step of making a copy, of restoring one and of climbing the ladder of schemas.
//!
//! A program of its own, because a child that is being started holds every lock of its parent for a moment. A child is this
//! very test program, told on its standard input what to do and at which step to die.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

#[path = "copies/kills.rs"]
mod kills;
#[path = "copies/ladder.rs"]
mod ladder;
#[expect(dead_code, reason = "shared with the tests of the store on its own, which need more of it")]
#[path = "store/support.rs"]
mod support;
#[expect(dead_code, reason = "shared with the tests of copies that nobody dies over")]
#[path = "copies/work.rs"]
mod work;
