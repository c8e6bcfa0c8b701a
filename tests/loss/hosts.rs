//! What else a host does to a desk: files made read-only, clocks that jump, a process stopped while it holds the lock.

use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use chrono::TimeDelta;
use dutydesk::clock::{Clock, ManualClock};
use dutydesk::domain::codes::ContactKind;
use dutydesk::domain::command::Command;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::decide;
use dutydesk::domain::event::Received;
use dutydesk::domain::intake::{Intake, NoteLine};
use dutydesk::domain::when::Moment;
use dutydesk::port::{Reply, Request, Token};
use dutydesk::protocols;
use dutydesk::store::Store;
use dutydesk::store::drafts::Holder;
use dutydesk::store::open::Missing;
use dutydesk::store::process::Process;
use dutydesk::store::worker::Worker;
use rustix::fs::{FlockOperation, flock};
use rustix::process::{Signal, getpid, kill_process};

use crate::acked::typed;
use crate::children::{Crowd, measured, say, told};
use crate::machine;
use crate::support::{NOON, actor, desk, note, open, reopen, set_mode, version};

/// Far from the numbers that calls are given.
const CONTACT: u64 = 9001;
/// Somebody who is not root: root is refused nothing.
const NOBODY: u32 = 65534;
/// More saves than the head file has lines, so that it is to be cut back in a directory that lets nothing be made.
const MANY: u32 = 300;

/// Saves as often as told, and says how the contact stands or what went wrong.
pub(crate) fn save_when_told(dir: &Path) {
    let mut store = match open(dir, Missing::MakeTraining) {
        Ok(store) => store,
        Err(refused) => return say(format_args!("refused {:?} {refused}", refused.kind)),
    };
    say("ready");
    while told() {
        for _ in 0..MANY {
            note(&mut store, CONTACT);
        }
        let trouble = store.take_trouble_beside().map(|e| e.to_string()).unwrap_or_default();
        say(format_args!("{} {trouble}", version(&store, CONTACT)));
    }
}

#[test]
fn a_desk_made_read_only_under_an_open_terminal_loses_nothing_and_opens_again() {
    let _alone = crate::alone();
    let place = tempfile::tempdir().unwrap();
    set_mode(place.path(), 0o755);
    let home = place.path().join("home");
    fs::create_dir(&home).unwrap();
    let program = place.path().join("tests");
    if machine::is_root() {
        chown(&home, Some(NOBODY), Some(NOBODY)).unwrap();
        // Where this program lies, nobody may look.
        fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    }
    let desk = home.join("desk");
    let terminal = || {
        let order = [format!("save-when-told {}", desk.display())];
        if !machine::is_root() {
            return Crowd::start(order);
        }
        Crowd::of(&program, order, |command| {
            command.uid(NOBODY).gid(NOBODY).current_dir("/");
        })
    };
    let mut first = terminal();
    first.all_say("ready");
    first.tell("go");
    assert_eq!(first.next().unwrap(), format!("{MANY} "));

    // Whoever has it open goes on; what cannot be done beside a save is told, and the saves stand.
    modes(&desk, 0o400, 0o500);
    first.tell("go");
    let said = first.next().unwrap();
    assert!(said.starts_with(&format!("{} Could not note what was saved", 2 * MANY)), "{said}");
    assert!(said.contains("What you did is saved"), "{said}");
    assert_eq!(first.finish(), [""; 0]);

    // Whoever starts now is told what to do, and it helps.
    let mut second = terminal();
    let said = second.next().unwrap();
    assert!(said.starts_with("refused ReadOnly ") && said.contains("chmod -R u+rwX"), "{said}");
    assert_eq!(second.finish(), [""; 0]);
    modes(&desk, 0o600, 0o700);
    let mut third = terminal();
    third.all_say("ready");
    third.tell("go");
    assert_eq!(third.next().unwrap(), format!("{} ", 3 * MANY));
    assert_eq!(third.finish(), [""; 0]);
    let mut store = open(&desk, Missing::Refuse).unwrap();
    assert_eq!(store.findings(), []);
    assert!(store.verify().unwrap().is_good());
    measured(&format!(
        "read-only desk: {MANY} saves on open files, {} acknowledged in all, 0 lost",
        3 * MANY
    ));
}

/// Sets the modes of a desk's files and of its directories.
fn modes(desk: &Path, file: u32, dir: u32) {
    for entry in fs::read_dir(desk).unwrap().map(Result::unwrap) {
        set_mode(&entry.path(), if entry.path().is_dir() { dir } else { file });
    }
    set_mode(desk, dir);
}

/// Begins a save, and is stopped in the middle of it.
pub(crate) fn stop_in_a_save(dir: &Path) {
    let mut store = open(dir, Missing::Refuse).unwrap();
    let seen = version(&store, CONTACT);
    store
        .write(NOON, |tx| {
            tx.execute("UPDATE meta SET value = value WHERE name = 'kind'", []).unwrap();
            say("writing");
            kill_process(getpid(), Signal::STOP).unwrap();
            // This thread may run on a little before the stop reaches it.
            assert!(told());
            Ok(())
        })
        .unwrap();
    // The others could not go on meanwhile.
    assert_eq!(version(&store, CONTACT), seen);
    say("went on");
}

