//! What to weigh before deciding. Questions, never gates: nothing here asks for an answer.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::domain::schema::aids::AIDS;
use crate::ui::flow::Flow;
use crate::ui::parts::put_right;
use crate::ui::theme::Look;

/// Draws the aids from number `top` on.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, top: usize, look: &Look) {
    let groups = AIDS.chunk_by(|a, b| a.group == b.group).count();
    let whole = u16::try_from(AIDS.len() + 2 * groups + 3).unwrap_or(u16::MAX);
    let size = (88.min(area.width), whole.min(area.height));
    let inner = super::boxed(frame.buffer_mut(), area, size, "What to weigh", "Ctrl-L", false, look);
    frame.set_cursor_position(inner.as_position());
    let buffer = frame.buffer_mut();
    let mut shown = top;
    let mut flow = Flow::new(buffer, inner, look);
    let mut group = "";
    for aid in AIDS.iter().skip(top) {
        let heading = if aid.group == group { 0 } else { 1 + u16::from(shown > top) };
        if flow.room() < heading + 2 {
            break;
        }
        if aid.group != group {
            if shown > top {
                flow.gap();
            }
            flow.text(aid.group, look.theme.heading);
            group = aid.group;
        }
        let room = flow.room().saturating_sub(1);
        flow.wrapped(&format!("{} {}", look.glyphs.open, aid.text), look.theme.base, room);
        shown += 1;
    }
    let last = Rect { y: inner.bottom().saturating_sub(1), height: 1.min(inner.height), ..inner };
    let count = format!("{} to {shown} of {}", top + 1, AIDS.len());
    let count =
        if shown < AIDS.len() || top > 0 { count } else { "none of them asks for an answer".to_owned() };
    put_right(buffer, last, &count, look.theme.muted, look);
}
