//! Recommendation and agreement, next steps, disputes, section 47.

use dutydesk::domain::actor::Actor;
use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{Role, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::deed::{DeedId, FieldId as F, read};
use dutydesk::domain::ids::UserId;
use dutydesk::domain::schema::QuestionId as Q;

use super::super::common::after::{Story, deed, referral, route};
use super::super::common::desk::{manager, worker};
use super::fits::{NOW, consultation, decided, fits, referred};

fn agree() -> Command {
    deed(DeedId::Agreement, &[(F::Agrees, "agree")])
}

fn another_manager() -> Actor {
    Actor { user: UserId("l.sampleton".into()), name: "Lee Sampleton".into(), role: Role::Manager }
}

#[test]
fn there_is_nothing_to_agree_with_before_a_decision_or_a_recommendation() {
    let mut story = referred();
    for early in [agree(), deed(DeedId::DisputeRaised, &[])] {
        assert_eq!(story.refuses(&manager(), NOW, &early), "Nothing was decided or recommended yet.");
    }
    let why = story.refuses(&worker(), NOW, &deed(DeedId::Stepped, &[]));
    assert_eq!(why, "Nothing was decided yet.");
}

#[test]
fn the_second_name_on_a_decision_is_another_persons_and_is_given_once() {
    let mut story = decided(Route::S17);
    let why = story.refuses(&manager(), NOW, &agree());
    assert_eq!(why, "You decided it yourself. The second name is another person's.");
    story.tries(&another_manager(), NOW, &agree()).expect("another manager");
    let why = story.refuses(&another_manager(), NOW, &agree());
    assert_eq!(why, "Lee Sampleton has answered it already.");
}

#[test]
fn a_workers_decision_waits_for_a_manager_until_one_has_answered() {
    let mut story = fits(DeedId::Agreement);
    assert!(story.contact.awaits_agreement());
    story.manager(NOW, &agree());
    assert!(!story.contact.awaits_agreement() && story.contact.reconsider.is_none());
    let mut story = fits(DeedId::Agreement);
    story.manager(NOW, &deed(DeedId::Agreement, &[(F::Agrees, "disagree")]));
    assert!(!story.contact.awaits_agreement());
    assert!(story.contact.reconsider.is_some(), "it is to be decided again");
}

#[test]
fn a_recommendation_is_answered_by_somebody_else_and_apart_from_an_earlier_decision() {
    let mut story = fits(DeedId::Agreement);
    story.worker("2026-11-24T10:30", &deed(DeedId::Recommended, &[]));
    story.manager(NOW, &deed(DeedId::Agreement, &[(F::Agrees, "disagree")]));
    assert!(read::recommendation(&story.contact).is_none(), "it was answered");
    assert!(story.contact.awaits_agreement(), "the worker's own decision was not");
    assert_eq!(story.contact.reconsider, None);
    let mut story = referred();
    story.manager(NOW, &deed(DeedId::Recommended, &[]));
    let why = story.refuses(&manager(), NOW, &agree());
    assert_eq!(why, "You recommended it yourself. The second name is another person's.");
    story.tries(&another_manager(), NOW, &agree()).expect("another manager");
}

#[test]
fn next_steps_wait_for_the_written_referral() {
    let mut story = referred();
    let steps = deed(DeedId::NextSteps, &[]);
    assert_eq!(story.refuses(&manager(), NOW, &steps), "No written referral waits for its next steps.");
    let mut story = fits(DeedId::NextSteps);
    story.manager(NOW, &steps);
    assert_eq!(story.refuses(&manager(), NOW, &steps), "No written referral waits for its next steps.");
}

#[test]
fn a_managers_decision_is_the_next_step_and_a_workers_is_not() {
    let mut story = fits(DeedId::NextSteps);
    story.worker(NOW, &route(Route::S17));
    assert!(story.is_running(ClockId::WrittenNextSteps));
    let mut story = fits(DeedId::NextSteps);
    story.manager(NOW, &route(Route::S17));
    assert!(!story.is_running(ClockId::WrittenNextSteps));
}

#[test]
fn a_concern_on_an_open_case_needs_an_open_case() {
    let mut story = Story::filed("2026-11-24T10:00", referral("5A", &[], &[]));
    let review = deed(DeedId::OpenCase, &[]);
    let why = story.refuses(&worker(), NOW, &review);
    assert_eq!(why, "The child was not said to be open to a worker. Amend that answer first.");
    story.worker(NOW, &route(Route::OpenCase)).worker(NOW, &review);
}

#[test]
fn one_dispute_is_open_at_a_time_and_it_climbs_only_upward() {
    let mut story = fits(DeedId::DisputeSettled);
    let up = |rung| deed(DeedId::DisputeEscalated, &[(F::Rung, rung)]);
    let why = story.refuses(&worker(), NOW, &deed(DeedId::DisputeRaised, &[]));
    assert_eq!(why, "A dispute is open already: take it up, or say how it was resolved.");
    story.worker(NOW, &up("heads of service"));
    for not_above in ["Team managers", "Service managers", "Heads of service"] {
        let why = story.refuses(&worker(), NOW, &up(not_above));
        assert_eq!(why, "It stands with Heads of service now. Choose a rung above.");
    }
    let due = story.due(ClockId::Dispute, None);
    story.worker("2026-11-24T12:00", &up("Deputy strategic director (final)"));
    assert_eq!(story.due(ClockId::Dispute, None), due, "the clock goes on");
    story.worker("2026-11-24T12:10", &deed(DeedId::DisputeSettled, &[]));
    for ended in [up("Heads of service"), deed(DeedId::DisputeSettled, &[])] {
        assert_eq!(story.refuses(&worker(), "2026-11-24T12:20", &ended), "No dispute is open.");
    }
    // A new dispute begins below again, with its own time.
    story.worker("2026-11-25T09:00", &deed(DeedId::DisputeRaised, &[]));
    assert_eq!(read::rung(&story.contact), Some(("Team managers", "Robin Dummerton")));
    assert_eq!(story.due(ClockId::Dispute, None), Some(story.at("2026-11-26T17:20")));
}

#[test]
fn a_consultation_that_is_disputed_has_its_ladder_too() {
    let mut story = consultation();
    let raise = deed(DeedId::DisputeRaised, &[]);
    assert_eq!(story.refuses(&worker(), NOW, &raise), "Nothing was decided or recommended yet.");
    story.worker(NOW, &route(Route::Consultation)).worker(NOW, &raise);
    assert!(story.is_running(ClockId::Dispute));
    story.worker(NOW, &deed(DeedId::DisputeSettled, &[]));
    assert!(!story.is_running(ClockId::Dispute));
}

#[test]
fn action_and_a_discussion_arranged_end_the_duty_of_the_day_in_either_order() {
    let action = deed(DeedId::S47Action, &[]);
    let arranged = deed(DeedId::StrategyArranged, &[]);
    for (first, second) in [(&action, &arranged), (&arranged, &action)] {
        let mut story = decided(Route::S47);
        story.worker(NOW, first);
        assert!(story.is_running(ClockId::S47Action), "one of the two is not enough");
        story.worker("2026-11-24T11:10", second);
        assert!(!story.is_running(ClockId::S47Action));
        assert!(story.is_running(ClockId::StrategyDiscussion), "it is not held yet");
    }
}

#[test]
fn a_discussion_that_was_held_counts_as_arranged() {
    let mut story = decided(Route::S47);
    story.worker(NOW, &deed(DeedId::StrategyHeld, &[]));
    assert!(!story.is_running(ClockId::StrategyDiscussion) && story.is_running(ClockId::S47Action));
    story.worker(NOW, &deed(DeedId::S47Action, &[]));
    assert!(!story.is_running(ClockId::S47Action));
}

#[test]
fn a_discussion_arranged_before_the_decision_counts_while_it_lies_ahead() {
    for (held_at, counts) in [("2026-11-24T15:00", true), ("2026-11-24T10:40", false)] {
        let mut story = referred();
        story
            .worker("2026-11-24T10:30", &deed(DeedId::StrategyArranged, &[(F::At, held_at)]))
            .manager("2026-11-24T10:50", &route(Route::S47))
            .worker(NOW, &deed(DeedId::S47Action, &[]));
        assert_eq!(story.is_running(ClockId::S47Action), !counts, "{held_at}");
    }
}

#[test]
fn what_was_done_for_an_earlier_section_47_decision_does_not_count_for_a_new_one() {
    let mut story = fits(DeedId::S47Action);
    story
        .worker("2026-11-24T10:40", &deed(DeedId::S47Action, &[]))
        .manager("2026-11-24T10:50", &route(Route::S17))
        .manager("2026-11-26T10:00", &route(Route::S47));
    assert!(story.is_running(ClockId::S47Action) && story.is_running(ClockId::StrategyDiscussion));
    story.worker("2026-11-26T10:10", &deed(DeedId::S47Action, &[]));
    assert!(story.is_running(ClockId::S47Action), "the old discussion lay before this decision");
}

#[test]
fn section_47_action_needs_the_decision() {
    let mut story = decided(Route::S17);
    let why = story.refuses(&worker(), NOW, &deed(DeedId::S47Action, &[]));
    assert_eq!(why, "Decide section 47 first.");
}

#[test]
fn planned_protection_follows_a_strategy_discussion_and_every_other_power_does_not() {
    let mut story = referred();
    let power = |code| deed(DeedId::Protected, &[(F::Power, code)]);
    let why = story.refuses(&worker(), NOW, &power("planned"));
    assert_eq!(why, "Planned action follows a strategy discussion: arrange that first.");
    for at_once in ["epo", "police", "agreed"] {
        story.worker(NOW, &power(at_once));
    }
    story.worker(NOW, &deed(DeedId::StrategyArranged, &[])).worker(NOW, &power("planned"));
}

#[test]
fn visit_oversight_and_steps_wait_for_an_assessment_and_its_worker() {
    let mut story = Story::filed("2026-11-24T10:00", referral("1A", &[(Q::Consent, "given")], &[]));
    let visit = deed(DeedId::VisitArranged, &[]);
    let oversight = deed(DeedId::Oversight, &[]);
    for decided in [false, true] {
        if decided {
            story.manager(NOW, &route(Route::S17));
        }
        assert_eq!(story.refuses(&worker(), NOW, &visit), "No family visit waits to be arranged.");
        assert_eq!(story.refuses(&manager(), NOW, &oversight), "No oversight is due.");
    }
    story.worker(NOW, &deed(DeedId::AssessmentStep, &[]));
    let mut story = decided(Route::Nfa);
    let why = story.refuses(&worker(), NOW, &deed(DeedId::AssessmentStep, &[]));
    assert_eq!(why, "No assessment was decided.");
}
