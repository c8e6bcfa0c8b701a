//! How fast a letter typed into the filter is answered: 10,000 rows in less than 2 milliseconds.
#![expect(clippy::unwrap_used, reason = "a benchmark may fail loudly")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dutydesk::demo::cast::Cast;
use dutydesk::demo::fill::Filler;
use dutydesk::domain::contact::{Contact, Summary};
use dutydesk::domain::ids::ContactId;
use dutydesk::domain::query::{Asker, Query, haystack};
use dutydesk::domain::when::Moment;
use dutydesk::protocols;

const ROWS: u32 = 10_000;
const NOW: Moment = Moment::from_millis(1_795_529_280_000);
/// A frequent word, a rare one, a word with a meaning of its own, and a filter of several.
const TYPED: [&str; 4] = ["mockford", "zebra", "late", "-red school sian"];

/// Rows of invented contacts, each with its haystack, as the board keeps them.
fn rows() -> Vec<(Summary, String)> {
    let (cast, protocol) = (Cast::load().unwrap(), protocols::built_in("general").unwrap());
    let filler = Filler::new(&cast, &protocol, NOW);
    (0..u64::from(ROWS))
        .map(|n| {
            let row = Contact::from_history(ContactId(1001 + n), filler.open(n).unwrap()).unwrap().summary();
            let haystack = haystack(&row);
            (row, haystack)
        })
        .collect()
}

fn shown(rows: &[(Summary, String)], typed: &str) -> usize {
    let query = Query::parse(typed);
    let asker = Asker { now: NOW, me: "Jo Testerby" };
    rows.iter().filter(|(row, haystack)| query.matches(row, haystack, &asker)).count()
}

fn filter(criterion: &mut Criterion) {
    let rows = rows();
    let mut group = criterion.benchmark_group("filter 10,000 rows");
    group.throughput(Throughput::Elements(u64::from(ROWS)));
    for word in TYPED {
        for letters in [1, word.chars().count() / 2, word.chars().count()] {
            let typed: String = word.chars().take(letters).collect();
            group.bench_function(format!("\"{typed}\""), |bench| {
                bench.iter(|| shown(black_box(&rows), black_box(&typed)));
            });
        }
    }
    group.finish();
    let first = &rows.first().unwrap().0;
    criterion.bench_function("haystack of a row", |bench| bench.iter(|| haystack(black_box(first))));
}

criterion_group!(benches, filter);
criterion_main!(benches);
