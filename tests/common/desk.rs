//! A desk in memory for key scripts: the application, and a record that answers at once from plain maps.

#![expect(unreachable_pub, reason = "shared by several test programs, documented where it matters")]
#![expect(clippy::expect_used, clippy::panic, reason = "a helper of a test may fail loudly")]

mod looks;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use chrono::NaiveDate;

use dutydesk::app::effect::Effect;
use dutydesk::app::key::Key;
use dutydesk::app::msg::Msg;
use dutydesk::app::{App, Setting, update};
use dutydesk::domain::actor::Actor;
use dutydesk::domain::calendar::Zone;
use dutydesk::domain::close::{self, Close, Closed};
use dutydesk::domain::codes::Role;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::decide;
use dutydesk::domain::draft::{BoxDraft, Draft};
use dutydesk::domain::event::{DeskEvent, Recorded};
use dutydesk::domain::handover::{Kept, SheetId, Signing};
use dutydesk::domain::human;
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::domain::looked::Entry;
use dutydesk::domain::protocol::Protocol;
use dutydesk::domain::recount::{Affected, shifts};
use dutydesk::domain::register::{KnownPerson, Match, Query, Register};
use dutydesk::domain::ribbon::Ribbon;
use dutydesk::domain::seek::Found;
use dutydesk::domain::when::Moment;
use dutydesk::port::passphrase::Passphrase;
use dutydesk::port::{BoardUpdate, ExportFile, Opened, Reply, Request, Token, Trouble};
use dutydesk::protocols;

/// A record in memory, with the same promises as the real one.
#[derive(Default)]
pub struct MemoryRecord {
    pub contacts: BTreeMap<ContactId, Vec<Recorded>>,
    pub drafts: BTreeMap<ContactId, Draft>,
    pub boxes: Vec<BoxDraft>,
    pub discarded: Vec<(ContactId, String)>,
    /// What had been typed into discarded calls.
    pub kept: Vec<Draft>,
    /// Calls that ended in a contact.
    pub pointers: Vec<(ContactId, ContactId)>,
    /// Calls that another terminal holds.
    pub held: Vec<ContactId>,
    pub taken_over: Vec<(ContactId, String)>,
    pub saves: usize,
    /// Files written beside the record.
    pub files: BTreeMap<String, Vec<u8>>,
    pub broken: bool,
    /// The record is closed.
    pub locked: bool,
    /// What opens it; nothing on a training desk.
    pub passphrase: Option<String>,
    /// Whether that was given and must be changed.
    pub must_change: bool,
    /// Wrong passphrases so far.
    pub wrong: usize,
    /// Daily closes, the newest last.
    pub closes: Vec<Closed>,
    /// Signed handover sheets, the newest last.
    pub sheets: Vec<Kept>,
    /// The people the desk knows.
    pub people: Vec<KnownPerson>,
    /// What was noted of reading, and by whom.
    pub notes: Vec<(UserId, DeskEvent)>,
    /// What the page of who looked is made of, and the marks that were set on it.
    pub looks: Vec<Entry>,
    next: u64,
    open: Option<ContactId>,
    rules: Option<Arc<Protocol>>,
}

impl MemoryRecord {
    fn contact(&self, id: ContactId) -> Option<Contact> {
        Contact::from_history(id, self.contacts.get(&id)?.clone()).ok()
    }

    fn board(&self) -> Reply {
        let rows: Vec<_> =
            self.contacts.keys().filter_map(|id| self.contact(*id)).map(|c| c.summary()).collect();
        let open = rows.iter().filter(|row| row.open).count();
        Reply::Board(BoardUpdate { rows, complete: true, open })
    }

    fn shown(&self) -> Option<Reply> {
        let contact = Box::new(self.contact(self.open?)?);
        let boxes = self.boxes.iter().filter(|b| b.contact == contact.id).cloned().collect();
        Some(Reply::Contact { contact, boxes })
    }

    fn heads(&self) -> Reply {
        Reply::Drafts(self.drafts.values().map(|draft| draft.head(draft.started)).collect())
    }

    fn save_draft(&mut self, draft: Draft, revision: u64, at: Moment) -> Vec<Reply> {
        let id = draft.id;
        if self.held.contains(&id) {
            return vec![Reply::DraftHeld { id, taker: draft.taker }];
        }
        self.saves += 1;
        self.drafts.insert(id, draft);
        vec![Reply::DraftSaved { id, revision, at }, self.heads()]
    }

