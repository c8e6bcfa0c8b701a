//! Taking a call: typing, moving between places, saving, filing.

mod file;
mod save;

use super::super::action::Action;
use super::super::effect::{Effect, Effects};
use super::super::form::edit::Editor;
use super::super::key::{Key, KeyCode};
use super::super::notice::Tone;
use super::super::overlay::{BoxField, BoxInput, FormBox, Overlay};
use super::super::screens::body::{BodyMap, Did};
use super::super::screens::intake::{Focus, IntakeScreen};
use super::super::{App, Screen};
use super::refuse;
use crate::domain::codes::ContactKind;
use crate::domain::draft::Draft;
use crate::domain::ids::ContactId;
use crate::domain::intake::{Intake, Subject};
use crate::domain::schema::Step;
use crate::port::{Request, Token};

pub(super) use file::discard;
pub(super) use save::save_if_due;
pub(in crate::app) use save::save_now;

/// Starts a call at once; its number comes from the record a moment later. A call already open is kept.
pub(super) fn start(app: &mut App, action: Action) -> Effects {
    let unnumbered = app.intake.as_ref().is_some_and(|i| i.id().is_none() && !i.draft.intake.is_empty());
    if unnumbered {
        return refuse(
            app,
            "The call on screen has no number yet, so it cannot be kept aside. Ctrl-R asks again.",
        );
    }
    let mut effects: Effects = save_now(app).into_iter().collect();
    let kind = if action == Action::Consultation { ContactKind::Consultation } else { ContactKind::Referral };
    let token = app.token();
    let taker = app.setting.actor.clone();
    let draft = Draft::new(ContactId(0), taker.clone(), app.now, Intake::new(kind));
    app.intake = Some(IntakeScreen::new(draft, Some(token)));
    app.screen = Screen::Intake;
    effects.push(Effect::Store(Request::StartCall { token, taker, now: app.now }));
    effects
}

/// The record gave a call its number.
pub(super) fn numbered(app: &mut App, token: Token, id: ContactId) -> Effects {
    let Some(intake) = app.intake.as_mut().filter(|intake| intake.asked == Some(token)) else {
        // The call was given up, with nothing typed, before its number came: the number is given back with a reason.
        let (actor, reason) = (app.setting.actor.clone(), "nothing was typed".to_owned());
        return vec![Effect::Store(Request::DiscardDraft { id, actor, reason, now: app.now })];
    };
    intake.asked = None;
    intake.draft.id = id;
    intake.touch(app.now);
    save_now(app).into_iter().collect()
}

/// Goes on with a call in progress.
pub(super) fn go_on(app: &mut App, id: ContactId) -> Effects {
    if app.intake.as_ref().is_some_and(|intake| intake.draft.id == id) {
        app.screen = Screen::Intake;
        return Effects::new();
    }
    let mut effects: Effects = save_now(app).into_iter().collect();
    effects.push(Effect::Store(Request::OpenDraft { id, actor: app.setting.actor.clone() }));
    effects
}

/// A draft came from the record: the cursor goes back to where it was.
pub(super) fn resume(app: &mut App, draft: Draft) {
    let id = draft.id;
    app.intake = Some(IntakeScreen::new(draft, None));
    app.screen = Screen::Intake;
    app.say(Tone::Info, format!("{id} goes on where it stopped."));
}

/// Esc: leaves the notes, or keeps the call and leaves it.
pub(super) fn leave(app: &mut App) -> Effects {
    let Some(intake) = app.intake.as_mut() else {
        app.screen = Screen::Board;
        return Effects::new();
    };
    if intake.focus == Focus::Notes {
        intake.focus = Focus::Field;
        return Effects::new();
    }
    let effects: Effects = save_now(app).into_iter().collect();
    app.screen = Screen::Board;
    let Some(intake) = app.intake.as_ref() else { return effects };
    match intake.id() {
        Some(id) => {
            app.board.select(id);
            app.say(Tone::Info, format!("{id} is kept. Enter on its row goes on with it."));
        }
        None => {
            app.say(Tone::Warning, "The call is kept here; it has no number yet. F2 must wait until it has.");
        }
    }
    effects
}

/// Moves the highlight of the review.
pub(super) fn step_review(app: &mut App, by: isize) {
    if let Some(intake) = app.intake.as_mut() {
        intake.step_review(by);
    }
}

/// A key while a call is on screen. `None`: the key is not typing, the keymap decides.
pub(super) fn typed(app: &mut App, key: Key) -> Option<Effects> {
    let now = app.now;
    let intake = app.intake.as_mut()?;
    if intake.filing.is_some() {
        // Nothing may change between sending and the answer; leaving and looking up are still possible.
        return key.typed().is_some().then(Effects::new);
    }
    if intake.focus == Focus::Notes {
        return intake.note_key(key, now).then(Effects::new);
    }
    if intake.draft.cursor.step == Step::Review {
        match key.code {
            KeyCode::Up => intake.step_review(-1),
            KeyCode::Down => intake.step_review(1),
            KeyCode::Enter => {
                intake.jump(now);
            }
            _ if key.typed().is_some() => {}
            _ => return None,
        }
        return Some(Effects::new());
    }
    intake.key(key, now).then(Effects::new)
}

