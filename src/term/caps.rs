//! What the terminal can do and what its owner wants, from the environment. Besides `paths.rs`, nothing else reads it.

use std::io::{self, IsTerminal};

use crate::ui::palettes::Depth;
use crate::ui::theme::{Look, ThemeName};

/// What is known of the terminal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caps {
    /// Whether a screen can be drawn and keys read at all.
    pub screen: Screen,
    /// The colours it shows; `None` for none.
    pub colours: Option<Depth>,
    /// Unicode signs can be used.
    pub unicode: bool,
    /// It marks where a paste begins and ends.
    pub marks_pastes: bool,
    /// Clicks and the wheel are wanted.
    pub mouse: bool,
    /// A theme that was asked for.
    pub theme: Option<ThemeName>,
    /// What was asked for and not understood, as sentences.
    pub problems: Vec<String>,
    /// What the terminal says it is (`TERM`).
    pub kind: String,
    /// The program between us and the terminal, which may write down everything it shows.
    pub inside: Option<&'static str>,
}

/// Whether a screen can be drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Screen {
    /// It can.
    Yes,
    /// Input or output is not a terminal.
    NoTerminal,
    /// The terminal cannot place the cursor (`TERM` is `dumb` or empty).
    Dumb,
}

impl Caps {
    /// Asks the environment and the standard streams.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the place where the environment is read")]
    pub fn detect() -> Self {
        let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        Self::from_environment(|name| std::env::var(name).ok(), terminal)
    }

    /// The same from any source of variables.
    #[must_use]
    pub fn from_environment(get: impl Fn(&str) -> Option<String>, terminal: bool) -> Self {
        let var = |name: &str| get(name).unwrap_or_default();
        let term = var("TERM");
        let mut problems = Vec::new();
        let mut ask = |name: &str, choices: &[&str]| -> Option<String> {
            let value = var(name).trim().to_ascii_lowercase();
            if value.is_empty() || choices.contains(&value.as_str()) {
                return Some(value).filter(|value| !value.is_empty());
            }
            problems.push(format!("{name} is {value:?}, which is not one of: {}.", choices.join(", ")));
            None
        };
        let colours = match ask("DUTYDESK_COLOURS", &["none", "16", "256", "true"]).as_deref() {
            Some("none") => None,
            Some("16") => Some(Depth::Ansi16),
            Some("256") => Some(Depth::Indexed256),
            Some(_) => Some(Depth::TrueColour),
            None if !var("NO_COLOR").is_empty() => None,
            None => depth(&term, &var("COLORTERM")),
        };
        let unicode = match ask("DUTYDESK_GLYPHS", &["unicode", "ascii"]).as_deref() {
            Some(set) => set == "unicode",
            None => term != "linux" && locale_is_utf8(&var),
        };
        let theme = ask("DUTYDESK_THEME", &ThemeName::ALL.map(ThemeName::name));
        let mouse = ask("DUTYDESK_MOUSE", &["on", "off"]).as_deref() != Some("off");
        let screen = if !terminal {
            Screen::NoTerminal
        } else if term.is_empty() || term == "dumb" {
            Screen::Dumb
        } else {
            Screen::Yes
        };
        Self {
            screen,
            colours,
            unicode,
            marks_pastes: !["linux", "ansi", "cygwin"].contains(&term.as_str()) && !term.starts_with("vt"),
            mouse,
            theme: theme.and_then(|theme| theme.parse().ok()),
            problems,
            inside: [("TMUX", "tmux"), ("STY", "screen"), ("SCRIPT", "script")]
                .into_iter()
                .find(|(name, _)| !var(name).is_empty())
                .map(|(_, program)| program),
            kind: term,
        }
    }

    /// How to draw: `chosen` is the theme of the settings, which the environment overrules. Without colours the
    /// theme is mono whatever was chosen.
    #[must_use]
    pub fn look(&self, chosen: ThemeName) -> Look {
        match self.colours {
            Some(depth) => Look::new(self.theme.unwrap_or(chosen), depth, self.unicode),
            None => Look::new(ThemeName::Mono, Depth::Ansi16, self.unicode),
        }
    }
}

