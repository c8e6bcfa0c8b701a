//! How much room there is, and so what is shown.

use ratatui::layout::{Rect, Size};

/// The classes of window size. Each screen lays itself out per class, never per cell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SizeClass {
    /// Under 60×16: a card with the counts that matter.
    TooSmall,
    /// From 60×16.
    Narrow,
    /// From 80×24.
    Standard,
    /// From 110×32.
    Wide,
    /// From 180×50.
    Huge,
}

impl SizeClass {
    const LEAST: [(Self, Size); 4] = [
        (Self::Huge, Size::new(180, 50)),
        (Self::Wide, Size::new(110, 32)),
        (Self::Standard, Size::new(80, 24)),
        (Self::Narrow, Size::new(60, 16)),
    ];

    /// The class of an area: the largest whose width and height both fit.
    #[must_use]
    pub fn of(area: Rect) -> Self {
        Self::LEAST
            .into_iter()
            .find(|(_, least)| area.width >= least.width && area.height >= least.height)
            .map_or(Self::TooSmall, |(class, _)| class)
    }

    /// The smallest window that shows screens at all.
    pub const SMALLEST: Size = Size::new(60, 16);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_goes_by_the_scarcer_of_width_and_height() {
        for (width, height, class) in [
            (0, 0, SizeClass::TooSmall),
            (59, 16, SizeClass::TooSmall),
            (60, 15, SizeClass::TooSmall),
            (60, 16, SizeClass::Narrow),
            (220, 23, SizeClass::Narrow),
            (79, 70, SizeClass::Narrow),
            (80, 24, SizeClass::Standard),
            (109, 60, SizeClass::Standard),
            (110, 32, SizeClass::Wide),
            (200, 49, SizeClass::Wide),
            (180, 50, SizeClass::Huge),
        ] {
            assert_eq!(SizeClass::of(Rect::new(0, 0, width, height)), class, "{width}x{height}");
        }
    }

    #[test]
    fn the_smallest_window_is_the_lowest_class_that_shows_screens() {
        let Size { width, height } = SizeClass::SMALLEST;
        assert_eq!(SizeClass::of(Rect::new(0, 0, width, height)), SizeClass::Narrow);
    }
}
