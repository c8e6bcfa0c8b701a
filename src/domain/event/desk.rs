//! What happened at the desk and to no one contact.

use serde::{Deserialize, Serialize};

use super::super::actor::Actor;
use super::super::close::Close;
use super::super::codes::Role;
use super::super::disclosure::Disclosed;
use super::super::draft::Draft;
use super::super::handover::{Parted, Signed, Taken};
use super::super::ids::{ContactId, UserId};
use super::super::looked::{Flag, SearchWay};
use super::super::retention::erasure::{Asked, Erased, PeopleErased, Target};
use super::super::when::Moment;

/// The attempt to open a restricted contact without being named, as [`DeskEvent::AttemptRefused`] has it.
pub const OPEN_RESTRICTED: &str = "open-restricted";

/// One thing that happened at the desk and belongs to no contact's own history: it must not count as a change to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum DeskEvent {
    /// The desk was made.
    DeskMade {
        /// `training` or `real`.
        desk: String,
    },
    /// Someone opened a contact (once per person and contact in 15 minutes).
    ContactViewed {
        /// Which one.
        contact: ContactId,
    },
    /// Somebody who is named opened a restricted contact, with the reason (once per person and contact in 15 minutes). It
    /// counts as a view.
    RestrictedOpened {
        /// Which one.
        contact: ContactId,
        /// Why.
        reason: String,
    },
    /// Somebody searched by name.
    Searched {
        /// By which way.
        by: SearchWay,
        /// The words that were looked for.
        words: String,
        /// How many were found.
        found: u32,
    },
    /// Something left the desk on paper or as a file, or was shown to be kept.
    Exported {
        /// What: the handover sheet, the files of a letter, a table of contacts.
        what: String,
        /// To whom, as far as it is known.
        to: String,
        /// Why.
        why: String,
        /// How many contacts are in it.
        contacts: u64,
    },
    /// Somebody tried what they may not do, and was refused (once per person, attempt and contact in 15 minutes).
    AttemptRefused {
        /// What: a code of [`May`](super::super::access::May), or [`OPEN_RESTRICTED`].
        what: String,
        /// The contact, if it was about one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contact: Option<ContactId>,
    },
    /// Full names were turned on for a while, in place of initials (once per person in 15 minutes).
    NamesShown,
    /// A manager opened the page that says who looked.
    LooksListed {
        /// From when its entries are.
        since: Moment,
        /// Until when.
        until: Moment,
    },
    /// A manager has seen a flagged line of that page.
    LookReviewed {
        /// Why the line was flagged.
        flag: Flag,
        /// The entries of the record that the line is about.
        entries: Vec<i64>,
        /// What the manager says of it.
        note: String,
    },
    /// A call was given up before filing, with the reason.
    DraftDiscarded {
        /// The number the call had.
        contact: ContactId,
        /// Why.
        reason: String,
        /// What had been typed, if anything: no word is lost.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        draft: Option<Box<Draft>>,
    },
    /// A call ended because it was about a contact that is there already; what was told stands in that contact's history.
    CallAttached {
        /// The number the call had.
        call: ContactId,
        /// Where it stands now.
        into: ContactId,
    },
    /// A call was taken over from another terminal, with the reason.
    DraftTakenOver {
        /// The call.
        contact: ContactId,
        /// Who was taking it.
        from: Actor,
        /// Why.
        reason: String,
    },
    /// The workstation's clock was found earlier than the last event.
    ClockSetBack {
        /// What the workstation's clock said.
        found: Moment,
        /// When the last event was recorded.
        last: Moment,
    },
    /// A handover sheet was signed.
    HandoverSigned(Box<Signed>),
    /// A handover sheet was taken over: the second signature.
    HandoverTaken(Taken),
    /// Somebody may open the desk from now on.
    StaffAdded {
        /// Who.
        person: NewStaff,
    },
    /// Somebody's role was changed.
    StaffRoleChanged {
        /// Whose.
        user: UserId,
        /// What they may do from now on.
        role: Role,
    },
    /// Somebody may no longer open the desk.
    StaffShutOut {
        /// Who.
        user: UserId,
        /// Why.
        reason: String,
    },
    /// A manager gave somebody a new passphrase, which they must change.
    PassphraseReset {
        /// Whose.
        user: UserId,
    },
    /// Somebody changed their own passphrase.
    PassphraseChanged {
        /// Whose.
        user: UserId,
    },
    /// The recovery key was replaced; the old one opens nothing any more.
    RecoveryKeyReplaced,
    /// The recovery key was used to open the desk.
    RecoveryKeyUsed,
    /// The data key was changed: keys taken away before open nothing written since.
    DataKeyChanged {
        /// Which data key it is, counted from 1.
        epoch: u32,
    },
    /// Wrong passphrases were given for one name.
    UnlockRefused {
        /// Whose name; none if nobody of that name is known.
        user: Option<UserId>,
        /// How often.
        times: u32,
        /// The first time.
        first: Moment,
        /// The last time.
        last: Moment,
    },
    /// A part of a file of known people was imported. Neither a person nor the file is named.
    PeopleImported {
        /// SHA-256 of the file, in hexadecimal; another word where there was none.
        file: String,
        /// Which part of the file, from 1.
        part: u32,
        /// Whether it was the last part. An import without one was broken off.
        last: bool,
        /// People not known before.
        new: u32,
        /// People with something different.
        updated: u32,
        /// People who were known just so.
        unchanged: u32,
        /// Lines that were refused.
        bad: u32,
    },
    /// The end of the record was signed: the daily close.
    DayClosed(Box<Close>),
    /// The desk was checked as a whole.
    Verified {
        /// Whether nothing was wrong.
        good: bool,
        /// The first thing that was, in the words that were shown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first_bad: Option<String>,
    },
    /// Opening the desk found it not as it was left. Recorded once for each finding.
    AlarmRaised {
        /// The kind of finding, a stable word.
        finding: String,
        /// The first entry that is missing or another; 0 where the finding is about none.
        entry: u64,
        /// The last entry that is known to have been saved; 0 where it is about none.
        saved: u64,
        /// The finding in words.
        what: String,
    },
    /// A copy of the desk was made and checked.
    BackedUp {
        /// The copy's name, which says when it was made.
        name: String,
        /// The last entry it holds.
        seq: u64,
        /// How large it is.
        bytes: u64,
    },
    /// Copies that newer ones stand for were removed.
    BackupsRemoved {
        /// Their names.
        names: Vec<String>,
    },
    /// A copy was put in the place of the desk. Who did it and when, the event itself says.
    Restored {
        /// The last entry of the copy.
        from_seq: u64,
        /// What had been saved after it and is not in the record any more, as far as that can be proved.
        missing: Option<Missing>,
        /// Nothing was left of the desk before that could prove what is missing.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unproved: bool,
        /// Under which name in `backups` the desk before was kept.
        replaced: String,
    },
    /// Somebody has taken note of what the restore at this entry left out.
    RestoreAcknowledged {
        /// The entry that recorded the restore.
        restored: u64,
    },
    /// A manager asked for an erasure.
    ErasureProposed(Box<Asked>),
    /// An erasure that was asked for was refused, or its asker took it back.
    ErasureRefused {
        /// What was to be erased.
        target: Target,
        /// Why not.
        reason: String,
    },
    /// A contact, or a call that became none, was erased. The actor is the manager who agreed.
    ContactErased(Box<Erased>),
    /// Imported entries of the register were erased. The actor is the manager who agreed.
    PeopleErased(Box<PeopleErased>),
    /// What is left of a signed handover sheet without the words about an erased contact; those of the sheet itself are gone.
    SheetParted(Box<Parted>),
    /// Somebody was given, or is to be given, what the record holds about one person.
    Disclosed(Box<Disclosed>),
}

