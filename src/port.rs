//! What the application asks of the record, and what the record answers. Domain types only.

pub mod passphrase;
mod values;

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};

use crate::domain::access::{Staff, StaffChange};
use crate::domain::actor::Actor;
use crate::domain::calendar::Zone;
use crate::domain::close::{self, Closed};
use crate::domain::command::Command;
use crate::domain::contact::Contact;
use crate::domain::draft::{BoxDraft, Draft, DraftHead};
use crate::domain::event::{DeskEvent, Recorded};
use crate::domain::handover::{Kept, SheetId, Signing};
use crate::domain::ids::{ContactId, UserId};
use crate::domain::looked::Material;
use crate::domain::protocol::Protocol;
use crate::domain::recount::Affected;
use crate::domain::register::Query;
use crate::domain::retention::erasure::Target;
use crate::domain::retention::listing::Listing;
use crate::domain::seek::Found;
use crate::domain::when::Moment;
use passphrase::Passphrase;
pub use values::{BoardUpdate, Erasing, ExportFile, Opened, ReviewedLine, Trouble};

/// Ties a reply to its request. The application counts them up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(pub u64);

/// What the application asks of the record.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Send the board: the most urgent rows first, then the rest, then only what changes.
    WatchBoard,
    /// Send a contact with its history, and again whenever it changes, until another is opened. Recorded as a view.
    OpenContact {
        /// Which one.
        id: ContactId,
        /// Who looks.
        actor: Actor,
        /// When.
        now: Moment,
    },
    /// As [`Request::OpenContact`] for a restricted contact: with the reason.
    OpenRestricted {
        /// Which one.
        id: ContactId,
        /// Who looks.
        actor: Actor,
        /// Why.
        because: String,
        /// When.
        now: Moment,
    },
    /// Note a search by name, a print, or an attempt that was refused.
    Note {
        /// What.
        event: Box<DeskEvent>,
        /// Who.
        actor: Actor,
        /// When.
        now: Moment,
    },
    /// Send what the page of who looked is made of. Recorded.
    Looks {
        /// From when.
        since: Moment,
        /// Until when, not included.
        until: Moment,
        /// Who asks.
        actor: Actor,
        /// When.
        now: Moment,
    },
    /// Mark a flagged line of that page as seen, and send the page's material of this time again.
    ReviewLook {
        /// The line.
        line: ReviewedLine,
        /// From when until when the page is.
        span: (Moment, Moment),
        /// Who.
        actor: Actor,
        /// When.
        now: Moment,
    },
    /// No contact is on screen any more.
    CloseContact,
    /// Give a new call its number.
    StartCall {
        /// Ties the reply to the call on screen.
        token: Token,
        /// Who takes it.
        taker: Actor,
        /// When it started.
        now: Moment,
    },
    /// Keep a draft durably.
    SaveDraft {
        /// The call.
        draft: Box<Draft>,
        /// Counts the saves of this call; the reply carries it back.
        revision: u64,
        /// When.
        now: Moment,
    },
    /// Send a draft, to go on with it.
    OpenDraft {
        /// Which call.
        id: ContactId,
        /// Who asks. A call that another terminal is taking stays there.
        actor: Actor,
    },
    /// End a draft with a reason.
    DiscardDraft {
        /// Which call.
        id: ContactId,
        /// Who.
        actor: Actor,
        /// Why.
        reason: String,
        /// What was typed, if anything: it is kept beside the reason.
        draft: Option<Box<Draft>>,
        /// When.
        now: Moment,
    },
    /// Take a call over that another terminal is taking. Recorded with the reason.
    TakeOverDraft {
        /// Which call.
        id: ContactId,
        /// Who takes it over.
        actor: Actor,
        /// Why.
        reason: String,
        /// When.
        now: Moment,
    },
    /// End a call by putting what was told into a contact that is there already: both or neither.
    AttachCall {
        /// Ties the reply to the call on screen.
        token: Token,
        /// The call's number.
        call: ContactId,
        /// The contact.
        into: ContactId,
        /// The version the events were decided on.
        expected: u32,
        /// What is added to the contact.
        events: Vec<Recorded>,
    },
    /// File a call: its events become the contact's history and its draft ends, both or neither. A consultation that it
    /// grew out of is linked to it in the same step.
    File {
        /// Ties the reply to the call on screen.
        token: Token,
        /// The number the call was given.
        id: ContactId,
        /// Its first events.
        events: Vec<Recorded>,
    },
    /// Add events to a contact, if it still stands at the version they were decided on.
    Append {
        /// Ties the reply to the action.
        token: Token,
        /// Which contact.
        id: ContactId,
        /// The version the events were decided on.
        expected: u32,
        /// The events.
        events: Vec<Recorded>,
    },
    /// Issue a letter: as [`Request::Append`], and once the record has it, write its files. Answered as an append and then by
    /// [`Reply::Written`].
    IssueLetter {
        /// Ties the replies to the action.
        token: Token,
        /// Which contact.
        id: ContactId,
        /// The version the events were decided on.
        expected: u32,
        /// The events.
        events: Vec<Recorded>,
        /// The letter's files.
        files: Vec<ExportFile>,
    },
    /// Write the files of an issued letter again.
    WriteFiles {
        /// Ties the reply to the action.
        token: Token,
        /// The files.
        files: Vec<ExportFile>,
    },
    /// Do the same to several contacts: each is read, decided and added to by itself.
    DoEach {
        /// Ties the reply to the action.
        token: Token,
        /// Which contacts.
        ids: Vec<ContactId>,
        /// What is asked of each.
        command: Box<Command>,
        /// Who.
        actor: Actor,
        /// The rules in force.
        protocol: Arc<Protocol>,
        /// When.
        now: Moment,
    },
    /// Look for deadlines of open contacts that would move under these rules, and tell of changes to them from then on.
    FindMoves {
        /// The rules in force.
        protocol: Arc<Protocol>,
    },
    /// Compare the workstation's clock with the record, and note it there if it was set back.
    CheckTime {
        /// Who works here.
        actor: Actor,
        /// What the clock says.
        now: Moment,
    },
    /// Keep what is typed into an action's box.
    SaveBox {
        /// The box.
        draft: BoxDraft,
        /// When.
        now: Moment,
    },
    /// Forget what was typed into an action's box: it was sent, or discarded by its writer.
    DropBox {
        /// The contact.
        contact: ContactId,
        /// The action's name.
        action: String,
    },
    /// Sign the end of the record: the daily close. A manager's.
    CloseDay {
        /// Ties the reply to the action.
        token: Token,
        /// Who signs.
        actor: Actor,
        /// When.
        now: Moment,
    },
    /// Send the handover sheets signed since a time, and the newest daily close.
    Handovers {
        /// Since when.
        since: Moment,
    },
    /// Sign a handover sheet: every contact on it is handed over and the words are kept, all or nothing. A contact that others
    /// changed meanwhile is read again, never left out.
    SignHandover {
        /// Ties the reply to the box.
        token: Token,
        /// The sheet, the two names and the note.
        signing: Box<Signing>,
        /// Who is at the terminal.
        actor: Actor,
        /// When.
        now: Moment,
    },
    /// Take a whole sheet over: the second signature, and every contact on it that nobody took before.
    TakeHandover {
        /// Ties the reply to the box.
        token: Token,
        /// Which sheet.
        sheet: SheetId,
        /// Who takes it, by name.
        by: String,
        /// Who is at the terminal.
        actor: Actor,
        /// When.
        now: Moment,
    },
    /// Send what is due for erasure, what is held and what was asked for.
    Retention {
        /// The rules in force.
        protocol: Arc<Protocol>,
        /// When.
        now: Moment,
    },
    /// A step towards an erasure. Answered by [`Reply::EraseDone`].
    Erase {
        /// Ties the reply to the box.
        token: Token,
        /// What is to be erased.
        target: Target,
        /// Which step.
        step: Erasing,
        /// Who is at the terminal.
        actor: Actor,
        /// The rules in force.
        protocol: Arc<Protocol>,
        /// When.
        now: Moment,
    },
    /// Send who may open the desk.
    Staff,
    /// Change who may open the desk.
    ChangeStaff {
        /// Ties the reply to the box.
        token: Token,
        /// Which manager.
        by: Actor,
        /// What.
        change: StaffChange,
        /// When.
        now: Moment,
    },
    /// Find the known people who may be meant. Only the newest question is answered.
    Find {
        /// Ties the reply to the question.
        token: Token,
        /// What was said so far.
        query: Box<Query>,
        /// The day from which days are counted.
        today: NaiveDate,
        /// Where that day is.
        zone: Zone,
    },
    /// Keep what is still typed, close the record and wipe its key. Answered by [`Reply::Locked`], if need be after
    /// [`Reply::LockWaits`].
    Lock {
        /// Whose desk is locked.
        actor: Actor,
        /// Open boxes. Those about contact 0 are about no one contact, and are all there are of these.
        boxes: Vec<BoxDraft>,
        /// When.
        now: Moment,
    },
    /// Open the record again, for this person.
    Unlock {
        /// Whose passphrase it is.
        user: UserId,
        /// The passphrase. A training desk has none.
        passphrase: Passphrase,
        /// Who that is, on a training desk: it knows its people without keys.
        known: Option<Actor>,
        /// When.
        now: Moment,
    },
    /// Put a passphrase of one's own in the place of the one that opened the record.
    ChangePassphrase {
        /// The one that opened it.
        old: Passphrase,
        /// The one from now on.
        new: Passphrase,
        /// When.
        now: Moment,
    },
}

