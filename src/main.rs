//! The `dutydesk` binary.

fn main() {}
