//! Lines that divide: `── Selected ─────────`, and the plain rules of wide screens.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::put;
use crate::ui::theme::Look;

/// A rule across the area's first line with a title near its left end; without a title, only the rule.
pub fn titled(buffer: &mut Buffer, area: Rect, title: &str, look: &Look) {
    across(buffer, area, look.glyphs.rule, look.theme.border, look);
    if !title.is_empty() && area.width > 6 && area.height > 0 {
        put(buffer, (area.x + 2, area.y), &format!(" {title} "), area.width - 4, look.theme.heading, look);
    }
}

/// A line of one sign across the area's first line.
pub fn across(buffer: &mut Buffer, area: Rect, sign: &str, style: Style, look: &Look) {
    if !area.is_empty() {
        put(buffer, (area.x, area.y), &sign.repeat(usize::from(area.width)), area.width, style, look);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at_every_size, lines, look};
    use super::*;

    #[test]
    fn a_rule_carries_its_title() {
        let look = look();
        assert_eq!(
            lines(20, 1, |area, buffer| titled(buffer, area, "Notes", &look)),
            ["── Notes ───────────"]
        );
        at_every_size(|area, buffer| titled(buffer, area, "Notes", &look));
    }
}
