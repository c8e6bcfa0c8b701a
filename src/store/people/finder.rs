//! The thread that looks for people while a call is typed. It reads the whole register once, keeps it in memory as long as calls
//! are taken, and answers only the newest question: what was asked three letters ago no longer matters.

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use chrono::NaiveDate;

use super::super::error::Result;
use super::super::looks;
use super::Reader;
use super::history;
use crate::domain::calendar::Zone;
use crate::domain::named::from_id;
use crate::domain::register::{Builder, KnownPerson, Match, Query, Register, Relation};
use crate::domain::seek::Found;
use crate::port::{Reply, Token};

/// The register is let go when nobody has been looked for so long: an idle desk needs no memory for it.
const KEPT: Duration = Duration::from_mins(10);
/// So many who may be meant are shown, and as many of the household.
const SHOWN: usize = 5;

/// One question.
#[derive(Debug)]
pub struct Search {
    /// Ties the answer to the question.
    pub token: Token,
    /// What was said.
    pub query: Query,
    /// The day from which days are counted.
    pub today: NaiveDate,
    /// Where that day is.
    pub zone: Zone,
}

/// The thread, as the store thread holds it. Dropping it ends it.
#[derive(Debug)]
pub struct Finder {
    jobs: Option<Sender<Search>>,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Finder {
    /// Starts the thread. `tell` gets every answer, on that thread.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub fn spawn(reader: Reader, tell: impl Fn(Reply) + Send + 'static) -> io::Result<Self> {
        let (jobs, inbox) = mpsc::channel();
        let over = Arc::new(AtomicBool::new(false));
        let desk = Desk { reader, over: Arc::clone(&over), register: None };
        let thread = thread::Builder::new().name("finder".into()).spawn(move || run(desk, &inbox, &tell))?;
        Ok(Self { jobs: Some(jobs), over, thread: Some(thread) })
    }

    /// Asks. Questions asked before and not answered yet are forgotten.
    pub fn ask(&self, search: Search) {
        if let Some(jobs) = &self.jobs {
            // The thread ends only when told to.
            let _ = jobs.send(search);
        }
    }
}

impl Drop for Finder {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // A panic of that thread has been reported by its own hook.
            let _ = thread.join();
        }
    }
}

fn run(mut desk: Desk, inbox: &Receiver<Search>, tell: &impl Fn(Reply)) {
    loop {
        let mut search = match inbox.recv_timeout(KEPT) {
            Ok(search) => search,
            Err(RecvTimeoutError::Timeout) => {
                desk.register = None;
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        while let Ok(newer) = inbox.try_recv() {
            search = newer;
        }
        let token = search.token;
        match desk.find(&search) {
            Ok(Some(found)) => tell(Reply::Found { token, found }),
            Ok(None) => return,
            Err(e) => tell(Reply::Failed { token: Some(token), trouble: (&e).into() }),
        }
    }
}

/// Everybody, and those who changed since everybody was read.
#[derive(Debug)]
struct Kept {
    everybody: Register,
    /// How far the record had come when this was read.
    seen: i64,
    changed: BTreeMap<String, KnownPerson>,
    fresh: Register,
}

struct Desk {
    reader: Reader,
    over: Arc<AtomicBool>,
    register: Option<Kept>,
}

impl Desk {
    /// The people who may be meant; nothing if the desk is being closed.
    fn find(&mut self, search: &Search) -> Result<Option<Vec<Found>>> {
        self.refresh()?;
        if self.over.load(Ordering::SeqCst) {
            return Ok(None);
        }
        let Some(kept) = &self.register else { return Ok(None) };
        let mut likely: Vec<(String, Match)> = Vec::new();
        for (register, old) in [(&kept.fresh, false), (&kept.everybody, true)] {
            for one in register.matches(&search.query, SHOWN * 2).into_iter().filter(Match::shown) {
                let id = register.id(one.place).unwrap_or_default();
                if !(old && kept.changed.contains_key(id)) {
                    likely.push((id.to_owned(), one));
                }
            }
        }
        let rank = |one: &Match| match one.relation {
            Relation::SamePerson => (0, -one.bits),
            Relation::SameHousehold => (1, -one.household),
        };
        likely.sort_by(|(_, a), (_, b)| {
            let ((a, by), (b, than)) = (rank(a), rank(b));
            a.cmp(&b).then(by.total_cmp(&than))
        });
        let mut found = Vec::new();
        for relation in [Relation::SamePerson, Relation::SameHousehold] {
            for (id, one) in likely.iter().filter(|(_, one)| one.relation == relation).take(SHOWN) {
                found.extend(self.whole(id, one, search)?);
            }
        }
        Ok(Some(found))
    }

    /// One person with all that is known.
    fn whole(&self, id: &str, one: &Match, search: &Search) -> Result<Option<Found>> {
        let known =
            history::known_with_ribbon(&self.reader.conn, &[id.to_owned()], search.today, search.zone)?;
        let Some((person, ribbon)) = known.into_iter().next() else { return Ok(None) };
        let found = Found {
            person,
            ribbon,
            relation: one.relation,
            bits: one.bits,
            score: one.score,
            reasons: one.reasons.iter().map(|reason| reason.words).collect(),
            restricted: None,
        };
        let contact = from_id(id).map(|(contact, _)| contact);
        let guards = if contact.is_some() { looks::guards(&self.reader.conn)? } else { looks::Guards::new() };
        Ok(Some(match contact.and_then(|contact| guards.get(&contact).map(|guard| (contact, guard))) {
            Some((contact, guard)) => found.behind(contact, guard),
            None => found,
        }))
    }

    /// Reads the register the first time, and afterwards only what has changed.
    fn refresh(&mut self) -> Result<()> {
        let over = Arc::clone(&self.over);
        let goes_on =
            || if over.load(Ordering::SeqCst) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        if let Some(kept) = &self.register
            && self.reader.was_anybody_erased(kept.seen)?
        {
            self.register = None;
        }
        let Some(kept) = &mut self.register else {
            let mut builder = Builder::new();
            let seen = self.reader.everybody(|person| {
                builder.push(&person, None);
                goes_on()
            })?;
            let fresh = Register::new([]);
            self.register = Some(Kept { everybody: builder.finish(), seen, changed: BTreeMap::new(), fresh });
            return Ok(());
        };
        let mut changed = false;
        kept.seen = self.reader.changes(kept.seen, |person| {
            changed = true;
            kept.changed.insert(person.id.clone(), person);
            goes_on()
        })?;
        if changed {
            kept.fresh = Register::new(kept.changed.values().cloned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
