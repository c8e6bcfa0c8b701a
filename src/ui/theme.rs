//! Roles and how they look. Screens name a role, never a colour; a theme without colours sets none at all,
//! because a terminal told not to use colour answers a colour by dropping bold and reverse too.

use std::fmt;
use std::str::FromStr;

use ratatui::style::{Modifier, Style};

use super::glyphs::{self, Glyphs};
use super::palettes::{self, Badges, Depth, Palette};
use crate::domain::codes::Rating;

/// The themes a person can choose.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum ThemeName {
    /// Light text on a dark ground.
    #[default]
    Dark,
    /// Dark, for colour-vision deficiency.
    DarkCb,
    /// Dark text on a light ground.
    Light,
    /// Light, for colour-vision deficiency.
    LightCb,
    /// White on black.
    HighContrast,
    /// No colours: weight, underline and reverse only.
    Mono,
}

impl ThemeName {
    /// Every theme, in the order of the picker.
    pub const ALL: [Self; 6] =
        [Self::Dark, Self::DarkCb, Self::Light, Self::LightCb, Self::HighContrast, Self::Mono];

    /// The name in settings and in `DUTYDESK_THEME`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::DarkCb => "dark-cb",
            Self::Light => "light",
            Self::LightCb => "light-cb",
            Self::HighContrast => "high-contrast",
            Self::Mono => "mono",
        }
    }

    fn palette(self) -> Option<Palette> {
        match self {
            Self::Dark => Some(palettes::DARK),
            Self::DarkCb => Some(palettes::DARK_CB),
            Self::Light => Some(palettes::LIGHT),
            Self::LightCb => Some(palettes::LIGHT_CB),
            Self::HighContrast => Some(palettes::HIGH_CONTRAST),
            Self::Mono => None,
        }
    }
}

impl fmt::Display for ThemeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ThemeName {
    type Err = String;

    /// Reads a theme's name, in any case.
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|theme| theme.name().eq_ignore_ascii_case(text.trim())).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("there is no theme {text:?}; there are {names}")
        })
    }
}

/// How each role looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Theme {
    /// The ground of the screen and ordinary text: painted first, over everything.
    pub base: Style,
    /// What can wait: labels, times long past, empty bars.
    pub muted: Style,
    /// What leads the eye: the current tab, a link, matched letters.
    pub accent: Style,
    /// Headings inside a panel.
    pub heading: Style,
    /// Border and title of a panel without focus.
    pub border: Style,
    /// Border and title of the panel with focus.
    pub border_focus: Style,
    /// The name plate in the first line.
    pub plate: Style,
    /// The TRAINING mark.
    pub training: Style,
    /// A key in a hint.
    pub key: Style,
    /// What cannot be done now.
    pub disabled: Style,
    /// The selected row.
    pub selected: Style,
    /// A row that crossed a line a moment ago, and the count line while a filter is on.
    pub changed: Style,
    /// Late, refused, must be asked.
    pub alert: Style,
    /// Soon due, a warning.
    pub warning: Style,
    /// Saved, met, done.
    pub done: Style,
    /// Inside of a field.
    pub field: Style,
    /// Inside of the field with focus.
    pub field_focus: Style,
    /// The badges of red, amber, green and blue.
    badges: [Style; 4],
    /// Their plain colours, for edges and bars.
    edges: [Style; 4],
}

impl Theme {
    /// A theme at a colour depth. Mono takes no notice of the depth.
    #[must_use]
    pub fn new(name: ThemeName, depth: Depth) -> Self {
        name.palette().map_or_else(Self::mono, |palette| Self::coloured(&palette, depth))
    }

    /// The look of a rating's sign and word; `None` is "not rated yet".
    #[must_use]
    pub fn badge(&self, rating: Option<Rating>) -> Style {
        Self::of(&self.badges, rating).unwrap_or(self.muted)
    }

    /// The look of a rating's edge, of its bar, of what belongs to it.
    #[must_use]
    pub fn edge(&self, rating: Option<Rating>) -> Style {
        Self::of(&self.edges, rating).unwrap_or(self.muted)
    }

    fn of([red, amber, green, blue]: &[Style; 4], rating: Option<Rating>) -> Option<Style> {
        Some(match rating? {
            Rating::Red => *red,
            Rating::Amber => *amber,
            Rating::Green => *green,
            Rating::Blue => *blue,
        })
    }

