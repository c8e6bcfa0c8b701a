//! What a window too small for screens still shows: late, red, what is due next, and that nothing is lost.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{cells, put};
use crate::ui::size::SizeClass;
use crate::ui::theme::Look;

/// The counts that matter.
#[derive(Clone, Copy, Debug)]
pub struct Card<'a> {
    /// Contacts with something late.
    pub late: usize,
    /// Contacts rated red.
    pub red: usize,
    /// When the next thing is due, as shown: `15:10`.
    pub next: Option<&'a str>,
    /// A call is being taken and its draft is saved.
    pub draft: bool,
    /// The desk is a training desk.
    pub training: bool,
    /// How to draw.
    pub look: &'a Look,
}

impl Card<'_> {
    /// Draws the card in the middle of the area; with fewer lines, the less important ones go first.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect) {
        let (theme, glyphs) = (&self.look.theme, &self.look.glyphs);
        let least = SizeClass::SMALLEST;
        let next = self.next.map_or_else(String::new, |next| format!("   next {next}"));
        let counts = format!("{} {} late   {} {} red{next}", glyphs.alert, self.late, glyphs.red, self.red);
        let name = if self.training { "DUTYDESK  TRAINING" } else { "DUTYDESK" };
        let by = if glyphs.separator == "·" { "×" } else { "x" };
        // Most important first: what goes when there are fewer lines stands last.
        let mut lines: Vec<(u8, String, Style)> = vec![
            (2, name.to_owned(), theme.heading),
            (4, String::new(), theme.base),
            (5, format!("This window is {} {by} {}.", area.width, area.height), theme.muted),
            (3, format!("The board needs {} {by} {}.", least.width, least.height), theme.muted),
            (6, String::new(), theme.base),
            (0, counts, if self.late > 0 { theme.alert } else { theme.base }),
        ];
        if self.draft {
            lines.push((1, "Your draft is saved.".to_owned(), theme.done));
        }
        let mut order: Vec<u8> = lines.iter().map(|(rank, ..)| *rank).collect();
        order.sort_unstable();
        order.truncate(usize::from(area.height));
        lines.retain(|(rank, ..)| order.contains(rank));
        let height = u16::try_from(lines.len()).unwrap_or(area.height);
        let top = area.y + (area.height - height) / 2;
        for ((_, line, style), y) in lines.iter().zip(top..) {
            let x = area.x + area.width.saturating_sub(cells(line)) / 2;
            put(buffer, (x, y), line, area.width, *style, self.look);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at_every_size, lines, look};
    use super::*;

    fn card(look: &Look) -> Card<'_> {
        Card { late: 1, red: 3, next: Some("15:10"), draft: true, training: false, look }
    }

    #[test]
    fn the_card_tells_late_red_and_next_at_any_size_that_can_hold_a_line() {
        let look = look();
        let shown = lines(44, 9, |area, buffer| card(&look).draw(buffer, area));
        let text = shown.join("\n");
        assert!(
            text.contains("This window is 44 × 9.") && text.contains("The board needs 60 × 16."),
            "{text}"
        );
        assert!(
            text.contains("! 1 late   ■ 3 red   next 15:10") && text.contains("Your draft is saved."),
            "{text}"
        );
        for height in 1..16 {
            let shown = lines(59, height, |area, buffer| card(&look).draw(buffer, area)).join("\n");
            assert!(shown.contains("1 late") && shown.contains("3 red"), "{height}");
        }
        assert!(lines(12, 1, |area, buffer| card(&look).draw(buffer, area))[0].starts_with("! 1 late"));
    }

    #[test]
    fn no_size_breaks_it() {
        let look = look();
        at_every_size(|area, buffer| card(&look).draw(buffer, area));
    }
}
