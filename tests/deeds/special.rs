//! Domestic abuse, missing children, other authorities, consultations.

use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::Route;
use dutydesk::domain::command::Command;
use dutydesk::domain::deed::{DEEDS, DeedId, FieldId as F};
use dutydesk::domain::schema::{Place, QuestionId as Q};

use super::super::common::after::{Story, deed, referral, typed};
use super::super::common::desk::{manager, worker};
use super::fits::{NOW, consultation, decided, referred};

#[test]
fn a_domestic_abuse_review_needs_domestic_abuse() {
    let mut story = Story::filed("2026-11-24T10:00", referral("6", &[(Q::Harm, "neglect")], &[]));
    let why = story.refuses(&worker(), NOW, &deed(DeedId::DaReview, &[(F::Risk, "standard")]));
    assert_eq!(why, "Domestic abuse was not told. Amend the kinds of harm first.");
}

#[test]
fn a_high_risk_says_the_plan_marac_and_who_was_alerted_and_a_lower_one_need_not() {
    let all = [(F::Plan, "Locks changed"), (F::Marac, "no"), (F::Alerted, "School, GP")];
    let missing = ["a safety or protection plan", "whether it goes to MARAC", "who was alerted"];
    for (left_out, words) in missing.iter().enumerate() {
        let given: Vec<(F, &str)> = [(F::Risk, "high")]
            .into_iter()
            .chain(all.iter().enumerate().filter(|(n, _)| *n != left_out).map(|(_, field)| *field))
            .collect();
        let why = referred().refuses(&worker(), NOW, &deed(DeedId::DaReview, &given));
        assert!(why.starts_with("At high risk this must be said: ") && why.contains(words), "{why}");
    }
    for lower in ["medium", "standard"] {
        referred().worker(NOW, &deed(DeedId::DaReview, &[(F::Risk, lower)]));
    }
}

#[test]
fn a_clock_that_lapsed_by_a_wrong_answer_runs_again_when_it_is_put_right() {
    let mut story = referred();
    let due = story.due(ClockId::DaReview, None);
    let harm = |code: &str| Command::Amend {
        changes: vec![(Place::call(Q::Harm), Some(typed(Q::Harm, code)))],
        reason: "they rang again".into(),
    };
    story.worker(NOW, &harm("neglect"));
    assert!(!story.is_running(ClockId::DaReview));
    story.worker("2026-11-24T11:20", &harm("domestic-abuse"));
    assert_eq!(story.due(ClockId::DaReview, None), due, "with its own time");
    // A review that was held stays held, whatever is amended.
    story
        .worker("2026-11-24T11:30", &deed(DeedId::DaReview, &[(F::Risk, "standard")]))
        .worker("2026-11-24T11:40", &harm("neglect"))
        .worker("2026-11-24T11:50", &harm("domestic-abuse"));
    assert!(!story.is_running(ClockId::DaReview));
}

#[test]
fn another_authority_is_asked_only_about_its_own_child() {
    let mut story = Story::filed("2026-11-24T10:00", referral("1A", &[], &[]));
    for deed in [deed(DeedId::AuthorityAccepts, &[]), deed(DeedId::AuthorityEscalated, &[])] {
        let why = story.refuses(&worker(), NOW, &deed);
        assert_eq!(why, "The child was not said to belong to another authority. Amend that answer first.");
    }
}

#[test]
fn the_host_is_relieved_in_writing_or_by_senior_managers_and_by_nothing_less() {
    let mut story = referred();
    story.worker(NOW, &deed(DeedId::AuthorityAccepts, &[]));
    assert!(story.is_running(ClockId::CrossBoundary), "by word of mouth it acts on");
    story.worker(NOW, &deed(DeedId::AuthorityAccepts, &[(F::Written, "10:55")]));
    assert!(!story.is_running(ClockId::CrossBoundary));
    let mut story = referred();
    story.worker(NOW, &deed(DeedId::AuthorityEscalated, &[]));
    assert!(!story.is_running(ClockId::CrossBoundary));
}

#[test]
fn a_consultation_takes_its_call_and_what_is_told_or_disputed_and_nothing_else() {
    let of_both =
        [DeedId::OtherTold, DeedId::DisputeRaised, DeedId::DisputeEscalated, DeedId::DisputeSettled];
    for row in DEEDS.iter().filter(|row| row.id != DeedId::ConsultationCall && !of_both.contains(&row.id)) {
        let why = consultation().refuses(&manager(), NOW, &deed(row.id, &[]));
        assert!(why.starts_with("A consultation stays with the caller"), "{}: {why}", row.id);
    }
    consultation().worker(NOW, &deed(DeedId::OtherTold, &[]));
    let why = decided(Route::S17).refuses(&worker(), NOW, &deed(DeedId::ConsultationCall, &[]));
    assert_eq!(why, "Only a consultation has a consultation call.");
}
