//! The one way in: a message changes the application and asks for effects.

mod access;
mod boxes;
mod call;
mod close;
mod find;
mod go;
mod handover;
mod horizon;
mod keys;
mod letters;
mod lock;
mod looked;
mod many;
mod menu;
mod moves;
mod open;
mod replies;
mod retention;
mod searched;
mod seek;
mod send;
mod tick;
mod unlock;

pub(super) use call::save_now as save_call;
pub(super) use lock::idle_at;
pub(super) use searched::Search;

use super::action::Action;
use super::effect::{Effect, Effects};
use super::msg::{Mouse, Msg};
use super::notice::Tone;
use super::screens::lock::Cause;
use super::view_model::list_row_at;
use super::{App, First, Screen};

/// Takes one message in.
pub fn update(app: &mut App, msg: Msg) -> Effects {
    if matches!(msg, Msg::Key(_) | Msg::Paste { .. } | Msg::Mouse(_)) {
        app.active = app.now;
    }
    if app.lock.is_some() {
        return lock::take(app, msg);
    }
    let done = take(app, msg);
    if app.lock.is_some() {
        return done;
    }
    // A search that has settled is noted before anything that ends the program.
    let mut effects: Effects = searched::look(app).into_iter().chain(done).collect();
    effects.extend(seek::look(app));
    horizon::settle(app);
    app.keep_in_sight();
    effects
}

/// Does the first thing that the program was started for.
pub fn begin(app: &mut App, first: First) -> Effects {
    let effects = match first {
        First::NewCall => keys::run(app, Action::NewCall),
        First::Consultation => keys::run(app, Action::Consultation),
        First::GoOn(id) => call::go_on(app, id),
    };
    app.keep_in_sight();
    effects
}

fn take(app: &mut App, msg: Msg) -> Effects {
    match msg {
        Msg::Key(key) => {
            app.last_key = Some(app.now);
            app.dirty = true;
            keys::press(app, key)
        }
        Msg::Paste { text, dropped } => {
            app.dirty = true;
            let effects = keys::paste(app, &text);
            if dropped > 0 {
                app.say(
                    Tone::Warning,
                    format!("The paste was too long: its last {dropped} bytes were left out."),
                );
            }
            effects
        }
        Msg::Mouse(turned) => {
            app.dirty = true;
            mouse(app, turned)
        }
        Msg::Resize(columns, rows) => {
            app.size = (columns, rows);
            app.dirty = true;
            Effects::new()
        }
        Msg::Focus(true) => {
            app.dirty = true;
            Effects::new()
        }
        Msg::Focus(false) => {
            app.hide_names();
            call::save_now(app).into_iter().chain(boxes::keep(app)).collect()
        }
        Msg::Stop if app.screen == Screen::Welcome => vec![Effect::Stop],
        Msg::Stop => lock::begin(app, Cause::Stopped),
        Msg::Tick(now) => tick::tick(app, now),
        Msg::Rules(rules) => moves::rules(app, rules),
        Msg::Store(reply) => replies::take(app, reply),
        Msg::Hangup => {
            let mut effects: Effects = call::save_now(app).into_iter().chain(boxes::keep(app)).collect();
            app.quitting = true;
            effects.push(Effect::Quit);
            effects
        }
    }
}

fn mouse(app: &mut App, mouse: Mouse) -> Effects {
    match mouse {
        Mouse::Wheel(towards) => {
            go::step(app, if towards { 3 } else { -3 });
            Effects::new()
        }
        Mouse::Press(column, row) => click(app, (column, row)),
    }
}

/// A click on a row of the board selects it, another one opens it. Over a box it does nothing: nothing is decided by a slip.
fn click(app: &mut App, at: (u16, u16)) -> Effects {
    if app.screen != Screen::Board || !app.overlays.is_empty() || app.board.columns {
        return Effects::new();
    }
    let shown = list_row_at(app.size, at).and_then(|row| app.board.order.get(app.board.top + row).copied());
    match shown {
        Some(id) if app.board.selected == Some(id) => keys::run(app, Action::Open),
        Some(id) => {
            app.board.select(id);
            Effects::new()
        }
        None => Effects::new(),
    }
}

/// Says why something is not possible.
fn refuse(app: &mut App, text: impl Into<String>) -> Effects {
    app.say(Tone::Warning, text);
    Effects::new()
}
