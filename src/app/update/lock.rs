//! Locking: one path for the key, for a desk that nobody touches, and for a process that is being stopped. What is shown is
//! blanked first; then everything typed is saved, forgotten here, and the record is closed.

use chrono::TimeDelta;

use super::super::effect::{Effect, Effects};
use super::super::msg::Msg;
use super::super::overlay::{BoxField, BoxInput, FormBox, Overlay};
use super::super::screens::intake::{Focus, IntakeScreen};
use super::super::screens::lock::{Cause, LockScreen, Numbers, OpenBox, Phase, Place, Return};
use super::super::{App, Screen};
use super::{boxes, call, replies, searched, unlock};
use crate::domain::draft::BoxDraft;
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;
use crate::port::{Reply, Request};

/// The number under which boxes are kept that are about no one contact.
const LOOSE: ContactId = ContactId(0);
/// Between two attempts to get a number for a call that has none.
const AGAIN: TimeDelta = TimeDelta::seconds(5);
/// While a call is being taken, the desk is not locked before its worker has pressed no key for so long.
const ON_THE_TELEPHONE: TimeDelta = TimeDelta::minutes(10);

/// Locks the desk. The very next frame shows nothing of it.
pub(super) fn begin(app: &mut App, cause: Cause) -> Effects {
    if app.screen == Screen::Welcome || app.lock.is_some() {
        return Effects::new();
    }
    let mut lock = LockScreen::new(cause, &app.setting.actor.user, app.now);
    lock.numbers = Some(Numbers::of(&app.board));
    lock.back = Some(place(app));
    lock.stop = cause == Cause::Stopped;
    app.lock = Some(lock);
    app.dirty = true;
    let mut effects = vec![Effect::Repaint];
    // A search that is being typed ends here, and is noted.
    app.board.filtering = false;
    effects.extend(searched::look(app));
    effects.extend(close(app, false));
    effects
}

/// When the desk locks by itself, if it does.
pub(in crate::app) fn idle_at(app: &App) -> Option<Moment> {
    if app.lock.is_some() || app.screen == Screen::Welcome {
        return None;
    }
    let idle = app.setting.protocol.idle.or((!app.setting.training).then_some(DEFAULT_IDLE))?;
    let taking = app.intake.as_ref().is_some_and(|call| call.draft.parked.is_none());
    Some(app.active + if taking { idle.max(ON_THE_TELEPHONE) } else { idle })
}

/// A real desk locks after so long without a key, unless its protocol says otherwise.
const DEFAULT_IDLE: TimeDelta = TimeDelta::minutes(5);

/// Everything that happens while the desk is locked. Nothing of it reaches anything else.
pub(super) fn take(app: &mut App, msg: Msg) -> Effects {
    match msg {
        Msg::Key(key) => unlock::key(app, key),
        Msg::Paste { text, .. } => unlock::paste(app, &text),
        Msg::Resize(columns, rows) => {
            app.size = (columns, rows);
            app.dirty = true;
            Effects::new()
        }
        Msg::Focus(_) | Msg::Mouse(_) | Msg::Rules(Err(_)) => Effects::new(),
        Msg::Tick(now) => tick(app, now),
        Msg::Rules(Ok(rules)) => {
            app.setting.protocol = rules;
            Effects::new()
        }
        Msg::Store(reply) => reply_came(app, reply),
        Msg::Stop => stop(app),
        Msg::Hangup => {
            let mut effects: Effects = call::save_now(app).into_iter().chain(boxes::keep(app)).collect();
            effects.extend(quit(app));
            effects
        }
    }
}

/// Ends the program.
pub(super) fn quit(app: &mut App) -> Effects {
    app.quitting = true;
    vec![Effect::Quit]
}

/// The process is to be stopped: at once if the record is closed, and else as soon as it is.
fn stop(app: &mut App) -> Effects {
    let Some(lock) = app.lock.as_mut() else { return Effects::new() };
    if lock.phase == Phase::Locked {
        return vec![Effect::Stop];
    }
    lock.stop = true;
    Effects::new()
}

