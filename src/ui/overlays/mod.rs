//! Boxes over a screen, one file each.

mod aids;
mod body_map;
mod compare;
mod form_box;
mod help;
mod letter;
mod matches;
mod menu;
mod moves;
mod palette;
mod promise;
mod quit;
mod script;
pub(in crate::ui) mod which_key;
mod why;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

use crate::app::App;
use crate::app::overlay::Overlay;
use crate::ui::parts::overlay;
use crate::ui::theme::Look;

/// Draws a box over the screen.
pub(in crate::ui) fn draw(frame: &mut Frame<'_>, area: Rect, overlay: &Overlay, app: &App, look: &Look) {
    match overlay {
        Overlay::Palette(palette) => palette::draw(frame, area, palette, look),
        Overlay::Help(help) => help::draw(frame, area, help, app, look),
        Overlay::Menu(menu) => menu::draw(frame, area, menu, look),
        Overlay::Form(form) if form.letter.is_some() => letter::writing(frame, area, form, look),
        Overlay::Form(form) => form_box::draw(frame, area, form, look),
        Overlay::Letter(view) => letter::reading(frame, area, *view, app, look),
        Overlay::Why(why) => why::draw(frame, area, why, app, look),
        Overlay::Aids(top) => aids::draw(frame, area, *top, look),
        Overlay::Script => script::draw(frame, area, app, look),
        Overlay::Promise(promise) => promise::draw(frame, area, promise, look),
        Overlay::Compare(compare) => compare::draw(frame, area, compare, app, look),
        Overlay::Matches(list) => matches::draw(frame, area, list, app, look),
        Overlay::Body(map) => body_map::draw(frame, area, map, app, look),
        Overlay::Moves(list) => moves::draw(frame, area, list, app, look),
        Overlay::Quit => quit::draw(frame, area, app, look),
    }
}

/// Draws a box of this size, or as much of it as the screen holds, and gives the area inside.
fn boxed(
    buffer: &mut Buffer,
    area: Rect,
    size: (u16, u16),
    title: &str,
    key: &str,
    weighty: bool,
    look: &Look,
) -> Rect {
    let place = overlay::place(Size::new(size.0, size.1), area);
    overlay::Overlay { title, key, weighty, look }.draw(buffer, place)
}
