use super::super::codes::Role;
use super::super::event::{Event, Received, Recorded};
use super::super::ids::{ContactId, UserId};
use super::super::intake::{Answer, Intake, Subject};
use super::super::outcome::{Apart, More};
use super::*;

/// 24 November 2026, 14:10 UTC.
const NOON: Moment = Moment::from_millis(1_795_529_400_000);

fn rule(case: Case, years: u32, from: From) -> Rule {
    Rule { case, years, from, basis: "default, the council's to set".into() }
}

fn schedule() -> Vec<Rule> {
    vec![
        rule(Case::Nfa, 3, From::Closed),
        rule(Case::EarlyHelp, 6, From::Closed),
        rule(Case::EarlyHelp, 25, From::Youngest),
        rule(Case::Protection, 35, From::Closed),
        rule(Case::InError, 1, From::LastEntry),
        rule(Case::KnownPeople, 6, From::LastEntry),
    ]
}

fn jo() -> Actor {
    Actor { user: UserId("j.testerby".into()), name: "Jo Testerby".into(), role: Role::Manager }
}

fn after(days: i64) -> Moment {
    NOON + chrono::TimeDelta::days(days)
}

/// A contact with these children's births and these entries, each a command of its own so many days after receipt.
fn contact(births: &[&str], entries: Vec<(i64, Event)>) -> Contact {
    let mut intake = Intake::new(ContactKind::Referral);
    for (n, birth) in births.iter().enumerate() {
        intake.about_mut(Subject::Child(n)).set(QuestionId::ChildBirth, Answer::text(*birth));
    }
    let filed = Event::ContactReceived(Box::new(Received::new(NOON, None, intake)));
    let all = std::iter::once((0, filed)).chain(entries).zip(1..);
    let history =
        all.map(|((day, event), seq)| Recorded { seq, at: after(day), actor: jo(), batch: seq, event });
    Contact::from_history(ContactId(1001), history.collect()).unwrap()
}

fn decided(route: Route) -> Event {
    decided_with(route, More::default())
}

fn decided_with(route: Route, more: More) -> Event {
    Event::RouteDecided { route, rationale: "weighed".into(), more: Box::new(more), waits: false }
}

fn note() -> Event {
    Event::NoteAdded { text: "rang back".into() }
}

fn stands(contact: &Contact, day: i64) -> Standing {
    standing(contact, &schedule(), Zone::LONDON, after(day))
}

fn until(contact: &Contact) -> String {
    match stands(contact, 0) {
        Standing::Kept(applied) => format!("{}: {}", applied.until, applied.rule.words()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_time_runs_while_something_is_owed() {
    assert_eq!(stands(&contact(&["2020-01-01"], Vec::new()), 20_000), Standing::Open);
}

#[test]
fn a_rule_counts_from_closing_whatever_is_added_later() {
    let closed = contact(&["2020-01-01"], vec![(2, decided(Route::Nfa)), (30, note())]);
    assert_eq!(until(&closed), "2029-11-26: 3 years from closing (No further action)");
    assert!(matches!(stands(&closed, 2 + 1096), Standing::Kept(_)), "the last day is still kept");
    assert!(matches!(stands(&closed, 2 + 1097), Standing::Due(_)));
}

#[test]
fn a_contact_that_was_opened_again_counts_from_when_it_was_closed_last() {
    let again = vec![
        (2, decided(Route::Nfa)),
        (400, Event::InformationAdded { from: "a neighbour".into(), received: NOON, lines: Vec::new() }),
        (402, Event::DecisionKept { reason: "nothing new".into() }),
    ];
    assert_eq!(
        until(&contact(&["2020-01-01"], again)),
        "2030-12-31: 3 years from closing (No further action)"
    );
}

#[test]
fn the_longest_rule_of_every_decision_for_every_child_counts() {
    let twice = contact(&["2020-01-01"], vec![(1, decided(Route::EarlyHelp)), (2, decided(Route::Nfa))]);
    assert_eq!(until(&twice), "2045-01-01: 25 years from the youngest child's birth (Early help)");
    let more = More { apart: vec![Apart { child: 1, route: Route::S47 }], ..More::default() };
    let mut apart = contact(&["2020-01-01", "2024-05-05"], vec![(1, decided_with(Route::Nfa, more))]);
    apart.owner = None;
    assert_eq!(cases(&apart), [Case::Nfa, Case::Protection]);
    assert!(until(&apart).starts_with("2061-11-25: 35 years"));
}

#[test]
fn a_birth_that_was_not_told_is_as_late_as_it_can_have_been() {
    let births = |births: &[&str]| until(&contact(births, vec![(1, decided(Route::EarlyHelp))]));
    assert!(births(&["2010-01-01", "2019-07-08"]).starts_with("2044-07-08"), "the youngest");
    assert!(births(&["about 10"]).starts_with("2041-11-24"));
    assert!(births(&["2010-01-01", ""]).starts_with("2051-11-24"), "as if born on the day");
    assert!(births(&["due 3/3/2027"]).starts_with("2052-03-03"));
    assert!(births(&["1970-01-01"]).starts_with("2033-11-24"), "a slip in the year shortens nothing");
}

#[test]
fn a_call_that_was_nothing_goes_by_its_own_rule_unless_more_was_decided() {
    let silent = |route| {
        let mut contact = contact(&["2020-01-01"], vec![(1, decided(route))]);
        contact.received.ending = Some(Ending::Silent);
        contact
    };
    assert_eq!(cases(&silent(Route::Nfa)), [Case::InError]);
    assert_eq!(cases(&silent(Route::S47)), [Case::Protection]);
    assert_eq!(
        until(&silent(Route::Nfa)),
        "2027-11-25: 1 year from the last entry (Filed in error, or a call that became no contact)"
    );
}

#[test]
fn a_hold_keeps_it_and_no_rule_means_that_nothing_is_due() {
    let inquiry = Event::Held { reason: "an inquiry".into() };
    let held = contact(&["2020-01-01"], vec![(1, decided(Route::Nfa)), (2, inquiry.clone())]);
    assert!(matches!(stands(&held, 20_000), Standing::Held(_)));
    let lifted = Event::HoldLifted { reason: "it is over".into() };
    let free = contact(&["2020-01-01"], vec![(1, decided(Route::Nfa)), (2, inquiry), (9000, lifted)]);
    assert!(matches!(stands(&free, 20_000), Standing::Due(_)), "its time ran on under the hold");
    let passed_on = contact(&["2020-01-01"], vec![(1, decided(Route::OpenCase))]);
    assert_eq!(stands(&passed_on, 20_000), Standing::NoRule);
}

#[test]
fn nothing_that_is_due_lies_beyond_the_horizon() {
    for route in Route::ALL {
        let births = ["1990-01-01", "2009-01-01", "2026-11-01", "about 17"];
        let days = (0..60).map(|n| n * 365);
        for (birth, day) in births.iter().flat_map(|birth| days.clone().map(move |day| (birth, day))) {
            let mut contact = contact(&[birth], vec![(0, decided(*route))]);
            // Whether a route leaves something owed is not the question here.
            contact.owner =
                Some(super::super::contact::Owner { name: "Kit".into(), since: NOON, team: true });
            if matches!(standing(&contact, &schedule(), Zone::LONDON, after(day)), Standing::Due(_)) {
                let before = horizon(&schedule(), *route, Zone::LONDON, after(day)).unwrap();
                assert!(local(NOON, Zone::LONDON) <= before, "{route} {birth} {day}");
            }
        }
    }
}
