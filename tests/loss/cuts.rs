//! The power cut, again and again, without cutting any power: the file system is told to forget everything that it has not
//! put on its disk. The setting that is known to lose what was saved must lose some in the same run, or the run proves nothing.

use std::path::Path;
use std::process::Stdio;

use dutydesk::store::open::Missing;

use crate::acked::Acknowledged;
use crate::children::{Crowd, knob, measured, skipped};
use crate::machine::{self, Mounted};
use crate::support::open;

const CUT: &str = include_str!("cut.c");
/// Cuts of one desk; then a new one.
const SERIES: usize = 10;

#[test]
fn what_was_acknowledged_survives_a_power_cut_and_the_known_bad_setting_does_not() {
    let _alone = crate::alone();
    if !machine::is_root() {
        return skipped("no power was cut, because only root can mount disks");
    }
    let cuts = knob("DUTYDESK_CUTS", 50);
    let kinds: Vec<&str> = ["ext4", "xfs"].into_iter().filter(|kind| can_be_made(kind)).collect();
    if kinds.is_empty() {
        return;
    }
    let tools = tempfile::tempdir().unwrap();
    let cut = machine::compiled(tools.path(), CUT, &[]);
    let each = cuts.div_ceil(kinds.len());
    // One in five with the bad setting, which loses in about four of five.
    let bad = each.div_ceil(5).max(3);
    for kind in kinds {
        let Some(mounted) = Mounted::disk(kind) else {
            skipped(&format!("no power was cut on {kind}, because no disk could be mounted from a file"));
            continue;
        };
        good_cuts(&mounted, &cut, kind, each.saturating_sub(bad).max(1));
        bad_cuts(&mounted, &cut, kind, bad);
    }
}

fn can_be_made(kind: &str) -> bool {
    let can = machine::has(&format!("mkfs.{kind}"));
    if !can {
        skipped(&format!("no power was cut on {kind}, because mkfs.{kind} is not installed"));
    }
    can
}

fn good_cuts(mounted: &Mounted, cut: &Path, kind: &str, cuts: usize) {
    let (mut acknowledged, mut heard) = (0, Acknowledged::default());
    for n in 0..cuts {
        let desk = mounted.path().join(format!("desk-{}", n / SERIES));
        if n % SERIES == 0 {
            acknowledged += std::mem::take(&mut heard).count;
            // A desk made a moment ago is cut as well: nothing puts it on the disk but its making.
            drop(open(&desk, Missing::MakeTraining).unwrap());
        }
        write_until_cut("write-for-ever", &desk, cut, mounted, &mut heard, n);
        heard.must_be_in(&mut open(&desk, Missing::Refuse).unwrap());
    }
    acknowledged += heard.count;
    measured(&format!("power cut, {kind}: {cuts} cuts, {acknowledged} acknowledged, 0 lost"));
}

fn bad_cuts(mounted: &Mounted, cut: &Path, kind: &str, cuts: usize) {
    let (mut losing, mut lost) = (0, 0);
    for n in 0..cuts {
        let desk = mounted.path().join(format!("bad-{n}"));
        drop(open(&desk, Missing::MakeTraining).unwrap());
        let mut heard = Acknowledged::default();
        write_until_cut("write-badly", &desk, cut, mounted, &mut heard, n);
        let gone = heard.lost(&open(&desk, Missing::Refuse).unwrap()).len();
        losing += usize::from(gone > 0);
        lost += gone;
    }
    measured(&format!(
        "power cut, {kind}, the known-bad setting: {losing} of {cuts} cuts lost something, from {lost} calls or contacts"
    ));
    assert!(losing > 0, "the known-bad setting lost nothing on {kind}: this run proves nothing");
}

/// What was acknowledged before the cut began counts, and only that.
fn write_until_cut(
    order: &str,
    desk: &Path,
    cut: &Path,
    mounted: &Mounted,
    heard: &mut Acknowledged,
    n: usize,
) {
    let orders = vec![format!("{order} {}", desk.display()); 2];
    // What they say of a disk that has gone from under them is of no interest.
    let mut writers = Crowd::dressed(orders, |command| {
        command.stderr(Stdio::null());
    });
    for _ in 0..4 + (n * 53) % 149 {
        heard.hear(&writers.next().unwrap());
    }
    machine::run(cut.to_str().unwrap(), &[&mounted.path()]);
    writers.put_down();
    mounted.again();
}
