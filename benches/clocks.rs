//! How fast clocks are worked out: 100,000 contacts in less than a second, and the staffed minutes of one board row.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a benchmark may fail loudly")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dutydesk::domain::clocks::deadlines;
use dutydesk::domain::codes::{ContactKind, Route, Source};
use dutydesk::domain::facts::Facts;
use dutydesk::domain::when::Moment;
use dutydesk::protocols;

const CONTACTS: u32 = 100_000;
const MINUTE: i64 = 60_000;

/// Contacts of two years from every source; one in eight has a route and a decision.
fn contacts() -> Vec<Facts> {
    (0..i64::from(CONTACTS))
        .zip(Source::ALL.iter().cycle())
        .zip(Route::ALL.iter().cycle())
        .map(|((number, source), route)| {
            let received = Moment::from_millis(1_767_225_600_000 + (number * 7919 % 1_000_003) * MINUTE);
            let decided = (number % 8 == 0).then(|| Moment::from_millis(received.millis() + 90 * MINUTE));
            Facts {
                source: Some(*source),
                professional: source.is_professional(),
                route: decided.map(|_| *route),
                decided,
                ..Facts::new(ContactKind::Referral, received)
            }
        })
        .collect()
}

fn clocks(criterion: &mut Criterion) {
    let general = protocols::built_in("general").unwrap_or_else(|error| panic!("{error}"));
    let contacts = contacts();

    let mut group = criterion.benchmark_group("clocks");
    group.throughput(Throughput::Elements(u64::from(CONTACTS))).sample_size(10);
    group.bench_function("100,000 contacts", |bench| {
        bench.iter(|| contacts.iter().map(|facts| deadlines(facts, &general).len()).sum::<usize>());
    });
    group.finish();

    let first = contacts.first().unwrap();
    let due = deadlines(first, &general).into_iter().find_map(|deadline| deadline.due()).unwrap();
    criterion.bench_function("staffed minutes of a row", |bench| {
        bench.iter(|| general.staffed_left(black_box(first.received), black_box(due)));
    });
    criterion
        .bench_function("load a protocol", |bench| bench.iter(|| protocols::built_in(black_box("general"))));
}

criterion_group!(benches, clocks);
criterion_main!(benches);
