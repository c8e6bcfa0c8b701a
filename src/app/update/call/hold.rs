//! Starting a call, parking it for another, and going back to it. Nothing of one call is ever shown in another.

use super::super::super::action::Action;
use super::super::super::effect::{Effect, Effects};
use super::super::super::keymap::Keymap;
use super::super::super::notice::Tone;
use super::super::super::overlay::{Menu, MenuRow, Pick};
use super::super::super::screens::intake::{Focus, IntakeScreen};
use super::super::super::{App, Screen};
use super::super::{menu, refuse};
use super::save_now;
use crate::domain::draft::{Draft, DraftHead};
use crate::domain::ids::ContactId;
use crate::domain::way::Way;
use crate::domain::when::Moment;
use crate::port::{Request, Token};

/// Starts a contact in this way at once; its number comes from the record a moment later.
pub(in crate::app::update) fn start(app: &mut App, way: Way) -> Effects {
    begin(app, Draft::new(ContactId(0), app.setting.actor.clone(), app.now, way.intake()))
}

/// Begins with a draft. A call already open is parked.
pub(super) fn begin(app: &mut App, draft: Draft) -> Effects {
    let Some(mut effects) = put_aside(app) else { return Effects::new() };
    let parked = app.intake.as_ref().and_then(IntakeScreen::id);
    let token = app.token();
    let taker = app.setting.actor.clone();
    app.intake = Some(IntakeScreen::new(draft, Some(token)));
    app.screen = Screen::Intake;
    effects.push(Effect::Store(Request::StartCall { token, taker, now: app.now }));
    if let Some(id) = parked {
        app.say(
            Tone::Info,
            format!("{id} is parked. {} goes back to it.", Keymap::shown(Action::OtherCalls)),
        );
    }
    effects
}

/// Parks the call on screen and saves it. `None` if it cannot be put aside yet; the person is told.
pub(super) fn put_aside(app: &mut App) -> Option<Effects> {
    let unnumbered = |intake: &IntakeScreen| intake.id().is_none() && !intake.draft.is_untouched();
    if app.intake.as_ref().is_some_and(unnumbered) {
        refuse(app, "The call on screen has no number yet, so it cannot be kept aside. Ctrl-R asks again.");
        return None;
    }
    if is_only_here(app) {
        refuse(app, only_here());
        return None;
    }
    park(app);
    Some(save_now(app).into_iter().collect())
}

/// Whether words stand on the screen that cannot be saved, because another terminal has gone on with their call.
pub(in crate::app::update) fn is_only_here(app: &App) -> bool {
    app.intake.as_ref().is_some_and(|intake| intake.elsewhere && !intake.is_saved())
}

/// What is said then.
pub(in crate::app::update) fn only_here() -> String {
    let key = Keymap::shown(Action::TakeOver);
    format!(
        "Another terminal has gone on with this call; what you typed since is only here. Esc, then {key} on its row, takes it back with \
         both."
    )
}

/// Notes since when the call on screen is left.
fn park(app: &mut App) {
    let now = app.now;
    if let Some(intake) = app.intake.as_mut().filter(|i| i.draft.parked.is_none() && i.id().is_some()) {
        intake.draft.parked = Some(now);
        intake.touch(now);
    }
}

/// Lets go of the call on screen, so that any terminal can go on with it, and saves it.
pub(in crate::app::update) fn let_go(app: &mut App) -> Option<Effect> {
    if !is_only_here(app) {
        park(app);
    }
    save_now(app)
}

/// Asks for the number of the call on screen once more.
pub(in crate::app::update) fn ask_number(app: &mut App) -> Effects {
    let token = app.token();
    let (taker, now) = (app.setting.actor.clone(), app.now);
    let Some(intake) = app.intake.as_mut() else { return Effects::new() };
    intake.asked = Some(token);
    vec![Effect::Store(Request::StartCall { token, taker, now })]
}

/// The call on screen is taken again.
pub(in crate::app::update) fn unpark(app: &mut App) -> Effects {
    let now = app.now;
    if let Some(intake) = app.intake.as_mut().filter(|intake| intake.draft.parked.is_some()) {
        intake.draft.parked = None;
        intake.touch(now);
    }
    save_now(app).into_iter().collect()
}

/// The record gave a call its number.
pub(in crate::app::update) fn numbered(app: &mut App, token: Token, id: ContactId) -> Effects {
    let Some(intake) = app.intake.as_mut().filter(|intake| intake.asked == Some(token)) else {
        // The call was given up before its number came: the number is given back with the reason.
        let at = app.given_up.iter().position(|(ended, _)| *ended == token);
        let reason = at.map_or_else(|| "nothing was typed".to_owned(), |at| app.given_up.remove(at).1);
        let actor = app.setting.actor.clone();
        return vec![Effect::Store(Request::DiscardDraft { id, actor, reason, draft: None, now: app.now })];
    };
    intake.asked = None;
    intake.draft.id = id;
    intake.touch(app.now);
    save_now(app).into_iter().collect()
}

