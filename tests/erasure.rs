//! Erased words are nowhere: not in any table, not in any free page, not in the log. And they were everywhere before.
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

use std::fs;
use std::path::Path;

use dutydesk::domain::actor::Actor;
use dutydesk::domain::body::{Mark, Side, Spot};
use dutydesk::domain::codes::{ContactKind, Rating, Role, Route};
use dutydesk::domain::contact::Contact;
use dutydesk::domain::deed::{DeedId, Filled};
use dutydesk::domain::draft::BoxDraft;
use dutydesk::domain::event::{Amendment, DeskEvent, Event, Received, Recorded, Told};
use dutydesk::domain::handover::{Signing, Turn};
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::domain::intake::{Answer, Basis, Intake, NarrativeLine, NoteLine, Subject};
use dutydesk::domain::letter::{Addressee, LetterKind};
use dutydesk::domain::looked::SearchWay;
use dutydesk::domain::outcome::{More, Talk};
use dutydesk::domain::protocol::Protocol;
use dutydesk::domain::retention::erasure::Target;
use dutydesk::domain::retention::listing::Left;
use dutydesk::domain::schema::{Per, Place, QUESTIONS, QuestionId};
use dutydesk::domain::seek::Link;
use dutydesk::domain::when::Moment;
use dutydesk::protocols;
use dutydesk::store::Store;
use dutydesk::store::connection::{self, Access};
use dutydesk::store::desk::Paths;
use dutydesk::store::drafts::Holder;
use dutydesk::store::keys::Sealed;
use dutydesk::store::looks::Look;
use dutydesk::store::open::Missing;
use dutydesk::store::process::Process;
use dutydesk::store::space::Limits;
use rusqlite::Connection;

/// Stands in every field of the contact that is erased.
const MARKER: &str = "Placeham-marker-9c41";
/// Stands in the other contact of the same sheet, which stays.
const OTHER: &str = "Synthley-stays-77b0";
/// 24 November 2026, 14:10 UTC.
const NOON: Moment = Moment::from_millis(1_795_529_400_000);

fn years(n: i64) -> Moment {
    Moment::from_millis(NOON.millis() + n * 366 * 24 * 3_600_000)
}

fn person(name: &str, role: Role) -> Actor {
    Actor { user: UserId(name.to_lowercase().replace(' ', ".")), name: name.into(), role }
}

fn worker() -> Actor {
    person("Jo Testerby", Role::Worker)
}

fn open(dir: &Path) -> Store {
    let limits = Limits { low: 1, reserve: 1 << 16 };
    Store::open(Paths::new(dir), Missing::MakeTraining, limits, NOON).unwrap()
}

/// The record with its key, past the program's own rules.
fn with_the_key(dir: &Path) -> Connection {
    let paths = Paths::new(dir);
    let (_, dek) = Sealed::read(&paths.keys()).unwrap().open_training().unwrap();
    connection::open(&paths.db(), &dek, Access::Existing).unwrap()
}

/// How often a word stands in the decrypted pages, free ones included, and in what the log still holds.
fn found(dir: &Path, word: &str) -> usize {
    let mut conn = with_the_key(dir);
    let pages = conn.serialize("main").unwrap();
    assert!(pages.starts_with(b"SQLite format 3"), "these are the decrypted pages");
    pages.windows(word.len()).filter(|window| *window == word.as_bytes()).count()
}

fn numbered(version: u32, events: Vec<Event>) -> Vec<Recorded> {
    let recorded = |(event, seq)| Recorded { seq, at: NOON, actor: worker(), batch: version + 1, event };
    events.into_iter().zip(version + 1..).map(recorded).collect()
}

/// Every question answered with the word, and every other place of an intake filled with it.
fn everywhere(word: &str) -> Intake {
    let mut intake = Intake::new(ContactKind::Referral);
    for question in QUESTIONS {
        let subjects: &[Subject] = match question.per {
            Per::Call => &[Subject::Call],
            Per::Child => &[Subject::Child(0), Subject::Child(1)],
            Per::Person => &[Subject::Person(0)],
            Per::Share => &[Subject::Share(0)],
        };
        for subject in subjects {
            intake.about_mut(*subject).set(question.id, Answer::text(word));
        }
    }
    intake.narrative = vec![NarrativeLine { text: word.into(), basis: Basis::Told, told_by: word.into() }];
    intake.notes = vec![NoteLine { at: NOON, text: word.into(), used: false }];
    let spot = Spot::middle(Side::Front);
    intake.marks =
        vec![Mark { size: word.into(), seen_by: word.into(), said: word.into(), ..Mark::at(0, spot) }];
    intake.links = vec![Link {
        subject: Subject::Child(0),
        id: word.into(),
        reasons: vec![word.into()],
        known: vec![word.into()],
        by: word.into(),
        at: NOON,
    }];
    intake
}

