//! What the screens show that is worked out from the state: pure reads, so that drawing only places words.

use super::action::Action;
use super::keymap::{Keymap, Resolved};
use super::overlay::{BoxInput, Overlay};
use super::screens::board::Stage;
use super::screens::contact::Tab;
use super::{App, Screen};
use crate::domain::contact::{NextDuty, Summary};
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;

/// A key and what it does, in a word or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The key as people read it.
    pub key: String,
    /// What it does.
    pub label: String,
}

/// What the last line says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// For this place, the most likely first.
    pub here: Vec<Hint>,
    /// For everywhere, the most important last.
    pub everywhere: Vec<Hint>,
}

/// The keys that may follow those already pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhichKey {
    /// The keys pressed so far.
    pub pressed: String,
    /// What may follow.
    pub next: Vec<Hint>,
}

/// How many rows of the board's list a window of this size shows (columns, rows). The view lays the board out; a test of the
/// view holds the two together. A window that is too small for the board has room for one.
#[must_use]
pub fn list_height((columns, rows): (u16, u16)) -> usize {
    let around = match (columns, rows) {
        (180.., 50..) => 9,
        (110.., 37..) => 19,
        (110.., 32..) => 9,
        (80.., 24..) => 10,
        _ => 8,
    };
    usize::from(rows.saturating_sub(around)).max(1)
}

/// Which row of the board's list, from the top of what is shown, stands at a place of the window; `None` beside the list.
#[must_use]
pub fn list_row_at((columns, rows): (u16, u16), (column, row): (u16, u16)) -> Option<usize> {
    let (above, beside) = match (columns, rows) {
        (180.., 50..) => (6, 78),
        (140.., 32..) => (6, 38),
        (110.., 32..) => (6, 29),
        (80.., 24..) => (5, 0),
        (60.., 16..) => (4, 0),
        _ => return None,
    };
    let at = usize::from(row.checked_sub(above)?);
    (column < columns.saturating_sub(beside) && at < list_height((columns, rows))).then_some(at)
}

/// A child as the screen shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownChild<'a> {
    /// Initials, or the full name while names are asked for.
    pub name: String,
    /// How many more children the contact is about.
    pub more: usize,
    /// The age in a few characters; empty when it was not told.
    pub age: &'a str,
}

impl std::fmt::Display for ShownChild<'_> {
    /// `A.S.+1 10y`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)?;
        if self.more > 0 {
            write!(f, "+{}", self.more)?;
        }
        if !self.age.is_empty() {
            write!(f, " {}", self.age)?;
        }
        Ok(())
    }
}

/// A duty of a contact on the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upcoming<'a> {
    /// The contact.
    pub row: &'a Summary,
    /// The duty.
    pub duty: &'a NextDuty,
}

const BOARD: &[Action] = &[
    Action::Open,
    Action::Acknowledge,
    Action::KeepDecision,
    Action::NewCallLetter,
    Action::Rate,
    Action::Decide,
    Action::Feedback,
    Action::Allocate,
    Action::Note,
    Action::Filter,
    Action::Why,
    Action::Written,
    Action::AddDuty,
    Action::Sort,
    Action::Columns,
    Action::Mark,
    Action::Undo,
];
const MARKED: &[Action] = &[
    Action::Mark,
    Action::Allocate,
    Action::Note,
    Action::AddDuty,
    Action::Acknowledge,
    Action::ConfirmMoves,
    Action::MarkRange,
    Action::MarkAll,
];
const CALL_ON_BOARD: &[Action] =
    &[Action::TakeOver, Action::Open, Action::NewCallLetter, Action::Filter, Action::Sort];
const CONTACT: &[Action] = &[
    Action::Acknowledge,
    Action::KeepDecision,
    Action::Convert,
    Action::Rate,
    Action::Decide,
    Action::Feedback,
    Action::Record,
    Action::Letters,
    Action::Allocate,
    Action::MeetDuty,
    Action::Note,
    Action::Written,
    Action::Why,
    Action::AddDuty,
    Action::Undo,
    Action::NextContact,
];
const LETTERS: &[Action] = &[Action::Open, Action::Letters, Action::Note, Action::Decide, Action::Undo];
const ANSWERS: &[Action] =
    &[Action::Amend, Action::Rate, Action::Decide, Action::Feedback, Action::Note, Action::Allocate];
const LOOKED: &[Action] =
    &[Action::Open, Action::ReviewLook, Action::EarlierWeek, Action::LaterWeek, Action::Names];
const RETENTION: &[Action] =
    &[Action::Open, Action::ProposeErasure, Action::AgreeErasure, Action::RefuseErasure];
const HANDOVER: &[Action] = &[
    Action::SignHandover,
    Action::TakeHandover,
    Action::Open,
    Action::HandoverUntil,
    Action::CloseDay,
    Action::Names,
];
const ACCESS: &[Action] =
    &[Action::AddStaff, Action::ResetStaff, Action::StaffRole, Action::ShutOut, Action::NewDataKey];
