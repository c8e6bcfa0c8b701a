//! The `dutydesk` binary: hands the process's arguments and streams to the library.

use std::process::ExitCode;

use dutydesk::cli::{self, Streams};

fn main() -> ExitCode {
    let (mut input, mut out, mut err) =
        (std::io::stdin().lock(), std::io::stdout().lock(), std::io::stderr().lock());
    let mut streams = Streams { input: &mut input, out: &mut out, err: &mut err };
    cli::run(std::env::args_os(), &mut streams).into()
}
