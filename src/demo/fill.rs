//! Many invented contacts at once, open and closed, for measuring a desk of any size.

use chrono::TimeDelta;

use super::cast::Cast;
use super::random::Dice;
use super::story::Story;
use super::{Error, actor, person, scenario, step};
use crate::domain::actor::Actor;
use crate::domain::clocks::ClockId;
use crate::domain::codes::{Role, Route};
use crate::domain::command::Command;
use crate::domain::contact::Contact;
use crate::domain::decide;
use crate::domain::deed::{self, DeedId, Field, Kind};
use crate::domain::event::{Event, Received, Recorded, Told};
use crate::domain::intake::{Answers, Intake};
use crate::domain::protocol::{Protocol, RouteRule, Telling};
use crate::domain::schema::QuestionId;
use crate::domain::when::Moment;

/// Keeps these seeds apart from those of the day and of the arrivals.
const SEED: u64 = 0xF111_0000_0000;
/// The last five open days: how far back an open contact was received, in open minutes.
const RECENT: u32 = 2_500;
/// Days within which closed contacts with their whole history were received: the last fortnight left out.
const PAST: (u32, u32) = (15, 90);
/// Days within which contacts were received that were brought over: three years.
const LONG_PAST: (u32, u32) = (91, 1_100);
/// What an earlier register had kept of a call.
const KEPT: [QuestionId; 11] = [
    QuestionId::CallerSource,
    QuestionId::CallerName,
    QuestionId::CallerOrganisation,
    QuestionId::ChildForename,
    QuestionId::ChildSurname,
    QuestionId::ChildBirth,
    QuestionId::ChildPostcode,
    QuestionId::Concern,
    QuestionId::Harm,
    QuestionId::Consent,
    QuestionId::ConsentReason,
];
/// Most steps that an open contact has behind it.
const STEPS: u32 = 5;
/// More than the steps that any contact needs until it is closed.
const MANY: u32 = 40;
const WORKERS: [&str; 3] = ["j.testerby", "r.dummerton", "a.sampleton"];

/// Makes contacts for a desk as it stands at one instant.
#[derive(Debug)]
pub struct Filler<'a> {
    cast: &'a Cast,
    protocol: &'a Protocol,
    now: Moment,
}

impl<'a> Filler<'a> {
    /// A filler for a desk at `now`.
    #[must_use]
    pub const fn new(cast: &'a Cast, protocol: &'a Protocol, now: Moment) -> Self {
        Self { cast, protocol, now }
    }

    /// The history of the `n`-th open contact.
    ///
    /// # Errors
    /// If the built-in data do not read, or a rule refuses a step.
    pub fn open(&self, n: u64) -> Result<Vec<Recorded>, Error> {
        let mut dice = Dice::new(SEED ^ (n << 1));
        let story = self.story(&mut dice)?;
        let ago = dice.between(5, RECENT);
        let received = scenario::open_minutes_before(self.protocol, self.now, ago);
        let mut life = self.begin(story, received, &mut dice)?;
        for _ in 0..dice.between(0, STEPS) {
            let before = life.contact.clone();
            if !self.go_on(&mut life, &mut dice)? {
                break;
            }
            if !life.contact.is_open() {
                life.contact = before;
                break;
            }
        }
        Ok(life.contact.history)
    }

    /// The history of the `n`-th closed contact.
    ///
    /// # Errors
    /// As [`Filler::open`].
    pub fn closed(&self, n: u64) -> Result<Vec<Recorded>, Error> {
        let mut dice = Dice::new(SEED ^ (n << 1 | 1));
        let story = self.story(&mut dice)?;
        let days = TimeDelta::days(i64::from(dice.between(PAST.0, PAST.1)));
        let received = self.protocol.desk().next_open(self.now - days)
            + TimeDelta::seconds(i64::from(dice.between(0, 28_000)));
        let mut life = self.begin(story, received, &mut dice)?;
        for _ in 0..MANY {
            if !life.contact.is_open() || !self.go_on(&mut life, &mut dice)? {
                break;
            }
        }
        Ok(life.contact.history)
    }

