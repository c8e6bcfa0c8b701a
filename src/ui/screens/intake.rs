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
use crate::domain::intake::Subject;
use crate::domain::schema::Step;
use crate::ui::area::{padded, take_bottom, take_right, take_top};
use crate::ui::parts::{put, put_right, rule};
use crate::ui::size::SizeClass;
use crate::ui::theme::Look;
use view::View;

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

/// Cuts columns off the left.
fn take_left(area: &mut Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width);
    let left = Rect { width: columns, ..*area };
    *area = Rect { x: area.x + columns, width: area.width - columns, ..*area };
    left
}

/// Whether a line of the notes is being typed, or was left in the middle.
fn holds_a_note(view: &View<'_>) -> bool {
    view.screen.focus == Focus::Notes || !view.screen.draft.note_in_hand.is_empty()
}

/// From 60×16: one step, and one line each for what cannot wait, for the question, and for notes or clocks.
fn narrow(buffer: &mut Buffer, mut area: Rect, view: &View<'_>) -> Option<Position> {
    status::line(buffer, take_top(&mut area, 1), view);
    status::strip(buffer, take_top(&mut area, 1), view);
    let last = take_bottom(&mut area, 1);
    let review = view.step() == Step::Review;
    if !review {
        aside::why_line(buffer, take_bottom(&mut area, 1), view);
    }
    aside::ask_line(buffer, take_bottom(&mut area, 1), view);
    let cursor =
        if review { review::draw(buffer, area, view) } else { form::plain(buffer, area, view, false) };
    if view.screen.focus == Focus::Notes || (review && holds_a_note(view)) {
        return notes::line(buffer, last, view).or(cursor);
    }
    let last = padded(last);
    if !last.is_empty() {
        let (words, style) = aside::next_clock(view).unwrap_or_default();
        let from = put_right(buffer, last, &words, style, view.look);
        let room = from.saturating_sub(last.x + 2);
        put(buffer, (last.x, last.y), &notes::count(view), room, view.look.theme.muted, view.look);
    }
    cursor
}

/// From 80×24: one step, and standing lines under it.
fn standard(buffer: &mut Buffer, mut area: Rect, view: &View<'_>) -> Option<Position> {
    status::line(buffer, take_top(&mut area, 1), view);
    status::strip(buffer, take_top(&mut area, 2), view);
    let review = view.step() == Step::Review;
    // On the review the unused notes stand among what is open; a line that was left in the middle stands here.
    let rows = if review && !holds_a_note(view) { 0 } else { 2 };
    let notes = take_bottom(&mut area, rows);
    let noting = notes::strip(buffer, notes, view);
    if review {
        let asks = take_bottom(&mut area, 1);
        aside::ask_line(buffer, asks, view);
        return noting.or(review::draw(buffer, area, view));
    }
    let clocks = take_bottom(&mut area, 1);
    let why = take_bottom(&mut area, 2);
    let asks = take_bottom(&mut area, 1);
    aside::ask_line(buffer, asks, view);
    aside::why_line(buffer, why, view);
    aside::clock_line(buffer, padded(clocks), view);
    noting.or(form::plain(buffer, area, view, true))
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
        let rows = if holds_a_note(view) { 2 } else { 0 };
        let strip = take_bottom(&mut area, rows);
        let cursor = review::draw(buffer, area, view);
        return notes::strip(buffer, strip, view).or(cursor);
    }
    let low = (area.height * 3 / 10).clamp(7, 11);
    let mut low = take_bottom(&mut area, low);
    let notes_width = (area.width / 4).clamp(28, 40);
    aside::why_panel(buffer, take_right(&mut low, notes_width), view);
    aside::outlook(buffer, low, view);
    status::column(buffer, take_left(&mut area, side), view);
    let mut right = take_right(&mut area, notes_width);
    beside_notes(buffer, &mut right, view);
    let notes = notes::panel(buffer, right, view);
    notes.or(form::panel(buffer, area, view))
}

/// Under the notes, while the questions are about somebody and anybody was looked for: who is known already.
fn beside_notes(buffer: &mut Buffer, notes: &mut Rect, view: &View<'_>) {
    let about = view.screen.draft.cursor.place.is_some_and(|place| place.subject != Subject::Call);
    if about && view.screen.seek.asked.is_some() {
        let height = notes.height / 2;
        aside::known_panel(buffer, take_bottom(notes, height), view);
    }
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
    let mut notes = take_right(&mut area, 46);
    beside_notes(buffer, &mut notes, view);
    let notes = notes::panel(buffer, notes, view);
    notes.or(form::panel(buffer, area, view))
}
