//! The triage board: what is late, what is next, whose it is.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use crate::app::App;
use crate::app::action::Action;
use crate::app::keymap::Keymap;
use crate::app::screens::board::{Counts, View};
use crate::domain::codes::Rating;
use crate::domain::contact::Summary;
use crate::domain::restrict::RESTRICTED;
use crate::ui::area::{take_bottom, take_right, take_top};
use crate::ui::due;
use crate::ui::flow::{Run, run, runs};
use crate::ui::parts::{cells, put, put_right, rag, rule};
use crate::ui::size::SizeClass;
use crate::ui::theme::Look;
use crate::ui::typed;

use super::board_list::List;
use super::{board_columns, board_preview, upcoming};

/// Where the parts of the board stand; a part without room has none.
struct Parts {
    counts: Rect,
    rule: Rect,
    list: Rect,
    explained: Rect,
    preview: Rect,
    upcoming: Rect,
}

impl Parts {
    /// Cuts the area between the first line and the notice.
    fn of(class: SizeClass, mut area: Rect) -> Self {
        let counts = take_top(&mut area, 1);
        let rule = take_top(&mut area, u16::from(class >= SizeClass::Wide));
        let none = Rect { width: 0, height: 0, ..area };
        let (mut explained, mut preview, mut upcoming) = (none, none, none);
        match class {
            SizeClass::TooSmall | SizeClass::Narrow => explained = take_bottom(&mut area, 1),
            SizeClass::Standard => explained = take_bottom(&mut area, 2),
            SizeClass::Wide => {
                if area.height >= 32 {
                    upcoming = take_bottom(&mut area, 10);
                }
                preview = take_right(&mut area, if counts.width >= 140 { 38 } else { 29 });
            }
            SizeClass::Huge => {
                upcoming = take_right(&mut area, 34);
                preview = take_right(&mut area, 44);
            }
        }
        Self { counts, rule, list: area, explained, preview, upcoming }
    }
}

/// Draws the board between the first line and the notice.
pub(in crate::ui) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, look: &Look) {
    let class = SizeClass::of(frame.area());
    let parts = Parts::of(class, area);
    let buffer = frame.buffer_mut();
    let counts = app.board.counts;
    let seconds = &app.board.in_seconds;
    let caret = counters(buffer, parts.counts, class, &counts, app, look);
    rule::across(buffer, parts.rule, look.glyphs.rule_top, look.theme.border, look);
    if !parts.upcoming.is_empty() {
        upcoming::draw(buffer, parts.upcoming, counts.late, app, look);
    }
    if !parts.preview.is_empty() {
        board_preview::draw(buffer, parts.preview, app, look, seconds);
    }
    explain(buffer, parts.explained, app, look);
    let row = if app.board.columns {
        board_columns::draw(buffer, parts.list, app, look, seconds)
    } else {
        List { app, class, look, seconds }.draw(buffer, parts.list)
    };
    frame.set_cursor_position(caret.unwrap_or(row));
}

/// A part of the count line: how soon it gives way, and what it says.
type Segment = (u8, Vec<Run>);

