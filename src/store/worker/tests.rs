use std::sync::mpsc;

use tempfile::TempDir;

use super::*;
use crate::domain::draft::BoxDraft;
use crate::domain::event::DeskEvent;
use crate::domain::handover::{SheetId, Signing, Turn};
use crate::domain::register::{Born, Query};
use crate::store::error::Doing;
use crate::store::events;
use crate::store::open::Missing;
use crate::store::people::Part;
use crate::store::test_util::{
    NOON, actor, closing, file, filed, minutes, note, open_again, store, strangers,
};

/// A terminal: its worker, and what it was told.
struct Terminal {
    worker: Worker,
    told: mpsc::Receiver<Reply>,
}

impl Terminal {
    fn on(store: Store) -> Self {
        let (tell, told) = mpsc::channel();
        let worker = Worker::spawn(store, move |reply| tell.send(reply).unwrap_or(())).unwrap();
        Self { worker, told }
    }

    fn ask(&self, request: Request) -> &Self {
        self.worker.ask(request);
        self
    }

    fn next(&self) -> Reply {
        self.told.recv().unwrap()
    }

    /// The next reply that `pick` picks; others are passed over.
    fn until<T>(&self, mut pick: impl FnMut(Reply) -> Option<T>) -> T {
        loop {
            if let Some(found) = pick(self.next()) {
                return found;
            }
        }
    }

    fn failure(&self) -> Trouble {
        self.until(|reply| if let Reply::Failed { trouble, .. } = reply { Some(trouble) } else { None })
    }

    fn start_call(&self) -> ContactId {
        self.ask(Request::StartCall { token: Token(1), taker: actor("Jo Testerby"), now: NOON });
        self.until(|reply| if let Reply::CallStarted { id, .. } = reply { Some(id) } else { None })
    }
}

fn two() -> (TempDir, Terminal, Terminal) {
    let (dir, store) = store();
    let other = open_again(&dir, Missing::Refuse);
    (dir, Terminal::on(store), Terminal::on(other))
}

fn draft(id: ContactId, text: &str) -> Box<Draft> {
    let intake = crate::domain::intake::Intake::new(crate::domain::codes::ContactKind::Referral);
    let mut draft = Draft::new(id, actor("Jo Testerby"), NOON, intake);
    draft.note_in_hand = text.into();
    Box::new(draft)
}

fn open(id: ContactId, name: &str, now: Moment) -> Request {
    Request::OpenContact { id, actor: actor(name), now }
}

fn append(token: u64, id: ContactId, expected: u32, text: &str) -> Request {
    Request::Append { token: Token(token), id, expected, events: note(expected, text) }
}

fn contact(reply: Reply) -> Option<(Box<Contact>, Vec<BoxDraft>)> {
    if let Reply::Contact { contact, boxes } = reply { Some((contact, boxes)) } else { None }
}

#[test]
fn a_call_is_started_saved_filed_and_lands_on_the_board() {
    let (dir, store) = store();
    let desk = Terminal::on(store);
    desk.ask(Request::WatchBoard);
    assert_eq!(desk.next(), Reply::Board(BoardUpdate { rows: vec![], complete: true, open: 0 }));
    let id = desk.start_call();
    assert_eq!(id, ContactId(1001));
    assert!(matches!(desk.next(), Reply::Drafts(heads) if heads.len() == 1 && heads[0].id == id));

    desk.ask(Request::SaveDraft { draft: draft(id, "a frightened"), revision: 7, now: minutes(1) });
    assert_eq!(desk.next(), Reply::DraftSaved { id, revision: 7, at: minutes(1) });

    desk.ask(Request::File { token: Token(2), id, events: filed("Mockford", minutes(60)) });
    assert_eq!(desk.next(), Reply::Saved { token: Token(2), id, version: 2 });
    assert_eq!(desk.next(), Reply::Drafts(vec![]));
    let Reply::Board(update) = desk.next() else { panic!("the board was not told") };
    assert_eq!((update.rows.len(), update.open), (1, 1));
    assert_eq!(update.rows[0].child.as_ref().unwrap().surname, "Mockford");
    desk.worker.stop();
    assert!(open_again(&dir, Missing::Refuse).verify().unwrap().is_good());
}

