//! Deadlines that changed rules would move: old against new, and who confirms.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::overlay::MovesList;
use crate::domain::codes::Role;
use crate::domain::ids::ContactId;
use crate::domain::recount::Shift;
use crate::ui::area::{line, take_bottom, take_top};
use crate::ui::due;
use crate::ui::flow::{Flow, select};
use crate::ui::parts::cells;
use crate::ui::parts::row::{self, Column, RowState};
use crate::ui::parts::rule;
use crate::ui::parts::scroll::Scroll;
use crate::ui::theme::Look;

/// Cells of the box.
const WIDE: u16 = 110;
/// Columns before the first one: the sign of a selected or marked row, and a blank.
const LEAD: u16 = 2;

const COLUMNS: [Column; 5] = [
    Column::new("Ref", 6),
    Column::new("Duty", 10).grows(),
    Column::new("Stands", 16),
    Column::new("Would be", 16),
    Column::new("Difference", 14).gives_way(1),
];

/// Draws the list.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, list: &MovesList, app: &App, look: &Look) {
    let theme = &look.theme;
    let rows: Vec<(ContactId, &Shift)> = app.moving().collect();
    // A rule, who confirms, and the steps to the new time where there is room for them.
    let foot = if area.height >= 18 { 5 } else { 2 };
    let tall = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(foot + 3).min(area.height);
    let title = "Deadlines under the changed rules";
    let mut inner = super::boxed(frame.buffer_mut(), area, (WIDE, tall), title, "g v", false, look);
    let mut caret = inner.as_position();
    let buffer = frame.buffer_mut();
    let mut foot = take_bottom(&mut inner, foot);
    rule::across(buffer, take_top(&mut foot, 1), look.glyphs.rule, theme.border, look);
    let head = take_top(&mut inner, 1);
    let head = Rect { x: head.x + LEAD.min(head.width), width: head.width.saturating_sub(LEAD), ..head };
    row::headings(buffer, head, &COLUMNS, look);
    let places = row::places(&COLUMNS, head.width);
    let height = usize::from(inner.height);
    let top = list.selected.saturating_add(1).saturating_sub(height);
    let scroll = Scroll::following(list.selected, top, height, rows.len());
    let zone = app.setting.protocol.zone;
    let shown = rows.iter().enumerate().skip(scroll.above).take(scroll.shown);
    for ((n, (id, shift)), y) in shown.zip(inner.top()..inner.bottom()) {
        let at = line(inner, y);
        let inside = Rect { x: at.x + LEAD.min(at.width), width: at.width.saturating_sub(LEAD), ..at };
        let (was, now) = shift.times(zone);
        // Where the whole name has no room the board's own short one says more than its beginning.
        let room = places.get(1).copied().flatten().map_or(0, |(_, wide)| wide);
        let whole = shift.title();
        let title =
            if cells(&whole) <= room { whole } else { due::short(shift.clock(), shift.subject()).to_owned() };
        let texts = [
            (id.to_string(), theme.base),
            (title, theme.base),
            (was, theme.muted),
            (now, theme.heading),
            (shift.difference(), theme.base),
        ];
        for ((place, column), (text, style)) in places.iter().zip(COLUMNS).zip(texts) {
            if let Some(place) = place {
                row::cell(buffer, inside, column, *place, &text, style, look);
            }
        }
        let selected = n == list.selected;
        if selected {
            caret = at.as_position();
        }
        let marked = list.marked.contains(id);
        select(buffer, at, RowState { selected, marked, changed: false }, look);
    }
    let mut flow = Flow::new(buffer, foot, look);
    let whom = match (app.setting.actor.role, list.marked.len()) {
        (Role::Manager, 0) => format!(
            "y moves all {} deadlines of {} contacts, with a reason; Space marks some.",
            rows.len(),
            app.moves.len()
        ),
        (Role::Manager, 1) => "y moves the deadlines of the marked contact, with a reason.".to_owned(),
        (Role::Manager, n) => format!("y moves the deadlines of the {n} marked contacts, with a reason."),
        _ => "A manager confirms. Until then every deadline stands as it is.".to_owned(),
    };
    flow.text(whom, theme.accent);
    if let Some((_, shift)) = rows.get(list.selected) {
        let most = flow.room();
        flow.wrapped(&shift.because().join("; "), theme.muted, most);
    }
    frame.set_cursor_position(caret);
}
