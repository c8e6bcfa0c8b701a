//! The page itself: counts by person, and flagged lines. Pure: the same entries make the same page.

use std::collections::{BTreeMap, BTreeSet};

use super::super::actor::Actor;
use super::super::event::{DeskEvent, Event};
use super::super::ids::{ContactId, UserId};
use super::super::protocol::Protocol;
use super::super::when::Moment;
use super::{Entry, Flag, Happened, Material, flags};

/// Who looked at what in some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// From when.
    pub since: Moment,
    /// Until when, not included.
    pub until: Moment,
    /// How many entries it was made of, a manager's marks not counted.
    pub entries: usize,
    /// Everybody who did anything of it, the most lookups first.
    pub people: Vec<Counts>,
    /// What is flagged: what nobody has marked as seen first, then by weight, the latest first.
    pub lines: Vec<Line>,
}

/// What one person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Who.
    pub who: Actor,
    /// How often a contact was opened (once in 15 minutes each).
    pub opened: usize,
    /// How many different contacts.
    pub contacts: usize,
    /// Searches by name.
    pub searches: usize,
    /// Exports, prints and letters.
    pub left: usize,
    /// What was refused.
    pub refused: usize,
    /// How often this page was opened.
    pub pages: usize,
    /// How much of all this was out of hours.
    pub out_of_hours: usize,
}

/// One flagged line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Why it is flagged.
    pub flag: Flag,
    /// Who did it.
    pub who: Actor,
    /// When it was done last.
    pub at: Moment,
    /// What was done, in a clause without anybody's name.
    pub text: String,
    /// The words that were searched; empty where it is no search. They may be a name.
    pub words: String,
    /// The contacts it is about.
    pub contacts: Vec<ContactId>,
    /// The entries it is about.
    pub entries: Vec<i64>,
    /// The mark of a manager who has seen all of it.
    pub reviewed: Option<Review>,
}

/// A manager's mark on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Moment,
    /// What they say of it.
    pub note: String,
}

impl Page {
    /// Flagged lines that no manager has marked.
    #[must_use]
    pub fn unseen(&self) -> usize {
        self.lines.iter().filter(|line| line.reviewed.is_none()).count()
    }
}

/// Makes the page. The desk's hours and the thresholds are the protocol's.
#[must_use]
pub fn page(material: &Material, protocol: &Protocol) -> Page {
    let (marks, entries): (Vec<&Entry>, Vec<&Entry>) =
        material.entries.iter().partition(|entry| is_mark(entry));
    let mut lines = flags::lines(&entries, &material.grounds, protocol);
    for line in &mut lines {
        line.reviewed = reviewed(line, &marks);
    }
    lines.sort_by_key(|line| {
        (line.reviewed.is_some(), line.flag, std::cmp::Reverse((line.at, line.entries.first().copied())))
    });
    Page {
        since: material.since,
        until: material.until,
        entries: entries.len(),
        people: people(&entries, protocol),
        lines,
    }
}

const fn is_mark(entry: &Entry) -> bool {
    matches!(&entry.happened, Happened::Desk(DeskEvent::LookReviewed { .. }))
}

/// The last mark on a line, if all that the line is about was marked under this flag. Something new makes it unseen again.
fn reviewed(line: &Line, marks: &[&Entry]) -> Option<Review> {
    let mut seen: BTreeSet<i64> = BTreeSet::new();
    let mut last = None;
    for mark in marks {
        let Happened::Desk(DeskEvent::LookReviewed { flag, entries, note }) = &mark.happened else {
            continue;
        };
        if *flag == line.flag && entries.iter().any(|seq| line.entries.contains(seq)) {
            seen.extend(entries);
            last = Some(Review { by: mark.actor.clone(), at: mark.at, note: note.clone() });
        }
    }
    last.filter(|_| line.entries.iter().all(|seq| seen.contains(seq)))
}

fn people(entries: &[&Entry], protocol: &Protocol) -> Vec<Counts> {
    let mut people: BTreeMap<&UserId, (Counts, BTreeSet<ContactId>)> = BTreeMap::new();
    for entry in entries {
        let (counts, contacts) =
            people.entry(&entry.actor.user).or_insert_with(|| (Counts::of(&entry.actor), BTreeSet::new()));
        if let Some(id) = entry.opened() {
            counts.opened += 1;
            contacts.insert(id);
        }
        match &entry.happened {
            Happened::Desk(DeskEvent::Searched { .. }) => counts.searches += 1,
            Happened::Contact(_, Event::LetterIssued { .. }) => counts.left += 1,
            _ if entry.exported() => counts.left += 1,
            // Wrong passphrases are noted when somebody next opens the desk: they need not have been theirs.
            Happened::Desk(DeskEvent::AttemptRefused { .. }) => counts.refused += 1,
            Happened::Desk(DeskEvent::LooksListed { .. }) => counts.pages += 1,
            _ => {}
        }
        counts.out_of_hours += usize::from(!protocol.desk().is_open(entry.at));
    }
    let mut people: Vec<Counts> = people
        .into_values()
        .map(|(counts, contacts)| Counts { contacts: contacts.len(), ..counts })
        .collect();
    people.sort_by_key(|counts| std::cmp::Reverse((counts.opened, counts.searches, counts.left)));
    people
}

impl Counts {
    fn of(who: &Actor) -> Self {
        Self {
            who: who.clone(),
            opened: 0,
            contacts: 0,
            searches: 0,
            left: 0,
            refused: 0,
            pages: 0,
            out_of_hours: 0,
        }
    }
}
