use proptest::prelude::*;

use super::*;

fn read(bytes: &[u8]) -> Vec<Event> {
    let mut parser = Parser::default();
    let mut events = parser.feed(bytes);
    events.extend(parser.flush());
    events
}

/// Keys by their names in the settings; anything else as debug text.
fn names(bytes: &[u8]) -> Vec<String> {
    let name = |event: Event| match event {
        Event::Key(key) => key.config_name(),
        other => format!("{other:?}"),
    };
    read(bytes).into_iter().map(name).collect()
}

#[test]
fn every_key_of_the_keymap_arrives_from_the_terminals_people_use() {
    for (bytes, name) in [
        ("a", "a"),
        ("é", "é"),
        ("€", "€"),
        ("王", "王"),
        (" ", "space"),
        ("\x13", "ctrl-s"),
        ("\x10", "ctrl-p"),
        ("\x00", "ctrl-space"),
        ("\r", "enter"),
        ("\n", "enter"),
        ("\t", "tab"),
        ("\x1b[Z", "shift-tab"),
        ("\x7f", "backspace"),
        ("\x08", "backspace"),
        ("\x1b", "esc"),
        ("\x1b[A", "up"),
        ("\x1bOB", "down"),
        ("\x1b[1;5C", "ctrl-right"),
        ("\x1b[1;2A", "shift-up"),
        ("\x1b[1;6D", "ctrl-shift-left"),
        ("\x1b[H", "home"),
        ("\x1b[1~", "home"),
        ("\x1b[7~", "home"),
        ("\x1bOF", "end"),
        ("\x1b[4~", "end"),
        ("\x1b[5~", "pgup"),
        ("\x1b[6~", "pgdn"),
        ("\x1b[3~", "del"),
        ("\x1b[2~", "ins"),
        ("\x1bOP", "f1"),
        ("\x1b[11~", "f1"),
        ("\x1b[[A", "f1"),
        ("\x1b[[E", "f5"),
        ("\x1b[15~", "f5"),
        ("\x1b[17~", "f6"),
        ("\x1b[20~", "f9"),
        ("\x1b[24~", "f12"),
        ("\x1b[1;2P", "shift-f1"),
    ] {
        assert_eq!(names(bytes.as_bytes()), [name], "{bytes:?}");
    }
}

#[test]
fn escape_then_a_letter_is_two_keys_because_there_is_no_alt() {
    assert_eq!(names(b"\x1bj"), ["esc", "j"]);
    assert_eq!(names(b"\x1b\x1b"), ["esc", "esc"]);
    assert_eq!(names("\x1bé".as_bytes()), ["esc", "é"]);
    assert_eq!(names(b"\x1bOlive"), ["esc", "O", "l", "i", "v", "e"]);
    assert_eq!(names(b"\x1b["), ["esc", "["]);
    assert_eq!(names(b"\x1b[1;3A"), [] as [String; 0]);
}

#[test]
fn a_sequence_cut_in_two_by_the_network_is_one_key() {
    let mut parser = Parser::default();
    assert_eq!(parser.feed(b"\x1b"), []);
    assert_eq!(parser.waits(), Some(ESCAPE_WAIT));
    assert_eq!(parser.feed(b"[1;"), []);
    assert_eq!(parser.feed(b"5C"), [Event::Key(Key::new(KeyCode::Right, true, false))]);
    assert_eq!(parser.waits(), None);
    assert_eq!(parser.feed(&"ê".as_bytes()[..1]), []);
    assert_eq!(parser.feed(&"ê".as_bytes()[1..]), [Event::Key(Key::char('ê'))]);
}

#[test]
fn three_thousand_bytes_at_once_are_a_thousand_keys() {
    let events = read(&b"\x1b[B".repeat(1_000));
    assert_eq!(events.len(), 1_000);
    assert!(events.iter().all(|event| *event == Event::Key(Key::plain(KeyCode::Down))));
}

