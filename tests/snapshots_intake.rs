//! Pictures of a call being taken, and what must hold for them at every size.

mod common {
    #[expect(dead_code, reason = "a part of the harness is used here")]
    pub mod desk;
    pub mod styled;
}

use common::desk::Desk;
use common::styled;
use dutydesk::app::App;
use dutydesk::app::msg::Msg;
use dutydesk::ui;
use dutydesk::ui::palettes::Depth;
use dutydesk::ui::theme::{Look, ThemeName};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::Modifier;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (120, 40), (200, 60)];
const DARK: ThemeName = ThemeName::Dark;

/// Draws the desk, and gives the cells and where the cursor stands, if it is shown.
fn drawn(app: &App, size: (u16, u16), theme: ThemeName) -> (Buffer, Position) {
    let look = Look::new(theme, Depth::TrueColour, true);
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let frame = terminal.draw(|frame| ui::draw(frame, app, &look)).unwrap();
    let buffer = frame.buffer.clone();
    (buffer, terminal.get_cursor_position().unwrap())
}

fn text(buffer: &Buffer) -> String {
    let row = |cells: &[Cell]| cells.iter().map(Cell::symbol).collect::<String>().trim_end().to_owned();
    let rows: Vec<String> = buffer.content.chunks(usize::from(buffer.area.width)).map(row).collect();
    rows.join("\n")
}

/// A teacher's call at ten past two, as it stands a few minutes later.
fn teachers_call() -> Desk {
    let mut desk = Desk::new("2026-11-24T14:10");
    desk.keys("f2 2 enter").keys("\"Pat Mockford\" enter \"01632 960201\" enter");
    desk.keys("\"safeguarding lead\" enter \"Placeham Primary\" enter");
    desk.clock("2026-11-24T14:12")
        .keys("f4")
        .text("lives with mum and two brothers\nmum works nights Thu to Sat\n")
        .keys("f4");
    desk.keys("ctrl-g 2 \"Ana\" enter \"Sampleton\" enter \"about 10\" enter");
    desk.clock("2026-11-24T14:14").keys("ctrl-g 3 \"Belt mark on the left arm\" enter");
    desk.text("Saw a red mark on her left arm at morning registration, as long as a hand\n");
    desk.text("Her brother (15) hit her with a belt on Saturday night").keys("f5");
    desk.keys("tab").text("It happens when mum is out").keys("tab p space tab \"Sat evening\" tab tab space");
    desk.clock("2026-11-24T14:16").wait(42_000);
    desk
}

const STEPS: [(&str, &str); 8] = [
    ("caller", "ctrl-g 1"),
    ("concern", CONCERN),
    ("safety", "ctrl-g 4"),
    ("share", "ctrl-g 6 ctrl-n \"the mark and where it is\" tab f8 f8 \"nobody asked yet\""),
    ("details", "ctrl-g 8"),
    ("review", "ctrl-s"),
    ("weigh", "ctrl-l"),
    ("body", BODY),
];
/// Two marks on the body map, the second being described.
const BODY: &str = "ctrl-o right right right right right enter \"as long as a hand\" tab \"red\" enter \"the caller\" esc tab down enter \"1 cm\" tab";
/// To the narrative, its second line.
const CONCERN: &str = "ctrl-g 3 shift-tab shift-tab shift-tab shift-tab";

fn sized(mut desk: Desk, size: (u16, u16)) -> Desk {
    desk.msg(Msg::Resize(size.0, size.1));
    desk
}

#[test]
fn a_call_looks_like_this() {
    for (name, keys) in STEPS {
        for size in SIZES {
            let mut desk = sized(teachers_call(), size);
            desk.keys(keys).wait(2_000);
            for theme in [DARK, ThemeName::Mono] {
                let (buffer, cursor) = drawn(&desk.app, size, theme);
                let picture = format!("cursor at {cursor}\n{}", styled::format(&buffer));
                insta::assert_snapshot!(format!("intake-{name}-{}x{}-{theme}", size.0, size.1), picture);
            }
        }
    }
}

#[test]
fn what_cannot_wait_is_on_screen_at_every_size_and_step() {
    for size in SIZES {
        for step in 1..=9 {
            let mut desk = sized(teachers_call(), size);
            desk.keys(&format!("ctrl-g {step}"));
            let shown = text(&drawn(&desk.app, size, DARK).0);
            for words in ["medical", "where", "collects", "danger", "others", "999", "CALL", "Saved"] {
                assert!(shown.contains(words), "{words} {size:?} step {step}\n{shown}");
            }
        }
    }
}

#[test]
fn an_urgent_question_that_is_answered_or_not_known_is_not_asked_again() {
    for size in SIZES {
        let mut desk = sized(teachers_call(), size);
        desk.keys("ctrl-g 4 \"in class\" tab f8 tab f8 tab \"15:15\" tab f8 tab n space tab f8 ctrl-g 5");
        let shown = text(&drawn(&desk.app, size, DARK).0);
        assert!(shown.contains("urgent"), "nothing urgent is open: {size:?}\n{shown}");
        assert!(!shown.contains("who collects"), "{size:?}\n{shown}");
    }
}

