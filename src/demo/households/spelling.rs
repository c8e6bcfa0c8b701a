//! How names go wrong: typing errors, and spellings as heard.

use super::Dice;

/// What one writes for another who only hears it.
const HEARD: [(&str, &str); 26] = [
    ("ph", "f"),
    ("ck", "k"),
    ("ee", "i"),
    ("ie", "y"),
    ("ey", "y"),
    ("ough", "o"),
    ("igh", "i"),
    ("ou", "u"),
    ("ss", "s"),
    ("tt", "t"),
    ("nn", "n"),
    ("ll", "l"),
    ("mm", "m"),
    ("th", "t"),
    ("ks", "x"),
    ("c", "k"),
    ("k", "c"),
    ("y", "ie"),
    ("i", "y"),
    ("s", "z"),
    ("z", "s"),
    ("f", "ph"),
    ("n", "nn"),
    ("l", "ll"),
    ("a", "e"),
    ("e", "a"),
];

/// One typing error: a letter lost, doubled, changed, or two neighbours the other way round. The first letter stays.
pub(super) fn slip(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let most = u32::try_from(letters.len()).unwrap_or(0).saturating_sub(1);
    if most < 2 {
        return word.to_owned();
    }
    let at = dice.between(1, most) as usize;
    match dice.between(1, 4) {
        1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, letters.get(at).copied().unwrap_or('e')),
        3 => {
            let letter = char::from(b'a' + u8::try_from(dice.between(0, 25)).unwrap_or(0));
            letters.splice(at..=at, [letter]);
        }
        _ => letters.swap(at, at.saturating_sub(1).max(1)),
    }
    letters.into_iter().collect()
}

/// The word as somebody might write it who has only heard it.
pub(super) fn heard(word: &str, dice: &mut Dice) -> String {
    let from = dice.between(0, 25) as usize;
    let rules = HEARD.iter().cycle().skip(from).take(HEARD.len());
    let (first, rest) =
        word.split_at_checked(word.chars().next().map_or(0, char::len_utf8)).unwrap_or(("", word));
    for (written, heard) in rules {
        if rest.contains(written) {
            return format!("{first}{}", rest.replacen(written, heard, 1));
        }
    }
    word.to_owned()
}

/// A rare name that begins like a common one.
pub(super) fn rare(name: &str, dice: &mut Dice) -> String {
    const ENDS: [&str; 30] = [
        "leigh", "lynn", "anne", "ella", "ina", "issa", "ara", "elle", "ona", "etta", "ika", "ora", "yah",
        "ienne", "isha", "son", "ton", "ric", "an", "iel", "ius", "ard", "olf", "mir", "ren", "kai", "lan",
        "rod", "vin", "zen",
    ];
    let start: String = name.chars().take(dice.between(2, 4) as usize).collect();
    let all = u32::try_from(ENDS.len()).unwrap_or(1) - 1;
    format!("{start}{}", ENDS.get(dice.between(0, all) as usize).copied().unwrap_or_default())
}
