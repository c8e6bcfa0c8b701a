//! A call that does not come to its end: silent, broken off, taken twice. Two keys end it, and no word of it is lost.

use super::super::super::action::Action;
use super::super::super::effect::{Effect, Effects};
use super::super::super::form::edit::Editor;
use super::super::super::notice::Tone;
use super::super::super::overlay::{BoxField, BoxInput, FormBox, Menu, MenuRow, Overlay, Pick};
use super::super::super::{App, Screen};
use super::super::{menu, refuse};
use super::file;
use crate::domain::event::Ending;
use crate::domain::ids::ContactId;
use crate::port::Request;

/// Opens the end of the call. What is offered depends on whether anything was told.
pub(super) fn ask(app: &mut App) -> Effects {
    let Some(intake) = app.intake.as_ref() else { return Effects::new() };
    let title = match intake.id() {
        Some(id) => format!("End this call · {id}"),
        None => "End this call".to_owned(),
    };
    let row = |letter: char, label: &str, pick: Pick| MenuRow::new(letter, label, pick);
    let (about, rows) = if intake.draft.is_untouched() {
        let rows = vec![
            row('s', Ending::Silent.label(), Pick::End(Ending::Silent)),
            row('r', Ending::RangOff.label(), Pick::End(Ending::RangOff)),
            row('w', Ending::WrongNumber.label(), Pick::End(Ending::WrongNumber)),
            row('d', "Taken twice (duplicate)", Pick::End(Ending::Duplicate)),
            row('o', "Another reason …", Pick::End(Ending::Other)),
        ];
        ("Nothing has been told. Its number and the reason stay in the record.", rows)
    } else {
        let rows = vec![
            row(
                'r',
                "The caller rang off: file what was told, the rest stays a gap",
                Pick::File(Ending::RangOff),
            ),
            row('s', "Silent after that: file it likewise", Pick::File(Ending::Silent)),
            row('a', "About a contact that is here already: attach it …", Pick::Attach),
            row('w', "Wrong number: do not file", Pick::End(Ending::WrongNumber)),
            row('d', "Taken twice: do not file", Pick::End(Ending::Duplicate)),
            row('o', "Do not file, for another reason …", Pick::End(Ending::Other)),
        ];
        ("Something has been told. Filed or not, every word stays in the record.", rows)
    };
    menu::open(app, Menu { title, about: vec![about.to_owned()], rows, selected: 0 })
}

/// Ends the call without filing it. Another reason is asked for.
pub(in crate::app::update) fn end(app: &mut App, ending: Ending) -> Effects {
    if ending != Ending::Other {
        return give_up(app, ending.label());
    }
    let Some(intake) = app.intake.as_ref() else { return Effects::new() };
    let consequences = vec![
        "Ends the call without filing it. It leaves the board.".to_owned(),
        "The number, the reason and every word stay in the record.".to_owned(),
    ];
    let form = one_line(Action::Discard, intake.id(), "End this call", consequences, "Why");
    app.overlays.push(Overlay::Form(Box::new(form)));
    Effects::new()
}

/// A box of a call with one line to fill in.
pub(super) fn one_line(
    action: Action,
    id: Option<ContactId>,
    title: &str,
    consequences: Vec<String>,
    label: &str,
) -> FormBox {
    let title = id.map_or_else(|| title.to_owned(), |id| format!("{title} · {id}"));
    let field = BoxField { label: label.to_owned(), input: BoxInput::Text(Editor::line("")), when: None };
    FormBox { contact: id, ..FormBox::fresh(action, title, consequences, vec![field]) }
}

/// Files what was told before the call broke off.
pub(in crate::app::update) fn file_broken_off(app: &mut App, ending: Ending) -> Effects {
    file::file(app, Some(ending))
}

/// The reason in the box on top ends the call.
pub(in crate::app::update) fn discard(app: &mut App) -> Effects {
    let Some(Overlay::Form(form)) = app.overlays.last_mut() else { return Effects::new() };
    let reason = form.fields.first().map(BoxField::value).unwrap_or_default();
    if reason.trim().chars().count() < 3 {
        form.error = Some("Say in a word or two why it is not filed.".to_owned());
        return Effects::new();
    }
    let effects = give_up(app, reason.trim());
    if app.intake.is_none() {
        app.overlays.pop();
    }
    effects
}

/// Ends the call without filing. What had been typed goes into the record with the reason.
fn give_up(app: &mut App, reason: &str) -> Effects {
    let Some(intake) = app.intake.as_ref() else { return Effects::new() };
    let touched = !intake.draft.is_untouched();
    let (id, asked) = (intake.id(), intake.asked);
    if id.is_none() && touched {
        return refuse(app, "The call has no number yet, so its words cannot be kept. Ctrl-R asks again.");
    }
    let draft = touched.then(|| Box::new(intake.draft.clone()));
    app.intake = None;
    app.screen = Screen::Board;
    let reason = reason.to_owned();
    let Some(id) = id else {
        app.given_up.extend(asked.map(|token| (token, reason)));
        app.say(Tone::Info, "The call is ended.");
        return Effects::new();
    };
    let kept =
        if draft.is_some() { "Its number, the reason and every word" } else { "Its number and the reason" };
    app.say(Tone::Info, format!("{id} is ended. {kept} are kept."));
    let (actor, now) = (app.setting.actor.clone(), app.now);
    vec![Effect::Store(Request::DiscardDraft { id, actor, reason, draft, now })]
}
