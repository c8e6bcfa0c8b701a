//! The working day that a new training desk has behind it, from `assets/demo/day.toml`.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde::Deserialize;

use super::cast::Cast;
use super::random::Dice;
use super::story::Story;
use super::{Error, person, step};
use crate::domain::actor::Actor;
use crate::domain::clocks::ClockId;
use crate::domain::codes::Role;
use crate::domain::command::Command;
use crate::domain::contact::Contact;
use crate::domain::deed::{DeedId, FieldId};
use crate::domain::event::{Recorded, Told};
use crate::domain::protocol::Protocol;
use crate::domain::when::Moment;

/// How long a call lasts before it is filed, in minutes.
const CALL: i64 = 3;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Day {
    scenes: Vec<Scene>,
}

/// One call, and what was done since.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scene {
    story: String,
    taken_by: String,
    /// Minutes that the desk was open, from the call to now.
    ago: Option<u32>,
    /// Minutes by which the call came before the desk last opened.
    out_of_hours: Option<u32>,
    #[serde(default)]
    steps: Vec<Step>,
}

/// Something done to the contact of a scene. Exactly one of the acts is given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    after: u32,
    by: String,
    #[serde(default)]
    rate: bool,
    #[serde(default)]
    decide: bool,
    feedback: Option<String>,
    written: Option<String>,
    note: Option<String>,
    allocate: Option<String>,
    add: Option<Add>,
    met: Option<ClockId>,
    deed: Option<DeedId>,
    /// What a deed was filled in with.
    #[serde(default)]
    with: BTreeMap<FieldId, String>,
    /// What was said, or done.
    #[serde(default)]
    say: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    title: String,
    #[serde(rename = "in")]
    minutes: u32,
    reason: String,
}

/// The contacts of the day that ended at `at`, oldest first: when each came in, and its history.
///
/// # Errors
/// If the built-in day does not read, or asks for something that a rule refuses.
pub fn scenario(cast: &Cast, protocol: &Protocol, at: Moment) -> Result<Vec<(Moment, Vec<Recorded>)>, Error> {
    let day: Day = toml::from_str(include_str!("../../assets/demo/day.toml"))
        .map_err(|error| Error::Data { what: "day", why: error.message().to_owned() })?;
    let mut contacts = Vec::with_capacity(day.scenes.len());
    for (scene, seed) in day.scenes.iter().zip(1..) {
        let times = Times::of(scene, protocol, at);
        let contact = play(scene, cast, protocol, &times, &mut Dice::new(seed))?;
        contacts.push((times.received, contact.history));
    }
    contacts.sort_by_key(|(received, _)| *received);
    Ok(contacts)
}

fn play(
    scene: &Scene,
    cast: &Cast,
    protocol: &Protocol,
    times: &Times<'_>,
    dice: &mut Dice,
) -> Result<Contact, Error> {
    let story = cast.story(&scene.story).ok_or_else(|| missing("story", &scene.story))?;
    let intake = story.call(cast, dice, protocol.zone.local(times.received).date());
    let taker = worker(&scene.taken_by)?;
    let mut contact = step::file(intake, times.received, times.after(0), &taker, protocol)?;
    for step in &scene.steps {
        let when = times.after(step.after);
        // On a day that is opened early, some of it has not happened yet.
        if when > times.now {
            break;
        }
        let command = step.command(story, &contact, when)?;
        contact = step::done(contact, &command, &worker(&step.by)?, protocol, when)?;
    }
    Ok(contact)
}

