//! The `dutydesk` binary: hands the process's arguments and streams to the library.

use std::alloc::System;
use std::io::{self, BufReader, Write};
use std::process::ExitCode;

use dutydesk::cli::{self, Streams};
use dutydesk::term::process;
use zeroizing_alloc::ZeroAlloc;

/// Memory is wiped when it is given back: what a locked desk has forgotten is not left lying in freed memory.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    // Not locked: while the board is on screen other threads may have to say something, too.
    let (mut input, mut out, mut err) = (BufReader::new(io::stdin()), io::stdout(), io::stderr());
    if let Err(why) = process::harden() {
        // The desk can be used all the same; what cannot be told here can be told nowhere.
        let _ = writeln!(err, "The system did not let dutydesk keep its memory out of core files: {why}.");
    }
    let mut streams = Streams { input: &mut input, out: &mut out, err: &mut err };
    cli::run(std::env::args_os(), &mut streams).into()
}
