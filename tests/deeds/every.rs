//! What holds for every deed of the table.

use std::collections::BTreeSet;

use dutydesk::domain::actor::Actor;
use dutydesk::domain::clocks::ClockId;
use dutydesk::domain::codes::Role;
use dutydesk::domain::command::Command;
use dutydesk::domain::decide::may_record;
use dutydesk::domain::deed::{DEEDS, Deed, FieldId, Kind};
use dutydesk::domain::event::Event;
use dutydesk::domain::ids::UserId;

use super::super::common::after::{Story, deed, undo};
use super::super::common::desk::worker;
use super::fits::{NOW, actor, fits, given, starts, stops};

fn running(story: &Story) -> BTreeSet<ClockId> {
    story.contact.running().iter().map(|clock| clock.deadline.clock).collect()
}

/// The fields of a deed as they are filled in when it fits.
fn typed(row: &Deed) -> Vec<(FieldId, String)> {
    match deed(row.id, given(row.id)) {
        Command::Record { typed, .. } => typed,
        other => panic!("{other:?}"),
    }
}

fn with(row: &Deed, field: FieldId, words: &str) -> Command {
    let mut typed = typed(row);
    typed.retain(|(id, _)| *id != field);
    typed.push((field, words.to_owned()));
    Command::Record { deed: row.id, typed }
}

#[test]
fn each_starts_and_stops_its_own_clocks_and_no_others() {
    for row in DEEDS {
        let mut story = fits(row.id);
        let before = running(&story);
        let command = deed(row.id, given(row.id));
        story.tries(&actor(row.id), NOW, &command).unwrap_or_else(|why| panic!("{}: {why}", row.id));
        let after = running(&story);
        let stopped: Vec<ClockId> = before.difference(&after).copied().collect();
        let started: Vec<ClockId> = after.difference(&before).copied().collect();
        assert_eq!(stopped, stops(row.id), "{} stops", row.id);
        assert_eq!(started, starts(row.id), "{} starts", row.id);
        let last = story.contact.deeds.last().expect("a deed");
        assert_eq!((last.deed, last.at), (row.id, story.at(NOW)));
        let (headline, told) = (row.headline(&last.filled), row.told(&last.filled));
        assert!(headline.starts_with(row.past), "{headline}");
        assert!(
            row.fields
                .iter()
                .filter(|field| field.must && field.id != FieldId::Agency)
                .all(|field| told.contains(field.label)),
            "{told}"
        );
    }
}

#[test]
fn each_is_taken_back_with_all_that_it_did() {
    for row in DEEDS {
        let before = fits(row.id);
        let mut story = fits(row.id);
        let who = actor(row.id);
        story
            .tries(&who, NOW, &deed(row.id, given(row.id)))
            .unwrap_or_else(|why| panic!("{}: {why}", row.id));
        story.tries(&who, NOW, &undo()).unwrap_or_else(|why| panic!("{}: {why}", row.id));
        assert_eq!(story.lives(), before.lives(), "{}", row.id);
        assert_eq!(story.contact.deeds, before.contact.deeds, "{}", row.id);
        assert_eq!(story.contact.ratings, before.contact.ratings, "{}", row.id);
        assert_eq!(story.contact.decisions, before.contact.decisions, "{}", row.id);
        assert_eq!(story.contact.reconsider, before.contact.reconsider, "{}", row.id);
        let kept = story
            .contact
            .history
            .iter()
            .any(|r| matches!(r.event, Event::DeedDone { deed, .. } if deed == row.id));
        assert!(kept, "{}: nothing is deleted", row.id);
    }
}

#[test]
fn each_is_refused_to_who_may_only_read_and_a_managers_to_a_worker() {
    let viewer = Actor { user: UserId("k.fakeley".into()), name: "Kit Fakeley".into(), role: Role::Viewer };
    for row in DEEDS {
        let mut story = fits(row.id);
        let command = deed(row.id, given(row.id));
        let why = story.refuses(&viewer, NOW, &command);
        assert!(why.contains("You may read this desk, not change it."), "{}: {why}", row.id);
        if !row.is_for(Role::Worker) {
            let why = story.refuses(&worker(), NOW, &command);
            assert_eq!(why, format!("\"{}\" is for a manager.", row.title));
        }
        // The key is grey in the same cases.
        assert!(may_record(&story.contact, row.id, &viewer).is_err());
        assert_eq!(
            may_record(&story.contact, row.id, &worker()).is_ok(),
            row.is_for(Role::Worker),
            "{}",
            row.id
        );
    }
}

#[test]
fn each_is_refused_without_what_must_be_said_and_names_it() {
    for row in DEEDS {
        let mut story = fits(row.id);
        // A time that has come is now; there is one agency, and it is the one that is meant.
        let must = row.fields.iter().filter(|f| f.must && !matches!(f.kind, Kind::Past | Kind::Asked));
        for field in must {
            let why = story.refuses(&actor(row.id), NOW, &with(row, field.id, "  "));
            assert_eq!(why, format!("{}: this must be said.", field.label), "{}", row.id);
        }
    }
}

#[test]
fn each_is_refused_with_a_value_that_no_field_has() {
    for row in DEEDS {
        let mut story = fits(row.id);
        for field in row.fields {
            let (odd, expected) = match field.kind {
                Kind::One(_) | Kind::Asked | Kind::Route | Kind::Raise | Kind::Rung => {
                    ("elsewhere", "\"elsewhere\" is not one of ")
                }
                Kind::Past | Kind::PastOrNone => ("23:59", "Still to come"),
                Kind::Coming => ("08:00", "it must lie ahead"),
                Kind::Line | Kind::Lines | Kind::Agency => continue,
            };
            let why = story.refuses(&actor(row.id), NOW, &with(row, field.id, odd));
            assert!(why.starts_with(field.label) && why.contains(expected), "{}: {why}", row.id);
        }
        let strange = FieldId::ALL.iter().find(|id| row.fields.iter().all(|field| field.id != **id));
        let strange = *strange.expect("a field of another deed");
        let why = story.refuses(&actor(row.id), NOW, &with(row, strange, "words"));
        assert_eq!(why, format!("{} is not asked here.", strange.label()), "{}", row.id);
    }
}

#[test]
fn a_time_of_the_repeated_hour_is_refused_with_both_readings() {
    for row in DEEDS.iter().filter(|row| row.fields.iter().any(|field| field.kind == Kind::Past)) {
        let mut story = fits(row.id);
        // From November the last Sunday of October is a past day.
        let why = story.refuses(&actor(row.id), NOW, &with(row, FieldId::At, "25/10 01:30"));
        assert!(
            why.contains("2026-10-25T01:30:00+01:00") && why.contains("2026-10-25T01:30:00+00:00"),
            "{why}"
        );
    }
}
