//! Twelve processes on one desk: how long a save takes, how soon others see it, and that nobody's work is lost in anybody's.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use dutydesk::domain::contact::Contact;
use dutydesk::domain::draft::Draft;
use dutydesk::domain::event::{Event, Recorded};
use dutydesk::domain::ids::ContactId;
use dutydesk::port::{BoardUpdate, Reply, Request, Token};
use dutydesk::store::Store;
use dutydesk::store::drafts::{Grip, Holder, Took};
use dutydesk::store::error::Kind;
use dutydesk::store::events::Refused;
use dutydesk::store::open::Missing;
use dutydesk::store::process::Process;
use dutydesk::store::worker::Worker;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::time::{ClockId, Timespec, clock_gettime};

use crate::acked::{filing, typed};
use crate::children::{Crowd, knob, measured, say, told};
use crate::support::{NOON, actor, desk, note, numbered, open, reopen};

const TERMINALS: usize = 12;
/// Twice a second.
const TURN_MS: u64 = 500;
const CONTACTS: u64 = 20;
const FIRST: u64 = 1001;

/// Milliseconds on a clock that all processes of the machine share.
fn instant() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    u64::try_from(now.tv_sec * 1000 + now.tv_nsec / 1_000_000).unwrap()
}

/// Whether nothing was told until this instant.
fn silent_until(turn: u64) -> bool {
    loop {
        let left = i64::try_from(turn.saturating_sub(instant())).unwrap();
        let wait = Timespec { tv_sec: left / 1000, tv_nsec: left % 1000 * 1_000_000 };
        let stdin = std::io::stdin();
        match poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&wait)) {
            Ok(0) => return true,
            Ok(_) => return false,
            Err(interrupted) => assert_eq!(interrupted, rustix::io::Errno::INTR),
        }
    }
}

/// A terminal with the board on its screen, which saves something twice a second until told to stop, and says what it sees.
pub(crate) fn work(dir: &Path, number: u64) {
    let store = open(dir, Missing::Refuse).unwrap();
    let (tell, told_us) = mpsc::channel();
    let worker = Worker::spawn(store, move |reply| {
        let at = instant();
        match &reply {
            Reply::Board(BoardUpdate { rows, .. }) => {
                for row in rows {
                    say(format_args!("saw {number} {} {} {at}", row.id.0, row.version));
                }
            }
            Reply::Drafts(calls) => {
                for call in calls {
                    say(format_args!("saw {number} {} 0 {at}", call.id.0));
                }
            }
            _ => {}
        }
        let _ = tell.send(reply);
    })
    .unwrap();
    let until = |mut pick: Box<dyn FnMut(Reply) -> Option<u64>>| loop {
        let reply = told_us.recv().unwrap();
        if let Reply::Failed { trouble, .. } = &reply {
            say(format_args!("trouble {trouble}"));
        }
        if let Some(found) = pick(reply) {
            return found;
        }
    };
    worker.ask(Request::StartCall { token: Token(1), taker: actor("Pat Sampleton"), now: NOON });
    let id = ContactId(until(Box::new(|reply| match reply {
        Reply::CallStarted { id, .. } => Some(id.0),
        _ => None,
    })));
    worker.ask(Request::File { token: Token(2), id, events: filing(&typed(id, 1)) });
    until(Box::new(|reply| matches!(reply, Reply::Saved { .. }).then_some(0)));
    worker.ask(Request::WatchBoard);
    say("ready");
    assert!(told());
    // Not all at the same moment.
    let mut turn = instant() + number * TURN_MS / TERMINALS as u64;
    for version in 1_u32.. {
        if !silent_until(turn) {
            break;
        }
        turn += TURN_MS;
        let events = numbered(version, vec![Event::NoteAdded { text: "rang back".into() }]);
        let began = instant();
        worker.ask(Request::Append { token: Token(2 + u64::from(version)), id, expected: version, events });
        until(Box::new(|reply| matches!(reply, Reply::Saved { .. }).then_some(0)));
        say(format_args!("saved {number} {} {} {began} {}", id.0, version + 1, instant()));
    }
    say("stopped");
    // Goes on looking, and begins a call whenever told to, until nothing more is told.
    while told() {
        let began = instant();
        worker.ask(Request::StartCall { token: Token(0), taker: actor("Pat Sampleton"), now: NOON });
        let call = until(Box::new(|reply| match reply {
            Reply::CallStarted { id, .. } => Some(id.0),
            _ => None,
        }));
        say(format_args!("saved {number} {call} 0 {began} {}", instant()));
    }
    worker.stop();
}

