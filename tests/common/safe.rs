//! What may reach a terminal: letters, and the few sequences that the program itself sends. Kept apart from the program's own
//! list of what is dangerous, so that a hole in that list is found.

#![expect(unreachable_pub, reason = "shared by several test programs, documented where it matters")]

/// The first thing in printed text that a terminal would obey or nobody would see, with what stands around it.
pub fn stray_in_text(text: &str) -> Option<String> {
    stray(text, |c| c == '\n')
}

/// The first thing in the bytes of a drawn screen that is neither a letter nor a sequence that draws, places the cursor,
/// switches what the program switches, or sets the title.
pub fn stray_on_screen(bytes: &[u8]) -> Option<String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Some("bytes that are no text".to_owned()) };
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        shown.push_str(before);
        let Some(length) = sequence(after) else {
            return Some(format!("ESC before {:?}", after.chars().take(24).collect::<String>()));
        };
        rest = after.get(length..).unwrap_or_default();
    }
    shown.push_str(rest);
    // The bell rings by itself and stands in no text.
    stray(&shown, |c| c == '\u{7}')
}

fn stray(text: &str, is_fine: impl Fn(char) -> bool) -> Option<String> {
    let at = text.char_indices().find(|(_, c)| is_dangerous(*c) && !is_fine(*c)).map(|(at, _)| at)?;
    let from = text.char_indices().map(|(n, _)| n).rev().find(|n| *n + 24 < at).unwrap_or(0);
    let around: String = text.get(from..).unwrap_or_default().chars().take(60).collect();
    Some(format!("{around:?}"))
}

/// Controls of both kinds, direction controls, what has no width, tags, line and paragraph separators.
fn is_dangerous(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// How long the sequence after an ESC is, if it is one of ours.
fn sequence(after: &str) -> Option<usize> {
    if let Some(title) = after.strip_prefix("]2;DUTYDESK") {
        let end = title.find("\u{1b}\\")?;
        let counts = title.get(..end)?;
        let numbers = counts.chars().all(|c| c.is_ascii_digit() || " ·,late red".contains(c));
        return numbers.then_some("]2;DUTYDESK".len() + end + 2);
    }
    let body = after.strip_prefix('[')?;
    let end = body.find(|c: char| !c.is_ascii_digit() && c != ';' && c != '?')?;
    let (parameters, last) = (body.get(..end)?, body.get(end..)?.chars().next()?);
    let ours = match last {
        // Colours and looks; the cursor's place; clearing the screen.
        'm' | 'H' | 'J' => !parameters.contains('?'),
        // The cursor shown or hidden; a frame's beginning and end.
        'h' | 'l' => ["?25", "?2026"].contains(&parameters),
        _ => false,
    };
    ours.then_some(1 + end + 1)
}

#[test]
fn our_own_sequences_pass_and_others_do_not() {
    let ours = "\u{1b}[?2026h\u{1b}]2;DUTYDESK · 3 late · 1 red\u{1b}\\\u{1b}[12;4H\u{1b}[38;2;1;2;3mSiân اَمينة\u{1b}[0m\u{1b}[?25l\u{7}";
    assert_eq!(stray_on_screen(ours.as_bytes()), None);
    for other in [
        "\u{1b}[2A",
        "\u{1b}]52;c;eA==\u{7}",
        "\u{1b}c",
        "\u{1b}[?1049l",
        "a\u{9b}b",
        "a\u{202e}b",
        "a\rb",
        "x\u{1b}",
    ] {
        assert!(stray_on_screen(other.as_bytes()).is_some(), "{other:?}");
        assert!(stray_in_text(other).is_some(), "{other:?}");
    }
    assert_eq!(stray_in_text("one\ntwo שרה می\n"), None);
}
