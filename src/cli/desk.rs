//! Which desk a command works on, and as whom.

use std::path::PathBuf;
use std::sync::Arc;

use super::stop::Stop;
use super::{Exit, Streams, secret};
use crate::clock::{Clock, SystemClock};
use crate::demo::{self, day};
use crate::domain::access::May;
use crate::domain::actor::Actor;
use crate::domain::codes::Role;
use crate::domain::contact::Contact;
use crate::domain::event::DeskEvent;
use crate::domain::ids::{ContactId, UserId};
use crate::domain::protocol::Protocol;
use crate::domain::when::Moment;
use crate::paths;
use crate::protocols;
use crate::store::Store;
use crate::store::access::Key;
use crate::store::desk::Paths;
use crate::store::error::Kind;
use crate::store::events;
use crate::store::keys::Sealed;
use crate::store::keys::secret::Secret;
use crate::store::looks::Look;
use crate::store::open::Missing;
use crate::store::process::Process;
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
    /// Who acts: your short name. A training desk has j.testerby (worker, if left out), s.placeham and l.synthley (managers),
    /// k.fakeley (viewer).
    #[arg(id = "as", long = "as", global = true, value_name = "USER")]
    user: Option<String>,
    /// The file with your passphrase for a real desk, with mode 0600. Without it, it is asked for.
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) passphrase_file: Option<PathBuf>,
    /// Why you open a restricted contact. Kept in the record.
    #[arg(long, global = true, value_name = "WHY")]
    because: Option<String>,
}

/// An open desk.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) store: Store,
    pub(super) protocol: Arc<Protocol>,
    pub(super) actor: Actor,
    /// The time at the desk.
    pub(super) now: Moment,
    /// Why a restricted contact is opened.
    because: Option<String>,
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
        if self.is_real()? {
            let (desk, _) = self.open_with_passphrase()?;
            if desk.must_change()? {
                return Err(Stop::Because(
                    Exit::Locked,
                    "Your passphrase was given to you by a manager. Choose your own first: dutydesk users passphrase.".into(),
                ));
            }
            return Ok(desk);
        }
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
        Ok(Desk { store, protocol, actor: self.actor()?, now, because: self.because.clone() })
    }

    /// Whether the desk opens with a passphrase. One that cannot even be read is left to the store, which says why.
    pub(super) fn is_real(&self) -> Result<bool, Stop> {
        let keys = self.paths()?.keys();
        Ok(Sealed::read(&keys).is_ok_and(|sealed| !sealed.unchecked().is_training()))
    }

    /// Opens a real desk, and hands back the passphrase that did.
    pub(super) fn open_with_passphrase(&self) -> Result<(Desk, Secret), Stop> {
        let paths = self.paths()?;
        if !self.is_real()? {
            return Err(Stop::refused("This desk has no passphrases. \"dutydesk init\" makes one that has."));
        }
        let (key, passphrase) = self.key()?;
        let protocol = protocol_of(&paths)?;
        let now = SystemClock.now();
        let (store, actor) = Store::unlock(paths, &key, Limits::default(), now)?;
        Ok((Desk { store, protocol, actor, now, because: self.because.clone() }, passphrase))
    }

    /// The key of whoever acts on a real desk, and its passphrase.
    pub(super) fn key(&self) -> Result<(Key, Secret), Stop> {
        let Some(user) = &self.user else {
            return Err(Stop::Because(Exit::Locked, "Say who you are: --as USER, your short name.".into()));
        };
        let passphrase = secret::passphrase(self.passphrase_file.as_deref(), user)?;
        Ok((Key::Person { user: UserId(user.clone()), passphrase: passphrase.clone() }, passphrase))
    }

    /// Who acts on a training desk.
    pub(super) fn actor(&self) -> Result<Actor, Stop> {
        let Some(user) = &self.user else { return Ok(demo::actor(Role::Worker)) };
        demo::person(user).ok_or_else(|| {
            let known: Vec<String> = demo::people().map(|actor| actor.user.0).collect();
            Stop::bad_input(format!("Nobody here is called {user}. There are {}.", known.join(", ")))
        })
    }

    /// The short name that was given.
    pub(super) fn named(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// Whether somebody in particular was named.
    pub(super) fn names_somebody(&self) -> bool {
        self.user.is_some()
    }
}

impl Desk {
    /// Whether the person who acts has to choose a passphrase of their own first.
    fn must_change(&self) -> Result<bool, Stop> {
        Ok(self.store.staff()?.iter().any(|s| s.actor.user == self.actor.user && s.must_change))
    }

    /// Opens the contact with this reference. Looking is recorded.
    pub(super) fn contact(&mut self, reference: &str) -> Result<Contact, Stop> {
        let id = Self::reference(reference)?;
        let look = Look {
            id,
            actor: &self.actor,
            me: &Process::this(),
            because: self.because.as_deref(),
            now: self.now,
        };
        match self.store.look(&look) {
            Ok((contact, _)) => return Ok(contact),
            Err(error) if error.kind == Kind::Unknown => {}
            Err(error) => return Err(error.into()),
        }
        if self.store.erased(id)?.is_some() {
            return Err(Stop::refused(format!("{id} was erased under a retention rule.")));
        }
        Err(Stop::refused(match self.store.ended(id)? {
            Some(ended) => format!("{id} is {}.", shown(&super::show::ended::sentence(&ended.how))),
            None => format!("There is no contact {id} on this desk."),
        }))
    }

    /// The first of these people who may not open this desk.
    pub(super) fn stranger_among<'a>(&self, people: &'a [UserId]) -> Result<Option<&'a UserId>, Stop> {
        let known: Vec<UserId> = if self.store.is_training() {
            demo::people().map(|actor| actor.user).collect()
        } else {
            let staff = self.store.staff()?.into_iter().filter(|one| one.active);
            staff.map(|one| one.actor.user).collect()
        };
        Ok(people.iter().find(|user| !known.contains(user)))
    }

    /// Notes a search, a print or an export in the record.
    pub(super) fn note(&mut self, event: &DeskEvent) -> Result<(), Stop> {
        Ok(self.store.note(event, &self.actor, self.now)?)
    }

    /// As [`Desk::note`], once in 15 minutes: a script may ask every minute.
    pub(super) fn note_once(&mut self, event: &DeskEvent) -> Result<(), Stop> {
        Ok(self.store.note_once(event, &self.actor, self.now)?)
    }

    /// Refuses what this person's role does not allow, and notes that it was tried.
    pub(super) fn require(&mut self, what: May) -> Result<(), Stop> {
        Ok(self.store.require(what, &self.actor, self.now)?)
    }

    /// A contact that was just written here, to say what became of it. That is no look.
    pub(super) fn written(&self, id: ContactId) -> Result<Contact, Stop> {
        let contact = self.store.contact(id, &self.actor)?;
        contact.ok_or_else(|| Stop::refused(format!("There is no contact {id} on this desk.")))
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
