//! For each deed a contact on which it fits, what is filled in beyond the ordinary, and what it does to the clocks.

use dutydesk::domain::actor::Actor;
use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{ContactKind, Rating, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::deed::{DeedId, FieldId as F};
use dutydesk::domain::intake::Intake;
use dutydesk::domain::schema::QuestionId as Q;

use super::super::common::after::{Story, allocate, deed, rate, referral, route};
use super::super::common::desk::{manager, worker};
use dutydesk::domain::codes::Role;

/// When the deed under test is recorded: the contact came at ten.
pub(super) const NOW: &str = "2026-11-24T11:00";

/// A GP's referral about a child of another authority who is open to a worker, with domestic abuse; rated amber.
pub(super) fn referred() -> Story {
    let call = [(Q::Harm, "domestic-abuse"), (Q::Consent, "given")];
    let child: &[(Q, &str)] = &[(Q::ChildElsewhere, "yes"), (Q::ChildOpen, "yes")];
    let mut story = Story::filed("2026-11-24T10:00", referral("3A", &call, &[child]));
    story.worker("2026-11-24T10:05", &rate(Rating::Amber));
    story
}

/// The same, decided by a manager.
pub(super) fn decided(to: Route) -> Story {
    let mut story = referred();
    story.manager("2026-11-24T10:10", &route(to));
    story
}

/// A professional's consultation.
pub(super) fn consultation() -> Story {
    let mut intake = Intake::new(ContactKind::Consultation);
    intake.answers = referral("3A", &[], &[]).answers;
    Story::filed("2026-11-24T10:00", intake)
}

/// A contact on which a deed fits.
pub(super) fn fits(id: DeedId) -> Story {
    const THEN: &str = "2026-11-24T10:20";
    match id {
        DeedId::AskAgency => decided(Route::Stage2),
        DeedId::AgencyReturn | DeedId::AgencyChased | DeedId::Heightened => {
            let mut story = decided(Route::Stage2);
            story.worker(THEN, &deed(DeedId::AskAgency, &[]));
            story
        }
        DeedId::Agreement => {
            let mut story = referred();
            story.worker(THEN, &route(Route::S17));
            story
        }
        DeedId::NextSteps => {
            let mut story = referred();
            let arrived = story.at(THEN);
            story.worker(THEN, &Command::RecordWritten { arrived, note: String::new() });
            story
        }
        DeedId::MeetingHeld => {
            let mut story = referred();
            story.worker(THEN, &deed(DeedId::MeetingConvened, &[]));
            story
        }
        DeedId::Stepped | DeedId::DisputeRaised => decided(Route::EarlyHelp),
        DeedId::DisputeEscalated | DeedId::DisputeSettled => {
            let mut story = decided(Route::EarlyHelp);
            story.worker(THEN, &deed(DeedId::DisputeRaised, &[]));
            story
        }
        DeedId::S47Action | DeedId::StrategyHeld => {
            let mut story = decided(Route::S47);
            story.worker(THEN, &deed(DeedId::StrategyArranged, &[]));
            story
        }
        DeedId::FamilyTold | DeedId::FamilyTried | DeedId::StrategyArranged => decided(Route::S47),
        DeedId::NoticeHeld => decided(Route::S17),
        DeedId::NoticeReleased => {
            let mut story = decided(Route::S17);
            story.worker(THEN, &deed(DeedId::NoticeHeld, &[]));
            story
        }
        DeedId::VisitArranged | DeedId::Oversight | DeedId::AssessmentStep => {
            let mut story = decided(Route::S17);
            story.manager(THEN, &allocate("Kit Exemplar"));
            story
        }
        DeedId::ConsultationCall => consultation(),
        DeedId::Sensitive
        | DeedId::Recommended
        | DeedId::OpenCase
        | DeedId::MeetingConvened
        | DeedId::PoliceInformed
        | DeedId::Protected
        | DeedId::DaReview
        | DeedId::MissingReview
        | DeedId::AuthorityAccepts
        | DeedId::AuthorityEscalated
        | DeedId::OtherTold => referred(),
    }
}

/// What is filled in that is not the most ordinary.
pub(super) const fn given(id: DeedId) -> &'static [(F, &'static str)] {
    match id {
        DeedId::DaReview => &[(F::Risk, "standard")],
        DeedId::AuthorityAccepts => &[(F::Written, "10:50")],
        DeedId::DisputeEscalated => &[(F::Rung, "Service managers")],
        _ => &[],
    }
}

/// Who records it.
pub(super) fn actor(id: DeedId) -> Actor {
    if id.deed().is_for(Role::Worker) { worker() } else { manager() }
}

/// The clocks that stop or lapse by it.
pub(super) const fn stops(id: DeedId) -> &'static [ClockId] {
    match id {
        DeedId::AgencyReturn => &[ClockId::AgencyReturn],
        DeedId::NextSteps => &[ClockId::WrittenNextSteps],
        DeedId::MeetingHeld => &[ClockId::MashMeeting],
        DeedId::DisputeSettled => &[ClockId::Dispute],
        DeedId::StrategyHeld => &[ClockId::StrategyDiscussion],
        DeedId::S47Action => &[ClockId::S47Action],
        DeedId::DaReview => &[ClockId::DaReview],
        DeedId::AuthorityAccepts | DeedId::AuthorityEscalated => &[ClockId::CrossBoundary],
        DeedId::FamilyTold | DeedId::NoticeHeld => &[ClockId::OutcomeFamily],
        DeedId::ConsultationCall => &[ClockId::Consultation],
        DeedId::VisitArranged => &[ClockId::FamilyVisit],
        DeedId::Oversight => &[ClockId::Oversight],
        _ => &[],
    }
}

/// The clocks that start by it.
pub(super) const fn starts(id: DeedId) -> &'static [ClockId] {
    match id {
        DeedId::AskAgency => &[ClockId::AgencyReturn],
        DeedId::MeetingConvened => &[ClockId::MashMeeting],
        DeedId::DisputeRaised => &[ClockId::Dispute],
        DeedId::NoticeReleased => &[ClockId::OutcomeFamily],
        _ => &[],
    }
}
