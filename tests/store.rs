//! The record on real files: opened by many at once, killed, filled up, attacked, and opened again.

#[path = "store/attacks.rs"]
mod attacks;
#[path = "store/desks.rs"]
mod desks;
#[path = "store/support.rs"]
mod support;
