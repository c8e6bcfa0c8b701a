//! What managers see of people, of who looked and of what is due for erasure, and what a locked terminal shows: all of it made
//! of hostile text.

#![expect(unreachable_pub, reason = "a part of a test program")]
#![expect(clippy::expect_used, reason = "a helper of a test may fail loudly")]

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use dutydesk::app::msg::Msg;
use dutydesk::domain::access::Staff;
use dutydesk::domain::actor::Actor;
use dutydesk::domain::codes::{ContactKind, Role};
use dutydesk::domain::command::Command;
use dutydesk::domain::event::{DeskEvent, Event, OPEN_RESTRICTED};
use dutydesk::domain::ids::{ContactId, UserId};
use dutydesk::domain::looked::{Entry, Flag, Ground, Happened, Material, SearchWay};
use dutydesk::domain::retention::erasure::{Asked, Erased, Proposal, Target};
use dutydesk::domain::retention::listing::{Gone, Line, Listing};
use dutydesk::domain::retention::{Applied, Case, From, Hold, Rule, Standing};
use dutydesk::port::passphrase::Passphrase;
use dutydesk::port::{Opened, Reply, Token};

use super::everywhere::Worked;
use super::payloads::Ink;
use crate::common::desk::{at, manager, worker};

fn actor(ink: &Ink, role: Role) -> Actor {
    Actor { user: UserId(ink.words()), name: ink.words(), role }
}

fn store(reply: Reply) -> Msg {
    Msg::Store(reply)
}

/// People of the desk, each with a hostile name and short name.
pub fn staff(ink: &Ink) -> Msg {
    let person = |role, active, must_change| Staff {
        actor: actor(ink, role),
        active,
        since: at("2026-03-02T09:00"),
        must_change,
    };
    let people = vec![
        person(Role::Worker, true, true),
        person(Role::Viewer, false, false),
        person(Role::Manager, true, false),
    ];
    store(Reply::Staff { people, awaits_new_key: true })
}

/// A passphrase that was made, asked for with `token`.
pub fn passphrase(ink: &Ink, token: Token) -> Msg {
    let given = Some((UserId(ink.words()), Passphrase::from(ink.words().as_str())));
    store(Reply::StaffChanged { token, said: ink.words(), given })
}

/// A week in which everything was looked at, searched, exported and refused.
pub fn looks(ink: &Ink) -> Msg {
    let contact = ContactId(1001);
    let worked = Worked::new(1001, ContactKind::Referral, ink).contact;
    let letter = worked.history.iter().map(|recorded| recorded.event.clone());
    let letter = letter.filter(|event| matches!(event, Event::LetterIssued { .. }));
    let desk = [
        DeskEvent::ContactViewed { contact },
        DeskEvent::RestrictedOpened { contact, reason: ink.words() },
        DeskEvent::Searched { by: SearchWay::Board, words: ink.words(), found: 3 },
        DeskEvent::Searched { by: SearchWay::Match, words: ink.words(), found: 0 },
        DeskEvent::Exported { what: ink.words(), to: ink.words(), why: ink.words(), contacts: 40 },
        DeskEvent::AttemptRefused { what: ink.words(), contact: None },
        DeskEvent::AttemptRefused { what: OPEN_RESTRICTED.into(), contact: Some(contact) },
        DeskEvent::LookReviewed { flag: Flag::OutOfHours, entries: vec![1], note: ink.words() },
    ];
    let restricted = Event::Restricted { people: vec![UserId(ink.words())], reason: ink.words() };
    let on_contact = letter.chain([restricted]).map(|event| Happened::Contact(contact, event));
    let happened = desk.into_iter().map(Happened::Desk).chain(on_contact);
    let who = actor(ink, Role::Worker);
    let entry = |(seq, happened)| Entry { seq, at: at("2026-11-22T23:40"), actor: who.clone(), happened };
    let material = Material {
        since: at("2026-11-17T14:10"),
        until: at("2026-11-24T14:10"),
        entries: (1..).zip(happened).map(entry).collect(),
        grounds: BTreeMap::from([(contact, Ground::of(&worked))]),
    };
    store(Reply::Looks(Box::new(material)))
}

/// Records that are due, held, asked for and erased.
pub fn retention(ink: &Ink) -> Msg {
    let applied = || Applied {
        rule: Rule { case: Case::Nfa, years: 3, from: From::Closed, basis: ink.words() },
        until: NaiveDate::from_ymd_opt(2026, 10, 2).expect("a day"),
    };
    let due = |id| Line {
        target: Target::Contact(ContactId(id)),
        received: Some(at("2023-10-01T09:12")),
        standing: Standing::Due(applied()),
        seen: 9,
        proposal: None,
    };
    let by = |role| actor(ink, role);
    let asked = Asked { target: due(902).target, applied: applied(), seen: 9, reason: ink.words() };
    let proposal = Proposal { asked, by: by(Role::Manager), at: at("2026-11-20T11:30") };
    let hold = Hold { at: at("2026-03-02T10:00"), by: by(Role::Manager), reason: ink.words() };
    let erased = Erased {
        contact: ContactId(871),
        applied: applied(),
        reason: ink.words(),
        asked_by: by(Role::Manager),
        asked: at("2026-11-10T09:00"),
        entries: 14,
        hash: ink.words(),
    };
    store(Reply::Retention(Box::new(Listing {
        due: vec![Line { proposal: Some(proposal), ..due(902) }, due(905)],
        more: 2,
        held: vec![Line { standing: Standing::Held(hold), ..due(640) }],
        erased: vec![Gone { erased, agreed_by: by(Role::Manager), at: at("2026-11-12T15:20") }],
    })))
}

/// What was done and is still to be seen to after an erasure.
pub fn erased(ink: &Ink) -> Msg {
    store(Reply::EraseDone { token: Token(99), lines: vec![ink.words(), ink.words()] })
}

/// A manager restricts a contact with hostile words.
pub fn restriction(ink: &Ink) -> Command {
    Command::Restrict { people: vec![manager().user, UserId(ink.words())], reason: ink.words() }
}

/// The record refused a passphrase, and says why.
pub fn still_locked(ink: &Ink) -> Msg {
    store(Reply::StillLocked { why: ink.words(), wrong: true, wait: Some(TimeDelta::seconds(30)) })
}

/// The record opened, and a passphrase of one's own is to be chosen.
pub fn unlocked(ink: &Ink) -> Msg {
    let actor = Actor { name: ink.words(), ..worker() };
    let team = Some(vec![ink.words()]);
    store(Reply::Unlocked(Box::new(Opened { actor, must_change: true, team, boxes: Vec::new() })))
}
