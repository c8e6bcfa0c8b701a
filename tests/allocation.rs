//! Who has a contact: given to people and teams with their load shown, handed back, and the clocks that follow.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test may fail loudly"
)]

mod common {
    #[expect(dead_code, reason = "shared with the scripts of the other tests")]
    pub mod desk;
}

use common::desk::{Desk, at, general, manager, worker};
use dutydesk::app::overlay::{BoxInput, Overlay};
use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::{ContactKind, Rating, Route};
use dutydesk::domain::command::{Command, Doing};
use dutydesk::domain::contact::{Clock, Contact};
use dutydesk::domain::decide::{decide, file, may};
use dutydesk::domain::event::{Event, Received};
use dutydesk::domain::ids::ContactId;
use dutydesk::domain::intake::{Answer, Intake};
use dutydesk::domain::schema::QuestionId;

/// A contact of that time, decided as section 17.
fn decided(id: u64, received: &str) -> Contact {
    decided_as(Route::S17, id, received)
}

fn decided_as(route: Route, id: u64, received: &str) -> Contact {
    let mut intake = Intake::new(ContactKind::Referral);
    intake.answers.set(QuestionId::CallerSource, Answer::text("2A"));
    intake.answers.set(QuestionId::Concern, Answer::text("Bruise"));
    let received = at(received);
    let history =
        file(ContactId(id), Received::new(received, None, intake), &worker(), &general(), received).unwrap();
    let contact = Contact::from_history(ContactId(id), history).unwrap();
    let decide = Command::Decide { route, rationale: "as told".into(), more: Box::default() };
    done(contact, &decide, received)
}

fn done(contact: Contact, command: &Command, now: dutydesk::domain::when::Moment) -> Contact {
    let events = decide(&contact, command, &manager(), &general(), now).expect("accepted");
    contact.then(events)
}

fn given(contact: Contact, to: &str, when: &str) -> Contact {
    done(contact, &Command::Allocate { to: to.into(), reason: "next in turn".into() }, at(when))
}

fn back(contact: Contact, when: &str) -> Contact {
    done(contact, &Command::HandBack { reason: "rang three times, no answer".into() }, at(when))
}

fn clocks(contact: &Contact, id: ClockId) -> Vec<&Clock> {
    contact.clocks.iter().filter(|clock| clock.deadline.clock == id).collect()
}

#[test]
fn visit_and_oversight_stop_when_it_is_handed_back_and_start_anew_with_the_next_owner() {
    let contact = given(decided(1001, "2026-12-17T10:00"), "Jo Testerby", "2026-12-17T11:00");
    let visit = clocks(&contact, ClockId::FamilyVisit);
    assert_eq!(visit[0].deadline.due(), Some(at("2026-12-24T17:20")), "five working days, before Christmas");

    let contact = back(contact, "2026-12-21T09:00");
    for id in [ClockId::FamilyVisit, ClockId::Oversight] {
        let stopped = clocks(&contact, id)[0].stopped.as_ref().expect("stopped");
        assert_eq!((stopped.at, stopped.met), (at("2026-12-21T09:00"), false), "{id}");
        assert!(stopped.how.contains("handed back"), "{}", stopped.how);
    }
    assert!(contact.owner.is_none() && contact.is_open());

    let contact = given(contact, "Duty and Assessment Team", "2026-12-21T15:00");
    let visit = clocks(&contact, ClockId::FamilyVisit);
    assert_eq!(visit.len(), 2, "the first one stays in the record");
    assert_eq!(visit[1].deadline.start, at("2026-12-21T15:00"));
    // Tue 22, Wed 23, Thu 24; Christmas, the weekend and the substitute day; Tue 29, Wed 30.
    assert_eq!(visit[1].deadline.due(), Some(at("2026-12-30T17:20")));
    assert_eq!(clocks(&contact, ClockId::Oversight)[1].deadline.due(), Some(at("2026-12-31T15:00")));
    assert!(contact.handed_back.is_none());
}

