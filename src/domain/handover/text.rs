//! A handover sheet in plain words: what is printed, signed and kept.

use super::super::calendar::Zone;
use super::super::close;
use super::super::contact::Summary;
use super::super::draft::DraftHead;
use super::super::restrict::RESTRICTED;
use super::super::when::Moment;
use super::{Entry, Owed, Section, Sheet, Span, Turn};

/// How a sheet is written.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// The zone its times are read in.
    pub zone: Zone,
    /// Full names of children instead of initials.
    pub names: bool,
    /// It comes from a training desk, and says so.
    pub training: bool,
}

/// So many contacts in words.
#[must_use]
pub fn many(contacts: usize) -> String {
    if contacts == 1 { "1 contact".to_owned() } else { format!("{contacts} contacts") }
}

/// So many staffed minutes in words: `staffed 1h 52m`.
fn staffed(minutes: u64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, 0) => "nobody at the desk before then".to_owned(),
        (0, minutes) => format!("staffed {minutes}m"),
        (hours, minutes) => format!("staffed {hours}h {minutes:02}m"),
    }
}

impl Section {
    /// The heading without its times.
    #[must_use]
    pub const fn name(self, turn: Turn) -> &'static str {
        match (self, turn) {
            (Self::Soon, Turn::ToEdt) => "Due before the desk closes",
            (Self::Soon, Turn::FromEdt) => "Due today",
            (section, _) => section.label(),
        }
    }

    /// The heading.
    #[must_use]
    pub fn heading(self, span: &Span, zone: Zone) -> String {
        match (self, span.turn) {
            (Self::Soon, Turn::ToEdt) => format!("{}, {}", self.name(span.turn), zone.short_time(span.soon)),
            (Self::Soon, _) => format!("{}, by {}", self.name(span.turn), zone.short(span.soon)),
            (Self::BeforeOpening, turn) => format!("{}, {}", self.name(turn), zone.short(span.opens)),
            (section, _) => section.label().to_owned(),
        }
    }
}

/// What is owed in words, what is late first; things due at the same time are named together. `at` writes a time.
fn owed(list: &[Owed], now: Moment, at: impl Fn(Moment) -> String) -> Vec<String> {
    let groups = list.chunk_by(|one, other| one.due.is_some() && one.due == other.due);
    let mut said: Vec<(bool, String)> = groups
        .filter_map(|group| {
            let first = group.first()?;
            let names: Vec<&str> = group.iter().map(|owed| owed.what.as_str()).collect();
            let names = names.join(", ");
            Some(match first.due {
                None => (false, names),
                Some(due) if due < now => (true, format!("{names} LATE since {}", at(due))),
                Some(due) => (false, format!("{names} due {}, {}", at(due), staffed(first.staffed))),
            })
        })
        .collect();
    said.sort_by_key(|(late, _)| !late);
    said.into_iter().map(|(_, words)| words).collect()
}

impl Entry {
    /// What is owed under its heading, a sentence each. `at` writes a time.
    #[must_use]
    pub fn owed(&self, now: Moment, at: impl Fn(Moment) -> String) -> Vec<String> {
        match self {
            Self::Contact { owed: list, .. } | Self::Refer { owed: list, .. } => owed(list, now, at),
            Self::Call(head) => vec![call(head, at)],
        }
    }
}

fn call(head: &DraftHead, at: impl Fn(Moment) -> String) -> String {
    let parked = head.parked.map(|since| format!(", parked {}", at(since))).unwrap_or_default();
    format!("{} is taking it, since {}{parked}", head.taker.name, at(head.started))
}

/// The child as the sheet names it; what kind of contact it is where none is named.
#[must_use]
pub(super) fn child(row: &Summary, names: bool) -> String {
    if row.restricted.is_some() {
        return RESTRICTED.to_owned();
    }
    let Some(child) = &row.child else { return row.kind.label().to_owned() };
    let name = if names { child.full() } else { child.initials() };
    let name = if name.is_empty() { "?".to_owned() } else { name };
    let more = if row.children > 1 { format!("+{}", row.children - 1) } else { String::new() };
    format!("{name}{more} {}", child.age).trim_end().to_owned()
}

