//! Handing the desk over: which handover, what stands on the sheet, and the sheets of the last days.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

use crate::app::App;
use crate::app::action::Action;
use crate::app::keymap::Keymap;
use crate::app::screens::handover::{DAYS, HandoverScreen, Row};
use crate::domain::close;
use crate::domain::contact::Summary;
use crate::domain::handover::{Entry, Kept, Section, Turn, many};
use crate::domain::restrict::RESTRICTED;
use crate::ui::area::{padded, take_bottom, take_right, take_top};
use crate::ui::due;
use crate::ui::flow::{Run, run, runs};
use crate::ui::items::{self, Item};
use crate::ui::parts::panel::Panel;
use crate::ui::parts::rag;
use crate::ui::parts::tabs::Tabs;
use crate::ui::text;
use crate::ui::theme::Look;

use super::board_preview;

/// Cells by which what is owed is set in under its contact.
const INDENT: usize = 4;
/// Cells of the screen from which on the selected row is shown beside the list, and cells of that panel.
const ROOMY: u16 = 140;
const BESIDE: u16 = 48;
/// Lines of the screen from which on everything is said of the daily close.
const ROOM_FOR_ALL: u16 = 16;
/// Cells at the right end of a line for the time that is left.
const RIGHT: usize = 13;

/// Draws the handover between the first line and the notice.
pub(in crate::ui) fn draw(frame: &mut Frame<'_>, mut area: Rect, app: &App, look: &Look) {
    let buffer = frame.buffer_mut();
    let Some(screen) = &app.handover else {
        runs(buffer, padded(area), &[run("Making the sheet.", look.theme.muted)], look);
        frame.set_cursor_position(area.as_position());
        return;
    };
    let titles = ["1 To EDT", "2 From EDT", "3 Next shift"].map(str::to_owned);
    let active = match screen.turn {
        Turn::ToEdt => 0,
        Turn::FromEdt => 1,
        Turn::Shift => 2,
    };
    let tabs = take_top(&mut area, 2);
    Tabs { titles: &titles, active, look }.render(tabs, buffer);
    closed(buffer, &mut area, screen, app, look);
    let at = if let Some((kept, top)) = screen.read() {
        read(buffer, area, kept, top, look)
    } else {
        if area.width >= ROOMY {
            beside(buffer, &mut area, screen, app, look);
        }
        list(buffer, area, screen, app, look)
    };
    frame.set_cursor_position(at);
}

/// The newest daily close under everything else: its words whole, then by whom and when.
fn closed(buffer: &mut Buffer, area: &mut Rect, screen: &HandoverScreen, app: &App, look: &Look) {
    let last = &screen.sheet.last_close;
    let mut said = close::said(last, app.now, app.setting.protocol.zone);
    // The words matter more than who signed them.
    if area.height < ROOM_FOR_ALL {
        said.truncate(1);
    }
    let may = last.is_due(app.now) && app.available(Action::CloseDay).is_ok();
    if let (true, Some(line)) = (may, said.last_mut()) {
        *line = format!("{line} {} signs it.", Keymap::shown(Action::CloseDay));
    }
    let width = usize::from(area.width.saturating_sub(2)).max(1);
    let lines: Vec<String> = said.iter().flat_map(|line| text::wrap(&text::one_line(line), width)).collect();
    let height = u16::try_from(lines.len()).unwrap_or(0);
    let below = padded(take_bottom(area, height));
    for (y, line) in (below.y..).zip(lines) {
        let row = Rect { y, height: 1, ..below };
        runs(buffer, row, &[run(line, look.theme.muted)], look);
    }
}

/// Shows the selected row beside the list: the contact, or the words of a signed sheet.
fn beside(buffer: &mut Buffer, area: &mut Rect, screen: &HandoverScreen, app: &App, look: &Look) {
    let Some(chosen) = screen.chosen() else { return };
    let panel = take_right(area, BESIDE);
    match chosen {
        Row::Kept(kept) => {
            read(buffer, panel, kept, 0, look);
        }
        Row::Entry(..) => board_preview::draw(buffer, panel, app, look, &[]),
    }
}

