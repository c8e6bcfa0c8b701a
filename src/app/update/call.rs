//! Taking a call: typing, moving between places, saving, filing.

mod end;
mod file;
mod hold;
mod save;
mod turn;

use super::super::App;
use super::super::action::Action;
use super::super::effect::Effects;
use super::super::key::{Key, KeyCode};
use super::super::notice::Tone;
use super::super::overlay::Overlay;
use super::super::screens::body::{BodyMap, Did};
use super::super::screens::intake::Focus;
use super::refuse;
use crate::domain::codes::ContactKind;
use crate::domain::intake::Subject;
use crate::domain::schema::Step;

pub(super) use end::{discard, end, file_broken_off};
pub(super) use hold::{
    ask_number, go_on, is_only_here, kept, leave, let_go, numbered, only_here, other_calls, resume, start,
    unpark,
};
pub(super) use save::save_if_due;
pub(in crate::app) use save::save_now;
pub(super) use turn::{
    ask_attach, ask_take_over, attach, attached, become_referral, convert, find_contact, take_over,
};

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
        Action::Review if intake.draft.cursor.step == Step::Review => return file::file(app, None),
        Action::Step7 => intake.go_step(Step::History, now),
        Action::Step8 => intake.go_step(Step::Details, now),
        Action::Review | Action::Step9 => intake.go_step(Step::Review, now),
        Action::Discard => return end::ask(app),
        Action::Attach => return ask_attach(app),
        Action::ConvertCall => return turn::ask_convert(app),
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
