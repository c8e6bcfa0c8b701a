//! The body map: two outlines, the marks with their signs, and what is told about each.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::screens::body::{BodyMap, FIELDS, Typing};
use crate::domain::body::{self, COLUMNS, Mark, ROWS, Side, Spot};
use crate::domain::intake::Intake;
use crate::ui::area::{take_bottom, take_top};
use crate::ui::flow::{Flow, run};
use crate::ui::parts::{cells, put, put_right};
use crate::ui::theme::Look;
use crate::ui::typed;

/// Cells of the box: two outlines beside what is told.
const WIDE: u16 = 96;
/// Cells of an outline with the blanks beside it.
const OUTLINE: u16 = COLUMNS as u16 + 3;
/// Lines of the box with whole outlines: their heading and the name of the part under them.
const TALL: u16 = ROWS as u16 + 5;

/// Draws the box over the call.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, map: &BodyMap, app: &App, look: &Look) {
    let Some(screen) = app.intake.as_ref() else { return };
    let caret = paint(frame.buffer_mut(), area, map, &screen.draft.intake, look);
    frame.set_cursor_position(caret);
}

fn paint(buffer: &mut Buffer, area: Rect, map: &BodyMap, intake: &Intake, look: &Look) -> Position {
    let many = intake.children.len() > 1;
    let title = if many {
        format!("Body map · child {} of {}", map.child.saturating_add(1), intake.children.len())
    } else {
        "Body map".to_owned()
    };
    let mut inner = super::boxed(buffer, area, (WIDE, TALL), &title, "Ctrl-O", false, look);
    let named = take_bottom(&mut inner, 1);
    let part = map.spot.part().unwrap_or_default();
    put(buffer, (named.x, named.y), &part, named.width, look.theme.heading, look);
    // Beside two outlines there must be room to read and type; else the outline of the side at hand stands alone.
    let sides: &[Side] = match map.spot.side {
        _ if inner.width >= 2 * OUTLINE + 30 => &[Side::Front, Side::Back],
        Side::Front => &[Side::Front],
        Side::Back => &[Side::Back],
    };
    let mut caret = inner.as_position();
    for side in sides {
        let width = OUTLINE.min(inner.width);
        let column = Rect { width, ..inner };
        inner = Rect { x: inner.x + width, width: inner.width - width, ..inner };
        caret = outline(buffer, column, *side, map, intake, look).unwrap_or(caret);
    }
    let beside = Rect { x: inner.x + inner.width.min(1), width: inner.width.saturating_sub(1), ..inner };
    if let Some(typing) = &map.typing {
        return fields(buffer, beside, typing, look).unwrap_or(caret);
    }
    list(buffer, beside, map, intake, look);
    caret
}

/// One outline with its marks. Gives the place of the crosshair if it is on this side.
fn outline(
    buffer: &mut Buffer,
    mut area: Rect,
    side: Side,
    map: &BodyMap,
    intake: &Intake,
    look: &Look,
) -> Option<Position> {
    let theme = &look.theme;
    let here = map.spot.side == side;
    let heading = take_top(&mut area, 1);
    let (left, right) = if side == Side::Front { ("right", "left") } else { ("left", "right") };
    let style = if here { theme.accent } else { theme.muted };
    put(buffer, (heading.x, heading.y), left, heading.width, theme.muted, look);
    let middle = heading.x + (u16::from(COLUMNS).saturating_sub(cells(side.label()))) / 2;
    put(buffer, (middle, heading.y), side.label(), heading.right().saturating_sub(middle), style, look);
    put_right(buffer, Rect { width: heading.width.saturating_sub(3), ..heading }, right, theme.muted, look);
    let spare = u16::from(ROWS).saturating_sub(area.height);
    // A window that is too low follows the crosshair.
    let top = if here { u16::from(map.spot.row).saturating_sub(area.height / 2).min(spare) } else { 0 };
    let mut caret = None;
    for (row, y) in (0..ROWS).skip(usize::from(top)).zip(area.top()..area.bottom()) {
        let picture = body::outline(side).get(usize::from(row)).copied().unwrap_or_default();
        put(buffer, (area.x, y), picture, area.width.min(u16::from(COLUMNS)), theme.muted, look);
        for column in 0..COLUMNS {
            let spot = Spot { side, row, column };
            let x = area.x + u16::from(column);
            if x >= area.right() {
                break;
            }
            let mark = intake.marks.iter().position(|mark| mark.child == map.child && mark.spot == spot);
            if let Some(n) = mark {
                put(buffer, (x, y), &body::sign(n).to_string(), 1, theme.alert, look);
            }
            if spot == map.spot {
                if mark.is_none() {
                    put(buffer, (x, y), "+", 1, theme.accent, look);
                }
                buffer.set_style(Rect { x, y, width: 1, height: 1 }, theme.selected);
                caret = Some(Position { x, y });
            }
        }
    }
    caret
}

/// Every mark of the child, the one under the crosshair first to be seen.
fn list(buffer: &mut Buffer, area: Rect, map: &BodyMap, intake: &Intake, look: &Look) {
    let theme = &look.theme;
    let own: Vec<(usize, &Mark)> =
        intake.marks.iter().enumerate().filter(|(_, mark)| mark.child == map.child).collect();
    let mut flow = Flow::new(buffer, area, look);
    if own.is_empty() {
        flow.wrapped(
            "No mark yet. Move with the arrow keys; Enter places a mark and asks about it.",
            theme.base,
            4,
        );
        flow.gap();
        flow.wrapped(
            "Only what an adult has seen. Nobody is asked to look under clothes or to examine the child.",
            theme.muted,
            5,
        );
        return;
    }
    let under = map.under(intake);
    let from = own.iter().position(|(n, _)| Some(*n) == under).unwrap_or(0).saturating_sub(2);
    for (n, mark) in own.into_iter().skip(from) {
        if flow.room() == 0 {
            break;
        }
        let style = if Some(n) == under { theme.heading } else { theme.base };
        let most = flow.room().min(4);
        flow.wrapped(&format!("{}  {}", body::sign(n), mark.sentence()), style, most);
    }
}

/// The fields of one mark. Gives the place of the caret.
fn fields(buffer: &mut Buffer, mut area: Rect, typing: &Typing, look: &Look) -> Option<Position> {
    let theme = &look.theme;
    let head = take_top(&mut area, 1);
    let sign = body::sign(typing.mark);
    Flow::new(buffer, head, look).line(&[run(format!("Mark {sign}"), theme.heading)]);
    // In a low window the field with the cursor is the first.
    let each = if area.height >= 12 { 3 } else { 2 };
    let fit = usize::from(area.height / each).max(1);
    let first = typing.focus.saturating_sub(fit.saturating_sub(1));
    let mut caret = None;
    for (n, (label, editor)) in FIELDS.iter().zip(&typing.fields).enumerate().skip(first) {
        let mut at = take_top(&mut area, each);
        if at.height < 2 {
            break;
        }
        let focused = n == typing.focus;
        let name = take_top(&mut at, 1);
        put(
            buffer,
            (name.x, name.y),
            label,
            name.width,
            if focused { theme.heading } else { theme.muted },
            look,
        );
        let line = Rect { height: 1, ..at };
        let place = typed::field(buffer, line, editor, focused, look);
        if focused {
            caret = Some(place);
        }
    }
    caret
}
