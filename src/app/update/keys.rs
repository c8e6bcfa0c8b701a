//! Keys: the overlay on top first, then the field with the cursor, then the keymap.

use chrono::TimeDelta;

use super::super::action::Action;
use super::super::effect::{Effect, Effects};
use super::super::key::{Key, KeyCode};
use super::super::keymap::Resolved;
use super::super::notice::Tone;
use super::super::overlay::Overlay;
use super::super::screens::lock::Cause;
use super::super::{App, Screen};
use super::{
    access, boxes, call, close, find, go, handover, letters, lock, looked, menu, moves, open, refuse,
    retention, seek,
};
use crate::domain::query;
use crate::domain::schema::aids;
use crate::domain::way::Way;

/// Aids that one page moves on.
const AIDS_PAGE: usize = 8;
/// Lines an explanation is scrolled by at most; longer ones have never been seen.
const WHY_LINES: usize = 40;

/// Takes a key press in.
pub(super) fn press(app: &mut App, key: Key) -> Effects {
    if app.notice.as_ref().is_some_and(|notice| notice.tone == Tone::Warning && notice.until.is_none()) {
        app.notice = None;
    }
    if key == Key::f(12) {
        return run(app, Action::Lock);
    }
    if key == Key::ctrl('c') {
        return interrupt(app);
    }
    app.interrupted = None;
    if !app.overlays.is_empty() {
        return in_overlay(app, key);
    }
    if app.pending.is_empty() {
        if app.board.filtering && matches!(app.screen, Screen::Board | Screen::Horizon) {
            return find::filter_key(app, key);
        }
        if app.screen == Screen::Intake
            && let Some(effects) = call::typed(app, key)
        {
            return effects;
        }
    }
    let pending = std::mem::take(&mut app.pending);
    match app.keymap().resolve(app.contexts(), &pending, key) {
        Resolved::Action(action) => run(app, action),
        Resolved::Prefix(_) => {
            app.pending = pending;
            app.pending.push(key);
            Effects::new()
        }
        Resolved::Nothing if !pending.is_empty() => {
            if key.code != KeyCode::Esc {
                let typed: Vec<String> = pending.iter().chain([&key]).map(ToString::to_string).collect();
                app.say(Tone::Info, format!("{} is not a command.", typed.join(" ")));
            }
            Effects::new()
        }
        Resolved::Nothing => Effects::new(),
    }
}

/// Ctrl-C goes one step back; pressed again within two seconds it offers to quit.
fn interrupt(app: &mut App) -> Effects {
    let again = app.interrupted.is_some_and(|at| app.now.since(at) <= TimeDelta::seconds(2));
    app.interrupted = Some(app.now);
    if again {
        app.interrupted = None;
        return run(app, Action::Quit);
    }
    if app.overlays.is_empty() { run(app, Action::Back) } else { in_overlay(app, Key::plain(KeyCode::Esc)) }
}

/// Pasted text goes where text is typed, and nowhere else.
pub(super) fn paste(app: &mut App, text: &str) -> Effects {
    if looks_for(app) && text.chars().count() > query::LONGEST {
        return refuse(app, "That is too long to look for. Nothing was done with the text.");
    }
    match app.overlays.last_mut() {
        Some(Overlay::Form(_)) => return boxes::paste(app, text),
        Some(Overlay::Body(_)) => return call::body_paste(app, text),
        Some(Overlay::Palette(palette)) => {
            palette.query.paste(text);
            open::search(app);
            return Effects::new();
        }
        Some(Overlay::Help(help)) => {
            help.query.paste(text);
            open::search(app);
            return Effects::new();
        }
        Some(_) => return refuse(app, "There is no field to paste into here."),
        None => {}
    }
    match app.screen {
        Screen::Intake => call::paste(app, text),
        Screen::Board | Screen::Horizon if app.board.filtering => find::filter_paste(app, text),
        _ => refuse(app, "There is no field to paste into here. Nothing was done with the text."),
    }
}

