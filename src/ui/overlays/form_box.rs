//! The box of an action: what it does, its fields, why it was not accepted.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::action::Action;
use crate::app::overlay::{BoxField, BoxInput, FormBox};
use crate::ui::area::{take_bottom, take_top};
use crate::ui::flow::{Flow, first_in_sight, run, runs};
use crate::ui::parts::put;
use crate::ui::text;
use crate::ui::theme::Look;
use crate::ui::typed;

/// Cells of a box.
const WIDE: u16 = 76;
/// Lines a text of several lines takes before it grows.
const LINES: u16 = 4;

/// Draws the box.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, form: &FormBox, look: &Look) {
    let caret = paint(frame.buffer_mut(), area, form, look);
    frame.set_cursor_position(caret);
}

/// Actions that change where a contact goes, or take something back.
const fn is_weighty(action: Action) -> bool {
    matches!(action, Action::Rate | Action::Decide | Action::Undo | Action::Discard)
}

fn paint(buffer: &mut Buffer, area: Rect, form: &FormBox, look: &Look) -> Position {
    let theme = &look.theme;
    let width = WIDE.min(area.width).saturating_sub(4).max(1);
    let most = usize::from(width);
    let before: u16 = form.consequences.iter().map(|words| lines_of(words, most)).sum();
    let error = form.error.as_deref().map_or(0, |words| lines_of(words, most) + 1);
    let shown: Vec<(usize, &BoxField)> =
        form.fields.iter().enumerate().filter(|(n, _)| form.shows(*n)).collect();
    let focus = shown.iter().position(|(n, _)| *n == form.focus).unwrap_or(0);
    let whole: u16 = shown.iter().map(|(_, field)| height(field, width, Extent::Whole)).sum();
    let wanted = before + u16::from(before > 0) + whole + error + 4;
    let fits = wanted <= area.height;
    let heights: Vec<u16> = shown
        .iter()
        .map(|(n, field)| {
            height(field, width, if fits || *n == form.focus { Extent::Whole } else { Extent::Folded })
        })
        .collect();
    let fields: u16 = heights.iter().sum();
    let size = (WIDE, wanted.min(area.height));
    let mut inner = super::boxed(buffer, area, size, &form.title, "", is_weighty(form.action), look);
    if inner.height < 4 {
        return inner.as_position();
    }
    let foot = take_bottom(&mut inner, 1);
    footer(buffer, foot, form, look);
    let blank = u16::from(fits);
    take_bottom(&mut inner, blank);
    if let Some(words) = &form.error {
        let room = (error - u16::from(!fits)).min(inner.height / 3).max(1);
        let at = take_bottom(&mut inner, room);
        let mut flow = Flow::new(buffer, at, look);
        flow.wrapped(&format!("{} {words}", look.glyphs.alert), theme.alert, room);
    }
    // The words before the fields give way when there is little room: the fields are what is typed into.
    let spare = inner.height.saturating_sub(fields.min(inner.height.saturating_sub(2)));
    let words = take_top(&mut inner, (before + u16::from(before > 0)).min(spare));
    let mut flow = Flow::new(buffer, words, look);
    for sentence in &form.consequences {
        let room = flow.room();
        flow.wrapped(sentence, theme.muted, room);
    }
    let mut caret = inner.as_position();
    let first = first_in_sight(&heights, focus, inner.height);
    for ((n, field), height) in shown.into_iter().zip(&heights).skip(first) {
        let at = take_top(&mut inner, *height);
        if at.is_empty() {
            break;
        }
        let focused = n == form.focus;
        let place = draw_field(buffer, at, field, focused, look);
        if focused {
            caret = place;
        }
    }
    caret
}

fn lines_of(words: &str, width: usize) -> u16 {
    let shown = text::display(words, text::Lines::Many);
    u16::try_from(text::wrap(&shown, width).len()).unwrap_or(u16::MAX)
}

/// How much of a field is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Everything.
    Whole,
    /// Of a choice only the chosen value, of a text its first lines: there is little room, and the cursor is elsewhere.
    Folded,
}

