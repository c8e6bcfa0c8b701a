use super::*;
use crate::domain::ids::UserId;
use crate::port::Opened;
use crate::port::passphrase::Passphrase;
use crate::store::access::Founding;
use crate::store::desk::Paths;
use crate::store::keys::secret::{RecoveryKey, Secret};
use crate::store::keys::slot::Cost;
use crate::store::lock::DeskLock;
use crate::store::space::Limits;

fn jo() -> Actor {
    actor("j.testerby")
}

fn lock(boxes: Vec<BoxDraft>) -> Request {
    Request::Lock { actor: jo(), boxes, now: NOON }
}

fn unlock(user: &str, passphrase: &str, known: Option<Actor>) -> Request {
    Request::Unlock { user: UserId(user.into()), passphrase: Passphrase::from(passphrase), known, now: NOON }
}

fn opened(desk: &Terminal) -> Opened {
    desk.until(|reply| if let Reply::Unlocked(opened) = reply { Some(*opened) } else { None })
}

fn typed(contact: u64, text: &str) -> BoxDraft {
    BoxDraft { contact: ContactId(contact), action: "note".into(), fields: vec![text.into()], focus: 0 }
}

#[test]
fn a_locked_terminal_holds_neither_the_record_nor_the_lock_on_the_desk() {
    let (dir, mut store) = store();
    let id = file(&mut store, "Mockford", minutes(60)).id;
    let desk = Terminal::on(store);
    desk.ask(Request::WatchBoard).ask(lock(Vec::new()));
    desk.until(|reply| (reply == Reply::Locked).then_some(()));
    let file = dir.path().join("desk/desk.lock");
    assert!(DeskLock::take(&file).unwrap().is_alone(), "nobody else has the desk");
    // Whatever is asked meanwhile is refused, and opens nothing.
    desk.ask(Request::OpenContact { id, actor: jo(), now: NOON });
    assert!(desk.failure().what.contains("the desk is locked"));
    assert!(DeskLock::take(&file).unwrap().is_alone());
    desk.ask(unlock("j.testerby", "", Some(jo())));
    assert_eq!(opened(&desk).actor, jo());
    desk.ask(Request::WatchBoard);
    let rows = desk.until(|reply| if let Reply::Board(update) = reply { Some(update.rows) } else { None });
    assert_eq!(rows.len(), 1);
}

#[test]
fn what_is_typed_into_boxes_is_there_again_and_what_is_sent_is_not() {
    let (_dir, mut store) = store();
    let id = file(&mut store, "Mockford", minutes(60)).id;
    let desk = Terminal::on(store);
    desk.ask(lock(vec![typed(0, "about several"), typed(id.0, "about one")]));
    desk.until(|reply| (reply == Reply::Locked).then_some(()));
    desk.ask(unlock("j.testerby", "", Some(jo())));
    assert_eq!(opened(&desk).boxes, [typed(0, "about several")]);
    desk.ask(Request::OpenContact { id, actor: jo(), now: NOON });
    let boxes = desk.until(|reply| if let Reply::Contact { boxes, .. } = reply { Some(boxes) } else { None });
    assert_eq!(boxes, [typed(id.0, "about one")]);
    // Locked again with nothing open: what was about no one contact has been sent.
    desk.ask(lock(Vec::new())).ask(unlock("j.testerby", "", Some(jo())));
    assert_eq!(opened(&desk).boxes, []);
    // Another person finds nothing of it.
    desk.ask(lock(vec![typed(0, "mine")])).ask(unlock("k.fakeley", "", Some(actor("k.fakeley"))));
    assert_eq!(opened(&desk).boxes, []);
}

#[test]
fn a_call_that_was_let_go_of_can_be_taken_by_another_terminal_while_this_one_is_locked() {
    let (dir, store) = store();
    let desk = Terminal::on(store);
    let id = desk.start_call();
    let parked = Draft { parked: Some(NOON), ..*draft(id, "left alone") };
    desk.ask(Request::SaveDraft { draft: Box::new(parked), revision: 1, now: NOON }).ask(lock(Vec::new()));
    desk.until(|reply| (reply == Reply::Locked).then_some(()));
    let other = Terminal::on(open_again(&dir, Missing::Refuse));
    other.ask(Request::OpenDraft { id, actor: actor("k.fakeley") });
    other.until(|reply| matches!(reply, Reply::DraftOpened(_)).then_some(()));
}

