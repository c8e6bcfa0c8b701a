//! Cutting areas into smaller ones. What does not fit is empty, never outside.

use ratatui::layout::Rect;

/// Cuts lines off the top.
pub(in crate::ui) fn take_top(area: &mut Rect, lines: u16) -> Rect {
    let lines = lines.min(area.height);
    let top = Rect { height: lines, ..*area };
    *area = Rect { y: area.y + lines, height: area.height - lines, ..*area };
    top
}

/// Cuts lines off the bottom.
pub(in crate::ui) fn take_bottom(area: &mut Rect, lines: u16) -> Rect {
    let lines = lines.min(area.height);
    area.height -= lines;
    Rect { y: area.y + area.height, height: lines, ..*area }
}

/// Cuts columns off the right.
pub(in crate::ui) fn take_right(area: &mut Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width);
    area.width -= columns;
    Rect { x: area.x + area.width, width: columns, ..*area }
}

/// The area without one blank column at both sides.
pub(in crate::ui) fn padded(area: Rect) -> Rect {
    Rect { x: area.x + area.width.min(1), width: area.width.saturating_sub(2), ..area }
}

/// The line at this height inside the area, if it is inside.
pub(in crate::ui) fn line(area: Rect, y: u16) -> Rect {
    let inside = (area.top()..area.bottom()).contains(&y);
    Rect { y: if inside { y } else { area.y }, height: u16::from(inside), ..area }
}
