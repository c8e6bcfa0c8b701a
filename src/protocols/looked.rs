//! Reads `[looked]`: from how many looks on the page of who looked flags them.

use std::ops::RangeInclusive;

use super::reader::{Reader, Table};
use crate::domain::looked::Thresholds;

/// What can be said: fewer than two is no number of many.
const MANY: RangeInclusive<u32> = 2..=1000;

/// Reads `[looked]`; what is left out is as in the shipped protocols.
pub(super) fn read(reader: &mut Reader<'_>, root: &Table<'_>) -> Thresholds {
    let usual = Thresholds::default();
    let Some(table) = reader.table(root, "looked") else { return usual };
    reader.refuse_unknown(&table, &["bulk", "repeated", "basis"]);
    Thresholds {
        bulk: reader.number(&table, "bulk", &MANY).unwrap_or(usual.bulk),
        repeated: reader.number(&table, "repeated", &MANY).unwrap_or(usual.repeated),
        basis: reader.text(&table, "basis").unwrap_or(usual.basis),
    }
}
