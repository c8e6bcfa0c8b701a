//! Pictures of everything about letters.

mod common {
    #[expect(dead_code, reason = "every picture here is looked at")]
    pub mod snapshot;
    #[expect(dead_code, reason = "the pictures of letters need a part of the afternoon only")]
    pub mod world;
}

use common::snapshot::{drawn, look, picture, text};
use common::world::{Call, Filed, World, jo};
use dutydesk::domain::codes::Route;
use dutydesk::domain::command::Command;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::letter::{self, LetterKind};
use dutydesk::domain::schema::QuestionId as Q;
use dutydesk::ui::theme::ThemeName;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (120, 40), (200, 60)];

/// A contact with a letter posted, one withdrawn, one that waits.
fn contact() -> Contact {
    let filed = Call::new(1042, "2026-11-24T13:20", "2A", "Bruise on the arm")
        .child("Ash", "Sampleton", "12/3/2016")
        .says(Q::CallerName, "Pat Mockford")
        .says(Q::CallerOrganisation, "Placeham Primary School")
        .says(Q::ParentsInformed, "no")
        .says(Q::Harm, "domestic-abuse")
        .about_child(Q::ChildAddress, "5 Exemplar Way, Testshire")
        .filed()
        .decided("2026-11-24T13:40", Route::S17);
    let filed = issued(filed, LetterKind::OutcomeReferrer, "2026-11-24T13:45");
    let post = Command::PostLetter { letter: 1, how: "first class".into() };
    let filed = filed.then("2026-11-24T13:50", &jo(), &post);
    let filed = issued(filed, LetterKind::OutcomeFamily, "2026-11-24T13:51");
    let withdraw = Command::WithdrawLetter { letter: 2, reason: "the address was wrong".into() };
    let filed = filed.then("2026-11-24T13:55", &jo(), &withdraw);
    issued(filed, LetterKind::OutcomeFamily, "2026-11-24T13:56").0
}

fn issued(filed: Filed, kind: LetterKind, time: &str) -> Filed {
    let to = kind.addressee().unwrap_or(letter::Addressee::File);
    let protocol = common::world::general();
    let draft = letter::draft(&filed.0, kind, &to, &protocol, common::world::at(time), true);
    let finished = draft.finished(&draft.text(), true);
    filed.then(time, &jo(), &Command::IssueLetter { letter: Box::new(finished), sha256: "00".into() })
}

fn open(size: (u16, u16)) -> World {
    World::with(&[contact()], size).open(contact())
}

/// Every screen and box of letters, by name.
fn screens(size: (u16, u16)) -> Vec<(&'static str, World)> {
    let reading = |keys: &str| open(size).keys("7").keys(keys);
    vec![
        ("letters_menu", open(size).keys("l")),
        ("letters_writing", open(size).keys("l h")),
        ("letters_refused", open(size).keys("l h end enter \"Ms Mockford\" ctrl-s")),
        ("letters_tab", open(size).keys("7 j")),
        ("letters_reading", reading("enter pgdn")),
        ("letters_withdrawn", reading("j enter")),
        ("letters_posting", reading("enter p tab \"by hand\"")),
        ("letters_timeline", open(size)),
    ]
}

#[test]
fn everything_about_letters_looks_as_agreed() {
    for size in SIZES {
        for (name, world) in screens(size) {
            insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), picture(&world.app));
        }
    }
}

#[test]
fn no_size_breaks_a_letter_and_the_cursor_is_always_on_the_screen() {
    for (name, mut world) in screens((80, 24)) {
        for width in (1..=58).step_by(19).chain([59, 60, 79, 80, 109, 110, 179, 180, 220]) {
            for height in (1..=14).chain([15, 16, 23, 24, 32, 37, 49, 50, 70]) {
                world.app.size = (width, height);
                let (buffer, cursor) = drawn(&world.app, &look(ThemeName::Mono, (width + height) % 2 == 0));
                assert!(buffer.area.contains(cursor), "{name} {width}x{height}: {cursor}");
            }
        }
    }
}

#[test]
fn every_picture_of_a_letter_says_that_it_is_training() {
    for size in SIZES {
        for (name, world) in screens(size) {
            let shown = text(&drawn(&world.app, &look(ThemeName::Dark, true)).0);
            assert!(shown.contains("TRAINING"), "{name} {size:?}\n{shown}");
        }
    }
}
