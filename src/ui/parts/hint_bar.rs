//! The last line: what can be done here, most likely first, and at its right what can be done everywhere.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::{cells, put};
use crate::ui::theme::Look;

/// A key and what it does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The key as it is shown.
    pub key: String,
    /// What it does, in a word or two.
    pub label: String,
}

impl Hint {
    /// A hint.
    #[must_use]
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into() }
    }

    fn cells(&self) -> u16 {
        cells(&self.key) + u16::from(!self.label.is_empty()) + cells(&self.label)
    }
}

/// `Enter open  a allocate  r rate           g go to…  ? help`. The right group is kept before the left one.
pub struct HintBar<'a> {
    /// For this place, the most likely first.
    pub left: &'a [Hint],
    /// For everywhere, the most important last.
    pub right: &'a [Hint],
    /// How to draw.
    pub look: &'a Look,
}

const GAP: u16 = 2;

impl Widget for HintBar<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = Rect { height: area.height.min(1), ..area };
        let Some(room) = area.width.checked_sub(2).filter(|_| area.height == 1) else {
            return;
        };
        let right = fitting(self.right.iter().rev(), room);
        let right: Vec<&Hint> = right.into_iter().rev().collect();
        let right_cells = total(&right);
        let left = fitting(self.left.iter(), room.saturating_sub(right_cells + GAP));
        let write = |buffer: &mut Buffer, mut x: u16, hints: &[&Hint]| {
            for hint in hints {
                let end = area.right();
                x = put(
                    buffer,
                    (x, area.y),
                    &hint.key,
                    end.saturating_sub(x),
                    self.look.theme.key,
                    self.look,
                );
                if !hint.label.is_empty() {
                    x += 1;
                    x = put(
                        buffer,
                        (x, area.y),
                        &hint.label,
                        end.saturating_sub(x),
                        self.look.theme.base,
                        self.look,
                    );
                }
                x += GAP;
            }
        };
        write(buffer, area.x + 1, &left);
        write(buffer, (area.right() - 1).saturating_sub(right_cells), &right);
    }
}

/// As many hints from the front as fit.
fn fitting<'a>(hints: impl Iterator<Item = &'a Hint>, room: u16) -> Vec<&'a Hint> {
    let mut used = 0;
    hints
        .take_while(|hint| {
            used += hint.cells() + if used > 0 { GAP } else { 0 };
            used <= room
        })
        .collect()
}

fn total(hints: &[&Hint]) -> u16 {
    let gaps = u16::try_from(hints.len().saturating_sub(1)).unwrap_or(0) * GAP;
    hints.iter().map(|hint| hint.cells()).sum::<u16>() + gaps
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at_every_size, lines, look};
    use super::*;

    fn bar(width: u16) -> String {
        let left = [Hint::new("Enter", "open"), Hint::new("a", "allocate"), Hint::new("r", "rate")];
        let right = [Hint::new("g", "go to…"), Hint::new("?", "help")];
        let look = look();
        lines(width, 1, |area, buffer| {
            HintBar { left: &left, right: &right, look: &look }.render(area, buffer);
        })
        .remove(0)
    }

    #[test]
    fn both_groups_stand_at_their_ends() {
        assert_eq!(bar(60), " Enter open  a allocate  r rate            g go to…  ? help");
    }

    #[test]
    fn with_less_room_the_likeliest_and_help_stay() {
        assert_eq!(bar(40), " Enter open            g go to…  ? help");
        assert_eq!(bar(12), "     ? help");
        assert_eq!(bar(3), "");
    }

    #[test]
    fn no_size_breaks_it() {
        let hints = [Hint::new("Ctrl-P", "commands"), Hint::new("j k", "")];
        let look = look();
        at_every_size(|area, buffer| {
            HintBar { left: &hints, right: &hints, look: &look }.render(area, buffer);
        });
    }
}
