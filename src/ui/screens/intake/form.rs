//! The questions of a step under each other, in pages: a question always stands in the same place, and moving the cursor moves
//! nothing else.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::field::{Asked, Room, begins};
use super::view::{Progress, View, number, question_of};
use crate::domain::intake::Subject;
use crate::domain::schema::{self, Place, Step};
use crate::ui::parts::panel::Panel;
use crate::ui::parts::scroll::Scroll;
use crate::ui::parts::{put, put_right, rule};
use crate::ui::size::SizeClass;

/// A question with its heading and the rows it takes.
struct Block<'a> {
    heading: Option<String>,
    asked: Asked<'a>,
    rows: u16,
}

fn room(view: &View<'_>, places: &[Place], area: Rect) -> Room {
    let widest = places.iter().map(|place| Asked::new(view, *place).label_cells()).max().unwrap_or(0);
    let most = match view.class {
        SizeClass::TooSmall | SizeClass::Narrow => 22,
        SizeClass::Standard => 30,
        SizeClass::Wide | SizeClass::Huge => 32,
    };
    let airy = view.class >= SizeClass::Standard;
    Room {
        width: area.width,
        labels: widest.clamp(12, most).min(area.width / 2),
        most: (area.height / 2).clamp(1, 12),
        list: (area.height.saturating_sub(3)).clamp(1, 14),
        airy,
    }
}

fn blocks<'a>(view: &'a View<'a>, step: Step, room: &Room) -> Vec<Block<'a>> {
    let places = schema::places(view.intake, step);
    let many = view.intake.children.len() > 1;
    places
        .iter()
        .map(|place| {
            let headed = match place.subject {
                Subject::Call => false,
                Subject::Child(_) => many,
                Subject::Person(_) => true,
            };
            let heading = view.heading(place.subject).filter(|_| headed && begins(*place, &places));
            let asked = Asked::new(view, *place);
            let rows = asked.rows(room) + u16::from(heading.is_some());
            Block { heading, asked, rows }
        })
        .collect()
}

/// The first block of the page on which block `at` stands, in a window of this height.
fn page(rows: &[u16], at: usize, height: u16) -> usize {
    let (mut start, mut used) = (0, 0_u16);
    for (n, rows) in rows.iter().enumerate() {
        if used.saturating_add(*rows) > height && n > start {
            if at < n {
                break;
            }
            (start, used) = (n, 0);
        }
        used = used.saturating_add(*rows);
    }
    // The last page is filled up from the one before.
    let after: u16 = rows.iter().skip(start).fold(0, |sum, rows| sum.saturating_add(*rows));
    let mut left = height.saturating_sub(after);
    if after <= height {
        while let Some(before) = start.checked_sub(1).and_then(|n| rows.get(n)).filter(|rows| **rows <= left)
        {
            left -= before;
            start -= 1;
        }
    }
    start
}

/// Draws the questions, and gives the cursor's place and what part of them is shown.
fn questions(buffer: &mut Buffer, area: Rect, view: &View<'_>) -> (Option<Position>, Scroll, u16) {
    let places = schema::places(view.intake, view.step());
    let room = room(view, &places, area);
    let blocks = blocks(view, view.step(), &room);
    let rows: Vec<u16> = blocks.iter().map(|block| block.rows).collect();
    let at = view.screen.draft.cursor.place.and_then(|place| places.iter().position(|p| *p == place));
    let start = page(&rows, at.unwrap_or(0), area.height);
    let (cursor, shown, y) = draw(buffer, area, &blocks, start, &room, view);
    (cursor, Scroll { above: start, shown, total: blocks.len() }, y)
}

