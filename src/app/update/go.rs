//! Moving about: rows, tabs, screens, one step back.

use super::super::action::Action;
use super::super::effect::{Effect, Effects};
use super::super::notice::Tone;
use super::super::screens::contact::Tab;
use super::super::{App, Screen};
use super::{access, call, handover, horizon, looked, retention};
use crate::app::Then;
use crate::domain::ids::ContactId;
use crate::port::Request;

/// Runs an action that moves.
pub(super) fn run(app: &mut App, action: Action) -> Effects {
    let page = isize::from(i16::try_from(app.size.1.saturating_sub(8)).unwrap_or(i16::MAX).max(1));
    match action {
        Action::Down => step(app, 1),
        Action::Up => step(app, -1),
        Action::PageDown => step(app, page),
        Action::PageUp => step(app, -page),
        Action::Top => step(app, isize::MIN),
        Action::Bottom => step(app, isize::MAX),
        Action::Open => return open(app),
        Action::Back => return back(app),
        Action::GoBoard => return to_board(app),
        Action::GoHandover => return handover::show(app),
        Action::GoRetention => return retention::show(app),
        Action::GoAccess => return access::show(app),
        Action::GoHorizon => return horizon::show(app),
        Action::ZoomIn | Action::ZoomOut | Action::Later | Action::Earlier | Action::Now => {
            return horizon::run(app, action);
        }
        Action::GoLast => {
            if let Some(id) = app.last_contact {
                return show(app, id);
            }
        }
        Action::NextContact => return beside(app, 1),
        Action::PreviousContact => return beside(app, -1),
        Action::NextTab => turn(app, 1),
        Action::PreviousTab => turn(app, Tab::ALL.len() - 1),
        Action::Tab1 => tab(app, Tab::Timeline),
        Action::Tab2 => tab(app, Tab::Referral),
        Action::Tab3 => tab(app, Tab::Clocks),
        Action::Tab4 => tab(app, Tab::Decisions),
        Action::Tab5 => tab(app, Tab::Work),
        Action::Tab6 => tab(app, Tab::Told),
        Action::Tab7 => tab(app, Tab::Letters),
        _ => {}
    }
    Effects::new()
}

/// Moves the selection by so many rows.
pub(super) fn step(app: &mut App, by: isize) {
    match app.screen {
        Screen::Board => app.board.step(by),
        Screen::Horizon => horizon::step(app, by),
        Screen::Contact => {
            if let Some(screen) = app.contact.as_mut() {
                screen.step(by);
            }
        }
        Screen::Handover => {
            if let Some(screen) = app.handover.as_mut() {
                screen.step(by);
            }
            handover::follow(app);
        }
        Screen::Looked => {
            if let Some(screen) = app.looked.as_mut() {
                screen.step(by);
            }
        }
        Screen::Retention => {
            if let Some(screen) = app.retention.as_mut() {
                screen.step(by);
            }
        }
        Screen::Access => {
            if let Some(screen) = app.access.as_mut() {
                screen.step(by);
            }
        }
        Screen::Intake => call::step_review(app, by),
        Screen::Welcome => {}
    }
}

/// Opens the selected row: a contact, or a call to go on with.
fn open(app: &mut App) -> Effects {
    match app.screen {
        // The board's selection is the contact of the selected deadline.
        Screen::Horizon if app.horizon.selected.is_none() => Effects::new(),
        Screen::Board | Screen::Horizon => match app.board.selected {
            Some(id) if app.board.is_draft(id) => call::go_on(app, id),
            Some(id) => show(app, id),
            None => Effects::new(),
        },
        Screen::Contact => super::boxes::open_row(app),
        Screen::Handover => handover::open_row(app),
        Screen::Looked => looked::open_row(app),
        Screen::Retention => retention::open_row(app),
        Screen::Access => {
            access::enter(app);
            Effects::new()
        }
        Screen::Welcome => {
            app.wants_training = true;
            app.quitting = true;
            vec![Effect::Quit]
        }
        Screen::Intake => Effects::new(),
    }
}

/// Shows a contact; the record sends it and notes who looked.
pub(super) fn show(app: &mut App, id: ContactId) -> Effects {
    app.board.select(id);
    match app.screen {
        Screen::Contact => {}
        Screen::Horizon => app.behind = Screen::Horizon,
        _ => app.behind = Screen::Board,
    }
    if app.contact.as_ref().is_some_and(|screen| screen.contact.id != id) {
        app.contact = None;
    }
    app.then = Some((id, Then::Do(Action::Open)));
    vec![Effect::Store(Request::OpenContact { id, actor: app.setting.actor.clone(), now: app.now })]
}

fn beside(app: &mut App, by: isize) -> Effects {
    app.board.step(by);
    match app.board.selected {
        Some(id) if !app.board.is_draft(id) && Some(id) != app.contact.as_ref().map(|s| s.contact.id) => {
            show(app, id)
        }
        _ => {
            app.say(Tone::Info, "There is no further contact in this view.");
            Effects::new()
        }
    }
}

fn turn(app: &mut App, by: usize) {
    if let Some(screen) = app.contact.as_mut() {
        let at = Tab::ALL.iter().position(|tab| *tab == screen.tab).unwrap_or(0);
        let next = Tab::ALL.iter().cycle().nth(at + by).copied().unwrap_or(Tab::Timeline);
        tab(app, next);
    }
}

fn tab(app: &mut App, tab: Tab) {
    if let Some(screen) = app.contact.as_mut() {
        screen.tab = tab;
        screen.selected = 0;
    }
}

pub(super) fn to_board(app: &mut App) -> Effects {
    app.screen = Screen::Board;
    if let Some(screen) = app.handover.as_mut() {
        screen.opened = None;
    }
    if let Some(screen) = app.looked.as_mut() {
        screen.opened = None;
    }
    if let Some(screen) = app.retention.as_mut() {
        screen.opened = None;
    }
    vec![Effect::Store(Request::CloseContact)]
}

/// One step back: leave the notes, keep the call and leave it, clear the filter, go back to the board or the horizon.
fn back(app: &mut App) -> Effects {
    match app.screen {
        Screen::Intake => call::leave(app),
        Screen::Contact if handover::led_to(app) => handover::show(app),
        Screen::Contact if looked::led_to(app) => looked::show(app),
        Screen::Contact if retention::led_to(app) => retention::show(app),
        Screen::Handover => handover::back(app),
        Screen::Access => access::back(app),
        Screen::Contact if app.behind == Screen::Horizon => {
            app.screen = Screen::Horizon;
            vec![Effect::Store(Request::CloseContact)]
        }
        Screen::Horizon if !app.board.filter.text().is_empty() => {
            super::find::clear(app);
            Effects::new()
        }
        Screen::Contact | Screen::Horizon | Screen::Looked | Screen::Retention => to_board(app),
        Screen::Board => {
            if !app.board.marked.is_empty() {
                app.board.marked.clear();
                app.say(Tone::Info, "Nothing is marked any more.");
            } else if app.board.filter.text().is_empty() {
                app.say(Tone::Info, "This is the board. Ctrl-Q leaves the desk.");
            } else {
                super::find::clear(app);
            }
            Effects::new()
        }
        Screen::Welcome => Effects::new(),
    }
}
