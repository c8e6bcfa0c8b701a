//! What happened: the record itself. Events are only ever added; everything else is worked out from them.

mod desk;

use serde::{Deserialize, Serialize};

use super::actor::Actor;
use super::clocks::{ClockId, Deadline};
use super::codes::{Rating, Route, coded};
use super::deed::{DeedId, Filled};
use super::handover::HandedOver;
use super::ids::{ContactId, UserId};
use super::intake::{Answer, Intake, NarrativeLine};
use super::letter::{Addressee, LetterKind};
use super::outcome::{More, Talk};
use super::schema::{Place, QuestionId};
use super::stamp;
use super::suggest::Suggestion;
use super::when::Moment;

pub use desk::{DeskEvent, Missing, NewStaff, OPEN_RESTRICTED};

coded! {
    /// What the referrer was told of the decision (L7, L8).
    Told {
        /// The decision was made and told.
        Decided = "decided", "told the decision";
        /// Told that nothing has been decided yet; this counts.
        Undecided = "undecided", "told that nothing is decided yet";
    }
}

coded! {
    /// How a call ended that did not come to its end.
    Ending {
        /// Nobody spoke.
        Silent = "silent", "Silent call";
        /// The caller rang off.
        RangOff = "rang-off", "The caller rang off";
        /// It was meant for somebody else.
        WrongNumber = "wrong-number", "Wrong number";
        /// A colleague took the same contact.
        Duplicate = "duplicate", "Taken twice";
        /// Something else, said in the worker's words.
        Other = "other", "Another reason";
    }
}

