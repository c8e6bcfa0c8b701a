//! Letters: chosen from a menu, read and edited in a box that fills the window, issued; issued ones read again.

use std::path::PathBuf;

use super::super::App;
use super::super::action::Action;
use super::super::effect::Effects;
use super::super::form::edit::Editor;
use super::super::key::{Key, KeyCode};
use super::super::notice::Tone;
use super::super::overlay::{BoxField, BoxInput, FormBox, LetterView, Menu, MenuRow, Overlay, Pick, Writing};
use super::{boxes, menu, refuse};
use crate::domain::command::Command;
use crate::domain::contact::{Contact, file_stem};
use crate::domain::decide::decide;
use crate::domain::letter::{self, Addressee, LetterKind};
use crate::office::LetterFiles;
use crate::port::{ExportFile, Request, Token, Trouble};

/// Lines that one page of an issued letter moves on.
const PAGE: usize = 10;

/// The key of each kind in the menu.
const fn key_of(kind: LetterKind) -> char {
    match kind {
        LetterKind::FollowUp => 'f',
        LetterKind::OutcomeReferrer => 'r',
        LetterKind::OutcomeFamily => 'h',
        LetterKind::ConsultationSummary => 's',
        LetterKind::AgencyRequest => 'a',
        LetterKind::Record => 'c',
    }
}

/// Opens the menu of letters. One that is refused stands there with the reason.
pub(super) fn menu(app: &mut App) -> Effects {
    let Some(contact) = app.subject() else { return Effects::new() };
    let protocol = &app.setting.protocol;
    let row = |kind: &LetterKind| {
        let to =
            kind.addressee().or_else(|| Some(Addressee::Agency(protocol.agencies.first()?.value.clone())));
        let refused = match &to {
            Some(to) => letter::may_write(contact, *kind, to, protocol).err().map(|no| no.0),
            None => Some("The protocol names no agency.".to_owned()),
        };
        let more = if kind.addressee().is_none() { " …" } else { "" };
        let label = format!("{}{more}", kind.label());
        MenuRow { off: refused, ..MenuRow::new(key_of(*kind), label, Pick::Letter(*kind)) }
    };
    let rows: Vec<MenuRow> = LetterKind::ALL.iter().map(row).collect();
    let title = format!("Letters · {}", contact.id);
    let selected = rows.iter().position(|row| row.off.is_none()).unwrap_or(0);
    let about = vec!["Opens a draft to read and edit. Nothing leaves the desk by itself.".to_owned()];
    menu::open(app, Menu { title, about, rows, selected })
}

/// A kind of letter was chosen: its draft, or first the agency.
pub(super) fn choose(app: &mut App, kind: LetterKind) -> Effects {
    if let Some(to) = kind.addressee() {
        return write(app, kind, &to);
    }
    let Some(contact) = app.subject() else { return Effects::new() };
    let agencies = app.setting.protocol.agencies.iter().zip(('1'..='9').chain('a'..='z'));
    let row = |(n, (agency, key)): (usize, (&_, char))| {
        let agency: &crate::domain::protocol::Sourced<String> = agency;
        MenuRow::new(key, agency.value.clone(), Pick::Request(n))
    };
    let rows = agencies.enumerate().map(row).collect();
    let title = format!("{} · {}", kind.label(), contact.id);
    menu::open(app, Menu { title, about: Vec::new(), rows, selected: 0 })
}

/// An agency was chosen.
pub(super) fn request(app: &mut App, agency: usize) -> Effects {
    let Some(agency) = app.setting.protocol.agencies.get(agency) else { return Effects::new() };
    let to = Addressee::Agency(agency.value.clone());
    write(app, LetterKind::AgencyRequest, &to)
}

