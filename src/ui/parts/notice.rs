//! The line before the last: one sentence about what just happened or what is wrong. Screen readers read it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::put;
use crate::ui::theme::Look;

/// What sort of sentence it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Tone {
    /// Something was done: `✓`.
    Done,
    /// Something to know: no sign.
    Plain,
    /// Something to decide: `?`.
    Question,
    /// Something is late, wrong or was refused: `!`.
    Alert,
}

/// ` ✓ Saved R-2424 draft 14:32:05`
pub struct Notice<'a> {
    /// Its sort.
    pub tone: Tone,
    /// The sentence.
    pub text: &'a str,
    /// How to draw.
    pub look: &'a Look,
}

impl Widget for Notice<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = Rect { height: area.height.min(1), ..area };
        if area.width < 3 || area.height == 0 {
            return;
        }
        let (theme, glyphs) = (&self.look.theme, &self.look.glyphs);
        let (sign, style) = match self.tone {
            Tone::Done => (glyphs.done, theme.done),
            Tone::Plain => ("", theme.base),
            Tone::Question => (glyphs.question, theme.warning),
            Tone::Alert => (glyphs.alert, theme.alert),
        };
        let mut x = put(buffer, (area.x + 1, area.y), sign, area.width - 1, style, self.look);
        if !sign.is_empty() {
            x += 1;
        }
        // Only what is wrong is coloured as a whole: a line that is always loud is not read.
        let body = if self.tone == Tone::Alert { theme.alert } else { theme.base };
        put(buffer, (x, area.y), self.text, area.right().saturating_sub(x), body, self.look);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at_every_size, lines, look};
    use super::*;

    #[test]
    fn the_sign_says_the_sort_without_colour() {
        let look = look();
        for (tone, shown) in [
            (Tone::Done, " ✓ Saved"),
            (Tone::Plain, " Saved"),
            (Tone::Alert, " ! Saved"),
            (Tone::Question, " ? Saved"),
        ] {
            let line =
                lines(20, 1, |area, buffer| Notice { tone, text: "Saved", look: &look }.render(area, buffer));
            assert_eq!(line, [shown]);
        }
        at_every_size(|area, buffer| {
            Notice { tone: Tone::Done, text: "Saved", look: &look }.render(area, buffer);
        });
    }
}
