//! The open contacts in memory, with what every frame asks about all of them kept beside: a frame must not look at
//! thousands of rows to say how many are late.

use std::collections::{BTreeMap, BTreeSet};

use super::{Card, Counts};
use crate::domain::codes::Rating;
use crate::domain::contact::{NextDuty, Summary};
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;

/// Every open contact that the record has sent.
#[derive(Debug, Default)]
pub struct Rows {
    cards: BTreeMap<ContactId, Card>,
    /// Every running duty: when it falls due, whose it is, and its place among that contact's duties.
    dues: BTreeSet<(Moment, ContactId, usize)>,
    /// When each contact's first duty falls due.
    firsts: BTreeSet<(Moment, ContactId)>,
    /// Counts that do not depend on the time; `late` stays 0.
    tally: Counts,
    /// Counts every change.
    revision: u64,
}

impl Rows {
    /// A contact's card.
    #[must_use]
    pub fn get(&self, id: ContactId) -> Option<&Card> {
        self.cards.get(&id)
    }

    /// Every card, by number.
    pub fn values(&self) -> impl Iterator<Item = &Card> {
        self.cards.values()
    }

    /// Every number, lowest first.
    pub fn ids(&self) -> impl Iterator<Item = ContactId> {
        self.cards.keys().copied()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cards.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// The highest number.
    #[must_use]
    pub fn highest(&self) -> Option<ContactId> {
        self.cards.last_key_value().map(|(id, _)| *id)
    }

    /// A number that is another one after every change.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Every running duty, the first due first: when it falls due, whose it is, and its place among that contact's duties.
    pub fn dues(&self) -> impl Iterator<Item = (Moment, ContactId, usize)> {
        self.dues.iter().copied()
    }

    /// Puts a card in, in place of the one with the same number.
    pub fn insert(&mut self, card: Card) {
        self.remove(card.row.id);
        self.revision = self.revision.saturating_add(1);
        let id = card.row.id;
        self.dues.extend(card.row.duties.iter().enumerate().map(|(n, duty)| (duty.due, id, n)));
        self.firsts.extend(card.row.next().map(|duty| (duty.due, id)));
        self.tally.count(&card.row, |slot| *slot = slot.saturating_add(1));
        self.cards.insert(id, card);
    }

    /// Takes a contact out.
    pub fn remove(&mut self, id: ContactId) {
        let Some(card) = self.cards.remove(&id) else { return };
        self.revision = self.revision.saturating_add(1);
        for (n, duty) in card.row.duties.iter().enumerate() {
            self.dues.remove(&(duty.due, id, n));
        }
        if let Some(first) = card.row.next() {
            self.firsts.remove(&(first.due, id));
        }
        self.tally.count(&card.row, |slot| *slot = slot.saturating_sub(1));
    }

    /// What the counters say of all of them.
    #[must_use]
    pub fn counts(&self, now: Moment) -> Counts {
        Counts { late: self.first_due(Moment::from_millis(i64::MIN), now).count(), ..self.tally }
    }

    /// Contacts whose first duty falls due from one instant on and before another, in that order.
    pub fn first_due(&self, from: Moment, before: Moment) -> impl Iterator<Item = ContactId> {
        let from = from.min(before);
        self.firsts.range((from, ContactId(0))..(before, ContactId(0))).map(|(_, id)| *id)
    }

    /// The duties that are not late, the first due first.
    pub fn upcoming(&self, now: Moment) -> impl Iterator<Item = (&Summary, &NextDuty)> {
        self.dues.range((now, ContactId(0), 0)..).filter_map(|(_, id, n)| {
            let row = &self.cards.get(id)?.row;
            Some((row, row.duties.get(*n)?))
        })
    }
}

impl Counts {
    /// Lets one row into the counts, or out of them.
    fn count(&mut self, row: &Summary, change: impl Fn(&mut usize)) {
        change(match row.rating {
            Some(Rating::Red) => &mut self.red,
            Some(Rating::Amber) => &mut self.amber,
            Some(Rating::Green) => &mut self.green,
            Some(Rating::Blue) => &mut self.blue,
            None => &mut self.unrated,
        });
        if !row.told {
            change(&mut self.untold);
        }
        if row.rating == Some(Rating::Red) && row.route.is_none() {
            change(&mut self.red_undecided);
        }
    }
}