    pub fn answer(&mut self, request: Request) -> Vec<Reply> {
        match &request {
            Request::Lock { boxes, .. } if self.broken && !boxes.is_empty() => {
                vec![Reply::LockWaits { unsaved: boxes.len() }]
            }
            Request::Lock { .. } | Request::Unlock { .. } => self.serve(request),
            _ if self.broken => vec![broken(&request)],
            _ => self.serve(request),
        }
    }

    fn serve(&mut self, request: Request) -> Vec<Reply> {
        match request {
            Request::WatchBoard => vec![self.board(), self.heads()],
            request @ (Request::OpenContact { .. }
            | Request::OpenRestricted { .. }
            | Request::Note { .. }
            | Request::Looks { .. }
            | Request::ReviewLook { .. }) => self.look(request),
            Request::CloseContact => {
                self.open = None;
                Vec::new()
            }
            Request::StartCall { token, .. } => {
                self.next += 1;
                vec![Reply::CallStarted { token, id: ContactId(1000 + self.next) }]
            }
            Request::SaveDraft { draft, revision, now } => self.save_draft(*draft, revision, now),
            Request::OpenDraft { id, actor } if self.held.contains(&id) => {
                vec![Reply::DraftHeld { id, taker: actor }]
            }
            Request::OpenDraft { id, .. } => {
                self.drafts.get(&id).map(|d| Reply::DraftOpened(Box::new(d.clone()))).into_iter().collect()
            }
            Request::DiscardDraft { id, reason, draft, .. } => {
                self.drafts.remove(&id);
                self.discarded.push((id, reason));
                self.kept.extend(draft.map(|draft| *draft));
                vec![self.heads()]
            }
            Request::TakeOverDraft { id, reason, .. } => {
                self.taken_over.push((id, reason));
                self.held.retain(|held| *held != id);
                self.drafts.get(&id).map(|d| Reply::DraftOpened(Box::new(d.clone()))).into_iter().collect()
            }
            Request::AttachCall { token, call, into, expected, events } => {
                let replies = self.append(token, into, expected, events);
                if matches!(replies.first(), Some(Reply::Saved { .. })) {
                    self.drafts.remove(&call);
                    self.pointers.push((call, into));
                }
                let heads = self.heads();
                replies.into_iter().chain([heads]).collect()
            }
            Request::File { token, id, events } => {
                self.drafts.remove(&id);
                self.contacts.insert(id, events);
                self.link(id);
                let saved = vec![Reply::Saved { token, id, version: 1 }, self.heads(), self.board()];
                saved.into_iter().chain(self.shown()).collect()
            }
            Request::Append { token, id, expected, events } => self.append(token, id, expected, events),
            Request::IssueLetter { token, id, expected, events, files } => {
                let mut replies = self.append(token, id, expected, events);
                if matches!(replies.first(), Some(Reply::Saved { .. })) {
                    replies.push(self.write(token, files));
                }
                replies
            }
            Request::WriteFiles { token, files } => vec![self.write(token, files)],
            Request::SaveBox { draft, .. } => {
                self.boxes.retain(|b| (b.contact, &b.action) != (draft.contact, &draft.action));
                self.boxes.push(draft);
                Vec::new()
            }
            request @ (Request::Handovers { .. }
            | Request::SignHandover { .. }
            | Request::CloseDay { .. }
            | Request::TakeHandover { .. }) => self.handover(request),
            Request::Find { token, query, today, zone } => vec![self.find(token, &query, today, zone)],
            Request::DropBox { contact, action } => {
                self.boxes.retain(|b| (b.contact, &b.action) != (contact, &action));
                Vec::new()
            }
            other => self.answer_many(other),
        }
    }

    /// What is asked of handover sheets.
    fn handover(&mut self, request: Request) -> Vec<Reply> {
        match request {
            Request::Handovers { since } => {
                let recent = self.sheets.iter().rev().filter(|kept| kept.at >= since);
                vec![
                    Reply::Handovers(recent.cloned().collect()),
                    Reply::LastClose(self.closes.last().cloned().into()),
                ]
            }
            Request::CloseDay { token, actor, now } => vec![self.close_day(token, &actor, now)],
            Request::SignHandover { token, signing, actor, now } => self.sign(token, &signing, &actor, now),
            Request::TakeHandover { token, sheet, by, actor, now } => {
                let at = self.sheets.iter().position(|kept| kept.signed.sheet == sheet).expect("a sheet");
                let mut kept = self.sheets.remove(at);
                decide::may_take(&kept, &by, &actor).expect("allowed");
                let mut contacts = 0;
                for id in &kept.signed.contacts {
                    let contact = self.contact(*id).expect("a contact");
                    let added = decide::take_over(&contact, sheet, &by, &actor, now);
                    contacts += usize::from(added.is_some());
                    self.contacts.entry(*id).or_default().extend(added);
                }
                kept.taken = Some((by, now));
                self.sheets.insert(at, kept);
                let replies = vec![Reply::HandoverTaken { token, sheet, contacts }, self.board()];
                replies.into_iter().chain(self.shown()).collect()
            }
            other => panic!("{other:?} is not about a handover"),
        }
    }