/// The count line. While a filter or another view narrows the board it is reversed, and it says which late reds are hidden.
pub(super) fn counters(
    buffer: &mut Buffer,
    area: Rect,
    class: SizeClass,
    counts: &Counts,
    app: &App,
    look: &Look,
) -> Option<Position> {
    let board = &app.board;
    let mut left = Rect { x: area.x + area.width.min(1), width: area.width.saturating_sub(2), ..area };
    let filtered = board.filtering || !board.filter.text().is_empty();
    if filtered {
        buffer.set_style(area, look.theme.changed);
    }
    if board.hidden_late_reds > 0 {
        let text = format!(" {} {} late RED not shown ", look.glyphs.alert, board.hidden_late_reds);
        let at = take_right(&mut left, cells(&text) + 1);
        put_right(buffer, at, &text, due::late(look), look);
    }
    let mut caret = None;
    if filtered {
        let shown = board.order.len();
        let marked = marked(app, look).map_or_else(String::new, |words| format!("   {words}"));
        let count = format!("   {shown} of {}{marked}   Esc clears", board.open);
        let text = "filter: ";
        let x =
            put(buffer, (left.x, left.y), text, left.width, Style::new().add_modifier(Modifier::BOLD), look);
        let room = Rect { x, width: left.right().saturating_sub(x + 1), ..left };
        let wide =
            u16::try_from(crate::ui::text::width(&board.filter.text())).unwrap_or(u16::MAX).saturating_add(1);
        let field = Rect { width: wide.min(room.width).max(1).min(room.width), ..room };
        let at = typed::draw(buffer, field, &board.filter, Style::new(), look);
        caret = board.filtering.then_some(at);
        put(
            buffer,
            (field.right(), left.y),
            &count,
            left.right().saturating_sub(field.right()),
            Style::new(),
            look,
        );
        return caret;
    }
    let view = views(class, app, look);
    let mut segments = segments(class, counts, look);
    segments.extend(marked(app, look).map(|words| (0, vec![run(words, look.theme.accent)])));
    let view_cells = total(&view);
    let gap = if class >= SizeClass::Wide { 4 } else { 2 };
    while width(&segments, gap) + view_cells + 3 > left.width {
        let Some(worst) = segments.iter().map(|(rank, _)| *rank).max().filter(|rank| *rank > 0) else {
            break;
        };
        segments.retain(|(rank, _)| *rank != worst);
    }
    for (_, segment) in &segments {
        let x = runs(buffer, left, segment, look) + gap;
        left = Rect { x: x.min(left.right()), width: left.right().saturating_sub(x), ..left };
    }
    if view_cells <= left.width {
        let at = Rect { x: left.right() - view_cells, width: view_cells, ..left };
        runs(buffer, at, &view, look);
    }
    caret
}

/// `✓ 3 marked`, and how many of them the view hides.
fn marked(app: &App, look: &Look) -> Option<String> {
    let board = &app.board;
    if board.marked.is_empty() {
        return None;
    }
    let hidden = match board.marked_unseen() {
        0 => String::new(),
        n => format!(" ({n} not shown)"),
    };
    let range = if board.marked.in_range() { ", range" } else { "" };
    Some(format!("{} {} marked{hidden}{range}", look.glyphs.marked, board.marked.len()))
}

fn total(runs: &[Run]) -> u16 {
    runs.iter().map(|(text, _)| cells(text)).sum()
}

fn width(segments: &[Segment], gap: u16) -> u16 {
    segments.iter().map(|(_, segment)| total(segment) + gap).sum()
}

/// The counts. What is wrong never gives way; the words of the ratings go before their signs and numbers.
fn segments(class: SizeClass, counts: &Counts, look: &Look) -> Vec<Segment> {
    let theme = &look.theme;
    let mut all: Vec<Segment> = Vec::new();
    let ratings = [
        (Some(Rating::Red), counts.red, 0),
        (Some(Rating::Amber), counts.amber, 3),
        (Some(Rating::Green), counts.green, 4),
        (Some(Rating::Blue), counts.blue, 5),
        (None, counts.unrated, 2),
    ];
    for (rating, count, rank) in ratings {
        // A colour that a protocol may not even have is only listed when it is used.
        if rating == Some(Rating::Blue) && count == 0 {
            continue;
        }
        let text = if class >= SizeClass::Wide {
            format!("{} {count} {}", rag::sign(rating, look), rag::word(rating).to_lowercase())
        } else {
            format!("{} {count}", rag::sign(rating, look))
        };
        let style = if count == 0 { theme.muted } else { theme.badge(rating) };
        all.push((rank, vec![run(text, style)]));
    }
    let late = if counts.late > 0 { due::late(look) } else { theme.muted };
    all.push((0, vec![run(format!(" {} {} late ", look.glyphs.alert, counts.late), late)]));
    if counts.red_undecided > 0 {
        all.push((0, vec![run(format!("{} red undecided", counts.red_undecided), theme.alert)]));
    }
    if counts.untold > 0 {
        all.push((1, vec![run(format!("{} not told", counts.untold), theme.warning)]));
    }
    all
}

