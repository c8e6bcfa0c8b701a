//! Several processes on one desk, some of them killed in the middle of one thing. `tests/durability.rs` kills them anywhere, for long.
//!
//! A program of its own, because a child that is being started holds every lock of its parent for a moment.
//! A child is this very test program, told on its standard input what to do; it answers on standard output.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a helper of a test may fail loudly")]

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use dutydesk::domain::codes::ContactKind;
use dutydesk::domain::draft::Draft;
use dutydesk::domain::ids::ContactId;
use dutydesk::domain::intake::Intake;
use dutydesk::domain::register::KnownPerson;
use dutydesk::store::Store;
use dutydesk::store::connection::{self, Access};
use dutydesk::store::drafts::{Grip, Holder, Took};
use dutydesk::store::events;
use dutydesk::store::keys::Dek;
use dutydesk::store::open::Missing;
use dutydesk::store::people::{Counts, Part};
use dutydesk::store::process::Process;

use support::*;

#[expect(dead_code, reason = "shared with the tests of the store on its own, which need more of it")]
#[path = "store/support.rs"]
mod support;

/// Starts a child that does `what` on the desk in `dir`.
fn child(dir: &std::path::Path, what: &str) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_child", "--ignored", "--nocapture", "--test-threads=1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    writeln!(child.stdin.as_mut().unwrap(), "{what} {}", dir.display()).unwrap();
    child
}

fn answers(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.map_while(Result::ok).filter_map(|line| line.split_once("SAID ").map(|(_, said)| said.to_owned()))
}

fn say(what: impl std::fmt::Display) {
    // libtest's own line for this test has no end yet: begin a new one.
    println!("\nSAID {what}");
    std::io::stdout().flush().unwrap();
}

fn hang() -> ! {
    loop {
        std::thread::park();
    }
}

#[test]
#[ignore = "not a test: what a child process of the tests here does"]
fn the_child() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let (what, dir) = line.trim().split_once(' ').unwrap();
    let dir = std::path::Path::new(dir);
    if what == "open-at-once" {
        return say(opened_at_once(dir));
    }
    let mut store = open(dir, Missing::MakeTraining).unwrap();
    match what {
        "hold-a-call" => {
            let me = Holder { actor: actor("Pat Sampleton"), process: Process::this() };
            let claim = store.start_call(&me, NOON).unwrap();
            store.save_draft(claim, &typed(claim.id, "all of it"), NOON).unwrap();
            say(claim.id.0);
            hang();
        }
        "park-a-call" => {
            let me = Holder { actor: actor("Pat Sampleton"), process: Process::this() };
            for (text, parked) in [("the first", Some(NOON)), ("the second", None)] {
                let claim = store.start_call(&me, NOON).unwrap();
                let draft = Draft { parked, ..typed(claim.id, text) };
                store.save_draft(claim, &draft, NOON).unwrap();
            }
            say("parked");
            hang();
        }
        "transaction-left-open" => {
            let _ = store.write(NOON, |tx| {
                tx.execute("UPDATE meta SET value = 5000 WHERE name = 'last_contact'", []).unwrap();
                say("writing");
                hang();
                #[expect(unreachable_code, reason = "gives the closure its type")]
                Ok(())
            });
        }
        "import-and-stop-half-way" => {
            let part = |n| Part { file: "ab12", part: n, last: n == 2, bad: 0, columns: None };
            let (first, second) = (people(0..50), people(50..100));
            let counts = store.import_people(&actor("Jo Testerby"), NOON, &part(1), &first).unwrap();
            say(counts.new);
            // What the second part would do, stopped before it is committed.
            let _ = store.write(NOON, |tx| {
                for person in &second {
                    let sql = "INSERT INTO person SELECT NULL, ?1, kind, forename, surname, also_known_as, birth, due, mother,
                         sex, address, postcode, phone, nhs_number, upn, open_to, closed_on, closed_team, plan, shared_on,
                         home, line, changed FROM person WHERE n = 1";
                    tx.execute(sql, [&person.id]).unwrap();
                }
                say("half-way");
                hang();
                #[expect(unreachable_code, reason = "gives the closure its type")]
                Ok(())
            });
        }
        other => panic!("{other}?"),
    }
}

/// Children with these numbers.
fn people(numbers: std::ops::Range<u32>) -> Vec<KnownPerson> {
    let person = |n: u32| {
        let text =
            format!("{{\"id\":\"P{n}\",\"kind\":\"child\",\"forename\":\"Ben\",\"surname\":\"Mockford\"}}");
        serde_json::from_str(&text).unwrap()
    };
    numbers.map(person).collect()
}

/// A call in which this note is being typed.
fn typed(id: ContactId, text: &str) -> Draft {
    let mut draft = Draft::new(id, actor("Pat Sampleton"), NOON, Intake::new(ContactKind::Referral));
    draft.note_in_hand = text.into();
    draft
}

#[test]
fn a_process_killed_inside_a_save_leaves_nothing_of_it() {
    let (dir, mut store) = desk();
    note(&mut store, 1001);
    let mut writer = child(&dir.path().join("desk"), "transaction-left-open");
    assert_eq!(answers(&mut writer).next().as_deref(), Some("writing"));
    assert!(store.is_shared().unwrap());
    writer.kill().unwrap();
    writer.wait().unwrap();
    while store.is_shared().unwrap() {
        // Another test may be starting a child at this moment.
        std::thread::yield_now();
    }
    note(&mut store, 1001);
    assert_eq!(version(&store, 1001), 2);
    let me = Holder { actor: actor("Jo Testerby"), process: Process::this() };
    assert_eq!(store.start_call(&me, NOON).unwrap().id, ContactId(1001), "its half of a change is gone");
}

