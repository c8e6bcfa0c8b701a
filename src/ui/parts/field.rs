//! A field that is typed into: `What happened * ▐Older brother (15) hit her▏      ▌`.
//!
//! The place of the cursor is given back for the frame to set, not painted: input methods, magnifiers and
//! braille displays follow the terminal's own cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use ratatui_textarea::{TextArea, WrapMode};

use super::{cells, put};
use crate::ui::theme::Look;

/// Makes an editor fit to be drawn here: no painted cursor, no marked line, lines wrapped if `many` of them are
/// wanted. Call it once when the editor is made.
pub fn prepare(editor: &mut TextArea<'_>, many: bool) {
    editor.set_cursor_style(Style::new());
    editor.set_cursor_line_style(Style::new());
    editor.set_wrap_mode(if many { WrapMode::WordOrGlyph } else { WrapMode::None });
}

/// How a field looks besides its text.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// It has focus.
    pub focused: bool,
    /// What it says while it is empty, where that helps.
    pub placeholder: &'a str,
    /// How to draw.
    pub look: &'a Look,
}

impl Field<'_> {
    /// Draws the ends of the field and its text, over as many lines as the area has. Gives the place of the cursor if the field has focus.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, editor: &TextArea<'_>) -> Option<Position> {
        let area = area.intersection(*buffer.area());
        let inner = ends(buffer, area, self.focused, self.look)?;
        let theme = &self.look.theme;
        buffer.set_style(inner, if self.focused { theme.field_focus } else { theme.field });
        if editor.is_empty() && !self.placeholder.is_empty() {
            put(buffer, (inner.x, inner.y), self.placeholder, inner.width, theme.muted, self.look);
            return self.focused.then_some(inner.as_position());
        }
        editor.render(inner, buffer);
        self.focused.then(|| cursor(editor, inner))
    }

    /// Draws text that is not being edited the same way.
    pub fn draw_text(&self, buffer: &mut Buffer, area: Rect, text: &str) -> Option<Position> {
        let area = area.intersection(*buffer.area());
        let inner = ends(buffer, area, self.focused, self.look)?;
        let theme = &self.look.theme;
        buffer.set_style(inner, if self.focused { theme.field_focus } else { theme.field });
        let (text, style) =
            if text.is_empty() { (self.placeholder, theme.muted) } else { (text, theme.base) };
        put(buffer, (inner.x, inner.y), text, inner.width, style.patch(ground(theme.field)), self.look);
        self.focused.then_some(inner.as_position())
    }
}

fn ground(style: Style) -> Style {
    Style { bg: style.bg, ..Style::new() }
}

/// The ends of a field, and the area between them.
fn ends(buffer: &mut Buffer, area: Rect, focused: bool, look: &Look) -> Option<Rect> {
    if area.width < 3 || area.height == 0 {
        return None;
    }
    let (signs, style) = if focused {
        (look.glyphs.field_focus, look.theme.border_focus)
    } else {
        (look.glyphs.field, look.theme.border)
    };
    let [left, right] = signs;
    for y in area.top()..area.bottom() {
        put(buffer, (area.x, y), left, 1, style, look);
        put(buffer, (area.right() - 1, y), right, 1, style, look);
    }
    Some(Rect { x: area.x + 1, width: area.width - 2, ..area })
}

/// Where the editor's cursor is on the screen, once it has been drawn into `inner`.
fn cursor(editor: &TextArea<'_>, inner: Rect) -> Position {
    let (top, left) = editor.scroll_offset();
    let at = editor.screen_cursor();
    let offset = |at: usize, first: u16, cells: u16| {
        u16::try_from(at).unwrap_or(u16::MAX).saturating_sub(first).min(cells.saturating_sub(1))
    };
    Position {
        x: inner.x + offset(at.col, left, inner.width),
        y: inner.y + offset(at.row, top, inner.height),
    }
}

/// What a label says about its question.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Label {
    /// An answer is needed before the contact can be filed.
    pub needed: bool,
    /// It must be asked before the caller hangs up.
    pub ask_now: bool,
}

