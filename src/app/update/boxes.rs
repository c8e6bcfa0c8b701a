//! The boxes of actions: opened with their fields, typed into, kept as drafts, sent as commands.

mod allocation;
pub(super) mod fields;
pub(super) mod record;

pub(super) use allocation::command as allocation;
pub(super) use fields::amended as fields_of;

use super::super::action::Action;
use super::super::effect::{Effect, Effects};
use super::super::form::edit::Editor;
use super::super::key::{Key, KeyCode};
use super::super::notice::Tone;
use super::super::overlay::{BoxInput, FormBox, Overlay, Why};
use super::super::screens::contact::Tab;
use super::super::{App, Screen, Then};
use super::{call, handover, letters, many, refuse, retention, send};
use crate::domain::draft::BoxDraft;
use crate::port::Request;

/// Lines of a letter that one page moves on.
const PAGE: usize = 8;

/// Starts an action on the selected contact. On the board the contact is read first.
pub(super) fn start(app: &mut App, action: Action) -> Effects {
    if app.acts_on_marked() && action.row().doing.is_some() {
        return many::open(app, action, app.board.marked.ids().collect());
    }
    if matches!(action, Action::Restrict | Action::Unrestrict) {
        // Who may open it is said without opening it.
        let id = app.subject().map(|contact| contact.id).or(app.board.selected);
        return many::open(app, action, id.into_iter().collect());
    }
    if app.subject().is_some() {
        return open(app, action);
    }
    let Some(id) = app.board.selected else { return refuse(app, "Select a contact first.") };
    app.contact = None;
    app.then = Some((id, Then::Do(action)));
    vec![Effect::Store(Request::OpenContact { id, actor: app.setting.actor.clone(), now: app.now })]
}

/// Opens the box of an action on the contact that has been read.
pub(super) fn open(app: &mut App, action: Action) -> Effects {
    if let Err(reason) = app.available(action) {
        return refuse(app, reason);
    }
    let Some(screen) = app.contact.as_ref() else { return Effects::new() };
    if action == Action::Why {
        let spot = app
            .horizon
            .selected
            .as_ref()
            .filter(|spot| app.screen == Screen::Horizon && spot.id == screen.contact.id);
        let chosen = spot.and_then(|spot| {
            screen.contact.clocks.iter().rev().find(|c| c.is(spot.clock, spot.subject.as_deref()))
        });
        let Some(clock) = chosen.or_else(|| screen.clock()) else {
            return refuse(app, "Nothing is due on this contact.");
        };
        let why = Why {
            contact: Box::new(screen.contact.clone()),
            clock: clock.deadline.clock,
            subject: clock.deadline.subject.clone(),
            top: 0,
        };
        app.overlays.push(Overlay::Why(why));
        return Effects::new();
    }
    match action {
        Action::Convert => return call::convert(app),
        Action::Letters => return letters::menu(app),
        Action::Record => return record::menu(app),
        Action::MeetDuty => return record::duties(app),
        _ => {}
    }
    match fields::form(app, screen, action) {
        Ok(form) => show(app, form),
        Err(reason) => refuse(app, reason),
    }
}

/// Shows a box, with what was typed into it before.
fn show(app: &mut App, mut form: FormBox) -> Effects {
    let name = form.name();
    let kept = app.contact.as_ref().and_then(|screen| screen.boxes.iter().find(|kept| kept.action == name));
    if let Some(kept) = kept {
        restore(&mut form, kept);
        app.say(Tone::Info, "What you typed here before is back. Ctrl-X discards it.");
    }
    app.overlays.push(Overlay::Form(Box::new(form)));
    Effects::new()
}

/// Enter on a row of a tab: an answer is amended, a clock explained.
pub(super) fn open_row(app: &mut App) -> Effects {
    match app.contact.as_ref().map(|screen| screen.tab) {
        Some(Tab::Referral) => super::keys::run(app, Action::Amend),
        Some(Tab::Clocks) => super::keys::run(app, Action::Why),
        Some(Tab::Letters) => letters::view(app),
        _ => Effects::new(),
    }
}

/// Puts the text that was kept back into its fields.
pub(super) fn restore(form: &mut FormBox, kept: &BoxDraft) {
    for (field, text) in form.fields.iter_mut().zip(&kept.fields) {
        match &mut field.input {
            BoxInput::Text(editor) => editor.set_text(text),
            BoxInput::Choice { options, chosen } => {
                *chosen = options.iter().position(|(code, _)| code == text);
            }
        }
    }
    form.focus = kept.focus.min(form.fields.len().saturating_sub(1));
}

/// A key in the box on top.
pub(super) fn key(app: &mut App, key: Key) -> Effects {
    let Some(Overlay::Form(form)) = app.overlays.last_mut() else { return Effects::new() };
    match (key.ctrl, key.code) {
        (true, KeyCode::Char('s')) => return send::submit(app),
        (true, KeyCode::Char('x')) => return discard(app),
        (true, KeyCode::Char('t')) => {
            let time = app.setting.protocol.zone.short_time(app.now);
            return paste(app, &time);
        }
        (false, KeyCode::Esc) => return leave(app),
        (false, KeyCode::PageDown | KeyCode::PageUp) if form.letter.is_some() => {
            form.page(key.code == KeyCode::PageDown);
        }
        (false, KeyCode::Tab) => form.turn(1),
        (false, KeyCode::BackTab) => form.turn(form.fields.len().saturating_sub(1)),
        _ => form.key(key),
    }
    Effects::new()
}

/// Text pasted into the field of the box on top.
pub(super) fn paste(app: &mut App, text: &str) -> Effects {
    let Some(Overlay::Form(form)) = app.overlays.last_mut() else { return Effects::new() };
    if let Some(editor) = form.editor() {
        editor.paste(text);
        form.dirty = true;
        form.error = None;
    }
    Effects::new()
}

