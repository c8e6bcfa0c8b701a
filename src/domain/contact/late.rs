//! What came to a contact after it was filed: information, handovers, referrers who chase.

use super::super::actor::Actor;
use super::super::event::{Event, Received, Recorded};
use super::super::ids::ContactId;
use super::super::intake::NarrativeLine;
use super::super::schema;
use super::super::way;
use super::super::when::Moment;
use super::Contact;

/// Something told after filing (L11, L72). The contact as it was filed stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Information {
    /// When it was recorded.
    pub at: Moment,
    /// By whom.
    pub by: Actor,
    /// From whom.
    pub from: String,
    /// When it reached the desk.
    pub received: Moment,
    /// What was said, each line with how they know.
    pub lines: Vec<NarrativeLine>,
    /// The call that brought it, if it was one, with everything told in it.
    pub call: Option<(ContactId, Box<Received>)>,
}

/// A handover that somebody has taken over: the emergency duty team's, or one on a signed sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledged {
    /// Whose it is now.
    pub by: String,
    /// Since when.
    pub at: Moment,
}

impl Contact {
    /// Whether it was handed over, by the emergency duty team's call or on a sheet, and nobody has taken it by name yet.
    #[must_use]
    pub fn awaits_acknowledgement(&self) -> bool {
        self.was_handed_over() && self.acknowledged.is_none()
    }

    /// Whether it was ever handed over.
    #[must_use]
    pub fn was_handed_over(&self) -> bool {
        way::is_handover(self.intake()) || self.handed_over.is_some()
    }

    /// Takes in what came late.
    pub(super) fn take_in_late(&mut self, recorded: &Recorded) {
        let at = recorded.at;
        match &recorded.event {
            Event::HandedOver(handed) => {
                self.handed_over = Some(handed.clone());
                self.acknowledged = None;
            }
            Event::HandoverAcknowledged { by } => {
                self.acknowledged = Some(Acknowledged { by: by.clone(), at });
            }
            Event::InformationAdded { from, received, lines } => self.inform(Information {
                at,
                by: recorded.actor.clone(),
                from: from.clone(),
                received: *received,
                lines: lines.clone(),
                call: None,
            }),
            Event::CallAttached { call, told } => self.inform(Information {
                at,
                by: recorded.actor.clone(),
                from: caller(told),
                received: told.receipt(),
                lines: told.intake.narrative.clone(),
                call: Some((*call, told.clone())),
            }),
            Event::DecisionKept { .. } => self.reconsider = None,
            Event::FeedbackChased { .. } => {
                self.feedback.chased = self.feedback.chased.saturating_add(1);
            }
            Event::ConvertedToReferral { into } => self.converted = Some(*into),
            _ => {}
        }
    }

    /// New information opens a decision to reconsideration; the decision itself is kept (L15).
    fn inform(&mut self, information: Information) {
        if !self.decisions.is_empty() {
            self.reconsider = Some(information.at);
        }
        self.information.push(information);
    }
}

/// Who rang, without a name where the source says enough.
fn caller(told: &Received) -> String {
    schema::source(&told.intake).map_or_else(|| "a caller".to_owned(), |source| source.label().to_owned())
}