#[test]
fn clocks_of_the_contact_itself_go_on_while_nobody_has_it() {
    let contact = given(decided(1001, "2026-10-23T14:00"), "Jo Testerby", "2026-10-23T14:30");
    let before: Vec<_> =
        clocks(&contact, ClockId::FeedbackFirst).iter().map(|clock| clock.deadline.due()).collect();
    let contact = back(contact, "2026-10-23T15:00");
    let running = clocks(&contact, ClockId::FeedbackFirst);
    assert!(running[0].is_running());
    assert_eq!(running.iter().map(|clock| clock.deadline.due()).collect::<Vec<_>>(), before);
    let contact = given(contact, "Sam Placeham", "2026-10-24T12:00");
    assert_eq!(
        clocks(&contact, ClockId::Oversight)[1].deadline.due(),
        Some(at("2026-11-03T12:00")),
        "the same time of day, ten days later, across the change of the clocks"
    );
}

#[test]
fn handing_back_needs_an_owner_and_a_reason() {
    let contact = decided(1001, "2026-11-24T10:00");
    let now = at("2026-11-24T10:30");
    assert!(may(&contact, Doing::HandBack, &worker(), now).is_err_and(|no| no.0.contains("Nobody has it")));
    let contact = given(contact, "Jo Testerby", "2026-11-24T10:10");
    let empty = decide(&contact, &Command::HandBack { reason: "  ".into() }, &worker(), &general(), now);
    assert!(empty.is_err_and(|no| no.0.contains("Say why")));
}

#[test]
fn a_hand_back_can_be_undone_and_the_clocks_run_on_as_they_were() {
    let contact = given(decided(1001, "2026-11-24T10:00"), "Jo Testerby", "2026-11-24T10:10");
    let due = clocks(&contact, ClockId::FamilyVisit)[0].deadline.due();
    let contact = back(contact, "2026-11-24T11:00");
    let contact = done(contact, &Command::Undo { reason: "she rang".into() }, at("2026-11-24T11:05"));
    assert_eq!(contact.owner.as_ref().map(|owner| owner.name.as_str()), Some("Jo Testerby"));
    let visit = clocks(&contact, ClockId::FamilyVisit);
    assert!(visit.len() == 1 && visit[0].is_running() && visit[0].deadline.due() == due);
}

#[test]
fn a_contact_that_owes_nothing_stays_open_while_it_is_handed_back() {
    let early = decided_as(Route::EarlyHelp, 1001, "2026-11-24T10:00");
    let mut contact = given(early, "Jo Testerby", "2026-11-24T10:10");
    for clock in [ClockId::OutcomeReferrer, ClockId::OutcomeFamily] {
        let met = Command::MeetDuty { clock, subject: None, how: "letter posted".into() };
        contact = done(contact, &met, at("2026-11-24T12:00"));
    }
    let feedback = Command::GiveUpFeedback { reason: "no number".into() };
    let waive = Command::WaiveWritten { reason: "not needed".into() };
    contact = done(done(contact, &feedback, at("2026-11-24T12:10")), &waive, at("2026-11-24T12:11"));
    assert!(!contact.is_open(), "{:?}", contact.running());
    let contact = back(contact, "2026-11-24T13:00");
    assert!(contact.is_open());
    assert!(contact.summary().marks.handed_back);
}

#[test]
fn a_name_that_the_protocol_lists_is_the_team_in_the_protocols_spelling() {
    let contact = given(decided(1001, "2026-11-24T10:00"), "locality team north", "2026-11-24T10:10");
    let owner = contact.owner.as_ref().expect("an owner");
    assert_eq!((owner.name.as_str(), owner.team), ("Locality Team North", true));
    let again = Command::Allocate { to: "Locality Team North".into(), reason: "again".into() };
    let refused = decide(&contact, &again, &manager(), &general(), at("2026-11-24T10:20"));
    assert!(refused.is_err_and(|no| no.0.contains("this team already")));
}

