//! Help on what can be done here: the question under the cursor first, then every action, found by a key or a word.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::overlay::Help;
use crate::ui::area::take_top;
use crate::ui::flow::Flow;
use crate::ui::parts::rule;
use crate::ui::theme::Look;

use super::palette;

/// Draws help.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, help: &Help, app: &App, look: &Look) {
    let size = (76, area.height.saturating_sub(2).min(34));
    let buffer = frame.buffer_mut();
    let mut inner = super::boxed(buffer, area, size, "Help", "F1", false, look);
    if let Some(id) = help.question {
        let question = id.question();
        let lines = 5.min(inner.height / 2);
        let top = take_top(&mut inner, lines);
        let mut flow = Flow::new(buffer, top, look);
        flow.text(question.label, look.theme.heading);
        flow.wrapped(question.why, look.theme.base, 2);
        flow.text("F8 not known yet; again: refused, not asked, does not apply.", look.theme.muted);
        rule::across(
            buffer,
            Rect { y: top.bottom().saturating_sub(1), height: top.height.min(1), ..top },
            look.glyphs.rule,
            look.theme.border,
            look,
        );
    } else {
        let words = match app.screen {
            crate::app::Screen::Board => {
                "To: D decide, R decide again, T tell the referrer, C one who chases, H handover, ? collection time. w: staffed time."
            }
            crate::app::Screen::Horizon => {
                "The bars count deadlines by column, red ones below. Late ones stand at the left. The board's filter and views hold here too."
            }
            crate::app::Screen::Handover => {
                "c signs the end of the record; write its six words on paper. Whoever is root on this host cannot be stopped from changing the record, only noticed: by those words."
            }
            _ => "Every action with its key. Type a key or a word; Enter runs it.",
        };
        let lines = 3.min(inner.height / 3);
        let top = take_top(&mut inner, lines);
        let mut flow = Flow::new(buffer, top, look);
        flow.wrapped(words, look.theme.muted, top.height.saturating_sub(1).max(1));
    }
    let caret = palette::list(buffer, inner, &help.query, &help.found, help.selected, look);
    frame.set_cursor_position(caret);
}
