//! A box over the screen: heavy for ordinary ones, double for a question about something weighty.

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::{Clear, Widget};

use super::panel::frame;
use super::{cells, put};
use crate::ui::theme::Look;

/// A box in the middle of the screen.
#[derive(Clone, Copy)]
pub struct Overlay<'a> {
    /// What it is.
    pub title: &'a str,
    /// The key that opens it, at the right of its upper border.
    pub key: &'a str,
    /// It asks about something that cannot be taken back lightly.
    pub weighty: bool,
    /// How to draw.
    pub look: &'a Look,
}

/// The place of a box of this size in the middle of the screen: smaller if the screen is, and never over the first
/// and the last line if there is room beside them.
#[must_use]
pub fn place(size: Size, screen: Rect) -> Rect {
    let height = if screen.height > size.height + 2 || screen.height < 4 {
        size.height.min(screen.height)
    } else {
        size.height.min(screen.height - 2)
    };
    let width = size.width.min(screen.width);
    Rect {
        x: screen.x + (screen.width - width) / 2,
        y: screen.y + (screen.height - height) / 2,
        width,
        height,
    }
}

impl Overlay<'_> {
    /// Clears the area, draws the box and gives the area inside it, one blank column away from its border.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect) -> Rect {
        let area = area.intersection(*buffer.area());
        let (theme, glyphs) = (&self.look.theme, &self.look.glyphs);
        Clear.render(area, buffer);
        buffer.set_style(area, theme.base);
        let (set, style) = if self.weighty {
            (glyphs.border_weighty, theme.alert)
        } else {
            (glyphs.border_focus, theme.border_focus)
        };
        let inner = frame(area, buffer, set, style);
        if area.height > 0 && area.width > 4 {
            let key = if self.key.is_empty() { String::new() } else { format!(" {} ", self.key) };
            let key_cells = if cells(&key) + 8 > area.width { 0 } else { cells(&key) };
            let title = format!(" {} ", self.title);
            let room = area.width.saturating_sub(5 + key_cells);
            put(buffer, (area.x + 2, area.y), &title, room, style, self.look);
            put(buffer, (area.right() - 2 - key_cells, area.y), &key, key_cells, theme.muted, self.look);
        }
        Rect { x: inner.x + u16::from(inner.width > 2), width: inner.width.saturating_sub(2), ..inner }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at_every_size, lines, look};
    use super::*;

    #[test]
    fn a_weighty_box_has_a_double_border() {
        let look = look();
        let shown = lines(34, 3, |area, buffer| {
            let inner =
                Overlay { title: "Close R-2417?", key: "", weighty: true, look: &look }.draw(buffer, area);
            assert_eq!(inner, Rect::new(2, 1, 30, 1));
        });
        assert_eq!(shown[0], "╔═ Close R-2417? ════════════════╗");
        let shown = lines(34, 3, |area, buffer| {
            Overlay { title: "Commands", key: "Ctrl-P", weighty: false, look: &look }.draw(buffer, area);
        });
        assert_eq!(shown[0], "┏━ Commands ━━━━━━━━━━━━ Ctrl-P ━┓");
    }

    #[test]
    fn what_was_under_the_box_is_gone() {
        let look = look();
        let shown = lines(10, 3, |area, buffer| {
            buffer.set_string(0, 1, "secrets!!!", look.theme.base);
            Overlay { title: "", key: "", weighty: false, look: &look }.draw(buffer, area);
        });
        assert_eq!(shown[1], "┃        ┃");
    }

    #[test]
    fn the_box_stands_in_the_middle_and_inside_the_screen() {
        assert_eq!(place(Size::new(60, 10), Rect::new(0, 0, 80, 24)), Rect::new(10, 7, 60, 10));
        assert_eq!(place(Size::new(60, 40), Rect::new(0, 0, 80, 24)), Rect::new(10, 1, 60, 22));
        assert_eq!(place(Size::new(60, 10), Rect::new(0, 0, 20, 3)), Rect::new(0, 0, 20, 3));
        let look = look();
        at_every_size(|area, buffer| {
            let place = place(Size::new(64, 12), area);
            assert_eq!(place.intersection(area), place);
            Overlay { title: "Commands", key: "Ctrl-P", weighty: true, look: &look }.draw(buffer, place);
        });
    }
}