    /// Weight and line only; every colour stays unset.
    fn mono() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let reversed = plain.add_modifier(Modifier::REVERSED);
        let underlined = plain.add_modifier(Modifier::UNDERLINED);
        Self {
            base: plain,
            muted: plain,
            accent: bold,
            heading: bold,
            border: plain,
            border_focus: bold,
            plate: reversed,
            training: reversed.add_modifier(Modifier::BOLD),
            key: bold,
            disabled: plain.add_modifier(Modifier::DIM),
            selected: reversed,
            changed: reversed,
            alert: bold,
            warning: underlined,
            done: plain,
            field: plain,
            field_focus: underlined,
            badges: [
                reversed.add_modifier(Modifier::BOLD),
                bold.add_modifier(Modifier::UNDERLINED),
                plain,
                plain.add_modifier(Modifier::ITALIC),
            ],
            edges: [bold, plain, plain, plain],
        }
    }

    fn coloured(palette: &Palette, depth: Depth) -> Self {
        let weight = Self::mono();
        let fg = |style: Style, shade: palettes::Shade| style.fg(shade.at(depth));
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let (bg, field) = (palette.bg.at(depth), palette.field.at(depth));
        let filled = |shade: palettes::Shade| bold.fg(bg).bg(shade.at(depth));
        let shades = [palette.red, palette.amber, palette.green, palette.blue];
        let edges = shades.map(|shade| fg(plain, shade));
        let [red, amber, green, blue] = edges;
        let badges = match palette.badges {
            Badges::Coloured => [red.add_modifier(Modifier::BOLD), amber, green, blue],
            Badges::Filled => [
                filled(palette.red),
                amber.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
                green,
                blue.add_modifier(Modifier::ITALIC),
            ],
        };
        Self {
            base: fg(plain, palette.text).bg(bg),
            muted: fg(plain, palette.muted),
            accent: fg(bold, palette.accent),
            heading: fg(bold, palette.text),
            border: fg(plain, palette.muted),
            border_focus: fg(bold, palette.accent),
            plate: filled(palette.accent),
            training: filled(palette.amber),
            key: fg(bold, palette.accent),
            disabled: fg(plain, palette.muted).add_modifier(Modifier::DIM),
            selected: weight.selected,
            changed: weight.changed,
            alert: fg(bold, palette.red),
            warning: fg(plain, palette.amber),
            done: fg(plain, palette.green),
            field: fg(plain, palette.text).bg(field),
            field_focus: fg(plain, palette.text).bg(field),
            badges,
            edges,
        }
    }
}

/// Everything that says how to draw: handed to every part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// The roles.
    pub theme: Theme,
    /// The signs.
    pub glyphs: Glyphs,
}

impl Look {
    /// A look with the Unicode signs, or the ASCII ones.
    #[must_use]
    pub fn new(name: ThemeName, depth: Depth, unicode: bool) -> Self {
        let glyphs = if unicode { glyphs::UNICODE } else { glyphs::ASCII };
        Self { theme: Theme::new(name, depth), glyphs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles(theme: &Theme) -> Vec<Style> {
        let mut all = vec![
            theme.base,
            theme.muted,
            theme.accent,
            theme.heading,
            theme.border,
            theme.border_focus,
            theme.plate,
            theme.training,
            theme.key,
            theme.disabled,
            theme.selected,
            theme.changed,
            theme.alert,
            theme.warning,
            theme.done,
            theme.field,
            theme.field_focus,
        ];
        all.extend(theme.badges);
        all.extend(theme.edges);
        all
    }

    #[test]
    fn mono_sets_no_colour_at_all() {
        for depth in [Depth::Ansi16, Depth::TrueColour] {
            for style in styles(&Theme::new(ThemeName::Mono, depth)) {
                assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None));
            }
        }
    }

    #[test]
    fn red_amber_and_green_look_different_in_every_theme() {
        for name in ThemeName::ALL {
            let theme = Theme::new(name, Depth::Indexed256);
            let [red, amber, green, blue] =
                [Rating::Red, Rating::Amber, Rating::Green, Rating::Blue].map(|r| theme.badge(Some(r)));
            assert!(red != amber && amber != green && red != green && green != blue, "{name}");
        }
    }

    #[test]
    fn focus_and_selection_are_told_apart_without_colour() {
        let theme = Theme::new(ThemeName::Mono, Depth::Ansi16);
        assert_ne!(theme.border, theme.border_focus);
        assert!(theme.selected.add_modifier.contains(Modifier::REVERSED));
    }

    #[test]
    fn red_is_filled_where_hue_alone_would_not_do() {
        for name in [ThemeName::Light, ThemeName::LightCb, ThemeName::HighContrast] {
            let theme = Theme::new(name, Depth::TrueColour);
            assert!(theme.badge(Some(Rating::Red)).bg.is_some(), "{name}");
            assert!(theme.badge(Some(Rating::Amber)).add_modifier.contains(Modifier::UNDERLINED), "{name}");
        }
    }

    #[test]
    fn a_theme_is_found_by_its_name_and_a_wrong_name_lists_the_right_ones() {
        for name in ThemeName::ALL {
            assert_eq!(name.name().to_uppercase().parse(), Ok(name));
        }
        let refused = "solarized".parse::<ThemeName>();
        assert!(refused.is_err_and(|why| why.contains("dark-cb") && why.contains("mono")));
    }
}
