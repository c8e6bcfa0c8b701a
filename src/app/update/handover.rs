//! The handover screen: which sheet, its two signatures.

use chrono::TimeDelta;

use super::super::action::Action;
use super::super::effect::{Effect, Effects};
use super::super::form::edit::Editor;
use super::super::notice::Tone;
use super::super::overlay::{BoxField, BoxInput, FormBox, Overlay};
use super::super::screens::handover::{DAYS, HandoverScreen, Row};
use super::super::{App, Screen};
use super::{call, go, refuse};
use crate::domain::decide;
use crate::domain::handover::{Entry, Page, Sheet, SheetId, Signing, Span, Turn, many};
use crate::domain::human;
use crate::domain::ids::ContactId;
use crate::domain::when::Moment;
use crate::port::{Request, Token};

/// Shows the handover that is most likely now.
pub(super) fn show(app: &mut App) -> Effects {
    let protocol = app.setting.protocol.clone();
    app.screen = Screen::Handover;
    if let Some(screen) = app.handover.as_mut() {
        screen.reading = None;
    } else {
        let turn = Span::likely(app.now, &protocol);
        let span = Span::new(turn, None, app.now, &protocol);
        app.handover = Some(HandoverScreen::new(turn, Sheet::new([], &[], span, &protocol)));
    }
    refresh(app);
    vec![Effect::Store(Request::CloseContact), ask(app)]
}

/// Asks for the sheets of the last days.
pub(super) fn ask(app: &App) -> Effect {
    Effect::Store(Request::Handovers { since: app.now - TimeDelta::days(DAYS) })
}

/// Makes the sheet anew from what the board knows, while it is on screen.
pub(super) fn refresh(app: &mut App) {
    if app.screen != Screen::Handover {
        return;
    }
    let App { handover, board, setting, now, .. } = app;
    if let Some(screen) = handover.as_mut() {
        let rows = board.rows.values().map(|card| &card.row);
        screen.refresh(rows, &board.drafts, &setting.protocol, *now);
    }
    follow(app);
}

/// What is selected here is selected on the board too: the panel beside the sheet shows it.
pub(super) fn follow(app: &mut App) {
    if let Some(Row::Entry(_, entry)) = app.handover.as_ref().and_then(HandoverScreen::chosen) {
        let id = entry.id();
        app.board.select(id);
    }
}

/// Makes the sheet anew once a minute: what is late or due soon changes by itself.
pub(super) fn tick(app: &mut App, before: Moment, now: Moment) {
    if before.millis().div_euclid(60_000) != now.millis().div_euclid(60_000) {
        refresh(app);
    }
}

/// Runs an action of the screen.
pub(super) fn run(app: &mut App, action: Action) -> Effects {
    match action {
        Action::HandoverToEdt => turn(app, Turn::ToEdt),
        Action::HandoverFromEdt => turn(app, Turn::FromEdt),
        Action::HandoverShift => turn(app, Turn::Shift),
        Action::HandoverUntil => {
            let until = app.handover.as_ref().map_or(app.now, |screen| screen.sheet.span.until);
            let until = app.setting.protocol.zone.short(until);
            let fields = vec![line("Until (17:20, tomorrow 08:45)", "")];
            open(app, action, "The next shift", vec![format!("Now until {until}.")], fields);
        }
        Action::SignHandover => ask_sign(app),
        Action::TakeHandover => ask_take(app),
        _ => {}
    }
    Effects::new()
}

fn turn(app: &mut App, turn: Turn) {
    if let Some(screen) = app.handover.as_mut() {
        screen.turn = turn;
        screen.reading = None;
        screen.selected = 0;
    }
    refresh(app);
}

/// Opens the selected row: a contact, a call to go on with, or a signed sheet to read.
pub(super) fn open_row(app: &mut App) -> Effects {
    let Some(screen) = app.handover.as_mut() else { return Effects::new() };
    if screen.reading.is_some() {
        return Effects::new();
    }
    let chosen: Result<(ContactId, bool), SheetId> = match screen.chosen() {
        Some(Row::Kept(kept)) => Err(kept.signed.sheet),
        Some(Row::Entry(_, entry)) => Ok((entry.id(), matches!(entry, Entry::Call(_)))),
        None => return Effects::new(),
    };
    match chosen {
        Err(sheet) => {
            screen.reading = Some((sheet, 0));
            Effects::new()
        }
        Ok((id, true)) => call::go_on(app, id),
        Ok((id, false)) => {
            screen.opened = Some(id);
            go::show(app, id)
        }
    }
}

