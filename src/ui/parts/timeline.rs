//! One entry of a contact's record: time, sign on an upright line, what, by whom; the detail beside it or under it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::row::RowState;
use super::{cells, put, put_right};
use crate::ui::text;
use crate::ui::theme::Look;

/// An entry. Texts are shown as given; names only if the caller gives names.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Local time, `13:51`.
    pub time: &'a str,
    /// The sign of its kind, one cell, and its look.
    pub sign: (&'a str, Style),
    /// What happened or is due.
    pub title: &'a str,
    /// More about it.
    pub detail: &'a str,
    /// Who did it.
    pub who: &'a str,
}

/// Columns before the title: selection sign, time, sign and dash.
const BEFORE: u16 = 10;
/// Cells of the title where the detail stands beside it.
const TITLE: u16 = 22;

impl Entry<'_> {
    /// Draws the entry in one line: ` 13:30 ◆─ Police checks back     2 call-outs since Aug      system`.
    pub fn draw_line(&self, buffer: &mut Buffer, area: Rect, state: RowState, look: &Look) {
        let area = Rect { height: area.height.min(1), ..area };
        self.draw_title(buffer, area, look);
        let from = area.x + BEFORE + TITLE + 2;
        let room = area.right().saturating_sub(from + cells(self.who) + 3);
        put(buffer, (from, area.y), self.detail, room, look.theme.muted, look);
        state.draw(buffer, area, look);
    }

    /// Draws the entry with its detail under it beside the upright line, and says how many lines it took.
    pub fn draw_tall(&self, buffer: &mut Buffer, area: Rect, state: RowState, look: &Look) -> u16 {
        if area.is_empty() {
            return 0;
        }
        let first = Rect { height: 1, ..area };
        self.draw_title(buffer, first, look);
        state.draw(buffer, first, look);
        let room = area.width.saturating_sub(BEFORE + 1);
        let mut y = area.y + 1;
        if !self.detail.is_empty() {
            let detail = text::display(self.detail, text::Lines::Many);
            for line in text::wrap(&detail, usize::from(room)) {
                if y >= area.bottom() {
                    break;
                }
                put(buffer, (area.x + 7, y), look.glyphs.line, 1, look.theme.border, look);
                put(buffer, (area.x + BEFORE, y), &line, room, look.theme.base, look);
                y += 1;
            }
        }
        y - area.y
    }

    fn draw_title(&self, buffer: &mut Buffer, area: Rect, look: &Look) {
        if area.width < BEFORE || area.height == 0 {
            return;
        }
        let (sign, style) = self.sign;
        let y = area.y;
        put(buffer, (area.x + 1, y), self.time, 5, look.theme.muted, look);
        put(buffer, (area.x + 7, y), sign, 1, style, look);
        put(buffer, (area.x + 8, y), look.glyphs.rule, 1, look.theme.border, look);
        let end = Rect { x: area.x + BEFORE, width: (area.width - BEFORE).saturating_sub(1), ..area };
        let who_from = if cells(self.who) + 8 < end.width {
            put_right(buffer, end, self.who, look.theme.muted, look)
        } else {
            end.right()
        };
        let room = who_from.saturating_sub(end.x + 1);
        put(buffer, (end.x, y), self.title, room, look.theme.base, look);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at_every_size, lines, look};
    use super::*;

    fn entry() -> Entry<'static> {
        Entry {
            time: "13:30",
            sign: ("◆", Style::new()),
            title: "Police checks back",
            detail: "2 call-outs since August, both verbal",
            who: "system",
        }
    }

    #[test]
    fn an_entry_is_one_line_or_a_title_with_its_detail_beside_the_line() {
        let look = look();
        let selected = RowState { selected: true, ..RowState::default() };
        let line = lines(80, 1, |area, buffer| entry().draw_line(buffer, area, selected, &look));
        assert_eq!(line, ["▶13:30 ◆─ Police checks back      2 call-outs since August, both verbal  system"]);
        let tall = lines(40, 4, |area, buffer| {
            assert_eq!(entry().draw_tall(buffer, area, RowState::default(), &look), 3);
        });
        assert_eq!(
            tall,
            [
                " 13:30 ◆─ Police checks back     system",
                "       │  2 call-outs since August,",
                "       │  both verbal",
                "",
            ]
        );
    }

    #[test]
    fn no_size_breaks_it() {
        let look = look();
        at_every_size(|area, buffer| {
            entry().draw_line(buffer, area, RowState::default(), &look);
            entry().draw_tall(buffer, area, RowState::default(), &look);
        });
    }
}
