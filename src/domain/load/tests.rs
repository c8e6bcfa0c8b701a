use proptest::prelude::*;

use super::super::query::tests::row;
use super::*;

const NOW: Moment = Moment::from_millis(1_795_529_400_000);

fn owned(name: &str, team: bool, rating: Option<Rating>, late: bool) -> Summary {
    let mut row = Summary { owner: Some(name.into()), team, rating, ..row() };
    for duty in &mut row.duties {
        duty.due = NOW + chrono::TimeDelta::minutes(if late { -5 } else { 50 });
    }
    row
}

#[test]
fn a_load_counts_open_late_and_red_and_says_so_in_words() {
    let rows = [
        owned("Ash Placeham", false, Some(Rating::Red), true),
        owned("Ash Placeham", false, Some(Rating::Red), false),
        owned("Ash Placeham", false, Some(Rating::Green), false),
    ];
    let loads = loads(rows.iter(), NOW);
    let load = loads[&Who::person("Ash Placeham")];
    assert_eq!(load.to_string(), "3 open, 1 late, 2 red");
    assert_eq!(Load::default().to_string(), "nothing open");
}

#[test]
fn a_team_and_a_person_of_the_same_name_are_two() {
    let rows = [owned("North", true, None, false), owned("North", false, None, true)];
    let loads = loads(rows.iter(), NOW);
    assert_eq!(loads[&Who::team("North")], Load { open: 1, late: 0, red: 0 });
    assert_eq!(loads[&Who::person("North")], Load { open: 1, late: 1, red: 0 });
}

#[test]
fn everybody_listed_is_shown_and_so_is_whoever_has_something_without_being_listed() {
    let rows = [owned("Robin Dummerton", false, None, false), owned("Old Team", true, None, false)];
    let all = everybody(&["Jo Testerby".into()], ["Locality Team North"].into_iter(), rows.iter(), NOW);
    let names: Vec<(&str, bool, usize)> =
        all.iter().map(|(who, load)| (who.name.as_str(), who.team, load.open)).collect();
    assert_eq!(
        names,
        [
            ("Jo Testerby", false, 0),
            ("Robin Dummerton", false, 1),
            ("Locality Team North", true, 0),
            ("Old Team", true, 1),
        ]
    );
}

proptest! {
    #[test]
    fn every_owned_open_contact_is_in_exactly_one_load(
        owners in prop::collection::vec((prop::option::of(0_u8..5), any::<bool>(), any::<bool>()), 0..60),
    ) {
        let rows: Vec<Summary> = owners.iter().map(|(owner, team, open)| {
            let name = owner.map(|n| format!("Placeham {n}"));
            Summary { owner: name, team: *team, open: *open, ..row() }
        }).collect();
        let loads = loads(rows.iter(), NOW);
        let owned = rows.iter().filter(|row| row.open && row.owner.is_some()).count();
        prop_assert_eq!(loads.values().map(|load| load.open).sum::<usize>(), owned);
        prop_assert!(loads.values().all(|load| load.late <= load.open && load.red <= load.open));
    }
}
