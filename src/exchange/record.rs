//! What the desk made of a contact, for programs that read it.

use serde::Serialize;

use super::letters::{Letter, letters};
use crate::domain::actor::Actor;
use crate::domain::calendar::Zone;
use crate::domain::clocks::Outcome;
use crate::domain::codes::{Rating, Route};
use crate::domain::contact::{self, Clock, Contact, Decision, RatingGiven, Written};
use crate::domain::deed::{DeedId, Done, Filled};
use crate::domain::event::{self, Recorded, Told};
use crate::domain::intake::NarrativeLine;
use crate::domain::outcome::More;
use crate::domain::protocol::Protocol;
use crate::domain::schema::QuestionId;
use crate::domain::stamp;
use crate::domain::when::Moment;

/// The record of one contact. Times carry their offset.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    #[serde(rename = "ref")]
    reference: String,
    version: u32,
    state: &'static str,
    taken_by: &'a Actor,
    rating: Option<Rating>,
    route: Option<Route>,
    owner: Option<Owner<'a>>,
    /// Since when it is back from its last owner, while nobody has it.
    handed_back: Option<String>,
    feedback: Feedback<'a>,
    written: WrittenReferral<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    handover: Option<Handover<'a>>,
    /// The legal hold it is under.
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<Held<'a>>,
    /// Since when new information asks for the decision to be looked at again.
    reconsider: Option<String>,
    information: Vec<Information<'a>>,
    /// The consultation it grew out of.
    #[serde(skip_serializing_if = "Option::is_none")]
    consulted: Option<Consulted>,
    /// The referral that this consultation became.
    #[serde(skip_serializing_if = "Option::is_none")]
    became: Option<String>,
    /// How the call broke off.
    #[serde(skip_serializing_if = "Option::is_none")]
    ending: Option<event::Ending>,
    ratings: Vec<Rated<'a>>,
    decisions: Vec<Decided<'a>>,
    deeds: Vec<Deed<'a>>,
    letters: Vec<Letter<'a>>,
    clocks: Vec<ClockState<'a>>,
    timeline: Vec<Event<'a>>,
}

#[derive(Debug, Serialize)]
struct Owner<'a> {
    name: &'a str,
    since: String,
    /// A team, not a person.
    team: bool,
}

#[derive(Debug, Serialize)]
struct Feedback<'a> {
    told: Option<Told>,
    at: Option<String>,
    tries: u32,
    chased: u32,
    impossible: Option<&'a str>,
}

/// The emergency duty team's handover, or one on a signed sheet: both receipts, the sheet, and who acknowledged it.
#[derive(Debug, Serialize)]
struct Handover<'a> {
    edt_received: Option<String>,
    desk_received: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<SheetLine<'a>>,
    acknowledged_by: Option<&'a str>,
    acknowledged: Option<String>,
}

/// The last signed sheet that a contact stands on.
#[derive(Debug, Serialize)]
struct SheetLine<'a> {
    sheet: String,
    by: &'a str,
    to: &'a str,
    until: String,
    note: &'a str,
}

/// A legal hold: kept beyond its retention time.
#[derive(Debug, Serialize)]
struct Held<'a> {
    at: String,
    by: &'a Actor,
    reason: &'a str,
}

/// What was told after filing.
#[derive(Debug, Serialize)]
struct Information<'a> {
    at: String,
    by: &'a Actor,
    from: &'a str,
    received: String,
    lines: &'a [NarrativeLine],
    #[serde(skip_serializing_if = "Option::is_none")]
    call: Option<String>,
}

#[derive(Debug, Serialize)]
struct Consulted {
    began: String,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
}

#[derive(Debug, Serialize)]
struct WrittenReferral<'a> {
    arrived: Option<String>,
    waived: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Rated<'a> {
    rating: Rating,
    at: String,
    by: &'a Actor,
    reason: &'a str,
    suggested: Option<Rating>,
}