/// The views by number, the chosen one marked; where there is no room for all, the chosen one alone.
fn views(class: SizeClass, app: &App, look: &Look) -> Vec<Run> {
    let theme = &look.theme;
    let chosen = app.board.view;
    let number = |view: View| View::ALL.iter().position(|other| *other == view).unwrap_or(0) + 1;
    if class < SizeClass::Huge {
        let label = match class {
            SizeClass::TooSmall | SizeClass::Narrow => format!("view {}", number(chosen)),
            SizeClass::Standard => format!("{} {}", number(chosen), chosen.label()),
            _ => format!("view {} {} ({})", number(chosen), chosen.label(), app.board.open),
        };
        return vec![run(label, if chosen == View::All { theme.base } else { theme.accent })];
    }
    let mut all = vec![run("view ", theme.muted)];
    for view in View::ALL {
        let style = if *view == chosen { theme.accent } else { theme.muted };
        let sign = if *view == chosen { look.glyphs.selected } else { " " };
        all.push(run(format!(" {sign}{} {}", number(*view), view.label()), style));
    }
    all
}

/// The lines under the list: what the selected row is and what is owed on it, in words.
fn explain(buffer: &mut Buffer, area: Rect, app: &App, look: &Look) {
    let area = Rect { x: area.x + area.width.min(1), width: area.width.saturating_sub(2), ..area };
    let theme = &look.theme;
    let Some(id) = app.board.selected.filter(|_| !area.is_empty()) else { return };
    if let Some(call) = app.board.drafts.iter().find(|draft| draft.id == id) {
        let minutes = app.now.since(call.started).num_minutes();
        let taker = &call.taker.name;
        let text = match call.parked {
            Some(at) => {
                let parked = app.now.since(at).num_minutes().max(0);
                format!(
                    "{id} {taker} has parked this call for {parked} min, since {minutes} min. Enter goes on with it."
                )
            }
            None => format!("{id} {taker} is taking this call, since {minutes} min. Enter goes on with it."),
        };
        runs(buffer, area, &[run(text, theme.base)], look);
        return;
    }
    let Some(row) = app.board.selected_row() else { return };
    let owed = owed(row, app, look);
    if area.height == 1 {
        let mut line = vec![run(format!("{id}  "), theme.heading)];
        line.extend(owed);
        runs(buffer, area, &line, look);
        return;
    }
    runs(buffer, area, &origin(row, app, look), look);
    let second = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    runs(buffer, second, &owed, look);
}

/// `R-2417  Little Oaks Nursery, Fri 13:51 · Tell school due 15:00, staffed 1h 52m w`.
fn origin(row: &Summary, app: &App, look: &Look) -> Vec<Run> {
    let theme = &look.theme;
    let zone = app.setting.protocol.zone;
    let mut line = vec![run(format!("{}  ", row.id), theme.heading)];
    let from = match (row.organisation.trim(), row.source) {
        _ if row.restricted.is_some() => RESTRICTED,
        // The first words of the label say enough here.
        ("", Some(source)) => source.label().split(',').next().unwrap_or_default(),
        ("", None) => "source not known yet",
        (organisation, _) => organisation,
    };
    line.push(run(from, theme.base));
    line.push(run(format!(", {}", due::near(zone, row.received, app.now)), theme.muted));
    if let Some(duty) = row.next() {
        let due = due::near(zone, duty.due, app.now);
        let title = due::short(duty.clock, duty.subject.as_deref());
        line.push(run(format!(" · {title} due {due}"), theme.base));
        if !duty.is_late(app.now) {
            let (text, style) = due::staffed(app.setting.protocol.staffed_left(app.now, duty.due), look);
            line.push(run(", staffed ", theme.muted));
            line.push(run(text, style));
        }
    }
    line
}

