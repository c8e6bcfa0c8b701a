//! People come and go, and the process dies at every step of it.

use chrono::TimeDelta;

use super::*;
use crate::store::open::Missing;
use crate::store::test_util::NOON;

const COST: Cost = Cost::FLOOR;
fn secret(text: &str) -> Secret {
    Secret::new(text)
}

fn user(name: &str) -> UserId {
    UserId(name.into())
}

fn key(name: &str, passphrase: &str) -> Key {
    Key::Person { user: user(name), passphrase: secret(passphrase) }
}

fn founding() -> Founding {
    Founding {
        user: user("s.placeham"),
        name: "Sam Placeham".into(),
        passphrase: secret("four plain words here"),
        recovery: RecoveryKey::read(RECOVERY_TEXT).unwrap(),
        cost: COST,
    }
}

/// Of twenty bytes of 7.
const RECOVERY_TEXT: &str = "0W3G-E1R7-0W3G-E1R7-0W3G-E1R7-0W3G-E1R7-AR3W";

fn newcomer(name: &str) -> NewStaff {
    NewStaff { user: user(name), name: "Jo Testerby".into(), role: Role::Worker, founder: false }
}

fn desk(dir: &tempfile::TempDir) -> Paths {
    Paths::new(dir.path().join("desk"))
}

fn unlock(paths: &Paths, key: &Key) -> Result<(Store, Actor)> {
    Store::unlock(paths.clone(), key, Limits::default(), NOON)
}

#[test]
fn a_desk_opens_for_its_people_and_nobody_else() {
    let dir = tempfile::tempdir().unwrap();
    let paths = desk(&dir);
    let (store, manager) = Store::found(paths.clone(), &founding(), Limits::default(), NOON).unwrap();
    assert!(!store.is_training());
    assert_eq!((manager.name.as_str(), manager.role), ("Sam Placeham", Role::Manager));
    drop(store);
    assert_eq!(
        Store::found(paths.clone(), &founding(), Limits::default(), NOON).unwrap_err().kind,
        Kind::Exists
    );
    for missing in [Missing::Refuse, Missing::MakeTraining] {
        assert_eq!(
            Store::open(paths.clone(), missing, Limits::default(), NOON).unwrap_err().kind,
            Kind::Locked
        );
    }
    let (mut store, actor) = unlock(&paths, &key("s.placeham", "four plain words here")).unwrap();
    assert_eq!(actor, manager);
    assert!(store.verify().unwrap().is_good());
    assert_eq!(unlock(&paths, &key("s.placeham", "four plain words")).unwrap_err().kind, Kind::Locked);
    assert_eq!(unlock(&paths, &key("j.testerby", "four plain words here")).unwrap_err().kind, Kind::Locked);
    let (store, actor) = unlock(&paths, &Key::Recovery(founding().recovery)).unwrap();
    assert_eq!(actor.user, user("recovery"));
    let told: Vec<String> = kinds(&store);
    assert_eq!(told, ["desk-made", "staff-added", "unlock-refused", "unlock-refused", "recovery-key-used"]);
    assert!(!paths.tries().exists(), "what the record has is not kept twice");
}

fn kinds(store: &Store) -> Vec<String> {
    events::since(&store.conn, events::DESK, 0).unwrap().into_iter().map(|e| e.kind).collect()
}

#[test]
fn too_many_wrong_passphrases_make_everybody_wait_for_that_name_and_are_recorded() {
    let dir = tempfile::tempdir().unwrap();
    let paths = desk(&dir);
    drop(Store::found(paths.clone(), &founding(), Limits::default(), NOON).unwrap());
    let waits: Vec<_> =
        (0..5).map(|_| unlock(&paths, &key("s.placeham", "wrong")).unwrap_err().wait()).collect();
    assert_eq!(waits, [None, None, None, None, Some(Duration::from_secs(30))]);
    let right = key("s.placeham", "four plain words here");
    let refused = unlock(&paths, &right).unwrap_err();
    assert_eq!(refused.kind, Kind::Locked, "not even the right one is looked at");
    assert!(refused.to_string().contains("Wait 30 seconds"), "{refused}");
    assert!(unlock(&paths, &Key::Recovery(founding().recovery)).is_ok(), "another way in does not wait");
    let later = NOON + TimeDelta::seconds(31);
    let (store, _) = Store::unlock(paths.clone(), &right, Limits::default(), later).unwrap();
    let refusals: Vec<_> = events::since(&store.conn, events::DESK, 0)
        .unwrap()
        .iter()
        .filter(|e| e.kind == "unlock-refused")
        .map(|e| codec::decode_desk(e).unwrap().1)
        .collect();
    let of = DeskEvent::UnlockRefused { user: Some(user("s.placeham")), times: 5, first: NOON, last: NOON };
    assert_eq!(refusals, [of]);
}

