//! Typed text on the screen: broken into rows, with the caret and the selection where they really are.
//!
//! The editor counts in characters, the screen in cells, and what is shown may differ from what was typed: so every place is
//! measured on the text as it is shown.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use crate::ui::parts::{cells, put};
use crate::ui::text;
use crate::ui::theme::Look;

/// A stretch of one typed line that stands in one row of the screen: characters `from..to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Which typed line.
    pub(super) line: usize,
    from: usize,
    to: usize,
}

/// Typed lines as rows of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flow {
    /// The rows, from the top.
    pub(super) pieces: Vec<Piece>,
    /// The row and the cell of the caret.
    caret: Option<(usize, u16)>,
}

/// What is typed into, as it is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Typed<'a> {
    /// The lines.
    pub(super) lines: &'a [String],
    /// The caret: line and character. None without focus.
    pub(super) caret: Option<(usize, usize)>,
    /// The selected stretch.
    pub(super) selection: Option<((usize, usize), (usize, usize))>,
}

impl Flow {
    /// Breaks lines at `width` cells, between words where it can be. Blanks at the end of a row may hang over its edge.
    pub(super) fn new(typed: &Typed<'_>, width: u16) -> Self {
        let width = usize::from(width.max(1));
        let mut pieces = Vec::with_capacity(typed.lines.len());
        for (line, text) in typed.lines.iter().enumerate() {
            break_line(line, text, width, &mut pieces);
            // A caret behind a full row stands at the beginning of the next.
            let full = pieces.last().is_some_and(|last| text::width(&shown(typed.lines, *last)) >= width);
            let end = text.chars().count();
            if full && typed.caret == Some((line, end)) {
                pieces.push(Piece { line, from: end, to: end });
            }
        }
        if pieces.is_empty() {
            pieces.push(Piece { line: 0, from: 0, to: 0 });
        }
        let caret = typed.caret.and_then(|caret| place(typed.lines, &pieces, caret, width));
        Self { pieces, caret }
    }

    /// How many rows it takes.
    pub(super) fn rows(&self) -> u16 {
        u16::try_from(self.pieces.len()).unwrap_or(u16::MAX)
    }

    /// The first row to show in a window of `height` rows, so that the caret is in it.
    pub(super) fn top(&self, height: u16) -> usize {
        let height = usize::from(height.max(1));
        let at = self.caret.map_or(0, |(row, _)| row);
        (at + 1).saturating_sub(height).min(self.pieces.len().saturating_sub(height))
    }

    /// Draws the rows of a window, and gives the caret's place on the screen.
    pub(super) fn draw(
        &self,
        buffer: &mut Buffer,
        area: Rect,
        typed: &Typed<'_>,
        style: Style,
        look: &Look,
    ) -> Option<Position> {
        let top = self.top(area.height);
        for (piece, y) in self.pieces.iter().skip(top).zip(area.top()..area.bottom()) {
            // Blanks that hang over the edge are not drawn: they would only be marked as cut off.
            let row = shown(typed.lines, *piece);
            put(buffer, (area.x, y), row.trim_end(), area.width, style, look);
            if let Some((from, to)) = typed.selection.and_then(|range| selected(*piece, range)) {
                let before = cells(&cut(typed.lines, piece.line, piece.from, from));
                let within = cells(&cut(typed.lines, piece.line, from, to)).max(1);
                let marked = Rect { x: area.x.saturating_add(before), y, width: within, height: 1 };
                buffer.set_style(marked.intersection(area).intersection(*buffer.area()), look.theme.selected);
            }
        }
        let (row, cell) = self.caret?;
        let row = u16::try_from(row.checked_sub(top)?).ok().filter(|row| *row < area.height)?;
        Some(Position { x: area.x + cell.min(area.width.saturating_sub(1)), y: area.y + row })
    }
}

