//! The daily copy.

use super::*;
use crate::store::backup::shelf;
use crate::store::lock::DeskLock;
use crate::store::restore::put_in_place;
use crate::store::restore::rehearse::{self, Entry};
use crate::store::worker::copying::Daily;

/// Lets the desk rest until the copy that is being made is made.
fn rest_until_copied(desk: &mut Desk) {
    desk.rest(QUIET);
    while desk.daily.copying.is_some() {
        std::thread::yield_now();
        desk.rest(QUIET);
    }
}

#[test]
fn a_quiet_desk_copies_itself_once_a_day_and_says_so_in_the_record() {
    let (dir, mut store) = store();
    let id = file(&mut store, "Mockford", minutes(60)).id;
    let paths = store.paths().clone();
    let (mut desk, told) = without_thread(store);
    desk.daily = Daily::new(true);
    desk.rest(QUIET);
    assert!(desk.daily.copying.is_none(), "nobody has said yet what time it is");

    for (day, copies) in [(0, 1), (0, 1), (1, 2)] {
        desk.serve(open(id, "Jo Testerby", minutes(60 * 24 * day)));
        rest_until_copied(&mut desk);
        assert_eq!(shelf::list(&paths).unwrap().len(), copies);
    }
    drop(desk);
    assert!(told.try_iter().all(|reply| !matches!(reply, Reply::Failed { .. })));
    let mut store = open_again(&dir, Missing::Refuse);
    let noted: Vec<String> = events::since(store.conn(), events::DESK, 0)
        .unwrap()
        .into_iter()
        .filter(|event| event.kind == "backed-up")
        .map(|event| event.actor)
        .collect();
    assert_eq!(noted, ["dutydesk", "dutydesk"]);
    assert!(store.verify().unwrap().is_good());
}

#[test]
fn a_training_desk_makes_no_copies_by_itself() {
    let (_dir, mut store) = store();
    let id = file(&mut store, "Mockford", minutes(60)).id;
    let paths = store.paths().clone();
    let (mut desk, _told) = without_thread(store);
    desk.serve(open(id, "Jo Testerby", NOON));
    rest_until_copied(&mut desk);
    assert_eq!(shelf::list(&paths).unwrap(), []);
}

#[test]
fn of_two_terminals_one_makes_the_copy() {
    let (dir, mut first) = store();
    let id = file(&mut first, "Mockford", minutes(60)).id;
    let second = open_again(&dir, Missing::Refuse);
    let paths = first.paths().clone();
    let (mut one, _) = without_thread(first);
    let (mut other, _) = without_thread(second);
    for desk in [&mut one, &mut other] {
        desk.daily = Daily::new(true);
        desk.serve(open(id, "Jo Testerby", NOON));
    }
    one.rest(QUIET);
    other.rest(QUIET);
    rest_until_copied(&mut one);
    rest_until_copied(&mut other);
    assert_eq!(shelf::list(&paths).unwrap().len(), 1);
}

#[test]
fn a_desk_that_closes_breaks_the_copy_off_and_leaves_nothing_half_made() {
    let (dir, mut store) = store();
    let id = file(&mut store, "Mockford", minutes(60)).id;
    let paths = store.paths().clone();
    let (mut desk, _told) = without_thread(store);
    desk.daily = Daily::new(true);
    desk.serve(open(id, "Jo Testerby", NOON));
    desk.rest(QUIET);
    assert!(desk.daily.copying.is_some());
    drop(desk);
    let left: Vec<_> = std::fs::read_dir(paths.backups()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("unfinished")), "{left:?}");
    assert!(open_again(&dir, Missing::Refuse).verify().unwrap().is_good());
}

#[test]
fn a_restored_desk_tells_what_is_missing_whenever_it_is_opened() {
    let (dir, mut store) = store();
    let copy = store.backup(NOON).unwrap();
    file(&mut store, "Mockford", minutes(60));
    let paths = store.paths().clone();
    drop(store);
    // A child of another test that is being started holds the desk for a moment.
    let lock = loop {
        let lock = DeskLock::take(&paths.lock()).unwrap();
        if lock.is_alone() {
            break lock;
        }
    };
    let entry = Entry { key: None, now: NOON };
    let tried = rehearse::begin(&copy, rehearse::place(paths.dir()), entry, &paths, &mut |_| {}).unwrap();
    let beyond = tried.compare(&paths).unwrap();
    put_in_place(tried, &beyond, &paths, &lock, (&actor("Sam Placeham"), NOON), &mut |_| {}).unwrap();
    drop(lock);
    for _ in 0..2 {
        let told = Terminal::on(open_again(&dir, Missing::Refuse)).failure();
        assert!(
            told.what.contains("Entries 2 to 3, the last saved at Tue 24 Nov 2026 14:10, are not in it."),
            "{}",
            told.what
        );
        assert!(told.safe.contains("backups/replaced-"), "{}", told.safe);
        assert!(told.advice.starts_with("Enter again what is missing."), "{}", told.advice);
    }
}
