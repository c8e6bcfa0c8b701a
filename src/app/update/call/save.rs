//! Keeping the call: a save is asked for after a pause, at every change of place, and before anything else happens.

use super::super::super::App;
use super::super::super::effect::Effect;
use crate::port::Request;

/// Saves now, if anything changed and the call has its number.
pub(in crate::app) fn save_now(app: &mut App) -> Option<Effect> {
    let now = app.now;
    let intake = app.intake.as_mut()?;
    intake.id()?;
    if intake.revision <= intake.sent || intake.filing.is_some() {
        return None;
    }
    intake.sent = intake.revision;
    intake.dirty_since = None;
    let (draft, revision) = (Box::new(intake.draft.clone()), intake.revision);
    Some(Effect::Store(Request::SaveDraft { draft, revision, now }))
}

/// Saves if the pause after the last key is over.
pub(in crate::app::update) fn save_if_due(app: &mut App) -> Option<Effect> {
    let due = app.intake.as_ref()?.save_due()?;
    if due <= app.now { save_now(app) } else { None }
}
