//! The time in figures of five rows, to be read across a room.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::put;
use crate::ui::theme::Look;

/// Rows of a figure.
pub const ROWS: u16 = 5;

/// Each figure as five rows of three points, the left one in the highest of three bits.
const FIGURES: [[u8; 5]; 10] = [
    [0b111, 0b101, 0b101, 0b101, 0b111],
    [0b010, 0b110, 0b010, 0b010, 0b111],
    [0b111, 0b001, 0b111, 0b100, 0b111],
    [0b111, 0b001, 0b111, 0b001, 0b111],
    [0b101, 0b101, 0b111, 0b001, 0b001],
    [0b111, 0b100, 0b111, 0b001, 0b111],
    [0b111, 0b100, 0b111, 0b101, 0b111],
    [0b111, 0b001, 0b001, 0b010, 0b010],
    [0b111, 0b101, 0b111, 0b101, 0b111],
    [0b111, 0b101, 0b111, 0b001, 0b111],
];

/// Draws a time such as `14:32` into the middle of an area; a point is so many cells wide.
pub fn draw(buffer: &mut Buffer, area: Rect, time: &str, point: u16, look: &Look) {
    let width = |c: char| if c.is_ascii_digit() { 3 } else { 1 };
    let points: u16 = time.chars().map(|c| width(c) + 1).sum::<u16>().saturating_sub(1);
    let mut x = area.x + area.width.saturating_sub(points * point) / 2;
    for letter in time.chars() {
        for (row, y) in (area.y..area.bottom()).take(usize::from(ROWS)).enumerate() {
            let bits = match letter.to_digit(10) {
                Some(figure) => usize::try_from(figure).ok().and_then(|n| FIGURES.get(n)?.get(row)).copied(),
                None => Some(u8::from(row % 2 == 1) << 2),
            };
            for column in 0..width(letter) {
                if bits.unwrap_or(0) & (0b100 >> column) != 0 {
                    let sign = look.glyphs.bar_full.repeat(usize::from(point));
                    let at = x + column * point;
                    put(buffer, (at, y), &sign, area.right().saturating_sub(at), look.theme.heading, look);
                }
            }
        }
        x += (width(letter) + 1) * point;
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at_every_size, lines, look};
    use super::*;

    #[test]
    fn the_time_stands_in_figures_of_five_rows() {
        let shown = lines(34, 5, |area, buffer| draw(buffer, area, "14:32", 2, &look()));
        assert_eq!(
            shown,
            [
                "  ██    ██  ██      ██████  ██████",
                "████    ██  ██  ██      ██      ██",
                "  ██    ██████      ██████  ██████",
                "  ██        ██  ██      ██  ██",
                "██████      ██      ██████  ██████",
            ]
        );
    }

    #[test]
    fn no_size_breaks_it() {
        at_every_size(|area, buffer| draw(buffer, area, "23:59", 3, &look()));
    }
}
