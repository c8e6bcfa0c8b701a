//! Pictures of the locked desk, and what must hold for every one of them.

mod common {
    pub mod snapshot;
    #[expect(dead_code, reason = "a part of the invented desk is used here")]
    pub mod world;
}

use common::snapshot::{drawn, look, picture, text, tried};
use common::world::{World, at, jo};
use dutydesk::app::msg::Msg;
use dutydesk::app::{App, Setting};
use dutydesk::domain::ids::UserId;
use dutydesk::port::{Opened, Reply};
use dutydesk::ui::glyphs::UNICODE;
use dutydesk::ui::theme::ThemeName;

const SIZES: [(u16, u16); 5] = [(44, 9), (60, 16), (80, 24), (120, 40), (200, 60)];

/// The afternoon, locked.
fn locked(size: (u16, u16), training: bool) -> World {
    let mut world = World::new(size);
    world.app.setting.training = training;
    world = world.keys("f12");
    world.msg(Msg::Store(Reply::Locked));
    world.msg(Msg::Tick(at("2026-11-24T14:27")));
    world
}

fn wrong(size: (u16, u16)) -> World {
    let mut world = locked(size, false).keys("\"no\" enter");
    let why = "The name or the passphrase is wrong, and too many wrong ones were given.";
    world.msg(Msg::Store(Reply::StillLocked {
        why: why.to_owned(),
        wrong: true,
        wait: Some(chrono::TimeDelta::seconds(30)),
    }));
    world.msg(Msg::Tick(at("2026-11-24T14:27") + chrono::TimeDelta::seconds(6)));
    world
}

fn choosing(size: (u16, u16)) -> World {
    let mut world = locked(size, false).keys("\"given\" enter");
    let opened = Opened { actor: jo(), must_change: true, team: None, boxes: Vec::new() };
    world.msg(Msg::Store(Reply::Unlocked(Box::new(opened))));
    world.keys("\"ripe plums over the wall\" enter \"ripe pl\"")
}

fn started(size: (u16, u16)) -> World {
    let mut world = World::new(size);
    let setting = Setting { training: false, actor: App::nobody(), ..world.app.setting.clone() };
    world.app = App::locked(setting, at("2026-11-24T08:41"), &UserId(String::new()), None);
    world.app.size = size;
    world.keys("\"j.test\"")
}

fn unsaved(size: (u16, u16)) -> World {
    let mut world = locked(size, true);
    if let Some(lock) = world.app.lock.as_mut() {
        lock.unsaved = 2;
    }
    world
}

fn screens(size: (u16, u16)) -> Vec<(&'static str, World)> {
    vec![
        ("lock", locked(size, false).keys("\"seven red lorries\"")),
        ("lock_training", locked(size, true)),
        ("lock_wrong", wrong(size)),
        ("lock_choosing", choosing(size)),
        ("lock_started", started(size)),
        ("lock_unsaved", unsaved(size)),
    ]
}

#[test]
fn every_locked_screen_looks_as_agreed() {
    for size in SIZES {
        for (name, world) in screens(size) {
            insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), picture(&world.app));
        }
    }
}

#[test]
fn nothing_of_the_desk_stands_on_a_locked_screen() {
    for size in SIZES {
        let board = text(&drawn(&World::new(size).app, &look(ThemeName::Dark, true)).0);
        for (name, world) in screens(size) {
            let shown = text(&drawn(&world.app, &look(ThemeName::Dark, true)).0);
            for word in ["R-10", "Specimen", "Testerby", "A.S.", "lorries"] {
                assert!(!shown.contains(word), "{name} {size:?} shows {word}\n{shown}");
            }
        }
        assert!(size.0 < 60 || board.contains("R-10"), "the test can fail");
    }
}

#[test]
fn no_size_breaks_a_locked_screen_and_the_cursor_is_always_on_it() {
    for (name, mut world) in screens((80, 24)) {
        for width in (1..=58).step_by(3).chain([59, 60, 79, 80, 109, 110, 179, 180, 220]) {
            for height in (1..=26).chain([32, 37, 49, 50, 70]) {
                world.app.size = (width, height);
                let (buffer, cursor) = drawn(&world.app, &look(ThemeName::Mono, (width + height) % 2 == 0));
                assert!(buffer.area.contains(cursor), "{name} {width}x{height}: {cursor}");
            }
        }
    }
}

#[test]
fn the_length_of_a_passphrase_is_hidden_beyond_thirty_two() {
    let long = format!("\"{}\"", "x".repeat(40));
    let shown = text(&drawn(&locked((80, 24), false).keys(&long).app, &look(ThemeName::Dark, true)).0);
    assert_eq!(shown.matches(UNICODE.mask).count(), 32);
}

#[test]
fn a_locked_training_desk_says_so_at_every_size() {
    for size in SIZES {
        let shown = text(&drawn(&locked(size, true).app, &look(ThemeName::Dark, true)).0);
        assert!(shown.contains("TRAINING"), "{size:?}\n{shown}");
    }
}

#[test]
fn the_999_script_is_a_key_away_and_closes_by_any_key() {
    let world = locked((80, 24), false).keys("f9");
    let shown = text(&drawn(&world.app, &look(ThemeName::Dark, true)).0);
    assert!(shown.contains("999"), "{shown}");
    let world = world.keys("x");
    tried(&world.app, &look(ThemeName::Light, false));
    assert!(world.app.lock.as_ref().is_some_and(|lock| !lock.script && lock.typed.is_empty()));
}
