//! The passphrase, and the way back to where the person was.

use chrono::TimeDelta;

use super::super::effect::{Effect, Effects};
use super::super::key::{Key, KeyCode};
use super::super::notice::Tone;
use super::super::overlay::{BoxInput, Overlay};
use super::super::screens::intake::Focus;
use super::super::screens::lock::{Field, LockScreen, OpenBox, Phase, Return, Said};
use super::super::{App, Screen, Then};
use super::{boxes, call, handover, horizon, letters, lock, looked, many};
use crate::app::action::Action;
use crate::domain::event::Ending;
use crate::domain::ids::ContactId;
use crate::domain::passphrase;
use crate::port::{Opened, Request};

/// How long the place to come back to is waited for.
const LONGEST: TimeDelta = TimeDelta::seconds(3);

/// A key on the lock screen. Only here a letter can be part of a passphrase, so none is ever a command.
pub(super) fn key(app: &mut App, key: Key) -> Effects {
    app.dirty = true;
    let now = app.now;
    let Some(screen) = app.lock.as_mut() else { return Effects::new() };
    if std::mem::take(&mut screen.script) {
        return Effects::new();
    }
    match (key.ctrl, key.code) {
        (false, KeyCode::F(9)) => screen.script = true,
        (true, KeyCode::Char('q' | 'c')) => return leave(app),
        (true, KeyCode::Char('z')) => return lock::take(app, super::super::msg::Msg::Stop),
        (true, KeyCode::Char('r' | 'l')) => return vec![Effect::Repaint],
        (false, KeyCode::F(3)) if screen.phase < Phase::Choosing => {
            screen.field = if screen.field == Field::User { Field::Passphrase } else { Field::User };
        }
        (false, KeyCode::Tab | KeyCode::BackTab | KeyCode::Up | KeyCode::Down) => screen.turn(),
        (false, KeyCode::Enter) => return enter(app),
        (false, KeyCode::Esc) => screen.clear(),
        _ if screen.wait(now).is_none() => screen.edit(key),
        _ => {}
    }
    Effects::new()
}

/// Ctrl-Q: nothing is lost with a locked desk, unless something could not be saved.
fn leave(app: &mut App) -> Effects {
    let unsaved = app.lock.as_ref().map_or(0, |lock| lock.unsaved);
    if unsaved > 0 {
        say(app, format!("{unsaved} not saved yet: leaving now would lose it. Unlock, or free some space."));
        return Effects::new();
    }
    lock::quit(app)
}

/// Pasted text is a passphrase, too: password managers paste.
pub(super) fn paste(app: &mut App, text: &str) -> Effects {
    app.dirty = true;
    if let Some(screen) = app.lock.as_mut() {
        let line = text.trim_end_matches(['\r', '\n']);
        for letter in line.chars().filter(|letter| !letter.is_control()) {
            screen.push(letter);
        }
    }
    Effects::new()
}

impl LockScreen {
    fn push(&mut self, letter: char) {
        self.quiet();
        match self.field {
            Field::User => {
                self.user.key(Key::char(letter));
            }
            Field::Passphrase => {
                self.typed.push(letter);
            }
            Field::Again => {
                self.again.push(letter);
            }
        }
    }

    fn edit(&mut self, key: Key) {
        if let Some(letter) = key.typed() {
            return self.push(letter);
        }
        let secret = match self.field {
            Field::User => {
                self.user.key(key);
                return;
            }
            Field::Passphrase => &mut self.typed,
            Field::Again => &mut self.again,
        };
        match (key.ctrl, key.code) {
            (false, KeyCode::Backspace) => secret.pop(),
            (true, KeyCode::Char('u' | 'w')) => drop(secret.take()),
            _ => {}
        }
    }

    /// What was said is over once something new is typed.
    fn quiet(&mut self) {
        self.said.take_if(|said| said.until.is_none());
    }

    fn turn(&mut self) {
        let choosing = self.phase >= Phase::Choosing;
        self.field = match (self.field, choosing) {
            (Field::User, false) | (Field::Again, true) => Field::Passphrase,
            (_, false) => Field::User,
            (_, true) => Field::Again,
        };
    }

