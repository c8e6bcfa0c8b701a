//! The queue. Only the rows in the window are built, whatever the length of the list.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::App;
use crate::app::screens::board::{Sort, View};
use crate::app::view_model::ShownChild;
use crate::domain::actor;
use crate::domain::codes::Rating;
use crate::domain::contact::Summary;
use crate::domain::draft::DraftHead;
use crate::domain::ids::ContactId;
use crate::domain::restrict::RESTRICTED;
use crate::ui::area::{line, take_bottom, take_top};
use crate::ui::due;
use crate::ui::flow::{Run, run, select};
use crate::ui::parts::panel::Panel;
use crate::ui::parts::row::{self, Column, RowState};
use crate::ui::parts::scroll::Scroll;
use crate::ui::parts::{bar, cells, put, rag, rule};
use crate::ui::size::SizeClass;
use crate::ui::theme::Look;

/// The list of the board.
pub(super) struct List<'a> {
    pub(super) app: &'a App,
    pub(super) class: SizeClass,
    pub(super) look: &'a Look,
    /// The contacts whose time shows seconds.
    pub(super) seconds: &'a [ContactId],
}

/// The columns, in their order.
const COLUMNS: usize = 10;
const RATING: usize = 0;
const REFERENCE: usize = 1;
const CHILD: usize = 2;
const CONCERN: usize = 3;
const FROM: usize = 4;
const DUTY: usize = 5;
const BAR: usize = 6;
const DUE: usize = 7;
const STAFFED: usize = 8;
const OWNER: usize = 9;

/// Where the columns of a frame stand.
struct Places {
    columns: [Column; COLUMNS],
    /// From which cell and how wide; `None` where there is no room.
    found: Vec<Option<(u16, u16)>>,
    /// Columns before the first one: selection sign, edge, blank.
    lead: u16,
}