/// What the record answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// Rows of the board that are new or changed.
    Board(BoardUpdate),
    /// The calls in progress on this desk, all of them.
    Drafts(Vec<DraftHead>),
    /// A contact that is on screen, whole.
    Contact {
        /// The contact.
        contact: Box<Contact>,
        /// Text kept from boxes that were never sent.
        boxes: Vec<BoxDraft>,
    },
    /// The contact that was to be opened is restricted, and opens only with a reason.
    NeedsReason {
        /// Which one.
        id: ContactId,
    },
    /// The contact is restricted, and this person is not named: it is not shown, or not any more.
    Restricted {
        /// Which one.
        id: ContactId,
        /// What happened, and whom to ask.
        why: Trouble,
    },
    /// What the page of who looked is made of.
    Looks(Box<Material>),
    /// A call has its number.
    CallStarted {
        /// The request's token.
        token: Token,
        /// The number.
        id: ContactId,
    },
    /// A draft was kept.
    DraftSaved {
        /// Which call.
        id: ContactId,
        /// Which save of it.
        revision: u64,
        /// When.
        at: Moment,
    },
    /// A draft to go on with.
    DraftOpened(Box<Draft>),
    /// A draft that another terminal is taking.
    DraftHeld {
        /// Which call.
        id: ContactId,
        /// Who takes it.
        taker: Actor,
    },
    /// Events were recorded; the contact now stands at this version.
    Saved {
        /// The request's token.
        token: Token,
        /// Which contact.
        id: ContactId,
        /// Its version now.
        version: u32,
    },
    /// Files were written, or could not be. What they were made from is in the record either way.
    Written {
        /// The request's token.
        token: Token,
        /// Where they are, or why they are not.
        written: Result<Vec<PathBuf>, Trouble>,
    },
    /// What became of a command on several contacts.
    EachDone {
        /// The request's token.
        token: Token,
        /// Where it was done.
        done: Vec<ContactId>,
        /// Where it was not, each with the reason.
        refused: Vec<(ContactId, String)>,
    },
    /// Contacts whose deadlines would move under the rules in force; without any move if they did so far and do no more.
    Moves {
        /// The contacts.
        affected: Vec<Affected>,
        /// Whether every open contact has now been looked at.
        complete: bool,
    },
    /// The workstation's clock is behind the record.
    ClockSetBack {
        /// When the last entry was made.
        last: Moment,
    },
    /// The people who may be meant, the likeliest first, then those of the same household.
    Found {
        /// The request's token.
        token: Token,
        /// Each with what is known.
        found: Vec<Found>,
    },
    /// What is due for erasure, what is held and what was asked for.
    Retention(Box<Listing>),
    /// A step towards an erasure was taken.
    EraseDone {
        /// The request's token.
        token: Token,
        /// What was done and what is still to be seen to, a sentence each.
        lines: Vec<String>,
    },
    /// The handover sheets that were asked for, the newest first.
    Handovers(Vec<Kept>),
    /// The newest daily close, if there is one.
    LastClose(close::Last),
    /// The end of the record was signed.
    DayClosed {
        /// The request's token.
        token: Token,
        /// What was signed.
        closed: Box<Closed>,
    },
    /// Who may open the desk.
    Staff {
        /// Everybody who may or once might, by short name.
        people: Vec<Staff>,
        /// Whether the data key waits to be changed until the desk is opened alone.
        awaits_new_key: bool,
    },
    /// Who may open the desk was changed.
    StaffChanged {
        /// The request's token.
        token: Token,
        /// What became of it, in a sentence.
        said: String,
        /// The passphrase that was made, and for whom: to be told to them.
        given: Option<(UserId, Passphrase)>,
    },
    /// A handover sheet was signed.
    HandoverSigned {
        /// The request's token.
        token: Token,
        /// Its number.
        sheet: SheetId,
        /// Contacts that others changed after the sheet was read: handed over as they stand now.
        changed: Vec<ContactId>,
    },
    /// A handover sheet was taken over.
    HandoverTaken {
        /// The request's token.
        token: Token,
        /// Its number.
        sheet: SheetId,
        /// How many contacts were taken with it.
        contacts: usize,
    },
    /// Someone else was faster: nothing was recorded.
    Conflict {
        /// The request's token.
        token: Token,
        /// The contact as it stands now.
        contact: Box<Contact>,
        /// What was recorded since the expected version.
        unseen: Vec<Recorded>,
    },
    /// The record is closed and its key wiped: nothing of it is in this process any more.
    Locked,
    /// Nothing is shown any more, but so many calls and boxes cannot be saved now. Their words and the key stay in memory until
    /// they can be; then [`Reply::Locked`] follows.
    LockWaits {
        /// How many.
        unsaved: usize,
    },
    /// The record is open again.
    Unlocked(Box<Opened>),
    /// It stays locked.
    StillLocked {
        /// Why, as a person reads it.
        why: String,
        /// Whether the name or the passphrase was wrong, and not something else in the way.
        wrong: bool,
        /// How long nothing is tried, after several wrong passphrases.
        wait: Option<TimeDelta>,
    },
    /// The new passphrase is the one from now on.
    PassphraseChanged,
    /// The passphrase is as it was.
    PassphraseKept {
        /// Why, as a person reads it.
        why: String,
    },
    /// Something could not be done.
    Failed {
        /// The request's token, if it had one.
        token: Option<Token>,
        /// What happened, what is safe, what to do.
        trouble: Trouble,
    },
}
