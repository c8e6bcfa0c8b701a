//! What the record answered.

use chrono::TimeDelta;

use super::super::action::Action;
use super::super::effect::{Effect, Effects};
use super::super::keymap::Keymap;
use super::super::notice::Tone;
use super::super::overlay::{Compare, Overlay, Promise};
use super::super::screens::contact::ContactScreen;
use super::super::{App, Screen};
use super::{access, boxes, call, close, handover, letters, looked, many, moves, retention, seek, unlock};
use crate::app::Then;
use crate::domain::contact::Contact;
use crate::domain::draft::BoxDraft;
use crate::domain::event::Recorded;
use crate::domain::ids::ContactId;
use crate::domain::promise::promise;
use crate::domain::way;
use crate::domain::when::Moment;
use crate::port::{Reply, Request, Token, Trouble};

/// Takes an answer in.
pub(super) fn take(app: &mut App, reply: Reply) -> Effects {
    app.dirty = true;
    match reply {
        Reply::Board(update) => {
            let now = app.now;
            app.board.take(update, now, &app.setting.protocol);
            app.settle_board();
            warn_of_the_clock(app);
            if app.screen != Screen::Handover {
                return Effects::new();
            }
            handover::refresh(app);
            vec![handover::ask(app)]
        }
        Reply::Drafts(drafts) => {
            app.board.drafts = drafts;
            app.board.unsorted = true;
            app.settle_board();
            handover::refresh(app);
            Effects::new()
        }
        Reply::Contact { contact, boxes } => contact_came(app, *contact, boxes),
        Reply::NeedsReason { id } => looked::ask_reason(app, id),
        Reply::Restricted { id, why } => looked::restricted(app, id, &why),
        Reply::Looks(material) => looked::came(app, &material),
        Reply::CallStarted { token, id } => call::numbered(app, token, id),
        Reply::DraftSaved { id, revision, at } => {
            call::kept(app, id, revision, at);
            Effects::new()
        }
        Reply::DraftOpened(draft) => {
            let id = draft.id;
            let mut effects = call::resume(app, *draft);
            effects.extend(unlock::call_came(app, id));
            effects
        }
        Reply::DraftHeld { id, .. } => {
            if let Some(intake) = app.intake.as_mut().filter(|intake| intake.draft.id == id) {
                intake.elsewhere = true;
                let filing = intake.filing.take();
                app.waiting.retain(|waiting| Some(waiting.token) != filing);
            }
            held(app, id)
        }
        Reply::Saved { token, id, version } => saved(app, token, id, version),
        Reply::Handovers(kept) => handover::came(app, kept),
        Reply::Retention(listing) => retention::came(app, *listing),
        Reply::EraseDone { token, lines } => retention::done(app, token, lines),
        Reply::LastClose(last) => close::came(app, last),
        Reply::DayClosed { token, closed } => close::done(app, token, closed),
        Reply::Staff { people, awaits_new_key } => access::came(app, people, awaits_new_key),
        Reply::StaffChanged { token, said, given } => access::changed(app, token, said, given),
        Reply::HandoverSigned { token, sheet, changed } => handover::signed(app, token, sheet, &changed),
        Reply::HandoverTaken { token, sheet, contacts } => handover::taken(app, token, sheet, contacts),
        Reply::Conflict { token, contact, unseen } => conflict(app, token, *contact, unseen),
        Reply::Written { token, written } => letters::written(app, token, written),
        Reply::EachDone { token, done, refused } => many::done(app, token, &done, &refused),
        Reply::Moves { affected, complete } => moves::found(app, affected, complete),
        Reply::ClockSetBack { last } => clock_set_back(app, last),
        // Nobody on screen asks for it.
        Reply::Found { token, found } => seek::found(app, token, found),
        Reply::Failed { token, trouble } => failed(app, token, &trouble),
        // Only a locked desk hears of these.
        Reply::Locked
        | Reply::LockWaits { .. }
        | Reply::Unlocked(_)
        | Reply::StillLocked { .. }
        | Reply::PassphraseChanged
        | Reply::PassphraseKept { .. } => Effects::new(),
    }
}

/// Says once that this workstation's clock is behind the record. No deadline moves by it.
fn warn_of_the_clock(app: &mut App) {
    let last = app.board.rows.values().map(|card| card.row.received).max();
    if let Some(last) = last.filter(|last| last.since(app.now) > TimeDelta::minutes(2)) {
        clock_set_back(app, last);
    }
}

/// Says once that the workstation's clock is behind the record.
fn clock_set_back(app: &mut App, last: Moment) -> Effects {
    if !std::mem::replace(&mut app.warned_of_clock, true) {
        let last = app.setting.protocol.zone.short(last);
        app.say(
            Tone::Warning,
            format!("This clock is behind the record (last entry {last}). Deadlines stay as they are; have it set right."),
        );
    }
    Effects::new()
}

/// Another terminal has this call. It can be taken over on purpose, from its row.
fn held(app: &mut App, id: ContactId) -> Effects {
    app.held = Some(id);
    let key = Keymap::shown(Action::TakeOver);
    let here = app.intake.as_ref().is_some_and(|intake| intake.draft.id == id);
    let said = if here && call::is_only_here(app) {
        call::only_here()
    } else {
        format!(
            "{id} is being taken on another terminal. Nothing was changed. On its row {key} takes it over."
        )
    };
    app.say(Tone::Warning, said);
    if app.screen == Screen::Intake { call::unpark(app) } else { Effects::new() }
}