    fn clear(&mut self) {
        self.enter = false;
        drop((self.typed.take(), self.again.take()));
        self.field = Field::Passphrase;
    }
}

fn say(app: &mut App, text: impl Into<String>) {
    if let Some(screen) = app.lock.as_mut() {
        screen.said = Some(Said { text: text.into(), until: None });
    }
}

/// Enter: tries the passphrase, or keeps the new one.
fn enter(app: &mut App) -> Effects {
    let now = app.now;
    let Some(screen) = app.lock.as_mut() else { return Effects::new() };
    if screen.wait(now).is_some() {
        return Effects::new();
    }
    match screen.phase {
        Phase::Saving | Phase::Closing if screen.unsaved == 0 => {
            screen.enter = true;
            Effects::new()
        }
        Phase::Saving | Phase::Closing | Phase::Locked => try_passphrase(app),
        Phase::Choosing if screen.field == Field::Passphrase => {
            screen.field = Field::Again;
            Effects::new()
        }
        Phase::Choosing => choose(app),
        Phase::Opening | Phase::Returning | Phase::Keeping => Effects::new(),
    }
}

/// The Enter that was pressed before the record was closed.
pub(super) fn enter_again(app: &mut App) -> Effects {
    let waits = app.lock.as_mut().is_some_and(|screen| std::mem::take(&mut screen.enter));
    if waits { enter(app) } else { Effects::new() }
}

fn try_passphrase(app: &mut App) -> Effects {
    let training = app.setting.training;
    let Some(screen) = app.lock.as_mut() else { return Effects::new() };
    let user = screen.named();
    if user.0.is_empty() {
        screen.field = Field::User;
        say(app, "Type your short name first.");
        return Effects::new();
    }
    if screen.typed.is_empty() && !training {
        screen.field = Field::Passphrase;
        return Effects::new();
    }
    let here = &app.setting.actor;
    if screen.holds() && user != here.user {
        let unsaved = screen.unsaved;
        let text = format!("{} has {unsaved} not saved yet and must unlock first.", here.user);
        say(app, text);
        return Effects::new();
    }
    let known = training
        .then(|| app.people.iter().chain([here]).find(|person| person.user == user).cloned())
        .flatten();
    if training && known.is_none() {
        say(app, "Nobody on this training desk has that short name.");
        return Effects::new();
    }
    screen.sent = screen.typed.take();
    screen.said = None;
    let passphrase = screen.sent.clone();
    if !screen.holds() {
        screen.phase = Phase::Opening;
    }
    vec![Effect::Store(Request::Unlock { user, passphrase, known, now: app.now })]
}

/// A wrong passphrase, or a desk that cannot be opened. What was typed meanwhile belongs to the next try.
pub(super) fn refused(app: &mut App, why: &str, wrong: bool, wait: Option<TimeDelta>) -> Effects {
    let until = wait.map(|wait| app.now + wait);
    if let Some(screen) = app.lock.as_mut() {
        drop(screen.sent.take());
        if screen.phase == Phase::Opening {
            screen.phase = if screen.unsaved > 0 { Phase::Closing } else { Phase::Locked };
        }
        screen.wrong = screen.wrong.saturating_add(usize::from(wrong));
        let text = match screen.wrong {
            many @ 2.. if wrong => format!("{why} {many} wrong so far."),
            _ => why.to_owned(),
        };
        screen.said = Some(Said { text, until });
    }
    Effects::new()
}

/// The record is open again.
pub(super) fn opened(app: &mut App, opened: Box<Opened>) -> Effects {
    let Some(screen) = app.lock.as_mut() else { return Effects::new() };
    if opened.must_change {
        screen.phase = Phase::Choosing;
        screen.field = Field::Passphrase;
        drop(screen.typed.take());
        screen.opened = Some(opened);
        return Effects::new();
    }
    go_back(app, *opened)
}

