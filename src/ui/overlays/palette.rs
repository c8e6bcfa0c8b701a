//! Every command, found by a few letters.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::overlay::{Entry, Palette, Target};
use crate::ui::area::{line, take_bottom, take_top};
use crate::ui::flow::{Flow, run, runs, select};
use crate::ui::parts::row::RowState;
use crate::ui::parts::scroll::Scroll;
use crate::ui::parts::{put, put_right, rule};
use crate::ui::theme::Look;
use crate::ui::typed;

/// Draws the palette.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, palette: &Palette, look: &Look) {
    let size = (72, area.height.saturating_sub(2).min(24));
    let buffer = frame.buffer_mut();
    let inner = super::boxed(buffer, area, size, "Commands", "Ctrl-P", false, look);
    let caret = list(buffer, inner, &palette.query, &palette.found, palette.selected, look);
    frame.set_cursor_position(caret);
}

/// The query, the entries around the highlighted one, and what that one does or why it is off. Gives the place of the caret.
pub(super) fn list(
    buffer: &mut Buffer,
    mut area: Rect,
    query: &crate::app::form::edit::Editor,
    found: &[Entry],
    selected: usize,
    look: &Look,
) -> Position {
    let theme = &look.theme;
    let top = take_top(&mut area, 1);
    let x = put(buffer, (top.x, top.y), "> ", top.width, theme.accent, look);
    let field = Rect { x, width: top.right().saturating_sub(x), ..top };
    let caret = typed::draw(buffer, field, query, theme.base, look);
    rule::across(buffer, take_top(&mut area, 1), look.glyphs.rule, theme.border, look);
    let lines = 3.min(area.height / 3);
    let foot = take_bottom(&mut area, lines);
    rule::across(buffer, foot, look.glyphs.rule, theme.border, look);
    let height = usize::from(area.height);
    let scroll = Scroll::following(selected, selected.saturating_sub(height / 2), height, found.len());
    let shown = found.iter().enumerate().skip(scroll.above).take(scroll.shown);
    for ((n, entry), y) in shown.zip(area.top()..) {
        row(buffer, line(area, y), entry, n == selected, look);
    }
    if found.is_empty() {
        runs(buffer, area, &[run("Nothing is called that. Fewer letters find more.", theme.muted)], look);
    }
    let foot = Rect { y: foot.y + 1, height: foot.height.saturating_sub(1), ..foot };
    let mut flow = Flow::new(buffer, foot, look);
    match found.get(selected) {
        Some(Entry { off: Some(why), .. }) => flow.wrapped(&format!("Off now: {why}"), theme.warning, 2),
        Some(Entry { target: Target::Action(action), .. }) => flow.wrapped(action.row().doc, theme.muted, 2),
        Some(Entry { target: Target::Deed(deed), .. }) => flow.wrapped(deed.deed().doc, theme.muted, 2),
        Some(Entry { target: Target::Contact(_), .. }) => flow.wrapped("Opens the contact.", theme.muted, 2),
        None => {}
    }
    caret
}

fn row(buffer: &mut Buffer, area: Rect, entry: &Entry, selected: bool, look: &Look) {
    let theme = &look.theme;
    let off = entry.off.is_some();
    let (words, keys) = if off { (theme.disabled, theme.disabled) } else { (theme.base, theme.key) };
    let mut inner = Rect { x: area.x + 2.min(area.width), width: area.width.saturating_sub(3), ..area };
    let key = if off { format!("{}  off", entry.key) } else { entry.key.clone() };
    let from = put_right(buffer, inner, key.trim(), keys, look);
    inner.width = from.saturating_sub(inner.x + 2);
    runs(buffer, inner, &[run(entry.title.as_str(), words)], look);
    select(buffer, area, RowState { selected, ..RowState::default() }, look);
}
