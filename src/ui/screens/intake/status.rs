//! The first lines of the intake: the call's timer, whether everything is saved, how much is still to be asked, and
//! the way to the 999 script.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::view::{Progress, View, number};
use crate::domain::schema::{QuestionId, Step};
use crate::ui::parts::panel::Panel;
use crate::ui::parts::tabs::Tabs;
use crate::ui::parts::{cells, put, put_right};
use crate::ui::size::SizeClass;

/// Blanks between two statements of the line.
const GAP: u16 = 2;

/// One statement of the line.
struct Part {
    text: String,
    style: Style,
    /// What goes first when there is no room; 0 stays.
    gives_way: u8,
}

/// `CALL 06:42  Saved 14:32:05 ✓  11 of 19 needed answers      ! Child in danger now?  F9 999 script`
pub(super) fn line(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    if area.is_empty() {
        return;
    }
    let theme = &view.look.theme;
    let mut parts =
        vec![Part { text: timer(view), style: theme.accent, gives_way: 0 }, saved(view), needed(view)];
    // The first line of the screen has the number; here it is only missed.
    if view.screen.id().is_none() {
        parts.insert(0, Part { text: "no number yet".to_owned(), style: theme.warning, gives_way: 2 });
    }
    let danger = view.intake.answers.has_code(QuestionId::Danger, "yes");
    let (words, style): (&[&str], Style) = if danger {
        (&["! IN DANGER NOW: 999.  F9 has the words", "! DANGER: 999, F9"], theme.alert.patch(theme.selected))
    } else {
        (
            &["! Child in danger now?  F9 opens the 999 script", "! In danger now?  F9 999", "! F9 999"],
            theme.alert,
        )
    };
    let room = area.width.saturating_sub(2);
    let used = |parts: &[Part]| parts.iter().map(|part| cells(&part.text) + GAP).sum::<u16>();
    let fits = |parts: &[Part], right: &str| used(parts) + cells(right) <= room;
    let shortest = words.last().copied().unwrap_or_default();
    while !fits(&parts, shortest) {
        let goes = parts.iter().enumerate().filter(|(_, part)| part.gives_way > 0);
        let Some((at, _)) = goes.max_by_key(|(_, part)| part.gives_way) else { break };
        parts.remove(at);
    }
    let right = words.iter().find(|words| fits(&parts, words)).copied().unwrap_or(shortest);
    let mut x = area.x + 1;
    for part in &parts {
        x = put(buffer, (x, area.y), &part.text, area.right().saturating_sub(x), part.style, view.look) + GAP;
    }
    let rest = Rect { x: x.min(area.right()), width: area.right().saturating_sub(x + 1), ..area };
    put_right(buffer, Rect { height: 1, ..rest }, right, style, view.look);
}

/// `CALL 06:42`: how long the call has lasted. It looks unlike every clock that counts down.
fn timer(view: &View<'_>) -> String {
    let seconds = view.screen.draft.ended.unwrap_or(view.now).since(view.received()).num_seconds().max(0);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("CALL {hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("CALL {minutes:02}:{seconds:02}")
    }
}

/// Whether what is typed is in the record, in words.
fn saved(view: &View<'_>) -> Part {
    let (theme, screen) = (&view.look.theme, view.screen);
    let clock = |at| {
        let local = view.zone.local(at);
        local.format("%H:%M:%S").to_string()
    };
    let old =
        |at: Option<crate::domain::when::Moment>| at.is_some_and(|at| view.now.since(at).num_seconds() >= 3);
    let (text, style) = if screen.filing.is_some() {
        (format!("Filing{}", view.look.glyphs.ellipsis), theme.warning)
    } else if screen.id().is_none() && screen.revision == 0 {
        ("Nothing typed yet".to_owned(), theme.base)
    } else if screen.is_saved() {
        let at = screen.saved_at.map_or_else(|| "Saved".to_owned(), |at| format!("Saved {}", clock(at)));
        (format!("{at} {}", view.look.glyphs.done), theme.done)
    } else if old(screen.dirty_since) || old(screen.edited) {
        match screen.saved_at {
            Some(at) => (format!("NOT SAVED since {}", clock(at)), theme.alert),
            None => ("NOT SAVED yet".to_owned(), theme.alert),
        }
    } else {
        // Between the key and its save, the last save stands without its tick: nothing flickers while typing.
        let at = screen.saved_at.map_or_else(|| "Saving".to_owned(), |at| format!("Saved {}  ", clock(at)));
        (at, theme.base)
    };
    let gives_way = u8::from(style != theme.alert);
    Part { text, style, gives_way }
}

