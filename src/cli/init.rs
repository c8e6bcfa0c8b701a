//! `dutydesk init`: makes a real desk.

use std::path::PathBuf;

use super::desk::DeskArgs;
use super::stop::{Ended, Stop};
use super::{Exit, Streams, secret};
use crate::clock::{Clock, SystemClock};
use crate::domain::ids::UserId;
use crate::store::Store;
use crate::store::access::Founding;
use crate::store::keys::slot::Cost;
use crate::store::space::Limits;

/// Make a real desk: an encrypted record, its first manager, and a recovery key to write down.
///
/// The recovery key is shown once and asked back. Without it and without a manager's passphrase nobody can open the desk again.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The first manager's short name, like s.placeham.
    #[arg(long, value_name = "USER")]
    user: String,
    /// The first manager's name, as colleagues and callers know it.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Write the recovery key to this new file instead of showing it. Move the file off this machine at once.
    #[arg(long, value_name = "FILE")]
    recovery_to: Option<PathBuf>,
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let paths = desk.paths()?;
    if paths.exists() && paths.keys().exists() {
        let place = paths.dir().display();
        return Err(Stop::refused(format!("There is a desk at {place} already. Nothing was changed.")));
    }
    let name = args.name.trim();
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(Stop::bad_input("--name is the manager's name, as colleagues know it."));
    }
    let passphrase =
        secret::new_passphrase(desk.passphrase_file.as_deref(), "--passphrase-file FILE", &args.user)?;
    let recovery = secret::new_recovery_key(args.recovery_to.as_deref(), streams)?;
    let founding = Founding {
        user: UserId(args.user.clone()),
        name: name.to_owned(),
        passphrase,
        recovery,
        cost: Cost::STRONG,
    };
    let (store, _) = Store::found(paths, &founding, Limits::default(), SystemClock.now())?;
    writeln!(
        streams.out,
        "The desk is ready in {}. Open it with: dutydesk\nLet others in with: dutydesk users add USER --name NAME --role worker",
        store.paths().dir().display()
    )?;
    Ok(Exit::Done)
}