#[test]
fn a_paste_is_text_whatever_is_in_it() {
    let text = |text: &str| Event::Paste { text: text.to_owned(), dropped: 0 };
    assert_eq!(read(b"\x1b[200~line one\rline two\r\nthree\x1b[201~"), [text("line one\nline two\nthree")]);
    assert_eq!(
        read("\x1b[200~\u{9b}2J\x1b[31m\x11q\ttab\x1b[201~x".as_bytes()),
        [text("2J[31mq\ttab"), Event::Key(Key::char('x'))]
    );
    assert_eq!(read(b"\x1b[200~\x1b[201~"), [text("")]);
}

#[test]
fn a_paste_that_never_ends_is_taken_as_it_is_and_keys_are_keys_again() {
    let mut parser = Parser::default();
    assert_eq!(parser.feed(b"\x1b[200~half"), []);
    assert_eq!(parser.waits(), Some(PASTE_WAIT));
    assert_eq!(parser.flush(), [Event::Paste { text: "half".to_owned(), dropped: 0 }]);
    assert_eq!(parser.feed(b"q"), [Event::Key(Key::char('q'))]);
}

#[test]
fn a_paste_is_cut_at_its_limit_and_the_rest_is_counted() {
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.extend(std::iter::repeat_n(b'x', MOST_PASTED + 40));
    bytes.extend(PASTE_END);
    bytes.push(b'k');
    let events = read(&bytes);
    let [Event::Paste { text, dropped: 40 }, Event::Key(_)] = events.as_slice() else {
        panic!("{} events", events.len());
    };
    assert_eq!(text.len(), MOST_PASTED);
}

#[test]
fn only_a_left_press_the_wheel_and_the_focus_are_heard() {
    assert_eq!(read(b"\x1b[<0;10;5M"), [Event::Press(9, 4)]);
    assert_eq!(read(b"\x1b[<64;10;5M"), [Event::Wheel(true)]);
    assert_eq!(read(b"\x1b[<65;10;5M"), [Event::Wheel(false)]);
    assert_eq!(read(b"\x1b[I\x1b[O"), [Event::Focus(true), Event::Focus(false)]);
    for ignored in
        ["\x1b[<0;10;5m", "\x1b[<2;10;5M", "\x1b[<35;10;5M", "\x1b[M !!", "\x1b[24;80R", "\x1b[?62;4c"]
    {
        assert_eq!(read(ignored.as_bytes()), [], "{ignored:?}");
    }
}

#[test]
fn controls_that_no_keyboard_has_are_not_typed() {
    assert_eq!(names("a\u{9b}b\u{85}c".as_bytes()), names(b"abc"));
}

#[test]
fn broken_characters_are_shown_as_such_and_swallow_nothing() {
    assert_eq!(names(b"\xffa"), ["\u{fffd}", "a"]);
    assert_eq!(names(b"\xc3a"), ["\u{fffd}", "a"]);
    assert_eq!(names(b"\xe7\x8e\x1b[A"), ["\u{fffd}", "up"]);
    assert_eq!(names(b"\xc3"), ["\u{fffd}"]);
}

proptest! {
    #[test]
    fn any_bytes_in_any_pieces_give_the_same_events(bytes in prop::collection::vec(
        prop_oneof![3 => prop::sample::select(b"\x1b[O<;0159~MABZIabc \r\x7f".to_vec()), 1 => any::<u8>()], 0..200
    ), cut in 0_usize..200) {
        let whole = read(&bytes);
        let (one, two) = bytes.split_at(cut.min(bytes.len()));
        let mut parser = Parser::default();
        let mut events = parser.feed(one);
        events.extend(parser.feed(two));
        events.extend(parser.flush());
        prop_assert_eq!(events, whole);
        prop_assert_eq!(parser.waits(), None);
    }

    #[test]
    fn whatever_is_typed_arrives(text in "[ -~à-ÿÀ-Ö一-三]{0,60}") {
        let typed: String = read(text.as_bytes()).into_iter().filter_map(|event| match event {
            Event::Key(key) => key.typed(),
            _ => None,
        }).collect();
        prop_assert_eq!(typed, text);
    }
}
