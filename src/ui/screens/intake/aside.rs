//! What stands beside the questions: what cannot wait, why a question is asked, the clocks that will start, and the rating that
//! the answers point to.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::typing::wrap;
use super::view::View;
use crate::domain::check::{self, Severity};
use crate::domain::clocks::{ClockId, Deadline, Outcome};
use crate::domain::codes::Source;
use crate::domain::intake::{Answer, Subject};
use crate::domain::register::Relation;
use crate::domain::schema::{self, Need, Question};
use crate::domain::seek::{self, Found};
use crate::domain::way;
use crate::ui::area::{padded, take_bottom};
use crate::ui::due;
use crate::ui::parts::panel::Panel;
use crate::ui::parts::row::{Column, cell, places};
use crate::ui::parts::{cells, put, put_right, rag};
use crate::ui::text;

/// Writes wrapped text from the top of an area, and gives what is left of it.
pub(super) fn paragraph(buffer: &mut Buffer, area: Rect, words: &str, style: Style, view: &View<'_>) -> Rect {
    let mut y = area.y;
    for line in wrap(words, area.width) {
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
    let listens = way::is_listening(view.intake);
    let head = if listens { "Ask before hanging up" } else { "Find out first" };
    put(buffer, (area.x + 1, area.y + 1), head, room, theme.alert, view.look);
    for ((_, [words, ..]), y) in open.iter().zip(area.y + 2..area.bottom()) {
        put(buffer, (area.x + 1, y), &format!("{} {words}", glyphs.alert), room, theme.alert, view.look);
    }
}

/// What must be asked before hanging up, in one line that names every open question.
pub(super) fn ask_line(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let (theme, glyphs) = (&view.look.theme, &view.look.glyphs);
    let open = view.urgent();
    let room = area.width.saturating_sub(2);
    if open.is_empty() {
        let words = format!("{} Safety: nothing urgent is open", glyphs.done);
        put(buffer, (area.x + 1, area.y), &words, room, theme.done, view.look);
        return;
    }
    let text = |lead: &str, between: &str, form: usize| {
        let words: Vec<&str> = open.iter().filter_map(|(_, words)| words.get(form).copied()).collect();
        format!("{} {lead}{}", glyphs.alert, words.join(between))
    };
    let dot = format!(" {} ", glyphs.separator);
    let forms = [text("Ask now: ", &dot, 0), text("Ask: ", &dot, 1), text("Ask ", ", ", 2)];
    let fits = forms.iter().find(|text| cells(text) <= room).or(forms.last());
    put(buffer, (area.x + 1, area.y), fits.map_or("", String::as_str), room, theme.alert, view.look);
}

/// What is to be said about the question under the cursor.
struct About {
    question: &'static Question,
    /// How the answer is odd.
    odd: Vec<(String, Style)>,
    /// What to do and not to do at this moment.
    hints: Vec<&'static str>,
}

fn about(view: &View<'_>) -> Option<About> {
    let place = view.screen.draft.cursor.place?;
    let question = place.question.question();
    let (theme, glyphs) = (&view.look.theme, &view.look.glyphs);
    let mut odd = Vec::new();
    let answer = view.answer(place);
    if let Some(Answer::State(unanswered)) = answer {
        let label = capital(unanswered.state.label());
        odd.push(match (unanswered.state.takes_reason(), unanswered.reason.trim().is_empty()) {
            (true, true) => (format!("{label}: type why. F8 changes it."), theme.warning),
            _ => (format!("{label}. F8 changes it."), theme.base),
        });
    }
    if let (true, Some(answer)) = (view.is_quiet(), answer) {
        for issue in check::of_answer(view.intake, place, answer, view.received(), view.zone) {
            let (sign, style) = match issue.severity {
                Severity::Warn => (glyphs.alert, theme.warning),
                Severity::Note => (glyphs.question, theme.base),
            };
            odd.push((format!("{sign} {}", issue.text), style));
        }
    }
    if answer.and_then(Answer::as_text).is_some_and(text::has_hidden) {
        odd.push((
            format!("{} Some characters here cannot be seen. They are kept.", glyphs.question),
            theme.warning,
        ));
    }
    let hints = question.hints(view.intake).map(|hint| hint.text).collect();
    Some(About { question, odd, hints })
}

/// Who may be meant, in the last line of the area, which is taken off it. Nothing while nobody was looked for.
fn known_line(buffer: &mut Buffer, area: &mut Rect, view: &View<'_>) {
    let Some((words, style)) = known(view) else { return };
    let line = take_bottom(area, 1);
    put(buffer, (line.x + 1, line.y), &words, line.width.saturating_sub(2), style, view.look);
}

/// Who may be meant by the questions under the cursor, in a few words.
fn known(view: &View<'_>) -> Option<(String, Style)> {
    let theme = &view.look.theme;
    let place = view.screen.draft.cursor.place.filter(|place| place.subject != Subject::Call)?;
    if let Some(link) = view.intake.links.iter().find(|link| link.subject == place.subject) {
        let known = link.known.first().map(|line| format!(". {line}")).unwrap_or_default();
        return Some((format!("{} Linked with {}{known}", view.look.glyphs.done, link.id), theme.done));
    }
    let found = view.screen.seek.found.get(&place.subject)?;
    let likely: Vec<&Found> = found.iter().filter(|one| one.relation == Relation::SamePerson).collect();
    let Some(first) = likely.first() else {
        let words = if found.is_empty() {
            "F3  Nobody known fits so far".to_owned()
        } else {
            format!("F3  {} of the same household known", found.len())
        };
        return Some((words, theme.muted));
    };
    let more = if likely.len() > 1 { format!(" and {} more", likely.len() - 1) } else { String::new() };
    let born = first.person.birth.map(|day| day.format(", %-d %b %Y").to_string()).unwrap_or_default();
    let words = format!("F3  Known? {}{born}{more}: {}", first.name(), first.why());
    Some((words, theme.warning))
}

/// Known people who may be meant, each with the reasons, and the first line of what is known.
pub(super) fn known_panel(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let inner = Panel { title: "Known already? F3", note: "", foot: "", focused: false, look: view.look }
        .draw(area, buffer);
    let theme = &view.look.theme;
    let mut rest = padded(inner);
    let subject = seek::subject_at(view.screen.draft.cursor.place);
    if let Some(link) = view.intake.links.iter().find(|link| link.subject == subject) {
        rest = paragraph(buffer, rest, &format!("{} {}", view.look.glyphs.done, link.id), theme.done, view);
        for line in &link.known {
            rest = paragraph(buffer, rest, line, theme.base, view);
        }
        return;
    }
    let found = view.screen.seek.found.get(&subject).map_or(&[][..], Vec::as_slice);
    if found.is_empty() {
        paragraph(buffer, rest, "Nobody known fits so far.", theme.muted, view);
    }
    for one in found {
        let born = one.person.birth.map(|day| day.format(" %-d %b %Y").to_string()).unwrap_or_default();
        let style = match one.relation {
            Relation::SamePerson => theme.warning,
            Relation::SameHousehold => theme.base,
        };
        rest = paragraph(buffer, rest, &format!("{}{born}", one.name()), style, view);
        let why = match one.relation {
            Relation::SamePerson => one.why(),
            Relation::SameHousehold if one.restricted.is_some() => one.why(),
            Relation::SameHousehold => "same household".to_owned(),
        };
        rest = paragraph(buffer, rest, &why, theme.muted, view);
    }
}

/// Why the question under the cursor is asked, and what to mind, in a panel.
pub(super) fn why_panel(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let inner =
        Panel { title: "Why we ask", note: "", foot: "", focused: false, look: view.look }.draw(area, buffer);
    let Some(About { question, odd, hints }) = about(view) else { return };
    let theme = &view.look.theme;
    let mut rest = padded(inner);
    rest = paragraph(buffer, rest, question.label, theme.heading, view);
    for (words, style) in odd {
        rest = paragraph(buffer, rest, &words, style, view);
    }
    rest = paragraph(buffer, rest, question.why, theme.base, view);
    for hint in hints {
        rest = paragraph(buffer, rest, &format!("{} {hint}", view.look.glyphs.dot), theme.accent, view);
    }
    let need = match question.need {
        Need::Must => "Needed. F8: not known yet.",
        Need::Ask => "Asked on every such call.",
        Need::Nice => "Only if the caller says it.",
    };
    if rest.height > 1 {
        let last = Rect { y: rest.y + 1, height: rest.height - 1, ..rest };
        paragraph(buffer, last, need, theme.muted, view);
    }
}

/// Why the question under the cursor is asked, in two lines: an odd answer comes first, what to mind comes last.
pub(super) fn why_line(buffer: &mut Buffer, mut area: Rect, view: &View<'_>) {
    known_line(buffer, &mut area, view);
    let Some(About { question, odd, hints }) = about(view) else { return };
    let theme = &view.look.theme;
    let room = area.width.saturating_sub(2);
    let mut rest = Rect { x: area.x + 1, width: room, ..area };
    if let Some((words, style)) = odd.first() {
        rest = paragraph(buffer, rest, words, *style, view);
    }
    // What to mind matters now; the reason can be looked up, so it is the one that is cut.
    let keep = hints.last().map(|hint| format!("{} {hint}", view.look.glyphs.dot));
    let keep = keep.map(|hint| wrap(&hint, room)).unwrap_or_default();
    let kept = u16::try_from(keep.len()).unwrap_or(u16::MAX);
    let low = if kept < rest.height { take_bottom(&mut rest, kept) } else { Rect::default() };
    paragraph(buffer, rest, &format!("Why: {}", question.why), theme.muted, view);
    for (line, y) in keep.iter().zip(low.top()..low.bottom()) {
        put(buffer, (low.x, y), line, room, theme.accent, view.look);
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

/// Who is told, or what is done.
fn who(view: &View<'_>, duty: &Deadline) -> &'static str {
    let school = schema::source(view.intake) == Some(Source::School);
    match duty.clock {
        ClockId::FeedbackSchool if school => "School",
        ClockId::FeedbackSchool | ClockId::FeedbackFirst => "Caller",
        other => other.label(),
    }
}

/// `School told by 15:00 today (43m)`, or why it cannot be.
fn in_words(view: &View<'_>, duty: &Deadline) -> (String, Style) {
    match (duty.due(), &duty.outcome) {
        (Some(due), _) => {
            let (left, style) = due::left(due, view.now, false, view.look);
            (format!("{} {} ({left})", who(view, duty), view.due_words(duty).unwrap_or_default()), style)
        }
        (None, Outcome::NotAchievable { reason }) => {
            (format!("{} told in time: not achievable, {reason}", who(view, duty)), view.look.theme.warning)
        }
        (None, Outcome::Running { .. }) => (String::new(), view.look.theme.base),
    }
}

/// The most pressing clock that will start, in a few words.
pub(super) fn next_clock(view: &View<'_>) -> Option<(String, Style)> {
    view.duties.first().map(|duty| in_words(view, duty))
}

/// The clocks that will start, in one line: what cannot be kept, then the most pressing, as many as fit.
pub(super) fn clock_line(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let mut x = area.x;
    let (kept, not): (Vec<&Deadline>, Vec<&Deadline>) =
        view.duties.iter().partition(|duty| duty.due().is_some());
    for duty in not.into_iter().chain(kept) {
        let (words, style) = in_words(view, duty);
        if x > area.x && x + cells(&words) > area.right() {
            break;
        }
        let room = area.right().saturating_sub(x);
        x = put(buffer, (x, area.y), &words, room, style, view.look) + 3;
    }
}

/// Time left with its look; none for what cannot be kept.
fn left(view: &View<'_>, duty: &Deadline) -> Option<(String, Style)> {
    let due = duty.due()?;
    let seconds = due.since(view.now).num_minutes().abs() < 60;
    Some(due::left(due, view.now, seconds, view.look))
}

/// Columns of the list of clocks: duty, due, time left, staffed time left, source.
const COLUMNS: [Column; 5] = [
    Column::new("", 23),
    Column::new("", 27),
    Column::new("", 11).right(),
    Column::new("", 11).right().gives_way(1),
    Column::new("", 8).grows().gives_way(2),
];
/// Cells of a duty's short name.
const SHORT: u16 = 12;

/// The clocks that will start, under each other.
pub(super) fn clocks(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let theme = &view.look.theme;
    let mut columns = COLUMNS;
    let short = area.width < 67;
    if let (true, [name, ..]) = (short, &mut columns) {
        *name = Column::new("", SHORT);
    }
    let places = places(&columns, area.width);
    if view.duties.is_empty() {
        put(buffer, (area.x, area.y), "No clock starts yet.", area.width, theme.muted, view.look);
    }
    for (duty, y) in view.duties.iter().zip(area.top()..area.bottom()) {
        let (left, style) = left(view, duty).unwrap_or_default();
        let staffed =
            duty.due().map(|due| due::staffed(view.protocol.staffed_left(view.now, due), view.look));
        let (staffed, staffing) = staffed.unwrap_or_default();
        let due = view.due_words(duty).unwrap_or_default();
        let name = if short { due::short(duty.clock, None) } else { duty.clock.label() };
        let texts = [name.to_owned(), due, left, staffed, duty.basis.clone()];
        let row = Rect { y, height: 1, ..area };
        let looks = [theme.base, style, style, staffing, theme.muted];
        for (((text, column), place), look) in texts.iter().zip(columns).zip(&places).zip(looks) {
            if let Some(place) = place {
                cell(buffer, row, column, *place, text, look, view.look);
            }
        }
        if let Outcome::NotAchievable { reason } = &duty.outcome {
            let x = area.x + columns.first().map_or(0, |column| column.least) + 2;
            let words = format!("not achievable: {reason}");
            put(buffer, (x, y), &words, area.right().saturating_sub(x), theme.warning, view.look);
        }
    }
}

/// The suggestion and the clocks in one panel, beside each other where there is room.
pub(super) fn outlook(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let theme = &view.look.theme;
    let note = match area.width {
        0..70 => "",
        70..100 => "time left, staffed time left (w)",
        _ => "time left, staffed time left (w), source",
    };
    let panel = Panel { title: "Clocks that will start", note, foot: "", focused: false, look: view.look };
    let inner = panel.draw(area, buffer);
    let inner = padded(inner);
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
