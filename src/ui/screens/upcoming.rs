//! The next deadlines of the whole desk, whatever the list shows.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::view_model::Upcoming;
use crate::domain::when::Moment;
use crate::ui::area::padded;
use crate::ui::due;
use crate::ui::flow::{Run, run, runs};
use crate::ui::parts::panel::Panel;
use crate::ui::parts::{put_right, rag};
use crate::ui::theme::Look;

/// Cells of one column of deadlines.
const COLUMN: u16 = 52;

/// Draws as many deadlines as there is room for, in columns if the panel is wide.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, late: usize, app: &App, look: &Look) {
    let note = if late > 0 { format!("{late} late are above") } else { String::new() };
    let panel = Panel { title: "Next deadlines", note: &note, foot: "", focused: false, look };
    let inner = padded(panel.draw(area, buffer));
    let columns = (inner.width / COLUMN).max(1);
    let wide = inner.width / columns;
    let lines = usize::from(inner.height);
    // Several duties of a contact often fall due together; they share a line.
    let next = together(app.upcoming().take(lines * usize::from(columns) * 4));
    let mut line = Line { buffer, inner, wide, lines, at: 0, look };
    line.put(
        &[
            run(app.setting.protocol.zone.short_time(app.now), look.theme.accent),
            run("  now", look.theme.accent),
        ],
        None,
    );
    let mut day = date(app, app.now);
    for group in next {
        let Some(first) = group.first() else { continue };
        let on = date(app, first.duty.due);
        if on != day {
            line.put(&[run(on.as_str(), look.theme.heading)], None);
            day = on;
        }
        line.entry(*first, &group, app);
    }
}

fn date(app: &App, at: Moment) -> String {
    app.setting.protocol.zone.short_date(at)
}

/// Duties of one contact that fall due at the same time, together.
fn together<'a>(next: impl Iterator<Item = Upcoming<'a>>) -> Vec<Vec<Upcoming<'a>>> {
    let mut groups: Vec<Vec<Upcoming<'a>>> = Vec::new();
    for upcoming in next {
        let same = |group: &&mut Vec<Upcoming<'a>>| {
            group.first().is_some_and(|f| f.row.id == upcoming.row.id && f.duty.due == upcoming.duty.due)
        };
        match groups.iter_mut().rev().take(8).find(same) {
            Some(group) => group.push(upcoming),
            None => groups.push(vec![upcoming]),
        }
    }
    groups
}

struct Line<'a> {
    buffer: &'a mut Buffer,
    inner: Rect,
    wide: u16,
    lines: usize,
    at: usize,
    look: &'a Look,
}

impl Line<'_> {
    /// Writes the next line; down a column, then the next column.
    fn put(&mut self, line: &[Run], right: Option<Run>) {
        let (column, down) = (self.at / self.lines.max(1), self.at % self.lines.max(1));
        self.at += 1;
        let (Ok(column), Ok(down)) = (u16::try_from(column), u16::try_from(down)) else { return };
        let x = self.inner.x + column.saturating_mul(self.wide);
        if x >= self.inner.right() || self.inner.height == 0 || self.inner.right() - x < self.wide {
            return;
        }
        let mut area = Rect {
            x,
            y: self.inner.y + down,
            width: self.wide.saturating_sub(if column > 0 || self.wide < self.inner.width { 2 } else { 0 }),
            height: 1,
        };
        if let Some((text, style)) = right {
            let from = put_right(self.buffer, area, &text, style, self.look);
            area.width = from.saturating_sub(area.x + 1);
        }
        runs(self.buffer, area, line, self.look);
    }

    fn entry(&mut self, Upcoming { row, duty }: Upcoming<'_>, group: &[Upcoming<'_>], app: &App) {
        let (look, theme) = (self.look, &self.look.theme);
        let time = app.setting.protocol.zone.short_time(duty.due);
        let short = self.wide < 44;
        let mut titles: Vec<&str> =
            group.iter().map(|next| due::short(next.duty.clock, next.duty.subject.as_deref())).collect();
        titles.dedup();
        let title = titles.join(", ");
        let line = [
            run(format!("{time}  "), theme.base),
            run(rag::sign(row.rating, look), theme.badge(row.rating)),
            run(format!(" {}  ", row.id), theme.base),
            run(title, theme.base),
        ];
        let left = if short { None } else { Some(due::left(duty.due, app.now, false, look)) };
        self.put(&line, left);
    }
}
