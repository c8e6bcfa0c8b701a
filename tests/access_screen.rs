//! The managers' screen of people and access: its pictures, and what its keys ask of the record.
#![expect(clippy::expect_used, clippy::panic, reason = "a helper of a test may fail loudly")]

mod common {
    pub mod sizes;
    #[expect(dead_code, reason = "every picture here is looked at")]
    pub mod snapshot;
    #[expect(dead_code, reason = "these pictures need a part of the afternoon only")]
    pub mod world;
}

use common::sizes::fits_every_size;
use common::snapshot::picture;
use common::world::{World, at, person};
use dutydesk::app::action::Action;
use dutydesk::app::effect::{Effect, Effects};
use dutydesk::app::key::Key;
use dutydesk::app::msg::Msg;
use dutydesk::app::overlay::Overlay;
use dutydesk::app::update;
use dutydesk::domain::access::{Staff, StaffChange};
use dutydesk::domain::codes::Role;
use dutydesk::domain::event::NewStaff;
use dutydesk::domain::ids::UserId;
use dutydesk::port::passphrase::Passphrase;
use dutydesk::port::{Reply, Request};

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (120, 40), (200, 60)];

fn staff(user: &str, name: &str, role: Role) -> Staff {
    Staff { actor: person(user, name, role), active: true, since: at("2026-03-02T09:00"), must_change: false }
}

fn people() -> Vec<Staff> {
    vec![
        Staff { active: false, ..staff("a.sampleton", "Alex Sampleton", Role::Worker) },
        Staff { must_change: true, ..staff("j.testerby", "Jo Testerby", Role::Worker) },
        staff("k.fakeley", "Kit Fakeley", Role::Viewer),
        staff("s.placeham", "Sam Placeham", Role::Manager),
    ]
}

/// The screen of a real desk, as its manager sees it.
fn opened(size: (u16, u16)) -> World {
    let mut world = World::with(&[], size);
    world.app.setting.training = false;
    world.app.setting.actor = person("s.placeham", "Sam Placeham", Role::Manager);
    world = world.keys("g u");
    world.msg(Msg::Store(Reply::Staff { people: people(), awaits_new_key: false }));
    world
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

fn change(effects: &Effects) -> StaffChange {
    match effects.as_slice() {
        [Effect::Store(Request::ChangeStaff { change, .. })] => change.clone(),
        other => panic!("{other:?}"),
    }
}

/// A passphrase has just been made.
fn given(size: (u16, u16)) -> World {
    let mut world = opened(size);
    let effects = press(&mut world, "r ctrl-s");
    let [Effect::Store(Request::ChangeStaff { token, .. })] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    let made = Passphrase::from("otter lemon canal brick tulip raven");
    let said = "j.testerby has a new passphrase. Tell it to them.".to_owned();
    let given = Some((UserId("j.testerby".into()), made));
    world.msg(Msg::Store(Reply::StaffChanged { token: *token, said, given }));
    world
}

fn screens(size: (u16, u16)) -> Vec<(&'static str, World)> {
    let mut waits = opened(size);
    waits.msg(Msg::Store(Reply::Staff { people: people(), awaits_new_key: true }));
    let mut training = World::with(&[], size).keys("g u");
    training.msg(Msg::Store(Reply::Staff { people: Vec::new(), awaits_new_key: false }));
    vec![
        ("access_list", opened(size)),
        ("access_waits", waits),
        ("access_adding", opened(size).keys("a")),
        ("access_shutting_out", opened(size).keys("x")),
        ("access_given", given(size)),
        ("access_training", training),
    ]
}

#[test]
fn the_screen_looks_as_agreed() {
    for size in SIZES {
        for (name, world) in screens(size) {
            insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), picture(&world.app));
        }
    }
}

#[test]
fn no_size_breaks_it_and_the_cursor_is_always_on_the_screen() {
    for (name, mut world) in screens((80, 24)) {
        fits_every_size(name, &mut world.app);
    }
}

#[test]
fn what_a_manager_asks_for_is_sent_with_whom_it_is_about() {
    let user = |name: &str| UserId(name.into());
    let mut world = opened((80, 24));
    let effects = press(&mut world, "a \"r.dummerton\" tab \"Robin Dummerton\" tab down ctrl-s");
    let person = NewStaff {
        user: user("r.dummerton"),
        name: "Robin Dummerton".into(),
        role: Role::Worker,
        founder: false,
    };
    assert_eq!(change(&effects), StaffChange::Add(person));
    assert_eq!(change(&press(&mut opened((80, 24)), "r ctrl-s")), StaffChange::Reset(user("j.testerby")));
    let shut = StaffChange::ShutOut { user: user("k.fakeley"), reason: "left".into() };
    assert_eq!(change(&press(&mut opened((80, 24)), "j x \"left\" ctrl-s")), shut);
    assert_eq!(change(&press(&mut opened((80, 24)), "k ctrl-s")), StaffChange::NewKey);
}

#[test]
fn what_is_missing_is_asked_for_and_nothing_is_sent() {
    for script in ["a ctrl-s", "a \"r.dummerton\" ctrl-s", "x ctrl-s"] {
        let mut world = opened((80, 24));
        assert!(press(&mut world, script).is_empty(), "{script}");
        assert!(matches!(world.app.overlays.last(), Some(Overlay::Form(form)) if form.error.is_some()));
    }
    let mut world = opened((80, 24));
    press(&mut world, "G");
    let refused = world.app.available(Action::ResetStaff).expect_err("shut out already");
    assert!(refused.contains("somebody who may open"), "{refused}");
}

#[test]
fn a_passphrase_that_was_made_is_put_away_and_never_shown_again() {
    let mut world = given((80, 24));
    assert!(picture(&world.app).contains("otter lemon canal"));
    assert!(!format!("{:?}", world.app.access).contains("otter"), "nor by a debugging print");
    press(&mut world, "enter");
    assert!(!picture(&world.app).contains("otter"));
    let mut world = given((80, 24));
    press(&mut world, "f12");
    world.msg(Msg::Store(Reply::Locked));
    assert!(world.app.access.is_none(), "a locked desk forgets it");
}

#[test]
fn only_a_manager_of_a_real_desk_changes_anything() {
    let mut world = opened((80, 24));
    world.app.setting.actor.role = Role::Worker;
    for action in
        [Action::AddStaff, Action::ResetStaff, Action::StaffRole, Action::ShutOut, Action::NewDataKey]
    {
        assert!(world.app.available(action).expect_err("refused").contains("manager"));
    }
    world.app.setting.actor.role = Role::Manager;
    world.app.setting.training = true;
    assert!(world.app.available(Action::AddStaff).expect_err("refused").contains("training"));
}
