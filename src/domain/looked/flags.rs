//! What a manager should ask about: one function a flag. Lookups that differ only in their time stand on one line.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};

use super::super::access::May;
use super::super::actor::Actor;
use super::super::disclosure::Disclosed;
use super::super::event::{DeskEvent, Event, OPEN_RESTRICTED};
use super::super::ids::{ContactId, UserId};
use super::super::protocol::Protocol;
use super::super::register::{surname_of, surname_words};
use super::super::same;
use super::super::when::Moment;
use super::page::Line;
use super::{Entry, Flag, Ground, Happened};

/// The stretch of time in which many contacts are many at once.
const AT_ONCE: TimeDelta = TimeDelta::hours(1);

/// What the flags are worked out from.
struct Seen<'a> {
    entries: &'a [&'a Entry],
    grounds: &'a BTreeMap<ContactId, Ground>,
    protocol: &'a Protocol,
}

/// Every flagged line, in no particular order.
pub(super) fn lines(
    entries: &[&Entry],
    grounds: &BTreeMap<ContactId, Ground>,
    protocol: &Protocol,
) -> Vec<Line> {
    let seen = Seen { entries, grounds, protocol };
    let mut lines = own_names(&seen);
    lines.extend(one_by_one(&seen));
    lines.extend(bulk(&seen));
    lines.extend(repeated(&seen));
    lines.extend(out_of_hours(&seen));
    lines.extend(letters(&seen));
    lines.extend(not_theirs(&seen));
    lines
}

/// A line about some entries of one person, oldest first; none about none.
fn line(flag: Flag, entries: &[&Entry], text: String) -> Option<Line> {
    let last = entries.last()?;
    let contacts: BTreeSet<ContactId> = entries.iter().filter_map(|entry| entry.contact()).collect();
    Some(Line {
        flag,
        who: last.actor.clone(),
        at: last.at,
        text,
        words: String::new(),
        contacts: contacts.into_iter().collect(),
        entries: entries.iter().map(|entry| entry.seq).collect(),
        reviewed: None,
    })
}

/// Entries of the same kind, put together.
fn together<'a, K: Ord>(
    entries: &[&'a Entry],
    key: impl Fn(&'a Entry) -> Option<K>,
) -> BTreeMap<K, Vec<&'a Entry>> {
    let mut groups: BTreeMap<K, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        if let Some(key) = key(entry) {
            groups.entry(key).or_default().push(entry);
        }
    }
    groups
}

fn times(n: usize) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// Somebody named in the contact has the surname of the person who opened it, tried to, or let something of it leave; or the surname
/// itself was searched.
fn own_names(seen: &Seen<'_>) -> Vec<Line> {
    let shares = |entry: &Entry, id: ContactId| {
        seen.grounds.get(&id).is_some_and(|ground| ground.has_surname_of(&entry.actor))
    };
    let contacts = together(seen.entries, |entry| {
        let id = entry.contact()?;
        let looked = entry.opened().is_some()
            || matches!(
                &entry.happened,
                Happened::Desk(DeskEvent::AttemptRefused { .. })
                    | Happened::Contact(_, Event::LetterIssued { .. })
            )
            || entry.exported();
        (looked && shares(entry, id)).then_some((&entry.actor.user, id))
    });
    let searches = together(seen.entries, |entry| {
        let words = searched(entry)?;
        let own = surname_of(&entry.actor.name);
        surname_words(words).iter().any(|word| own.contains(word)).then_some(&entry.actor.user)
    });
    let opened = contacts.into_values().filter_map(|entries| {
        let text = format!("somebody named in it has the same surname: {}", times(entries.len()));
        line(Flag::OwnName, &entries, text)
    });
    let looked_for = searches.into_values().filter_map(|entries| {
        let text = format!("searched for their own surname {}", times(entries.len()));
        let words = entries.last().and_then(|last| searched(last)).unwrap_or_default().to_owned();
        line(Flag::OwnName, &entries, text).map(|line| Line { words, ..line })
    });
    opened.chain(looked_for).collect()
}

fn searched(entry: &Entry) -> Option<&str> {
    match &entry.happened {
        Happened::Desk(DeskEvent::Searched { words, .. }) => Some(words),
        _ => None,
    }
}

/// What stands on a line of its own.
fn one_by_one(seen: &Seen<'_>) -> Vec<Line> {
    let one = |entry: &&Entry| {
        let (flag, text) = match &entry.happened {
            Happened::Desk(DeskEvent::AttemptRefused { what, .. }) => (Flag::Refused, refused(what)),
            Happened::Desk(DeskEvent::UnlockRefused { user, times: n, .. }) => {
                let name = user.as_ref().map_or("a name that nobody here has", |user| user.0.as_str());
                let n = times(usize::try_from(*n).unwrap_or(usize::MAX));
                (
                    Flag::Refused,
                    format!("before they opened the desk, a wrong passphrase for {name} was given {n}"),
                )
            }
            Happened::Desk(DeskEvent::RestrictedOpened { reason, .. }) => {
                (Flag::Restricted, format!("opened, because: {reason}"))
            }
            Happened::Desk(DeskEvent::Exported { what, to, why, contacts }) => {
                let to = if to.is_empty() { String::new() } else { format!(", to {to}") };
                let why = if why.is_empty() { String::new() } else { format!(", because: {why}") };
                let contacts = counted(usize::try_from(*contacts).unwrap_or(usize::MAX), "contact");
                (Flag::Left, format!("{what} ({contacts}){to}{why}"))
            }
            Happened::Desk(DeskEvent::Disclosed(disclosed)) if entry.exported() => {
                let Disclosed { number, to, why, .. } = &**disclosed;
                (Flag::Left, format!("pack {number} of what is held on somebody, to {to}, because: {why}"))
            }
            Happened::Contact(_, Event::Restricted { people, .. }) => {
                let people: Vec<&str> = people.iter().map(|user| user.0.as_str()).collect();
                (Flag::Restriction, format!("restricted to {}", people.join(", ")))
            }
            Happened::Contact(_, Event::RestrictionLifted { reason }) => {
                (Flag::Restriction, format!("lifted, because: {reason}"))
            }
            _ => return None,
        };
        line(flag, &[*entry], text)
    };
    seen.entries.iter().filter_map(one).collect()
}

