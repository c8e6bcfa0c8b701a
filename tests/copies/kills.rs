//! A process dies, or the power goes, at every step of making a copy, of restoring one and of climbing the ladder of schemas.

use std::path::Path;

use dutydesk::store::backup::{Source, shelf};
use dutydesk::store::connection::{self, Access};
use dutydesk::store::keys::Sealed;
use dutydesk::store::migrate::{self, STEPS};

use crate::ends::{self, ACKNOWLEDGED, at_every_step};
use crate::support::*;
use crate::work::*;
use crate::{keys, ladder};

#[test]
#[ignore = "not a test: what a child process of the tests here does"]
fn the_child() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let mut words = line.trim().splitn(3, ' ');
    let (what, last) = (words.next().unwrap(), words.next().unwrap().parse::<usize>().unwrap());
    let dir = Path::new(words.next().unwrap());
    let mut at = 0;
    let mut steps = |name: &'static str| ends::step(name, &mut at, last);
    let desk = paths(dir);
    match what {
        "copy" => {
            open_desk(&desk).unwrap().copy_to(None, NOON, &mut steps).unwrap();
        }
        "restore" => {
            let copy = shelf::list(&desk).unwrap().remove(0);
            restore(&desk, &desk.backups().join(copy.name), &mut steps).unwrap();
        }
        "climb" => {
            let (_, key) = Sealed::read(&desk.keys()).unwrap().open_training().unwrap();
            let mut conn = connection::open(&desk.db(), &key, Access::Existing).unwrap();
            let mut told = Vec::new();
            let before = |conn: &rusqlite::Connection| {
                let source = Source { conn, paths: &desk, dek: &key, limits: limits() };
                migrate::copy_before(source, STEPS, NOON, &mut |step| told.push(step))
            };
            migrate::climb_by_steps(&mut conn, STEPS, before, &mut steps).unwrap();
            assert!(told.len() > 5);
        }
        change => keys::change(change, &desk, &mut steps),
    }
    steps(ACKNOWLEDGED);
}

#[test]
fn whoever_dies_making_a_copy_leaves_a_whole_one_or_none() {
    let make = || {
        let (dir, mut store) = desk();
        work(&mut store, &mut Acknowledged::new(), 4);
        dir
    };
    at_every_step("copy", make, |dir, step, whole| {
        let desk = paths(dir);
        let mut store = open_desk(&desk).unwrap();
        assert!(store.verify().unwrap().is_good(), "{step}");
        let copies = shelf::list(&desk).unwrap();
        assert!(!whole || copies.len() == 1, "{step}");
        for copy in &copies {
            let rehearsal = rehearse(&desk, &desk.backups().join(&copy.name)).unwrap();
            assert_eq!(rehearsal.holds().problems, [] as [&str; 0], "{step}");
            assert_eq!(rehearsal.holds().seq, tip(&store), "{step}");
        }
        assert_eq!(names(&desk.backups()).len(), copies.len(), "{step}: something half-made was left");
        assert!(store.backup(NOON).unwrap().exists(), "{step}: no copy can be made any more");
    });
}

#[test]
fn whoever_dies_restoring_leaves_the_old_desk_or_the_new_one() {
    let make = || {
        let (dir, mut store) = desk();
        let mut done = Acknowledged::new();
        work(&mut store, &mut done, 4);
        store.backup(NOON).unwrap();
        work(&mut store, &mut done, 3);
        dir
    };
    let (old, copied) = {
        let dir = make();
        let desk = paths(dir.path());
        (tip(&open_desk(&desk).unwrap()), shelf::list(&desk).unwrap()[0].seq)
    };
    let seen = std::cell::RefCell::new((0, 0));
    at_every_step("restore", make, |dir, step, whole| {
        let desk = paths(dir);
        let mut store = open_desk(&desk).unwrap_or_else(|e| panic!("{step}: {e}"));
        assert!(store.verify().unwrap().is_good(), "{step}");
        assert_eq!(store.findings(), [], "{step}");
        let tip = tip(&store);
        if store.restored().is_some() {
            assert_eq!(tip, copied + 1, "{step}");
            let kept = names(&desk.backups()).into_iter().find(|name| name.starts_with("replaced-")).unwrap();
            let rehearsal = rehearse(&desk, &desk.backups().join(kept)).unwrap();
            assert_eq!(rehearsal.holds().seq, old, "{step}: the desk before is not whole");
            seen.borrow_mut().1 += 1;
        } else {
            assert!(!whole);
            assert_eq!(tip, old, "{step}: a mixture of two desks");
            seen.borrow_mut().0 += 1;
        }
        work(&mut store, &mut vec![], 1);
        let left = names(desk.dir());
        assert!(
            left.iter().all(|name| !name.contains("unfinished") && name != "desk.restoring"),
            "{step}: {left:?}"
        );
    });
    let (old, new) = *seen.borrow();
    assert!(old >= 5 && new >= 5, "both ends were seen: {old} old, {new} new");
}

#[test]
fn whoever_dies_climbing_the_ladder_loses_nothing() {
    let make = || ladder::desk_at(1).0;
    at_every_step("climb", make, |dir, step, _| {
        let mut store = open_desk(&paths(dir)).unwrap_or_else(|e| panic!("{step}: {e}"));
        let report = store.verify().unwrap();
        assert!(report.is_good(), "{step}: {report:?}");
        assert_eq!(tip(&store), ladder::desk_at(1).1, "{step}");
    });
}
