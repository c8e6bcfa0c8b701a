//! A search by name is noted once it has settled: on Enter, on leaving, or a few seconds after the last letter. Nothing is
//! written for a letter.

use chrono::TimeDelta;

use super::super::effect::Effect;
use super::super::{App, Screen};
use crate::domain::event::DeskEvent;
use crate::domain::looked::{SearchWay, name_words};
use crate::domain::when::Moment;
use crate::port::Request;

/// How long after the last letter a search has settled.
const SETTLES: TimeDelta = TimeDelta::seconds(4);

/// The search that is being typed.
#[derive(Debug, Clone, Default)]
pub(in crate::app) struct Search {
    /// The filter as it was last seen.
    seen: String,
    /// The longest that was typed since the last entry, how many were found with it, and when the last letter came.
    typed: Option<(String, usize, Moment)>,
    /// The words of the last entry: the same filter kept on screen makes one.
    noted: Vec<String>,
}

impl Search {
    /// When the search will have settled, if one is being typed.
    pub(in crate::app) fn settles(&self) -> Option<Moment> {
        self.typed.as_ref().map(|(_, _, at)| *at + SETTLES)
    }
}

/// Takes in what the filter says now; gives the entry to be written, if a search has settled.
pub(super) fn look(app: &mut App) -> Option<Effect> {
    let now = app.now;
    if app.board.filter.text() != app.search.seen {
        let text = app.board.filter.text();
        let found = app.board.order.iter().filter(|id| !app.board.is_draft(**id)).count();
        let longer = app.search.typed.as_ref().is_none_or(|(typed, _, _)| typed.len() <= text.len());
        if longer && !text.trim().is_empty() {
            app.search.typed = Some((text.clone(), found, now));
        } else if let Some((_, _, at)) = &mut app.search.typed {
            *at = now;
        }
        app.search.seen = text;
    }
    let typing = app.board.filtering
        && matches!(app.screen, Screen::Board | Screen::Horizon)
        && !app.quitting
        && app.search.settles().is_some_and(|at| now < at);
    if typing {
        return None;
    }
    let (text, found, _) = app.search.typed.take()?;
    let words = name_words(&text);
    let again = std::mem::replace(&mut app.search.noted, words.clone());
    if app.search.seen.is_empty() {
        app.search.noted.clear();
    }
    if words.is_empty() || words == again {
        return None;
    }
    let found = u32::try_from(found).unwrap_or(u32::MAX);
    let event = DeskEvent::Searched { by: SearchWay::Board, words: words.join(" "), found };
    Some(Effect::Store(Request::Note { event: Box::new(event), actor: app.setting.actor.clone(), now }))
}
