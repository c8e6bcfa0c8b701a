//! A disk that fails once, at any of the first calls that a terminal makes to it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};

use dutydesk::domain::event::Event;
use dutydesk::domain::ids::ContactId;
use dutydesk::port::{Reply, Request, Token};
use dutydesk::store::Store;
use dutydesk::store::open::Missing;
use dutydesk::store::worker::Worker;

use crate::acked::{Acknowledged, filing, typed, words_of};
use crate::children::{Crowd, knob, measured, say};
use crate::machine;
use crate::support::{NOON, actor, numbered, open};

const FAIL: &str = include_str!("fail.c");
/// Cases at once: most of their time is waiting for the disk.
const AT_ONCE: usize = 4;
const KINDS: [&str; 3] = ["eio", "enospc", "short"];
/// Words typed in each of the two calls.
const WORDS: u32 = 6;
/// A fault that comes once may be met again by what it broke; more often than this, nothing recovers.
const TRIES: usize = 4;

/// A terminal that says whatever goes wrong and goes on, as a person would.
struct Terminal {
    worker: Worker,
    told: Receiver<Reply>,
}

/// Takes two calls, files the first and adds to it. Whatever fails is tried again.
pub(crate) fn meet_a_fault(dir: &Path) {
    let (tell, told) = mpsc::channel();
    let worker = Worker::spawn(opened(dir), move |reply| drop(tell.send(reply))).unwrap();
    let terminal = Terminal { worker, told };
    let first = terminal.call(1);
    terminal.until_saved(2, first, |token| {
        let events = filing(&typed(first, WORDS));
        Request::File { token, id: first, events }
    });
    say(format_args!("stands {} 1", first.0));
    for version in 1..=12_u32 {
        terminal.until_saved(2 + u64::from(version), first, |token| {
            let events = numbered(version, vec![Event::NoteAdded { text: "rang back".into() }]);
            Request::Append { token, id: first, expected: version, events }
        });
        say(format_args!("stands {} {}", first.0, version + 1));
    }
    let second = terminal.call(20);
    terminal.worker.stop();
    for reply in terminal.told.try_iter() {
        complaint(&reply);
    }
    say(format_args!("left {}", second.0));
}

fn opened(dir: &Path) -> Store {
    let tried = (0..TRIES)
        .find_map(|_| open(dir, Missing::Refuse).map_err(|e| say(format_args!("trouble {e}"))).ok());
    tried.unwrap_or_else(|| panic!("the desk does not open although the disk is well again"))
}

/// Says what a reply complains of. Whether it does.
fn complaint(reply: &Reply) -> bool {
    let Reply::Failed { trouble, .. } = reply else { return false };
    say(format_args!("trouble {trouble}"));
    true
}

impl Terminal {
    /// Starts a call and types.
    fn call(&self, token: u64) -> ContactId {
        let taker = actor("Pat Sampleton");
        let start = |token| Request::StartCall { token, taker: taker.clone(), now: NOON };
        let id = self.until(Token(token), start, |reply| match reply {
            Reply::CallStarted { id, .. } => Some(*id),
            _ => None,
        });
        for words in 1..=WORDS {
            self.save(id, words);
            say(format_args!("typed {} {words}", id.0));
        }
        id
    }

    /// Saves what is typed, once. If that fails, it is kept and saved with whatever is asked next.
    fn save(&self, id: ContactId, words: u32) {
        let revision = u64::from(words);
        self.worker.ask(Request::SaveDraft { draft: Box::new(typed(id, words)), revision, now: NOON });
        let mut failed = 0;
        loop {
            match self.told.recv().unwrap() {
                Reply::DraftSaved { revision: saved, .. } if saved == revision => return,
                reply => {
                    if complaint(&reply) {
                        failed += 1;
                        assert!(failed <= TRIES, "the draft was never saved");
                        self.worker.ask(Request::CloseContact);
                    }
                }
            }
        }
    }

    fn until_saved(&self, token: u64, id: ContactId, request: impl Fn(Token) -> Request) {
        self.until(Token(token), request, |reply| match reply {
            Reply::Saved { id: saved, .. } => (*saved == id).then_some(()),
            // What was said to have failed is there all the same: the disk failed after it had taken it.
            Reply::Conflict { unseen, .. } => {
                matches!(unseen.as_slice(), [ours] if ours.actor == actor("Jo Testerby")).then_some(())
            }
            Reply::Failed { trouble, .. } => trouble.what.contains("no longer being taken").then_some(()),
            _ => None,
        });
    }

