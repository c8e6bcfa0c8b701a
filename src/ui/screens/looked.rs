//! Who looked: everybody's counts of a week, and what a manager should ask about.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::App;
use crate::app::screens::looked::LookedScreen;
use crate::domain::looked::{Counts, Flag, Line, Page};
use crate::ui::due;
use crate::ui::flow::{Run, run, runs};
use crate::ui::items::{self, Item};
use crate::ui::parts::panel::Panel;
use crate::ui::text;
use crate::ui::theme::Look;

/// Cells by which what was done is set in under who did it.
const INDENT: usize = 4;
/// References that are named on a line; the rest are counted.
const NAMED: usize = 8;

/// Draws the page between the first line and the notice.
pub(in crate::ui) fn draw(frame: &mut Frame<'_>, area: Rect, app: &App, look: &Look) {
    let buffer = frame.buffer_mut();
    let at = match app.looked.as_ref() {
        Some(screen) => page(buffer, area, screen, app, look),
        None => area.as_position(),
    };
    frame.set_cursor_position(at);
}

fn page(buffer: &mut Buffer, area: Rect, screen: &LookedScreen, app: &App, look: &Look) -> Position {
    let zone = app.setting.protocol.zone;
    let (since, until) =
        screen.page.as_ref().map_or_else(|| screen.span(app.now), |page| (page.since, page.until));
    let note = format!("{} to {}", zone.short(since), zone.short(until));
    let foot = match &screen.page {
        Some(page) if page.lines.is_empty() => String::new(),
        Some(page) => {
            format!("{} of {}, {} not seen yet", screen.selected + 1, page.lines.len(), page.unseen())
        }
        None => String::new(),
    };
    let panel = Panel { title: "Who looked", note: &note, foot: &foot, focused: true, look };
    let inner = panel.draw(area, buffer);
    let Some(page) = &screen.page else {
        runs(buffer, inner, &[run(" Reading the record.", look.theme.muted)], look);
        return inner.as_position();
    };
    let drawing = Drawing { app, look, width: usize::from(inner.width.saturating_sub(2)) };
    let mut all = drawing.people(page);
    all.extend(drawing.lines(page));
    items::draw(buffer, inner, &all, screen.selected, look)
}

struct Drawing<'a> {
    app: &'a App,
    look: &'a Look,
    /// Cells of a line.
    width: usize,
}

impl Drawing<'_> {
    /// What everybody did, a line each.
    fn people(&self, page: &Page) -> Vec<Item> {
        let longest = page.people.iter().map(|one| one.who.name.chars().count()).max().unwrap_or(0);
        let mut heading = Some(format!("By person ({} entries)", page.entries));
        if page.people.is_empty() {
            let lines =
                vec![vec![run("Nobody opened, searched or printed anything.", self.look.theme.muted)]];
            return vec![Item { heading, lines, fixed: true, ..Item::default() }];
        }
        let item = |counts: &Counts| {
            let name = format!("{:longest$}  ", text::one_line(&counts.who.name));
            let room = self.width.saturating_sub(name.chars().count()).max(1);
            let mut words = text::wrap(&counted(counts), room).into_iter();
            let mut lines = vec![vec![
                run(name.clone(), self.look.theme.base),
                run(words.next().unwrap_or_default(), self.look.theme.muted),
            ]];
            let indent = name.chars().count();
            lines.extend(words.map(|rest| vec![run(format!("{:indent$}{rest}", ""), self.look.theme.muted)]));
            Item { heading: heading.take(), lines, fixed: true, ..Item::default() }
        };
        page.people.iter().map(item).collect()
    }

    /// What is flagged: what nobody has seen, then what was.
    fn lines(&self, page: &Page) -> Vec<Item> {
        if page.lines.is_empty() {
            let lines = vec![vec![run("Nothing.", self.look.theme.muted)]];
            return vec![Item {
                heading: Some("To ask about".into()),
                lines,
                fixed: true,
                ..Item::default()
            }];
        }
        let unseen = page.unseen();
        let heading = |n: usize| match n {
            0 if unseen > 0 => Some(format!("To ask about ({unseen})")),
            n if n == unseen => Some(format!("Seen by a manager ({})", page.lines.len() - unseen)),
            _ => None,
        };
        page.lines
            .iter()
            .enumerate()
            .map(|(n, line)| Item { heading: heading(n), ..self.line(line) })
            .collect()
    }

    fn line(&self, line: &Line) -> Item {
        let theme = &self.look.theme;
        let (zone, now) = (self.app.setting.protocol.zone, self.app.now);
        let style = match (&line.reviewed, line.flag) {
            (Some(_), _) => theme.muted,
            (None, Flag::OwnName | Flag::Refused | Flag::Bulk) => theme.alert,
            (None, Flag::Restricted | Flag::Restriction | Flag::Repeated | Flag::OutOfHours) => theme.warning,
            (None, Flag::Left | Flag::NotTheirs) => theme.base,
        };
        let mut first = vec![
            run(line.flag.label(), style),
            run(format!("  {}  ", text::one_line(&line.who.name)), theme.heading),
        ];
        first.extend(refs(line).map(|refs| run(refs, theme.base)));
        let mut lines = vec![first];
        let searched = self.words(line).map(|words| format!(": {words}")).unwrap_or_default();
        lines.extend(self.set_in(&format!("{}{searched}", line.text), theme.base));
        if let Some(seen) = &line.reviewed {
            let note = if seen.note.is_empty() { String::new() } else { format!(": {}", seen.note) };
            let words = format!("seen by {}, {}{note}", seen.by.initials(), due::near(zone, seen.at, now));
            lines.extend(self.set_in(&words, theme.done));
        }
        Item { lines, right: Some(run(due::near(zone, line.at, now), theme.muted)), ..Item::default() }
    }

    /// What was searched may be a name: only its first letters, unless names are shown.
    fn words(&self, line: &Line) -> Option<String> {
        if line.words.is_empty() {
            return None;
        }
        if self.app.shows_names() {
            return Some(line.words.clone());
        }
        let short = line.words.split_whitespace().filter_map(|word| word.chars().next());
        Some(short.map(|letter| format!("{letter}…")).collect::<Vec<_>>().join(" "))
    }

    fn set_in(&self, words: &str, style: Style) -> Vec<Vec<Run>> {
        let lines = text::wrap(&text::one_line(words), self.width.saturating_sub(INDENT).max(1));
        lines.into_iter().map(|line| vec![run(format!("{:INDENT$}{line}", ""), style)]).collect()
    }
}

/// What one person did, in words.
fn counted(counts: &Counts) -> String {
    let opened = format!("opened {} ({} different)", counts.opened, counts.contacts);
    let mut parts: Vec<String> = (counts.opened > 0).then_some(opened).into_iter().collect();
    let more = [
        (counts.searches, "searched"),
        (counts.left, "printed or exported"),
        (counts.refused, "refused"),
        (counts.pages, "this page"),
        (counts.out_of_hours, "out of hours"),
    ];
    parts.extend(more.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{what} {n}")));
    parts.join(" · ")
}

/// The contacts of a line, as far as they fit.
fn refs(line: &Line) -> Option<String> {
    let (first, rest) = line.contacts.split_at(line.contacts.len().min(NAMED));
    let mut refs: Vec<String> = first.iter().map(ToString::to_string).collect();
    if !rest.is_empty() {
        refs.push(format!("and {} more", rest.len()));
    }
    (!refs.is_empty()).then(|| refs.join(", "))
}
