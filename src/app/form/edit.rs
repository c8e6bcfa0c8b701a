//! Text editing: the one wrapper around the editor crate, so that every field edits alike. No other file names that crate.

use ratatui_textarea::{CursorMove, Input, Key as AreaKey, TextArea};

use crate::app::key::{Key, KeyCode};

/// A field being typed into, of one line or of several.
#[derive(Debug, Clone)]
pub struct Editor {
    area: TextArea<'static>,
    multiline: bool,
}

impl Editor {
    /// A field of one line holding this text; line breaks become blanks. The caret stands at the end.
    #[must_use]
    pub fn line(text: &str) -> Self {
        Self::new(vec![flat(text)], false)
    }

    /// A field of several lines holding this text. The caret stands at the end.
    #[must_use]
    pub fn lines(text: &str) -> Self {
        let lines = text.split('\n').map(str::to_owned).collect();
        Self::new(lines, true)
    }

    fn new(lines: Vec<String>, multiline: bool) -> Self {
        let mut area = TextArea::new(lines);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area, multiline }
    }

    /// Whether Enter makes a new line here.
    #[must_use]
    pub const fn is_multiline(&self) -> bool {
        self.multiline
    }

    /// The text, lines joined by line breaks.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// The lines as typed.
    #[must_use]
    pub fn rows(&self) -> &[String] {
        self.area.lines()
    }

    /// The caret's line and column, the column in characters.
    #[must_use]
    pub fn caret(&self) -> (usize, usize) {
        let cursor = self.area.cursor();
        (cursor.0, cursor.1)
    }

    /// Puts the caret at a line and column; beyond the text it stands at its end.
    pub fn set_caret(&mut self, (row, column): (usize, usize)) {
        let clamp = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(clamp(row), clamp(column)));
    }

    /// Replaces the whole text.
    pub fn set_text(&mut self, text: &str) {
        *self = if self.multiline { Self::lines(text) } else { Self::line(text) };
    }

    /// Takes a key. Tells whether the text changed; keys that mean nothing to an editor do nothing.
    pub fn key(&mut self, key: Key) -> bool {
        if key.code == KeyCode::Enter && !self.multiline {
            return false;
        }
        match (key.ctrl, key.code) {
            (true, KeyCode::Char('z')) => self.area.undo(),
            (true, KeyCode::Char('y')) => self.area.redo(),
            (true, KeyCode::Char('u')) => self.area.delete_line_by_head(),
            (true, KeyCode::Char('a')) => self.moved(CursorMove::Head),
            (true, KeyCode::Char('e')) => self.moved(CursorMove::End),
            // The crate's other Ctrl letters (paste its own yank, page, search) mean other things at this desk.
            (true, KeyCode::Char(c)) if !matches!(c, 'w' | 'k') => false,
            _ => input(key).is_some_and(|input| self.area.input(input)),
        }
    }

    fn moved(&mut self, to: CursorMove) -> bool {
        self.area.cancel_selection();
        self.area.move_cursor(to);
        false
    }

    /// Takes pasted text. Line breaks become blanks where there is one line only.
    pub fn paste(&mut self, text: &str) -> bool {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        if self.multiline { self.area.insert_str(text) } else { self.area.insert_str(flat(&text)) }
    }

    /// The selected stretch, if any: from and to, each a line and a column.
    #[must_use]
    pub fn selection(&self) -> Option<((usize, usize), (usize, usize))> {
        self.area.selection_range()
    }
}

fn flat(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\n', '\r'], " ")
}

fn input(key: Key) -> Option<Input> {
    let code = match key.code {
        KeyCode::Char(c) => AreaKey::Char(c),
        KeyCode::Enter => AreaKey::Enter,
        KeyCode::Backspace => AreaKey::Backspace,
        KeyCode::Delete => AreaKey::Delete,
        KeyCode::Left => AreaKey::Left,
        KeyCode::Right => AreaKey::Right,
        KeyCode::Up => AreaKey::Up,
        KeyCode::Down => AreaKey::Down,
        KeyCode::Home => AreaKey::Home,
        KeyCode::End => AreaKey::End,
        _ => return None,
    };
    Some(Input { key: code, ctrl: key.ctrl, alt: false, shift: key.shift })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(editor: &mut Editor, text: &str) {
        for c in text.chars() {
            editor.key(Key::char(c));
        }
    }

    #[test]
    fn a_single_line_keeps_a_pasted_email_on_one_line() {
        let mut editor = Editor::line("From: ");
        assert!(editor.paste("a\r\nb\nc"));
        assert_eq!(editor.text(), "From: a b c");
        assert!(!editor.key(Key::plain(KeyCode::Enter)));
        assert_eq!(editor.rows().len(), 1);
    }

    #[test]
    fn several_lines_keep_their_breaks_and_typing_can_be_undone() {
        let mut editor = Editor::lines("");
        typed(&mut editor, "seen");
        editor.key(Key::plain(KeyCode::Enter));
        typed(&mut editor, "Siân 王");
        assert_eq!(editor.text(), "seen\nSiân 王");
        assert_eq!(editor.caret(), (1, 6));
        editor.key(Key::ctrl('z'));
        assert_eq!(editor.text(), "seen\nSiân ");
    }

    #[test]
    fn editing_keys_work_as_in_a_shell() {
        let mut editor = Editor::line("one two three");
        editor.key(Key::ctrl('w'));
        assert_eq!(editor.text(), "one two ");
        editor.key(Key::ctrl('a'));
        editor.key(Key::ctrl('k'));
        assert_eq!(editor.text(), "");
    }

    #[test]
    fn a_caret_beyond_the_text_stands_at_its_end() {
        let mut editor = Editor::lines("ab\ncd");
        editor.set_caret((0, 1));
        assert_eq!(editor.caret(), (0, 1));
        editor.set_caret((9, 9));
        assert_eq!(editor.caret(), (1, 2));
    }
}