const HORIZON: &[Action] = &[
    Action::Open,
    Action::ZoomIn,
    Action::ZoomOut,
    Action::Later,
    Action::Earlier,
    Action::Why,
    Action::Filter,
    Action::Feedback,
    Action::Decide,
    Action::Rate,
    Action::Allocate,
    Action::MeetDuty,
    Action::Note,
];
const INTAKE: &[Action] = &[
    Action::NextField,
    Action::NextStep,
    Action::NotKnown,
    Action::Review,
    Action::OtherCalls,
    Action::ConvertCall,
    Action::Notes,
    Action::Basis,
    Action::UseNote,
    Action::InsertTime,
    Action::AddChild,
    Action::BodyMap,
    Action::Matches,
    Action::Aids,
];

fn hint(action: Action) -> Hint {
    Hint { key: Keymap::shown(action), label: action.row().hint.to_owned() }
}

fn plain(key: &str, label: &str) -> Hint {
    Hint { key: key.to_owned(), label: label.to_owned() }
}

impl App {
    /// Moves the window over the board's list no further than it takes to keep the selected row in sight.
    pub(super) fn keep_in_sight(&mut self) {
        let height = list_height(self.size);
        let board = &mut self.board;
        let at = board.cursor().unwrap_or(0);
        let most = board.order.len().saturating_sub(height);
        board.top = board.top.min(at).max(at.saturating_add(1).saturating_sub(height)).min(most);
    }

    /// Whether full names are shown.
    #[must_use]
    pub const fn shows_names(&self) -> bool {
        self.names_until.is_some()
    }

    /// The first child of a row as the screen shows it; `None` where no child is named, in a consultation.
    #[must_use]
    pub fn shown_child<'a>(&self, row: &'a Summary) -> Option<ShownChild<'a>> {
        let child = row.child.as_ref()?;
        let name = if self.shows_names() { child.full() } else { child.initials() };
        let name = if name.is_empty() { "?".to_owned() } else { name };
        Some(ShownChild { name, more: row.children.saturating_sub(1), age: &child.age })
    }

    /// What the last line says now.
    #[must_use]
    pub fn hints(&self) -> Hints {
        if !self.pending.is_empty() {
            return Hints {
                here: vec![plain(&self.pressed(), "waiting for the next key")],
                everywhere: vec![plain("Esc", "cancel")],
            };
        }
        if let Some(overlay) = self.overlays.last() {
            return overlay.hints();
        }
        let available = |action: &&Action| self.available(**action).is_ok();
        let list =
            |actions: &[Action]| actions.iter().filter(available).map(|action| hint(*action)).collect();
        let everywhere = || vec![plain("g", "go to"), hint(Action::Palette), hint(Action::HelpLetter)];
        match self.screen {
            Screen::Welcome => Hints {
                here: vec![plain("Enter", "open the training desk"), hint(Action::Quit)],
                everywhere: vec![hint(Action::HelpLetter)],
            },
            Screen::Board | Screen::Horizon if self.board.filtering => Hints {
                here: vec![
                    plain("Enter", "keep the filter"),
                    plain("Esc", "show everything"),
                    plain("↑ ↓", "move"),
                ],
                everywhere: vec![hint(Action::Help)],
            },
            Screen::Board => {
                let call = self.board.selected.is_some_and(|id| self.board.is_draft(id));
                if self.acts_on_marked() {
                    let mut here: Vec<Hint> = list(MARKED);
                    here.push(plain("Esc", "clears the marks"));
                    return Hints { here, everywhere: everywhere() };
                }
                let mut here: Vec<Hint> = list(if call { CALL_ON_BOARD } else { BOARD });
                let open = Keymap::shown(Action::Open);
                if let (true, Some(first)) = (call, here.iter_mut().find(|hint| hint.key == open)) {
                    "go on with the call".clone_into(&mut first.label);
                }
                Hints { here, everywhere: everywhere() }
            }
            Screen::Contact => {
                let mut here: Vec<Hint> = list(match self.contact.as_ref().map(|screen| screen.tab) {
                    Some(Tab::Referral) => ANSWERS,
                    Some(Tab::Letters) => LETTERS,
                    _ => CONTACT,
                });
                let behind = if self.behind == Screen::Horizon { "horizon" } else { "board" };
                here.insert(0, plain("Esc", behind));
                Hints { here, everywhere: everywhere() }
            }
            Screen::Horizon | Screen::Access | Screen::Looked | Screen::Retention => {
                let mut here: Vec<Hint> = list(match self.screen {
                    Screen::Access => ACCESS,
                    Screen::Looked => LOOKED,
                    Screen::Retention => RETENTION,
                    _ => HORIZON,
                });
                here.insert(0, plain("Esc", "board"));
                Hints { here, everywhere: everywhere() }
            }
            Screen::Handover => {
                let mut here: Vec<Hint> = list(HANDOVER);
                here.insert(0, plain("Esc", "back"));
                let reading = self.handover.as_ref().is_some_and(|screen| screen.reading.is_some());
                let move_on = if reading { ("↑ ↓", "move") } else { ("1 2 3", "which handover") };
                here.insert(1, plain(move_on.0, move_on.1));
                Hints { here, everywhere: everywhere() }
            }
            Screen::Intake => Hints {
                here: list(INTAKE),
                everywhere: vec![plain("Esc", "keep and leave"), hint(Action::Palette), hint(Action::Help)],
            },
        }
    }

    /// The keys of an unfinished chord as people read them.
    fn pressed(&self) -> String {
        self.pending.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    /// What may follow the keys already pressed; `None` while no chord is under way.
    #[must_use]
    pub fn which_key(&self) -> Option<WhichKey> {
        let (last, before) = self.pending.split_last()?;
        let Resolved::Prefix(next) = self.keymap().resolve(self.contexts(), before, *last) else {
            return None;
        };
        let next = next
            .into_iter()
            .map(|(key, action)| Hint { key: key.to_string(), label: action.row().hint.to_owned() })
            .collect();
        Some(WhichKey { pressed: self.pressed(), next })
    }

    /// The next duties of the whole desk that are not late, the first due first.
    pub fn upcoming(&self) -> impl Iterator<Item = Upcoming<'_>> {
        self.board.rows.upcoming(self.now).map(|(row, duty)| Upcoming { row, duty })
    }

    /// When the next duty of the whole desk falls due that is not late yet.
    #[must_use]
    pub fn next_due(&self) -> Option<Moment> {
        self.upcoming().next().map(|next| next.duty.due)
    }

    /// The shown contacts by stage, each in the order of the board. Calls in progress stand before those to rate.
    #[must_use]
    pub fn by_stage(&self) -> [Vec<ContactId>; 4] {
        let mut stages: [Vec<ContactId>; 4] = Default::default();
        for id in &self.board.order {
            let stage = self.board.rows.get(*id).map_or(Stage::ToRate, |card| Stage::of(&card.row));
            let place = Stage::ALL.iter().position(|other| *other == stage).unwrap_or(0);
            if let Some(list) = stages.get_mut(place) {
                list.push(*id);
            }
        }
        stages
    }
}