/// What was said of saves and of what was seen of them.
#[derive(Default)]
struct Heard {
    took: Vec<u64>,
    saved: Vec<(u64, u64, u64, u64)>,
    saw: HashMap<(u64, u64), Vec<(u64, u64)>>,
    trouble: Vec<String>,
}

impl Heard {
    fn hear(&mut self, said: &str) {
        let (what, rest) = said.split_once(' ').unwrap();
        if what == "trouble" {
            return self.trouble.push(rest.to_owned());
        }
        let n: Vec<u64> = rest.split(' ').map(|n| n.parse().unwrap()).collect();
        match (what, n.as_slice()) {
            ("saved", [who, id, version, began, ended]) => {
                self.took.push(ended - began);
                self.saved.push((*who, *id, *version, *ended));
            }
            ("saw", [who, id, version, at]) => self.saw.entry((*who, *id)).or_default().push((*version, *at)),
            _ => panic!("{said}?"),
        }
    }

    /// How long each save took to be seen by each of the others; none as long as somebody has not seen one.
    fn seen(&self) -> Option<Vec<u64>> {
        let mut all = Vec::new();
        for (by, id, version, at) in &self.saved {
            for who in (0..TERMINALS as u64).filter(|who| who != by) {
                let saw = self.saw.get(&(who, *id))?;
                let first = saw.iter().filter(|(seen, _)| seen >= version).map(|(_, at)| *at).min()?;
                all.push(first.saturating_sub(*at));
            }
        }
        Some(all)
    }
}

/// The value that 99 of 100 do not exceed, and the largest.
fn worst(mut times: Vec<u64>) -> (u64, u64) {
    times.sort_unstable();
    (times[(times.len() * 99).div_ceil(100) - 1], times[times.len() - 1])
}

#[test]
fn twelve_terminals_save_quickly_and_see_each_others_saves() {
    let _alone = crate::alone();
    let seconds = knob("DUTYDESK_SECONDS", 5) as u64;
    let (dir, store) = desk();
    drop(store);
    let order = |n| format!("work {} {n}", dir.path().join("desk").display());
    let mut terminals = Crowd::start((0..TERMINALS).map(order));
    let mut heard = Heard::default();
    let mut ready = 0;
    while ready < TERMINALS {
        match terminals.next().unwrap().as_str() {
            "ready" => ready += 1,
            said => heard.hear(said),
        }
    }
    terminals.tell("go");
    let end = instant() + seconds * 1000;
    while let Some(left) = end.checked_sub(instant()).filter(|left| *left > 0) {
        if let Ok(said) = terminals.within(Duration::from_millis(left)) {
            heard.hear(&said.unwrap());
        }
    }
    terminals.tell("stop");
    let mut stopped = 0;
    let seen = loop {
        if let Some(seen) = heard.seen().filter(|_| stopped == TERMINALS) {
            break seen;
        }
        match terminals.next().unwrap().as_str() {
            "stopped" => stopped += 1,
            said => heard.hear(said),
        }
    };
    let idle = idle_share(&mut terminals, &mut heard, Duration::from_secs(seconds));
    let woken = calls_seen_by_sleepers(&mut terminals);
    terminals.finish().iter().for_each(|said| heard.hear(said));
    assert_eq!(heard.trouble, [""; 0], "nobody was ever told to wait");

    let saves = heard.took.len();
    let ((save, slowest), (sight, latest)) = (worst(heard.took), worst(seen));
    measured(&format!(
        "twelve terminals for {seconds} s: {saves} saves, 99 % in {save} ms, all in {slowest} ms; seen by all others: 99 % in {sight} ms, all in {latest} ms; by sleepers: all in {woken} ms; idle: {idle:.2} % of a core each"
    ));
    // The bars are for the long run, on a machine that does nothing else; here, that nobody waits for a time limit.
    let long = seconds >= 30;
    let (save_bar, slowest_bar, sight_bar) = if long { (50, 500, 500) } else { (500, 5_000, 2_000) };
    assert!(save < save_bar, "99 % of the saves took {save} ms");
    assert!(slowest < slowest_bar, "a save took {slowest} ms");
    assert!(sight < sight_bar, "99 % of the saves were seen within {sight} ms");
    assert!(woken < sight_bar, "a call was seen on a sleeping terminal after {woken} ms");
    assert!(!long || idle < 0.5, "idle terminals take {idle} % of a core each");
}

