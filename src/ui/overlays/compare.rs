//! Someone else was faster: what you typed, and what they recorded, side by side. Nothing is merged by itself.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::overlay::{BoxField, BoxInput, Compare};
use crate::domain::story;
use crate::ui::area::{take_bottom, take_top};
use crate::ui::flow::{Flow, run};
use crate::ui::theme::Look;

/// Draws both sides; one above the other where there is no room beside.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, compare: &Compare, app: &App, look: &Look) {
    let theme = &look.theme;
    let size = (100.min(area.width), area.height.saturating_sub(2).clamp(8, 26));
    let title = format!("Someone else acted first · {}", compare.mine.title);
    let mut inner = super::boxed(frame.buffer_mut(), area, size, &title, "", true, look);
    frame.set_cursor_position(inner.as_position());
    let lines = 3.min(inner.height / 4);
    let top = take_top(&mut inner, lines);
    let mut flow = Flow::new(frame.buffer_mut(), top, look);
    flow.wrapped("Nothing of yours is recorded yet and nothing is lost. Read theirs, then send yours, change it, or leave it.", theme.base, 2);
    let foot = take_bottom(&mut inner, 1);
    Flow::new(frame.buffer_mut(), foot, look).text("Enter goes back to your text.", theme.muted);
    let (mine, theirs) = if inner.width >= 72 {
        let half = inner.width / 2;
        (
            Rect { width: half.saturating_sub(1), ..inner },
            Rect { x: inner.x + half + 1, width: inner.width - half - 1, ..inner },
        )
    } else {
        let half = inner.height / 2;
        (Rect { height: half, ..inner }, Rect { y: inner.y + half, height: inner.height - half, ..inner })
    };
    let mut flow = Flow::new(frame.buffer_mut(), mine, look);
    flow.heading("You typed");
    for field in &compare.mine.fields {
        flow.text(field.label.as_str(), theme.muted);
        let room = flow.room();
        flow.wrapped(&shown(field), theme.base, room.min(6));
    }
    let zone = app.setting.protocol.zone;
    let mut flow = Flow::new(frame.buffer_mut(), theirs, look);
    flow.heading("Recorded meanwhile");
    for recorded in &compare.theirs {
        let (headline, detail) = story::sentence(&recorded.event, zone);
        let who = format!("{} {}  ", zone.short_time(recorded.at), recorded.actor.initials());
        flow.line(&[run(who, theme.muted), run(headline, theme.base)]);
        let room = flow.room();
        if !detail.is_empty() {
            flow.wrapped(&detail, theme.base, room.min(4));
        }
    }
}

fn shown(field: &BoxField) -> String {
    match &field.input {
        BoxInput::Text(editor) => editor.text(),
        BoxInput::Choice { options, chosen } => {
            chosen.and_then(|at| options.get(at)).map(|(_, label)| label.clone()).unwrap_or_default()
        }
    }
}
