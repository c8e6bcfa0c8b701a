//! Whether an action can be started now, and if not, why: what greys out a hint and answers a key that does nothing.

use super::action::{Action, many};
use super::overlay::Overlay;
use super::screens::access::AccessScreen;
use super::screens::looked::LookedScreen;
use super::{App, Screen};
use crate::domain::access::May;
use crate::domain::codes::{ContactKind, Role};
use crate::domain::command::Doing;
use crate::domain::contact::Contact;
use crate::domain::decide;
use crate::domain::deed::DeedId;
use crate::domain::handover::Turn;
use crate::domain::ids::ContactId;

/// What somebody must be allowed for an action, where their role alone decides it; nothing for what everybody may do.
pub(super) fn needed(action: Action) -> Option<May> {
    match action.row().doing {
        Some(Doing::Restrict | Doing::Unrestrict) => Some(May::Restrict),
        Some(Doing::Recount) => Some(May::Recount),
        Some(Doing::Hold | Doing::LiftHold) => Some(May::Hold),
        Some(_) => Some(May::Work),
        None => managed(action).or(match action {
            Action::NewCall
            | Action::NewCallLetter
            | Action::Consultation
            | Action::NewContact
            | Action::NewContactLetter
            | Action::SignHandover
            | Action::TakeHandover => Some(May::Work),
            _ => None,
        }),
    }
}

/// As [`needed`], for what a manager does with the desk and not to a contact.
fn managed(action: Action) -> Option<May> {
    match action {
        Action::GoLooked | Action::ReviewLook => Some(May::SeeWhoLooked),
        Action::GoRetention | Action::ProposeErasure | Action::AgreeErasure | Action::RefuseErasure => {
            Some(May::Erase)
        }
        Action::AddStaff | Action::ResetStaff | Action::StaffRole | Action::ShutOut | Action::NewDataKey => {
            Some(May::ManagePeople)
        }
        Action::CloseDay => Some(May::CloseDay),
        _ => None,
    }
}

impl App {
    /// Whether an action can be started now.
    ///
    /// # Errors
    /// Why not, in words for the person who pressed the key.
    pub fn available(&self, action: Action) -> Result<(), String> {
        let row = action.row();
        if !row.contexts.iter().any(|context| self.contexts().contains(context)) {
            return Err(format!("{} works on another screen.", row.title));
        }
        if let Some(doing) = row.doing {
            if self.acts_on_marked() {
                return self.may_many(action, doing);
            }
            return self.may(action, doing);
        }
        if let Some(needed) = managed(action) {
            self.setting.actor.may(needed)?;
        }
        match action {
            Action::ReviewLook => self.may_review(),
            Action::Lock if self.screen == Screen::Welcome => {
                Err("No desk is open, so nothing is to be locked.".into())
            }
            Action::CopyReference if self.board.selected.is_none() && self.screen != Screen::Contact => {
                Err("Select a contact first.".into())
            }
            Action::Why => self.may_explain(),
            Action::Mark if self.board.selected_row().is_none() => {
                Err("Only contacts are marked; this is a call that is still being taken.".into())
            }
            Action::GoLast if self.last_contact.is_none() => Err("No contact has been opened yet.".into()),
            Action::NewCall
            | Action::NewCallLetter
            | Action::Consultation
            | Action::NewContact
            | Action::NewContactLetter => self.may_call(),
            Action::OtherCalls if self.other_calls().next().is_none() => Err("No other call is open.".into()),
            Action::TakeOver if self.held.is_none() || self.held != self.board.selected => {
                Err("Open the call first (Enter): only one that another terminal has is taken over.".into())
            }
            Action::ConvertCall if !self.is_consulting() => {
                Err("Only a consultation is made a referral; this is one already.".into())
            }
            Action::ProposeErasure | Action::AgreeErasure | Action::RefuseErasure => self.may_erase(action),
            Action::HandoverUntil | Action::SignHandover | Action::TakeHandover => self.may_hand_over(action),
            Action::AddStaff
            | Action::ResetStaff
            | Action::StaffRole
            | Action::ShutOut
            | Action::NewDataKey => self.may_manage(action),
            Action::Open if self.screen == Screen::Board && self.board.selected.is_none() => {
                Err("There is no row to open.".into())
            }
            _ => Ok(()),
        }
    }

