//! What was done for a contact after the call, and what waits for a manager.

use super::super::clocks::{ClockId, Deadline, deadlines};
use super::super::codes::{Rating, Route};
use super::super::deed::{DeedId, Done, FieldId, Filled, read};
use super::super::event::Recorded;
use super::super::facts::AgencyAsk;
use super::super::protocol::Protocol;
use super::super::when::Moment;
use super::{Answered, Contact};

impl Contact {
    /// The rating before it was last raised, and when it was.
    #[must_use]
    pub fn raised(&self) -> Option<(Rating, Moment)> {
        self.ratings.windows(2).rev().find_map(|pair| match pair {
            [before, after] if after.rating.is_above(before.rating) => Some((before.rating, after.at)),
            _ => None,
        })
    }

    /// Whether a worker's decision waits for a manager: nobody weighed it with them, and no manager has answered (L37, L231).
    #[must_use]
    pub fn awaits_agreement(&self) -> bool {
        self.decision().is_some_and(|decision| decision.waits && decision.answer.is_none())
    }

    /// Whether social work was decided and nobody has it: what a worker or a team must do cannot end before it began
    /// (L172, L174, L239-L241).
    #[must_use]
    pub fn awaits_allocation(&self) -> bool {
        matches!(self.route(), Some(Route::S17 | Route::S47)) && self.owner.is_none()
    }

    /// The clocks that follow from what is known, without those whose notice is held back (L47) or can never be given.
    #[must_use]
    pub fn wanted(&self, protocol: &Protocol) -> Vec<Deadline> {
        let mut wanted = deadlines(&self.facts(protocol), protocol);
        for (clock, whom) in [(ClockId::OutcomeFamily, "family"), (ClockId::OutcomeReferrer, "referrer")] {
            if read::held(self, whom).is_some() {
                wanted.retain(|deadline| deadline.clock != clock);
            }
        }
        if self.feedback.impossible.is_some() {
            wanted.retain(|deadline| deadline.clock != ClockId::OutcomeReferrer);
        }
        wanted
    }

    /// The last request to each agency.
    pub(super) fn asks(&self) -> Vec<AgencyAsk> {
        let mut asks: Vec<AgencyAsk> = Vec::new();
        for asked in read::asked(self) {
            match asks.iter_mut().find(|ask| ask.agency == asked.agency) {
                Some(ask) => ask.at = asked.at,
                None => asks.push(AgencyAsk { agency: asked.agency.to_owned(), at: asked.at }),
            }
        }
        asks
    }

    /// When a held notice was last let go.
    pub(super) fn released(&self, whom: &str) -> Option<Moment> {
        let about = |done: &&Done| done.filled.is(FieldId::Whom, whom);
        read::of(self, DeedId::NoticeReleased).rfind(about).map(|done| done.at)
    }

    pub(super) fn last_done(&self, deed: DeedId) -> Option<Moment> {
        read::of(self, deed).next_back().map(|done| done.at)
    }

    pub(super) fn take_in_deed(&mut self, recorded: &Recorded, deed: DeedId, filled: &Filled) {
        let (at, by) = (recorded.at, recorded.actor.clone());
        // An answer to a recommendation says nothing of an earlier decision.
        if deed == DeedId::Agreement && read::recommendation(self).is_none() {
            let agrees = filled.is(FieldId::Agrees, "agree");
            if let Some(decision) = self.decisions.last_mut() {
                decision.answer = Some(Answered { by: by.clone(), at, agrees });
                // Who does not agree asks for the decision to be made again.
                if !agrees {
                    self.reconsider = Some(at);
                }
            }
        }
        self.deeds.push(Done { deed, at, by, seq: recorded.seq, filled: filled.clone() });
    }
}