/// One step back: from a sheet being read to the list, from the list to the board.
pub(super) fn back(app: &mut App) -> Effects {
    match app.handover.as_mut().and_then(|screen| screen.reading.take()) {
        Some(_) => Effects::new(),
        None => go::to_board(app),
    }
}

/// Whether one step back from this contact leads to the handover screen.
pub(super) fn led_to(app: &App) -> bool {
    let opened = app.handover.as_ref().and_then(|screen| screen.opened);
    opened.is_some() && opened == app.contact.as_ref().map(|screen| screen.contact.id)
}

fn line(label: &str, value: &str) -> BoxField {
    BoxField { label: label.to_owned(), input: BoxInput::Text(Editor::line(value)), when: None }
}

fn open(app: &mut App, action: Action, title: &str, consequences: Vec<String>, fields: Vec<BoxField>) {
    let form = FormBox::fresh(action, title.to_owned(), consequences, fields);
    app.overlays.push(Overlay::Form(Box::new(form)));
}

fn ask_sign(app: &mut App) {
    let me = app.setting.actor.name.clone();
    let Some(screen) = app.handover.as_mut() else { return };
    let title = format!("Sign the handover · {}", screen.turn.label().to_lowercase());
    let contacts = many(screen.sheet.contacts().len());
    if let Some(form) = screen.typed.take().filter(|form| form.title == title) {
        app.overlays.push(Overlay::Form(form));
        app.say(Tone::Info, "What you typed here before is back. Ctrl-X discards it.");
        return;
    }
    let (leaves, takes) = match screen.turn {
        Turn::ToEdt | Turn::Shift => (me, String::new()),
        Turn::FromEdt => (String::new(), me),
    };
    let consequences = vec![
        format!("{contacts} handed over by name, to wait until they are taken. The sheet is kept."),
        "Who takes over signs in turn: H on this screen, or contact by contact.".to_owned(),
    ];
    let fields = vec![
        line("Who leaves", &leaves),
        line("Who takes over", &takes),
        BoxField {
            label: "Note (may stay empty)".to_owned(),
            input: BoxInput::Text(Editor::lines("")),
            when: None,
        },
    ];
    open(app, Action::SignHandover, &title, consequences, fields);
    if let Some(Overlay::Form(form)) = app.overlays.last_mut() {
        form.focus = form.fields.iter().position(|field| field.value().is_empty()).unwrap_or(0);
    }
}

fn ask_take(app: &mut App) {
    let me = app.setting.actor.name.clone();
    let Some(kept) = app.handover.as_ref().and_then(HandoverScreen::to_take) else { return };
    let signed = &kept.signed;
    let title = format!("Take sheet {} over", signed.sheet);
    let consequences = vec![
        format!(
            "{} handed {} over to {}, {}.",
            signed.by,
            many(signed.contacts.len()),
            signed.to,
            app.setting.protocol.zone.short(kept.at)
        ),
        "Your name is the second signature. Those that nobody took before are yours from now on.".to_owned(),
    ];
    open(app, Action::TakeHandover, &title, consequences, vec![line("Who takes over", &me)]);
}

/// Ctrl-S in a box of this screen.
pub(super) fn submit(app: &mut App, action: Action) -> Effects {
    let Some(Overlay::Form(form)) = app.overlays.last() else { return Effects::new() };
    let value = |n: usize| form.fields.get(n).map(BoxField::value).unwrap_or_default();
    let (first, second, third) = (value(0), value(1), value(2));
    let sent = match action {
        Action::SignHandover => signing(app, first, second, third).map(|signing| {
            let (actor, now, token) = (app.setting.actor.clone(), app.now, app.token());
            (token, Request::SignHandover { token, signing: Box::new(signing), actor, now })
        }),
        Action::TakeHandover => to_take(app, &first).map(|sheet| {
            let (actor, now, token) = (app.setting.actor.clone(), app.now, app.token());
            (token, Request::TakeHandover { token, sheet, by: first, actor, now })
        }),
        _ => return until(app, &first),
    };
    match sent {
        Ok((token, request)) => {
            if let Some(Overlay::Form(form)) = app.overlays.last_mut() {
                (form.sending, form.error) = (true, None);
            }
            vec![app.send(token, request, "")]
        }
        Err(reason) => wrong(app, reason),
    }
}

