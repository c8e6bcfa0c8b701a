//! The horizon as a person uses it: what it shows, what keys do, and what it costs.

mod common {
    pub mod snapshot;
    #[expect(dead_code, reason = "shared with the pictures of the other screens")]
    pub mod world;
}

use common::snapshot::{drawn, look, picture, text, tried};
use common::world::{Call, World, at, contacts, jo, teachers_call};
use dutydesk::app::Screen;
use dutydesk::app::msg::Msg;
use dutydesk::app::overlay::Overlay;
use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::Rating;
use dutydesk::domain::command::Command;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::horizon::Zoom;
use dutydesk::domain::ids::ContactId;
use dutydesk::port::{BoardUpdate, Reply};
use dutydesk::ui::theme::ThemeName;

fn horizon(size: (u16, u16)) -> World {
    World::new(size).keys("g d")
}

fn shown(world: &World) -> String {
    text(&drawn(&world.app, &look(ThemeName::Dark, true)).0)
}

/// The line of the screen on which the terminal's cursor stands.
fn at_cursor(world: &World) -> String {
    let (buffer, cursor) = drawn(&world.app, &look(ThemeName::Dark, true));
    text(&buffer).lines().nth(usize::from(cursor.y)).unwrap_or_default().to_owned()
}

#[test]
fn every_zoom_looks_as_agreed() {
    for (name, keys) in
        [("4h", "- + + + + +"), ("day", "+"), ("3d", "-"), ("7d", "- -"), ("tomorrow", "+ right")]
    {
        let world = horizon((120, 40)).keys(keys);
        insta::assert_snapshot!(format!("horizon_{name}_120x40"), picture(&world.app));
    }
}

#[test]
fn it_can_be_read_in_ascii_and_without_colour() {
    for size in [(80, 24), (120, 40)] {
        let world = horizon(size);
        let (buffer, _) = drawn(&world.app, &look(ThemeName::Mono, false));
        let plain = text(&buffer);
        let board: String = plain.lines().filter(|line| !line.contains("R-1039")).collect();
        assert!(board.is_ascii(), "{plain}");
        insta::assert_snapshot!(format!("horizon_ascii_{}x{}", size.0, size.1), plain);
    }
}

#[test]
fn late_ones_stand_first_and_loud_at_the_left_edge() {
    for theme in ThemeName::ALL {
        let world = horizon((120, 40)).keys("j j j j j");
        let (buffer, _) = drawn(&world.app, &look(theme, true));
        let shown = text(&buffer);
        let y = shown
            .lines()
            .position(|line| line.contains(" late ") && line.contains("R-1031"))
            .expect("a late row");
        let line = shown.lines().nth(y).unwrap_or_default();
        let x = line.chars().position(|c| c == '!').expect("the sign of late");
        let cell = &buffer[(u16::try_from(x).expect("small"), u16::try_from(y).expect("small"))];
        assert!(cell.modifier.contains(ratatui::style::Modifier::REVERSED), "{theme}: {line}");
    }
}

#[test]
fn christmas_is_marked_and_named() {
    let call = Call::new(1001, "2026-12-24T10:00", "2A", "Bruise").child("Ash", "Sampleton", "9y").filed().0;
    let mut world = World::with(&[call], (120, 40));
    world.msg(Msg::Tick(at("2026-12-24T11:00")));
    let world = world.keys("g d -");
    let shown = shown(&world);
    assert!(shown.contains("Fri 25, Christmas Day"), "{shown}");
    insta::assert_snapshot!("horizon_christmas_120x40", shown);
}

#[test]
fn the_night_of_25_october_has_its_hour_twice() {
    let call = Call::new(1001, "2026-10-24T12:00", "2A", "Bruise").child("Ash", "Sampleton", "9y").filed().0;
    let mut world = World::with(&[call], (200, 60));
    world.msg(Msg::Tick(at("2026-10-24T13:00")));
    let world = world.keys("g d");
    let shown = shown(&world);
    let hours = shown.lines().find(|line| line.contains("01   01")).map(str::to_owned);
    assert!(hours.is_some(), "{shown}");
    assert!(shown.contains("11:00"), "24 hours later is 11 o'clock\n{shown}");
}

#[test]
fn the_selection_is_a_duty_of_a_contact_and_survives_new_rows_above_it() {
    let mut world = horizon((120, 40)).keys("j j j j");
    let before = world.app.horizon.selected.clone().expect("a selection");
    let line = at_cursor(&world);
    assert!(line.contains(&before.id.to_string()), "{line}");
    let new = Call::new(1060, "2026-11-22T10:00", "2A", "Older than all").filed().0.summary();
    world.msg(Msg::Store(Reply::Board(BoardUpdate { rows: vec![new], complete: true, open: 11 })));
    assert_eq!(world.app.horizon.selected, Some(before));
    assert_eq!(at_cursor(&world), line, "the cursor stands on the same words");
}

#[test]
fn when_the_selected_duty_ends_the_row_that_took_its_place_is_selected() {
    let mut world = horizon((120, 40)).keys("home j");
    let gone = world.app.horizon.selected.clone().expect("a selection");
    let contact = contacts().into_iter().find(|c| c.id == gone.id).expect("its contact");
    let row = dutydesk::domain::contact::Summary { open: false, ..contact.summary() };
    world.msg(Msg::Store(Reply::Board(BoardUpdate { rows: vec![row], complete: true, open: 9 })));
    let now = world.app.horizon.selected.clone().expect("a selection");
    assert_ne!(now.id, gone.id);
    assert_eq!(
        world.app.board.selected,
        Some(now.id),
        "actions are about the contact of the selected deadline"
    );
}

