//! Deadlines that would move under changed rules: found page by page while nobody waits, and told again when they change.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Desk;
use crate::domain::ids::ContactId;
use crate::domain::protocol::Protocol;
use crate::domain::recount::Affected;
use crate::port::Reply;
use crate::store::moves::{self, PAGE, Search};

/// What the thread knows of them.
pub(super) struct Moves {
    protocol: Arc<Protocol>,
    search: Search,
    /// Contacts that were told of.
    listed: BTreeSet<ContactId>,
}

impl Desk {
    pub(super) fn find_moves(&mut self, protocol: Arc<Protocol>) {
        self.moves = Some(Moves { protocol, search: Search::begin(), listed: BTreeSet::new() });
    }

    pub(super) fn has_moves_to_find(&self) -> bool {
        self.store.is_some() && self.moves.as_ref().is_some_and(|moves| !moves.search.is_complete())
    }

    /// Looks at the next page of open contacts.
    pub(super) fn find_more_moves(&mut self) {
        let Some(Moves { protocol, mut search, mut listed }) = self.moves.take() else { return };
        let page = self.store().and_then(|store| search.page(&store.conn, &protocol, PAGE));
        match page {
            Ok(affected) => {
                listed.extend(affected.iter().map(|one| one.id));
                let complete = search.is_complete();
                self.moves = Some(Moves { protocol, search, listed });
                self.say(Reply::Moves { affected, complete });
            }
            // Not looked for any more until it is asked for again: deadlines stand as they are.
            Err(e) => self.fail(None, &e),
        }
    }

    /// Tells of contacts that have changed, where their deadlines would move, or would have until now.
    pub(super) fn tell_moves_of(&mut self, ids: &[ContactId]) {
        let Some(Moves { protocol, search, mut listed }) = self.moves.take() else { return };
        let found = self.store().and_then(|store| {
            let mut found: Vec<Affected> = Vec::new();
            for id in ids {
                if listed.contains(id) || moves::is_worth(&store.conn, *id, &protocol)? {
                    found.push(moves::look(&store.conn, *id, &protocol)?);
                }
            }
            Ok(found)
        });
        let told = found.map(|mut found| {
            found.retain(|one| !one.shifts.is_empty() || listed.contains(&one.id));
            for one in &found {
                if one.shifts.is_empty() {
                    listed.remove(&one.id);
                } else {
                    listed.insert(one.id);
                }
            }
            found
        });
        let complete = search.is_complete();
        self.moves = Some(Moves { protocol, search, listed });
        match told {
            Ok(affected) if affected.is_empty() => {}
            Ok(affected) => self.say(Reply::Moves { affected, complete }),
            Err(e) => self.fail(None, &e),
        }
    }
}
