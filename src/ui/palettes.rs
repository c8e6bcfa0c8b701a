//! The colours of each theme, stored for each colour depth rather than converted, so that what is tested is
//! what is sent. A test computes the contrast of every text colour and fails under 4.5 to 1.

use ratatui::style::Color;

/// How many colours the terminal shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Depth {
    /// The sixteen of the terminal's own palette.
    Ansi16,
    /// The fixed palette of 256.
    Indexed256,
    /// Red, green and blue, 8 bits each.
    TrueColour,
}

/// One colour at every depth.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shade {
    rgb: [u8; 3],
    indexed: u8,
    ansi: u8,
}

impl Shade {
    /// What is sent to a terminal of this depth.
    #[must_use]
    pub fn at(self, depth: Depth) -> Color {
        let [r, g, b] = self.rgb;
        match depth {
            Depth::TrueColour => Color::Rgb(r, g, b),
            Depth::Indexed256 => Color::Indexed(self.indexed),
            Depth::Ansi16 => Color::Indexed(self.ansi),
        }
    }
}

/// How ratings are told apart besides sign, word and edge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Badges {
    /// By hue: enough on a dark ground.
    Coloured,
    /// By luminance: red filled, amber underlined, green plain. On a light ground red and amber text look the
    /// same to a deuteranope.
    Filled,
}

/// The colours of a theme.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Palette {
    /// The ground of the whole screen.
    pub bg: Shade,
    /// The ground of a field that can be typed into.
    pub field: Shade,
    /// Ordinary text.
    pub text: Shade,
    /// Labels, borders, what can wait.
    pub muted: Shade,
    /// The one accent: titles, keys, focus.
    pub accent: Shade,
    /// Rated red, and late.
    pub red: Shade,
    /// Rated amber, and warnings.
    pub amber: Shade,
    /// Rated green, and done.
    pub green: Shade,
    /// Rated blue.
    pub blue: Shade,
    /// How the ratings are drawn.
    pub badges: Badges,
}

const fn shade(rgb: u32, indexed: u8, ansi: u8) -> Shade {
    let [_, r, g, b] = rgb.to_be_bytes();
    Shade { rgb: [r, g, b], indexed, ansi }
}

/// For dim rooms; the default.
pub const DARK: Palette = Palette {
    bg: shade(0x10_151c, 233, 0),
    field: shade(0x1d_2530, 236, 0),
    text: shade(0xe6_e9ef, 254, 15),
    muted: shade(0x9a_a5b4, 248, 7),
    accent: shade(0x7c_c4ff, 117, 14),
    red: shade(0xff_6b5e, 203, 9),
    amber: shade(0xff_c247, 221, 11),
    green: shade(0x5f_d38d, 78, 10),
    blue: shade(0x8f_b4ff, 111, 14),
    badges: Badges::Coloured,
};

/// Dark, for colour-vision deficiency: green is a blue.
pub const DARK_CB: Palette = Palette {
    accent: shade(0xc9_b6ff, 183, 13),
    red: shade(0xff_7a3d, 209, 9),
    amber: shade(0xff_e066, 227, 11),
    green: shade(0x6e_c1ff, 75, 14),
    blue: shade(0xd7_dde6, 253, 15),
    ..DARK
};

/// For bright rooms.
pub const LIGHT: Palette = Palette {
    bg: shade(0xfb_faf7, 231, 15),
    field: shade(0xee_ece4, 255, 15),
    text: shade(0x1b_2230, 235, 0),
    muted: shade(0x56_616f, 241, 0),
    accent: shade(0x0b_5cad, 25, 4),
    red: shade(0xb3_201b, 124, 1),
    amber: shade(0x7a_5200, 94, 0),
    green: shade(0x14_693c, 22, 0),
    blue: shade(0x24_47a8, 19, 4),
    badges: Badges::Filled,
};

/// Light, for colour-vision deficiency: green is a blue.
pub const LIGHT_CB: Palette = Palette {
    accent: shade(0x5b_3fb0, 55, 4),
    red: shade(0xa6_3a00, 124, 1),
    amber: shade(0x6b_5b00, 58, 0),
    green: shade(0x0a_5a9c, 24, 4),
    blue: shade(0x3a_4250, 238, 0),
    ..LIGHT
};

const WHITE: Shade = shade(0xff_ffff, 231, 15);
const BLACK: Shade = shade(0x00_0000, 16, 0);

/// White on black and nothing between.
pub const HIGH_CONTRAST: Palette = Palette {
    bg: BLACK,
    field: BLACK,
    text: WHITE,
    muted: WHITE,
    accent: WHITE,
    red: WHITE,
    amber: WHITE,
    green: WHITE,
    blue: WHITE,
    badges: Badges::Filled,
};

#[cfg(test)]
mod tests {
    use super::*;

    /// The sixteen as xterm ships them. A terminal's owner may have changed them.
    const ANSI: [u32; 16] = [
        0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5, 0x7f_7f7f,
        0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
    ];

    fn rgb(shade: Shade, depth: Depth) -> [u8; 3] {
        match shade.at(depth) {
            Color::Rgb(r, g, b) => [r, g, b],
            Color::Indexed(n @ 0..=15) => {
                let [_, r, g, b] = ANSI[usize::from(n)].to_be_bytes();
                [r, g, b]
            }
            Color::Indexed(n @ 16..=231) => {
                let step = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
                let n = n - 16;
                [step(n / 36), step(n / 6 % 6), step(n % 6)]
            }
            Color::Indexed(n) => [8 + 10 * (n - 232); 3],
            other => panic!("{other:?}"),
        }
    }

    fn luminance(rgb: [u8; 3]) -> f64 {
        let linear = rgb.map(|value| {
            let c = f64::from(value) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn the_measure_is_that_of_the_accessibility_guidelines() {
        assert!((contrast([255; 3], [0; 3]) - 21.0).abs() < 0.001);
        assert!((contrast([0x77; 3], [255; 3]) - 4.48).abs() < 0.01);
    }

    #[test]
    fn every_text_colour_can_be_read_on_its_ground_at_every_depth() {
        let palettes = [
            ("dark", DARK),
            ("dark-cb", DARK_CB),
            ("light", LIGHT),
            ("light-cb", LIGHT_CB),
            ("high", HIGH_CONTRAST),
        ];
        for (name, p) in palettes {
            for depth in [Depth::TrueColour, Depth::Indexed256, Depth::Ansi16] {
                let shades = [
                    ("text", p.text),
                    ("muted", p.muted),
                    ("accent", p.accent),
                    ("red", p.red),
                    ("amber", p.amber),
                    ("green", p.green),
                    ("blue", p.blue),
                ];
                for (role, shade) in shades {
                    let ratio = contrast(rgb(shade, depth), rgb(p.bg, depth));
                    assert!(ratio >= 4.5, "{name} {depth:?} {role}: {ratio:.2}");
                }
                for (role, shade) in [("text", p.text), ("muted", p.muted)] {
                    let ratio = contrast(rgb(shade, depth), rgb(p.field, depth));
                    assert!(ratio >= 4.5, "{name} {depth:?} {role} in a field: {ratio:.2}");
                }
            }
        }
    }

    #[test]
    fn on_a_dark_ground_the_three_ratings_have_three_colours_at_every_depth() {
        for palette in [DARK, DARK_CB] {
            for depth in [Depth::TrueColour, Depth::Indexed256, Depth::Ansi16] {
                let [red, amber, green] =
                    [palette.red, palette.amber, palette.green].map(|shade| rgb(shade, depth));
                assert!(red != amber && amber != green && red != green);
            }
        }
    }
}