/// One thing that happened to a contact. The names are stored; they never change meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    /// A call was filed: everything it gathered.
    ContactReceived(Box<Received>),
    /// Answers were added or changed after filing (late information, L72).
    AnswersAmended {
        /// Each place with its answer before and after.
        changes: Vec<Amendment>,
        /// Why, or what the source was.
        reason: String,
    },
    /// A person rated the contact (how urgent).
    Rated {
        /// The rating given.
        rating: Rating,
        /// Why.
        reason: String,
        /// What the program had suggested at that moment; kept when a person overrode it.
        suggested: Option<Suggestion>,
    },
    /// A route was decided, with its rationale.
    RouteDecided {
        /// Where it goes.
        route: Route,
        /// Why: never empty.
        rationale: String,
        /// To whom, weighed with whom, and for which child another route.
        #[serde(default, skip_serializing_if = "More::is_empty")]
        more: Box<More>,
        /// Whether it waits for a manager's agreement, by the rules of that day (L37, L231).
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        waits: bool,
    },
    /// The referrer was reached by telephone and told (L7-L9).
    FeedbackGiven {
        /// Whether a decision could be told.
        told: Told,
        /// What was said.
        said: String,
        /// What they asked and added, and whether a letter follows (L10-L12).
        #[serde(default, skip_serializing_if = "Talk::is_empty")]
        talk: Box<Talk>,
    },
    /// Something was done for the contact after the call.
    DeedDone {
        /// What.
        deed: DeedId,
        /// What was filled in.
        filled: Filled,
    },
    /// An attempt that did not reach the referrer. It stops nothing.
    FeedbackTried {
        /// What happened: no answer, message left with whom.
        note: String,
    },
    /// Feedback can never be given, with the reason.
    FeedbackImpossible {
        /// Why: no contact details.
        reason: String,
    },
    /// The written referral arrived (L133, L368).
    WrittenReferralArrived {
        /// When it arrived, which may be before it was recorded.
        arrived: Moment,
        /// How, or from whom.
        note: String,
    },
    /// The written referral is waived, with the reason.
    WrittenReferralWaived {
        /// Why.
        reason: String,
    },
    /// A note was added.
    NoteAdded {
        /// The words.
        text: String,
    },
    /// It was handed over to somebody on a signed sheet.
    HandedOver(HandedOver),
    /// Somebody took a handover over, by name.
    HandoverAcknowledged {
        /// Whose it is now.
        by: String,
    },
    /// Somebody added what was not known when the contact was filed (L11, L72).
    InformationAdded {
        /// From whom.
        from: String,
        /// When it reached the desk, which may be before it was recorded.
        received: Moment,
        /// What was said, each line with how they know.
        lines: Vec<NarrativeLine>,
    },
    /// A decision was looked at again in the light of new information, and stands (L15).
    DecisionKept {
        /// Why.
        reason: String,
    },
    /// The referrer rang to ask for the feedback that was owed: a sign that the desk failed (L22, L50). It stops nothing.
    FeedbackChased {
        /// What was asked and answered.
        said: String,
    },
    /// A consultation was agreed to be a referral (L349); it keeps its own record.
    ConvertedToReferral {
        /// The referral.
        into: ContactId,
    },
    /// A call turned out to be about this contact: all that was told in it (L72).
    CallAttached {
        /// The number the call had.
        call: ContactId,
        /// The call.
        told: Box<Received>,
    },
    /// The contact was given to an owner.
    Allocated {
        /// The new owner's name.
        to: String,
        /// Whether that is a team of the protocol, not a person.
        #[serde(default, skip_serializing_if = "is_false")]
        team: bool,
        /// Why, when the owner changed.
        reason: String,
    },
    /// The owner handed the contact back: could not be reached, or cannot go on. Nobody has it now.
    HandedBack {
        /// Who had it.
        from: String,
        /// Why.
        reason: String,
    },
    /// A person added a deadline of their own.
    DutyAdded {
        /// What must be done.
        title: String,
        /// By when.
        due: Moment,
        /// Why.
        reason: String,
    },
    /// A duty without an event of its own was done.
    DutyMet {
        /// Which clock.
        clock: ClockId,
        /// Which of several.
        subject: Option<String>,
        /// What was done.
        how: String,
    },
    /// A letter was issued: its text is the record, its files can be made again from it.
    LetterIssued {
        /// Its number: 1, 2, 3 … within the contact. A number is never used again, not even after an undo.
        letter: u32,
        /// What kind of letter it is.
        what: LetterKind,
        /// To whom.
        to: Addressee,
        /// Its title, without anybody's name.
        title: String,
        /// The whole text, paragraphs with a blank line between them.
        text: String,
        /// SHA-256 of the Word file made from the text, in hexadecimal.
        sha256: String,
        /// Whether a person changed what the program had drafted.
        #[serde(default)]
        edited: bool,
    },
    /// An issued letter left the desk.
    LetterPosted {
        /// Its number.
        letter: u32,
        /// How: first class, by hand, secure e-mail.
        how: String,
    },
    /// An issued letter is not to be sent.
    LetterWithdrawn {
        /// Its number.
        letter: u32,
        /// Why.
        reason: String,
    },
    /// A clock started.
    ClockStarted {
        /// The duty as computed.
        deadline: Deadline,
        /// The rules that computed it, `general@1+3fa9c2d1`.
        protocol: String,
    },
    /// A running clock got another due time because its facts changed; the old one stays here.
    ClockMoved {
        /// The duty as computed now.
        deadline: Deadline,
        /// The due time before.
        was: Option<Moment>,
        /// The protocol that computed it.
        protocol: String,
    },
    /// A clock stopped.
    ClockStopped {
        /// Which clock.
        clock: ClockId,
        /// Which of several.
        subject: Option<String>,
        /// What stopped it.
        how: String,
        /// Whether the duty was met; otherwise it no longer applies.
        met: bool,
    },
    /// A person confirmed that this contact's clocks go by rules that have changed; the clock events beside it say what moved.
    Recounted {
        /// Why, or on whose word.
        reason: String,
        /// The rules that hold from now on, `general@1+3fa9c2d1`.
        protocol: String,
    },
    /// Only these people may open the contact from now on.
    Restricted {
        /// Who.
        people: Vec<UserId>,
        /// Why.
        reason: String,
    },
    /// Everybody may open the contact again.
    RestrictionLifted {
        /// Why.
        reason: String,
    },
    /// The contact is kept beyond its retention time: a legal hold.
    Held {
        /// Why.
        reason: String,
    },
    /// The legal hold was lifted.
    HoldLifted {
        /// Why.
        reason: String,
    },
    /// An earlier batch of events was reversed. Nothing is deleted.
    Reversed {
        /// The batch: the number of its first event.
        batch: u32,
        /// Why.
        reason: String,
    },
}

/// A call as it was filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// When the desk received the contact: the start of the call.
    pub received: Moment,
    /// When the call ended, if it was a call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Moment>,
    /// What was told.
    pub intake: Intake,
    /// The rating suggested at filing, never filled in by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested: Option<Suggestion>,
    /// The consultation it grew out of, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consulted: Option<Consulted>,
    /// How the call broke off, if it did: what was not asked is a gap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
}

/// The consultation that became a referral (L349).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consulted {
    /// When the consultation began.
    pub began: Moment,
    /// Its own contact, if it had been filed; none if it became a referral during the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
}

