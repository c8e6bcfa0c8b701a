//! How long the register takes to answer while a person types: 1 millisecond at 20,000 people, 5 at 200,000.
#![expect(clippy::unwrap_used, reason = "a benchmark may fail loudly")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use dutydesk::demo::households::Town;
use dutydesk::domain::register::{Query, Register, Typing};

/// How many candidates stand beside the typing.
const SHOWN: usize = 8;

fn query(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("match");
    group.sample_size(50);
    for people in [20_000, 200_000, 1_000_000] {
        let town = Town::new(7, people).unwrap();
        let register = Register::new(town.people());
        let mut calls = town.calls(usize::MAX).map(|call| call.query);
        group.bench_function(format!("a call, {people} people"), |bench| {
            bench.iter_batched(
                || calls.next().unwrap(),
                |query| register.matches(black_box(&query), SHOWN),
                BatchSize::SmallInput,
            );
        });
        let typed = Query {
            surname: "Mockford".chars().take(4).collect(),
            typing: Some(Typing::Surname),
            ..Query::default()
        };
        group.bench_function(format!("four letters of a surname, {people} people"), |bench| {
            bench.iter(|| register.matches(black_box(&typed), SHOWN));
        });
    }
    group.finish();
}

criterion_group!(benches, query);
criterion_main!(benches);
