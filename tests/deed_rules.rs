//! Every rule of every deed: when it is refused and in which words, which clocks it starts and stops, how it is taken back.
#![expect(clippy::panic, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod after;
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod desk;
}

mod deeds {
    mod deciding;
    mod every;
    mod fits;
    mod sequences;
    mod sharing;
    mod special;
    mod telling;
}
