//! The drill: work, a copy, more work, the desk destroyed in one of several ways, the copy restored, and all of it compared
//! with what was acknowledged.

use std::fs;
use std::path::Path;

use dutydesk::domain::event::Missing;
use dutydesk::domain::ids::ContactId;
use dutydesk::store::backup::shelf;
use dutydesk::store::desk::{EVIDENCE, part};
use dutydesk::store::error::Kind;
use dutydesk::store::open::Missing as NoDesk;
use tempfile::TempDir;

use crate::support::*;
use crate::work::*;

struct Drill {
    dir: TempDir,
    copy: std::path::PathBuf,
    before: Acknowledged,
    after: Acknowledged,
    copied_to: i64,
    ended_at: i64,
}

fn drill() -> Drill {
    let (dir, mut store) = desk();
    let mut done = Acknowledged::new();
    work(&mut store, &mut done, 7);
    let before = done.clone();
    let copied_to = tip(&store);
    let copy = store.backup(NOON).unwrap();
    work(&mut store, &mut done, 5);
    let ended_at = tip(&store);
    drop(store);
    let after = done.split_off(before.len());
    Drill { dir, copy, before, after, copied_to, ended_at }
}

type Ruin = fn(&Path);

const RUINS: [(&str, Ruin); 7] = [
    ("nothing", |_| {}),
    ("the record gone", |desk| fs::remove_file(desk.join("desk.db")).unwrap()),
    ("a bit of the record", |desk| flip(&desk.join("desk.db"), 5000)),
    ("the record emptied", |desk| fs::write(desk.join("desk.db"), b"").unwrap()),
    ("the keys gone", |desk| fs::remove_file(desk.join("desk.keys")).unwrap()),
    ("a bit of the keys", |desk| flip(&desk.join("desk.keys"), 60)),
    ("record and keys gone", |desk| {
        fs::remove_file(desk.join("desk.db")).unwrap();
        fs::remove_file(desk.join("desk.keys")).unwrap();
    }),
];

#[test]
fn a_copy_brings_back_all_that_was_acknowledged_and_the_rest_is_proved_to_be_missing() {
    for (what, ruin) in RUINS {
        let drill = drill();
        let desk = paths(drill.dir.path());
        ruin(desk.dir());
        let (beyond, restored) = restore(&desk, &drill.copy, &mut |_| {}).unwrap();
        let missing = Missing {
            first: drill.copied_to.unsigned_abs() + 1,
            last: drill.ended_at.unsigned_abs(),
            at: NOON,
        };
        assert_eq!(beyond.missing, Some(missing), "{what}");
        assert!(!beyond.unproved, "{what}");

        let mut store = open_desk(&desk).unwrap();
        assert_eq!(store.findings(), [], "{what}");
        let report = store.verify().unwrap();
        assert!(report.is_good(), "{what}: {report:?}");
        assert_has(&store, &drill.before);
        assert!(drill.after.iter().all(|(contact, at, _)| version(&store, *contact) < *at), "{what}");
        assert_eq!(tip(&store), drill.copied_to + 1, "the restore itself is an entry");

        let notice = store.restored().unwrap().clone();
        assert_eq!((notice.from_seq, notice.missing), (missing.first - 1, Some(missing)), "{what}");
        assert_eq!(notice.by, manager());
        let said = notice.to_string();
        let words = format!(
            "Entries {} to {}, the last saved at Tue 24 Nov 2026 14:10, are not in it",
            missing.first, missing.last
        );
        assert!(said.contains(&words), "{said}");

        // The desk before is there whole, and its head file lies beside the new one.
        let kept = desk.backups().join(restored.replaced.unwrap());
        assert!(kept.join("desk.head").exists(), "{what}");
        let evidence = names(desk.dir()).into_iter().find(|name| name.starts_with(EVIDENCE)).unwrap();
        assert_eq!(fs::read(desk.dir().join(evidence)).unwrap(), fs::read(kept.join("desk.head")).unwrap());

        // Work goes on, and the notice stays until somebody has taken note.
        work(&mut store, &mut drill.before.clone(), 1);
        drop(store);
        let mut store = open_desk(&desk).unwrap();
        assert!(store.restored().is_some(), "{what}");
        assert!(store.acknowledge_restore(&manager(), NOON).unwrap());
        assert!(!store.acknowledge_restore(&manager(), NOON).unwrap(), "once");
        drop(store);
        let mut store = open_desk(&desk).unwrap();
        assert_eq!((store.restored(), store.findings().len()), (None, 0), "{what}");
        assert!(store.verify().unwrap().is_good(), "{what}");
    }
}

