//! Handing the desk over: the sheet as it is now, and those that were signed in the last days.

use crate::app::overlay::FormBox;
use crate::domain::contact::Summary;
use crate::domain::draft::DraftHead;
use crate::domain::handover::{Entry, Kept, Section, Sheet, SheetId, Span, Turn};
use crate::domain::ids::ContactId;
use crate::domain::protocol::Protocol;
use crate::domain::when::Moment;

/// Days back that signed sheets are listed.
pub const DAYS: i64 = 7;

/// The state of the handover screen.
#[derive(Debug, Clone)]
pub struct HandoverScreen {
    /// From whom to whom.
    pub turn: Turn,
    /// The end of the next shift, if it was chosen.
    pub until: Option<Moment>,
    /// The sheet as it is now.
    pub sheet: Sheet,
    /// Signed sheets, the newest first.
    pub kept: Vec<Kept>,
    /// The selected row.
    pub selected: usize,
    /// A signed sheet that is being read, and its first line in sight.
    pub reading: Option<(SheetId, usize)>,
    /// A box that was left before it was sent.
    pub typed: Option<Box<FormBox>>,
    /// The contact that was opened from here: one step back from it leads here again.
    pub opened: Option<ContactId>,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row<'a> {
    /// A signed sheet.
    Kept(&'a Kept),
    /// A contact or call under a heading.
    Entry(Section, &'a Entry),
}

/// What stays selected while rows come and go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Sheet(SheetId),
    Entry(Section, ContactId),
}

impl Row<'_> {
    const fn mark(&self) -> Mark {
        match self {
            Self::Kept(kept) => Mark::Sheet(kept.signed.sheet),
            Self::Entry(section, Entry::Contact { row, .. }) => Mark::Entry(*section, row.id),
            Self::Entry(section, Entry::Refer { id, .. }) => Mark::Entry(*section, *id),
            Self::Entry(section, Entry::Call(head)) => Mark::Entry(*section, head.id),
        }
    }
}

impl HandoverScreen {
    /// The screen with a sheet that was just made.
    #[must_use]
    pub const fn new(turn: Turn, sheet: Sheet) -> Self {
        Self {
            turn,
            until: None,
            sheet,
            kept: Vec::new(),
            selected: 0,
            reading: None,
            typed: None,
            opened: None,
        }
    }

    /// Makes the sheet anew. The selection stays on what it is on, if that is still there.
    pub fn refresh<'a>(
        &mut self,
        rows: impl IntoIterator<Item = &'a Summary>,
        calls: &[DraftHead],
        protocol: &Protocol,
        now: Moment,
    ) {
        let mark = self.chosen().map(|row| row.mark());
        let span = Span::new(self.turn, self.until, now, protocol);
        let last_close = std::mem::take(&mut self.sheet.last_close);
        self.sheet = Sheet { last_close, ..Sheet::new(rows, calls, span, protocol) };
        self.find(mark);
    }

    /// Takes signed sheets in.
    pub fn take(&mut self, kept: Vec<Kept>) {
        let mark = self.chosen().map(|row| row.mark());
        let first = self.kept.is_empty();
        self.kept = kept;
        // What waits for a signature is what a person who takes over comes for.
        if first && self.waiting().next().is_some() {
            self.selected = 0;
            return;
        }
        self.find(mark);
    }

    fn find(&mut self, mark: Option<Mark>) {
        let rows = self.rows();
        let last = rows.len().saturating_sub(1);
        let at = rows.iter().position(|row| Some(row.mark()) == mark);
        self.selected = at.unwrap_or(self.selected).min(last);
    }

    /// Sheets that nobody has taken over.
    pub fn waiting(&self) -> impl Iterator<Item = &Kept> {
        self.kept.iter().filter(|kept| kept.taken.is_none())
    }

    /// Sheets with both signatures.
    pub fn taken(&self) -> impl Iterator<Item = &Kept> {
        self.kept.iter().filter(|kept| kept.taken.is_some())
    }

    /// Every row that can be selected: sheets that wait, the sheet's own entries, sheets that were taken.
    #[must_use]
    pub fn rows(&self) -> Vec<Row<'_>> {
        let entries = self.sheet.sections.iter();
        let entries =
            entries.flat_map(|(section, entries)| entries.iter().map(|entry| Row::Entry(*section, entry)));
        self.waiting().map(Row::Kept).chain(entries).chain(self.taken().map(Row::Kept)).collect()
    }

    /// The selected row.
    #[must_use]
    pub fn chosen(&self) -> Option<Row<'_>> {
        self.rows().get(self.selected).copied()
    }

    /// The sheet that would be taken over now: the one being read or selected, or else the newest that waits.
    #[must_use]
    pub fn to_take(&self) -> Option<&Kept> {
        if let Some((id, _)) = self.reading {
            return self.kept.iter().find(|kept| kept.signed.sheet == id);
        }
        match self.chosen() {
            Some(Row::Kept(kept)) => Some(kept),
            _ => self.waiting().next(),
        }
    }

    /// The signed sheet that is being read.
    #[must_use]
    pub fn read(&self) -> Option<(&Kept, usize)> {
        let (id, top) = self.reading?;
        Some((self.kept.iter().find(|kept| kept.signed.sheet == id)?, top))
    }

    /// Moves the selection, or the words being read, by so many rows.
    pub fn step(&mut self, by: isize) {
        let lines = self.read().map(|(kept, _)| kept.signed.text.lines().count());
        if let (Some((_, top)), Some(lines)) = (&mut self.reading, lines) {
            *top = top.saturating_add_signed(by).min(lines.saturating_sub(1));
        } else {
            let last = self.rows().len().saturating_sub(1);
            self.selected = self.selected.saturating_add_signed(by).min(last);
        }
    }
}
