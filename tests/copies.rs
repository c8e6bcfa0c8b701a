//! Copies of a desk: made, damaged and restored. Desks of every released schema.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

#[path = "copies/climb.rs"]
mod climb;
#[path = "copies/drill.rs"]
mod drill;
#[path = "copies/ladder.rs"]
mod ladder;
#[path = "copies/real.rs"]
mod real;
#[expect(dead_code, reason = "shared with the tests of the store on its own, which need more of it")]
#[path = "store/support.rs"]
mod support;
#[path = "copies/work.rs"]
mod work;
