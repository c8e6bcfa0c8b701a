use std::time::Duration;

use super::*;
use crate::domain::codes::ContactKind;
use crate::domain::event::{Event, Received};
use crate::domain::intake::{Answer, Intake, Subject};
use crate::domain::register::{Born, PersonKind, Standing};
use crate::domain::schema::QuestionId;
use crate::store::Store;
use crate::store::drafts::Holder;
use crate::store::people::Part;
use crate::store::process::Process;
use crate::store::test_util::{NOON, actor, numbered, store, strangers};

/// Longer than any machine needs; nothing waits for it when all is well.
const PATIENCE: Duration = Duration::from_mins(1);

fn child(id: &str, forename: &str) -> KnownPerson {
    KnownPerson {
        forename: forename.into(),
        surname: "Fakeley".into(),
        birth: "2016-03-12".parse().ok(),
        address: "12 Placeham Road".into(),
        postcode: "TE5 7AB".into(),
        standing: Standing { open_to: "Team 2".into(), ..Standing::default() },
        ..KnownPerson::new(id, PersonKind::Child)
    }
}

fn import(store: &mut Store, people: &[KnownPerson]) {
    let part = Part { file: "a file", part: 1, last: true, bad: 0, columns: None };
    store.import_people(&actor("j.testerby"), NOON, &part, people).unwrap();
}

fn search(n: u64, forename: &str) -> Search {
    let query = Query {
        forename: forename.into(),
        surname: "Fakeley".into(),
        birth: "2016-03-12".parse().ok().map(Born::On),
        address: "12 Placeham Road".into(),
        ..Query::default()
    };
    Search { token: Token(n), query, today: "2026-11-24".parse().unwrap(), zone: Zone::LONDON }
}

#[test]
fn somebody_is_found_with_what_is_known_and_a_sister_is_not_taken_for_her() {
    let (_dir, mut store) = store();
    import(&mut store, &strangers());
    import(&mut store, &[child("P1", "Ash"), child("P2", "Rowan")]);
    let (send, told) = mpsc::channel();
    let finder =
        Finder::spawn(store.people_reader().unwrap(), move |reply| send.send(reply).unwrap()).unwrap();
    finder.ask(search(1, "Ash"));
    let Reply::Found { token, found } = told.recv_timeout(PATIENCE).unwrap() else { panic!("nobody told") };
    assert_eq!(token, Token(1));
    let seen: Vec<(&str, Relation)> = found.iter().map(|f| (f.person.id.as_str(), f.relation)).collect();
    assert_eq!(seen, [("P1", Relation::SamePerson), ("P2", Relation::SameHousehold)]);
    assert_eq!(found[0].ribbon.open_to, "Team 2");
    assert!(found[0].reasons.contains(&"birth date equal"));
}

#[test]
fn whoever_is_filed_or_imported_meanwhile_is_found_and_nobody_twice() {
    let (_dir, mut store) = store();
    import(&mut store, &strangers());
    import(&mut store, &[child("P1", "Ash")]);
    let (send, replies) = mpsc::channel();
    let finder =
        Finder::spawn(store.people_reader().unwrap(), move |reply| send.send(reply).unwrap()).unwrap();
    let ask = |n, forename| {
        finder.ask(search(n, forename));
        let Reply::Found { found, .. } = replies.recv_timeout(PATIENCE).unwrap() else {
            panic!("nobody told")
        };
        found.into_iter().map(|f| (f.person.id, f.person.postcode)).collect::<Vec<_>>()
    };
    assert_eq!(ask(1, "Ash").len(), 1);
    let moved = KnownPerson { postcode: "TE5 7ZZ".into(), ..child("P1", "Ash") };
    import(&mut store, &[moved]);
    assert_eq!(ask(2, "Ash"), [("P1".to_owned(), "TE5 7ZZ".to_owned())]);
    let mut intake = Intake::new(ContactKind::Referral);
    let told = [
        (QuestionId::ChildForename, "Ash"),
        (QuestionId::ChildSurname, "Fakeley"),
        (QuestionId::ChildBirth, "12/3/2016"),
    ];
    for (question, text) in told {
        intake.about_mut(Subject::Child(0)).set(question, Answer::text(text));
    }
    let first = Event::ContactReceived(Box::new(Received::new(NOON, None, intake)));
    let holder = Holder { actor: actor("Jo Testerby"), process: Process::this() };
    let claim = store.start_call(&holder, NOON).unwrap();
    store.file(claim, &numbered(0, vec![first])).unwrap();
    let found: Vec<String> = ask(3, "Ash").into_iter().map(|(id, _)| id).collect();
    assert!(found.contains(&"R-1001/child 1".to_owned()), "{found:?}");
}