/// One terminal after the other begins a call, on a desk on which nothing was done for a while. How long it takes, at most, until
/// all others have it on their screens.
fn calls_seen_by_sleepers(terminals: &mut Crowd) -> u64 {
    let mut latest = 0;
    for number in 0..TERMINALS {
        terminals.tell_one(number, "call");
        let mut heard = Heard::default();
        latest = loop {
            if let Some(seen) = heard.seen().filter(|seen| !seen.is_empty()) {
                break latest.max(worst(seen).1);
            }
            heard.hear(&terminals.next().unwrap());
        };
    }
    latest
}

/// The share of a core, in percent, that each terminal takes while nobody does anything.
fn idle_share(terminals: &mut Crowd, heard: &mut Heard, span: Duration) -> f64 {
    let ticks = |terminals: &Crowd| -> u32 {
        let of = |pid: rustix::process::Pid| {
            let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap();
            let (_, fields) = stat.rsplit_once(')').unwrap();
            fields.split_whitespace().skip(11).take(2).map(|n| n.parse::<u32>().unwrap()).sum::<u32>()
        };
        terminals.pids().into_iter().map(of).sum()
    };
    let before = ticks(terminals);
    while let Ok(said) = terminals.within(span) {
        heard.hear(&said.unwrap());
    }
    // A tick is a hundredth of a second.
    f64::from(ticks(terminals) - before)
        / 100.0
        / span.as_secs_f64()
        / f64::from(u32::try_from(TERMINALS).unwrap())
        * 100.0
}

/// Adds to contacts as it last saw them, so that most of its edits meet a conflict first. Says what it did.
pub(crate) fn edit(dir: &Path, number: u64, edits: u64) {
    let mut store = open(dir, Missing::Refuse).unwrap();
    let read = |store: &Store, id| store.contact(ContactId(id), &actor("Jo Testerby")).unwrap().unwrap();
    let mut seen: BTreeMap<u64, Contact> =
        (FIRST..FIRST + CONTACTS).map(|id| (id, read(&store, id))).collect();
    let (mut conflicts, mut waits) = (0, 0);
    say("ready");
    assert!(told());
    for edit in 0..edits {
        let id = FIRST + (edit * 7 + number) % CONTACTS;
        loop {
            let contact = seen[&id].clone();
            let text = format!("{number} {edit} {}", contact.version);
            let events = numbered(contact.version, vec![Event::NoteAdded { text }]);
            match store.append(contact.clone(), events) {
                Ok(after) => {
                    seen.insert(id, after);
                    break;
                }
                Err(Refused::Conflict { unseen }) => {
                    conflicts += 1;
                    let now = read(&store, id);
                    // What is reported as unseen begins right after what was seen.
                    let next = now.history.iter().find(|r| r.seq == contact.version + 1).unwrap();
                    assert_eq!(unseen[0].contact_seq, next.seq);
                    seen.insert(id, now);
                }
                // Twelve that never pause: the lock is not fair, and one may wait too long. It is told, and tries again.
                Err(Refused::Trouble(e)) if e.kind == Kind::Busy => waits += 1,
                Err(other) => panic!("{other:?}"),
            }
        }
        if edit % 8 == 7 {
            store.tidy().unwrap();
        }
    }
    say(format_args!("{conflicts} {waits}"));
}

