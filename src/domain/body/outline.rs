//! The two outlines and the names of their parts. Both have the same grid.

use super::{Side, Spot};

/// Rows of the grid.
pub const ROWS: u8 = 18;
/// Columns of the grid; column 8 is the middle.
pub const COLUMNS: u8 = 17;

const FRONT: [&str; ROWS as usize] = [
    r"      .---.      ",
    r"      |o o|      ",
    r"      | ~ |      ",
    r"      '._.'      ",
    r"    .--' '--.    ",
    r"   / |     | \   ",
    r"  /  |     |  \  ",
    r" /  /|     |\  \ ",
    r"/  / |  .  | \  \",
    r"\_/  |     |  \_/",
    r"     |  |  |     ",
    r"     |  |  |     ",
    r"     |  |  |     ",
    r"     |  |  |     ",
    r"     |  |  |     ",
    r"     |  |  |     ",
    r"     |__|__|     ",
    r"    (__/ \__)    ",
];

const BACK: [&str; ROWS as usize] = [
    r"      .---.      ",
    r"      |   |      ",
    r"      |   |      ",
    r"      '._.'      ",
    r"    .--' '--.    ",
    r"   / | \ / | \   ",
    r"  /  |  |  |  \  ",
    r" /  /|  |  |\  \ ",
    r"/  / |  |  | \  \",
    r"\_/  | _|_ |  \_/",
    r"     |  |  |     ",
    r"     |  |  |     ",
    r"     |  |  |     ",
    r"     |  |  |     ",
    r"     |  |  |     ",
    r"     |  |  |     ",
    r"     |__|__|     ",
    r"    (__/ \__)    ",
];

/// Which part each cell belongs to; a full stop is beside the body.
const PARTS: [&[u8; COLUMNS as usize]; ROWS as usize] = [
    b"......aaaaa......",
    b"......bcdcb......",
    b"......eefee......",
    b"......gghgg......",
    b"....jjjiiijjj....",
    b"...kkoooooookk...",
    b"..kkkoooooookkk..",
    b".llllpppppppllll.",
    b"mmmm.ppppppp.mmmm",
    b"nnn..qqqqqqq..nnn",
    b".....rrr.rrr.....",
    b".....rrr.rrr.....",
    b".....sss.sss.....",
    b".....ttt.ttt.....",
    b".....ttt.ttt.....",
    b".....ttt.ttt.....",
    b".....uuu.uuu.....",
    b"....vvvv.vvvv....",
];

/// The letter of a part, its name in front and behind, and whether it has a left and a right.
const NAMES: &[(u8, &str, &str, bool)] = &[
    (b'a', "forehead", "back of the head", false),
    (b'b', "ear", "ear", true),
    (b'c', "eye", "back of the head", true),
    (b'd', "nose", "back of the head", false),
    (b'e', "cheek", "back of the head", true),
    (b'f', "mouth", "back of the head", false),
    (b'g', "jaw", "back of the neck", true),
    (b'h', "chin", "back of the neck", false),
    (b'i', "neck", "back of the neck", false),
    (b'j', "shoulder", "shoulder", true),
    (b'k', "upper arm", "upper arm", true),
    (b'l', "elbow", "elbow", true),
    (b'm', "forearm", "forearm", true),
    (b'n', "hand", "hand", true),
    (b'o', "chest", "upper back", true),
    (b'p', "belly", "lower back", true),
    (b'q', "groin", "buttock", true),
    (b'r', "thigh", "thigh", true),
    (b's', "knee", "hollow of the knee", true),
    (b't', "lower leg", "calf", true),
    (b'u', "ankle", "ankle", true),
    (b'v', "foot", "heel", true),
];

/// The picture of one side, a string a row.
#[must_use]
pub const fn outline(side: Side) -> &'static [&'static str; ROWS as usize] {
    match side {
        Side::Front => &FRONT,
        Side::Back => &BACK,
    }
}

/// The name of the part at a place, and whether it has a left and a right.
pub(super) fn part(spot: Spot) -> Option<(&'static str, bool)> {
    let letter = PARTS.get(usize::from(spot.row))?.get(usize::from(spot.column))?;
    let (_, front, back, paired) = NAMES.iter().find(|(of, ..)| of == letter)?;
    Some((if spot.side == Side::Front { front } else { back }, *paired))
}
