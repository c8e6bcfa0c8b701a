//! Pictures of every screen, and what must hold for all of them.

mod common {
    pub mod looks;
    pub mod snapshot;
    pub mod world;
}

use common::looks::{looked, managed, restricted};
use common::snapshot::{drawn, look, picture, text, tried};
use common::world::{Call, Filed, World, at, contacts, jo, teachers_call};
use dutydesk::app::msg::Msg;
use dutydesk::app::overlay::{Compare, Overlay, Promise};
use dutydesk::domain::close::{self, Close, Closed};
use dutydesk::domain::codes::{Rating, Route};
use dutydesk::domain::command::Command;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::deed::{DeedId, FieldId as F};
use dutydesk::domain::handover::{Kept, SheetId, Signing, Turn};
use dutydesk::domain::ids::ContactId;
use dutydesk::domain::intake::Basis;
use dutydesk::domain::recount::{Affected, shifts};
use dutydesk::domain::schema::QuestionId as Q;
use dutydesk::port::Reply;
use dutydesk::protocols;
use dutydesk::ui::glyphs::{ASCII, UNICODE};
use dutydesk::ui::theme::ThemeName;
use ratatui::style::Modifier;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (120, 40), (200, 60)];

fn contact(size: (u16, u16)) -> World {
    World::new(size).open(teachers_call())
}

fn record(deed: DeedId, typed: &[(F, &str)]) -> Command {
    let typed = typed.iter().map(|(field, words)| (*field, (*words).to_owned())).collect();
    Command::Record { deed, typed }
}

/// The teacher's contact in Stage 2: the police asked and awaited, health asked and answered, the family not told yet.
fn worked(size: (u16, u16)) -> World {
    let asked = |agency, question| {
        let ground =
            [(F::Ground, "reasonable-cause"), (F::Why, "Asking could put the child at risk tonight")];
        let what =
            [(F::Agency, agency), (F::Question, question), (F::Means, "form"), (F::Person, "Duty desk")];
        record(DeedId::AskAgency, &[what, [ground[0], ground[1], (F::Post, ""), (F::Earlier, "")]].concat())
    };
    let answer = record(
        DeedId::AgencyReturn,
        &[
            (F::Agency, "Health"),
            (F::Information, "Seen in March with a broken wrist; the explanation was accepted."),
            (F::Meaning, "A second injury in a year, both on the left side."),
            (F::Heightens, "yes"),
        ],
    );
    let tried = record(DeedId::FamilyTried, &[(F::Said, "No answer; no message was left.")]);
    let contact = Filed(teachers_call())
        .decided("2026-11-24T14:00", Route::Stage2)
        .then("2026-11-24T14:02", &jo(), &asked("Police", "Call-outs to the address in the last year"))
        .then("2026-11-24T14:03", &jo(), &asked("Health", "Injuries, and who explained them"))
        .then("2026-11-24T14:06", &jo(), &answer)
        .then("2026-11-24T14:08", &jo(), &tried);
    World::new(size).open(contact.0)
}

fn promised(mut world: World) -> World {
    world.app.overlays.push(Overlay::Promise(Promise {
        id: ContactId(1042),
        say: vec![
            "Jo Testerby rings you back by 15:00 today on 01632 960201.".into(),
            "Please send the written referral by Wed 25 Nov 13:20.".into(),
        ],
        missing: vec!["Who collects the child, and when?".into()],
        top: 0,
    }));
    world
}

fn conflict(world: World) -> World {
    let mut world = world.keys("e \"the school rang again\"");
    let theirs = teachers_call().history.into_iter().rev().take(2).collect();
    if let Some(Overlay::Form(mine)) = world.app.overlays.pop() {
        world.app.overlays.push(Overlay::Compare(Box::new(Compare { mine: *mine, theirs })));
    }
    world
}

/// The handover screen, with a sheet from the night that waits and one of yesterday that was taken.
fn handover(size: (u16, u16)) -> World {
    let mut world = World::new(size).keys("g h 1");
    let sheet = |n: u32, turn: Turn, by: &str, to: &str, signed: &str, taken: Option<&str>| {
        let signing = Signing {
            turn,
            by: by.into(),
            to: to.into(),
            until: at("2026-11-24T17:20"),
            note: "Quiet after two.".into(),
            contacts: vec![(ContactId(1036), 4), (ContactId(1033), 5)],
            text: "Handover: from the emergency duty team\n\nUNFINISHED RED (1)\n  R-1033  RED  N.T.+2 7y  Domestic abuse".into(),
        };
        let signed_at = at(signed);
        let signed = signing.signed(SheetId(n), vec![ContactId(1036)], |_| "0".repeat(64));
        Kept { signed, at: signed_at, taken: taken.map(|when| (to.to_owned(), at(when))) }
    };
    world.msg(Msg::Store(Reply::Handovers(vec![
        sheet(8, Turn::FromEdt, "Lee Synthley", "Jo Testerby", "2026-11-24T08:50", None),
        sheet(7, Turn::ToEdt, "Jo Testerby", "Lee Synthley", "2026-11-23T17:10", Some("2026-11-23T17:15")),
    ])));
    world
}

