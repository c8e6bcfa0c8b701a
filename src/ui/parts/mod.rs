//! Pieces of a screen: pure functions and widgets over plain values. None of them knows the application.

pub mod bar;
pub mod big_clock;
pub mod card;
pub mod choice;
pub mod countdown;
pub mod field;
pub mod header;
pub mod hint_bar;
pub mod key_value;
pub mod notice;
pub mod overlay;
pub mod panel;
pub mod rag;
pub mod row;
pub mod rule;
pub mod scroll;
pub mod tabs;
pub mod timeline;
pub mod which_key;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text;
use super::theme::Look;

/// Writes one line of text, made safe and cut to `most` cells and to the buffer, and says which column comes after it.
pub fn put(buffer: &mut Buffer, at: (u16, u16), text: &str, most: u16, style: Style, look: &Look) -> u16 {
    let (x, y) = at;
    let area = *buffer.area();
    if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
        return x;
    }
    let most = most.min(area.right() - x);
    let safe = text::one_line(text);
    let shown = text::truncate(&safe, usize::from(most), &look.glyphs);
    buffer.set_stringn(x, y, &shown, usize::from(most), style).0
}

/// Writes text so that it ends at the right edge of `area`'s first line, and says in which column it begins.
pub fn put_right(buffer: &mut Buffer, area: Rect, text: &str, style: Style, look: &Look) -> u16 {
    let safe = text::one_line(text);
    let shown = text::truncate(&safe, usize::from(area.width), &look.glyphs);
    let x = area.right() - cells(&shown).min(area.width);
    put(buffer, (x, area.y), &shown, area.width, style, look);
    x
}

/// The text's width as the layout counts.
#[must_use]
pub fn cells(text: &str) -> u16 {
    u16::try_from(text::width(text)).unwrap_or(u16::MAX)
}

#[cfg(test)]
pub(crate) mod testing {
    //! What the tests of the parts share.

    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use crate::ui::palettes::Depth;
    use crate::ui::theme::{Look, ThemeName};

    pub(crate) fn look() -> Look {
        Look::new(ThemeName::Mono, Depth::Ansi16, true)
    }

    /// Draws into a buffer of this size and gives its lines back, without the blanks at their ends.
    pub(crate) fn lines(width: u16, height: u16, draw: impl FnOnce(Rect, &mut Buffer)) -> Vec<String> {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        draw(area, &mut buffer);
        read(&buffer)
    }

    pub(crate) fn read(buffer: &Buffer) -> Vec<String> {
        let width = usize::from(buffer.area.width.max(1));
        let line = |cells: &[ratatui::buffer::Cell]| {
            cells.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned()
        };
        buffer.content.chunks(width).map(line).collect()
    }

    /// Runs a drawing over every small size and many large ones: none may panic.
    pub(crate) fn at_every_size(mut draw: impl FnMut(Rect, &mut Buffer)) {
        for width in (0..70).chain([79, 80, 120, 200, 220]) {
            for height in (0..20).chain([24, 40, 70]) {
                let area = Rect::new(0, 0, width, height);
                draw(area, &mut Buffer::empty(area));
            }
        }
    }
}