impl Label {
    /// Draws `What happened *`, with `!` for what must be asked now, and says which column comes after it.
    pub fn draw(self, buffer: &mut Buffer, at: (u16, u16), text: &str, most: u16, look: &Look) -> u16 {
        let theme = &look.theme;
        let sign = match self {
            Self { ask_now: true, .. } => Some((look.glyphs.alert, theme.alert)),
            Self { needed: true, .. } => Some(("*", theme.accent)),
            _ => None,
        };
        let room = most.saturating_sub(if sign.is_some() { 2 } else { 0 });
        let x = put(buffer, at, text, room, theme.base, look);
        match sign {
            Some((sign, style)) if most > 2 => put(buffer, (x + 1, at.1), sign, cells(sign), style, look),
            _ => x,
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui_textarea::CursorMove;

    use super::super::testing::{at_every_size, look, read};
    use super::*;

    fn editor(lines: &[&str], many: bool) -> TextArea<'static> {
        let mut editor = TextArea::new(lines.iter().map(|line| (*line).to_owned()).collect());
        prepare(&mut editor, many);
        editor.move_cursor(CursorMove::Bottom);
        editor.move_cursor(CursorMove::End);
        editor
    }

    fn draw(size: (u16, u16), editor: &TextArea<'_>, focused: bool) -> (Vec<String>, Option<Position>) {
        let look = look();
        let area = Rect::new(0, 0, size.0, size.1);
        let mut buffer = Buffer::empty(area);
        let cursor = Field { focused, placeholder: "as the caller says it", look: &look }.draw(
            &mut buffer,
            area,
            editor,
        );
        (read(&buffer), cursor)
    }

    #[test]
    fn the_cursor_stands_behind_the_last_letter_typed() {
        let (shown, cursor) = draw((12, 1), &editor(&["Siân"], false), true);
        assert_eq!((shown, cursor), (vec!["▐Siân      ▌".to_owned()], Some(Position::new(5, 0))));
        let (_, cursor) = draw((12, 1), &editor(&["王小明"], false), true);
        assert_eq!(cursor, Some(Position::new(7, 0)));
    }

    #[test]
    fn a_line_longer_than_its_field_scrolls_with_the_cursor_in_sight() {
        let (shown, cursor) = draw((8, 1), &editor(&["abcdefghij"], false), true);
        assert_eq!(shown, ["▐fghij ▌"]);
        assert_eq!(cursor, Some(Position::new(6, 0)));
    }

    #[test]
    fn many_lines_wrap_between_words() {
        let (shown, cursor) = draw((14, 3), &editor(&["hit her with a belt"], true), true);
        assert_eq!(shown, ["▐hit her with▌", "▐ a belt     ▌", "▐            ▌"]);
        assert_eq!(cursor, Some(Position::new(8, 1)));
    }

    #[test]
    fn without_focus_there_is_no_cursor_and_other_ends() {
        let (shown, cursor) = draw((12, 1), &editor(&["Home"], false), false);
        assert_eq!((shown, cursor), (vec!["│Home      │".to_owned()], None));
    }

    #[test]
    fn an_empty_field_says_what_belongs_in_it_with_the_cursor_before_it() {
        let (shown, cursor) = draw((30, 1), &editor(&[""], false), true);
        assert_eq!(shown, ["▐as the caller says it       ▌"]);
        assert_eq!(cursor, Some(Position::new(1, 0)));
    }

    #[test]
    fn a_label_says_what_is_needed_without_colour() {
        let look = look();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 24, 2));
        Label { needed: true, ask_now: false }.draw(&mut buffer, (0, 0), "What happened", 24, &look);
        Label { needed: true, ask_now: true }.draw(&mut buffer, (0, 1), "Where is the child now", 14, &look);
        assert_eq!(read(&buffer), ["What happened *", "Where is th… !"]);
    }

    #[test]
    fn no_size_breaks_it_and_the_cursor_stays_inside() {
        let look = look();
        let editor = editor(&["one", "two words and many more of them"], true);
        at_every_size(|area, buffer| {
            let field = Field { focused: true, placeholder: "", look: &look };
            if let Some(at) = field.draw(buffer, area, &editor) {
                assert!(area.contains(at), "{area} {at}");
            }
            field.draw_text(buffer, area, "text");
        });
    }
}
