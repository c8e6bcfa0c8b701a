//! The call in the record: saved after every line, and at once again after trouble.

use crate::domain::actor::Actor;
use crate::domain::contact::Contact;
use crate::domain::draft::Draft;
use crate::domain::event::Recorded;
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;
use crate::store::Store;
use crate::store::desk::Paths;
use crate::store::drafts::{Claim, Grip, Holder, Took};
use crate::store::error::{Error, Result};
use crate::store::events::Refused;
use crate::store::open::Missing;
use crate::store::process::Process;
use crate::store::space::Limits;

/// An open desk, opened again where trouble with the disk closed it.
#[derive(Debug)]
pub(super) struct Keep {
    store: Option<Store>,
    paths: Paths,
}

impl Keep {
    pub(super) fn new(store: Store) -> Self {
        Self { paths: store.paths().clone(), store: Some(store) }
    }

    /// Works on the record. After trouble of the disk or of the record itself the desk is closed, and opened and checked
    /// again before the next work.
    pub(super) fn with<T, E>(
        &mut self,
        now: Moment,
        work: impl FnOnce(&mut Store) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<Error> + Trouble,
    {
        let store = match self.store.take() {
            Some(store) => store,
            None => Store::open(self.paths.clone(), Missing::Refuse, Limits::default(), now)?,
        };
        let store = self.store.insert(store);
        let done = work(store);
        let close = match &done {
            Ok(_) => store.tidy_if_long().is_err(),
            Err(error) => error.closes(),
        };
        if close {
            self.store = None;
        }
        done
    }

    /// Begins a call.
    pub(super) fn begin(&mut self, actor: &Actor, now: Moment) -> Result<Claim> {
        self.with(now, |store| store.start_call(&holder(actor), now))
    }

    /// Takes a call up again, unless another living terminal is taking it.
    pub(super) fn take_up(&mut self, id: ContactId, actor: &Actor, now: Moment) -> Result<Took> {
        self.with(now, |store| store.take_draft(id, &holder(actor), Grip::IfFree, now))
    }

    /// Keeps the call. When this returns, it is on the disk.
    pub(super) fn save(&mut self, claim: Claim, draft: &Draft, now: Moment) -> Result<()> {
        self.with(now, |store| store.save_draft(claim, draft, now))
    }

    /// Ends the call without filing it. What was told stays in the record with the reason.
    pub(super) fn end(
        &mut self,
        claim: Claim,
        draft: &Draft,
        actor: &Actor,
        reason: &str,
        now: Moment,
    ) -> Result<()> {
        let told = (!draft.is_untouched()).then(|| Box::new(draft.clone()));
        self.with(now, |store| store.discard_draft(claim, actor, reason, told.clone(), now))
    }

    /// Files the call.
    pub(super) fn file(
        &mut self,
        claim: Claim,
        events: &[Recorded],
        now: Moment,
    ) -> std::result::Result<Contact, Refused> {
        self.with(now, |store| store.file(claim, events))
    }
}

fn holder(actor: &Actor) -> Holder {
    Holder { actor: actor.clone(), process: Process::this() }
}

/// Whether an error means that nothing more may be written before the desk was opened anew.
pub(super) trait Trouble {
    fn closes(&self) -> bool;
}

impl Trouble for Error {
    fn closes(&self) -> bool {
        self.closes_the_desk()
    }
}

impl Trouble for Refused {
    fn closes(&self) -> bool {
        matches!(self, Self::Trouble(error) if error.closes_the_desk())
    }
}
