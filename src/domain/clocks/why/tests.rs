use super::super::deadlines;
use super::*;
use crate::domain::calendar::tests::at;
use crate::domain::codes::{ContactKind, Route};
use crate::domain::facts::Facts;

const LONDON: Zone = Zone::LONDON;

fn general() -> Protocol {
    crate::protocols::built_in("general").unwrap()
}

fn readings(facts: &Facts, clock: ClockId, protocol: &Protocol) -> Vec<String> {
    let all = deadlines(facts, protocol);
    let find = |id| all.iter().find(|deadline| deadline.clock == id);
    other_readings(clock, facts.rating, protocol, find).iter().map(|one| one.sentence(LONDON)).collect()
}

#[test]
fn both_readings_of_every_disagreement_stand_side_by_side() {
    let received = at("2026-11-27 15:00");
    let facts = Facts {
        professional: true,
        route: Some(Route::S47),
        decided: Some(received),
        ..Facts::new(ContactKind::Referral, received)
    };
    let protocol = general();
    for (clock, other) in [
        (ClockId::Stage1Decision, "Response decision: Mon 30 Nov 17:20 (1 working day, L148)"),
        (ClockId::ResponseDecision, "Stage 1 decision: Sat 28 Nov 15:00 (24 hours elapsed, L183)"),
        (ClockId::Written24h, "Written referral (48 h): Sun 29 Nov 15:00 (48 hours elapsed, L373, L388)"),
        (ClockId::Written48h, "Written referral: Sat 28 Nov 15:00 (24 hours elapsed, L133, L368)"),
        (ClockId::S47Action, "Strategy discussion: Sat 28 Nov 15:00 (24 hours elapsed, L529)"),
        (ClockId::StrategyDiscussion, "Section 47 action: Fri 27 Nov 23:59 (the same day, L175, L242)"),
    ] {
        assert_eq!(readings(&facts, clock, &protocol), [other]);
        assert!(disagreement(clock, &protocol).is_some_and(|(_, said)| said.starts_with("one ")), "{clock}");
    }
    assert!(readings(&facts, ClockId::FeedbackFirst, &protocol).is_empty());
}

#[test]
fn a_reading_that_does_not_run_says_so() {
    let received = at("2026-11-27 15:00");
    let open = Facts { professional: true, open_case: true, ..Facts::new(ContactKind::Referral, received) };
    assert_eq!(
        readings(&open, ClockId::Written48h, &general()),
        ["Written referral: does not run on this contact (24 hours elapsed, L133, L368)"]
    );
}

#[test]
fn a_change_of_the_clocks_between_start_and_due_is_named() {
    let change = |received: &str, clock: ClockId| {
        let all = deadlines(&Facts::new(ContactKind::Referral, at(received)), &general());
        all.iter()
            .find(|deadline| deadline.clock == clock)
            .and_then(|deadline| clock_change(deadline, LONDON))
    };
    assert_eq!(
        change("2026-10-24 12:00", ClockId::FeedbackFirst).as_deref(),
        Some("the clocks go back on Sun 25 Oct, so the night is an hour longer")
    );
    assert_eq!(
        change("2027-03-26 12:00", ClockId::ResponseDecision).as_deref(),
        Some("the clocks go forward on Sun 28 Mar, so the night is an hour shorter")
    );
    assert_eq!(change("2026-11-24 12:00", ClockId::ResponseDecision), None);
}

#[test]
fn a_rule_by_rating_names_the_rating() {
    let of = |rating| rule(ClockId::Stage2Decision, rating, &general());
    assert_eq!(of(Some(Rating::Amber)), Some(("1 working day for AMBER".into(), "default".into())));
    assert_eq!(of(None), None);
}
