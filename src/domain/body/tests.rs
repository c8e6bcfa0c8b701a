use super::*;

fn part(side: Side, row: u8, column: u8) -> Option<String> {
    Spot { side, row, column }.part()
}

#[test]
fn left_and_right_are_the_childs_own_on_both_pictures() {
    assert_eq!(part(Side::Front, 5, 3).unwrap(), "right upper arm, front");
    assert_eq!(part(Side::Back, 5, 3).unwrap(), "left upper arm, back");
    assert_eq!(part(Side::Front, 1, 9).unwrap(), "left eye, front");
    assert_eq!(part(Side::Front, 1, 8).unwrap(), "nose, front");
    assert_eq!(part(Side::Back, 9, 10).unwrap(), "right buttock, back");
    assert_eq!(part(Side::Front, 0, 0), None);
    assert_eq!(part(Side::Front, 200, 3), None);
}

#[test]
fn every_place_of_the_body_can_be_reached_from_the_middle() {
    for side in [Side::Front, Side::Back] {
        let mut seen = std::collections::BTreeSet::from([Spot::middle(side)]);
        let mut waiting = vec![Spot::middle(side)];
        while let Some(spot) = waiting.pop() {
            assert!(spot.part().is_some(), "{spot:?}");
            for way in [Way::Up, Way::Down, Way::Left, Way::Right] {
                if seen.insert(spot.step(way)) {
                    waiting.push(spot.step(way));
                }
            }
        }
        let all = (0..ROWS)
            .flat_map(|row| (0..COLUMNS).map(move |column| Spot { side, row, column }))
            .filter(|spot| spot.part().is_some());
        assert_eq!(seen, all.collect());
    }
}

#[test]
fn the_other_side_shows_the_same_limb() {
    let arm = Spot { side: Side::Front, row: 8, column: 1 };
    assert_eq!(arm.part().unwrap(), "right forearm, front");
    assert_eq!(arm.turned().part().unwrap(), "right forearm, back");
    assert_eq!(arm.turned().turned(), arm);
}

#[test]
fn the_pictures_fill_their_grid() {
    for side in [Side::Front, Side::Back] {
        assert!(outline(side).iter().all(|row| row.len() == usize::from(COLUMNS) && row.is_ascii()));
    }
}

#[test]
fn a_mark_says_what_was_not_told() {
    let mut mark = Mark::at(0, Spot { side: Side::Front, row: 8, column: 14 });
    assert!(!mark.has_words());
    assert_eq!(mark.sentence(), "left forearm, front: size and colour not told; not told who saw it");
    mark.size = "2 cm".into();
    mark.colour = "yellow, round".into();
    mark.seen_by = "the teacher, this morning".into();
    mark.said = "\"fell off the wall\"".into();
    assert_eq!(
        mark.sentence(),
        "left forearm, front: 2 cm, yellow, round; seen by the teacher, this morning; \"fell off the wall\""
    );
    assert!(mark.has_words());
}

#[test]
fn marks_are_signed_with_one_character_each() {
    assert_eq!((sign(0), sign(8), sign(9), sign(500)), ('1', '9', 'a', '+'));
}
