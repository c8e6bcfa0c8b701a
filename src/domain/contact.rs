//! A contact as its history makes it. Nothing here is stored by itself: [`Contact::from_history`] is the only way to one.

mod after;
pub mod facts;
mod late;
mod letters;
mod summary;

use super::actor::Actor;
use super::clocks::{ClockId, Deadline};
use super::codes::{Rating, Route};
use super::deed::Done;
use super::event::{Event, Received, Recorded, Told};
use super::facts::OwnDuty;
use super::handover::HandedOver;
use super::ids::ContactId;
use super::intake::{Answer, Intake};
use super::outcome::More;
use super::restrict::Restriction;
use super::retention::Hold;
use super::schema::Place;
use super::suggest::Suggestion;
use super::when::Moment;

pub use late::{Acknowledged, Information};
pub use letters::{LetterState, file_stem};
pub use summary::{ChildName, Marks, NextDuty, Summary};

/// A contact: what was told, what was decided, and what is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Its number.
    pub id: ContactId,
    /// The number of its last event.
    pub version: u32,
    /// The call as filed, with every later amendment of its answers.
    pub received: Received,
    /// Who took the call. Feedback is this person's duty unless it is passed on (L49).
    pub taken_by: Actor,
    /// Every rating that stands, oldest first; the last one holds.
    pub ratings: Vec<RatingGiven>,
    /// Every decision that stands, oldest first; the last one holds. Earlier ones are kept (L15).
    pub decisions: Vec<Decision>,
    /// Whom it is allocated to, and when.
    pub owner: Option<Owner>,
    /// Since when it is back from an owner who could not be reached or cannot go on; none once somebody has it again.
    pub handed_back: Option<Moment>,
    /// How the referrer was told, if so.
    pub feedback: Feedback,
    /// The written referral.
    pub written: Written,
    /// The last handover on a signed sheet.
    pub handed_over: Option<HandedOver>,
    /// Who took the last handover over, the emergency duty team's or one on a sheet, if somebody did.
    pub acknowledged: Option<Acknowledged>,
    /// What was told after filing, oldest first.
    pub information: Vec<Information>,
    /// Since when new information asks for the decision to be looked at again (L15); none once it was.
    pub reconsider: Option<Moment>,
    /// The referral that this consultation became.
    pub converted: Option<ContactId>,
    /// What was done after the call, oldest first.
    pub deeds: Vec<Done>,
    /// Deadlines that people added.
    pub own_duties: Vec<OwnDuty>,
    /// Every letter that was issued, oldest first.
    pub letters: Vec<LetterState>,
    /// Who alone may open it, if it is restricted.
    pub restriction: Option<Restriction>,
    /// The legal hold it is under, if it is.
    pub held: Option<Hold>,
    /// Every clock that ever started, in that order.
    pub clocks: Vec<Clock>,
    /// Every event, oldest first, reversed ones included.
    pub history: Vec<Recorded>,
}

/// A rating that a person gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingGiven {
    /// The rating.
    pub rating: Rating,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Actor,
    /// Why.
    pub reason: String,
    /// What the program had suggested.
    pub suggested: Option<Suggestion>,
}

/// A decided route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Where it goes.
    pub route: Route,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Actor,
    /// Why.
    pub rationale: String,
    /// The number of its event.
    pub seq: u32,
    /// To whom, weighed with whom, and for which child another route.
    pub more: More,
    /// Whether it was to wait for a manager's agreement.
    pub waits: bool,
    /// A manager's answer to it, if one was given (L231).
    pub answer: Option<Answered>,
}

/// A manager's answer to a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Moment,
    /// Whether they agree.
    pub agrees: bool,
}

/// The owner of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The name.
    pub name: String,
    /// Since when.
    pub since: Moment,
    /// Whether it is a team, not a person.
    pub team: bool,
}

/// Where feedback to the referrer stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feedback {
    /// When and how the referrer was last reached and told.
    pub told: Option<(Moment, Told)>,
    /// How often nobody was reached.
    pub tries: u32,
    /// How often the referrer rang to ask for it (L22, L50).
    pub chased: u32,
    /// Why feedback can never be given.
    pub impossible: Option<String>,
}

impl Feedback {
    /// Whether the duty to tell the referrer has ended, one way or the other.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        self.told.is_some() || self.impossible.is_some()
    }
}

/// Where the written referral stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Written {
    /// Nothing has arrived.
    #[default]
    Awaited,
    /// It arrived.
    Arrived(Moment),
    /// It will not come, with the reason.
    Waived(String),
}

