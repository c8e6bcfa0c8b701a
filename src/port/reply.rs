//! What the record answers.

use super::passphrase::Passphrase;
use super::{BoardUpdate, Opened, Token, Trouble};
use crate::domain::access::Staff;
use crate::domain::actor::Actor;
use crate::domain::close::{self, Closed};
use crate::domain::contact::Contact;
use crate::domain::draft::{BoxDraft, Draft, DraftHead};
use crate::domain::event::Recorded;
use crate::domain::handover::{Kept, SheetId};
use crate::domain::ids::{ContactId, UserId};
use crate::domain::looked::Material;
use crate::domain::recount::Affected;
use crate::domain::retention::listing::Listing;
use crate::domain::seek::Found;
use crate::domain::when::Moment;
use chrono::TimeDelta;
use std::path::PathBuf;

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
