//! The store thread: requests in, replies out, and in between a look at what others have written: when the kernel says that
//! somebody wrote, and four times a second while anything goes on or where the kernel does not say.
//!
//! Nothing here is ever waited for by a key press. Replies go to a function handed in, called on this thread.

mod access;
mod close;
mod copying;
mod handover;
mod lock;
mod looks;
mod moves;
mod retention;
mod serve;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::access::Opener;
use super::board::{self, Board};
use super::desk::Paths;
use super::drafts::{self, Claim};
use super::error::{Error, Kind, Result};
use super::head::Finding;
use super::people::finder::Finder;
use super::process::Process;
use super::restore::Notice;
use super::space::Limits;
use super::stir::Stir;
use super::watch::{self, Watch};
use super::{Store, boxes};
use crate::domain::actor::Actor;
use crate::domain::contact::{Contact, Summary};
use crate::domain::draft::{Draft, DraftHead};
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;
use crate::port::{BoardUpdate, Reply, Request, Token, Trouble};

/// Looks without a change or a request after which the desk counts as quiet: two seconds.
const QUIET: u32 = 8;

/// The store thread, as the application holds it. Dropping it finishes what was asked and closes the desk.
#[derive(Debug)]
pub struct Worker {
    jobs: Sender<Job>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
enum Job {
    Ask(Box<Request>),
    /// Somebody, perhaps we, wrote to the desk.
    Look,
    Flush(Sender<()>),
    Stop,
}

impl Worker {
    /// Starts the thread on an open desk. `tell` gets every reply, on that thread.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub fn spawn(store: Store, tell: impl FnMut(Reply) + Send + 'static) -> io::Result<Self> {
        let place = (store.paths.clone(), store.limits);
        Self::start(place, Some(store), tell)
    }

    /// Starts the thread on a desk that is locked: nothing of it is opened before [`Request::Unlock`].
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub fn locked(
        paths: Paths,
        limits: Limits,
        tell: impl FnMut(Reply) + Send + 'static,
    ) -> io::Result<Self> {
        Self::start((paths, limits), None, tell)
    }

    fn start(
        place: (Paths, Limits),
        store: Option<Store>,
        tell: impl FnMut(Reply) + Send + 'static,
    ) -> io::Result<Self> {
        let (jobs, inbox) = mpsc::channel();
        let knock = jobs.clone();
        let stir = Stir::listen(place.0.dir(), move || {
            // The store thread has ended: nobody needs to look.
            let _ = knock.send(Job::Look);
        });
        let desk = Desk::new(place, store, Arc::new(Mutex::new(tell)));
        let thread =
            thread::Builder::new().name("store".into()).spawn(move || run(desk, &inbox, stir.as_ref()))?;
        Ok(Self { jobs, thread: Some(thread) })
    }

    /// Asks for something. The answer comes as a reply; requests are served in the order asked.
    pub fn ask(&self, request: Request) {
        // The thread ends only when told to, by us: there is then nobody left to answer.
        let _ = self.jobs.send(Job::Ask(Box::new(request)));
    }

    /// Waits until everything asked so far has been done, at most this long. Tells whether it was.
    ///
    /// For the ways out of the program on which the thread itself must not be waited for.
    #[must_use]
    pub fn flush(&self, most: Duration) -> bool {
        let (done, wait) = mpsc::channel();
        self.jobs.send(Job::Flush(done)).is_ok() && wait.recv_timeout(most).is_ok()
    }

    /// Waits until everything asked so far has been done, and closes the desk.
    pub fn stop(mut self) {
        self.finish();
    }

