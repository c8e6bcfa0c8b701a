//! The command line: one function for each command, taking its arguments and the streams to read and write.

mod act;
mod backup;
mod board;
mod check;
mod close;
pub mod coverage;
pub mod deadlines;
mod desk;
mod disclose;
mod doctor;
mod export;
mod handover;
mod import;
mod init;
mod input;
mod intake;
mod keys;
mod letter;
mod list;
mod looked;
mod manual;
mod matching;
mod print;
pub mod protocol;
mod restore;
mod retention;
mod secret;
mod show;
mod stop;
mod take;
mod users;

use std::ffi::OsString;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::desk::DeskArgs;
use self::stop::{Ended, Stop};
use crate::protocols::LoadError;

/// A children's front-door duty desk in the terminal.
///
/// Without a command it opens the board.
#[derive(Debug, Parser)]
#[command(name = "dutydesk", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    desk: DeskArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(board::DemoArgs),
    Init(init::Args),
    Intake(intake::Args),
    Take(take::Args),
    List(list::Args),
    Show(show::Args),
    Do(act::Args),
    Handover(handover::Args),
    Letter(letter::Args),
    Looked(looked::Args),
    Disclose(disclose::Args),
    Retention(retention::Args),
    Import(import::Args),
    Export(export::Args),
    /// Work out every deadline of a contact, with the reasons.
    Deadlines(Box<deadlines::Args>),
    Match(matching::Args),
    /// List, show or check protocols: the local rules as data.
    Protocol(protocol::Args),
    Users(users::Args),
    Close(close::Args),
    Verify(check::Args),
    Backup(backup::Args),
    Restore(restore::Args),
    Doctor(doctor::Args),
    Keys(keys::Args),
    Completions(manual::CompletionsArgs),
    Man(manual::ManArgs),
}

/// Where a command reads and writes.
pub struct Streams<'a> {
    /// Standard input, for `-`.
    pub input: &'a mut dyn BufRead,
    /// What the command answers.
    pub out: &'a mut dyn Write,
    /// What went wrong.
    pub err: &'a mut dyn Write,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Refused by a rule, or failed.
    Refused,
    /// Bad usage or bad input.
    BadInput,
    /// Locked, or a wrong passphrase.
    Locked,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Refused => 1,
            Exit::BadInput => 2,
            Exit::Locked => 3,
        })
    }
}

/// Runs one command line, program name first.
pub fn run(args: impl IntoIterator<Item = OsString>, streams: &mut Streams<'_>) -> Exit {
    let ended = match Cli::try_parse_from(args) {
        Ok(cli) => carry_out(cli, streams),
        Err(answer) if answer.use_stderr() => {
            let said = answer.render().to_string();
            print::said(streams.err, &said).map(|()| Exit::BadInput).map_err(Stop::Write)
        }
        // Help and version are asked for, so they are the answer.
        Err(answer) => write!(streams.out, "{}", answer.render()).map(|()| Exit::Done).map_err(Stop::Write),
    };
    let ended = match ended {
        Err(Stop::Because(exit, why)) => print::said(streams.err, &why).map(|()| exit),
        Err(Stop::Write(error)) => Err(error),
        Ok(exit) => Ok(exit),
    };
    match ended.and_then(|exit| streams.out.flush().map(|()| exit)) {
        Ok(exit) => exit,
        // Whoever read the answer has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(error) => {
            // If this cannot be written either, the exit code still says that it failed.
            let _ = writeln!(streams.err, "The answer could not be written: {error}.");
            Exit::Refused
        }
    }
}

fn carry_out(cli: Cli, streams: &mut Streams<'_>) -> Ended {
    let desk = &cli.desk;
    match cli.command {
        None => board::run(desk, streams),
        Some(Command::Demo(args)) => board::demo(&args, desk, streams),
        Some(Command::Intake(args)) => intake::run(&args, desk, streams),
        Some(Command::Take(args)) => take::run(&args, desk, streams),
        Some(Command::List(args)) => list::run(&args, desk, streams),
        Some(Command::Show(args)) => show::run(&args, desk, streams),
        Some(Command::Do(args)) => act::run(args, desk, streams),
        Some(Command::Handover(args)) => handover::run(&args, desk, streams),
        Some(Command::Letter(args)) => letter::run(&args, desk, streams),
        Some(Command::Looked(args)) => looked::run(&args, desk, streams),
        Some(Command::Disclose(args)) => disclose::run(&args, desk, streams),
        Some(Command::Retention(args)) => retention::run(&args, desk, streams),
        Some(Command::Import(args)) => import::run(&args, desk, streams),
        Some(Command::Export(args)) => export::run(&args, desk, streams),
        Some(Command::Deadlines(args)) => Ok(deadlines::run(&args, streams)?),
        Some(Command::Match(args)) => matching::run(&args, desk, streams),
        Some(Command::Protocol(args)) => protocol::run(&args, desk, streams),
        Some(Command::Init(args)) => init::run(&args, desk, streams),
        Some(Command::Users(args)) => users::run(&args, desk, streams),
        Some(Command::Close(args)) => close::run(&args, desk, streams),
        Some(Command::Verify(args)) => check::run(&args, desk, streams),
        Some(Command::Backup(args)) => backup::run(&args, desk, streams),
        Some(Command::Restore(args)) => restore::run(&args, desk, streams),
        Some(Command::Doctor(args)) => doctor::run(&args, desk, streams),
        Some(Command::Keys(args)) => keys::run(&args, streams),
        Some(Command::Completions(args)) => manual::completions(&args, streams),
        Some(Command::Man(args)) => manual::man(&args, streams),
    }
}

/// Tells why there is no protocol: its mistakes one by one, then one sentence.
fn report_load_error(error: &LoadError, err: &mut dyn Write) -> io::Result<Exit> {
    if let LoadError::Mistaken { name, mistakes } = error {
        for mistake in mistakes {
            print::said(err, &format!("{name}: {mistake}"))?;
        }
    }
    print::said(err, &error.to_string())?;
    Ok(Exit::BadInput)
}
