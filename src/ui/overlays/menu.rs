//! A few things, each chosen by one key.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::app::overlay::Menu;
use crate::ui::flow::{Flow, run, select};
use crate::ui::parts::row::RowState;
use crate::ui::text;
use crate::ui::theme::Look;

/// Cells of a menu.
const WIDE: u16 = 72;

/// Draws the menu.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, menu: &Menu, look: &Look) {
    let theme = &look.theme;
    let most = usize::from(WIDE.min(area.width).saturating_sub(4).max(1));
    let lines = |words: &String| text::wrap(words, most).len();
    let about: usize = menu.about.iter().map(lines).sum();
    let wanted = u16::try_from(about + menu.rows.len() + 4).unwrap_or(u16::MAX);
    let size = (WIDE, wanted.min(area.height));
    let inner = super::boxed(frame.buffer_mut(), area, size, &menu.title, "", false, look);
    let mut caret = inner.as_position();
    let buffer = frame.buffer_mut();
    let mut flow = Flow::new(buffer, inner, look);
    let rows = u16::try_from(menu.rows.len()).unwrap_or(u16::MAX);
    for sentence in &menu.about {
        // What can be chosen never gives way to what is said about it.
        let room = flow.room().saturating_sub(rows);
        flow.wrapped(sentence, theme.muted, room);
    }
    if flow.room() > rows {
        flow.gap();
    }
    let mut chosen = None;
    // In a low window the list follows the highlighted row.
    let room = usize::from(flow.room()).max(1);
    let first = menu.selected.saturating_add(1).saturating_sub(room);
    for (n, row) in menu.rows.iter().enumerate().skip(first) {
        if flow.room() == 0 {
            break;
        }
        let at = Rect { height: 1, ..flow.rest() };
        if n == menu.selected {
            caret = Position { x: at.x + 2.min(at.width.saturating_sub(1)), y: at.y };
            chosen = Some(at);
        }
        flow.line(&[
            run(format!("  {}  ", row.letter), theme.key),
            run(text::display(&row.label, text::Lines::One).into_owned(), theme.base),
        ]);
    }
    if let Some(at) = chosen {
        select(buffer, at, RowState { selected: true, ..RowState::default() }, look);
    }
    frame.set_cursor_position(caret);
}
