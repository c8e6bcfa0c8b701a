//! A process dies, or the power goes, at every step of letting somebody in, of a new passphrase and of shutting somebody out.

use dutydesk::domain::actor::Actor;
use dutydesk::domain::codes::Role;
use dutydesk::domain::event::NewStaff;
use dutydesk::domain::ids::UserId;
use dutydesk::store::Store;
use dutydesk::store::access::{Founding, Key, Step};
use dutydesk::store::desk::Paths;
use dutydesk::store::error::{Kind, Result};
use dutydesk::store::keys::secret::{RecoveryKey, Secret};
use dutydesk::store::keys::slot::Cost;

use crate::ends::at_every_step;
use crate::support::*;
use crate::work::paths;

const OLD: &str = "four plain words here";
const NEW: &str = "five other plain words here";
/// Of twenty bytes of 7.
const RECOVERY_KEY: &str = "0W3G-E1R7-0W3G-E1R7-0W3G-E1R7-0W3G-E1R7-AR3W";

fn user(name: &str) -> UserId {
    UserId(name.into())
}

fn unlock(desk: &Paths, name: &str, passphrase: &str) -> Result<(Store, Actor)> {
    let key = Key::Person { user: user(name), passphrase: Secret::new(passphrase) };
    Store::unlock(desk.clone(), &key, limits(), NOON)
}

fn newcomer(name: &str) -> NewStaff {
    NewStaff { user: user(name), name: "Jo Testerby".into(), role: Role::Worker, founder: false }
}

/// A real desk of a manager and a worker.
fn made() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let founding = Founding {
        user: user("s.placeham"),
        name: "Sam Placeham".into(),
        passphrase: Secret::new(OLD),
        recovery: RecoveryKey::read(RECOVERY_KEY).unwrap(),
        cost: Cost::FLOOR,
    };
    let (mut store, manager) = Store::found(paths(dir.path()), &founding, limits(), NOON).unwrap();
    store.add_person(&manager, newcomer("j.testerby"), &Secret::new("given"), Cost::FLOOR, NOON).unwrap();
    dir
}

/// The child: changes who may open the desk.
pub(crate) fn change(what: &str, desk: &Paths, steps: &mut dyn FnMut(&'static str)) {
    let (mut store, manager) = unlock(desk, "s.placeham", OLD).unwrap();
    let mut step = |step: Step| steps(name(step));
    match what {
        "add" => {
            let given = Secret::new("new");
            store.add_person_by_steps(&manager, newcomer("r.dummerton"), &given, Cost::FLOOR, NOON, &mut step)
        }
        "passphrase" => {
            let (old, new) = (Secret::new(OLD), Secret::new(NEW));
            store.change_passphrase_by_steps(&manager, &old, &new, Cost::FLOOR, NOON, &mut step)
        }
        "shut-out" => {
            let done = store.shut_out_by_steps(&manager, &user("j.testerby"), "left", NOON, &mut step);
            done.map(|new_key| assert!(new_key, "nobody else has the desk open"))
        }
        other => panic!("{other}?"),
    }
    .unwrap();
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Noted => "noted",
        Step::SidecarWritten => "sidecar written",
        Step::BothKeys => "both keys",
        Step::LogMoved => "log moved",
        Step::Rekeyed => "rekeyed",
        Step::Reopened => "reopened",
        Step::Checked => "checked",
        Step::NewKeyAlone => "new key alone",
        Step::Recorded => "recorded",
    }
}

/// Does `what` on copies of one desk. The desk must open for its manager, be whole, and open for `who` exactly when the record
/// says that they may; once it was acknowledged, `may` tells whether they may.
fn exactly_old_or_new(what: &str, (who, passphrase): (&str, &str), may: bool) {
    let founded = made();
    let copy = || {
        let dir = tempfile::tempdir().unwrap();
        crate::machine::run("cp", &[&"-a", &founded.path().join("desk"), &dir.path()]);
        dir
    };
    at_every_step(what, copy, |dir, step, acknowledged| {
        let desk = paths(dir);
        let manager = unlock(&desk, "s.placeham", OLD).or_else(|_| unlock(&desk, "s.placeham", NEW));
        let (mut store, _) = manager.unwrap_or_else(|e| panic!("{what}, {step}: {e}"));
        assert!(store.verify().unwrap().is_good(), "{what}, {step}");
        assert_eq!(store.findings(), [], "{what}, {step}");
        let people = store.staff().unwrap();
        let in_record = people.iter().any(|person| person.active && person.actor.user.0 == who);
        // Opening it finished what was begun: no second key is left behind.
        assert!(!store.awaits_new_key().unwrap(), "{what}, {step}");
        drop(store);
        let recovery = Key::Recovery(RecoveryKey::read(RECOVERY_KEY).unwrap());
        assert!(Store::unlock(desk.clone(), &recovery, limits(), NOON).is_ok(), "{what}, {step}");
        let opens = match unlock(&desk, who, passphrase) {
            Ok(_) => true,
            Err(e) => {
                assert_eq!(e.kind, Kind::Locked, "{what}, {step}: {e}");
                false
            }
        };
        // A new passphrase leaves its owner in the record: there the sidecar alone decides.
        assert!(what == "passphrase" || opens == in_record, "{what}, {step}");
        assert!(!acknowledged || opens == may, "{what}, {step}: it had been acknowledged");
    });
}

#[test]
fn whoever_dies_letting_somebody_in_has_let_them_in_or_not() {
    exactly_old_or_new("add", ("r.dummerton", "new"), true);
}

#[test]
fn whoever_dies_changing_a_passphrase_has_the_old_one_or_the_new_one() {
    exactly_old_or_new("passphrase", ("s.placeham", NEW), true);
}

#[test]
fn whoever_dies_shutting_somebody_out_has_shut_them_out_or_not() {
    exactly_old_or_new("shut-out", ("j.testerby", "given"), false);
}
