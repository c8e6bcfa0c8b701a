use proptest::prelude::*;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::*;
use crate::ui::glyphs;

const LONG: &str = "Mockford-Testerby-Dummerton-Sampleton-Placeham-Exemplar-Fake";

/// Names of the kinds a front door hears, all with a width a terminal agrees on.
const NAMES: [(&str, usize); 5] = [("Siân", 4), ("Nguyễn", 6), ("王小明", 6), ("اَمينة", 5), (LONG, 60)];

fn drawn(text: &str) -> usize {
    let area = Rect::new(0, 0, 400, 1);
    let (end, _) = Buffer::empty(area).set_stringn(0, 0, text, 400, Style::new());
    usize::from(end)
}

#[test]
fn names_of_every_script_are_shown_as_they_are_and_measured_as_they_are_drawn() {
    for (name, cells) in NAMES {
        assert_eq!(one_line(name), name);
        assert_eq!(width(name), cells, "{name}");
        assert_eq!(drawn(name), cells, "{name}");
        assert!(!has_hidden(name));
    }
    let decomposed = "Nguye\u{302}\u{303}n";
    assert_eq!((one_line(decomposed).as_ref(), width(decomposed)), (decomposed, 6));
}

#[test]
fn a_terminal_command_in_a_name_is_shown_and_not_obeyed() {
    assert_eq!(one_line("\u{1b}[31mMockford\u{7}"), "␛[31mMockford␇");
    assert_eq!(one_line("\u{9b}2J\u{90}"), "\u{fffd}2J\u{fffd}");
    assert_eq!(one_line("a\u{202e}b\u{2066}c\u{200b}d\u{feff}e\u{ad}f"), "a�b�c�d�e�f");
    assert_eq!(one_line("tag\u{e0041}\u{e007f}"), "tag��");
    assert_eq!(one_line("\u{3164}\u{115f}"), "��");
    assert_eq!(one_line("del\u{7f}nul\0"), "del␡nul␀");
}

#[test]
fn words_are_never_glued_together() {
    assert_eq!(one_line("AAAA\rBBBB\nCC\r\nDD\tEE\u{2028}FF"), "AAAA↵BBBB↵CC↵DD    EE↵FF");
    assert_eq!(display("AAAA\rBBBB\r\nCC\tDD", Lines::Many), "AAAA\nBBBB\nCC    DD");
}

#[test]
fn a_letter_keeps_four_marks_and_a_mark_without_a_letter_gets_a_place() {
    let tower = format!("e{}", "\u{301}".repeat(40));
    assert_eq!(one_line(&tower), format!("e{}", "\u{301}".repeat(4)));
    assert!(has_hidden(&tower));
    assert_eq!(one_line("\u{301}e"), "◌\u{301}e");
    assert_eq!(display("a\n\u{301}", Lines::Many), "a\n◌\u{301}");
}

#[test]
fn joiners_and_selectors_go_so_that_the_width_is_certain() {
    assert_eq!(one_line("❤\u{fe0f}"), "❤");
    assert_eq!(one_line("👩\u{200d}👧"), "👩👧");
    assert_eq!(one_line("👍\u{1f3fd}"), "👍");
    assert!(!has_hidden("👩\u{200d}👧"));
}

#[test]
fn the_reader_is_told_of_what_cannot_be_seen() {
    for hidden in ["a\u{202e}b", "a\u{200b}b", "Mock\u{200d}ford", "x\u{1b}", "y\u{e0041}", "z\u{85}"] {
        assert!(has_hidden(hidden), "{hidden:?}");
    }
    for seen in ["", "plain", "two\nlines\tand a tab", "می\u{200c}شود", "Siân", "2\u{fe0f}"] {
        assert!(!has_hidden(seen), "{seen:?}");
    }
}

