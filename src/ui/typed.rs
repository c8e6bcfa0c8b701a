//! Text that is being typed: drawn from the editor's lines, made safe grapheme by grapheme, with the place of the caret.
//!
//! The caret is given back for the frame to set and is not painted: input methods, magnifiers and braille displays follow the
//! terminal's own cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::parts::put;
use super::text;
use super::theme::Look;
use crate::app::form::edit::Editor;

/// A field with its ends, as high as the area. Gives the place of the caret.
pub(in crate::ui) fn field(
    buffer: &mut Buffer,
    area: Rect,
    editor: &Editor,
    focused: bool,
    look: &Look,
) -> Position {
    let theme = &look.theme;
    let (signs, style) = if focused {
        (look.glyphs.field_focus, theme.border_focus)
    } else {
        (look.glyphs.field, theme.border)
    };
    let inner = super::area::padded(area);
    if area.width > 2 {
        for y in area.top()..area.bottom() {
            put(buffer, (area.x, y), signs[0], 1, style, look);
            put(buffer, (area.right() - 1, y), signs[1], 1, style, look);
        }
    }
    let style = if focused { theme.field_focus } else { theme.field };
    buffer.set_style(inner.intersection(*buffer.area()), style);
    if inner.is_empty() { area.as_position() } else { draw(buffer, inner, editor, style, look) }
}

/// The text alone, as high as the area. Gives the place of the caret.
pub(in crate::ui) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    editor: &Editor,
    style: Style,
    look: &Look,
) -> Position {
    if area.is_empty() {
        return area.as_position();
    }
    let shown = if editor.is_multiline() {
        wrapped(editor.rows(), editor.caret(), usize::from(area.width))
    } else {
        single(editor.rows().first().map_or("", String::as_str), editor.caret().1, usize::from(area.width))
    };
    let top = (shown.caret.0 + 1).saturating_sub(usize::from(area.height));
    for (line, y) in shown.lines.iter().skip(top).zip(area.top()..area.bottom()) {
        put(buffer, (area.x, y), line, area.width, style, look);
    }
    let offset = |n: usize, most: u16| u16::try_from(n).unwrap_or(u16::MAX).min(most.saturating_sub(1));
    Position {
        x: area.x + offset(shown.caret.1, area.width),
        y: area.y + offset(shown.caret.0 - top.min(shown.caret.0), area.height),
    }
}

/// How many lines the text takes in this width.
pub(in crate::ui) fn height(editor: &Editor, width: u16) -> u16 {
    let lines = wrapped(editor.rows(), editor.caret(), usize::from(width)).lines.len();
    u16::try_from(lines).unwrap_or(u16::MAX)
}

struct Shown {
    lines: Vec<String>,
    /// Line and cell.
    caret: (usize, usize),
}

/// Every line broken where a word ends, with the caret followed through the breaks.
fn wrapped(rows: &[String], caret: (usize, usize), width: usize) -> Shown {
    let width = width.max(1);
    let mut shown = Shown { lines: Vec::new(), caret: (0, 0) };
    for (n, row) in rows.iter().enumerate() {
        let at = (caret.0 == n).then_some(caret.1);
        wrap_row(row, at, width, &mut shown);
    }
    shown
}

fn wrap_row(row: &str, caret: Option<usize>, width: usize, shown: &mut Shown) {
    let (mut line, mut used, mut chars) = (String::new(), 0, 0);
    // Where the line may break: bytes and cells up to the end of its last blank.
    let mut fold = (0, 0);
    for grapheme in row.graphemes(true) {
        let safe = text::one_line(grapheme);
        let wide = text::width(&safe);
        if used + wide > width && used > 0 {
            let (bytes, cells) = if fold.1 > 0 { fold } else { (line.len(), used) };
            let rest = line.split_off(bytes.min(line.len()));
            if caret.is_some() && shown.caret.0 == shown.lines.len() && shown.caret.1 >= cells && chars > 0 {
                shown.caret = (shown.lines.len() + 1, shown.caret.1 - cells);
            }
            shown.lines.push(std::mem::replace(&mut line, rest));
            used -= cells;
            fold = (0, 0);
        }
        let count = grapheme.chars().count();
        if caret.is_some_and(|at| (chars..chars + count).contains(&at)) {
            shown.caret = (shown.lines.len(), used);
        }
        line.push_str(&safe);
        used += wide;
        chars += count;
        if grapheme == " " {
            fold = (line.len(), used);
        }
    }
    if caret.is_some_and(|at| at >= chars) {
        shown.caret = (shown.lines.len(), used);
    }
    shown.lines.push(line);
}