#[test]
fn without_record_and_head_nothing_is_claimed_to_be_complete() {
    let drill = drill();
    let desk = paths(drill.dir.path());
    fs::remove_file(desk.db()).unwrap();
    fs::remove_file(desk.head()).unwrap();
    let (beyond, _) = restore(&desk, &drill.copy, &mut |_| {}).unwrap();
    assert_eq!((beyond.missing, beyond.unproved), (None, true));
    let said = open_desk(&desk).unwrap().restored().unwrap().to_string();
    assert!(said.contains("could prove what is missing"), "{said}");
}

#[test]
fn a_restore_can_be_undone_by_restoring_what_it_replaced() {
    let drill = drill();
    let desk = paths(drill.dir.path());
    let (_, restored) = restore(&desk, &drill.copy, &mut |_| {}).unwrap();
    let kept = desk.backups().join(restored.replaced.unwrap());
    let (beyond, _) = restore(&desk, &kept, &mut |_| {}).unwrap();
    // What the first restore wrote after the copy's end is another history than the one that comes back.
    let other = drill.copied_to.unsigned_abs() + 1;
    assert_eq!(beyond.missing, Some(Missing { first: other, last: other, at: NOON }));
    let mut store = open_desk(&desk).unwrap();
    assert!(store.verify().unwrap().is_good());
    assert_has(&store, &drill.before);
    assert_has(&store, &drill.after);
}

#[test]
fn looking_at_a_copy_says_what_it_holds_and_changes_nothing() {
    let drill = drill();
    let desk = paths(drill.dir.path());
    let before = sums(desk.dir());
    let rehearsal = rehearse(&desk, &drill.copy).unwrap();
    let holds = rehearsal.holds();
    assert_eq!((holds.seq, holds.last, holds.contacts), (drill.copied_to, Some(NOON), 3));
    assert_eq!(holds.problems, [] as [&str; 0]);
    assert!(holds.training);
    let beyond = rehearsal.compare(&desk).unwrap();
    assert_eq!(beyond.contacts, [ContactId(1001), ContactId(1002), ContactId(1003)]);
    drop(rehearsal);
    let mut after = sums(desk.dir());
    after.retain(|(name, _)| !["desk.db-shm", "desk.db-wal"].iter().any(|end| name.ends_with(end)));
    assert_eq!(after, before);
}

/// Every file under a directory with its content.
fn sums(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = files_under(dir)
        .into_iter()
        .map(|file| (file.display().to_string(), fs::read(&file).unwrap()))
        .collect();
    found.sort();
    found
}

