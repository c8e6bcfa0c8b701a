//! Who is told: the family, held notices.

use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{Role, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::deed::{DeedId, FieldId as F, read};
use dutydesk::domain::outcome::More;
use dutydesk::domain::protocol::Telling;

use super::super::common::after::{decision, deed, letter, rang, rate, undo};
use super::super::common::desk::{manager, worker};
use super::fits::{NOW, decided, fits, referred};

/// A decision of any route, complete.
fn complete(route: Route) -> Command {
    decision(route, More { to: "Kit Exemplar".into(), lead: String::new(), ..More::default() })
}

#[test]
fn telling_the_family_by_word_of_mouth_ends_the_duty_where_the_route_tells_so_and_nowhere_else() {
    let mut seen = (0, 0);
    for route in Route::ALL.iter().filter(|route| **route != Route::Consultation) {
        for means in ["telephone", "in-person"] {
            let mut story = referred();
            let more = if *route == Route::LeadProfessional {
                decision(*route, More { lead: "Pat Mockford".into(), ..More::default() })
            } else {
                complete(*route)
            };
            story.manager("2026-11-24T10:10", &more);
            let owed = story.is_running(ClockId::OutcomeFamily);
            story.worker(NOW, &deed(DeedId::FamilyTold, &[(F::Means, means)]));
            let rule = story.protocol.route(*route).expect("a route");
            let by_mouth = matches!(rule.family, Telling::Telephone | Telling::AsTheyDecide);
            assert_eq!(owed, rule.family.is_owed(), "{route}");
            assert_eq!(story.is_running(ClockId::OutcomeFamily), owed && !by_mouth, "{route}");
            seen.0 += u32::from(owed && by_mouth);
            seen.1 += u32::from(owed && !by_mouth);
        }
    }
    assert!(seen.0 >= 6 && seen.1 >= 8, "{seen:?}");
}

#[test]
fn an_attempt_to_reach_the_family_stops_nothing() {
    let mut story = fits(DeedId::FamilyTried);
    let before = story.running();
    story.worker(NOW, &deed(DeedId::FamilyTried, &[]));
    assert_eq!(story.running(), before);
}

fn hold(whom: &'static str) -> Command {
    deed(DeedId::NoticeHeld, &[(F::Whom, whom)])
}

fn release(whom: &'static str) -> Command {
    deed(DeedId::NoticeReleased, &[(F::Whom, whom)])
}

#[test]
fn a_held_notice_is_not_given_and_only_a_manager_lets_it_go() {
    let mut story = decided(Route::S47);
    assert_eq!(story.refuses(&manager(), NOW, &release("family")), "No notice is held.");
    story.worker(NOW, &hold("family"));
    assert_eq!(read::held(&story.contact, "family"), Some("as the people present said"));
    for tell in [DeedId::FamilyTold, DeedId::FamilyTried] {
        let why = story.refuses(&manager(), NOW, &deed(tell, &[]));
        assert_eq!(why, "The notice to the family is held: a manager lets it go first.");
    }
    assert_eq!(story.refuses(&worker(), NOW, &hold("family")), "This notice is held already.");
    assert_eq!(story.refuses(&manager(), NOW, &release("referrer")), "This notice is not held.");
    story.worker(NOW, &hold("referrer"));
    assert_eq!(story.refuses(&worker(), NOW, &hold("family")), "Both notices are held already.");
    assert!(!story.is_running(ClockId::OutcomeFamily) && !story.is_running(ClockId::OutcomeReferrer));
    assert!(!DeedId::NoticeReleased.deed().is_for(Role::Worker));
    story.manager("2026-11-27T10:00", &release("family"));
    assert_eq!(story.due(ClockId::OutcomeFamily, None), Some(story.at("2026-11-30T17:20")), "from then");
    assert!(!story.is_running(ClockId::OutcomeReferrer), "the other is held on");
    story.worker("2026-11-27T10:10", &deed(DeedId::FamilyTold, &[]));
    assert!(!story.is_running(ClockId::OutcomeFamily));
}

#[test]
fn a_notice_held_before_the_decision_is_not_owed_by_it() {
    let mut story = referred();
    story.worker("2026-11-24T10:08", &hold("family")).manager("2026-11-24T10:10", &complete(Route::S17));
    assert!(story.is_running(ClockId::OutcomeReferrer) && !story.is_running(ClockId::OutcomeFamily));
    // Held, let go and held again: only the last counts.
    story.manager(NOW, &release("family")).worker(NOW, &hold("family"));
    assert!(!story.is_running(ClockId::OutcomeFamily));
}

#[test]
fn a_notice_let_go_before_the_decision_is_owed_from_the_decision() {
    let mut story = referred();
    story
        .worker("2026-11-24T10:06", &hold("family"))
        .manager("2026-11-24T10:08", &release("family"))
        .manager("2026-11-25T10:10", &complete(Route::S17));
    assert_eq!(story.due(ClockId::OutcomeFamily, None), Some(story.at("2026-11-26T17:20")));
}

#[test]
fn holding_that_is_taken_back_leaves_the_old_time() {
    let mut story = decided(Route::S17);
    let due = story.due(ClockId::OutcomeFamily, None);
    story.worker(NOW, &hold("family")).worker(NOW, &undo());
    assert_eq!(story.due(ClockId::OutcomeFamily, None), due);
}

#[test]
fn where_the_referrer_can_never_be_told_a_later_decision_owes_them_nothing() {
    for route in [Route::S47, Route::S17, Route::Nfa] {
        let mut story = referred();
        story
            .worker("2026-11-24T10:08", &Command::GiveUpFeedback { reason: "no number".into() })
            .manager("2026-11-24T10:10", &complete(route));
        assert!(!story.is_running(ClockId::OutcomeReferrer), "{route}");
        assert!(story.is_running(ClockId::OutcomeFamily), "{route}");
    }
}

#[test]
fn an_outcome_that_is_told_by_telephone_is_no_letters_and_not_marked_by_hand() {
    let mut story = decided(Route::S47);
    for outcome in [ClockId::OutcomeFamily, ClockId::OutcomeReferrer] {
        let why = story.refuses(&worker(), NOW, &letter(outcome));
        assert!(why.contains("told by telephone on this route: record the talk"), "{why}");
    }
    let by_hand = |clock| Command::MeetDuty { clock, subject: None, how: "done".into() };
    let why = story.refuses(&worker(), NOW, &by_hand(ClockId::StrategyDiscussion));
    assert_eq!(
        why,
        "Strategy discussion is not marked done by hand: record \"The strategy discussion was held\"."
    );
    story.worker(NOW, &rang(dutydesk::domain::event::Told::Undecided));
    assert!(story.is_running(ClockId::OutcomeReferrer), "undecided tells no outcome");
    story.worker(NOW, &rate(dutydesk::domain::codes::Rating::Red));
    story.worker(NOW, &rang(dutydesk::domain::event::Told::Decided));
    assert!(!story.is_running(ClockId::OutcomeReferrer));
}
