//! From keys to actions: a table built once from the table of actions, looked up by context.

use std::collections::BTreeMap;

use super::action::{Action, Context, TABLE};
use super::key::Key;

/// What a key, after the keys already pending, means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// An action.
    Action(Action),
    /// The beginning of a chord: the keys that may follow, with their actions.
    Prefix(Vec<(Key, Action)>),
    /// Nothing.
    Nothing,
}

/// Every chord of every context.
#[derive(Debug, Clone)]
pub struct Keymap {
    chords: BTreeMap<Context, BTreeMap<Vec<Key>, Action>>,
}

impl Default for Keymap {
    fn default() -> Self {
        let mut chords: BTreeMap<Context, BTreeMap<Vec<Key>, Action>> = BTreeMap::new();
        for row in TABLE {
            for chord in row.keys {
                // A test reads every chord, so none is dropped here.
                let keys: Result<Vec<Key>, _> = chord.split(' ').map(str::parse).collect();
                let Ok(keys) = keys else { continue };
                for context in row.contexts {
                    chords.entry(*context).or_default().insert(keys.clone(), row.action);
                }
            }
        }
        Self { chords }
    }
}

impl Keymap {
    /// Looks a key up in the contexts of a screen, innermost first.
    #[must_use]
    pub fn resolve(&self, contexts: &[Context], pending: &[Key], key: Key) -> Resolved {
        let mut typed = pending.to_vec();
        typed.push(key);
        let maps = || contexts.iter().filter_map(|context| self.chords.get(context));
        if let Some(action) = maps().find_map(|map| map.get(&typed)) {
            return Resolved::Action(*action);
        }
        let mut next: Vec<(Key, Action)> = maps()
            .flatten()
            .filter(|(chord, _)| chord.len() > typed.len() && chord.starts_with(&typed))
            .filter_map(|(chord, action)| chord.get(typed.len()).map(|key| (*key, *action)))
            .collect();
        if next.is_empty() {
            return Resolved::Nothing;
        }
        next.sort_unstable();
        next.dedup_by_key(|(key, _)| *key);
        Resolved::Prefix(next)
    }

    /// The keys of an action as people read them: `g b`, `Ctrl-S`.
    #[must_use]
    pub fn shown(action: Action) -> String {
        action.row().keys.first().map_or_else(String::new, |chord| shown(chord))
    }
}

/// A chord as people read it.
fn shown(chord: &str) -> String {
    let keys: Vec<String> = chord
        .split(' ')
        .map(|name| name.parse::<Key>().map_or_else(|_| name.to_owned(), |key| key.to_string()))
        .collect();
    keys.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_context_wins() {
        let map = Keymap::default();
        let one = Key::char('1');
        assert_eq!(map.resolve(&[Context::Board, Context::Lists], &[], one), Resolved::Action(Action::View1));
        assert_eq!(
            map.resolve(&[Context::Contact, Context::Lists], &[], one),
            Resolved::Action(Action::Tab1)
        );
    }

    #[test]
    fn letters_mean_nothing_while_a_call_is_typed() {
        let map = Keymap::default();
        let typing = [Context::Intake, Context::Anywhere];
        for letter in ('a'..='z').chain('A'..='Z').chain("/?:1234567[]".chars()) {
            assert_eq!(map.resolve(&typing, &[], Key::char(letter)), Resolved::Nothing, "{letter}");
        }
    }

    #[test]
    fn a_prefix_lists_what_may_follow() {
        let map = Keymap::default();
        let lists = [Context::Board, Context::Lists, Context::Anywhere];
        let Resolved::Prefix(next) = map.resolve(&lists, &[], Key::char('g')) else {
            panic!("g is a prefix")
        };
        assert!(next.contains(&(Key::char('b'), Action::GoBoard)));
        assert_eq!(map.resolve(&lists, &[Key::char('g')], Key::char('b')), Resolved::Action(Action::GoBoard));
        assert_eq!(map.resolve(&lists, &[Key::char('g')], Key::char('z')), Resolved::Nothing);
    }
}