fn wrong(app: &mut App, reason: String) -> Effects {
    if let Some(Overlay::Form(form)) = app.overlays.last_mut() {
        form.error = Some(reason.clone());
    }
    refuse(app, reason)
}

fn signing(app: &App, by: String, to: String, note: String) -> Result<Signing, String> {
    let screen = app.handover.as_ref().ok_or("The sheet is not on screen any more.")?;
    let setting = &app.setting;
    // What is signed is the sheet of this minute, and says initials whatever the screen shows.
    let span = Span::new(screen.turn, screen.until, app.now, &setting.protocol);
    let rows = app.board.rows.values().map(|card| &card.row);
    let last_close = screen.sheet.last_close.clone();
    let sheet = Sheet { last_close, ..Sheet::new(rows, &app.board.drafts, span, &setting.protocol) };
    let page = Page { zone: setting.protocol.zone, names: false, training: setting.training };
    let signing = Signing {
        turn: screen.turn,
        by,
        to,
        until: span.until,
        note,
        contacts: sheet.contacts(),
        text: sheet.text(page),
    };
    decide::may_sign(&signing, &setting.actor, app.now).map_err(|no| no.0)?;
    Ok(signing)
}

fn to_take(app: &App, by: &str) -> Result<SheetId, String> {
    let kept = app.handover.as_ref().and_then(HandoverScreen::to_take).ok_or("No sheet waits.")?;
    decide::may_take(kept, by, &app.setting.actor).map_err(|no| no.0)?;
    Ok(kept.signed.sheet)
}

/// The next shift ends at another time.
fn until(app: &mut App, typed: &str) -> Effects {
    let until = human::moment(typed, app.now, app.setting.protocol.zone);
    match until {
        Ok(until) if until <= app.now => wrong(app, "A shift ends in the future.".to_owned()),
        Ok(until) => {
            app.overlays.pop();
            if let Some(screen) = app.handover.as_mut() {
                screen.until = Some(until);
            }
            refresh(app);
            Effects::new()
        }
        Err(reason) => wrong(app, reason),
    }
}

/// Keeps a box that is left before it was sent.
pub(super) fn keep_box(app: &mut App) {
    if let Some(Overlay::Form(form)) = app.overlays.last()
        && form.action == Action::SignHandover
        && let Some(screen) = app.handover.as_mut()
    {
        screen.typed = Some(form.clone());
    }
}

/// A sheet was signed: the number, and what others changed meanwhile.
pub(super) fn signed(app: &mut App, token: Token, sheet: SheetId, changed: &[ContactId]) -> Effects {
    let mut text = format!("Sheet {sheet} is signed. It waits for the one who takes over.");
    if !changed.is_empty() {
        let ids: Vec<String> = changed.iter().map(ToString::to_string).collect();
        text = format!("{text} Others had just changed {}: read it again.", ids.join(", "));
    }
    done(app, token, text)
}

/// A sheet was taken over.
pub(super) fn taken(app: &mut App, token: Token, sheet: SheetId, contacts: usize) -> Effects {
    done(app, token, format!("Sheet {sheet} is taken over, {} with it.", many(contacts)))
}

fn done(app: &mut App, token: Token, text: String) -> Effects {
    app.waiting.retain(|waiting| waiting.token != token);
    let ours = |overlay: &Overlay| {
        matches!(overlay, Overlay::Form(form) if form.sending
            && matches!(form.action, Action::SignHandover | Action::TakeHandover))
    };
    app.overlays.retain(|overlay| !ours(overlay));
    app.say(Tone::Done, text);
    vec![ask(app)]
}

/// Sheets came from the record.
pub(super) fn came(app: &mut App, kept: Vec<crate::domain::handover::Kept>) -> Effects {
    if let Some(screen) = app.handover.as_mut() {
        screen.take(kept);
    }
    follow(app);
    Effects::new()
}
