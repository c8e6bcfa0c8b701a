//! Windows of every size.

#![expect(unreachable_pub, reason = "shared by the tests of the screens")]

use dutydesk::app::App;
use dutydesk::ui::theme::ThemeName;

use super::snapshot::{drawn, look};

/// Draws a screen in windows from absurdly small to large: none may fail, and the cursor is always inside.
#[track_caller]
pub fn fits_every_size(name: &str, app: &mut App) {
    for width in [1, 20, 59, 60, 79, 80, 110, 180, 220] {
        for height in [1, 8, 15, 16, 24, 37, 70] {
            app.size = (width, height);
            let (buffer, cursor) = drawn(app, &look(ThemeName::Mono, (width + height) % 2 == 0));
            assert!(buffer.area.contains(cursor), "{name} {width}x{height}: {cursor}");
        }
    }
}
