//! Who may open the desk: short name, name, role, since when. A passphrase that was just made stands above it until it is put
//! away.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::screens::access::AccessScreen;
use crate::domain::access::Staff;
use crate::ui::area::{padded, take_top};
use crate::ui::flow::{Flow, Run, first_in_sight, run, runs, select};
use crate::ui::parts::panel::Panel;
use crate::ui::parts::row::RowState;
use crate::ui::text;
use crate::ui::theme::Look;

/// Rows of the panel with a passphrase.
const GIVEN: u16 = 7;

/// Draws the screen between the first line and the notice.
pub(in crate::ui) fn draw(frame: &mut Frame<'_>, mut area: Rect, app: &App, look: &Look) {
    let buffer = frame.buffer_mut();
    let nobody = AccessScreen::default();
    let screen = app.access.as_ref().unwrap_or(&nobody);
    if let Some((user, passphrase)) = &screen.given {
        let top = take_top(&mut area, GIVEN);
        let title = format!("A passphrase for {user}");
        let panel =
            Panel { title: &title, note: "shown once", foot: "Enter puts it away", focused: true, look };
        let inner = padded(panel.draw(top, buffer));
        let mut flow = Flow::new(buffer, inner, look);
        flow.wrapped(
            "Tell it to them; do not send it. They must choose their own when they first open the desk.",
            look.theme.base,
            2,
        );
        flow.gap();
        flow.text(passphrase.expose(), look.theme.heading);
    }
    let note =
        if screen.awaits_new_key { "its key waits to be changed until the desk is opened alone" } else { "" };
    let foot = match screen.people.len() {
        0 => String::new(),
        many => format!("{} of {many}", screen.selected + 1),
    };
    let panel =
        Panel { title: "People and access", note, foot: &foot, focused: screen.given.is_none(), look };
    let inner = padded(panel.draw(area, buffer));
    let mut cursor = inner.as_position();
    if app.setting.training || screen.people.is_empty() {
        let said = match (app.setting.training, screen.read) {
            (true, _) => {
                "A training desk has no passphrases: whoever can read its directory may open it. On a real desk (dutydesk init) its people stand here."
            }
            (false, true) => "Nobody may open this desk.",
            (false, false) => "Reading who may open the desk.",
        };
        Flow::new(buffer, inner, look).wrapped(said, look.theme.muted, 3);
    } else {
        let heights = vec![1; screen.people.len()];
        let top = first_in_sight(&heights, screen.selected, inner.height);
        for ((at, one), y) in screen.people.iter().enumerate().skip(top).zip(inner.y..inner.bottom()) {
            let row = Rect { y, height: 1, ..inner };
            runs(buffer, row, &person(one, app, look), look);
            let selected = at == screen.selected;
            select(buffer, row, RowState { selected, ..RowState::default() }, look);
            if selected {
                cursor = row.as_position();
            }
        }
    }
    frame.set_cursor_position(cursor);
}

fn person(one: &Staff, app: &App, look: &Look) -> [Run; 4] {
    let theme = &look.theme;
    let style = if one.active { theme.base } else { theme.muted };
    let state = match (one.active, one.must_change) {
        (false, _) => "shut out".to_owned(),
        (true, true) => "must change the passphrase".to_owned(),
        (true, false) => format!("since {}", app.setting.protocol.zone.short_date(one.since)),
    };
    [
        run(format!("  {} ", text::pad(&one.actor.user.0, 20, &look.glyphs)), style),
        run(format!("{:12} ", one.actor.role.label()), style),
        run(format!("{} ", text::pad(&text::one_line(&one.actor.name), 24, &look.glyphs)), style),
        run(state, if one.active && one.must_change { theme.warning } else { style }),
    ]
}
