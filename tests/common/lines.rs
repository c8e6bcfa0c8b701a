//! What the tests of the plain program share: a desk on disk with a clock that stands still, and somebody who types.

#![expect(unreachable_pub, reason = "a part of a test program")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of a test may fail loudly")]

use std::cell::RefCell;
use std::io::{self, BufRead, Read, Write};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use dutydesk::app::Setting;
use dutydesk::clock::ManualClock;
use dutydesk::domain::actor::Actor;
use dutydesk::domain::codes::Role;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::draft::Draft;
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::domain::when::Moment;
use dutydesk::plain::{self, Error, Left, Page, Start};
use dutydesk::protocols;
use dutydesk::store::Store;
use dutydesk::store::desk::Paths;
use dutydesk::store::drafts::Holder;
use dutydesk::store::open::Missing;
use dutydesk::store::process::Process;
use dutydesk::store::space::Limits;
use tempfile::TempDir;

/// Tuesday 24 November 2026, 14:10.
pub const NOW: Moment = Moment::from_millis(1_795_529_400_000);

/// The number of the first call on a new desk.
pub const FIRST: ContactId = ContactId(1001);

/// A training desk without contacts.
pub struct Desk {
    dir: TempDir,
    pub clock: ManualClock,
    pub setting: Setting,
}

/// How a call went.
pub struct Taken {
    pub left: Result<Left, Error>,
    pub out: String,
}

pub fn worker() -> Actor {
    Actor { user: UserId("j.testerby".into()), name: "Jo Testerby".into(), role: Role::Worker }
}

impl Desk {
    pub fn new() -> Self {
        let setting = Setting {
            actor: worker(),
            team: Vec::new(),
            protocol: Arc::new(protocols::built_in("general").unwrap()),
            training: true,
            desk_number: "01632 960100".into(),
        };
        let desk = Self { dir: tempfile::tempdir().unwrap(), clock: ManualClock::new(NOW), setting };
        desk.open(Missing::MakeTraining);
        desk
    }

    fn open(&self, missing: Missing) -> Store {
        let limits = Limits { low: 1, reserve: 1 << 16 };
        Store::open(Paths::new(self.dir.path().join("desk")), missing, limits, NOW).unwrap()
    }

    pub fn store(&self) -> Store {
        self.open(Missing::Refuse)
    }

    /// Takes a call; each line typed is the answer to what was said since the last one, none ends the input.
    pub fn take(&self, start: Start, answer: impl FnMut(&str) -> Option<String>) -> Taken {
        let said = Rc::new(RefCell::new(Vec::new()));
        let mut typist = Typist { said: Rc::clone(&said), heard: 0, line: Vec::new(), at: 0, answer };
        let mut ear = Ear(Rc::clone(&said));
        let left = self.on(start, Page::new(&mut typist, &mut ear));
        let out = String::from_utf8(said.borrow().clone()).unwrap();
        plain_lines(&out);
        Taken { left, out }
    }

    /// Takes a call with these lines typed.
    pub fn typed(&self, start: Start, lines: &str) -> Taken {
        let mut lines = lines.lines();
        self.take(start, |_| lines.next().map(str::to_owned))
    }

    /// Takes a call with exactly these bytes typed.
    pub fn fed(&self, start: Start, mut bytes: &[u8]) -> Taken {
        let mut out = Vec::new();
        let left = self.on(start, Page::new(&mut bytes, &mut out));
        let out = String::from_utf8(out).unwrap();
        plain_lines(&out);
        Taken { left, out }
    }

    fn on(&self, start: Start, page: Page<'_>) -> Result<Left, Error> {
        let taking = AtomicU64::new(0);
        let desk =
            plain::Desk { store: self.store(), clock: &self.clock, setting: &self.setting, taking: &taking };
        plain::take(desk, start, page)
    }

    /// The only call in progress, as another process reads it from the disk.
    pub fn draft(&self) -> Draft {
        let body: String =
            self.store().conn().query_row("SELECT body FROM draft", [], |row| row.get(0)).unwrap();
        serde_json::from_str(&body).unwrap()
    }

    /// Puts a call in progress into the record.
    pub fn keep(&self, draft: &Draft) -> ContactId {
        let mut store = self.store();
        let claim = store.start_call(&Holder { actor: worker(), process: Process::this() }, NOW).unwrap();
        store.save_draft(claim, &Draft { id: claim.id, ..draft.clone() }, NOW).unwrap();
        claim.id
    }

    pub fn contact(&self, id: ContactId) -> Contact {
        self.store().contact(id, &worker()).unwrap().unwrap()
    }
}

/// Nothing a terminal could obey, and nothing drawn.
#[track_caller]
fn plain_lines(out: &str) {
    for line in out.lines() {
        let drawn =
            |c: char| ('\u{2500}'..='\u{259f}').contains(&c) || ('\u{2800}'..='\u{28ff}').contains(&c);
        assert!(!line.chars().any(|c| c.is_control() || drawn(c)), "{line:?}");
    }
}

/// Somebody who hears everything that was said before typing the next line.
struct Typist<F> {
    said: Rc<RefCell<Vec<u8>>>,
    heard: usize,
    line: Vec<u8>,
    at: usize,
    answer: F,
}

impl<F: FnMut(&str) -> Option<String>> BufRead for Typist<F> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.line.len() {
            let said = String::from_utf8(self.said.borrow()[self.heard..].to_vec()).unwrap();
            self.heard = self.said.borrow().len();
            self.line = (self.answer)(&said).map(|line| format!("{line}\n").into_bytes()).unwrap_or_default();
            self.at = 0;
        }
        Ok(&self.line[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
    }
}

impl<F: FnMut(&str) -> Option<String>> Read for Typist<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let read = bytes.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

/// Hears what is said.
struct Ear(Rc<RefCell<Vec<u8>>>);

impl Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
