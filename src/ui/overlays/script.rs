//! What to say and do when a child is in danger now.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::App;
use crate::domain::emergency;
use crate::ui::flow::Flow;
use crate::ui::theme::Look;

/// Lines of the box with a blank line after each step.
const FULL: u16 = 16;

/// Draws the script.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, look: &Look) {
    let numbers = &app.setting.protocol.directory;
    let extra = u16::try_from(numbers.len()).unwrap_or(u16::MAX);
    let height = FULL.saturating_add(extra).min(area.height);
    let inner = super::boxed(frame.buffer_mut(), area, (66, height), emergency::TITLE, "F9", true, look);
    frame.set_cursor_position(inner.as_position());
    let mut flow = Flow::new(frame.buffer_mut(), inner, look);
    for (step, n) in emergency::steps(Some("Ctrl-T")).iter().zip(1..) {
        let style = if n == 1 { look.theme.alert } else { look.theme.base };
        flow.wrapped(&format!("{n}  {step}"), style, 2);
        // A blank line between two steps where the box has its full height.
        if height >= FULL {
            flow.gap();
        }
    }
    for (name, number) in numbers {
        flow.text(format!("{name}: {number}"), look.theme.base);
    }
    flow.text("What you typed is safe. Any key goes back to it.", look.theme.muted);
}
