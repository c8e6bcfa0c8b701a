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

/// The first of several items of different heights that must be on top so that the selected one is whole in sight.
pub(in crate::ui) fn first_in_sight(heights: &[u16], selected: usize, room: u16) -> usize {
    let mut used = 0_u16;
    let mut first = selected.min(heights.len().saturating_sub(1));
    for at in (0..=first).rev() {
        used = used.saturating_add(heights.get(at).copied().unwrap_or(0));
        if used > room && at < selected {
            break;
        }
        first = at;
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_item_is_in_sight_and_the_list_moves_no_further_than_it_must() {
        let heights = [1, 3, 2, 1, 4];
        assert_eq!(first_in_sight(&heights, 0, 6), 0);
        assert_eq!(first_in_sight(&heights, 2, 6), 0);
        assert_eq!(first_in_sight(&heights, 3, 6), 1);
        assert_eq!(first_in_sight(&heights, 4, 6), 3);
        assert_eq!(first_in_sight(&heights, 4, 2), 4, "an item higher than the room begins at its top");
        assert_eq!(first_in_sight(&[], 3, 6), 0);
    }
}
