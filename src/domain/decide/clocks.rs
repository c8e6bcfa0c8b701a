//! What an event does to the clocks: which it stops, and which start, move or lapse because the facts are new.

use super::super::actor::Actor;
use super::super::clocks::{ClockId, Deadline};
use super::super::codes::{Role, Route};
use super::super::contact::{Clock, Contact};
use super::super::deed::DeedId;
use super::super::event::{Event, Recorded, Told};
use super::super::protocol::{Protocol, Telling};
use super::super::when::Moment;
use super::allocation::OF_THE_OWNER;
use super::deeds;

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

/// Adds to a contact, whose last event is the primary one of a batch, the clock events that follow; returns the whole
/// history.
pub(super) fn follow(
    contact: Contact,
    stops: &[Stop],
    actor: &Actor,
    protocol: &Protocol,
    now: Moment,
) -> Vec<Recorded> {
    let Some(batch) = contact.history.last().map(|primary| primary.batch) else { return Vec::new() };
    let stamp = format!("{}@{}", protocol.id, protocol.version);
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
    let changes: Vec<Recorded> = lapsed(&contact, &wanted)
        .into_iter()
        .chain(wanted.iter().filter_map(|deadline| change(&contact, deadline, &stamp)))
        .map(record)
        .collect();
    contact.then(changes).history
}

/// The clock that stands for a computed duty, if one ever started.
fn standing<'a>(contact: &'a Contact, deadline: &Deadline) -> Option<&'a Clock> {
    contact.clocks.iter().rev().find(|clock| clock.is(deadline.clock, deadline.subject.as_deref()))
}

/// The start or the move that a computed duty calls for, if any.
fn change(contact: &Contact, deadline: &Deadline, stamp: &str) -> Option<Event> {
    let started = || Event::ClockStarted { deadline: deadline.clone(), protocol: stamp.to_owned() };
    match standing(contact, deadline) {
        None => Some(started()),
        // A duty that was met or lapsed starts anew only from a new start (a second decision, a later request).
        Some(clock) if clock.stopped.is_some() => (clock.deadline.start != deadline.start).then(started),
        // Rules that changed since do not move a running clock: a person confirms that first.
        Some(clock) if clock.protocol != stamp => None,
        // The same time by other steps is recorded too: "why this time" must say what holds now.
        Some(clock) if clock.deadline == *deadline => None,
        Some(clock) => Some(Event::ClockMoved {
            deadline: deadline.clone(),
            was: clock.deadline.due(),
            protocol: stamp.to_owned(),
        }),
    }
}

/// Running clocks whose duty no longer follows from the facts.
fn lapsed(contact: &Contact, wanted: &[Deadline]) -> Vec<Event> {
    contact
        .clocks
        .iter()
        .filter(|clock| clock.stopped.is_none())
        .filter(|clock| !wanted.iter().any(|w| clock.is(w.clock, w.subject.as_deref())))
        .map(|clock| Event::ClockStopped {
            clock: clock.deadline.clock,
            subject: clock.deadline.subject.clone(),
            how: "no longer applies".to_owned(),
            met: false,
        })
        .collect()
}
