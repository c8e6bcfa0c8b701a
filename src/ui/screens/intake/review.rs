//! The review: what was told, what is still open, what the program makes of it, and the one key that files.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::aside;
use super::typing::wrap;
use super::view::{View, number, question_of};
use crate::domain::intake::Subject;
use crate::domain::review::{self, ReviewRow};
use crate::domain::schema::{Need, QuestionId, Step};
use crate::ui::area::{padded, take_bottom};
use crate::ui::parts::panel::Panel;
use crate::ui::parts::row::RowState;
use crate::ui::parts::scroll::Scroll;
use crate::ui::parts::{cells, put, put_right, rule};
use crate::ui::size::SizeClass;

/// The way to the aids for the decision.
const WEIGH: &str = "Ctrl-L: what to weigh";

/// Draws the review, and gives the place of the cursor: on the highlighted row.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, view: &View<'_>) -> Option<Position> {
    if view.class >= SizeClass::Wide { wide(buffer, area, view) } else { narrow(buffer, area, view) }
}

/// The open needed answers, and all rows.
fn counts(rows: &[ReviewRow]) -> (usize, usize, usize) {
    let of = |need| {
        let gap =
            |row: &&ReviewRow| matches!(row, ReviewRow::Gap(place) if place.question.question().need == need);
        rows.iter().filter(gap).count()
    };
    (of(Need::Must), of(Need::Ask), rows.iter().filter(|row| matches!(row, ReviewRow::Note(_))).count())
}

/// `3 needed, 5 more to ask, 2 notes not used`.
fn open_words(rows: &[ReviewRow]) -> String {
    let (must, ask, notes) = counts(rows);
    let parts = [
        (must, "needed".to_owned()),
        (ask, "more to ask".to_owned()),
        (notes, if notes == 1 { "note not used" } else { "notes not used" }.to_owned()),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}")).collect();
    parts.join(", ")
}

/// The one key that files, and what filing leaves open.
fn file_words(view: &View<'_>, rows: &[ReviewRow]) -> (String, Style) {
    let theme = &view.look.theme;
    if view.screen.filing.is_some() {
        return (
            format!("Filing{} Nothing may change until it is in the record.", view.look.glyphs.ellipsis),
            theme.warning,
        );
    }
    let open = match counts(rows).0 {
        0 => String::new(),
        1 => " One needed answer stays open.".to_owned(),
        n => format!(" {n} needed answers stay open."),
    };
    (format!("Ctrl-S files this call.{open}"), theme.accent)
}

/// The rows that lead somewhere, the highlighted one in sight.
fn list(buffer: &mut Buffer, area: Rect, view: &View<'_>, rows: &[ReviewRow]) -> (Option<Position>, Scroll) {
    let theme = &view.look.theme;
    let at = view.screen.review.min(rows.len().saturating_sub(1));
    let height = usize::from(area.height);
    let scroll = Scroll::following(at, at.saturating_sub(height / 2), height, rows.len());
    if rows.is_empty() {
        let words = format!("{} Nothing is left to ask.", view.look.glyphs.done);
        put(buffer, (area.x + 2, area.y), &words, area.width.saturating_sub(2), theme.done, view.look);
        return (Some(area.as_position()).filter(|_| !area.is_empty()), scroll);
    }
    let mut cursor = None;
    let shown = rows.iter().enumerate().skip(scroll.above).take(scroll.shown);
    for ((n, row), y) in shown.zip(area.top()..area.bottom()) {
        let line = Rect { y, height: 1, ..area };
        let (sign, words, place, style) = row_words(*row, view);
        let end = Rect { width: line.width.saturating_sub(1), ..line };
        // In a narrow list the words need the room.
        let from = if line.width >= 46 && cells(&words) + cells(place) + 8 < line.width {
            put_right(buffer, end, place, theme.muted, view.look)
        } else {
            end.right()
        };
        let x = put(buffer, (line.x + 2, y), sign, 3, style, view.look) + 1;
        put(buffer, (x, y), &words, from.saturating_sub(x + 1), theme.base, view.look);
        let selected = n == at && view.in_field();
        RowState { selected, ..RowState::default() }.draw(buffer, line, view.look);
        if n == at {
            cursor = Some(line.as_position());
        }
    }
    (cursor, scroll)
}

