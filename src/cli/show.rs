//! `dutydesk show`: one contact with everything that was told, decided and done.

pub(super) mod ended;

use std::io::{self, Write};

use super::desk::{Desk, DeskArgs};
use super::stop::Ended;
use super::{Exit, Streams, print};
use crate::domain::calendar::Zone;
use crate::domain::clocks::Outcome;
use crate::domain::codes::{Rating, Route};
use crate::domain::contact::{Clock, Contact};
use crate::domain::intake::{Answers, Intake};
use crate::domain::retention;
use crate::domain::schema::{Place, QuestionId};
use crate::domain::telling::{self, State};
use crate::domain::{intake, review, story};
use crate::exchange;

/// Show one contact. Looking is recorded.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The contact, R-1001.
    #[arg(value_name = "REF")]
    reference: String,
    /// Answer with one JSON object, the shape that take reads.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let mut desk = desk.open()?;
    let id = Desk::reference(&args.reference)?;
    if let Some(ended) = desk.store.ended(id)? {
        desk.store.view(id, &desk.actor, desk.now)?;
        let out = &mut *streams.out;
        if args.json {
            ended::json(out, id, &ended, &desk)?;
        } else {
            ended::page(out, id, &ended, &desk)?;
        }
        return Ok(Exit::Done);
    }
    if let Some(gone) = desk.store.erased(id)? {
        ended::erased(streams.out, &gone, args.json, &desk)?;
        return Ok(Exit::Done);
    }
    let contact = desk.contact(&args.reference)?;
    if args.json {
        print::json(streams.out, &exchange::Shape::whole(&contact, &desk.protocol, desk.now))?;
    } else {
        page(streams.out, &contact, &desk)?;
    }
    Ok(Exit::Done)
}

fn page(out: &mut dyn Write, contact: &Contact, desk: &Desk) -> io::Result<()> {
    let zone = desk.protocol.zone;
    let received = &contact.received;
    let training = if desk.store.is_training() { "  TRAINING, nobody here is real" } else { "" };
    writeln!(
        out,
        "{}  {}  {}{training}",
        contact.id,
        received.intake.kind.label(),
        if contact.is_open() { "open" } else { "closed" }
    )?;
    writeln!(
        out,
        "received  {}, taken by {}",
        zone.long(received.received),
        print::line(&contact.taken_by.name)
    )?;
    came(out, contact, desk)?;
    writeln!(out, "rating    {}", contact.rating().map_or("not rated", Rating::label))?;
    writeln!(out, "route     {}", contact.route().map_or("not decided", Route::label))?;
    writeln!(out, "owner     {}", print::line(&owner(contact, zone)))?;
    let standing = retention::standing(contact, &desk.protocol.retention, zone, desk.now);
    writeln!(out, "retention {}", print::line(&standing.words(zone)))?;
    told(out, &received.intake)?;
    if !contact.clocks.is_empty() {
        writeln!(out, "\nClocks")?;
        for clock in &contact.clocks {
            writeln!(out, "  {}", clock_line(clock, desk))?;
        }
    }
    parties(out, contact, desk)?;
    letters(out, contact, desk)?;
    writeln!(out, "\nTimeline")?;
    for recorded in &contact.history {
        let (what, more) = story::sentence(&recorded.event, zone);
        let who = print::line(&recorded.actor.name);
        writeln!(out, "  {:>3}  {}  {}  {who}", recorded.seq, zone.short(recorded.at), print::line(&what))?;
        print::block(out, 26, &more)?;
    }
    Ok(())
}

/// Who must be told, and how that stands.
fn parties(out: &mut dyn Write, contact: &Contact, desk: &Desk) -> io::Result<()> {
    let zone = desk.protocol.zone;
    writeln!(out, "\nWho is told")?;
    for strand in telling::strands(contact, &desk.protocol) {
        let state = match &strand.state {
            State::Owed(Some(due)) => format!("owed by {}", zone.short(*due)),
            State::Owed(None) => "not told yet".to_owned(),
            State::Told(at) => format!("told {}", zone.short(*at)),
            State::Held(why) => format!("held back: {}", print::line(why)),
            State::Impossible(why) => format!("impossible: {}", print::line(why)),
            State::NotOwed(why) => (*why).to_owned(),
        };
        let means = strand.means.map(|means| format!(" ({})", means.label())).unwrap_or_default();
        writeln!(out, "  {:13} {state}{means}", strand.whom.label())?;
    }
    Ok(())
}

/// Who has it; who nobody is: never given to anybody, or handed back.
fn owner(contact: &Contact, zone: Zone) -> String {
    match (&contact.owner, contact.handed_back) {
        (Some(owner), _) if owner.team => format!("the team {}", owner.name),
        (Some(owner), _) => owner.name.clone(),
        (None, Some(at)) => format!("nobody: handed back {}", zone.short(at)),
        (None, None) => "nobody".to_owned(),
    }
}

