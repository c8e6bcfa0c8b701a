//! What stands beside the questions: what cannot wait, why a question is asked, the clocks that will start, and the rating that
//! the answers point to.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::view::View;
use crate::domain::check::{self, Severity};
use crate::domain::clocks::{Deadline, Outcome};
use crate::domain::intake::Answer;
use crate::domain::schema::{Need, Place};
use crate::ui::parts::countdown::Left;
use crate::ui::parts::panel::Panel;
use crate::ui::parts::row::{Column, places};
use crate::ui::parts::{cells, put, put_right, rag};
use crate::ui::text;

/// Writes wrapped text from the top of an area, and gives what is left of it.
pub(super) fn paragraph(buffer: &mut Buffer, area: Rect, words: &str, style: Style, view: &View<'_>) -> Rect {
    let safe = text::display(words, text::Lines::Many);
    let mut y = area.y;
    for line in text::wrap(&safe, usize::from(area.width)) {
        if y >= area.bottom() {
            break;
        }
        put(buffer, (area.x, y), &line, area.width, style, view.look);
        y += 1;
    }
    Rect { y, height: area.bottom().saturating_sub(y), ..area }
}

/// What must be asked before hanging up, under each other.
pub(super) fn asks(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    if area.height < 2 || area.width < 8 {
        return;
    }
    let (theme, glyphs) = (&view.look.theme, &view.look.glyphs);
    let open = view.urgent();
    let room = area.width.saturating_sub(1);
    if open.is_empty() {
        let words = format!("{} Nothing urgent is open", glyphs.done);
        put(buffer, (area.x + 1, area.y + 1), &words, room, theme.done, view.look);
        return;
    }
    put(buffer, (area.x + 1, area.y + 1), "Ask before hanging up", room, theme.alert, view.look);
    for ((_, words), y) in open.iter().zip(area.y + 2..area.bottom()) {
        put(buffer, (area.x + 1, y), &format!("{} {words}", glyphs.alert), room, theme.alert, view.look);
    }
}

/// What must be asked before hanging up, in one line.
pub(super) fn ask_line(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let (theme, glyphs) = (&view.look.theme, &view.look.glyphs);
    let open = view.urgent();
    let room = area.width.saturating_sub(2);
    if open.is_empty() {
        let words = format!("{} Safety: nothing urgent is open", glyphs.done);
        put(buffer, (area.x + 1, area.y), &words, room, theme.done, view.look);
        return;
    }
    let separator = format!(" {} ", glyphs.separator);
    let all: Vec<&str> = open.iter().map(|(_, words)| *words).collect();
    let mut shown = all.len();
    let text = |shown: usize| {
        let rest = all.len() - shown;
        let more = if rest > 0 { format!(" +{rest}") } else { String::new() };
        let parts: Vec<&str> = all.iter().take(shown).copied().collect();
        format!("{} Ask now: {}{more}", glyphs.alert, parts.join(&separator))
    };
    while shown > 1 && cells(&text(shown)) > room {
        shown -= 1;
    }
    put(buffer, (area.x + 1, area.y), &text(shown), room, theme.alert, view.look);
}

/// What is to be said about the question under the cursor: how the answer is odd, or why it is asked.
pub(super) fn about(view: &View<'_>) -> Option<(Place, Vec<(String, Style)>)> {
    let place = view.screen.draft.cursor.place?;
    let question = place.question.question();
    let (theme, glyphs) = (&view.look.theme, &view.look.glyphs);
    let mut said = Vec::new();
    if let Some(Answer::State(unanswered)) = view.answer(place) {
        said.push((format!("{}. F8 changes it.", capital(unanswered.state.label())), theme.base));
    }
    let typed = view.answer(place).and_then(Answer::as_text).unwrap_or_default();
    if view.is_quiet() {
        for issue in check::check(place.question, typed, view.received(), view.zone) {
            let (sign, style) = match issue.severity {
                Severity::Warn => (glyphs.alert, theme.warning),
                Severity::Note => (glyphs.question, theme.base),
            };
            said.push((format!("{sign} {}", issue.text), style));
        }
    }
    said.push((question.why.to_owned(), theme.base));
    Some((place, said))
}