fn tick(app: &mut App, now: Moment) -> Effects {
    let before = app.now;
    app.now = now;
    let Some(lock) = app.lock.as_mut() else { return Effects::new() };
    let unit = if lock.wait(before).is_some() { 1_000 } else { 60_000 };
    if before.millis().div_euclid(unit) != now.millis().div_euclid(unit) {
        app.dirty = true;
    }
    if lock.give_up.is_some_and(|until| until <= now) {
        return unlock::arrive(app);
    }
    let every = AGAIN.num_milliseconds();
    if !lock.holds() || before.millis().div_euclid(every) == now.millis().div_euclid(every) {
        return Effects::new();
    }
    // What could not be saved is tried again for as long as it takes.
    let unsaved = held(app);
    if let Some(lock) = app.lock.as_mut() {
        lock.unsaved = unsaved;
    }
    app.dirty = true;
    if asks_in_vain(app) { call::ask_number(app) } else { call::let_go(app).into_iter().collect() }
}

/// Whether the call on screen has no number and none is on its way.
fn asks_in_vain(app: &App) -> bool {
    app.intake.as_ref().is_some_and(|call| call.id().is_none() && call.asked.is_none())
}

/// What the record answers while the desk is locked.
fn reply_came(app: &mut App, reply: Reply) -> Effects {
    let Some(lock) = app.lock.as_mut() else { return Effects::new() };
    app.dirty = true;
    match reply {
        Reply::Locked => {
            lock.unsaved = 0;
            locked(app)
        }
        Reply::LockWaits { unsaved } => {
            lock.unsaved = unsaved;
            // Whoever comes back meanwhile gets on with it.
            unlock::enter_again(app)
        }
        Reply::Unlocked(opened) => unlock::opened(app, opened),
        Reply::StillLocked { why, wrong, wait } => unlock::refused(app, &why, wrong, wait),
        Reply::PassphraseChanged => unlock::changed(app),
        Reply::PassphraseKept { why } => unlock::kept(app, why),
        reply if lock.phase == Phase::Returning => {
            let elsewhere = matches!(
                reply,
                Reply::DraftHeld { .. }
                    | Reply::NeedsReason { .. }
                    | Reply::Restricted { .. }
                    | Reply::Failed { .. }
            );
            let mut effects = replies::take(app, reply);
            if elsewhere || app.back.is_none() {
                effects.extend(unlock::arrive(app));
            }
            effects
        }
        // What was on its way when the key was pressed.
        reply if lock.holds() => {
            let trouble = matches!(reply, Reply::Failed { .. } | Reply::DraftHeld { .. });
            let mut effects = replies::take(app, reply);
            effects.extend(close(app, trouble));
            effects
        }
        _ => Effects::new(),
    }
}

/// The record is closed.
fn locked(app: &mut App) -> Effects {
    let Some(lock) = app.lock.as_mut() else { return Effects::new() };
    if lock.phase == Phase::Closing {
        lock.phase = Phase::Locked;
    }
    if std::mem::take(&mut lock.stop) {
        return vec![Effect::Stop];
    }
    unlock::enter_again(app)
}

/// Goes on with locking as soon as the calls are saved and nothing is on its way: everything is handed over and forgotten, and
/// the record closed. `trouble`: something could not be saved just now, which is then said.
fn close(app: &mut App, trouble: bool) -> Effects {
    if !app.lock.as_ref().is_some_and(LockScreen::holds) {
        return Effects::new();
    }
    // What failed just now is tried again after a while, not at once and for ever.
    let mut effects: Effects = if trouble { Effects::new() } else { call::let_go(app).into_iter().collect() };
    let unsaved = held(app);
    if unsaved > 0 || !app.waiting.is_empty() {
        let stuck = trouble || call::is_only_here(app) || asks_in_vain(app);
        if let Some(lock) = app.lock.as_mut().filter(|_| stuck) {
            lock.unsaved = unsaved;
            effects.extend(unlock::enter_again(app));
        }
        return effects;
    }
    let number = app.intake.as_ref().and_then(IntakeScreen::id);
    if let Some(lock) = app.lock.as_mut() {
        (lock.phase, lock.unsaved) = (Phase::Closing, 0);
        // A call may have got its number only now.
        if let (Some(place), Some(number)) = (lock.back.as_mut().and_then(|b| b.call.as_mut()), number) {
            place.id = number;
        }
    }
    let actor = app.setting.actor.clone();
    effects.push(Effect::Store(Request::Lock { actor, boxes: typed(app), now: app.now }));
    app.forget();
    effects
}