/// Whether what is typed now is looked for, not kept.
fn looks_for(app: &App) -> bool {
    match app.overlays.last() {
        Some(overlay) => matches!(overlay, Overlay::Palette(_) | Overlay::Help(_)),
        None => matches!(app.screen, Screen::Board | Screen::Horizon) && app.board.filtering,
    }
}

fn in_overlay(app: &mut App, key: Key) -> Effects {
    let script = key == Key::f(9);
    match app.overlays.last() {
        Some(Overlay::Script) => {
            app.overlays.pop();
            Effects::new()
        }
        Some(overlay) if key == Key::ctrl('q') && !matches!(overlay, Overlay::Quit) => run(app, Action::Quit),
        Some(_) if script => {
            app.overlays.push(Overlay::Script);
            Effects::new()
        }
        // What to weigh stands beside a decision while it is typed, and leaves it as it is.
        Some(Overlay::Form(_)) if key == Key::ctrl('l') => over(app, Overlay::Aids(0)),
        Some(Overlay::Palette(_) | Overlay::Help(_)) => open::list_key(app, key),
        Some(Overlay::Form(_)) => boxes::key(app, key),
        Some(Overlay::Body(_)) => call::body_key(app, key),
        Some(Overlay::Matches(_)) => seek::key(app, key),
        Some(Overlay::Moves(_)) => moves::key(app, key),
        Some(Overlay::Menu(_)) => menu::key(app, key),
        Some(Overlay::Letter(_)) => letters::key(app, key),
        Some(Overlay::Compare(_)) => boxes::compare_key(app, key),
        Some(Overlay::Quit) => quit_key(app, key),
        Some(Overlay::Why(_)) => {
            why_key(app, key);
            Effects::new()
        }
        Some(Overlay::Aids(_)) => {
            aids_key(app, key);
            Effects::new()
        }
        // What was promised stays until it is dismissed on purpose: a stray letter of fast typing does not count.
        Some(Overlay::Promise(_)) => {
            promise_key(app, key);
            Effects::new()
        }
        None => Effects::new(),
    }
}

/// Keys in what to say to the caller: it scrolls where it does not fit.
fn promise_key(app: &mut App, key: Key) {
    let Some(Overlay::Promise(promise)) = app.overlays.last_mut() else { return };
    let last = promise.say.len() + promise.missing.len();
    match key.code {
        KeyCode::Down | KeyCode::PageDown => promise.top = promise.top.saturating_add(1).min(last),
        KeyCode::Up | KeyCode::PageUp => promise.top = promise.top.saturating_sub(1),
        KeyCode::Esc | KeyCode::Enter => {
            app.overlays.pop();
        }
        _ => {}
    }
}

/// Keys in an explanation: it scrolls where it does not fit; every other key closes it.
fn why_key(app: &mut App, key: Key) {
    let Some(Overlay::Why(why)) = app.overlays.last_mut() else { return };
    match key.code {
        KeyCode::Down | KeyCode::PageDown => why.top = why.top.saturating_add(1).min(WHY_LINES),
        KeyCode::Up | KeyCode::PageUp => why.top = why.top.saturating_sub(1),
        _ => {
            app.overlays.pop();
        }
    }
}

/// Keys in what to weigh: it scrolls; Esc, Enter and its own key close it.
fn aids_key(app: &mut App, key: Key) {
    let Some(Overlay::Aids(top)) = app.overlays.last_mut() else { return };
    let last = aids::AIDS.len().saturating_sub(1);
    match key.code {
        KeyCode::Down => *top = top.saturating_add(1).min(last),
        KeyCode::Up => *top = top.saturating_sub(1),
        KeyCode::PageDown => *top = top.saturating_add(AIDS_PAGE).min(last),
        KeyCode::PageUp => *top = top.saturating_sub(AIDS_PAGE),
        KeyCode::Home => *top = 0,
        KeyCode::Esc | KeyCode::Enter => {
            app.overlays.pop();
        }
        _ if key == Key::ctrl('l') => {
            app.overlays.pop();
        }
        _ => {}
    }
}

