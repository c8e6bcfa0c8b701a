//! Menus of a few things, each chosen by one key.

use super::super::App;
use super::super::effect::Effects;
use super::super::key::{Key, KeyCode};
use super::super::notice::Tone;
use super::super::overlay::{Menu, MenuRow, Overlay, Pick};
use super::{call, letters, refuse};
use crate::domain::way::Way;

/// Opens the start menu: every way in which a contact comes.
pub(super) fn start(app: &mut App) -> Effects {
    let row = |way: &Way| MenuRow::new(way.letter(), way.label(), Pick::Start(*way));
    let mut about = Vec::new();
    if app.intake.is_some() {
        about.push("The call that is open is parked; nothing of it is lost.".to_owned());
    }
    let rows = Way::ALL.iter().map(row).collect();
    open(app, Menu { title: "New contact".to_owned(), about, rows, selected: 0 })
}

/// Opens a menu.
pub(super) fn open(app: &mut App, menu: Menu) -> Effects {
    app.overlays.push(Overlay::Menu(menu));
    Effects::new()
}

/// A key in the menu on top.
pub(super) fn key(app: &mut App, key: Key) -> Effects {
    let Some(Overlay::Menu(menu)) = app.overlays.last_mut() else { return Effects::new() };
    let last = menu.rows.len().saturating_sub(1);
    match key.code {
        KeyCode::Esc => {
            app.overlays.pop();
            Effects::new()
        }
        KeyCode::Down | KeyCode::Tab => {
            menu.selected = menu.selected.saturating_add(1).min(last);
            Effects::new()
        }
        KeyCode::Up | KeyCode::BackTab => {
            menu.selected = menu.selected.saturating_sub(1);
            Effects::new()
        }
        KeyCode::Enter => {
            let row = menu.rows.get(menu.selected).cloned();
            choose(app, row)
        }
        _ => {
            let Some(typed) = key.typed() else { return Effects::new() };
            let letter = typed.to_lowercase().next().unwrap_or(typed);
            let row = menu.rows.iter().find(|row| row.letter == letter).cloned();
            if row.is_none() {
                app.say(Tone::Info, format!("{typed} is none of these. Esc closes the menu."));
                return Effects::new();
            }
            choose(app, row)
        }
    }
}

fn choose(app: &mut App, row: Option<MenuRow>) -> Effects {
    let Some(row) = row else { return Effects::new() };
    if let Some(why) = row.off {
        return refuse(app, why);
    }
    app.overlays.pop();
    match row.pick {
        Pick::Start(way) => call::start(app, way),
        Pick::End(ending) => call::end(app, ending),
        Pick::File(ending) => call::file_broken_off(app, ending),
        Pick::Attach => call::ask_attach(app),
        Pick::GoTo(id) => call::go_on(app, id),
        Pick::Show(id) => super::looked::open(app, id),
        Pick::Convert => call::become_referral(app),
        Pick::Deed(deed) => super::boxes::record::open(app, deed),
        Pick::Do(action) => super::keys::run(app, action),
        Pick::OwnDuty => super::boxes::record::own_duty(app),
        Pick::Letter(kind) => letters::choose(app, kind),
        Pick::Request(agency) => letters::request(app, agency),
    }
}
