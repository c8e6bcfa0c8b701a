//! Characters that a reader does not see, or that turn round what is read: they make two texts look alike, hide words
//! in a name, or show a name backwards. Screens, commands and readers of files ask here, so that all mean the same ones.

/// Whether nobody sees this character, or it turns the direction of writing: direction controls, zero-width characters,
/// fillers, tags, and what Unicode reserves for no character. The joiners and selectors that several scripts are
/// written with are [`is_joiner`].
#[must_use]
pub const fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e00ff}'
        | '\u{e01f0}'..='\u{e0fff}')
}

/// Whether this character has no width of its own and chooses how its neighbours are drawn: joiners and variation
/// selectors.
#[must_use]
pub const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}') || is_selector(c)
}

/// Whether this character chooses between several drawings of the one before it.
#[must_use]
pub const fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}' | '\u{180f}')
}

/// Whether a text of one line says only what can be read: no control characters, no line breaks of any kind, nothing
/// unseen. Joiners are fine: names are written with them.
#[must_use]
pub fn is_plain_line(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || is_unseen(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_script_are_plain_and_what_hides_in_them_is_not() {
        for name in ["Siân", "Nguyễn", "王小明", "اَمينة", "שרה", "می\u{200c}شود", "O’Mockford"]
        {
            assert!(is_plain_line(name), "{name}");
        }
        for name in ["a\u{202e}b", "a\u{200b}b", "a\u{2028}b", "a\nb", "\u{9b}2J", "x\u{e0041}", "\u{feff}x"]
        {
            assert!(!is_plain_line(name), "{name:?}");
        }
    }
}
