//! The horizon: every coming deadline on an axis of time, so that the pinch of the afternoon shows.

mod band;
mod rows;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::screens::horizon::Line;
use crate::domain::calendar::Calendar;
use crate::domain::horizon::{Axis, Window};
use crate::ui::area::{take_bottom, take_top};
use crate::ui::due;
use crate::ui::flow::{Run, run, runs};
use crate::ui::parts::panel::Panel;
use crate::ui::parts::rule;
use crate::ui::parts::scroll::Scroll;
use crate::ui::parts::{cells, put};
use crate::ui::size::SizeClass;
use crate::ui::theme::Look;

use super::board;

/// Cells of the narrowest column of time: two digits and a blank.
const COLUMN: u16 = 3;

/// What every part of the screen needs.
struct View<'a> {
    app: &'a App,
    look: &'a Look,
    class: SizeClass,
    window: Window,
    axis: Axis,
    /// Cells of a column of time.
    wide: u16,
    /// Cells of the words left of the axis.
    words: u16,
}

impl View<'_> {
    fn calendar(&self) -> &Calendar {
        self.app.setting.protocol.desk()
    }

    /// The part of a line that belongs to the axis.
    fn axis_of(&self, line: Rect) -> Rect {
        let columns = u16::try_from(self.axis.columns().count()).unwrap_or(u16::MAX);
        let left = self.words.min(line.width);
        let width = columns.saturating_mul(self.wide).min(line.width - left);
        Rect { x: line.x + left, width, ..line }
    }

    /// The cell of the axis in which it is now; none if the window was moved into the future.
    fn now(&self) -> Option<u16> {
        self.axis.cell(self.app.now, self.wide)
    }
}

/// Draws the horizon between the first line and the notice.
pub(in crate::ui) fn draw(frame: &mut Frame<'_>, mut area: Rect, app: &App, look: &Look) {
    let class = SizeClass::of(frame.area());
    let buffer = frame.buffer_mut();
    let counts = take_top(&mut area, 1);
    let caret = board::counters(buffer, counts, class, &app.board.counts, app, look);
    let line = take_top(&mut area, u16::from(class >= SizeClass::Wide));
    rule::across(buffer, line, look.glyphs.rule_top, look.theme.border, look);
    let explained = take_bottom(&mut area, if class > SizeClass::Narrow { 2 } else { 1 });
    let signs = take_bottom(&mut area, u16::from(class > SizeClass::Narrow));
    let view = view(class, area, app, look);
    let cursor = panel(buffer, area, &view);
    legend(buffer, signs, &view);
    explain(buffer, explained, app, look);
    frame.set_cursor_position(caret.unwrap_or(cursor));
}

fn view<'a>(class: SizeClass, area: Rect, app: &'a App, look: &'a Look) -> View<'a> {
    let zone = app.setting.protocol.zone;
    let window = app.horizon.window(app.now, zone);
    let words = rows::Words::of(class, app, look).total();
    let framed = if class > SizeClass::Narrow { 3 } else { 1 };
    let room = area.width.saturating_sub(framed + words);
    let axis = Axis::new(window, app.horizon.zoom, usize::from(room / COLUMN), zone);
    let columns = u16::try_from(axis.columns().count()).unwrap_or(u16::MAX).max(1);
    View { app, look, class, window, axis, wide: (room / columns).clamp(1, 24), words }
}

/// Draws the frame with the band and the rows in it, and gives the place of the selected row.
fn panel(buffer: &mut Buffer, area: Rect, view: &View<'_>) -> ratatui::layout::Position {
    let (app, look) = (view.app, view.look);
    let horizon = &app.horizon;
    let shown = horizon.shown(view.window);
    let cursor = horizon.cursor(&app.board).and_then(|at| at.checked_sub(shown.start)).unwrap_or(0);
    let framed = view.class > SizeClass::Narrow;
    let mut inner = area;
    if framed {
        inner = Rect { x: area.x + area.width.min(1), width: area.width.saturating_sub(2), ..area };
        take_top(&mut inner, 1);
    }
    let foot = take_bottom(&mut inner, 1);
    let head = take_top(&mut inner, band::height(view.class));
    let height = usize::from(inner.height);
    let scroll = Scroll::following(cursor, cursor.saturating_sub(height / 2), height, shown.len());
    let text = foot_text(scroll, view);
    if framed {
        let zone = app.setting.protocol.zone;
        let title = format!("Horizon: {}", horizon.zoom.label());
        let note = format!("{} to {}", zone.short(view.window.from), zone.short(view.window.to));
        Panel { title: &title, note: &note, foot: &text, focused: true, look }.draw(area, buffer);
    } else {
        put(buffer, (foot.x + 1, foot.y), &text, foot.width.saturating_sub(1), look.theme.muted, look);
    }
    band::draw(buffer, head, view);
    let place = rows::draw(buffer, inner, shown.start, cursor, scroll, view);
    if shown.is_empty() {
        empty(buffer, inner, view);
    }
    place
}

