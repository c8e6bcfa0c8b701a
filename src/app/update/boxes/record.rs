//! Deeds: the menu of what can be recorded now, and the box of each.

use std::iter::once;

use super::super::super::App;
use super::super::super::action::Action;
use super::super::super::effect::{Effect, Effects};
use super::super::super::form::edit::Editor;
use super::super::super::keymap::Keymap;
use super::super::super::overlay::{BoxField, BoxInput, FormBox, Menu, MenuRow, Pick};
use super::super::{menu as menus, refuse};
use super::{fields, show};
use crate::app::Then;
use crate::domain::clocks::ClockId;
use crate::domain::contact::{Clock, Contact};
use crate::domain::decide;
use crate::domain::deed::{self, DEEDS, Deed, DeedId, FieldId, Kind, read};
use crate::domain::protocol::{Protocol, Telling};
use crate::domain::story;
use crate::port::Request;

/// Every deed that can be recorded on the contact now, by letter.
pub(super) fn menu(app: &mut App) -> Effects {
    let Some(contact) = app.subject() else { return Effects::new() };
    let actor = &app.setting.actor;
    let rows: Vec<MenuRow> = DEEDS
        .iter()
        .filter(|deed| decide::may_record(contact, deed.id, actor).is_ok())
        .map(|deed| MenuRow::new(deed.letter, deed.title, Pick::Deed(deed.id)))
        .collect();
    let title = format!("Record what was done \u{b7} {}", contact.id);
    let left = DEEDS.len().saturating_sub(rows.len());
    let palette = Keymap::shown(Action::Palette);
    let about = vec![format!("{left} more do not apply now; {palette} finds each and says why.")];
    menus::open(app, Menu { title, about, rows, selected: 0 })
}

/// Starts a deed on the selected contact. On the board the contact is read first.
pub(in crate::app::update) fn start(app: &mut App, deed: DeedId) -> Effects {
    if app.subject().is_some() {
        return open(app, deed);
    }
    let Some(id) = app.board.selected else { return refuse(app, "Select a contact first.") };
    app.contact = None;
    app.then = Some((id, Then::Deed(deed)));
    vec![Effect::Store(Request::OpenContact { id, actor: app.setting.actor.clone(), now: app.now })]
}

/// Opens the box of a deed.
pub(in crate::app::update) fn open(app: &mut App, id: DeedId) -> Effects {
    if let Err(reason) = app.may_record(id) {
        return refuse(app, reason);
    }
    let Some(contact) = app.subject() else { return Effects::new() };
    let form = form(app, contact, id.deed());
    show(app, form)
}

fn form(app: &App, contact: &Contact, deed: &Deed) -> FormBox {
    let (protocol, actor) = (&app.setting.protocol, &app.setting.actor);
    let suggested = deed::suggested(deed, contact, protocol, actor, app.now);
    let fields = deed.fields.iter().map(|field| {
        let label =
            if field.must { field.label.to_owned() } else { format!("{} (may stay empty)", field.label) };
        let value = suggested.get(field.id);
        let input = match (deed::options(field.kind, contact, protocol), field.kind) {
            (Some(options), _) => {
                let chosen = options.iter().position(|(code, _)| code == value);
                BoxInput::Choice { options, chosen }
            }
            (None, Kind::Lines) => BoxInput::Text(Editor::lines(value)),
            (None, _) => BoxInput::Text(Editor::line(value)),
        };
        BoxField { label, input, when: None }
    });
    let mut consequences = vec![deed.doc.to_owned()];
    consequences.extend(beside(app, contact, deed.id));
    let fields = fields.collect();
    FormBox {
        deed: Some(deed.id),
        title: format!("{} \u{b7} {}", deed.title, contact.id),
        ..fields::boxed(Action::Record, contact, consequences, fields)
    }
}