    fn finish(&mut self) {
        let _ = self.jobs.send(Job::Stop);
        if let Some(thread) = self.thread.take() {
            // A panic of that thread has been reported by its own hook.
            let _ = thread.join();
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.finish();
    }
}

fn run(mut desk: Desk, inbox: &Receiver<Job>, stir: Option<&Stir>) {
    desk.report_findings();
    let mut quiet = 0_u32;
    loop {
        let wait = if desk.has_pages_to_send() {
            Duration::ZERO
        } else if stir.is_some() && quiet > QUIET && desk.waits_for_nothing() {
            watch::ASLEEP
        } else {
            watch::EVERY
        };
        match inbox.recv_timeout(wait) {
            Ok(Job::Ask(request)) => {
                desk.serve(*request);
                desk.tidy_if_long();
                quiet = 0;
            }
            Ok(Job::Look) => {
                if let Some(stir) = stir {
                    stir.heard();
                }
                // The kernel tells of the first byte of a save; that it was committed, which alone can be seen, it does not tell.
                quiet = 0;
            }
            Ok(Job::Flush(done)) => {
                // Whoever asked may have stopped waiting.
                let _ = done.send(());
            }
            Ok(Job::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) if desk.has_rows_to_send() => desk.send_page(board::NEXT),
            Err(RecvTimeoutError::Timeout) if desk.has_moves_to_find() => desk.find_more_moves(),
            Err(RecvTimeoutError::Timeout) => {
                quiet = quiet.saturating_add(1);
                desk.rest(quiet);
            }
        }
        desk.look();
    }
}

/// Where replies go: this thread and the one that looks for people both answer.
type Tell = Arc<Mutex<dyn FnMut(Reply) + Send>>;

fn told(tell: &Tell, reply: Reply) {
    // Whoever panicked while telling has been reported; the reply of this thread still counts.
    let mut tell = tell.lock().unwrap_or_else(PoisonError::into_inner);
    tell(reply);
}

/// A draft that could not be saved: kept here and tried again until it can.
struct Unsaved {
    draft: Box<Draft>,
    revision: u64,
    now: Moment,
}

/// The contact on screen.
struct OnScreen {
    actor: Actor,
    contact: Contact,
}

/// What the thread keeps between requests.
struct Desk {
    // Before the store: a copy that is being made ends before the desk's lock is let go.
    daily: copying::Daily,
    store: Option<Store>,
    place: (Paths, Limits),
    me: Process,
    tell: Tell,
    finder: Option<Finder>,
    now: Moment,
    watch: Option<Watch>,
    board: Option<Board>,
    heads: Vec<DraftHead>,
    on_screen: Option<OnScreen>,
    actor: Option<Actor>,
    claims: HashMap<ContactId, Claim>,
    /// Calls parked here: our claim holds until somebody else goes on with them.
    parked: HashSet<ContactId>,
    unsaved: BTreeMap<ContactId, Unsaved>,
    untidy: bool,
    moves: Option<moves::Moves>,
    /// How the desk is opened again when it had to be closed; nothing while it is locked, when its key is not in this process.
    opener: Option<Opener>,
    /// The record is to be closed as soon as everything typed is saved.
    closing: Option<lock::Closing>,
}

impl Desk {
    fn new(place: (Paths, Limits), store: Option<Store>, tell: Tell) -> Self {
        let daily = copying::Daily::new(store.as_ref().is_some_and(|store| !store.is_training()));
        Self {
            daily,
            place,
            watch: store.as_ref().and_then(|store| Watch::begin(&store.conn).ok()),
            opener: store.as_ref().map(Store::opener),
            closing: None,
            store,
            me: Process::this(),
            tell,
            finder: None,
            now: Moment::from_millis(0),
            board: None,
            heads: Vec::new(),
            on_screen: None,
            actor: None,
            claims: HashMap::new(),
            parked: HashSet::new(),
            unsaved: BTreeMap::new(),
            untidy: false,
            moves: None,
        }
    }

    fn say(&mut self, reply: Reply) {
        told(&self.tell, reply);
    }

    /// Tells of a failure. After one of the disk or of the record itself nothing more is written on this connection:
    /// the desk is closed, and opened and checked again before the next request.
    fn fail(&mut self, token: Option<Token>, e: &Error) {
        if e.closes_the_desk() {
            self.daily.copying = None;
            self.store = None;
            self.watch = None;
            self.finder = None;
        }
        self.say(Reply::Failed { token, trouble: e.into() });
    }

    /// The open desk, opened again if it had to be closed.
    fn store(&mut self) -> Result<&mut Store> {
        let store = if let Some(store) = self.store.take() {
            store
        } else {
            let (paths, limits) = &self.place;
            let opener = self.opener.as_ref().ok_or_else(lock::is_locked)?;
            let store = Store::enter(paths.clone(), opener, false, *limits, self.now)?;
            self.watch = Some(Watch::afresh());
            for finding in store.findings.clone() {
                self.say(Reply::Failed { token: None, trouble: alarm(&finding) });
            }
            store
        };
        Ok(self.store.insert(store))
    }

    fn report_findings(&mut self) {
        let Some(store) = &self.store else { return };
        let mut told: Vec<Trouble> = store.findings.iter().map(alarm).collect();
        told.extend(store.restored().map(put_back));
        for trouble in told {
            self.say(Reply::Failed { token: None, trouble });
        }
    }

    /// Whether something is to be read as soon as nobody asks for anything.
    fn has_pages_to_send(&self) -> bool {
        self.has_rows_to_send() || self.has_moves_to_find()
    }

    fn has_rows_to_send(&self) -> bool {
        self.store.is_some() && self.board.is_some_and(|board| !board.is_complete())
    }

    /// Whether nothing is left to try again: the desk is open, every draft is saved, and the reserve is laid aside.
    fn waits_for_nothing(&self) -> bool {
        if self.opener.is_none() {
            return true;
        }
        self.store.as_ref().is_some_and(|store| !store.is_short_of_room())
            && self.watch.is_some()
            && self.unsaved.is_empty()
            && !self.untidy
            && self.daily.copying.is_none()
            && self.closing.is_none()
    }

    /// Sends the next page of a board that is being loaded.
    fn send_page(&mut self, rows: u32) {
        let Some(mut board) = self.board else { return };
        let page =
            self.store().and_then(|store| Ok((board.page(&store.conn, rows)?, board::open(&store.conn)?)));
        match page {
            Ok((rows, open)) => {
                self.board = Some(board);
                self.say(Reply::Board(BoardUpdate { rows, complete: board.is_complete(), open }));
            }
            Err(e) => {
                self.board = None;
                self.fail(None, &e);
            }
        }
    }

