//! Whether something may happen, and what follows: the only maker of events.

mod allocation;
mod clocks;
mod deeds;
mod handover;
mod hold;
mod late;
mod letters;
mod restrict;
mod route;

use clocks::Ground;
pub use clocks::{is_met_by_hand, recorded_by};
pub use deeds::may as may_record;
pub use handover::{hand_over, may_sign, may_take, take_over};

use chrono::TimeDelta;

use super::actor::Actor;
use super::clocks::ClockId;
use super::codes::{Rating, Role};
use super::command::{Command, Doing};
use super::contact::{Contact, Written};
use super::deed::read;
use super::event::{Amendment, Event, Received, Recorded, Told};
use super::ids::ContactId;
use super::intake::Answer;
use super::outcome::Talk;
use super::protocol::{Protocol, Telling};
use super::recount;
use super::schema::Kind;
use super::way;
use super::when::Moment;
use super::{stamp, suggest};

/// How long an action can be undone, unless someone else touched the contact since.
pub const UNDO_MINUTES: i64 = 10;

/// Why something may not happen, in words for the person who asked, and what to do instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

impl Refusal {
    fn because(text: &str) -> Result<(), Self> {
        Err(Self(text.to_owned()))
    }
}

/// Files a call: its first event and the clocks it starts.
///
/// # Errors
/// [`Refusal`] if the actor may only read, or nothing at all was told.
pub fn file(
    id: ContactId,
    received: Received,
    actor: &Actor,
    protocol: &Protocol,
    now: Moment,
) -> Result<Vec<Recorded>, Refusal> {
    may_write(actor)?;
    if way::is_untouched(&received.intake) {
        return Err(Refusal("Nothing has been typed yet. End the call instead, with a reason.".into()));
    }
    let mut received = Received { suggested: suggest::suggest(&received.intake), ..received };
    stamp::settle(&mut received.intake, received.received, protocol.zone);
    let event = Event::ContactReceived(Box::new(received));
    let first = Recorded { seq: 1, at: now, actor: actor.clone(), batch: 1, event };
    let Ok(contact) = Contact::from_history(id, vec![first]) else {
        return Err(Refusal("A contact begins with a filed call.".into()));
    };
    Ok(clocks::follow(contact, &[], &Ground::Facts(Vec::new()), actor, protocol, now))
}

/// The link from a consultation to the referral that it has become. It changes no clock: the consultation keeps its own.
///
/// # Errors
/// [`Refusal`] if it is no consultation, or has become a referral already.
pub fn converted(
    consultation: &Contact,
    into: ContactId,
    actor: &Actor,
    now: Moment,
) -> Result<Recorded, Refusal> {
    may(consultation, Doing::Convert, actor, now)?;
    let seq = consultation.version.saturating_add(1);
    let event = Event::ConvertedToReferral { into };
    Ok(Recorded { seq, at: now, actor: actor.clone(), batch: seq, event })
}

/// Decides a command on a contact: the new events, numbered after its version, primary event first.
///
/// # Errors
/// [`Refusal`] with the reason in words; nothing happens then.
pub fn decide(
    contact: &Contact,
    command: &Command,
    actor: &Actor,
    protocol: &Protocol,
    now: Moment,
) -> Result<Vec<Recorded>, Refusal> {
    may(contact, command.doing(), actor, now)?;
    let mut happened = happened(contact, command, actor, protocol, now)?;
    happened.extend(letters::overtaken(contact, happened.first(), protocol));
    let batch = contact.version.saturating_add(1);
    let mut stops = Vec::new();
    let mut recorded = Vec::with_capacity(happened.len());
    for (seq, event) in (batch..).zip(happened) {
        stops.extend(clocks::stops(contact, &event, actor, protocol));
        recorded.push(Recorded { seq, at: now, actor: actor.clone(), batch, event });
    }
    let ground = Ground::of(contact, command, protocol);
    let after = contact.clone().then(recorded);
    let mut events = clocks::follow(after, &stops, &ground, actor, protocol, now);
    events.drain(..contact.history.len());
    Ok(events)
}