/// Draws one line that scrolls sideways with the caret, and gives the caret's place on the screen.
pub(super) fn draw_line(
    buffer: &mut Buffer,
    area: Rect,
    typed: &Typed<'_>,
    style: Style,
    look: &Look,
) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let line = typed.lines.first().map(String::as_str).unwrap_or_default();
    let caret = typed.caret.map_or(0, |(_, column)| byte(line, column));
    // Only what can be in sight is looked at: somebody may have pasted a book into the field.
    let sight = usize::from(area.width) * 4 + 64;
    let mut from = caret;
    for letter in line.get(..caret).unwrap_or_default().graphemes(true).rev().take(sight) {
        let earlier = from.saturating_sub(letter.len());
        if part(line, earlier, caret).1 >= area.width {
            break;
        }
        from = earlier;
    }
    let rest = line.get(from..).unwrap_or_default();
    let to = from + rest.graphemes(true).take(sight).map(str::len).sum::<usize>();
    put(buffer, (area.x, area.y), &part(line, from, to).0, area.width, style, look);
    if let Some(((_, a), (_, b))) = typed.selection {
        let (a, b) = (byte(line, a).clamp(from, to), byte(line, b).clamp(from, to));
        let (before, within) = (part(line, from, a).1, part(line, a, b).1);
        let marked = Rect { x: area.x.saturating_add(before), y: area.y, width: within, height: 1 };
        buffer.set_style(marked.intersection(area).intersection(*buffer.area()), look.theme.selected);
    }
    typed.caret?;
    let cell = part(line, from, caret).1;
    Some(Position { x: area.x + cell.min(area.width - 1), y: area.y })
}

/// Where the character of this number begins.
fn byte(line: &str, character: usize) -> usize {
    line.char_indices().nth(character).map_or(line.len(), |(at, _)| at)
}

/// Bytes `from..to` of a typed line as they are shown, and how many cells that takes.
fn part(line: &str, from: usize, to: usize) -> (std::borrow::Cow<'_, str>, u16) {
    let shown = text::one_line(line.get(from..to).unwrap_or_default());
    let wide = cells(&shown);
    (shown, wide)
}

/// Characters `from..to` of a typed line as they are shown.
fn cut(lines: &[String], line: usize, from: usize, to: usize) -> String {
    let text: String = lines
        .get(line)
        .map(|text| text.chars().skip(from).take(to.saturating_sub(from)).collect())
        .unwrap_or_default();
    text::one_line(&text).into_owned()
}

fn shown(lines: &[String], piece: Piece) -> String {
    cut(lines, piece.line, piece.from, piece.to)
}

/// The part of a piece that is selected.
fn selected(
    piece: Piece,
    ((line_a, a), (line_b, b)): ((usize, usize), (usize, usize)),
) -> Option<(usize, usize)> {
    if piece.line < line_a || piece.line > line_b {
        return None;
    }
    let from = if piece.line == line_a { a.max(piece.from) } else { piece.from };
    let to = if piece.line == line_b { b.min(piece.to) } else { piece.to };
    (from < to).then_some((from, to))
}

/// Words and the blanks between them, in turn. A time or a bracket is never torn apart as word boundaries would have it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let blank = rest.chars().next()?.is_whitespace();
        let end = rest.find(|c: char| c.is_whitespace() != blank).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

/// Our own sentences in lines of at most `width` cells.
pub(super) fn wrap(sentence: &str, width: u16) -> Vec<String> {
    let lines: Vec<String> = sentence.lines().map(str::to_owned).collect();
    let typed = Typed { lines: &lines, caret: None, selection: None };
    let flow = Flow::new(&typed, width);
    flow.pieces.iter().map(|piece| shown(&lines, *piece).trim_end().to_owned()).collect()
}