impl List<'_> {
    /// Draws the list, and gives the place of the selected row.
    pub(super) fn draw(&self, buffer: &mut Buffer, area: Rect) -> Position {
        let Inside { head, list } = inside(self.class, area);
        let cursor = self.app.board.cursor();
        let total = self.app.board.order.len();
        let scroll =
            Scroll::following(cursor.unwrap_or(0), self.app.board.top, usize::from(list.height), total);
        self.frame(buffer, area, list, scroll);
        let places = self.places(list.width);
        self.headings(buffer, head, &places);
        let mut at = list.as_position();
        let shown = self.app.board.order.iter().enumerate().skip(scroll.above).take(scroll.shown);
        for ((n, id), y) in shown.zip(list.top()..list.bottom()) {
            let row = line(list, y);
            let selected = cursor == Some(n);
            if selected {
                at = row.as_position();
            }
            self.row(buffer, row, *id, selected, &places);
        }
        if total == 0 {
            self.empty(buffer, list);
        }
        at
    }

    fn frame(&self, buffer: &mut Buffer, area: Rect, list: Rect, scroll: Scroll) {
        let board = &self.app.board;
        let mut foot = scroll.text(self.look);
        if !board.complete {
            foot = format!("reading: {} of {} so far", board.rows.len(), board.open);
        }
        if self.class < SizeClass::Standard {
            let at = Rect { y: list.bottom(), height: 1, ..list };
            put(
                buffer,
                (at.x + 1, at.y),
                &foot,
                at.width.saturating_sub(1),
                self.look.theme.muted,
                self.look,
            );
            return;
        }
        let sorted = match board.sort {
            sort @ Sort::Due if area.width < 100 => sort.label().to_owned(),
            sort => format!("sorted: {}", sort.label()),
        };
        let note = if board.unsorted { format!("{sorted} · changed, waits for a pause") } else { sorted };
        let title = match board.view {
            View::All => "Triage board".to_owned(),
            view => format!("Triage board: {}", view.label()),
        };
        let look = self.look;
        Panel { title: &title, note: &note, foot: &foot, focused: true, look }.draw(area, buffer);
    }

    fn places(&self, width: u16) -> Places {
        let badge = u16::try_from(self.look.glyphs.badge_cells()).unwrap_or(1);
        let highest = self.app.board.rows.highest().map_or(0, |id| cells(&id.to_string()));
        let huge = self.class == SizeClass::Huge;
        let columns = [
            // Sign, word and the letters of what is to be done.
            Column::new("RAG", badge + 8),
            Column::new("Ref", highest.max(6)),
            Column::new("Child", 9),
            Column::new("Concern", 14).grows().gives_way(3),
            Column::new("From", 10).gives_way(5),
            Column::new("Next duty", 12),
            Column::new("Time gone", 12).gives_way(if huge { 6 } else { 9 }),
            Column::new("Due in", 10).right(),
            Column::new("Staffed", 9).right().gives_way(4),
            Column::new("By", self.initials()).gives_way(2),
        ];
        let lead = if self.class >= SizeClass::Standard { 3 } else { 2 };
        let found = row::places(&columns, width.saturating_sub(lead + u16::from(lead > 2)));
        Places { columns, found, lead }
    }

    /// Cells of the longest initials in the team.
    fn initials(&self) -> u16 {
        let names = self.app.setting.team.iter().map(String::as_str).chain([&*self.app.setting.actor.name]);
        names.map(|name| cells(&actor::initials(name))).max().unwrap_or(2).max(2)
    }

    fn headings(&self, buffer: &mut Buffer, area: Rect, places: &Places) {
        let (look, theme) = (self.look, &self.look.theme);
        let first = Rect {
            x: area.x + places.lead,
            width: area.width.saturating_sub(places.lead),
            height: area.height.min(1),
            ..area
        };
        row::headings(buffer, first, &places.columns, look);
        if let Some(Some((x, wide))) = places.found.get(RATING) {
            put(buffer, (first.x + x + wide - 3, first.y), "To", 2, theme.muted, look);
        }
        let under = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let under = if self.class >= SizeClass::Standard { crate::ui::area::padded(under) } else { under };
        rule::across(buffer, under, look.glyphs.rule, theme.border, look);
    }

    fn empty(&self, buffer: &mut Buffer, area: Rect) {
        let board = &self.app.board;
        let text = if !board.complete {
            "Reading the board."
        } else if !board.filter.text().trim().is_empty() {
            "Nothing matches the filter. Esc shows everything."
        } else if board.view != View::All {
            "Nothing in this view. 1 shows everything open."
        } else {
            "Nothing is open. n takes a call."
        };
        put(
            buffer,
            (area.x + 3, area.y + 1.min(area.height.saturating_sub(1))),
            text,
            area.width.saturating_sub(3),
            self.look.theme.muted,
            self.look,
        );
    }

    fn row(&self, buffer: &mut Buffer, area: Rect, id: ContactId, selected: bool, places: &Places) {
        let board = &self.app.board;
        if let Some(card) = board.rows.get(id) {
            self.contact(buffer, area, &card.row, places);
        } else if let Some(call) = board.drafts.iter().find(|draft| draft.id == id) {
            self.call(buffer, area, call, places);
        }
        let changed = board.now_late.contains_key(&id);
        select(buffer, area, RowState { selected, marked: board.marked.contains(id), changed }, self.look);
    }

    /// Writes a cell of one stretch into its column, if the column is shown.
    fn cell(&self, buffer: &mut Buffer, area: Rect, places: &Places, column: usize, (text, style): Run) {
        let (Some(Some(place)), Some(kind)) = (places.found.get(column), places.columns.get(column)) else {
            return;
        };
        let area = Rect { x: area.x + places.lead, ..area };
        row::cell(buffer, area, *kind, *place, &text, style, self.look);
    }

    fn wide(places: &Places, column: usize) -> Option<u16> {
        places.found.get(column).copied().flatten().map(|(_, wide)| wide)
    }

    fn contact(&self, buffer: &mut Buffer, area: Rect, row: &Summary, places: &Places) {
        let (app, look, theme) = (self.app, self.look, &self.look.theme);
        let edge = rag::edge(row.rating, look);
        put(buffer, (area.x + 1, area.y), &edge.content, 1, edge.style, look);
        self.rating(buffer, area, row, places);
        let base = theme.base;
        self.cell(buffer, area, places, REFERENCE, run(row.id.to_string(), base));
        let child = match app.shown_child(row) {
            // Where the concern has room, it says so.
            None if row.restricted.is_some() && Self::wide(places, CONCERN).is_some() => {
                look.glyphs.none.to_owned()
            }
            None if row.restricted.is_some() => RESTRICTED.to_owned(),
            None => "advice".to_owned(),
            Some(child) => child_in(&child, Self::wide(places, CHILD).unwrap_or(0)),
        };
        self.cell(buffer, area, places, CHILD, run(child, base));
        if row.marks.handed_back {
            let words = format!("{} handed back  {}", look.glyphs.alert, row.concern);
            self.cell(buffer, area, places, CONCERN, run(words, theme.alert));
        } else if let Some(guard) = &row.restricted {
            let words = format!("{RESTRICTED}: only named people open it; ask {}", guard.by);
            self.cell(buffer, area, places, CONCERN, run(words, theme.muted));
        } else {
            self.cell(buffer, area, places, CONCERN, run(row.concern.as_str(), base));
        }
        let from = row.source.map_or("", |source| source.label());
        self.cell(buffer, area, places, FROM, run(from, theme.muted));
        let owner = match &row.owner {
            Some(owner) => run(actor::initials(owner), base),
            // Where the concern has no room, the sign is all there is.
            None if row.marks.handed_back => {
                run(format!("{}{}", look.glyphs.alert, look.glyphs.none), theme.alert)
            }
            None => run(look.glyphs.none, base),
        };
        self.cell(buffer, area, places, OWNER, owner);
        let Some(duty) = row.next() else {
            self.cell(buffer, area, places, DUTY, run(look.glyphs.none, theme.muted));
            return;
        };
        self.cell(buffer, area, places, DUTY, run(due::short(duty.clock, duty.subject.as_deref()), base));
        if let Some(wide) = Self::wide(places, BAR) {
            let gone = due::gone(duty.start, duty.due, app.now);
            let drawn = bar::elapsed(gone, usize::from(wide), &look.glyphs);
            self.cell(buffer, area, places, BAR, run(drawn, theme.edge(row.rating)));
        }
        let left = due::left(duty.due, app.now, self.seconds.contains(&row.id), look);
        self.cell(buffer, area, places, DUE, left);
        if Self::wide(places, STAFFED).is_some() && !duty.is_late(app.now) {
            let staffed = due::staffed(app.setting.protocol.staffed_left(app.now, duty.due), look);
            self.cell(buffer, area, places, STAFFED, staffed);
        }
    }

    /// Badge, then the letters of what is to be done: `D` decide, `R` decide again, `T` tell the referrer, `C` tell one who
    /// chases, `H` acknowledge the handover, `?` ask for the collection time.
    fn asks_collection(&self, row: &Summary) -> bool {
        row.asks_collection(self.app.now, self.app.setting.protocol.zone)
    }

    fn rating(&self, buffer: &mut Buffer, area: Rect, row: &Summary, places: &Places) {
        let (look, theme) = (self.look, &self.look.theme);
        let Some(Some((x, wide))) = places.found.get(RATING) else { return };
        let from = area.x + places.lead + x;
        let badge = rag::badge_short(row.rating, look);
        put(buffer, (from, area.y), &badge.content, *wide, badge.style, look);
        let red = row.rating == Some(Rating::Red);
        let decide = if row.marks.reconsider {
            (true, "R", theme.alert)
        } else {
            (row.route.is_none(), "D", if red { theme.alert } else { theme.base })
        };
        let tell = if row.marks.chased > 0 && !row.told {
            (true, "C", theme.alert)
        } else {
            (!row.told, "T", theme.warning)
        };
        let ask = if row.marks.handover {
            (true, "H", theme.alert)
        } else {
            (self.asks_collection(row), look.glyphs.question, theme.warning)
        };
        let letters = [decide, tell, ask];
        for ((owed, letter, style), n) in letters.into_iter().zip(0..) {
            if owed {
                put(buffer, (from + wide.saturating_sub(3) + n, area.y), letter, 1, style, look);
            }
        }
    }

    fn call(&self, buffer: &mut Buffer, area: Rect, call: &DraftHead, places: &Places) {
        let (look, theme) = (self.look, &self.look.theme);
        let badge = rag::badge_short(None, look);
        self.cell(buffer, area, places, RATING, run(badge.content.into_owned(), badge.style));
        self.cell(buffer, area, places, REFERENCE, run(call.id.to_string(), theme.base));
        let concern = if call.concern.trim().is_empty() { "Call in progress" } else { call.concern.as_str() };
        if Self::wide(places, CONCERN).is_some() {
            self.cell(buffer, area, places, CHILD, run("call", theme.accent));
            self.cell(buffer, area, places, CONCERN, run(concern, theme.accent));
        } else {
            self.cell(buffer, area, places, CHILD, run("call", theme.accent));
        }
        let doing = if call.parked.is_some() { "Parked" } else { "Taking it" };
        self.cell(buffer, area, places, DUTY, run(doing, theme.accent));
        let minutes = self.app.now.since(call.started).num_minutes().max(0);
        self.cell(buffer, area, places, DUE, run(format!("{minutes}m draft"), theme.accent));
        self.cell(buffer, area, places, OWNER, run(call.taker.initials(), theme.base));
    }
}

/// The child in so many cells: the number of further children gives way to a plain `+`, so that the age stays.
fn child_in(child: &ShownChild<'_>, cells_left: u16) -> String {
    let whole = child.to_string();
    if cells(&whole) <= cells_left || child.more == 0 {
        return whole;
    }
    format!("{}+ {}", child.name, child.age)
}

/// The lines of the list: two for the headings, then the rows.
pub(super) struct Inside {
    head: Rect,
    /// The rows.
    pub(super) list: Rect,
}

/// Cuts the list's area: inside a frame, or above its own last line where there is no room for a frame.
pub(super) fn inside(class: SizeClass, area: Rect) -> Inside {
    let mut list = area;
    if class >= SizeClass::Standard {
        list = Rect { x: area.x + area.width.min(1), width: area.width.saturating_sub(2), ..area };
        take_top(&mut list, 1);
    }
    take_bottom(&mut list, 1);
    let head = take_top(&mut list, 2);
    Inside { head, list }
}