    /// Signs the end of a record that counts one entry a close.
    fn close_day(&mut self, token: Token, actor: &Actor, now: Moment) -> Reply {
        let entry = self.closes.len() as u64 * 2 + 412;
        let close = Close {
            closed: entry,
            hash: "00".repeat(32),
            words: close::words(&[if self.closes.is_empty() { 40 } else { 41 }; 32]),
            by: actor.name.clone(),
            key: String::new(),
            signature: String::new(),
            previous: self.closes.last().map(|last| last.close.closed),
        };
        let closed = Closed { close, at: now, entry: entry + 1 };
        self.closes.push(closed.clone());
        Reply::DayClosed { token, closed: Box::new(closed) }
    }

    /// Signs a sheet as the real record does: what changed meanwhile is read again.
    fn sign(&mut self, token: Token, signing: &Signing, actor: &Actor, now: Moment) -> Vec<Reply> {
        let sheet = SheetId(u32::try_from(self.sheets.len()).expect("a few") + 1);
        let mut changed = Vec::new();
        for (id, seen) in &signing.contacts {
            let contact = self.contact(*id).expect("a contact");
            changed.extend((contact.version != *seen).then_some(*id));
            let handed = decide::hand_over(&contact, signing.handed_over(sheet), actor, now);
            self.contacts.entry(*id).or_default().push(handed);
        }
        let signed = signing.signed(sheet, changed.clone(), |text| format!("{} letters", text.len()));
        self.sheets.push(Kept { signed, at: now, taken: None });
        let replies = vec![Reply::HandoverSigned { token, sheet, changed }, self.board()];
        replies.into_iter().chain(self.shown()).collect()
    }

    /// Files are kept in memory; none is replaced.
    fn write(&mut self, token: Token, files: Vec<ExportFile>) -> Reply {
        let places = files.iter().map(|file| file.name.clone().into()).collect();
        self.files.extend(files.into_iter().map(|file| (file.name, file.bytes)));
        Reply::Written { token, written: Ok(places) }
    }

    /// What is asked about several contacts, or about none.
    fn answer_many(&mut self, request: Request) -> Vec<Reply> {
        match request {
            Request::DoEach { token, ids, command, actor, protocol, now } => {
                let mut replies = vec![self.each(token, &ids, |contact| {
                    decide::decide(contact, &command, &actor, &protocol, now).map_err(|no| no.0)
                })];
                replies.extend(self.shown());
                replies.extend([self.board(), self.moves()]);
                replies
            }
            Request::FindMoves { protocol } => {
                self.rules = Some(protocol);
                vec![self.moves()]
            }
            Request::CheckTime { now, .. } => {
                let last = self.contacts.values().flatten().map(|recorded| recorded.at).max();
                let last = last.filter(|last| last.since(now) > chrono::TimeDelta::minutes(2));
                last.map(|last| Reply::ClockSetBack { last }).into_iter().collect()
            }
            Request::Lock { boxes, .. } => {
                self.boxes.retain(|kept| kept.contact.0 != 0);
                for typed in boxes {
                    self.boxes.retain(|b| (b.contact, &b.action) != (typed.contact, &typed.action));
                    self.boxes.push(typed);
                }
                self.open = None;
                self.locked = true;
                vec![Reply::Locked]
            }
            Request::Unlock { user, passphrase, known, .. } => vec![self.unlock(&user, &passphrase, known)],
            Request::ChangePassphrase { old, new, .. } => {
                if self.passphrase.as_deref() != Some(old.expose()) {
                    return vec![Reply::PassphraseKept { why: "The old passphrase is wrong.".into() }];
                }
                self.passphrase = Some(new.expose().to_owned());
                self.must_change = false;
                vec![Reply::PassphraseChanged]
            }
            _ => Vec::new(),
        }
    }

