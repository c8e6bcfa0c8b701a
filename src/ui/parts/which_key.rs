//! What may follow a first key: a box over the lowest lines, so that the list above stays readable.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::hint_bar::Hint;
use super::panel::Panel;
use super::{cells, put};
use crate::ui::theme::Look;

/// The keys that may follow, in columns that are read from left to right.
#[derive(Clone, Copy)]
pub struct WhichKey<'a> {
    /// The key pressed and what it leads to: `g  go to…`.
    pub title: &'a str,
    /// The keys that may follow.
    pub hints: &'a [Hint],
    /// How to draw.
    pub look: &'a Look,
}

impl WhichKey<'_> {
    fn column_cells(&self) -> u16 {
        let widest = self.hints.iter().map(|hint| cells(&hint.key) + 1 + cells(&hint.label)).max();
        widest.unwrap_or(0) + 3
    }

    fn columns(&self, width: u16) -> u16 {
        (width.saturating_sub(4) / self.column_cells()).max(1)
    }

    /// Lines the box takes in this width, borders included.
    #[must_use]
    pub fn height(&self, width: u16) -> u16 {
        u16::try_from(self.hints.len()).unwrap_or(u16::MAX).div_ceil(self.columns(width)).saturating_add(2)
    }

    /// Draws the box over the lowest lines of `area`, and gives the place it took.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect) -> Rect {
        let area = area.intersection(*buffer.area());
        let height = self.height(area.width).min(area.height);
        let place = Rect { y: area.bottom() - height, height, ..area };
        Clear.render(place, buffer);
        buffer.set_style(place, self.look.theme.base);
        let panel = Panel { title: self.title, note: "", foot: "", focused: false, look: self.look };
        let inner = panel.draw(place, buffer);
        let columns = usize::from(self.columns(area.width));
        let keys = self.hints.iter().map(|hint| cells(&hint.key)).max().unwrap_or(0);
        for (hint, n) in self.hints.iter().zip(0_u16..) {
            let (column, line) = (n % self.columns(area.width), usize::from(n) / columns);
            let x = inner.x + 1 + column * self.column_cells();
            let y = inner.y + u16::try_from(line).unwrap_or(u16::MAX);
            if y >= inner.bottom() || x >= inner.right() {
                continue;
            }
            let key =
                put(buffer, (x, y), &hint.key, keys.min(inner.right() - x), self.look.theme.key, self.look);
            let from = key.max(x + keys) + 1;
            put(
                buffer,
                (from, y),
                &hint.label,
                inner.right().saturating_sub(from),
                self.look.theme.base,
                self.look,
            );
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at_every_size, lines, look};
    use super::*;

    fn hints() -> Vec<Hint> {
        [("b", "board"), ("m", "manager"), ("p", "people"), ("n", "new call")]
            .map(|(key, label)| Hint::new(key, label))
            .to_vec()
    }

    #[test]
    fn the_box_lies_over_the_lowest_lines_only() {
        let (look, hints) = (look(), hints());
        let shown = lines(44, 6, |area, buffer| {
            buffer.set_string(0, 0, "board stays", look.theme.base);
            WhichKey { title: "g  go to…", hints: &hints, look: &look }.draw(buffer, area);
        });
        assert_eq!(
            shown,
            [
                "board stays",
                "",
                "╭─ g  go to… ──────────────────────────────╮",
                "│ b board      m manager    p people       │",
                "│ n new call                               │",
                "╰──────────────────────────────────────────╯",
            ]
        );
    }

    #[test]
    fn no_size_breaks_it() {
        let (look, hints) = (look(), hints());
        at_every_size(|area, buffer| {
            WhichKey { title: "g", hints: &hints, look: &look }.draw(buffer, area);
        });
    }
}