/// Where one is in the rows, and what lies outside the window.
fn foot_text(scroll: Scroll, view: &View<'_>) -> String {
    let dues = &view.app.horizon.dues;
    let mut text = scroll.text(view.look);
    let late = dues.before(view.app.now).all;
    if view.app.horizon.begin.is_some() {
        let earlier = dues.before(view.window.from).all.saturating_sub(late);
        for (count, words) in [(late, "late"), (earlier, "earlier")] {
            if count > 0 {
                text = format!("{count} {words} {} {text}", view.look.glyphs.separator);
            }
        }
    }
    let later = dues.from(view.window.to).all;
    if later > 0 {
        text = format!("{text} {} {later} later", view.look.glyphs.separator);
    }
    text
}

fn empty(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let board = &view.app.board;
    let narrowed =
        !board.filter.text().trim().is_empty() || board.view != crate::app::screens::board::View::All;
    let text = if !board.complete {
        "Reading the board."
    } else if narrowed {
        "Nothing that the board's filter and view show falls due in this time."
    } else {
        "Nothing falls due in this time. - shows more of it."
    };
    let y = area.y + 1.min(area.height.saturating_sub(1));
    put(buffer, (area.x + 3, y), text, area.width.saturating_sub(3), view.look.theme.muted, view.look);
}

/// What the signs mean; as many as there is room for, the least known first.
fn legend(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let (glyphs, theme) = (&view.look.glyphs, &view.look.theme);
    let mut line: Vec<Run> = Vec::new();
    let mut room = area.width.saturating_sub(2);
    let signs = [
        (glyphs.shades[0], "EDT"),
        (glyphs.shades[2], "holiday, closure"),
        (band::MEETING, "MASH meeting"),
        (band::SCHOOL, "schools told"),
        (glyphs.line, "now"),
        (glyphs.bar_full, "red"),
        (glyphs.shades[1], "others"),
        (glyphs.rule, "desk open"),
    ];
    for (sign, words) in signs {
        let needed = cells(sign) + 1 + cells(words) + 2;
        if needed > room {
            break;
        }
        room -= needed;
        line.push(run(sign, theme.accent));
        line.push(run(format!(" {words}  "), theme.muted));
    }
    let inside = Rect { x: area.x + area.width.min(1), width: area.width.saturating_sub(2), ..area };
    runs(buffer, inside, &line, view.look);
}

/// The selected deadline in words: what, whose, when, how much of it is staffed; then what else is owed on the contact.
fn explain(buffer: &mut Buffer, area: Rect, app: &App, look: &Look) {
    let area = Rect { x: area.x + area.width.min(1), width: area.width.saturating_sub(2), ..area };
    let at = app.horizon.cursor(&app.board);
    let Some(Line { row, duty }) = at.and_then(|at| app.horizon.line(at, &app.board)) else { return };
    let (zone, theme) = (app.setting.protocol.zone, &look.theme);
    let (left, style) = due::left(duty.due, app.now, false, look);
    let mut first = vec![
        run(format!("{}  ", row.id), theme.heading),
        run(crate::domain::story::duty(duty.clock, duty.subject.as_deref()), theme.base),
        run(format!(", due {}  ", due::near(zone, duty.due, app.now)), theme.base),
        run(left, style),
    ];
    if !duty.is_late(app.now) {
        let (staffed, style) = due::staffed(app.setting.protocol.staffed_left(app.now, duty.due), look);
        first.extend([run("  staffed ", theme.muted), run(staffed, style)]);
    }
    let owner = row.owner.as_deref().unwrap_or("nobody has it");
    first.push(run(format!("  {} {owner}", look.glyphs.separator), theme.muted));
    runs(buffer, area, &first, look);
    let second = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    runs(buffer, second, &board::undone(row, app, look), look);
}
