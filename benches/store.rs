//! What the record costs: a durable save beside the flush alone, the board beside its bare query, a contact in bulk.
//!
//! `cargo bench --bench store`. A flush on this machine's disk sets the scale: read the ratios.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark may fail loudly")]

use std::cell::RefCell;
use std::fs::OpenOptions;
use std::hint::black_box;
use std::io::Write;

use chrono::TimeDelta;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use dutydesk::domain::actor::Actor;
use dutydesk::domain::clocks::{ClockId, Deadline, Outcome};
use dutydesk::domain::codes::{ContactKind, Role, Route};
use dutydesk::domain::event::{Event, Received, Recorded};
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::domain::intake::{Answer, Intake, NarrativeLine, Subject};
use dutydesk::domain::schema::QuestionId;
use dutydesk::domain::when::Moment;
use dutydesk::domain::{draft::Draft, intake::Basis};
use dutydesk::store::Store;
use dutydesk::store::board::Board;
use dutydesk::store::desk::Paths;
use dutydesk::store::drafts::Holder;
use dutydesk::store::open::Missing;
use dutydesk::store::process::Process;
use dutydesk::store::space::Limits;
use tempfile::TempDir;

/// 24 November 2026, 14:10 UTC.
const NOON: Moment = Moment::from_millis(1_795_529_400_000);
/// Closed contacts beside which the board is read.
const CLOSED: [u32; 2] = [1_000, 100_000];
const OPEN: u32 = 1_000;

fn actor() -> Actor {
    Actor { user: UserId("j.testerby".into()), name: "Jo Testerby".into(), role: Role::Worker }
}

fn intake(n: u32) -> Intake {
    let mut intake = Intake::new(ContactKind::Referral);
    let child = intake.about_mut(Subject::Child(0));
    child.set(QuestionId::ChildForename, Answer::text("Sam"));
    child.set(QuestionId::ChildSurname, Answer::text(["Mockford", "Testerby", "Placeham"][n as usize % 3]));
    intake.answers.set(QuestionId::CallerName, Answer::text("A. Fakeley"));
    intake.answers.set(QuestionId::CallerOrganisation, Answer::text("Exemplar Primary School"));
    intake.answers.set(QuestionId::Concern, Answer::text("bruise on the cheek, afraid to go home"));
    let text = "The class teacher saw a bruise on the left cheek before assembly. ".repeat(4);
    intake.narrative.push(NarrativeLine { text, basis: Basis::Seen, told_by: String::new() });
    intake
}

/// A contact's whole history: filed, two clocks, and if closed a decision and their ends.
fn history(n: u32, closed: bool) -> Vec<Recorded> {
    let due = NOON + TimeDelta::minutes(i64::from(n) + 1);
    let received = Received::new(NOON, None, intake(n));
    let mut events = vec![Event::ContactReceived(Box::new(received))];
    for clock in [ClockId::FeedbackFirst, ClockId::Stage1Decision] {
        let outcome = Outcome::Running { due, act_by: Some(due) };
        let because = vec!["24 hours from receipt".to_owned(), "no closing day lies between".to_owned()];
        let deadline = Deadline { clock, subject: None, start: NOON, outcome, because, basis: "L7".into() };
        events.push(Event::ClockStarted { deadline, protocol: "general@1".into() });
    }
    if closed {
        events.push(Event::RouteDecided {
            route: Route::Nfa,
            rationale: "advice was enough".into(),
            more: Box::default(),
            waits: false,
        });
        for clock in [ClockId::FeedbackFirst, ClockId::Stage1Decision] {
            events.push(Event::ClockStopped { clock, subject: None, how: "told".into(), met: true });
        }
    }
    events
        .into_iter()
        .zip(1..)
        .map(|(event, seq)| Recorded { seq, at: NOON, actor: actor(), batch: 1, event })
        .collect()
}

fn desk() -> (TempDir, Store) {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let limits = Limits { low: 1, reserve: 1 };
    let paths = Paths::new(dir.path().join("desk"));
    (dir, Store::open(paths, Missing::MakeTraining, limits, NOON).expect("a desk"))
}

