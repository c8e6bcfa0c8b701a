//! What the invented people of a training desk looked at, searched and printed before the day began here, so that the page of
//! who looked has something to say. Written through the same events as any look.

use chrono::TimeDelta;

use super::person;
use crate::domain::access::May;
use crate::domain::contact::Summary;
use crate::domain::event::DeskEvent;
use crate::domain::looked::SearchWay;
use crate::domain::register::{surname_of, surname_words};
use crate::domain::when::Moment;
use crate::store::Store;
use crate::store::board::{self, Board};
use crate::store::error::Result;
use crate::store::looks::Look;
use crate::store::process::Process;

/// Contacts that a worker opens in the course of the morning.
const OPENED: usize = 6;

/// Writes them, oldest first.
///
/// # Errors
/// As the store reports them.
pub(super) fn before(store: &mut Store, now: Moment) -> Result<()> {
    let rows = Board::begin(store.conn())?.page(store.conn(), board::FIRST)?;
    let ago = |minutes: i64| now - TimeDelta::minutes(minutes);
    // Somebody who could not leave it alone: after hours, and with their own name.
    if let Some(old) = rows.iter().find(|row| row.received < ago(1080)) {
        open(store, old, "r.dummerton", ago(1070))?;
    }
    for (n, row) in (0..).zip(rows.iter().filter(|row| row.received < ago(200)).take(OPENED)) {
        open(store, row, "j.testerby", ago(190 - 9 * n))?;
    }
    if let Some((row, user)) = rows.iter().find_map(|row| namesake(row).map(|user| (row, user))) {
        open(store, row, user, row.received.max(ago(130)))?;
    }
    for minutes in [120, 75, 40] {
        search(store, "k.fakeley", "fakeley", ago(minutes))?;
    }
    print(store, "s.placeham", ago(30))?;
    // A viewer who tried the manager's page.
    let viewer = person("k.fakeley");
    let refused = DeskEvent::AttemptRefused { what: May::SeeWhoLooked.code().to_owned(), contact: None };
    viewer.map_or(Ok(()), |viewer| store.note_once(&refused, &viewer, ago(20)))
}

/// The worker who has the surname of the first child of a row.
fn namesake(row: &Summary) -> Option<&'static str> {
    let surname = surname_words(&row.child.as_ref()?.surname);
    ["a.sampleton", "r.dummerton"].into_iter().find(|user| {
        person(user).is_some_and(|actor| surname_of(&actor.name).iter().any(|word| surname.contains(word)))
    })
}

fn open(store: &mut Store, row: &Summary, user: &str, at: Moment) -> Result<()> {
    let Some(actor) = person(user) else { return Ok(()) };
    let me = Process::this();
    store.look(&Look { id: row.id, actor: &actor, me: &me, because: None, now: at }).map(|_| ())
}

fn search(store: &mut Store, user: &str, words: &str, at: Moment) -> Result<()> {
    let Some(actor) = person(user) else { return Ok(()) };
    let event = DeskEvent::Searched { by: SearchWay::Board, words: words.to_owned(), found: 0 };
    store.note(&event, &actor, at)
}

fn print(store: &mut Store, user: &str, at: Moment) -> Result<()> {
    let Some(actor) = person(user) else { return Ok(()) };
    let event = DeskEvent::Exported {
        what: "handover sheet with names".to_owned(),
        to: "the team's meeting".to_owned(),
        why: "next shift".to_owned(),
        contacts: 9,
    };
    store.note(&event, &actor, at)
}
