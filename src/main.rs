//! The `dutydesk` binary: hands the process's arguments and streams to the library.

use std::io::{self, BufReader};
use std::process::ExitCode;

use dutydesk::cli::{self, Streams};

fn main() -> ExitCode {
    // Not locked: while the board is on screen other threads may have to say something, too.
    let (mut input, mut out, mut err) = (BufReader::new(io::stdin()), io::stdout(), io::stderr());
    let mut streams = Streams { input: &mut input, out: &mut out, err: &mut err };
    cli::run(std::env::args_os(), &mut streams).into()
}
