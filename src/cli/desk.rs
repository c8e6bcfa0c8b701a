//! Which desk a command works on, and as whom.

use std::path::PathBuf;
use std::sync::Arc;

use super::Streams;
use super::stop::Stop;
use crate::clock::{Clock, SystemClock};
use crate::demo::{self, day};
use crate::domain::actor::Actor;
use crate::domain::codes::Role;
use crate::domain::contact::Contact;
use crate::domain::ids::ContactId;
use crate::domain::protocol::Protocol;
use crate::domain::when::Moment;
use crate::paths;
use crate::protocols;
use crate::store::Store;
use crate::store::desk::Paths;
use crate::store::events;
use crate::store::open::Missing;
use crate::store::space::Limits;

/// Which desk, and who works on it.
#[derive(Debug, Default, clap::Args)]
pub(super) struct DeskArgs {
    /// The desk's directory.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        help = "The desk's directory. Without it DUTYDESK_DESK names the desk, or else it is this login's own"
    )]
    pub(super) desk: Option<PathBuf>,
    /// Work on this login's training desk.
    #[arg(long, global = true, conflicts_with = "desk")]
    training: bool,
    /// Who acts on a training desk: j.testerby (worker, if left out), s.placeham (manager), k.fakeley (viewer).
    #[arg(long = "as", global = true, value_name = "USER")]
    user: Option<String>,
}

/// An open desk.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) store: Store,
    pub(super) protocol: Arc<Protocol>,
    pub(super) actor: Actor,
    /// The time at the desk.
    pub(super) now: Moment,
}

impl DeskArgs {
    /// Where the desk lies.
    pub(super) fn paths(&self) -> Result<Paths, Stop> {
        let own = if self.training { paths::Desk::Training } else { paths::Desk::Real };
        Ok(Paths::new(paths::desk(self.desk.as_deref(), own)?))
    }

    /// Where the training desk lies: the desk that is named, or this login's own.
    pub(super) fn training_paths(&self) -> Result<Paths, Stop> {
        Ok(Paths::new(paths::desk(self.desk.as_deref(), paths::Desk::Training)?))
    }

    /// Opens the desk. It must be there already.
    pub(super) fn open(&self) -> Result<Desk, Stop> {
        let paths = self.paths()?;
        let real = SystemClock;
        let day = if paths.exists() { day::glance(paths.dir(), &real)? } else { None };
        let store =
            Store::open(paths, Missing::Refuse, Limits::default(), day.unwrap_or_else(|| real.now()))?;
        let protocol = protocol_of(store.paths())?;
        // Only a training desk has a day of its own; one whose day was lost goes on from its last entry.
        let now = match day.filter(|_| store.is_training()) {
            Some(day) => day,
            None if store.is_training() => {
                events::last_at(store.conn())?.unwrap_or_else(|| demo::desk::morning(&protocol))
            }
            None => real.now(),
        };
        Ok(Desk { store, protocol, actor: self.actor()?, now })
    }

    /// Who acts.
    pub(super) fn actor(&self) -> Result<Actor, Stop> {
        let Some(user) = &self.user else { return Ok(demo::actor(Role::Worker)) };
        demo::person(user).ok_or_else(|| {
            let known: Vec<String> = demo::people().map(|actor| actor.user.0).collect();
            Stop::bad_input(format!("Nobody here is called {user}. There are {}.", known.join(", ")))
        })
    }

    /// Whether somebody in particular was named.
    pub(super) fn names_somebody(&self) -> bool {
        self.user.is_some()
    }
}

impl Desk {
    /// The contact with this reference.
    pub(super) fn contact(&self, reference: &str) -> Result<Contact, Stop> {
        let id = Self::reference(reference)?;
        if let Some(contact) = self.store.contact(id)? {
            return Ok(contact);
        }
        Err(Stop::refused(match self.store.ended(id)? {
            Some(ended) => format!("{id} is {}.", shown(&super::show::ended::sentence(&ended.how))),
            None => format!("There is no contact {id} on this desk."),
        }))
    }

    /// Compares the workstation's clock with the record. If it was set back, that is noted there and said.
    pub(super) fn note_time(&mut self, streams: &mut Streams<'_>) -> Result<(), Stop> {
        if let Some(last) = self.store.note_time(&self.actor, self.now)? {
            let last = self.protocol.zone.short(last);
            writeln!(
                streams.err,
                "Note: this clock is behind the record (last entry {last}). Deadlines stay as they are; have it set right."
            )?;
        }
        Ok(())
    }

    /// A reference as a person writes it.
    pub(super) fn reference(reference: &str) -> Result<ContactId, Stop> {
        reference
            .parse()
            .map_err(|why| Stop::bad_input(format!("\"{}\" is no reference: {why}.", shown(reference))))
    }
}

fn shown(text: &str) -> String {
    crate::ui::text::one_line(text).into_owned()
}

/// The rules of a desk: its own protocol file, or the rules that are used unless others are named.
pub(super) fn protocol_of(paths: &Paths) -> Result<Arc<Protocol>, Stop> {
    let file = paths.protocol();
    let read = protocols::of_desk(&file).map_err(|why| {
        let check = format!("\"dutydesk protocol check {}\" says where.", file.display());
        Stop::bad_input(format!("{why} {check}"))
    });
    read.map(Arc::new)
}

/// The rules that are used unless others are named.
pub(super) fn protocol() -> Result<Arc<Protocol>, Stop> {
    Ok(Arc::new(protocols::built_in(protocols::DEFAULT)?))
}
