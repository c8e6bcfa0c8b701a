//! The locked desk: a clock that is read across a room, numbers, and the field for the passphrase.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;

use crate::app::App;
use crate::app::overlay::Overlay;
use crate::app::screens::lock::{Cause, Field as On, LockScreen, Numbers, Phase};
use crate::domain::passphrase;
use crate::ui::area::{take_bottom, take_top};
use crate::ui::flow::Flow;
use crate::ui::parts::field::Field;
use crate::ui::parts::hint_bar::{Hint, HintBar};
use crate::ui::parts::panel::Panel;
use crate::ui::parts::{big_clock, cells, put};
use crate::ui::size::SizeClass;
use crate::ui::theme::Look;
use crate::ui::{due, overlays};

/// Dots of a passphrase that are shown at most: beyond, its length is nobody's business.
const DOTS: usize = 32;
/// Columns of the box.
const WIDTH: u16 = 58;
/// Columns of the labels inside the box.
const LABELS: u16 = 12;

/// Draws the locked desk over the whole window.
pub(in crate::ui) fn draw(frame: &mut Frame<'_>, app: &App, look: &Look) {
    let Some(screen) = &app.lock else { return };
    let window = frame.area();
    if SizeClass::of(window) == SizeClass::TooSmall {
        return small(frame, app, screen, look);
    }
    let mut area = window;
    let foot = take_bottom(&mut area, 1);
    whole(frame, area, app, screen, look);
    hints(frame.buffer_mut(), foot, screen, look);
    if screen.script {
        overlays::draw(frame, area, &Overlay::Script, app, look);
    }
}

/// The clock, the date, the box and the numbers, one under the other in the middle.
fn whole(frame: &mut Frame<'_>, mut area: Rect, app: &App, screen: &LockScreen, look: &Look) {
    let zone = app.setting.protocol.zone;
    let roomy = area.height >= 22;
    let gap = u16::from(roomy);
    let pixel = if SizeClass::of(frame.area()) == SizeClass::Huge { 3 } else { 2 };
    let boxed: u16 = if roomy { 8 } else { 7 };
    let used = big_clock::ROWS + 1 + boxed + 3 + 3 * gap;
    let above = area.height.saturating_sub(used) / 2;
    take_top(&mut area, above);
    let clock = take_top(&mut area, big_clock::ROWS);
    big_clock::draw(frame.buffer_mut(), clock, &zone.short_time(app.now), pixel, look);
    take_top(&mut area, gap);
    let date = take_top(&mut area, 1);
    let today = zone.local(app.now).format("%A %-d %B").to_string();
    centred(frame.buffer_mut(), date, &today, look.theme.base, look);
    if app.setting.training {
        let mark = Rect { x: date.x + 1, y: frame.area().y, width: date.width.saturating_sub(1), height: 1 };
        put(frame.buffer_mut(), (mark.x, mark.y), " TRAINING ", mark.width, look.theme.training, look);
    }
    take_top(&mut area, gap);
    let row = take_top(&mut area, boxed);
    let width = WIDTH.min(row.width);
    let at = Rect { x: row.x + (row.width - width) / 2, width, ..row };
    let cursor = fields(frame.buffer_mut(), at, app, screen, look);
    frame.set_cursor_position(cursor);
    take_top(&mut area, gap);
    for (text, style) in numbers(app, screen, look) {
        let line = take_top(&mut area, 1);
        centred(frame.buffer_mut(), line, &text, style, look);
    }
}