/// Calls whose words the record does not have: not saved yet, without a number so far, or gone on with by another terminal.
fn held(app: &App) -> usize {
    app.intake.as_ref().map_or(0, |call| {
        let unnumbered = call.id().is_none() && (call.asked.is_some() || !call.draft.is_untouched());
        usize::from(unnumbered || (call.id().is_some() && !call.is_saved()))
    })
}

/// What is typed into open boxes. Those that are about no one contact have number 0.
fn typed(app: &App) -> Vec<BoxDraft> {
    let mut boxes = app.many_kept.clone();
    let kept = app.handover.as_ref().and_then(|screen| screen.typed.as_deref());
    let open = app.overlays.iter().filter_map(|overlay| match overlay {
        Overlay::Form(form) => Some((form.as_ref(), false)),
        Overlay::Compare(compare) => Some((&compare.mine, true)),
        _ => None,
    });
    for (form, changed) in kept.map(|form| (form, false)).into_iter().chain(open) {
        match form.contact.filter(|_| !boxes::is_of_call(form)) {
            Some(contact) if form.dirty || changed => boxes.push(draft(form, contact, form.name())),
            None if form.has_text() => {
                let name = form.action.row().id;
                boxes.retain(|other| other.contact != LOOSE || other.action != name);
                boxes.push(draft(form, LOOSE, name.to_owned()));
            }
            _ => {}
        }
    }
    boxes
}

fn draft(form: &FormBox, contact: ContactId, action: String) -> BoxDraft {
    let fields =
        if contact == LOOSE { form.fields.iter().map(BoxField::value).collect() } else { form.kept() };
    BoxDraft { contact, action, fields, focus: form.focus }
}

/// Where the person is, in places and numbers.
fn place(app: &App) -> Return {
    let call = app.intake.as_ref().filter(|_| app.screen == Screen::Intake);
    let form = app.overlays.iter().rev().find_map(|overlay| match overlay {
        Overlay::Form(form) => Some(open_box(form)),
        Overlay::Compare(compare) => Some(open_box(&compare.mine)),
        _ => None,
    });
    Return {
        user: app.setting.actor.user.clone(),
        screen: app.screen,
        behind: app.behind,
        selected: app.board.selected,
        last_contact: app.last_contact,
        board: (app.board.view, app.board.sort, app.board.columns),
        call: call.map(where_in),
        contact: app.contact.as_ref().map(|screen| (screen.contact.id, screen.tab, screen.selected)),
        handover: app.handover.as_ref().map(|screen| (screen.turn, screen.until)),
        zoom: app.horizon.zoom,
        form,
    }
}

fn where_in(call: &IntakeScreen) -> Place {
    Place {
        id: call.draft.id,
        caret: call.editor.caret(),
        notes: call.focus == Focus::Notes,
        review: call.review,
    }
}

fn open_box(form: &FormBox) -> OpenBox {
    let caret = match form.fields.get(form.focus).map(|field| &field.input) {
        Some(BoxInput::Text(editor)) => editor.caret(),
        _ => (0, 0),
    };
    OpenBox {
        action: form.action,
        deed: form.deed,
        letter: form.letter.as_ref().map(|writing| (writing.draft.kind, writing.draft.to.clone())),
        contact: form.contact,
        many: form.many.clone(),
        focus: form.focus,
        caret,
    }
}
