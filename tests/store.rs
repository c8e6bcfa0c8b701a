//! The record on real files: opened by many at once, killed, filled up, attacked, and opened again.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test may fail loudly")]

#[path = "store/attacks.rs"]
mod attacks;
#[path = "store/closes.rs"]
mod closes;
#[path = "store/desks.rs"]
mod desks;
#[path = "store/flips.rs"]
mod flips;
#[path = "store/sealed.rs"]
mod sealed;
#[path = "store/support.rs"]
mod support;
