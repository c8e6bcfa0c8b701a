//! Numbered tabs, or the steps of a form, over a rule that is heavy under the current one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::{cells, put};
use crate::ui::theme::Look;

/// Two lines: `  1 Timeline   2 Referral` and `─╸━━━━━━━━━━╺─────`.
pub struct Tabs<'a> {
    /// The titles, as shown: `1 Timeline`, `4 Safety now !`.
    pub titles: &'a [String],
    /// Which one is open.
    pub active: usize,
    /// How to draw.
    pub look: &'a Look,
}

/// Where each title stands in the first line: column and cells. What does not fit is not there, except that the active one always is.
#[must_use]
pub fn places(titles: &[String], active: usize, area: Rect) -> Vec<(usize, u16, u16)> {
    let fits = |gap: u16, from: usize| {
        let mut x = area.x + 2;
        let mut places = Vec::new();
        for (n, title) in titles.iter().enumerate().skip(from) {
            let wide = cells(title);
            if x + wide > area.right() {
                break;
            }
            places.push((n, x, wide));
            x += wide + gap;
        }
        places
    };
    [3, 2]
        .into_iter()
        .map(|gap| fits(gap, 0))
        .find(|places| places.len() == titles.len())
        .or_else(|| {
            (0..=active).map(|from| fits(2, from)).find(|places| places.iter().any(|(n, ..)| *n == active))
        })
        .unwrap_or_default()
}

impl Widget for Tabs<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let (theme, glyphs, look) = (&self.look.theme, &self.look.glyphs, self.look);
        let under = area.height > 1;
        if under {
            let rule = glyphs.rule.repeat(usize::from(area.width));
            put(buffer, (area.x, area.y + 1), &rule, area.width, theme.border, look);
        }
        for (n, x, wide) in places(self.titles, self.active, area) {
            let Some(title) = self.titles.get(n) else { continue };
            let active = n == self.active;
            let style = if active { theme.accent } else { theme.base };
            put(buffer, (x, area.y), title, wide, style, look);
            if active && under {
                let [left, middle, right] = glyphs.tab_line;
                let line = format!("{left}{}{right}", middle.repeat(usize::from(wide)));
                put(buffer, (x - 1, area.y + 1), &line, wide + 2, theme.border_focus, look);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at_every_size, lines, look};
    use super::*;

    fn titles() -> Vec<String> {
        ["1 Timeline", "2 Referral", "3 People"].map(str::to_owned).to_vec()
    }

    #[test]
    fn the_rule_is_heavy_under_the_open_tab() {
        let (look, titles) = (look(), titles());
        let shown = lines(44, 2, |area, buffer| {
            Tabs { titles: &titles, active: 1, look: &look }.render(area, buffer);
        });
        assert_eq!(shown[0], "  1 Timeline   2 Referral   3 People");
        assert_eq!(shown[1], "──────────────╸━━━━━━━━━━╺──────────────────");
    }

    #[test]
    fn the_open_tab_is_there_even_when_not_all_are() {
        for width in 14..40 {
            for active in 0..3 {
                let places = places(&titles(), active, Rect::new(0, 0, width, 2));
                assert!(places.iter().any(|(n, ..)| *n == active), "{width} {active}");
            }
        }
    }

    #[test]
    fn no_size_breaks_it() {
        let (look, titles) = (look(), titles());
        at_every_size(|area, buffer| Tabs { titles: &titles, active: 2, look: &look }.render(area, buffer));
    }
}
