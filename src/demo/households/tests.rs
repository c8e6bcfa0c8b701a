use std::collections::HashSet;

use super::*;

#[test]
fn the_same_seed_makes_the_same_town_and_calls() {
    let people = |seed| Town::new(seed, 300).unwrap().people().collect::<Vec<_>>();
    assert_eq!(people(1), people(1));
    assert_ne!(people(1), people(2));
    let said = |seed| Town::new(seed, 300).unwrap().calls(20).map(|call| call.query).collect::<Vec<_>>();
    assert_eq!(said(1), said(1));
}

#[test]
fn a_town_has_twins_unborn_children_and_people_without_dates() {
    let people: Vec<_> = Town::new(7, 3000).unwrap().people().collect();
    assert!((2500..3700).contains(&people.len()), "{}", people.len());
    let ids: HashSet<_> = people.iter().map(|person| &person.id).collect();
    assert_eq!(ids.len(), people.len(), "numbers are unique");
    assert!(people.iter().any(|person| person.id.ends_with("-t")), "twins");
    assert!(people.iter().any(|person| person.due.is_some() && person.birth.is_none()), "unborn");
    assert!(people.iter().any(|person| person.due.is_none() && person.birth.is_none()), "no date");
    assert!(people.iter().any(|person| !person.also_known_as.is_empty()), "other names");
    let surnames: HashSet<_> = people.iter().map(|person| &person.surname).collect();
    assert!(surnames.len() > 400, "{}", surnames.len());
}

#[test]
fn calls_are_about_known_children_strangers_and_unknown_brothers_and_sisters() {
    let town = Town::new(7, 3000).unwrap();
    let known: HashSet<_> = town.people().map(|person| person.id).collect();
    let calls: Vec<_> = town.calls(400).collect();
    let count = |test: fn(&Call) -> bool| calls.iter().filter(|call| test(call)).count();
    assert!((230..330).contains(&count(|call| call.truth.is_some())));
    assert!(count(|call| call.truth.is_none() && !call.household.is_empty()) > 20);
    assert!(count(|call| call.truth.is_none() && call.household.is_empty()) > 40);
    assert!(
        calls.iter().flat_map(|call| call.truth.iter().chain(&call.household)).all(|id| known.contains(id))
    );
}
