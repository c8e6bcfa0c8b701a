//! A list of entries of different heights, of which one is selected. For one contact and for boxes: a few hundred at most.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::area::line;
use super::flow::{Run, first_in_sight, runs, select};
use super::parts::put_right;
use super::parts::row::RowState;
use super::theme::Look;

/// An entry.
#[derive(Debug, Clone, Default)]
pub(in crate::ui) struct Item {
    /// A heading before it, with a blank line before that.
    pub(in crate::ui) heading: Option<String>,
    /// Its lines. The first one carries the selection.
    pub(in crate::ui) lines: Vec<Vec<Run>>,
    /// At the right end of its first line.
    pub(in crate::ui) right: Option<Run>,
    /// It is shown but cannot be selected.
    pub(in crate::ui) fixed: bool,
}

impl Item {
    fn height(&self, first: bool) -> u16 {
        let heading = match (&self.heading, first) {
            (None, _) => 0,
            (Some(_), true) => 1,
            (Some(_), false) => 2,
        };
        u16::try_from(self.lines.len()).unwrap_or(u16::MAX).saturating_add(heading)
    }
}

/// Draws the entries around the selected one, `selected` counting those that can be selected. Gives its place.
pub(in crate::ui) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    items: &[Item],
    selected: usize,
    look: &Look,
) -> Position {
    let chosen = items.iter().enumerate().filter(|(_, item)| !item.fixed).nth(selected).map(|(n, _)| n);
    let heights: Vec<u16> = items.iter().enumerate().map(|(n, item)| item.height(n == 0)).collect();
    let first = first_in_sight(&heights, chosen.unwrap_or(0), area.height);
    let mut at = area.as_position();
    let mut y = area.y;
    for (n, item) in items.iter().enumerate().skip(first) {
        if y >= area.bottom() {
            break;
        }
        if let Some(heading) = &item.heading {
            y += u16::from(n > first);
            runs(buffer, line(area, y), &[(format!(" {heading}"), look.theme.heading)], look);
            y += 1;
        }
        if chosen == Some(n) && y < area.bottom() {
            at = Position { x: area.x, y };
        }
        for (k, words) in item.lines.iter().enumerate() {
            let mut row = line(area, y);
            y += 1;
            if row.is_empty() {
                continue;
            }
            let whole = row;
            row.x += row.width.min(1);
            row.width = row.width.saturating_sub(2);
            if let (0, Some((text, style))) = (k, &item.right) {
                let from = put_right(buffer, row, text, *style, look);
                row.width = from.saturating_sub(row.x + 1);
            }
            runs(buffer, row, words, look);
            if k == 0 && chosen == Some(n) {
                select(buffer, whole, RowState { selected: true, ..RowState::default() }, look);
            }
        }
    }
    at
}
