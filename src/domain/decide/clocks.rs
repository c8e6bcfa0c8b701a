//! What an event does to the clocks: which it stops, and which start, move or lapse because the facts are new.

use super::super::actor::Actor;
use super::super::clocks::{ClockId, Deadline};
use super::super::codes::{Role, Route};
use super::super::command::Command;
use super::super::contact::{Clock, Contact};
use super::super::deed::DeedId;
use super::super::event::{Event, Recorded, Told};
use super::super::protocol::{Protocol, Telling};
use super::super::recount;
use super::super::when::Moment;
use super::allocation::OF_THE_OWNER;
use super::deeds;

/// How a clock is said to have stopped that no longer follows from the facts.
const NO_LONGER: &str = "no longer applies";

/// A running clock that an event stops.
pub(super) struct Stop {
    pub(super) clock: ClockId,
    pub(super) subject: Option<String>,
    pub(super) how: String,
    pub(super) met: bool,
}

/// Whether people mark this duty done themselves: a deadline of their own, or an outcome that was told from elsewhere, as by
/// a letter of another system. The others stop when the thing itself is recorded: a decision, feedback, a deed.
#[must_use]
pub fn is_met_by_hand(clock: &Clock) -> bool {
    let by_hand = [ClockId::Custom, ClockId::OutcomeReferrer, ClockId::OutcomeFamily];
    clock.is_running() && by_hand.contains(&clock.deadline.clock)
}

/// The deed that stops a clock, if a deed does.
#[must_use]
pub const fn recorded_by(clock: ClockId) -> Option<DeedId> {
    Some(match clock {
        ClockId::AgencyReturn => DeedId::AgencyReturn,
        ClockId::WrittenNextSteps => DeedId::NextSteps,
        ClockId::MashMeeting => DeedId::MeetingHeld,
        ClockId::Dispute => DeedId::DisputeSettled,
        ClockId::StrategyDiscussion => DeedId::StrategyHeld,
        ClockId::S47Action => DeedId::S47Action,
        ClockId::DaReview => DeedId::DaReview,
        ClockId::CrossBoundary => DeedId::AuthorityAccepts,
        ClockId::Consultation => DeedId::ConsultationCall,
        ClockId::OutcomeFamily => DeedId::FamilyTold,
        ClockId::FamilyVisit => DeedId::VisitArranged,
        ClockId::Oversight => DeedId::Oversight,
        ClockId::FeedbackFirst
        | ClockId::FeedbackSchool
        | ClockId::Stage1Decision
        | ClockId::ResponseDecision
        | ClockId::Stage2Decision
        | ClockId::OutcomeReferrer
        | ClockId::Written24h
        | ClockId::Written48h
        | ClockId::Custom => return None,
    })
}

/// The running clocks that this event stops (`docs/CLOCKS.md` section 2, "stopped by").
pub(super) fn stops(contact: &Contact, event: &Event, actor: &Actor, protocol: &Protocol) -> Vec<Stop> {
    let running = |ids: &[ClockId], how: &str, met: bool| -> Vec<Stop> {
        contact
            .clocks
            .iter()
            .filter(|clock| clock.stopped.is_none() && ids.contains(&clock.deadline.clock))
            .map(|clock| Stop {
                clock: clock.deadline.clock,
                subject: clock.deadline.subject.clone(),
                how: how.to_owned(),
                met,
            })
            .collect()
    };
    let feedback = [ClockId::FeedbackFirst, ClockId::FeedbackSchool];
    match event {
        Event::FeedbackGiven { told, .. } => {
            let mut stops = running(&feedback, "the referrer was told", true);
            let by_telephone = contact
                .route()
                .and_then(|route| protocol.route(route))
                .is_some_and(|rule| rule.referrer == Telling::Telephone);
            if *told == Told::Decided && by_telephone {
                stops.extend(running(
                    &[ClockId::OutcomeReferrer],
                    "the referrer was told by telephone",
                    true,
                ));
            }
            stops
        }
        Event::FeedbackImpossible { .. } => {
            let ids = [ClockId::FeedbackFirst, ClockId::FeedbackSchool, ClockId::OutcomeReferrer];
            running(&ids, "feedback is impossible", false)
        }
        Event::WrittenReferralArrived { .. } => {
            running(&[ClockId::Written24h, ClockId::Written48h], "the written referral arrived", true)
        }
        Event::WrittenReferralWaived { .. } => {
            running(&[ClockId::Written24h, ClockId::Written48h], "the written referral was waived", false)
        }
        Event::RouteDecided { route, .. } => {
            let mut ids = vec![ClockId::Stage1Decision, ClockId::ResponseDecision];
            if *route != Route::Stage2 {
                ids.push(ClockId::Stage2Decision);
            }
            if actor.role == Role::Manager {
                ids.push(ClockId::WrittenNextSteps);
            }
            running(&ids, "a decision was recorded", true)
        }
        Event::DeedDone { deed, filled } => deeds::stops(contact, *deed, filled, protocol),
        Event::HandedBack { .. } => running(&OF_THE_OWNER, "handed back: nobody has it", false),
        Event::LetterPosted { letter, .. } => super::letters::told_by(contact, *letter, protocol)
            .map_or_else(Vec::new, |(clock, how)| running(&[clock], how, true)),
        Event::DutyMet { clock, subject, how } => {
            vec![Stop { clock: *clock, subject: subject.clone(), how: how.clone(), met: true }]
        }
        _ => Vec::new(),
    }
}

