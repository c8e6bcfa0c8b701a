//! Any sequence of deeds, with whatever is filled in.

use chrono::TimeDelta;
use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{Rating, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::decide::decide;
use dutydesk::domain::deed::{DEEDS, Deed, Field, FieldId, Kind};
use dutydesk::domain::event::{Event, Received, Recorded, Told};
use dutydesk::domain::when::Moment;
use dutydesk::exchange::{self, Shape};
use proptest::prelude::*;

use super::super::common::after::{allocate, rang, rate, route_to, undo};
use super::super::common::desk::{general, manager, worker};
use super::fits::{consultation, referred};

/// What somebody might type into a field: mostly what will do, sometimes not.
fn words(field: &Field) -> BoxedStrategy<String> {
    let codes = |all: Vec<&'static str>| prop::sample::select(all).prop_map(str::to_owned).boxed();
    let fit = match field.kind {
        Kind::One(choices) => codes(choices.iter().map(|choice| choice.code).collect()),
        Kind::Past | Kind::PastOrNone => codes(vec!["", "09:30", "yesterday 22:40", "Sat 10:00"]),
        Kind::Coming => codes(vec!["tomorrow 10:00", "27/11/2026 15:00"]),
        Kind::Agency | Kind::Asked => codes(vec!["Health", "Police", "pol", "Scouts"]),
        Kind::Route => codes(vec!["s47", "s17", "nfa"]),
        Kind::Raise => codes(vec!["red", "amber"]),
        Kind::Rung => codes(vec!["Team managers", "Service managers", "Heads of service"]),
        Kind::Line | Kind::Lines => "[a-z]{1,6}".boxed(),
    };
    prop_oneof![19 => fit, 1 => "[a-z ]{0,4}".boxed()].boxed()
}

fn filled(deed: &'static Deed) -> impl Strategy<Value = Command> {
    let fields: Vec<BoxedStrategy<(FieldId, String)>> =
        deed.fields.iter().map(|field| words(field).prop_map(|words| (field.id, words)).boxed()).collect();
    fields.prop_map(|typed| Command::Record { deed: deed.id, typed })
}

fn command() -> impl Strategy<Value = Command> {
    let to = |route: &Route| route_to(*route, "Kit Exemplar");
    prop_oneof![
        8 => prop::sample::select(DEEDS.iter().collect::<Vec<_>>()).prop_flat_map(filled),
        2 => prop::sample::select(Route::ALL).prop_map(move |route| to(&route)),
        1 => prop::sample::select(Rating::ALL).prop_map(rate),
        1 => prop::sample::select(vec![Told::Decided, Told::Undecided]).prop_map(rang),
        1 => Just(undo()),
        1 => Just(allocate("Kit Exemplar")),
    ]
}

type Run = (ClockId, Option<String>, Option<Moment>);

fn running(contact: &Contact) -> Vec<Run> {
    let run = |clock: &&dutydesk::domain::contact::Clock| {
        (clock.deadline.clock, clock.deadline.subject.clone(), clock.deadline.due())
    };
    contact.running().iter().map(run).collect()
}

/// Whether an event of the batch says that this clock stopped or has another time now.
fn told(batch: &[Recorded], (id, of, _): &Run) -> bool {
    batch.iter().any(|recorded| match &recorded.event {
        Event::Reversed { .. } => true,
        Event::ClockStopped { clock, subject, .. } => (clock, subject) == (id, of),
        Event::ClockMoved { deadline, .. } => (&deadline.clock, &deadline.subject) == (id, of),
        _ => false,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// Whatever is done, in whatever order: the history reads back to the same contact, no running clock is lost or moved
    /// without an event that says so, what is stored reads back, and what is shown can be taken again.
    #[test]
    fn a_history_of_deeds_reads_back_and_loses_no_clock(
        commands in prop::collection::vec((command(), any::<bool>(), 1_i64..600), 1..25),
        asked in any::<bool>(),
    ) {
        let protocol = general();
        let mut contact = if asked { referred().contact } else { consultation().contact };
        let mut now = contact.received.received + TimeDelta::minutes(10);
        for (command, managed, minutes) in commands {
            now = now + TimeDelta::minutes(minutes);
            let who = if managed { manager() } else { worker() };
            let Ok(batch) = decide(&contact, &command, &who, &protocol, now) else { continue };
            let before = running(&contact);
            contact = contact.then(batch.clone());
            let after = running(&contact);
            for run in &before {
                prop_assert!(after.contains(run) || told(&batch, run), "{run:?} is lost by {command:?}");
            }
            for clock in contact.clocks.iter().filter(|clock| clock.is_running()) {
                let twice = contact.clocks.iter().filter(|other| {
                    other.is_running() && other.is(clock.deadline.clock, clock.deadline.subject.as_deref())
                });
                prop_assert_eq!(twice.count(), 1, "one duty runs once");
            }
        }
        for recorded in &contact.history {
            let body = serde_json::to_string(&recorded.event).expect("a body");
            let back: Event = serde_json::from_str(&body).expect("an event");
            prop_assert_eq!(&back, &recorded.event);
        }
        let again = Contact::from_history(contact.id, contact.history.clone()).expect("a beginning");
        prop_assert_eq!(&again, &contact);
        let shown = serde_json::to_string(&Shape::whole(&contact, &protocol, now)).expect("shown");
        let taken = exchange::read(&shown, protocol.zone, now).expect("what is shown can be taken");
        let told = Received::new(taken.received.expect("a receipt"), taken.ended, taken.intake);
        let mut shown: serde_json::Value = serde_json::from_str(&shown).expect("an object");
        shown.as_object_mut().expect("an object").remove("record").expect("what the desk made of it");
        prop_assert_eq!(serde_json::to_value(Shape::told(&told, protocol.zone)).expect("shown"), shown);
    }
}
