//! Where one is in something longer than its panel.

use crate::ui::theme::Look;

/// A list seen through a window of rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scroll {
    /// Rows above the window.
    pub above: usize,
    /// Rows in the window.
    pub shown: usize,
    /// Rows in all.
    pub total: usize,
}

impl Scroll {
    /// The window of `height` rows that keeps row `at` in sight and moves as little as it can from `above`.
    #[must_use]
    pub fn following(at: usize, above: usize, height: usize, total: usize) -> Self {
        let shown = height.min(total);
        let highest = at.min(total.saturating_sub(1));
        let above = above.min(highest).max((highest + 1).saturating_sub(shown.max(1))).min(total - shown);
        Self { above, shown, total }
    }

    /// Rows below the window.
    #[must_use]
    pub const fn below(self) -> usize {
        self.total.saturating_sub(self.above + self.shown)
    }

    /// `15 of 15`, `1–10 of 150 ↓`: for the lower border of the panel. Numbers, so that a screen reader has them too.
    #[must_use]
    pub fn text(self, look: &Look) -> String {
        if self.shown >= self.total {
            return format!("{} of {}", self.total, self.total);
        }
        let dash = if look.glyphs.none == "—" { "–" } else { "-" };
        let mut text = format!("{}{dash}{} of {}", self.above + 1, self.above + self.shown, self.total);
        for (more, sign) in [(self.above > 0, look.glyphs.up), (self.below() > 0, look.glyphs.down)] {
            if more {
                text.push(' ');
                text.push_str(sign);
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::look;
    use super::*;

    #[test]
    fn it_tells_what_is_shown_and_whether_there_is_more() {
        let look = look();
        let text = |above, shown, total| Scroll { above, shown, total }.text(&look);
        assert_eq!(text(0, 15, 15), "15 of 15");
        assert_eq!(text(0, 10, 150), "1–10 of 150 ↓");
        assert_eq!(text(40, 10, 150), "41–50 of 150 ↑ ↓");
        assert_eq!(text(140, 10, 150), "141–150 of 150 ↑");
        assert_eq!(text(0, 0, 0), "0 of 0");
    }

    #[test]
    fn the_window_follows_the_cursor_and_never_leaves_the_list() {
        let above = |at, above, height, total| Scroll::following(at, above, height, total).above;
        assert_eq!(above(3, 0, 10, 100), 0);
        assert_eq!(above(10, 0, 10, 100), 1);
        assert_eq!(above(5, 20, 10, 100), 5);
        assert_eq!(above(99, 0, 10, 100), 90);
        assert_eq!(above(2, 90, 10, 5), 0);
        for (total, height) in [(0, 0), (0, 5), (5, 0), (1, 1), (7, 3)] {
            for at in 0..9 {
                for from in 0..9 {
                    let scroll = Scroll::following(at, from, height, total);
                    assert!(scroll.above + scroll.shown <= total);
                    let cursor = at.min(total.saturating_sub(1));
                    let seen = (scroll.above..scroll.above + scroll.shown).contains(&cursor);
                    assert!(seen || scroll.shown == 0, "{at} {from} {height} {total}: {scroll:?}");
                }
            }
        }
    }
}