#[test]
fn a_large_board_comes_in_pages_with_the_most_urgent_first() {
    let (_dir, mut store) = store();
    let contacts: Vec<_> = (0..700_u32)
        .map(|n| (ContactId(1001 + u64::from(n)), filed("Mockford", minutes(700 - i64::from(n)))))
        .collect();
    assert_eq!(store.reserve_numbers(700, NOON).unwrap(), ContactId(1001));
    store.append_bulk(NOON, &contacts).unwrap();
    let desk = Terminal::on(store);
    desk.ask(Request::WatchBoard);
    let mut pages = Vec::new();
    while pages.last().is_none_or(|page: &BoardUpdate| !page.complete) {
        pages.extend(
            desk.until(|reply| if let Reply::Board(update) = reply { Some(Some(update)) } else { None }),
        );
    }
    assert_eq!(pages[0].rows.len(), board::FIRST as usize);
    assert!(pages.iter().all(|page| page.open == 700));
    let all: Vec<Moment> =
        pages.iter().flat_map(|page| &page.rows).map(|row| row.next().unwrap().due).collect();
    assert_eq!(all, (1..=700).map(minutes).collect::<Vec<_>>());
}

#[test]
fn another_terminal_sees_a_new_call_a_filed_contact_and_a_change_to_the_one_on_screen() {
    let (_dir, ours, theirs) = two();
    theirs.ask(Request::WatchBoard);
    let id = ours.start_call();
    theirs.until(|reply| {
        matches!(reply, Reply::Drafts(heads) if heads.iter().any(|h| h.id == id)).then_some(())
    });
    ours.ask(Request::File { token: Token(2), id, events: filed("Mockford", minutes(60)) });
    theirs.until(|reply| matches!(reply, Reply::Board(update) if update.rows.len() == 1).then_some(()));

    theirs.ask(open(id, "Pat Sampleton", NOON));
    assert_eq!(theirs.until(contact).0.version, 2);
    ours.ask(append(3, id, 2, "rang back"));
    assert_eq!(theirs.until(contact).0.version, 3);
}

#[test]
fn the_slower_of_two_gets_what_it_has_not_seen_and_nothing_is_lost() {
    let (_dir, ours, theirs) = two();
    let id = ours.start_call();
    ours.ask(Request::File { token: Token(2), id, events: filed("Mockford", minutes(60)) });
    ours.until(|reply| matches!(reply, Reply::Saved { .. }).then_some(()));
    theirs.ask(append(3, id, 2, "first")).until(|reply| matches!(reply, Reply::Saved { .. }).then_some(()));
    ours.ask(append(4, id, 2, "second"));
    let (contact, unseen) = ours.until(|reply| match reply {
        Reply::Conflict { token: Token(4), contact, unseen } => Some((contact, unseen)),
        _ => None,
    });
    assert_eq!(unseen, note(2, "first"));
    assert_eq!(contact.version, 3);
    ours.ask(append(5, id, 3, "second"));
    ours.until(|reply| (reply == Reply::Saved { token: Token(5), id, version: 4 }).then_some(()));
}

#[test]
fn a_call_goes_on_in_the_terminal_that_holds_it() {
    let (_dir, ours, theirs) = two();
    let id = ours.start_call();
    ours.ask(Request::SaveDraft { draft: draft(id, "a frightened"), revision: 1, now: NOON });
    // Both terminals are of this test's process, so the second may go on; what it gets is what was saved.
    ours.until(|reply| matches!(reply, Reply::DraftSaved { .. }).then_some(()));
    theirs.ask(Request::OpenDraft { id, actor: actor("Pat Sampleton") });
    let opened = theirs.until(|reply| if let Reply::DraftOpened(draft) = reply { Some(draft) } else { None });
    assert_eq!(opened.note_in_hand, "a frightened");
    // The first has lost it and is told so; its text stays on its screen.
    ours.ask(Request::SaveDraft { draft: draft(id, "late"), revision: 2, now: NOON });
    assert!(ours.failure().what.contains("pat.sampleton has gone on with call R-1001"));
}

#[test]
fn a_call_parked_here_and_gone_on_with_there_keeps_the_words_typed_there() {
    let (_dir, ours, theirs) = two();
    let id = ours.start_call();
    let parked = |text: &str| Box::new(Draft { parked: Some(NOON), ..*draft(id, text) });
    let save = |desk: &Terminal, draft: Box<Draft>, revision: u64| {
        desk.ask(Request::SaveDraft { draft, revision, now: NOON });
        desk.until(|reply| match reply {
            Reply::DraftSaved { .. } => Some(true),
            Reply::Failed { .. } => Some(false),
            _ => None,
        })
    };
    let open = |desk: &Terminal| {
        desk.ask(Request::OpenDraft { id, actor: actor("Pat Sampleton") });
        desk.until(
            |reply| if let Reply::DraftOpened(draft) = reply { Some(draft.note_in_hand) } else { None },
        )
    };
    ours.ask(Request::WatchBoard);
    assert!(save(&ours, parked("a frightened"), 1));
    ours.until(|reply| {
        matches!(reply, Reply::Drafts(heads) if heads.first().is_some_and(|head| head.parked.is_some()))
            .then_some(())
    });
    assert!(save(&ours, draft(id, "a frightened t"), 2), "nobody took it: it goes on here");
    assert!(save(&ours, parked("a frightened t"), 3));
    assert_eq!(open(&theirs), "a frightened t");
    assert!(save(&theirs, draft(id, "a frightened teacher"), 1));
    for parked_again in [false, true] {
        if parked_again {
            assert!(save(&theirs, parked("a frightened teacher rang"), 2));
        }
        assert!(!save(&ours, draft(id, "old"), 4), "what is typed there is not written over");
    }
    assert_eq!(open(&ours), "a frightened teacher rang");
    assert!(save(&ours, draft(id, "a frightened teacher rang back"), 5));
}

