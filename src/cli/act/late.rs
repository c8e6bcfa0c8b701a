//! What comes after filing, from the command line: information, calls given as JSON, consultations that become referrals.

use std::path::Path;

use serde_json::json;

use crate::cli::desk::Desk;
use crate::cli::stop::{Ended, Stop};
use crate::cli::{Exit, Streams, print, take};
use crate::domain::actor::Actor;
use crate::domain::command::{Command, Doing};
use crate::domain::contact::Contact;
use crate::domain::draft::Draft;
use crate::domain::event::{Received, Recorded};
use crate::domain::ids::ContactId;
use crate::domain::intake::{Basis, NarrativeLine};
use crate::domain::schema::{self, QuestionId};
use crate::domain::when::Moment;
use crate::domain::{decide, stamp};
use crate::exchange;
use crate::store::drafts::Holder;
use crate::store::process::Process;

/// What was told after filing. Each line says how they know it.
#[derive(Debug, clap::Args)]
pub(super) struct Information {
    /// From whom.
    #[arg(long)]
    from: String,
    /// When it came, if not now: 14:10, "Sat 22:40", or 2026-11-24T14:10.
    #[arg(long, value_name = "TIME")]
    received: Option<String>,
    /// Something they saw or heard themselves.
    #[arg(long, value_name = "TEXT")]
    seen: Vec<String>,
    /// Something they were told by somebody else.
    #[arg(long, value_name = "TEXT")]
    told: Vec<String>,
    /// By whom they were told.
    #[arg(long, value_name = "WHO", default_value = "", requires = "told")]
    told_by: String,
    /// What they make of it.
    #[arg(long, value_name = "TEXT")]
    opinion: Vec<String>,
}

impl Information {
    /// The command that was asked for.
    pub(super) fn command(self, desk: &Desk) -> Result<Command, Stop> {
        let line = |basis: Basis, by: &str| {
            let by = by.to_owned();
            move |text: String| NarrativeLine { text, basis, told_by: by.clone() }
        };
        let seen = self.seen.into_iter().map(line(Basis::Seen, ""));
        let told = self.told.into_iter().map(line(Basis::Told, &self.told_by));
        let opinion = self.opinion.into_iter().map(line(Basis::Opinion, ""));
        let received = match self.received {
            Some(typed) => past("--received", &typed, desk)?,
            None => desk.now,
        };
        Ok(Command::AddInformation {
            from: self.from,
            received,
            lines: seen.chain(told).chain(opinion).collect(),
        })
    }
}

/// A past time in the machine's form or in human words.
fn past(flag: &str, typed: &str, desk: &Desk) -> Result<Moment, Stop> {
    let wrong = |why: &str| Stop::bad_input(format!("{flag} = \"{}\": {why}", print::line(typed)));
    let zone = desk.protocol.zone;
    // Names of days have a t as well: only a digit before it makes it the machine's form.
    if typed.split_once('T').is_some_and(|(day, _)| day.ends_with(|c: char| c.is_ascii_digit())) {
        return exchange::times::instant(zone, typed).map_err(|why| wrong(&format!("{why}.")));
    }
    stamp::read(typed, desk.now, zone).map_err(|why| wrong(&why))
}

/// Puts a call that is given as JSON into a contact. The call gets a number of its own, which points to the contact.
pub(super) fn attach(
    contact: Contact,
    from: &Path,
    desk: &mut Desk,
    streams: &mut Streams<'_>,
) -> Result<(Vec<Recorded>, Contact), Stop> {
    let told = Box::new(take::read(from, desk, streams)?);
    let events = |call: ContactId| {
        let command = Command::AttachCall { call, told: told.clone() };
        decide::decide(&contact, &command, &desk.actor, &desk.protocol, desk.now)
    };
    // Asked before a number is given, so that a refusal leaves no gap in the numbers.
    events(ContactId(0))?;
    let claim = desk.store.start_call(&holder(&desk.actor), desk.now)?;
    let events = events(claim.id)?;
    let after = desk.store.attach(claim, contact, events.clone())?;
    Ok((events, after))
}

fn holder(actor: &Actor) -> Holder {
    Holder { actor: actor.clone(), process: Process::this() }
}

/// Files a referral that grows out of a consultation, with all that was told there; the two are linked.
pub(super) fn convert(
    consultation: &Contact,
    json: bool,
    mut desk: Desk,
    streams: &mut Streams<'_>,
) -> Ended {
    let (zone, now) = (desk.protocol.zone, desk.now);
    decide::may(consultation, Doing::Convert, &desk.actor, now)?;
    let draft = Draft::from_consultation(consultation, desk.actor.clone(), now);
    let received = Received { ended: None, ..draft.received(now) };
    decide::file(ContactId(0), received.clone(), &desk.actor, &desk.protocol, now)?;
    let claim = desk.store.start_call(&holder(&desk.actor), now)?;
    let id = claim.id;
    let history = decide::file(id, received, &desk.actor, &desk.protocol, now)?;
    desk.store.file(claim, &history)?;
    let filed = desk.written(id)?;
    if json {
        let answer =
            json!({ "ref": id.to_string(), "version": filed.version, "from": consultation.id.to_string() });
        print::json(streams.out, &answer)?;
        return Ok(Exit::Done);
    }
    writeln!(streams.out, "{}: became the referral {id}, received {}.", consultation.id, zone.short(now))?;
    let gaps = schema::gaps(filed.intake()).len();
    let surname = QuestionId::ChildSurname.label().to_lowercase();
    writeln!(streams.out, "  {gaps} questions are open, {surname} among them: dutydesk do {id} amend")?;
    Ok(Exit::Done)
}
