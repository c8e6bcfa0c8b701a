//! One bit flipped, anywhere. `DUTYDESK_FLIPS` sets how many flips are made in each file.

use std::fs;
use std::path::Path;

use dutydesk::store::desk::Paths;
use dutydesk::store::events;
use dutydesk::store::open::Missing;

use crate::sealed::{copied, copy};
use crate::support::*;

const FLIPS: usize = 100;

#[expect(clippy::disallowed_methods, reason = "a knob of this test")]
fn flips() -> usize {
    std::env::var("DUTYDESK_FLIPS").ok().and_then(|n| n.parse().ok()).unwrap_or(FLIPS)
}

/// Places in a file of so many bytes, the same ones each time: numbers of a small generator with a fixed seed.
fn places(bytes: usize) -> impl Iterator<Item = usize> {
    let mut state: u64 = 0x5EED_2026_1124;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 20).unwrap() % (bytes * 8)
    })
    .take(flips())
}

/// The bytes of a file with one bit flipped.
fn flipped_at(good: &[u8], bit: usize) -> Vec<u8> {
    let mut bad = good.to_vec();
    *bad.get_mut(bit / 8).unwrap() ^= 1 << (bit % 8);
    bad
}

/// Whether opening the desk, or a check of it, notices that something is wrong.
fn is_noticed(desk: &Path) -> bool {
    match open(desk, Missing::Refuse) {
        Err(_) => true,
        Ok(mut store) => {
            !store.findings().is_empty() || store.verify().map_or(true, |report| !report.is_good())
        }
    }
}

/// Flips bits of one file of a desk, one at a time, and gives the flips that nobody noticed.
fn unnoticed(desk: &Path, file: &str) -> Vec<usize> {
    let good = fs::read(desk.join(file)).unwrap();
    let flipped = tempfile::tempdir().unwrap();
    let there = flipped.path().join("desk");
    let mut missed = Vec::new();
    for bit in places(good.len()) {
        let _ = fs::remove_dir_all(&there);
        copy(desk, &there);
        fs::write(there.join(file), flipped_at(&good, bit)).unwrap();
        if !is_noticed(&there) {
            missed.push(bit);
        }
    }
    assert!(!is_noticed(desk), "the desk itself is whole");
    missed
}

#[test]
fn one_flipped_bit_in_the_record_is_always_found() {
    assert_eq!(unnoticed(&copied().path().join("desk"), "desk.db"), Vec::<usize>::new());
}

#[test]
fn one_flipped_bit_in_the_keys_is_always_found() {
    assert_eq!(unnoticed(&copied().path().join("desk"), "desk.keys"), Vec::<usize>::new());
}

#[test]
fn one_flipped_bit_in_a_backup_is_always_found() {
    let dir = copied();
    let copy = reopen(&dir).backup(NOON).unwrap();
    for file in ["desk.db", "desk.keys"] {
        assert_eq!(unnoticed(&copy, file), Vec::<usize>::new(), "{file}");
    }
}

#[test]
fn one_flipped_bit_in_the_log_loses_nothing_without_being_told() {
    let dir = copied();
    let mut store = reopen(&dir);
    store.tidy().unwrap();
    for _ in 0..6 {
        note(&mut store, 1001);
    }
    let saved = events::tip(store.conn()).unwrap();
    // The desk as a power cut leaves it: the last saves are in the log alone.
    let cut = tempfile::tempdir().unwrap();
    let lies = cut.path().join("desk");
    copy(&dir.path().join("desk"), &lies);
    drop(store);
    let log = Paths::new(&lies).db().with_file_name("desk.db-wal");
    let good = fs::read(&log).unwrap();
    let there = cut.path().join("flipped");
    let (mut lost, mut silent) = (0, Vec::new());
    for bit in places(good.len()) {
        let _ = fs::remove_dir_all(&there);
        copy(&lies, &there);
        fs::write(there.join("desk.db-wal"), flipped_at(&good, bit)).unwrap();
        match open(&there, Missing::Refuse) {
            Err(_) => lost += 1,
            Ok(store) => {
                let kept = events::hash_at(store.conn(), saved.seq).unwrap() == Some(saved.hash);
                lost += usize::from(!kept);
                if !kept && store.findings().is_empty() {
                    silent.push(bit);
                }
            }
        }
    }
    assert_eq!(silent, Vec::<usize>::new());
    assert!(
        lost * 2 > flips(),
        "a flipped bit in the log drops what was saved after it: {lost} of {}",
        flips()
    );
    assert_eq!(reopen(&cut).findings(), []);
}
