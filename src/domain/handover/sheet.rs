//! What stands on a handover sheet, and in which section.

use super::super::clocks::ClockId;
use super::super::close::Last;
use super::super::codes::{Rating, coded};
use super::super::contact::{NextDuty, Summary};
use super::super::draft::DraftHead;
use super::super::ids::ContactId;
use super::super::protocol::Protocol;
use super::super::when::Moment;
use super::{Span, Turn};

coded! {
    /// A section of the sheet, what matters most first. A contact stands in the first section that it belongs to; the others
    /// refer to it.
    Section {
        /// Rated red, and undecided or with a duty that runs.
        Red = "unfinished-red", "Unfinished red";
        /// With a late duty.
        Late = "late", "Late now";
        /// Received while the desk was closed. Only in the morning.
        Night = "received-out-of-hours", "Received while the desk was closed";
        /// Due while nobody is at the desk (L516, B19).
        BeforeOpening = "due-before-opening", "Due before the desk opens again";
        /// Due in the first hours.
        Soon = "due-soon", "Due in this shift";
        /// Calls that are being taken.
        Calls = "calls", "Calls in progress";
        /// Somebody waits to be told.
        Feedback = "feedback-owed", "Feedback owed";
        /// Handed over before and not taken.
        Waiting = "waiting", "Waiting for acknowledgement";
        /// New information that nobody has weighed (L15).
        New = "new-information", "New information not reviewed";
    }
}

/// Something owed on a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// What, in a few words.
    pub what: String,
    /// By when, if there is a time.
    pub due: Option<Moment>,
    /// Minutes in which somebody is at the desk before then.
    pub staffed: u64,
}

/// One line of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A contact in the section that matters most.
    Contact {
        /// The contact as the board has it.
        row: Box<Summary>,
        /// What is owed under this heading.
        owed: Vec<Owed>,
    },
    /// A contact that stands further up.
    Refer {
        /// Which one.
        id: ContactId,
        /// What is owed under this heading.
        owed: Vec<Owed>,
        /// Where it stands.
        stands: Section,
    },
    /// A call that is being taken.
    Call(DraftHead),
}

impl Entry {
    /// The contact or call.
    #[must_use]
    pub fn id(&self) -> ContactId {
        match self {
            Self::Contact { row, .. } => row.id,
            Self::Refer { id, .. } => *id,
            Self::Call(head) => head.id,
        }
    }

    /// When the first thing under this heading falls due.
    #[must_use]
    pub fn due(&self) -> Option<Moment> {
        match self {
            Self::Contact { owed, .. } | Self::Refer { owed, .. } => owed.iter().find_map(|one| one.due),
            Self::Call(_) => None,
        }
    }
}

/// A handover sheet: every section, empty ones too, because a silence is not an all-clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its times.
    pub span: Span,
    /// Every section that this handover has, with its entries; what is due first stands first.
    pub sections: Vec<(Section, Vec<Entry>)>,
    /// Open contacts that stand in no section.
    pub others: usize,
    /// The newest daily close: whoever makes the sheet puts it in.
    pub last_close: Last,
}

impl Section {
    /// Whether a handover has this section.
    #[must_use]
    pub fn belongs_to(self, turn: Turn) -> bool {
        self != Self::Night || turn == Turn::FromEdt
    }
}