fn quit_key(app: &mut App, key: Key) -> Effects {
    app.overlays.pop();
    // The confirming key differs from the starting one; every other key stays.
    if key == Key::char('y') { quit(app) } else { Effects::new() }
}

fn quit(app: &mut App) -> Effects {
    let mut effects: Effects = call::save_now(app).into_iter().chain(boxes::keep(app)).collect();
    app.quitting = true;
    effects.push(Effect::Quit);
    effects
}

/// Hands the reference of the selected contact to the clipboard, and nothing else of it.
fn copy(app: &mut App) -> Effects {
    let shown =
        app.contact.as_ref().filter(|_| app.screen == Screen::Contact).map(|screen| screen.contact.id);
    let Some(id) = shown.or(app.board.selected) else { return refuse(app, "Select a contact first.") };
    app.say(
        Tone::Done,
        format!("{id} went to the clipboard, the reference alone, if the terminal allows it."),
    );
    vec![Effect::Copy(id)]
}

/// Puts a box over the screen.
fn over(app: &mut App, overlay: Overlay) -> Effects {
    app.overlays.push(overlay);
    Effects::new()
}

/// Runs an action, if it is available now.
pub(super) fn run(app: &mut App, action: Action) -> Effects {
    if let Err(reason) = app.available(action) {
        let noted = looked::refused(app, action);
        return refuse(app, reason).into_iter().chain(noted).collect();
    }
    match action {
        Action::Quit => over(app, Overlay::Quit),
        Action::Redraw => {
            let mut effects = vec![Effect::Repaint];
            effects.extend(app.retry());
            effects
        }
        Action::Names => {
            app.turn_names();
            looked::names_shown(app)
        }
        Action::Lock | Action::LockLetter => lock::begin(app, Cause::Asked),
        Action::PutAside => lock::begin(app, Cause::Stopped),
        Action::CopyReference => copy(app),
        Action::Script => over(app, Overlay::Script),
        Action::Aids => over(app, Overlay::Aids(0)),
        Action::Palette | Action::PaletteLetter => open::palette(app),
        Action::Help | Action::HelpLetter => open::help(app),
        Action::Filter
        | Action::Sort
        | Action::Columns
        | Action::Mark
        | Action::MarkRange
        | Action::MarkDown
        | Action::MarkUp
        | Action::MarkAll
        | Action::View1
        | Action::View2
        | Action::View3
        | Action::View4
        | Action::View5
        | Action::View6
        | Action::View7 => find::run(app, action),
        Action::Why => boxes::start(app, action),
        // Whatever changes a contact has a box, or a menu before it.
        action if action.row().doing.is_some() => boxes::start(app, action),
        Action::AddStaff | Action::ResetStaff | Action::StaffRole | Action::ShutOut | Action::NewDataKey => {
            access::run(app, action)
        }
        Action::NewCall | Action::NewCallLetter => call::start(app, Way::Telephone),
        Action::Consultation => call::start(app, Way::Consultation),
        Action::NewContact | Action::NewContactLetter => menu::start(app),
        Action::OtherCalls => call::other_calls(app),
        Action::GoLooked | Action::EarlierWeek | Action::LaterWeek | Action::ReviewLook => {
            looked::run(app, action)
        }
        Action::Moves => moves::open(app),
        Action::TakeOver => call::ask_take_over(app),
        Action::HandoverToEdt
        | Action::HandoverFromEdt
        | Action::HandoverShift
        | Action::HandoverUntil
        | Action::SignHandover
        | Action::TakeHandover => handover::run(app, action),
        Action::ProposeErasure | Action::AgreeErasure | Action::RefuseErasure => retention::run(app, action),
        Action::CloseDay => close::day(app),
        action if action.row().contexts == [super::super::action::Context::Intake] => call::run(app, action),
        action => go::run(app, action),
    }
}
