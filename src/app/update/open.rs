//! The palette and help: every action, found by a few letters.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::super::App;
use super::super::action::{Action, Context, TABLE};
use super::super::effect::Effects;
use super::super::form::edit::Editor;
use super::super::key::{Key, KeyCode};
use super::super::keymap::Keymap;
use super::super::notice::Tone;
use super::super::overlay::{Entry, Help, Overlay, Palette, Target};
use super::{go, keys};
use crate::domain::deed::DEEDS;

/// Opens the list of commands.
pub(super) fn palette(app: &mut App) -> Effects {
    let palette = Palette { query: Editor::line(""), found: Vec::new(), selected: 0 };
    app.overlays.push(Overlay::Palette(palette));
    search(app);
    Effects::new()
}

/// Opens help on what has the cursor.
pub(super) fn help(app: &mut App) -> Effects {
    let question = app.intake.as_ref().filter(|_| app.screen == super::super::Screen::Intake);
    let question = question.and_then(|intake| intake.draft.cursor.place).map(|place| place.question);
    let help = Help { query: Editor::line(""), found: Vec::new(), selected: 0, question };
    app.overlays.push(Overlay::Help(help));
    search(app);
    Effects::new()
}

/// A key in the palette or in help.
pub(super) fn list_key(app: &mut App, key: Key) -> Effects {
    let page = 10;
    let (query, selected, len) = match app.overlays.last_mut() {
        Some(Overlay::Palette(p)) => (&mut p.query, &mut p.selected, p.found.len()),
        Some(Overlay::Help(h)) => (&mut h.query, &mut h.selected, h.found.len()),
        _ => return Effects::new(),
    };
    let last = len.saturating_sub(1);
    match key.code {
        KeyCode::Esc => {
            app.overlays.pop();
        }
        KeyCode::Down | KeyCode::Tab => *selected = selected.saturating_add(1).min(last),
        KeyCode::Up | KeyCode::BackTab => *selected = selected.saturating_sub(1),
        KeyCode::PageDown => *selected = selected.saturating_add(page).min(last),
        KeyCode::PageUp => *selected = selected.saturating_sub(page),
        KeyCode::Enter => return choose(app),
        _ => {
            if query.key(key) {
                *selected = 0;
                search(app);
            }
        }
    }
    Effects::new()
}

/// Runs the highlighted entry, or says why it is off.
fn choose(app: &mut App) -> Effects {
    let entry = match app.overlays.last() {
        Some(Overlay::Palette(palette)) => palette.found.get(palette.selected).cloned(),
        Some(Overlay::Help(help)) => help.found.get(help.selected).cloned(),
        _ => None,
    };
    let Some(entry) = entry else { return Effects::new() };
    if let Some(reason) = entry.off {
        app.say(Tone::Warning, reason);
        return Effects::new();
    }
    app.overlays.pop();
    match entry.target {
        Target::Action(action) => keys::run(app, action),
        Target::Contact(id) => go::show(app, id),
        Target::Deed(deed) => super::boxes::record::start(app, deed),
    }
}

/// Finds what matches the query of the list on top.
pub(super) fn search(app: &mut App) {
    let (text, contacts) = match app.overlays.last() {
        Some(Overlay::Palette(palette)) => (palette.query.text(), true),
        Some(Overlay::Help(help)) => (help.query.text(), false),
        _ => return,
    };
    let found = matching(app, &text, contacts);
    match app.overlays.last_mut() {
        Some(Overlay::Palette(palette)) => palette.found = found,
        Some(Overlay::Help(help)) => help.found = found,
        _ => {}
    }
}

/// Actions of this screen first, then the others; those that match best first once something is typed.
fn matching(app: &App, text: &str, contacts: bool) -> Vec<Entry> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(text.trim(), CaseMatching::Ignore, Normalization::Smart);
    let mut buffer = Vec::new();
    let mut score = |hay: &str| pattern.score(Utf32Str::new(hay, &mut buffer), &mut matcher);
    let mut found: Vec<(u32, Entry)> = TABLE
        .iter()
        // A letter that doubles another action's way in is not listed twice.
        .filter(|row| !is_second_way(row.action))
        .filter_map(|row| {
            let key = Keymap::shown(row.action);
            let hay = format!("{} {} {} {key}", row.title, row.id, row.words);
            let score = score(&hay)?;
            let off = app.available(row.action).err();
            let here = u32::from(off.is_none() && !row.contexts.contains(&Context::Anywhere)) * 2
                + u32::from(off.is_none());
            let entry = Entry { target: Target::Action(row.action), title: row.title.to_owned(), key, off };
            Some((score * 4 + here, entry))
        })
        .collect();
    if !text.trim().is_empty() {
        found.extend(DEEDS.iter().filter_map(|deed| {
            let score = score(&format!("{} {} {}", deed.title, deed.id, deed.words))?;
            let key = format!("{} {}", Keymap::shown(Action::Record), deed.letter);
            let off = app.may_record(deed.id).err();
            let entry = Entry { target: Target::Deed(deed.id), title: deed.title.to_owned(), key, off };
            Some((score * 4 + u32::from(entry.off.is_none()), entry))
        }));
    }
    if contacts && !text.trim().is_empty() {
        found.extend(app.board.rows.ids().filter_map(|id| {
            let title = id.to_string();
            let score = score(&title)?;
            let key = "open".to_owned();
            Some((score * 4, Entry { target: Target::Contact(id), title, key, off: None }))
        }));
    }
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.truncate(200);
    found.into_iter().map(|(_, entry)| entry).collect()
}

const fn is_second_way(action: Action) -> bool {
    matches!(
        action,
        Action::NewCallLetter | Action::NewContactLetter | Action::PaletteLetter | Action::HelpLetter
    )
}
