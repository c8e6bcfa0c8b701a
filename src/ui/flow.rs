//! Lines under each other, until the room ends.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::parts::put;
use super::text;
use super::theme::Look;

/// A stretch of text with its look.
pub(in crate::ui) type Run = (String, Style);

/// A stretch of text with its look.
pub(in crate::ui) fn run(text: impl Into<String>, style: Style) -> Run {
    (text.into(), style)
}

/// Writes stretches one after the other into the first line of an area, and says which column comes after them.
pub(in crate::ui) fn runs(buffer: &mut Buffer, area: Rect, runs: &[Run], look: &Look) -> u16 {
    let mut x = area.x;
    if area.height > 0 {
        for (text, style) in runs {
            x = put(buffer, (x, area.y), text, area.right().saturating_sub(x), *style, look);
        }
    }
    x
}

/// Writes lines from the top of an area. What has no room is left out.
pub(in crate::ui) struct Flow<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
    look: &'a Look,
    begun: bool,
}

impl<'a> Flow<'a> {
    /// Begins at the top of an area.
    pub(in crate::ui) fn new(buffer: &'a mut Buffer, area: Rect, look: &'a Look) -> Self {
        Self { buffer, area, look, begun: false }
    }

    /// Lines that are left.
    pub(in crate::ui) const fn room(&self) -> u16 {
        self.area.height
    }

    /// What is left of the area.
    pub(in crate::ui) const fn rest(&self) -> Rect {
        self.area
    }

    fn next(&mut self) -> Rect {
        self.begun = true;
        super::area::take_top(&mut self.area, 1)
    }

    /// One line of stretches.
    pub(in crate::ui) fn line(&mut self, line: &[Run]) {
        let at = self.next();
        runs(self.buffer, at, line, self.look);
    }

    /// One line of text.
    pub(in crate::ui) fn text(&mut self, text: impl Into<String>, style: Style) {
        self.line(&[(text.into(), style)]);
    }

    /// Text over as many lines as it takes, at most so many; a last line that is not the end says so by `…`.
    pub(in crate::ui) fn wrapped(&mut self, words: &str, style: Style, most: u16) {
        let safe = text::display(words, text::Lines::Many);
        let lines = text::wrap(&safe, usize::from(self.area.width));
        let most = usize::from(most.min(self.area.height));
        let cut = lines.len() > most;
        for (n, line) in lines.into_iter().take(most).enumerate() {
            let last = cut && n + 1 == most;
            let line = if last { format!("{line}{}", self.look.glyphs.ellipsis) } else { line };
            self.text(line, style);
        }
    }

    /// A heading, with a blank line before it unless it is the first line.
    pub(in crate::ui) fn heading(&mut self, text: &str) {
        if self.begun {
            self.gap();
        }
        self.text(text, self.look.theme.heading);
    }

    /// A blank line.
    pub(in crate::ui) fn gap(&mut self) {
        self.next();
    }
}

/// The first of several items of different heights that must be on top, so that the selected one stands near the middle and
/// the room is used to its end.
pub(in crate::ui) fn first_in_sight(heights: &[u16], selected: usize, room: u16) -> usize {
    let back = |from: usize, most: u16| {
        let mut used = 0_u16;
        let fits = heights.iter().take(from).rev().take_while(|height| {
            used = used.saturating_add(**height);
            used <= most
        });
        from - fits.count()
    };
    let selected = selected.min(heights.len().saturating_sub(1));
    let own = heights.get(selected).copied().unwrap_or(0);
    // Beyond this one, the list would end before the room does.
    let last = back(heights.len(), room);
    back(selected, (room / 2).min(room.saturating_sub(own))).min(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_item_is_whole_in_sight_and_the_room_is_used() {
        let heights = [1, 3, 2, 1, 4, 2, 2, 1];
        for room in 4..20 {
            for selected in 0..heights.len() {
                let first = first_in_sight(&heights, selected, room);
                let until = |end: usize| heights[first..end].iter().sum::<u16>();
                assert!(first <= selected && until(selected + 1) <= room, "{selected} {room} {first}");
                assert!(
                    first == 0 || until(heights.len()) + heights[first - 1] > room,
                    "{selected} {room} {first}"
                );
            }
        }
    }

    #[test]
    fn the_list_rests_while_the_selection_is_in_its_first_half() {
        assert_eq!(first_in_sight(&[1; 30], 5, 10), 0);
        assert_eq!(first_in_sight(&[1; 30], 6, 10), 1);
        assert_eq!(first_in_sight(&[1; 30], 29, 10), 20);
        assert_eq!(first_in_sight(&[9, 9], 1, 2), 1, "an item higher than the room begins at its top");
        assert_eq!(first_in_sight(&[], 3, 6), 0);
    }
}
