//! The intake without a screen: the same call as numbered questions in plain lines, for screen readers and terminals that
//! can do no more.
//!
//! Which questions there are, their order and their words come from [`crate::domain::schema`]; where the cursor stands and
//! how it moves is the full-screen program's own state ([`crate::app::screens::intake`]); the review, the clocks and the
//! promise are the domain's. So a new question is asked here without a change here, and a call begun in one program goes on
//! in the other.
//!
//! Only `page` reads and writes, through what it is handed.

mod answer;
mod call;
mod command;
mod keep;
mod page;
mod show;
mod words;

use std::io;
use std::sync::atomic::AtomicU64;

pub use page::Page;

use self::call::Call;
use self::keep::Keep;
use crate::app::Setting;
use crate::clock::Clock;
use crate::domain::codes::{ContactKind, Role};
use crate::domain::draft::{Draft, DraftHead};
use crate::domain::ids::ContactId;
use crate::domain::intake::Intake;
use crate::store::drafts::{self, Took};
use crate::store::{self, Store};

/// What a call is taken with.
pub struct Desk<'a> {
    /// The record.
    pub store: Store,
    /// The desk's clock.
    pub clock: &'a dyn Clock,
    /// Who works here, under which rules.
    pub setting: &'a Setting,
    /// The number of the call being taken, 0 while there is none: for whoever must say how to go on when the program is
    /// ended from outside.
    pub taking: &'a AtomicU64,
}

impl std::fmt::Debug for Desk<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk")
            .field("store", &self.store)
            .field("taking", &self.taking)
            .finish_non_exhaustive()
    }
}

/// Which call is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// A new one.
    New(ContactKind),
    /// One that is in progress.
    GoOn(ContactId),
    /// One of those in progress: they are listed first.
    Choose,
}

/// How a call was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// It is filed.
    Filed(ContactId),
    /// It is kept, to go on later.
    Parked(ContactId),
    /// It ended without being filed.
    Ended(ContactId),
    /// The input was over before it was filed. It is kept.
    Unfiled(ContactId),
    /// No call was taken.
    Nothing,
}

/// Why a call cannot be taken or gone on with. What was saved is safe.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Lines cannot be read or written any more.
    #[error("The terminal or pipe is gone: {0}.")]
    Lines(#[from] io::Error),
    /// The record.
    #[error(transparent)]
    Store(#[from] store::error::Error),
    /// It may not be.
    #[error("{0}")]
    Refused(String),
}

/// How to go on with a call, in a sentence.
#[must_use]
pub fn go_on(id: ContactId) -> String {
    format!(
        "{id} is kept. \"dutydesk intake --plain --resume {id}\" goes on with it, and so does its row on the board."
    )
}

/// Takes a call until it is filed, kept or ended, or until the input is over.
///
/// # Errors
/// [`Error`]. Every line that was answered by another prompt is in the record.
pub fn take(desk: Desk<'_>, start: Start, mut page: Page<'_>) -> Result<Left, Error> {
    let actor = &desk.setting.actor;
    if actor.role == Role::Viewer {
        return Err(Error::Refused("You may read this desk, not take calls.".to_owned()));
    }
    let now = desk.clock.now();
    let resumed = match start {
        Start::New(_) => None,
        Start::GoOn(id) => Some(id),
        Start::Choose => {
            let heads = drafts::list(desk.store.conn())?;
            match choose(&heads, desk.setting, &mut page)? {
                Some(id) => Some(id),
                None => return Ok(Left::Nothing),
            }
        }
    };
    let mut keep = Keep::new(desk.store);
    let (claim, draft) = match (resumed, start) {
        (Some(id), _) => match keep.take_up(id, actor, now)? {
            Took::Ours(claim, draft) => (claim, *draft),
            Took::Held(by) => {
                let name = by.name;
                return Err(Error::Refused(format!(
                    "{name} is taking {id} in another terminal, and it was left there. Close it there first."
                )));
            }
        },
        (None, Start::New(kind)) => {
            let claim = keep.begin(actor, now)?;
            (claim, Draft::new(claim.id, actor.clone(), now, Intake::new(kind)))
        }
        (None, _) => return Ok(Left::Nothing),
    };
    Call::new(keep, claim, draft, (desk.clock, desk.setting), page).take(resumed.is_some(), desk.taking)
}

/// Lists the calls in progress and asks for one. None if there is none, or none is wanted.
fn choose(heads: &[DraftHead], setting: &Setting, page: &mut Page<'_>) -> Result<Option<ContactId>, Error> {
    if heads.is_empty() {
        page.say("No call is in progress. \"dutydesk intake --plain\" takes a new one.")?;
        page.flush()?;
        return Ok(None);
    }
    let zone = setting.protocol.zone;
    page.say("Calls in progress. Give a number to go on with one, or a blank line to leave.")?;
    page.list(heads.iter().map(|head| {
        let concern = if head.concern.is_empty() { "nothing noted yet" } else { &head.concern };
        format!("{}, since {}, taken by {}: {concern}", head.id, zone.short(head.started), head.taker.name)
    }))?;
    while let Some(line) = page.read()? {
        let typed = line.trim();
        if typed.is_empty() {
            break;
        }
        let by_number = typed.parse::<usize>().ok().and_then(|n| heads.get(n.checked_sub(1)?));
        let by_reference = || heads.iter().find(|head| typed.parse() == Ok(head.id));
        if let Some(head) = by_number.or_else(by_reference) {
            return Ok(Some(head.id));
        }
        page.say(format!("Give a number from 1 to {}, or a blank line to leave.", heads.len()))?;
    }
    Ok(None)
}
