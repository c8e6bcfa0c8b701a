//! Whole stories from the filed call to the moment when nothing is owed: one for each route, at week-ends, Christmas, Easter
//! and both changes of the clocks. Each says when every clock began, when it fell due and what stopped it.
#![expect(clippy::expect_used, clippy::panic, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod after;
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod desk;
}

mod stories {
    mod assessment;
    mod councils;
    mod keys;
    mod lower;
    mod particular;
    mod passed_on;
    mod protection;
    mod second_thoughts;
}
