//! Answers to add or change: `child-collection=15:15`.

use crate::cli::print;
use crate::cli::stop::Stop;
use crate::domain::contact::Contact;
use crate::domain::intake::{Answer, State, Subject, Unanswered};
use crate::domain::schema::{Kind, Per, Place, QUESTIONS, Question};
use crate::exchange;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A question and its answer, several codes with commas between them. @refused, @not-asked and the like are answers
    /// without a value.
    #[arg(value_name = "QUESTION=ANSWER", required = true)]
    changes: Vec<String>,
    /// Which child, from 1.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
    child: u16,
    /// Which other person of the family, from 1.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
    person: u16,
    /// Which decision to share, from 1.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
    share: u16,
    /// Why, or who said so.
    #[arg(long, default_value = "")]
    pub(super) reason: String,
}

/// The changes asked for.
pub(super) fn changes(args: &Args, contact: &Contact) -> Result<Vec<(Place, Option<Answer>)>, Stop> {
    args.changes.iter().map(|change| one(change, args, contact)).collect()
}

fn one(change: &str, args: &Args, contact: &Contact) -> Result<(Place, Option<Answer>), Stop> {
    let wrong = |why: &str| Stop::bad_input(format!("{}: {why}.", print::line(change)));
    let (name, value) = change.split_once('=').ok_or_else(|| wrong("write it as QUESTION=ANSWER"))?;
    let question = QUESTIONS
        .iter()
        .find(|question| question.id.code() == name)
        .ok_or_else(|| wrong("there is no such question; \"dutydesk take --schema\" lists them"))?;
    let nth = |n: u16| usize::from(n.saturating_sub(1));
    let (subject, room) = match question.per {
        Per::Call => (Subject::Call, usize::MAX),
        Per::Child => (Subject::Child(nth(args.child)), contact.intake().children.len()),
        Per::Person => (Subject::Person(nth(args.person)), contact.intake().family.len()),
        Per::Share => (Subject::Share(nth(args.share)), contact.intake().shares.len()),
    };
    // One more than there are makes room for another; beyond that somebody has miscounted.
    if let Subject::Child(n) | Subject::Person(n) | Subject::Share(n) = subject
        && n > room
    {
        return Err(wrong(&format!("there are {room} of them")));
    }
    let answer = answer(question, value.trim()).map_err(|why| wrong(&why))?;
    Ok((Place { question: question.id, subject }, answer))
}

fn answer(question: &Question, value: &str) -> Result<Option<Answer>, String> {
    if value.is_empty() {
        return Ok(None);
    }
    if value == "?" {
        return Ok(Some(Answer::not_known()));
    }
    if let Some(state) = value.strip_prefix('@') {
        let codes: Vec<&str> = State::ALL.iter().map(|state| state.code()).collect();
        let state = State::from_code(state)
            .ok_or_else(|| format!("an answer without a value is one of @{}", codes.join(", @")))?;
        return Ok(Some(Answer::State(Unanswered { state, reason: String::new() })));
    }
    match question.kind {
        Kind::One(_) | Kind::SourceCode => {
            exchange::choice(question.id, value).map(|code| Some(Answer::Text(code)))
        }
        Kind::Any(_) => {
            let codes: Result<Vec<String>, String> =
                value.split(',').map(|code| exchange::choice(question.id, code)).collect();
            codes.map(|codes| Some(Answer::Many(codes)))
        }
        Kind::Narrative => Err("what happened stands as it was told; add a note instead".to_owned()),
        _ => Ok(Some(Answer::text(value))),
    }
}