/// A desk with so many closed contacts and [`OPEN`] open ones.
fn filled(closed: u32) -> (TempDir, Store) {
    let (dir, mut store) = desk();
    store.prepare_for_bulk().expect("room");
    let mut id = store.reserve_numbers(closed + OPEN, NOON).expect("numbers").0;
    let all: Vec<u32> = (0..closed + OPEN).collect();
    for chunk in all.chunks(2_000) {
        let contacts: Vec<_> = chunk
            .iter()
            .map(|n| {
                let contact = (ContactId(id), history(*n, *n < closed));
                id += 1;
                contact
            })
            .collect();
        store.append_bulk(NOON, &contacts).expect("contacts");
    }
    drop(store);
    let limits = Limits { low: 1, reserve: 1 };
    let store = Store::open(Paths::new(dir.path().join("desk")), Missing::Refuse, limits, NOON);
    (dir, store.expect("the desk again"))
}

fn saves(c: &mut Criterion) {
    let mut group = c.benchmark_group("durable save");
    group.bench_function("append 8,240 bytes + fdatasync", |b| {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = dir.path().join("floor");
        let mut file = OpenOptions::new().create(true).append(true).open(path).expect("a file");
        let block = vec![0x5A_u8; 8_240];
        b.iter(|| {
            file.write_all(&block).expect("a write");
            file.sync_data().expect("a flush");
        });
    });
    group.bench_function("a note with its event and board row", |b| {
        let (_dir, store) = desk();
        let store = RefCell::new(store);
        b.iter_batched(
            || {
                let id = store.borrow_mut().reserve_numbers(1, NOON).expect("a number");
                store.borrow_mut().append_bulk(NOON, &[(id, history(1, false))]).expect("a contact");
                // What the store thread does as soon as nobody waits.
                store.borrow_mut().tidy_if_long().expect("tidied");
                store.borrow().contact(id, &actor()).expect("read").expect("there")
            },
            |contact| {
                let seq = contact.version + 1;
                let event = Event::NoteAdded { text: "rang back, spoke to the head teacher".into() };
                let note = vec![Recorded { seq, at: NOON, actor: actor(), batch: seq, event }];
                store.borrow_mut().append(contact, note).expect("saved")
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("a draft", |b| {
        let (_dir, mut store) = desk();
        let holder = Holder { actor: actor(), process: Process::this() };
        let claim = store.start_call(&holder, NOON).expect("a call");
        let draft = RefCell::new(Draft::new(claim.id, actor(), NOON, intake(1)));
        let store = RefCell::new(store);
        b.iter_batched(
            || {
                store.borrow_mut().tidy_if_long().expect("tidied");
                draft.borrow_mut().note_in_hand.push('x');
            },
            |()| store.borrow_mut().save_draft(claim, &draft.borrow(), NOON).expect("saved"),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn board(c: &mut Criterion) {
    let mut group = c.benchmark_group("the 50 most urgent");
    for closed in CLOSED {
        let mut made = None;
        group.bench_function(format!("bare query beside {closed} closed"), |b| {
            let (_, store) = made.get_or_insert_with(|| filled(closed));
            let sql = "SELECT summary FROM contact WHERE open = 1 ORDER BY next_due LIMIT 50";
            let mut ask = store.conn().prepare(sql).expect("a query");
            b.iter(|| {
                let rows = ask.query_map([], |row| row.get::<_, String>(0)).expect("rows");
                black_box(rows.map(|row| row.expect("a row").len()).sum::<usize>())
            });
        });
        group.bench_function(format!("as rows of the board beside {closed} closed"), |b| {
            let (_, store) = made.get_or_insert_with(|| filled(closed));
            b.iter(|| {
                let mut board = Board::begin(store.conn()).expect("a board");
                black_box(board.page(store.conn(), 50).expect("a page"))
            });
        });
    }
    group.finish();
}

fn bulk(c: &mut Criterion) {
    let mut group = c.benchmark_group("bulk");
    group.sample_size(10);
    group.throughput(Throughput::Elements(1_000));
    group.bench_function("1,000 closed contacts", |b| {
        let (_dir, mut store) = desk();
        store.prepare_for_bulk().expect("room");
        b.iter_batched(
            || (0..1_000).map(|n| history(n, true)).collect::<Vec<_>>(),
            |histories| {
                let first = store.reserve_numbers(1_000, NOON).expect("numbers").0;
                let contacts: Vec<_> = (first..).map(ContactId).zip(histories).collect();
                store.append_bulk(NOON, &contacts).expect("contacts");
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("verify a desk with 1,000 closed contacts", |b| {
        let (_dir, mut store) = filled(1_000);
        b.iter(|| assert!(store.verify().expect("a report").is_good()));
    });
    group.finish();
}

criterion_group!(benches, saves, board, bulk);
criterion_main!(benches);