/// A signed sheet, word for word.
fn read(buffer: &mut Buffer, area: Rect, kept: &Kept, top: usize, look: &Look) -> Position {
    let signed = &kept.signed;
    let title = format!("Sheet {}, as it was signed", signed.sheet);
    let lines = signed.text.lines().count();
    let foot = format!("line {} of {lines}", (top + 1).min(lines));
    let focused = area.width >= buffer.area().width;
    let panel = Panel { title: &title, note: "", foot: &foot, focused, look };
    let inner = padded(panel.draw(area, buffer));
    let mut y = inner.y;
    for line in signed.text.lines().skip(top) {
        let safe = text::one_line(line);
        // What is set in stays set in when it runs on.
        let indent = safe.len() - safe.trim_start().len();
        let room = usize::from(inner.width).saturating_sub(indent).max(1);
        for part in text::wrap(safe.trim_start(), room) {
            if y >= inner.bottom() {
                return inner.as_position();
            }
            let row = Rect { y, height: 1, ..inner };
            runs(buffer, row, &[run(format!("{:indent$}{part}", ""), look.theme.base)], look);
            y += 1;
        }
    }
    inner.as_position()
}

fn list(buffer: &mut Buffer, area: Rect, screen: &HandoverScreen, app: &App, look: &Look) -> Position {
    let (sheet, zone) = (&screen.sheet, app.setting.protocol.zone);
    let span = &sheet.span;
    let title = span.turn.label();
    let note = match span.turn {
        Turn::FromEdt => format!("closed since {}", zone.short(span.night.0)),
        Turn::ToEdt | Turn::Shift => format!("until {}", zone.short(span.until)),
    };
    let rows = screen.rows().len();
    let foot = match rows {
        0 => String::new(),
        rows => format!("{} of {rows}", (screen.selected + 1).min(rows)),
    };
    let panel = Panel { title, note: &note, foot: &foot, focused: true, look };
    let inner = panel.draw(area, buffer);
    let drawing = Drawing { app, look, width: usize::from(inner.width.saturating_sub(2)) };
    let mut all: Vec<Item> = Vec::new();
    drawing.sheets(&mut all, "Waiting to be taken over", screen.waiting());
    for (section, entries) in &sheet.sections {
        drawing.section(&mut all, *section, entries, screen);
    }
    let closing = if app.board.complete {
        sheet.closing()
    } else {
        format!("Still reading the board: {} of {} so far.", app.board.rows.len(), app.board.open)
    };
    let words = text::wrap(&closing, drawing.width).into_iter();
    all.push(Item {
        lines: words.map(|line| vec![run(line, look.theme.muted)]).collect(),
        fixed: true,
        ..Item::default()
    });
    drawing.sheets(&mut all, &format!("Taken over in the last {DAYS} days"), screen.taken());
    items::draw(buffer, inner, &all, screen.selected, look)
}

struct Drawing<'a> {
    app: &'a App,
    look: &'a Look,
    /// Cells of a line.
    width: usize,
}

