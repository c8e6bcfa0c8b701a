//! Who looked: the page for managers, restricted contacts, and what was refused.

use super::super::action::Action;
use super::super::available::needed;
use super::super::effect::{Effect, Effects};
use super::super::form::edit::Editor;
use super::super::notice::Tone;
use super::super::overlay::{BoxField, BoxInput, FormBox, Menu, MenuRow, Overlay, Pick};
use super::super::screens::looked::LookedScreen;
use super::super::{App, Screen};
use super::{go, menu, refuse};
use crate::domain::event::DeskEvent;
use crate::domain::ids::ContactId;
use crate::domain::looked::{Material, page};
use crate::port::{Request, ReviewedLine, Trouble};

/// Contacts of a line that a menu offers one by one.
const OFFERED: usize = 26;

/// Shows the page of the last seven days, or again the one that was left.
pub(super) fn show(app: &mut App) -> Effects {
    app.screen = Screen::Looked;
    let screen = app.looked.get_or_insert_with(LookedScreen::default);
    screen.opened = None;
    vec![Effect::Store(Request::CloseContact), ask(app)]
}

/// Runs an action of the page.
pub(super) fn run(app: &mut App, action: Action) -> Effects {
    match action {
        Action::GoLooked => show(app),
        Action::ReviewLook => review(app),
        _ => turn(app, action),
    }
}

/// Asks for what the page is made of. The record notes that it was asked for.
fn ask(app: &App) -> Effect {
    let (since, until) = app.looked.clone().unwrap_or_default().span(app.now);
    Effect::Store(Request::Looks { since, until, actor: app.setting.actor.clone(), now: app.now })
}

/// A week back or forward.
fn turn(app: &mut App, action: Action) -> Effects {
    let Some(screen) = app.looked.as_mut() else { return Effects::new() };
    match (action, screen.back) {
        (Action::LaterWeek, 0) => {
            app.say(Tone::Info, "These are the last seven days.");
            return Effects::new();
        }
        (Action::LaterWeek, back) => screen.back = back - 1,
        _ => screen.back = screen.back.saturating_add(1),
    }
    screen.page = None;
    screen.selected = 0;
    vec![ask(app)]
}

/// What the page is made of came from the record.
pub(super) fn came(app: &mut App, material: &Material) -> Effects {
    let made = page(material, &app.setting.protocol);
    if let Some(screen) = app.looked.as_mut() {
        screen.take(made);
    }
    let sent = |overlay: &Overlay| matches!(overlay, Overlay::Form(form) if form.sending && form.action == Action::ReviewLook);
    app.overlays.retain(|overlay| !sent(overlay));
    Effects::new()
}

/// A mark could not be saved: what was typed is still here.
pub(super) fn failed(app: &mut App) {
    for overlay in &mut app.overlays {
        if let Overlay::Form(form) = overlay
            && form.action == Action::ReviewLook
        {
            form.sending = false;
        }
    }
}

/// Opens what the selected line is about: its contact, or a menu of them.
pub(super) fn open_row(app: &mut App) -> Effects {
    let Some(line) = app.looked.as_ref().and_then(LookedScreen::chosen) else { return Effects::new() };
    match line.contacts.as_slice() {
        [] => refuse(app, "This line is about no contact."),
        [one] => open(app, *one),
        many => {
            let about = match many.len().saturating_sub(OFFERED) {
                0 => Vec::new(),
                more => {
                    vec![format!("{more} more are not listed here; dutydesk looked --json names them all.")]
                }
            };
            let rows = many.iter().zip('a'..='z');
            let rows =
                rows.map(|(id, letter)| MenuRow::new(letter, id.to_string(), Pick::Show(*id))).collect();
            menu::open(app, Menu { title: "Open which?".to_owned(), about, rows, selected: 0 })
        }
    }
}

/// Opens a contact from the page. It is a look like any other.
pub(super) fn open(app: &mut App, id: ContactId) -> Effects {
    if let Some(screen) = app.looked.as_mut() {
        screen.opened = Some(id);
    }
    go::show(app, id)
}

/// Whether one step back from this contact leads to the page.
pub(super) fn led_to(app: &App) -> bool {
    let opened = app.looked.as_ref().and_then(|screen| screen.opened);
    opened.is_some() && opened == app.contact.as_ref().map(|screen| screen.contact.id)
}

fn form(action: Action, title: String, consequences: Vec<String>, field: &str) -> Overlay {
    let field = BoxField { label: field.to_owned(), input: BoxInput::Text(Editor::line("")), when: None };
    Overlay::Form(Box::new(FormBox::fresh(action, title, consequences, vec![field])))
}