/// What the contact says that bears on a deed: shown above its fields.
fn beside(app: &App, contact: &Contact, id: DeedId) -> Vec<String> {
    let zone = app.setting.protocol.zone;
    match id {
        DeedId::AskAgency | DeedId::Sensitive => {
            let names: Vec<&str> = app.setting.protocol.agencies.iter().map(|a| a.value.as_str()).collect();
            let mut lines = vec![format!("{}, or another by its name.", names.join(", "))];
            lines.extend(read::asked(contact).iter().map(|asked| {
                let state = if asked.answer.is_some() { "answered" } else { "awaited" };
                format!("{} was asked {}, {state}.", asked.agency, zone.short(asked.at))
            }));
            lines
        }
        DeedId::AgencyReturn | DeedId::AgencyChased => read::awaited(contact)
            .flat_map(|asked| {
                let hurry = if asked.hurry { ": the rating was raised, tell them to hurry" } else { "" };
                let times = match asked.chased {
                    0 => "not chased yet".to_owned(),
                    1 => "chased once".to_owned(),
                    n => format!("chased {n} times"),
                };
                let at = zone.short(asked.at);
                once(format!("{} was asked {at}, {times}{hurry}.", asked.agency))
                    .chain(told_before(contact, asked.agency))
            })
            .collect(),
        DeedId::DisputeEscalated | DeedId::DisputeSettled => read::rung(contact)
            .map(|(rung, person)| vec![format!("It stands with {rung}: {person}.")])
            .unwrap_or_default(),
        DeedId::Agreement => match (read::recommendation(contact), contact.decision()) {
            (Some(waiting), _) => vec![
                format!("{} recommends {}.", waiting.by.name, waiting.filled.get(FieldId::Route)),
                waiting.filled.get(FieldId::Analysis).to_owned(),
                waiting.filled.get(FieldId::Rationale).to_owned(),
            ],
            (None, Some(decision)) => vec![
                format!("{} decided: {}.", decision.by.name, decision.route.label()),
                decision.rationale.clone(),
            ],
            (None, None) => Vec::new(),
        },
        DeedId::NoticeReleased => ["family", "referrer"]
            .iter()
            .filter_map(|whom| read::held(contact, whom).map(|why| format!("Held for the {whom}: {why}")))
            .collect(),
        _ => Vec::new(),
    }
}

/// What an agency told before, so that only what is new is added (L223).
fn told_before(contact: &Contact, agency: &str) -> Option<String> {
    let last =
        read::of(contact, DeedId::AgencyReturn).rfind(|done| done.filled.get(FieldId::Agency) == agency)?;
    Some(format!("{agency} told before: {}", last.filled.get(FieldId::Information)))
}

/// What is due, each with the way to end it.
pub(super) fn duties(app: &mut App) -> Effects {
    let Some(contact) = app.subject() else { return Effects::new() };
    let rows: Vec<MenuRow> = contact
        .running()
        .into_iter()
        .zip(('1'..='9').chain('a'..='z'))
        .map(|(clock, letter)| {
            let deadline = &clock.deadline;
            let title = story::duty(deadline.clock, deadline.subject.as_deref());
            let by_letter = is_by_letter(deadline.clock, contact, &app.setting.protocol);
            MenuRow::new(letter, title, if by_letter { Pick::Do(Action::Letters) } else { pick(clock) })
        })
        .collect();
    let title = format!("What was done? \u{b7} {}", contact.id);
    let about = vec!["A duty ends when the thing itself is recorded: choose it.".to_owned()];
    menus::open(app, Menu { title, about, rows, selected: 0 })
}

/// Whether a clock ends by posting a letter: an outcome whose route is told by letter.
fn is_by_letter(clock: ClockId, contact: &Contact, protocol: &Protocol) -> bool {
    let telling = contact.route().and_then(|route| protocol.route(route)).map(|rule| match clock {
        ClockId::OutcomeReferrer => rule.referrer,
        ClockId::OutcomeFamily => rule.family,
        _ => Telling::Nobody,
    });
    telling == Some(Telling::Letter)
}

/// What ends a clock.
fn pick(clock: &Clock) -> Pick {
    match clock.deadline.clock {
        ClockId::Custom => Pick::OwnDuty,
        ClockId::FeedbackFirst | ClockId::FeedbackSchool | ClockId::OutcomeReferrer => {
            Pick::Do(Action::Feedback)
        }
        ClockId::Stage1Decision | ClockId::ResponseDecision | ClockId::Stage2Decision => {
            Pick::Do(Action::Decide)
        }
        ClockId::Written24h | ClockId::Written48h => Pick::Do(Action::Written),
        other => decide::recorded_by(other).map_or(Pick::Do(Action::Note), Pick::Deed),
    }
}

/// Opens the box that marks a deadline of one's own as done.
pub(in crate::app::update) fn own_duty(app: &mut App) -> Effects {
    let Some(screen) = app.contact.as_ref() else { return Effects::new() };
    match fields::form(app, screen, Action::MeetDuty) {
        Ok(form) => show(app, form),
        Err(reason) => refuse(app, reason),
    }
}