/// One line, moved to the left as far as the caret needs.
fn single(row: &str, caret: usize, width: usize) -> Shown {
    let (mut before, mut after, mut chars) = (Vec::new(), String::new(), 0);
    for grapheme in row.graphemes(true) {
        let safe = text::one_line(grapheme).into_owned();
        if chars < caret {
            before.push(safe);
        } else {
            after.push_str(&safe);
        }
        chars += grapheme.chars().count();
    }
    let mut used: usize = before.iter().map(|g| text::width(g)).sum();
    let mut from = 0;
    while used >= width.max(1) {
        let Some(first) = before.get(from) else { break };
        used -= text::width(first);
        from += 1;
    }
    let line = before.iter().skip(from).map(String::as_str).chain([after.as_str()]).collect();
    Shown { lines: vec![line], caret: (0, used) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editor(text: &str) -> Editor {
        Editor::lines(text)
    }

    fn caret(text: &str, at: (usize, usize), width: usize) -> (Vec<String>, (usize, usize)) {
        let mut editor = editor(text);
        editor.set_caret(at);
        let shown = wrapped(editor.rows(), editor.caret(), width);
        (shown.lines, shown.caret)
    }

    #[test]
    fn lines_break_after_words_and_the_caret_goes_with_its_word() {
        let (lines, at) = caret("a bruise on the arm", (0, 19), 10);
        assert_eq!(lines, ["a bruise ", "on the arm"]);
        assert_eq!(at, (1, 10));
        let (lines, at) = caret("a bruise on", (0, 10), 10);
        assert_eq!(lines, ["a bruise ", "on"]);
        assert_eq!(at, (1, 1));
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken_and_a_wide_letter_never_split() {
        let (lines, _) = caret("abcdefgh", (0, 0), 3);
        assert_eq!(lines, ["abc", "def", "gh"]);
        let (lines, at) = caret("王小明", (0, 2), 5);
        assert_eq!(lines, ["王小", "明"]);
        assert_eq!(at, (1, 0));
    }

    #[test]
    fn a_single_line_moves_so_that_the_caret_is_in_sight() {
        let shown = single("0123456789", 10, 6);
        assert_eq!((shown.lines[0].as_str(), shown.caret), ("56789", (0, 5)));
        let shown = single("0123456789", 2, 6);
        assert_eq!(shown.caret, (0, 2));
        assert!(shown.lines[0].starts_with("012345"));
    }

    #[test]
    fn no_text_and_no_size_puts_the_caret_outside() {
        let look = Look::new(crate::ui::theme::ThemeName::Mono, crate::ui::palettes::Depth::Ansi16, true);
        for text in [
            "",
            "one two three",
            "a\u{202e}b\n\n\tc",
            "e\u{301}\u{301} 王王王王",
            "averylongwordwithoutanyblank",
        ] {
            for width in 0..14 {
                for height in 0..4 {
                    for multiline in [false, true] {
                        let area = Rect::new(0, 0, width, height);
                        let mut editor = if multiline { Editor::lines(text) } else { Editor::line(text) };
                        for column in 0..=text.chars().count() {
                            editor.set_caret((0, column));
                            let at = field(&mut Buffer::empty(area), area, &editor, true, &look);
                            assert!(area.is_empty() || area.contains(at), "{text:?} {area} {at}");
                        }
                    }
                }
            }
        }
    }
}
