//! More than twenty whole calls, each from its first key to its last clock: what was left unasked, who was found, which rating
//! is suggested, what is said to the caller, and what runs from then on.
#![expect(clippy::expect_used, clippy::panic, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod desk;
}

mod twenty {
    mod broken;
    mod call;
    mod known;
    mod professional;
    mod public;
    mod school;
}
