//! What a manager finds on the page of who looked, for pictures of it.

#![expect(unreachable_pub, reason = "shared by the tests of the screens, documented where it matters")]
#![expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]

use std::collections::BTreeMap;

use dutydesk::app::msg::Msg;
use dutydesk::domain::actor::Actor;
use dutydesk::domain::codes::Role;
use dutydesk::domain::command::Command;
use dutydesk::domain::contact::Contact;
use dutydesk::domain::event::{DeskEvent, OPEN_RESTRICTED};
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::domain::looked::{Entry, Flag, Ground, Happened, Material, SearchWay};
use dutydesk::port::Reply;

use super::world::{Filed, World, at, contacts, jo, person};

fn sam() -> Actor {
    person("s.placeham", "Sam Placeham", Role::Manager)
}

/// The desk as a manager has it.
pub fn managed(mut world: World) -> World {
    world.app.setting.actor = sam();
    world
}

/// A desk with a contact that only Sam Placeham may open.
pub fn restricted(size: (u16, u16)) -> World {
    let mut all = contacts();
    let at = all.iter().position(|contact| contact.id == ContactId(1040)).expect("the contact");
    let contact = Filed(all.remove(at));
    let people = vec![UserId("s.placeham".into())];
    let command = Command::Restrict { people, reason: "the manager's own niece".into() };
    all.push(contact.then("2026-11-24T12:30", &sam(), &command).0);
    let mut world = World::with(&all, size);
    world.app.board.select(ContactId(1040));
    world.keys("k j")
}

fn entries() -> Vec<Entry> {
    let robin = person("r.dummerton", "Robin Dummerton", Role::Worker);
    let kit = person("k.fakeley", "Kit Fakeley", Role::Viewer);
    let viewed = |id| DeskEvent::ContactViewed { contact: ContactId(id) };
    let searched = |words: &str| DeskEvent::Searched { by: SearchWay::Board, words: words.into(), found: 1 };
    let list = [
        ("2026-11-19T21:40", robin.clone(), viewed(1037)),
        ("2026-11-23T09:05", robin.clone(), viewed(1037)),
        ("2026-11-23T09:10", robin.clone(), searched("dummerton")),
        ("2026-11-23T10:00", jo(), viewed(1039)),
        ("2026-11-23T10:20", jo(), viewed(1043)),
        ("2026-11-23T11:00", kit.clone(), searched("sampleton")),
        ("2026-11-23T14:00", kit.clone(), searched("sampleton")),
        ("2026-11-24T09:00", kit.clone(), searched("sampleton")),
        (
            "2026-11-24T09:30",
            kit,
            DeskEvent::AttemptRefused { what: OPEN_RESTRICTED.into(), contact: Some(ContactId(1040)) },
        ),
        (
            "2026-11-24T09:40",
            sam(),
            DeskEvent::RestrictedOpened { contact: ContactId(1040), reason: "to agree the decision".into() },
        ),
        (
            "2026-11-24T10:00",
            jo(),
            DeskEvent::Exported {
                what: "handover sheet with names".into(),
                to: "the emergency duty team".into(),
                why: "closing".into(),
                contacts: 9,
            },
        ),
        (
            "2026-11-24T11:00",
            sam(),
            DeskEvent::LookReviewed {
                flag: Flag::Repeated,
                entries: vec![6, 7, 8],
                note: "asked: a letter to trace".into(),
            },
        ),
    ];
    let entry = |(seq, (when, actor, event)): (i64, (&str, Actor, DeskEvent))| Entry {
        seq,
        at: at(when),
        actor,
        happened: Happened::Desk(event),
    };
    (1..).zip(list).map(entry).collect()
}

/// The page of the last seven days.
pub fn looked(size: (u16, u16)) -> World {
    let mut world = managed(World::new(size)).keys("g a");
    let grounds: BTreeMap<ContactId, Ground> =
        contacts().iter().map(|contact: &Contact| (contact.id, Ground::of(contact))).collect();
    let material = Material {
        since: at("2026-11-17T14:10"),
        until: at("2026-11-24T14:10"),
        entries: entries(),
        grounds,
    };
    world.msg(Msg::Store(Reply::Looks(Box::new(material))));
    world
}