    /// Asks until it is done.
    fn until<T>(
        &self,
        token: Token,
        request: impl Fn(Token) -> Request,
        done: impl Fn(&Reply) -> Option<T>,
    ) -> T {
        for _ in 0..=TRIES {
            self.worker.ask(request(token));
            loop {
                let reply = self.told.recv().unwrap();
                if let Some(value) = done(&reply) {
                    return value;
                }
                complaint(&reply);
                if matches!(reply, Reply::Failed { token: Some(ours), .. } if ours == token) {
                    break;
                }
            }
        }
        panic!("it was never done: {:?}", request(token));
    }
}

#[test]
fn an_error_at_any_call_to_the_disk_is_told_and_nothing_acknowledged_is_lost() {
    let _alone = crate::alone();
    let tools = tempfile::tempdir().unwrap();
    let shim = machine::compiled(tools.path(), FAIL, &["-shared", "-fPIC", "-ldl"]);
    let made = tools.path().join("made");
    drop(open(&made, Missing::MakeTraining).unwrap());

    // One way to fail at each call in the small run, every way in the long one.
    let (calls, ways) = (200, knob("DUTYDESK_FAULTS", 1));
    let cases = (1..=calls).flat_map(|at| (0..ways).map(move |way| (at, KINDS[(at + way) % KINDS.len()])));
    let cases = Mutex::new(cases);
    let (failed, told) = (Mutex::new(BTreeMap::new()), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let Some((at, how)) = cases.lock().unwrap().next() else { return };
                    let (call, complaints) = one_fault(&shim, &made, at, how);
                    told.fetch_add(usize::from(complaints > 0), Ordering::Relaxed);
                    *failed.lock().unwrap().entry(call).or_insert(0) += 1;
                }
            });
        }
    });
    let (failed, told) = (failed.into_inner().unwrap(), told.into_inner());
    let all: i32 = failed.values().sum();
    measured(&format!("errors of the disk: {all} injected {failed:?}, {told} told on the screen, 0 lost"));
    // What SQLite does not tell us of (a directory that could not be flushed) we cannot tell either.
    assert!(told * 50 >= ways * calls * 49, "only {told} of {all} errors were told");
}

/// Which call failed, and how many complaints there were.
fn one_fault(shim: &Path, made: &Path, at: usize, how: &str) -> (String, usize) {
    let place = tempfile::tempdir().unwrap();
    let (desk, mark) = (place.path().canonicalize().unwrap().join("desk"), place.path().join("mark"));
    copy(made, &desk);
    let mut crowd = Crowd::dressed([format!("meet-a-fault {}", desk.display())], |command| {
        command
            .env("LD_PRELOAD", shim)
            .env("FAIL_UNDER", &desk)
            .env("FAIL_AT", at.to_string())
            .env("FAIL_HOW", how)
            .env("FAIL_MARK", &mark);
    });
    let (mut heard, mut complaints, mut left) = (Acknowledged::default(), Vec::new(), None);
    while let Some(said) = crowd.next() {
        heard.hear(&said);
        if let Some(trouble) = said.strip_prefix("trouble ") {
            complaints.push(trouble.to_owned());
        }
        left = said.strip_prefix("left ").map(|id| id.parse().unwrap()).or(left);
    }
    assert_eq!(crowd.finish(), [""; 0]);
    let failed =
        fs::read_to_string(&mark).unwrap_or_else(|_| panic!("the terminal makes fewer than {at} calls"));
    for complaint in &complaints {
        let clear = complaint.starts_with("Could not ") && complaint.matches(". ").count() >= 2;
        assert!(clear && !complaint.contains("fault of dutydesk"), "{how} at {at}, {failed}: {complaint}");
    }
    let mut store = open(&desk, Missing::Refuse).unwrap();
    heard.must_be_in(&mut store);
    assert_eq!(
        words_of(&store, left.unwrap()),
        WORDS,
        "the call that was left open, {how} at {at}, {failed}"
    );
    (failed, complaints.len())
}

/// A desk, file by file.
fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    fs::set_permissions(to, fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}
