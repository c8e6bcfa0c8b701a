//! A drawn screen as text: what stands there, and how it looks, so that a change of either shows in a diff.

#![expect(unreachable_pub, reason = "shared by the tests of the screens, documented where it matters")]
#![expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]

use std::fmt::Write;

use dutydesk::app::App;
use dutydesk::ui;
use dutydesk::ui::palettes::Depth;
use dutydesk::ui::theme::{Look, ThemeName};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

pub fn look(theme: ThemeName, unicode: bool) -> Look {
    Look::new(theme, Depth::TrueColour, unicode)
}

/// Draws the application into a window of its size, and gives the cells and the place of the cursor.
pub fn drawn(app: &App, look: &Look) -> (Buffer, Position) {
    let (width, height) = app.size;
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a screen in memory");
    let frame = terminal.draw(|frame| ui::draw(frame, app, look)).expect("a drawing");
    let buffer = frame.buffer.clone();
    let cursor = terminal.get_cursor_position().expect("a cursor");
    (buffer, cursor)
}

fn rows(buffer: &Buffer) -> impl Iterator<Item = &[Cell]> {
    buffer.content.chunks(usize::from(buffer.area.width.max(1)))
}

/// The characters alone, line by line.
pub fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for row in rows(buffer) {
        let mut skip = 0_usize;
        let mut line = String::new();
        for cell in row {
            if skip == 0 {
                line.push_str(cell.symbol());
            }
            skip = unicode_width::UnicodeWidthStr::width(cell.symbol()).max(skip).saturating_sub(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The looks, a line for each line of the screen: columns and what is not ordinary there.
fn looks(buffer: &Buffer, base: &str) -> String {
    let mut text = String::new();
    for (y, row) in rows(buffer).enumerate() {
        let mut line = String::new();
        let mut x = 0;
        for run in row.chunk_by(|a, b| style(a) == style(b)) {
            let name = style(&run[0]);
            if name != base {
                write!(line, "  {}-{} {name}", x, x + run.len() - 1).expect("text");
            }
            x += run.len();
        }
        if !line.is_empty() {
            writeln!(text, "{y:>2}{line}").expect("text");
        }
    }
    text
}

fn style(cell: &Cell) -> String {
    let mut name = String::new();
    for (colour, part) in [(cell.fg, ""), (cell.bg, "on ")] {
        if let Color::Rgb(r, g, b) = colour {
            write!(name, "{part}{r:02x}{g:02x}{b:02x} ").expect("text");
        }
    }
    for (modifier, letter) in [
        (Modifier::BOLD, "bold "),
        (Modifier::REVERSED, "reversed "),
        (Modifier::UNDERLINED, "underlined "),
        (Modifier::CROSSED_OUT, "crossed "),
        (Modifier::DIM, "dim "),
        (Modifier::ITALIC, "italic "),
    ] {
        if cell.modifier.contains(modifier) {
            name.push_str(letter);
        }
    }
    name.trim_end().to_owned()
}

/// The screen as text, its cursor, and its looks in the dark and in the mono theme.
pub fn picture(app: &App) -> String {
    let (dark, cursor) = drawn(app, &look(ThemeName::Dark, true));
    let (mono, _) = drawn(app, &look(ThemeName::Mono, true));
    assert_eq!(text(&dark), text(&mono), "a theme changes no words");
    format!(
        "{}-- cursor {},{}\n-- dark\n{}-- mono\n{}",
        text(&dark),
        cursor.x,
        cursor.y,
        looks(&dark, "e6e9ef on 10151c"),
        looks(&mono, "")
    )
}