#[test]
fn a_terminal_stopped_in_a_save_holds_others_up_with_words_until_it_goes_on() {
    let _alone = crate::alone();
    let (dir, mut store) = desk();
    note(&mut store, CONTACT);
    let (tell, replies) = mpsc::channel();
    let worker = Worker::spawn(store, move |reply| drop(tell.send(reply))).unwrap();
    let next = || replies.recv_timeout(Duration::from_mins(1)).unwrap();
    worker.ask(Request::StartCall { token: Token(1), taker: actor("Pat Sampleton"), now: NOON });
    let Reply::CallStarted { id, .. } = next() else { panic!("no number") };

    let order = format!("stop-in-a-save {}", dir.path().join("desk").display());
    let mut stopped = Crowd::start([order]);
    stopped.all_say("writing");
    worker.ask(Request::SaveDraft { draft: Box::new(typed(id, 7)), revision: 1, now: NOON });
    let reply = next();
    let Reply::Failed { trouble, .. } = reply else { panic!("not told: {reply:?}") };
    assert!(trouble.what.contains("kept the record locked for five seconds"), "{trouble}");
    assert!(trouble.safe.contains("still on the screen"), "{trouble}");
    assert!(trouble.advice.contains("stopped dutydesk"), "{trouble}");
    // Others can start, and read everything, meanwhile.
    assert_eq!(version(&reopen(&dir), CONTACT), 1);

    stopped.signal(Signal::CONT);
    stopped.tell("go on");
    assert_eq!(stopped.finish(), ["went on"]);
    // The draft was kept, and is saved without being asked for.
    while next() != (Reply::DraftSaved { id, revision: 1, at: NOON }) {}
    worker.stop();
    let mut store = reopen(&dir);
    assert_eq!(crate::acked::words_of(&store, id.0), 7);
    assert!(store.verify().unwrap().is_good());
    measured(
        "stopped while holding the lock: told after five seconds, 0 lost, saved by itself when the other went on",
    );
}

#[test]
fn a_terminal_stopped_at_the_head_file_does_not_hang_the_others() {
    let _alone = crate::alone();
    let (dir, mut store) = desk();
    note(&mut store, CONTACT);
    let theirs = fs::File::open(store.paths().head()).unwrap();
    flock(&theirs, FlockOperation::LockExclusive).unwrap();
    note(&mut store, CONTACT);
    let told = store.take_trouble_beside().unwrap().to_string();
    assert!(told.contains("What you did is saved") && told.contains("stopped dutydesk"), "{told}");
    drop(theirs);
    note(&mut store, CONTACT);
    assert!(store.take_trouble_beside().is_none());
    drop(store);
    let mut store = reopen(&dir);
    assert_eq!(version(&store, CONTACT), 3);
    assert_eq!(store.findings(), []);
    assert!(store.verify().unwrap().is_good());
}

/// What is owed and when, in order.
fn owed(contact: &Contact) -> Vec<String> {
    contact.running().iter().map(|clock| format!("{:?}", clock.deadline)).collect()
}

/// Files a contact with its real clocks.
fn filed(store: &mut Store, now: Moment) -> Contact {
    let me = actor("Jo Testerby");
    let protocol = protocols::built_in(protocols::DEFAULT).unwrap();
    let claim = store.start_call(&Holder { actor: me.clone(), process: Process::this() }, now).unwrap();
    let mut intake = Intake::new(ContactKind::Referral);
    intake.notes.push(NoteLine { at: now, text: "frightened".into(), used: false });
    let received = Received::new(now, None, intake);
    let events = decide::file(claim.id, received, &me, &protocol, now).unwrap();
    store.file(claim, &events).unwrap()
}

#[test]
fn a_clock_that_jumps_moves_no_deadline_and_mixes_nothing_up() {
    let _alone = crate::alone();
    let protocol = protocols::built_in(protocols::DEFAULT).unwrap();
    let me = actor("Jo Testerby");
    let spring = Moment::from_millis(1_774_746_000_000); // 29 March 2026, 01:00 UTC
    let autumn = Moment::from_millis(1_792_890_000_000); // 25 October 2026, 01:00 UTC
    let half = TimeDelta::minutes(30);
    let hour = TimeDelta::hours(1);
    let mut jumps = 0;
    for around in [NOON, spring, autumn] {
        for jump in [-hour, hour] {
            let (dir, mut store) = desk();
            let clock = ManualClock::new(around - half);
            let contact = filed(&mut store, clock.now());
            let (id, owed_before) = (contact.id, owed(&contact));
            assert!(!owed_before.is_empty());

            clock.advance(jump);
            let noted = store.note_time(&me, clock.now()).unwrap();
            assert_eq!(
                noted.is_some(),
                jump < TimeDelta::zero(),
                "a clock set back is noted, one set on cannot be told"
            );
            let note = Command::AddNote { text: "after the jump".into() };
            store.act(id, &note, &me, &protocol, clock.now()).unwrap();
            // The clock is put right again.
            clock.advance(-jump);
            clock.advance(half + half);
            store.act(id, &note, &me, &protocol, clock.now()).unwrap();
            drop(store);

            let mut store = reopen(&dir);
            let after = store.contact(id, &actor("Jo Testerby")).unwrap().unwrap();
            assert_eq!(owed(&after), owed_before, "a deadline moved");
            assert_eq!(after.version, contact.version + 2);
            assert!(after.history.is_sorted_by_key(|recorded| recorded.seq));
            assert_eq!(store.findings(), []);
            assert!(store.verify().unwrap().is_good());
            jumps += 1;
        }
    }
    measured(&format!(
        "clock jumps: {jumps} of an hour, on a plain day and over both changes of the clocks, no deadline moved"
    ));
}
