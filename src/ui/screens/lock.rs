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
    let Some(lock) = &app.lock else { return };
    let screen = frame.area();
    if SizeClass::of(screen) == SizeClass::TooSmall {
        return small(frame, app, lock, look);
    }
    let mut area = screen;
    let foot = take_bottom(&mut area, 1);
    whole(frame, area, app, lock, look);
    hints(frame.buffer_mut(), foot, lock, look);
    if lock.script {
        overlays::draw(frame, area, &Overlay::Script, app, look);
    }
}

/// The clock, the date, the box and the numbers, one under the other in the middle.
fn whole(frame: &mut Frame<'_>, mut area: Rect, app: &App, lock: &LockScreen, look: &Look) {
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
    let cursor = fields(frame.buffer_mut(), at, app, lock, look);
    frame.set_cursor_position(cursor);
    take_top(&mut area, gap);
    for (text, style) in numbers(app, lock, look) {
        let line = take_top(&mut area, 1);
        centred(frame.buffer_mut(), line, &text, style, look);
    }
}

/// The box with its fields; gives the place of the cursor.
fn fields(buffer: &mut Buffer, at: Rect, app: &App, lock: &LockScreen, look: &Look) -> Position {
    let choosing = lock.phase >= Phase::Choosing;
    let title = if choosing { "Choose a passphrase of your own" } else { "DUTYDESK is locked" };
    let note = since(app, lock);
    let panel = Panel { title, note: &note, foot: "", focused: true, look };
    let mut inner = crate::ui::area::padded(panel.draw(at, buffer));
    take_top(&mut inner, 1);
    let (first, second) = (take_top(&mut inner, 1), take_top(&mut inner, 1));
    let (dots, again) = (masked(lock.typed.len(), look), masked(lock.again.len(), look));
    let name = lock.user.text();
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
            if lock.field == field {
                cursor = line.as_position();
            }
            continue;
        }
        put(buffer, (line.x, line.y), label, LABELS, look.theme.muted, look);
        let place = Rect { x: line.x + LABELS, width: line.width.saturating_sub(LABELS), ..line };
        let focused = lock.field == field;
        let drawn = Field { focused, placeholder: "", look }.draw_text(buffer, place, text);
        if let Some(start) = drawn {
            let caret = if field == On::User { lock.user.caret().1 } else { text.chars().count() };
            let right = place.right().saturating_sub(2);
            let x = start.x.saturating_add(u16::try_from(caret).unwrap_or(u16::MAX)).min(right);
            cursor = Position { x, ..start };
        }
    }
    let (text, style) = said(app, lock, look);
    Flow::new(buffer, inner, look).wrapped(&text, style, 3);
    cursor
}

fn masked(letters: usize, look: &Look) -> String {
    look.glyphs.mask.to_string().repeat(letters.min(DOTS))
}

/// Since when and why, for the border of the box.
fn since(app: &App, lock: &LockScreen) -> String {
    let time = app.setting.protocol.zone.short_time(lock.since);
    match lock.cause {
        Cause::Start => String::new(),
        Cause::Asked => format!("since {time}"),
        Cause::Idle | Cause::Stopped => format!("since {time}, {}", lock.cause.label()),
    }
}

/// The sentence under the fields.
fn said(app: &App, lock: &LockScreen, look: &Look) -> (String, Style) {
    let theme = &look.theme;
    if let Some(said) = &lock.said {
        let text = match lock.wait(app.now) {
            Some(wait) => {
                format!("{} Try again in {} s. Each try is kept.", said.text, wait.num_seconds().max(1))
            }
            None => said.text.clone(),
        };
        return (text, theme.alert);
    }
    let unsaved = match lock.unsaved {
        1 => "1 thing that was typed is".to_owned(),
        n => format!("{n} things that were typed are"),
    };
    match lock.phase {
        Phase::Opening | Phase::Returning => ("Opening …".to_owned(), theme.base),
        Phase::Keeping => ("Keeping it …".to_owned(), theme.base),
        Phase::Choosing if lock.typed.is_empty() => (
            "Yours was given to you. At least 12 letters or 4 words; a sentence is best.".to_owned(),
            theme.base,
        ),
        Phase::Choosing => match passphrase::check(lock.typed.expose(), &[&lock.named().0]) {
            Ok(strength) => (format!("Strength: {}.", strength.label()), theme.done),
            Err(why) => (why.to_owned(), theme.warning),
        },
        _ if lock.unsaved > 0 => (
            format!("{unsaved} not saved: kept in memory, with the key, until the disk takes it."),
            theme.alert,
        ),
        Phase::Saving | Phase::Closing => ("Saving what was typed …".to_owned(), theme.base),
        Phase::Locked if lock.back.as_ref().is_some_and(|back| back.call.is_some()) => {
            ("Your unfinished call is saved.".to_owned(), theme.done)
        }
        Phase::Locked => (String::new(), theme.base),
    }
}

/// What is late and what comes, in numbers.
fn numbers(app: &App, lock: &LockScreen, look: &Look) -> Vec<(String, Style)> {
    let theme = &look.theme;
    let Some(numbers) = &lock.numbers else {
        return vec![("Numbers stand here once the desk was open.".to_owned(), theme.muted)];
    };
    let (now, zone) = (app.now, app.setting.protocol.zone);
    let late = numbers.late(now);
    let next =
        numbers.next(now).map_or_else(String::new, |at| format!(" · next {}", due::near(zone, at, now)));
    let first = format!("{late} late · {} due within the hour{next}", numbers.within_the_hour(now));
    let style = if late > 0 { theme.alert } else { theme.heading };
    let as_of = format!("as they stood at {}, counted on", zone.short_time(lock.since));
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

fn hints(buffer: &mut Buffer, area: Rect, lock: &LockScreen, look: &Look) {
    let shown = |key: &str, label: &str| Hint::new(key.to_owned(), label.to_owned());
    let mut left = vec![shown("Enter", if lock.phase >= Phase::Choosing { "keep it" } else { "unlock" })];
    if lock.phase < Phase::Choosing {
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
fn small(frame: &mut Frame<'_>, app: &App, lock: &LockScreen, look: &Look) {
    let screen = frame.area();
    let (theme, zone) = (&look.theme, app.setting.protocol.zone);
    let (text, style) = said(app, lock, look);
    let shown = match lock.field {
        On::User => format!("Name: {}", lock.user.text()),
        _ if app.setting.training => "Enter unlocks.".to_owned(),
        On::Passphrase => format!("Passphrase: {}", masked(lock.typed.len(), look)),
        On::Again => format!("Once more: {}", masked(lock.again.len(), look)),
    };
    let training = if app.setting.training { " TRAINING" } else { "" };
    let mut lines =
        vec![(format!("DUTYDESK{training} is locked  {}", zone.short_time(app.now)), theme.heading)];
    lines.push((shown.clone(), theme.base));
    lines.push((text, style));
    lines.extend(numbers(app, lock, look));
    lines.retain(|(line, _)| !line.is_empty());
    if screen.height < 2 {
        lines.retain(|(line, _)| *line == shown);
    }
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(screen.height);
    let mut area = screen;
    take_top(&mut area, (screen.height - height) / 2);
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
