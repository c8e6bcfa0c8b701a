//! A real desk of 100,000 contacts with whole lives: from the passphrase to the first rows, the list, the filter, a search.
//!
//! `cargo bench --bench scale`. `DUTYDESK_CONTACTS` sets another size; `DUTYDESK_KEEP=DIR` makes the desk there and leaves it, so
//! that the whole program can be measured on it (user `s.placeham`, passphrase in `DIR/passphrase`).
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark says what it measured"
)]

use std::hint::black_box;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use dutydesk::demo::cast::Cast;
use dutydesk::demo::fill::Filler;
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::domain::protocol::Protocol;
use dutydesk::domain::query::{self, Asker, Query};
use dutydesk::domain::register::{Query as Asked, Typing};
use dutydesk::domain::when::Moment;
use dutydesk::port::{Reply, Token};
use dutydesk::protocols;
use dutydesk::store::Store;
use dutydesk::store::access::{Founding, Key};
use dutydesk::store::board::{self, Board};
use dutydesk::store::desk::Paths;
use dutydesk::store::keys::secret::{RecoveryKey, Secret};
use dutydesk::store::keys::slot::Cost;
use dutydesk::store::people::finder::{Finder, Search};
use dutydesk::store::space::Limits;

/// 24 November 2026, 14:10 UTC.
const NOON: Moment = Moment::from_millis(1_795_529_400_000);
/// One contact in a hundred is open.
const ONE_OPEN_IN: u64 = 100;
const PASSPHRASE: &str = "four plain words here";
const USER: &str = "s.placeham";
const LIMITS: Limits = Limits { low: 1, reserve: 1 };

fn main() {
    let contacts = std::env::var("DUTYDESK_CONTACTS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let dir = tempfile::tempdir().expect("a temporary directory");
    let place = std::env::var_os("DUTYDESK_KEEP").map_or_else(|| dir.path().join("desk"), PathBuf::from);
    let protocol = protocols::built_in(protocols::DEFAULT).expect("a protocol");
    let events = fill(&Paths::new(&place), contacts, &protocol);
    std::fs::write(place.join("passphrase"), PASSPHRASE).expect("the passphrase");
    println!("{contacts} contacts, {events} events");
    let key = Key::Person { user: UserId(USER.into()), passphrase: Secret::new(PASSPHRASE) };
    let unlock = || Store::unlock(Paths::new(&place), &key, LIMITS, NOON).expect("the desk").0;
    time("passphrase to the first page of rows", 9, || {
        let store = unlock();
        let rows = Board::begin(store.conn()).and_then(|mut board| board.page(store.conn(), board::FIRST));
        black_box(rows.expect("rows"));
    });
    let store = unlock();
    time("every open row, as the list has them", 500, || drop(black_box(rows(&store))));
    let rows: Vec<_> = rows(&store).into_iter().map(|row| (query::haystack(&row), row)).collect();
    let asker = Asker { now: NOON, me: "Jo Testerby" };
    for typed in ["m", "mockf", "-red school", "late"] {
        let wanted = Query::parse(typed);
        time(&format!("filter {typed:?} over {} rows", rows.len()), 500, || {
            black_box(rows.iter().filter(|(hay, row)| wanted.matches(row, hay, &asker)).count());
        });
    }
    searches(&store, &protocol);
}

fn rows(store: &Store) -> Vec<dutydesk::domain::contact::Summary> {
    let mut board = Board::begin(store.conn()).expect("the board");
    let mut rows = Vec::new();
    while !board.is_complete() {
        rows.extend(board.page(store.conn(), board::NEXT).expect("rows"));
    }
    rows
}

/// Looks for people as a call does: the first question reads everybody, the others find them in memory.
fn searches(store: &Store, protocol: &Protocol) {
    let (tell, told) = mpsc::channel();
    let reader = store.people_reader().expect("a reader");
    let finder = Finder::spawn(reader, move |reply| drop(tell.send(reply))).expect("a thread");
    let ask = |surname: &str| {
        let query = Asked { surname: surname.to_owned(), typing: Some(Typing::Surname), ..Asked::default() };
        let today = protocol.zone.local(NOON).date();
        finder.ask(Search { token: Token(1), query, today, zone: protocol.zone });
        let reply = told.recv().expect("an answer");
        assert!(matches!(reply, Reply::Found { .. }), "{reply:?}");
    };
    time("the first search, which reads everybody", 1, || ask("mock"));
    for surname in ["mock", "placeham", "te"] {
        time(&format!("search for {surname:?}"), 200, || ask(surname));
    }
}

/// Median, 99th of a hundred and worst.
fn time(what: &str, rounds: usize, mut work: impl FnMut()) {
    let mut took: Vec<Duration> = (0..rounds)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed()
        })
        .collect();
    took.sort();
    let at = |place: usize| took.get(place.min(rounds - 1)).map_or(0.0, |took| took.as_secs_f64() * 1_000.0);
    println!(
        "{what}: median {:.2} ms, p99 {:.2} ms, worst {:.2} ms of {rounds}",
        at(rounds / 2),
        at(rounds * 99 / 100),
        at(rounds - 1)
    );
}

/// A real desk with contacts that were worked on, and how many events that is.
fn fill(paths: &Paths, contacts: u64, protocol: &Protocol) -> usize {
    let founding = Founding {
        user: UserId(USER.into()),
        name: "Sam Placeham".into(),
        passphrase: Secret::new(PASSPHRASE),
        recovery: RecoveryKey::random().expect("a random source"),
        cost: Cost::STRONG,
    };
    let (mut store, _) = Store::found(paths.clone(), &founding, LIMITS, NOON).expect("a desk");
    store.prepare_for_bulk().expect("room");
    let first = store.reserve_numbers(u32::try_from(contacts).expect("a number"), NOON).expect("numbers").0;
    let cast = Cast::load().expect("the cast");
    let filler = Filler::new(&cast, protocol, NOON);
    let all: Vec<u64> = (0..contacts).collect();
    let mut events = 0;
    for chunk in all.chunks(2_000) {
        let history = |n: &u64| {
            let history = if n.is_multiple_of(ONE_OPEN_IN) { filler.open(*n) } else { filler.closed(*n) };
            (ContactId(first + n), history.expect("a history"))
        };
        let histories: Vec<_> = chunk.iter().map(history).collect();
        events += histories.iter().map(|(_, history)| history.len()).sum::<usize>();
        store.append_bulk(NOON, &histories).expect("contacts");
    }
    events
}
