//! `dutydesk` and `dutydesk demo`: the board in the terminal.

use std::io::{IsTerminal, stdin, stdout};
use std::sync::Arc;

use super::desk::{DeskArgs, protocol, protocol_of};
use super::stop::{Ended, Stop};
use super::{Exit, Streams};
use crate::app::{App, First, Setting};
use crate::clock::{Clock, SystemClock};
use crate::demo::desk::{Arrivals, Training, Wanted};
use crate::demo::{self, DESK_NUMBER};
use crate::domain::access::{May, Staff};
use crate::domain::actor::Actor;
use crate::domain::codes::Role;
use crate::domain::ids::UserId;
use crate::domain::protocol::{DESK_LINE, Protocol};
use crate::exchange::times::instant;
use crate::store::Store;
use crate::store::board;
use crate::store::desk::Paths;
use crate::store::space::Limits;
use crate::term::desk::{Left, Opening, Record, open};
use crate::term::rules::RulesFile;

/// Contacts between two lines about the progress of filling a desk.
const EACH: u64 = 50_000;

/// Open the training desk: invented contacts on a clock that can be set. It is made if there is none.
#[derive(Debug, Default, clap::Args)]
pub(super) struct DemoArgs {
    /// Set the desk's clock: 2026-11-24T14:00.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Let the clock run this many times as fast.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3600))]
    speed: Option<u32>,
    /// Give a new desk this many open contacts, instead of a working day's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=100_000))]
    open: Option<u64>,
    /// Give a new desk this many closed contacts.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=2_000_000))]
    closed: Option<u64>,
    /// Give a new desk this many known people beside those that its calls are about.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=2_000_000))]
    people: Option<u64>,
    /// Throw the old training desk away and begin anew.
    #[arg(long)]
    fresh: bool,
    /// Work as the desk's worker (if left out), manager or viewer.
    #[arg(long, value_parser = role, conflicts_with = "as")]
    role: Option<Role>,
    /// Make the desk and say so; do not open the board.
    #[arg(long)]
    no_board: bool,
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_code(text).ok_or_else(|| "it is worker, manager or viewer".to_owned())
}

/// Opens the board of the desk, or the welcome screen where there is none.
pub(super) fn run(desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let paths = desk.paths()?;
    if !in_a_terminal() {
        return Err(Stop::bad_input(
            "The board needs a terminal. \"dutydesk list\" prints it; \"dutydesk help\" lists every command.",
        ));
    }
    if !paths.exists() {
        return match open_board(welcome(&protocol()?, desk.actor()?), streams)? {
            Left::Quit => Ok(Exit::Done),
            Left::ForTraining => demo(&DemoArgs::default(), desk, streams),
        };
    }
    on_screen(desk, None, streams)
}

/// Opens a desk that is there on the screen, and does the first thing there that is wanted. A real one begins locked: its first
/// frame needs no passphrase, and nothing of it is opened before there is one.
pub(super) fn on_screen(desk: &DeskArgs, first: Option<First>, streams: &mut Streams<'_>) -> Ended {
    let paths = desk.paths()?;
    if !desk.is_real()? {
        return train(&paths, Wanted::default(), desk.actor()?, first, streams);
    }
    let protocol = protocol_of(&paths)?;
    let user = UserId(desk.named().unwrap_or_default().to_owned());
    let setting = Setting { team: Vec::new(), ..setting(&protocol, Actor { user, ..App::nobody() }) };
    let rules = Some(RulesFile::new(paths.protocol()));
    let record = Record::Locked { paths, limits: Limits::default() };
    let clock = Arc::new(SystemClock);
    let opening = Opening { record, clock, setting, rules, first, people: Vec::new() };
    open_board(opening, streams).map(|_| Exit::Done)
}

/// Makes and opens a training desk.
pub(super) fn demo(args: &DemoArgs, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let paths = desk.training_paths()?;
    let protocol = protocol_of(&paths)?;
    let at = match &args.at {
        None => None,
        Some(text) => {
            Some(instant(protocol.zone, text).map_err(|why| Stop::bad_input(format!("--at {text} {why}.")))?)
        }
    };
    let actor = match args.role {
        Some(role) if !desk.names_somebody() => demo::actor(role),
        _ => desk.actor()?,
    };
    let wanted = Wanted {
        at,
        speed: args.speed,
        fresh: args.fresh,
        open: args.open,
        closed: args.closed.unwrap_or(0),
        people: args.people,
    };
    if args.no_board || !in_a_terminal() {
        return make(&paths, wanted, &protocol, streams);
    }
    train(&paths, wanted, actor, None, streams)
}

