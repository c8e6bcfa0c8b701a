//! What to say and do when a child is in danger now.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::ui::flow::Flow;
use crate::ui::theme::Look;

const STEPS: [&str; 6] = [
    "Is the child in danger now, or is anyone hurt?",
    "With the child: \"Hang up, dial 999, then ring me back.\"",
    "Not there: stay on the line, a colleague dials 999.",
    "Tell 999 where the child is, who is there, the way in.",
    "Write down the incident number and the time (Ctrl-T).",
    "Tell a manager now. Then go on with the call.",
];

/// Lines of the box with a blank line after each step.
const FULL: u16 = 16;

/// Draws the script.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, look: &Look) {
    let height = FULL.min(area.height);
    let inner =
        super::boxed(frame.buffer_mut(), area, (66, height), "999: a child in danger now", "F9", true, look);
    frame.set_cursor_position(inner.as_position());
    let mut flow = Flow::new(frame.buffer_mut(), inner, look);
    for (step, n) in STEPS.iter().zip(1..) {
        let style = if n == 1 { look.theme.alert } else { look.theme.base };
        flow.wrapped(&format!("{n}  {step}"), style, 2);
        // A blank line between two steps where the box has its full height.
        if height >= FULL {
            flow.gap();
        }
    }
    flow.text("What you typed is safe. Any key goes back to it.", look.theme.muted);
}
