//! `dutydesk do`: every command that can be given to a contact.

mod amend;
mod deeds;
pub(super) mod each;
mod late;
mod outcome;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::{Value, json};

use super::desk::{Desk, DeskArgs};
use super::stop::{Ended, Stop};
use super::{Exit, Streams, input, letter, print};
use crate::domain::access::May;
use crate::domain::clocks::ClockId;
use crate::domain::codes::{Rating, Route};
use crate::domain::command::{Command, Doing};
use crate::domain::contact::Contact;
use crate::domain::event::{Recorded, Told};
use crate::domain::ids::UserId;
use crate::domain::when::Moment;
use crate::domain::{decide, human, restrict, story};
use crate::exchange;

/// Do something to a contact: rate it, decide it, tell the referrer, ...
///
/// Several contacts, R-1001,R-1004, can be allocated, acknowledged, given a note or a deadline at once: each by itself, a line
/// for each, and exit code 1 if any was refused.
///
/// A text given as - is read from standard input, so that it stands in no shell history.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The contact, R-1001; several with commas between them.
    #[arg(value_name = "REF")]
    reference: String,
    #[command(subcommand)]
    what: What,
    /// Answer with one JSON object; with one a line for several contacts.
    #[arg(long, global = true)]
    json: bool,
}

/// The commands, under the names of [`Doing`](crate::domain::command::Doing).
#[derive(Debug, Subcommand)]
enum What {
    /// Add or change answers: child-collection=15:15. Nothing after = takes an answer away, ? is not known yet.
    Amend(amend::Args),
    /// Say how urgent it is.
    Rate {
        /// red, amber, green or blue.
        rating: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Say where it goes.
    Decide {
        /// s47, s17, stage2, early-help, nfa, open-case, previous-team, consultation, edt or wait.
        route: String,
        /// Why: what the family and the referrer can be told.
        #[arg(long, alias = "reason")]
        rationale: String,
        #[command(flatten)]
        more: Box<outcome::More>,
    },
    /// The referrer was reached and told.
    Feedback {
        /// reached: told the decision. undecided: told that nothing is decided yet.
        outcome: String,
        /// What was said.
        #[arg(long)]
        said: String,
        #[command(flatten)]
        talk: Box<outcome::Talk>,
    },
    /// The referrer was tried and not reached.
    Attempt {
        /// What happened: no answer, message left with whom.
        #[arg(long)]
        note: String,
    },
    /// The referrer can never be told.
    Impossible {
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// The written referral arrived.
    Written {
        /// When, if not now: 14:10, or 2026-11-24T14:10.
        #[arg(long, value_name = "TIME")]
        arrived: Option<String>,
        /// How, or from whom.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// The written referral will not come.
    WaiveWritten {
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Add a note.
    Note {
        /// The words.
        text: String,
    },
    /// Give it to a person, or to a team of the protocol.
    Allocate {
        /// The name.
        to: String,
        /// Why, when the owner changes.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Its owner could not be reached or cannot go on: nobody has it.
    HandBack {
        /// Why: who was tried, when, or what stands in the way.
        #[arg(long)]
        reason: String,
    },
    /// Add a deadline of one's own.
    Deadline {
        /// What must be done.
        title: String,
        /// By when: 16:30, tomorrow 9:00, or 2026-11-24T16:30.
        #[arg(long, value_name = "TIME")]
        due: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Mark a duty done that has no command of its own.
    Done {
        /// The clock, as show names it: strategy-discussion, da-review, ...
        clock: String,
        /// Which of several: the agency, or the title of an own deadline.
        #[arg(long)]
        subject: Option<String>,
        /// What was done.
        #[arg(long)]
        how: String,
    },
    /// Take a handover over, by name: the emergency duty team's, or one on a signed sheet.
    Acknowledge {
        /// Who takes it over, if not you.
        #[arg(long)]
        by: Option<String>,
    },
    /// Add what came after filing, each line with how they know it.
    Information(late::Information),
    /// After new information: the decision was looked at again and stands.
    KeepDecision {
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// The referrer asked for the feedback that was owed. It stops no clock.
    Chased {
        /// What was asked and answered.
        #[arg(long)]
        said: String,
    },
    /// File a referral from a consultation, with all that was told there.
    Convert,
    /// Put a call, given as JSON, into this contact instead of filing it.
    Attach {
        /// The file, or - for standard input; the shape that take reads.
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
    },
    #[command(flatten)]
    Deed(deeds::Given),
    /// Issue a letter and write its files.
    IssueLetter(letter::IssueArgs),
    /// An issued letter left the desk. An outcome that is told by letter is then told.
    PostLetter {
        /// The letter's number.
        letter: u32,
        /// How it left.
        #[arg(long, default_value = "by post")]
        how: String,
    },
    /// An issued letter is not to be sent.
    WithdrawLetter {
        /// The letter's number.
        letter: u32,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Let a contact's deadlines move to changed rules. A manager's; "dutydesk protocol moves" lists them.
    Recount {
        /// Why, or on whose word.
        #[arg(long)]
        reason: String,
    },
    /// Let only these people open the contact: own family, staff. A manager's.
    Restrict {
        /// Their short names, with commas between them: j.testerby,s.placeham.
        #[arg(long, value_name = "USERS")]
        people: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Let everybody open the contact again. A manager's.
    Unrestrict {
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Keep the contact beyond its retention time: a legal hold. Managers only.
    Hold {
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Lift the legal hold. Managers only.
    LiftHold {
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Take your last action back with a reversing entry.
    Undo {
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

pub(super) fn run(args: Args, desk: &DeskArgs, streams: &mut Streams<'_>) -> Ended {
    let mut desk = desk.open()?;
    desk.note_time(streams)?;
    desk.require(May::Work)?;
    if args.reference.contains(',') {
        return each::run(args, desk, streams);
    }
    if let What::Restrict { .. } | What::Unrestrict { .. } = args.what {
        // A manager says who may open it without having to open it.
        return each::run(args, desk, streams);
    }
    let contact = desk.contact(&args.reference)?;
    let (events, after) = match args.what {
        What::Convert => return late::convert(&contact, args.json, desk, streams),
        What::IssueLetter(wanted) => return letter::issue(contact, &wanted, args.json, &mut desk, streams),
        What::Attach { from } => late::attach(contact, &from, &mut desk, streams)?,
        what => {
            let command = command(what, Some(&contact), &desk, streams)?;
            let events = decide::decide(&contact, &command, &desk.actor, &desk.protocol, desk.now)?;
            let after = desk.store.append(contact, events.clone())?;
            (events, after)
        }
    };
    if args.json {
        print::json(streams.out, &as_json(&after, &events, &desk))?;
        return Ok(Exit::Done);
    }
    tell(streams, &after, &events, &desk)?;
    Ok(Exit::Done)
}

fn as_json(after: &Contact, events: &[Recorded], desk: &Desk) -> Value {
    json!({
        "ref": after.id.to_string(),
        "version": after.version,
        "events": exchange::events(events, desk.protocol.zone),
    })
}

/// What happened, one line an event: the first is what was asked for, the others follow from it.
fn tell(streams: &mut Streams<'_>, after: &Contact, events: &[Recorded], desk: &Desk) -> std::io::Result<()> {
    for (n, recorded) in events.iter().enumerate() {
        let (what, more) = story::sentence(&recorded.event, desk.protocol.zone);
        if n == 0 {
            writeln!(streams.out, "{}: {}.", after.id, print::line(&what))?;
        } else {
            writeln!(streams.out, "  {}, {}", print::line(&what), print::line(&more))?;
        }
    }
    Ok(())
}

/// The command that was asked for.
fn command(
    what: What,
    contact: Option<&Contact>,
    desk: &Desk,
    streams: &mut Streams<'_>,
) -> Result<Command, Stop> {
    let mut words = |text: String| words(text, streams);
    Ok(match what {
        What::Amend(args) => {
            let contact = contact.ok_or_else(|| each::one_at_a_time(Doing::Amend))?;
            let reason = words(args.reason.clone())?;
            Command::Amend { changes: amend::changes(&args, contact)?, reason }
        }
        What::Rate { rating, reason } => Command::Rate {
            rating: one_of("rating", &rating, Rating::ALL, Rating::code)?,
            reason: words(reason)?,
        },
        What::Decide { route, rationale, more } => Command::Decide {
            route: one_of("route", &route, Route::ALL, Route::code)?,
            rationale: words(rationale)?,
            more: Box::new(more.read()?),
        },
        What::Feedback { outcome, said, talk } => {
            Command::GiveFeedback { told: told(&outcome)?, said: words(said)?, talk: Box::new(talk.read()) }
        }
        What::Deed(given) => {
            let typed = given
                .typed
                .into_iter()
                .map(|(field, text)| words(text).map(|text| (field, text)))
                .collect::<Result<_, _>>()?;
            Command::Record { deed: given.deed, typed }
        }
        What::Attempt { note } => Command::TryFeedback { note: words(note)? },
        What::Impossible { reason } => Command::GiveUpFeedback { reason: words(reason)? },
        What::Written { arrived, note } => Command::RecordWritten {
            arrived: arrived.map_or(Ok(desk.now), |text| time("--arrived", &text, desk))?,
            note: words(note)?,
        },
        What::WaiveWritten { reason } => Command::WaiveWritten { reason: words(reason)? },
        What::Note { text } => Command::AddNote { text: words(text)? },
        What::Allocate { to, reason } => Command::Allocate { to, reason: words(reason)? },
        What::HandBack { reason } => Command::HandBack { reason: words(reason)? },
        What::Deadline { title, due, reason } => {
            Command::AddDuty { title, due: time("--due", &due, desk)?, reason: words(reason)? }
        }
        What::Done { clock, subject, how } => Command::MeetDuty {
            clock: one_of("clock", &clock, ClockId::ALL, ClockId::code)?,
            subject,
            how: words(how)?,
        },
        What::Acknowledge { by } => {
            Command::AcknowledgeHandover { by: by.unwrap_or_else(|| desk.actor.name.clone()) }
        }
        What::Information(args) => args.command(desk)?,
        What::KeepDecision { reason } => Command::KeepDecision { reason: words(reason)? },
        What::Chased { said } => Command::LogChase { said: words(said)? },
        What::PostLetter { letter, how } => Command::PostLetter { letter, how: words(how)? },
        What::WithdrawLetter { letter, reason } => Command::WithdrawLetter { letter, reason: words(reason)? },
        What::IssueLetter(_) => return Err(each::one_at_a_time(Doing::IssueLetter)),
        What::Convert => return Err(each::one_at_a_time(Doing::Convert)),
        What::Attach { .. } => return Err(each::one_at_a_time(Doing::AttachCall)),
        What::Recount { reason } => Command::Recount { reason: words(reason)? },
        What::Restrict { people, reason } => {
            Command::Restrict { people: known_people(&people, desk)?, reason: words(reason)? }
        }
        What::Unrestrict { reason } => Command::Unrestrict { reason: words(reason)? },
        What::Hold { reason } => Command::Hold { reason: words(reason)? },
        What::LiftHold { reason } => Command::LiftHold { reason: words(reason)? },
        What::Undo { reason } => Command::Undo { reason: words(reason)? },
    })
}

/// The people who are named, every one of whom must be known here: a slip of the pen would lock everybody out.
fn known_people(typed: &str, desk: &Desk) -> Result<Vec<UserId>, Stop> {
    let people = restrict::people(typed);
    match desk.stranger_among(&people)? {
        Some(user) => Err(Stop::bad_input(format!("Nobody here is called {}.", print::line(&user.0)))),
        None => Ok(people),
    }
}

/// A text, or standard input for `-`.
fn words(text: String, streams: &mut Streams<'_>) -> Result<String, Stop> {
    if text != "-" {
        return Ok(text);
    }
    Ok(input::text(Path::new("-"), streams)?.trim_end().to_owned())
}

/// `reached` is what people say; `decided` is how the record has it.
fn told(outcome: &str) -> Result<Told, Stop> {
    match outcome.to_lowercase().as_str() {
        "reached" | "decided" => Ok(Told::Decided),
        "undecided" => Ok(Told::Undecided),
        _ => Err(Stop::bad_input(format!(
            "outcome = \"{}\": it is not one of reached, undecided.",
            print::line(outcome)
        ))),
    }
}

pub(super) fn one_of<T: Copy>(
    name: &str,
    text: &str,
    all: &[T],
    code: fn(T) -> &'static str,
) -> Result<T, Stop> {
    let found = all.iter().copied().find(|value| code(*value).eq_ignore_ascii_case(text));
    let codes = || all.iter().map(|value| code(*value)).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| {
        Stop::bad_input(format!("{name} = \"{}\": it is not one of {}.", print::line(text), codes()))
    })
}

/// A time in the machine's form or in human words.
fn time(flag: &str, text: &str, desk: &Desk) -> Result<Moment, Stop> {
    let zone = desk.protocol.zone;
    let wrong = |why: &str| Stop::bad_input(format!("{flag} = \"{}\": {why}", print::line(text)));
    if text.contains('T') {
        return exchange::times::instant(zone, text).map_err(|why| wrong(&format!("{why}.")));
    }
    human::moment(text, desk.now, zone).map_err(|why| wrong(&why))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use crate::cli::Cli;
    use crate::domain::command::Doing;
    use crate::domain::deed::DEEDS;

    #[test]
    fn every_command_of_the_domain_can_be_given_and_nothing_else() {
        let cli = Cli::command();
        let act = cli.find_subcommand("do").unwrap();
        let mut given: Vec<&str> = act.get_subcommands().map(clap::Command::get_name).collect();
        let commands = Doing::ALL.iter().filter(|doing| **doing != Doing::Record).map(|doing| doing.code());
        let mut known: Vec<&str> = commands.chain(DEEDS.iter().map(|deed| deed.id.code())).collect();
        given.sort_unstable();
        known.sort_unstable();
        assert_eq!(given, known);
    }
}