/// Why the question under the cursor is asked, in a panel.
pub(super) fn why_panel(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let inner =
        Panel { title: "Why we ask", note: "", foot: "", focused: false, look: view.look }.draw(area, buffer);
    let Some((place, said)) = about(view) else { return };
    let question = place.question.question();
    let mut rest = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    rest = paragraph(buffer, rest, question.label, view.look.theme.heading, view);
    for (words, style) in said {
        rest = paragraph(buffer, rest, &words, style, view);
    }
    let need = match question.need {
        Need::Must => "Needed. F8 if the caller does not know.",
        Need::Ask => "Asked on every such call.",
        Need::Nice => "Only if the caller says it.",
    };
    if rest.height > 1 {
        let last = Rect { y: rest.y + 1, height: rest.height - 1, ..rest };
        paragraph(buffer, last, need, view.look.theme.muted, view);
    }
}

/// Why the question under the cursor is asked, in one line; an odd answer comes first.
pub(super) fn why_line(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let Some((_, said)) = about(view) else { return };
    let Some((words, style)) = said.first() else { return };
    let muted = said.len() == 1;
    let (lead, style) = if muted { ("Why: ", view.look.theme.muted) } else { ("", *style) };
    let room = area.width.saturating_sub(2);
    let mut rest = Rect { x: area.x + 1, width: room, ..area };
    rest = paragraph(buffer, rest, &format!("{lead}{words}"), style, view);
    if let Some((why, _)) = said.get(1) {
        paragraph(buffer, rest, &format!("Why: {why}"), view.look.theme.muted, view);
    }
}

/// `■ RED suggested` with its reasons, and that it is no more than that.
pub(super) fn suggestion(buffer: &mut Buffer, area: Rect, view: &View<'_>) -> Rect {
    let theme = &view.look.theme;
    if area.is_empty() {
        return area;
    }
    let Some(suggestion) = &view.suggestion else {
        return paragraph(buffer, area, "No rating is suggested yet.", theme.muted, view);
    };
    let badge = rag::badge(Some(suggestion.rating), view.look);
    let x = put(buffer, (area.x, area.y), &badge.content, area.width, badge.style, view.look);
    let words = " suggested only: a person decides";
    put(buffer, (x, area.y), words, area.right().saturating_sub(x), theme.base, view.look);
    let mut y = area.y + 1;
    for reason in &suggestion.reasons {
        if y >= area.bottom() {
            break;
        }
        put(buffer, (area.x, y), &format!("+ {reason}"), area.width, theme.base, view.look);
        y += 1;
    }
    Rect { y, height: area.bottom().saturating_sub(y), ..area }
}

/// The suggestion in one line.
pub(super) fn suggestion_line(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let Some(suggestion) = &view.suggestion else {
        put(
            buffer,
            (area.x, area.y),
            "No rating is suggested yet.",
            area.width,
            view.look.theme.muted,
            view.look,
        );
        return;
    };
    let badge = rag::badge(Some(suggestion.rating), view.look);
    let x = put(buffer, (area.x, area.y), &badge.content, area.width, badge.style, view.look);
    let words = format!(" suggested only: {}", suggestion.reasons.join(", "));
    put(buffer, (x, area.y), &words, area.right().saturating_sub(x), view.look.theme.base, view.look);
}

/// The clocks that will start, in one line: the most pressing first, as many as fit.
pub(super) fn clock_line(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let theme = &view.look.theme;
    let mut x = put(buffer, (area.x, area.y), "Clocks  ", area.width, theme.muted, view.look);
    for duty in &view.duties {
        let (words, style) = match view.due_words(duty) {
            Some(due) => {
                let left = left(view, duty).map(|left| left.to_string()).unwrap_or_default();
                let name =
                    if due.starts_with("told") { String::new() } else { format!("{} ", duty.clock.label()) };
                (format!("{name}{due} ({left})"), style_of(view, duty))
            }
            None => (format!("{}: not achievable", duty.clock.label()), theme.warning),
        };
        if x + cells(&words) > area.right() {
            break;
        }
        x = put(buffer, (x, area.y), &words, cells(&words), style, view.look) + 3;
    }
}

