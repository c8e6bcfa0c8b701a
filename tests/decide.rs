//! The rules of the desk: what may happen to a contact, and what follows from it.
#![expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]

mod common {
    #[expect(dead_code, reason = "only the actors and the clock of the harness are used here")]
    pub mod desk;
}

use chrono::TimeDelta;
use common::desk::{at, general, manager, worker};
use dutydesk::domain::actor::Actor;
use dutydesk::domain::calendar::Zone;
use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{ContactKind, Rating, Role, Route};
use dutydesk::domain::command::{Command, Doing};
use dutydesk::domain::contact::Contact;
use dutydesk::domain::decide::{decide, file, may};
use dutydesk::domain::deed::{DeedId, FieldId};
use dutydesk::domain::event::{Event, Received, Told};
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::domain::intake::{Answer, Basis, Intake, NarrativeLine, Subject};
use dutydesk::domain::outcome::More;
use dutydesk::domain::schema::{Place, QuestionId};
use dutydesk::domain::when::Moment;
use proptest::prelude::*;

/// A school's referral about one child.
fn school(received: &str) -> Contact {
    let mut intake = Intake::new(ContactKind::Referral);
    intake.answers.set(QuestionId::CallerSource, Answer::text("2A"));
    intake.answers.set(QuestionId::Concern, Answer::text("Bruise"));
    contact(intake, received)
}

fn contact(intake: Intake, received: &str) -> Contact {
    let received = at(received);
    let filing = Received::new(received, None, intake);
    let history = file(ContactId(1001), filing, &worker(), &general(), received).expect("filed");
    Contact::from_history(ContactId(1001), history).expect("a beginning")
}

fn done(contact: Contact, command: &Command, actor: &Actor, now: Moment) -> Contact {
    let events = decide(&contact, command, actor, &general(), now).expect("accepted");
    contact.then(events)
}

fn refused(contact: &Contact, command: &Command, actor: &Actor, now: &str) -> String {
    decide(contact, command, actor, &general(), at(now)).expect_err("refused").0
}

fn running(contact: &Contact) -> Vec<ClockId> {
    contact.running().iter().map(|clock| clock.deadline.clock).collect()
}

#[test]
fn an_empty_call_cannot_be_filed() {
    let received = at("2026-11-24T14:10");
    let filing = Received::new(received, None, Intake::new(ContactKind::Referral));
    assert!(file(ContactId(1001), filing, &worker(), &general(), received).is_err());
}

#[test]
fn a_viewer_changes_nothing() {
    let viewer = Actor { user: UserId("k.fakeley".into()), name: "Kit Fakeley".into(), role: Role::Viewer };
    let contact = school("2026-11-24T14:10");
    for doing in Doing::ALL {
        assert!(may(&contact, *doing, &viewer, at("2026-11-24T14:20")).is_err(), "{doing}");
    }
}

#[test]
fn a_section_47_decision_starts_its_clocks_and_an_undo_ends_them() {
    let now = at("2026-11-24T14:30");
    let decision = Command::Decide {
        route: Route::S47,
        rationale: "injury, explanation changed".into(),
        more: Box::default(),
    };
    let contact = done(school("2026-11-24T14:10"), &decision, &worker(), now);
    for clock in [ClockId::S47Action, ClockId::StrategyDiscussion] {
        assert!(running(&contact).contains(&clock), "{clock}");
    }
    assert!(!running(&contact).contains(&ClockId::Stage1Decision));
    let undone = done(contact, &Command::Undo { reason: "wrong contact".into() }, &worker(), now);
    assert_eq!(undone.route(), None);
    assert!(!running(&undone).contains(&ClockId::S47Action));
    assert!(running(&undone).contains(&ClockId::Stage1Decision));
}

#[test]
fn undo_ends_after_ten_minutes_or_when_somebody_else_acts() {
    let start = at("2026-11-24T14:30");
    let note = Command::AddNote { text: "rang the GP".into() };
    let contact = done(school("2026-11-24T14:10"), &note, &worker(), start);
    assert!(may(&contact, Doing::Undo, &worker(), start + TimeDelta::minutes(10)).is_ok());
    assert!(may(&contact, Doing::Undo, &worker(), start + TimeDelta::minutes(11)).is_err());
    let contact = done(contact, &note, &manager(), start);
    assert!(may(&contact, Doing::Undo, &worker(), start).is_err());
}

