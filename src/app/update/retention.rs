//! The retention screen: asking for an erasure, agreeing to one, refusing one.

use std::sync::Arc;

use super::super::action::Action;
use super::super::effect::{Effect, Effects};
use super::super::form::edit::Editor;
use super::super::notice::Tone;
use super::super::overlay::{BoxField, BoxInput, FormBox, Overlay};
use super::super::screens::retention::RetentionScreen;
use super::super::{App, Screen};
use super::{go, refuse};
use crate::domain::calendar::Zone;
use crate::domain::retention::Standing;
use crate::domain::retention::erasure::{LAPSES_DAYS, Target};
use crate::domain::retention::listing::{Line, Listing};
use crate::port::{Erasing, Request, Token};

/// Shows what is due, held and asked for.
pub(super) fn show(app: &mut App) -> Effects {
    app.screen = Screen::Retention;
    app.retention.get_or_insert_default().carried.clear();
    vec![Effect::Store(Request::CloseContact), ask(app)]
}

/// Asks for the list.
pub(super) fn ask(app: &App) -> Effect {
    Effect::Store(Request::Retention { protocol: Arc::clone(&app.setting.protocol), now: app.now })
}

/// The list came from the record.
pub(super) fn came(app: &mut App, listing: Listing) -> Effects {
    app.retention.get_or_insert_default().take(listing);
    Effects::new()
}

/// Whether one step back from this contact leads to this screen.
pub(super) fn led_to(app: &App) -> bool {
    let opened = app.retention.as_ref().and_then(|screen| screen.opened);
    opened.is_some() && opened == app.contact.as_ref().map(|screen| screen.contact.id)
}

/// Opens the selected contact. A call that became none, and imported entries, are not opened.
pub(super) fn open_row(app: &mut App) -> Effects {
    let Some(screen) = app.retention.as_mut() else { return Effects::new() };
    match screen.chosen().map(|line| line.target) {
        Some(Target::Contact(id)) => {
            screen.opened = Some(id);
            go::show(app, id)
        }
        Some(Target::KnownPeople) => refuse(app, "Imported entries have no page of their own."),
        None => Effects::new(),
    }
}

impl App {
    /// Whether this can be done with the selected record.
    pub(in crate::app) fn may_erase(&self, action: Action) -> Result<(), String> {
        let line = self.retention.as_ref().and_then(RetentionScreen::chosen);
        let Some(line) = line else { return Err("Nothing is due or held.".into()) };
        let waiting = line.waiting(self.now);
        match (action, &line.standing, waiting) {
            (Action::ProposeErasure, Standing::Held(_), _) => {
                Err("It is under a legal hold: it cannot be erased.".into())
            }
            (Action::ProposeErasure, _, Some(waiting)) => {
                Err(format!("{} has asked for it already.", waiting.by.name))
            }
            (Action::AgreeErasure | Action::RefuseErasure, _, None) => {
                Err("Nobody has asked for this erasure.".into())
            }
            (Action::AgreeErasure, _, Some(waiting)) if waiting.by.user == self.setting.actor.user => {
                Err("You asked for this erasure: another manager must agree to it.".into())
            }
            _ => Ok(()),
        }
    }
}

/// Runs an action of the screen.
pub(super) fn run(app: &mut App, action: Action) -> Effects {
    let zone = app.setting.protocol.zone;
    let Some(screen) = app.retention.as_mut() else { return Effects::new() };
    let Some(line) = screen.chosen().cloned() else { return Effects::new() };
    let target = line.target;
    screen.about = Some(target);
    if let Some((_, form)) = screen.typed.take_if(|(of, form)| *of == target && form.action == action) {
        app.overlays.push(Overlay::Form(form));
        app.say(Tone::Info, "What you typed here before is back. Ctrl-X discards it.");
        return Effects::new();
    }
    let (title, consequences, field) = words(action, &line, zone);
    let input =
        BoxInput::Text(if action == Action::AgreeErasure { Editor::line("") } else { Editor::lines("") });
    let field = BoxField { label: field, input, when: None };
    let form = FormBox { seen: line.seen, ..FormBox::fresh(action, title, consequences, vec![field]) };
    app.overlays.push(Overlay::Form(Box::new(form)));
    Effects::new()
}

/// The heading of a box, what it will do, and its one field.
fn words(action: Action, line: &Line, zone: Zone) -> (String, Vec<String>, String) {
    let target = line.target;
    let what = format!("{}: {}.", line.what(zone), line.standing.words(zone));
    let asked = line.proposal.as_ref().map(|proposal| {
        format!("Asked for by {}, {}: {}", proposal.by.name, zone.long(proposal.at), proposal.asked.reason)
    });
    match action {
        Action::ProposeErasure => (
            format!("Ask to erase {target}"),
            vec![what, format!("Nothing is erased yet: another manager has {LAPSES_DAYS} days to agree.")],
            "Why (it stays when everything else is gone: name nobody)".to_owned(),
        ),
        Action::AgreeErasure => (
            format!("Erase {target}"),
            [what]
                .into_iter()
                .chain(asked)
                .chain(["Every word of it goes, at once, and cannot be brought back.".to_owned()])
                .collect(),
            format!("Type {target} to erase it"),
        ),
        _ => (
            format!("Refuse to erase {target}"),
            [what]
                .into_iter()
                .chain(asked)
                .chain(["It is kept, and can be asked for again.".to_owned()])
                .collect(),
            "Why not (name nobody)".to_owned(),
        ),
    }
}

/// Ctrl-S in a box of this screen.
pub(super) fn submit(app: &mut App, action: Action) -> Effects {
    let Some(Overlay::Form(form)) = app.overlays.last_mut() else { return Effects::new() };
    let typed = form.fields.first().map(BoxField::value).unwrap_or_default();
    let Some(target) = app.retention.as_ref().and_then(|screen| screen.about) else { return Effects::new() };
    let step = match action {
        Action::ProposeErasure => Erasing::Propose(typed),
        Action::RefuseErasure => Erasing::Refuse(typed),
        _ if typed.trim().eq_ignore_ascii_case(&target.to_string()) => Erasing::Agree,
        _ => {
            let reason = format!("Type {target}, nothing else, to erase it.");
            form.error = Some(reason.clone());
            return refuse(app, reason);
        }
    };
    (form.sending, form.error) = (true, None);
    let (token, actor, now) = (app.token(), app.setting.actor.clone(), app.now);
    let protocol = Arc::clone(&app.setting.protocol);
    vec![app.send(token, Request::Erase { token, target, step, actor, protocol, now }, "")]
}

/// Keeps a box that is left before it was sent.
pub(super) fn keep_box(app: &mut App) {
    if let Some(Overlay::Form(form)) = app.overlays.last()
        && is_ours(form.action)
        && form.has_text()
        && let Some(screen) = app.retention.as_mut()
        && let Some(target) = screen.about
    {
        screen.typed = Some((target, form.clone()));
    }
}

const fn is_ours(action: Action) -> bool {
    matches!(action, Action::ProposeErasure | Action::AgreeErasure | Action::RefuseErasure)
}

/// A step was taken: asked for, refused, or carried out with what is still to be seen to.
pub(super) fn done(app: &mut App, token: Token, lines: Vec<String>) -> Effects {
    app.waiting.retain(|waiting| waiting.token != token);
    app.overlays
        .retain(|overlay| !matches!(overlay, Overlay::Form(form) if form.sending && is_ours(form.action)));
    let first = lines.first().cloned().unwrap_or_default();
    if let Some(screen) = app.retention.as_mut() {
        screen.carried = lines;
    }
    app.say(Tone::Done, first);
    vec![ask(app)]
}
