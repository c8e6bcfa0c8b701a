//! What a person asks for. [`decide`](super::decide::decide) says whether it may happen and what follows.

use super::clocks::ClockId;
use super::codes::{Rating, Route, coded};
use super::deed::{DeedId, FieldId};
use super::event::{Received, Told};
use super::ids::{ContactId, UserId};
use super::intake::{Answer, NarrativeLine};
use super::letter::Finished;
use super::outcome::{More, Talk};
use super::schema::Place;
use super::when::Moment;

/// Something a person wants done to a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Add or change answers after filing.
    Amend {
        /// Each place with its new answer; `None` takes an answer away.
        changes: Vec<(Place, Option<Answer>)>,
        /// Why, or what the source was.
        reason: String,
    },
    /// Say how urgent it is.
    Rate {
        /// The rating.
        rating: Rating,
        /// Why.
        reason: String,
    },
    /// Say where it goes.
    Decide {
        /// The route.
        route: Route,
        /// Why.
        rationale: String,
        /// To whom, weighed with whom, and for which child another route.
        more: Box<More>,
    },
    /// Record a deed.
    Record {
        /// Which.
        deed: DeedId,
        /// What was typed, by field.
        typed: Vec<(FieldId, String)>,
    },
    /// The referrer was reached and told.
    GiveFeedback {
        /// Whether a decision could be told.
        told: Told,
        /// What was said.
        said: String,
        /// What they asked and added, and whether a letter follows.
        talk: Box<Talk>,
    },
    /// The referrer was tried and not reached.
    TryFeedback {
        /// What happened.
        note: String,
    },
    /// Feedback can never be given.
    GiveUpFeedback {
        /// Why.
        reason: String,
    },
    /// The written referral arrived.
    RecordWritten {
        /// When.
        arrived: Moment,
        /// How, or from whom.
        note: String,
    },
    /// The written referral will not come.
    WaiveWritten {
        /// Why.
        reason: String,
    },
    /// Add a note.
    AddNote {
        /// The words.
        text: String,
    },
    /// Give the contact to someone.
    Allocate {
        /// The name.
        to: String,
        /// Why, when the owner changes.
        reason: String,
    },
    /// The owner could not be reached or cannot go on: nobody has it.
    HandBack {
        /// Why.
        reason: String,
    },
    /// Add a deadline of one's own.
    AddDuty {
        /// What must be done.
        title: String,
        /// By when.
        due: Moment,
        /// Why.
        reason: String,
    },
    /// A duty without a command of its own was done.
    MeetDuty {
        /// Which clock.
        clock: ClockId,
        /// Which of several.
        subject: Option<String>,
        /// What was done.
        how: String,
    },
    /// Take a handover over, by name: the emergency duty team's, or one on a signed sheet.
    AcknowledgeHandover {
        /// Whose it is now.
        by: String,
    },
    /// Add what was not known when the contact was filed (L11, L72).
    AddInformation {
        /// From whom.
        from: String,
        /// When it reached the desk.
        received: Moment,
        /// What was said, each line with how they know. Blank lines are left out.
        lines: Vec<NarrativeLine>,
    },
    /// The decision was looked at again and stands (L15).
    KeepDecision {
        /// Why.
        reason: String,
    },
    /// The referrer asked for the feedback that was owed (L22, L50).
    LogChase {
        /// What was asked and answered.
        said: String,
    },
    /// A consultation becomes a referral (L349): the link from it to the referral.
    Convert {
        /// The referral's number.
        into: ContactId,
    },
    /// A call was about this contact: put what was told in it here.
    AttachCall {
        /// The number the call had.
        call: ContactId,
        /// What was told in it.
        told: Box<Received>,
    },
    /// Issue a letter.
    IssueLetter {
        /// The letter as it leaves the desk.
        letter: Box<Finished>,
        /// SHA-256 of the Word file made from its text, in hexadecimal.
        sha256: String,
    },
    /// An issued letter was posted.
    PostLetter {
        /// Its number.
        letter: u32,
        /// How.
        how: String,
    },
    /// An issued letter is not to be sent.
    WithdrawLetter {
        /// Its number.
        letter: u32,
        /// Why.
        reason: String,
    },
    /// Let the clocks go by rules that have changed.
    Recount {
        /// Why, or on whose word.
        reason: String,
    },
    /// Let only these people open the contact: own family, staff.
    Restrict {
        /// Who.
        people: Vec<UserId>,
        /// Why.
        reason: String,
    },
    /// Let everybody open the contact again.
    Unrestrict {
        /// Why.
        reason: String,
    },
    /// Keep the contact beyond its retention time.
    Hold {
        /// Why.
        reason: String,
    },
    /// Lift the legal hold.
    LiftHold {
        /// Why.
        reason: String,
    },
    /// Take the last action back.
    Undo {
        /// Why.
        reason: String,
    },
}

