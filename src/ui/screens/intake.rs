//! Taking a call: the questions of a step, what cannot wait, the notes, and what will follow from the answers.
//!
//! The worker types without looking: a question always stands in the same place, nothing moves while a word is typed, and the
//! terminal's own cursor is where the next letter goes.

mod aside;
mod field;
mod form;
mod notes;
mod review;
mod status;
mod typing;
mod view;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::screens::intake::Focus;
use crate::domain::codes::ContactKind;
use crate::domain::schema::Step;
use crate::ui::parts::rule;
use crate::ui::size::SizeClass;
use crate::ui::theme::Look;
use view::View;

/// The screen's title: the call's number, never a name.
pub(in crate::ui) fn title(app: &App) -> String {
    let Some(screen) = app.intake.as_ref() else { return String::new() };
    let kind = match screen.draft.intake.kind {
        ContactKind::Referral => "Taking a call",
        ContactKind::Consultation => "Consultation",
    };
    match screen.id() {
        Some(id) => format!("{kind} {id}"),
        None => kind.to_owned(),
    }
}

/// Draws the call being taken between the first line and the last two, and puts the cursor where the next letter goes.
pub(in crate::ui) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, look: &Look) {
    let Some(screen) = app.intake.as_ref() else { return };
    let area = area.intersection(frame.area());
    if area.is_empty() {
        return;
    }
    let view = View::new(app, screen, SizeClass::of(frame.area()), look);
    let buffer = frame.buffer_mut();
    let cursor = match view.class {
        SizeClass::Huge => huge(buffer, area, &view),
        SizeClass::Wide => wide(buffer, area, &view),
        SizeClass::Standard => standard(buffer, area, &view),
        SizeClass::Narrow | SizeClass::TooSmall => narrow(buffer, area, &view),
    };
    if let Some(at) = cursor.filter(|at| area.contains(*at)) {
        frame.set_cursor_position(at);
    }
}

/// Takes rows from the top of an area.
fn take_top(area: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    let taken = Rect { height: rows, ..*area };
    *area = Rect { y: area.y + rows, height: area.height - rows, ..*area };
    taken
}

/// Takes rows from the bottom of an area.
fn take_bottom(area: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    area.height -= rows;
    Rect { y: area.bottom(), height: rows, ..*area }
}

/// Takes columns from the left of an area.
fn take_left(area: &mut Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width);
    let taken = Rect { width: columns, ..*area };
    *area = Rect { x: area.x + columns, width: area.width - columns, ..*area };
    taken
}

/// Takes columns from the right of an area.
fn take_right(area: &mut Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width);
    area.width -= columns;
    Rect { x: area.right(), width: columns, ..*area }
}

/// From 60×16: one step, and one line each for what cannot wait, for the question, and for notes or clocks.
fn narrow(buffer: &mut Buffer, mut area: Rect, view: &View<'_>) -> Option<Position> {
    status::line(buffer, take_top(&mut area, 1), view);
    status::strip(buffer, take_top(&mut area, 1), view);
    let last = take_bottom(&mut area, 1);
    let cursor = if view.step() == Step::Review {
        review::draw(buffer, area, view)
    } else {
        let why = take_bottom(&mut area, 1);
        aside::why_line(buffer, why, view);
        let asks = take_bottom(&mut area, 1);
        aside::ask_line(buffer, asks, view);
        form::plain(buffer, area, view, false)
    };
    let noted = view.screen.focus == Focus::Notes || view.unused_notes() > 0;
    if noted {
        return notes::line(buffer, last, view, "Notes F4  ").or(cursor);
    }
    let inner = Rect { x: last.x + 1, width: last.width.saturating_sub(2), ..last };
    if !inner.is_empty() {
        aside::clock_line(buffer, inner, view);
    }
    cursor
}

/// From 80×24: one step, and standing lines under it.
fn standard(buffer: &mut Buffer, mut area: Rect, view: &View<'_>) -> Option<Position> {
    status::line(buffer, take_top(&mut area, 1), view);
    status::strip(buffer, take_top(&mut area, 2), view);
    let notes = take_bottom(&mut area, 2);
    let cursor = if view.step() == Step::Review {
        review::draw(buffer, area, view)
    } else {
        let clocks = take_bottom(&mut area, 1);
        let why = take_bottom(&mut area, 2);
        let asks = take_bottom(&mut area, 1);
        aside::ask_line(buffer, asks, view);
        aside::why_line(buffer, why, view);
        let inner = Rect { x: clocks.x + 1, width: clocks.width.saturating_sub(2), ..clocks };
        aside::clock_line(buffer, inner, view);
        form::plain(buffer, area, view, true)
    };
    notes::strip(buffer, notes, view).or(cursor)
}

/// The lines over the panels.
fn head(buffer: &mut Buffer, area: &mut Rect, view: &View<'_>) {
    status::line(buffer, take_top(area, 1), view);
    let line = take_top(area, 1);
    rule::across(buffer, line, view.look.glyphs.rule_top, view.look.theme.border, view.look);
}

/// From 110×32: the steps at the left, the notes at the right, clocks and reasons under them.
fn wide(buffer: &mut Buffer, mut area: Rect, view: &View<'_>) -> Option<Position> {
    head(buffer, &mut area, view);
    let side = (area.width / 5).clamp(24, 28);
    if view.step() == Step::Review {
        status::column(buffer, take_left(&mut area, side), view);
        let noting = view.screen.focus == Focus::Notes;
        let strip = if noting { take_bottom(&mut area, 2) } else { Rect::default() };
        let cursor = review::draw(buffer, area, view);
        return if noting { notes::strip(buffer, strip, view).or(cursor) } else { cursor };
    }
    let low = (area.height * 3 / 10).clamp(7, 11);
    let mut low = take_bottom(&mut area, low);
    let notes_width = (area.width * 3 / 10).clamp(32, 40);
    aside::why_panel(buffer, take_right(&mut low, notes_width), view);
    aside::outlook(buffer, low, view);
    status::column(buffer, take_left(&mut area, side), view);
    let notes = notes::panel(buffer, take_right(&mut area, notes_width), view);
    notes.or(form::panel(buffer, area, view))
}

/// From 180×50: also the next step, and what was told so far.
fn huge(buffer: &mut Buffer, mut area: Rect, view: &View<'_>) -> Option<Position> {
    head(buffer, &mut area, view);
    status::column(buffer, take_left(&mut area, 30), view);
    let noting = view.screen.focus == Focus::Notes;
    if view.step() == Step::Review {
        let notes = take_right(&mut area, 44);
        let cursor = notes::panel(buffer, notes, view);
        return cursor.or(review::draw(buffer, area, view)).filter(|_| !noting || cursor.is_some());
    }
    let low = take_bottom(&mut area, 13);
    aside::outlook(buffer, low, view);
    let mut right = take_right(&mut area, 44);
    let why = take_top(&mut right, 13);
    aside::why_panel(buffer, why, view);
    review::so_far(buffer, right, view);
    let notes = notes::panel(buffer, take_right(&mut area, 46), view);
    notes.or(form::panel(buffer, area, view))
}