#[test]
fn a_discarded_call_leaves_its_reason_and_never_its_number() {
    let (dir, store) = store();
    let desk = Terminal::on(store);
    let id = desk.start_call();
    let discard = |reason: &str| Request::DiscardDraft {
        id,
        actor: actor("Jo Testerby"),
        reason: reason.into(),
        draft: Some(draft(id, "half a word")),
        now: NOON,
    };
    desk.ask(discard("  "));
    assert!(desk.failure().what.contains("only with a reason"));
    desk.ask(discard("wrong number"));
    assert_eq!(desk.start_call(), ContactId(1002));
    desk.worker.stop();
    let store = open_again(&dir, Missing::Refuse);
    let last = events::since(store.conn(), events::DESK, 1).unwrap().pop().unwrap();
    assert_eq!(last.kind, "draft-discarded");
    let body = last.body.unwrap();
    assert!(body.contains("wrong number"));
    assert!(body.contains("half a word"), "what was typed is kept with the reason");
}

#[test]
fn the_words_of_a_discarded_call_are_found_again_under_its_number() {
    let (dir, store) = store();
    let desk = Terminal::on(store);
    let id = desk.start_call();
    desk.ask(Request::DiscardDraft {
        id,
        actor: actor("Jo Testerby"),
        reason: "wrong number".into(),
        draft: Some(draft(id, "half a word")),
        now: NOON,
    });
    desk.worker.stop();
    let ended = open_again(&dir, Missing::Refuse).ended(id).unwrap().unwrap();
    assert_eq!((ended.at, ended.by.name.as_str()), (NOON, "Jo Testerby"));
    let DeskEvent::DraftDiscarded { reason, draft: Some(kept), .. } = ended.how else { panic!("discarded") };
    assert_eq!((reason.as_str(), kept.note_in_hand.as_str()), ("wrong number", "half a word"));
}

#[test]
fn a_call_that_ends_in_a_contact_does_so_wholly_or_not_at_all() {
    let (dir, mut store) = store();
    let into = file(&mut store, "Mockford", minutes(60));
    let desk = Terminal::on(store);
    let call = desk.start_call();
    let attach = |token: u64, expected: u32| Request::AttachCall {
        token: Token(token),
        call,
        into: into.id,
        expected,
        events: note(expected, "heard shouting"),
    };
    // Somebody else was faster: the call is still there.
    desk.ask(append(7, into.id, into.version, "rang back"));
    desk.ask(attach(8, into.version));
    desk.until(|reply| matches!(reply, Reply::Conflict { token: Token(8), .. }).then_some(()));
    desk.ask(Request::OpenDraft { id: call, actor: actor("Jo Testerby") });
    desk.until(|reply| matches!(reply, Reply::DraftOpened(_)).then_some(()));
    let version = into.version + 1;
    desk.ask(attach(9, version));
    let saved = Reply::Saved { token: Token(9), id: into.id, version: version + 1 };
    desk.until(|reply| (reply == saved).then_some(()));
    desk.ask(Request::OpenDraft { id: call, actor: actor("Jo Testerby") });
    assert!(desk.failure().what.contains("no longer being taken"));
    desk.worker.stop();
    let mut store = open_again(&dir, Missing::Refuse);
    let ended = store.ended(call).unwrap().unwrap();
    assert_eq!(ended.how, DeskEvent::CallAttached { call, into: into.id });
    assert!(store.verify().unwrap().is_good());
}