impl Written {
    /// When it arrived, if it did.
    #[must_use]
    pub const fn arrived(&self) -> Option<Moment> {
        match self {
            Self::Arrived(at) => Some(*at),
            Self::Awaited | Self::Waived(_) => None,
        }
    }
}

/// One clock of a contact, running or stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// The duty as last computed.
    pub deadline: Deadline,
    /// The rules that computed it, as [`Protocol::stamp`](super::protocol::Protocol::stamp) says them. Older entries have no digest.
    pub protocol: String,
    /// Earlier due times, oldest first.
    pub earlier: Vec<Moment>,
    /// How it stopped, if it did.
    pub stopped: Option<Stopped>,
}

/// How a clock stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// When.
    pub at: Moment,
    /// What stopped it.
    pub how: String,
    /// Whether the duty was met; otherwise it no longer applied.
    pub met: bool,
}

impl Clock {
    /// Whether this is the clock of that duty.
    #[must_use]
    pub fn is(&self, clock: ClockId, subject: Option<&str>) -> bool {
        self.deadline.clock == clock && self.deadline.subject.as_deref() == subject
    }

    /// Whether it still counts: started, not stopped, and with a due time.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.stopped.is_none() && self.deadline.due().is_some()
    }
}

/// A history that does not begin with a filed call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the history of {0} does not begin with a filed call")]
pub struct NoBeginning(pub ContactId);

impl Contact {
    /// Works a contact out from its events, oldest first.
    ///
    /// # Errors
    /// [`NoBeginning`] if the first event is not the filing of a call.
    pub fn from_history(id: ContactId, history: Vec<Recorded>) -> Result<Self, NoBeginning> {
        let reversed: Vec<u32> = history
            .iter()
            .filter_map(|r| if let Event::Reversed { batch, .. } = r.event { Some(batch) } else { None })
            .collect();
        let mut events = history.iter();
        let Some(Recorded { event: Event::ContactReceived(received), actor, .. }) = events.next() else {
            return Err(NoBeginning(id));
        };
        let mut contact = Self {
            id,
            version: history.last().map_or(0, |last| last.seq),
            received: (**received).clone(),
            taken_by: actor.clone(),
            ratings: Vec::new(),
            decisions: Vec::new(),
            owner: None,
            handed_back: None,
            feedback: Feedback::default(),
            written: Written::default(),
            handed_over: None,
            acknowledged: None,
            information: Vec::new(),
            reconsider: None,
            converted: None,
            deeds: Vec::new(),
            own_duties: Vec::new(),
            letters: Vec::new(),
            restriction: None,
            held: None,
            clocks: Vec::new(),
            history: Vec::new(),
        };
        for recorded in events.filter(|recorded| !reversed.contains(&recorded.batch)) {
            contact.take_in(recorded);
        }
        contact.history = history;
        Ok(contact)
    }

    /// Adds what happened next. A reversal works the contact out again without the reversed batch.
    #[must_use]
    pub fn then(mut self, next: Vec<Recorded>) -> Self {
        let refold = next.iter().any(|recorded| matches!(recorded.event, Event::Reversed { .. }));
        for recorded in &next {
            if !refold {
                self.take_in(recorded);
            }
            self.version = recorded.seq;
        }
        self.history.extend(next);
        if refold {
            // The first event is still the filed call, so the history still has a beginning.
            let history = self.history.clone();
            return Self::from_history(self.id, history).unwrap_or(self);
        }
        self
    }

    /// What was told.
    #[must_use]
    pub const fn intake(&self) -> &Intake {
        &self.received.intake
    }

    /// The rating that holds.
    #[must_use]
    pub fn rating(&self) -> Option<Rating> {
        self.ratings.last().map(|given| given.rating)
    }

    /// The decision that holds.
    #[must_use]
    pub fn decision(&self) -> Option<&Decision> {
        self.decisions.last()
    }

    /// The route that holds.
    #[must_use]
    pub fn route(&self) -> Option<Route> {
        self.decision().map(|decision| decision.route)
    }

    /// Clocks that still count, the first due first.
    #[must_use]
    pub fn running(&self) -> Vec<&Clock> {
        let mut running: Vec<&Clock> = self.clocks.iter().filter(|clock| clock.is_running()).collect();
        running.sort_by_key(|clock| (clock.deadline.due(), clock.deadline.clock));
        running
    }

