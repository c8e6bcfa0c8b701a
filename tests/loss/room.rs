//! A disk that fills up under an open desk, and has room again.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use dutydesk::domain::ids::ContactId;
use dutydesk::port::{Reply, Request, Token};
use dutydesk::store::Store;
use dutydesk::store::desk::Paths;
use dutydesk::store::drafts::Holder;
use dutydesk::store::error::{Error, Kind, Result};
use dutydesk::store::events::Refused;
use dutydesk::store::open::Missing;
use dutydesk::store::process::Process;
use dutydesk::store::space::{self, Limits};
use dutydesk::store::worker::Worker;

use crate::acked::typed;
use crate::children::{measured, skipped};
use crate::machine::{self, Mounted};
use crate::support::{NOON, actor, append, note, version};

const DISK: u64 = 8 << 20;
const LIMITS: Limits = Limits { low: 2 << 20, reserve: 1 << 20 };
/// Far from the numbers that calls are given.
const CONTACT: u64 = 9001;

fn opened(desk: &Path, missing: Missing) -> Result<Store> {
    Store::open(Paths::new(desk), missing, LIMITS, NOON)
}

/// Lets somebody else take all room but this much.
fn fill(ballast: &Path, paths: &Paths, leave: u64) {
    let mut file = File::options().create(true).append(true).open(ballast).unwrap();
    let block = [7_u8; 4096];
    while space::free(paths).unwrap() > leave && file.write_all(&block).is_ok() {}
}

/// Saves long notes while that goes; how many, and why it stopped or that `enough` was reached.
fn save_until(store: &mut Store, enough: impl Fn(&Store) -> bool) -> (u32, Option<Error>) {
    let text = "the caller goes on and on ".repeat(200);
    for saved in 0..2_000 {
        if enough(store) {
            return (saved, None);
        }
        let seen = store.contact(ContactId(CONTACT), &actor("Jo Testerby")).unwrap().unwrap();
        match append(store, seen, &text) {
            Ok(()) => {}
            Err(Refused::Trouble(e)) => return (saved, Some(e)),
            Err(other) => panic!("{other:?}"),
        }
    }
    panic!("the disk never filled");
}

#[test]
fn a_full_disk_refuses_new_work_then_takes_the_reserve_then_says_so_and_recovers() {
    let _alone = crate::alone();
    let mounted = machine::is_root().then(|| Mounted::small(DISK)).flatten();
    let Some(mounted) = mounted else {
        return skipped("no disk was filled, because only root can mount a small one");
    };
    let (desk, ballast) = (mounted.path().join("desk"), mounted.path().join("ballast"));
    let mut store = opened(&desk, Missing::MakeTraining).unwrap();
    note(&mut store, CONTACT);
    let paths = store.paths().clone();
    let me = Holder { actor: actor("Jo Testerby"), process: Process::this() };
    let call = store.start_call(&me, NOON).unwrap();
    assert!(paths.reserve().exists());

    // Short of room: no new call, but what is under way is saved.
    fill(&ballast, &paths, LIMITS.low / 2);
    let refused = store.start_call(&me, NOON).unwrap_err();
    assert_eq!(refused.kind, Kind::Full);
    assert!(refused.to_string().contains("can still be saved"), "{refused}");
    store.save_draft(call, &typed(call.id, 1), NOON).unwrap();
    note(&mut store, CONTACT);

    // Full: the reserve goes, and that is said.
    fill(&ballast, &paths, 0);
    let (on_the_reserve, refused) = save_until(&mut store, |store| !store.paths().reserve().exists());
    assert!(refused.is_none() && store.is_short_of_room(), "{refused:?}");
    let said = store.take_trouble_beside().unwrap().to_string();
    assert!(said.contains("What you did is saved") && said.contains("the disk is full"), "{said}");

    // Full again, and nothing left to give: said, and nothing lost.
    fill(&ballast, &paths, 0);
    let before = version(&store, CONTACT);
    let (saved, refused) = save_until(&mut store, |_| false);
    let refused = refused.unwrap();
    assert_eq!(refused.kind, Kind::Full);
    assert!(refused.to_string().contains("what you typed is still on the screen"), "{refused}");
    assert_eq!(version(&store, CONTACT), before + saved);

    // Whoever starts now gets in, or is told why not.
    drop(store);
    fill(&ballast, &paths, 0);
    if let Err(refused) = opened(&desk, Missing::Refuse) {
        assert_eq!(refused.kind, Kind::Full, "{refused}");
        assert!(refused.to_string().contains("Free some space"), "{refused}");
    }

    // Room again: everything is there, and the reserve comes back by itself, also in a terminal that stays open.
    fs::remove_file(&ballast).unwrap();
    let mut store = opened(&desk, Missing::Refuse).unwrap();
    assert_eq!(store.findings(), []);
    assert_eq!(version(&store, CONTACT), before + saved);
    assert!(store.verify().unwrap().is_good());
    assert!(paths.reserve().exists());
    store.start_call(&me, NOON).unwrap();
    recovers_while_open(store, &ballast);
    measured(&format!(
        "full disk: new work refused, {on_the_reserve} notes on what was left, 0 lost, reserve laid aside again"
    ));
}

/// The same through the store thread: a draft that found no room is saved, and the reserve laid aside, once there is room.
fn recovers_while_open(store: Store, ballast: &Path) {
    let (paths, (tell, told)) = (store.paths().clone(), mpsc::channel());
    let worker = Worker::spawn(store, move |reply| drop(tell.send(reply))).unwrap();
    worker.ask(Request::StartCall { token: Token(1), taker: actor("Pat Sampleton"), now: NOON });
    let next = || told.recv_timeout(Duration::from_mins(1)).unwrap();
    let Reply::CallStarted { id, .. } = next() else { panic!("no number") };
    fill(ballast, &paths, 0);
    let mut long = typed(id, 1);
    let mut revision = 0;
    let trouble = loop {
        long.note_in_hand.push_str(&"and then ".repeat(10_000));
        revision += 1;
        worker.ask(Request::SaveDraft { draft: Box::new(long.clone()), revision, now: NOON });
        match next() {
            Reply::Failed { trouble, .. } if trouble.safe.contains("still on the screen") => break trouble,
            _ => {}
        }
    };
    assert!(trouble.what.contains("the disk is full"), "{trouble}");
    assert!(!paths.reserve().exists());
    fs::remove_file(ballast).unwrap();
    while !matches!(next(), Reply::DraftSaved { revision: saved, .. } if saved == revision) {}
    let began = dutydesk::clock::monotonic();
    while !paths.reserve().exists() {
        assert!(began.elapsed() < Duration::from_mins(1), "the reserve was not laid aside again");
        std::thread::yield_now();
    }
    worker.stop();
}