fn contact_came(app: &mut App, contact: Contact, boxes: Vec<BoxDraft>) -> Effects {
    let id = contact.id;
    let then = app.then.take_if(|(wanted, _)| *wanted == id);
    match app.contact.as_mut().filter(|screen| screen.contact.id == id) {
        Some(screen) => {
            screen.contact = contact;
            screen.boxes = boxes;
        }
        None => app.contact = Some(ContactScreen::new(contact, boxes)),
    }
    let mut effects = match then {
        Some((_, Then::Do(Action::Attach))) => call::attach(app),
        Some((_, Then::Do(Action::Open))) => {
            app.screen = Screen::Contact;
            app.last_contact = Some(id);
            Effects::new()
        }
        Some((_, Then::Do(action))) => boxes::open(app, action),
        Some((_, Then::Deed(deed))) => boxes::record::open(app, deed),
        None => Effects::new(),
    };
    effects.extend(unlock::contact_came(app, id));
    effects
}

fn saved(app: &mut App, token: Token, id: ContactId, version: u32) -> Effects {
    let Some(at) = app.waiting.iter().position(|waiting| waiting.token == token) else {
        return Effects::new();
    };
    let waiting = app.waiting.remove(at);
    if let Request::File { events, .. } = waiting.request {
        return filed(app, token, id, events);
    }
    if let Request::AttachCall { call, into, .. } = waiting.request {
        return call::attached(app, token, call, into);
    }
    let _ = version;
    let form = app.overlays.iter().position(
        |overlay| matches!(overlay, Overlay::Form(form) if form.sending && form.contact == Some(id)),
    );
    let mut effects = Effects::new();
    if let Some(at) = form
        && let Overlay::Form(form) = app.overlays.remove(at)
    {
        let action = form.name();
        effects.push(Effect::Store(Request::DropBox { contact: id, action }));
    }
    app.say(Tone::Done, waiting.done);
    effects
}

/// A call is in the record: say what was promised, and show the board with it selected.
fn filed(app: &mut App, token: Token, id: ContactId, events: Vec<Recorded>) -> Effects {
    let here = app.intake.as_ref().is_some_and(|intake| intake.filing == Some(token));
    if here {
        app.intake = None;
        app.screen = Screen::Board;
    }
    app.board.select(id);
    // The new row is wanted in its place at once: nothing moves under a cursor that has just been put there.
    app.last_key = None;
    let Ok(contact) = Contact::from_history(id, events) else { return Effects::new() };
    if is_listening(&contact) {
        let (say, missing) = promise(&contact, &app.setting.protocol, &app.setting.desk_number);
        app.overlays.push(Overlay::Promise(Promise { id, say, missing, top: 0 }));
        app.say(Tone::Done, format!("{id} is filed."));
        return Effects::new();
    }
    let next = contact
        .summary()
        .next()
        .map(|duty| format!(" Next: {}, due {}.", duty.title(), app.setting.protocol.zone.short(duty.due)));
    let gaps = crate::domain::schema::gaps(contact.intake()).len();
    let gaps = if gaps == 0 { String::new() } else { format!(" {gaps} questions are open.") };
    app.say(Tone::Done, format!("{id} is filed.{}{gaps}", next.unwrap_or_default()));
    Effects::new()
}

/// Whether somebody is still there to be told what happens next.
fn is_listening(contact: &Contact) -> bool {
    contact.received.ending.is_none() && way::is_listening(contact.intake())
}

/// Someone else was faster. What was typed stays; both sides are shown.
fn conflict(app: &mut App, token: Token, contact: Contact, unseen: Vec<Recorded>) -> Effects {
    app.waiting.retain(|waiting| waiting.token != token);
    let id = contact.id;
    if let Some(intake) = app.intake.as_mut() {
        intake.filing = intake.filing.filter(|filing| *filing != token);
    }
    if let Some(screen) = app.contact.as_mut().filter(|screen| screen.contact.id == id) {
        screen.contact = contact;
    }
    let form = app.overlays.iter().position(
        |overlay| matches!(overlay, Overlay::Form(form) if form.sending && form.contact == Some(id)),
    );
    if let Some(at) = form
        && let Overlay::Form(mut form) = app.overlays.remove(at)
    {
        form.sending = false;
        app.overlays.push(Overlay::Compare(Box::new(Compare { mine: *form, theirs: unseen })));
    }
    app.say(
        Tone::Warning,
        format!("Someone else changed {id} first. Nothing of yours is lost: compare and send again."),
    );
    Effects::new()
}

fn failed(app: &mut App, token: Option<Token>, trouble: &Trouble) -> Effects {
    app.then = None;
    let Some(token) = token else {
        // A draft or a box could not be kept: what was typed is still here, and is tried again.
        if let Some(intake) = app.intake.as_mut() {
            intake.sent = intake.saved;
        }
        looked::failed(app);
        app.say(Tone::Warning, trouble.to_string());
        return Effects::new();
    };
    app.waiting.retain(|waiting| waiting.token != token);
    if let Some(intake) = app.intake.as_mut() {
        intake.filing = intake.filing.filter(|filing| *filing != token);
        if intake.asked == Some(token) {
            // Without a number nothing can be saved: ask again at the next save.
            intake.asked = None;
        }
    }
    for overlay in &mut app.overlays {
        if let Overlay::Form(form) = overlay {
            form.sending = false;
            form.error = Some(trouble.what.clone());
        }
    }
    app.say(Tone::Warning, trouble.to_string());
    Effects::new()
}
