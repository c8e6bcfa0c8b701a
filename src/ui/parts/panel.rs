//! A bordered area: thin and rounded, or heavy when it has focus.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::symbols::border;
use ratatui::widgets::{Block, Borders, Widget};

use super::{cells, put};
use crate::ui::theme::Look;

/// A panel. Title at the left of its upper border, notes at the right of its borders.
#[derive(Clone, Copy)]
pub struct Panel<'a> {
    /// What it shows.
    pub title: &'a str,
    /// At the right of the upper border: how it is sorted, how many.
    pub note: &'a str,
    /// At the right of the lower border: where one is in it.
    pub foot: &'a str,
    /// It has focus.
    pub focused: bool,
    /// How to draw.
    pub look: &'a Look,
}

impl Panel<'_> {
    /// Draws the borders and gives the area inside them.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) -> Rect {
        let theme = &self.look.theme;
        let (set, style) = if self.focused {
            (self.look.glyphs.border_focus, theme.border_focus)
        } else {
            (self.look.glyphs.border, theme.border)
        };
        let inner = frame(area, buffer, set, style);
        let note_from = label_right(area, buffer, area.y, self.note, self.look);
        if area.width > 4 && area.height > 0 && !self.title.is_empty() {
            let title = format!(" {} ", self.title.trim());
            put(buffer, (area.x + 2, area.y), &title, note_from.saturating_sub(area.x + 3), style, self.look);
        }
        if area.height > 1 {
            label_right(area, buffer, area.bottom() - 1, self.foot, self.look);
        }
        inner
    }
}

/// Draws only a border and gives the area inside it.
pub fn frame(
    area: Rect,
    buffer: &mut Buffer,
    set: border::Set<'static>,
    style: ratatui::style::Style,
) -> Rect {
    let area = area.intersection(*buffer.area());
    let block = Block::new().borders(Borders::ALL).border_set(set).border_style(style);
    let inner = block.inner(area);
    block.render(area, buffer);
    inner
}

/// Writes a label near the right end of a border line, and says where it begins.
fn label_right(area: Rect, buffer: &mut Buffer, y: u16, text: &str, look: &Look) -> u16 {
    let none = area.right().saturating_sub(2);
    let wide = cells(text) + 2;
    if text.is_empty() || wide + 8 > area.width || area.height == 0 {
        return none;
    }
    let from = area.right() - 2 - wide;
    put(buffer, (from, y), &format!(" {text} "), wide, look.theme.muted, look);
    from
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at_every_size, lines, look};
    use super::*;

    fn panel(look: &Look, focused: bool) -> Panel<'_> {
        Panel { title: "Triage board", note: "sorted: due soonest", foot: "15 of 15", focused, look }
    }

    #[test]
    fn title_left_notes_right_in_the_border() {
        let look = look();
        let shown = lines(50, 3, |area, buffer| {
            assert_eq!(panel(&look, true).draw(area, buffer), Rect::new(1, 1, 48, 1));
        });
        assert_eq!(
            shown,
            [
                "┏━ Triage board ━━━━━━━━━━━ sorted: due soonest ━┓",
                "┃                                                ┃",
                "┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 15 of 15 ━┛",
            ]
        );
    }

    #[test]
    fn focus_shows_in_the_shape_of_the_border() {
        let look = look();
        let thin = lines(20, 2, |area, buffer| {
            panel(&look, false).draw(area, buffer);
        });
        assert!(thin[0].starts_with("╭─ Triage board ") && thin[1].starts_with('╰'), "{thin:?}");
    }

    #[test]
    fn no_size_breaks_it() {
        let look = look();
        at_every_size(|area, buffer| {
            panel(&look, true).draw(area, buffer);
        });
    }
}
