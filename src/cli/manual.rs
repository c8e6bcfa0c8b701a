//! `dutydesk completions` and `dutydesk man`: made from the command line's own definition.

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use super::stop::{Ended, Stop};
use super::{Cli, Exit, Streams};

/// Print a shell's completion script.
#[derive(Debug, clap::Args)]
pub(super) struct CompletionsArgs {
    /// The shell.
    shell: Shell,
}

/// Print the manual page (roff), or that of one command.
#[derive(Debug, clap::Args)]
pub(super) struct ManArgs {
    /// The command: list, do, ...
    command: Option<String>,
}

pub(super) fn completions(args: &CompletionsArgs, streams: &mut Streams<'_>) -> Ended {
    // The generator takes no error from the stream, so it writes into memory first.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "dutydesk", &mut script);
    streams.out.write_all(&script)?;
    Ok(Exit::Done)
}

pub(super) fn man(args: &ManArgs, streams: &mut Streams<'_>) -> Ended {
    let mut whole = Cli::command();
    whole.build();
    let page: Command = match &args.command {
        None => whole,
        Some(name) => whole
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| Stop::bad_input(format!("There is no command {name}. See \"dutydesk help\".")))?,
    };
    clap_mangen::Man::new(page).render(&mut streams.out)?;
    Ok(Exit::Done)
}
