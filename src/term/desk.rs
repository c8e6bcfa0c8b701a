//! The desk in a terminal: the application plugged into the loop, the record and the clock.

use std::cell::Cell;
use std::io::{self, Write};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, Once, Weak};
use std::thread;
use std::time::Duration;

use chrono::TimeDelta;
use ratatui::{Frame, Terminal};

use super::bytes::Event;
use super::caps::Caps;
use super::guard::{self, Guard};
use super::input::Reader;
use super::out::{Quiet, Tty, window_size};
use super::rescue::{Rescue, on_panic};
use super::rules::RulesFile;
use super::run::{Program, Redraw, run};
use super::watch::{Signal, Watch};
use crate::app::effect::Effect;
use crate::app::msg::{Mouse, Msg};
use crate::app::screens::intake::IntakeScreen;
use crate::app::{App, First, Setting, next_wake, update};
use crate::clock::Clock;
use crate::domain::actor::Actor;
use crate::domain::check;
use crate::domain::draft::Draft;
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;
use crate::port::{Reply, Request};
use crate::store::Store;
use crate::store::desk::Paths;
use crate::store::space::Limits;
use crate::store::worker::Worker;
use crate::ui;
use crate::ui::theme::{Look, ThemeName};

/// Between two looks at everything that time changes, however many keys arrive.
const SHORTEST_TICK: i64 = 50;
/// How long a call that was left without a number waits for it.
const LAST_NUMBER: Duration = Duration::from_secs(1);
/// Between two looks at the protocol file.
const RULES: TimeDelta = TimeDelta::seconds(10);
/// How long the first frame waits for the first rows.
const FIRST_ROWS: Duration = Duration::from_millis(25);
/// What the last save may take when the program cannot go on.
const LAST_SAVE: Duration = Duration::from_secs(1);
/// Whether the numbering plans are being made ready for the first call.
static NUMBERS: Once = Once::new();

/// What a desk is opened with.
pub struct Opening {
    /// The record.
    pub record: Record,
    /// The desk's clock.
    pub clock: Arc<dyn Clock>,
    /// Who works here, under which rules.
    pub setting: Setting,
    /// The file of these rules, which may change while the desk is open.
    pub rules: Option<RulesFile>,
    /// What is done first, if not looking at the board.
    pub first: Option<First>,
    /// The people of a training desk: who may unlock it.
    pub people: Vec<Actor>,
}

/// The record that a desk is opened with.
#[derive(Debug)]
pub enum Record {
    /// There is none: the welcome screen says what can be done.
    Missing,
    /// It is open.
    Open(Box<Store>),
    /// It is opened once its person has unlocked it.
    Locked {
        /// Where it lies.
        paths: Paths,
        /// What is asked of the disk.
        limits: Limits,
    },
}

/// Something that reaches the loop.
enum Happened {
    Msg(Msg),
    /// The process was stopped and goes on.
    Continued,
    /// The window has another size.
    Resized,
}

/// The call as last typed, for the ways out of the program on which it is saved from another thread.
type Typed = Arc<Mutex<Option<(Draft, u64)>>>;

/// How a desk was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// The worker left.
    Quit,
    /// From the welcome screen: the training desk is wanted.
    ForTraining,
}

/// Shows a desk until its worker leaves.
///
/// # Errors
/// When the terminal cannot be taken or is gone, or the system has no thread to give. What was typed is saved then.
pub fn open(opening: Opening) -> io::Result<Left> {
    let caps = Caps::detect();
    let (send, inbox) = mpsc::channel();
    let starts_locked = matches!(opening.record, Record::Locked { .. });
    let worker = spawn(opening.record, send.clone())?.map(Arc::new);
    let typed = Typed::default();
    let rescue = rescue(worker.as_ref(), Arc::clone(&typed), Arc::clone(&opening.clock));
    let now = opening.clock.now();
    let user = opening.setting.actor.user.clone();
    let mut app = match worker {
        Some(_) if starts_locked => App::locked(opening.setting, now, &user, opening.first),
        Some(_) => App::new(opening.setting, now),
        None => App::welcome(opening.setting, now),
    };
    app.people = opening.people;
    let guard = Guard::enter(caps.mouse)?;
    on_panic(Arc::clone(&rescue));
    let watch = Watch::start(Tty::stdin()?, Arc::clone(&rescue), signals(send.clone()))?;
    let ticking = Arc::clone(&opening.clock);
    let started = crate::clock::monotonic();
    let reader = Reader::start(Tty::stdin()?, caps.marks_pastes, move || started.elapsed(), events(send))?;
    let mut desk = Desk {
        app,
        clock: ticking,
        worker,
        look: caps.look(ThemeName::Dark),
        typed,
        kept: Cell::new(0),
        repaint: true,
        bell: false,
        copied: None,
        tmux: caps.inside == Some("tmux"),
        guard,
        rules: opening.rules,
        rules_seen: now,
    };
    desk.begin(opening.first);
    let mut terminal = Terminal::new(Quiet::new(Tty::stdout()?, None))?;
    // The first rows are there within milliseconds: one whole frame instead of an empty one first.
    if let Ok(first) = inbox.recv_timeout(FIRST_ROWS) {
        desk.take(first);
    }
    let ended = run(&mut desk, &inbox, &mut terminal);
    desk.wait_for_number(&inbox);
    if ended.is_err() {
        rescue.save_once();
    }
    // Everything asked of the record is done before the program ends. Until it is, the watch may still have to save.
    drop(reader);
    if desk.worker.take().is_none_or(|worker| worker.flush(Duration::from_secs(10))) {
        rescue.not_needed();
    }
    watch.finish();
    let left = if desk.app.wants_training { Left::ForTraining } else { Left::Quit };
    drop(desk);
    ended.map(|()| left)
}

