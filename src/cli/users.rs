//! `dutydesk users`: who may open the desk.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use super::desk::{Desk, DeskArgs};
use super::stop::{Ended, Stop};
use super::{Exit, Streams, print, secret};
use crate::clock::{Clock, SystemClock};
use crate::demo;
use crate::domain::access::{May, Staff};
use crate::domain::codes::Role;
use crate::domain::event::NewStaff;
use crate::domain::ids::UserId;
use crate::store::Store;
use crate::store::access::Key;
use crate::store::keys::slot::Cost;
use crate::store::space::Limits;

/// Who may open this desk: list, add, reset, shut out; passphrases and the recovery key.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Everybody who may open the desk, or once might.
    List {
        /// Answer with one JSON value.
        #[arg(long)]
        json: bool,
    },
    /// Let somebody in, with a passphrase that they must change when they first open the desk.
    Add {
        /// Short name, like j.testerby.
        user: String,
        /// The name that colleagues and callers know.
        #[arg(long)]
        name: String,
        /// worker, manager or viewer.
        #[arg(long, value_parser = role)]
        role: Role,
        #[command(flatten)]
        new: NewPassphrase,
    },
    /// Give somebody a new passphrase, which they must change.
    Reset {
        /// Short name.
        user: String,
        #[command(flatten)]
        new: NewPassphrase,
    },
    /// Change what somebody may do.
    Role {
        /// Short name.
        user: String,
        /// worker, manager or viewer.
        #[arg(value_parser = role)]
        role: Role,
    },
    /// Shut somebody out, and change the desk's key so that a copy of theirs opens nothing written from now on.
    ShutOut {
        /// Short name.
        user: String,
        /// Why: it stands in the record.
        #[arg(long)]
        reason: String,
    },
    /// Change your own passphrase.
    Passphrase {
        #[command(flatten)]
        new: NewPassphrase,
    },
    /// Change the desk's key.
    NewKey,
    /// Put a new recovery key in the place of the old one.
    RecoveryKey {
        /// Write it to this new file instead of showing it.
        #[arg(long, value_name = "FILE")]
        recovery_to: Option<PathBuf>,
    },
    /// With the recovery key: give a manager a new passphrase when no manager can open the desk.
    Recover {
        /// The manager's short name.
        user: String,
        /// The file that holds the recovery key, with mode 0600.
        #[arg(long, value_name = "FILE")]
        recovery_file: Option<PathBuf>,
        #[command(flatten)]
        new: NewPassphrase,
    },
}

