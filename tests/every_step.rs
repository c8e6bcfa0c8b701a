//! Death and power cuts at every step of making a copy, of restoring one, of climbing the ladder of schemas and of changing who
//! may open a desk.
//!
//! A program of its own, because a child that is being started holds every lock of its parent for a moment. A child is this
//! very test program, told on its standard input what to do and at which step to wait for its end.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test may fail loudly")]

#[path = "copies/ends.rs"]
mod ends;
#[path = "copies/keys.rs"]
mod keys;
#[path = "copies/kills.rs"]
mod kills;
#[path = "copies/ladder.rs"]
mod ladder;
#[expect(dead_code, reason = "shared with the tests against loss, which need more of it")]
#[path = "loss/machine.rs"]
mod machine;
#[expect(dead_code, reason = "shared with the tests of the store on its own, which need more of it")]
#[path = "store/support.rs"]
mod support;
#[expect(dead_code, reason = "shared with the tests of copies that nobody dies over")]
#[path = "copies/work.rs"]
mod work;