/// Text pasted while a call is on screen.
pub(super) fn paste(app: &mut App, text: &str) -> Effects {
    let now = app.now;
    if let Some(intake) = app.intake.as_mut().filter(|intake| intake.filing.is_none()) {
        match intake.focus {
            Focus::Notes => intake.paste_note(text, now),
            Focus::Field => {
                if !intake.paste(text, now) {
                    return refuse(
                        app,
                        "This question is answered by choosing. F4 opens the notes for the text.",
                    );
                }
            }
        }
    }
    Effects::new()
}

/// Runs an action of the intake.
pub(super) fn run(app: &mut App, action: Action) -> Effects {
    let now = app.now;
    let clock = app.setting.protocol.zone.short_time(now);
    let Some(intake) = app.intake.as_mut() else { return Effects::new() };
    match action {
        Action::NextField => intake.next_place(now),
        Action::PreviousField => intake.previous_place(now),
        Action::NextStep => intake.turn_step(1, now),
        Action::PreviousStep => intake.turn_step(-1, now),
        Action::Step1 => intake.go_step(Step::Caller, now),
        Action::Step2 => intake.go_step(Step::Child, now),
        Action::Step3 => intake.go_step(Step::Concern, now),
        Action::Step4 => intake.go_step(Step::Safety, now),
        Action::Step5 => intake.go_step(Step::Family, now),
        Action::Step6 => intake.go_step(Step::Consent, now),
        Action::NotKnown => intake.cycle_state(now),
        Action::Basis => intake.cycle_basis(now),
        Action::Notes => {
            intake.focus = if intake.focus == Focus::Notes { Focus::Field } else { Focus::Notes };
        }
        Action::UseNote if !intake.use_note(now) => {
            app.say(Tone::Info, "There is no unused note line that fits here.");
        }
        Action::InsertTime => paste_time(app, &clock),
        Action::AddChild => intake.add_subject(now),
        Action::BodyMap => return body_map(app),
        Action::Matches => return super::seek::open(app),
        Action::Review if intake.draft.cursor.step == Step::Review => return file::file(app),
        Action::Step7 => intake.go_step(Step::History, now),
        Action::Step8 => intake.go_step(Step::Details, now),
        Action::Review | Action::Step9 => intake.go_step(Step::Review, now),
        Action::Discard => return ask_discard(app),
        _ => {}
    }
    save_now(app).into_iter().collect()
}

fn paste_time(app: &mut App, clock: &str) {
    let _ = paste(app, clock);
}

/// Opens the body map of the child the cursor is at.
fn body_map(app: &mut App) -> Effects {
    let Some(intake) = app.intake.as_ref() else { return Effects::new() };
    if intake.draft.intake.kind == ContactKind::Consultation {
        return refuse(app, "A consultation names no child, so it has no body map.");
    }
    let child = match intake.draft.cursor.place.map(|place| place.subject) {
        Some(Subject::Child(n)) => n,
        _ => 0,
    };
    let map = BodyMap::new(&intake.draft.intake, child);
    app.overlays.push(Overlay::Body(map));
    Effects::new()
}

/// A key while the body map is open.
pub(super) fn body_key(app: &mut App, key: Key) -> Effects {
    let now = app.now;
    let (Some(Overlay::Body(map)), Some(intake)) = (app.overlays.last_mut(), app.intake.as_mut()) else {
        return Effects::new();
    };
    if intake.filing.is_some() {
        return Effects::new();
    }
    match map.key(key, &mut intake.draft.intake, now) {
        Did::Looked => Effects::new(),
        Did::Changed => {
            intake.touch(now);
            Effects::new()
        }
        Did::Closed => {
            app.overlays.pop();
            save_now(app).into_iter().collect()
        }
    }
}

/// Text pasted while the body map is open.
pub(super) fn body_paste(app: &mut App, text: &str) -> Effects {
    let now = app.now;
    if let (Some(Overlay::Body(map)), Some(intake)) = (app.overlays.last_mut(), app.intake.as_mut())
        && map.paste(text, &mut intake.draft.intake)
    {
        intake.touch(now);
        return Effects::new();
    }
    refuse(app, "Enter opens the fields of a mark; text can be pasted there.")
}

/// Opens the box that asks why a call is given up.
fn ask_discard(app: &mut App) -> Effects {
    let Some(intake) = app.intake.as_ref() else { return Effects::new() };
    let title = match intake.id() {
        Some(id) => format!("Discard this call · {id}"),
        None => "Discard this call".to_owned(),
    };
    app.overlays.push(Overlay::Form(Box::new(FormBox {
        action: Action::Discard,
        contact: intake.id(),
        seen: 0,
        place: None,
        title,
        consequences: vec![
            "Ends the call without filing it. It leaves the board.".to_owned(),
            "The reason and the number stay in the record.".to_owned(),
        ],
        fields: vec![BoxField { label: "Why".to_owned(), input: BoxInput::Text(Editor::line("")) }],
        focus: 0,
        error: None,
        sending: false,
        dirty: false,
    })));
    Effects::new()
}
