//! The head of the horizon: how many deadlines fall into each column, the days and hours, and who is there.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::View;
use crate::domain::codes::Rating;
use crate::domain::horizon::{Count, Ground, Mark, ground, holiday, marks};
use crate::domain::when::Moment;
use crate::ui::area::take_top;
use crate::ui::due;
use crate::ui::parts::{cells, put};
use crate::ui::size::SizeClass;

/// The sign of a slot of the MASH meeting.
pub(super) const MEETING: &str = "M";
/// The sign of the hour by which schools are told.
pub(super) const SCHOOL: &str = "S";

/// Lines of the bars.
const fn bars(class: SizeClass) -> u16 {
    match class {
        SizeClass::TooSmall | SizeClass::Narrow => 0,
        SizeClass::Standard => 2,
        SizeClass::Wide => 4,
        SizeClass::Huge => 8,
    }
}

/// Lines of the head: bars, two lines of numbers, the days, the hours, who is there.
pub(super) const fn height(class: SizeClass) -> u16 {
    bars(class) + 5
}

/// Draws the head.
pub(super) fn draw(buffer: &mut Buffer, mut area: Rect, view: &View<'_>) {
    let counts = view.app.horizon.dues.by_column(&view.axis, view.app.now);
    let most = counts.iter().map(|count| count.all).max().unwrap_or(0).max(1);
    let chart = take_top(&mut area, bars(view.class));
    chart_of(buffer, chart, &counts, most, view);
    let theme = &view.look.theme;
    let all = take_top(&mut area, 1);
    numbers(
        buffer,
        all,
        &counts,
        |count| count.all,
        &|n| if n == most { theme.heading } else { theme.base },
        view,
    );
    let red = take_top(&mut area, 1);
    numbers(buffer, red, &counts, |count| count.red, &|_| theme.badge(Some(Rating::Red)), view);
    label(buffer, red, "of them red", theme.muted, view);
    let late = view.app.horizon.dues.before(view.app.now);
    if late.all > 0 {
        let words = format!(" {} {} duties late, {} red ", view.look.glyphs.alert, late.all, late.red);
        label(buffer, all, &words, due::late(view.look), view);
    } else {
        label(buffer, all, "due, none late", theme.muted, view);
    }
    let line = take_top(&mut area, 1);
    days(buffer, line, view);
    let line = take_top(&mut area, 1);
    hours(buffer, line, view);
    strip(buffer, take_top(&mut area, 1), view);
}

/// Words left of the axis, at the right end of their room.
fn label(buffer: &mut Buffer, line: Rect, words: &str, style: Style, view: &View<'_>) {
    let room = view.words.saturating_sub(2).min(line.width);
    let from = room.saturating_sub(cells(words));
    if line.height > 0 {
        put(buffer, (line.x + 1 + from, line.y), words, room - from, style, view.look);
    }
}

/// Bars from the bottom: the red part full, the others in a lighter shade upon it.
fn chart_of(buffer: &mut Buffer, area: Rect, counts: &[Count], most: usize, view: &View<'_>) {
    let (glyphs, theme) = (&view.look.glyphs, &view.look.theme);
    let axis = view.axis_of(area);
    let high = |n: usize| (n * usize::from(area.height)).div_ceil(most);
    for (count, x) in counts.iter().zip((axis.x..axis.right()).step_by(usize::from(view.wide))) {
        let (all, red) = (high(count.all), high(count.red));
        let wide = view.wide.saturating_sub(1).clamp(1, 8);
        for (line, y) in (0_usize..).zip((area.top()..area.bottom()).rev()) {
            let (sign, style) = if line < red {
                (glyphs.bar_full, theme.edge(Some(Rating::Red)))
            } else if line < all {
                (glyphs.shades[1], theme.base)
            } else {
                break;
            };
            put(buffer, (x, y), &sign.repeat(usize::from(wide)), axis.right() - x, style, view.look);
        }
    }
}

fn numbers(
    buffer: &mut Buffer,
    line: Rect,
    counts: &[Count],
    of: impl Fn(&Count) -> usize,
    style: &dyn Fn(usize) -> Style,
    view: &View<'_>,
) {
    let axis = view.axis_of(line);
    if line.height == 0 {
        return;
    }
    for (count, x) in counts.iter().map(of).zip((axis.x..axis.right()).step_by(usize::from(view.wide))) {
        if count > 0 {
            let words = count.to_string();
            // Four digits have no room; a thousand deadlines in one column are "lots" at any rate.
            let words = if cells(&words) > view.wide { "++".to_owned() } else { words };
            put(buffer, (x, line.y), &words, axis.right() - x, style(count), view.look);
        }
    }
}