#[test]
fn a_sheet_signed_on_one_terminal_is_taken_on_another_and_both_boards_follow() {
    let (_dir, desk, other) = two();
    let id = desk.start_call();
    desk.ask(Request::File { token: Token(2), id, events: filed("Mockford", minutes(60)) });
    let signing = Box::new(Signing {
        turn: Turn::ToEdt,
        by: "Jo Testerby".into(),
        to: "Lee Synthley".into(),
        until: minutes(900),
        note: String::new(),
        contacts: vec![(id, 2)],
        text: "Handover".into(),
    });
    let marked = |reply| match reply {
        Reply::Board(BoardUpdate { rows, .. }) => rows.first().map(|row| row.marks.handover),
        _ => None,
    };
    desk.ask(Request::WatchBoard);
    assert!(!desk.until(marked));
    let (actor_here, now) = (actor("Jo Testerby"), minutes(5));
    desk.ask(Request::SignHandover { token: Token(3), signing: signing.clone(), actor: actor_here, now });
    let signed = |reply| matches!(reply, Reply::HandoverSigned { token: Token(3), .. }).then_some(());
    desk.until(signed);
    assert!(desk.until(marked), "the signature marks the row");
    // Whoever signs for both is refused, with nothing written.
    let same = Box::new(Signing { to: "jo testerby".into(), ..*signing });
    desk.ask(Request::SignHandover { token: Token(4), signing: same, actor: actor("Jo Testerby"), now });
    assert!(desk.failure().what.contains("two people"));
    let (by, there, sheet) = ("Lee Synthley".to_owned(), actor("Lee Synthley"), SheetId(1));
    other.ask(Request::TakeHandover { token: Token(5), sheet, by, actor: there, now: minutes(6) });
    let taken = |reply| match reply {
        Reply::HandoverTaken { token: Token(5), contacts, .. } => Some(contacts),
        _ => None,
    };
    assert_eq!(other.until(taken), 1);
    assert!(!desk.until(marked), "the other terminal's signature shows here");
    desk.ask(Request::Handovers { since: NOON });
    let sheets = desk.until(|reply| if let Reply::Handovers(sheets) = reply { Some(sheets) } else { None });
    assert_eq!(sheets[0].taken, Some(("Lee Synthley".into(), minutes(6))));
}

#[test]
fn looking_at_a_contact_is_recorded_once_a_person_and_quarter_of_an_hour() {
    let (dir, mut store) = store();
    let id = file(&mut store, "Mockford", minutes(60)).id;
    let desk = Terminal::on(store);
    for (name, at) in [
        ("Jo Testerby", 0),
        ("Jo Testerby", 14),
        ("Pat Sampleton", 14),
        ("Jo Testerby", 15),
        ("Jo Testerby", 29),
    ] {
        desk.ask(open(id, name, minutes(at))).until(contact);
    }
    desk.worker.stop();
    let store = open_again(&dir, Missing::Refuse);
    let seen: Vec<(String, Moment)> = events::since(store.conn(), events::DESK, 1)
        .unwrap()
        .into_iter()
        .map(|e| {
            assert_eq!(e.kind, DeskEvent::ContactViewed { contact: id }.kind());
            (e.actor, e.at)
        })
        .collect();
    let expected = [("jo.testerby", 0), ("pat.sampleton", 14), ("jo.testerby", 15)];
    assert_eq!(seen, expected.map(|(user, at)| (user.to_owned(), minutes(at))));
}

#[test]
fn text_in_a_box_comes_back_until_it_is_sent() {
    let (dir, mut store) = store();
    let id = file(&mut store, "Mockford", minutes(60)).id;
    let desk = Terminal::on(store);
    let typed = BoxDraft { contact: id, action: "decide".into(), fields: vec!["because".into()], focus: 0 };
    assert_eq!(desk.ask(open(id, "Jo Testerby", NOON)).until(contact).1, []);
    desk.ask(Request::SaveBox { draft: typed.clone(), now: NOON });
    assert_eq!(desk.ask(open(id, "Jo Testerby", NOON)).until(contact).1, std::slice::from_ref(&typed));
    // The terminal is gone; the next one of the same person has the words, another person's has not.
    desk.worker.stop();
    let desk = Terminal::on(open_again(&dir, Missing::Refuse));
    assert_eq!(desk.ask(open(id, "Pat Sampleton", NOON)).until(contact).1, []);
    assert_eq!(desk.ask(open(id, "Jo Testerby", NOON)).until(contact).1, [typed]);
    desk.ask(Request::DropBox { contact: id, action: "decide".into() });
    assert_eq!(desk.ask(open(id, "Jo Testerby", NOON)).until(contact).1, []);
}

#[test]
fn a_contact_that_is_not_there_is_said_to_be_so() {
    let (_dir, store) = store();
    let desk = Terminal::on(store);
    desk.ask(open(ContactId(9), "Jo Testerby", NOON));
    assert!(desk.failure().to_string().contains("there is no contact R-9"));
}

