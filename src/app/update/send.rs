//! Sending a box: its fields become a command, the domain decides it, the record keeps it.

use super::super::App;
use super::super::action::Action;
use super::super::effect::Effects;
use super::super::keymap::Keymap;
use super::super::overlay::{FormBox, Overlay};
use super::boxes::{self, fields_of};
use super::{access, call, handover, letters, looked, many, refuse, retention};
use crate::domain::clocks::ClockId;
use crate::domain::codes::{Rating, Route};
use crate::domain::command::Command;
use crate::domain::decide::decide;
use crate::domain::event::Told;
use crate::domain::intake::{Basis, NarrativeLine};
use crate::domain::outcome::{Apart, Ground, LeadJob, More, Talk};
use crate::domain::{human, restrict, stamp};
use crate::port::Request;

/// Ctrl-S in a box.
pub(super) fn submit(app: &mut App) -> Effects {
    let Some(Overlay::Form(form)) = app.overlays.last() else { return Effects::new() };
    if form.sending {
        return Effects::new();
    }
    match form.action {
        Action::Discard => return call::discard(app),
        Action::Attach => return call::find_contact(app),
        Action::TakeOver => return call::take_over(app),
        action @ (Action::SignHandover | Action::TakeHandover | Action::HandoverUntil) => {
            return handover::submit(app, action);
        }
        action @ (Action::ProposeErasure | Action::AgreeErasure | Action::RefuseErasure) => {
            return retention::submit(app, action);
        }
        action if access::is_ours(action) => return access::submit(app, action),
        Action::Letters => return letters::issue(app),
        Action::Open => return looked::submit_reason(app),
        Action::ReviewLook => return looked::submit_review(app),
        _ if !form.many.is_empty() => return many::submit(app),
        _ => {}
    }
    let outcome = command(app, form).and_then(|command| {
        let contact = app.contact.as_ref().map(|screen| &screen.contact);
        let contact = contact.filter(|contact| Some(contact.id) == form.contact);
        let contact = contact.ok_or("The contact is not open any more. Open it and try again.")?;
        // What the writer of the box has not seen is shown before anything is added to it.
        let events = decide(contact, &command, &app.setting.actor, &app.setting.protocol, app.now)
            .map_err(|refusal| refusal.0)?;
        Ok((contact.id, contact.version, events, done(&command)))
    });
    let (id, version, events, done) = match outcome {
        Ok(ready) => ready,
        Err(reason) => {
            if let Some(Overlay::Form(form)) = app.overlays.last_mut() {
                form.error = Some(reason.clone());
            }
            return refuse(app, reason);
        }
    };
    let Some(Overlay::Form(form)) = app.overlays.last_mut() else { return Effects::new() };
    form.sending = true;
    form.error = None;
    let expected = form.seen;
    let token = app.token();
    let done = format!("{id}: {done}");
    // The record compares with what the writer saw: if that is older than the contact, it answers with a conflict.
    debug_assert!(expected <= version);
    vec![app.send(token, Request::Append { token, id, expected, events }, &done)]
}

/// What the fields of a box ask for.
pub(super) fn command(app: &App, form: &FormBox) -> Result<Command, String> {
    let value = |n: usize| form.value(n);
    let (first, second, third) = (value(0), value(1), value(2));
    let zone = app.setting.protocol.zone;
    Ok(match form.action {
        Action::Allocate => boxes::allocation(&first, &second, third)?,
        Action::HandBack => Command::HandBack { reason: first },
        Action::Rate => {
            let rating = Rating::from_code(&first).ok_or("Choose a rating first.")?;
            Command::Rate { rating, reason: second }
        }
        Action::Decide => {
            let route = Route::from_code(&first).ok_or("Choose a route first.")?;
            Command::Decide { route, rationale: second, more: Box::new(more(form)) }
        }
        Action::Feedback => match first.as_str() {
            "decided" | "undecided" => {
                let told = if first == "decided" { Told::Decided } else { Told::Undecided };
                let letter = match value(4).as_str() {
                    "yes" => Some(true),
                    "no" => Some(false),
                    _ => None,
                };
                let talk = Talk { asked: third, added: value(3), letter, letter_reason: value(5) };
                Command::GiveFeedback { told, said: second, talk: Box::new(talk) }
            }
            "attempt" => Command::TryFeedback { note: second },
            "impossible" => Command::GiveUpFeedback { reason: second },
            _ => return Err("Choose how the call back went first.".to_owned()),
        },
        Action::Written => match first.as_str() {
            "arrived" => {
                Command::RecordWritten { arrived: human::moment(&second, app.now, zone)?, note: third }
            }
            "waived" => Command::WaiveWritten { reason: third },
            _ => return Err("Choose what happened to the written referral first.".to_owned()),
        },
        Action::Record => {
            let deed = form.deed.ok_or("Choose what to record first.")?;
            let fields = deed.deed().fields.iter().enumerate();
            Command::Record { deed, typed: fields.map(|(n, field)| (field.id, value(n))).collect() }
        }
        Action::Note => Command::AddNote { text: first },
        Action::AddDuty => {
            let due = human::moment(&second, app.now, zone)?;
            Command::AddDuty { title: first, due, reason: third }
        }
        Action::MeetDuty => {
            let (code, subject) = first.split_once('\n').ok_or("Choose a duty first.")?;
            let clock = ClockId::from_code(code).ok_or("Choose a duty first.")?;
            let subject = (!subject.is_empty()).then(|| subject.to_owned());
            Command::MeetDuty { clock, subject, how: second }
        }
        Action::Amend => {
            let place = form.place.ok_or("Select an answer first.")?;
            Command::Amend { changes: vec![(place, fields_of(place, &first)?)], reason: second }
        }
        Action::Acknowledge => Command::AcknowledgeHandover { by: first },
        Action::Information => Command::AddInformation {
            from: first,
            received: stamp::read(&second, app.now, zone)?,
            lines: lines(&[
                (Basis::Seen, third, String::new()),
                (Basis::Told, value(3), value(4)),
                (Basis::Opinion, value(5), String::new()),
            ]),
        },
        Action::KeepDecision => Command::KeepDecision { reason: first },
        Action::Chased => Command::LogChase { said: first },
        Action::PostLetter => Command::PostLetter { letter: letters::number(&first)?, how: second },
        Action::WithdrawLetter => {
            Command::WithdrawLetter { letter: letters::number(&first)?, reason: second }
        }
        Action::ConfirmMoves => Command::Recount { reason: first },
        Action::Restrict => Command::Restrict { people: restrict::people(&first), reason: second },
        Action::Unrestrict => Command::Unrestrict { reason: first },
        Action::Hold => Command::Hold { reason: first },
        Action::LiftHold => Command::LiftHold { reason: first },
        Action::Undo => Command::Undo { reason: first },
        other => return Err(format!("{} has nothing to send.", other.row().title)),
    })
}