#[test]
fn a_bit_turned_over_anywhere_in_a_copy_is_noticed() {
    let drill = drill();
    let desk = paths(drill.dir.path());
    fs::write(desk.protocol(), "# of our own").unwrap();
    set_mode(&desk.protocol(), 0o600);
    let mut store = open_desk(&desk).unwrap();
    note(&mut store, 1001);
    let copy = store.backup(NOON).unwrap();
    drop(store);
    assert_eq!(rehearse(&desk, &copy).unwrap().holds().problems, [] as [&str; 0]);
    let files = names(&copy);
    assert_eq!(files, ["desk.copy", "desk.db", "desk.head", "desk.keys", "protocol.toml"]);
    for name in files {
        let length = usize::try_from(fs::metadata(copy.join(&name)).unwrap().len()).unwrap();
        for n in 0..8 {
            let spoiled = copy_tree(&copy, &drill.dir.path().join("spoiled"));
            flip(&spoiled.join(&name), length * n / 8 + n);
            match rehearse(&desk, &spoiled) {
                Err(e) => {
                    assert!(matches!(e.kind, Kind::Damaged | Kind::Keys | Kind::Newer), "{name} {n}: {e}");
                }
                Ok(rehearsal) => assert_ne!(rehearsal.holds().problems, [] as [&str; 0], "{name} {n}"),
            }
            fs::remove_dir_all(spoiled).unwrap();
        }
    }
    assert_eq!(names(desk.dir()).iter().filter(|name| name.contains("unfinished")).count(), 0);
}

#[test]
fn a_copy_goes_to_another_disk_and_comes_back_to_an_empty_place() {
    let (dir, mut store) = desk();
    let mut done = Acknowledged::new();
    work(&mut store, &mut done, 4);
    let outside = dir.path().join("stick");
    let made = store.copy_to(Some(&outside), NOON, &mut |_| {}).unwrap();
    store.note_copy(&made, &[], &manager(), NOON).unwrap();
    let inside = store.copy_to(Some(&dir.path().join("desk/exports/more")), NOON, &mut |_| {}).unwrap_err();
    assert_eq!(inside.kind, Kind::FileSystem);
    assert!(inside.to_string().contains("would be lost with it"), "{inside}");
    drop(store);
    let elsewhere = paths(&dir.path().join("new"));
    let (beyond, restored) = restore(&elsewhere, &made.place, &mut |_| {}).unwrap();
    assert!(!beyond.present);
    assert_eq!(restored.replaced, None);
    let mut store = open_desk(&elsewhere).unwrap();
    assert_has(&store, &done);
    assert!(store.verify().unwrap().is_good());
}

#[test]
fn the_copy_of_another_desk_and_one_in_use_are_refused() {
    let (dir, store) = desk();
    let (other_dir, other) = desk();
    let copy = other.backup(NOON).unwrap();
    drop(other);
    drop(store);
    let ours = paths(dir.path());
    let refused = restore(&ours, &copy, &mut |_| {}).unwrap_err();
    assert_eq!(refused.kind, Kind::Keys);
    assert!(refused.to_string().contains("another desk"), "{refused}");

    let in_use = open(&copy, NoDesk::Refuse).unwrap();
    let refused = rehearse(&paths(other_dir.path()), &copy).unwrap_err();
    assert_eq!(refused.kind, Kind::Busy);
    drop(in_use);
    assert_eq!(rehearse(&ours, dir.path()).unwrap_err().kind, Kind::NoDesk);
}

#[test]
fn a_desk_that_somebody_has_open_is_not_replaced() {
    let drill = drill();
    let desk = paths(drill.dir.path());
    let open = open_desk(&desk).unwrap();
    let refused = restore(&desk, &drill.copy, &mut |_| {}).unwrap_err();
    assert_eq!(refused.kind, Kind::Busy);
    assert_eq!(tip(&open), drill.ended_at);
    drop(open);
    assert_has(&open_desk(&desk).unwrap(), &drill.after);
}

#[test]
fn every_file_that_a_desk_leaves_stands_in_the_list() {
    let drill = drill();
    let desk = paths(drill.dir.path());
    restore(&desk, &drill.copy, &mut |_| {}).unwrap();
    let mut store = open_desk(&desk).unwrap();
    work(&mut store, &mut Acknowledged::new(), 1);
    for name in names(desk.dir()).into_iter().chain(names(&drill.copy)) {
        assert!(part(&name).is_some(), "{name} has no row in the list of a desk's files");
    }
    assert_eq!(shelf::list(&desk).unwrap().len(), 1);
}