/// Whether an action is available now, before its box is filled in: what greys a key out, and why.
///
/// # Errors
/// [`Refusal`] with the reason in words.
pub fn may(contact: &Contact, doing: Doing, actor: &Actor, now: Moment) -> Result<(), Refusal> {
    may_write(actor)?;
    restrict::may_touch(contact, doing, actor)?;
    match doing {
        Doing::Restrict | Doing::Unrestrict => restrict::may(contact, doing, actor),
        Doing::Acknowledge
        | Doing::AddInformation
        | Doing::KeepDecision
        | Doing::LogChase
        | Doing::Convert
        | Doing::AttachCall => late::may(contact, doing, actor),
        Doing::IssueLetter | Doing::PostLetter | Doing::WithdrawLetter => letters::may(contact, doing),
        Doing::GiveFeedback | Doing::TryFeedback => match &contact.feedback.impossible {
            Some(_) => Refusal::because("Feedback was recorded as impossible. Undo that first."),
            None => Ok(()),
        },
        Doing::GiveUpFeedback if contact.feedback.is_settled() => {
            Refusal::because("The referrer has already been told, or never can be.")
        }
        Doing::RecordWritten
            if way::channel(contact.intake()).is_some_and(way::Channel::is_written_referral) =>
        {
            Refusal::because("The contact itself came as a written referral.")
        }
        Doing::RecordWritten if matches!(contact.written, Written::Arrived(_)) => {
            Refusal::because("The written referral has already arrived.")
        }
        Doing::WaiveWritten if contact.written != Written::Awaited => {
            Refusal::because("No written referral is awaited.")
        }
        Doing::HandBack if contact.owner.is_none() => {
            Refusal::because("Nobody has it, so nobody can hand it back.")
        }
        Doing::MeetDuty if !contact.clocks.iter().any(clocks::is_met_by_hand) => {
            Refusal::because("No duty waits that is marked done by hand.")
        }
        Doing::Recount if actor.role != Role::Manager => {
            Refusal::because("A manager confirms that deadlines move to changed rules.")
        }
        Doing::Hold | Doing::LiftHold => hold::may(contact, doing, actor),
        Doing::Undo => undoable(contact, actor, now).map(|_| ()),
        Doing::Amend
        | Doing::Rate
        | Doing::Decide
        | Doing::Record
        | Doing::AddNote
        | Doing::Allocate
        | Doing::AddDuty
        | Doing::GiveUpFeedback
        | Doing::RecordWritten
        | Doing::WaiveWritten
        | Doing::MeetDuty
        | Doing::HandBack
        | Doing::Recount => Ok(()),
    }
}

fn may_write(actor: &Actor) -> Result<(), Refusal> {
    match actor.role {
        Role::Worker | Role::Manager => Ok(()),
        Role::Viewer => {
            Refusal::because("You may read this desk, not change it. Ask a duty worker or a manager.")
        }
    }
}

/// The first event of the batch that would be undone now.
///
/// # Errors
/// [`Refusal`] if nothing can be undone, it is too long ago, or someone else has acted since.
pub fn undoable<'a>(contact: &'a Contact, actor: &Actor, now: Moment) -> Result<&'a Recorded, Refusal> {
    let reversed = |batch: u32| {
        contact.history.iter().any(|r| matches!(r.event, Event::Reversed { batch: b, .. } if b == batch))
    };
    let last = contact
        .history
        .iter()
        .rev()
        // What was asked for, not what followed from it: a letter withdrawn by a decision is undone with the decision.
        .find(|r| r.seq == r.batch && r.event.is_reversible() && !reversed(r.batch))
        .ok_or_else(|| Refusal("There is nothing to undo on this contact.".into()))?;
    let touched_since = contact.history.iter().any(|r| r.seq > last.seq && r.actor.user != actor.user);
    if last.actor.user != actor.user || touched_since {
        return Err(Refusal(
            "Someone else has acted on this contact since. Add a note or act again instead.".into(),
        ));
    }
    if now.since(last.at) > TimeDelta::minutes(UNDO_MINUTES) {
        return Err(Refusal(format!(
            "Undo works for {UNDO_MINUTES} minutes. Record what is right now instead."
        )));
    }
    Ok(last)
}

/// What the command itself makes happen: one event, and those that go with it.
fn happened(
    contact: &Contact,
    command: &Command,
    actor: &Actor,
    protocol: &Protocol,
    now: Moment,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Record { deed, typed } => deeds::record(contact, *deed, typed, actor, protocol, now),
        Command::GiveFeedback { talk, .. } => {
            let told = primary(contact, command, actor, protocol, now)?;
            let added = late::added(contact, &talk.added, now)?;
            Ok(std::iter::once(told).chain(added).collect())
        }
        _ => primary(contact, command, actor, protocol, now).map(|event| vec![event]),
    }
}

