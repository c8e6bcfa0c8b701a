//! The real program with a desk, told what to do as a shell would.

#![expect(unreachable_pub, reason = "shared by several test programs, documented where it matters")]
#![expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]

use std::path::Path;

use assert_cmd::Command;

/// What a command said, or with which code and words it stopped.
pub fn run(desk: &Path, args: &[&str], input: &str) -> Result<String, (i32, String)> {
    let done = Command::cargo_bin("dutydesk")
        .expect("the program")
        .env_remove("DUTYDESK_DESK")
        .arg("--desk")
        .arg(desk)
        .args(args)
        .write_stdin(input)
        .output()
        .expect("it ran");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    match done.status.code().expect("it ended by itself") {
        0 => Ok(text(done.stdout)),
        code => Err((code, text(done.stderr))),
    }
}