#[test]
fn an_undone_action_cannot_be_undone_twice() {
    let now = at("2026-11-24T14:30");
    let rate = Command::Rate { rating: Rating::Amber, reason: "unclear".into() };
    let contact = done(school("2026-11-24T14:10"), &rate, &worker(), now);
    let contact = done(contact, &Command::Undo { reason: "slip".into() }, &worker(), now);
    assert_eq!(contact.rating(), None);
    assert!(may(&contact, Doing::Undo, &worker(), now).is_err());
}

#[test]
fn a_collection_time_told_later_moves_the_schools_clock_and_keeps_the_old_time() {
    let place = Place { question: QuestionId::ChildCollection, subject: Subject::Child(0) };
    let changes = vec![(place, Some(Answer::text("14:45")))];
    let amend = Command::Amend { changes, reason: "the school rang".into() };
    let contact = done(school("2026-11-24T14:10"), &amend, &worker(), at("2026-11-24T14:15"));
    let clock =
        contact.clocks.iter().find(|c| c.deadline.clock == ClockId::FeedbackSchool).expect("the clock");
    assert_eq!(clock.deadline.due(), Some(at("2026-11-24T14:45")));
    assert_eq!(clock.earlier, [at("2026-11-24T15:00")]);
    assert!(!contact.summary().ask_collection);
}

#[test]
fn a_school_call_without_a_collection_time_keeps_asking() {
    let row = school("2026-11-24T14:10").summary();
    assert!(row.ask_collection);
    assert!(row.asks_collection(at("2026-11-24T17:00"), Zone::LONDON));
    assert!(!row.asks_collection(at("2026-11-25T09:00"), Zone::LONDON), "that day is over");
}

#[test]
fn overriding_the_suggestion_keeps_it() {
    let mut intake = Intake::new(ContactKind::Referral);
    intake.answers.set(QuestionId::Injury, Answer::text("seen"));
    let contact = contact(intake, "2026-11-24T14:10");
    let rate = Command::Rate { rating: Rating::Green, reason: "old scar, known to the GP".into() };
    let contact = done(contact, &rate, &worker(), at("2026-11-24T14:20"));
    let given = contact.ratings.last().expect("a rating");
    assert_eq!(given.suggested.as_ref().map(|s| s.rating), Some(Rating::Red));
}

#[test]
fn what_has_no_reason_is_refused() {
    let contact = school("2026-11-24T14:10");
    let blank = || "  ".to_owned();
    for command in [
        Command::Rate { rating: Rating::Amber, reason: blank() },
        Command::Decide { route: Route::Nfa, rationale: blank(), more: Box::default() },
        Command::GiveFeedback { told: Told::Undecided, said: blank(), talk: Box::default() },
        Command::GiveUpFeedback { reason: blank() },
        Command::WaiveWritten { reason: blank() },
        Command::AddNote { text: blank() },
        Command::Undo { reason: blank() },
    ] {
        assert!(
            decide(&contact, &command, &worker(), &general(), at("2026-11-24T14:20")).is_err(),
            "{command:?}"
        );
    }
}

#[test]
fn feedback_that_tells_a_decision_needs_one() {
    let told = Command::GiveFeedback { told: Told::Decided, said: "told".into(), talk: Box::default() };
    let why = refused(&school("2026-11-24T14:10"), &told, &worker(), "2026-11-24T14:20");
    assert!(why.contains("undecided"), "{why}");
}

#[test]
fn a_telephoned_decision_also_meets_the_outcome_where_the_route_is_told_by_telephone() {
    let now = at("2026-11-24T14:30");
    let told = Command::GiveFeedback { told: Told::Decided, said: "told".into(), talk: Box::default() };
    for (route, met) in [(Route::S47, true), (Route::S17, false)] {
        let decision = Command::Decide { route, rationale: "threshold met".into(), more: Box::default() };
        let contact = done(school("2026-11-24T14:10"), &decision, &worker(), now);
        let contact = done(contact, &told, &worker(), now);
        assert_eq!(!running(&contact).contains(&ClockId::OutcomeReferrer), met, "{route}");
    }
}