/// The box with its fields; gives the place of the cursor.
fn fields(buffer: &mut Buffer, at: Rect, app: &App, screen: &LockScreen, look: &Look) -> Position {
    let choosing = screen.phase >= Phase::Choosing;
    let title = if choosing { "Choose a passphrase of your own" } else { "DUTYDESK is locked" };
    let note = since(app, screen);
    let panel = Panel { title, note: &note, foot: "", focused: true, look };
    let mut inner = crate::ui::area::padded(panel.draw(at, buffer));
    take_top(&mut inner, 1);
    let (first, second) = (take_top(&mut inner, 1), take_top(&mut inner, 1));
    let (dots, again) = (masked(screen.typed.len(), look), masked(screen.again.len(), look));
    let name = screen.user.text();
    let rows = if choosing {
        [("New", On::Passphrase, &dots), ("Once more", On::Again, &again)]
    } else {
        [("Short name", On::User, &name), ("Passphrase", On::Passphrase, &dots)]
    };
    let mut cursor = inner.as_position();
    for ((label, field, text), line) in rows.into_iter().zip([first, second]) {
        let no_key = field == On::Passphrase && app.setting.training && !choosing;
        if no_key {
            put(
                buffer,
                (line.x, line.y),
                "A training desk has no passphrase: Enter unlocks.",
                line.width,
                look.theme.base,
                look,
            );
            if screen.field == field {
                cursor = line.as_position();
            }
            continue;
        }
        put(buffer, (line.x, line.y), label, LABELS, look.theme.muted, look);
        let place = Rect { x: line.x + LABELS, width: line.width.saturating_sub(LABELS), ..line };
        let focused = screen.field == field;
        let drawn = Field { focused, placeholder: "", look }.draw_text(buffer, place, text);
        if let Some(start) = drawn {
            let caret = if field == On::User { screen.user.caret().1 } else { text.chars().count() };
            let right = place.right().saturating_sub(2);
            let x = start.x.saturating_add(u16::try_from(caret).unwrap_or(u16::MAX)).min(right);
            cursor = Position { x, ..start };
        }
    }
    let (text, style) = said(app, screen, look);
    Flow::new(buffer, inner, look).wrapped(&text, style, 3);
    cursor
}

fn masked(letters: usize, look: &Look) -> String {
    look.glyphs.mask.to_string().repeat(letters.min(DOTS))
}

/// Since when and why, for the border of the box.
fn since(app: &App, screen: &LockScreen) -> String {
    let time = app.setting.protocol.zone.short_time(screen.since);
    match screen.cause {
        Cause::Start => String::new(),
        Cause::Asked => format!("since {time}"),
        Cause::Idle | Cause::Stopped => format!("since {time}, {}", screen.cause.label()),
    }
}

/// The sentence under the fields.
fn said(app: &App, screen: &LockScreen, look: &Look) -> (String, Style) {
    let theme = &look.theme;
    if let Some(said) = &screen.said {
        let text = match screen.wait(app.now) {
            Some(wait) => {
                format!("{} Try again in {} s. Each try is kept.", said.text, wait.num_seconds().max(1))
            }
            None => said.text.clone(),
        };
        return (text, theme.alert);
    }
    let unsaved = match screen.unsaved {
        1 => "1 thing that was typed is".to_owned(),
        n => format!("{n} things that were typed are"),
    };
    match screen.phase {
        Phase::Opening | Phase::Returning => ("Opening …".to_owned(), theme.base),
        Phase::Keeping => ("Keeping it …".to_owned(), theme.base),
        Phase::Choosing if screen.typed.is_empty() => (
            "Yours was given to you. At least 12 letters or 4 words; a sentence is best.".to_owned(),
            theme.base,
        ),
        Phase::Choosing => match passphrase::check(screen.typed.expose(), &[&screen.named().0]) {
            Ok(strength) => (format!("Strength: {}.", strength.label()), theme.done),
            Err(why) => (why.to_owned(), theme.warning),
        },
        _ if screen.unsaved > 0 => (
            format!("{unsaved} not saved: kept in memory, with the key, until the disk takes it."),
            theme.alert,
        ),
        Phase::Saving | Phase::Closing => ("Saving what was typed …".to_owned(), theme.base),
        Phase::Locked if screen.back.as_ref().is_some_and(|back| back.call.is_some()) => {
            ("Your unfinished call is saved.".to_owned(), theme.done)
        }
        Phase::Locked => (String::new(), theme.base),
    }
}

