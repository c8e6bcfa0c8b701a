//! Deadlines under changed rules: nothing moves by itself, a manager confirms, and what people do still counts.
#![expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "only the actors and the clock of the harness are used here")]
    pub mod desk;
}

use chrono::TimeDelta;
use common::desk::{at, general, manager, worker};
use dutydesk::domain::actor::Actor;
use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{ContactKind, Rating, Role, Route};
use dutydesk::domain::command::{Command, Doing};
use dutydesk::domain::contact::{Clock, Contact};
use dutydesk::domain::decide::{decide, file, may};
use dutydesk::domain::event::{Event, Received, Told};
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::domain::intake::{Answer, Intake, Subject};
use dutydesk::domain::protocol::Protocol;
use dutydesk::domain::recount::{Shift, shifts};
use dutydesk::domain::schema::{Place, QuestionId};
use dutydesk::domain::when::Moment;
use dutydesk::protocols;
use proptest::prelude::*;

const GENERAL: &str = include_str!("../assets/protocols/general.toml");
const CHRISTMAS_EVE: &str = "\n[[closures]]\nfrom = \"2026-12-24\"\nname = \"Christmas closure\"\n";

fn edited(edit: impl Fn(&str) -> String) -> Protocol {
    protocols::parse(&edit(GENERAL)).expect("a protocol")
}

/// The general rules with the desk closed on Christmas Eve. The version is the same: somebody only edited the file.
fn closed_on_christmas_eve() -> Protocol {
    edited(|text| format!("{text}{CHRISTMAS_EVE}"))
}

/// The general rules without the clock of the response decision.
fn without_response() -> Protocol {
    edited(|text| {
        let head = "[clocks.response-decision]\n";
        let (before, clock) = text.split_once(head).expect("the clock");
        let (_, after) = clock.split_once("\n[").expect("another table");
        format!("{before}{head}duty = \"L148\"\noff = \"not used here\"\n[{after}")
    })
}

/// A school's referral, received at a local time under these rules.
fn school(received: &str, rules: &Protocol) -> Contact {
    let mut intake = Intake::new(ContactKind::Referral);
    intake.answers.set(QuestionId::CallerSource, Answer::text("2A"));
    intake.answers.set(QuestionId::Concern, Answer::text("Bruise"));
    intake.about_mut(Subject::Child(0)).set(QuestionId::ChildSurname, Answer::text("Sampleton"));
    let received = at(received);
    let history = file(ContactId(1001), Received::new(received, None, intake), &worker(), rules, received)
        .expect("filed");
    Contact::from_history(ContactId(1001), history).expect("a beginning")
}

fn done(contact: Contact, command: &Command, who: &Actor, rules: &Protocol, now: &str) -> Contact {
    let events = decide(&contact, command, who, rules, at(now)).expect("accepted");
    contact.then(events)
}

fn collected(at: &str) -> Command {
    let place = Place { question: QuestionId::ChildCollection, subject: Subject::Child(0) };
    Command::Amend { changes: vec![(place, Some(Answer::text(at)))], reason: "the school rang".into() }
}

fn recount() -> Command {
    Command::Recount { reason: "the closure was announced".into() }
}

fn clock(contact: &Contact, id: ClockId) -> &Clock {
    contact.clock(id, None).expect("the clock")
}

fn due(contact: &Contact, id: ClockId) -> Option<Moment> {
    clock(contact, id).deadline.due()
}

fn moved(contact: &Contact, rules: &Protocol) -> Vec<ClockId> {
    shifts(contact, rules).iter().map(Shift::clock).collect()
}

#[test]
fn a_closure_on_christmas_eve_moves_exactly_the_working_day_clocks() {
    let contact = school("2026-12-23T14:10", &general());
    let rules = closed_on_christmas_eve();
    assert_eq!(moved(&contact, &rules), [ClockId::ResponseDecision]);
    let shift = &shifts(&contact, &rules)[0];
    assert_eq!((shift.was(), shift.now()), (Some(at("2026-12-24T17:20")), Some(at("2026-12-29T17:20"))));
    assert_eq!(shift.difference(), "5 d later");
    assert!(shift.because().iter().any(|step| step.contains("Christmas closure")), "{:?}", shift.because());
}