impl Received {
    /// A call as it was taken, from receipt to end, with nothing else known of it.
    #[must_use]
    pub const fn new(received: Moment, ended: Option<Moment>, intake: Intake) -> Self {
        Self { received, ended, intake, suggested: None, consulted: None, ending: None }
    }

    /// When it first reached us: the desk, on paper or by telephone, or the emergency duty team before it.
    #[must_use]
    pub fn receipt(&self) -> Moment {
        [QuestionId::ReceivedAt, QuestionId::EdtReceived]
            .into_iter()
            .filter_map(|id| stamp::filed(&self.intake, id))
            .fold(self.received, Moment::min)
    }
}

/// One answer changed after filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// Which question, about whom.
    pub place: Place,
    /// The answer before.
    pub was: Option<Answer>,
    /// The answer now.
    pub now: Option<Answer>,
}

/// An event in its place in a contact's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// 1, 2, 3 … within the contact. The last one is the contact's version.
    pub seq: u32,
    /// When it was recorded.
    pub at: Moment,
    /// Who did it.
    pub actor: Actor,
    /// The number of the first event of the same command: what is undone together.
    pub batch: u32,
    /// What happened.
    pub event: Event,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

impl Event {
    /// The stored word for the kind of event.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ContactReceived(_) => "contact-received",
            Self::AnswersAmended { .. } => "answers-amended",
            Self::Rated { .. } => "rated",
            Self::RouteDecided { .. } => "route-decided",
            Self::FeedbackGiven { .. } => "feedback-given",
            Self::DeedDone { .. } => "deed-done",
            Self::FeedbackTried { .. } => "feedback-tried",
            Self::FeedbackImpossible { .. } => "feedback-impossible",
            Self::WrittenReferralArrived { .. } => "written-referral-arrived",
            Self::WrittenReferralWaived { .. } => "written-referral-waived",
            Self::NoteAdded { .. } => "note-added",
            Self::HandedOver(_) => "handed-over",
            Self::HandoverAcknowledged { .. } => "handover-acknowledged",
            Self::InformationAdded { .. } => "information-added",
            Self::DecisionKept { .. } => "decision-kept",
            Self::FeedbackChased { .. } => "feedback-chased",
            Self::ConvertedToReferral { .. } => "converted-to-referral",
            Self::CallAttached { .. } => "call-attached",
            Self::Allocated { .. } => "allocated",
            Self::HandedBack { .. } => "handed-back",
            Self::DutyAdded { .. } => "duty-added",
            Self::DutyMet { .. } => "duty-met",
            Self::LetterIssued { .. } => "letter-issued",
            Self::LetterPosted { .. } => "letter-posted",
            Self::LetterWithdrawn { .. } => "letter-withdrawn",
            Self::ClockStarted { .. } => "clock-started",
            Self::ClockMoved { .. } => "clock-moved",
            Self::ClockStopped { .. } => "clock-stopped",
            Self::Recounted { .. } => "recounted",
            Self::Restricted { .. } => "restricted",
            Self::RestrictionLifted { .. } => "restriction-lifted",
            Self::Held { .. } => "held",
            Self::HoldLifted { .. } => "hold-lifted",
            Self::Reversed { .. } => "reversed",
        }
    }

    /// Whether a person did this on purpose and may undo it. Clock events follow from others; filing stands, and so do
    /// a signed handover, what ended or began another call, and who may open the contact.
    #[must_use]
    pub const fn is_reversible(&self) -> bool {
        !matches!(
            self,
            Self::ContactReceived(_)
                | Self::ConvertedToReferral { .. }
                | Self::CallAttached { .. }
                | Self::HandedOver(_)
                | Self::Restricted { .. }
                | Self::RestrictionLifted { .. }
                | Self::Reversed { .. }
                | Self::ClockStarted { .. }
                | Self::ClockMoved { .. }
                | Self::ClockStopped { .. }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stored_kind_is_the_word_in_the_body() {
        let events = [
            Event::NoteAdded { text: "rang back".into() },
            Event::FeedbackGiven {
                told: Told::Undecided,
                said: "we are still looking".into(),
                talk: Box::default(),
            },
            Event::Reversed { batch: 4, reason: "wrong contact".into() },
        ];
        for event in events {
            let body = serde_json::to_value(&event).unwrap();
            assert_eq!(body["kind"], event.kind());
            assert_eq!(serde_json::from_value::<Event>(body).unwrap(), event);
        }
    }
}