#[test]
fn twelve_writers_lose_no_update_and_every_conflict_is_reported() {
    let _alone = crate::alone();
    let each = (knob("DUTYDESK_EDITS", 2_000) as u64).div_ceil(TERMINALS as u64);
    let (dir, mut store) = desk();
    (FIRST..FIRST + CONTACTS).for_each(|id| note(&mut store, id));
    drop(store);
    let order = |n| format!("edit {} {n} {each}", dir.path().join("desk").display());
    let mut writers = Crowd::start((0..TERMINALS).map(order));
    writers.all_say("ready");
    writers.tell("go");
    let (mut conflicts, mut waits) = (0, 0);
    for said in writers.finish() {
        let (met, waited) = said.split_once(' ').unwrap();
        conflicts += met.parse::<u64>().unwrap();
        waits += waited.parse::<u64>().unwrap();
    }

    let mut store = reopen(&dir);
    let mut there = BTreeSet::new();
    for id in FIRST..FIRST + CONTACTS {
        for Recorded { seq, event, .. } in
            &store.contact(ContactId(id), &actor("Jo Testerby")).unwrap().unwrap().history[1..]
        {
            let Event::NoteAdded { text } = event else { panic!("{event:?}") };
            let n: Vec<u64> = text.split(' ').map(|n| n.parse().unwrap()).collect();
            assert_eq!(u64::from(*seq), n[2] + 1, "written over something its writer had not seen");
            assert!(there.insert((n[0], n[1])), "an edit is there twice");
        }
    }
    let edits = each * TERMINALS as u64;
    assert_eq!(there.len() as u64, edits, "updates were lost");
    assert!(conflicts > 0, "nobody ever met anybody: this run proves nothing");
    assert_eq!(store.findings(), []);
    assert!(store.verify().unwrap().is_good());
    measured(&format!(
        "twelve writers: {edits} edits of {CONTACTS} contacts, {conflicts} conflicts reported, {waits} told to try again, 0 lost"
    ));
}

/// Takes every call that is free, and says which.
pub(crate) fn claim(dir: &Path, number: u64, calls: u64) {
    let mut store = open(dir, Missing::Refuse).unwrap();
    let me = Holder { actor: actor("Pat Sampleton"), process: Process::this() };
    say("ready");
    assert!(told());
    for n in 0..calls {
        // Each in another order, so that they meet everywhere.
        let id = ContactId(FIRST + (n * 7 + number * 3) % calls);
        if let Took::Ours(claim, draft) = store.take_draft(id, &me, Grip::IfFree, NOON).unwrap() {
            store.save_draft(claim, &draft_of(&draft, number), NOON).unwrap();
            say(format_args!("{} {number}", id.0));
        }
    }
    say("done");
    // Alive until all have tried: a call of a terminal that has ended is free.
    while told() {}
}

fn draft_of(draft: &Draft, number: u64) -> Draft {
    Draft { parked: None, note_in_hand: number.to_string(), ..draft.clone() }
}

#[test]
fn twelve_terminals_that_reach_for_the_same_calls_never_both_have_one() {
    let _alone = crate::alone();
    // No multiple of seven: the orders above would not reach every call.
    let calls = knob("DUTYDESK_CLAIMS", 200) as u64 / 7 * 7 + 1;
    let (dir, mut store) = desk();
    let me = Holder { actor: actor("Jo Testerby"), process: Process::this() };
    for _ in 0..calls {
        let claim = store.start_call(&me, NOON).unwrap();
        let parked = Draft { parked: Some(NOON), ..typed(claim.id, 0) };
        store.save_draft(claim, &parked, NOON).unwrap();
    }
    drop(store);
    let order = |n| format!("claim {} {n} {calls}", dir.path().join("desk").display());
    let mut terminals = Crowd::start((0..TERMINALS).map(order));
    terminals.all_say("ready");
    terminals.tell("go");
    let (mut taken, mut done) = (BTreeMap::new(), 0);
    while done < TERMINALS {
        let said = terminals.next().unwrap();
        match said.split_once(' ') {
            None => done += 1,
            Some((id, by)) => {
                assert_eq!(taken.insert(id.to_owned(), by.to_owned()), None, "{id} was given twice");
            }
        }
    }
    assert_eq!(terminals.finish(), [""; 0]);
    assert_eq!(taken.len() as u64, calls, "a free call was given to nobody");
    let store = reopen(&dir);
    for (id, by) in &taken {
        assert_eq!(crate::acked::words_of(&store, id.parse().unwrap()).to_string(), *by);
    }
    let takers: BTreeSet<_> = taken.values().collect();
    assert!(takers.len() > 1, "one had them all: this run proves nothing");
    measured(&format!("claims: {TERMINALS} terminals reached for {calls} calls, each went to exactly one"));
}
