//! What the application asks of the record, and what the record answers. Domain types only.

pub mod passphrase;
mod reply;
mod values;

use crate::domain::access::StaffChange;
use crate::domain::actor::Actor;
use crate::domain::calendar::Zone;
use crate::domain::command::Command;
use crate::domain::draft::{BoxDraft, Draft};
use crate::domain::event::{DeskEvent, Recorded};
use crate::domain::handover::{SheetId, Signing};
use crate::domain::ids::{ContactId, UserId};
use crate::domain::protocol::Protocol;
use crate::domain::register::Query;
use crate::domain::retention::erasure::Target;
use crate::domain::when::Moment;
use chrono::NaiveDate;
use passphrase::Passphrase;
pub use reply::Reply;
use std::sync::Arc;
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
