//! The body map: marks that an adult has seen on a child, placed on an outline of the front and of the back (L437).
//!
//! Nobody is asked to look under clothes or to examine a child (L438): a mark says what was seen and by whom.

mod outline;

use serde::{Deserialize, Serialize};

use super::codes::coded;

pub use outline::{COLUMNS, ROWS, outline};

coded! {
    /// Which outline.
    Side {
        /// The child faces the reader: the child's right is at the left of the picture.
        Front = "front", "front";
        /// Seen from behind: the child's left is at the left of the picture.
        Back = "back", "back";
    }
}

impl Side {
    /// The other outline.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Front => Self::Back,
            Self::Back => Self::Front,
        }
    }
}

/// A place on an outline: a cell of its grid. The grid is part of the stored shape and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spot {
    /// Which outline.
    pub side: Side,
    /// From 0 at the crown, below [`ROWS`].
    pub row: u8,
    /// From 0 at the left of the picture, below [`COLUMNS`].
    pub column: u8,
}

/// A direction on the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Towards the head.
    Up,
    /// Towards the feet.
    Down,
    /// To the left of the picture.
    Left,
    /// To the right of the picture.
    Right,
}

impl Spot {
    /// Where a new map begins: the middle of the chest or of the upper back.
    #[must_use]
    pub const fn middle(side: Side) -> Self {
        Self { side, row: 6, column: 8 }
    }

    /// The part of the body in words, with its side as the child's own: `left upper arm, front`. `None` beside the body.
    #[must_use]
    pub fn part(self) -> Option<String> {
        let (name, paired) = outline::part(self)?;
        let own = match (self.column.cmp(&8), self.side) {
            (std::cmp::Ordering::Equal, _) => None,
            (std::cmp::Ordering::Less, Side::Front) | (std::cmp::Ordering::Greater, Side::Back) => {
                Some("right")
            }
            _ => Some("left"),
        };
        Some(match own.filter(|_| paired) {
            Some(own) => format!("{own} {name}, {}", self.side.label()),
            None => format!("{name}, {}", self.side.label()),
        })
    }

    /// The nearest place of the body in a direction; the place itself where there is none.
    #[must_use]
    pub fn step(self, way: Way) -> Self {
        let inside = |row: u8, column: u8| {
            let spot = Self { row, column, ..self };
            spot.part().is_some().then_some(spot)
        };
        let found = match way {
            Way::Left => (0..self.column).rev().find_map(|column| inside(self.row, column)),
            Way::Right => {
                (self.column.saturating_add(1)..COLUMNS).find_map(|column| inside(self.row, column))
            }
            Way::Up => self.row.checked_sub(1).and_then(|row| nearest(row, self.column, &inside)),
            Way::Down => Some(self.row.saturating_add(1))
                .filter(|row| *row < ROWS)
                .and_then(|row| nearest(row, self.column, &inside)),
        };
        found.unwrap_or(self)
    }

    /// The same place seen from the other side: the same part of the body, as far as it has one.
    #[must_use]
    pub const fn turned(self) -> Self {
        Self { side: self.side.other(), row: self.row, column: COLUMNS - 1 - self.column }
    }
}

/// The body's cell of a row that is nearest to a column.
fn nearest(row: u8, column: u8, inside: &impl Fn(u8, u8) -> Option<Spot>) -> Option<Spot> {
    (0..COLUMNS).filter_map(|other| inside(row, other)).min_by_key(|spot| spot.column.abs_diff(column))
}

/// A mark or an injury that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// Which child, from 0.
    #[serde(default)]
    pub child: usize,
    /// Where it is.
    pub spot: Spot,
    /// How large, as told: "2 cm", "like a thumb".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub size: String,
    /// Colour and shape, as told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub colour: String,
    /// Who saw it, and when.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seen_by: String,
    /// What was said about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub said: String,
}

impl Mark {
    /// A mark about which only the place is known.
    #[must_use]
    pub const fn at(child: usize, spot: Spot) -> Self {
        Self {
            child,
            spot,
            size: String::new(),
            colour: String::new(),
            seen_by: String::new(),
            said: String::new(),
        }
    }

    /// Everything about the mark but its number, in one line: `left upper arm, front: 2 cm, yellow; seen by the teacher`.
    #[must_use]
    pub fn sentence(&self) -> String {
        let part = self.spot.part().unwrap_or_else(|| "beside the outline".to_owned());
        let look: Vec<&str> = [&self.size, &self.colour]
            .into_iter()
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        let look = if look.is_empty() { "size and colour not told".to_owned() } else { look.join(", ") };
        let mut told = vec![format!("{part}: {look}")];
        let seen = self.seen_by.trim();
        told.push(if seen.is_empty() { "not told who saw it".to_owned() } else { format!("seen by {seen}") });
        let said = self.said.trim();
        if !said.is_empty() {
            told.push(said.to_owned());
        }
        told.join("; ")
    }

    /// Whether anything was typed about it.
    #[must_use]
    pub fn has_words(&self) -> bool {
        [&self.size, &self.colour, &self.seen_by, &self.said].into_iter().any(|text| !text.trim().is_empty())
    }
}

/// The sign of the n-th mark (from 0) on the outline: 1 to 9, then letters.
#[must_use]
pub fn sign(n: usize) -> char {
    "123456789abcdefghijklmnopqrstuvwxyz".chars().nth(n).unwrap_or('+')
}

#[cfg(test)]
mod tests;