coded! {
    /// The kind of a command: what a key, a palette row or `dutydesk do` names.
    Doing {
        /// [`Command::Amend`].
        Amend = "amend", "Add or change answers";
        /// [`Command::Rate`].
        Rate = "rate", "Rate";
        /// [`Command::Decide`].
        Decide = "decide", "Decide a route";
        /// [`Command::Record`].
        Record = "record", "Record what was done";
        /// [`Command::GiveFeedback`].
        GiveFeedback = "feedback", "Tell the referrer";
        /// [`Command::TryFeedback`].
        TryFeedback = "attempt", "Log an attempt to reach the referrer";
        /// [`Command::GiveUpFeedback`].
        GiveUpFeedback = "impossible", "Feedback impossible";
        /// [`Command::RecordWritten`].
        RecordWritten = "written", "Written referral arrived";
        /// [`Command::WaiveWritten`].
        WaiveWritten = "waive-written", "Waive the written referral";
        /// [`Command::AddNote`].
        AddNote = "note", "Add a note";
        /// [`Command::Allocate`].
        Allocate = "allocate", "Allocate";
        /// [`Command::HandBack`].
        HandBack = "hand-back", "Hand back";
        /// [`Command::AddDuty`].
        AddDuty = "deadline", "Add a deadline";
        /// [`Command::MeetDuty`].
        MeetDuty = "done", "Mark a duty done";
        /// [`Command::AcknowledgeHandover`].
        Acknowledge = "acknowledge", "Acknowledge the handover";
        /// [`Command::AddInformation`].
        AddInformation = "information", "Add information";
        /// [`Command::KeepDecision`].
        KeepDecision = "keep-decision", "The decision stands";
        /// [`Command::LogChase`].
        LogChase = "chased", "Referrer chases feedback";
        /// [`Command::Convert`].
        Convert = "convert", "Make it a referral";
        /// [`Command::AttachCall`].
        AttachCall = "attach", "Attach a call";
        /// [`Command::IssueLetter`].
        IssueLetter = "issue-letter", "Issue a letter";
        /// [`Command::PostLetter`].
        PostLetter = "post-letter", "Letter posted";
        /// [`Command::WithdrawLetter`].
        WithdrawLetter = "withdraw-letter", "Withdraw a letter";
        /// [`Command::Recount`].
        Recount = "recount", "Move deadlines to changed rules";
        /// [`Command::Restrict`].
        Restrict = "restrict", "Restrict to named people";
        /// [`Command::Unrestrict`].
        Unrestrict = "unrestrict", "Lift the restriction";
        /// [`Command::Hold`].
        Hold = "hold", "Legal hold";
        /// [`Command::LiftHold`].
        LiftHold = "lift-hold", "Lift the legal hold";
        /// [`Command::Undo`].
        Undo = "undo", "Undo";
    }
}

impl Command {
    /// The kind of this command.
    #[must_use]
    pub const fn doing(&self) -> Doing {
        match self {
            Self::Amend { .. } => Doing::Amend,
            Self::Rate { .. } => Doing::Rate,
            Self::Decide { .. } => Doing::Decide,
            Self::Record { .. } => Doing::Record,
            Self::GiveFeedback { .. } => Doing::GiveFeedback,
            Self::TryFeedback { .. } => Doing::TryFeedback,
            Self::GiveUpFeedback { .. } => Doing::GiveUpFeedback,
            Self::RecordWritten { .. } => Doing::RecordWritten,
            Self::WaiveWritten { .. } => Doing::WaiveWritten,
            Self::AddNote { .. } => Doing::AddNote,
            Self::Allocate { .. } => Doing::Allocate,
            Self::HandBack { .. } => Doing::HandBack,
            Self::AddDuty { .. } => Doing::AddDuty,
            Self::MeetDuty { .. } => Doing::MeetDuty,
            Self::AcknowledgeHandover { .. } => Doing::Acknowledge,
            Self::AddInformation { .. } => Doing::AddInformation,
            Self::KeepDecision { .. } => Doing::KeepDecision,
            Self::LogChase { .. } => Doing::LogChase,
            Self::Convert { .. } => Doing::Convert,
            Self::AttachCall { .. } => Doing::AttachCall,
            Self::IssueLetter { .. } => Doing::IssueLetter,
            Self::PostLetter { .. } => Doing::PostLetter,
            Self::WithdrawLetter { .. } => Doing::WithdrawLetter,
            Self::Recount { .. } => Doing::Recount,
            Self::Restrict { .. } => Doing::Restrict,
            Self::Unrestrict { .. } => Doing::Unrestrict,
            Self::Hold { .. } => Doing::Hold,
            Self::LiftHold { .. } => Doing::LiftHold,
            Self::Undo { .. } => Doing::Undo,
        }
    }
}
