use std::collections::BTreeSet;

use super::*;
use crate::app::key::Key;

#[test]
fn rows_stand_at_the_place_of_their_action() {
    for (at, row) in TABLE.iter().enumerate() {
        assert_eq!(row.action as usize, at, "{}", row.id);
        assert_eq!(Action::from_id(row.id), Some(row.action));
        assert!(row.doc.ends_with('.') && !row.title.is_empty() && !row.hint.is_empty(), "{}", row.id);
        assert!(!row.contexts.is_empty(), "{}", row.id);
    }
}

#[test]
fn every_key_can_be_read_and_none_needs_alt_or_a_byte_that_means_another_key() {
    for row in TABLE {
        for chord in row.keys {
            for name in chord.split(' ') {
                let key: Key = name.parse().unwrap_or_else(|e| panic!("{}: {e}", row.id));
                let clash = ["ctrl-h", "ctrl-i", "ctrl-j", "ctrl-m", "ctrl-b", "ctrl-a"];
                assert!(!clash.contains(&key.config_name().as_str()), "{}: {name}", row.id);
            }
        }
    }
}

#[test]
fn no_key_means_two_things_in_one_place_and_no_chord_hides_behind_a_key() {
    let seen_in = |context: Context| match context {
        Context::Anywhere => Context::ALL.to_vec(),
        Context::Lists => vec![Context::Board, Context::Contact, Context::Handover, Context::Horizon],
        Context::Selected => vec![Context::Board, Context::Contact, Context::Horizon],
        other => vec![other],
    };
    let mut seen: BTreeSet<(Context, Vec<&str>)> = BTreeSet::new();
    for row in TABLE {
        for chord in row.keys {
            let keys: Vec<&str> = chord.split(' ').collect();
            let places: BTreeSet<Context> = row.contexts.iter().flat_map(|c| seen_in(*c)).collect();
            for place in places {
                assert!(seen.insert((place, keys.clone())), "{} {chord} twice in {place}", row.id);
            }
        }
    }
    for (place, keys) in &seen {
        for n in 1..keys.len() {
            assert!(!seen.contains(&(*place, keys[..n].to_vec())), "{keys:?} can never be typed in {place}");
        }
    }
}