fn spawn(record: Record, send: Sender<Happened>) -> io::Result<Option<Worker>> {
    let tell = move |reply: Reply| {
        // The loop is over: nobody needs the answer.
        let _ = send.send(Happened::Msg(Msg::Store(reply)));
    };
    match record {
        Record::Missing => Ok(None),
        Record::Open(store) => Worker::spawn(*store, tell).map(Some),
        Record::Locked { paths, limits } => Worker::locked(paths, limits, tell).map(Some),
    }
}

/// The panic hook keeps the rescue for ever, so it must not keep the record open: it only knows the store thread while
/// that is there.
fn rescue(worker: Option<&Arc<Worker>>, typed: Typed, clock: Arc<dyn Clock>) -> Arc<Rescue> {
    let worker = worker.map_or_else(Weak::new, Arc::downgrade);
    Rescue::new(move || {
        let (Some(worker), Ok(mut typed)) = (worker.upgrade(), typed.try_lock()) else { return };
        if let Some((draft, revision)) = typed.take() {
            worker.ask(Request::SaveDraft { draft: Box::new(draft), revision, now: clock.now() });
            let _ = worker.flush(LAST_SAVE);
        }
    })
}

fn signals(send: Sender<Happened>) -> impl FnMut(Signal) + Send + 'static {
    move |signal| {
        let happened = match signal {
            Signal::Hangup | Signal::Terminate => Happened::Msg(Msg::Hangup),
            Signal::Stop => Happened::Msg(Msg::Stop),
            Signal::Continue => Happened::Continued,
            Signal::Resize => Happened::Resized,
        };
        let _ = send.send(happened);
    }
}

fn events(send: Sender<Happened>) -> impl FnMut(Event) -> bool + Send + 'static {
    move |event| {
        let msg = match event {
            Event::Key(key) => Msg::Key(key),
            Event::Paste { text, dropped } => Msg::Paste { text, dropped },
            Event::Press(column, row) => Msg::Mouse(Mouse::Press(column, row)),
            Event::Wheel(up) => Msg::Mouse(Mouse::Wheel(!up)),
            Event::Focus(gained) => Msg::Focus(gained),
            Event::Gone => Msg::Hangup,
        };
        send.send(Happened::Msg(msg)).is_ok()
    }
}

/// The application with everything around it.
struct Desk {
    app: App,
    clock: Arc<dyn Clock>,
    worker: Option<Arc<Worker>>,
    look: Look,
    typed: Typed,
    /// The revision of the call in `typed`.
    kept: Cell<u64>,
    repaint: bool,
    bell: bool,
    /// A reference for the clipboard, to go with the next frame.
    copied: Option<ContactId>,
    tmux: bool,
    guard: Guard,
    rules: Option<RulesFile>,
    rules_seen: Moment,
}

impl Desk {
    fn begin(&mut self, first: Option<First>) {
        self.resized();
        if self.worker.is_some() && self.app.lock.is_none() {
            let effects = self.app.start();
            self.carry_out(effects);
            if let Some(first) = first {
                let effects = crate::app::begin(&mut self.app, first);
                self.carry_out(effects);
            }
        }
    }

    /// A call that was left before the record gave it a number gets it now and is saved: what was typed does not go with the
    /// terminal.
    fn wait_for_number(&mut self, inbox: &Receiver<Happened>) {
        let until = crate::clock::monotonic() + LAST_NUMBER;
        let waits =
            |app: &App| app.intake.as_ref().is_some_and(|i| i.asked.is_some() && !i.draft.is_untouched());
        while waits(&self.app) {
            let left = until.saturating_duration_since(crate::clock::monotonic());
            let Ok(happened) = inbox.recv_timeout(left) else { return };
            if let Happened::Msg(msg @ Msg::Store(_)) = happened {
                self.tell(msg);
            }
        }
    }

