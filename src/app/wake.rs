//! When something on screen changes next without anybody touching a key.

use chrono::TimeDelta;

use super::{App, Screen};
use crate::domain::when::Moment;

/// How long the desk sleeps at most when nothing counts down: the header shows minutes.
const MINUTE: i64 = 60_000;

/// How long until the next tick is needed. With nothing due it is the next full minute, so an idle board wakes once a
/// minute.
#[must_use]
pub fn next_wake(app: &App) -> TimeDelta {
    let now = app.now;
    let next_minute =
        Moment::from_millis(now.millis().div_euclid(MINUTE).saturating_add(1).saturating_mul(MINUTE));
    let next_second =
        Moment::from_millis(now.millis().div_euclid(1000).saturating_add(1).saturating_mul(1000));
    if let Some(lock) = &app.lock {
        // A wait is counted down in seconds; what cannot be saved yet is looked at as often.
        let soon = lock.wait(now).is_some() || lock.holds() || lock.give_up.is_some();
        return if soon { next_second } else { next_minute }.since(now);
    }
    let mut wakes = vec![next_minute];
    wakes.extend(app.notice.as_ref().and_then(|notice| notice.until));
    wakes.extend(app.names_end());
    wakes.extend(super::update::idle_at(app));
    wakes.extend(app.search.settles());
    wakes.extend(app.intake.as_ref().and_then(super::screens::intake::IntakeScreen::save_due));
    if app.overlays.iter().any(super::overlay::Overlay::is_dirty_form) {
        wakes.push(next_second);
    }
    let counting = match app.screen {
        Screen::Board => !app.board.in_seconds.is_empty(),
        // The call timer shows seconds.
        Screen::Intake => true,
        Screen::Contact => app.contact.as_ref().is_some_and(|screen| screen.counts_seconds(now)),
        // Times of a handover and of the horizon are told in minutes.
        Screen::Horizon
        | Screen::Handover
        | Screen::Looked
        | Screen::Welcome
        | Screen::Retention
        | Screen::Access => false,
    };
    if counting {
        wakes.push(next_second);
    }
    if app.board.unsorted {
        wakes.push(now + TimeDelta::seconds(2));
    }
    let first = wakes.into_iter().filter(|wake| *wake > now).min().unwrap_or(next_minute);
    first.since(now)
}