/// The thread's state without the thread, so that a test can reach under it.
fn without_thread(store: Store) -> (Desk, mpsc::Receiver<Reply>) {
    let (tell, told) = mpsc::channel();
    let place = (store.paths.clone(), store.limits);
    (Desk::new(place, Some(store), Arc::new(Mutex::new(move |reply| tell.send(reply).unwrap_or(())))), told)
}

#[test]
fn a_full_disk_is_told_and_the_draft_is_saved_when_there_is_room_again() {
    let (_dir, store) = store();
    let (mut desk, told) = without_thread(store);
    desk.serve(Request::StartCall { token: Token(1), taker: actor("Jo Testerby"), now: NOON });
    let Reply::CallStarted { id, .. } = told.recv().unwrap() else { panic!("no number") };
    let limit = |desk: &Desk, pages: i64| {
        let conn = &desk.store.as_ref().unwrap().conn;
        let _: i64 = conn.pragma_update_and_check(None, "max_page_count", pages, |row| row.get(0)).unwrap();
    };
    limit(&desk, 1);
    let long = "a frightened teacher ".repeat(2_000);
    desk.serve(Request::SaveDraft { draft: draft(id, &long), revision: 1, now: NOON });
    let Reply::Failed { trouble, .. } = told.recv().unwrap() else { panic!("not told") };
    assert!(trouble.what.contains("the disk is full"), "{trouble}");
    assert!(trouble.safe.contains("still on the screen"), "{trouble}");
    limit(&desk, 1_000_000);
    desk.rest(QUIET);
    assert_eq!(told.recv().unwrap(), Reply::DraftSaved { id, revision: 1, at: NOON });
}

#[test]
fn after_an_error_of_the_disk_the_desk_is_closed_checked_and_opened_again() {
    let (dir, mut store) = store();
    let id = file(&mut store, "Mockford", minutes(60)).id;
    let (mut desk, told) = without_thread(store);
    desk.serve(Request::WatchBoard);
    assert!(matches!(told.recv().unwrap(), Reply::Board(_)));
    let failed = Err::<(), _>(std::io::Error::from_raw_os_error(5)).doing("save the draft").unwrap_err();
    desk.fail(None, &failed);
    assert!(desk.store.is_none());
    assert!(matches!(told.recv().unwrap(), Reply::Failed { token: None, .. }));
    // What others did meanwhile is told once the desk is open again.
    let mut other = open_again(&dir, Missing::Refuse);
    let contact = other.contact(id, &actor("Jo Testerby")).unwrap().unwrap();
    other.append(contact, note(2, "rang back")).unwrap();
    desk.look();
    assert!(told.try_recv().is_err());
    desk.serve(append(3, id, 3, "saved"));
    assert_eq!(told.recv().unwrap(), Reply::Saved { token: Token(3), id, version: 4 });
    desk.look();
    assert!(matches!(told.recv().unwrap(), Reply::Board(update) if update.rows[0].version == 4));
}

#[test]
fn an_older_copy_put_back_is_told_at_the_start() {
    let (dir, mut store) = store();
    let copy = store.backup(NOON).unwrap();
    let contact = file(&mut store, "Mockford", minutes(60));
    let version = contact.version;
    store.append(contact, closing(version)).unwrap();
    drop(store);
    std::fs::copy(copy.join("desk.db"), dir.path().join("desk/desk.db")).unwrap();
    let desk = Terminal::on(open_again(&dir, Missing::Refuse));
    assert!(desk.failure().what.contains("The record ends at entry 1, but entry 5 was saved"));
}

#[test]
fn somebody_is_looked_for_while_the_desk_goes_on() {
    let (_dir, mut store) = store();
    let part = Part { file: "a file", part: 1, last: true, bad: 0, columns: None };
    store.import_people(&actor("j.testerby"), NOON, &part, &strangers()).unwrap();
    let desk = Terminal::on(store);
    let today = "2026-11-24".parse().unwrap();
    let birth = "2009-01-01".parse().ok().map(Born::On);
    let query =
        Box::new(Query { forename: "Alex".into(), surname: "Testerby".into(), birth, ..Query::default() });
    desk.ask(Request::Find { token: Token(7), query, today, zone: crate::domain::calendar::Zone::LONDON });
    let Reply::Found { token, found } = desk.next() else { panic!("nothing was told") };
    assert_eq!((token, found[0].person.id.as_str()), (Token(7), "S0"));
}

mod close;
mod copying;
mod locking;
mod moves;
