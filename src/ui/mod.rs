//! The view: values in, cells out. Nothing here changes state, reads the clock or does input and output.
//!
//! [`draw`] paints a whole frame: the first line, the screen, the notice, the hints, boxes over them. Every screen and box
//! also says where the terminal's cursor stands, because readers, magnifiers and input methods follow it.

pub mod glyphs;
pub mod palettes;
pub mod parts;
pub mod size;
pub mod text;
pub mod theme;

mod area;
mod due;
mod flow;
mod items;
mod overlays;
mod screens;
mod typed;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

use crate::app::notice::Tone;
use crate::app::screens::contact::ContactScreen;
use crate::app::view_model::Hint;
use crate::app::{App, Screen};
use crate::domain::restrict::RESTRICTED;
use parts::card::Card;
use parts::header::Header;
use parts::hint_bar::{Hint as Shown, HintBar};
use parts::notice::{self, Notice};
use size::SizeClass;
use theme::Look;

/// Paints the application as it is.
pub fn draw(frame: &mut Frame<'_>, app: &App, look: &Look) {
    let screen = frame.area();
    frame.buffer_mut().set_style(screen, look.theme.base);
    if app.lock.is_some() {
        screens::lock::draw(frame, app, look);
    } else if SizeClass::of(screen) == SizeClass::TooSmall {
        card(frame, app, look);
    } else {
        whole(frame, app, look);
    }
    let buffer = frame.buffer_mut();
    text::scrub(buffer);
    if look.glyphs == glyphs::ASCII {
        plain_signs(buffer);
    }
}

/// The screen with its first line, notice and hints, and the boxes over it.
fn whole(frame: &mut Frame<'_>, app: &App, look: &Look) {
    let mut area = frame.area();
    let head = area::take_top(&mut area, 1);
    let foot = area::take_bottom(&mut area, 1);
    let notice = area::take_bottom(&mut area, 1);
    header(frame.buffer_mut(), head, app, look);
    match app.screen {
        Screen::Welcome => screens::welcome::draw(frame, area, app, look),
        Screen::Board => screens::board::draw(frame, area, app, look),
        Screen::Horizon => screens::horizon::draw(frame, area, app, look),
        Screen::Contact => screens::contact::draw(frame, area, app, look),
        Screen::Handover => screens::handover::draw(frame, area, app, look),
        Screen::Looked => screens::looked::draw(frame, area, app, look),
        Screen::Retention => screens::retention::draw(frame, area, app, look),
        Screen::Access => screens::access::draw(frame, area, app, look),
        Screen::Intake => screens::intake::draw(frame, area, app, look),
    }
    said(frame.buffer_mut(), notice, app, look);
    for overlay in &app.overlays {
        overlays::draw(frame, area, overlay, app, look);
    }
    if let Some(which) = app.which_key() {
        overlays::which_key::draw(frame, area, &which, look);
    }
    hints(frame.buffer_mut(), foot, app, look);
}

/// What a window too small for screens shows.
fn card(frame: &mut Frame<'_>, app: &App, look: &Look) {
    let screen = frame.area();
    let counts = app.board.counts;
    let next = app.next_due().map(|due| due::near(app.setting.protocol.zone, due, app.now));
    let card = Card {
        late: counts.late,
        red: counts.red,
        next: next.as_deref(),
        draft: app.intake.as_ref().is_some_and(crate::app::screens::intake::IntakeScreen::is_saved),
        training: app.setting.training,
        look,
    };
    card.draw(frame.buffer_mut(), screen);
    frame.set_cursor_position(Position { x: screen.x, y: screen.y + screen.height / 2 });
}

fn header(buffer: &mut Buffer, area: Rect, app: &App, look: &Look) {
    let (zone, actor) = (app.setting.protocol.zone, &app.setting.actor);
    let (date, time) = (zone.short_date(app.now), zone.short_time(app.now));
    let right = [
        format!("{} · {}  {date} {time}", actor.role.label(), actor.name),
        format!("{}  {date} {time}", actor.name),
        format!("{}  {time}", actor.initials()),
    ];
    let title = title(app);
    Header { title: &title, training: app.setting.training, right: &right, look }.render(area, buffer);
}

/// What the first line calls the screen.
fn title(app: &App) -> String {
    match app.screen {
        Screen::Welcome => "Welcome".to_owned(),
        Screen::Board => "Board".to_owned(),
        Screen::Horizon => "Horizon".to_owned(),
        Screen::Contact => {
            app.contact.as_ref().map_or("Contact".to_owned(), |screen| contact_title(app, screen))
        }
        Screen::Handover => "Handover".to_owned(),
        Screen::Looked => "Who looked".to_owned(),
        Screen::Retention => "Retention".to_owned(),
        Screen::Access => "People and access".to_owned(),
        Screen::Intake => match app.intake.as_ref().and_then(crate::app::screens::intake::IntakeScreen::id) {
            Some(id) => format!("New call {id}"),
            None => "New call".to_owned(),
        },
    }
}

fn contact_title(app: &App, screen: &ContactScreen) -> String {
    let row = screen.contact.summary();
    match app.shown_child(&row) {
        Some(child) => format!("{}  {child}", row.id),
        None if row.restricted.is_some() => format!("{}  {RESTRICTED}", row.id),
        None => format!("{}  {}", row.id, row.kind.label()),
    }
}

fn said(buffer: &mut Buffer, area: Rect, app: &App, look: &Look) {
    let Some(said) = &app.notice else { return };
    let tone = match said.tone {
        Tone::Done => notice::Tone::Done,
        Tone::Info => notice::Tone::Plain,
        Tone::Warning => notice::Tone::Alert,
    };
    Notice { tone, text: &said.text, look }.render(area, buffer);
}

fn hints(buffer: &mut Buffer, area: Rect, app: &App, look: &Look) {
    let hints = app.hints();
    let shown = |list: &[Hint]| -> Vec<Shown> {
        list.iter().map(|hint| Shown::new(hint.key.clone(), hint.label.clone())).collect()
    };
    let most = match SizeClass::of(*buffer.area()) {
        SizeClass::TooSmall | SizeClass::Narrow => 1,
        SizeClass::Standard => 2,
        SizeClass::Wide | SizeClass::Huge => usize::MAX,
    };
    let from = hints.everywhere.len().saturating_sub(most);
    let right = shown(hints.everywhere.get(from..).unwrap_or_default());
    HintBar { left: &shown(&hints.here), right: &right, look }.render(area, buffer);
}

/// Typographic signs of our own sentences, for terminals that only have ASCII. Letters of names stay as they are.
fn plain_signs(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let plain = match cell.symbol() {
            "—" | "–" | "·" => "-",
            "…" => "~",
            "’" | "‘" => "'",
            "“" | "”" => "\"",
            "×" => "x",
            "→" => ">",
            "←" => "<",
            "↑" => "^",
            "↓" => "v",
            _ => continue,
        };
        cell.set_symbol(plain);
    }
}
