//! Leave the program?

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::App;
use crate::ui::flow::{Flow, run};
use crate::ui::theme::Look;

/// Draws the question. Enter and Esc both stay.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, look: &Look) {
    let theme = &look.theme;
    let inner = super::boxed(frame.buffer_mut(), area, (60, 9), "Leave the desk?", "", true, look);
    frame.set_cursor_position(inner.as_position());
    let mut flow = Flow::new(frame.buffer_mut(), inner, look);
    flow.gap();
    let calls = app.board.drafts.len();
    let kept = match (calls, app.is_saving()) {
        (_, true) => "Something is still being saved. Wait a moment.".to_owned(),
        (0, false) => "Everything is saved.".to_owned(),
        (1, false) => "The call in progress is kept: it stands first on the board.".to_owned(),
        (n, false) => format!("{n} calls in progress are kept: they stand first on the board."),
    };
    flow.wrapped(&kept, if app.is_saving() { theme.warning } else { theme.base }, 2);
    flow.gap();
    flow.line(&[
        run("Esc", theme.key),
        run(" stay", theme.base),
        run("          ", theme.base),
        run("y", theme.key),
        run(" leave", theme.base),
    ]);
}