    /// Opens the record again: on a training desk for anybody, else for whoever has the passphrase.
    fn unlock(&mut self, user: &UserId, passphrase: &Passphrase, known: Option<Actor>) -> Reply {
        let wrong = self.passphrase.as_ref().is_some_and(|right| right != passphrase.expose());
        if wrong {
            self.wrong += 1;
            let wait = (self.wrong >= 5).then(|| chrono::TimeDelta::seconds(30));
            return Reply::StillLocked {
                why: "The name or the passphrase is wrong.".into(),
                wrong: true,
                wait,
            };
        }
        self.locked = false;
        let actor = known.unwrap_or_else(|| Actor { user: user.clone(), ..worker() });
        let boxes = self.boxes.iter().filter(|kept| kept.contact.0 == 0).cloned().collect();
        Reply::Unlocked(Box::new(Opened { actor, must_change: self.must_change, team: None, boxes }))
    }

    /// Does the same to each contact, as the real record does: each by itself.
    fn each(
        &mut self,
        token: Token,
        ids: &[ContactId],
        decided: impl Fn(&Contact) -> Result<Vec<Recorded>, String>,
    ) -> Reply {
        let (mut done, mut refused) = (Vec::new(), Vec::new());
        for id in ids {
            match decided(&self.contact(*id).expect("a contact")) {
                Ok(events) => {
                    self.contacts.entry(*id).or_default().extend(events);
                    done.push(*id);
                }
                Err(why) => refused.push((*id, why)),
            }
        }
        Reply::EachDone { token, done, refused }
    }

    /// What would move under the rules in force; every contact is told of, most of them without any move.
    fn moves(&self) -> Reply {
        let affected = self.rules.iter().flat_map(|rules| {
            let of = |id: &ContactId| Some(Affected { id: *id, shifts: shifts(&self.contact(*id)?, rules) });
            self.contacts.keys().filter_map(of)
        });
        Reply::Moves { affected: affected.collect(), complete: true }
    }

    /// Looks among the people the desk was given, as the record's own thread does.
    fn find(&self, token: Token, query: &Query, today: NaiveDate, zone: Zone) -> Reply {
        let register = Register::new(self.people.iter().cloned());
        let found = register.matches(query, 5).into_iter().filter(Match::shown).map(|one| {
            let person = self.people.get(one.place).expect("a person").clone();
            let ribbon = Ribbon::new(&person.standing, &[], Vec::new(), today, zone);
            let reasons = one.reasons.iter().map(|reason| reason.words).collect();
            let (relation, bits, score) = (one.relation, one.bits, one.score);
            Found { person, ribbon, relation, bits, score, reasons, restricted: None }
        });
        Reply::Found { token, found: found.collect() }
    }

    /// Links the consultation that a filed referral grew out of, as the real record does in the same step.
    fn link(&mut self, id: ContactId) {
        let filed = self.contact(id).expect("just filed");
        let Some(from) = filed.received.consulted.and_then(|consulted| consulted.contact) else { return };
        let consultation = self.contact(from).expect("the consultation");
        let first = filed.history.first().expect("a first event");
        let link = decide::converted(&consultation, id, &first.actor, first.at).expect("a link");
        self.contacts.entry(from).or_default().push(link);
    }

    fn append(
        &mut self,
        token: dutydesk::port::Token,
        id: ContactId,
        expected: u32,
        events: Vec<Recorded>,
    ) -> Vec<Reply> {
        let history = self.contacts.entry(id).or_default();
        let version = history.last().map_or(0, |r| r.seq);
        if version != expected {
            let unseen = history.iter().filter(|r| r.seq > expected).cloned().collect();
            let contact = Box::new(self.contact(id).expect("a contact"));
            return vec![Reply::Conflict { token, contact, unseen }];
        }
        history.extend(events);
        let version = history.last().map_or(0, |r| r.seq);
        let mut replies = vec![Reply::Saved { token, id, version }];
        replies.extend(self.shown());
        replies.extend([self.board(), self.moves()]);
        replies
    }
}

/// A full disk.
fn broken(request: &Request) -> Reply {
    let trouble = Trouble {
        what: "Could not save: the disk is full.".into(),
        safe: "Your text is kept in memory.".into(),
        advice: "Free space, then Ctrl-R tries again.".into(),
    };
    let token = match request {
        Request::StartCall { token, .. }
        | Request::File { token, .. }
        | Request::SignHandover { token, .. }
        | Request::CloseDay { token, .. }
        | Request::TakeHandover { token, .. }
        | Request::Append { token, .. }
        | Request::IssueLetter { token, .. } => Some(*token),
        _ => None,
    };
    Reply::Failed { token, trouble }
}

