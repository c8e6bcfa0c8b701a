//! State and update: what the desk shows and does, without knowing the terminal, the store or how it is drawn.
//!
//! One way in: a [`msg::Msg`]. One way out: [`Effects`]. Drawing only reads.

pub mod action;
pub mod effect;
pub mod form;
pub mod key;
pub mod keymap;
pub mod msg;
pub mod notice;
pub mod overlay;
pub mod screens;

mod available;
mod forget;
mod settle;
mod update;
pub mod view_model;
mod wake;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::actor::Actor;
use crate::domain::deed::DeedId;
use crate::domain::draft::BoxDraft;
use crate::domain::ids::ContactId;
use crate::domain::protocol::Protocol;
use crate::domain::recount::Shift;
use crate::domain::when::Moment;
use crate::port::{Request, Token};

use action::{Action, Context};
use chrono::TimeDelta;
use effect::{Effect, Effects};
use key::Key;
use keymap::Keymap;
use notice::{Notice, Tone};
use overlay::Overlay;
use screens::access::AccessScreen;
use screens::board::Board;
use screens::contact::ContactScreen;
use screens::handover::HandoverScreen;
use screens::horizon::Horizon;
use screens::intake::IntakeScreen;
use screens::lock::{LockScreen, Return};
use screens::looked::LookedScreen;
use screens::retention::RetentionScreen;
use update::Search;

/// Which screen is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// No desk is open: what can be done.
    Welcome,
    /// The triage board.
    Board,
    /// A call being taken.
    Intake,
    /// One contact.
    Contact,
    /// Handing the desk over.
    Handover,
    /// Every coming deadline on an axis of time.
    Horizon,
    /// Who looked at what.
    Looked,
    /// What is due for erasure.
    Retention,
    /// Who may open the desk.
    Access,
}

/// What is done as soon as the application is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// Start a new call.
    NewCall,
    /// Start a consultation.
    Consultation,
    /// Go on with a call in progress.
    GoOn(ContactId),
}

/// What the application was started with.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Who works here.
    pub actor: Actor,
    /// Names that a contact can be allocated to.
    pub team: Vec<String>,
    /// The local rules.
    pub protocol: Arc<Protocol>,
    /// Whether this is a training desk.
    pub training: bool,
    /// The number that callers ring back, as the protocol or the desk gives it; empty when unknown.
    pub desk_number: String,
}

/// The whole state of the application.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "four switches that have nothing to do with each other")]
pub struct App {
    /// What it was started with.
    pub setting: Setting,
    /// The time of the last tick. Nothing else knows the time.
    pub now: Moment,
    /// The window: columns and rows.
    pub size: (u16, u16),
    /// The lock screen, while the desk is locked: then nothing else is shown and no key reaches anything else.
    pub lock: Option<LockScreen>,
    /// When a person last did something here: a key, a paste, a click.
    pub active: Moment,
    /// The people of a training desk, which knows them without keys.
    pub people: Vec<Actor>,
    /// Which screen is shown.
    pub screen: Screen,
    /// The board: always there, whatever is shown.
    pub board: Board,
    /// The call being taken, if one is open.
    pub intake: Option<IntakeScreen>,
    /// The contact on screen, if one is open.
    pub contact: Option<ContactScreen>,
    /// The handover screen, once it was opened.
    pub handover: Option<HandoverScreen>,
    /// The page of who looked, once it was opened.
    pub looked: Option<LookedScreen>,
    /// The retention screen, once it was opened.
    pub retention: Option<RetentionScreen>,
    /// Who may open the desk, once the screen was opened.
    pub access: Option<AccessScreen>,
    /// The deadlines on their axis.
    pub horizon: Horizon,
    /// Where Esc leads from a contact: the board or the horizon.
    pub behind: Screen,
    /// The contact opened before this one, or last.
    pub last_contact: Option<ContactId>,
    /// Boxes over the screen, the top one last.
    pub overlays: Vec<Overlay>,
    /// Keys of a chord that is not complete.
    pub pending: Vec<Key>,
    /// One sentence about what just happened.
    pub notice: Option<Notice>,
    /// Until when full names are shown.
    pub names_until: Option<Moment>,
    /// When the last key was pressed: rows do not move under a moving cursor.
    pub last_key: Option<Moment>,
    /// When Ctrl-C was last pressed; the second press within two seconds offers to quit.
    pub interrupted: Option<Moment>,
    /// Whether something visible changed since the last drawing.
    pub dirty: bool,
    /// Set when the program should end.
    pub quitting: bool,
    /// Set when the program should open the training desk after it has ended.
    pub wants_training: bool,
    warned_of_clock: bool,
    keymap: Keymap,
    tokens: u64,
    waiting: Vec<Waiting>,
    /// A call that another terminal has, once the person here has been told so.
    held: Option<ContactId>,
    /// Calls ended before their number came, with the reason.
    given_up: Vec<(Token, String)>,
    /// Deadlines that changed rules would move, by contact.
    pub moves: BTreeMap<ContactId, Vec<Shift>>,
    moves_told: bool,
    /// What was typed into boxes on several contacts and not sent; kept while the program runs.
    many_kept: Vec<BoxDraft>,
    /// The filter, until what was searched has settled.
    search: Search,
    /// An action started on the board, until its contact has come from the record.
    then: Option<(ContactId, Then)>,
    /// Where unlocking leads, until what it needs has come from the record.
    back: Option<Return>,
    /// What is done once the desk has been unlocked for the first time.
    first: Option<First>,
}

