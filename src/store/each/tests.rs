use std::thread;

use super::*;
use crate::domain::codes::Role;
use crate::protocols;
use crate::store::open::Missing;
use crate::store::test_util::{NOON, actor, file, minutes, open_again, store};

fn note(text: &str) -> Command {
    Command::AddNote { text: text.into() }
}

#[test]
fn what_is_refused_writes_nothing() {
    let (_dir, mut store) = store();
    let id = file(&mut store, "Sampleton", minutes(60)).id;
    let protocol = protocols::built_in("general").unwrap();
    let (after, events) = store.act(id, &note("rang"), &actor("Jo Testerby"), &protocol, NOON).unwrap();
    assert_eq!(events.len(), 1);
    assert!(matches!(
        store.act(id, &note(" "), &actor("Jo Testerby"), &protocol, NOON),
        Err(NotDone::Refused(_))
    ));
    let nobody = ContactId(id.0 + 99);
    assert!(matches!(
        store.act(nobody, &note("rang"), &actor("Jo Testerby"), &protocol, NOON),
        Err(NotDone::Trouble(_))
    ));
    assert_eq!(store.contact(id, &actor("Jo Testerby")).unwrap().unwrap().version, after.version);
}

#[test]
fn two_who_note_at_the_same_moment_are_both_heard() {
    let (dir, mut store) = store();
    let id = file(&mut store, "Sampleton", minutes(60)).id;
    let other = open_again(&dir, Missing::Refuse);
    let write = move |mut store: Store, name: &'static str| {
        thread::spawn(move || {
            let protocol = protocols::built_in("general").unwrap();
            (0..20).all(|_| store.act(id, &note(name), &actor(name), &protocol, NOON).is_ok())
        })
    };
    let writers = [write(store, "Jo Testerby"), write(other, "Robin Dummerton")];
    assert!(writers.map(|writer| writer.join().unwrap()).iter().all(|all| *all));
    let again = open_again(&dir, Missing::Refuse);
    let contact = again.contact(id, &actor("Jo Testerby")).unwrap().unwrap();
    let notes = contact.history.iter().filter(|r| r.event.kind() == "note-added").count();
    assert_eq!(notes, 40);
    assert_eq!(actor("Jo Testerby").role, Role::Worker);
}
