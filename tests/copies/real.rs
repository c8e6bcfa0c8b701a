//! A real desk: who could open a copy again, and a copy from before its key was changed.

use dutydesk::domain::actor::Actor;
use dutydesk::domain::codes::Role;
use dutydesk::domain::event::NewStaff;
use dutydesk::domain::ids::UserId;
use dutydesk::store::Store;
use dutydesk::store::access::{Founding, Key};
use dutydesk::store::desk::Paths;
use dutydesk::store::error::Kind;
use dutydesk::store::health::{self, State};
use dutydesk::store::keys::secret::{RecoveryKey, Secret};
use dutydesk::store::keys::slot::Cost;
use dutydesk::store::lock::DeskLock;
use dutydesk::store::restore::put_in_place;
use dutydesk::store::restore::rehearse::{self, Entry};

use crate::support::*;
use crate::work::*;

const WORDS: &str = "four plain words here";

fn person(user: &str) -> Key {
    Key::Person { user: UserId(user.into()), passphrase: Secret::new(WORDS) }
}

fn unlock(desk: &Paths, user: &str) -> dutydesk::store::error::Result<(Store, Actor)> {
    Store::unlock(desk.clone(), &person(user), limits(), NOON)
}

#[test]
fn a_copy_says_who_could_open_the_desk_again_and_its_slots_come_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let desk = paths(dir.path());
    let founding = Founding {
        user: UserId("s.placeham".into()),
        name: "Sam Placeham".into(),
        passphrase: Secret::new(WORDS),
        recovery: RecoveryKey::random().unwrap(),
        cost: Cost::FLOOR,
    };
    let (mut store, boss) = Store::found(desk.clone(), &founding, limits(), NOON).unwrap();
    let add = |store: &mut Store, user: &str| {
        let person = NewStaff {
            user: UserId(user.into()),
            name: "Jo Testerby".into(),
            role: Role::Worker,
            founder: false,
        };
        store.add_person(&boss, person, &Secret::new(WORDS), Cost::FLOOR, NOON).unwrap();
    };
    add(&mut store, "j.testerby");
    let mut done = Acknowledged::new();
    work(&mut store, &mut done, 3);
    let copy = store.backup(NOON).unwrap();
    let copied_to = tip(&store);
    assert!(
        store.shut_out(&boss, &UserId("j.testerby".into()), "has left", NOON).unwrap(),
        "the key was changed"
    );
    add(&mut store, "k.fakeley");
    work(&mut store, &mut Acknowledged::new(), 2);
    let ended_at = tip(&store);
    drop(store);
    assert_eq!(unlock(&desk, "j.testerby").unwrap_err().kind, Kind::Locked);

    // Without a key the doctor says what can be said, and finds nothing bad.
    let points: Vec<_> =
        health::outside(&desk, limits(), NOON).into_iter().chain(health::record(&desk, None, NOON)).collect();
    assert!(points.iter().all(|point| point.state != State::Bad), "{points:?}");
    assert!(
        points.iter().any(|point| point.about == "record" && point.said.contains("only with a passphrase"))
    );
    let points = health::record(&desk, Some(&person("s.placeham")), NOON);
    assert!(points.iter().any(|point| point.about == "complete" && point.state == State::Good), "{points:?}");

    let lock = DeskLock::take(&desk.lock()).unwrap();
    let key = person("s.placeham");
    let entry = Entry { key: Some(&key), now: NOON };
    let begin = |entry| rehearse::begin(&copy, rehearse::place(desk.dir()), entry, &desk, &mut |_| {});
    assert_eq!(begin(ENTRY).unwrap_err().kind, Kind::Locked);
    let stranger =
        Key::Person { user: UserId("s.placeham".into()), passphrase: Secret::new("five other words") };
    assert_eq!(begin(Entry { key: Some(&stranger), now: NOON }).unwrap_err().kind, Kind::Locked);
    // Whoever was shut out since does not come back this way.
    let gone = person("j.testerby");
    let theirs = begin(Entry { key: Some(&gone), now: NOON }).unwrap();
    let (who, beyond) = (theirs.actor().unwrap().clone(), theirs.compare(&desk).unwrap());
    let refused = put_in_place(theirs, &beyond, &desk, &lock, (&who, NOON), &mut |_| {}).unwrap_err();
    assert!(refused.to_string().contains("you were shut out"), "{refused}");

    let rehearsal = begin(entry).unwrap();
    assert_eq!(rehearsal.actor(), Some(&boss));
    let beyond = rehearsal.compare(&desk).unwrap();
    assert_eq!(
        (beyond.back_in.as_slice(), beyond.left_out.as_slice()),
        (&["j.testerby".into()][..], &["k.fakeley".into()][..])
    );
    // The desk's key was changed since; the manager's passphrase opens the present record all the same.
    assert!(!beyond.contacts.is_empty(), "{beyond:?}");
    let missing = beyond.missing.unwrap();
    assert_eq!((missing.first, missing.last), (copied_to.unsigned_abs() + 1, ended_at.unsigned_abs()));
    put_in_place(rehearsal, &beyond, &desk, &lock, (&boss, NOON), &mut |_| {}).unwrap();
    drop(lock);

    let (mut store, _) = unlock(&desk, "j.testerby").unwrap();
    assert!(store.verify().unwrap().is_good());
    assert_has(&store, &done);
    assert_eq!(store.restored().unwrap().by, boss);
    drop(store);
    assert_eq!(unlock(&desk, "k.fakeley").unwrap_err().kind, Kind::Locked);
}