fn depth(term: &str, colorterm: &str) -> Option<Depth> {
    match term {
        "" | "dumb" => None,
        _ if term.starts_with("vt") => None,
        "linux" | "ansi" | "cygwin" => Some(Depth::Ansi16),
        _ if colorterm == "truecolor" || colorterm == "24bit" => Some(Depth::TrueColour),
        _ => Some(Depth::Indexed256),
    }
}

/// By the variable that counts, as the C library picks it. No variable at all says nothing: terminals are UTF-8 today.
fn locale_is_utf8(var: &impl Fn(&str) -> String) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().map(var).find(|value| !value.is_empty());
    locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caps(variables: &[(&str, &str)]) -> Caps {
        let get = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        Caps::from_environment(get, true)
    }

    #[test]
    fn the_depth_of_colour_follows_what_the_terminal_says() {
        for (variables, colours) in [
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")][..], Some(Depth::TrueColour)),
            (&[("TERM", "xterm-256color")], Some(Depth::Indexed256)),
            (&[("TERM", "linux"), ("COLORTERM", "truecolor")], Some(Depth::Ansi16)),
            (&[("TERM", "vt220")], None),
            (&[("TERM", "xterm"), ("NO_COLOR", "1")], None),
            (&[("TERM", "xterm"), ("NO_COLOR", "")], Some(Depth::Indexed256)),
            (&[("TERM", "xterm"), ("NO_COLOR", "1"), ("DUTYDESK_COLOURS", "16")], Some(Depth::Ansi16)),
        ] {
            assert_eq!(caps(variables).colours, colours, "{variables:?}");
        }
    }

    #[test]
    fn without_colours_every_theme_is_mono() {
        let caps = caps(&[("TERM", "xterm"), ("NO_COLOR", "1"), ("DUTYDESK_THEME", "dark")]);
        assert_eq!(caps.look(ThemeName::Light), Look::new(ThemeName::Mono, Depth::Ansi16, true));
    }

    #[test]
    fn signs_are_ascii_where_the_locale_or_the_terminal_has_no_others() {
        for (variables, unicode) in [
            (&[("TERM", "xterm"), ("LANG", "en_GB.UTF-8")][..], true),
            (&[("TERM", "xterm"), ("LANG", "en_GB.UTF-8"), ("LC_ALL", "C")], false),
            (&[("TERM", "xterm"), ("LC_CTYPE", "C.utf8"), ("LANG", "C")], true),
            (&[("TERM", "xterm")], true),
            (&[("TERM", "linux"), ("LANG", "en_GB.UTF-8")], false),
            (&[("TERM", "linux"), ("DUTYDESK_GLYPHS", "unicode")], true),
            (&[("TERM", "xterm"), ("DUTYDESK_GLYPHS", "ASCII")], false),
        ] {
            assert_eq!(caps(variables).unicode, unicode, "{variables:?}");
        }
    }

    #[test]
    fn a_screen_needs_a_terminal_that_can_place_the_cursor() {
        assert_eq!(caps(&[("TERM", "xterm")]).screen, Screen::Yes);
        assert_eq!(caps(&[("TERM", "dumb")]).screen, Screen::Dumb);
        assert_eq!(caps(&[]).screen, Screen::Dumb);
        assert_eq!(Caps::from_environment(|_| Some("xterm".to_owned()), false).screen, Screen::NoTerminal);
    }

    #[test]
    fn what_is_not_understood_is_said_and_does_no_harm() {
        let caps = caps(&[("TERM", "xterm"), ("DUTYDESK_THEME", "solarised"), ("DUTYDESK_MOUSE", "off")]);
        assert_eq!(caps.theme, None);
        assert!(!caps.mouse);
        assert_eq!(caps.problems.len(), 1);
        assert!(
            caps.problems
                .iter()
                .all(|problem| problem.contains("DUTYDESK_THEME") && problem.contains("dark-cb"))
        );
    }

    #[test]
    fn only_old_terminals_do_not_mark_pastes() {
        assert!(caps(&[("TERM", "tmux-256color")]).marks_pastes);
        assert!(!caps(&[("TERM", "linux")]).marks_pastes);
    }
}
