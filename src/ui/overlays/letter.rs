//! A letter in the whole window: being written, and as it was issued.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::overlay::{BoxInput, FormBox, LetterView};
use crate::ui::area::{take_bottom, take_top};
use crate::ui::flow::{Flow, run, runs};
use crate::ui::parts::scroll::Scroll;
use crate::ui::parts::{put, put_right};
use crate::ui::text;
use crate::ui::theme::Look;
use crate::ui::typed;

/// Cells of a line of a letter beyond which it reads badly, with the box around it.
const WIDE: u16 = 100;

/// Draws the letter being written: what to look at, the text, why it was not accepted.
pub(super) fn writing(frame: &mut Frame<'_>, area: Rect, form: &FormBox, look: &Look) {
    let caret = paint(frame.buffer_mut(), area, form, look);
    frame.set_cursor_position(caret);
}

fn paint(buffer: &mut Buffer, area: Rect, form: &FormBox, look: &Look) -> Position {
    let theme = &look.theme;
    let mut inner = super::boxed(buffer, area, (WIDE, area.height), &form.title, "", false, look);
    let Some((label, editor)) = form.fields.first().and_then(|field| match &field.input {
        BoxInput::Text(editor) => Some((&field.label, editor)),
        BoxInput::Choice { .. } => None,
    }) else {
        return inner.as_position();
    };
    if inner.height < 3 {
        return if inner.is_empty() {
            inner.as_position()
        } else {
            typed::field(buffer, inner, editor, true, look)
        };
    }
    let foot = take_bottom(&mut inner, 1);
    footer(buffer, foot, form, look);
    let width = usize::from(inner.width).max(1);
    let lines = |words: &str| text::wrap(&text::display(words, text::Lines::Many), width).len();
    // What is written always keeps more than half of the window.
    let most = inner.height / 3;
    if let Some(words) = &form.error {
        let said = format!("{} {words}", look.glyphs.alert);
        let room = u16::try_from(lines(&said)).unwrap_or(u16::MAX).min(most.max(1));
        let mut flow = Flow::new(buffer, take_bottom(&mut inner, room), look);
        flow.wrapped(&said, theme.alert, room);
    }
    let label = format!("{} {label}. Read it through; it can be changed here.", look.glyphs.right);
    put(buffer, (inner.x, inner.y), &label, inner.width, theme.heading, look);
    take_top(&mut inner, 1);
    let notes: usize = form.consequences.iter().map(|words| lines(&format!("? {words}"))).sum();
    let room = u16::try_from(notes).unwrap_or(u16::MAX).min(most);
    let mut flow = Flow::new(buffer, take_top(&mut inner, room), look);
    for words in &form.consequences {
        let room = flow.room();
        flow.wrapped(&format!("{} {words}", look.glyphs.alert), theme.warning, room);
    }
    typed::field(buffer, inner, editor, true, look)
}

fn footer(buffer: &mut Buffer, area: Rect, form: &FormBox, look: &Look) {
    let theme = &look.theme;
    if form.sending {
        runs(buffer, area, &[run("Issuing.", theme.accent)], look);
        return;
    }
    let keys = [
        ("Ctrl-S", " issue it   "),
        ("Esc", " keep and close   "),
        ("Ctrl-X", " discard   "),
        ("PgDn", " on"),
    ];
    let line: Vec<_> =
        keys.into_iter().flat_map(|(key, words)| [run(key, theme.key), run(words, theme.base)]).collect();
    runs(buffer, area, &line, look);
}

/// Draws an issued letter with what became of it.
pub(super) fn reading(frame: &mut Frame<'_>, area: Rect, view: LetterView, app: &App, look: &Look) {
    let theme = &look.theme;
    let zone = app.setting.protocol.zone;
    let title = format!("Letter {} · {}", view.letter, view.contact);
    let mut inner = super::boxed(frame.buffer_mut(), area, (WIDE, area.height), &title, "", false, look);
    frame.set_cursor_position(inner.as_position());
    let buffer = frame.buffer_mut();
    let letter = app.contact.as_ref().and_then(|screen| screen.contact.letter(view.letter));
    let Some(letter) = letter else {
        let words = "This letter is not on the contact any more: its issue was undone. Esc closes.";
        let mut flow = Flow::new(buffer, inner, look);
        let room = flow.room();
        flow.wrapped(words, theme.warning, room);
        return;
    };
    let foot = take_bottom(&mut inner, 1);
    let mut state = format!("{}. Issued {}", letter.what.name(&letter.to), zone.short(letter.at));
    if let Some((at, how)) = &letter.posted {
        state = format!("{state}, posted {} ({how})", zone.short(*at));
    }
    if let Some((at, why)) = &letter.withdrawn {
        state = format!("{state}, withdrawn {} ({why})", zone.short(*at));
    }
    let style = if letter.withdrawn.is_some() { theme.warning } else { theme.muted };
    let shown = text::display(&state, text::Lines::One);
    let head = text::wrap(&shown, usize::from(inner.width).max(1));
    let room = u16::try_from(head.len() + 1).unwrap_or(u16::MAX).min(inner.height / 3);
    let mut flow = Flow::new(buffer, take_top(&mut inner, room), look);
    let room = flow.room();
    flow.wrapped(&state, style, room);

    let shown = text::display(&letter.text, text::Lines::Many);
    let lines = text::wrap(&shown, usize::from(inner.width).max(1));
    let window = usize::from(inner.height);
    let above = view.top.min(lines.len().saturating_sub(window));
    for (line, y) in lines.iter().skip(above).take(window).zip(inner.top()..) {
        put(buffer, (inner.x, y), line, inner.width, theme.base, look);
    }
    let mut keys = Vec::new();
    if letter.is_unposted() {
        keys.extend([("p", " posted   "), ("w", " withdraw   ")]);
    }
    keys.extend([("a", " write the files again   "), ("Esc", " close")]);
    let line: Vec<_> =
        keys.into_iter().flat_map(|(key, words)| [run(key, theme.key), run(words, theme.base)]).collect();
    runs(buffer, foot, &line, look);
    let scroll = Scroll { above, shown: window.min(lines.len()), total: lines.len() };
    if scroll.shown < scroll.total {
        put_right(buffer, foot, &scroll.text(look), theme.muted, look);
    }
}
