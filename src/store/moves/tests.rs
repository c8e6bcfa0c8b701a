use super::*;
use crate::domain::actor::Actor;
use crate::domain::clocks::ClockId;
use crate::domain::codes::{ContactKind, Role, Route};
use crate::domain::command::Command;
use crate::domain::event::{DeskEvent, Event, Received, Told};
use crate::domain::intake::{Answer, Intake};
use crate::domain::schema::QuestionId;
use crate::domain::{decide, human};
use crate::protocols;
use crate::store::test_util::{NOON, actor, file, minutes, store};
use crate::store::{Store, events};

fn general() -> Protocol {
    protocols::built_in("general").unwrap()
}

fn closed_on_christmas_eve() -> Protocol {
    let text = include_str!("../../../assets/protocols/general.toml");
    let closure = "\n[[closures]]\nfrom = \"2026-12-24\"\nname = \"Christmas closure\"\n";
    protocols::parse(&format!("{text}{closure}")).unwrap()
}

fn manager() -> Actor {
    Actor { role: Role::Manager, ..actor("Sam Placeham") }
}

/// A referral received on the day before Christmas Eve.
fn received(store: &mut Store) -> ContactId {
    let protocol = general();
    let at = human::moment("2026-12-23T14:10", NOON, protocol.zone).unwrap();
    let mut intake = Intake::new(ContactKind::Referral);
    intake.answers.set(QuestionId::Concern, Answer::text("Bruise"));
    let call = Received::new(at, None, intake);
    let history = decide::file(ContactId(0), call, &actor("Jo Testerby"), &protocol, at).unwrap();
    let id = store.reserve_numbers(1, at).unwrap();
    store.append_bulk(at, &[(id, history)]).unwrap();
    id
}

#[test]
fn only_contacts_with_a_clock_under_other_rules_are_read() {
    let (_dir, mut store) = store();
    let id = received(&mut store);
    assert!(!is_worth(&store.conn, id, &general()).unwrap());
    assert!(is_worth(&store.conn, id, &closed_on_christmas_eve()).unwrap());
    assert_eq!(all(&store.conn, &general()).unwrap(), []);
}

#[test]
fn every_page_is_looked_at_and_a_confirmed_contact_is_done() {
    let (_dir, mut store) = store();
    let ids: Vec<ContactId> = (0..5).map(|_| received(&mut store)).collect();
    let rules = closed_on_christmas_eve();
    let mut search = Search::begin();
    let mut found = Vec::new();
    while !search.is_complete() {
        found.extend(search.page(&store.conn, &rules, 2).unwrap());
    }
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), ids);
    assert!(found.iter().all(|one| one.shifts.iter().all(|s| s.clock() == ClockId::ResponseDecision)));
    let now = minutes(60);
    let confirm = Command::Recount { reason: "announced".into() };
    store.act(ids[2], &confirm, &manager(), &rules, now).unwrap();
    let left: Vec<ContactId> = all(&store.conn, &rules).unwrap().iter().map(|one| one.id).collect();
    assert_eq!(left, [ids[0], ids[1], ids[3], ids[4]]);
    assert!(!is_worth(&store.conn, ids[2], &rules).unwrap(), "every running clock carries the new stamp");
}

#[test]
fn a_closed_contact_is_never_looked_at() {
    let (_dir, mut store) = store();
    let id = received(&mut store);
    let protocol = general();
    let manager = manager();
    let now = human::moment("2026-12-23T14:30", NOON, protocol.zone).unwrap();
    for command in [
        Command::Decide { route: Route::Nfa, rationale: "no concern".into(), more: Box::default() },
        Command::GiveFeedback { told: Told::Decided, said: "all of it".into(), talk: Box::default() },
    ] {
        store.act(id, &command, &manager, &protocol, now).unwrap();
    }
    while let Some(clock) =
        store.contact(id, &actor("Jo Testerby")).unwrap().unwrap().running().first().map(|c| c.deadline.clock)
    {
        let command = Command::MeetDuty { clock, subject: None, how: "told".into() };
        store.act(id, &command, &manager, &protocol, now).unwrap();
    }
    assert!(!is_worth(&store.conn, id, &closed_on_christmas_eve()).unwrap());
    assert_eq!(all(&store.conn, &closed_on_christmas_eve()).unwrap(), []);
}

#[test]
fn a_clock_set_back_is_noted_once_and_the_log_keeps_its_order() {
    let (_dir, mut store) = store();
    let id = file(&mut store, "Sampleton", minutes(60)).id;
    let jo = actor("Jo Testerby");
    assert_eq!(store.note_time(&jo, minutes(5)).unwrap(), None);
    assert_eq!(store.note_time(&jo, minutes(-1)).unwrap(), None, "only put right");
    let back = minutes(-90);
    assert_eq!(store.note_time(&jo, back).unwrap(), Some(NOON));
    assert_eq!(store.note_time(&jo, back).unwrap(), None, "noted already");
    let noted = events::since(&store.conn, events::DESK, 0).unwrap();
    let last = codec::decode_desk(noted.last().unwrap()).unwrap();
    assert_eq!(last, (jo.clone(), DeskEvent::ClockSetBack { found: back, last: NOON }));
    // What is done now is dated by the clock as it is, and stands after what was done before.
    let note = Command::AddNote { text: "rang".into() };
    let (after, _) = store.act(id, &note, &jo, &general(), back).unwrap();
    let dated: Vec<(u32, i64)> = after.history.iter().map(|r| (r.seq, r.at.millis())).collect();
    assert!(dated.is_sorted_by_key(|(seq, _)| *seq) && !dated.is_sorted_by_key(|(_, at)| *at));
    assert!(matches!(after.history.last().unwrap().event, Event::NoteAdded { .. }));
}
