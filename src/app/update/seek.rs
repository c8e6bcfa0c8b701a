//! Known people beside the call: asked for with every key that changes who is meant, shown when they come, linked only by hand.

use super::super::effect::{Effect, Effects};
use super::super::key::{Key, KeyCode};
use super::super::notice::Tone;
use super::super::overlay::{Matches, Overlay};
use super::super::screens::intake::IntakeScreen;
use super::super::{App, Screen};
use super::{call, refuse};
use crate::domain::intake::Subject;
use crate::domain::register::Relation;
use crate::domain::seek::{self, Found};
use crate::port::{Request, Token};

/// Asks who may be meant, if what was said of the person under the cursor has changed since this was last asked.
pub(super) fn look(app: &mut App) -> Option<Effect> {
    if app.screen != Screen::Intake {
        return None;
    }
    let (zone, now) = (app.setting.protocol.zone, app.now);
    let today = zone.local(now).date();
    let intake = app.intake.as_ref().filter(|intake| intake.filing.is_none())?;
    let (subject, query) = seek::query(&intake.draft.intake, intake.draft.cursor.place, today)?;
    if intake.seek.asked.as_ref().is_some_and(|(_, whom, asked)| (*whom, asked) == (subject, &query)) {
        return None;
    }
    let token = app.token();
    if let Some(intake) = app.intake.as_mut() {
        intake.seek.asked = Some((token, subject, query.clone()));
    }
    Some(Effect::Store(Request::Find { token, query: Box::new(query), today, zone }))
}

/// The people found. An answer to a question that has been overtaken is dropped.
pub(super) fn found(app: &mut App, token: Token, found: Vec<Found>) -> Effects {
    if let Some(intake) = app.intake.as_mut()
        && let Some((asked, subject, _)) = &intake.seek.asked
        && *asked == token
    {
        intake.seek.found.insert(*subject, found);
    }
    Effects::new()
}

/// Opens the list of the people who may be meant.
pub(super) fn open(app: &mut App) -> Effects {
    let Some(intake) = app.intake.as_ref() else { return Effects::new() };
    let subject = seek::subject_at(intake.draft.cursor.place);
    if intake.draft.intake.about(subject).is_none() || !intake.draft.intake.kind.names_people() {
        return refuse(app, "A consultation names nobody, so nobody is looked for.");
    }
    app.overlays.push(Overlay::Matches(Matches { subject, selected: 0 }));
    Effects::new()
}

/// A key in the list.
pub(super) fn key(app: &mut App, key: Key) -> Effects {
    let (Some(Overlay::Matches(list)), Some(intake)) = (app.overlays.last_mut(), app.intake.as_ref()) else {
        return Effects::new();
    };
    let lowest = matches(intake, list.subject).len().saturating_sub(1);
    match (key.code, key.typed()) {
        (KeyCode::Esc | KeyCode::F(3), _) => {
            app.overlays.pop();
        }
        (KeyCode::Down, _) | (_, Some('j')) => list.selected = list.selected.saturating_add(1).min(lowest),
        (KeyCode::Up, _) | (_, Some('k')) => list.selected = list.selected.saturating_sub(1),
        (KeyCode::Enter, _) => return link(app),
        (_, Some('t')) => return no_trace(app),
        (_, Some('u')) => return unlink(app),
        _ => {}
    }
    Effects::new()
}

fn matches(intake: &IntakeScreen, subject: Subject) -> &[Found] {
    intake.seek.found.get(&subject).map_or(&[], Vec::as_slice)
}

/// Links the highlighted person with the one of the call.
fn link(app: &mut App) -> Effects {
    let (now, zone, by) = (app.now, app.setting.protocol.zone, app.setting.actor.clone());
    let (Some(Overlay::Matches(list)), Some(intake)) = (app.overlays.last(), app.intake.as_mut()) else {
        return Effects::new();
    };
    let subject = list.subject;
    let Some(chosen) = matches(intake, subject).get(list.selected).cloned() else { return Effects::new() };
    if let Some(ask) = chosen.restricted {
        return refuse(app, format!("This contact is restricted, so nobody is linked with it. {ask}"));
    }
    if chosen.relation == Relation::SameHousehold {
        return refuse(
            app,
            "This is somebody of the same household, not the person meant, so they are not linked.",
        );
    }
    let made = chosen.link(subject, &by, now, zone.local(now).date());
    let looked = format!("{}, {}", by.name, zone.short(now));
    seek::link(&mut intake.draft.intake, &chosen, made, &looked);
    intake.refresh(now);
    app.overlays.pop();
    app.say(Tone::Info, format!("Linked with {}. F3 u takes it back.", chosen.person.id));
    call::save_now(app).into_iter().collect()
}

/// Records that nobody fits, with who looked and when.
fn no_trace(app: &mut App) -> Effects {
    let (now, zone, by) = (app.now, app.setting.protocol.zone, app.setting.actor.name.clone());
    let (Some(Overlay::Matches(list)), Some(intake)) = (app.overlays.last(), app.intake.as_mut()) else {
        return Effects::new();
    };
    let looked = format!("{by}, {}", zone.short(now));
    seek::no_trace(&mut intake.draft.intake, list.subject, &looked);
    intake.refresh(now);
    app.overlays.pop();
    app.say(Tone::Info, "Recorded: looked, no trace. Adults' records are asked on the history step.");
    call::save_now(app).into_iter().collect()
}

/// Takes a link away.
fn unlink(app: &mut App) -> Effects {
    let now = app.now;
    let (Some(Overlay::Matches(list)), Some(intake)) = (app.overlays.last(), app.intake.as_mut()) else {
        return Effects::new();
    };
    let subject = list.subject;
    let links = &mut intake.draft.intake.links;
    let before = links.len();
    links.retain(|link| link.subject != subject);
    if links.len() == before {
        return refuse(app, "Nobody is linked here.");
    }
    intake.refresh(now);
    app.say(Tone::Info, "The link is taken away. What it answered stays; change it where it is wrong.");
    call::save_now(app).into_iter().collect()
}