/// The application with a record in memory and a clock that only the test moves.
pub struct Desk {
    pub app: App,
    pub record: MemoryRecord,
    pub effects: Vec<Effect>,
}

/// A worker of the training desk.
pub fn worker() -> Actor {
    Actor { user: UserId("j.testerby".into()), name: "Jo Testerby".into(), role: Role::Worker }
}

/// A manager of the training desk.
pub fn manager() -> Actor {
    Actor { user: UserId("s.placeham".into()), name: "Sam Placeham".into(), role: Role::Manager }
}

/// The general protocol.
pub fn general() -> Arc<Protocol> {
    Arc::new(protocols::built_in("general").expect("the shipped protocol"))
}

/// An instant given in local time: `2026-11-24T14:10`.
pub fn at(text: &str) -> Moment {
    human::moment(text, Moment::from_millis(0), general().zone).expect("a time")
}

impl Desk {
    /// A desk opened at a local time by a worker.
    pub fn new(now: &str) -> Self {
        Self::of(now, worker())
    }

    /// A desk opened at a local time by somebody.
    pub fn of(now: &str, actor: Actor) -> Self {
        Self::under(now, actor, general())
    }

    /// A desk opened at a local time by somebody, under these rules.
    pub fn under(now: &str, actor: Actor, protocol: Arc<Protocol>) -> Self {
        let setting = Setting {
            actor,
            team: vec!["Jo Testerby".into(), "Sam Placeham".into(), "Robin Dummerton".into()],
            protocol,
            training: true,
            desk_number: "01632 960100".into(),
        };
        let app = App::new(setting, at(now));
        let mut desk = Self { app, record: MemoryRecord::default(), effects: Vec::new() };
        let start = desk.app.start();
        desk.serve(start);
        desk
    }

    /// The same record opened by somebody else, or again after a crash.
    pub fn reopened(self, now: &str, actor: Actor) -> Self {
        self.reopened_under(now, actor, general())
    }

    /// The same record opened under other rules.
    pub fn reopened_under(self, now: &str, actor: Actor, protocol: Arc<Protocol>) -> Self {
        let mut desk = Self::under(now, actor, protocol);
        desk.record = self.record;
        let start = desk.app.start();
        desk.serve(start);
        desk
    }

    /// Carries effects out.
    pub fn serve(&mut self, effects: Vec<Effect>) {
        let mut queue: VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            if let Effect::Store(request) = &effect {
                for reply in self.record.answer(request.clone()) {
                    queue.extend(update(&mut self.app, Msg::Store(reply)));
                }
            }
            self.effects.push(effect);
        }
    }

    /// Takes one message in and answers its requests.
    pub fn msg(&mut self, msg: Msg) -> &mut Self {
        let effects = update(&mut self.app, msg);
        self.serve(effects);
        self
    }

    /// Presses keys: names separated by blanks; `"text"` is typed letter by letter.
    pub fn keys(&mut self, script: &str) -> &mut Self {
        for (n, part) in script.split('"').enumerate() {
            if n % 2 == 1 {
                self.text(part);
            } else {
                for name in part.split_whitespace() {
                    let key: Key = name.parse().unwrap_or_else(|e| panic!("{name}: {e}"));
                    self.msg(Msg::Key(key));
                }
            }
        }
        self
    }

    /// Types text letter by letter; a line break is Enter.
    pub fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let key = if c == '\n' { "enter".parse().expect("a key") } else { Key::char(c) };
            self.msg(Msg::Key(key));
        }
        self
    }

    /// Lets the time be this, local.
    pub fn clock(&mut self, text: &str) -> &mut Self {
        self.msg(Msg::Tick(at(text)))
    }

    /// Lets so many milliseconds pass.
    pub fn wait(&mut self, millis: i64) -> &mut Self {
        let now = self.app.now + chrono::TimeDelta::milliseconds(millis);
        self.msg(Msg::Tick(now))
    }

    /// The one contact of the record.
    pub fn only(&self) -> Contact {
        assert_eq!(self.record.contacts.len(), 1, "one contact is expected");
        let (id, _) = self.record.contacts.iter().next().expect("a contact");
        self.record.contact(*id).expect("a contact")
    }

    /// The sentence on the notice line.
    pub fn notice(&self) -> &str {
        self.app.notice.as_ref().map_or("", |notice| &notice.text)
    }
}