/// Whether the referrer knows, and whose the contact is.
fn standing(row: &Summary) -> String {
    let told = match (row.told, row.tries) {
        (true, _) => "told".to_owned(),
        (false, 0) => "not told".to_owned(),
        (false, 1) => "not told, tried once".to_owned(),
        (false, n) => format!("not told, tried {n} times"),
    };
    let owner = row.owner.as_ref().map_or("no owner".to_owned(), |owner| format!("owner {owner}"));
    format!("{told}; {owner}")
}

/// Text of people on one line: breaks and other controls become blanks.
pub(super) fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Sheet {
    /// The first lines: which handover, when it was made, the desk's hours.
    #[must_use]
    pub fn heading(&self, page: Page) -> Vec<String> {
        let (span, zone) = (&self.span, page.zone);
        let mut lines = vec![format!("Handover: {}", span.turn.label().to_lowercase())];
        if page.training {
            lines.push("TRAINING: nobody on this sheet is real.".to_owned());
        }
        let desk = if span.closes > span.now {
            format!("The desk closes {} and opens {}.", zone.short(span.closes), zone.short(span.opens))
        } else {
            format!("The desk is closed and opens {}.", zone.short(span.opens))
        };
        lines.push(format!("Made {}. {desk}", zone.long(span.now)));
        lines.push(match span.turn {
            Turn::FromEdt => format!(
                "The desk was closed from {} to {}. For the day until {}.",
                zone.short(span.night.0),
                zone.short(span.night.1),
                zone.short(span.until)
            ),
            Turn::ToEdt | Turn::Shift => format!("For the time until {}.", zone.short(span.until)),
        });
        lines
    }

    /// What is left to say after the sections.
    #[must_use]
    pub fn closing(&self) -> String {
        match self.others {
            0 => "No other contact is open.".to_owned(),
            1 => "1 other contact is open and belongs under none of these headings.".to_owned(),
            n => format!("{n} other contacts are open and belong under none of these headings."),
        }
    }

    /// The whole sheet as plain text.
    #[must_use]
    pub fn text(&self, page: Page) -> String {
        let (zone, now) = (page.zone, self.span.now);
        let mut lines = self.heading(page);
        for (section, entries) in &self.sections {
            lines.push(String::new());
            let heading = section.heading(&self.span, zone).to_uppercase();
            if entries.is_empty() {
                lines.extend([heading, "  none".to_owned()]);
                continue;
            }
            lines.push(format!("{heading} ({})", entries.len()));
            for entry in entries {
                let owed = one_line(&entry.owed(now, |at| zone.short(at)).join("; "));
                match entry {
                    Entry::Contact { row, .. } => {
                        let rating = row.rating.map_or("not rated", |rating| rating.label());
                        let child = one_line(&child(row, page.names));
                        lines.push(format!("  {}  {rating}  {child}  {}", row.id, one_line(&row.concern)));
                        lines.push(format!("      {owed}"));
                        lines.push(format!("      {}", one_line(&standing(row))));
                    }
                    Entry::Refer { id, stands, .. } => {
                        lines.push(format!("  {id}  {owed} (see: {})", stands.name(self.span.turn)));
                    }
                    Entry::Call(head) => {
                        let concern = one_line(&head.concern);
                        lines.push(format!("  {}  {owed}  {concern}", head.id).trim_end().to_owned());
                    }
                }
            }
        }
        lines.extend([String::new(), self.closing()]);
        let closed = close::said(&self.last_close, now, zone);
        lines.extend((!closed.is_empty()).then(String::new));
        lines.extend(closed.iter().map(|line| one_line(line)));
        lines.join("\n") + "\n"
    }
}