/// Keeps the new passphrase, if it is one and was typed twice alike.
fn choose(app: &mut App) -> Effects {
    let Some(screen) = app.lock.as_mut() else { return Effects::new() };
    let user = screen.named().0;
    let wrong = if screen.typed == screen.sent {
        Some("It is the one that was given to you. Choose another.".to_owned())
    } else if screen.typed == screen.again {
        passphrase::check(screen.typed.expose(), &[&user]).err().map(str::to_owned)
    } else {
        Some("The two are not alike. Type both again.".to_owned())
    };
    if let Some(wrong) = wrong {
        screen.clear();
        say(app, wrong);
        return Effects::new();
    }
    screen.phase = Phase::Keeping;
    screen.said = None;
    let (old, new) = (screen.sent.clone(), screen.typed.clone());
    vec![Effect::Store(Request::ChangePassphrase { old, new, now: app.now })]
}

/// The new passphrase is kept: the desk is open.
pub(super) fn changed(app: &mut App) -> Effects {
    match app.lock.as_mut().and_then(|screen| screen.opened.take()) {
        Some(opened) => {
            let effects = go_back(app, *opened);
            app.say(Tone::Done, "Your new passphrase is the one from now on.");
            effects
        }
        None => Effects::new(),
    }
}

/// The new passphrase could not be kept.
pub(super) fn kept(app: &mut App, why: String) -> Effects {
    if let Some(screen) = app.lock.as_mut() {
        screen.phase = Phase::Choosing;
        screen.clear();
    }
    say(app, why);
    Effects::new()
}

/// Leads back: the same person to the same place, anybody else to the board.
fn go_back(app: &mut App, opened: Opened) -> Effects {
    let Some(screen) = app.lock.as_mut() else { return Effects::new() };
    let (holds, back) = (screen.holds(), screen.back.take());
    app.active = app.now;
    app.last_key = None;
    app.setting.actor = opened.actor;
    if let Some(team) = opened.team {
        app.setting.team = team;
    }
    let mut effects = app.start();
    if holds {
        // Nothing was forgotten, because it could not be saved.
        effects.extend(call::unpark(app));
        effects.extend(arrive(app));
        return effects;
    }
    app.many_kept = opened.boxes;
    if let Some(first) = app.first.take() {
        effects.extend(super::begin(app, first));
    } else if let Some(back) = back.filter(|back| back.user == app.setting.actor.user) {
        effects.extend(to(app, back));
    }
    if app.back.is_none() {
        effects.extend(arrive(app));
    } else if let Some(screen) = app.lock.as_mut() {
        // Until the place is there, a key must not mean something on the board.
        screen.phase = Phase::Returning;
        screen.give_up = Some(app.now + LONGEST);
    }
    effects
}

/// The desk is shown again.
pub(super) fn arrive(app: &mut App) -> Effects {
    app.back = None;
    app.dirty = true;
    let ahead = app.lock.take().map_or(0, |screen| screen.typed.len());
    if ahead > 0 {
        let keys = if ahead == 1 { "1 key" } else { &format!("{ahead} keys") };
        app.say(
            Tone::Info,
            format!("{keys} typed while the desk opened had no effect, as they may be of a passphrase."),
        );
    }
    vec![Effect::Repaint]
}

/// Leads to the place: what is read from the record first comes a moment later.
fn to(app: &mut App, back: Return) -> Effects {
    (app.board.view, app.board.sort, app.board.columns) = back.board;
    app.board.selected = back.selected;
    app.behind = back.behind;
    app.last_contact = back.last_contact;
    app.horizon.zoom = back.zoom;
    let mut effects = Effects::new();
    if back.handover.is_some() && back.screen == Screen::Handover {
        effects.extend(handover::show(app));
        if let (Some(screen), Some((turn, until))) = (app.handover.as_mut(), back.handover) {
            (screen.turn, screen.until) = (turn, until);
        }
        handover::refresh(app);
    }
    match back.screen {
        Screen::Horizon => effects.extend(horizon::show(app)),
        Screen::Looked => effects.extend(looked::show(app)),
        Screen::Intake => {
            if let Some(place) = back.call {
                let actor = app.setting.actor.clone();
                effects.push(Effect::Store(Request::OpenDraft { id: place.id, actor }));
            }
        }
        _ => {}
    }
    let about = back.form.as_ref().and_then(|form| form.contact).filter(|_| back.call.is_none());
    let wanted = if back.screen == Screen::Contact { back.contact.map(|(id, ..)| id) } else { about };
    if let Some(id) = wanted {
        if back.screen == Screen::Contact {
            app.then = Some((id, Then::Do(Action::Open)));
        }
        let actor = app.setting.actor.clone();
        effects.push(Effect::Store(Request::OpenContact { id, actor, now: app.now }));
    }
    let waits = wanted.is_some() || back.call.is_some();
    app.back = Some(back);
    if !waits {
        effects.extend(there(app));
    }
    effects
}

