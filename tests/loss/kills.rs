//! Writers killed at any moment, round after round.

use std::time::Duration;

use crate::acked::Acknowledged;
use crate::children::{Crowd, knob, measured};
use crate::support::{desk, reopen};

/// Rounds on one desk; then a new one, so that checking all of it stays quick.
const ROUNDS: usize = 25;
const WRITERS: usize = 3;

#[test]
fn what_was_acknowledged_survives_kill_9() {
    let _alone = crate::alone();
    let rounds = knob("DUTYDESK_KILLS", 100).div_ceil(WRITERS);
    let (mut acknowledged, mut slowest) = (0, Duration::ZERO);
    let (mut dir, mut heard) = (None, Acknowledged::default());
    for round in 0..rounds {
        if round % ROUNDS == 0 {
            acknowledged += heard.count;
            heard = Acknowledged::default();
            dir = Some(desk().0);
        }
        let dir = dir.as_ref().unwrap();
        let order = format!("write-for-ever {}", dir.path().join("desk").display());
        let mut writers = Crowd::start(vec![order; WRITERS]);
        // Spread over a few calls of each writer, and never the same twice in a row.
        let enough = WRITERS + 2 + (round * 37) % 101;
        for _ in 0..enough {
            heard.hear(&writers.next().unwrap());
        }
        // Whatever else they managed to say before they died counts as well.
        writers.kill().iter().for_each(|said| heard.hear(said));
        let began = dutydesk::clock::monotonic();
        let mut store = reopen(dir);
        slowest = slowest.max(began.elapsed());
        heard.must_be_in(&mut store);
    }
    acknowledged += heard.count;
    measured(&format!(
        "kill -9: {} writers killed, {acknowledged} acknowledged, 0 lost, slowest start after it {slowest:?}",
        rounds * WRITERS
    ));
    assert!(slowest < Duration::from_secs(2), "a start after a kill took {slowest:?}");
}