    /// The history of the `n`-th closed contact that was brought over from an earlier register: filed, rated, decided and
    /// told, without the clocks that nobody counted then. Small, so that a desk can hold a million of them.
    ///
    /// # Errors
    /// If the built-in data do not read.
    pub fn brought_over(&self, n: u64) -> Result<Vec<Recorded>, Error> {
        let mut dice = Dice::new(!SEED ^ n);
        let story = self.story(&mut dice)?;
        let days = TimeDelta::days(i64::from(dice.between(LONG_PAST.0, LONG_PAST.1)));
        let received = self.protocol.desk().next_open(self.now - days)
            + TimeDelta::seconds(i64::from(dice.between(0, 28_000)));
        let told = story.call(self.cast, &mut dice, self.protocol.zone.local(received).date());
        let rationale = story.rationale(&told);
        let call = Received::new(received, None, kept(&told));
        let (taker, manager) = (taker(&mut dice), actor(Role::Manager));
        let mut events = vec![(taker.clone(), Event::ContactReceived(Box::new(call)))];
        if !story.is_consultation() {
            let rated = Event::Rated { rating: story.rating, reason: story.reason.clone(), suggested: None };
            events.push((taker.clone(), rated));
        }
        let given = matches!(story.route, Route::S17 | Route::S47).then(|| Event::Allocated {
            to: taker.name.clone(),
            team: false,
            reason: String::new(),
        });
        events.extend(given.map(|event| (manager.clone(), event)));
        events.push((
            manager,
            Event::RouteDecided { route: story.route, rationale, more: Box::default(), waits: false },
        ));
        let said = "Told what was decided.".to_owned();
        events.push((taker, Event::FeedbackGiven { told: Told::Decided, said, talk: Box::default() }));
        let mut at = received;
        let record = |(seq, (actor, event)): (u32, (Actor, Event))| {
            at = at + TimeDelta::minutes(i64::from(dice.between(3, 200)));
            Recorded { seq, at, actor, batch: seq, event }
        };
        Ok((1..).zip(events).map(record).collect())
    }

    fn story(&self, dice: &mut Dice) -> Result<&'a Story, Error> {
        dice.pick(&self.cast.stories)
            .ok_or_else(|| Error::Data { what: "stories", why: "there are none".to_owned() })
    }

    fn begin(&self, story: &'a Story, received: Moment, dice: &mut Dice) -> Result<Life<'a>, Error> {
        let taker = taker(dice);
        let intake = story.call(self.cast, dice, self.protocol.zone.local(received).date());
        let filed = (received + TimeDelta::minutes(i64::from(dice.between(3, 15)))).min(self.now);
        let contact = step::file(intake, received, filed, &taker, self.protocol)?;
        Ok(Life { story, contact, taker, at: filed })
    }

    /// Does the next thing that is owed; `false` if nothing is, or there is no time left for it.
    fn go_on(&self, life: &mut Life<'_>, dice: &mut Dice) -> Result<bool, Error> {
        let at = life.at + TimeDelta::minutes(i64::from(dice.between(2, 90)));
        let Some((command, by)) = life.owed(at, self.protocol).filter(|_| at <= self.now) else {
            return Ok(false);
        };
        life.contact = step::done(life.contact.clone(), &command, &by, self.protocol, at)?;
        life.at = at;
        Ok(true)
    }
}

fn taker(dice: &mut Dice) -> Actor {
    dice.pick(&WORKERS).and_then(|user| person(user)).unwrap_or_else(|| actor(Role::Worker))
}

/// What an earlier register had kept of a call.
fn kept(told: &Intake) -> Intake {
    let some = |answers: &Answers| {
        let mut kept = Answers::default();
        for (question, answer) in answers.iter().filter(|(question, _)| KEPT.contains(question)) {
            kept.set(question, answer.clone());
        }
        kept
    };
    Intake {
        answers: some(&told.answers),
        children: told.children.iter().map(some).collect(),
        narrative: told.narrative.iter().take(1).cloned().collect(),
        ..Intake::new(told.kind)
    }
}

/// A contact while it is being invented.
struct Life<'a> {
    story: &'a Story,
    contact: Contact,
    taker: Actor,
    at: Moment,
}