impl Sheet {
    /// Works the sheet out from the open contacts and the calls being taken.
    #[must_use]
    pub fn new<'a>(
        rows: impl IntoIterator<Item = &'a Summary>,
        calls: &[DraftHead],
        span: Span,
        protocol: &Protocol,
    ) -> Self {
        let mut sections: Vec<(Section, Vec<Entry>)> = Section::ALL
            .iter()
            .filter(|section| section.belongs_to(span.turn))
            .map(|section| (*section, Vec::new()))
            .collect();
        let mut others = 0_usize;
        for row in rows.into_iter().filter(|row| row.open) {
            let reading = Reading { row, span, protocol };
            let mut stands = None;
            for (section, entries) in &mut sections {
                let Some(owed) = reading.under(*section) else { continue };
                entries.push(match stands {
                    None => Entry::Contact { row: Box::new(row.clone()), owed },
                    Some(stands) => Entry::Refer { id: row.id, owed, stands },
                });
                stands = stands.or(Some(*section));
            }
            others = others.saturating_add(usize::from(stands.is_none()));
        }
        for (section, entries) in &mut sections {
            if *section == Section::Calls {
                entries.extend(calls.iter().cloned().map(Entry::Call));
            }
            // What has no time of its own stands first: it is open already.
            entries.sort_by_key(|entry| (entry.due(), entry.id()));
        }
        Self { span, sections, others, last_close: Last::Unread }
    }

    /// Every contact on the sheet with the version that was read. Calls in progress are not handed over: they are held by who
    /// takes them.
    #[must_use]
    pub fn contacts(&self) -> Vec<(ContactId, u32)> {
        self.sections
            .iter()
            .flat_map(|(_, entries)| entries)
            .filter_map(|entry| match entry {
                Entry::Contact { row, .. } => Some((row.id, row.version)),
                Entry::Refer { .. } | Entry::Call(_) => None,
            })
            .collect()
    }
}

/// One contact, looked at for a sheet.
struct Reading<'a> {
    row: &'a Summary,
    span: Span,
    protocol: &'a Protocol,
}

impl Reading<'_> {
    /// What is owed under a heading; `None` if the contact does not belong there.
    fn under(&self, section: Section) -> Option<Vec<Owed>> {
        let (row, now) = (self.row, self.span.now);
        let some = |owed: Vec<Owed>| (!owed.is_empty()).then_some(owed);
        match section {
            Section::Red => {
                if row.rating != Some(Rating::Red) {
                    return None;
                }
                let undecided = row.route.is_none().then(|| said("undecided"));
                some(undecided.into_iter().chain(self.soonest()).collect())
            }
            Section::Late => some(self.duties(|duty| duty.is_late(now))),
            Section::Night => {
                let (from, until) = self.span.night;
                let then = (from..until).contains(&row.received);
                let at = self.protocol.zone.short(row.received);
                then.then(|| vec![said(&format!("received {at}"))])
            }
            Section::BeforeOpening => some(self.duties(|duty| self.is_unstaffed(duty))),
            Section::Soon => {
                some(self.duties(|duty| {
                    !duty.is_late(now) && duty.due <= self.span.soon && !self.is_unstaffed(duty)
                }))
            }
            Section::Calls => None,
            Section::Feedback => some(self.duties(|duty| is_feedback(duty.clock))),
            Section::Waiting => {
                row.marks.handover.then(|| vec![said("handed over before, and nobody has taken it")])
            }
            Section::New => {
                row.marks.reconsider.then(|| vec![said("new since the decision: it must be looked at again")])
            }
        }
    }

    /// Whether a duty falls due while the desk is closed next: nobody is at the desk between closing and then.
    fn is_unstaffed(&self, duty: &NextDuty) -> bool {
        !duty.is_late(self.span.now)
            && duty.due > self.span.closes
            && self.protocol.staffed_left(self.span.closes, duty.due) == 0
    }

    /// What is due in the receiving shift, or else what comes first, and how much more there is: a red may have ten clocks.
    fn soonest(&self) -> Vec<Owed> {
        let mut all = self.duties(|_| true);
        let soon = all.iter().filter(|owed| owed.due <= Some(self.span.until)).count().max(1);
        let later = all.len().saturating_sub(soon);
        all.truncate(soon);
        all.extend((later > 0).then(|| said(&format!("{later} due later"))));
        all
    }

    fn duties(&self, wanted: impl Fn(&NextDuty) -> bool) -> Vec<Owed> {
        let owed = |duty: &NextDuty| Owed {
            what: duty.title().to_owned(),
            due: Some(duty.due),
            staffed: self.protocol.staffed_left(self.span.now, duty.due),
        };
        self.row.duties.iter().filter(|duty| wanted(duty)).map(owed).collect()
    }
}

fn said(what: &str) -> Owed {
    Owed { what: what.to_owned(), due: None, staffed: 0 }
}

/// Whether this clock waits for somebody to be told (L7-L9, L168-L180).
const fn is_feedback(clock: ClockId) -> bool {
    matches!(
        clock,
        ClockId::FeedbackFirst | ClockId::FeedbackSchool | ClockId::OutcomeReferrer | ClockId::OutcomeFamily
    )
}
