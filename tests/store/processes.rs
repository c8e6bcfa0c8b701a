//! Several processes on one desk, some of them killed.
//!
//! A child is this very test program, told on its standard input what to do; it answers on standard output.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use dutydesk::store::drafts::{self, Grip, Holder};
use dutydesk::store::error::Kind;
use dutydesk::store::events::{self, Refused};
use dutydesk::store::open::Missing;
use dutydesk::store::process::Process;

use crate::support::*;

/// Starts a child that does `what` on the desk in `dir`.
fn child(dir: &std::path::Path, what: &str) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "processes::the_child", "--ignored", "--nocapture", "--test-threads=1"])
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
    let mut store = open(dir, Missing::MakeTraining).unwrap();
    let pid = i64::from(std::process::id());
    match what {
        "start" => say("started"),
        "write-for-ever" => loop {
            note(&mut store, pid);
            say(events::version(store.conn(), pid).unwrap());
        },
        "count-to-fifty" => {
            for _ in 0..50 {
                count(&mut store);
            }
            say("counted");
        }
        "hold-a-call" => {
            let me = Holder { user: "p.sampleton".into(), process: Process::this() };
            let claim = store
                .write(NOON, |tx| {
                    let claim = drafts::begin(tx, &me, NOON, |_| Ok("{}".into()))?;
                    drafts::save(tx, claim, NOON, "{\"typed\":\"all of it\"}")?;
                    Ok(claim)
                })
                .unwrap();
            say(claim.contact_id);
            hang();
        }
        "transaction-left-open" => {
            let _ = store.write(NOON, |tx| {
                events::append(tx, 1001, events::version(tx, 1001)?, &[event("unsaved")])?;
                say("writing");
                hang();
                #[expect(unreachable_code, reason = "gives the closure its type")]
                Ok(())
            });
        }
        other => panic!("{other}?"),
    }
}

/// Adds one to the number in R-1001's last event, seeing what stands there; begins again on a conflict.
fn count(store: &mut dutydesk::store::Store) {
    loop {
        let seen = events::since(store.conn(), 1001, 0).unwrap();
        let last: u32 = seen.last().map_or(0, |e| e.kind.parse().unwrap());
        let version = u32::try_from(seen.len()).unwrap();
        match append(store, 1001, version, &(last + 1).to_string()) {
            Ok(()) => return,
            Err(Refused::Conflict { unseen }) => assert!(!unseen.is_empty()),
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[test]
fn sixteen_first_starts_at_once_make_one_desk() {
    for _ in 0..3 {
        let dir = tempfile::tempdir().unwrap();
        let desk = dir.path().join("desk");
        let mut children: Vec<_> = (0..16).map(|_| child(&desk, "start")).collect();
        for child in &mut children {
            assert_eq!(answers(child).collect::<Vec<_>>(), ["started"]);
            assert!(child.wait().unwrap().success());
        }
        let mut store = reopen(&dir);
        assert_eq!(events::tip(store.conn()).unwrap().seq, 1, "founded once");
        assert!(store.verify().unwrap().is_good());
    }
}

#[test]
fn twelve_writers_lose_no_update() {
    let (dir, store) = desk();
    drop(store);
    let desk = dir.path().join("desk");
    let mut children: Vec<_> = (0..12).map(|_| child(&desk, "count-to-fifty")).collect();
    for child in &mut children {
        assert_eq!(answers(child).collect::<Vec<_>>(), ["counted"]);
    }
    for mut child in children {
        child.wait().unwrap();
    }
    let mut store = reopen(&dir);
    let all = events::since(store.conn(), 1001, 0).unwrap();
    assert_eq!(all.last().unwrap().kind, "600");
    assert_eq!(all.len(), 600);
    assert_eq!(store.findings(), []);
    assert!(store.verify().unwrap().is_good());
}

#[test]
fn what_was_acknowledged_survives_kill_9() {
    let (dir, store) = desk();
    drop(store);
    let desk = dir.path().join("desk");
    for round in 0..20_usize {
        let mut writers = [child(&desk, "write-for-ever"), child(&desk, "write-for-ever")];
        let mut saved = Vec::new();
        for writer in &mut writers {
            let mut said = answers(writer);
            let acknowledged = said.nth(3 + round).unwrap();
            writer.kill().unwrap();
            // Whatever else it managed to say before it died counts as well.
            saved.push((i64::from(writer.id()), said.last().unwrap_or(acknowledged).parse::<u32>().unwrap()));
            writer.wait().unwrap();
        }
        let mut store = reopen(&dir);
        assert_eq!(store.findings(), []);
        for (contact, version) in saved {
            let stands = events::version(store.conn(), contact).unwrap();
            assert!(stands >= version, "R-{contact}: {version} acknowledged, {stands} there");
        }
        if round % 5 == 0 {
            let report = store.verify().unwrap();
            assert!(report.is_good(), "{report:?}");
        }
    }
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
    assert!(!store.is_shared().unwrap());
    note(&mut store, 1001);
    assert_eq!(events::version(store.conn(), 1001).unwrap(), 2);
}

#[test]
fn a_call_is_left_to_its_terminal_and_free_once_that_is_killed() {
    let (dir, mut store) = desk();
    let mut other = child(&dir.path().join("desk"), "hold-a-call");
    let contact: i64 = answers(&mut other).next().unwrap().parse().unwrap();
    let me = Holder { user: "j.testerby".into(), process: Process::this() };
    let mut take = || store.write(NOON, |tx| Ok(drafts::take(tx, contact, &me, Grip::IfFree)?));
    let Err(Refused::Trouble(refused)) = take() else { panic!("the call was taken from a living terminal") };
    assert_eq!(refused.kind, Kind::Busy);
    assert!(refused.to_string().contains("being taken by p.sampleton"), "{refused}");
    other.kill().unwrap();
    other.wait().unwrap();
    assert_eq!(take().unwrap().body, "{\"typed\":\"all of it\"}");
}