/// Goes on with a call in progress; the one on screen is parked.
pub(in crate::app::update) fn go_on(app: &mut App, id: ContactId) -> Effects {
    if app.intake.as_ref().is_some_and(|intake| intake.draft.id == id) {
        app.screen = Screen::Intake;
        return unpark(app);
    }
    let Some(mut effects) = put_aside(app) else { return Effects::new() };
    effects.push(Effect::Store(Request::OpenDraft { id, actor: app.setting.actor.clone() }));
    effects
}

/// A draft came from the record: the cursor goes back to where it was. What stood here and could not be saved, because another
/// terminal had gone on with the call, is kept among its notes.
pub(in crate::app::update) fn resume(app: &mut App, mut draft: Draft) -> Effects {
    let (id, now) = (draft.id, app.now);
    app.held = None;
    let unsaved = app.intake.take().filter(|here| here.draft.id == id && !here.is_saved());
    let said = match &unsaved {
        Some(here) => {
            draft.keep_beside(&here.draft, now);
            format!("{id} goes on as the other terminal left it. What only stood here is in the notes.")
        }
        None => format!("{id} goes on where it stopped."),
    };
    let mut screen = IntakeScreen::new(draft, None);
    if unsaved.is_some() {
        screen.touch(now);
    }
    app.intake = Some(screen);
    app.screen = Screen::Intake;
    app.say(Tone::Info, said);
    let effects = unpark(app);
    if effects.is_empty() { save_now(app).into_iter().collect() } else { effects }
}

/// The record has what was typed. A call that is parked is let go of here, too: another terminal may go on with it now, and
/// what the record has then counts.
pub(in crate::app::update) fn kept(app: &mut App, id: ContactId, revision: u64, at: Moment) {
    let Some(intake) = app.intake.as_mut().filter(|intake| intake.draft.id == id) else { return };
    intake.saved = intake.saved.max(revision);
    intake.saved_at = Some(at);
    if app.screen != Screen::Intake && intake.draft.parked.is_some() && intake.is_saved() {
        app.intake = None;
    }
}

/// Esc: leaves the notes, or keeps the call and leaves it.
pub(in crate::app::update) fn leave(app: &mut App) -> Effects {
    let Some(intake) = app.intake.as_mut() else {
        app.screen = Screen::Board;
        return Effects::new();
    };
    if intake.focus == Focus::Notes {
        intake.focus = Focus::Field;
        return Effects::new();
    }
    park(app);
    let effects: Effects = save_now(app).into_iter().collect();
    app.screen = Screen::Board;
    let Some(intake) = app.intake.as_ref() else { return effects };
    match intake.id() {
        Some(id) => {
            app.board.select(id);
            // Its row is wanted in its place at once, to go on with.
            app.last_key = None;
            app.say(Tone::Info, format!("{id} is kept. Enter on its row goes on with it."));
        }
        None => {
            app.say(Tone::Warning, "The call is kept here; it has no number yet. F2 must wait until it has.");
        }
    }
    effects
}

/// Goes to the other call, or shows the list of them.
pub(in crate::app::update) fn other_calls(app: &mut App) -> Effects {
    let zone = app.setting.protocol.zone;
    let calls: Vec<&DraftHead> = app.other_calls().collect();
    match calls.as_slice() {
        [] => refuse(app, "No other call is open."),
        [one] => {
            let id = one.id;
            go_on(app, id)
        }
        many => {
            let row = |(call, letter): (&&DraftHead, char)| {
                let minutes = app.now.since(call.started).num_minutes().max(0);
                let since = zone.short_time(call.started);
                let concern = if call.concern.is_empty() { "nothing noted yet" } else { &call.concern };
                let label = format!("{}  since {since} ({minutes} min)  {concern}", call.id);
                MenuRow::new(letter, label, Pick::GoTo(call.id))
            };
            let rows = many.iter().zip('1'..='9').map(row).collect();
            let about = vec!["Every word of each is kept. The call on screen is parked.".to_owned()];
            menu::open(app, Menu { title: "Calls in progress".to_owned(), about, rows, selected: 0 })
        }
    }
}

impl App {
    /// The calls of the person here that are not on screen, the one that waits longest first.
    pub fn other_calls(&self) -> impl Iterator<Item = &DraftHead> {
        let here = self.intake.as_ref().filter(|_| self.screen == Screen::Intake).and_then(IntakeScreen::id);
        let me = &self.setting.actor.user;
        self.board.drafts.iter().filter(move |call| call.taker.user == *me && Some(call.id) != here)
    }
}