#[derive(Debug, Serialize)]
struct Decided<'a> {
    route: Route,
    at: String,
    by: &'a Actor,
    rationale: &'a str,
    /// To whom, weighed with whom, and for which child another route.
    #[serde(flatten)]
    more: &'a More,
    /// Whether a manager's agreement is awaited, or what it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement: Option<&'static str>,
}

/// Something done after the call, with what was filled in.
#[derive(Debug, Serialize)]
struct Deed<'a> {
    #[serde(rename = "deed")]
    id: DeedId,
    at: String,
    by: &'a Actor,
    filled: &'a Filled,
}

/// One clock: `running`, `not-achievable`, `met` or `lapsed`.
#[derive(Debug, Serialize)]
struct ClockState<'a> {
    clock: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    state: &'static str,
    late: bool,
    start: String,
    due: Option<String>,
    act_by: Option<String>,
    /// From now to due while it runs.
    staffed_minutes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<Stopped<'a>>,
    because: &'a [String],
    basis: &'a str,
    protocol: &'a str,
}

#[derive(Debug, Serialize)]
struct Stopped<'a> {
    at: String,
    how: &'a str,
}

/// One entry of the timeline: the event as it is stored, with who and when.
#[derive(Debug, Serialize)]
pub struct Event<'a> {
    seq: u32,
    at: String,
    by: &'a Actor,
    batch: u32,
    #[serde(rename = "event")]
    what: &'a event::Event,
}

/// Events as the timeline shows them.
#[must_use]
pub fn events(history: &[Recorded], zone: Zone) -> Vec<Event<'_>> {
    let entry = |recorded| {
        let Recorded { seq, at, actor, batch, event }: &Recorded = recorded;
        Event { seq: *seq, at: zone.iso(*at), by: actor, batch: *batch, what: event }
    };
    history.iter().map(entry).collect()
}

impl<'a> Record<'a> {
    /// The record of a contact as it stands at `now`.
    #[must_use]
    pub(super) fn of(contact: &'a Contact, protocol: &'a Protocol, now: Moment) -> Self {
        let zone = protocol.zone;
        let feedback = &contact.feedback;
        Self {
            reference: contact.id.to_string(),
            version: contact.version,
            state: if contact.is_open() { "open" } else { "closed" },
            taken_by: &contact.taken_by,
            rating: contact.rating(),
            route: contact.route(),
            owner: contact.owner.as_ref().map(|owner| Owner {
                name: &owner.name,
                since: zone.iso(owner.since),
                team: owner.team,
            }),
            handed_back: contact.handed_back.map(|at| zone.iso(at)),
            feedback: Feedback {
                told: feedback.told.map(|(_, told)| told),
                at: feedback.told.map(|(at, _)| zone.iso(at)),
                tries: feedback.tries,
                chased: feedback.chased,
                impossible: feedback.impossible.as_deref(),
            },
            written: match &contact.written {
                Written::Awaited => WrittenReferral { arrived: None, waived: None },
                Written::Arrived(at) => WrittenReferral { arrived: Some(zone.iso(*at)), waived: None },
                Written::Waived(why) => WrittenReferral { arrived: None, waived: Some(why) },
            },
            handover: handover(contact, zone),
            held: contact.held.as_ref().map(|hold| Held {
                at: zone.iso(hold.at),
                by: &hold.by,
                reason: &hold.reason,
            }),
            reconsider: contact.reconsider.map(|at| zone.iso(at)),
            information: contact.information.iter().map(|told| information(told, zone)).collect(),
            consulted: contact.received.consulted.map(|consulted| Consulted {
                began: zone.iso(consulted.began),
                reference: consulted.contact.map(|id| id.to_string()),
            }),
            became: contact.converted.map(|id| id.to_string()),
            ending: contact.received.ending,
            ratings: contact.ratings.iter().map(|given| rated(given, zone)).collect(),
            decisions: contact.decisions.iter().map(|decision| decided(decision, zone)).collect(),
            deeds: contact.deeds.iter().map(|done| deed(done, zone)).collect(),
            letters: letters(contact, zone),
            clocks: contact.clocks.iter().map(|clock| clock_state(clock, protocol, now)).collect(),
            timeline: events(&contact.history, zone),
        }
    }
}

