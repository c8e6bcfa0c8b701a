//! Choices in columns: `(•) Yes   ( ) No` for one of several, `[x] Physical   [ ] Emotional` for any of several.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{cells, put};
use crate::ui::theme::Look;

/// One choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Choice<'a> {
    /// What it says.
    pub label: &'a str,
    /// It is chosen.
    pub on: bool,
}

/// A list of choices, drawn row by row in as many columns as fit.
#[derive(Clone, Copy, Debug)]
pub struct Choices<'a> {
    /// The choices, in the order of the question.
    pub choices: &'a [Choice<'a>],
    /// Several may be chosen.
    pub many: bool,
    /// Where the cursor is, if the list has focus.
    pub at: Option<usize>,
    /// How to draw.
    pub look: &'a Look,
}

const GAP: u16 = 3;
/// Mark and blank.
const MARK: u16 = 4;

impl Choices<'_> {
    /// How many columns there are in this width.
    #[must_use]
    pub fn columns(&self, width: u16) -> u16 {
        let count = u16::try_from(self.choices.len()).unwrap_or(u16::MAX).max(1);
        ((width + GAP) / (self.column_cells() + GAP)).clamp(1, count)
    }

    /// How many lines they take in this width.
    #[must_use]
    pub fn lines(&self, width: u16) -> u16 {
        u16::try_from(self.choices.len()).unwrap_or(u16::MAX).div_ceil(self.columns(width))
    }

    fn column_cells(&self) -> u16 {
        MARK + self.choices.iter().map(|choice| cells(choice.label)).max().unwrap_or(0)
    }

    /// Where choice `n` stands in the area.
    fn place(&self, n: usize, area: Rect) -> (u16, u16) {
        let columns = self.columns(area.width);
        let n = u16::try_from(n).unwrap_or(u16::MAX);
        (area.x + n % columns * (self.column_cells() + GAP), area.y.saturating_add(n / columns))
    }

    /// The choice that is drawn at a place, for the mouse.
    #[must_use]
    pub fn hit(&self, area: Rect, place: Position) -> Option<usize> {
        (0..self.choices.len()).find(|n| {
            let (x, y) = self.place(*n, area);
            place.y == y && (x..x + self.column_cells()).contains(&place.x) && area.contains(place)
        })
    }

    /// Draws them, and gives the place of the cursor: on the mark of the choice it is at.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        let (glyphs, theme) = (&self.look.glyphs, &self.look.theme);
        let mut cursor = None;
        for (n, choice) in self.choices.iter().enumerate() {
            let (x, y) = self.place(n, area);
            if y >= area.bottom() || x >= area.right() {
                continue;
            }
            let mark = match (self.many, choice.on) {
                (true, true) => glyphs.check_on,
                (true, false) => glyphs.check_off,
                (false, true) => glyphs.radio_on,
                (false, false) => glyphs.radio_off,
            };
            let style = if choice.on { theme.heading } else { theme.base };
            let room = self.column_cells().min(area.right() - x);
            put(buffer, (x, y), mark, room, if choice.on { theme.accent } else { theme.base }, self.look);
            put(buffer, (x + MARK, y), choice.label, room.saturating_sub(MARK), style, self.look);
            if self.at == Some(n) {
                let wide = (MARK + cells(choice.label)).min(room);
                let row = Rect { x, y, width: wide, height: 1 }.intersection(*buffer.area());
                buffer.set_style(row, theme.selected);
                cursor = Some(Position { x: (x + 1).min(area.right() - 1), y });
            }
        }
        cursor
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at_every_size, lines, look};
    use super::*;

    const HARMS: [Choice<'static>; 4] = [
        Choice { label: "Physical", on: true },
        Choice { label: "Emotional", on: false },
        Choice { label: "Sexual", on: false },
        Choice { label: "Neglect", on: true },
    ];

    #[test]
    fn choices_stand_in_as_many_columns_as_fit() {
        let look = look();
        let choices = Choices { choices: &HARMS, many: true, at: Some(1), look: &look };
        let shown = lines(50, 2, |area, buffer| {
            assert_eq!(choices.draw(buffer, area), Some(Position::new(17, 0)));
        });
        assert_eq!(shown, ["[x] Physical    [ ] Emotional   [ ] Sexual", "[x] Neglect"]);
        assert_eq!((choices.lines(50), choices.lines(64), choices.lines(10)), (2, 1, 4));
    }

    #[test]
    fn one_of_several_has_another_mark() {
        let look = look();
        let yes_no = [Choice { label: "Yes", on: true }, Choice { label: "No", on: false }];
        let choices = Choices { choices: &yes_no, many: false, at: None, look: &look };
        assert_eq!(
            lines(30, 1, |area, buffer| assert_eq!(choices.draw(buffer, area), None)),
            ["(•) Yes   ( ) No"]
        );
    }

    #[test]
    fn a_click_finds_the_choice_under_it() {
        let look = look();
        let choices = Choices { choices: &HARMS, many: true, at: None, look: &look };
        let area = Rect::new(2, 1, 50, 2);
        assert_eq!(choices.hit(area, Position::new(20, 1)), Some(1));
        assert_eq!(choices.hit(area, Position::new(3, 2)), Some(3));
        assert_eq!(choices.hit(area, Position::new(30, 2)), None);
    }

    #[test]
    fn no_size_breaks_it() {
        let look = look();
        let choices = Choices { choices: &HARMS, many: true, at: Some(3), look: &look };
        at_every_size(|area, buffer| {
            if let Some(at) = choices.draw(buffer, area) {
                assert!(area.contains(at));
            }
        });
    }
}
