//! The proof against loss: processes killed, power cut, disks that fail or fill up, clocks that jump, many writers at once.
//!
//! Small by default. The size of each run is asked for through the environment; `docs/RELIABILITY.md` has the names, and
//! what long runs have shown. The tests take turns: what one does to the machine must not spoil the figures of another.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test may fail loudly"
)]

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

#[path = "loss/acked.rs"]
mod acked;
#[path = "loss/children.rs"]
mod children;
#[path = "loss/cuts.rs"]
mod cuts;
#[path = "loss/faults.rs"]
mod faults;
#[path = "loss/hosts.rs"]
mod hosts;
#[path = "loss/kills.rs"]
mod kills;
#[path = "loss/machine.rs"]
mod machine;
#[path = "loss/many.rs"]
mod many;
#[path = "loss/room.rs"]
mod room;
#[path = "loss/starts.rs"]
mod starts;
#[expect(dead_code, reason = "shared with the tests of the store, which need more of it")]
#[path = "store/support.rs"]
mod support;

/// One test at a time.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    // A test that failed before has said so itself.
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
#[ignore = "not a test: what a child process of the tests here does"]
fn the_child() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    let [what, dir, rest @ ..] = words.as_slice() else { panic!("{line}?") };
    let dir = Path::new(dir);
    match (*what, rest) {
        ("write-for-ever", []) => acked::write_for_ever(dir, acked::Keeping::Good),
        ("write-badly", []) => acked::write_for_ever(dir, acked::Keeping::KnownBad),
        ("meet-a-fault", []) => faults::meet_a_fault(dir),
        ("work", [number]) => many::work(dir, number.parse().unwrap()),
        ("edit", [number, edits]) => many::edit(dir, number.parse().unwrap(), edits.parse().unwrap()),
        ("claim", [number, calls]) => many::claim(dir, number.parse().unwrap(), calls.parse().unwrap()),
        ("save-when-told", []) => hosts::save_when_told(dir),
        ("stop-in-a-save", []) => hosts::stop_in_a_save(dir),
        ("start", []) => starts::start(dir),
        _ => panic!("{line}?"),
    }
}