#[test]
fn an_edited_file_of_the_same_version_moves_nothing_at_the_next_action() {
    let rules = closed_on_christmas_eve();
    assert_eq!((&*rules.version, &*rules.id), (&*general().version, &*general().id));
    let contact = school("2026-12-23T14:10", &general());
    let before = contact.clocks.clone();
    let after =
        done(contact, &Command::AddNote { text: "rang back".into() }, &worker(), &rules, "2026-12-23T15:00");
    assert_eq!(after.clocks, before);
}

#[test]
fn a_manager_confirms_and_every_running_clock_goes_by_the_new_rules() {
    let rules = closed_on_christmas_eve();
    let contact = school("2026-12-23T14:10", &general());
    let was = due(&contact, ClockId::FeedbackFirst);
    let contact = done(contact, &recount(), &manager(), &rules, "2026-12-23T15:00");
    assert_eq!(due(&contact, ClockId::ResponseDecision), Some(at("2026-12-29T17:20")));
    assert_eq!(clock(&contact, ClockId::ResponseDecision).earlier, [at("2026-12-24T17:20")]);
    assert_eq!(due(&contact, ClockId::FeedbackFirst), was, "24 hours are 24 hours");
    for one in contact.clocks.iter().filter(|one| one.stopped.is_none()) {
        assert_eq!(one.protocol, rules.stamp(), "{}", one.deadline.clock);
    }
    assert_eq!(shifts(&contact, &rules), []);
    let told = contact.history.iter().any(|r| {
        matches!(&r.event, Event::Recounted { reason, protocol }
        if reason == "the closure was announced" && *protocol == rules.stamp())
    });
    assert!(told);
}

#[test]
fn only_a_manager_confirms_with_a_reason_and_only_where_something_moves() {
    let rules = closed_on_christmas_eve();
    let contact = school("2026-12-23T14:10", &general());
    let now = at("2026-12-23T15:00");
    assert!(may(&contact, Doing::Recount, &worker(), now).is_err());
    assert!(decide(&contact, &recount(), &worker(), &rules, now).is_err());
    let blank = Command::Recount { reason: " ".into() };
    assert!(decide(&contact, &blank, &manager(), &rules, now).is_err());
    assert!(decide(&contact, &recount(), &manager(), &general(), now).is_err(), "nothing moves");
}

#[test]
fn a_confirmation_can_be_taken_back_and_is_asked_for_again() {
    let rules = closed_on_christmas_eve();
    let contact = school("2026-12-23T14:10", &general());
    let before = contact.clocks.clone();
    let contact = done(contact, &recount(), &manager(), &rules, "2026-12-23T15:00");
    let undo = Command::Undo { reason: "the closure was called off".into() };
    let contact = done(contact, &undo, &manager(), &rules, "2026-12-23T15:05");
    assert_eq!(contact.clocks, before);
    assert_eq!(moved(&contact, &rules), [ClockId::ResponseDecision]);
}

#[test]
fn clocks_that_have_stopped_and_closed_contacts_never_change() {
    let rules = closed_on_christmas_eve();
    let decided = Command::Decide {
        route: Route::EarlyHelp,
        rationale: "support is enough".into(),
        more: Box::default(),
    };
    let contact =
        done(school("2026-12-23T14:10", &general()), &decided, &manager(), &general(), "2026-12-23T14:30");
    assert!(!moved(&contact, &rules).contains(&ClockId::ResponseDecision), "it was met");
    assert!(moved(&contact, &rules).contains(&ClockId::OutcomeFamily), "it runs");
    let mut contact = contact;
    let told = Command::GiveFeedback { told: Told::Decided, said: "all of it".into(), talk: Box::default() };
    contact = done(contact, &told, &worker(), &general(), "2026-12-23T14:40");
    while let Some(open) = contact.running().first().map(|clock| clock.deadline.clock) {
        let command = match open {
            ClockId::Written24h | ClockId::Written48h => {
                Command::WaiveWritten { reason: "not needed".into() }
            }
            clock => Command::MeetDuty { clock, subject: None, how: "told".into() },
        };
        contact = done(contact, &command, &worker(), &general(), "2026-12-23T14:50");
    }
    assert!(!contact.is_open());
    assert_eq!(shifts(&contact, &rules), []);
    assert!(decide(&contact, &recount(), &manager(), &rules, at("2026-12-23T15:00")).is_err());
}