impl Life<'_> {
    /// What a desk would do next, and who.
    fn owed(&self, at: Moment, protocol: &Protocol) -> Option<(Command, Actor)> {
        let (contact, story) = (&self.contact, self.story);
        let taker = || self.taker.clone();
        let manager = || actor(Role::Manager);
        if contact.rating().is_none() && !story.is_consultation() {
            return Some((Command::Rate { rating: story.rating, reason: story.reason.clone() }, taker()));
        }
        if contact.decisions.is_empty() {
            let rationale = story.rationale(contact.intake());
            return Some((
                Command::Decide { route: story.route, rationale, more: Box::default() },
                manager(),
            ));
        }
        if contact.awaits_allocation() {
            let to =
                WORKERS.first().and_then(|user| person(user)).map_or_else(|| taker().name, |who| who.name);
            return Some((Command::Allocate { to, reason: String::new() }, manager()));
        }
        let clock = *contact.running().first()?;
        let subject = clock.deadline.subject.clone();
        Some(match clock.deadline.clock {
            ClockId::FeedbackFirst | ClockId::FeedbackSchool => {
                let said = "Told what was decided and what happens next.".to_owned();
                (Command::GiveFeedback { told: Told::Decided, said, talk: Box::default() }, taker())
            }
            ClockId::Written24h | ClockId::Written48h => {
                (Command::RecordWritten { arrived: at, note: "By secure email".to_owned() }, taker())
            }
            ClockId::Stage1Decision | ClockId::ResponseDecision | ClockId::Stage2Decision => {
                let rationale =
                    "What the agencies sent does not meet the threshold; early help offered.".to_owned();
                (Command::Decide { route: Route::EarlyHelp, rationale, more: Box::default() }, manager())
            }
            clock => (self.ended(clock, subject, at, protocol), manager()),
        })
    }

    /// What ends a clock that no decision and no feedback ends.
    fn ended(&self, clock: ClockId, subject: Option<String>, at: Moment, protocol: &Protocol) -> Command {
        let contact = &self.contact;
        let rule = contact.route().and_then(|route| protocol.route(route));
        let talked =
            |telling: fn(&RouteRule) -> Telling| rule.is_some_and(|rule| telling(rule) == Telling::Telephone);
        let how = "Done and recorded.".to_owned();
        match clock {
            ClockId::OutcomeReferrer if talked(|rule| rule.referrer) => {
                Command::GiveFeedback { told: Told::Decided, said: how, talk: Box::default() }
            }
            ClockId::OutcomeFamily if !talked(|rule| rule.family) => {
                Command::MeetDuty { clock, subject, how }
            }
            // Action and a discussion arranged: both are recorded.
            ClockId::S47Action if !contact.deeds.iter().any(|done| done.deed == DeedId::StrategyArranged) => {
                filled_in(DeedId::StrategyArranged, contact, protocol, at)
            }
            clock => match decide::recorded_by(clock) {
                Some(deed) => filled_in(deed, contact, protocol, at),
                None => Command::MeetDuty { clock, subject, how },
            },
        }
    }
}

/// A deed with something in each field: the last of what can be chosen, a time that fits.
fn filled_in(deed: DeedId, contact: &Contact, protocol: &Protocol, at: Moment) -> Command {
    let typed = |field: &Field| {
        let last = deed::options(field.kind, contact, protocol).and_then(|mut options| options.pop());
        let words = match (last, field.kind) {
            (Some((code, _)), _) => code,
            (None, Kind::Past | Kind::PastOrNone) => protocol.zone.iso(at),
            (None, Kind::Coming) => protocol.zone.iso(at + TimeDelta::hours(3)),
            (None, _) => "Done and recorded.".to_owned(),
        };
        (field.id, words)
    };
    Command::Record { deed, typed: deed.deed().fields.iter().map(typed).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocols;

    const NOON: Moment = Moment::from_millis(1_795_521_600_000);

    #[test]
    fn open_contacts_are_open_and_closed_ones_closed() {
        let (cast, protocol) = (Cast::load().unwrap(), protocols::built_in("general").unwrap());
        let filler = Filler::new(&cast, &protocol, NOON);
        let mut events = 0;
        for n in 0..150 {
            let open = step::begin(filler.open(n).unwrap()).unwrap();
            assert!(open.is_open(), "open {n}");
            let closed = step::begin(filler.closed(n).unwrap()).unwrap();
            assert!(!closed.is_open(), "closed {n}: {:?}", closed.running());
            assert!(closed.history.last().is_some_and(|last| last.at <= NOON));
            let old = step::begin(filler.brought_over(n).unwrap()).unwrap();
            assert!(!old.is_open() && old.feedback.is_settled(), "brought over {n}");
            assert!(old.history.last().is_some_and(|last| last.at <= NOON));
            events += closed.history.len();
        }
        assert!(events / 150 >= 4, "a history is more than its filing");
    }

    #[test]
    fn the_same_number_makes_the_same_contact() {
        let (cast, protocol) = (Cast::load().unwrap(), protocols::built_in("general").unwrap());
        let filler = Filler::new(&cast, &protocol, NOON);
        assert_eq!(filler.closed(9).unwrap(), filler.closed(9).unwrap());
        assert_ne!(filler.closed(9).unwrap(), filler.closed(10).unwrap());
    }
}
