//! Taking a call.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::App;
use crate::ui::theme::Look;

/// Draws the call between the first line and the notice.
pub(in crate::ui) fn draw(frame: &mut Frame<'_>, area: Rect, _app: &App, _look: &Look) {
    frame.set_cursor_position(area.as_position());
}