/// Closes the box; what was typed is kept for the next time.
fn leave(app: &mut App) -> Effects {
    let effects = keep(app);
    handover::keep_box(app);
    retention::keep_box(app);
    many::keep(app);
    let typed = matches!(app.overlays.last(), Some(Overlay::Form(form)) if form.has_text());
    app.overlays.pop();
    if typed {
        app.say(Tone::Info, "Kept. The same key brings it back.");
    }
    effects
}

/// Closes the box and forgets what was typed: the person said so.
fn discard(app: &mut App) -> Effects {
    let Some(Overlay::Form(form)) = app.overlays.pop() else { return Effects::new() };
    many::forget(app, form.action);
    let of_call = matches!(form.action, Action::Discard | Action::Attach | Action::TakeOver);
    let Some(contact) = form.contact.filter(|_| !of_call) else { return Effects::new() };
    let action = form.name();
    if let Some(screen) = app.contact.as_mut() {
        screen.boxes.retain(|kept| kept.action != action);
    }
    app.say(Tone::Info, "Discarded what was typed in the box. The record is as it was.");
    vec![Effect::Store(Request::DropBox { contact, action })]
}

/// Whether a box is about the call on screen and not about a contact, which is where the record keeps boxes.
pub(super) const fn is_of_call(form: &FormBox) -> bool {
    matches!(form.action, Action::Discard | Action::Attach | Action::TakeOver)
}

/// Keeps what is typed into the box on top, if it changed.
pub(super) fn keep(app: &mut App) -> Effects {
    let now = app.now;
    let Some(Overlay::Form(form)) = app.overlays.iter_mut().rev().find(|o| matches!(o, Overlay::Form(_)))
    else {
        return Effects::new();
    };
    let of_call = is_of_call(form);
    let Some(contact) = form.contact.filter(|_| form.dirty && !of_call) else {
        return Effects::new();
    };
    form.dirty = false;
    let draft = BoxDraft { contact, action: form.name(), fields: form.kept(), focus: form.focus };
    if let Some(screen) = app.contact.as_mut().filter(|screen| screen.contact.id == contact) {
        screen.boxes.retain(|kept| kept.action != draft.action);
        screen.boxes.push(draft.clone());
    }
    vec![Effect::Store(Request::SaveBox { draft, now })]
}

/// A key while both sides of a conflict are shown: Enter goes back to the box with the text, now against what the
/// contact has become.
pub(super) fn compare_key(app: &mut App, key: Key) -> Effects {
    if !matches!(key.code, KeyCode::Enter | KeyCode::Esc) {
        return Effects::new();
    }
    let Some(Overlay::Compare(compare)) = app.overlays.pop() else { return Effects::new() };
    let mut mine = compare.mine;
    if let Some(last) = compare.theirs.last() {
        mine.seen = last.seq;
    }
    mine.dirty = true;
    app.overlays.push(Overlay::Form(Box::new(mine)));
    Effects::new()
}

impl FormBox {
    /// The text field under the cursor, if it is one.
    fn editor(&mut self) -> Option<&mut Editor> {
        match self.fields.get_mut(self.focus).map(|field| &mut field.input) {
            Some(BoxInput::Text(editor)) => Some(editor),
            _ => None,
        }
    }

    /// Moves the caret one page on or back.
    fn page(&mut self, on: bool) {
        if let Some(editor) = self.editor() {
            let (row, column) = editor.caret();
            let row = if on { row.saturating_add(PAGE) } else { row.saturating_sub(PAGE) };
            editor.set_caret((row.min(editor.rows().len().saturating_sub(1)), column));
        }
    }

    fn turn(&mut self, by: usize) {
        let n = self.fields.len().max(1);
        // Fields that are not shown now are passed over; the first one always is.
        for _ in 0..n {
            self.focus = (self.focus + by) % n;
            if self.shows(self.focus) {
                break;
            }
        }
    }

    /// Whether anything was typed into a text field.
    pub(super) fn has_text(&self) -> bool {
        let typed =
            |input: &BoxInput| matches!(input, BoxInput::Text(editor) if !editor.text().trim().is_empty());
        self.fields.iter().any(|field| typed(&field.input))
    }

    fn key(&mut self, key: Key) {
        let Some(field) = self.fields.get_mut(self.focus) else { return };
        let changed = match &mut field.input {
            BoxInput::Text(editor) => {
                if key.code == KeyCode::Enter && !editor.is_multiline() {
                    self.turn(1);
                    return;
                }
                editor.key(key)
            }
            BoxInput::Choice { options, chosen } => {
                let last = options.len().saturating_sub(1);
                match key.code {
                    KeyCode::Enter => {
                        self.turn(1);
                        return;
                    }
                    KeyCode::Down | KeyCode::Right => {
                        *chosen = Some(chosen.map_or(0, |at| (at + 1).min(last)));
                    }
                    KeyCode::Up | KeyCode::Left => {
                        *chosen = Some(chosen.map_or(last, |at| at.saturating_sub(1)));
                    }
                    KeyCode::Char(letter) => match fields::by_letter(options, *chosen, letter) {
                        Some(at) => *chosen = Some(at),
                        None => return,
                    },
                    _ => return,
                }
                true
            }
        };
        if changed {
            self.dirty = true;
            self.error = None;
        }
    }
}

impl App {
    /// Whether a box with text is open that has not been sent.
    #[must_use]
    pub fn has_open_box(&self) -> bool {
        self.screen != Screen::Welcome && self.overlays.iter().any(|o| matches!(o, Overlay::Form(_)))
    }
}