    /// The window changed, perhaps several times since it was last drawn: back at its old size it may still have lost what
    /// it showed in between, so all of it is painted.
    fn resized(&mut self) {
        self.repaint = true;
        if let Ok(size) = window_size() {
            self.tell(Msg::Resize(size.width, size.height));
        }
    }

    fn tell(&mut self, msg: Msg) {
        let effects = update(&mut self.app, msg);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Store(request) => {
                    if matches!(request, Request::StartCall { .. } | Request::OpenDraft { .. }) {
                        NUMBERS.call_once(|| {
                            // Without a thread the first number typed is only looked at a little later.
                            let _ = thread::Builder::new().name("numbers".to_owned()).spawn(check::get_ready);
                        });
                    }
                    if let Some(worker) = &self.worker {
                        worker.ask(request);
                    }
                }
                Effect::Ring => self.bell = true,
                Effect::Repaint => self.repaint = true,
                Effect::Copy(id) => self.copied = Some(id),
                Effect::Stop => self.stop(),
                // The loop asks the application whether it is over.
                Effect::Quit => {}
            }
        }
    }

    /// Gives the terminal back and stops the process, as the shell expects it. It goes on here.
    fn stop(&mut self) {
        guard::leave();
        // The system refuses nobody to stop themselves; if it did, the desk would just stay on screen, locked.
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::STOP);
        // If the terminal cannot be taken again, writing to it fails and ends the loop.
        let _ = self.guard.again();
        self.repaint = true;
    }

    /// The time for what comes next. Whatever time alone changes is looked at no more than twenty times a second.
    fn keep_time(&mut self) {
        let now: Moment = self.clock.now();
        // Backwards too: a clock that was set back is said at once.
        if now.millis().saturating_sub(self.app.now.millis()).saturating_abs() >= SHORTEST_TICK {
            self.tell(Msg::Tick(now));
            self.look_at_rules();
        } else if now > self.app.now {
            self.app.now = now;
        }
    }

    /// Looks now and then whether the rules of the desk were changed.
    fn look_at_rules(&mut self) {
        if self.app.now.since(self.rules_seen).abs() < RULES {
            return;
        }
        self.rules_seen = self.app.now;
        if let Some(changed) = self.rules.as_mut().and_then(RulesFile::changed) {
            self.tell(Msg::Rules(changed));
        }
    }

    /// Leaves a copy of the call where a rescue finds it.
    fn share_typed(&self) {
        let revision = self.app.intake.as_ref().map_or(0, |intake| intake.revision);
        if self.kept.replace(revision) == revision {
            return;
        }
        let unsaved = |intake: &&IntakeScreen| intake.id().is_some() && !intake.is_saved();
        let copy = self.app.intake.as_ref().filter(unsaved).map(|i| (i.draft.clone(), i.revision));
        if let Ok(mut typed) = self.typed.lock() {
            *typed = copy;
        }
    }
}

impl Program for Desk {
    type Message = Happened;

    fn take(&mut self, happened: Happened) {
        self.keep_time();
        match happened {
            Happened::Msg(msg) => self.tell(msg),
            Happened::Resized => self.resized(),
            Happened::Continued => {
                // If the terminal cannot be taken again, writing to it fails and ends the loop.
                let _ = self.guard.again();
                self.repaint = true;
                self.resized();
            }
        }
    }

    fn tick(&mut self) {
        let now = self.clock.now();
        self.tell(Msg::Tick(now));
        self.look_at_rules();
    }

    fn quiet_for(&self) -> Option<Duration> {
        // A little later rather than a little earlier, so that a wake never finds nothing to do.
        Some(self.clock.really(next_wake(&self.app)) + Duration::from_millis(1))
    }

    fn redraw(&mut self) -> Redraw {
        self.share_typed();
        let dirty = std::mem::take(&mut self.app.dirty);
        match (std::mem::take(&mut self.repaint), dirty) {
            (true, _) => Redraw::Everything,
            (false, true) => Redraw::Changed,
            (false, false) => Redraw::Nothing,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>) {
        ui::draw(frame, &self.app, &self.look);
    }

    fn speak<W: Write>(&mut self, out: &mut Quiet<W>) {
        let (late, red) = self.app.title_counts();
        out.title(late, red);
        if let Some(id) = self.copied.take() {
            out.copy(&id.to_string(), self.tmux);
        }
        if std::mem::take(&mut self.bell) {
            out.bell();
        }
    }

    fn is_over(&self) -> bool {
        self.app.quitting
    }
}
