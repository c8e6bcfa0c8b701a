//! The signs the screen is drawn with: a Unicode set in which every sign is one cell wide and none is an
//! emoji, and an ASCII set for terminals and fonts that lack them.

use ratatui::symbols::border;

/// A set of signs. Each field but the borders is one cell wide unless it says otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Glyphs {
    /// Rated red. `[R]` in ASCII is three cells: see [`Glyphs::badge_cells`].
    pub red: &'static str,
    /// Rated amber.
    pub amber: &'static str,
    /// Rated green.
    pub green: &'static str,
    /// Rated blue.
    pub blue: &'static str,
    /// Not rated yet.
    pub unrated: &'static str,
    /// Edge of a red row, thickest.
    pub edge_red: &'static str,
    /// Edge of an amber row.
    pub edge_amber: &'static str,
    /// Edge of a green or blue row, thinnest.
    pub edge_green: &'static str,
    /// Before the selected row, and before the current step.
    pub selected: &'static str,
    /// On a marked row.
    pub marked: &'static str,
    /// Before a row that has just crossed a line.
    pub changed: &'static str,
    /// Done, saved, met.
    pub done: &'static str,
    /// Late, wrong, ask now.
    pub alert: &'static str,
    /// A question or a possibility.
    pub question: &'static str,
    /// Open, not begun.
    pub open: &'static str,
    /// Begun, or an event of the record.
    pub dot: &'static str,
    /// An event of the record that other people answered.
    pub diamond: &'static str,
    /// Cut off here.
    pub ellipsis: &'static str,
    /// Between parts of a line.
    pub separator: &'static str,
    /// Nobody, nothing.
    pub none: &'static str,
    /// Leads to.
    pub right: &'static str,
    /// More above.
    pub up: &'static str,
    /// More below.
    pub down: &'static str,
    /// Elapsed part of a bar.
    pub bar_full: &'static str,
    /// The part of a bar beyond its end.
    pub bar_over: &'static str,
    /// The part of a bar still to come.
    pub bar_empty: &'static str,
    /// Four shades of a heat map, lightest first.
    pub shades: [&'static str; 4],
    /// Eight heights of a small chart, lowest first.
    pub heights: [&'static str; 8],
    /// Left and right end of the name plate in the first line.
    pub plate: [&'static str; 2],
    /// Left and right end of a field that has focus.
    pub field_focus: [&'static str; 2],
    /// Left and right end of a field that has not.
    pub field: [&'static str; 2],
    /// Chosen one of several, three cells.
    pub radio_on: &'static str,
    /// Not chosen one of several, three cells.
    pub radio_off: &'static str,
    /// Ticked, three cells.
    pub check_on: &'static str,
    /// Not ticked, three cells.
    pub check_off: &'static str,
    /// Stands for one hidden character.
    pub mask: char,
    /// A thin rule.
    pub rule: &'static str,
    /// A light rule for a division inside a panel.
    pub rule_light: &'static str,
    /// The heavy part of the line under tabs, its left end and its right end.
    pub tab_line: [&'static str; 3],
    /// The upright line of a timeline.
    pub line: &'static str,
    /// Rule under the first lines at wide sizes.
    pub rule_top: &'static str,
    /// Rule over the last line at the widest size.
    pub rule_bottom: &'static str,
    /// Border of a panel without focus.
    pub border: border::Set<'static>,
    /// Border of the panel with focus.
    pub border_focus: border::Set<'static>,
    /// Border of a box that asks about something weighty.
    pub border_weighty: border::Set<'static>,
}

const fn frame(
    corners: [&'static str; 4],
    horizontal: &'static str,
    vertical: &'static str,
) -> border::Set<'static> {
    let [top_left, top_right, bottom_left, bottom_right] = corners;
    border::Set {
        top_left,
        top_right,
        bottom_left,
        bottom_right,
        vertical_left: vertical,
        vertical_right: vertical,
        horizontal_top: horizontal,
        horizontal_bottom: horizontal,
    }
}

/// For terminals with UTF-8 and an ordinary font.
pub const UNICODE: Glyphs = Glyphs {
    red: "■",
    amber: "▲",
    green: "●",
    blue: "◆",
    unrated: "○",
    edge_red: "█",
    edge_amber: "▌",
    edge_green: "▏",
    selected: "▶",
    marked: "✓",
    changed: "▸",
    done: "✓",
    alert: "!",
    question: "?",
    open: "○",
    dot: "●",
    diamond: "◆",
    ellipsis: "…",
    separator: "·",
    none: "—",
    right: "→",
    up: "↑",
    down: "↓",
    bar_full: "█",
    bar_over: "▓",
    bar_empty: "░",
    shades: ["░", "▒", "▓", "█"],
    heights: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    plate: ["▌", "▐"],
    field_focus: ["▐", "▌"],
    field: ["│", "│"],
    radio_on: "(•)",
    radio_off: "( )",
    check_on: "[x]",
    check_off: "[ ]",
    mask: '●',
    rule: "─",
    rule_light: "╌",
    tab_line: ["╸", "━", "╺"],
    line: "│",
    rule_top: "▔",
    rule_bottom: "▁",
    border: frame(["╭", "╮", "╰", "╯"], "─", "│"),
    border_focus: frame(["┏", "┓", "┗", "┛"], "━", "┃"),
    border_weighty: frame(["╔", "╗", "╚", "╝"], "═", "║"),
};

/// For the Linux console, fonts without line drawing, and terminals that count such signs as two cells.
pub const ASCII: Glyphs = Glyphs {
    red: "[R]",
    amber: "(A)",
    green: "<G>",
    blue: "{B}",
    unrated: " - ",
    edge_red: "#",
    edge_amber: "=",
    edge_green: ".",
    selected: ">",
    marked: "*",
    changed: ">",
    done: "*",
    alert: "!",
    question: "?",
    open: "o",
    dot: "*",
    diamond: "+",
    ellipsis: "~",
    separator: "-",
    none: "-",
    right: ">",
    up: "^",
    down: "v",
    bar_full: "#",
    bar_over: "!",
    bar_empty: ".",
    shades: [".", "-", "=", "#"],
    heights: ["_", "_", ".", ".", "-", "-", "=", "#"],
    plate: ["[", "]"],
    field_focus: ["[", "]"],
    field: ["|", "|"],
    radio_on: "(*)",
    radio_off: "( )",
    check_on: "[x]",
    check_off: "[ ]",
    mask: '*',
    rule: "-",
    rule_light: ".",
    tab_line: ["-", "=", "-"],
    line: "|",
    rule_top: "-",
    rule_bottom: "-",
    border: frame(["+", "+", "+", "+"], "-", "|"),
    border_focus: frame(["#", "#", "#", "#"], "=", "#"),
    border_weighty: frame(["*", "*", "*", "*"], "=", "*"),
};

impl Glyphs {
    /// Cells a rating's sign takes: one, or three in ASCII.
    #[must_use]
    pub fn badge_cells(&self) -> usize {
        super::text::width(self.red)
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    fn singles(set: &Glyphs) -> Vec<&'static str> {
        let mut all = vec![
            set.edge_red,
            set.edge_amber,
            set.edge_green,
            set.selected,
            set.marked,
            set.changed,
            set.done,
            set.alert,
            set.question,
            set.open,
            set.dot,
            set.diamond,
            set.ellipsis,
            set.separator,
            set.none,
            set.right,
            set.up,
            set.down,
            set.bar_full,
            set.bar_over,
            set.bar_empty,
            set.rule,
            set.rule_light,
            set.line,
            set.rule_top,
            set.rule_bottom,
        ];
        all.extend(set.shades);
        all.extend(set.heights);
        all.extend(set.plate);
        all.extend(set.field_focus);
        all.extend(set.field);
        all.extend(set.tab_line);
        for border in [set.border, set.border_focus, set.border_weighty] {
            all.extend([border.top_left, border.top_right, border.bottom_left, border.bottom_right]);
            all.extend([border.vertical_left, border.vertical_right]);
            all.extend([border.horizontal_top, border.horizontal_bottom]);
        }
        all
    }

    fn ratings(set: &Glyphs) -> [&'static str; 5] {
        [set.red, set.amber, set.green, set.blue, set.unrated]
    }

    #[test]
    fn every_sign_is_as_wide_as_it_says() {
        for (set, badge) in [(&UNICODE, 1), (&ASCII, 3)] {
            for sign in singles(set) {
                assert_eq!(sign.width(), 1, "{sign}");
            }
            assert_eq!(set.badge_cells(), badge);
            for sign in ratings(set) {
                assert_eq!(sign.width(), badge, "{sign}");
            }
            for sign in [set.radio_on, set.radio_off, set.check_on, set.check_off] {
                assert_eq!(sign.width(), 3, "{sign}");
            }
        }
    }

    #[test]
    fn no_sign_is_drawn_as_an_emoji() {
        for sign in singles(&UNICODE).into_iter().chain(ratings(&UNICODE)) {
            // A sign that can be an emoji becomes two cells wide when asked to be one; ✓ ▶ are width one either way
            // in text style, which terminals use without a selector.
            for c in sign.chars() {
                assert!(
                    !matches!(u32::from(c), 0x1F000..|0x2600..=0x26FF| 0x231A..=0x23FF | 0x2B50),
                    "{sign}"
                );
            }
        }
    }

    #[test]
    fn the_ascii_set_is_ascii_and_every_rating_has_its_own_shape() {
        for sign in singles(&ASCII).into_iter().chain(ratings(&ASCII)) {
            assert!(sign.is_ascii(), "{sign}");
        }
        assert!(ASCII.mask.is_ascii());
        for set in [&UNICODE, &ASCII] {
            let mut shapes = ratings(set).to_vec();
            shapes.sort_unstable();
            shapes.dedup();
            assert_eq!(shapes.len(), 5);
        }
    }
}