/// What is late and what comes, in numbers.
fn numbers(app: &App, screen: &LockScreen, look: &Look) -> Vec<(String, Style)> {
    let theme = &look.theme;
    let Some(numbers) = &screen.numbers else {
        return vec![("Numbers stand here once the desk was open.".to_owned(), theme.muted)];
    };
    let (now, zone) = (app.now, app.setting.protocol.zone);
    let late = numbers.late(now);
    let next =
        numbers.next(now).map_or_else(String::new, |at| format!(" · next {}", due::near(zone, at, now)));
    let first = format!("{late} late · {} due within the hour{next}", numbers.within_the_hour(now));
    let style = if late > 0 { theme.alert } else { theme.heading };
    let as_of = format!("as they stood at {}, counted on", zone.short_time(screen.since));
    vec![(first, style), (rest(numbers), theme.base), (as_of, theme.muted)]
}

fn rest(numbers: &Numbers) -> String {
    format!(
        "{} red, {} undecided · {} to take over · {} in progress",
        numbers.red,
        numbers.undecided,
        numbers.unacknowledged,
        if numbers.calls == 1 { "1 call".to_owned() } else { format!("{} calls", numbers.calls) }
    )
}

fn hints(buffer: &mut Buffer, area: Rect, screen: &LockScreen, look: &Look) {
    let shown = |key: &str, label: &str| Hint::new(key.to_owned(), label.to_owned());
    let mut left = vec![shown("Enter", if screen.phase >= Phase::Choosing { "keep it" } else { "unlock" })];
    if screen.phase < Phase::Choosing {
        left.push(shown("F3", "another person"));
    }
    left.push(shown("F9", "999 script"));
    HintBar { left: &left, right: &[shown("Ctrl-Q", "quit")], look }.render(area, buffer);
}

fn centred(buffer: &mut Buffer, area: Rect, text: &str, style: Style, look: &Look) {
    if area.height > 0 {
        let x = area.x + area.width.saturating_sub(cells(text)) / 2;
        put(buffer, (x, area.y), text, area.right().saturating_sub(x), style, look);
    }
}

/// A window that is too small for the box: the field first, then what is said, then numbers.
fn small(frame: &mut Frame<'_>, app: &App, screen: &LockScreen, look: &Look) {
    let window = frame.area();
    let (theme, zone) = (&look.theme, app.setting.protocol.zone);
    let (text, style) = said(app, screen, look);
    let shown = match screen.field {
        On::User => format!("Name: {}", screen.user.text()),
        _ if app.setting.training => "Enter unlocks.".to_owned(),
        On::Passphrase => format!("Passphrase: {}", masked(screen.typed.len(), look)),
        On::Again => format!("Once more: {}", masked(screen.again.len(), look)),
    };
    let training = if app.setting.training { " TRAINING" } else { "" };
    let mut lines =
        vec![(format!("DUTYDESK{training} is locked  {}", zone.short_time(app.now)), theme.heading)];
    lines.push((shown.clone(), theme.base));
    lines.push((text, style));
    lines.extend(numbers(app, screen, look));
    lines.retain(|(line, _)| !line.is_empty());
    if window.height < 2 {
        lines.retain(|(line, _)| *line == shown);
    }
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(window.height);
    let mut area = window;
    take_top(&mut area, (window.height - height) / 2);
    for (line, style) in lines {
        let row = take_top(&mut area, 1);
        if row.height == 0 {
            break;
        }
        put(frame.buffer_mut(), (row.x, row.y), &line, row.width, style, look);
        if line == shown {
            let x = row.x + cells(&line).min(row.width.saturating_sub(1));
            frame.set_cursor_position(Position { x, y: row.y });
        }
    }
}
