//! The facts of a contact, as the clocks need them.

use chrono::NaiveTime;

use super::super::calendar::{Local, Zone};
use super::super::codes::{ContactKind, Route};
use super::super::deed::DeedId;
use super::super::facts::Facts;
use super::super::intake::Intake;
use super::super::protocol::Protocol;
use super::super::schema::{self, QuestionId};
use super::super::way::{self, Channel};
use super::super::when::Moment;
use super::super::{human, stamp};
use super::{Contact, Received};

/// The facts of a call before anyone has decided anything: what the clocks shown during intake follow from.
#[must_use]
pub fn of_received(received: &Received, protocol: &Protocol) -> Facts {
    let intake = &received.intake;
    let source = schema::source(intake);
    let stamp = |id| stamp::of(intake, id, received.received, protocol.zone);
    let desk = stamp(QuestionId::ReceivedAt).unwrap_or(received.received);
    let channel = way::channel(intake);
    let written = intake.kind == ContactKind::Referral && channel.is_some_and(Channel::is_written_referral);
    let said = |id: QuestionId, code: &str| intake.children.iter().any(|child| child.has_code(id, code));
    Facts {
        source,
        professional: schema::is_professional(intake),
        collections: intake
            .children
            .iter()
            .filter_map(|child| human::time(child.text(QuestionId::ChildCollection)))
            .filter_map(|time| on_the_day(desk, time, protocol.zone))
            .collect(),
        open_case: said(QuestionId::ChildOpen, "yes"),
        domestic_abuse: tells_of_domestic_abuse(intake),
        other_authority: said(QuestionId::ChildElsewhere, "yes"),
        in_writing: channel.is_some_and(Channel::is_in_writing),
        written_received: written.then_some(desk),
        edt_received: stamp(QuestionId::EdtReceived),
        ..Facts::new(intake.kind, desk)
    }
}

/// Whether domestic abuse was told: as a kind of harm, or when it was asked outright (L299).
#[must_use]
pub fn tells_of_domestic_abuse(intake: &Intake) -> bool {
    intake.answers.has_code(QuestionId::Harm, "domestic-abuse")
        || intake.answers.has_code(QuestionId::AskDomesticAbuse, "yes")
}

/// A time of the day of receipt. A time that happens twice or never that day is not guessed: the form asks about it.
fn on_the_day(received: Moment, time: NaiveTime, zone: Zone) -> Option<Moment> {
    match zone.resolve(zone.local(received).date().and_time(time)) {
        Local::One(at) => Some(at),
        Local::Twice(..) | Local::Never => None,
    }
}

impl Contact {
    /// The facts from which this contact's clocks follow.
    #[must_use]
    pub fn facts(&self, protocol: &Protocol) -> Facts {
        let raised = self.raised();
        let decision = self.decision();
        let allocated_after = decision
            .filter(|d| matches!(d.route, Route::S17 | Route::S47))
            .and_then(|d| self.owner.as_ref().map(|owner| owner.since.max(d.at)));
        let told = of_received(&self.received, protocol);
        Facts {
            rating: self.rating(),
            route: self.route(),
            decided: decision.map(|d| d.at),
            allocated: allocated_after,
            written_received: self.written.arrived().or(told.written_received),
            rating_raised: raised.map(|(_, at)| at),
            rating_before: raised.map(|(before, _)| before),
            agencies: self.asks(),
            meeting_convened: self.last_done(DeedId::MeetingConvened),
            dispute_raised: self.last_done(DeedId::DisputeRaised),
            family_released: self.released("family"),
            referrer_released: self.released("referrer"),
            custom: self.own_duties.clone(),
            ..told
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::codes::ContactKind;
    use crate::domain::intake::Answer;

    #[test]
    fn domestic_abuse_is_told_as_a_harm_or_when_it_was_asked_outright_but_not_when_it_is_suspected() {
        let told = |question, answer| {
            let mut intake = Intake::new(ContactKind::Referral);
            intake.answers.set(question, answer);
            tells_of_domestic_abuse(&intake)
        };
        assert!(told(QuestionId::Harm, Answer::Many(vec!["domestic-abuse".into()])));
        assert!(told(QuestionId::AskDomesticAbuse, Answer::text("yes")));
        assert!(!told(QuestionId::AskDomesticAbuse, Answer::text("suspected")));
        assert!(!told(QuestionId::Harm, Answer::Many(vec!["neglect".into()])));
    }
}