#[test]
fn a_collection_time_told_later_moves_a_clock_under_an_older_stamp() {
    let rules = closed_on_christmas_eve();
    let contact = school("2026-12-22T10:00", &general());
    let contact = done(contact, &collected("14:30"), &worker(), &rules, "2026-12-22T11:00");
    assert_eq!(due(&contact, ClockId::FeedbackSchool), Some(at("2026-12-22T14:30")));
    assert_eq!(clock(&contact, ClockId::FeedbackSchool).protocol, rules.stamp());
    assert_eq!(clock(&contact, ClockId::FeedbackFirst).protocol, general().stamp(), "it did not change");
}

#[test]
fn a_stamp_without_a_digest_counts_as_the_same_rules_where_the_times_are_the_same() {
    let mut history = school("2026-12-22T10:00", &general()).history;
    for recorded in &mut history {
        if let Event::ClockStarted { protocol, .. } = &mut recorded.event {
            *protocol = "general@1".into();
        }
    }
    let contact = Contact::from_history(ContactId(1001), history).expect("a beginning");
    assert_eq!(shifts(&contact, &general()), [], "an upgrade asks nobody");
    let contact = done(contact, &collected("14:30"), &worker(), &general(), "2026-12-22T11:00");
    assert_eq!(due(&contact, ClockId::FeedbackSchool), Some(at("2026-12-22T14:30")));
}

#[test]
fn where_the_rules_differ_new_facts_may_only_bring_a_time_forward() {
    // Teachers are told by 4pm under the new rules, which nobody has confirmed.
    let rules = edited(|text| text.replace("\nat = \"15:00\"", "\nat = \"16:00\""));
    let contact = school("2026-12-22T10:00", &general());
    assert_eq!(moved(&contact, &rules), [ClockId::FeedbackSchool]);
    let later = done(contact.clone(), &collected("15:30"), &worker(), &rules, "2026-12-22T11:00");
    assert_eq!(due(&later, ClockId::FeedbackSchool), Some(at("2026-12-22T15:00")));
    assert_eq!(moved(&later, &rules), [ClockId::FeedbackSchool], "it is still asked about");
    let earlier = done(contact, &collected("14:30"), &worker(), &rules, "2026-12-22T11:00");
    assert_eq!(due(&earlier, ClockId::FeedbackSchool), Some(at("2026-12-22T14:30")));
    assert_eq!(moved(&earlier, &rules), []);
}

#[test]
fn a_duty_that_the_rules_drop_lapses_only_when_confirmed() {
    let rules = without_response();
    let contact = school("2026-12-22T10:00", &general());
    assert_eq!(shifts(&contact, &rules)[0].difference(), "lapses");
    let noted =
        done(contact, &Command::AddNote { text: "rang".into() }, &worker(), &rules, "2026-12-22T11:00");
    assert!(clock(&noted, ClockId::ResponseDecision).is_running());
    let confirmed = done(noted, &recount(), &manager(), &rules, "2026-12-22T11:10");
    let stopped = clock(&confirmed, ClockId::ResponseDecision).stopped.as_ref().expect("stopped");
    assert_eq!((stopped.met, &*stopped.how), (false, "no longer applies under the changed rules"));
}

#[test]
fn a_duty_that_the_rules_add_starts_only_when_confirmed() {
    let contact = school("2026-12-22T10:00", &without_response());
    assert!(contact.clock(ClockId::ResponseDecision, None).is_none());
    assert_eq!(shifts(&contact, &general())[0].difference(), "starts");
    let noted =
        done(contact, &Command::AddNote { text: "rang".into() }, &worker(), &general(), "2026-12-22T11:00");
    assert!(noted.clock(ClockId::ResponseDecision, None).is_none());
    let confirmed = done(noted, &recount(), &manager(), &general(), "2026-12-22T11:10");
    assert_eq!(due(&confirmed, ClockId::ResponseDecision), Some(at("2026-12-23T17:20")));
}