/// Everything that can happen to a contact before it is closed, with the word wherever words go.
fn everything(word: &str) -> Vec<Event> {
    let text = || word.to_owned();
    let place = Place { question: QuestionId::Concern, subject: Subject::Call };
    let line = NarrativeLine { text: text(), basis: Basis::Seen, told_by: text() };
    let more =
        More { to: text(), with: text(), lead: text(), remaining: text(), alone: text(), ..More::default() };
    let talk = Talk { asked: text(), added: text(), letter: Some(true), letter_reason: text() };
    vec![
        Event::AnswersAmended {
            changes: vec![Amendment { place, was: None, now: Some(Answer::text(word)) }],
            reason: text(),
        },
        Event::Rated { rating: Rating::Green, reason: text(), suggested: None },
        Event::RouteDecided { route: Route::Nfa, rationale: text(), more: Box::new(more), waits: false },
        Event::FeedbackTried { note: text() },
        Event::FeedbackChased { said: text() },
        Event::FeedbackGiven { told: Told::Decided, said: text(), talk: Box::new(talk) },
        Event::DeedDone { deed: DeedId::AskAgency, filled: Filled::default() },
        Event::WrittenReferralArrived { arrived: NOON, note: text() },
        Event::NoteAdded { text: text() },
        Event::InformationAdded { from: text(), received: NOON, lines: vec![line] },
        Event::DecisionKept { reason: text() },
        Event::Allocated { to: text(), team: false, reason: text() },
        Event::HandedBack { from: text(), reason: text() },
        Event::Allocated { to: text(), team: false, reason: text() },
        Event::LetterIssued {
            letter: 1,
            what: LetterKind::OutcomeFamily,
            to: Addressee::Agency(text()),
            title: text(),
            text: text(),
            sha256: text(),
            edited: true,
        },
        Event::LetterPosted { letter: 1, how: text() },
        Event::Held { reason: text() },
        Event::HoldLifted { reason: text() },
    ]
}

/// A desk with one contact full of the marker, on a sheet beside another one, with calls, boxes and looks of its own.
struct Full {
    _dir: tempfile::TempDir,
    path: std::path::PathBuf,
    store: Store,
    contact: ContactId,
    other: ContactId,
    discarded: ContactId,
    protocol: Protocol,
}

fn file(store: &mut Store, holder: &Holder, intake: Intake) -> Contact {
    let claim = store.start_call(holder, NOON).unwrap();
    let received = Received::new(NOON, None, intake);
    store.file(claim, &numbered(0, vec![Event::ContactReceived(Box::new(received))])).unwrap()
}

fn full() -> Full {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk");
    let mut store = open(&path);
    let holder = Holder { actor: worker(), process: Process::this() };

    // A call that becomes nothing, taken over with a reason.
    let claim = store.start_call(&holder, NOON).unwrap();
    let discarded = claim.id;
    let (claim, mut draft) = store.take_over(discarded, &holder, MARKER, NOON).unwrap();
    draft.intake = everywhere(MARKER);
    store.save_draft(claim, &draft, NOON).unwrap();
    store.discard_draft(claim, &worker(), MARKER, Some(draft), NOON).unwrap();

    let mut contact = file(&mut store, &holder, everywhere(MARKER));
    let other = file(&mut store, &holder, everywhere(OTHER));
    // A second call about the contact.
    let claim = store.start_call(&holder, NOON).unwrap();
    let (claim, _) = store.take_over(claim.id, &holder, MARKER, NOON).unwrap();
    let told = Box::new(Received::new(NOON, None, everywhere(MARKER)));
    let attached = numbered(contact.version, vec![Event::CallAttached { call: claim.id, told }]);
    contact = store.attach(claim, contact, attached).unwrap();
    contact = store.append(contact.clone(), numbered(contact.version, everything(MARKER))).unwrap();
    let me = Process::this();
    let look = Look { id: contact.id, actor: &worker(), me: &me, because: None, now: NOON };
    store.look(&look).unwrap();
    store.view(discarded, &worker(), NOON).unwrap();
    store.view(claim.id, &worker(), NOON).unwrap();
    let searched = DeskEvent::Searched { by: SearchWay::Board, words: MARKER.into(), found: 1 };
    store.note(&searched, &worker(), NOON).unwrap();
    let opened = DeskEvent::RestrictedOpened { contact: contact.id, reason: MARKER.into() };
    store.note(&opened, &worker(), NOON).unwrap();
    let words = format!("the sheet of {MARKER}");
    let exported = DeskEvent::Exported { what: words.clone(), to: words.clone(), why: words, contacts: 1 };
    store.note(&exported, &worker(), NOON).unwrap();
    let typed =
        BoxDraft { contact: contact.id, action: "note".into(), fields: vec![MARKER.into()], focus: 0 };
    store.save_box(&worker(), &Process::this(), &typed, NOON).unwrap();

    let signing = Signing {
        turn: Turn::Shift,
        by: "Jo Testerby".into(),
        to: "Kit Fakeley".into(),
        until: years(0),
        note: String::new(),
        contacts: vec![(contact.id, contact.version), (other.id, other.version)],
        text: format!(
            "Handover\n\nLATE (2)\n  {}  RED  P.M.  {MARKER}\n      {MARKER} due\n  {}  RED  S.S.  {OTHER}\n      due\n",
            contact.id, other.id
        ),
    };
    let signed = store.sign_handover(&signing, &worker(), NOON).unwrap();
    store.take_handover(signed.sheet, "Kit Fakeley", &person("Kit Fakeley", Role::Worker), NOON).unwrap();
    let protocol = protocols::built_in("general").unwrap();
    let (contact, other) = (contact.id, other.id);
    Full { _dir: dir, path, store, contact, other, discarded, protocol }
}