fn needed(view: &View<'_>) -> Part {
    let Progress { answered, needed, .. } = view.progress_of_all();
    let long = if view.class >= SizeClass::Wide { " answers" } else { "" };
    let style = if answered == needed { view.look.theme.done } else { view.look.theme.base };
    Part { text: format!("{answered} of {needed} needed{long}"), style, gives_way: 3 }
}

/// How far a step is, in one sign.
fn sign(view: &View<'_>, step: Step) -> (&'static str, Style) {
    let (theme, glyphs) = (&view.look.theme, &view.look.glyphs);
    if step == Step::Review {
        return (" ", theme.muted);
    }
    let Progress { answered, needed, open, begun } = view.progress(step);
    match (needed - answered, open) {
        (0, 0) => (glyphs.done, theme.done),
        // What cannot wait is the loudest.
        (1.., _) if step == Step::Safety => (glyphs.alert, theme.alert),
        (1.., _) => (glyphs.alert, theme.warning),
        (0, _) if begun => (glyphs.dot, theme.base),
        (0, _) => (glyphs.open, theme.muted),
    }
}

/// The steps in one line, with a rule under them where there is room.
pub(super) fn strip(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let steps = view.screen.steps();
    let title = |step: &Step, whole: bool| {
        let (sign, _) = sign(view, *step);
        let (number, sign) = (number(*step), sign.trim());
        if whole || *step == view.step() || *step == Step::Safety {
            format!("{number} {}{sign}", short(*step))
        } else {
            format!("{number}{sign}")
        }
    };
    let titles = |whole: bool| steps.iter().map(|step| title(step, whole)).collect::<Vec<String>>();
    let wide = |titles: &[String]| titles.iter().map(|title| cells(title) + 2).sum::<u16>();
    let mut shown = titles(true);
    if wide(&shown) > area.width {
        shown = titles(false);
    }
    let active = steps.iter().position(|step| *step == view.step()).unwrap_or(0);
    Tabs { titles: &shown, active, look: view.look }.render(area, buffer);
}

const fn short(step: Step) -> &'static str {
    match step {
        Step::Safety => "Safety",
        other => other.label(),
    }
}

/// The steps under each other, with what is answered of what is needed.
pub(super) fn column(buffer: &mut Buffer, area: Rect, view: &View<'_>) {
    let panel = Panel { title: "Steps", note: "", foot: "Ctrl-G 1-9", focused: false, look: view.look };
    let inner = panel.draw(area, buffer);
    let theme = &view.look.theme;
    let steps = view.screen.steps();
    let asks = view.urgent();
    let ask_rows = if asks.is_empty() { 2 } else { u16::try_from(asks.len()).unwrap_or(0) + 2 };
    let rows = u16::try_from(steps.len()).unwrap_or(0);
    let tall = [3, 2, 1].into_iter().find(|each| rows * each + ask_rows < inner.height).unwrap_or(1);
    let mut y = inner.y;
    for step in steps {
        if y >= inner.bottom() {
            return;
        }
        let here = step == view.step();
        let line = Rect { x: inner.x, y, width: inner.width, height: 1 };
        let style = if here { theme.accent } else { theme.base };
        let mark = if here { view.look.glyphs.selected } else { " " };
        put(buffer, (line.x, y), mark, 1, theme.accent, view.look);
        put(
            buffer,
            (line.x + 2, y),
            &format!("{} {}", number(step), step.label()),
            line.width,
            style,
            view.look,
        );
        let (sign, look) = sign(view, step);
        let end = Rect { width: line.width.saturating_sub(1), ..line };
        put_right(buffer, end, sign, look, view.look);
        let Progress { answered, needed, open, .. } = view.progress(step);
        let count = if needed > 0 { format!("{answered}/{needed}") } else { String::new() };
        if tall == 1 {
            put_right(
                buffer,
                Rect { width: end.width.saturating_sub(2), ..end },
                &count,
                theme.muted,
                view.look,
            );
        } else {
            let more = if open > 0 { format!("{open} more to ask") } else { String::new() };
            let both = if count.is_empty() || more.is_empty() { " " } else { "  " };
            let text = format!("{count}{both}{more}");
            let room = line.width.saturating_sub(4);
            put(buffer, (line.x + 4, y + 1), text.trim(), room, theme.muted, view.look);
        }
        y += tall;
    }
    let rest = Rect { y, height: inner.bottom().saturating_sub(y), ..inner };
    super::aside::asks(buffer, rest, view);
}