/// Opens the box of the mark on the selected line.
fn review(app: &mut App) -> Effects {
    let Some(line) = app.looked.as_ref().and_then(LookedScreen::chosen) else { return Effects::new() };
    let title = format!("Seen: {} · {}", line.flag.label(), line.who.user);
    let consequences = vec![
        "Kept with your name and the time. Something new of the same kind makes it unseen again.".to_owned(),
    ];
    app.overlays.push(form(Action::ReviewLook, title, consequences, "What you say of it (may stay empty)"));
    Effects::new()
}

/// Ctrl-S in that box.
pub(super) fn submit_review(app: &mut App) -> Effects {
    let Some(Overlay::Form(form)) = app.overlays.last_mut() else { return Effects::new() };
    let note = form.value(0);
    let Some(screen) = app.looked.as_ref() else { return Effects::new() };
    let (Some(line), Some(page)) = (screen.chosen(), screen.page.as_ref()) else { return Effects::new() };
    form.sending = true;
    let line = ReviewedLine { flag: line.flag, entries: line.entries.clone(), note };
    let span = (page.since, page.until);
    vec![Effect::Store(Request::ReviewLook { line, span, actor: app.setting.actor.clone(), now: app.now })]
}

/// A restricted contact opens only with a reason: asks for it.
pub(super) fn ask_reason(app: &mut App, id: ContactId) -> Effects {
    if app.then.is_none_or(|(waiting, _)| waiting != id) {
        return Effects::new();
    }
    let consequences =
        vec!["Only named people open it, each time with a reason. It is kept in the record.".to_owned()];
    app.overlays.push(form(Action::Open, format!("Restricted · {id}"), consequences, "Why you open it"));
    Effects::new()
}

/// Ctrl-S in that box.
pub(super) fn submit_reason(app: &mut App) -> Effects {
    let Some(Overlay::Form(form)) = app.overlays.last_mut() else { return Effects::new() };
    let because = form.value(0).trim().to_owned();
    if because.is_empty() {
        let why = "Say why you open it.";
        form.error = Some(why.to_owned());
        return refuse(app, why);
    }
    app.overlays.pop();
    let Some((id, _)) = app.then else { return Effects::new() };
    let actor = app.setting.actor.clone();
    vec![Effect::Store(Request::OpenRestricted { id, actor, because, now: app.now })]
}

/// A contact may not be read here, or not any more: it leaves the screen, and what is said is whom to ask.
pub(super) fn restricted(app: &mut App, id: ContactId, why: &Trouble) -> Effects {
    app.then = app.then.take().filter(|(waiting, _)| *waiting != id);
    if app.contact.as_ref().is_some_and(|screen| screen.contact.id == id) {
        app.contact = None;
        app.overlays.retain(|overlay| !is_about(overlay, id));
        if app.screen == Screen::Contact {
            app.screen = Screen::Board;
        }
    }
    app.say(Tone::Warning, format!("{} {}", why.what, why.advice));
    Effects::new()
}

fn is_about(overlay: &Overlay, id: ContactId) -> bool {
    match overlay {
        Overlay::Form(form) => form.contact == Some(id),
        Overlay::Letter(view) => view.contact == id,
        Overlay::Why(why) => why.contact.id == id,
        Overlay::Compare(compare) => compare.mine.contact == Some(id),
        _ => false,
    }
}

/// Full names of every row may be read while they are shown: that they were is noted.
pub(super) fn names_shown(app: &App) -> Effects {
    if !app.shows_names() || app.screen == Screen::Welcome {
        return Effects::new();
    }
    note(app, DeskEvent::NamesShown)
}

fn note(app: &App, event: DeskEvent) -> Effects {
    let (event, actor) = (Box::new(event), app.setting.actor.clone());
    vec![Effect::Store(Request::Note { event, actor, now: app.now })]
}

/// What the role of this person does not allow is noted when it is tried.
pub(super) fn refused(app: &App, action: Action) -> Effects {
    if app.screen == Screen::Welcome {
        return Effects::new();
    }
    let Some(may) = needed(action).filter(|may| !app.setting.actor.role.may(*may)) else {
        return Effects::new();
    };
    let contact = app.board.selected.filter(|id| action.row().doing.is_some() && !app.board.is_draft(*id));
    note(app, DeskEvent::AttemptRefused { what: may.code().to_owned(), contact })
}