/// The letter before the cursor.
fn before_cursor(desk: &Desk, size: (u16, u16)) -> String {
    let (buffer, cursor) = drawn(&desk.app, size, DARK);
    let before = (1..=cursor.x).map(|back| buffer[(cursor.x - back, cursor.y)].symbol());
    // The second cell of a wide letter is empty.
    before.map(str::to_owned).find(|symbol| symbol != " ").unwrap_or_default()
}

#[test]
fn the_cursor_stands_behind_the_last_letter_wherever_one_types() {
    let long = "a line that is much longer than any of the fields it could be typed into, at any of the four sizes, so that it \
                moves along with what is typed at its very end: 王小明 said Siân";
    for size in SIZES {
        for keys in ["ctrl-g 1 shift-tab", CONCERN, "ctrl-g 4", "ctrl-g 6 f4", "f4", "ctrl-s f4"] {
            for letter in ["x", "王", "ñ"] {
                let mut desk = sized(teachers_call(), size);
                desk.keys(keys).text(long).text(letter);
                assert_eq!(before_cursor(&desk, size), letter, "{keys} {size:?}");
                desk.text(" more").keys("left left left left left");
                assert_eq!(before_cursor(&desk, size), letter, "{keys} {size:?}, moved back");
            }
        }
    }
}

#[test]
fn on_a_choice_the_cursor_stands_on_the_highlighted_value() {
    for size in SIZES {
        let mut desk = sized(teachers_call(), size);
        desk.keys("ctrl-g 4 tab tab tab tab tab right");
        let (buffer, cursor) = drawn(&desk.app, size, ThemeName::Mono);
        let row: String = (cursor.x - 1..cursor.x + 5).map(|x| buffer[(x, cursor.y)].symbol()).collect();
        assert_eq!(row, "( ) No", "{size:?}");
        assert!(buffer[cursor].modifier.contains(Modifier::REVERSED));
    }
}

#[test]
fn no_size_breaks_it_and_the_cursor_stays_on_the_screen() {
    let calls = [
        "ctrl-g 1",
        CONCERN,
        "ctrl-g 4 tab tab tab tab",
        "ctrl-g 5 ctrl-n",
        "ctrl-s",
        "ctrl-s f4",
        "ctrl-g 2 ctrl-n f4",
    ];
    let mut desks: Vec<Desk> = calls
        .iter()
        .map(|keys| {
            let mut desk = teachers_call();
            desk.keys(keys).text("王小明 said Siân");
            desk
        })
        .collect();
    let mut advice = Desk::new("2026-11-24T15:30");
    advice.keys("N c");
    desks.push(advice);
    let edges =
        [(59, 15), (60, 16), (79, 23), (80, 24), (109, 31), (110, 32), (179, 49), (180, 50), (220, 70)];
    let many = (1..=220).step_by(9).flat_map(|width| (1..=70).step_by(4).map(move |height| (width, height)));
    for (n, (width, height)) in many.chain(edges).enumerate() {
        // Every call is drawn at the edges, and each size with two of them.
        let all = edges.contains(&(width, height));
        let count = desks.len();
        for (_, desk) in desks.iter_mut().enumerate().filter(|(at, _)| all || (n + at) % (count / 2) == 0) {
            desk.msg(Msg::Resize(width, height));
            let (_, cursor) = drawn(&desk.app, (width, height), DARK);
            assert!(cursor.x < width && cursor.y < height, "{width}x{height} {cursor}");
        }
    }
}

#[test]
fn a_school_that_rings_after_three_is_told_that_it_cannot_be_kept() {
    for size in SIZES {
        let mut desk = sized(Desk::new("2026-11-24T15:30"), size);
        desk.keys("f2 2 enter");
        let shown = text(&drawn(&desk.app, size, DARK).0);
        let words = if size.0 == 60 { "Caller told by 15:30 tomorrow" } else { "not achievable" };
        assert!(shown.contains(words), "{size:?}\n{shown}");
    }
}

#[test]
fn a_collection_before_three_moves_the_promise_while_the_call_lasts() {
    for size in SIZES {
        let mut desk = sized(teachers_call(), size);
        desk.keys("ctrl-g 4 tab tab tab \"2.45pm\"");
        let shown = text(&drawn(&desk.app, size, DARK).0);
        assert!(shown.contains("told before 14:45 today"), "{size:?}\n{shown}");
    }
}

#[test]
fn answers_without_a_value_are_said_in_words() {
    for size in SIZES {
        let mut desk = sized(teachers_call(), size);
        desk.keys("ctrl-g 4 f8 tab f8 f8");
        let shown = text(&drawn(&desk.app, size, DARK).0);
        // The list of states: not known yet, not asked, refused, does not apply.
        assert!(shown.contains("not known yet") && shown.contains("not asked"), "{size:?}\n{shown}");
    }
}