fn erase(full: &mut Full, which: ContactId, now: Moment) {
    let target = Target::Contact(which);
    let (sam, lee) = (person("Sam Placeham", Role::Manager), person("Lee Synthley", Role::Manager));
    full.store.propose_erasure(target, "the time is over", &sam, &full.protocol, now).unwrap();
    let carried = full.store.agree_erasure(target, &lee, &full.protocol, now).unwrap();
    assert!(carried.cleared, "nobody else has the desk open");
}

#[test]
fn after_an_erasure_no_page_of_the_record_holds_a_word_of_the_contact() {
    let mut full = full();
    let before = found(&full.path, MARKER);
    assert!(before > 300, "the marker stands nearly everywhere: {before}");
    let others = found(&full.path, OTHER);

    let which = full.contact;
    erase(&mut full, which, years(4));
    let which = full.discarded;
    erase(&mut full, which, years(4));
    assert_eq!(found(&full.path, MARKER), 0);
    assert!(found(&full.path, OTHER) >= others, "what is about others stays");
    assert_eq!(fs::metadata(full.path.join("desk.db-wal")).unwrap().len(), 0, "the log holds nothing");

    let sheet = full.store.handovers(NOON).unwrap();
    assert_eq!(sheet.len(), 1);
    let text = &sheet[0].signed.text;
    assert!(text.contains(OTHER) && text.contains(&format!("  {}  erased", full.contact)), "{text}");
    assert!(sheet[0].taken.is_some());
    let report = full.store.verify().unwrap();
    assert!(report.is_good(), "{report:?}");
}

#[test]
fn a_record_that_does_not_overwrite_what_it_deletes_would_be_caught() {
    let full = full();
    let conn = with_the_key(&full.path);
    conn.execute_batch("PRAGMA secure_delete = OFF").unwrap();
    let contact = i64::try_from(full.contact.0).unwrap();
    let own = "SELECT seq FROM event WHERE contact_id = ?1";
    let last = "SELECT max(seq) + 1 FROM event";
    conn.execute(
        &format!("INSERT INTO tombstone SELECT seq, ({last}) FROM event WHERE seq IN ({own})"),
        [contact],
    )
    .unwrap();
    conn.execute(&format!("DELETE FROM body WHERE seq IN ({own})"), [contact]).unwrap();
    let left: u32 = conn
        .query_row(&format!("SELECT count(*) FROM body WHERE seq IN ({own})"), [contact], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 0, "no query finds it");
    assert!(found(&full.path, MARKER) > 100, "and yet it is there, in free pages");
}

