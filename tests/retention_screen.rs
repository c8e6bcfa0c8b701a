//! The managers' retention screen: its pictures, and what its keys ask of the record.
#![expect(clippy::expect_used, clippy::panic, reason = "a helper of a test may fail loudly")]

mod common {
    pub mod sizes;
    #[expect(dead_code, reason = "every picture here is looked at")]
    pub mod snapshot;
    #[expect(dead_code, reason = "these pictures need a part of the afternoon only")]
    pub mod world;
}

use chrono::NaiveDate;
use common::sizes::fits_every_size;
use common::snapshot::{drawn, look, picture, text};
use common::world::{World, at, jo, person};
use dutydesk::app::Screen;
use dutydesk::app::action::Action;
use dutydesk::app::effect::{Effect, Effects};
use dutydesk::app::key::Key;
use dutydesk::app::msg::Msg;
use dutydesk::app::overlay::Overlay;
use dutydesk::app::update;
use dutydesk::domain::actor::Actor;
use dutydesk::domain::codes::Role;
use dutydesk::domain::ids::ContactId;
use dutydesk::domain::retention::erasure::{Asked, Erased, Proposal, Target};
use dutydesk::domain::retention::listing::{Gone, Line, Listing};
use dutydesk::domain::retention::{Applied, Case, From, Hold, Rule, Standing};
use dutydesk::port::{Erasing, Reply, Request};
use dutydesk::ui::theme::ThemeName;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (120, 40), (200, 60)];

fn sam() -> Actor {
    person("s.placeham", "Sam Placeham", Role::Manager)
}

fn lee() -> Actor {
    person("l.synthley", "Lee Synthley", Role::Manager)
}

fn applied(case: Case, years: u32) -> Applied {
    let rule = Rule { case, years, from: From::Closed, basis: "default, the council's to set".into() };
    Applied { rule, until: NaiveDate::from_ymd_opt(2026, 10, 2).expect("a day") }
}

fn due(id: u64) -> Line {
    Line {
        target: Target::Contact(ContactId(id)),
        received: Some(at("2023-10-01T09:12")),
        standing: Standing::Due(applied(Case::Nfa, 3)),
        seen: 9,
        proposal: None,
    }
}

fn asked(line: Line, by: Actor, day: &str) -> Line {
    let asked = Asked {
        target: line.target,
        applied: applied(Case::Nfa, 3),
        seen: 9,
        reason: "its time is over, and nothing else is open".into(),
    };
    Line { proposal: Some(Proposal { asked, by, at: at(day) }), ..line }
}

/// Two that Sam and Lee asked for, one that lapsed, one nobody asked for, imported entries, one held, one erased.
fn listing() -> Listing {
    let hold =
        Hold { at: at("2026-03-02T10:00"), by: lee(), reason: "A public inquiry asked for it.".into() };
    let erased = Erased {
        contact: ContactId(871),
        applied: applied(Case::Nfa, 3),
        reason: "its time is over".into(),
        asked_by: sam(),
        asked: at("2026-11-10T09:00"),
        entries: 14,
        hash: "ab".repeat(32),
    };
    Listing {
        due: vec![
            asked(due(902), sam(), "2026-11-20T11:30"),
            asked(due(905), lee(), "2026-11-23T16:05"),
            asked(due(917), lee(), "2026-10-30T16:05"),
            due(918),
            Line {
                target: Target::KnownPeople,
                received: None,
                standing: Standing::Due(applied(Case::KnownPeople, 6)),
                seen: 1203,
                proposal: None,
            },
        ],
        more: 2,
        held: vec![Line { standing: Standing::Held(hold), ..due(640) }],
        erased: vec![Gone { erased, agreed_by: lee(), at: at("2026-11-12T15:20") }],
    }
}

/// The screen as Sam sees it.
fn opened(size: (u16, u16)) -> World {
    let mut world = World::with(&[], size);
    world.app.setting.actor = sam();
    world = world.keys("g r");
    world.msg(Msg::Store(Reply::Retention(Box::new(listing()))));
    world
}

fn screens(size: (u16, u16)) -> Vec<(&'static str, World)> {
    let mut empty = World::with(&[], size);
    empty.app.setting.actor = sam();
    empty = empty.keys("g r");
    empty.msg(Msg::Store(Reply::Retention(Box::default())));
    let mut carried = opened(size);
    let lines = [
        "R-905 is erased: 14 entries have lost their words. Its number and its place in the chain stay.",
        "Backup 20261120T020000Z-812 still holds it: beyond use, and nobody removes it by itself. Remove it when it is no longer needed.",
    ];
    let token = dutydesk::port::Token(99);
    carried.msg(Msg::Store(Reply::EraseDone { token, lines: lines.map(str::to_owned).to_vec() }));
    vec![
        ("retention_list", opened(size)),
        ("retention_empty", empty),
        ("retention_asking", opened(size).keys("j j j p")),
        ("retention_agreeing", opened(size).keys("j a \"R-90\" ctrl-s")),
        ("retention_done", carried),
    ]
}

