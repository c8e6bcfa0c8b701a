//! Fields that text is typed into.

pub mod edit;
