//! A call that turns out to be something else: about a contact that is here already, or a consultation that is a referral.
//! And a call that another terminal has.

use super::super::super::action::Action;
use super::super::super::effect::{Effect, Effects};
use super::super::super::notice::Tone;
use super::super::super::overlay::{BoxField, Menu, MenuRow, Overlay, Pick};
use super::super::super::screens::intake::IntakeScreen;
use super::super::super::{App, Screen};
use super::super::{menu, refuse};
use super::{end, hold, save_now};
use crate::app::Then;
use crate::domain::command::Command;
use crate::domain::decide::decide;
use crate::domain::draft::Draft;
use crate::domain::ids::ContactId;
use crate::domain::schema::Step;
use crate::port::{Request, Token};

/// Asks which contact the call is about.
pub(in crate::app::update) fn ask_attach(app: &mut App) -> Effects {
    let Some(intake) = app.intake.as_ref() else { return Effects::new() };
    let consequences = vec![
        "The call ends. What was told in it stands in that contact's timeline; its number points there."
            .to_owned(),
        "Somebody else who is owed an answer of their own? Then file it as a contact instead.".to_owned(),
    ];
    let form = end::one_line(
        Action::Attach,
        intake.id(),
        "Attach this call",
        consequences,
        "To which contact (R-1004)",
    );
    app.overlays.push(Overlay::Form(Box::new(form)));
    Effects::new()
}

/// The box names the contact: it is read first, so that the rules can be asked.
pub(in crate::app::update) fn find_contact(app: &mut App) -> Effects {
    let Some(Overlay::Form(form)) = app.overlays.last_mut() else { return Effects::new() };
    let typed = form.fields.first().map(BoxField::value).unwrap_or_default();
    match typed.parse::<ContactId>() {
        Ok(id) => {
            form.error = None;
            app.then = Some((id, Then::Do(Action::Attach)));
            vec![Effect::Store(Request::OpenContact { id, actor: app.setting.actor.clone(), now: app.now })]
        }
        Err(why) => {
            form.error = Some(format!("Which contact? {why}."));
            Effects::new()
        }
    }
}

/// The contact has been read: the call ends in it.
pub(in crate::app::update) fn attach(app: &mut App) -> Effects {
    let mut effects: Effects = save_now(app).into_iter().collect();
    let (Some(intake), Some(screen)) = (app.intake.as_ref(), app.contact.as_ref()) else { return effects };
    let Some(call) = intake.id() else {
        return refuse(app, "The call has no number yet. Nothing is lost; Ctrl-R asks again.");
    };
    let told = Box::new(intake.draft.received(app.now));
    let command = Command::AttachCall { call, told };
    let (into, expected) = (screen.contact.id, screen.contact.version);
    let decided = decide(&screen.contact, &command, &app.setting.actor, &app.setting.protocol, app.now);
    let events = match decided {
        Ok(events) => events,
        Err(refusal) => return refuse(app, refusal.0),
    };
    if matches!(app.overlays.last(), Some(Overlay::Form(form)) if form.action == Action::Attach) {
        app.overlays.pop();
    }
    let token = app.token();
    if let Some(intake) = app.intake.as_mut() {
        intake.filing = Some(token);
    }
    effects.push(app.send(token, Request::AttachCall { token, call, into, expected, events }, ""));
    effects
}

/// The record has put the call into its contact.
pub(in crate::app::update) fn attached(
    app: &mut App,
    token: Token,
    call: ContactId,
    into: ContactId,
) -> Effects {
    if app.intake.as_ref().is_some_and(|intake| intake.filing == Some(token)) {
        app.intake = None;
        app.screen = Screen::Board;
    }
    app.board.select(into);
    app.last_key = None;
    app.say(Tone::Done, format!("{call} has ended: what was told stands on {into}."));
    Effects::new()
}

/// Asks before a consultation on the telephone becomes a referral: it must have been agreed (L349).
pub(super) fn ask_convert(app: &mut App) -> Effects {
    let about = vec![
        "Has the caller agreed? Its receipt is then this moment, and the clocks of a referral start."
            .to_owned(),
        "Everything typed stays. The child is named next.".to_owned(),
    ];
    let row = MenuRow::new('y', "Yes, it is a referral from now on", Pick::Convert);
    menu::open(app, Menu { title: "Make this a referral?".to_owned(), about, rows: vec![row], selected: 0 })
}

/// The consultation on screen is a referral from now on.
pub(in crate::app::update) fn become_referral(app: &mut App) -> Effects {
    let now = app.now;
    let Some(intake) = app.intake.as_mut() else { return Effects::new() };
    intake.draft.become_referral(now);
    intake.touch(now);
    intake.go_step(Step::Child, now);
    let time = app.setting.protocol.zone.short_time(now);
    app.say(Tone::Info, format!("A referral, received {time}. Ask who the child is."));
    save_now(app).into_iter().collect()
}

/// Begins a referral from the consultation that has been read. The two are linked when it is filed.
pub(in crate::app::update) fn convert(app: &mut App) -> Effects {
    let Some(screen) = app.contact.as_ref() else { return Effects::new() };
    let id = screen.contact.id;
    let draft = Draft::from_consultation(&screen.contact, app.setting.actor.clone(), app.now);
    let now = app.now;
    let effects = hold::begin(app, draft);
    let begun = |intake: &&mut IntakeScreen| {
        intake.asked.is_some() && intake.draft.consulted.is_some_and(|from| from.contact == Some(id))
    };
    if let Some(intake) = app.intake.as_mut().filter(begun) {
        intake.go_step(Step::Child, now);
        app.say(
            Tone::Info,
            format!("A referral from {id}, with all that was told there. Ask who the child is."),
        );
    }
    effects
}

/// Asks why a call is taken from another terminal.
pub(in crate::app::update) fn ask_take_over(app: &mut App) -> Effects {
    let Some(id) = app.held else { return Effects::new() };
    let consequences = vec![
        "The other terminal cannot save to this call any more; what is typed there since stays on its screen.".to_owned(),
        "Speak to them first. The reason is recorded.".to_owned(),
    ];
    let form = end::one_line(Action::TakeOver, Some(id), "Take this call over", consequences, "Why");
    app.overlays.push(Overlay::Form(Box::new(form)));
    Effects::new()
}

/// Takes the call over with the reason in the box.
pub(in crate::app::update) fn take_over(app: &mut App) -> Effects {
    let Some(Overlay::Form(form)) = app.overlays.last_mut() else { return Effects::new() };
    let reason = form.fields.first().map(BoxField::value).unwrap_or_default().trim().to_owned();
    let Some(id) = form.contact else { return Effects::new() };
    if reason.chars().count() < 3 {
        form.error = Some("Say in a word or two why you take it over.".to_owned());
        return Effects::new();
    }
    app.overlays.pop();
    // The call itself may still stand here with words that could not be saved: they come along.
    let here = app.intake.as_ref().is_some_and(|intake| intake.draft.id == id);
    let put_aside = if here { Some(Effects::new()) } else { hold::put_aside(app) };
    let Some(mut effects) = put_aside else { return Effects::new() };
    let (actor, now) = (app.setting.actor.clone(), app.now);
    effects.push(Effect::Store(Request::TakeOverDraft { id, actor, reason, now }));
    effects
}