#[test]
fn on_a_full_disk_the_key_is_kept_until_what_was_typed_is_saved() {
    let (_dir, store) = store();
    let (mut desk, told) = without_thread(store);
    let limit = |desk: &Desk, pages: i64| {
        let conn = &desk.store.as_ref().unwrap().conn;
        let _: i64 = conn.pragma_update_and_check(None, "max_page_count", pages, |row| row.get(0)).unwrap();
    };
    limit(&desk, 1);
    desk.serve(lock(vec![typed(0, &"long ".repeat(20_000)), typed(1001, "short")]));
    let replies: Vec<Reply> = told.try_iter().collect();
    assert!(replies.contains(&Reply::LockWaits { unsaved: 2 }), "{replies:?}");
    assert!(desk.opener.is_some() && desk.store.is_some());
    // Still full: said once, not every two seconds.
    desk.rest(QUIET);
    assert!(!told.try_iter().any(|reply| matches!(reply, Reply::LockWaits { .. })));
    limit(&desk, 1_000_000);
    desk.rest(QUIET);
    assert!(told.try_iter().any(|reply| reply == Reply::Locked));
    assert!(desk.opener.is_none() && desk.store.is_none());
}

#[test]
fn whoever_unlocks_while_the_disk_is_full_gets_the_words_back() {
    let (_dir, store) = store();
    let (mut desk, told) = without_thread(store);
    let conn = &desk.store.as_ref().unwrap().conn;
    let _: i64 = conn.pragma_update_and_check(None, "max_page_count", 1, |row| row.get(0)).unwrap();
    desk.serve(lock(vec![typed(0, &"long ".repeat(20_000))]));
    desk.serve(unlock("j.testerby", "", Some(jo())));
    let opened =
        told.try_iter().find_map(|reply| if let Reply::Unlocked(o) = reply { Some(o) } else { None });
    assert_eq!(opened.unwrap().boxes.len(), 1);
}

#[test]
fn a_real_desk_opens_for_its_passphrase_alone() {
    let dir = tempfile::tempdir().unwrap();
    let paths = Paths::new(dir.path().join("desk"));
    let founding = Founding {
        user: UserId("s.placeham".into()),
        name: "Sam Placeham".into(),
        passphrase: Secret::new("four plain words here"),
        recovery: RecoveryKey::random().unwrap(),
        cost: Cost::FLOOR,
    };
    drop(Store::found(paths.clone(), &founding, Limits::default(), NOON).unwrap());
    let (tell, told) = mpsc::channel();
    let worker =
        Worker::locked(paths, Limits::default(), move |reply| tell.send(reply).unwrap_or(())).unwrap();
    let desk = Terminal { worker, told };
    for (user, wrong) in [("s.placeham", "four plain words"), ("k.fakeley", "four plain words here")] {
        desk.ask(unlock(user, wrong, None));
        let Reply::StillLocked { why, .. } = desk.next() else { panic!("opened by {user}") };
        assert_eq!(why, "The name or the passphrase is wrong.");
    }
    // The word of whoever asks opens a training desk, and no other.
    desk.ask(unlock("s.placeham", "", Some(actor("s.placeham"))));
    assert!(matches!(desk.next(), Reply::StillLocked { .. }));
    desk.ask(unlock("s.placeham", "four plain words here", None));
    let inside = opened(&desk);
    assert_eq!((inside.actor.name.as_str(), inside.must_change), ("Sam Placeham", false));
    assert_eq!(inside.team.as_deref(), Some(&["Sam Placeham".to_owned()][..]));
    let change = Request::ChangePassphrase {
        old: Passphrase::from("four plain words here"),
        new: Passphrase::from("four other words here"),
        now: NOON,
    };
    desk.ask(change);
    assert_eq!(desk.next(), Reply::PassphraseChanged);
    desk.ask(lock(Vec::new()));
    desk.until(|reply| (reply == Reply::Locked).then_some(()));
    desk.ask(unlock("s.placeham", "four plain words here", None));
    assert!(matches!(desk.next(), Reply::StillLocked { .. }));
    desk.ask(unlock("s.placeham", "four other words here", None));
    assert_eq!(opened(&desk).actor.user.0, "s.placeham");
}