/// The days, each over its first column, with the name of the holiday where there is room.
fn days(buffer: &mut Buffer, line: Rect, view: &View<'_>) {
    let axis = view.axis_of(line);
    if line.height == 0 {
        return;
    }
    let zone = view.app.setting.protocol.zone;
    let starts = (axis.x..axis.right()).step_by(usize::from(view.wide));
    let mut labels: Vec<(u16, Moment)> = Vec::new();
    for ((from, _), x) in view.axis.columns().zip(starts) {
        if labels.last().is_none_or(|(_, at)| zone.short_date(*at) != zone.short_date(from)) {
            labels.push((x, from));
        }
    }
    let ends = labels.iter().skip(1).map(|(x, _)| *x).chain([axis.right() + 1]);
    for ((x, at), end) in labels.iter().zip(ends) {
        let room = end.saturating_sub(x + 1);
        let date = zone.short_date(*at);
        let day: String = date.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let name: String = date.chars().take(3).collect();
        let mut forms = vec![date.clone(), day.clone(), name];
        if let Some(holiday) = holiday(view.calendar(), *at) {
            forms.splice(0..0, [format!("{date}, {holiday}"), format!("{day}, {holiday}")]);
        }
        if let Some(form) = forms.iter().find(|form| cells(form) <= room) {
            put(buffer, (*x, line.y), form, room, view.look.theme.heading, view.look);
        }
    }
}

/// The hours at which the columns begin.
fn hours(buffer: &mut Buffer, line: Rect, view: &View<'_>) {
    let axis = view.axis_of(line);
    if line.height == 0 || view.axis.step >= 1440 {
        return;
    }
    let zone = view.app.setting.protocol.zone;
    let starts = (axis.x..axis.right()).step_by(usize::from(view.wide));
    for ((from, _), x) in view.axis.columns().zip(starts) {
        let time: String = zone.short_time(from).chars().take(5).collect();
        let (hour, minute) = time.split_once(':').unwrap_or((&time, "00"));
        let short = if minute == "00" { hour.to_owned() } else { format!(":{minute}") };
        let words = if view.axis.step < 60 && view.wide > 5 { time.clone() } else { short };
        put(buffer, (x, line.y), &words, axis.right() - x, view.look.theme.muted, view.look);
    }
}

/// Who is there, with the marks of the day and now.
fn strip(buffer: &mut Buffer, line: Rect, view: &View<'_>) {
    let axis = view.axis_of(line);
    if line.height == 0 {
        return;
    }
    let (glyphs, theme) = (&view.look.glyphs, &view.look.theme);
    for ((from, to), x) in view.axis.cells(view.wide).zip(axis.x..axis.right()) {
        let (sign, style) = match ground(view.calendar(), from, to) {
            Ground::Open => (glyphs.rule, theme.done),
            Ground::Closed => (glyphs.shades[0], theme.muted),
            Ground::Holiday => (glyphs.shades[2], theme.muted),
        };
        put(buffer, (x, line.y), sign, 1, style, view.look);
    }
    let mut taken: Vec<u16> = Vec::new();
    if let Some(cell) = view.now() {
        put(buffer, (axis.x + cell, line.y), glyphs.line, 1, theme.accent, view.look);
        taken.push(cell);
    }
    for (at, mark) in marks(&view.app.setting.protocol, view.window) {
        let sign = match mark {
            Mark::Meeting => MEETING,
            Mark::School => SCHOOL,
        };
        // Two that share a cell stand side by side.
        let cell = view
            .axis
            .cell(at, view.wide)
            .and_then(|cell| (cell..cell + 3).find(|cell| !taken.contains(cell)));
        if let Some(cell) = cell.filter(|cell| *cell < axis.width) {
            taken.push(cell);
            put(buffer, (axis.x + cell, line.y), sign, 1, theme.accent, view.look);
        }
    }
    let who = if view.calendar().is_open(view.app.now) { "desk open now" } else { "desk closed now" };
    label(buffer, line, who, theme.muted, view);
}
