//! A few things, each chosen by one key.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::app::overlay::{Menu, MenuRow};
use crate::ui::flow::{Flow, run, select};
use crate::ui::parts::row::RowState;
use crate::ui::text;
use crate::ui::theme::Look;

/// Cells of a menu.
const WIDE: u16 = 72;
/// Cells before a reason.
const INDENT: usize = 5;

/// Draws the menu. Under what cannot be chosen now stands why, where there is room for every reason.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, menu: &Menu, look: &Look) {
    let theme = &look.theme;
    let most = usize::from(WIDE.min(area.width).saturating_sub(4).max(1));
    let lines = |words: &String| text::wrap(words, most).len();
    let about: usize = menu.about.iter().map(lines).sum();
    let reasons: Vec<Vec<String>> = menu.rows.iter().map(|row| reason(row, most)).collect();
    let whole = menu.rows.len() + reasons.iter().map(Vec::len).sum::<usize>();
    let room = usize::from(area.height).saturating_sub(4);
    let explained = whole <= room;
    let rows = if explained { whole } else { menu.rows.len() };
    let wanted = u16::try_from(about + rows + 4).unwrap_or(u16::MAX);
    let size = (WIDE, wanted.min(area.height));
    let inner = super::boxed(frame.buffer_mut(), area, size, &menu.title, "", false, look);
    let mut caret = inner.as_position();
    let buffer = frame.buffer_mut();
    let mut flow = Flow::new(buffer, inner, look);
    let rows = u16::try_from(rows).unwrap_or(u16::MAX);
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
    for (n, (row, reason)) in
        menu.rows.iter().zip(&reasons).enumerate().skip(if explained { 0 } else { first })
    {
        if flow.room() == 0 {
            break;
        }
        let at = Rect { height: 1, ..flow.rest() };
        if n == menu.selected {
            caret = Position { x: at.x + 2.min(at.width.saturating_sub(1)), y: at.y };
            chosen = Some(at);
        }
        let label = text::display(&row.label, text::Lines::One).into_owned();
        let (key, words) =
            if row.off.is_some() { (theme.muted, theme.muted) } else { (theme.key, theme.base) };
        flow.line(&[run(format!("  {}  ", row.letter), key), run(label, words)]);
        for line in reason.iter().filter(|_| explained) {
            flow.text(format!("{:INDENT$}{line}", ""), theme.muted);
        }
    }
    if let Some(at) = chosen {
        select(buffer, at, RowState { selected: true, ..RowState::default() }, look);
    }
    frame.set_cursor_position(caret);
}

/// Why a row cannot be chosen, in lines.
fn reason(row: &MenuRow, most: usize) -> Vec<String> {
    let Some(why) = &row.off else { return Vec::new() };
    text::wrap(&text::display(why, text::Lines::One), most.saturating_sub(INDENT).max(1))
}
