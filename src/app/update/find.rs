//! Finding rows: filter, views, order, columns.

use super::super::App;
use super::super::action::Action;
use super::super::effect::Effects;
use super::super::key::{Key, KeyCode};
use super::super::screens::board::{Sort, View};
use super::go;

/// Runs an action that finds.
pub(super) fn run(app: &mut App, action: Action) -> Effects {
    match action {
        Action::Mark | Action::MarkRange | Action::MarkDown | Action::MarkUp | Action::MarkAll => {
            mark(app, action);
            return Effects::new();
        }
        Action::Filter => app.board.filtering = true,
        Action::Sort => {
            let at = Sort::ALL.iter().position(|sort| *sort == app.board.sort).unwrap_or(0);
            app.board.sort = Sort::ALL.iter().cycle().nth(at + 1).copied().unwrap_or(Sort::Due);
        }
        Action::Columns => app.board.columns = !app.board.columns,
        Action::View1 => app.board.view = View::All,
        Action::View2 => app.board.view = View::Mine,
        Action::View3 => app.board.view = View::Unallocated,
        Action::View4 => app.board.view = View::Late,
        Action::View5 => app.board.view = View::Red,
        Action::View6 => app.board.view = View::Manager,
        Action::View7 => app.board.view = View::OutOfHours,
        _ => {}
    }
    app.sort_board();
    Effects::new()
}

/// Marks contacts. Rows stay where they are.
fn mark(app: &mut App, action: Action) {
    match action {
        Action::Mark => {
            app.board.toggle_mark();
        }
        Action::MarkRange => app.board.turn_range(),
        Action::MarkDown => app.board.extend_marks(1),
        Action::MarkUp => app.board.extend_marks(-1),
        _ => app.board.mark_all(),
    }
}

/// A key while the filter has the cursor.
pub(super) fn filter_key(app: &mut App, key: Key) -> Effects {
    match key.code {
        KeyCode::Esc => clear(app),
        KeyCode::Enter => app.board.filtering = false,
        KeyCode::Down => go::step(app, 1),
        KeyCode::Up => go::step(app, -1),
        KeyCode::PageDown => return go::run(app, Action::PageDown),
        KeyCode::PageUp => return go::run(app, Action::PageUp),
        KeyCode::F(_) => {
            app.board.filtering = false;
            return super::keys::press(app, key);
        }
        KeyCode::Char('p' | 'q' | 'r') if key.ctrl => {
            app.board.filtering = false;
            return super::keys::press(app, key);
        }
        _ => {
            if app.board.filter.key(key) {
                app.sort_board();
            }
        }
    }
    Effects::new()
}

/// Text pasted into the filter.
pub(super) fn filter_paste(app: &mut App, text: &str) -> Effects {
    if app.board.filter.paste(text) {
        app.sort_board();
    }
    Effects::new()
}

/// Shows everything again.
pub(super) fn clear(app: &mut App) {
    app.board.filtering = false;
    app.board.filter.set_text("");
    app.sort_board();
}
