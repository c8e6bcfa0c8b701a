//! Rows of a list: columns that give way in order, and how a row shows that it is selected, marked or just changed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{cells, put, put_right};
use crate::ui::theme::Look;

/// A column of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its heading.
    pub title: &'static str,
    /// Cells it has at least.
    pub least: u16,
    /// It takes what is left over, in equal parts with others that do.
    pub grows: bool,
    /// Its text ends at its right edge, as numbers do.
    pub right: bool,
    /// The highest goes first when there is no room; 0 never goes.
    pub gives_way: u8,
}

impl Column {
    /// A column of fixed width that is never left out.
    #[must_use]
    pub const fn new(title: &'static str, least: u16) -> Self {
        Self { title, least, grows: false, right: false, gives_way: 0 }
    }

    /// It takes what is left over.
    #[must_use]
    pub const fn grows(self) -> Self {
        Self { grows: true, ..self }
    }

    /// Its text stands at the right.
    #[must_use]
    pub const fn right(self) -> Self {
        Self { right: true, ..self }
    }

    /// It may be left out; of several, the one with the highest number first.
    #[must_use]
    pub const fn gives_way(self, order: u8) -> Self {
        Self { gives_way: order, ..self }
    }
}

/// Blank cells between two columns.
pub const GAP: u16 = 2;

/// Where each column stands: its offset from the left and its width, `None` if it is left out.
#[must_use]
pub fn places(columns: &[Column], width: u16) -> Vec<Option<(u16, u16)>> {
    let mut kept: Vec<bool> = vec![true; columns.len()];
    let needed = |kept: &[bool]| {
        let widths =
            columns.iter().zip(kept).filter(|(_, kept)| **kept).map(|(column, _)| column.least + GAP);
        widths.sum::<u16>().saturating_sub(GAP)
    };
    while needed(&kept) > width {
        let last = columns
            .iter()
            .zip(&kept)
            .enumerate()
            .filter(|(_, (column, kept))| **kept && column.gives_way > 0);
        let Some((n, _)) = last.max_by_key(|(_, (column, _))| column.gives_way) else { break };
        if let Some(kept) = kept.get_mut(n) {
            *kept = false;
        }
    }
    let mut spare = width.saturating_sub(needed(&kept));
    let mut growing = columns.iter().zip(&kept).filter(|(column, kept)| **kept && column.grows).count();
    let mut x = 0;
    let mut places = Vec::with_capacity(columns.len());
    for (column, kept) in columns.iter().zip(kept) {
        if !kept {
            places.push(None);
            continue;
        }
        let mut wide = column.least;
        if column.grows && growing > 0 {
            let part = spare / u16::try_from(growing).unwrap_or(1);
            (wide, spare, growing) = (wide + part, spare - part, growing - 1);
        }
        wide = wide.min(width.saturating_sub(x));
        places.push((wide > 0).then_some((x, wide)));
        x += wide + GAP;
    }
    places
}

/// Writes one cell of a row at its place.
pub fn cell(
    buffer: &mut Buffer,
    area: Rect,
    column: Column,
    place: (u16, u16),
    text: &str,
    style: Style,
    look: &Look,
) {
    let (x, width) = place;
    let at = Rect { x: area.x + x, y: area.y, width, height: 1 }.intersection(*buffer.area());
    if at.is_empty() {
        return;
    }
    if column.right {
        put_right(buffer, at, text, style, look);
    } else {
        put(buffer, (at.x, at.y), text, at.width, style, look);
    }
}

/// Writes the headings of the columns.
pub fn headings(buffer: &mut Buffer, area: Rect, columns: &[Column], look: &Look) {
    for (column, place) in columns.iter().zip(places(columns, area.width)) {
        if let Some(place) = place {
            cell(buffer, area, *column, place, column.title, look.theme.muted, look);
        }
    }
}

/// What a row shows beside its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RowState {
    /// The cursor is on it.
    pub selected: bool,
    /// It is marked for an action on many.
    pub marked: bool,
    /// It crossed a line in the last two minutes.
    pub changed: bool,
}

impl RowState {
    /// The sign in the row's first column: `✓` on a marked row, `▶` on the selected one, `▸` on one just changed. A row that is
    /// both keeps the mark: that it is selected shows by the reverse.
    #[must_use]
    pub fn sign(self, look: &Look) -> &'static str {
        if self.marked {
            look.glyphs.marked
        } else if self.selected {
            look.glyphs.selected
        } else if self.changed {
            look.glyphs.changed
        } else {
            " "
        }
    }

    /// Draws the sign and, over the written row, its look. Call it last. The row's own colours stay under the reverse.
    pub fn draw(self, buffer: &mut Buffer, area: Rect, look: &Look) {
        let area = Rect { height: area.height.min(1), ..area }.intersection(*buffer.area());
        if area.is_empty() {
            return;
        }
        put(buffer, (area.x, area.y), self.sign(look), cells(look.glyphs.selected), look.theme.accent, look);
        if self.selected {
            buffer.set_style(area, look.theme.selected);
        } else if self.changed {
            buffer.set_style(area, look.theme.changed);
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Modifier;

    use super::super::testing::{at_every_size, lines, look};
    use super::*;

    const COLUMNS: [Column; 4] = [
        Column::new("Ref", 6),
        Column::new("Concern", 10).grows().gives_way(1),
        Column::new("From", 8).gives_way(2),
        Column::new("Due in", 9).right(),
    ];

    #[test]
    fn the_growing_column_takes_what_is_left() {
        assert_eq!(places(&COLUMNS, 50), [Some((0, 6)), Some((8, 21)), Some((31, 8)), Some((41, 9))]);
    }

    #[test]
    fn columns_give_way_in_their_order_and_some_never_do() {
        assert_eq!(places(&COLUMNS, 30), [Some((0, 6)), Some((8, 11)), None, Some((21, 9))]);
        assert_eq!(places(&COLUMNS, 20), [Some((0, 6)), None, None, Some((8, 9))]);
        assert_eq!(places(&COLUMNS, 10), [Some((0, 6)), None, None, Some((8, 2))]);
    }

    #[test]
    fn numbers_stand_at_the_right() {
        let look = look();
        let shown = lines(40, 1, |area, buffer| headings(buffer, area, &COLUMNS, &look));
        assert_eq!(shown, ["Ref     Concern      From         Due in"]);
    }

    #[test]
    fn the_selected_row_is_reversed_and_signed() {
        let look = look();
        let area = Rect::new(0, 0, 8, 1);
        let mut buffer = Buffer::empty(area);
        RowState { selected: true, marked: false, changed: true }.draw(&mut buffer, area, &look);
        assert_eq!(buffer[(0, 0)].symbol(), "▶");
        RowState { selected: true, marked: true, changed: false }.draw(&mut buffer, area, &look);
        assert_eq!(buffer[(0, 0)].symbol(), "✓");
        assert!(buffer.content.iter().all(|cell| cell.modifier.contains(Modifier::REVERSED)));
    }

    #[test]
    fn no_size_breaks_it() {
        let look = look();
        at_every_size(|area, buffer| {
            headings(buffer, area, &COLUMNS, &look);
            RowState { selected: true, ..RowState::default() }.draw(buffer, area, &look);
        });
    }
}
