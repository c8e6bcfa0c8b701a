//! The questions of a step under each other, in pages: a question always stands in the same place, and moving the cursor moves
//! nothing else.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::field::{Asked, Room, begins};
use super::view::{Progress, View, number, question_of};
use crate::domain::intake::Subject;
use crate::domain::schema::{self, Place, Step};
use crate::ui::area::padded;
use crate::ui::parts::panel::Panel;
use crate::ui::parts::scroll::Scroll;
use crate::ui::parts::{cells, put, put_right, rule};
use crate::ui::size::SizeClass;

/// A question with its heading and the rows it takes.
struct Block<'a> {
    heading: Option<String>,
    /// It is the first about a child, a person or a decision.
    begins_subject: bool,
    asked: Asked<'a>,
    size: Size,
}

/// What a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Size {
    /// Its rows, heading included.
    rows: u16,
    /// For the first question about a child or person: the rows of all of them, which are not torn apart if that can be.
    group: Option<u16>,
}

fn room(view: &View<'_>, places: &[Place], area: Rect) -> Room {
    let widest = places.iter().map(|place| Asked::new(view, *place).label_cells()).max().unwrap_or(0);
    let most = match view.class {
        SizeClass::TooSmall | SizeClass::Narrow => 22,
        SizeClass::Wide => 28,
        SizeClass::Standard | SizeClass::Huge => 34,
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
    let mut before = None;
    let mut blocks: Vec<Block<'a>> = places
        .iter()
        .map(|place| {
            let headed = match place.subject {
                Subject::Call => false,
                Subject::Child(_) => many,
                Subject::Person(_) | Subject::Share(_) => true,
            };
            let whose = view.heading(place.subject).filter(|_| headed && begins(*place, &places));
            let group = place.question.question().group;
            // With one child, what is asked about it and about the call may stand under one heading.
            let of = if many { place.subject } else { Subject::Call };
            let of = if headed { place.subject } else { of };
            let new = before.replace((of, group)) != Some((of, group));
            let begins_subject = whose.is_some();
            // The decisions to share are all that stands about them, and say so themselves.
            let titled = new && !group.is_empty() && !matches!(place.subject, Subject::Share(_));
            let heading = match (whose, titled) {
                (Some(whose), true) => Some(format!("{whose} {} {group}", view.look.glyphs.separator)),
                (whose, false) => whose,
                (None, true) => Some(group.to_owned()),
            };
            let asked = Asked::new(view, *place);
            let rows = asked.rows(room) + u16::from(heading.is_some());
            Block { heading, asked, begins_subject, size: Size { rows, group: None } }
        })
        .collect();
    let mut group = 0_u16;
    for (block, place) in blocks.iter_mut().zip(&places).rev() {
        group = group.saturating_add(block.size.rows);
        if begins(*place, &places) {
            block.size.group = block.begins_subject.then_some(group);
            group = 0;
        }
    }
    blocks
}

/// The first block of the page on which block `at` stands, in a window of this height.
fn page(sizes: &[Size], at: usize, height: u16) -> usize {
    let (mut start, mut used) = (0, 0_u16);
    for (n, size) in sizes.iter().enumerate() {
        let whole = size.group.unwrap_or(size.rows).min(height).max(size.rows);
        if used.saturating_add(whole) > height && n > start {
            if at < n {
                break;
            }
            (start, used) = (n, 0);
        }
        used = used.saturating_add(size.rows);
    }
    // The last page is filled up from the one before, unless it begins with a heading.
    let after: u16 = sizes.iter().skip(start).fold(0, |sum, size| sum.saturating_add(size.rows));
    let mut left = height.saturating_sub(after);
    if after <= height && sizes.get(start).is_some_and(|size| size.group.is_none()) {
        while let Some(before) =
            start.checked_sub(1).and_then(|n| sizes.get(n)).filter(|size| size.rows <= left)
        {
            left -= before.rows;
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
    let sizes: Vec<Size> = blocks.iter().map(|block| block.size).collect();
    let at = view.screen.draft.cursor.place.and_then(|place| places.iter().position(|p| *p == place));
    let start = page(&sizes, at.unwrap_or(0), area.height);
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
        if block.size.rows > left && shown > 0 || left == 0 {
            break;
        }
        let mut at = Rect { y, height: block.size.rows.min(left), ..area };
        if let Some(heading) = &block.heading {
            rule::titled(buffer, Rect { height: 1, ..at }, heading, view.look);
            at = Rect { y: at.y + 1, height: at.height - 1, ..at };
        }
        cursor = block.asked.draw(buffer, at, room).or(cursor);
        y = y.saturating_add(block.size.rows);
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
    let mut rest = padded(area);
    let line = Rect { height: rest.height.min(1), ..rest };
    if headed {
        let title = format!("{}  {}", number(view.step()), question_of(view.step()));
        put(buffer, (line.x, line.y), &title, line.width, view.look.theme.heading, view.look);
        rest = Rect { y: rest.y + 1, height: rest.height.saturating_sub(1), ..rest };
    }
    let (cursor, scroll, _) = questions(buffer, rest, view);
    if headed {
        let (shown, all) = (part(scroll, view), count(view));
        let gap = if shown.is_empty() || all.is_empty() { "" } else { "   " };
        let taken = cells(question_of(view.step())) + 5;
        let forms = [format!("{shown}{gap}{all}"), shown];
        let fits = forms.iter().find(|form| taken + cells(form) <= line.width);
        put_right(buffer, line, fits.map_or("", String::as_str), view.look.theme.muted, view.look);
    }
    cursor
}

/// The step in a panel; under it, where there is room, the next step.
pub(super) fn panel(buffer: &mut Buffer, area: Rect, view: &View<'_>) -> Option<Position> {
    let title = format!("{}  {}", number(view.step()), question_of(view.step()));
    let note =
        Some(count(view)).filter(|note| cells(note) + cells(&title) + 10 < area.width).unwrap_or_default();
    let frame = |foot: &str, buffer: &mut Buffer| {
        Panel { title: &title, note: &note, foot, focused: view.in_field(), look: view.look }
            .draw(area, buffer)
    };
    let inner = frame("", buffer);
    let inner = padded(inner);
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

    fn page(rows: &[u16], at: usize, height: u16) -> usize {
        let sizes: Vec<Size> = rows.iter().map(|rows| Size { rows: *rows, group: None }).collect();
        super::page(&sizes, at, height)
    }

    #[test]
    fn what_is_asked_about_one_child_is_not_torn_apart() {
        let size = |rows, group| Size { rows, group };
        let two = [size(2, Some(4)), size(2, None), size(2, Some(4)), size(2, None)];
        assert_eq!(super::page(&two, 0, 6), 0);
        assert_eq!(super::page(&two, 2, 6), 2, "the second child begins a page");
        assert_eq!(super::page(&two, 3, 6), 2);
        assert_eq!(super::page(&two, 3, 8), 0, "both fit");
    }

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