/// Something sent to the record and not answered yet.
#[derive(Debug, Clone, PartialEq)]
struct Waiting {
    token: Token,
    request: Request,
    /// What to say when it is done.
    done: String,
}

pub use update::{begin, update};
pub use wake::next_wake;

/// What is started once the contact has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// An action.
    Do(Action),
    /// A deed's box.
    Deed(DeedId),
}

impl App {
    /// A desk that has just been opened, with nothing read yet.
    #[must_use]
    pub fn new(setting: Setting, now: Moment) -> Self {
        Self {
            setting,
            now,
            lock: None,
            active: now,
            people: Vec::new(),
            size: (80, 24),
            screen: Screen::Board,
            board: Board::default(),
            intake: None,
            contact: None,
            handover: None,
            looked: None,
            search: Search::default(),
            retention: None,
            access: None,
            horizon: Horizon::default(),
            behind: Screen::Board,
            last_contact: None,
            overlays: Vec::new(),
            pending: Vec::new(),
            notice: None,
            names_until: None,
            last_key: None,
            interrupted: None,
            dirty: true,
            quitting: false,
            wants_training: false,
            warned_of_clock: false,
            keymap: Keymap::default(),
            tokens: 0,
            waiting: Vec::new(),
            held: None,
            given_up: Vec::new(),
            moves: BTreeMap::new(),
            moves_told: false,
            many_kept: Vec::new(),
            then: None,
            back: None,
            first: None,
        }
    }

    /// No desk is open: the screen says what can be done.
    #[must_use]
    pub fn welcome(setting: Setting, now: Moment) -> Self {
        Self { screen: Screen::Welcome, ..Self::new(setting, now) }
    }

    /// What must be asked of the record first.
    #[must_use]
    pub fn start(&self) -> Effects {
        vec![
            Effect::Store(Request::WatchBoard),
            Effect::Store(Request::CheckTime { actor: self.setting.actor.clone(), now: self.now }),
            Effect::Store(Request::FindMoves { protocol: Arc::clone(&self.setting.protocol) }),
        ]
    }

    /// The contexts in which a key is looked up now, innermost first.
    #[must_use]
    pub fn contexts(&self) -> &'static [Context] {
        match self.screen {
            Screen::Welcome => &[Context::Welcome, Context::Anywhere],
            Screen::Board => &[Context::Board, Context::Selected, Context::Lists, Context::Anywhere],
            Screen::Contact => &[Context::Contact, Context::Selected, Context::Lists, Context::Anywhere],
            Screen::Access => &[Context::Access, Context::Lists, Context::Anywhere],
            Screen::Handover => &[Context::Handover, Context::Lists, Context::Anywhere],
            Screen::Retention => &[Context::Retention, Context::Lists, Context::Anywhere],
            Screen::Horizon => &[Context::Horizon, Context::Selected, Context::Lists, Context::Anywhere],
            Screen::Looked => &[Context::Looked, Context::Lists, Context::Anywhere],
            Screen::Intake => &[Context::Intake, Context::Anywhere],
        }
    }

    /// The keys of actions, by context.
    #[must_use]
    pub const fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// Whether anything sent to the record has not been answered.
    #[must_use]
    pub fn is_saving(&self) -> bool {
        !self.waiting.is_empty()
    }

    fn token(&mut self) -> Token {
        self.tokens = self.tokens.saturating_add(1);
        Token(self.tokens)
    }

    /// Sends a request that will be answered, and remembers it until then.
    fn send(&mut self, token: Token, request: Request, done: &str) -> Effect {
        self.waiting.push(Waiting { token, request: request.clone(), done: done.to_owned() });
        Effect::Store(request)
    }

    fn say(&mut self, tone: Tone, text: impl Into<String>) {
        let until = (tone != Tone::Warning).then(|| self.now + TimeDelta::seconds(12));
        self.notice = Some(Notice { tone, text: text.into(), until });
        self.dirty = true;
    }
}