/// Sign, words and origin of a row.
fn row_words(row: ReviewRow, view: &View<'_>) -> (&'static str, String, &'static str, Style) {
    let (theme, glyphs) = (&view.look.theme, &view.look.glyphs);
    match row {
        ReviewRow::Gap(place) => {
            let question = place.question.question();
            let whose = match place.subject {
                Subject::Child(_) if view.intake.children.len() > 1 => view.heading(place.subject),
                Subject::Person(_) => view.heading(place.subject),
                _ => None,
            };
            let whose = whose.map_or_else(String::new, |whose| format!(" ({whose})"));
            let (sign, style) = if question.need == Need::Must {
                (glyphs.alert, theme.alert)
            } else {
                (glyphs.open, theme.muted)
            };
            (sign, format!("{}{whose}", question.label), question.step.label(), style)
        }
        ReviewRow::Note(at) => {
            let words = view.intake.notes.get(at).map_or_else(String::new, |note| {
                format!("{} {}", view.zone.local(note.at).format("%H:%M"), note.text)
            });
            (glyphs.question, words, "note", theme.warning)
        }
    }
}

/// What was told, in a window that moves with the highlighted row, so that all of it comes by.
fn told(buffer: &mut Buffer, area: Rect, view: &View<'_>, lines: &[String], rows: usize) -> Scroll {
    let height = usize::from(area.height);
    let over = lines.len().saturating_sub(height);
    let above = over * view.screen.review.min(rows.saturating_sub(1)) / rows.saturating_sub(1).max(1);
    for (line, y) in lines.iter().skip(above).zip(area.top()..area.bottom()) {
        put(buffer, (area.x, y), line, area.width, view.look.theme.base, view.look);
    }
    Scroll { above, shown: height.min(lines.len()), total: lines.len() }
}

/// The sentences, wrapped; each begins a line, or all run on where room is scarce.
fn wrapped(view: &View<'_>, width: u16, run_on: bool) -> Vec<String> {
    let sentences = review::summary(view.intake, view.received(), view.protocol);
    if run_on {
        return wrap(&sentences.join(" "), width);
    }
    let hanging = |sentence: &String| {
        let lines = wrap(sentence, width.saturating_sub(2)).into_iter().enumerate();
        lines.map(|(n, line)| if n == 0 { line } else { format!("  {line}") }).collect::<Vec<_>>()
    };
    sentences.iter().flat_map(hanging).collect()
}

/// `lines 1–4 of 16 ↓` where not all of it is shown.
fn part(scroll: Scroll, view: &View<'_>) -> String {
    if scroll.shown >= scroll.total { String::new() } else { format!("lines {}", scroll.text(view.look)) }
}

/// What was agreed, in one line.
fn agreed(view: &View<'_>, between: &str) -> String {
    let short = |id: QuestionId| match id {
        QuestionId::CallerNameUse => "family may know who rang",
        QuestionId::ParentsInformed => "parents know",
        QuestionId::Consent => "consent",
        other => other.label(),
    };
    let parts: Vec<String> = review::agreements(view.intake)
        .into_iter()
        .map(|agreed| format!("{}: {}", short(agreed.question), agreed.said))
        .collect();
    aside::capital(&parts.join(between))
}

/// Everything under each other.
fn narrow(buffer: &mut Buffer, area: Rect, view: &View<'_>) -> Option<Position> {
    let rows = review::rows(view.intake);
    let roomy = view.class >= SizeClass::Standard;
    let inner = padded(area);
    let (foot, most) = if roomy { (4, 5) } else { (2, 3) };
    let listed = u16::try_from(rows.len().max(1)).unwrap_or(u16::MAX).min(most).min(inner.height);
    let row = |y: u16, height: u16| Rect { y, height: height.min(area.bottom().saturating_sub(y)), ..inner };

    let mut y = inner.y;
    let (file, style) = file_words(view, &rows);
    let words = open_words(&rows);
    let forms = [format!("Open: {words}. Enter goes there."), format!("Open: {words}")];
    let title = forms.iter().find(|form| cells(form) <= inner.width).or(forms.last());
    if let (false, Some(title)) = (words.is_empty(), title) {
        put(buffer, (inner.x, y), title, inner.width, view.look.theme.heading, view.look);
    }
    y += 1;
    let (cursor, _) = list(buffer, row(y, listed), view, &rows);
    y += listed;

    let end = area.bottom().saturating_sub(foot);
    let lines = wrapped(view, inner.width, true);
    let window = row(y + 1, end.saturating_sub(y + 1));
    if window.height > 0 {
        let scroll = told(buffer, window, view, &lines, rows.len());
        rule::titled(
            buffer,
            Rect { x: area.x, width: area.width, ..row(y, 1) },
            "What was told: read it back",
            view.look,
        );
        aside::right_word(
            buffer,
            Rect { width: inner.width.saturating_sub(1), ..row(y, 1) },
            &part(scroll, view),
            view,
        );
    }
    let mut y = end;
    if y < inner.y + 1 + listed {
        return cursor;
    }
    if roomy {
        let agreed = agreed(view, &format!(" {} ", view.look.glyphs.separator));
        put(buffer, (inner.x, y), &agreed, inner.width, view.look.theme.base, view.look);
        aside::suggestion_line(buffer, row(y + 1, 1), view);
        aside::clock_line(buffer, row(y + 2, 1), view);
        y += 3;
    } else {
        aside::suggestion_line(buffer, row(y, 1), view);
        y += 1;
    }
    put(buffer, (inner.x, y), &file, inner.width, style, view.look);
    if cells(&file) + cells(WEIGH) + 3 < inner.width {
        aside::right_word(buffer, Rect { width: inner.width.saturating_sub(1), ..row(y, 1) }, WEIGH, view);
    }
    cursor
}

