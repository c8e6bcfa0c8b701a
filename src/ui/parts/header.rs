//! The first line: what program, which screen, whose desk, what time.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::{cells, put, put_right};
use crate::ui::theme::Look;

/// `▌DUTYDESK▐ Board   TRAINING             J. Ahmed  Mon 23 Nov 14:32`
pub struct Header<'a> {
    /// The screen's title.
    pub title: &'a str,
    /// This is a training desk: every contact on it is invented.
    pub training: bool,
    /// Who and when, the fullest form first: the first that leaves room for the rest is shown.
    pub right: &'a [String],
    /// How to draw.
    pub look: &'a Look,
}

/// The mark that every screen of a training desk carries.
pub const TRAINING: &str = " TRAINING ";

impl Widget for Header<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = Rect { height: area.height.min(1), ..area };
        if area.is_empty() {
            return;
        }
        let look = self.look;
        let [left_end, right_end] = look.glyphs.plate;
        let end = area.right();
        let mut x = area.x;
        for (text, style) in
            [(left_end, look.theme.accent), ("DUTYDESK", look.theme.plate), (right_end, look.theme.accent)]
        {
            x = put(buffer, (x, area.y), text, end.saturating_sub(x), style, look);
        }
        let training = if self.training { cells(TRAINING) + 1 } else { 0 };
        let room = end.saturating_sub(x + 1);
        let fits = |text: &&String| cells(text) + training + 3 + cells(self.title).min(24) <= room;
        let right = self.right.iter().find(fits).or(self.right.last()).map_or("", String::as_str);
        let right_from =
            put_right(buffer, Rect { x: x + 1, width: room, ..area }, right, look.theme.base, look);
        let title_room = right_from.saturating_sub(x + 2 + training);
        x = put(buffer, (x + 1, area.y), self.title, title_room, look.theme.heading, look);
        if self.training && right_from > x + training {
            put(buffer, (x + 1, area.y), TRAINING, right_from - x - 1, look.theme.training, look);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at_every_size, lines, look};
    use super::*;

    fn draw(width: u16, training: bool) -> String {
        let right = ["MASH duty · A. Fakeley  Mon 23 Nov 14:32", "A. Fakeley  Mon 23 Nov 14:32", "AF  14:32"];
        let right = right.map(str::to_owned);
        let look = look();
        lines(width, 1, |area, buffer| {
            Header { title: "Board", training, right: &right, look: &look }.render(area, buffer);
        })
        .remove(0)
    }

    #[test]
    fn the_line_says_less_when_there_is_less_room() {
        assert!(draw(120, false).ends_with("MASH duty · A. Fakeley  Mon 23 Nov 14:32"));
        assert!(draw(56, false).starts_with("▌DUTYDESK▐ Board "));
        assert!(draw(56, false).ends_with("  A. Fakeley  Mon 23 Nov 14:32"));
        assert!(draw(45, false).ends_with("AF  14:32"));
    }

    #[test]
    fn a_training_desk_says_so_at_every_size_that_shows_screens() {
        for width in 60..200 {
            assert!(draw(width, true).contains("TRAINING"), "{width}");
            assert!(!draw(width, false).contains("TRAINING"));
        }
    }

    #[test]
    fn no_size_breaks_it() {
        let look = look();
        at_every_size(|area, buffer| {
            Header { title: "Board", training: true, right: &[], look: &look }.render(area, buffer);
        });
    }
}