fn break_line(line: usize, text: &str, width: usize, pieces: &mut Vec<Piece>) {
    let (mut from, mut at, mut used) = (0, 0, 0);
    for word in words(text) {
        let wide = text::width(&text::one_line(word));
        let blank = word.chars().all(char::is_whitespace);
        if used + wide > width && used > 0 && !blank {
            pieces.push(Piece { line, from, to: at });
            (from, used) = (at, 0);
        }
        if blank || wide <= width {
            at += word.chars().count();
            used += wide;
            continue;
        }
        for grapheme in word.graphemes(true) {
            let wide = text::width(&text::one_line(grapheme));
            if used + wide > width && used > 0 {
                pieces.push(Piece { line, from, to: at });
                (from, used) = (at, 0);
            }
            at += grapheme.chars().count();
            used += wide;
        }
    }
    pieces.push(Piece { line, from, to: at });
}

/// The row and cell of a caret.
fn place(
    lines: &[String],
    pieces: &[Piece],
    (line, column): (usize, usize),
    width: usize,
) -> Option<(usize, u16)> {
    let column = column.min(lines.get(line).map_or(0, |text| text.chars().count()));
    // At the seam of two rows the caret stands at the beginning of the second.
    let row = pieces.iter().rposition(|piece| piece.line == line && piece.from <= column)?;
    let piece = pieces.get(row)?;
    let cell = text::width(&cut(lines, line, piece.from, column)).min(width.saturating_sub(1));
    Some((row, u16::try_from(cell).unwrap_or(u16::MAX)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ui::palettes::Depth;
    use crate::ui::theme::ThemeName;

    fn look() -> Look {
        Look::new(ThemeName::Mono, Depth::Ansi16, true)
    }

    fn read(buffer: &Buffer) -> Vec<String> {
        let width = usize::from(buffer.area.width.max(1));
        buffer
            .content
            .chunks(width)
            .map(|row| {
                row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned()
            })
            .collect()
    }

    fn flowed(lines: &[&str], caret: (usize, usize), size: (u16, u16)) -> (Vec<String>, Option<Position>) {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let typed = Typed { lines: &lines, caret: Some(caret), selection: None };
        let area = Rect::new(0, 0, size.0, size.1);
        let mut buffer = Buffer::empty(area);
        let at = Flow::new(&typed, size.0).draw(&mut buffer, area, &typed, Style::new(), &look());
        (read(&buffer), at)
    }

    fn single(line: &str, caret: usize, width: u16) -> (String, Option<Position>) {
        let lines = [line.to_owned()];
        let typed = Typed { lines: &lines, caret: Some((0, caret)), selection: None };
        let area = Rect::new(0, 0, width, 1);
        let mut buffer = Buffer::empty(area);
        let at = draw_line(&mut buffer, area, &typed, Style::new(), &look());
        (read(&buffer).remove(0), at)
    }

    #[test]
    fn lines_break_between_words_and_the_caret_follows() {
        let (rows, at) = flowed(&["hit her with a belt"], (0, 19), (12, 3));
        assert_eq!(rows, ["hit her with", "a belt", ""]);
        assert_eq!(at, Some(Position::new(6, 1)));
        let (_, at) = flowed(&["hit her with a belt"], (0, 13), (12, 3));
        assert_eq!(at, Some(Position::new(0, 1)), "at the seam it stands on the second row");
    }

    #[test]
    fn times_and_brackets_are_not_torn_apart() {
        assert_eq!(wrap("about (18:00–22:00).", 8), ["about", "(18:00–2", "2:00)."]);
        assert_eq!(wrap("seen at 22:00 by (two) people.", 14), ["seen at 22:00", "by (two)", "people."]);
        assert_eq!(wrap("", 8), [""]);
    }

    #[test]
    fn a_caret_behind_a_full_row_stands_on_the_next() {
        let (rows, at) = flowed(&["abcdef"], (0, 6), (6, 2));
        assert_eq!((rows, at), (vec!["abcdef".to_owned(), String::new()], Some(Position::new(0, 1))));
        let (_, at) = flowed(&["abcde "], (0, 6), (6, 2));
        assert_eq!(at, Some(Position::new(0, 1)), "a blank at the edge counts");
    }

    #[test]
    fn wide_letters_move_the_caret_by_their_cells() {
        let (_, at) = flowed(&["王小明 said"], (0, 3), (20, 1));
        assert_eq!(at, Some(Position::new(6, 0)));
        let (rows, at) = flowed(&["王小明王小明"], (0, 4), (5, 3));
        assert_eq!(rows.len(), 3);
        assert_eq!(at, Some(Position::new(0, 2)));
        assert_eq!(single("Nguye\u{302}\u{303}n", 7, 20).1, Some(Position::new(5, 0)));
    }

    #[test]
    fn a_window_over_long_text_keeps_the_caret_in_sight() {
        let (rows, at) = flowed(&["one", "two", "three", "four"], (3, 4), (8, 2));
        assert_eq!((rows, at), (vec!["three".to_owned(), "four".to_owned()], Some(Position::new(4, 1))));
        let (rows, _) = flowed(&["one", "two", "three", "four"], (0, 0), (8, 2));
        assert_eq!(rows, ["one", "two"]);
    }

    #[test]
    fn a_line_longer_than_its_field_scrolls_sideways() {
        let (shown, at) = single("abcdefghij", 10, 6);
        assert_eq!((shown.as_str(), at), ("fghij", Some(Position::new(5, 0))));
        let (shown, at) = single("abcdefghij", 0, 6);
        assert_eq!((shown.as_str(), at), ("abcde…", Some(Position::new(0, 0))));
    }

    #[test]
    fn controls_in_typed_text_are_shown_and_counted() {
        let (shown, at) = single("a\u{1b}b\tc", 5, 20);
        assert_eq!((shown.as_str(), at), ("a␛b    c", Some(Position::new(8, 0))));
    }

    #[test]
    fn a_selection_over_two_lines_is_marked_on_both() {
        let lines = ["one two".to_owned(), "three".to_owned()];
        let typed = Typed { lines: &lines, caret: Some((1, 2)), selection: Some(((0, 4), (1, 2))) };
        let area = Rect::new(0, 0, 10, 2);
        let mut buffer = Buffer::empty(area);
        Flow::new(&typed, 10).draw(&mut buffer, area, &typed, Style::new(), &look());
        let marked: Vec<(u16, u16)> = area
            .positions()
            .filter(|at| buffer[*at].modifier.contains(ratatui::style::Modifier::REVERSED))
            .map(|at| (at.x, at.y))
            .collect();
        assert_eq!(marked, [(4, 0), (5, 0), (6, 0), (0, 1), (1, 1)]);
    }

    proptest! {
        #[test]
        fn nothing_typed_is_left_out_and_the_caret_stays_inside(
            lines in prop::collection::vec("[a-z 王é\u{301}]{0,40}", 1..4), at in 0..40usize, width in 1..30u16, height in 1..9u16,
        ) {
            let line = at % lines.len();
            let typed = Typed { lines: &lines, caret: Some((line, at)), selection: Some(((0, 1), (line, at))) };
            let flow = Flow::new(&typed, width);
            for (n, text) in lines.iter().enumerate() {
                let whole: String = flow.pieces.iter().filter(|p| p.line == n)
                    .map(|p| text.chars().skip(p.from).take(p.to - p.from).collect::<String>()).collect();
                prop_assert_eq!(&whole, text);
            }
            let area = Rect::new(0, 0, width, height);
            let caret = flow.draw(&mut Buffer::empty(area), area, &typed, Style::new(), &look());
            prop_assert!(caret.is_some_and(|caret| area.contains(caret)));
            let line = draw_line(&mut Buffer::empty(area), area, &typed, Style::new(), &look());
            prop_assert!(line.is_some_and(|caret| area.contains(caret)));
        }
    }
}
