//! What it costs to check a record of a million events: the chain and what every event says, and each other check beside it.
//!
//! `cargo bench --bench verify`. `DUTYDESK_EVENTS` sets another size. The desk is made first, which takes half a minute.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark says what it measured"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use dutydesk::domain::actor::Actor;
use dutydesk::domain::codes::{ContactKind, Role};
use dutydesk::domain::event::{Event, Received, Recorded};
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::domain::intake::Intake;
use dutydesk::domain::when::Moment;
use dutydesk::store::Store;
use dutydesk::store::desk::Paths;
use dutydesk::store::open::Missing;
use dutydesk::store::space::Limits;
use dutydesk::store::verify::entries;
use rustix::time::{ClockId, clock_gettime};

/// 24 November 2026, 14:10 UTC.
const NOON: Moment = Moment::from_millis(1_795_529_400_000);
/// Events of one contact: its filing and nine notes.
const EACH: u64 = 10;
const ROUNDS: usize = 5;

fn main() {
    let wanted = std::env::var("DUTYDESK_EVENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let dir = tempfile::tempdir().expect("a temporary directory");
    let paths = || Paths::new(dir.path().join("desk"));
    let limits = Limits { low: 1, reserve: 1 };
    let mut store = Store::open(paths(), Missing::MakeTraining, limits, NOON).expect("a desk");
    fill(&mut store, wanted);
    drop(store);
    let mut store = Store::open(paths(), Missing::Refuse, limits, NOON).expect("the desk again");
    let size = std::fs::metadata(paths().db()).expect("a record").len() / 1_000_000;
    println!("{wanted} events, {size} MB");
    time("chain and bodies", || {
        let report = store.check_entries().expect("a report");
        assert!(report.is_good(), "{report:?}");
        black_box(report);
    });
    time("the same on one thread", || {
        let report = entries::check(store.conn(), i64::MAX).expect("a report");
        assert!(report.is_good(), "{report:?}");
        black_box(report);
    });
    time("everything, the board too", || {
        let report = store.verify().expect("a report");
        assert!(report.is_good(), "{report:?}");
        black_box(report);
    });
}

/// The best and the median of some rounds, and what the best took of all processors together: on a machine that does other work
/// too, the last is what counts.
fn time(what: &str, mut work: impl FnMut()) {
    let mut rounds: Vec<(f64, f64)> = (0..ROUNDS)
        .map(|_| {
            let (begun, used) = (Instant::now(), processor_time());
            work();
            (begun.elapsed().as_secs_f64(), processor_time() - used)
        })
        .collect();
    let least = rounds.iter().map(|(_, used)| *used).fold(f64::MAX, f64::min);
    rounds.sort_by(|one, other| one.0.total_cmp(&other.0));
    let best = rounds.first().map_or(0.0, |round| round.0);
    let median = rounds.get(ROUNDS / 2).map_or(0.0, |round| round.0);
    println!(
        "{what}: best {best:.2} s, median {median:.2} s of {ROUNDS}; processor time at least {least:.2} s"
    );
}

/// Seconds that this process has used of all processors.
fn processor_time() -> f64 {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(u64::try_from(used.tv_sec).unwrap_or(0), u32::try_from(used.tv_nsec).unwrap_or(0))
        .as_secs_f64()
}

fn fill(store: &mut Store, events: u64) {
    store.prepare_for_bulk().expect("room");
    let contacts = u32::try_from(events / EACH).expect("a number of contacts");
    let first = store.reserve_numbers(contacts, NOON).expect("numbers").0;
    let all: Vec<u64> = (first..first + u64::from(contacts)).collect();
    for chunk in all.chunks(2_000) {
        let histories: Vec<_> = chunk.iter().map(|id| (ContactId(*id), history())).collect();
        store.append_bulk(NOON, &histories).expect("contacts");
    }
}

fn history() -> Vec<Recorded> {
    let actor = Actor { user: UserId("j.testerby".into()), name: "Jo Testerby".into(), role: Role::Worker };
    let received = Received::new(NOON, None, Intake::new(ContactKind::Referral));
    let note =
        || Event::NoteAdded { text: "rang the school, the head teacher rings back before four".into() };
    let filed = Event::ContactReceived(Box::new(received));
    let events = std::iter::once(filed).chain(std::iter::repeat_with(note)).zip(1_u32..);
    let recorded = |(event, seq)| Recorded { seq, at: NOON, actor: actor.clone(), batch: seq, event };
    events.map(recorded).take(usize::try_from(EACH).unwrap_or(10)).collect()
}