#[test]
fn text_is_cut_between_letters_and_the_cut_is_marked() {
    let (unicode, ascii) = (&glyphs::UNICODE, &glyphs::ASCII);
    assert_eq!(truncate("Parental substance use", 20, unicode), "Parental substance …");
    assert_eq!(truncate("Parental substance use", 20, ascii), "Parental substance ~");
    assert_eq!(truncate("王小明", 5, unicode), "王小…");
    assert_eq!(truncate("王小明", 4, unicode), "王…");
    assert_eq!(truncate("Siân", 4, unicode), "Siân");
    assert_eq!(truncate("abc", 1, unicode), "…");
    assert_eq!(truncate("abc", 0, unicode), "");
    assert_eq!(pad("王小明", 4, unicode), "王… ");
    assert_eq!(pad_left("41m late", 9, unicode), " 41m late");
}

#[test]
fn lines_break_between_words_and_long_words_are_split() {
    assert_eq!(wrap("Bruise to ear seen at nursery", 11), ["Bruise to", "ear seen at", "nursery"]);
    assert_eq!(wrap("one\n\ntwo", 10), ["one", "", "two"]);
    assert_eq!(wrap("", 10), [""]);
    assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
    assert_eq!(wrap("王小明", 4), ["王小", "明"]);
    let long = wrap(LONG, 20);
    assert!(long.len() >= 3 && long.iter().all(|line| width(line) <= 20), "{long:?}");
    assert_eq!(long.concat(), LONG);
}

#[test]
fn a_drawn_frame_is_scrubbed_of_what_a_terminal_might_obey() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
    buffer[(0, 0)].set_symbol("e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}");
    buffer[(1, 0)].set_symbol("\u{202e}");
    buffer[(2, 0)].set_symbol("👩\u{200d}👧");
    scrub(&mut buffer);
    let symbols: Vec<&str> = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
    assert_eq!(symbols, ["e\u{301}\u{301}\u{301}\u{301}", "\u{fffd}", "👩", " "]);
}

fn hostile() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        '\u{1b}',
        '\u{9b}',
        '\r',
        '\n',
        '\t',
        '\0',
        '\u{7f}',
        '\u{202e}',
        '\u{2066}',
        '\u{200b}',
        '\u{200d}',
        '\u{feff}',
        '\u{e0041}',
        '\u{301}',
        '\u{fe0f}',
        'a',
        'ل',
        'ا',
        '王',
        '👩',
        '\u{ff9e}',
        '\u{1f3fd}',
        ' ',
    ]);
    prop::collection::vec(prop_oneof![4 => nasty, 1 => any::<char>()], 0..40)
        .prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_that_a_terminal_obeys_survives(text in hostile()) {
        let shown = one_line(&text);
        for c in shown.chars() {
            prop_assert!(matches!(kind(c), Kind::Letter | Kind::Mark), "{c:?} in {shown:?}");
        }
        prop_assert!(!has_hidden(&shown));
    }

    #[test]
    fn showing_twice_changes_nothing(text in hostile()) {
        let once = one_line(&text).into_owned();
        prop_assert_eq!(one_line(&once).into_owned(), once.clone());
        let many = display(&text, Lines::Many).into_owned();
        prop_assert_eq!(display(&many, Lines::Many).into_owned(), many.clone());
        prop_assert_eq!(one_line(&many).into_owned(), once);
    }

    #[test]
    fn the_measure_is_what_the_buffer_draws(text in hostile()) {
        let shown = one_line(&text);
        prop_assert_eq!(width(&shown), drawn(&shown));
    }

    #[test]
    fn cutting_padding_and_wrapping_keep_to_the_width(text in hostile(), cells in 2_usize..30) {
        let shown = display(&text, Lines::Many);
        let single = one_line(&text);
        prop_assert!(width(&truncate(&single, cells, &glyphs::UNICODE)) <= cells);
        prop_assert_eq!(width(&pad(&single, cells, &glyphs::UNICODE)), cells);
        prop_assert_eq!(width(&pad_left(&single, cells, &glyphs::ASCII)), cells);
        let lines = wrap(&shown, cells);
        for line in &lines {
            prop_assert!(width(line) <= cells, "{line:?}");
        }
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(letters(&lines.concat()), letters(&shown));
    }
}

#[test]
fn a_full_stop_stays_with_its_word() {
    assert_eq!(wrap("Everybody was compared.", 22), ["Everybody was", "compared."]);
    assert_eq!(wrap("so far.  Then", 7), ["so far.", "Then"]);
}