/// Weighed with a manager: two names stand on the decision.
fn weighed() -> Box<More> {
    Box::new(More { with: "Lee Mockford".into(), ..More::default() })
}

#[test]
fn a_contact_closes_when_nothing_is_owed_any_more() {
    let mut intake = Intake::new(ContactKind::Referral);
    intake.answers.set(QuestionId::CallerSource, Answer::text("1B"));
    let mut contact = contact(intake, "2026-11-24T14:10");
    let now = at("2026-11-24T14:30");
    contact = done(
        contact,
        &Command::Decide { route: Route::Nfa, rationale: "no risk".into(), more: weighed() },
        &worker(),
        now,
    );
    assert!(contact.is_open());
    let told = Command::GiveFeedback { told: Told::Decided, said: "told".into(), talk: Box::default() };
    contact = done(contact, &told, &worker(), now);
    for clock in running(&contact) {
        let met = Command::MeetDuty { clock, subject: None, how: "letter posted".into() };
        contact = done(contact, &met, &worker(), now);
    }
    assert!(!contact.is_open(), "still running: {:?}", running(&contact));
    assert!(!contact.summary().open);
}

#[test]
fn next_steps_after_the_written_referral_are_a_managers() {
    let written = Command::RecordWritten { arrived: at("2026-11-24T15:00"), note: String::new() };
    let contact = done(school("2026-11-24T14:10"), &written, &worker(), at("2026-11-24T15:05"));
    let met = Command::Record { deed: DeedId::NextSteps, typed: vec![(FieldId::Why, "agreed".into())] };
    assert!(refused(&contact, &met, &worker(), "2026-11-24T15:10").contains("manager"));
    let contact = done(contact, &met, &manager(), at("2026-11-24T15:10"));
    assert!(!running(&contact).contains(&ClockId::WrittenNextSteps));
}

fn informed(text: String) -> Command {
    let line = NarrativeLine { text, basis: Basis::Told, told_by: "a friend".into() };
    Command::AddInformation { from: "the school".into(), received: at("2026-11-24T14:10"), lines: vec![line] }
}

fn called(text: String) -> Command {
    let mut intake = Intake::new(ContactKind::Referral);
    intake.answers.set(QuestionId::Concern, Answer::text(text));
    let told = Box::new(Received::new(at("2026-11-24T14:10"), None, intake));
    Command::AttachCall { call: ContactId(1009), told }
}

/// A contact that came in this way.
fn came(channel: &str, answers: &[(QuestionId, &str)], received: &str) -> Contact {
    let mut intake = Intake::new(ContactKind::Referral);
    intake.answers.set(QuestionId::Channel, Answer::text(channel));
    intake.answers.set(QuestionId::Concern, Answer::text("Left alone"));
    for (id, typed) in answers {
        intake.answers.set(*id, Answer::text(*typed));
    }
    contact(intake, received)
}

#[test]
fn a_receipt_corrected_later_moves_the_clocks_and_keeps_the_old_times() {
    let contact = came("edt", &[], "2026-11-24T08:50");
    let due = |contact: &Contact| {
        let clock = contact.clocks.iter().find(|c| c.deadline.clock == ClockId::FeedbackFirst);
        clock.and_then(|clock| clock.deadline.due())
    };
    assert_eq!(due(&contact), Some(at("2026-11-25T08:50")));
    let changes = |typed: &str| vec![(Place::call(QuestionId::EdtReceived), Some(Answer::text(typed)))];
    let amend = |typed: &str| Command::Amend { changes: changes(typed), reason: "they rang".into() };
    let contact = done(contact, &amend("02:15"), &worker(), at("2026-11-24T09:30"));
    assert_eq!(due(&contact), Some(at("2026-11-25T02:15")));
    assert_eq!(contact.summary().received, at("2026-11-24T02:15"));
    assert!(refused(&contact, &amend("at night"), &worker(), "2026-11-24T09:40").contains("not a time"));
    assert!(refused(&contact, &amend("23:00"), &worker(), "2026-11-24T09:40").contains("Still to come"));
}

