//! How much of a time has gone: `███████░░░░░`, and `██████████▓▓` once it is over.

use crate::ui::glyphs::Glyphs;

/// A bar of `cells` cells. `gone` is the part of the time that has passed: 0 at the start, 1 when it is due, more when late.
/// A bar past its end keeps its length and shows the overrun at its end, in proportion.
#[must_use]
pub fn elapsed(gone: f64, cells: usize, glyphs: &Glyphs) -> String {
    let gone = if gone.is_finite() { gone.max(0.0) } else { 0.0 };
    let (full, over) = if gone > 1.0 {
        let over = part(1.0 - 1.0 / gone, cells).max(1).min(cells);
        (cells - over, over)
    } else {
        // A time that has begun shows, and one that is not over is never full.
        let begun = usize::from(gone > 0.0 && cells > 1);
        let most = if gone < 1.0 { cells.saturating_sub(1) } else { cells };
        (part(gone, cells).max(begun).min(most), 0)
    };
    let mut bar = glyphs.bar_full.repeat(full);
    bar.push_str(&glyphs.bar_over.repeat(over));
    bar.push_str(&glyphs.bar_empty.repeat(cells - full - over));
    bar
}

/// A bar of `cells` cells for a count against the largest of its kind.
#[must_use]
pub fn count(value: u32, largest: u32, cells: usize, glyphs: &Glyphs) -> String {
    let share = if largest == 0 { 0.0 } else { f64::from(value) / f64::from(largest) };
    let full = part(share, cells).max(usize::from(value > 0)).min(cells);
    let mut bar = glyphs.bar_full.repeat(full);
    bar.push_str(&glyphs.bar_empty.repeat(cells - full));
    bar
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share between 0 and 1 of a width that fits a screen"
)]
fn part(share: f64, cells: usize) -> usize {
    (share.clamp(0.0, 1.0) * cells as f64).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::glyphs::{ASCII, UNICODE};
    use crate::ui::text::width;

    #[test]
    fn a_bar_fills_with_the_time_and_shows_when_it_has_run_over() {
        assert_eq!(elapsed(0.0, 12, &UNICODE), "░░░░░░░░░░░░");
        assert_eq!(elapsed(0.5, 12, &UNICODE), "██████░░░░░░");
        assert_eq!(elapsed(1.0, 12, &UNICODE), "████████████");
        assert_eq!(elapsed(1.2, 12, &UNICODE), "██████████▓▓");
        assert_eq!(elapsed(0.5, 4, &ASCII), "##..");
    }

    #[test]
    fn what_has_begun_shows_and_what_is_not_over_is_not_full() {
        assert_eq!(elapsed(0.001, 5, &UNICODE), "█░░░░");
        assert_eq!(elapsed(0.999, 5, &UNICODE), "████░");
        assert_eq!(elapsed(1.001, 5, &UNICODE), "████▓");
    }

    #[test]
    fn a_bar_always_has_its_length() {
        for gone in [f64::NAN, f64::INFINITY, -1.0, 0.0, 0.3, 1.0, 7.0, 1e300] {
            for cells in 0..20 {
                assert_eq!(width(&elapsed(gone, cells, &UNICODE)), cells, "{gone} {cells}");
            }
        }
        assert_eq!(count(3, 0, 4, &UNICODE), "█░░░");
        assert_eq!(count(0, 9, 4, &UNICODE), "░░░░");
        assert_eq!(count(9, 9, 4, &UNICODE), "████");
    }
}