impl Step {
    fn command(&self, story: &Story, contact: &Contact, now: Moment) -> Result<Command, Error> {
        let say = self.say.clone();
        if self.rate {
            return Ok(Command::Rate { rating: story.rating, reason: story.reason.clone() });
        }
        if self.decide {
            let rationale = story.rationale(contact.intake());
            return Ok(Command::Decide { route: story.route, rationale, more: Box::default() });
        }
        if let Some(how) = &self.feedback {
            return match how.as_str() {
                "decided" => {
                    Ok(Command::GiveFeedback { told: Told::Decided, said: say, talk: Box::default() })
                }
                "undecided" => {
                    Ok(Command::GiveFeedback { told: Told::Undecided, said: say, talk: Box::default() })
                }
                "tried" => Ok(Command::TryFeedback { note: say }),
                "impossible" => Ok(Command::GiveUpFeedback { reason: say }),
                other => Err(missing("feedback", other)),
            };
        }
        let written =
            self.written.as_ref().map(|note| Command::RecordWritten { arrived: now, note: note.clone() });
        let noted = self.note.as_ref().map(|text| Command::AddNote { text: text.clone() });
        let given =
            self.allocate.as_ref().map(|to| Command::Allocate { to: to.clone(), reason: String::new() });
        let added = self.add.as_ref().map(|add| Command::AddDuty {
            title: add.title.clone(),
            due: now + TimeDelta::minutes(i64::from(add.minutes)),
            reason: add.reason.clone(),
        });
        let deed =
            self.deed.map(|deed| Command::Record { deed, typed: self.with.clone().into_iter().collect() });
        let met = self.met.map(|clock| Command::MeetDuty { clock, subject: None, how: say });
        written.or(noted).or(given).or(added).or(deed).or(met).ok_or_else(|| missing("act", &self.by))
    }
}

/// The instants of a scene.
struct Times<'a> {
    protocol: &'a Protocol,
    now: Moment,
    received: Moment,
    /// Open minutes from the call to now; none if the call came out of hours.
    ago: Option<u32>,
}

impl<'a> Times<'a> {
    fn of(scene: &Scene, protocol: &'a Protocol, now: Moment) -> Self {
        let received = match (scene.ago, scene.out_of_hours) {
            (Some(ago), _) => open_minutes_before(protocol, now, ago),
            (None, before) => {
                opened(protocol, now) - TimeDelta::minutes(i64::from(before.unwrap_or_default()))
            }
        };
        Self { protocol, now, received, ago: scene.ago }
    }

    /// So many minutes after the call was filed. Minutes count while the desk is open, except from a call out of hours.
    fn after(&self, minutes: u32) -> Moment {
        let open =
            self.ago.map(|ago| open_minutes_before(self.protocol, self.now, ago.saturating_sub(minutes)));
        let plain = || self.received + TimeDelta::minutes(i64::from(minutes));
        let filed = (self.received + TimeDelta::minutes(CALL)).min(self.now);
        open.unwrap_or_else(plain).max(filed)
    }
}

/// The last instant from which the desk was open for so many minutes until `at`.
pub(super) fn open_minutes_before(protocol: &Protocol, at: Moment, minutes: u32) -> Moment {
    let open = |from: i64| protocol.desk().staffed_minutes(Moment::from_millis(from), at);
    // Far enough back for any number of minutes that a day asks for.
    let days = i64::from(minutes / 60) + 30;
    let (mut early, mut late) = ((at - TimeDelta::days(days)).millis(), at.millis());
    while late - early > 1 {
        let middle = early + (late - early) / 2;
        if open(middle) >= u64::from(minutes) { early = middle } else { late = middle }
    }
    Moment::from_millis(early)
}

/// When the desk last opened, at or before `at`.
fn opened(protocol: &Protocol, at: Moment) -> Moment {
    let minute = TimeDelta::minutes(1);
    let is_open = |at| protocol.desk().is_open(at);
    let mut moment = Moment::from_millis(at.millis() - at.millis().rem_euclid(60_000));
    // No desk is closed for longer than a month of minutes.
    for _ in 0..45_000 {
        if is_open(moment) && !is_open(moment - minute) {
            return moment;
        }
        moment = moment - minute;
    }
    at
}

fn worker(user: &str) -> Result<Actor, Error> {
    person(user).filter(|actor| actor.role != Role::Viewer).ok_or_else(|| missing("worker", user))
}

fn missing(what: &str, which: &str) -> Error {
    Error::Data { what: "day", why: format!("there is no {what} called \"{which}\"") }
}

#[cfg(test)]
mod tests;