/// The handover screen with a daily close of more than a day ago.
fn handover_closed(size: (u16, u16)) -> World {
    let mut world = handover(size);
    let close = Close {
        closed: 4_102,
        hash: "00".repeat(32),
        words: close::words(&[57; 32]),
        by: "Sam Placeham".into(),
        key: String::new(),
        signature: String::new(),
        previous: Some(3_871),
    };
    let closed = Closed { close, at: at("2026-11-23T12:05"), entry: 4_103 };
    world.msg(Msg::Store(Reply::LastClose(Some(closed).into())));
    world
}

/// The afternoon after somebody closed the desk for the next day in the protocol file.
#[expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]
fn moving(size: (u16, u16)) -> World {
    let text = include_str!("../assets/protocols/general.toml");
    let closure = "\n[[closures]]\nfrom = \"2026-11-25\"\nname = \"Boiler broken\"\n";
    let rules = protocols::parse(&format!("{text}{closure}")).expect("a protocol");
    let affected =
        contacts().iter().map(|one| Affected { id: one.id, shifts: shifts(one, &rules) }).collect();
    let mut world = World::new(size);
    world.msg(Msg::Store(Reply::Moves { affected, complete: true }));
    world
}

/// Every screen and box, by name.
fn screens(size: (u16, u16)) -> Vec<(&'static str, World)> {
    let mut welcome = World::new(size);
    welcome.app.screen = dutydesk::app::Screen::Welcome;
    vec![
        ("board", World::new(size)),
        ("board_names", World::new(size).keys("f6 j j")),
        ("board_filter", World::new(size).keys("/ \"amber school\"")),
        ("board_columns", World::new(size).keys("b")),
        ("board_marked", World::new(size).keys("down space down down space")),
        ("many_box", World::new(size).keys("down space down down space V down a")),
        ("moves", moving(size).keys("g v down space")),
        ("board_empty", World::with(&[], size).keys("4")),
        ("horizon", World::new(size).keys("g d j j")),
        ("allocate", contact(size).keys("a")),
        ("hand_back", contact(size).keys("B")),
        ("timeline", contact(size).keys("j j")),
        ("referral", contact(size).keys("2 j j j")),
        ("clocks", contact(size).keys("3")),
        ("decisions", worked(size).keys("4")),
        ("work", worked(size).keys("5 j")),
        ("told", worked(size).keys("6")),
        ("record_menu", worked(size).keys("m down")),
        ("record", worked(size).keys("m r")),
        ("due_menu", worked(size).keys("x")),
        ("welcome", welcome),
        ("palette", World::new(size).keys("ctrl-p \"ra\" down")),
        ("help", World::new(size).keys("?")),
        ("rate", contact(size).keys("r down down tab \"seen by two teachers\"")),
        ("decide", contact(size).keys("d ctrl-s")),
        ("note", contact(size).keys("e \"the school rang again\"")),
        ("start_menu", World::new(size).keys("N down")),
        ("information", contact(size).keys("I \"the school\" tab tab \"A second bruise\"")),
        ("why", contact(size).keys("w")),
        ("script", contact(size).keys("f9")),
        ("promise", promised(World::new(size))),
        ("compare", conflict(contact(size))),
        ("quit", World::new(size).keys("ctrl-q")),
        ("which_key", World::new(size).keys("g")),
        ("handover", handover(size).keys("j j")),
        ("handover_closed", handover_closed(size)),
        ("handover_sign", handover(size).keys("s \"Lee Synthley\" tab \"The keys are in the drawer\"")),
        ("handover_read", handover(size).keys("home enter")),
        ("board_restricted", restricted(size)),
        ("restrict", managed(contact(size)).keys("X tab \"a colleague's niece\"")),
        ("looked", looked(size)),
        ("looked_seen", looked(size).keys("j m \"spoken with\"")),
    ]
}

#[test]
fn every_screen_looks_as_agreed() {
    for size in SIZES {
        for (name, world) in screens(size) {
            insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), picture(&world.app));
        }
    }
}

#[test]
fn no_size_breaks_the_board() {
    let mut world = World::new((80, 24));
    let dark = look(ThemeName::Dark, true);
    for width in 1..=220 {
        for height in 1..=70 {
            world.app.size = (width, height);
            tried(&world.app, &dark);
        }
    }
}

