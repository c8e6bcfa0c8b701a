//! A frame as text for snapshots: its lines, and under each the runs of cells that do not look like the ground.

#![expect(unreachable_pub, reason = "shared by the tests that draw whole frames")]
#![expect(clippy::unwrap_used, reason = "a helper of a test may fail loudly")]

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// The frame's lines, each followed by its styles: `  3+7 bold #ff6b5e`. The commonest look is named once, at the top.
pub fn format(buffer: &Buffer) -> String {
    let base = commonest(buffer);
    let mut text = format!("{}×{} on {}\n", buffer.area.width, buffer.area.height, name(&base));
    for row in buffer.content.chunks(usize::from(buffer.area.width.max(1))) {
        let line: String = row.iter().map(Cell::symbol).collect();
        writeln!(text, "{}", line.trim_end()).unwrap();
        for (from, count, look) in runs(row) {
            if look != base {
                writeln!(text, "    ~ {from}+{count} {}", name(&look)).unwrap();
            }
        }
    }
    text
}

type Look = (Color, Color, Modifier);

fn look(cell: &Cell) -> Look {
    (cell.fg, cell.bg, cell.modifier)
}

fn runs(row: &[Cell]) -> Vec<(usize, usize, Look)> {
    let mut runs: Vec<(usize, usize, Look)> = Vec::new();
    for (n, cell) in row.iter().enumerate() {
        match runs.last_mut() {
            Some((_, count, last)) if *last == look(cell) => *count += 1,
            _ => runs.push((n, 1, look(cell))),
        }
    }
    runs
}

fn commonest(buffer: &Buffer) -> Look {
    let mut counts: Vec<(Look, usize)> = Vec::new();
    for cell in &buffer.content {
        match counts.iter_mut().find(|(seen, _)| *seen == look(cell)) {
            Some((_, count)) => *count += 1,
            None => counts.push((look(cell), 1)),
        }
    }
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map_or((Color::Reset, Color::Reset, Modifier::empty()), |c| c.0)
}

fn name((fg, bg, modifier): &Look) -> String {
    let mut words = Vec::new();
    for (name, flag) in [
        ("bold", Modifier::BOLD),
        ("dim", Modifier::DIM),
        ("italic", Modifier::ITALIC),
        ("underlined", Modifier::UNDERLINED),
        ("reversed", Modifier::REVERSED),
    ] {
        if modifier.contains(flag) {
            words.push(name.to_owned());
        }
    }
    if *fg != Color::Reset {
        words.push(fg.to_string().to_lowercase());
    }
    if *bg != Color::Reset {
        words.push(format!("on {}", bg.to_string().to_lowercase()));
    }
    if words.is_empty() { "plain".to_owned() } else { words.join(" ") }
}
