//! The end of a call: filed.

use super::super::super::App;
use super::super::super::effect::Effects;
use super::super::refuse;
use crate::domain::decide;
use crate::domain::event::{Ending, Received};
use crate::port::Request;

/// Files the call. It leaves the screen only when the record has it.
pub(super) fn file(app: &mut App, ending: Option<Ending>) -> Effects {
    let now = app.now;
    let Some(intake) = app.intake.as_mut() else { return Effects::new() };
    if intake.filing.is_some() {
        return Effects::new();
    }
    let Some(id) = intake.id() else {
        return refuse(app, "The call has no number yet. Nothing is lost; Ctrl-R asks again.");
    };
    let received = Received { ending, ..intake.draft.received(now) };
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
