//! The screen of who may open the desk.

use super::super::action::Action;
use super::super::effect::{Effect, Effects};
use super::super::form::edit::Editor;
use super::super::notice::Tone;
use super::super::overlay::{BoxField, BoxInput, FormBox, Overlay};
use super::super::screens::access::AccessScreen;
use super::super::{App, Screen};
use super::refuse;
use crate::domain::access::{Staff, StaffChange};
use crate::domain::codes::Role;
use crate::domain::event::NewStaff;
use crate::domain::ids::UserId;
use crate::port::passphrase::Passphrase;
use crate::port::{Request, Token};

/// Shows the screen, and asks who there is.
pub(super) fn show(app: &mut App) -> Effects {
    app.screen = Screen::Access;
    app.access.get_or_insert_default();
    vec![Effect::Store(Request::CloseContact), Effect::Store(Request::Staff)]
}

/// One step back: a passphrase that is shown is put away first.
pub(super) fn back(app: &mut App) -> Effects {
    match app.access.as_mut().and_then(|screen| screen.given.take()) {
        Some(_) => Effects::new(),
        None => super::go::to_board(app),
    }
}

/// Enter puts a shown passphrase away.
pub(super) fn enter(app: &mut App) {
    if let Some(screen) = app.access.as_mut() {
        screen.given = None;
    }
}

/// Opens the box of an action.
pub(super) fn run(app: &mut App, action: Action) -> Effects {
    let chosen = app.access.as_ref().and_then(AccessScreen::chosen).cloned();
    match (action, chosen) {
        (Action::AddStaff, _) => {
            let about = "They get a passphrase made of six words, shown once, and must choose their own when they first open the desk.";
            let fields = vec![
                line("Short name, like j.testerby"),
                line("Name, as colleagues know it"),
                role_field(None),
            ];
            open(app, action, "Let somebody in".to_owned(), &[about], fields);
        }
        (Action::NewDataKey, _) => {
            let about = [
                "The record is encrypted under a new key; the old one is kept until the new one has been proved.",
                "Backups made before still open with the passphrases of their day.",
            ];
            open(app, action, "Change the desk's key".to_owned(), &about, Vec::new());
        }
        (Action::ResetStaff, Some(one)) => {
            let about = "Their old passphrase stops working now. The new one is six words, shown once; they must change it.";
            open(app, action, format!("A new passphrase for {}", one.actor.user), &[about], Vec::new());
        }
        (Action::StaffRole, Some(one)) => {
            let about = "It holds from the next time they open the desk.";
            let fields = vec![role_field(Some(one.actor.role))];
            open(app, action, format!("What {} may do", one.actor.user), &[about], fields);
        }
        (Action::ShutOut, Some(one)) => {
            let about = [
                "They can no longer open the desk, and its key is changed so that a copy of theirs opens nothing written from now on.",
                "Backups made before still open with their passphrase: keep those where they cannot reach them.",
            ];
            open(app, action, format!("Shut {} out", one.actor.user), &about, vec![line("Why")]);
        }
        _ => {}
    }
    Effects::new()
}

fn line(label: &str) -> BoxField {
    BoxField { label: label.to_owned(), input: BoxInput::Text(Editor::line("")), when: None }
}

fn role_field(now: Option<Role>) -> BoxField {
    let options = Role::ALL.iter().map(|role| (role.code().to_owned(), role.label().to_owned())).collect();
    let chosen = Role::ALL.iter().position(|role| Some(*role) == now);
    BoxField { label: "May work as".to_owned(), input: BoxInput::Choice { options, chosen }, when: None }
}

fn open(app: &mut App, action: Action, title: String, about: &[&str], fields: Vec<BoxField>) {
    let about = about.iter().map(|line| (*line).to_owned()).collect();
    let form = FormBox::fresh(action, title, about, fields);
    app.overlays.push(Overlay::Form(Box::new(form)));
}

/// Whether a box of this action is this screen's.
pub(super) const fn is_ours(action: Action) -> bool {
    matches!(
        action,
        Action::AddStaff | Action::ResetStaff | Action::StaffRole | Action::ShutOut | Action::NewDataKey
    )
}

/// Ctrl-S in a box of this screen.
pub(super) fn submit(app: &mut App, action: Action) -> Effects {
    let Some(Overlay::Form(form)) = app.overlays.last() else { return Effects::new() };
    let value = |n: usize| form.fields.get(n).map(BoxField::value).unwrap_or_default().trim().to_owned();
    let chosen = app.access.as_ref().and_then(AccessScreen::chosen);
    match change(action, chosen, value) {
        Ok(change) => {
            if let Some(Overlay::Form(form)) = app.overlays.last_mut() {
                (form.sending, form.error) = (true, None);
            }
            let (token, by, now) = (app.token(), app.setting.actor.clone(), app.now);
            vec![app.send(token, Request::ChangeStaff { token, by, change, now }, "")]
        }
        Err(reason) => {
            if let Some(Overlay::Form(form)) = app.overlays.last_mut() {
                form.error = Some(reason.clone());
            }
            refuse(app, reason)
        }
    }
}

fn change(
    action: Action,
    chosen: Option<&Staff>,
    value: impl Fn(usize) -> String,
) -> Result<StaffChange, String> {
    let role = |n: usize| Role::from_code(&value(n)).ok_or_else(|| "Say what they may do.".to_owned());
    let user = || chosen.map(|one| one.actor.user.clone()).ok_or_else(|| "Nobody is selected.".to_owned());
    match action {
        Action::AddStaff if value(0).is_empty() || value(1).is_empty() => {
            Err("Give a short name and a name.".to_owned())
        }
        Action::AddStaff => {
            let (user, name) = (UserId(value(0)), value(1));
            Ok(StaffChange::Add(NewStaff { user, name, role: role(2)?, founder: false }))
        }
        Action::ResetStaff => user().map(StaffChange::Reset),
        Action::StaffRole => Ok(StaffChange::Role(user()?, role(0)?)),
        Action::ShutOut if value(0).is_empty() => Err("Say why: it stands in the record.".to_owned()),
        Action::ShutOut => Ok(StaffChange::ShutOut { user: user()?, reason: value(0) }),
        _ => Ok(StaffChange::NewKey),
    }
}

/// The people came from the record.
pub(super) fn came(app: &mut App, people: Vec<Staff>, awaits_new_key: bool) -> Effects {
    if let Some(screen) = app.access.as_mut() {
        screen.take(people, awaits_new_key);
        app.dirty = true;
    }
    Effects::new()
}

/// A change was made.
pub(super) fn changed(
    app: &mut App,
    token: Token,
    said: String,
    given: Option<(UserId, Passphrase)>,
) -> Effects {
    app.waiting.retain(|waiting| waiting.token != token);
    app.overlays
        .retain(|overlay| !matches!(overlay, Overlay::Form(form) if form.sending && is_ours(form.action)));
    if let Some(screen) = app.access.as_mut() {
        screen.given = given;
    }
    app.say(Tone::Done, said);
    Effects::new()
}
