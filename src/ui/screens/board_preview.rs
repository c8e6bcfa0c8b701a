//! The panel beside the list: the selected contact from its row alone, so that moving about reads nothing.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;
use crate::domain::codes::Rating;
use crate::domain::contact::Summary;
use crate::domain::ids::ContactId;
use crate::domain::restrict::{Guard, RESTRICTED};
use crate::ui::area::padded;
use crate::ui::due;
use crate::ui::flow::{Flow, run};
use crate::ui::parts::panel::Panel;
use crate::ui::parts::{bar, rag};
use crate::ui::theme::Look;

/// Draws the preview of the selected row.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, app: &App, look: &Look, seconds: &[ContactId]) {
    let title = app.board.selected.map_or_else(|| "Preview".to_owned(), |id| id.to_string());
    let note = if app.shows_names() { "F6 hides names" } else { "F6 names" };
    let panel = Panel { title: &title, note, foot: "", focused: false, look };
    let inner = padded(panel.draw(area, buffer));
    let mut flow = Flow::new(buffer, inner, look);
    if let Some(row) = app.board.selected_row() {
        contact(&mut flow, row, app, look, seconds.contains(&row.id));
    } else if let Some(call) = app.board.drafts.iter().find(|draft| Some(draft.id) == app.board.selected) {
        let theme = &look.theme;
        flow.text("Call in progress", theme.accent);
        flow.text(format!("taken by {}", call.taker.name), theme.base);
        let zone = app.setting.protocol.zone;
        flow.text(format!("since {}", due::near(zone, call.started, app.now)), theme.base);
        if let Some(at) = call.parked {
            flow.text(format!("parked {}", due::near(zone, at, app.now)), theme.warning);
        }
        flow.text(format!("saved {}", due::near(zone, call.saved, app.now)), theme.muted);
        if !call.concern.trim().is_empty() {
            flow.heading("Concern");
            flow.wrapped(&call.concern, theme.base, 6);
        }
    }
}

fn contact(flow: &mut Flow<'_>, row: &Summary, app: &App, look: &Look, seconds: bool) {
    let theme = &look.theme;
    let badge = rag::badge(row.rating, look);
    let child = match (&row.restricted, app.shown_child(row)) {
        (Some(_), _) => RESTRICTED.to_owned(),
        (None, Some(child)) => child.to_string(),
        (None, None) => "No child is named".to_owned(),
    };
    flow.line(&[
        run(badge.content.into_owned(), badge.style),
        run("   ", theme.base),
        run(child, theme.base),
    ]);
    duty(flow, row, app, look, seconds);
    flow.heading("To do");
    todo(flow, row, app, look);
    if let Some(guard) = &row.restricted {
        restricted(flow, guard, app, look);
        return;
    }
    flow.heading("Concern");
    let room = flow.room().saturating_sub(9).max(2);
    flow.wrapped(&row.concern, theme.base, room);
    if row.duties.len() > 1 {
        flow.heading("Duties");
        duties(flow, row, app, look);
    }
    flow.heading("From");
    let source = row.source.map_or("source not known yet", |source| source.label());
    flow.text(source, theme.base);
    if !row.organisation.trim().is_empty() {
        flow.text(row.organisation.as_str(), theme.base);
    }
    let received = due::near(app.setting.protocol.zone, row.received, app.now);
    flow.text(format!("received {received}, by {}", row.taken_by.initials()), theme.muted);
    flow.heading("Owner");
    flow.text(
        row.owner.as_deref().unwrap_or("nobody yet"),
        if row.owner.is_some() { theme.base } else { theme.warning },
    );
}

/// What is said of a restricted contact in place of what was told.
fn restricted(flow: &mut Flow<'_>, guard: &Guard, app: &App, look: &Look) {
    flow.heading("Restricted");
    let words = if guard.names(&app.setting.actor.user) {
        "You are one of the people who may open it, each time with a reason.".to_owned()
    } else {
        format!("Only named people open it. {}", guard.ask())
    };
    flow.wrapped(&words, look.theme.warning, 4);
}

/// The duty that drives the row, with a bar of its time.
fn duty(flow: &mut Flow<'_>, row: &Summary, app: &App, look: &Look, seconds: bool) {
    let theme = &look.theme;
    let Some(duty) = row.next() else {
        flow.heading("Nothing is due");
        return;
    };
    flow.heading(duty.title());
    let cells = usize::from(flow.rest().width);
    let gone = due::gone(duty.start, duty.due, app.now);
    let style = if duty.is_late(app.now) { theme.alert } else { theme.edge(row.rating) };
    flow.text(bar::elapsed(gone, cells, &look.glyphs), style);
    let due = due::near(app.setting.protocol.zone, duty.due, app.now);
    let (left, style) = due::left(duty.due, app.now, seconds, look);
    flow.line(&[run(format!("due {due}  "), theme.base), run(left, style)]);
    if !duty.is_late(app.now) {
        let (staffed, style) = due::staffed(app.setting.protocol.staffed_left(app.now, duty.due), look);
        flow.line(&[run("staffed  ", theme.muted), run(staffed, style)]);
    }
}

fn todo(flow: &mut Flow<'_>, row: &Summary, app: &App, look: &Look) {
    let (theme, glyphs) = (&look.theme, &look.glyphs);
    for (words, loud) in super::board::marks(row) {
        let style = if loud { theme.alert } else { theme.warning };
        flow.wrapped(&format!("{} {words}", glyphs.alert), style, 2);
    }
    if row.asks_collection(app.now, app.setting.protocol.zone) {
        flow.text(format!("{} ask: collection time?", glyphs.question), theme.warning);
    }
    match (row.rating, row.route) {
        (None, None) => flow.text(format!("{} rate it", glyphs.open), theme.base),
        (Some(Rating::Red), None) => {
            flow.text(format!("{} RED without a decision", glyphs.alert), theme.alert);
        }
        (_, None) => flow.text(format!("{} decide", glyphs.open), theme.base),
        (_, Some(route)) => flow.text(format!("{} {}", glyphs.done, route.label()), theme.done),
    }
    match (row.told, row.tries) {
        (true, _) => flow.text(format!("{} referrer told", glyphs.done), theme.done),
        (false, 0) => flow.text(format!("{} tell the referrer", glyphs.open), theme.warning),
        (false, n) => flow.text(format!("{} tell referrer, tried {n}×", glyphs.open), theme.warning),
    }
    if row.written_owed {
        flow.text(format!("{} written referral awaited", glyphs.open), theme.base);
    }
}

fn duties(flow: &mut Flow<'_>, row: &Summary, app: &App, look: &Look) {
    let theme = &look.theme;
    let zone = app.setting.protocol.zone;
    for duty in &row.duties {
        if flow.room() < 6 {
            break;
        }
        let style = if duty.is_late(app.now) { theme.alert } else { theme.muted };
        let due = format!("{:<13}", due::near(zone, duty.due, app.now));
        flow.line(&[run(due, style), run(due::short(duty.clock, duty.subject.as_deref()), theme.base)]);
    }
}