#[test]
fn an_allocation_recorded_before_there_were_teams_reads_as_a_person() {
    let body = r#"{"kind":"allocated","to":"Jo Testerby","reason":""}"#;
    let event: Event = serde_json::from_str(body).unwrap();
    assert_eq!(event, Event::Allocated { to: "Jo Testerby".into(), team: false, reason: String::new() });
    assert_eq!(serde_json::to_string(&event).unwrap(), body);
}

/// A desk with these contacts in its record.
fn desk(contacts: Vec<Contact>) -> Desk {
    let mut desk = Desk::of("2026-11-24T14:10", manager());
    desk.record.contacts.extend(contacts.into_iter().map(|contact| (contact.id, contact.history)));
    let start = desk.app.start();
    desk.serve(start);
    desk
}

/// The values of the list in the box on top.
fn listed(desk: &Desk) -> Vec<String> {
    let Some(Overlay::Form(form)) = desk.app.overlays.last() else { panic!("a box is open") };
    match &form.fields[0].input {
        BoxInput::Choice { options, .. } => options.iter().map(|(_, label)| label.clone()).collect(),
        BoxInput::Text(_) => panic!("a list"),
    }
}

fn contact(desk: &Desk, id: u64) -> Contact {
    Contact::from_history(ContactId(id), desk.record.contacts[&ContactId(id)].clone()).unwrap()
}

#[test]
fn the_box_lists_people_and_teams_with_their_load_now() {
    let red = Command::Rate { rating: Rating::Red, reason: "injury".into() };
    let late = done(decided(1001, "2026-11-23T10:00"), &red, at("2026-11-23T10:05"));
    let mut desk = desk(vec![
        given(late, "Robin Dummerton", "2026-11-23T10:10"),
        given(decided(1002, "2026-11-24T10:00"), "Robin Dummerton", "2026-11-24T10:10"),
        given(decided(1003, "2026-11-24T10:00"), "Early Help Service", "2026-11-24T10:10"),
        given(decided(1004, "2026-11-24T10:00"), "Ash Placeham", "2026-11-24T10:10"),
        decided(1005, "2026-11-24T13:00"),
    ]);
    desk.app.board.select(ContactId(1005));
    desk.keys("a");
    let listed = listed(&desk);
    let has = |name: &str, load: &str| {
        assert!(listed.iter().any(|l| l.starts_with(name) && l.ends_with(load)), "{name} {load} {listed:#?}");
    };
    has("Robin Dummerton", "2 open, 1 late, 1 red");
    has("Jo Testerby", "nothing open");
    has("Early Help Service", "1 open");
    has("Ash Placeham", "1 open");
    let Some(Overlay::Form(form)) = desk.app.overlays.last() else { panic!("a box is open") };
    assert!(form.consequences.iter().any(|words| words.contains("Check first")), "{:?}", form.consequences);
}

#[test]
fn keys_give_it_to_a_team_hand_it_back_and_give_it_to_a_name_that_is_typed() {
    let mut desk = desk(vec![decided(1001, "2026-11-24T13:00")]);
    desk.keys("B");
    assert!(desk.notice().contains("Nobody has it"), "{}", desk.notice());
    desk.keys("a l ctrl-s");
    let owner = contact(&desk, 1001).owner.expect("an owner");
    assert_eq!((owner.name.as_str(), owner.team), ("Locality Team North", true));
    desk.keys("B \"nobody there is free\" ctrl-s");
    let now = contact(&desk, 1001);
    assert!(now.owner.is_none() && now.handed_back.is_some());
    assert!(desk.app.board.selected_row().is_some_and(|row| row.marks.handed_back));
    desk.keys("a tab tab \"Ash Placeham\" ctrl-s");
    let owner = contact(&desk, 1001).owner.expect("an owner");
    assert_eq!((owner.name.as_str(), owner.team), ("Ash Placeham", false));
}