/// Entries that were saved once and are not in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The first of them.
    pub first: u64,
    /// The last one that is known of.
    pub last: u64,
    /// When the last one was saved.
    pub at: Moment,
}

/// Somebody who may open the desk from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewStaff {
    /// Short name.
    pub user: UserId,
    /// The name that colleagues and callers know.
    pub name: String,
    /// What this person may do.
    pub role: Role,
    /// Whether they made the desk and chose their own passphrase; anybody else's was given to them and must be changed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub founder: bool,
}

impl DeskEvent {
    /// The stored word for the kind of event.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::DeskMade { .. } => "desk-made",
            Self::ContactViewed { .. } => "contact-viewed",
            Self::RestrictedOpened { .. } => "restricted-opened",
            Self::Searched { .. } => "searched",
            Self::Exported { .. } => "exported",
            Self::AttemptRefused { .. } => "attempt-refused",
            Self::NamesShown => "names-shown",
            Self::LooksListed { .. } => "looks-listed",
            Self::LookReviewed { .. } => "look-reviewed",
            Self::DraftDiscarded { .. } => "draft-discarded",
            Self::CallAttached { .. } => "call-attached",
            Self::DraftTakenOver { .. } => "draft-taken-over",
            Self::ClockSetBack { .. } => "clock-set-back",
            Self::HandoverSigned(_) => "handover-signed",
            Self::HandoverTaken(_) => "handover-taken",
            Self::StaffAdded { .. } => "staff-added",
            Self::StaffRoleChanged { .. } => "staff-role-changed",
            Self::StaffShutOut { .. } => "staff-shut-out",
            Self::PassphraseReset { .. } => "passphrase-reset",
            Self::PassphraseChanged { .. } => "passphrase-changed",
            Self::RecoveryKeyReplaced => "recovery-key-replaced",
            Self::RecoveryKeyUsed => "recovery-key-used",
            Self::DataKeyChanged { .. } => "data-key-changed",
            Self::UnlockRefused { .. } => "unlock-refused",
            Self::PeopleImported { .. } => "people-imported",
            Self::BackedUp { .. } => "backed-up",
            Self::BackupsRemoved { .. } => "backups-removed",
            Self::Restored { .. } => "restored",
            Self::RestoreAcknowledged { .. } => "restore-acknowledged",
            Self::ErasureProposed(_) => "erasure-proposed",
            Self::ErasureRefused { .. } => "erasure-refused",
            Self::ContactErased(_) => "contact-erased",
            Self::PeopleErased(_) => "people-erased",
            Self::SheetParted(_) => "sheet-parted",
            Self::Disclosed(_) => "disclosed",
            Self::DayClosed(_) => "day-closed",
            Self::Verified { .. } => "verified",
            Self::AlarmRaised { .. } => "alarm-raised",
        }
    }
}
