//! Retention: what is due for erasure, what is held, what was erased last. Numbers and rules only, nobody's name.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::App;
use crate::domain::retention::Standing;
use crate::domain::retention::listing::{Gone, Line};
use crate::domain::retention::{day, erasure};
use crate::ui::area::padded;
use crate::ui::flow::{Run, run, runs};
use crate::ui::items::{self, Item};
use crate::ui::parts::panel::Panel;
use crate::ui::text;
use crate::ui::theme::Look;

/// Cells by which what is said of a record is set in under it.
const INDENT: usize = 4;

/// Draws the list between the first line and the notice.
pub(in crate::ui) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, look: &Look) {
    let buffer = frame.buffer_mut();
    let listing = app.retention.as_ref().and_then(|screen| Some((screen, screen.listing.as_ref()?)));
    let Some((screen, listing)) = listing else {
        runs(buffer, padded(area), &[run("Looking for what is due.", look.theme.muted)], look);
        frame.set_cursor_position(area.as_position());
        return;
    };
    let rows = listing.lines().count();
    let foot =
        if rows == 0 { String::new() } else { format!("{} of {rows}", (screen.selected + 1).min(rows)) };
    let note = "two managers erase, nothing goes by itself";
    let panel = Panel { title: "Retention", note, foot: &foot, focused: true, look };
    let inner = panel.draw(area, buffer);
    let drawing = Drawing { app, look, width: usize::from(inner.width.saturating_sub(2)) };
    let mut all: Vec<Item> = Vec::new();
    if !screen.carried.is_empty() {
        let lines = screen.carried.iter().flat_map(|line| drawing.wrapped(line, 0, look.theme.accent));
        let heading = Some("Just done".to_owned());
        all.push(Item { heading, lines: lines.collect(), right: None, fixed: true });
    }
    let due = listing.due.len() + listing.more;
    drawing.section(&mut all, &format!("Due for erasure ({due})"), &listing.due);
    if listing.more > 0 {
        drawing.fixed(&mut all, None, &format!("and {} more, due later than these", listing.more));
    }
    drawing.section(&mut all, &format!("Under a legal hold ({})", listing.held.len()), &listing.held);
    drawing.erased(&mut all, &listing.erased);
    let at = items::draw(buffer, inner, &all, screen.selected, look);
    frame.set_cursor_position(at);
}

struct Drawing<'a> {
    app: &'a App,
    look: &'a Look,
    /// Cells of a line.
    width: usize,
}

impl Drawing<'_> {
    fn section(&self, all: &mut Vec<Item>, heading: &str, lines: &[Line]) {
        if lines.is_empty() {
            return self.fixed(all, Some(heading.to_owned()), "none");
        }
        let mut heading = Some(heading.to_owned());
        all.extend(lines.iter().map(|line| Item { heading: heading.take(), ..self.line(line) }));
    }

    fn line(&self, line: &Line) -> Item {
        let (theme, zone) = (&self.look.theme, self.app.setting.protocol.zone);
        let mut lines = vec![vec![run(line.what(zone), theme.heading)]];
        let style = if matches!(line.standing, Standing::Held(_)) { theme.warning } else { theme.base };
        lines.extend(self.wrapped(&line.standing.words(zone), INDENT, style));
        if let Standing::Held(hold) = &line.standing {
            lines.extend(self.wrapped(&hold.reason, INDENT, theme.base));
        }
        if let Some(proposal) = &line.proposal {
            let head = format!(
                "Asked for by {}, {}: {}",
                proposal.by.name,
                zone.long(proposal.at),
                proposal.asked.reason
            );
            lines.extend(self.wrapped(&head, INDENT, theme.base));
            let (state, style) = if proposal.stands(line.seen, self.app.now) {
                (format!("Waits for another manager until {}.", zone.long(proposal.lapses())), theme.alert)
            } else {
                let why =
                    format!("Lapsed: changed since, or older than {} days. Ask again.", erasure::LAPSES_DAYS);
                (why, theme.muted)
            };
            lines.extend(self.wrapped(&state, INDENT, style));
        }
        Item { lines, ..Item::default() }
    }

    fn erased(&self, all: &mut Vec<Item>, erased: &[Gone]) {
        let zone = self.app.setting.protocol.zone;
        let mut heading = Some("Erased last".to_owned());
        for gone in erased {
            let words = format!(
                "{}: {}, asked by {}, agreed by {}",
                gone.erased.contact,
                day(zone.local(gone.at).date()),
                gone.erased.asked_by.name,
                gone.agreed_by.name
            );
            self.fixed(all, heading.take(), &words);
        }
    }

    fn fixed(&self, all: &mut Vec<Item>, heading: Option<String>, words: &str) {
        let lines = self.wrapped(words, 0, self.look.theme.muted);
        all.push(Item { heading, lines, right: None, fixed: true });
    }

    /// Words over as many lines as they take, set in.
    fn wrapped(&self, words: &str, indent: usize, style: ratatui::style::Style) -> Vec<Vec<Run>> {
        let lines = text::wrap(&text::one_line(words), self.width.saturating_sub(indent).max(1));
        lines.into_iter().map(|line| vec![run(format!("{:indent$}{line}", ""), style)]).collect()
    }
}