/// Makes a training desk and says what it holds.
fn make(paths: &Paths, wanted: Wanted, protocol: &Protocol, streams: &mut Streams<'_>) -> Ended {
    let Training { store, day } = training(paths, wanted, protocol, streams)?;
    writeln!(
        streams.out,
        "The training desk is ready in {}: {} open contacts, {}.",
        paths.dir().display(),
        board::open(store.conn())?,
        protocol.zone.long(day.clock().now())
    )?;
    Ok(Exit::Done)
}

/// Opens a training desk on the screen, and does the first thing there that is wanted.
pub(super) fn train(
    paths: &Paths,
    wanted: Wanted,
    actor: Actor,
    first: Option<First>,
    streams: &mut Streams<'_>,
) -> Ended {
    let protocol = protocol_of(paths)?;
    let Training { store, day } = training(paths, wanted, &protocol, streams)?;
    let clock = Arc::new(day.clock());
    let arrivals = Arrivals::start(paths, day, Arc::clone(&protocol))?;
    let setting = training_setting(&protocol, actor);
    let rules = Some(RulesFile::new(paths.protocol()));
    let left = open_board(
        Opening {
            record: Record::Open(Box::new(store)),
            clock,
            setting,
            rules,
            first,
            people: demo::people().collect(),
        },
        streams,
    );
    drop(arrivals);
    left.map(|_| Exit::Done)
}

/// Opens a training desk for a terminal, made first if there is none.
pub(super) fn training(
    paths: &Paths,
    wanted: Wanted,
    protocol: &Protocol,
    streams: &mut Streams<'_>,
) -> Result<Training, Stop> {
    let mut told = 0;
    let mut progress = |written: u64| {
        if written / EACH > told / EACH {
            // If nobody can be told, the desk is filled all the same.
            let _ = writeln!(streams.err, "{written} contacts written");
        }
        told = written;
    };
    Ok(demo::desk::open(paths, wanted, protocol, Arc::new(SystemClock), &mut progress)?)
}

fn welcome(protocol: &Arc<Protocol>, actor: Actor) -> Opening {
    let setting = setting(protocol, actor);
    Opening {
        record: Record::Missing,
        clock: Arc::new(SystemClock),
        setting,
        rules: None,
        first: None,
        people: Vec::new(),
    }
}

/// Who works on a training desk, under which rules.
pub(super) fn training_setting(protocol: &Arc<Protocol>, actor: Actor) -> Setting {
    let setting = setting(protocol, actor);
    let number = protocol.number(DESK_LINE).unwrap_or(DESK_NUMBER).to_owned();
    Setting { training: true, desk_number: number, ..setting }
}

/// Who works on an open real desk, under which rules.
pub(super) fn real_setting(store: &Store, protocol: &Arc<Protocol>, actor: Actor) -> Result<Setting, Stop> {
    let works = |one: &Staff| one.active && one.actor.role.may(May::Work);
    let team = store.staff()?.into_iter().filter(works).map(|one| one.actor.name).collect();
    Ok(Setting { team, ..setting(protocol, actor) })
}

fn setting(protocol: &Arc<Protocol>, actor: Actor) -> Setting {
    Setting {
        actor,
        team: demo::team(),
        protocol: Arc::clone(protocol),
        training: false,
        desk_number: protocol.number(DESK_LINE).unwrap_or_default().to_owned(),
    }
}

/// Shows a desk until its worker leaves. Nothing is written to the streams meanwhile: the screen has the terminal.
fn open_board(opening: Opening, streams: &mut Streams<'_>) -> Result<Left, Stop> {
    streams.out.flush()?;
    open(opening).map_err(|why| {
        Stop::refused(format!(
            "The terminal is gone or cannot be used: {why}. What was typed has been saved."
        ))
    })
}

/// Whether a person sits at both ends.
pub(super) fn in_a_terminal() -> bool {
    stdin().is_terminal() && stdout().is_terminal()
}