fn refused(what: &str) -> String {
    if what == OPEN_RESTRICTED {
        return "tried to open a restricted contact".to_owned();
    }
    match May::from_code(what) {
        Some(may) => format!("tried to {}", may.label()),
        None => format!("tried what they may not do: {what}"),
    }
}

/// So many different contacts within an hour that nobody works on them all.
fn bulk(seen: &Seen<'_>) -> Vec<Line> {
    let most = usize::try_from(seen.protocol.looked.bulk).unwrap_or(usize::MAX);
    let mut lines = Vec::new();
    for opened in together(seen.entries, |entry| entry.opened().map(|_| &entry.actor.user)).into_values() {
        let mut rest = opened.as_slice();
        while let Some(first) = rest.first() {
            let end = rest.iter().take_while(|entry| entry.at.since(first.at) < AT_ONCE).count();
            let hour = rest.get(..end).unwrap_or_default();
            let contacts: BTreeSet<ContactId> = hour.iter().filter_map(|entry| entry.opened()).collect();
            let many = contacts.len() >= most;
            if many {
                let text = format!("{} opened within an hour", counted(contacts.len(), "contact"));
                lines.extend(line(Flag::Bulk, hour, text));
            }
            rest = rest.get(if many { end } else { 1 }..).unwrap_or_default();
        }
    }
    lines
}

/// One name, searched by one person again and again.
fn repeated(seen: &Seen<'_>) -> Vec<Line> {
    let most = usize::try_from(seen.protocol.looked.repeated).unwrap_or(usize::MAX);
    let groups =
        together(seen.entries, |entry| searched(entry).map(|words| (&entry.actor.user, same::fold(words))));
    let many = groups.into_values().filter(|entries| entries.len() >= most);
    many.filter_map(|entries| {
        let words = entries.last().and_then(|last| searched(last)).unwrap_or_default().to_owned();
        let text = format!("the same search {}", times(entries.len()));
        line(Flag::Repeated, &entries, text).map(|line| Line { words, ..line })
    })
    .collect()
}

/// What somebody opened, searched or took along while the desk was closed, a line a day.
fn out_of_hours(seen: &Seen<'_>) -> Vec<Line> {
    let zone = seen.protocol.zone;
    let days: BTreeMap<(&UserId, NaiveDate), Vec<&Entry>> = together(seen.entries, |entry| {
        let counts = entry.opened().is_some()
            || searched(entry).is_some()
            || entry.exported()
            || matches!(&entry.happened, Happened::Desk(DeskEvent::NamesShown));
        let closed = counts && !seen.protocol.desk().is_open(entry.at);
        closed.then(|| (&entry.actor.user, zone.local(entry.at).date()))
    });
    let spoken = |first: Moment, last: Moment| {
        let (from, to) = (zone.short_time(first), zone.short_time(last));
        if from == to { format!("at {from}") } else { format!("between {from} and {to}") }
    };
    days.into_values()
        .filter_map(|entries| {
            let (first, last) = (entries.first()?.at, entries.last()?.at);
            let text = format!(
                "{} while the desk was closed, {}",
                counted(entries.len(), "look"),
                spoken(first, last)
            );
            line(Flag::OutOfHours, &entries, text)
        })
        .collect()
}

/// The letters that somebody issued, by whom they went to.
fn letters(seen: &Seen<'_>) -> Vec<Line> {
    let issued = together(seen.entries, |entry| {
        matches!(&entry.happened, Happened::Contact(_, Event::LetterIssued { .. }))
            .then_some(&entry.actor.user)
    });
    issued
        .into_values()
        .filter_map(|entries| {
            let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
            for entry in &entries {
                if let Happened::Contact(_, Event::LetterIssued { what, to, .. }) = &entry.happened {
                    *kinds.entry(what.name(to)).or_default() += 1;
                }
            }
            let kinds: Vec<String> = kinds.into_iter().map(|(kind, n)| format!("{n} {kind}")).collect();
            line(Flag::Left, &entries, format!("letters issued: {}", kinds.join(", ")))
        })
        .collect()
}

/// What somebody opened without having taken, owned or decided it.
fn not_theirs(seen: &Seen<'_>) -> Vec<Line> {
    let theirs = |actor: &Actor, id: ContactId| {
        seen.grounds.get(&id).is_some_and(|ground| ground.is_in_the_hands_of(actor))
    };
    let opened = together(seen.entries, |entry| {
        let id = entry.opened()?;
        (!theirs(&entry.actor, id)).then_some(&entry.actor.user)
    });
    opened
        .into_values()
        .filter_map(|entries| {
            let contacts: BTreeSet<ContactId> = entries.iter().filter_map(|entry| entry.opened()).collect();
            let text =
                format!("opened {} they neither took, owned nor decided", counted(contacts.len(), "contact"));
            line(Flag::NotTheirs, &entries, text)
        })
        .collect()
}