#[test]
fn what_is_left_says_by_which_rule_and_by_whom_and_the_tables_can_be_made_again() {
    let mut full = full();
    let which = full.contact;
    erase(&mut full, which, years(4));
    assert!(full.store.contact(full.contact, &worker()).unwrap().is_none());
    let gone = full.store.erased(full.contact).unwrap().unwrap();
    assert_eq!(gone.erased.applied.rule.words(), "3 years from closing (No further action)");
    assert_eq!(
        (gone.erased.asked_by.name.as_str(), gone.agreed_by.name.as_str()),
        ("Sam Placeham", "Lee Synthley")
    );
    assert_eq!(gone.erased.hash.len(), 64);

    let tables = |path: &Path| {
        let conn = with_the_key(path);
        ["contact", "clock", "named", "viewed"].map(|table| {
            let mut ask = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns = ask.column_count();
            let mut rows = ask.query([]).unwrap();
            let mut all = Vec::new();
            while let Some(row) = rows.next().unwrap() {
                all.push(
                    (0..columns)
                        .map(|n| row.get::<_, rusqlite::types::Value>(n).unwrap())
                        .collect::<Vec<_>>(),
                );
            }
            all
        })
    };
    let before = tables(&full.path);
    full.store.rebuild().unwrap();
    assert_eq!(format!("{:?}", tables(&full.path)), format!("{before:?}"));
    assert!(full.store.verify().unwrap().is_good());

    let holder = Holder { actor: worker(), process: Process::this() };
    let next = full.store.start_call(&holder, years(4)).unwrap();
    assert!(next.id > full.other, "no number is ever given again");
}

#[test]
fn who_still_has_the_contact_on_screen_cannot_bring_it_back() {
    let mut full = full();
    let shown = full.store.contact(full.contact, &worker()).unwrap().unwrap();
    let which = full.contact;
    erase(&mut full, which, years(4));
    let late = numbered(shown.version, vec![Event::NoteAdded { text: MARKER.into() }]);
    assert!(full.store.append(shown, late).is_err());
    let typed =
        BoxDraft { contact: full.contact, action: "note".into(), fields: vec![MARKER.into()], focus: 0 };
    let refused = full.store.save_box(&worker(), &Process::this(), &typed, years(4)).unwrap_err();
    assert!(refused.to_string().contains("was erased under a retention rule"), "{refused}");
    assert!(found(&full.path, MARKER) > 0, "the discarded call is left");
    let which = full.discarded;
    erase(&mut full, which, years(4));
    assert_eq!(found(&full.path, MARKER), 0);
}

#[test]
fn copies_and_files_that_still_hold_it_are_named() {
    let mut full = full();
    let backup = full.store.backup(NOON).unwrap();
    let exports = full.path.join("exports");
    fs::write(exports.join(format!("{}-record-1.txt", full.contact)), "words").unwrap();
    fs::write(exports.join(format!("{}0-record-1.txt", full.contact)), "another contact").unwrap();
    let target = Target::Contact(full.contact);
    let (sam, lee) = (person("Sam Placeham", Role::Manager), person("Lee Synthley", Role::Manager));
    let now = years(4);
    full.store.propose_erasure(target, "the time is over", &sam, &full.protocol, now).unwrap();
    let carried = full.store.agree_erasure(target, &lee, &full.protocol, now).unwrap();
    assert!(matches!(&carried.left, Left::Contact(erased) if erased.entries > 20));
    assert_eq!(carried.files, [format!("{}-record-1.txt", full.contact)]);
    let name = backup.file_name().unwrap().to_str().unwrap();
    assert_eq!(carried.backups.iter().map(|held| held.name.as_str()).collect::<Vec<_>>(), [name]);
    let removed = carried.backups[0].removed.unwrap();
    assert!(
        removed > now && removed.since(now).num_days() < 400,
        "the shelf lets go of it within a year or so"
    );
}

#[test]
fn a_word_taken_away_in_the_name_of_an_erasure_that_was_not_about_it_is_noticed() {
    let mut full = full();
    let which = full.contact;
    erase(&mut full, which, years(4));
    let other = i64::try_from(full.other.0).unwrap();
    let conn = with_the_key(&full.path);
    let erasure = "SELECT max(seq) FROM event WHERE kind = 'contact-erased'";
    // A lawful erasure comes after what it erases, so this attack needs one that does.
    let own = "SELECT seq FROM event WHERE contact_id = ?1 AND contact_seq = 2";
    conn.execute(&format!("INSERT INTO tombstone VALUES (({own}), ({erasure}))"), [other]).unwrap();
    conn.execute(&format!("DELETE FROM body WHERE seq IN ({own})"), [other]).unwrap();
    drop(conn);
    let report = full.store.verify().unwrap();
    let bad = report.first_bad().unwrap();
    assert!(bad.what.contains("did not erase as many entries"), "{bad}");
}