fn handover(contact: &Contact, zone: Zone) -> Option<Handover<'_>> {
    let acknowledged = contact.acknowledged.as_ref();
    contact.was_handed_over().then(|| Handover {
        edt_received: stamp::filed(contact.intake(), QuestionId::EdtReceived).map(|at| zone.iso(at)),
        desk_received: zone.iso(contact.received.received),
        sheet: contact.handed_over.as_ref().map(|handed| SheetLine {
            sheet: handed.sheet.to_string(),
            by: &handed.by,
            to: &handed.to,
            until: zone.iso(handed.until),
            note: &handed.note,
        }),
        acknowledged_by: acknowledged.map(|done| done.by.as_str()),
        acknowledged: acknowledged.map(|done| zone.iso(done.at)),
    })
}

fn information(told: &contact::Information, zone: Zone) -> Information<'_> {
    Information {
        at: zone.iso(told.at),
        by: &told.by,
        from: &told.from,
        received: zone.iso(told.received),
        lines: &told.lines,
        call: told.call.as_ref().map(|(id, _)| id.to_string()),
    }
}

fn rated(given: &RatingGiven, zone: Zone) -> Rated<'_> {
    Rated {
        rating: given.rating,
        at: zone.iso(given.at),
        by: &given.by,
        reason: &given.reason,
        suggested: given.suggested.as_ref().map(|suggestion| suggestion.rating),
    }
}

fn decided(decision: &Decision, zone: Zone) -> Decided<'_> {
    Decided {
        route: decision.route,
        at: zone.iso(decision.at),
        by: &decision.by,
        rationale: &decision.rationale,
        more: &decision.more,
        agreement: match &decision.answer {
            Some(answer) if answer.agrees => Some("agreed"),
            Some(_) => Some("not-agreed"),
            None if decision.waits => Some("awaited"),
            None => None,
        },
    }
}

fn deed(done: &Done, zone: Zone) -> Deed<'_> {
    Deed { id: done.deed, at: zone.iso(done.at), by: &done.by, filled: &done.filled }
}

fn clock_state<'a>(clock: &'a Clock, protocol: &Protocol, now: Moment) -> ClockState<'a> {
    let zone = protocol.zone;
    let deadline = &clock.deadline;
    let running = clock.is_running();
    let act_by = match deadline.outcome {
        Outcome::Running { act_by, .. } => act_by,
        Outcome::NotAchievable { .. } => None,
    };
    let state = match (&clock.stopped, &deadline.outcome) {
        (Some(stopped), _) if stopped.met => "met",
        (Some(_), _) => "lapsed",
        (None, Outcome::NotAchievable { .. }) => "not-achievable",
        (None, Outcome::Running { .. }) => "running",
    };
    let due = deadline.due();
    // Late: still running after its time, or stopped after it.
    let until = clock.stopped.as_ref().filter(|stopped| stopped.met).map_or(now, |stopped| stopped.at);
    ClockState {
        clock: deadline.clock.code(),
        title: deadline.subject.as_deref().unwrap_or(deadline.clock.label()),
        subject: deadline.subject.as_deref(),
        state,
        late: state != "lapsed" && due.is_some_and(|due| due < until),
        start: zone.iso(deadline.start),
        due: due.map(|at| zone.iso(at)),
        act_by: act_by.map(|at| zone.iso(at)),
        staffed_minutes: due.filter(|_| running).map(|due| protocol.staffed_left(now, due)),
        stopped: clock.stopped.as_ref().map(|s| Stopped { at: zone.iso(s.at), how: &s.how }),
        because: &deadline.because,
        basis: &deadline.basis,
        protocol: &clock.protocol,
    }
}