/// Opens the draft of a letter. Text kept from before comes back; if something was decided since, that is said.
pub(super) fn write(app: &mut App, kind: LetterKind, to: &Addressee) -> Effects {
    let setting = &app.setting;
    let Some(screen) = app.contact.as_ref() else { return Effects::new() };
    let contact = &screen.contact;
    if let Err(no) = letter::may_write(contact, kind, to, &setting.protocol) {
        return refuse(app, no.0);
    }
    let draft = letter::draft(contact, kind, to, &setting.protocol, app.now, setting.training);
    let decisions = contact.decisions.len();
    let mut form = FormBox {
        action: Action::Letters,
        contact: Some(contact.id),
        many: Vec::new(),
        seen: contact.version,
        deed: None,
        place: None,
        title: draft.title.clone(),
        consequences: draft.check.clone(),
        fields: vec![BoxField {
            label: format!("To {}", to.label()),
            input: BoxInput::Text(Editor::lines(&draft.text())),
            when: None,
        }],
        letter: Some(Box::new(Writing { draft, decisions })),
        focus: 0,
        error: None,
        sending: false,
        dirty: false,
    };
    let name = form.name();
    let kept = screen.boxes.iter().find(|kept| kept.action == name).cloned();
    if let Some(kept) = &kept {
        boxes::restore(&mut form, kept);
        if kept.fields.get(1).is_some_and(|known| *known != decisions.to_string()) {
            form.error = Some(
                "Decided anew since this was typed. Ctrl-X, then l, begins with today's words.".to_owned(),
            );
        }
    }
    if let Some(BoxInput::Text(editor)) = form.fields.first_mut().map(|field| &mut field.input) {
        editor.set_caret((0, 0));
    }
    app.overlays.push(Overlay::Form(Box::new(form)));
    if kept.is_some() {
        app.say(Tone::Info, "What you typed here before is back. Ctrl-X discards it.");
    }
    Effects::new()
}

/// Ctrl-S in the box of a letter: the event and the files go to the record together.
pub(super) fn issue(app: &mut App) -> Effects {
    match ready(app) {
        Ok((request, token, done)) => {
            if let Some(Overlay::Form(form)) = app.overlays.last_mut() {
                form.sending = true;
                form.error = None;
            }
            vec![app.send(token, request, &done)]
        }
        Err(reason) => {
            if let Some(Overlay::Form(form)) = app.overlays.last_mut() {
                form.error = Some(reason.clone());
            }
            refuse(app, reason)
        }
    }
}

/// The request that issues the letter of the box on top, and what is said once it is done.
fn ready(app: &mut App) -> Result<(Request, Token, String), String> {
    let token = app.token();
    let Some(Overlay::Form(form)) = app.overlays.last() else { return Err("No letter is open.".to_owned()) };
    let writing = form.letter.as_ref().ok_or("No letter is open.")?;
    let contact = app.contact.as_ref().map(|screen| &screen.contact).filter(|c| Some(c.id) == form.contact);
    let contact = contact.ok_or("The contact is not open any more. Open it and try again.")?;
    let text = form.fields.first().map(BoxField::value).unwrap_or_default();
    let finished = writing.draft.finished(&text, app.setting.training);
    let files = made(&finished.title, &finished.text)?;
    let stem = file_stem(contact.id, finished.what, contact.next_letter());
    let command = Command::IssueLetter { letter: Box::new(finished), sha256: files.sha256.clone() };
    let events = decide(contact, &command, &app.setting.actor, &app.setting.protocol, app.now)
        .map_err(|refusal| refusal.0)?;
    let (id, expected, files) = (contact.id, form.seen, files.named(&stem));
    let request = Request::IssueLetter { token, id, expected, events, files };
    Ok((request, token, format!("{id}: the letter is issued.")))
}

fn made(title: &str, text: &str) -> Result<LetterFiles, String> {
    LetterFiles::of(title, text)
        .map_err(|e| format!("The Word file cannot be made: {e}. What you typed is still here."))
}

/// The number of the letter that a box is about.
pub(super) fn number(code: &str) -> Result<u32, String> {
    code.parse().map_err(|_| "Choose a letter first.".to_owned())
}