fn draw(
    buffer: &mut Buffer,
    area: Rect,
    blocks: &[Block<'_>],
    start: usize,
    room: &Room,
    view: &View<'_>,
) -> (Option<Position>, usize, u16) {
    let (mut cursor, mut shown, mut y) = (None, 0, area.y);
    for block in blocks.iter().skip(start) {
        let left = area.bottom().saturating_sub(y);
        // Only a question larger than the window is cut.
        if block.rows > left && shown > 0 || left == 0 {
            break;
        }
        let mut at = Rect { y, height: block.rows.min(left), ..area };
        if let Some(heading) = &block.heading {
            rule::titled(buffer, Rect { height: 1, ..at }, heading, view.look);
            at = Rect { y: at.y + 1, height: at.height - 1, ..at };
        }
        cursor = block.asked.draw(buffer, at, room).or(cursor);
        y = y.saturating_add(block.rows);
        shown += 1;
    }
    (cursor, shown, y.min(area.bottom()))
}

/// The step's number and question at the left, what is answered at the right.
fn count(view: &View<'_>) -> String {
    let Progress { answered, needed, open, .. } = view.progress(view.step());
    let more = if open > 0 { format!(", {open} more to ask") } else { String::new() };
    match needed {
        0 => more.trim_start_matches(", ").to_owned(),
        _ => format!("{answered} of {needed} needed{more}"),
    }
}

/// What is shown of a step that does not fit.
fn part(scroll: Scroll, view: &View<'_>) -> String {
    if scroll.shown >= scroll.total { String::new() } else { format!("questions {}", scroll.text(view.look)) }
}

/// The step without borders: a heading where there is room, then its questions.
pub(super) fn plain(buffer: &mut Buffer, area: Rect, view: &View<'_>, headed: bool) -> Option<Position> {
    let mut rest = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let line = Rect { height: rest.height.min(1), ..rest };
    if headed {
        let title = format!("{}  {}", number(view.step()), question_of(view.step()));
        put(buffer, (line.x, line.y), &title, line.width, view.look.theme.heading, view.look);
        rest = Rect { y: rest.y + 1, height: rest.height.saturating_sub(1), ..rest };
    }
    let (cursor, scroll, _) = questions(buffer, rest, view);
    if headed {
        let shown = part(scroll, view);
        let gap = if shown.is_empty() { "" } else { "   " };
        put_right(buffer, line, &format!("{shown}{gap}{}", count(view)), view.look.theme.muted, view.look);
    }
    cursor
}

/// The step in a panel; under it, where there is room, the next step.
pub(super) fn panel(buffer: &mut Buffer, area: Rect, view: &View<'_>) -> Option<Position> {
    let title = format!("{}  {}", number(view.step()), question_of(view.step()));
    let note = count(view);
    let frame = |foot: &str, buffer: &mut Buffer| {
        Panel { title: &title, note: &note, foot, focused: view.in_field(), look: view.look }
            .draw(area, buffer)
    };
    let inner = frame("", buffer);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    // One blank line under the title.
    let inner = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let (cursor, scroll, end) = questions(buffer, inner, view);
    let shown = part(scroll, view);
    if !shown.is_empty() {
        frame(&shown, buffer);
    }
    let left = inner.bottom().saturating_sub(end);
    if view.class == SizeClass::Huge && left > 6 {
        next(buffer, Rect { y: end + 1, height: left - 1, ..inner }, view);
    }
    cursor
}

/// The step after this one, to look ahead.
fn next(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let steps = view.screen.steps();
    let after = steps.iter().skip_while(|step| **step != view.step()).nth(1).copied();
    let Some(step) = after.filter(|step| *step != Step::Review) else { return };
    let look = view.look;
    rule::across(buffer, area, look.glyphs.rule_light, look.theme.border, look);
    let title = format!("{}  {}", number(step), question_of(step));
    put(buffer, (area.x, area.y + 1), &title, area.width, look.theme.heading, look);
    let rest = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let places = schema::places(view.intake, step);
    let room = room(view, &places, rest);
    draw(buffer, rest, &blocks(view, step, &room), 0, &room, view);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_turns_only_when_the_cursor_leaves_it() {
        let rows = [2, 2, 2, 2, 2, 2];
        for at in 0..3 {
            assert_eq!(page(&rows, at, 6), 0);
        }
        for at in 3..6 {
            assert_eq!(page(&rows, at, 6), 3);
        }
        assert_eq!(page(&rows, 5, 100), 0);
    }

    #[test]
    fn the_last_page_is_full() {
        let rows = [2, 2, 2, 2];
        assert_eq!(page(&rows, 3, 6), 1, "the two before it are shown again");
    }

    #[test]
    fn a_question_larger_than_the_window_has_a_page_of_its_own() {
        let rows = [1, 9, 1];
        assert_eq!(page(&rows, 0, 4), 0);
        assert_eq!(page(&rows, 1, 4), 1);
        assert_eq!(page(&rows, 2, 4), 2);
        assert_eq!(page(&rows, 0, 0), 0);
        assert_eq!(page(&[], 0, 4), 0);
    }
}