#[test]
fn people_are_added_reset_and_shut_out_and_the_key_is_changed_after_them() {
    let dir = tempfile::tempdir().unwrap();
    let paths = desk(&dir);
    let (mut store, manager) = Store::found(paths.clone(), &founding(), Limits::default(), NOON).unwrap();
    store.add_person(&manager, newcomer("j.testerby"), &secret("given"), COST, NOON).unwrap();
    assert!(store.staff().unwrap()[0].must_change && !store.staff().unwrap()[1].must_change);
    let (mut theirs, worker) = unlock(&paths, &key("j.testerby", "given")).unwrap();
    theirs.change_passphrase(&worker, &secret("given"), &secret("chosen"), COST, NOON).unwrap();
    assert_eq!(
        theirs.change_passphrase(&worker, &secret("given"), &secret("x"), COST, NOON).unwrap_err().kind,
        Kind::Locked
    );
    assert_eq!(
        theirs.add_person(&worker, newcomer("r.dummerton"), &secret("x"), COST, NOON).unwrap_err().kind,
        Kind::Refused
    );
    drop(theirs);
    assert!(unlock(&paths, &key("j.testerby", "given")).is_err());
    let (theirs, _) = unlock(&paths, &key("j.testerby", "chosen")).unwrap();

    let copied = std::fs::read(paths.keys()).unwrap();
    let old = store.dek.clone();
    let shut = store.shut_out(&manager, &user("j.testerby"), "left", NOON).unwrap();
    assert!(!shut && store.awaits_new_key().unwrap(), "their own terminal still has the desk open");
    assert!(unlock(&paths, &key("j.testerby", "chosen")).is_err());
    drop((theirs, store));
    let (mut store, _) = unlock(&paths, &key("s.placeham", "four plain words here")).unwrap();
    assert!(store.dek != old && !store.awaits_new_key().unwrap());
    assert!(store.verify().unwrap().is_good());
    assert!(kinds(&store).contains(&"data-key-changed".to_owned()));
    store.rebuild().unwrap();
    assert!(store.verify().unwrap().is_good());
    drop(store);
    assert!(unlock(&paths, &Key::Recovery(founding().recovery)).is_ok());
    let kept = std::fs::read(paths.keys()).unwrap();
    std::fs::write(paths.keys(), copied).unwrap();
    let back = unlock(&paths, &key("j.testerby", "chosen")).unwrap_err();
    assert_eq!(back.kind, Kind::Keys, "an old sidecar lets nobody in again: {back}");
    std::fs::write(paths.keys(), kept).unwrap();
    let (mut store, manager) = unlock(&paths, &key("s.placeham", "four plain words here")).unwrap();
    assert_eq!(
        store.change_role(&manager, &manager.user, Role::Worker, NOON).unwrap_err().kind,
        Kind::Refused
    );
    assert_eq!(store.shut_out(&manager, &manager.user, "x", NOON).unwrap_err().kind, Kind::Refused);
    let fresh = RecoveryKey::random().unwrap();
    store.replace_recovery_key(&manager, &fresh, COST, NOON).unwrap();
    assert!(unlock(&paths, &Key::Recovery(founding().recovery)).is_err());
    assert!(unlock(&paths, &Key::Recovery(fresh)).is_ok());
}

#[test]
fn the_key_is_changed_at_once_when_nobody_else_has_the_desk_open() {
    let dir = tempfile::tempdir().unwrap();
    let paths = desk(&dir);
    let (mut store, manager) = Store::found(paths.clone(), &founding(), Limits::default(), NOON).unwrap();
    store.add_person(&manager, newcomer("j.testerby"), &secret("given"), COST, NOON).unwrap();
    assert!(store.shut_out(&manager, &user("j.testerby"), "left", NOON).unwrap());
    assert_eq!(store.sidecar.epochs().len(), 1, "the old key is gone");
    store.change_role(&manager, &manager.user, Role::Manager, NOON).unwrap();
    assert!(store.verify().unwrap().is_good());
    drop(store);
    assert!(unlock(&paths, &key("s.placeham", "four plain words here")).is_ok());
    assert!(unlock(&paths, &key("j.testerby", "given")).is_err());
}

#[test]
fn one_flipped_bit_in_a_slot_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let paths = desk(&dir);
    drop(Store::found(paths.clone(), &founding(), Limits::default(), NOON).unwrap());
    let good = std::fs::read(paths.keys()).unwrap();
    let right = key("s.placeham", "four plain words here");
    // A prime step visits every part of the file; each look costs an Argon2.
    for bit in (0..good.len() * 8).step_by(337) {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        std::fs::write(paths.keys(), bad).unwrap();
        assert!(unlock(&paths, &right).is_err(), "bit {bit} went unnoticed");
        tries::clear(&paths.tries()).unwrap();
    }
    std::fs::write(paths.keys(), good).unwrap();
    assert!(unlock(&paths, &right).is_ok());
}