fn left(view: &View<'_>, duty: &Deadline) -> Option<Left> {
    let due = duty.due()?;
    let seconds = due.since(view.now).num_minutes().abs() < 60;
    Some(Left::Elapsed { due, now: view.now, seconds })
}

fn style_of(view: &View<'_>, duty: &Deadline) -> Style {
    match duty.due() {
        Some(due) if due < view.now => view.look.theme.alert,
        Some(due) if due.since(view.now).num_minutes() < 60 => view.look.theme.warning,
        _ => view.look.theme.base,
    }
}

/// Columns of the list of clocks.
const COLUMNS: [Column; 5] = [
    Column::new("", 23),
    Column::new("", 25).grows(),
    Column::new("", 9).right(),
    Column::new("", 11).right().gives_way(1),
    Column::new("", 8).gives_way(2),
];

/// The clocks that will start, under each other.
pub(super) fn clocks(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let theme = &view.look.theme;
    let places = places(&COLUMNS, area.width);
    if view.duties.is_empty() {
        put(buffer, (area.x, area.y), "No clock starts yet.", area.width, theme.muted, view.look);
    }
    for (duty, y) in view.duties.iter().zip(area.top()..area.bottom()) {
        let style = style_of(view, duty);
        let staffed = duty.due().map(|due| {
            let minutes = i64::try_from(view.protocol.staffed_left(view.now, due)).unwrap_or(i64::MAX);
            Left::Staffed(minutes).to_string()
        });
        let texts = [
            duty.clock.label().to_owned(),
            view.due_words(duty).unwrap_or_default(),
            left(view, duty).map(|left| left.to_string()).unwrap_or_default(),
            staffed.unwrap_or_default(),
            duty.basis.clone(),
        ];
        let row = Rect { y, height: 1, ..area };
        let looks = [theme.base, style, style, theme.muted, theme.muted];
        for (((text, column), place), look) in texts.iter().zip(COLUMNS).zip(&places).zip(looks) {
            if let Some(place) = place {
                crate::ui::parts::row::cell(buffer, row, column, *place, text, look, view.look);
            }
        }
        if let Outcome::NotAchievable { reason } = &duty.outcome {
            let x = area.x + COLUMNS.first().map_or(0, |column| column.least) + 2;
            let words = format!("not achievable: {reason}");
            put(buffer, (x, y), &words, area.right().saturating_sub(x), theme.warning, view.look);
        }
    }
}

/// The suggestion and the clocks in one panel, beside each other where there is room.
pub(super) fn outlook(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let theme = &view.look.theme;
    let panel = Panel {
        title: "Clocks that will start",
        note: "time left, staffed time left (w), source",
        foot: "",
        focused: false,
        look: view.look,
    };
    let inner = panel.draw(area, buffer);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    if inner.width < 100 {
        let line = Rect { height: inner.height.min(1), ..inner };
        suggestion_line(buffer, line, view);
        let rest = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        clocks(buffer, rest, view);
        return;
    }
    let side = Rect { width: 40, ..inner };
    let rest = suggestion(buffer, side, view);
    if rest.height > 1 {
        let last = Rect { y: rest.y + 1, height: rest.height - 1, ..rest };
        paragraph(buffer, last, "Every reason is kept with the contact.", theme.muted, view);
    }
    let wide = Rect { x: inner.x + 44, width: inner.width.saturating_sub(44), ..inner };
    clocks(buffer, wide, view);
}

/// A word at the right end of a line, for what is only looked at now and then.
pub(super) fn right_word(buffer: &mut Buffer, area: Rect, words: &str, view: &View<'_>) {
    put_right(buffer, Rect { height: 1, ..area }, words, view.look.theme.muted, view.look);
}

pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