    /// Whether anything is still owed, undecided, handed back or to be looked at again. What waits for the next working day
    /// is undecided then (L519).
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.decisions.is_empty()
            || self.reconsider.is_some()
            || self.handed_back.is_some()
            || self.awaits_acknowledgement()
            || self.awaits_agreement()
            || self.awaits_allocation()
            || self.route() == Some(Route::Wait)
            || self.clocks.iter().any(Clock::is_running)
    }

    /// The clock of a duty that was started last, running or stopped.
    #[must_use]
    pub fn clock(&self, clock: ClockId, subject: Option<&str>) -> Option<&Clock> {
        self.clocks.iter().rev().find(|c| c.is(clock, subject))
    }

    fn clock_mut(&mut self, clock: ClockId, subject: Option<&str>) -> Option<&mut Clock> {
        self.clocks.iter_mut().rev().find(|c| c.is(clock, subject))
    }

    fn take_in(&mut self, recorded: &Recorded) {
        let at = recorded.at;
        match &recorded.event {
            Event::ContactReceived(_)
            | Event::Reversed { .. }
            | Event::Recounted { .. }
            | Event::NoteAdded { .. } => {}
            Event::AnswersAmended { changes, .. } => {
                for change in changes {
                    set_answer(&mut self.received.intake, change.place, change.now.clone());
                }
            }
            Event::Rated { rating, reason, suggested } => self.ratings.push(RatingGiven {
                rating: *rating,
                at,
                by: recorded.actor.clone(),
                reason: reason.clone(),
                suggested: suggested.clone(),
            }),
            Event::RouteDecided { route, rationale, more, waits } => {
                self.reconsider = None;
                self.decisions.push(Decision {
                    route: *route,
                    at,
                    by: recorded.actor.clone(),
                    rationale: rationale.clone(),
                    seq: recorded.seq,
                    more: (**more).clone(),
                    waits: *waits,
                    answer: None,
                });
            }
            Event::FeedbackGiven { told, .. } => self.feedback.told = Some((at, *told)),
            Event::FeedbackTried { .. } => self.feedback.tries = self.feedback.tries.saturating_add(1),
            Event::FeedbackImpossible { reason } => self.feedback.impossible = Some(reason.clone()),
            Event::WrittenReferralArrived { arrived, .. } => self.written = Written::Arrived(*arrived),
            Event::WrittenReferralWaived { reason } => self.written = Written::Waived(reason.clone()),
            Event::Allocated { to, team, .. } => {
                self.owner = Some(Owner { name: to.clone(), since: at, team: *team });
                self.handed_back = None;
            }
            Event::HandedBack { .. } => {
                self.owner = None;
                self.handed_back = Some(at);
            }
            Event::DutyAdded { title, due, .. } => {
                self.own_duties.push(OwnDuty { title: title.clone(), added: at, due: *due });
            }
            Event::Held { reason } => {
                self.held = Some(Hold { at, by: recorded.actor.clone(), reason: reason.clone() });
            }
            Event::HoldLifted { .. } => self.held = None,
            Event::DeedDone { deed, filled } => self.take_in_deed(recorded, *deed, filled),
            Event::HandedOver(_)
            | Event::HandoverAcknowledged { .. }
            | Event::InformationAdded { .. }
            | Event::CallAttached { .. }
            | Event::DecisionKept { .. }
            | Event::FeedbackChased { .. }
            | Event::ConvertedToReferral { .. } => self.take_in_late(recorded),
            Event::LetterIssued { .. } | Event::LetterPosted { .. } | Event::LetterWithdrawn { .. } => {
                self.take_in_letter(recorded);
            }
            Event::Restricted { .. } | Event::RestrictionLifted { .. } => {
                self.restriction = Restriction::after(recorded);
            }
            Event::DutyMet { .. }
            | Event::ClockStarted { .. }
            | Event::ClockMoved { .. }
            | Event::ClockStopped { .. } => self.take_in_clock(recorded),
        }
    }

    fn take_in_clock(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::ClockStarted { deadline, protocol } => self.clocks.push(Clock {
                deadline: deadline.clone(),
                protocol: protocol.clone(),
                earlier: Vec::new(),
                stopped: None,
            }),
            Event::ClockMoved { deadline, was, protocol } => {
                if let Some(clock) = self.clock_mut(deadline.clock, deadline.subject.as_deref()) {
                    clock.earlier.extend(was.filter(|was| deadline.due() != Some(*was)));
                    clock.deadline = deadline.clone();
                    clock.protocol.clone_from(protocol);
                }
            }
            Event::ClockStopped { clock, subject, how, met } => {
                if let Some(running) = self.clock_mut(*clock, subject.as_deref()) {
                    running.stopped = Some(Stopped { at: recorded.at, how: how.clone(), met: *met });
                }
            }
            _ => {}
        }
    }
}

/// Puts one answer into an intake; `None` takes it away.
pub fn set_answer(intake: &mut Intake, place: Place, answer: Option<Answer>) {
    intake.about_mut(place.subject).set(place.question, answer.unwrap_or_else(|| Answer::text("")));
}
