//! What may follow a first key.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::app::view_model;
use crate::ui::parts::hint_bar::Hint;
use crate::ui::parts::which_key::WhichKey;
use crate::ui::theme::Look;

/// Draws the box over the lowest lines.
pub(in crate::ui) fn draw(frame: &mut Frame<'_>, area: Rect, which: &view_model::WhichKey, look: &Look) {
    let hints: Vec<Hint> =
        which.next.iter().map(|hint| Hint::new(hint.key.clone(), hint.label.clone())).collect();
    let title = format!("{}  then", which.pressed);
    let place = WhichKey { title: &title, hints: &hints, look }.draw(frame.buffer_mut(), area);
    if place.width > 2 && place.height > 2 {
        frame.set_cursor_position(Position { x: place.x + 2, y: place.y + 1 });
    }
}