    /// Sends what has changed on the board since it was last told, by whomever.
    fn send_changes(&mut self) {
        let Some(mut board) = self.board else { return };
        let changes = self.store().and_then(|store| {
            let rows = board.changes(&store.conn)?;
            Ok((if rows.is_empty() { 0 } else { board::open(&store.conn)? }, rows))
        });
        match changes {
            Ok((open, rows)) => {
                self.board = Some(board);
                let ids: Vec<ContactId> = rows.iter().map(|row| row.id).collect();
                self.tell_changes(rows, open, board.is_complete());
                self.tell_moves_of(&ids);
            }
            Err(e) => self.fail(None, &e),
        }
    }

    fn tell_changes(&mut self, rows: Vec<Summary>, open: usize, complete: bool) {
        if !rows.is_empty() {
            self.say(Reply::Board(BoardUpdate { rows, complete, open }));
        }
    }

    /// Sends the calls in progress if they are not as last told.
    fn send_drafts(&mut self) {
        if self.board.is_none() {
            return;
        }
        match self.store().and_then(|store| drafts::list(&store.conn)) {
            Ok(heads) if heads != self.heads => {
                self.heads.clone_from(&heads);
                self.say(Reply::Drafts(heads));
            }
            Ok(_) => {}
            Err(e) => self.fail(None, &e),
        }
    }

    /// Sends the contact on screen if it is no longer as last told.
    fn refresh_contact(&mut self) {
        let Some(OnScreen { actor, contact }) = &self.on_screen else { return };
        let (id, version, actor) = (contact.id, contact.version, actor.clone());
        let me = self.me.clone();
        let fresh = self.store().and_then(|store| {
            if super::events::version(&store.conn, super::codec::number(id))? == version {
                return Ok(None);
            }
            let boxes = boxes::mine(&store.conn, &actor.user.0, &me, id)?;
            Ok(store.contact(id, &actor)?.map(|contact| (contact, boxes)))
        });
        match fresh {
            Ok(Some((contact, boxes))) => {
                self.on_screen = Some(OnScreen { actor, contact: contact.clone() });
                self.say(Reply::Contact { contact: Box::new(contact), boxes });
            }
            Ok(None) => {}
            // Somebody restricted it while it was on screen.
            Err(e) if e.kind == Kind::NotAllowed => self.close_restricted(id, &e),
            Err(e) => self.fail(None, &e),
        }
    }

    /// Looks whether others have written, and tells what of it concerns this terminal.
    fn look(&mut self) {
        let (Some(store), Some(watch)) = (&self.store, &mut self.watch) else { return };
        match watch.changed(&store.conn) {
            Ok(false) => {}
            Ok(true) => {
                self.send_changes();
                self.send_drafts();
                self.refresh_contact();
            }
            Err(e) => self.fail(None, &e),
        }
    }

    /// Keeps the log short between two quiet times.
    fn tidy_if_long(&mut self) {
        if let Some(Err(e)) = self.store.as_mut().map(Store::tidy_if_long) {
            self.fail(None, &e);
        }
    }

    /// What waits until nobody is waiting. When the desk is quiet the log is moved and the witness flushed; a draft
    /// that could not be saved, and a desk that had to be closed, are tried again for as long as it takes.
    fn rest(&mut self, quiet: u32) {
        if self.opener.is_none() || !quiet.is_multiple_of(QUIET) {
            return;
        }
        if self.closing.is_some() {
            return self.try_to_close();
        }
        self.save_kept_drafts();
        let untidy = std::mem::take(&mut self.untidy);
        // A desk that cannot be opened was told of when it was closed.
        let done = self.store().and_then(|store| {
            if untidy {
                store.tidy()?;
                store.flush_witness()?;
            }
            // Without it work goes on, and it is tried again at the next rest.
            let _ = store.keep_a_reserve();
            Ok(())
        });
        if let Err(e) = done
            && self.store.is_some()
        {
            self.fail(None, &e);
        }
        self.copy_daily();
    }
}

/// A finding of the head file as a person reads it.
fn alarm(finding: &Finding) -> Trouble {
    Trouble {
        what: format!("{finding}."),
        safe: "What is in the record can be read; new work is saved after it.".into(),
        advice: "Tell whoever looks after this desk, and run \"dutydesk verify\".".into(),
    }
}

/// That the desk was put back from a copy, as a person reads it.
fn put_back(notice: &Notice) -> Trouble {
    let again =
        if notice.missing.is_some() || notice.unproved { "Enter again what is missing. " } else { "" };
    Trouble {
        what: format!("{notice}."),
        safe: format!("The desk before is kept whole in backups/{}.", notice.replaced),
        advice: format!("{again}A manager ends this notice with \"dutydesk restore --acknowledge\"."),
    }
}

#[cfg(test)]
mod tests;