/// On what ground clocks change. Rules that have changed are no ground: a person confirms them first (`docs/CLOCKS.md`
/// section 6).
pub(super) enum Ground {
    /// Something became known or was done. Holds what followed, under the rules in force, from what was known before:
    /// where nothing is different now, it is not the facts that ask for a change.
    Facts(Vec<Deadline>),
    /// An action was taken back: its own clock events went with it.
    Undone,
    /// A person confirmed the rules in force.
    Rules,
}

impl Ground {
    /// The ground that a command on a contact is.
    pub(super) fn of(contact: &Contact, command: &Command, protocol: &Protocol) -> Self {
        match command {
            Command::Recount { .. } => Self::Rules,
            Command::Undo { .. } => Self::Undone,
            _ => Self::Facts(contact.wanted(protocol)),
        }
    }

    /// Whether a duty that has no clock yet starts one, or one that had a clock starts anew.
    fn starts(&self, standing: Option<&Clock>, duty: &Deadline) -> bool {
        match self {
            // From the same start it never runs twice, unless it lapsed by its facts and they call for it again.
            Self::Facts(_)
                if standing
                    .is_some_and(|clock| clock.deadline.start == duty.start && !lapsed_by_facts(clock)) =>
            {
                false
            }
            Self::Facts(before) => find(before, duty).is_none_or(|prior| prior.start != duty.start),
            Self::Undone => false,
            Self::Rules => standing.is_none(),
        }
    }

    /// Whether a running clock becomes this duty.
    fn moves(&self, clock: &Clock, duty: &Deadline, stamp: &str) -> bool {
        if clock.protocol == stamp {
            // The same time by other steps is recorded too: "why this time" must say what holds now.
            return clock.deadline != *duty;
        }
        match self {
            Self::Rules => true,
            Self::Undone => false,
            Self::Facts(before) => match find(before, duty) {
                Some(prior) if prior == duty => false,
                Some(prior) if recount::is_same_time(prior, &clock.deadline) => true,
                // The rules differ here and nobody has confirmed them: new facts may only bring the time forward.
                _ => recount::is_earlier(duty, &clock.deadline),
            },
        }
    }

    /// Whether a running clock ends because its duty no longer follows.
    fn lapses(&self, clock: &Clock, stamp: &str) -> bool {
        clock.protocol == stamp
            || match self {
                Self::Facts(before) => {
                    before.iter().any(|prior| clock.is(prior.clock, prior.subject.as_deref()))
                }
                Self::Undone => false,
                Self::Rules => true,
            }
    }
}

fn lapsed_by_facts(clock: &Clock) -> bool {
    clock.stopped.as_ref().is_some_and(|stopped| !stopped.met && stopped.how == NO_LONGER)
}

fn find<'a>(list: &'a [Deadline], duty: &Deadline) -> Option<&'a Deadline> {
    list.iter().find(|one| one.clock == duty.clock && one.subject == duty.subject)
}

/// Adds to a contact, whose last event is the primary one of a batch, the clock events that follow; returns the whole
/// history.
pub(super) fn follow(
    contact: Contact,
    stops: &[Stop],
    ground: &Ground,
    actor: &Actor,
    protocol: &Protocol,
    now: Moment,
) -> Vec<Recorded> {
    let Some(batch) = contact.history.last().map(|primary| primary.batch) else { return Vec::new() };
    let stamp = protocol.stamp();
    let mut seq = contact.version;
    let mut record = |event: Event| {
        seq = seq.saturating_add(1);
        Recorded { seq, at: now, actor: actor.clone(), batch, event }
    };
    let stopped: Vec<Recorded> = stops
        .iter()
        .map(|stop| {
            record(Event::ClockStopped {
                clock: stop.clock,
                subject: stop.subject.clone(),
                how: stop.how.clone(),
                met: stop.met,
            })
        })
        .collect();
    let contact = contact.then(stopped);
    let wanted = contact.wanted(protocol);
    let changes: Vec<Recorded> = lapsed(&contact, &wanted, ground, &stamp)
        .into_iter()
        .chain(wanted.iter().filter_map(|duty| change(&contact, duty, ground, &stamp)))
        .map(record)
        .collect();
    contact.then(changes).history
}

/// The start or the move that a computed duty calls for, if any.
fn change(contact: &Contact, duty: &Deadline, ground: &Ground, stamp: &str) -> Option<Event> {
    let standing = contact.clock(duty.clock, duty.subject.as_deref());
    match standing.filter(|clock| clock.stopped.is_none()) {
        Some(clock) => ground.moves(clock, duty, stamp).then(|| Event::ClockMoved {
            deadline: duty.clone(),
            was: clock.deadline.due(),
            protocol: stamp.to_owned(),
        }),
        None => ground
            .starts(standing, duty)
            .then(|| Event::ClockStarted { deadline: duty.clone(), protocol: stamp.to_owned() }),
    }
}

/// Running clocks whose duty no longer follows.
fn lapsed(contact: &Contact, wanted: &[Deadline], ground: &Ground, stamp: &str) -> Vec<Event> {
    let how = match ground {
        Ground::Rules => "no longer applies under the changed rules",
        Ground::Facts(_) | Ground::Undone => NO_LONGER,
    };
    contact
        .clocks
        .iter()
        .filter(|clock| clock.stopped.is_none())
        .filter(|clock| !wanted.iter().any(|w| clock.is(w.clock, w.subject.as_deref())))
        .filter(|clock| ground.lapses(clock, stamp))
        .map(|clock| Event::ClockStopped {
            clock: clock.deadline.clock,
            subject: clock.deadline.subject.clone(),
            how: how.to_owned(),
            met: false,
        })
        .collect()
}