/// A label, the field, and a blank line.
fn height(field: &BoxField, width: u16, extent: Extent) -> u16 {
    let inside = match (&field.input, extent) {
        (BoxInput::Text(editor), Extent::Folded) if editor.is_multiline() => {
            typed::height(editor, width.saturating_sub(2)).clamp(1, 3)
        }
        (BoxInput::Text(editor), Extent::Whole) if editor.is_multiline() => {
            typed::height(editor, width.saturating_sub(2)).clamp(LINES, 10)
        }
        (BoxInput::Text(_), _) | (BoxInput::Choice { .. }, Extent::Folded) => 1,
        (BoxInput::Choice { options, .. }, Extent::Whole) => {
            options.iter().map(|(_, label)| lines_of(label, option_room(width))).sum()
        }
    };
    inside.saturating_add(2)
}

/// Cells of an option's label, after its mark.
fn option_room(width: u16) -> usize {
    usize::from(width.saturating_sub(4)).max(1)
}

fn draw_field(buffer: &mut Buffer, mut area: Rect, field: &BoxField, focused: bool, look: &Look) -> Position {
    let theme = &look.theme;
    let label = take_top(&mut area, 1);
    let style = if focused { theme.heading } else { theme.muted };
    put(buffer, (label.x, label.y), &field.label, label.width, style, look);
    if area.height > 1 {
        take_bottom(&mut area, 1);
    }
    if area.is_empty() {
        return label.as_position();
    }
    match &field.input {
        BoxInput::Text(editor) => typed::field(buffer, area, editor, focused, look),
        BoxInput::Choice { options, chosen } => options_list(buffer, area, options, *chosen, focused, look),
    }
}

/// The values of a choice under each other, from the chosen one where there is no room for all.
fn options_list(
    buffer: &mut Buffer,
    area: Rect,
    options: &[(String, String)],
    chosen: Option<usize>,
    focused: bool,
    look: &Look,
) -> Position {
    let (theme, glyphs) = (&look.theme, &look.glyphs);
    let heights: Vec<u16> =
        options.iter().map(|(_, label)| lines_of(label, option_room(area.width))).collect();
    let first = first_in_sight(&heights, chosen.unwrap_or(0), area.height);
    let mut caret = area.as_position();
    let mut flow = Flow::new(buffer, area, look);
    if chosen.is_none() && area.height < heights.iter().sum() && !focused {
        flow.text("not chosen yet", theme.muted);
        return caret;
    }
    for (n, (_, label)) in options.iter().enumerate().skip(first) {
        if flow.room() == 0 {
            break;
        }
        let on = chosen == Some(n);
        let (mark, style) = if on { (glyphs.radio_on, theme.accent) } else { (glyphs.radio_off, theme.base) };
        let at_caret = focused && (on || (chosen.is_none() && n == 0));
        let words = if on { theme.heading } else { theme.base };
        let words = if at_caret { words.patch(theme.selected) } else { words };
        let row = flow.rest();
        if at_caret {
            caret = Position { x: row.x + 1.min(row.width.saturating_sub(1)), y: row.y };
        }
        let shown = text::display(label, text::Lines::One).into_owned();
        for (k, part) in text::wrap(&shown, option_room(area.width)).into_iter().enumerate() {
            if flow.room() == 0 {
                break;
            }
            let mark = if k == 0 { format!("{mark} ") } else { "    ".to_owned() };
            flow.line(&[run(mark, style), run(part, words)]);
        }
    }
    caret
}

fn footer(buffer: &mut Buffer, area: Rect, form: &FormBox, look: &Look) {
    let theme = &look.theme;
    if form.sending {
        runs(buffer, area, &[run("Saving.", theme.accent)], look);
        return;
    }
    let line = [
        run("Esc", theme.key),
        run(" keep and close      ", theme.base),
        run("Ctrl-S", theme.key),
        run(" record it", theme.base),
    ];
    runs(buffer, area, &line, look);
}