/// Enter on the tab of letters.
pub(super) fn view(app: &mut App) -> Effects {
    let Some(screen) = app.contact.as_ref() else { return Effects::new() };
    let Some(letter) = screen.letters().get(screen.selected).map(|letter| letter.letter) else {
        return Effects::new();
    };
    let view = LetterView { contact: screen.contact.id, letter, top: 0 };
    app.overlays.push(Overlay::Letter(view));
    Effects::new()
}

/// Keys in an issued letter: it scrolls; `p` posts, `w` withdraws, `a` writes its files again.
pub(super) fn key(app: &mut App, key: Key) -> Effects {
    let Some(Overlay::Letter(view)) = app.overlays.last_mut() else { return Effects::new() };
    match key.code {
        KeyCode::Down | KeyCode::Char('j') => view.top = view.top.saturating_add(1),
        KeyCode::Up | KeyCode::Char('k') => view.top = view.top.saturating_sub(1),
        KeyCode::PageDown => view.top = view.top.saturating_add(PAGE),
        KeyCode::PageUp => view.top = view.top.saturating_sub(PAGE),
        KeyCode::Home => view.top = 0,
        KeyCode::Char('p') => return boxes::start(app, Action::PostLetter),
        KeyCode::Char('w') => return boxes::start(app, Action::WithdrawLetter),
        KeyCode::Char('a') => return again(app),
        KeyCode::Esc | KeyCode::Enter => {
            app.overlays.pop();
        }
        _ => {}
    }
    app.keep_letter_in_sight();
    Effects::new()
}

/// Writes the files of the letter on top again, from its text.
fn again(app: &mut App) -> Effects {
    let files = app.letter_on_top().map(|(contact, letter)| {
        made(&letter.title, &letter.text)
            .map(|files| files.named(&file_stem(contact.id, letter.what, letter.letter)))
    });
    let files: Vec<ExportFile> = match files {
        Some(Ok(files)) => files,
        Some(Err(why)) => return refuse(app, why),
        None => return Effects::new(),
    };
    let token = app.token();
    vec![app.send(token, Request::WriteFiles { token, files }, "")]
}

/// The files of a letter were written, or not. The letter is issued either way.
pub(super) fn written(app: &mut App, token: Token, written: Result<Vec<PathBuf>, Trouble>) -> Effects {
    app.waiting.retain(|waiting| waiting.token != token);
    match written {
        Ok(places) => {
            let names: Vec<String> = places
                .iter()
                .filter_map(|place| place.file_name())
                .map(|name| name.to_string_lossy().into_owned())
                .collect();
            app.say(Tone::Done, format!("Written into the desk's folder exports: {}.", names.join(", ")));
        }
        Err(trouble) => app.say(Tone::Warning, trouble.to_string()),
    }
    Effects::new()
}

impl App {
    /// The issued letter that is being read, with its contact.
    #[must_use]
    pub fn letter_on_top(&self) -> Option<(&Contact, &crate::domain::contact::LetterState)> {
        let view = self.overlays.iter().rev().find_map(|overlay| match overlay {
            Overlay::Letter(view) => Some(view),
            _ => None,
        })?;
        let contact = self.contact.as_ref().map(|screen| &screen.contact).filter(|c| c.id == view.contact)?;
        Some((contact, contact.letter(view.letter)?))
    }

    /// A letter scrolls no further than to its last line.
    fn keep_letter_in_sight(&mut self) {
        let room = usize::from(self.size.0.saturating_sub(6)).max(1);
        let lines = |text: &str| text.lines().map(|line| line.chars().count() / room + 1).sum::<usize>();
        let last = self.letter_on_top().map_or(0, |(_, letter)| lines(&letter.text).saturating_sub(1));
        if let Some(Overlay::Letter(view)) = self.overlays.last_mut() {
            view.top = view.top.min(last);
        }
    }
}