/// The event that the command itself makes.
fn primary(
    contact: &Contact,
    command: &Command,
    actor: &Actor,
    protocol: &Protocol,
    now: Moment,
) -> Result<Event, Refusal> {
    Ok(match command {
        Command::Amend { changes, reason } => {
            let changes = amendments(contact, changes, protocol, now)?;
            Event::AnswersAmended { changes, reason: reason.trim().to_owned() }
        }
        Command::Rate { rating, reason } => rate(contact, *rating, reason, actor, protocol)?,
        Command::Decide { route, rationale, more } => {
            route::decide(contact, *route, rationale, more, actor, protocol)?
        }
        Command::GiveFeedback { told, said, talk } => told_referrer(contact, *told, said, talk)?,
        Command::TryFeedback { note } => Event::FeedbackTried {
            note: words(note, "Say what happened: no answer, message left with whom.")?,
        },
        Command::GiveUpFeedback { reason } => {
            Event::FeedbackImpossible { reason: words(reason, "Say why the referrer can never be told.")? }
        }
        Command::RecordWritten { arrived, note } => {
            if *arrived > now {
                return Err(Refusal("The written referral cannot have arrived in the future.".into()));
            }
            Event::WrittenReferralArrived { arrived: *arrived, note: note.trim().to_owned() }
        }
        Command::WaiveWritten { reason } => {
            Event::WrittenReferralWaived { reason: words(reason, "Say why no written referral is needed.")? }
        }
        Command::AddNote { text } => Event::NoteAdded { text: words(text, "The note is empty.")? },
        Command::Allocate { to, reason } => allocation::allocate(contact, to, reason, protocol)?,
        Command::HandBack { reason } => allocation::hand_back(contact, reason)?,
        Command::AddDuty { title, due, reason } => {
            if *due <= now {
                return Err(Refusal("A deadline lies in the future.".into()));
            }
            let title = words(title, "Say what must be done.")?;
            if contact.own_duties.iter().any(|duty| duty.title == title) {
                return Err(Refusal(
                    "A deadline with this title exists already. Choose another title.".into(),
                ));
            }
            Event::DutyAdded { title, due: *due, reason: words(reason, "Say why this deadline is needed.")? }
        }
        Command::AcknowledgeHandover { by } => {
            Event::HandoverAcknowledged { by: words(by, "Say who takes the handover over.")? }
        }
        Command::AddInformation { from, received, lines } => late::inform(from, *received, lines, now)?,
        Command::KeepDecision { reason } => {
            Event::DecisionKept { reason: words(reason, "Say why the decision stands.")? }
        }
        Command::LogChase { said } => {
            Event::FeedbackChased { said: words(said, "Say in a few words what was asked and answered.")? }
        }
        Command::Convert { into } => Event::ConvertedToReferral { into: *into },
        Command::AttachCall { call, told } => late::attach(contact, *call, told)?,
        Command::Record { .. } => return Err(Refusal("A deed is recorded by its own rules.".into())),
        Command::MeetDuty { clock, subject, how } => {
            meet(contact, *clock, subject.as_deref(), how, protocol)?
        }
        Command::IssueLetter { letter, sha256 } => letters::issue(contact, letter, sha256, protocol)?,
        Command::PostLetter { letter, how } => letters::post(contact, *letter, how, protocol)?,
        Command::WithdrawLetter { letter, reason } => letters::take_back(contact, *letter, reason)?,
        Command::Recount { reason } => {
            if recount::shifts(contact, protocol).is_empty() {
                return Err(Refusal("No deadline of this contact moves under the rules in force.".into()));
            }
            let reason = words(reason, "Say why the deadlines move, or on whose word.")?;
            Event::Recounted { reason, protocol: protocol.stamp() }
        }
        Command::Restrict { people, reason } => restrict::restrict(contact, people, reason)?,
        Command::Unrestrict { reason } => restrict::lift(reason)?,
        Command::Hold { reason } => Event::Held { reason: words(reason, "Say why it must be kept.")? },
        Command::LiftHold { reason } => {
            Event::HoldLifted { reason: words(reason, "Say why it need not be kept any more.")? }
        }
        Command::Undo { reason } => {
            let batch = undoable(contact, actor, now)?.batch;
            Event::Reversed { batch, reason: words(reason, "Say why this is taken back.")? }
        }
    })
}