#[test]
fn no_size_breaks_any_screen_or_box_and_the_cursor_is_always_on_the_screen() {
    for (name, mut world) in screens((80, 24)) {
        for width in (1..=58).step_by(19).chain([59, 60, 79, 80, 109, 110, 179, 180, 220]) {
            for height in (1..=14).step_by(6).chain([15, 16, 23, 24, 32, 37, 49, 50, 70]) {
                world.app.size = (width, height);
                let unicode = (width + height) % 2 == 0;
                let (buffer, cursor) = drawn(&world.app, &look(ThemeName::Mono, unicode));
                assert!(buffer.area.contains(cursor), "{name} {width}x{height}: {cursor}");
            }
        }
    }
}

#[test]
fn every_screen_of_a_training_desk_says_so_at_every_size() {
    for size in SIZES.into_iter().chain([(44, 9)]) {
        for (name, world) in screens(size) {
            let shown = text(&drawn(&world.app, &look(ThemeName::Dark, true)).0);
            assert!(shown.contains("TRAINING"), "{name} {size:?}\n{shown}");
        }
    }
}

#[test]
fn the_cursor_stands_on_the_selected_row_of_the_board() {
    for size in SIZES {
        let mut world = World::new(size);
        for _ in 0..12 {
            let id = world.app.board.selected.expect("a row").to_string();
            let (buffer, cursor) = drawn(&world.app, &look(ThemeName::Dark, true));
            let line = text(&buffer).lines().nth(usize::from(cursor.y)).unwrap_or_default().to_owned();
            assert!(line.contains(&id), "{size:?} {id}: {line}");
            world = world.keys("j");
        }
    }
}

#[test]
fn late_is_reversed_and_says_so_in_words_and_a_sign_in_every_theme() {
    for theme in ThemeName::ALL {
        // The selection stands on another row.
        let world = World::new((80, 24)).keys("j j");
        let (buffer, _) = drawn(&world.app, &look(theme, true));
        let shown = text(&buffer);
        let y = shown.lines().position(|line| line.contains("R-1031")).expect("the late row");
        let line = shown.lines().nth(y).unwrap_or_default();
        let x = line.chars().position(|c| c == '!').expect("the sign of late");
        assert!(line.contains("! 41m late"), "{line}");
        let cell = &buffer[(u16::try_from(x).expect("small"), u16::try_from(y).expect("small"))];
        assert!(cell.modifier.contains(Modifier::REVERSED | Modifier::BOLD), "{theme}");
    }
}

/// Takes every row off the board that is not wanted, without putting the rest in order again.
fn keep(world: &mut World, wanted: impl Fn(ContactId) -> bool) {
    let gone: Vec<ContactId> = world.app.board.rows.ids().filter(|id| !wanted(*id)).collect();
    for id in gone {
        world.app.board.rows.remove(id);
    }
}

#[test]
fn with_ascii_signs_every_screen_is_ascii_but_for_letters_of_names() {
    let plain: Vec<Contact> = contacts().into_iter().filter(|c| !matches!(c.id.0, 1039 | 1040)).collect();
    for size in SIZES {
        for (name, mut world) in screens(size) {
            keep(&mut world, |id| plain.iter().any(|contact| contact.id == id));
            // The handover sheet is made anew when something comes from the record.
            let calls = world.app.board.drafts.clone();
            world.msg(Msg::Store(Reply::Drafts(calls)));
            let (buffer, _) = drawn(&world.app, &look(ThemeName::Mono, false));
            let odd: Vec<&str> =
                buffer.content.iter().map(ratatui::buffer::Cell::symbol).filter(|s| !s.is_ascii()).collect();
            assert!(odd.is_empty(), "{name} {size:?}: {odd:?}");
        }
    }
    assert_ne!(ASCII, UNICODE);
}

#[test]
fn a_red_hidden_by_the_filter_is_not_hidden_when_it_is_late() {
    let world = World::new((80, 24)).keys("/ \"green\" enter");
    let shown = text(&drawn(&world.app, &look(ThemeName::Dark, true)).0);
    assert!(shown.contains("1 late RED not shown"), "{shown}");
    assert!(shown.contains("filter: green"), "{shown}");
}

#[test]
fn names_are_initials_until_they_are_asked_for() {
    let hidden = contact((120, 40)).keys("2");
    let shown = text(&drawn(&hidden.app, &look(ThemeName::Dark, true)).0);
    assert!(!shown.contains("Sampleton") && !shown.contains("Mockford"), "{shown}");
    let asked = hidden.keys("f6");
    let shown = text(&drawn(&asked.app, &look(ThemeName::Dark, true)).0);
    assert!(shown.contains("Ash Sampleton") && shown.contains("Pat Mockford"), "{shown}");
}

