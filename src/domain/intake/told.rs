//! Who told a line of the narrative. It is typed in front of the line, without leaving it: `Ash: he fell off the sofa`.

use super::{Basis, NarrativeLine};

/// A name in front of a line is at most this long; anything longer is part of the sentence.
const LONGEST: usize = 40;
const MOST_WORDS: usize = 4;

/// Who a line names as its teller: a few words without digits before a colon and a blank. `Mum said:` names mum.
#[must_use]
pub fn teller(text: &str) -> Option<&str> {
    let (name, rest) = text.split_once(':')?;
    let name = name.trim();
    let name = [" said", " says", " told us"].iter().find_map(|verb| name.strip_suffix(verb)).unwrap_or(name);
    let plain = name.chars().all(|c| !c.is_numeric() && !".!?;/\"".contains(c));
    let few = name.chars().count() <= LONGEST && name.split_whitespace().count() <= MOST_WORDS;
    (plain && few && name.starts_with(char::is_alphabetic) && (rest.is_empty() || rest.starts_with(' ')))
        .then_some(name)
}

impl NarrativeLine {
    /// The words of the line, without the name of the teller in front of them.
    #[must_use]
    pub fn words(&self) -> &str {
        let text = self.text.trim();
        match (self.teller(), text.split_once(':')) {
            (Some(by), Some((_, rest))) if teller(text) == Some(by) && !rest.trim().is_empty() => rest.trim(),
            _ => text,
        }
    }

    /// By whom it was told, if that was said. Only what was told has a teller.
    #[must_use]
    pub fn teller(&self) -> Option<&str> {
        Some(self.told_by.trim()).filter(|by| self.basis == Basis::Told && !by.is_empty())
    }

    /// How the caller knows, in words: `told by Ash`, `opinion`.
    #[must_use]
    pub fn basis_words(&self) -> String {
        self.teller().map_or_else(|| self.basis.label().to_owned(), |by| format!("told by {by}"))
    }

    /// Takes the teller from the line itself, after its text or its basis changed. `before` is the text as it was.
    pub fn name_teller(&mut self, before: &str) {
        if self.basis != Basis::Told {
            return;
        }
        if let Some(by) = teller(self.text.trim()) {
            self.told_by = by.to_owned();
        } else if teller(before.trim()) == Some(self.told_by.as_str()) {
            self.told_by.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_before_a_colon_says_who_told_it() {
        assert_eq!(teller("Ash: he fell off the sofa"), Some("Ash"));
        assert_eq!(teller("Mum's new partner: she is lying"), Some("Mum's new partner"));
        assert_eq!(teller("Class teacher said: he was quiet"), Some("Class teacher"));
        assert_eq!(teller("Siân:"), Some("Siân"), "while the rest is still being typed");
    }

    #[test]
    fn a_time_a_web_address_and_a_sentence_name_nobody() {
        for text in [
            "At 9:15 he cried",
            "15:15: collected",
            "https://example.org",
            "He said so. Then: nothing",
            "one two three four five: no",
            "no colon at all",
            ": nothing before it",
        ] {
            assert_eq!(teller(text), None, "{text}");
        }
    }

    #[test]
    fn the_teller_follows_what_stands_in_front_of_the_line() {
        let mut line =
            NarrativeLine { text: "Ash: he fell".into(), basis: Basis::Told, told_by: String::new() };
        line.name_teller("");
        assert_eq!((line.teller(), line.words()), (Some("Ash"), "he fell"));
        line.text = "he fell".into();
        line.name_teller("Ash: he fell");
        assert_eq!((line.teller(), line.words()), (None, "he fell"), "the name was taken out again");
    }

    #[test]
    fn a_teller_named_elsewhere_stays_and_only_what_was_told_has_one() {
        let mut line = NarrativeLine { text: "he fell".into(), basis: Basis::Told, told_by: "Ash".into() };
        line.name_teller("he fel");
        assert_eq!(line.basis_words(), "told by Ash");
        line.basis = Basis::Opinion;
        assert_eq!(line.basis_words(), "opinion");
    }
}
