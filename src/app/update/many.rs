//! An action on several contacts: one box that says how many, one request, and what was refused stays marked.

use super::super::App;
use super::super::action::Action;
use super::super::effect::Effects;
use super::super::notice::Tone;
use super::super::overlay::{BoxField, FormBox, Overlay};
use super::{boxes, refuse, send};
use crate::domain::command::Command;
use crate::domain::draft::BoxDraft;
use crate::domain::ids::ContactId;
use crate::port::{Request, Token};
use std::sync::Arc;

/// Letters of a heading before the contacts are listed below it instead.
const HEADING: usize = 64;
/// Contacts that are named one by one.
const NAMED: usize = 24;
/// Refusals that are said in full.
const SAID: usize = 2;

/// Opens the box of an action on these contacts.
pub(super) fn open(app: &mut App, action: Action, ids: Vec<ContactId>) -> Effects {
    let Some(fields) = boxes::fields::for_many(app, action) else {
        return refuse(app, "This action goes to one contact at a time.");
    };
    let count = match ids.len() {
        1 => "1 contact".to_owned(),
        n => format!("{n} contacts"),
    };
    let names = named(&ids);
    let mut title = format!("{} · {count}: {names}", action.row().title);
    let mut consequences = Vec::new();
    if title.chars().count() > HEADING {
        title = format!("{} · {count}", action.row().title);
        consequences.push(format!("{names}."));
    }
    let unseen = app.board.marked_unseen();
    if unseen > 0 && action != Action::ConfirmMoves {
        consequences.push(format!("{unseen} of them are marked but not shown in this view."));
    }
    consequences.push("Each is done by itself; what is refused stays as it is, and marked.".to_owned());
    let mut form = FormBox {
        action,
        contact: None,
        many: ids,
        seen: 0,
        place: None,
        deed: None,
        letter: None,
        title,
        consequences,
        fields,
        focus: 0,
        error: None,
        sending: false,
        dirty: false,
    };
    if let Some(kept) = app.many_kept.iter().find(|kept| kept.action == action.row().id) {
        boxes::restore(&mut form, kept);
        app.say(Tone::Info, "What you typed here before is back. Ctrl-X discards it.");
    }
    app.overlays.push(Overlay::Form(Box::new(form)));
    Effects::new()
}

/// `R-1001, R-1004, R-1007`.
fn named(ids: &[ContactId]) -> String {
    let mut names: Vec<String> = ids.iter().take(NAMED).map(ToString::to_string).collect();
    if ids.len() > NAMED {
        names.push(format!("and {} more", ids.len() - NAMED));
    }
    names.join(", ")
}

/// Keeps what is typed into the box on top, if it is about several contacts. Only in memory: it is about no one contact,
/// which is where the record keeps boxes.
pub(super) fn keep(app: &mut App) {
    let Some(Overlay::Form(form)) = app.overlays.last() else { return };
    if form.many.is_empty() || !form.has_text() {
        return;
    }
    let kept = BoxDraft {
        contact: ContactId(0),
        action: form.action.row().id.to_owned(),
        fields: form.fields.iter().map(BoxField::value).collect(),
        focus: form.focus,
    };
    forget(app, kept_for(&kept));
    app.many_kept.push(kept);
}

fn kept_for(kept: &BoxDraft) -> Action {
    Action::from_id(&kept.action).unwrap_or(Action::Note)
}

/// Forgets what was typed: it was sent, or discarded by its writer.
pub(super) fn forget(app: &mut App, action: Action) {
    app.many_kept.retain(|kept| kept.action != action.row().id);
}

/// Ctrl-S in a box about several contacts.
pub(super) fn submit(app: &mut App) -> Effects {
    let Some(Overlay::Form(form)) = app.overlays.last() else { return Effects::new() };
    let (action, ids) = (form.action, form.many.clone());
    let asked = send::command(app, form).and_then(says_something);
    let command = match asked {
        Ok(command) => command,
        Err(reason) => {
            if let Some(Overlay::Form(form)) = app.overlays.last_mut() {
                form.error = Some(reason.clone());
            }
            return refuse(app, reason);
        }
    };
    if let Some(Overlay::Form(form)) = app.overlays.last_mut() {
        form.sending = true;
        form.error = None;
    }
    let token = app.token();
    let request = Request::DoEach {
        token,
        ids,
        command: Box::new(command),
        actor: app.setting.actor.clone(),
        protocol: Arc::clone(&app.setting.protocol),
        now: app.now,
    };
    vec![app.send(token, request, action.row().title)]
}

/// A text that is missing is missing for all: it is asked for before anything is sent.
fn says_something(command: Command) -> Result<Command, String> {
    let missing = match &command {
        Command::AddNote { text } if text.trim().is_empty() => "The note is empty.",
        Command::Allocate { to, .. } if to.trim().is_empty() => "Say to whom.",
        Command::Restrict { people, .. } if people.is_empty() => "Say who may open it.",
        Command::Restrict { reason, .. } if reason.trim().is_empty() => "Say why only they may open it.",
        Command::Unrestrict { reason } if reason.trim().is_empty() => "Say why everybody may open it again.",
        Command::Recount { reason } if reason.trim().is_empty() => {
            "Say why the deadlines move, or on whose word."
        }
        _ => return Ok(command),
    };
    Err(missing.to_owned())
}

/// What became of it. What was refused stays marked; if all was, the box stays too.
pub(super) fn done(
    app: &mut App,
    token: Token,
    done: &[ContactId],
    refused: &[(ContactId, String)],
) -> Effects {
    let Some(at) = app.waiting.iter().position(|waiting| waiting.token == token) else {
        return Effects::new();
    };
    let what = app.waiting.remove(at).done;
    for id in done {
        app.board.marked.forget(*id);
    }
    let form = app
        .overlays
        .iter()
        .position(|overlay| matches!(overlay, Overlay::Form(form) if form.sending && !form.many.is_empty()));
    if let Some(at) = form {
        if done.is_empty() {
            if let (Some(Overlay::Form(form)), Some((id, why))) = (app.overlays.get_mut(at), refused.first())
            {
                form.sending = false;
                form.error = Some(format!("{id}: {why}"));
            }
        } else if let Overlay::Form(form) = app.overlays.remove(at) {
            forget(app, form.action);
        }
    }
    let total = done.len() + refused.len();
    if refused.is_empty() {
        app.say(Tone::Done, format!("{what}: {total} of {total} done."));
        return Effects::new();
    }
    let mut said: Vec<String> =
        refused.iter().take(SAID).map(|(id, why)| format!("{id}: {}", clause(why))).collect();
    if refused.len() > SAID {
        said.push(format!("{} more refused", refused.len() - SAID));
    }
    app.say(Tone::Warning, format!("{} of {total} done; {}.", done.len(), said.join("; ")));
    Effects::new()
}

/// A sentence inside another.
fn clause(sentence: &str) -> &str {
    sentence.trim_end_matches('.')
}
