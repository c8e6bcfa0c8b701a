//! The board in columns by stage: to rate, to decide, to tell, under way.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::screens::board::Stage;
use crate::domain::actor;
use crate::domain::contact::Summary;
use crate::domain::ids::ContactId;
use crate::domain::restrict::RESTRICTED;
use crate::ui::due;
use crate::ui::flow::{run, runs, select};
use crate::ui::parts::panel::Panel;
use crate::ui::parts::row::RowState;
use crate::ui::parts::scroll::Scroll;
use crate::ui::parts::{cells, put_right, rag};
use crate::ui::theme::Look;

/// Lines of a card: what it is, what is due, and a blank.
const CARD: u16 = 3;

/// Draws the columns, and gives the place of the selected card.
pub(super) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    app: &App,
    look: &Look,
    seconds: &[ContactId],
) -> Position {
    let mut at = area.as_position();
    let stages = app.by_stage();
    for ((stage, ids), n) in Stage::ALL.iter().zip(&stages).zip(0_u16..) {
        let from = area.width * n / 4;
        let column = Rect { x: area.x + from, width: area.width * (n + 1) / 4 - from, ..area };
        let cursor = ids.iter().position(|id| Some(*id) == app.board.selected);
        let inner = crate::ui::area::padded(Rect {
            y: column.y + column.height.min(1),
            height: column.height.saturating_sub(2),
            ..column
        });
        let shown = usize::from((inner.height + 1) / CARD).max(1);
        let at_cursor = cursor.unwrap_or(0);
        let scroll = Scroll::following(at_cursor, at_cursor.saturating_sub(shown / 2), shown, ids.len());
        let foot = if ids.is_empty() { String::new() } else { scroll.text(look) };
        Panel { title: stage.label(), note: "", foot: &foot, focused: cursor.is_some(), look }
            .draw(column, buffer);
        let cards = ids.iter().enumerate().skip(scroll.above).take(scroll.shown);
        for ((place, id), line) in cards.zip(0_u16..) {
            let y = inner.y.saturating_add(line.saturating_mul(CARD));
            let card = Rect { y, height: 2.min(inner.bottom().saturating_sub(y)), ..inner };
            let selected = cursor == Some(place);
            if selected && card.height > 0 {
                at = card.as_position();
            }
            draw_card(buffer, card, *id, selected, &Shared { app, look, seconds });
        }
    }
    at
}

/// What every card needs.
struct Shared<'a> {
    app: &'a App,
    look: &'a Look,
    /// The contacts whose time shows seconds.
    seconds: &'a [ContactId],
}

fn draw_card(buffer: &mut Buffer, area: Rect, id: ContactId, selected: bool, shared: &Shared<'_>) {
    let Shared { app, look, .. } = *shared;
    if area.is_empty() {
        return;
    }
    let board = &app.board;
    if let Some(card) = board.rows.get(id) {
        contact(buffer, area, &card.row, shared);
    } else if board.is_draft(id) {
        let theme = &look.theme;
        let first = [run("   ", theme.base), run(format!("{id} "), theme.base), run("call", theme.accent)];
        runs(buffer, Rect { height: 1, ..area }, &first, look);
    }
    let changed = board.now_late.contains_key(&id);
    for y in area.top()..area.bottom() {
        let line = Rect { y, height: 1, ..area };
        if y == area.top() {
            select(buffer, line, RowState { selected, marked: board.marked.contains(id), changed }, look);
        } else if selected {
            buffer.set_style(line, look.theme.selected);
        }
    }
}

fn contact(buffer: &mut Buffer, area: Rect, row: &Summary, shared: &Shared<'_>) {
    let Shared { app, look, seconds } = *shared;
    let theme = &look.theme;
    let edge = rag::edge(row.rating, look);
    let edge = || run(edge.content.clone().into_owned(), edge.style);
    let mut first = Rect { height: 1, ..area };
    let owner = row.owner.as_deref().map_or(look.glyphs.none.to_owned(), actor::initials);
    let from = put_right(buffer, first, &owner, theme.muted, look);
    first.width = from.saturating_sub(first.x + 1);
    let mut line = vec![
        run(" ", theme.base),
        edge(),
        run(rag::sign(row.rating, look), theme.badge(row.rating)),
        run(format!(" {}", row.id), theme.base),
    ];
    if let Some(child) = app.shown_child(row) {
        let child = if area.width < 24 { child.name } else { child.to_string() };
        line.push(run(format!("  {child}"), theme.muted));
    } else if row.restricted.is_some() {
        line.push(run(format!("  {RESTRICTED}"), theme.warning));
    }
    runs(buffer, first, &line, look);
    let mut second = Rect { y: area.y + 1, height: area.height.saturating_sub(1).min(1), ..area };
    if second.height == 0 {
        return;
    }
    let mut line = vec![run(" ", theme.base), edge()];
    if let Some(duty) = row.next() {
        let (left, style) = due::left(duty.due, app.now, seconds.contains(&row.id), look);
        let from = put_right(buffer, second, &left, style, look);
        second.width = from.saturating_sub(second.x + 1);
        let title = due::short(duty.clock, duty.subject.as_deref());
        // A name cut to three letters says nothing; the time alone does.
        if cells(title) + 3 <= second.width {
            line.push(run(format!(" {title}"), theme.base));
        }
    }
    runs(buffer, second, &line, look);
}