#[test]
fn a_word_being_typed_is_not_questioned_and_a_pause_is_enough() {
    let size = (80, 24);
    let mut desk = sized(teachers_call(), size);
    desk.keys("ctrl-g 4 tab tab tab \"3\"");
    assert!(!text(&drawn(&desk.app, size, DARK).0).contains("Morning or afternoon"));
    desk.wait(2_000);
    assert!(text(&drawn(&desk.app, size, DARK).0).contains("Morning or afternoon? Type 3am or 3pm"));
}

#[test]
fn nothing_moves_while_a_time_is_typed() {
    let size = (80, 24);
    let mut desk = sized(teachers_call(), size);
    desk.keys("ctrl-g 4 tab tab tab");
    let below = |desk: &Desk| {
        let shown = text(&drawn(&desk.app, size, DARK).0);
        shown.lines().position(|line| line.contains("Emergency medical")).unwrap()
    };
    let at = below(&desk);
    for letter in "15:15x".chars() {
        desk.text(&letter.to_string()).wait(2_000);
        assert_eq!(below(&desk), at, "after {letter}");
    }
}

#[test]
fn a_save_that_fails_is_said_loudly() {
    for size in SIZES {
        let mut desk = sized(teachers_call(), size);
        desk.record.broken = true;
        desk.keys("ctrl-g 3 \"more\"").wait(5_000);
        let shown = text(&drawn(&desk.app, size, DARK).0);
        assert!(shown.contains("NOT SAVED since 14:16"), "{size:?}\n{shown}");
    }
}

#[test]
fn danger_now_calls_for_999_on_every_step() {
    for size in SIZES {
        let mut desk = sized(teachers_call(), size);
        desk.keys("ctrl-g 4 tab tab tab tab tab space ctrl-g 1");
        let (buffer, _) = drawn(&desk.app, size, ThemeName::Mono);
        let shown = text(&buffer);
        assert!(
            shown.contains("! IN DANGER NOW: 999") || shown.contains("! DANGER: 999"),
            "{size:?}\n{shown}"
        );
        let alert = buffer.content.iter().filter(|cell| cell.modifier.contains(Modifier::REVERSED)).count();
        assert!(alert > 10, "it is reversed where there is no colour");
    }
}

#[test]
fn what_was_typed_can_never_command_the_terminal() {
    let size = (80, 24);
    let mut desk = sized(teachers_call(), size);
    desk.keys(CONCERN).msg(Msg::Paste { text: "\u{1b}[2J\u{9b}31m\u{202e}evil\u{7}".into(), dropped: 0 });
    desk.keys("f4").msg(Msg::Paste { text: "\u{1b}]0;title\u{7}".into(), dropped: 0 });
    let (buffer, _) = drawn(&desk.app, size, DARK);
    let unsafe_one =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(buffer.content.iter().all(|cell| !cell.symbol().chars().any(unsafe_one)));
    assert!(text(&buffer).contains("␛[2J"));
}

#[test]
fn a_consultation_asks_for_no_child_and_shows_its_own_clock() {
    for size in SIZES {
        let mut desk = sized(Desk::new("2026-11-24T10:00"), size);
        desk.keys("N c 3 enter");
        let shown = text(&drawn(&desk.app, size, DARK).0);
        assert!(shown.contains("by 17:20 tomorrow"), "{size:?}\n{shown}");
        assert!(!shown.contains("2 Child"), "{size:?}\n{shown}");
    }
}

#[test]
fn of_an_unborn_child_the_mother_is_asked_for() {
    for size in SIZES {
        let mut desk = sized(Desk::new("2026-11-24T10:00"), size);
        desk.keys("f2 ctrl-g 2 tab tab \"due 3/3/2027\" enter ctrl-g 4");
        let (buffer, cursor) = drawn(&desk.app, size, DARK);
        let shown = text(&buffer);
        assert!(shown.contains("mother") && !shown.contains("collects"), "{size:?}\n{shown}");
        let picture = format!("cursor at {cursor}\n{}", styled::format(&buffer));
        insta::assert_snapshot!(format!("intake-unborn-{}x{}-{DARK}", size.0, size.1), picture);
    }
}

#[test]
fn nobody_is_asked_before_hanging_up_who_is_not_on_the_telephone() {
    let size = (120, 40);
    let shown = |keys: &str| {
        let mut desk = sized(Desk::new("2026-11-24T10:00"), size);
        desk.keys(keys);
        text(&drawn(&desk.app, size, DARK).0)
    };
    assert!(shown("f2").contains("Ask before hanging up"));
    let police = shown("f10 p");
    assert!(police.contains("Find out first") && !police.contains("hanging up"), "{police}");
}
