//! Looking for what is due and what is held.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::super::error::{Doing, Result};
use super::super::people::row::number;
use super::super::{codec, project};
use super::{READING, Subject, gone, kinds, of_contact, of_kind, proposals};
use crate::domain::codes::Route;
use crate::domain::disclosure::Names;
use crate::domain::event::DeskEvent;
use crate::domain::ids::ContactId;
use crate::domain::protocol::Protocol;
use crate::domain::retention::erasure::Target;
use crate::domain::retention::listing::{Line, Listing};
use crate::domain::retention::{self, Applied, Standing};
use crate::domain::when::Moment;

/// Due records that are listed at most; how many more there are is said.
const LISTED: usize = 200;
/// Erased contacts that are listed at most.
const RECENT: usize = 20;
/// Closed contacts that went one way and came before a time.
pub(super) const CLOSED: &str = "SELECT id FROM contact INDEXED BY contact_closed
     WHERE open = 0 AND route = ?1 AND received <= ?2 ORDER BY received";
/// Contacts that were ever held.
pub(super) const HELD: &str = concat!(
    "SELECT DISTINCT contact_id FROM event INDEXED BY event_retention WHERE ",
    kinds!(),
    " AND kind = 'held' ORDER BY contact_id"
);
/// Imported people who are open to nobody, were closed before a day, and were last written before a time.
macro_rules! due_people {
    () => {
        "open_to = '' AND (closed_on IS NULL OR closed_on < ?1) AND changed IN
         (SELECT seq FROM event WHERE contact_id = 0 AND kind = 'people-imported' AND at < ?2)"
    };
}
pub(super) use due_people;

/// Everything the managers' list shows.
pub(super) fn listing(conn: &Connection, protocol: &Protocol, now: Moment) -> Result<Listing> {
    let mut due = Vec::new();
    for route in Route::ALL {
        let Some(before) = retention::horizon(&protocol.retention, *route, protocol.zone, now) else {
            continue;
        };
        for id in closed(conn, *route, midnight_after(before, protocol))? {
            let Some(contact) = project::load(conn, codec::id(id))? else { continue };
            let subject = of_contact(&contact, protocol, now);
            if matches!(subject.standing, Standing::Due(_)) {
                due.push(line(Target::Contact(contact.id), subject));
            }
        }
    }
    for stored in of_kind(conn, "draft-discarded")? {
        if let (_, DeskEvent::DraftDiscarded { contact, .. }) = codec::decode_desk(&stored)?
            && let Some(subject) = ended_call(conn, contact, protocol, now)?
            && matches!(subject.standing, Standing::Due(_))
        {
            due.push(line(Target::Contact(contact), subject));
        }
    }
    let register = people(conn, protocol, now)?;
    if matches!(register.standing, Standing::Due(_)) {
        due.push(line(Target::KnownPeople, register));
    }
    let mut listing = Listing { due, held: held(conn, protocol, now)?, ..Listing::default() };
    let mut asked = proposals(conn)?;
    for line in listing.due.iter_mut().chain(&mut listing.held) {
        let at = asked.iter().position(|proposal| proposal.asked.target == line.target);
        line.proposal = at.map(|at| asked.swap_remove(at));
    }
    listing.due.sort_by_key(|line| (line.waiting(now).is_none(), until(&line.standing), line.target));
    listing.more = listing.due.len().saturating_sub(LISTED);
    listing.due.truncate(LISTED);
    listing.erased = gone(conn)?.into_iter().take(RECENT).collect();
    Ok(listing)
}

fn line(target: Target, subject: Subject) -> Line {
    let Subject { standing, seen, received, .. } = subject;
    Line { target, received, standing, seen, proposal: None }
}

fn until(standing: &Standing) -> Option<NaiveDate> {
    if let Standing::Due(applied) = standing { Some(applied.until) } else { None }
}

fn closed(conn: &Connection, route: Route, before: Moment) -> Result<Vec<i64>> {
    conn.prepare_cached(CLOSED)
        .and_then(|mut ask| ask.query_map((route.code(), before.millis()), |row| row.get(0))?.collect())
        .doing(READING)
}

fn held(conn: &Connection, protocol: &Protocol, now: Moment) -> Result<Vec<Line>> {
    let ids: Vec<i64> = conn
        .prepare_cached(HELD)
        .and_then(|mut ask| ask.query_map([], |row| row.get(0))?.collect())
        .doing(READING)?;
    let mut held = Vec::new();
    for id in ids {
        let Some(contact) = project::load(conn, codec::id(id))? else { continue };
        if contact.held.is_some() {
            held.push(line(Target::Contact(contact.id), of_contact(&contact, protocol, now)));
        }
    }
    Ok(held)
}

/// A call that was given up before filing, if any word of it was kept and is still there.
pub(super) fn ended_call(
    conn: &Connection,
    id: ContactId,
    protocol: &Protocol,
    now: Moment,
) -> Result<Option<Subject>> {
    for stored in of_kind(conn, "draft-discarded")? {
        let (_, DeskEvent::DraftDiscarded { contact, draft, .. }) = codec::decode_desk(&stored)? else {
            continue;
        };
        if contact != id {
            continue;
        }
        return Ok(Some(Subject {
            standing: retention::standing_of_call(stored.at, &protocol.retention, protocol.zone, now),
            seen: 0,
            names: draft.as_ref().map_or_else(Names::default, |draft| Names::of_call(&draft.intake)),
            received: Some(draft.as_ref().map_or(stored.at, |draft| draft.started)),
            ids: vec![id],
            since: draft.as_ref().map_or(stored.at, |draft| draft.started),
        }));
    }
    Ok(None)
}

/// The imported entries whose time is over.
pub(super) fn people(conn: &Connection, protocol: &Protocol, now: Moment) -> Result<Subject> {
    let rule = retention::known_people(&protocol.retention, protocol.zone, now);
    let (standing, seen) = match rule {
        None => (Standing::NoRule, 0),
        Some((rule, before)) => {
            let until = before.pred_opt().unwrap_or(before);
            let count: u32 = conn
                .prepare_cached(concat!("SELECT count(*) FROM person WHERE ", due_people!()))
                .and_then(|mut ask| ask.query_row(cut(before, protocol), |row| row.get(0)))
                .doing(READING)?;
            let applied = Applied { rule, until };
            (if count > 0 { Standing::Due(applied) } else { Standing::Kept(applied) }, count)
        }
    };
    let since = Moment::from_millis(0);
    Ok(Subject { standing, seen, names: Names::default(), received: None, ids: Vec::new(), since })
}

/// The two ends of [`due_people`]: the day as the register writes days, and its first moment.
pub(super) fn cut(before: NaiveDate, protocol: &Protocol) -> (i64, i64) {
    (number(before), protocol.zone.computed(before.and_time(chrono::NaiveTime::MIN)).millis())
}

/// The end of a day.
fn midnight_after(day: NaiveDate, protocol: &Protocol) -> Moment {
    let next = day.succ_opt().unwrap_or(day);
    protocol.zone.computed(next.and_time(chrono::NaiveTime::MIN))
}
