//! Calls that were given a number and became no contact: how they ended, and what had been told.

use rusqlite::OptionalExtension;

use super::error::{Doing, Result};
use super::{Store, codec, events};
use crate::domain::actor::Actor;
use crate::domain::event::DeskEvent;
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;

/// The event of the desk that ended a call: a discard under `contact`, or a call put into a contact under `call`.
const ENDED: &str = "SELECT e.seq, e.contact_id, e.contact_seq, e.at, e.actor, e.kind, b.text
     FROM event e JOIN body b ON b.seq = e.seq
     WHERE e.contact_id = 0 AND e.kind IN ('draft-discarded', 'call-attached')
       AND coalesce(json_extract(b.text, '$.event.call'), json_extract(b.text, '$.event.contact')) = ?1
     ORDER BY e.seq DESC LIMIT 1";

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Actor,
    /// [`DeskEvent::DraftDiscarded`] or [`DeskEvent::CallAttached`].
    pub how: DeskEvent,
}

impl Store {
    /// How the call with this number ended, if it did without becoming a contact.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn ended(&self, id: ContactId) -> Result<Option<Ended>> {
        let found = self
            .conn
            .query_row(ENDED, [codec::number(id)], events::stored)
            .optional()
            .doing("read how the call ended")?;
        let Some(stored) = found else { return Ok(None) };
        let (by, how) = codec::decode_desk(&stored)?;
        Ok(Some(Ended { at: stored.at, by, how }))
    }
}
