//! What happened at the desk and to no one contact.

use serde::{Deserialize, Serialize};

use super::super::actor::Actor;
use super::super::draft::Draft;
use super::super::handover::{Signed, Taken};
use super::super::ids::ContactId;
use super::super::when::Moment;

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
    /// A table of contacts was written: the record of a disclosure. Written before the table is.
    Exported {
        /// Which table, in which form, with which filter.
        what: String,
        /// To whom it goes.
        to: String,
        /// Why they get it.
        why: String,
        /// How many contacts stand in it.
        contacts: u64,
    },
}

impl DeskEvent {
    /// The stored word for the kind of event.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::DeskMade { .. } => "desk-made",
            Self::ContactViewed { .. } => "contact-viewed",
            Self::DraftDiscarded { .. } => "draft-discarded",
            Self::CallAttached { .. } => "call-attached",
            Self::DraftTakenOver { .. } => "draft-taken-over",
            Self::ClockSetBack { .. } => "clock-set-back",
            Self::HandoverSigned(_) => "handover-signed",
            Self::HandoverTaken(_) => "handover-taken",
            Self::PeopleImported { .. } => "people-imported",
            Self::Exported { .. } => "exported",
        }
    }
}
