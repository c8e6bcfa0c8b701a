//! The end of a call: filed, or given up with a reason.

use super::super::super::effect::{Effect, Effects};
use super::super::super::notice::Tone;
use super::super::super::overlay::Overlay;
use super::super::super::{App, Screen};
use super::super::refuse;
use crate::domain::decide;
use crate::port::Request;

/// Files the call. It leaves the screen only when the record has it.
pub(super) fn file(app: &mut App) -> Effects {
    let now = app.now;
    let Some(intake) = app.intake.as_mut() else { return Effects::new() };
    if intake.filing.is_some() {
        return Effects::new();
    }
    let Some(id) = intake.id() else {
        return refuse(app, "The call has no number yet. Nothing is lost; Ctrl-R asks again.");
    };
    let received = intake.draft.received(now);
    let events = match decide::file(id, received, &app.setting.actor, &app.setting.protocol, now) {
        Ok(events) => events,
        Err(refusal) => return refuse(app, refusal.0),
    };
    let token = app.token();
    if let Some(intake) = app.intake.as_mut() {
        intake.filing = Some(token);
    }
    vec![app.send(token, Request::File { token, id, events }, "filed.")]
}

/// Ends the call without filing it.
pub(in crate::app::update) fn discard(app: &mut App) -> Effects {
    let Some(Overlay::Form(form)) = app.overlays.last_mut() else { return Effects::new() };
    let reason = form.fields.first().map(super::super::super::overlay::BoxField::value).unwrap_or_default();
    if reason.trim().chars().count() < 3 {
        form.error = Some("Say in a word or two why: silent call, wrong number, taken twice.".to_owned());
        return Effects::new();
    }
    let id = form.contact;
    app.overlays.pop();
    app.intake = None;
    app.screen = Screen::Board;
    app.say(Tone::Info, "The call is discarded. Its number and the reason are kept.");
    let actor = app.setting.actor.clone();
    let request =
        id.map(|id| Request::DiscardDraft { id, actor, reason: reason.trim().to_owned(), now: app.now });
    request.map(Effect::Store).into_iter().collect()
}
