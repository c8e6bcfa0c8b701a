//! Deadlines that changed rules would move: listed, and confirmed by a manager.

use std::sync::Arc;

use super::super::App;
use super::super::action::Action;
use super::super::effect::Effects;
use super::super::key::{Key, KeyCode};
use super::super::keymap::Keymap;
use super::super::notice::Tone;
use super::super::overlay::{MovesList, Overlay};
use super::{go, many, refuse};
use crate::domain::ids::ContactId;
use crate::domain::protocol::Protocol;
use crate::domain::recount::{Affected, Shift};

/// Rows that a page moves on.
const PAGE: usize = 10;

impl App {
    /// Every deadline that would move with its contact, in the order of the list.
    pub fn moving(&self) -> impl Iterator<Item = (ContactId, &Shift)> {
        self.moves.iter().flat_map(|(id, shifts)| shifts.iter().map(|shift| (*id, shift)))
    }
}

/// The record told which deadlines would move. Said once all open contacts have been looked at.
pub(super) fn found(app: &mut App, affected: Vec<Affected>, complete: bool) -> Effects {
    for one in affected {
        if one.shifts.is_empty() {
            app.moves.remove(&one.id);
        } else {
            app.moves.insert(one.id, one.shifts);
        }
    }
    let count = app.moving().count();
    if let Some(Overlay::Moves(list)) =
        app.overlays.iter_mut().find(|overlay| matches!(overlay, Overlay::Moves(_)))
    {
        list.selected = list.selected.min(count.saturating_sub(1));
        list.marked.retain(|id| app.moves.contains_key(id));
    }
    if count == 0 {
        app.moves_told = false;
    } else if complete && !app.moves_told {
        app.moves_told = true;
        let key = Keymap::shown(Action::Moves);
        let said = match count {
            1 => format!("1 deadline would move under the changed rules: {key} shows it."),
            n => format!("{n} deadlines would move under the changed rules: {key} shows them."),
        };
        app.say(Tone::Warning, said);
    }
    Effects::new()
}

/// The rules were changed while the desk is open. From now on they hold for what is new; what runs stands as it is.
pub(super) fn rules(app: &mut App, rules: Result<Arc<Protocol>, String>) -> Effects {
    match rules {
        Ok(rules) => {
            app.say(Tone::Info, format!("The rules of this desk were changed: {} holds now.", rules.stamp()));
            app.setting.protocol = rules;
            app.moves.clear();
            app.moves_told = false;
            app.start()
        }
        Err(why) => refuse(app, format!("The changed rules cannot be used, those of before hold. {why}")),
    }
}

/// Opens the list.
pub(super) fn open(app: &mut App) -> Effects {
    if app.moves.is_empty() {
        app.say(Tone::Info, "No deadline would move: every clock goes by the rules in force.");
        return Effects::new();
    }
    app.overlays.push(Overlay::Moves(MovesList::default()));
    Effects::new()
}

/// A key in the list.
pub(super) fn key(app: &mut App, key: Key) -> Effects {
    let rows: Vec<ContactId> = app.moving().map(|(id, _)| id).collect();
    let Some(Overlay::Moves(list)) = app.overlays.last_mut() else { return Effects::new() };
    let end = rows.len().saturating_sub(1);
    let here = rows.get(list.selected).copied();
    match key.code {
        KeyCode::Esc => {
            app.overlays.pop();
        }
        KeyCode::Down | KeyCode::Char('j') => list.selected = list.selected.saturating_add(1).min(end),
        KeyCode::Up | KeyCode::Char('k') => list.selected = list.selected.saturating_sub(1),
        KeyCode::PageDown => list.selected = list.selected.saturating_add(PAGE).min(end),
        KeyCode::PageUp => list.selected = list.selected.saturating_sub(PAGE),
        KeyCode::Home => list.selected = 0,
        KeyCode::End => list.selected = end,
        KeyCode::Char(' ') => {
            if let Some(id) = here
                && !list.marked.remove(&id)
            {
                list.marked.insert(id);
            }
        }
        KeyCode::Char('*') => {
            let all = rows.iter().all(|id| list.marked.contains(id));
            list.marked = if all { std::collections::BTreeSet::new() } else { rows.into_iter().collect() };
        }
        KeyCode::Enter => {
            if let Some(id) = here {
                app.overlays.pop();
                return go::show(app, id);
            }
        }
        KeyCode::Char('y') => return confirm(app),
        _ => {}
    }
    Effects::new()
}

/// Asks for the reason, for the marked contacts or for all of them.
fn confirm(app: &mut App) -> Effects {
    let Some(Overlay::Moves(list)) = app.overlays.last() else { return Effects::new() };
    let ids: Vec<ContactId> = if list.marked.is_empty() {
        app.moves.keys().copied().collect()
    } else {
        list.marked.iter().copied().collect()
    };
    if let Err(reason) = app.may_recount(&ids) {
        return refuse(app, reason);
    }
    many::open(app, Action::ConfirmMoves, ids)
}
