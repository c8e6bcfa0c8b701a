//! A rating, coded four times: by word, by sign, by the thickness of the edge and by colour.

use ratatui::text::Span;

use crate::domain::codes::Rating;
use crate::ui::theme::Look;

/// The sign: `■ ▲ ● ◆ ○`.
#[must_use]
pub fn sign(rating: Option<Rating>, look: &Look) -> &'static str {
    match rating {
        Some(Rating::Red) => look.glyphs.red,
        Some(Rating::Amber) => look.glyphs.amber,
        Some(Rating::Green) => look.glyphs.green,
        Some(Rating::Blue) => look.glyphs.blue,
        None => look.glyphs.unrated,
    }
}

/// The word in three letters, as columns have it: `RED AMB GRN BLU ---`.
#[must_use]
pub const fn short(rating: Option<Rating>) -> &'static str {
    match rating {
        Some(Rating::Red) => "RED",
        Some(Rating::Amber) => "AMB",
        Some(Rating::Green) => "GRN",
        Some(Rating::Blue) => "BLU",
        None => "---",
    }
}

/// The whole word: `RED AMBER GREEN BLUE UNRATED`.
#[must_use]
pub const fn word(rating: Option<Rating>) -> &'static str {
    match rating {
        Some(rating) => rating.label(),
        None => "UNRATED",
    }
}

/// Sign and word, as the badge: `■ RED`.
#[must_use]
pub fn badge(rating: Option<Rating>, look: &Look) -> Span<'static> {
    Span::styled(format!("{} {}", sign(rating, look), word(rating)), look.theme.badge(rating))
}

/// Sign and three-letter word: `■ RED`, always as wide as every other.
#[must_use]
pub fn badge_short(rating: Option<Rating>, look: &Look) -> Span<'static> {
    Span::styled(format!("{} {}", sign(rating, look), short(rating)), look.theme.badge(rating))
}

/// The edge at the left of a row, thicker the more urgent: `█ ▌ ▏` and a blank.
#[must_use]
pub fn edge(rating: Option<Rating>, look: &Look) -> Span<'static> {
    let edge = match rating {
        Some(Rating::Red) => look.glyphs.edge_red,
        Some(Rating::Amber) => look.glyphs.edge_amber,
        Some(Rating::Green | Rating::Blue) => look.glyphs.edge_green,
        None => " ",
    };
    Span::styled(edge, look.theme.edge(rating))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::palettes::Depth;
    use crate::ui::theme::ThemeName;

    const ALL: [Option<Rating>; 5] =
        [Some(Rating::Red), Some(Rating::Amber), Some(Rating::Green), Some(Rating::Blue), None];

    #[test]
    fn every_rating_has_a_word_and_a_sign_of_its_own_and_a_badge_of_the_same_width() {
        for unicode in [true, false] {
            let look = Look::new(ThemeName::Mono, Depth::Ansi16, unicode);
            let badges = ALL.map(|rating| badge_short(rating, &look));
            let mut texts: Vec<&str> = badges.iter().map(|span| span.content.as_ref()).collect();
            assert!(badges.iter().all(|span| span.width() == badges[0].width()));
            texts.dedup();
            assert_eq!(texts.len(), 5);
        }
    }

    #[test]
    fn the_badge_reads_as_a_word_beside_a_sign() {
        let look = Look::new(ThemeName::Mono, Depth::Ansi16, true);
        assert_eq!(badge(Some(Rating::Amber), &look).content, "▲ AMBER");
        assert_eq!(badge(None, &look).content, "○ UNRATED");
        assert_eq!(edge(Some(Rating::Red), &look).content, "█");
    }
}
