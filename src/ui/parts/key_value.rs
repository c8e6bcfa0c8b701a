//! Labels and values under each other, values wrapped beside their label.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{cells, put};
use crate::ui::text;
use crate::ui::theme::Look;

/// A label and what it says.
pub type Pair<'a> = (&'a str, &'a str);

/// Cells of the label column: the widest label and two blanks, at most a third of the width.
#[must_use]
pub fn label_cells(pairs: &[Pair<'_>], width: u16) -> u16 {
    let widest = pairs.iter().map(|(label, _)| cells(label)).max().unwrap_or(0);
    (widest + 2).min(width / 3)
}

/// Draws as many pairs as there is room for, and says how many lines they took.
pub fn draw(buffer: &mut Buffer, area: Rect, pairs: &[Pair<'_>], look: &Look) -> u16 {
    let labels = label_cells(pairs, area.width);
    let room = area.width.saturating_sub(labels);
    let mut y = area.y;
    for (label, value) in pairs {
        if y >= area.bottom() {
            break;
        }
        put(buffer, (area.x, y), label, labels.saturating_sub(1), look.theme.muted, look);
        let value = text::display(value, text::Lines::Many);
        for line in text::wrap(&value, usize::from(room)) {
            if y >= area.bottom() {
                break;
            }
            put(buffer, (area.x + labels, y), &line, room, look.theme.base, look);
            y += 1;
        }
    }
    y - area.y
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at_every_size, lines, look};
    use super::*;

    const PAIRS: [Pair<'static>; 2] =
        [("At", "Little Oaks Nursery until 15:00, then grandmother"), ("Consent", "parent not told")];

    #[test]
    fn values_stand_in_line_and_wrap_beside_their_label() {
        let look = look();
        let shown = lines(32, 4, |area, buffer| {
            assert_eq!(draw(buffer, area, &PAIRS, &look), 4);
        });
        assert_eq!(
            shown,
            [
                "At       Little Oaks Nursery",
                "         until 15:00, then",
                "         grandmother",
                "Consent  parent not told",
            ]
        );
    }

    #[test]
    fn no_size_breaks_it() {
        let look = look();
        at_every_size(|area, buffer| {
            draw(buffer, area, &PAIRS, &look);
        });
    }
}