#[derive(Debug, clap::Args)]
struct NewPassphrase {
    /// The file with the new passphrase, with mode 0600. Without it, it is asked for.
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

impl NewPassphrase {
    fn ask(&self, user: &str) -> Result<crate::store::keys::secret::Secret, Stop> {
        secret::new_passphrase(self.new_passphrase_file.as_deref(), "--new-passphrase-file FILE", user)
    }
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_code(text).ok_or_else(|| "it is worker, manager or viewer".to_owned())
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    match &args.what {
        What::Recover { user, recovery_file, new } => {
            let key = Key::Recovery(secret::recovery_key(recovery_file.as_deref())?);
            let now = SystemClock.now();
            let (mut store, actor) = Store::unlock(desk.paths()?, &key, Limits::default(), now)?;
            let manager = UserId(user.clone());
            let found = store.staff()?.into_iter().find(|s| s.active && s.actor.user == manager);
            if found.is_none_or(|s| s.actor.role != Role::Manager) {
                return Err(Stop::refused(format!("{} is no manager of this desk.", print::line(user))));
            }
            store.reset_passphrase(&actor, &manager, &new.ask(user)?, Cost::STRONG, now)?;
            writeln!(
                streams.out,
                "{user} can open the desk again. Replace the recovery key now: dutydesk users recovery-key"
            )?;
            Ok(Exit::Done)
        }
        What::Passphrase { new } => {
            let (mut open, old) = desk.open_with_passphrase()?;
            let fresh = new.ask(&open.actor.user.0)?;
            if fresh == old {
                return Err(Stop::refused("The new passphrase is the old one."));
            }
            open.store.change_passphrase(&open.actor, &old, &fresh, Cost::STRONG, open.now)?;
            writeln!(streams.out, "Your passphrase is changed.")?;
            Ok(Exit::Done)
        }
        What::List { json } => list(&desk.open()?, *json, streams),
        other => manage(other, &mut desk.open()?, streams),
    }
}

fn list(desk: &Desk, as_json: bool, streams: &mut Streams<'_>) -> Ended {
    let people: Vec<Staff> = if desk.store.is_training() {
        let since = desk.now;
        demo::people().map(|actor| Staff { actor, active: true, since, must_change: false }).collect()
    } else {
        desk.store.staff()?
    };
    let zone = desk.protocol.zone;
    if as_json {
        let rows: Vec<_> = people
            .iter()
            .map(|s| {
                json!({ "user": s.actor.user, "name": s.actor.name, "role": s.actor.role, "active": s.active,
                        "since": zone.iso(s.since), "must_change_passphrase": s.must_change })
            })
            .collect();
        print::json(streams.out, &rows)?;
        return Ok(Exit::Done);
    }
    for s in &people {
        let state = match (s.active, s.must_change) {
            (false, _) => "shut out",
            (true, true) => "has to change their passphrase",
            (true, false) => "",
        };
        let line = format!(
            "{:20} {:12} {:24} {state}",
            s.actor.user.0,
            s.actor.role.label(),
            print::line(&s.actor.name)
        );
        writeln!(streams.out, "{}", line.trim_end())?;
    }
    Ok(Exit::Done)
}

fn manage(what: &What, desk: &mut Desk, streams: &mut Streams<'_>) -> Ended {
    // Before anybody is asked for a passphrase: whether it will be of use.
    desk.require(May::ManagePeople)?;
    let Desk { store, actor, now, .. } = desk;
    let now = *now;
    let of = |user: &str| UserId(user.to_owned());
    let said = match what {
        What::Add { user, name, role, new } => {
            let person =
                NewStaff { user: of(user), name: name.trim().to_owned(), role: *role, founder: false };
            store.add_person(actor, person, &new.ask(user)?, Cost::STRONG, now)?;
            format!(
                "{user} may open the desk as {}. Tell them the passphrase; they must change it.",
                role.label().to_lowercase()
            )
        }
        What::Reset { user, new } => {
            store.reset_passphrase(actor, &of(user), &new.ask(user)?, Cost::STRONG, now)?;
            format!("{user} has a new passphrase and must change it.")
        }
        What::Role { user, role } => {
            store.change_role(actor, &of(user), *role, now)?;
            format!("{user} is {} from now on.", role.label().to_lowercase())
        }
        What::ShutOut { user, reason } => {
            let changed = store.shut_out(actor, &of(user), reason, now)?;
            format!("{user} can no longer open the desk. {} {OLD_BACKUPS}", key_said(changed))
        }
        What::NewKey => key_said(store.change_data_key(actor, now)?).to_owned(),
        What::RecoveryKey { recovery_to } => {
            let key = secret::new_recovery_key(recovery_to.as_deref(), streams)?;
            store.replace_recovery_key(actor, &key, Cost::STRONG, now)?;
            "The old recovery key opens nothing any more. Backups made before still open with it.".to_owned()
        }
        What::List { .. } | What::Passphrase { .. } | What::Recover { .. } => return Ok(Exit::Done),
    };
    writeln!(streams.out, "{said}")?;
    Ok(Exit::Done)
}

const OLD_BACKUPS: &str = "Backups made before still open with their passphrase.";

fn key_said(changed: bool) -> &'static str {
    if changed {
        "The desk's key has been changed."
    } else {
        "Another terminal has the desk open: its key is changed as soon as the desk is next opened alone."
    }
}