#[test]
fn an_import_killed_half_way_leaves_whole_parts_and_is_finished_by_importing_again() {
    let (dir, mut store) = desk();
    let mut importer = child(&dir.path().join("desk"), "import-and-stop-half-way");
    let mut said = answers(&mut importer);
    assert_eq!(said.next().as_deref(), Some("50"));
    assert_eq!(said.next().as_deref(), Some("half-way"));
    importer.kill().unwrap();
    importer.wait().unwrap();
    let report = store.verify().unwrap();
    assert!(report.is_good(), "{report:?}");
    assert_eq!(
        report.checks.iter().find(|check| check.name == "people").map(|check| check.looked_at),
        Some(50)
    );

    let part = Part { file: "ab12", part: 1, last: true, bad: 0, columns: None };
    let counts = store.import_people(&actor("Jo Testerby"), NOON, &part, &people(0..100)).unwrap();
    assert_eq!(counts, Counts { new: 50, updated: 0, unchanged: 50 });
    assert!(store.verify().unwrap().is_good());
}

#[test]
fn a_parked_call_and_the_one_it_was_parked_for_survive_kill_9() {
    let (dir, mut store) = desk();
    let mut other = child(&dir.path().join("desk"), "park-a-call");
    assert_eq!(answers(&mut other).next().unwrap(), "parked");
    let me = Holder { actor: actor("Jo Testerby"), process: Process::this() };
    let take = |store: &mut Store, id| store.take_draft(ContactId(id), &me, Grip::IfFree, NOON).unwrap();
    assert!(
        matches!(take(&mut store, 1001), Took::Ours(..)),
        "a parked call is free while its terminal lives"
    );
    assert!(matches!(take(&mut store, 1002), Took::Held(_)), "the one being taken is not");
    other.kill().unwrap();
    other.wait().unwrap();
    for (id, text, parked) in [(1001, "the first", Some(NOON)), (1002, "the second", None)] {
        let Took::Ours(_, draft) = take(&mut store, id) else {
            panic!("the call of a killed terminal was not free");
        };
        assert_eq!((draft.note_in_hand.as_str(), draft.parked), (text, parked));
    }
}

#[test]
fn a_call_is_taken_over_from_a_living_terminal_with_a_reason_that_stays() {
    let (dir, mut store) = desk();
    let mut other = child(&dir.path().join("desk"), "hold-a-call");
    let id = ContactId(answers(&mut other).next().unwrap().parse().unwrap());
    let me = Holder { actor: actor("Jo Testerby"), process: Process::this() };
    assert!(store.take_over(id, &me, "  ", NOON).is_err(), "not without a reason");
    let (claim, draft) = store.take_over(id, &me, "they went home", NOON).unwrap();
    assert_eq!(draft.note_in_hand, "all of it");
    store.save_draft(claim, &draft, NOON).unwrap();
    let last = events::since(store.conn(), events::DESK, 1).unwrap().pop().unwrap();
    assert_eq!(last.kind, "draft-taken-over");
    let body = last.body.unwrap();
    assert!(body.contains("they went home") && body.contains("pat.sampleton"), "{body}");
    other.kill().unwrap();
    other.wait().unwrap();
}

#[test]
fn a_call_is_left_to_its_terminal_and_free_once_that_is_killed() {
    let (dir, mut store) = desk();
    let mut other = child(&dir.path().join("desk"), "hold-a-call");
    let id = ContactId(answers(&mut other).next().unwrap().parse().unwrap());
    let me = Holder { actor: actor("Jo Testerby"), process: Process::this() };
    let held = store.take_draft(id, &me, Grip::IfFree, NOON).unwrap();
    assert_eq!(held, Took::Held(actor("Pat Sampleton")));
    other.kill().unwrap();
    other.wait().unwrap();
    let Took::Ours(_, draft) = store.take_draft(id, &me, Grip::IfFree, NOON).unwrap() else {
        panic!("the call of a killed terminal was not free");
    };
    assert_eq!(draft.note_in_hand, "all of it");
}

/// Opens eight records for the first time in this process, all at the same moment. How many could be opened.
fn opened_at_once(dir: &std::path::Path) -> usize {
    let ready = std::sync::Barrier::new(8);
    let open = &|number: usize| {
        let dek = Dek::random().unwrap();
        ready.wait();
        connection::open(&dir.join(number.to_string()), &dek, Access::Create).is_ok()
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|number| scope.spawn(move || open(number))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).filter(|opened| *opened).count()
    })
}

/// SQLite says that it is ready before SQLCipher is: a second thread that was quick was told that its key is empty.
#[test]
fn the_first_records_of_a_process_may_be_opened_at_the_same_moment() {
    for _ in 0..20 {
        let dir = tempfile::tempdir().unwrap();
        let mut other = child(dir.path(), "open-at-once");
        let opened: Vec<String> = answers(&mut other).collect();
        assert_eq!(opened, ["8"]);
        other.wait().unwrap();
    }
}