#[test]
fn only_the_rows_in_the_window_are_drawn_whatever_the_length_of_the_list() {
    let many = |n: u64| {
        let calls: Vec<Contact> = (0..n)
            .map(|k| {
                Call::new(2000 + k, "2026-11-24T10:00", "2A", "Bruise")
                    .child("Ash", "Sampleton", "9y")
                    .filed()
                    .0
            })
            .collect();
        let mut world = World::with(&calls, (80, 24));
        // Rows that are missing would leave their lines blank; only those of the window may matter.
        let seen: Vec<ContactId> = world.app.board.order.iter().copied().take(14).collect();
        let before = text(&drawn(&world.app, &look(ThemeName::Dark, true)).0);
        keep(&mut world, |id| seen.contains(&id) || id.0 == 2000 + n - 1);
        (before, text(&drawn(&world.app, &look(ThemeName::Dark, true)).0))
    };
    let list = |shown: &str| shown.lines().skip(3).take(16).map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = many(300);
    assert_eq!(list(&before), list(&after));
    assert!(before.contains("1–14 of 301"), "{before}");
}

/// Text that tries to reach the terminal as a control, to reorder what is read, or to break the layout.
fn hostile() -> Vec<String> {
    let mut all: Vec<String> = (0..32_u32)
        .chain(127..160)
        .filter_map(char::from_u32)
        .map(|c| format!("before{c}[31mafter{c}"))
        .collect();
    for text in [
        "\x1b]0;title\x07",
        "\x1b]52;c;c2VjcmV0\x07",
        "\x1b[2J\x1b[H",
        "\x1b[?1049l",
        "\x1bP+q544e\x1b\\",
        "\u{9b}31m",
        "\u{202e}reversed",
        "\u{2066}isolate\u{2069}",
        "a\u{200b}b\u{200d}c\u{feff}",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
        "\u{301}mark first",
        "tab\there\r\nand\nthere\r",
        "👩‍👩‍👧‍👦 family ☎️",
        "\u{e0041}\u{e0042}",
        "王小明 اَمينة Nguyễn",
        "\u{7f}\u{0}\u{8}\u{8}\u{8}",
    ] {
        all.push(text.to_owned());
    }
    all
}

#[test]
fn no_control_and_no_direction_of_what_people_typed_reaches_the_screen() {
    assert!(hostile().len() >= 50);
    for payload in hostile() {
        let call = Call::new(1050, "2026-11-24T13:00", "2A", &payload)
            .child(&payload, &payload, "9y")
            .says(Q::CallerName, &payload)
            .says(Q::CallerOrganisation, &payload)
            .says(Q::CallerPhone, &payload)
            .about_child(Q::ChildWhere, &payload)
            .line(&payload, Basis::Told, &payload)
            .note("2026-11-24T13:01", &payload, false)
            .filed()
            .then("2026-11-24T13:10", &jo(), &Command::AddNote { text: format!("x{payload}") })
            .then(
                "2026-11-24T13:11",
                &jo(),
                &Command::Rate { rating: Rating::Red, reason: format!("x{payload}") },
            )
            .0;
        let size = (120, 40);
        let board = || World::with(std::slice::from_ref(&call), size);
        let opened = || board().open(call.clone());
        let typed = {
            let mut world = opened().keys("e");
            world.msg(dutydesk::app::msg::Msg::Paste { text: payload.clone(), dropped: 0 });
            world
        };
        let filtered = {
            let mut world = board().keys("/");
            world.msg(dutydesk::app::msg::Msg::Paste { text: payload.clone(), dropped: 0 });
            world
        };
        let worlds = vec![
            board().keys("j f6"),
            board().keys("b"),
            board().keys("g d - j f6"),
            opened(),
            opened().keys("2 f6"),
            opened().keys("3"),
            opened().keys("4"),
            opened().keys("w"),
            board().keys("g h 1 f6"),
            typed,
            filtered,
        ];
        for world in worlds {
            let (buffer, _) = drawn(&world.app, &look(ThemeName::Dark, true));
            for cell in &buffer.content {
                let bad = cell.symbol().chars().find(|c| {
                    c.is_control()
                        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
                });
                assert_eq!(bad, None, "{payload:?}");
            }
        }
    }
}

#[test]
fn the_picture_is_of_the_afternoon_it_says() {
    let world = World::new((80, 24));
    assert_eq!(world.app.now, at("2026-11-24T14:10") + chrono::TimeDelta::seconds(12));
}
