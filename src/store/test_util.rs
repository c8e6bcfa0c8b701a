//! What the store's own tests share: desks at any step of the ladder, and events that say little.

use rusqlite::Connection;
use tempfile::TempDir;

use super::Store;
use super::connection::{Access, open, set_wal};
use super::desk::Paths;
use super::drafts::Holder;
use super::events::New;
use super::keys::Dek;
use super::migrate::{STEPS, Step, climb};
use super::open::Missing;
use super::process::Process;
use super::space::Limits;
use crate::domain::actor::Actor;
use crate::domain::clocks::{ClockId, Deadline, Outcome};
use crate::domain::codes::{ContactKind, Role, Route};
use crate::domain::contact::Contact;
use crate::domain::event::{Event, Received, Recorded};
use crate::domain::ids::UserId;
use crate::domain::intake::{Answer, Intake, Subject};
use crate::domain::register::{KnownPerson, PersonKind};
use crate::domain::schema::QuestionId;
use crate::domain::when::Moment;

/// 24 November 2026, 14:10 UTC.
pub(crate) const NOON: Moment = Moment::from_millis(1_795_529_400_000);

/// An encrypted file with nothing in it.
pub(crate) fn bare() -> (TempDir, Connection) {
    let dir = tempfile::tempdir().unwrap();
    let conn = open(&dir.path().join("desk.db"), &Dek::random().unwrap(), Access::Create).unwrap();
    set_wal(&conn).unwrap();
    (dir, conn)
}

/// A file as the first `n` steps of a ladder leave it: every older version can be made this way.
pub(crate) fn at_step(steps: &[Step], n: usize) -> (TempDir, Connection) {
    let (dir, mut conn) = bare();
    climb(&mut conn, &steps[..n], |_| Ok(())).unwrap();
    (dir, conn)
}

/// A file at the newest step.
pub(crate) fn desk() -> (TempDir, Connection) {
    at_step(STEPS, STEPS.len())
}

/// The whole schema as text.
pub(crate) fn schema(conn: &Connection) -> String {
    conn.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
        .unwrap()
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap()
        .map(Result::unwrap)
        .collect::<Vec<_>>()
        .join(";\n")
}

/// An event of this kind that says its kind.
pub(crate) fn event(kind: &str) -> New {
    New { at: NOON, actor: "j.testerby".into(), kind: kind.into(), body: format!("{{\"text\":\"{kind}\"}}") }
}

/// A duty worker of this name, known as `first.last`.
pub(crate) fn actor(name: &str) -> Actor {
    Actor { user: UserId(name.to_lowercase().replace(' ', ".")), name: name.into(), role: Role::Worker }
}

/// The first events of a contact about this child, with one clock that is due at `due`.
pub(crate) fn filed(surname: &str, due: Moment) -> Vec<Recorded> {
    let mut intake = Intake::new(ContactKind::Referral);
    intake.about_mut(Subject::Child(0)).set(QuestionId::ChildSurname, Answer::text(surname));
    let received = Received::new(NOON, None, intake);
    let deadline = Deadline {
        clock: ClockId::FeedbackFirst,
        subject: None,
        start: NOON,
        outcome: Outcome::Running { due, act_by: Some(due) },
        because: vec!["24 hours from receipt".into()],
        basis: "L7".into(),
    };
    let clock = Event::ClockStarted { deadline, protocol: "general@1".into() };
    let first = Event::ContactReceived(Box::new(received));
    numbered(0, vec![first, clock])
}

/// Events by Jo Testerby, numbered on from `version`, as one command.
pub(crate) fn numbered(version: u32, events: Vec<Event>) -> Vec<Recorded> {
    let recorded =
        |(event, seq)| Recorded { seq, at: NOON, actor: actor("Jo Testerby"), batch: version + 1, event };
    events.into_iter().zip(version + 1..).map(recorded).collect()
}

/// A note.
pub(crate) fn note(version: u32, text: &str) -> Vec<Recorded> {
    numbered(version, vec![Event::NoteAdded { text: text.into() }])
}

/// The decision and the feedback that close what [`filed`] opened.
pub(crate) fn closing(version: u32) -> Vec<Recorded> {
    numbered(
        version,
        vec![
            Event::RouteDecided {
                route: Route::Nfa,
                rationale: "advice given".into(),
                more: Box::default(),
                waits: false,
            },
            Event::ClockStopped {
                clock: ClockId::FeedbackFirst,
                subject: None,
                how: "told".into(),
                met: true,
            },
        ],
    )
}

/// So many minutes after [`NOON`].
pub(crate) fn minutes(n: i64) -> Moment {
    Moment::from_millis(NOON.millis() + n * 60_000)
}

/// A new training desk.
pub(crate) fn store() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = open_again(&dir, Missing::MakeTraining);
    (dir, store)
}

/// The desk in `dir`, opened by another.
pub(crate) fn open_again(dir: &TempDir, missing: Missing) -> Store {
    let limits = Limits { low: 1, reserve: 1 << 16 };
    Store::open(Paths::new(dir.path().join("desk")), missing, limits, NOON).unwrap()
}

/// A contact filed through a call of its own.
pub(crate) fn file(store: &mut Store, surname: &str, due: Moment) -> Contact {
    let holder = Holder { actor: actor("Jo Testerby"), process: Process::this() };
    let claim = store.start_call(&holder, NOON).unwrap();
    store.file(claim, &filed(surname, due)).unwrap()
}

/// Forty others: how rare a name is can be told only among many.
pub(crate) fn strangers() -> Vec<KnownPerson> {
    let forenames = ["Alex", "Robin", "Jamie", "Casey", "Morgan", "Toni", "Kim", "Lee"];
    let surnames = ["Testerby", "Dummerton", "Placeham", "Exemplar", "Specimen"];
    let pairs = forenames.iter().flat_map(|first| surnames.iter().map(move |last| (*first, *last)));
    let person = |(n, (forename, surname)): (usize, (&str, &str))| KnownPerson {
        forename: forename.into(),
        surname: surname.into(),
        birth: chrono::NaiveDate::from_ymd_opt(2009, 1, 1).map(|day| day + chrono::Days::new(n as u64 * 61)),
        address: format!("{} Synthley Lane", n + 1),
        postcode: "TE5 7QQ".into(),
        ..KnownPerson::new(format!("S{n}"), PersonKind::Child)
    };
    pairs.enumerate().map(person).collect()
}