#[test]
fn a_receipt_that_belongs_to_another_way_of_coming_counts_for_nothing() {
    let contact = came("telephone", &[(QuestionId::EdtReceived, "02:15")], "2026-11-24T08:50");
    assert_eq!(contact.received.receipt(), at("2026-11-24T08:50"));
}

#[test]
fn an_acknowledgement_is_undone_like_anything_else_and_an_attached_call_is_not() {
    let now = at("2026-11-24T09:00");
    let contact = came("edt", &[(QuestionId::EdtReceived, "02:15")], "2026-11-24T08:50");
    let contact = done(contact, &Command::AcknowledgeHandover { by: "Jo Testerby".into() }, &worker(), now);
    assert!(!contact.awaits_acknowledgement());
    let undo = Command::Undo { reason: "wrong contact".into() };
    let contact = done(contact, &undo, &worker(), now);
    assert!(contact.awaits_acknowledgement());
    let contact = done(contact, &called("Shouting".into()), &worker(), at("2026-11-24T14:20"));
    assert!(may(&contact, Doing::Undo, &worker(), at("2026-11-24T14:21")).is_err());
}

fn command() -> impl Strategy<Value = Command> {
    let text = "[a-z ]{0,12}";
    let rating = prop::sample::select(Rating::ALL);
    let route = prop::sample::select(Route::ALL);
    let clock = prop::sample::select(ClockId::ALL);
    prop_oneof![
        (rating, text).prop_map(|(rating, reason)| Command::Rate { rating, reason }),
        (route, text).prop_map(|(route, rationale)| Command::Decide {
            route,
            rationale,
            more: Box::default()
        }),
        text.prop_map(|said| Command::GiveFeedback { told: Told::Undecided, said, talk: Box::default() }),
        text.prop_map(|said| Command::GiveFeedback { told: Told::Decided, said, talk: Box::default() }),
        text.prop_map(|note| Command::TryFeedback { note }),
        text.prop_map(|reason| Command::GiveUpFeedback { reason }),
        text.prop_map(|reason| Command::WaiveWritten { reason }),
        text.prop_map(|text| Command::AddNote { text }),
        (text, text).prop_map(|(to, reason)| Command::Allocate { to, reason }),
        (clock, text).prop_map(|(clock, how)| Command::MeetDuty { clock, subject: None, how }),
        text.prop_map(|by| Command::AcknowledgeHandover { by }),
        text.prop_map(|reason| Command::KeepDecision { reason }),
        text.prop_map(|said| Command::LogChase { said }),
        text.prop_map(informed),
        text.prop_map(called),
        text.prop_map(|reason| Command::Undo { reason }),
    ]
}

proptest! {
    /// Whatever is asked, in whatever order: the history reads back to the same contact, versions count up by one, a
    /// running clock never stops twice, and stored events read back from their bodies.
    #[test]
    fn a_history_always_reads_back_to_the_same_contact(commands in prop::collection::vec(command(), 0..12)) {
        let protocol = general();
        let mut contact = school("2026-11-24T14:10");
        let mut now = contact.received.received;
        for command in commands {
            now = now + TimeDelta::minutes(3);
            if let Ok(events) = decide(&contact, &command, &manager(), &protocol, now) {
                prop_assert!(!events.is_empty());
                contact = contact.then(events);
            }
        }
        let seqs: Vec<u32> = contact.history.iter().map(|r| r.seq).collect();
        let counted: Vec<u32> = (1..=contact.version).collect();
        prop_assert_eq!(seqs, counted);
        for recorded in &contact.history {
            let body = serde_json::to_string(&recorded.event).expect("a body");
            let back: Event = serde_json::from_str(&body).expect("an event");
            prop_assert_eq!(&back, &recorded.event);
        }
        let again = Contact::from_history(contact.id, contact.history.clone()).expect("a beginning");
        prop_assert_eq!(again, contact);
    }
}