/// The referrer was told, as far as that is allowed.
fn told_referrer(contact: &Contact, told: Told, said: &str, talk: &Talk) -> Result<Event, Refusal> {
    if told == Told::Decided && contact.decisions.is_empty() {
        return Err(Refusal("Nothing has been decided yet: record the feedback as undecided.".into()));
    }
    if told == Told::Decided && read::held(contact, "referrer").is_some() {
        return Err(Refusal(
            "The notice to the referrer is held: a manager lets it go first. That nothing more can be said now is \
             feedback too: record it as undecided."
                .into(),
        ));
    }
    let said = words(said, "Say in a few words what was said.")?;
    Ok(Event::FeedbackGiven { told, said, talk: Box::new(talk.clone()) })
}

fn words(text: &str, missing: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() { Err(Refusal(missing.to_owned())) } else { Ok(text.to_owned()) }
}

fn amendments(
    contact: &Contact,
    changes: &[(super::schema::Place, Option<Answer>)],
    protocol: &Protocol,
    at: Moment,
) -> Result<Vec<Amendment>, Refusal> {
    let mut amended = Vec::with_capacity(changes.len());
    for (place, now) in changes {
        let was = contact.intake().about(place.subject).and_then(|a| a.get(place.question)).cloned();
        let now = match now.clone().filter(|answer| !answer.is_blank()) {
            // A time that moves clocks is never guessed: it is refused with its readings.
            Some(Answer::Text(typed)) if place.question.question().kind == Kind::Stamp => Some(Answer::text(
                protocol.zone.iso(stamp::read(&typed, at, protocol.zone).map_err(Refusal)?),
            )),
            now => now,
        };
        if was != now {
            amended.push(Amendment { place: *place, was, now });
        }
    }
    if amended.is_empty() { Err(Refusal("Nothing was changed.".into())) } else { Ok(amended) }
}

fn rate(
    contact: &Contact,
    rating: Rating,
    reason: &str,
    actor: &Actor,
    protocol: &Protocol,
) -> Result<Event, Refusal> {
    if protocol.rating(rating).is_none() {
        return Err(Refusal(format!("The protocol {} has no rating {}.", protocol.name, rating.label())));
    }
    if contact.rating() == Some(rating) {
        return Err(Refusal(format!("It is rated {} already.", rating.label())));
    }
    // L270: taking a red down is a manager's decision.
    if contact.rating() == Some(Rating::Red) && actor.role != Role::Manager {
        return Err(Refusal("Lowering a red needs a manager.".into()));
    }
    let reason = words(reason, "A rating needs a reason, even a short one.")?;
    Ok(Event::Rated { rating, reason, suggested: suggest::suggest(contact.intake()) })
}

fn meet(
    contact: &Contact,
    clock: ClockId,
    subject: Option<&str>,
    how: &str,
    protocol: &Protocol,
) -> Result<Event, Refusal> {
    let running = contact.clocks.iter().any(|c| c.is_running() && c.is(clock, subject));
    if !running {
        return Err(Refusal("That duty is not running on this contact.".into()));
    }
    if !contact.clocks.iter().any(|c| c.is(clock, subject) && clocks::is_met_by_hand(c)) {
        let how = match recorded_by(clock) {
            Some(deed) => format!("record \"{}\"", deed.deed().title),
            None => "it stops when the thing itself is recorded".to_owned(),
        };
        return Err(Refusal(format!("{} is not marked done by hand: {how}.", clock.label())));
    }
    // L176, L243: what is told by telephone is recorded with who was told and what was said.
    let rule = contact.route().and_then(|route| protocol.route(route));
    let by_talking = match clock {
        ClockId::OutcomeReferrer => rule.is_some_and(|rule| rule.referrer == Telling::Telephone),
        ClockId::OutcomeFamily => rule.is_some_and(|rule| rule.family == Telling::Telephone),
        _ => false,
    };
    if by_talking {
        return Err(Refusal(format!(
            "{} is told by telephone on this route: record the talk, with who was told and what was said.",
            clock.label()
        )));
    }
    let how = words(how, "Say what was done.")?;
    Ok(Event::DutyMet { clock, subject: subject.map(str::to_owned), how })
}