/// How it came beyond a plain call: earlier receipts, the handover, the consultation, what broke it off.
fn came(out: &mut dyn Write, contact: &Contact, desk: &Desk) -> io::Result<()> {
    let zone = desk.protocol.zone;
    let received = &contact.received;
    if received.receipt() != received.received {
        writeln!(out, "first     {}", zone.long(received.receipt()))?;
    }
    if contact.was_handed_over() {
        let by = contact.acknowledged.as_ref().map_or_else(
            || "not acknowledged".to_owned(),
            |done| format!("acknowledged by {}, {}", print::line(&done.by), zone.short(done.at)),
        );
        let whose = contact.handed_over.as_ref().map_or_else(String::new, |handed| {
            format!("{} to {}, sheet {}; ", print::line(&handed.by), print::line(&handed.to), handed.sheet)
        });
        writeln!(out, "handover  {whose}{by}")?;
    }
    if let Some(ending) = received.ending {
        writeln!(out, "call      {}", ending.label().to_lowercase())?;
    }
    if let Some(id) = received.consulted.and_then(|consulted| consulted.contact) {
        writeln!(out, "from      the consultation {id}")?;
    }
    if let Some(id) = contact.converted {
        writeln!(out, "became    the referral {id}")?;
    }
    if let Some(at) = contact.reconsider {
        writeln!(
            out,
            "new       information since {}: the decision is to be looked at again",
            zone.short(at)
        )?;
    }
    if contact.feedback.chased > 0 {
        writeln!(out, "chased    {} times by the referrer", contact.feedback.chased)?;
    }
    Ok(())
}

/// The letters, each with what became of it.
fn letters(out: &mut dyn Write, contact: &Contact, desk: &Desk) -> io::Result<()> {
    if !contact.letters.is_empty() {
        writeln!(out, "\nLetters")?;
    }
    for letter in &contact.letters {
        writeln!(out, "  {}", super::letter::line(letter, desk.protocol.zone))?;
    }
    Ok(())
}

/// Everything the call gathered.
fn told(out: &mut dyn Write, told: &Intake) -> io::Result<()> {
    answers(out, "The call", &told.answers, intake::Subject::Call)?;
    for (n, child) in told.children.iter().enumerate() {
        answers(out, &format!("Child {}", n + 1), child, intake::Subject::Child(n))?;
    }
    for (n, person) in told.family.iter().enumerate() {
        answers(out, &format!("Person {}", n + 1), person, intake::Subject::Person(n))?;
    }
    for (n, share) in told.shares.iter().enumerate() {
        answers(out, &format!("Decision to share {}", n + 1), share, intake::Subject::Share(n))?;
    }
    if !told.narrative.is_empty() {
        writeln!(out, "\n{}", QuestionId::Narrative.label())?;
    }
    for line in &told.narrative {
        writeln!(out, "  [{}]", print::line(&line.basis_words()))?;
        print::block(out, 4, line.words())?;
    }
    for (title, lines) in [("Known people", review::links(told)), ("Body map", review::marks(told))] {
        if !lines.is_empty() {
            writeln!(out, "\n{title}")?;
        }
        for line in lines {
            print::block(out, 2, &line)?;
        }
    }
    if !told.notes.is_empty() {
        writeln!(out, "\nNotes of the call")?;
    }
    for note in &told.notes {
        print::block(out, 2, &note.text)?;
    }
    Ok(())
}

fn answers(out: &mut dyn Write, title: &str, answers: &Answers, subject: intake::Subject) -> io::Result<()> {
    if answers.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    for (question, answer) in answers.iter() {
        let words = story::answer(Place { question, subject }, answer);
        writeln!(out, "  {:32}  {}", question.label(), print::line(&words))?;
    }
    Ok(())
}

fn clock_line(clock: &Clock, desk: &Desk) -> String {
    let zone = desk.protocol.zone;
    let deadline = &clock.deadline;
    let title = story::duty(deadline.clock, deadline.subject.as_deref());
    let state = match (&clock.stopped, &deadline.outcome) {
        (Some(stopped), _) => {
            let how = if stopped.met { "met" } else { "ended" };
            format!("{how} {}: {}", zone.short(stopped.at), stopped.how)
        }
        (None, Outcome::NotAchievable { reason }) => format!("cannot be met: {reason}"),
        (None, Outcome::Running { due, .. }) if *due < desk.now => {
            format!("LATE, was due {}", zone.short(*due))
        }
        (None, Outcome::Running { due, .. }) => {
            let staffed = desk.protocol.staffed_left(desk.now, *due);
            format!("due {}, {}h {:02}m of staffed time left", zone.short(*due), staffed / 60, staffed % 60)
        }
    };
    format!("{:28}  {}", print::line(&title), print::line(&state))
}
