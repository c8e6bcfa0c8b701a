//! The horizon: its window over time, and its selection.

use super::super::action::Action;
use super::super::effect::{Effect, Effects};
use super::super::notice::Tone;
use super::super::{App, Screen};
use crate::domain::horizon::Window;
use crate::port::Request;

/// Shows the horizon as it was left, beginning now, with a duty of the board's contact selected.
pub(super) fn show(app: &mut App) -> Effects {
    app.screen = Screen::Horizon;
    app.horizon.begin = None;
    let selected = app.horizon.selected.as_ref().map(|spot| spot.id);
    if selected != app.board.selected {
        app.horizon.select_contact(&app.board);
    }
    vec![Effect::Store(Request::CloseContact)]
}

/// Runs an action that changes what is shown.
pub(super) fn run(app: &mut App, action: Action) -> Effects {
    let (now, zone) = (app.now, app.setting.protocol.zone);
    let window = window(app);
    let horizon = &mut app.horizon;
    match action {
        Action::ZoomIn => horizon.zoom = horizon.zoom.closer(),
        Action::ZoomOut => horizon.zoom = horizon.zoom.wider(),
        Action::Now => horizon.begin = None,
        Action::Earlier if horizon.begin.is_none() => {
            app.say(Tone::Info, "This is now. Late deadlines stand at the left.");
        }
        Action::Earlier => horizon.begin = window.moved(horizon.zoom, false, now, zone),
        Action::Later if horizon.dues.from(window.to).all == 0 => {
            app.say(Tone::Info, "Nothing falls due after what is shown.");
        }
        Action::Later => horizon.begin = window.moved(horizon.zoom, true, now, zone),
        _ => {}
    }
    Effects::new()
}

/// Moves the selection by so many rows.
pub(super) fn step(app: &mut App, by: isize) {
    let window = window(app);
    app.horizon.step(by, &app.board, window);
}

/// Keeps rows and selection true after every message. The board's selection goes along, so that actions are about the contact
/// of the selected deadline.
pub(super) fn settle(app: &mut App) {
    if app.screen != Screen::Horizon {
        return;
    }
    let window = window(app);
    app.horizon.refresh(&app.board, window);
    if let Some(spot) = &app.horizon.selected {
        app.board.select(spot.id);
    }
}

fn window(app: &App) -> Window {
    app.horizon.window(app.now, app.setting.protocol.zone)
}
