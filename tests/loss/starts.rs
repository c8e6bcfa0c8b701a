//! Many first starts at once on a desk that is not there yet.

use std::time::Duration;

use dutydesk::store::events;
use dutydesk::store::open::Missing;

use crate::children::{Crowd, knob, measured, say, told};
use crate::support::{open, reopen};

const AT_ONCE: usize = 16;

/// Starts when told to, and says how many milliseconds it took.
pub(crate) fn start(dir: &std::path::Path) {
    say("ready");
    assert!(told());
    let began = dutydesk::clock::monotonic();
    let store = open(dir, Missing::MakeTraining).unwrap();
    say(began.elapsed().as_millis());
    // Kept open until all have started: each shares the desk with the others.
    while told() {}
    drop(store);
}

#[test]
fn sixteen_first_starts_at_once_make_one_desk() {
    let _alone = crate::alone();
    let (rounds, mut took) = (knob("DUTYDESK_STARTS", 10), Vec::new());
    for _ in 0..rounds {
        let dir = tempfile::tempdir().unwrap();
        let order = format!("start {}", dir.path().join("desk").display());
        let mut starters = Crowd::start(vec![order; AT_ONCE]);
        starters.all_say("ready");
        starters.tell("go");
        for _ in 0..AT_ONCE {
            took.push(starters.next().unwrap().parse::<u64>().unwrap());
        }
        assert_eq!(starters.finish(), [""; 0]);
        let mut store = reopen(&dir);
        assert_eq!(events::tip(store.conn()).unwrap().seq, 1, "founded once");
        assert!(store.verify().unwrap().is_good());
    }
    took.sort_unstable();
    let (median, slowest) = (took[took.len() / 2], took[took.len() - 1]);
    measured(&format!(
        "first starts: {} in {rounds} rounds, 0 failures, median {median} ms, slowest {slowest} ms",
        rounds * AT_ONCE
    ));
    // The bar is for the long run, on a machine that does nothing else; here, that nobody ran into a time limit.
    let most = Duration::from_secs(if rounds >= 50 { 2 } else { 5 });
    assert!(Duration::from_millis(slowest) < most, "a start took {slowest} ms");
}