/// What was told at the left, what is open at the right, what follows under both.
fn wide(buffer: &mut Buffer, area: Rect, view: &View<'_>) -> Option<Position> {
    let rows = review::rows(view.intake);
    let right = (area.width * 2 / 5).clamp(38, 64).min(area.width);
    let low = (area.height * 3 / 10).clamp(8, 11).min(area.height);
    let top = area.height - low;
    let told_area = Rect { width: area.width - right, height: top, ..area };
    let mut open_area = Rect { x: told_area.right(), width: right, height: top, ..area };
    let agreed_area = take_bottom(&mut open_area, 10.min(top / 2));
    aside::outlook(buffer, Rect { y: area.y + top, height: low, ..area }, view);

    let title = format!("{}  {}", number(Step::Review), question_of(Step::Review));
    let frame = |foot: &str, buffer: &mut Buffer| {
        Panel { title: &title, note: "what was told", foot, focused: false, look: view.look }
            .draw(told_area, buffer)
    };
    let inner = frame("", buffer);
    let inner = padded(inner);
    let lines = wrapped(view, inner.width, false);
    let scroll = told(buffer, inner, view, &lines, rows.len());
    let shown = part(scroll, view);
    if !shown.is_empty() {
        frame(&shown, buffer);
    }

    let forms = [open_words(&rows), format!("{} needed", counts(&rows).0)];
    let note = forms.into_iter().find(|form| cells(form) + 22 < open_area.width).unwrap_or_default();
    let focused = view.in_field();
    let box_of = |foot: &str, buffer: &mut Buffer| {
        Panel { title: "Still open", note: &note, foot, focused, look: view.look }.draw(open_area, buffer)
    };
    let inner = box_of("Enter goes there", buffer);
    let (cursor, scroll) = list(buffer, inner, view, &rows);
    if scroll.shown < scroll.total {
        box_of(&scroll.text(view.look), buffer);
    }

    let panel = Panel { title: "As understood", note: "", foot: WEIGH, focused: false, look: view.look };
    let inner = panel.draw(agreed_area, buffer);
    let mut rest = padded(inner);
    let (file, style) = file_words(view, &rows);
    let lines = u16::try_from(wrap(&file, rest.width).len()).unwrap_or(1);
    let keep = take_bottom(&mut rest, lines);
    for agreed in review::agreements(view.intake) {
        let sentence = format!("{}: {}", agreed.question.label(), agreed.said);
        rest = aside::paragraph(buffer, rest, &sentence, view.look.theme.base, view);
    }
    aside::paragraph(buffer, keep, &file, style, view);
    cursor
}

/// What was told so far, beside the questions.
pub(super) fn so_far(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let panel = Panel { title: "Told so far", note: "", foot: "", focused: false, look: view.look };
    let inner = panel.draw(area, buffer);
    let inner = padded(inner);
    let told = review::summary(view.intake, view.received(), view.protocol);
    // Only what has been said: the steps show what has not.
    let unsaid = |sentence: &&String| {
        let answer = sentence.split_once(": ").map_or(sentence.as_str(), |(_, answer)| answer);
        answer.split([',', ';']).all(|part| part.contains("not asked"))
    };
    let mut rest = inner;
    for sentence in told.iter().filter(|sentence| !unsaid(sentence)) {
        rest = aside::paragraph(buffer, rest, sentence, view.look.theme.base, view);
    }
}