impl Overlay {
    /// What the last line says while this box has the keys.
    fn hints(&self) -> Hints {
        let (here, close) = match self {
            Self::Palette(_) | Self::Help(_) => {
                (vec![plain("Enter", "run"), plain("↑ ↓", "move"), plain("PgUp PgDn", "page")], "close")
            }
            Self::Form(form) if form.letter.is_some() => {
                (vec![plain("Ctrl-S", "issue the letter"), plain("Ctrl-X", "discard")], "keep and close")
            }
            Self::Letter(_) => (
                vec![
                    plain("p", "posted"),
                    plain("w", "withdraw"),
                    plain("a", "files again"),
                    plain("↑ ↓ PgDn", "read on"),
                ],
                "close",
            ),
            Self::Form(form) => {
                let choice = form
                    .fields
                    .get(form.focus)
                    .is_some_and(|field| matches!(field.input, BoxInput::Choice { .. }));
                let mut here = vec![plain("Ctrl-S", "record it"), plain("Tab", "next field")];
                if choice {
                    here.push(plain("↑ ↓", "or a letter chooses"));
                } else {
                    here.push(plain("Ctrl-T", "time"));
                }
                here.push(plain("Ctrl-X", "discard"));
                (here, "keep and close")
            }
            Self::Menu(_) => (vec![plain("a letter", "chooses"), plain("↑ ↓ Enter", "too")], "close"),
            Self::Compare(_) => (vec![plain("Enter", "back to your text")], "back to your text"),
            Self::Matches(_) => (
                vec![
                    plain("Enter", "this is the one"),
                    plain("t", "no trace"),
                    plain("u", "take the link away"),
                    plain("↑ ↓", "move"),
                ],
                "back to the call",
            ),
            Self::Body(map) if map.typing.is_some() => (vec![plain("Tab", "next field")], "back to the map"),
            Self::Body(_) => (
                vec![
                    plain("arrows", "move"),
                    plain("Enter", "mark here"),
                    plain("Tab", "front, back"),
                    plain("n p", "other marks"),
                    plain("Del", "take off"),
                    plain("c", "next child"),
                ],
                "back to the call",
            ),
            Self::Moves(_) => (
                vec![
                    plain("y", "confirm"),
                    plain("Space", "mark"),
                    plain("Enter", "open"),
                    plain("↑ ↓", "move"),
                ],
                "close",
            ),
            Self::Quit => (vec![plain("y", "leave")], "stay"),
            Self::Promise(_) => (vec![plain("Enter", "said, go on")], "close"),
            Self::Script => (vec![plain("F9", "close")], "close"),
            Self::Aids(_) => (vec![plain("↑ ↓", "move"), plain("PgUp PgDn", "page")], "close"),
            Self::Why(_) => (vec![plain("w", "close"), plain("↑ ↓", "move")], "close"),
        };
        Hints { here, everywhere: vec![plain("Esc", close)] }
    }
}

#[cfg(test)]
mod tests;