/// What the decision card says beyond route and rationale, in the order of its fields.
fn more(form: &FormBox) -> More {
    let value = |n: usize| form.value(n);
    let own = (9..form.fields.len()).enumerate();
    let apart = own.filter_map(|(child, n)| Route::from_code(&value(n)).map(|route| Apart { child, route }));
    More {
        with: value(2),
        to: value(3),
        lead: value(4),
        lead_job: LeadJob::from_code(&value(5)),
        ground: Ground::from_code(&value(6)),
        remaining: value(7),
        alone: value(8),
        apart: apart.collect(),
    }
}

/// The lines of fields that each hold one basis.
fn lines(fields: &[(Basis, String, String)]) -> Vec<NarrativeLine> {
    let line = |basis: Basis, text: &str, by: &str| NarrativeLine {
        text: text.trim().to_owned(),
        basis,
        told_by: by.trim().to_owned(),
    };
    fields
        .iter()
        .flat_map(|(basis, text, by)| text.lines().map(|one| line(*basis, one, by)))
        .filter(|line| !line.text.is_empty())
        .collect()
}

/// What is said once the record has it. No names.
fn done(command: &Command) -> String {
    match command {
        Command::Amend { .. } => "answer changed.".to_owned(),
        Command::Rate { rating, .. } => format!("rated {}.", rating.label()),
        Command::Decide { route, .. } => format!("decided: {}.", route.label()),
        Command::Record { deed, .. } => format!("{}.", deed.deed().past.to_lowercase()),
        Command::GiveFeedback { .. } => {
            "the referrer has been told; the feedback clock has stopped.".to_owned()
        }
        Command::TryFeedback { .. } => "attempt logged; the feedback clock goes on.".to_owned(),
        Command::GiveUpFeedback { .. } => "feedback is recorded as impossible.".to_owned(),
        Command::RecordWritten { .. } => "the written referral has arrived.".to_owned(),
        Command::WaiveWritten { .. } => "the written referral is waived.".to_owned(),
        Command::AddNote { .. } => "note added.".to_owned(),
        Command::Allocate { .. } => "allocated.".to_owned(),
        Command::HandBack { .. } => "handed back; nobody has it now.".to_owned(),
        Command::AddDuty { .. } => "deadline added.".to_owned(),
        Command::MeetDuty { .. } => "duty done.".to_owned(),
        Command::AcknowledgeHandover { .. } => "the handover is acknowledged.".to_owned(),
        Command::AddInformation { .. } => "information added.".to_owned(),
        Command::KeepDecision { .. } => "the decision stands.".to_owned(),
        Command::LogChase { .. } => {
            format!(
                "chase logged; the clocks go on. {} tells the referrer now.",
                Keymap::shown(Action::Feedback)
            )
        }
        Command::Convert { .. } => "linked to its referral.".to_owned(),
        Command::AttachCall { .. } => "the call is attached.".to_owned(),
        Command::IssueLetter { .. } => "the letter is issued.".to_owned(),
        Command::PostLetter { letter, .. } => format!("letter {letter} is posted."),
        Command::WithdrawLetter { letter, .. } => format!("letter {letter} is withdrawn."),
        Command::Recount { .. } => "the deadlines go by the changed rules.".to_owned(),
        Command::Restrict { .. } => "restricted to the people named.".to_owned(),
        Command::Unrestrict { .. } => "open to everybody again.".to_owned(),
        Command::Hold { .. } => "under a legal hold: it is kept until a manager lifts it.".to_owned(),
        Command::LiftHold { .. } => "no longer under a legal hold.".to_owned(),
        Command::Undo { .. } => "taken back.".to_owned(),
    }
}