    fn may_review(&self) -> Result<(), String> {
        let chosen = self.looked.as_ref().and_then(LookedScreen::chosen);
        chosen.map(|_| ()).ok_or_else(|| "There is no line to mark.".into())
    }

    fn may_manage(&self, action: Action) -> Result<(), String> {
        if self.setting.training {
            return Err("A training desk has no passphrases; everybody may open it.".into());
        }
        let chosen = self.access.as_ref().and_then(AccessScreen::chosen);
        match action {
            Action::ResetStaff | Action::StaffRole | Action::ShutOut
                if chosen.is_none_or(|one| !one.active) =>
            {
                Err("Choose somebody who may open the desk.".into())
            }
            _ => Ok(()),
        }
    }

    fn may_hand_over(&self, action: Action) -> Result<(), String> {
        let Some(screen) = &self.handover else { return Err("Open the handover first (g h).".into()) };
        if action != Action::HandoverUntil && self.setting.actor.role == crate::domain::codes::Role::Viewer {
            return Err("You may read this desk, not sign for it.".into());
        }
        match action {
            Action::HandoverUntil if screen.turn != Turn::Shift => {
                Err("Only the next shift has an end of its own; press 3 for it.".into())
            }
            Action::SignHandover if screen.reading.is_some() => {
                Err("This sheet is signed already. Esc leads back to the one of now.".into())
            }
            Action::SignHandover if !self.board.complete => {
                Err("The board is still being read; the sheet is not whole yet.".into())
            }
            Action::TakeHandover => match screen.to_take() {
                None => Err("No sheet waits to be taken over.".into()),
                Some(kept) if kept.taken.is_some() => Err("This sheet has both signatures.".into()),
                Some(_) => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Whether the call on screen is a consultation.
    fn is_consulting(&self) -> bool {
        self.intake.as_ref().is_some_and(|intake| intake.draft.intake.kind == ContactKind::Consultation)
    }

    fn may_call(&self) -> Result<(), String> {
        if self.screen == Screen::Welcome {
            return Err("No desk is open yet. Enter opens the training desk.".into());
        }
        match self.setting.actor.role {
            crate::domain::codes::Role::Viewer => Err("You may read this desk, not take calls.".into()),
            _ => Ok(()),
        }
    }

    /// The contact that actions are about, if it has been read.
    #[must_use]
    pub fn subject(&self) -> Option<&Contact> {
        let screen = self.contact.as_ref()?;
        let here = self.screen == Screen::Contact || self.board.selected == Some(screen.contact.id);
        here.then_some(&screen.contact)
    }

    fn may(&self, action: Action, doing: Doing) -> Result<(), String> {
        if self.screen == Screen::Horizon && self.horizon.selected.is_none() {
            return Err("Select a deadline first.".into());
        }
        if matches!(self.screen, Screen::Board | Screen::Horizon) {
            match self.board.selected {
                None => return Err("Select a contact first.".into()),
                Some(id) if self.board.is_draft(id) => {
                    return Err("This call is still being taken. Enter goes on with it.".into());
                }
                Some(_) => {}
            }
        }
        if let Doing::Restrict | Doing::Unrestrict = doing {
            self.setting.actor.may(May::Restrict)?;
        }
        let Some(contact) = self.subject() else { return self.may_by_row(action) };
        let may = |doing| decide::may(contact, doing, &self.setting.actor, self.now).map_err(|no| no.0);
        match doing {
            // One box records an attempt, feedback or its impossibility; it opens if any of them may be recorded.
            Doing::TryFeedback => {
                may(Doing::TryFeedback).or_else(|no| may(Doing::GiveUpFeedback).map_err(|_| no))
            }
            Doing::RecordWritten => may(Doing::RecordWritten),
            // The menu of what is due leads to the way each duty ends.
            Doing::MeetDuty if contact.running().is_empty() => Err("Nothing is due on this contact.".into()),
            Doing::MeetDuty => may(Doing::AddNote),
            Doing::Recount => self.may_recount(&[contact.id]),
            other => may(other),
        }
    }

    /// Whether an action is about the marked contacts, not about the selected one.
    #[must_use]
    pub fn acts_on_marked(&self) -> bool {
        self.screen == Screen::Board && !self.board.marked.is_empty()
    }

    fn may_many(&self, action: Action, doing: Doing) -> Result<(), String> {
        let row = action.row();
        if !row.many {
            let why = many::why_one(doing);
            return Err(format!(
                "{}: one contact at a time, because {why}. Esc clears the marks.",
                row.title
            ));
        }
        if self.setting.actor.role == Role::Viewer {
            return Err("You may read this desk, not change it. Ask a duty worker or a manager.".into());
        }
        let marked: Vec<ContactId> = self.board.marked.ids().collect();
        let awaits = |id: &ContactId| self.board.rows.get(*id).is_some_and(|card| card.row.marks.handover);
        match doing {
            Doing::Acknowledge if !marked.iter().any(awaits) => {
                Err("None of the marked contacts is a handover that waits to be acknowledged.".into())
            }
            Doing::Recount => self.may_recount(&marked),
            Doing::Restrict | Doing::Unrestrict => self.setting.actor.may(May::Restrict),
            _ => Ok(()),
        }
    }

    /// Whether deadlines of any of these contacts can be moved to changed rules, by this person.
    pub(super) fn may_recount(&self, ids: &[ContactId]) -> Result<(), String> {
        if !ids.iter().any(|id| self.moves.contains_key(id)) {
            return Err("No deadline would move: the rules say the same times.".into());
        }
        match self.setting.actor.role {
            Role::Manager => Ok(()),
            _ => Err("A manager confirms that deadlines move to changed rules.".into()),
        }
    }

    /// What the row alone tells, before the contact has been read.
    fn may_by_row(&self, action: Action) -> Result<(), String> {
        if self.setting.actor.role == Role::Viewer {
            return Err("You may read this desk, not change it. Ask a duty worker or a manager.".into());
        }
        let Some(row) = self.board.selected_row() else { return Err("Select a contact first.".into()) };
        match action {
            Action::HandBack if row.owner.is_none() => {
                Err("Nobody has it, so nobody can hand it back.".into())
            }
            Action::Acknowledge if !row.marks.handover => Err("No handover waits to be acknowledged.".into()),
            Action::KeepDecision if !row.marks.reconsider => {
                Err("Nothing new has come since the decision; it stands.".into())
            }
            Action::ConfirmMoves => self.may_recount(&[row.id]),
            Action::Unrestrict if row.restricted.is_none() => Err("It is not restricted.".into()),
            Action::Convert if row.kind != ContactKind::Consultation || row.marks.converted => {
                Err("Only a consultation becomes a referral, and only once.".into())
            }
            _ => Ok(()),
        }
    }

    /// Whether a deed can be recorded on the selected contact.
    ///
    /// # Errors
    /// Why not, in words for the person who asked.
    pub fn may_record(&self, deed: DeedId) -> Result<(), String> {
        self.available(Action::Record)?;
        match self.subject() {
            Some(contact) => decide::may_record(contact, deed, &self.setting.actor).map_err(|no| no.0),
            // The board's row alone does not tell; the contact is read first.
            None => Ok(()),
        }
    }

    fn may_explain(&self) -> Result<(), String> {
        let none = || Err("Nothing is due on this contact.".into());
        match self.screen {
            Screen::Board => match self.board.selected_row() {
                Some(row) if row.next().is_some() => Ok(()),
                Some(_) => none(),
                None => Err("Select a contact first.".into()),
            },
            Screen::Horizon if self.horizon.selected.is_some() => Ok(()),
            Screen::Horizon => Err("Select a deadline first.".into()),
            _ => match self.contact.as_ref() {
                Some(screen) if !screen.contact.clocks.is_empty() => Ok(()),
                _ => none(),
            },
        }
    }
}

impl Overlay {
    /// Whether this is a form with text that has not been kept yet.
    #[must_use]
    pub fn is_dirty_form(&self) -> bool {
        matches!(self, Self::Form(form) if form.dirty)
    }
}
