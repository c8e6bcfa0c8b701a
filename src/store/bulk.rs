//! Many contacts at once, for the generator of training desks: the same events, chain, triggers and projections as one
//! by one, with one flush for the lot.

use super::contacts::{begin, prepare};
use super::error::{Doing, Result};
use super::{Store, codec, drafts, events, project};
use crate::domain::event::Recorded;
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;

const DOING: &str = "add many contacts";

impl Store {
    /// Gives `count` contact numbers in a row and returns the first.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn reserve_numbers(&mut self, count: u32, now: Moment) -> Result<ContactId> {
        self.write_plain(now, |tx| drafts::next_numbers(tx, count)).map(codec::id)
    }

    /// Gives this connection room for a large job. The page cache grows to 64 MB and the log is moved less often.
    ///
    /// # Errors
    /// As SQLite reports them.
    pub fn prepare_for_bulk(&self) -> Result<()> {
        self.conn.execute_batch("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000;").doing(DOING)
    }

    /// Adds new contacts with their whole histories, in one transaction: all of them or none. Some thousand at a time
    /// keep the log and the memory small.
    ///
    /// # Errors
    /// [`super::error::Kind::Full`] when the disk is nearly full; a history that does not begin with a filed call.
    pub fn append_bulk(&mut self, now: Moment, contacts: &[(ContactId, Vec<Recorded>)]) -> Result<()> {
        self.check_space(DOING)?;
        self.write_plain(now, |tx| {
            let mut tip = events::tip(tx)?;
            for (id, history) in contacts {
                let contact = begin(*id, history)?;
                let (new, _) = prepare(0, history)?;
                for (event, seq) in new.iter().zip(1..) {
                    tip = events::insert(tx, tip, codec::number(*id), seq, event)?;
                }
                project::write(tx, &contact)?;
            }
            Ok(())
        })
    }
}