#[test]
fn enter_opens_the_contact_and_escape_comes_back() {
    let mut world = horizon((120, 40)).keys("home");
    let id = world.app.horizon.selected.as_ref().expect("a selection").id;
    let contact = contacts().into_iter().find(|c| c.id == id).expect("its contact");
    world = world.keys("enter");
    world.msg(Msg::Store(Reply::Contact { contact: Box::new(contact), boxes: Vec::new() }));
    assert_eq!(world.app.screen, Screen::Contact);
    world = world.keys("esc");
    assert_eq!(world.app.screen, Screen::Horizon);
    assert_eq!(world.keys("esc").app.screen, Screen::Board);
}

#[test]
fn w_explains_the_selected_time_and_not_the_next_one() {
    let mut world = horizon((120, 40));
    let contact = teachers_call();
    // The teacher's contact has several duties: walk to its response decision.
    world = world.keys("-");
    for _ in 0..60 {
        let spot = world.app.horizon.selected.clone().expect("a selection");
        if spot.id == contact.id && spot.clock == ClockId::ResponseDecision {
            break;
        }
        world = world.keys("j");
    }
    world = world.keys("w");
    world.msg(Msg::Store(Reply::Contact { contact: Box::new(contact), boxes: Vec::new() }));
    let Some(Overlay::Why(why)) = world.app.overlays.last() else { panic!("an explanation") };
    assert_eq!((why.contact.id, why.clock), (ContactId(1042), ClockId::ResponseDecision));
}

#[test]
fn zoom_and_arrows_move_the_window_and_never_before_now() {
    let world = horizon((120, 40));
    assert_eq!(world.app.horizon.zoom, Zoom::TwentyFourHours);
    let world = world.keys("left");
    assert!(world.app.horizon.begin.is_none());
    let world = world.keys("right");
    assert_eq!(world.app.horizon.begin, Some(at("2026-11-24T20:00")));
    assert!(shown(&world).contains(" late ·"), "late ones outside are told: {}", shown(&world));
    let world = world.keys("left");
    assert!(world.app.horizon.begin.is_none());
    let world = world.keys("right right 0");
    assert!(world.app.horizon.begin.is_none());
    let world = world.keys("- - - -");
    assert_eq!(world.app.horizon.zoom, Zoom::Week);
    let world = world.keys("+ + + + + +");
    assert_eq!(world.app.horizon.zoom, Zoom::FourHours);
}

#[test]
fn a_window_in_which_nothing_falls_due_selects_nothing_and_acts_on_nothing() {
    let world = horizon((120, 40)).keys("+ + right right right right");
    assert!(world.app.horizon.begin.is_some() && world.app.horizon.selected.is_none());
    assert!(shown(&world).contains("Nothing falls due in this time"), "{}", shown(&world));
    let world = world.keys("j k G r");
    assert!(world.app.overlays.is_empty());
    assert!(world.app.notice.is_some_and(|notice| notice.text.contains("Select a deadline first")));
    let world = horizon((120, 40)).keys("+ + right right right right 0");
    assert!(world.app.horizon.selected.is_some(), "back to now, something is selected again");
}

#[test]
fn the_filter_of_the_board_carries_over_and_is_stated() {
    let world = World::new((120, 40)).keys("/ \"red\" enter g d");
    let shown_now = shown(&world);
    assert!(shown_now.contains("filter: red"), "{shown_now}");
    assert!(!shown_now.contains("R-1036"), "an amber one\n{shown_now}");
    let world = world.keys("esc");
    assert_eq!(world.app.screen, Screen::Horizon, "Esc clears the filter first");
    assert!(shown(&world.keys("-")).contains("R-1036"), "everything is shown again");
    let world = horizon((120, 40)).keys("/ \"nobody at all\"");
    assert!(shown(&world).contains("Nothing that the board's filter"), "{}", shown(&world));
}

#[test]
fn no_size_breaks_it_at_any_zoom() {
    for keys in ["+ +", "+", "", "-", "- -", "- - right"] {
        let mut world = horizon((80, 24)).keys(keys);
        let dark = look(ThemeName::Dark, true);
        let ascii = look(ThemeName::Mono, false);
        for width in (1..=220).step_by(if keys.is_empty() { 1 } else { 13 }) {
            for height in (1..=70).step_by(if keys.is_empty() { 3 } else { 9 }) {
                world.app.size = (width, height);
                tried(&world.app, if width % 2 == 0 { &dark } else { &ascii });
            }
        }
    }
}

#[test]
fn a_frame_looks_at_the_rows_in_sight_only() {
    let calls: Vec<Contact> = (0..400)
        .map(|k| {
            let filed = Call::new(2000 + k, "2026-11-24T10:00", "2A", "Bruise")
                .child("Ash", "Sampleton", "9y")
                .filed();
            let rating = if k % 4 == 0 { Rating::Red } else { Rating::Green };
            filed.then("2026-11-24T10:10", &jo(), &Command::Rate { rating, reason: "told".into() }).0
        })
        .collect();
    let mut world = World::with(&calls, (120, 40)).keys("g d");
    let before = shown(&world);
    assert!(before.contains("400") || before.contains("++"), "{before}");
    let in_sight: Vec<ContactId> =
        calls.iter().map(|c| c.id).filter(|id| before.contains(&id.to_string())).collect();
    assert!(!in_sight.is_empty() && in_sight.len() < 40, "{}", in_sight.len());
    // Rows that are missing would leave their lines blank; only those in sight may matter to a frame.
    for id in calls.iter().map(|c| c.id).filter(|id| !in_sight.contains(id) && id.0 != 2399) {
        world.app.board.rows.remove(id);
    }
    assert_eq!(shown(&world), before);
}