/// The call has come from the record: the cursor goes where it was.
pub(super) fn call_came(app: &mut App, id: ContactId) -> Effects {
    let place = app.back.as_ref().and_then(|back| back.call).filter(|place| place.id == id);
    let Some(place) = place else { return Effects::new() };
    if let Some(intake) = app.intake.as_mut() {
        intake.editor.set_caret(place.caret);
        intake.draft.cursor.caret = intake.editor.caret();
        intake.focus = if place.notes { Focus::Notes } else { Focus::Field };
        intake.review = place.review;
    }
    app.notice = None;
    there(app)
}

/// The contact has come from the record: its tab and row are as they were, and its box is open.
pub(super) fn contact_came(app: &mut App, id: ContactId) -> Effects {
    let Some(back) = app.back.as_ref().filter(|back| back.call.is_none()) else { return Effects::new() };
    let about = back.form.as_ref().and_then(|form| form.contact);
    let shown = back.contact.filter(|(shown, ..)| *shown == id);
    if shown.is_none() && about != Some(id) {
        return Effects::new();
    }
    if let (Some(screen), Some((_, tab, row))) = (app.contact.as_mut(), shown) {
        (screen.tab, screen.selected) = (tab, row);
        let unsaved = app.many_kept.iter().filter(|kept| kept.contact == id);
        for kept in unsaved {
            screen.boxes.retain(|other| other.action != kept.action);
            screen.boxes.push(kept.clone());
        }
    }
    there(app)
}

/// The person is where they were: the box that was open is opened again, with the cursor where it stood.
fn there(app: &mut App) -> Effects {
    let Some(form) = app.back.take().and_then(|back| back.form) else { return Effects::new() };
    let effects = reopen(app, &form);
    let loose = app.many_kept.iter().find(|kept| kept.contact.0 == 0 && kept.action == form.action.row().id);
    let loose = loose.cloned();
    if let Some(Overlay::Form(opened)) = app.overlays.last_mut() {
        if let Some(kept) = loose.filter(|_| opened.contact.is_none() || boxes::is_of_call(opened)) {
            boxes::restore(opened, &kept);
        }
        opened.focus = form.focus.min(opened.fields.len().saturating_sub(1));
        if let Some(BoxInput::Text(editor)) =
            opened.fields.get_mut(opened.focus).map(|field| &mut field.input)
        {
            editor.set_caret(form.caret);
        }
        app.notice = None;
    }
    effects
}

fn reopen(app: &mut App, form: &OpenBox) -> Effects {
    match (form.action, form.deed, &form.letter) {
        (_, Some(deed), _) => boxes::record::open(app, deed),
        (_, _, Some((kind, to))) => letters::write(app, *kind, to),
        // What was being opened or marked is chosen anew.
        (Action::Open | Action::ReviewLook, ..) => Effects::new(),
        (Action::Discard, ..) => call::end(app, Ending::Other),
        (Action::Attach, ..) => call::ask_attach(app),
        (Action::TakeOver, ..) => call::ask_take_over(app),
        (action @ (Action::SignHandover | Action::TakeHandover | Action::HandoverUntil), ..) => {
            handover::run(app, action)
        }
        (action, ..) if !form.many.is_empty() => many::open(app, action, form.many.clone()),
        (action, ..) => boxes::open(app, action),
    }
}
