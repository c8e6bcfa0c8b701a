//! What the tests that drive whole programs and whole frames share.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "each test file uses a part of this; what fails here fails the test"
)]

pub mod pty;
pub mod styled;