fn commands() -> impl Strategy<Value = Vec<Command>> {
    let rate = |rating| Command::Rate { rating, reason: "told more".into() };
    let decide = |route| Command::Decide { route, rationale: "as told".into(), more: Box::default() };
    let one = prop::sample::select(vec![
        Command::AddNote { text: "rang".into() },
        collected("14:30"),
        collected("15:30"),
        rate(Rating::Green),
        rate(Rating::Amber),
        rate(Rating::Red),
        decide(Route::S47),
        decide(Route::S17),
        decide(Route::Stage2),
        decide(Route::Nfa),
        Command::Allocate { to: "Robin Dummerton".into(), reason: "has room".into() },
        Command::GiveFeedback { told: Told::Undecided, said: "nothing yet".into(), talk: Box::default() },
        Command::WaiveWritten { reason: "not needed".into() },
        Command::Undo { reason: "a slip".into() },
    ]);
    prop::collection::vec(one, 0..10)
}

/// Does what is accepted of these, a minute apart (or all at once, if `step` is 0), from an instant on.
fn lived(mut contact: Contact, commands: &[Command], rules: &Protocol, from: Moment, step: i64) -> Contact {
    for (n, command) in commands.iter().enumerate() {
        let now = from + TimeDelta::minutes(step * i64::try_from(n).expect("few"));
        if let Ok(events) = decide(&contact, command, &manager(), rules, now) {
            contact = contact.then(events);
        }
    }
    contact
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn recounting_under_the_same_rules_moves_nothing(commands in commands(), day in 1..28_u32, hour in 0..24_u32) {
        let rules = general();
        let received = format!("2026-12-{day:02}T{hour:02}:10");
        let contact = lived(school(&received, &rules), &commands, &rules, at(&received) + TimeDelta::minutes(5), 1);
        prop_assert_eq!(shifts(&contact, &rules), []);
    }

    #[test]
    fn after_a_confirmation_nothing_is_left_to_move(commands in commands(), day in 20..28_u32, hour in 0..24_u32) {
        let rules = closed_on_christmas_eve();
        let received = format!("2026-12-{day:02}T{hour:02}:10");
        let contact = lived(school(&received, &general()), &commands, &general(), at(&received) + TimeDelta::minutes(5), 1);
        let now = at(&received) + TimeDelta::hours(1);
        if let Ok(events) = decide(&contact, &recount(), &manager(), &rules, now) {
            let stopped: Vec<Clock> = contact.clocks.iter().filter(|c| c.stopped.is_some()).cloned().collect();
            let after = contact.then(events);
            prop_assert_eq!(shifts(&after, &rules), []);
            prop_assert!(stopped.iter().all(|one| after.clocks.contains(one)), "a clock that had stopped changed");
        } else {
            prop_assert_eq!(shifts(&contact, &rules), []);
        }
    }

    #[test]
    fn a_clock_set_back_moves_no_deadline_later(commands in commands(), back in 1..300_i64) {
        let rules = general();
        let contact = school("2026-12-22T10:00", &rules);
        let right = at("2026-12-22T15:00");
        let set_back = lived(contact.clone(), &commands, &rules, right - TimeDelta::minutes(back), 0);
        let in_order = lived(contact, &commands, &rules, right, 0);
        for clock in &in_order.clocks {
            let same = set_back.clock(clock.deadline.clock, clock.deadline.subject.as_deref());
            let Some(same) = same else { continue };
            prop_assert!(same.deadline.due() <= clock.deadline.due().or(same.deadline.due()), "{:?}", clock.deadline.clock);
        }
        let numbers: Vec<u32> = set_back.history.iter().map(|recorded| recorded.seq).collect();
        prop_assert!(numbers.is_sorted(), "the log keeps its order");
    }
}

#[test]
fn a_viewer_confirms_nothing() {
    let viewer = Actor { user: UserId("k.fakeley".into()), name: "Kit Fakeley".into(), role: Role::Viewer };
    let contact = school("2026-12-23T14:10", &general());
    assert!(may(&contact, Doing::Recount, &viewer, at("2026-12-23T15:00")).is_err());
}