#[test]
fn the_retention_screen_looks_as_agreed() {
    for size in SIZES {
        for (name, world) in screens(size) {
            insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), picture(&world.app));
        }
    }
}

#[test]
fn no_size_breaks_the_list_and_the_cursor_is_always_on_the_screen() {
    for (name, mut world) in screens((80, 24)) {
        fits_every_size(name, &mut world.app);
    }
}

/// Presses keys and gives what the last one asked for.
fn press(world: &mut World, script: &str) -> Effects {
    let mut effects = Effects::new();
    for (n, part) in script.split('"').enumerate() {
        let keys: Vec<Key> = if n % 2 == 1 {
            part.chars().map(Key::char).collect()
        } else {
            part.split_whitespace().map(|name| name.parse().expect("a key")).collect()
        };
        for key in keys {
            effects = update(&mut world.app, Msg::Key(key));
        }
    }
    effects
}

fn erase(effects: &Effects) -> (Target, Erasing) {
    match effects.as_slice() {
        [Effect::Store(Request::Erase { target, step, .. })] => (*target, step.clone()),
        other => panic!("{other:?}"),
    }
}

fn error(world: &World) -> &str {
    match world.app.overlays.last() {
        Some(Overlay::Form(form)) => form.error.as_deref().unwrap_or(""),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_worker_does_not_get_there() {
    let mut world = World::with(&[], (80, 24));
    assert_eq!(world.app.setting.actor, jo());
    press(&mut world, "g r");
    assert_eq!(world.app.screen, Screen::Board);
    assert!(world.app.available(Action::GoRetention).expect_err("refused").contains("manager"));
}

#[test]
fn asking_agreeing_and_refusing_are_sent_with_what_they_are_about() {
    let mut world = opened((80, 24));
    let effects = press(&mut world, "j j j p \"its time is over\" ctrl-s");
    let own = Target::Contact(ContactId(918));
    assert_eq!(erase(&effects), (own, Erasing::Propose("its time is over".into())));

    let mut world = opened((80, 24));
    let effects = press(&mut world, "j a \"r-905\" ctrl-s");
    assert_eq!(erase(&effects), (Target::Contact(ContactId(905)), Erasing::Agree));

    let mut world = opened((80, 24));
    let effects = press(&mut world, "x \"wait for the report\" ctrl-s");
    assert_eq!(
        erase(&effects),
        (Target::Contact(ContactId(902)), Erasing::Refuse("wait for the report".into()))
    );
}

#[test]
fn nothing_is_erased_by_a_slip_of_the_keys() {
    let mut world = opened((80, 24));
    assert!(press(&mut world, "j a ctrl-s").is_empty());
    assert!(error(&world).contains("Type R-905"));
    assert!(press(&mut world, "\"R-902\" ctrl-s").is_empty(), "another number is no confirmation");
    // The list changes under the box; the box is still about what it was opened for.
    let mut shorter = listing();
    shorter.due.remove(1);
    world.msg(Msg::Store(Reply::Retention(Box::new(shorter))));
    assert!(
        press(&mut world, "backspace backspace backspace backspace backspace \"R-917\" ctrl-s").is_empty()
    );
    assert!(error(&world).contains("Type R-905"));
}

#[test]
fn the_one_who_asked_is_told_who_must_agree_and_held_ones_are_not_asked_for() {
    let mut world = opened((80, 24));
    press(&mut world, "a");
    assert!(world.app.overlays.is_empty());
    assert!(world.app.available(Action::AgreeErasure).expect_err("own").contains("another manager"));
    press(&mut world, "G");
    assert!(world.app.available(Action::ProposeErasure).expect_err("held").contains("legal hold"));
    press(&mut world, "g g j j");
    assert!(world.app.available(Action::AgreeErasure).is_err(), "what lapsed cannot be agreed to");
    assert!(world.app.available(Action::ProposeErasure).is_ok(), "it can be asked for again");
}

#[test]
fn what_was_typed_comes_back_and_one_step_back_from_a_contact_leads_here() {
    let mut world = opened((80, 24));
    press(&mut world, "j j j p \"its time\" esc");
    assert!(world.app.overlays.is_empty());
    press(&mut world, "p");
    let shown = text(&drawn(&world.app, &look(ThemeName::Dark, true)).0);
    assert!(shown.contains("its time"), "{shown}");
    press(&mut world, "esc");
    let effects = press(&mut world, "enter");
    let open = |effect: &Effect| matches!(effect, Effect::Store(Request::OpenContact { id, .. }) if *id == ContactId(918));
    assert!(effects.iter().any(open));
}
