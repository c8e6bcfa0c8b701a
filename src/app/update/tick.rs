//! Time passing: rows that become late, drafts to save, notices that end.

use chrono::TimeDelta;

use super::super::App;
use super::super::effect::{Effect, Effects};
use super::super::notice::Tone;
use super::super::screens::lock::Cause;
use super::{boxes, call, handover, lock};
use crate::domain::when::Moment;
use crate::port::Request;

/// Takes the time in. Only asks for a drawing if some visible text is different now.
pub(super) fn tick(app: &mut App, now: Moment) -> Effects {
    let before = app.now;
    app.now = now;
    // A clock that was set back is not a desk that nobody touches.
    app.active = app.active.min(now);
    if lock::idle_at(app).is_some_and(|idle| idle <= now) {
        return lock::begin(app, Cause::Idle);
    }
    app.board.note_time(now);
    if changes(app, before, now) {
        app.dirty = true;
    }
    if app.notice.as_ref().and_then(|notice| notice.until).is_some_and(|until| until <= now) {
        app.notice = None;
        app.dirty = true;
    }
    if app.names_end().is_some_and(|end| end <= now) {
        app.hide_names();
    }
    handover::tick(app, before, now);
    let mut effects = Effects::new();
    effects.extend(set_back(app, before, now));
    effects.extend(late(app, before, now));
    app.settle_board();
    effects.extend(call::save_if_due(app));
    effects.extend(boxes::keep(app));
    effects
}

/// A clock that goes back while the desk is open: said at once, and noted in the record. No deadline moves by it.
fn set_back(app: &mut App, before: Moment, now: Moment) -> Option<Effect> {
    if before.since(now) <= TimeDelta::minutes(2) {
        return None;
    }
    app.warned_of_clock = true;
    let was = app.setting.protocol.zone.short(before);
    app.say(
        Tone::Warning,
        format!(
            "This clock was set back (it had been {was}). Deadlines stay as they are; have it set right."
        ),
    );
    Some(Effect::Store(Request::CheckTime { actor: app.setting.actor.clone(), now }))
}

/// Whether a minute (or a second, while seconds are shown) lies between two instants.
fn changes(app: &App, before: Moment, now: Moment) -> bool {
    let unit = if super::super::wake::next_wake(app) < TimeDelta::seconds(2) { 1000 } else { 60_000 };
    before.millis().div_euclid(unit) != now.millis().div_euclid(unit)
}

/// Rows whose duty became late since the last tick: said in words, marked for two minutes, and one bell.
fn late(app: &mut App, before: Moment, now: Moment) -> Option<Effect> {
    app.board.now_late.retain(|_, at| now.since(*at) < TimeDelta::minutes(2));
    let crossed: Vec<_> = app.board.rows.first_due(before, now).collect();
    if crossed.is_empty() {
        return None;
    }
    for id in &crossed {
        app.board.now_late.insert(*id, now);
    }
    let text = match crossed.as_slice() {
        [one] => format!("{one} is late now."),
        many => format!("{} contacts are late now.", many.len()),
    };
    app.say(Tone::Warning, text);
    app.board.unsorted = true;
    Some(Effect::Ring)
}
