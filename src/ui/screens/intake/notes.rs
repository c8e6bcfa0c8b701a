//! The notes strip: whatever was said, in the order it was said, with the time. What stands in no answer yet is marked.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::typing::{Flow, Typed, draw_line};
use super::view::View;
use crate::app::screens::intake::Focus;
use crate::ui::parts::panel::Panel;
use crate::ui::parts::{put, rule};
use crate::ui::text;

/// Cells of the time before a note.
const TIME: u16 = 6;

fn in_hand<'a>(view: &View<'a>) -> Typed<'a> {
    let note = &view.screen.note;
    let focused = view.screen.focus == Focus::Notes;
    Typed { lines: note.rows(), caret: focused.then(|| note.caret()), selection: note.selection() }
}

fn count(view: &View<'_>) -> String {
    match view.unused_notes() {
        0 => String::new(),
        unused => format!("{unused} not used yet"),
    }
}

/// The notes in a panel, the last ones in sight, with the line being typed at the bottom.
pub(super) fn panel(buffer: &mut Buffer, area: Rect, view: &View<'_>) -> Option<Position> {
    let focused = view.screen.focus == Focus::Notes;
    let note = count(view);
    let foot = if focused { "Enter keeps a line" } else { "F7 uses a line" };
    let inner = Panel { title: "Notes F4", note: &note, foot, focused, look: view.look }.draw(area, buffer);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    if inner.width < TIME + 4 || inner.height == 0 {
        return None;
    }
    let theme = &view.look.theme;
    let typed = in_hand(view);
    let room = Rect { x: inner.x + TIME, width: inner.width - TIME, ..inner };
    let flow = Flow::new(&typed, room.width);
    let hand = flow.rows().clamp(1, (inner.height / 2).max(1));
    let mut rows = Vec::new();
    for note in &view.intake.notes {
        let time = view.zone.local(note.at).format("%H:%M").to_string();
        let (sign, style) = if note.used {
            (view.look.glyphs.done, theme.muted)
        } else {
            (view.look.glyphs.open, theme.base)
        };
        let words = format!("{sign} {}", text::display(&note.text, text::Lines::Many));
        for (n, line) in text::wrap(&words, usize::from(room.width)).into_iter().enumerate() {
            rows.push((if n == 0 { time.clone() } else { String::new() }, line, style));
        }
    }
    let most = usize::from(inner.height - hand);
    let from = rows.len().saturating_sub(most);
    let mut y = inner.y;
    for (time, line, style) in rows.into_iter().skip(from) {
        put(buffer, (inner.x, y), &time, TIME, theme.muted, view.look);
        put(buffer, (room.x, y), &line, room.width, style, view.look);
        y += 1;
    }
    let line = Rect { y, height: hand.min(inner.bottom().saturating_sub(y)), ..room };
    if focused || !view.screen.draft.note_in_hand.is_empty() {
        let now = view.zone.local(view.now).format("%H:%M").to_string();
        put(buffer, (inner.x, y), &now, TIME, theme.muted, view.look);
        let style = if focused { theme.field_focus } else { theme.field };
        buffer.set_style(line.intersection(*buffer.area()), style);
        return flow.draw(buffer, line, &typed, style, view.look);
    }
    put(buffer, (inner.x, y), "F4 to write down what is said", inner.width, theme.muted, view.look);
    None
}

/// The notes in two lines: a rule that counts them, and the line being typed or the last one.
pub(super) fn strip(buffer: &mut Buffer, area: Rect, view: &View<'_>) -> Option<Position> {
    let lines = view.intake.notes.len();
    let title = match (lines, view.unused_notes()) {
        (0, _) => "Notes F4".to_owned(),
        (1, 0) => "Notes F4: 1 line".to_owned(),
        (lines, 0) => format!("Notes F4: {lines} lines"),
        (lines, unused) => {
            format!("Notes F4: {lines} {}, {unused} not used yet", if lines == 1 { "line" } else { "lines" })
        }
    };
    rule::titled(buffer, Rect { height: area.height.min(1), ..area }, &title, view.look);
    line(buffer, Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }, view, "")
}

/// The notes in one line: the line being typed, or the last one that is not used yet.
pub(super) fn line(buffer: &mut Buffer, area: Rect, view: &View<'_>, lead: &str) -> Option<Position> {
    if area.width < 20 || area.height == 0 {
        return None;
    }
    let theme = &view.look.theme;
    let end = area.right() - 1;
    let mut x = put(buffer, (area.x + 1, area.y), lead, area.width / 2, theme.muted, view.look);
    if view.screen.focus == Focus::Notes || !view.screen.draft.note_in_hand.is_empty() {
        let now = view.zone.local(view.now).format("%H:%M ").to_string();
        x = put(buffer, (x, area.y), &now, TIME, theme.muted, view.look);
        let field = Rect { x, y: area.y, width: end.saturating_sub(x), height: 1 };
        let style = if view.screen.focus == Focus::Notes { theme.field_focus } else { theme.field };
        buffer.set_style(field.intersection(*buffer.area()), style);
        return draw_line(buffer, field, &in_hand(view), style, view.look);
    }
    let last = view.intake.notes.iter().rev().find(|note| !note.used);
    let words = last.map_or_else(String::new, |note| {
        let time = view.zone.local(note.at).format("%H:%M");
        format!("{time} {} {}", view.look.glyphs.open, note.text)
    });
    put(buffer, (x, area.y), &words, end.saturating_sub(x), theme.muted, view.look);
    None
}