impl Drawing<'_> {
    fn section(&self, all: &mut Vec<Item>, section: Section, entries: &[Entry], screen: &HandoverScreen) {
        let (zone, span) = (self.app.setting.protocol.zone, &screen.sheet.span);
        let heading = section.heading(span, zone);
        if entries.is_empty() {
            let none = vec![vec![run("none", self.look.theme.muted)]];
            all.push(Item { heading: Some(heading), lines: none, right: None, fixed: true });
            return;
        }
        let mut heading = Some(format!("{heading} ({})", entries.len()));
        for entry in entries {
            let item = self.entry(section, entry);
            all.push(Item { heading: heading.take(), ..item });
        }
    }

    fn entry(&self, section: Section, entry: &Entry) -> Item {
        let (theme, zone, now) = (&self.look.theme, self.app.setting.protocol.zone, self.app.now);
        let owed = entry.owed(now, |at| due::near(zone, at, now));
        let loud = matches!(section, Section::Waiting | Section::New);
        let right = entry.due().map(|at| due::left(at, now, false, self.look));
        match entry {
            Entry::Contact { row, .. } => {
                let mut lines = vec![self.contact(row)];
                // What is late stands on lines of its own.
                let late =
                    |words: &&String| entry.due().is_some_and(|at| at < now) && words.contains(" LATE ");
                let (late, rest): (Vec<&String>, Vec<&String>) = owed.iter().partition(late);
                let rest: Vec<&str> = rest.into_iter().map(String::as_str).collect();
                for words in late {
                    lines.extend(self.set_in(words, theme.alert));
                }
                if !rest.is_empty() {
                    let style = if loud { theme.alert } else { theme.base };
                    lines.extend(self.set_in(&rest.join("; "), style));
                }
                Item { lines, right, ..Item::default() }
            }
            Entry::Refer { id, stands, .. } => {
                let words = format!(
                    "{id}  see {}: {}",
                    stands
                        .name(self.app.handover.as_ref().map_or(Turn::Shift, |screen| screen.turn))
                        .to_lowercase(),
                    owed.join("; ")
                );
                let room = self.width.saturating_sub(RIGHT).max(1);
                let lines = text::wrap(&text::one_line(&words), room);
                let lines = lines.into_iter().map(|line| vec![run(line, theme.muted)]).collect();
                Item { lines, right, ..Item::default() }
            }
            Entry::Call(head) => {
                let words = format!("{}  {}", head.id, head.concern);
                let mut lines = vec![vec![run(words.trim_end(), theme.accent)]];
                lines.extend(self.set_in(&owed.join("; "), theme.base));
                Item { lines, ..Item::default() }
            }
        }
    }

    fn contact(&self, row: &Summary) -> Vec<Run> {
        let (look, theme) = (self.look, &self.look.theme);
        let badge = rag::badge_short(row.rating, look);
        let child = match (&row.restricted, self.app.shown_child(row)) {
            (Some(_), _) => RESTRICTED.to_owned(),
            (None, Some(child)) => child.to_string(),
            (None, None) => row.kind.label().to_owned(),
        };
        vec![
            run(format!("{}  ", row.id), theme.heading),
            run(badge.content.into_owned(), badge.style),
            run(format!("  {child}  "), theme.base),
            run(row.concern.as_str(), theme.base),
        ]
    }

    /// Words over as many lines as they take, set in.
    fn set_in(&self, words: &str, style: ratatui::style::Style) -> Vec<Vec<Run>> {
        let lines = text::wrap(&text::one_line(words), self.width.saturating_sub(INDENT).max(1));
        lines.into_iter().map(|line| vec![run(format!("{:INDENT$}{line}", ""), style)]).collect()
    }

    fn sheets<'a>(&self, all: &mut Vec<Item>, heading: &str, sheets: impl Iterator<Item = &'a Kept>) {
        let theme = &self.look.theme;
        let (zone, now) = (self.app.setting.protocol.zone, self.app.now);
        let mut heading = Some(heading.to_owned());
        for kept in sheets {
            let signed = &kept.signed;
            let first = vec![
                run(format!("{}  ", signed.sheet), theme.heading),
                run(signed.turn.label(), theme.base),
                run(
                    format!("  {}, {}", due::near(zone, kept.at, now), many(signed.contacts.len())),
                    theme.muted,
                ),
            ];
            let (words, style) = match &kept.taken {
                None => (format!("{} to {}: not taken yet, H takes it", signed.by, signed.to), theme.alert),
                Some((taker, at)) => {
                    (format!("{} to {taker}, taken {}", signed.by, due::near(zone, *at, now)), theme.done)
                }
            };
            let mut lines = vec![first];
            lines.extend(self.set_in(&words, style));
            all.push(Item { heading: heading.take(), lines, ..Item::default() });
        }
    }
}
