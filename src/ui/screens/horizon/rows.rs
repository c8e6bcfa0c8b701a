//! The rows of the horizon: a deadline each, with a sign at its time. Only the rows in the window are built.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::View;
use crate::app::App;
use crate::app::screens::horizon::Line;
use crate::domain::actor;
use crate::domain::horizon::{Ground, ground};
use crate::domain::restrict::RESTRICTED;
use crate::domain::story;
use crate::ui::area::line;
use crate::ui::due;
use crate::ui::flow::{Run, run, select};
use crate::ui::parts::row::RowState;
use crate::ui::parts::scroll::Scroll;
use crate::ui::parts::{cells, put, rag};
use crate::ui::size::SizeClass;
use crate::ui::theme::Look;

/// How wide the words left of the axis are.
pub(super) struct Words {
    sign: u16,
    reference: u16,
    child: u16,
    duty: u16,
    owner: u16,
}

/// Columns before the words: the sign of the selection and the edge.
const LEAD: u16 = 2;

impl Words {
    /// The widths in a window of this class.
    pub(super) fn of(class: SizeClass, app: &App, look: &Look) -> Self {
        let names = app.setting.team.iter().map(String::as_str).chain([&*app.setting.actor.name]);
        let highest = app.board.rows.highest().map_or(0, |id| cells(&id.to_string()));
        Self {
            sign: u16::try_from(look.glyphs.badge_cells()).unwrap_or(1),
            reference: highest.max(6),
            child: if class < SizeClass::Wide { 5 } else { 8 },
            duty: if class < SizeClass::Huge { 12 } else { 24 },
            owner: names.map(|name| cells(&actor::initials(name))).max().unwrap_or(2).max(2),
        }
    }

    /// Cells of all of them, with the blanks between and after them.
    pub(super) const fn total(&self) -> u16 {
        LEAD + self.sign + self.reference + self.child + self.duty + self.owner + 5
    }
}

/// Draws the rows in sight, and gives the place of the selected one.
pub(super) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    first: usize,
    cursor: usize,
    scroll: Scroll,
    view: &View<'_>,
) -> Position {
    let words = Words::of(view.class, view.app, view.look);
    let grounds: Vec<Ground> =
        view.axis.cells(view.wide).map(|(from, to)| ground(view.calendar(), from, to)).collect();
    let mut at = area.as_position();
    for (n, y) in (scroll.above..scroll.above + scroll.shown).zip(area.top()..area.bottom()) {
        let Some(shown) = view.app.horizon.line(first + n, &view.app.board) else { continue };
        let area = line(area, y);
        let selected = n == cursor;
        if selected {
            at = area.as_position();
        }
        named(buffer, area, shown, &words, view);
        on_axis(buffer, area, shown, &grounds, view);
        let changed = view.app.board.now_late.contains_key(&shown.row.id) && shown.duty.is_late(view.app.now);
        select(buffer, area, RowState { selected, marked: false, changed }, view.look);
    }
    at
}

/// The words: sign, reference, child, duty, owner.
fn named(buffer: &mut Buffer, area: Rect, Line { row, duty }: Line<'_>, words: &Words, view: &View<'_>) {
    let (look, theme) = (view.look, &view.look.theme);
    let edge = rag::edge(row.rating, look);
    put(buffer, (area.x + 1, area.y), &edge.content, area.width.saturating_sub(1).min(1), edge.style, look);
    let child = match view.app.shown_child(row) {
        None if row.restricted.is_some() => RESTRICTED.to_owned(),
        None => "advice".to_owned(),
        // Initials alone where an age would be cut.
        Some(child) if view.class < SizeClass::Wide => child.name,
        Some(child) => child.to_string(),
    };
    let title = if view.class < SizeClass::Huge {
        due::short(duty.clock, duty.subject.as_deref()).to_owned()
    } else {
        story::duty(duty.clock, duty.subject.as_deref())
    };
    let owner = row.owner.as_deref().map_or(look.glyphs.none.to_owned(), actor::initials);
    let parts: [(u16, Run); 5] = [
        (words.sign, run(rag::sign(row.rating, look), theme.badge(row.rating))),
        (words.reference, run(row.id.to_string(), theme.base)),
        (words.child, run(child, theme.muted)),
        (words.duty, run(title, theme.base)),
        (words.owner, run(owner, theme.muted)),
    ];
    let mut x = area.x + LEAD;
    for (wide, (text, style)) in parts {
        put(buffer, (x, area.y), &text, wide.min(area.right().saturating_sub(x)), style, look);
        x = x.saturating_add(wide + 1);
    }
}

/// The line of the axis: who is there, now, and the deadline's sign with its time. A late one stands at the left edge.
fn on_axis(
    buffer: &mut Buffer,
    area: Rect,
    Line { row, duty }: Line<'_>,
    grounds: &[Ground],
    view: &View<'_>,
) {
    let (look, theme) = (view.look, &view.look.theme);
    let axis = view.axis_of(area);
    for (ground, x) in grounds.iter().zip(axis.x..axis.right()) {
        let sign = match ground {
            Ground::Open => continue,
            Ground::Closed => look.glyphs.shades[0],
            Ground::Holiday => look.glyphs.shades[2],
        };
        put(buffer, (x, area.y), sign, 1, theme.muted, look);
    }
    let now = view.now().map(|cell| axis.x + cell).filter(|x| *x < axis.right());
    if let Some(x) = now {
        put(buffer, (x, area.y), look.glyphs.line, 1, theme.accent, look);
    }
    let (left, style) = due::left(duty.due, view.app.now, false, look);
    if duty.is_late(view.app.now) {
        put(buffer, (axis.x, area.y), &format!(" {left} "), axis.width, style, look);
        return;
    }
    let Some(cell) = view.axis.cell(duty.due, view.wide) else { return };
    let sign = rag::sign(row.rating, look);
    let x = (axis.x + cell).min(axis.right().saturating_sub(cells(sign)));
    let time = view.app.setting.protocol.zone.short_time(duty.due);
    let after = x + cells(sign);
    if after + cells(&time) < axis.right() {
        put(buffer, (after, area.y), &format!(" {time} "), axis.right() - after, style, look);
    } else {
        let words = format!(" {time} ");
        let from = x.saturating_sub(cells(&words)).max(axis.x);
        put(buffer, (from, area.y), &words, x - from, style, look);
    }
    put(buffer, (x, area.y), sign, cells(sign), theme.badge(row.rating), look);
}
