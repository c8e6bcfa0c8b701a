//! The daily close from the handover screen.

use super::super::App;
use super::super::effect::Effects;
use super::super::notice::Tone;
use crate::domain::close::{Closed, Last};
use crate::port::{Request, Token};

/// Asks the record to sign its end.
pub(super) fn day(app: &mut App) -> Effects {
    let (actor, now, token) = (app.setting.actor.clone(), app.now, app.token());
    vec![app.send(token, Request::CloseDay { token, actor, now }, "")]
}

/// The newest close came from the record.
pub(super) fn came(app: &mut App, last: Last) -> Effects {
    if let Some(screen) = app.handover.as_mut() {
        screen.sheet.last_close = last;
    }
    Effects::new()
}

/// The end of the record is signed.
pub(super) fn done(app: &mut App, token: Token, closed: Box<Closed>) -> Effects {
    app.waiting.retain(|waiting| waiting.token != token);
    app.say(Tone::Done, "The record is signed. Write the number and the six words below on paper.");
    came(app, Last::At(closed))
}