/// What is owed on a contact, in words, the loudest first.
fn owed(row: &Summary, app: &App, look: &Look) -> Vec<Run> {
    let mut line: Vec<Run> = Vec::new();
    if let Some(duty) = row.next().filter(|duty| duty.is_late(app.now)) {
        let (text, style) = due::left(duty.due, app.now, false, look);
        line.extend([run(text, style), run(" · ", look.theme.muted)]);
    }
    line.extend(undone(row, app, look));
    if row.owner.is_none() && !row.marks.handed_back {
        line.extend([run(" · ", look.theme.muted), run("no owner", look.theme.base)]);
    }
    line
}

/// Rating, decision, feedback, collection time and written referral: what is not done yet, in words.
pub(super) fn undone(row: &Summary, app: &App, look: &Look) -> Vec<Run> {
    let theme = &look.theme;
    let mut parts: Vec<Run> = Vec::new();
    parts.extend(
        marks(row)
            .into_iter()
            .map(|(words, loud)| run(words, if loud { theme.alert } else { theme.warning })),
    );
    if row.asks_collection(app.now, app.setting.protocol.zone) {
        parts.push(run("ask: collection time?", theme.warning));
    }
    match (row.rating, row.route) {
        (None, None) => parts.push(run("not rated", theme.base)),
        (Some(Rating::Red), None) => parts.push(run("RED undecided", theme.alert)),
        (_, None) => parts.push(run("no decision", theme.base)),
        (_, Some(route)) => parts.push(run(route.label(), theme.base)),
    }
    match (row.told, row.tries) {
        (true, _) => parts.push(run("told", theme.done)),
        (false, 0) => parts.push(run("not told", theme.warning)),
        (false, 1) => parts.push(run("not told, tried once", theme.warning)),
        (false, n) => parts.push(run(format!("not told, tried {n}×"), theme.warning)),
    }
    if row.written_owed {
        parts.push(run("written referral awaited", theme.base));
    }
    let mut line: Vec<Run> = Vec::new();
    for part in parts {
        if !line.is_empty() {
            line.push(run(" · ", theme.muted));
        }
        line.push(part);
    }
    line
}

/// What catches the eye beside rating, route and duties, the loudest first; whether it is an alert.
pub(super) fn marks(row: &Summary) -> Vec<(String, bool)> {
    let mut marks = Vec::new();
    if row.marks.missing {
        marks.push(("child missing".to_owned(), row.open));
    }
    if row.marks.handed_back {
        marks.push(("handed back: nobody has it".to_owned(), true));
    }
    if row.marks.handover {
        let key = Keymap::shown(Action::Acknowledge);
        marks.push((format!("handed over: {key} takes it"), true));
    }
    if row.marks.reconsider {
        marks.push(("new information: look at the decision again".to_owned(), true));
    }
    if row.marks.dispute {
        marks.push(("decision disputed".to_owned(), true));
    }
    if row.marks.hurry {
        marks.push(("rating raised: tell the agencies to hurry".to_owned(), true));
    }
    if row.marks.police {
        marks.push(("police to be informed".to_owned(), true));
    }
    if row.marks.agreement {
        marks.push(("waits for a manager's agreement".to_owned(), false));
    }
    if row.marks.held {
        marks.push(("legal hold".to_owned(), false));
    }
    if row.marks.chased > 0 {
        // Until they are told, every further question is a failure of ours (L50).
        marks.push((format!("chased {}×", row.marks.chased), !row.told));
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::view_model::list_height;

    #[test]
    fn the_application_knows_how_many_rows_the_list_shows() {
        for width in 60..=220 {
            for height in 16..=70 {
                let screen = Rect::new(0, 0, width, height);
                let class = SizeClass::of(screen);
                let body = Rect { y: 1, height: height - 3, ..screen };
                let list = super::super::board_list::inside(class, Parts::of(class, body).list).list;
                assert_eq!(list_height((width, height)), usize::from(list.height), "{width}x{height}");
            }
        }
    }
}
