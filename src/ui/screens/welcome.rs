//! No desk is open: what can be done.

use ratatui::Frame;
use ratatui::layout::{Rect, Size};

use crate::app::App;
use crate::ui::flow::{Flow, run};
use crate::ui::parts::overlay::place;
use crate::ui::parts::panel::Panel;
use crate::ui::theme::Look;

/// Draws the welcome.
pub(in crate::ui) fn draw(frame: &mut Frame<'_>, area: Rect, _app: &App, look: &Look) {
    let theme = &look.theme;
    let at = place(Size::new(64, 13), area);
    let panel = Panel { title: "Welcome", note: "", foot: "", focused: true, look };
    let inner = crate::ui::area::padded(panel.draw(at, frame.buffer_mut()));
    frame.set_cursor_position(inner.as_position());
    let mut flow = Flow::new(frame.buffer_mut(), inner, look);
    flow.text("No desk is open here yet. There are two kinds.", theme.base);
    flow.heading("Training desk");
    flow.wrapped(
        "Invented contacts arrive on a clock that you can set. Nothing on it is real.",
        theme.base,
        3,
    );
    flow.line(&[
        run("Enter", theme.key),
        run(" opens it now, as does ", theme.base),
        run("dutydesk demo", theme.accent),
    ]);
    flow.heading("Real desk");
    flow.wrapped(
        "For a team: people with passphrases and an encrypted record on this workstation.",
        theme.base,
        3,
    );
    flow.line(&[run("dutydesk init", theme.accent), run(" makes it: dutydesk init --help", theme.base)]);
}
